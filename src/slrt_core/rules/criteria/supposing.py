"""A copy of a subject, in which a fact may be supposed for a while: a value, or people more in a roster."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from slrt_core.rules.criteria.closures import Look
from slrt_core.rules.criteria.schema import Kind, Schema

__all__ = ["Supposed", "held"]


class Supposed:
    """The copy.

    Args:
        schema: in which its fields are found.
        names: the units of the roots.
        roots: as they were given; they are left as they are.
    """

    def __init__(self, schema: Schema, names: Sequence[str], roots: Sequence[Mapping[str, Any]]) -> None:
        self._schema = schema
        memo: dict[int, Any] = {}
        self.roots: list[Any] = [copy.deepcopy(root, memo) for root in roots]
        self._given: dict[int, Mapping[str, Any]] = {}
        self._units: dict[int, str] = {}
        for unit, root, mine in zip(names, roots, self.roots, strict=True):
            self._pair(unit, root, mine)

    def _pair(self, unit: str, given: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        if id(mine) in self._given:
            return
        self._given[id(mine)], self._units[id(mine)] = given, unit
        for relation, inner in self._schema.units[unit].relations.items():
            for a, b in zip(given.get(relation) or (), mine.get(relation) or (), strict=True):
                self._pair(inner, a, b)

    # --- what a look is at

    def there(self, look: Look) -> bool:
        """Whether it is of somebody who is there, not of one who was only supposed for a moment."""
        return id(look[0]) in self._units

    def given(self, look: Look) -> Mapping[str, Any]:
        """Of whom it is, as given."""
        return self._given[id(look[0])]

    def unit(self, look: Look) -> str:
        """The unit of whom it is."""
        return self._units.get(id(look[0]), "individual")

    def members(self, look: Look) -> str | None:
        """The unit of those in the roster that is looked at; ``None`` if it is a variable."""
        return self._schema.units[self.unit(look)].relations.get(look[1])

    def kind(self, look: Look) -> Kind:
        """The type of the variable that is looked at."""
        return self._schema.units[self.unit(look)].fields[look[1]]

    def days(self) -> Iterator[date]:
        """All dates that are known of anybody."""
        return (value for root in self._given.values() for value in root.values() if type(value) is date)

    def open(self, seen: Sequence[Look]) -> Iterator[Look]:
        """Those looks that found nothing definite, each once."""
        found: set[tuple[int, str, str]] = set()
        for look in seen:
            holder, name, key = look
            if (id(holder), name, key) in found:
                continue
            found.add((id(holder), name, key))
            unit = self._units.get(id(holder))
            if unit is not None and name in self._schema.units[unit].relations:
                if holder.get("complete") is not True:
                    yield look
                continue
            value = held(look)
            if value is None or (type(value) is tuple and value[0] < value[1]):
                yield look

    # --- supposing

    def put(self, look: Look, value: Any) -> Callable[[], None]:
        """Suppose a value, or so many people more and nobody else.

        Returns:
            What undoes it.
        """
        holder: Any = look[0]
        name, key = look[1], look[2]
        inner = self.members(look)
        if inner is not None:
            ghosts: list[dict[str, Any]] = [{"complete": True} for _ in range(value)]
            self._units |= {id(ghost): inner for ghost in ghosts}
            old, was = holder.get(name), holder.get("complete")
            holder[name], holder["complete"] = [*(old or ()), *ghosts], True

            def close_again() -> None:
                holder[name], holder["complete"] = old, was
                for ghost in ghosts:
                    del self._units[id(ghost)]

            return close_again
        before = holder.get(name)
        holder[name] = {**(before or {}), key: value} if key else value
        return lambda: holder.__setitem__(name, before)


def held(look: Look) -> Any:
    """What is found there."""
    holder, name, key = look
    value = holder.get(name)
    return value.get(key) if key and value is not None else value

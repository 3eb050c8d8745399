"""What clauses looked at, as facts that can be told: each made once, however many clauses of however many programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from slrt_core.model.determinations import Used
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.registry import UnitKind
from slrt_core.rules.criteria.closures import Trace

__all__ = ["Told"]


_Key = tuple[int, str, str]


class Told(dict[_Key, Used | None]):
    """The facts of one household, by the `id` of whose values, name and key; ``None`` for what is nobody's of it.

    Args:
        units: the kind and the values of each household, family and person.
    """

    def __init__(self, units: Iterable[tuple[UnitKind, Mapping[str, Any]]]) -> None:
        super().__init__()
        self._units = {id(values): (kind, str(values["id"]), values) for kind, values in units}

    def used(self, seen: Trace) -> tuple[Used, ...]:
        """What was looked at, each fact once."""
        keys = dict.fromkeys([(id(holder), name, key) for holder, name, key in seen])
        return tuple([fact for key in keys if (fact := self[key]) is not None])

    def __missing__(self, at: _Key) -> Used | None:
        whose, name, key = at
        found: Used | None = None
        if whose in self._units:
            kind, unit, values = self._units[whose]
            if name in _ROSTERS:
                value: Any = len(values[name]) if values.get("complete") is True else UNKNOWN
                found = Used(unit=unit, kind=kind, variable=name, value=value, roster=True)
            else:
                held = (values.get(name) or {}).get(key) if key else values.get(name)
                value = UNKNOWN if held is None else tuple(sorted(held)) if isinstance(held, frozenset) else held
                found = Used(unit=unit, kind=kind, variable=f"{name}:{key}" if key else name, value=value)
        self[at] = found
        return found


_ROSTERS = {"families", "members"}

"""What clauses looked at, as facts that can be told: each made once, however many clauses of however many programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from slrt_core.model.determinations import Used
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.registry import UnitKind
from slrt_core.rules.criteria.closures import Look, Trace

__all__ = ["Told"]

_Key = tuple[int, str, str]


class Told:
    """The facts of one household, made when they are first told.

    Args:
        units: the kind and the values of each household, family and person.
    """

    def __init__(self, units: Iterable[tuple[UnitKind, Mapping[str, Any]]]) -> None:
        self._units = {id(values): (kind, str(values["id"])) for kind, values in units}
        self._facts: dict[_Key, Used] = {}

    def used(self, seen: Trace) -> tuple[Used, ...]:
        """What was looked at, each fact once."""
        # Written out, since every clause of every explanation comes by: most looked at one fact.
        facts = self._facts
        if len(seen) == 1:
            ((holder, name, key),) = seen
            return (facts.get((id(holder), name, key)) or self._tell(seen[0]),)
        found: dict[_Key, Used] = {}
        for look in seen:
            holder, name, key = look
            at = (id(holder), name, key)
            if at not in found:
                found[at] = facts.get(at) or self._tell(look)
        return tuple(found.values())

    def _tell(self, look: Look) -> Used:
        holder, name, key = look
        kind, unit = self._units[id(holder)]
        if name in _ROSTERS:
            value: Any = len(holder[name]) if holder.get("complete") is True else UNKNOWN
            fact = Used(unit=unit, kind=kind, variable=name, value=value, roster=True)
        else:
            held = (holder.get(name) or {}).get(key) if key else holder.get(name)
            value = UNKNOWN if held is None else tuple(sorted(held)) if type(held) is frozenset else held
            fact = Used(unit=unit, kind=kind, variable=f"{name}:{key}" if key else name, value=value)
        self._facts[id(holder), name, key] = fact
        return fact


_ROSTERS = {"families", "members"}

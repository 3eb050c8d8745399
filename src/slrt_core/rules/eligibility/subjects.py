"""A household as expressions read it: plain values by name, with everybody who belongs to it today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from slrt_core.model.facts import UNKNOWN, Value
from slrt_core.model.registry import Household, Unit, UnitKind
from slrt_core.rules.criteria import Schema

__all__ = ["Subject", "living", "subject_of"]

_OUTWARD = {
    UnitKind.HOUSEHOLD: ("household",),
    UnitKind.FAMILY: ("family", "household"),
    UnitKind.INDIVIDUAL: ("individual", "family", "household"),
}


@frozen(kw_only=True)
class Subject:
    """A household with its families and members, as values.

    Args:
        household: its values; ``families`` and ``members`` in it hold the values of those.
        known: how many facts were known of it.
    """

    household: Mapping[str, Any]
    known: int = 0

    def units(self, kind: UnitKind) -> Iterator[tuple[Mapping[str, Any], ...]]:
        """The roots of every unit of a kind: itself first, then what it belongs to."""
        if kind is UnitKind.HOUSEHOLD:
            yield (self.household,)
            return
        for family in self.household["families"]:
            if kind is UnitKind.FAMILY:
                yield family, self.household
            else:
                for member in family["members"]:
                    yield member, family, self.household

    def roots(self, kind: UnitKind, unit: str) -> tuple[Mapping[str, Any], ...] | None:
        """The roots of one unit; ``None`` if there is none of that id."""
        return next((roots for roots in self.units(kind) if roots[0]["id"] == unit), None)

    def named(self, kind: UnitKind, roots: tuple[Mapping[str, Any], ...]) -> Mapping[str, Mapping[str, Any]]:
        """Roots by name."""
        return dict(zip(_OUTWARD[kind], roots, strict=True))


def subject_of(household: Household, schema: Schema, known: int = 0) -> Subject:
    """The values of a household on the day of its view.

    Who died, and families that moved away, no longer belong to it. A decimal is a whole number of its last digit, a
    set of codes a frozenset; what nobody said is not there.

    Args:
        household: as known on a day.
        schema: whose variables are taken over.
        known: how many facts were known of it.
    """
    families = []
    for family in household.families:
        if family["present"] is False:
            continue
        members = [_values(member, "individual", schema) for member in family.members]
        values = _values(family, "family", schema)
        families.append(values | {"members": living(members), "complete": _closed(family)})
    values = _values(household, "household", schema)
    _share(values, families)
    values |= {
        "families": families,
        "members": [member for family in families for member in family["members"]],
        "complete": _closed(household),
    }
    return Subject(household=values, known=known)


def _share(household: dict[str, Any], families: list[dict[str, Any]]) -> None:
    """What is told of a household's participation holds for its only family, and the other way round.

    Who takes no part as a household does so in none of its families; of several families nothing else is inferred.
    """
    told = household.get("participation", {})
    for family in families:
        shared = told if len(families) == 1 else {program: state for program, state in told.items() if state == "none"}
        family["participation"] = {**shared, **family.get("participation", {})}
    if len(families) == 1:
        household["participation"] = {**families[0]["participation"], **told}


def living(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of whom nobody has said that they died."""
    return [member for member in members if member.get("deceased") is not True]


def _closed(unit: Unit) -> bool | None:
    """Whether everybody of it is recorded. The forms here ask for everybody: closed, unless said otherwise."""
    said = unit["roster_complete"]
    return said if isinstance(said, bool) else True


def _values(unit: Unit, kind: str, schema: Schema) -> dict[str, Any]:
    values: dict[str, Any] = {"id": unit.id}
    fields = schema.units[kind].fields
    for variable, fact in unit.facts.items():
        name, _, key = variable.partition(":")
        found = fields.get(name)
        if found is None or fact.value is UNKNOWN:
            continue
        value = _plain(fact.value, found.scale)
        if key:
            values.setdefault(name, {})[key] = value
        else:
            values[name] = value
    return values


def _plain(value: Value, scale: int) -> Any:
    if isinstance(value, Decimal):
        return int(value.scaleb(scale))
    if isinstance(value, tuple):
        return frozenset(value)
    if scale and isinstance(value, int):
        return value * 10**scale
    return value

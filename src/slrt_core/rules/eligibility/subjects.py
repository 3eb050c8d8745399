"""A household as expressions read it: plain values by name, with everybody who belongs to it today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from attrs import frozen

from slrt_core.model.facts import UNKNOWN, Value
from slrt_core.model.registry import Household, Unit, UnitKind
from slrt_core.rules.criteria import Schema
from slrt_core.rules.eligibility.used import Told

__all__ = ["Subject", "living", "subject_of", "turning_days"]

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
        gone: whether it died out, moved away or was merged: then nothing of it is judged any more.
    """

    household: Mapping[str, Any]
    known: int = 0
    gone: bool = False

    def units(self, kind: UnitKind) -> Iterator[tuple[Mapping[str, Any], ...]]:
        """The roots of every unit of a kind: itself first, then what it belongs to."""
        if self.gone:
            return
        if kind is UnitKind.HOUSEHOLD:
            yield (self.household,)
            return
        for family in self.household["families"]:
            if kind is UnitKind.FAMILY:
                yield family, self.household
            else:
                for member in family["members"]:
                    yield member, family, self.household

    @cached_property
    def told(self) -> Told:
        """Its facts, as explanations tell them; also those of a member of no family."""
        lone = ((UnitKind.INDIVIDUAL, values) for values in self.household.get("members") or ())
        return Told([*((kind, values) for kind in UnitKind for values, *_ in self.units(kind)), *lone])

    def roots(self, kind: UnitKind, unit: str) -> tuple[Mapping[str, Any], ...] | None:
        """The roots of one unit; ``None`` if there is none of that id."""
        return next((roots for roots in self.units(kind) if roots[0]["id"] == unit), None)

    def named(self, kind: UnitKind, roots: tuple[Mapping[str, Any], ...]) -> Mapping[str, Mapping[str, Any]]:
        """Roots by name."""
        return dict(zip(_OUTWARD[kind], roots, strict=True))


def subject_of(household: Household, schema: Schema, day: date, known: int = 0) -> Subject:
    """The values of a household on the day of its view.

    Who died, and families that moved away, no longer belong to it. A decimal is a whole number of its last digit, a
    set of codes a frozenset; what nobody said is not there. What does not apply is no: a man is not pregnant.

    Args:
        household: as known on a day.
        schema: whose variables are taken over.
        day: that day.
        known: how many facts were known of it.
    """
    present = [family for family in household.families if family["present"] is not False]
    closed = _said(household)
    if closed is None and len(present) == 1:
        closed = _said(present[0])
    if closed is None and _listed(household):
        closed = True
    families = []
    for family in present:
        members = [_values(member, "individual", schema) for member in family.members]
        for member in members:
            _settle(member, day)
        # Who is missing from an open household may be of any of its families.
        own = closed if len(present) == 1 or _said(family) is None else _said(family)
        families.append(_values(family, "family", schema) | {"members": living(members), "complete": own})
    values = _values(household, "household", schema)
    _share(values, families)
    values |= {
        "families": families,
        "members": [member for family in families for member in family["members"]],
        "complete": closed,
    }
    return Subject(household=values, known=known, gone=bool(household.ended))


_FERTILE = 10
"""Years from which on somebody is asked whether she is pregnant, as the survey of 2015 did."""


def _settle(member: dict[str, Any], day: date) -> None:
    """What does not apply to somebody is no, also where nobody asked."""
    born = member.get("birth_date")
    child = born is not None and (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) < _FERTILE
    if member.get("sex") == "male" or child:
        for name in ("pregnant", "breastfeeding"):
            member.setdefault(name, False)


def turning_days(household: Household) -> Iterator[date]:
    """The days from which on the same facts are another subject: those on which somebody reaches that age."""
    for member in household.members:
        born = member.birth_date
        if isinstance(born, date) and born.year + _FERTILE < date.max.year:
            yield (
                date(born.year + _FERTILE, 3, 1)
                if (born.month, born.day) == (2, 29)
                else born.replace(year=born.year + _FERTILE)
            )


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


def _said(unit: Unit) -> bool | None:
    """Whether somebody said that everybody of it is recorded."""
    said = unit["roster_complete"]
    return said if isinstance(said, bool) else None


def _listed(household: Household) -> bool:
    """Whether a list brought it, which names everybody; of a visit's form nobody knows unless it says so."""
    place = household.facts.get("region")
    return place is not None and place.source != "visit"


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

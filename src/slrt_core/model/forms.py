"""What a visit or a list states of a household, as it is written down. What is not stated stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from slrt_core.model.facts import Value

__all__ = ["FamilyForm", "HouseholdForm", "PersonForm"]


@frozen(kw_only=True)
class PersonForm:
    """One person as a form states them. What is not stated stays unknown.

    Args:
        name: as spoken or on paper.
        nik: as written, in any form; ``None`` if the person has none or cannot say.
        phone: as written, if any.
        facts: other variables by name, such as ``birth_date``, ``sex``, ``relation``, ``disability``.
        id: the individual's id if the person is already known; given anew otherwise.
    """

    name: str
    nik: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    facts: Mapping[str, Value] = field(factory=dict)
    id: str = ""


def _persons(values: Iterable[PersonForm]) -> tuple[PersonForm, ...]:
    return tuple(values)


@frozen(kw_only=True)
class FamilyForm:
    """One family as a form states it: its No. KK as written, its members, other facts."""

    members: tuple[PersonForm, ...] = field(converter=_persons)
    no_kk: str | None = field(default=None, repr=False)
    facts: Mapping[str, Value] = field(factory=dict)
    id: str = ""


def _families(values: Iterable[FamilyForm]) -> tuple[FamilyForm, ...]:
    return tuple(values)


@frozen(kw_only=True)
class HouseholdForm:
    """A household as a form states it.

    Args:
        region: the village's region id.
        address: as written; searchable, so it must not hold identity numbers.
        families: one or more.
        facts: other variables of the household.
        valid_from: since when all this is so; the day of recording if not given.
        source: where it comes from.
    """

    region: str
    address: str = ""
    families: tuple[FamilyForm, ...] = field(converter=_families, default=())
    facts: Mapping[str, Value] = field(factory=dict)
    valid_from: date | None = None
    source: str = "visit"
    id: str = ""

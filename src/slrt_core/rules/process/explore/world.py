"""A world just big enough for one case: two villages, three programs, a household, and what a case may say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.model.contents import (
    Addition,
    CaseKind,
    Change,
    Complaint,
    ComplaintClass,
    Content,
    Enquiry,
    FieldChange,
    Need,
    Participation,
    Problem,
    Survey,
)
from slrt_core.model.facts import Fact
from slrt_core.model.programs import GovernanceLevel, Program, Provider
from slrt_core.model.regions import Level, Region, RegionTree
from slrt_core.model.registry import CentralStatus, Household, UnitKind
from slrt_core.reasons import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slrt_core.rules.rulebook import Rulebook

__all__ = [
    "DISTRICT",
    "ELSEWHERE",
    "HOUSEHOLD",
    "PROGRAMS",
    "START",
    "SUBDISTRICT",
    "VILLAGE",
    "Root",
    "home",
    "learnt",
    "regions",
    "roots",
    "surveyed",
]

START = date(2026, 1, 5)
"""The Monday on which every case begins."""

DISTRICT, SUBDISTRICT, VILLAGE, ELSEWHERE = "61.12", "61.12.01", "61.12.01.2001", "61.12.01.2002"
HOUSEHOLD = "household-1"

_LEVELS = {"CENTRAL": GovernanceLevel.CENTRE, "LOCAL": GovernanceLevel.DISTRICT, "LISTED-ONLY": GovernanceLevel.CENTRE}

PROGRAMS = {
    code: Program(
        code=code,
        name=Text(code, code),
        provider=Provider(id=level.value, name=Text(level.value, level.value), level=level),
        unit=UnitKind.HOUSEHOLD,
        benefit=Text("bantuan", "aid"),
        requires_listing=code == "LISTED-ONLY",
    )
    for code, level in _LEVELS.items()
}
"""Two programs of different levels, and one that demands that who takes part is on the central list."""


@frozen(kw_only=True)
class Root:
    """How a case may begin.

    Args:
        name: short, for people.
        content: what it says.
        listed: whether the household is on the central list.
        anonymous: whether no household is known.
        main: whether every staff is shown it; the others are shown to the ordinary staff alone.
    """

    name: str
    content: Content
    listed: bool = True
    anonymous: bool = False
    main: bool = True


def regions() -> RegionTree:
    """A province, a district, a sub-district, two villages."""
    levels = (("61", Level.PROVINCE, None), (DISTRICT, Level.REGENCY, "61"), (SUBDISTRICT, Level.SUBDISTRICT, DISTRICT))
    villages = ((VILLAGE, Level.VILLAGE, SUBDISTRICT), (ELSEWHERE, Level.VILLAGE, SUBDISTRICT))
    return RegionTree(
        regions=tuple(Region(id=id, name=id, level=level, parent=above) for id, level, above in (*levels, *villages))
    )


def home(*, listed: bool) -> Household:
    """The household: on the central list, or not."""
    status = CentralStatus.LISTED if listed else CentralStatus.UNLISTED
    return learnt(
        Household(id=HOUSEHOLD),
        (_fact("region", VILLAGE), _fact("central_status", status.value), _fact("floor", "earth")),
    )


def _fact(variable: str, value: str) -> Fact:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Fact(unit=HOUSEHOLD, variable=variable, value=value, valid_from=at.date(), recorded_at=at, source="visit")


def learnt(household: Household, facts: Iterable[Fact]) -> Household:
    """The household with what a decision adds to its record."""
    return evolve(household, facts={**household.facts, **{f.variable: f for f in facts if f.unit == household.id}})


def surveyed(content: Addition) -> Addition:
    """A proposal with what was found on the spot."""
    return evolve(content, survey=Survey(found=True, worthy=True, on=START))


def roots(kind: CaseKind, book: Rulebook) -> tuple[Root, ...]:
    """The cases of a kind: one of each sort that the rules tell apart."""
    return tuple(_roots(kind, book))


def _roots(kind: CaseKind, book: Rulebook) -> Iterable[Root]:
    topic = next(iter(book.topics), "")
    match kind:
        case CaseKind.CHANGE:
            change = FieldChange(unit=HOUSEHOLD, variable="floor", old="earth", new="tile", evidence="photo")
            yield Root(name="change", content=Change(changes=(change,)))
        case CaseKind.ADDITION:
            yield Root(name="addition", content=Addition(worthy=True), listed=False)
        case CaseKind.PARTICIPATION:
            yield Root(name="participation", content=Participation(program="CENTRAL", unit=HOUSEHOLD, evidence="card"))
        case CaseKind.NEED:
            yield Root(name="need", content=Need(program="CENTRAL"))
            yield Root(name="unlisted", content=Need(program="LISTED-ONLY"), listed=False, main=False)
        case CaseKind.COMPLAINT:
            for class_ in (ComplaintClass.IMPLEMENTATION, ComplaintClass.MEMBERSHIP):
                content = Complaint(topic=topic, text="…", program="CENTRAL", class_=class_, sector="other")
                yield Root(name=class_.value, content=content, main=class_ is ComplaintClass.IMPLEMENTATION)
            other = Complaint(topic=topic, text="…", class_=ComplaintClass.OTHER, sector="other", anonymous=True)
            yield Root(name="anonymous", content=other, anonymous=True, main=False)
        case CaseKind.PROBLEM:
            yield Root(name="problem", content=Problem(text="…"))
        case CaseKind.ENQUIRY:
            yield Root(name="enquiry", content=Enquiry(text="…"))

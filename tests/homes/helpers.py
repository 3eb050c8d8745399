"""Households that something befalls: how to bring it about, and what must hold of all of them afterwards."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import slrt_core as slrt
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.model.cases import Case
from slrt_core.model.contents import Content
from slrt_core.model.facts import AsOf
from slrt_core.model.registry import Household
from slrt_core.ports import Range
from slrt_core.testing import FakeKeys
from tests.acceptance.helpers import DISTRICT, MONDAY, V1, World, facilitator_of, furnish, nik, person

TODAY = date(2026, 1, 5)

SUPERVISORS = {"61.12.01": "bayu", "61.12.07": "bella"}


def new_world(folder: Path | None = None, **settings: str) -> World:
    """A furnished world of its own, in memory."""
    book = slrt.load_rulebook(None, settings) if settings else None
    clock = ManualClock(MONDAY)
    desk = slrt.Desk(
        MemoryStorage(), FakeKeys(), clock, SeededIds(7), district=DISTRICT, zone="Asia/Pontianak", rulebook=book
    )
    furnish(desk)
    return World(desk=desk, clock=clock, path=folder)


def home(world: World, *families: tuple[slrt.PersonForm, ...], region: str = V1, **facts: Any) -> str:
    """A household of these families; of one woman with a child if none are given."""
    given = families or ((person("Siti", nik=nik()), person("Ani", nik=nik(date(2016, 1, 1)), head=False)),)
    form = slrt.HouseholdForm(
        region=region,
        address="Jl. Adi Sucipto",
        families=tuple(slrt.FamilyForm(members=members) for members in given),
        facts=facts,
    )
    return world.at(facilitator_of(region)).record_household(form).id


def seen(world: World, household: str, as_of: AsOf | None = None) -> Household:
    """A household as the desk knows it."""
    with world.desk.work() as work:
        found = work.household(household, as_of)
    assert found is not None
    return found


def recorded(world: World, household: str, content: Content, by: str = "") -> slrt.CaseResult:
    """The change as a facilitator of the village records and sends it on."""
    by = by or facilitator_of(seen(world, household).region)
    return world.do(by, "submit", world.opened(content, household=household, by=by))


def recommended(world: World, case: slrt.CaseResult, by: str = "mira") -> slrt.CaseResult:
    """The change after supervisor and manager."""
    region = world.case(case).region
    endorsed = world.do(SUPERVISORS[region[:8]], "endorse", case)
    return world.do(by, "recommend", endorsed)


def befall(world: World, household: str, content: Content, by: str = "") -> slrt.CaseResult:
    """Let something befall a household: recorded, reviewed, recommended."""
    return recommended(world, recorded(world, household, content, by))


def cases_of(world: World) -> list[Case]:
    """Every case."""
    with world.desk.work() as work:
        return [work.case(stored.key) for stored in work.all("case", Range(field="opened_at"))]


def households(world: World) -> list[Household]:
    """Every household as it stands."""
    with world.desk.work() as work:
        keys = [stored.key for stored in work.all("household", Range(field="region"))]
        return [found for key in keys if (found := work.household(key)) is not None]


def assert_whole(world: World, persons: set[str]) -> None:
    """Nobody is lost or in two households, every case has one, and what is stored is what was recorded."""
    found = Counter(member.id for household in households(world) for member in household.members)
    assert set(found) == persons, "a member is lost"
    assert set(found.values()) <= {1}, "a member is in two households at once"
    there = {household.id for household in households(world)}
    for case in cases_of(world):
        assert case.household in there or (case.complaint is not None and case.complaint.anonymous)
    world.assert_whole()


def last(world: World, case: slrt.CaseResult | str) -> tuple[str, str, str]:
    """The last act of a case: its command, the state it reached, and in which post."""
    act = world.case(case).acts[-1]
    return act.command, act.after, act.actor.post

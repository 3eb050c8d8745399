"""What stands around: older rulebooks, what the store noted of households, and what lies at rest."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

import slrt_core as slrt
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.desk.dossier import dossier, whom
from slrt_core.errors import Conflict, Invalid
from slrt_core.model.cases import Outcome
from slrt_core.rules.homes import Writing, made_facts
from slrt_core.rules.process import BEFALLING
from slrt_core.rules.rulebook import load_rulebook, rulebook_from_texts
from slrt_core.testing import FakeKeys
from tests.acceptance.helpers import DISTRICT, MONDAY, V1, V3, World, a_need, furnish, nik, person
from tests.homes.helpers import TODAY, befall, home, new_world, recorded, seen

DEFAULT = load_rulebook()


def before_befalling() -> slrt.Rulebook:
    """The rulebook as it was when nothing befell households yet."""
    texts = dict(DEFAULT.texts)
    lines = texts["cases.csv"].splitlines(keepends=True)
    texts["cases.csv"] = "".join(line for line in lines if "befallen" not in line)
    blocks = texts["commands.toml"].split("[command.")
    kept = [block for block in blocks if block.partition("]")[0] not in BEFALLING]
    texts["commands.toml"] = "[command.".join(kept)
    return rulebook_from_texts(texts)


def test_a_case_that_began_under_an_older_rulebook_follows_todays_rows() -> None:
    store, keys, ids, clock = MemoryStorage(), FakeKeys(), SeededIds(7), ManualClock(MONDAY)

    def world(book: slrt.Rulebook) -> World:
        desk = slrt.Desk(store, keys, clock, ids, district=DISTRICT, zone="Asia/Pontianak", rulebook=book)
        return World(desk=desk, clock=clock, path=None)

    old = world(before_befalling())
    furnish(old.desk)
    at = home(old, (person("Siti", nik=nik()),), roster_complete=True)
    case = old.submitted(a_need(), household=at)
    death = slrt.Death(person=seen(old, at).members[0].id, on=TODAY)
    with pytest.raises(Invalid) as unknown:
        old.opened(death, household=at)
    assert "rulebook-befalling" in unknown.value.codes
    new = world(DEFAULT)
    befall(new, at, death)
    assert new.case(case).rulebook != DEFAULT.hash
    assert new.case(case).outcome == Outcome.LAPSED
    assert [step.did.en for step in new.at("maya").timeline(case)][-1] == "whom it is about died"
    new.do("sari", "close", case)
    new.assert_whole()


def test_what_the_store_noted_follows_those_who_go(build: Callable[..., World]) -> None:
    world = build()
    at = home(world, (person("Siti", nik=nik()), person("Dina", nik=nik(), head=False)), roster_complete=True)
    dina = seen(world, at).members[1]
    world.desk.upkeep.project()
    befall(world, at, slrt.Split(members=[dina.id], on=TODAY, region=V3))
    (new,) = seen(world, at).parted
    for _ in range(2):
        world.desk.upkeep.project()
    other = home(world)
    befall(world, at, slrt.Merger(into=other, on=TODAY))
    world.desk.upkeep.project()
    member = seen(world, new).members[0]
    befall(world, new, slrt.Death(person=member.id, on=TODAY, survived=False))
    assert bool(world.desk.upkeep.project()) == (world.path is not None)
    assert world.desk.upkeep.project() == 0
    with world.desk.work() as work:
        if work.population is not None:
            # One was merged and one died out: only the one that remains is judged.
            assert work.population.units("household", {V1, V3}, TODAY) == 1
    world.assert_whole()


def test_who_went_is_noted_where_they_are_also_before_their_former_household_is(
    build: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slrt_core.desk.projecting._AT_ONCE", 1)
    world = build()
    homes = [home(world, (person("Siti"), person("Dina", head=False))) for _ in range(5)]
    world.desk.upkeep.project()
    for at in homes:
        befall(world, at, slrt.Split(members=[seen(world, at).members[1].id], on=TODAY))
    world.desk.upkeep.project()
    # Whoever stood in the way of another is noted in the next run only.
    assert world.desk.upkeep.project() == 0


def test_nothing_of_it_lies_in_clear(build: Callable[..., World]) -> None:
    world = build()
    at = home(world)
    member = seen(world, at).members[1]
    world.go_to(date(2026, 2, 2))
    case = recorded(
        world, at, slrt.Death(person=member.id, on=date(2026, 1, 17), evidence="akta-kematian", kin="Bu Yah")
    )
    move = recorded(world, at, slrt.Relocation(to=V3, on=date(2026, 1, 18), address="Gang Kenanga"))
    dumped = repr(world.dump())
    for words in ("2026-01-17", "2026-01-18", "akta-kematian", "Bu Yah", "Gang Kenanga"):
        assert words not in dumped
    death, relocation = world.case(case).content, world.case(move).content
    assert isinstance(death, slrt.Death)
    assert isinstance(relocation, slrt.Relocation)
    assert (death.on, death.evidence, death.survived) == (date(2026, 1, 17), "akta-kematian", None)
    assert (relocation.on, relocation.address, relocation.home) == (date(2026, 1, 18), "Gang Kenanga", at)


def test_a_person_is_told_what_earlier_households_know_of_them() -> None:
    world = new_world()
    at = home(world, (person("Siti", nik=nik()), person("Dina", head=False)))
    dina = seen(world, at).members[1]
    befall(world, at, slrt.Split(members=[dina.id], on=TODAY))
    with world.desk.work() as work:
        household, units = whom(dina.id, work)
        told = dossier(household, units, work)
    assert household != at
    names = [fact["value"] for fact in told["facts"] if fact["variable"] == "name"]  # type: ignore[attr-defined]
    assert names == ["Dina", "Dina"]


def test_what_is_applied_is_what_was_approved() -> None:
    world = new_world()
    at = home(world)
    case = recorded(world, at, slrt.Relocation(to=V3, on=TODAY))
    endorsed = world.at("mira").item(world.do("bayu", "endorse", case))
    with pytest.raises(Conflict):
        world.at("mira").perform("recommend", attrs.evolve(endorsed, digest="another"))
    assert seen(world, at).region == V1
    world.at("mira").perform("recommend", endorsed)
    assert seen(world, at).region == V3


def test_what_is_carried_is_what_held_and_what_came_since() -> None:
    world = new_world()
    at = home(world, (person("Siti", nik=nik()), person("Dina", head=False)))
    dina = seen(world, at).members[1]
    world.go_to(date(2026, 2, 2))
    for value, since in ((True, date(2026, 1, 10)), (False, date(2026, 1, 30))):
        change = slrt.FieldChange(unit=dina.id, variable="pregnant", new=value, valid_from=since)
        befall(world, at, slrt.Change(changes=[change]))
    with world.desk.work() as work:
        record = work.household_record(at)
    split = slrt.Split(members=[dina.id], on=date(2026, 1, 20), home=at, household="new", family="newest")
    view = seen(world, at)
    _, (carried,) = made_facts(split, Writing(household=view, record=record, case="c", at=world.desk.moment().at))
    said = [(fact.value, fact.valid_from) for fact in carried.facts if fact.variable == "pregnant"]
    assert said == [(True, date(2026, 1, 10)), (False, date(2026, 1, 30))]

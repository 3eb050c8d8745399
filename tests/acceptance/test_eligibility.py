"""Who is eligible, as officers meet it: reasons, questions, lists, what is on record (R-PRG-3, R-PRG-7, R-MON-3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

import slrt_core as slrt
from slrt_core.model.determinations import KeptVerdict, Verdict
from slrt_core.rules.criteria import CannotPushDown
from tests.acceptance.helpers import V1, V3, World, form, nik, person

WHY: dict[str, Any] = {"purpose": "kunjungan"}


class _Noted(World):
    """Where the states of households are noted before anybody looks, so that the database judges them."""

    def at(self, officer: str, post: str | None = None) -> slrt.Acting:
        self.desk.upkeep.project()
        return World.at(self, officer, post)


@pytest.fixture(params=["read one by one", "noted"])
def catalogued(world: World, request: pytest.FixtureRequest) -> World:
    """A world whose programs are those that the library brings."""
    world.desk.load_programs(slrt.default_programs(), "pusat")
    if request.param == "read one by one":
        return world
    if not world.desk._room.storage.capabilities.query:
        pytest.skip("this store does not judge")
    return _Noted(desk=world.desk, clock=world.clock, path=world.path)


def _family(world: World, *, region: str = V1, household: dict[str, Any] | None = None, **mother: Any) -> str:
    """A listed household of decile 2: a mother born in 1985 of whom all is known, unless said otherwise."""
    facts = {
        "pregnant": False, "breastfeeding": False, "school_level": "left", "education": "senior_secondary",
        "disability": "none", "severe_disability": False,
    }  # fmt: skip
    facts |= mother
    known = {name: value for name, value in facts.items() if value is not None}
    known_household = {"central_status": "listed", "decile": 2} | (household or {})
    id_ = f"h-{region}-{len(known_household)}-{abs(hash(tuple(sorted(map(str, facts.items()))))) % 10**9}"
    member = person(nik=nik(), facts=known)
    world.desk.load_households([form(region, member, id=id_, facts=known_household)], "central-list")
    return id_


def _pkh(world: World, household: str, **more: Any) -> slrt.Determination:
    (found,) = world.at("sari").assess(household, programs=["PKH"], **WHY, **more)
    return found


def test_a_pregnancy_decides_and_says_so(catalogued: World) -> None:
    """Expecting: eligible, for just that clause, with what it comes to a year."""
    found = _pkh(catalogued, _family(catalogued, pregnant=True, pregnancy_number=1))
    assert found.verdict is Verdict.YES
    assert {part.id for part in found.finding.walk() if part.verdict is Verdict.YES and part.text} == {
        "listed", "decile", "pregnant",
    }  # fmt: skip
    assert found.entitlement is not None
    assert (found.entitlement.least, found.entitlement.most) == (3_000_000, 3_000_000)


def test_nobody_asked_is_not_no(catalogued: World) -> None:
    """What nobody said stays open, and is what is to be asked; the answer decides."""
    household = _family(catalogued, pregnant=None, breastfeeding=None)
    found = _pkh(catalogued, household)
    assert found.verdict is Verdict.UNKNOWN
    assert {missing.variable for missing in found.missing} == {"pregnant", "breastfeeding"}
    first, *_ = catalogued.at("sari").questions(household, programs=["PKH"], **WHY)
    assert first.missing.variable in {"pregnant", "breastfeeding"}
    assert first.programs == ("PKH",)


def test_without_a_component_there_is_no_claim(catalogued: World) -> None:
    found = _pkh(catalogued, _family(catalogued))
    assert (found.verdict, found.missing, found.entitlement) == (Verdict.NO, (), None)


def test_who_died_counts_no_more(catalogued: World) -> None:
    assert _pkh(catalogued, _family(catalogued, pregnant=True, deceased=True)).verdict is Verdict.NO


def test_a_household_out_of_sight_is_not_found(catalogued: World) -> None:
    """Neither its verdict nor whether it exists (R-ALL-2)."""
    far = _family(catalogued, region=V3)
    for look in ("assess", "questions"):
        with pytest.raises(slrt.NotFound):
            getattr(catalogued.at("sari"), look)(far, **WHY)
    with pytest.raises(slrt.NotFound):
        catalogued.at("sari").put_assessment_on_record(far)


def test_lists_and_counts_hold_only_what_is_in_sight(catalogued: World) -> None:
    """Two villages, one of them out of the facilitator's sight; the manager sees both."""
    near, far = _family(catalogued, pregnant=True), _family(catalogued, region=V3, pregnant=True)
    _family(catalogued)
    seen = catalogued.at("sari").eligible("PKH", **WHY)
    assert ([line.household for line in seen.eligible], seen.refused) == ([near], 1)
    assert catalogued.at("sari").eligible("PKH", region=V3, **WHY).eligible == ()
    assert {line.household for line in catalogued.at("maya").eligible("PKH", **WHY).eligible} == {near, far}
    assert catalogued.at("dewi").eligible("PKH", **WHY).eligible == ()


def test_the_poorest_come_first_and_unknown_deciles_last(catalogued: World) -> None:
    third = _family(catalogued, household={"decile": 4}, pregnant=True)
    first = _family(catalogued, household={"decile": 1}, pregnant=True, disability="sight")
    second = _family(catalogued, pregnant=True, occupation="farmer")
    ranked = catalogued.at("maya").eligible("PKH", **WHY)
    assert [line.household for line in ranked.eligible] == [first, second, third]
    assert ranked.quota is None


def test_the_two_lists(catalogued: World) -> None:
    """Who should have PKH and has not, who may have it already, and who has it and should not (R-PRG-7)."""
    should = _family(catalogued, household={"participation:PKH": "none"}, pregnant=True)
    perhaps = _family(catalogued, pregnant=True, occupation="farmer")
    wrongly = _family(catalogued, household={"participation:PKH": "active"}, occupation="fisher")
    _family(catalogued, household={"participation:PKH": "active"}, pregnant=True, occupation="trader")
    found = catalogued.at("maya").gaps("PKH", **WHY)
    lists = [[line.household for line in lines] for lines in (found.should, found.perhaps, found.should_not)]
    assert lists == [[should], [perhaps], [wrongly]]


def test_a_lower_bound_takes_away_and_saves(catalogued: World) -> None:
    """What decile 1 alone would do: two lose it, one stays, one is not known; nothing is entered by asking."""
    _family(catalogued, household={"decile": 1}, pregnant=True, pregnancy_number=1)
    _family(catalogued, household={"decile": 2}, pregnant=True, pregnancy_number=1, occupation="farmer")
    _family(catalogued, household={"decile": 4}, pregnant=True, pregnancy_number=1, occupation="fisher")
    _family(catalogued, household={"decile": 1}, pregnant=None, occupation="trader")
    now = catalogued.at("maya").program("PKH")
    parameters = tuple(
        attrs.evolve(one, values=tuple(attrs.evolve(value, value=1) for value in one.values))
        if one.name == "pkh.decile_max"
        else one
        for one in now.parameters
    )
    found = catalogued.at("maya").simulate(attrs.evolve(now, parameters=parameters), **WHY)
    assert (found.units, found.before, found.after, found.gained, found.lost, found.unknown) == (4, 3, 1, 0, 2, 1)
    assert found.cost_before[0] == 9_000_000
    assert found.cost_after[0] == 3_000_000
    assert catalogued.at("maya").program("PKH") == now


def test_what_is_on_record_can_be_found_again(catalogued: World) -> None:
    """Years later, after the criteria were taken out of force: the same verdict, from the same rules."""
    household = _family(catalogued, pregnant=True)
    kept = catalogued.at("sari").put_assessment_on_record(household, programs=["PKH", "SEMBAKO"])
    assert {(o.program, o.verdict) for o in kept.outcomes} == {("PKH", Verdict.YES), ("SEMBAKO", Verdict.YES)}
    catalogued.go_to(date(2027, 3, 1))
    changed = attrs.evolve(catalogued.at("maya").program("PKH"), valid_from=date(2026, 1, 1), criteria=None)
    catalogued.desk.load_programs([changed], "pusat")
    again, found = catalogued.at("sari").repeat(kept.id, purpose="pemeriksaan")
    assert again == kept
    assert tuple(KeptVerdict.of(one) for one in found) == kept.outcomes


def test_too_many_to_read_one_by_one(catalogued: World) -> None:
    """No part of a list is given for the whole."""
    _family(catalogued)
    _family(catalogued, occupation="farmer")
    if isinstance(catalogued, _Noted):
        assert catalogued.at("maya").eligible("PKH", rows=0, **WHY).refused == 2
        return
    with pytest.raises(CannotPushDown):
        catalogued.at("maya").eligible("PKH", rows=1, **WHY)


def test_a_criterion_that_does_not_fit_never_loads(catalogued: World) -> None:
    """The place in the program, the column, and a near name are told; nothing is entered."""
    pkh = catalogued.at("maya").program("PKH")
    assert pkh.criteria is not None
    listed, *others = pkh.criteria.all
    wrong = attrs.evolve(listed, text="household.desile <= 4")
    bad = attrs.evolve(pkh, criteria=attrs.evolve(pkh.criteria, all=(wrong, *others)))
    with pytest.raises(slrt.Invalid) as error:
        catalogued.desk.load_programs([bad], "pusat")
    assert [(r.path, r.code) for r in error.value.reasons] == [("PKH:criteria.listed:1:11", "variable-unknown")]
    assert "decile" in error.value.reasons[0].text.en
    assert catalogued.at("maya").program("PKH") == pkh


def test_every_look_is_on_record(catalogued: World) -> None:
    household = _family(catalogued)
    catalogued.at("sari").assess(household, programs=["PKH"], purpose="kunjungan")
    catalogued.at("sari").eligible("PKH", purpose="rencana")
    looks = {(look.subject, look.purpose) for look in catalogued.desk.looks(officer="sari")}
    assert looks == {(f"household/{household}", "kunjungan"), ("program/PKH", "rencana")}

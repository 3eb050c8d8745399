"""Who is eligible, as officers meet it: reasons, questions, lists, what is on record (R-PRG-3, R-PRG-7, R-MON-3)."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest.mock import patch

import attrs
import pytest

import slrt_core as slrt
from slrt_core.desk.work import Work
from slrt_core.model.determinations import KeptVerdict, Verdict
from slrt_core.model.events import ProgramEntered
from slrt_core.model.officers import Actor
from slrt_core.model.programs import ProgramVersion
from slrt_core.rules.criteria import CannotPushDown
from slrt_core.rules.eligibility import Simulation
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


def test_who_may_be_entitled_costs_nothing_for_certain(catalogued: World) -> None:
    """Nobody knows her decile: what she would surely get is in the most that it may come to, not in the least."""
    expecting = person(nik=nik(), facts={"pregnant": True, "pregnancy_number": 1})
    catalogued.desk.load_households([form(V1, expecting, id="h-1", facts={"central_status": "listed"})], "list")
    found = catalogued.at("maya").simulate(catalogued.at("maya").program("PKH"), **WHY)
    assert (found.before, found.unknown) == (0, 1)
    assert found.cost_before == found.cost_after
    assert found.cost_before[0] == 0
    assert found.cost_before[1] >= 3_000_000


def test_what_is_on_record_can_be_found_again(catalogued: World) -> None:
    """Years later, after the criteria were taken out of force: the same verdict, from the same rules."""
    household = _family(catalogued, pregnant=True)
    kept = catalogued.at("sari").put_assessment_on_record(household, programs=["PKH", "SEMBAKO"])
    assert {(o.program, o.verdict) for o in kept.outcomes} == {("PKH", Verdict.YES), ("SEMBAKO", Verdict.YES)}
    catalogued.go_to(date(2027, 3, 1))
    changed = attrs.evolve(catalogued.at("maya").program("PKH"), valid_from=date(2026, 1, 1), criteria=None)
    catalogued.desk.load_programs([changed], "pusat")
    again = catalogued.at("sari").repeat(kept.id, purpose="pemeriksaan")
    assert (again.assessment, again.same) == (kept, True)
    assert tuple(KeptVerdict.of(one) for one in again.determinations) == kept.outcomes


def test_too_many_to_read_one_by_one(catalogued: World) -> None:
    """No part of a list is given for the whole."""
    _family(catalogued)
    _family(catalogued, occupation="farmer")

    def simulate(code: str, **more: Any) -> Simulation:
        return catalogued.at("maya").simulate(catalogued.at("maya").program(code), **more)

    if isinstance(catalogued, _Noted):
        assert catalogued.at("maya").eligible("PKH", rows=0, **WHY).refused == 2
        assert simulate("PKH", rows=0, **WHY).units == 2
        return
    for look in (catalogued.at("maya").eligible, catalogued.at("maya").gaps, simulate):
        with pytest.raises(CannotPushDown):
            look("PKH", rows=1, **WHY)


def test_a_criterion_that_does_not_fit_never_loads(catalogued: World) -> None:
    """The place in the program, the column, and a near name are told; nothing is entered."""
    pkh = catalogued.at("maya").program("PKH")
    assert pkh.criteria is not None
    listed, *others = pkh.criteria.all
    wrong = attrs.evolve(listed, text="household.desile <= 4")
    bad = attrs.evolve(pkh, criteria=attrs.evolve(pkh.criteria, all=(wrong, *others)))
    with pytest.raises(slrt.Invalid) as error:
        catalogued.desk.load_programs([bad], "pusat")
    assert [(r.path, r.code) for r in error.value.reasons] == [("PKH:criteria.listed:1:1", "variable-unknown")]
    assert "decile" in error.value.reasons[0].text.en
    assert catalogued.at("maya").program("PKH") == pkh


def test_every_look_is_on_record(catalogued: World) -> None:
    household = _family(catalogued)
    catalogued.at("sari").assess(household, programs=["PKH"], purpose="kunjungan")
    catalogued.at("sari").eligible("PKH", purpose="rencana")
    looks = {(look.subject, look.purpose) for look in catalogued.desk.looks(officer="sari")}
    assert looks == {(f"household/{household}", "kunjungan"), ("program/PKH", "rencana")}


def test_only_the_head_was_written_down(catalogued: World) -> None:
    """A visit's form that does not say whether everybody is on it leaves open who else lives there."""
    head = person(nik=nik(), facts={
        "pregnant": False, "breastfeeding": False, "school_level": "left", "education": "senior_secondary",
        "disability": "none", "severe_disability": False,
    })  # fmt: skip
    one, two = (
        catalogued.at("sari").record_household(form(V1, head, facts=said)).id
        for said in ({}, {"roster_complete": True})
    )
    (open_, closed) = (catalogued.at("sari").assess(home, programs=["BANPANG", "PKH"], **WHY) for home in (one, two))
    components = [
        next(part for part in found[-1].finding.walk() if part.id == "component").verdict for found in (open_, closed)
    ]
    assert components == [Verdict.UNKNOWN, Verdict.NO]


def test_what_does_not_apply_is_not_asked(catalogued: World) -> None:
    """A man is not pregnant, and nobody need ask him."""
    found = _pkh(catalogued, _family(catalogued, sex="male", pregnant=None, breastfeeding=None))
    assert (found.verdict, found.missing) == (Verdict.NO, ())


def test_years_later_one_program_without_a_figure_does_not_stop_the_others(catalogued: World) -> None:
    """Nobody has entered the minimum wage of that year: its clause is unknown, and all else goes on."""
    household = _family(catalogued, pregnant=True)
    catalogued.go_to(date(2031, 5, 2))
    found = {one.program: one.verdict for one in catalogued.at("sari").assess(household, **WHY)}
    assert found["PKH"] is Verdict.YES
    assert "BSPS" in found


def test_verdicts_do_not_depend_on_what_else_is_asked(catalogued: World) -> None:
    """ASLUT looks at the family's PKH, whether PKH is assessed with it or not."""
    household = _family(catalogued, household={"participation:PKH": "active"}, occupation="fisher")
    day = slrt.AsOf(date(2026, 1, 5))
    alone = catalogued.at("sari").assess(household, programs=["BLT-DD"], as_of=day, **WHY)
    beside = catalogued.at("sari").assess(household, as_of=day, **WHY)
    assert alone == tuple(one for one in beside if one.program == "BLT-DD")


def test_nobody_puts_their_own_household_on_record(catalogued: World) -> None:
    """R-APP-5: also not as a mere assessment."""
    household = _family(catalogued)
    catalogued.moves_in("sari", household)
    with pytest.raises(slrt.Refused) as error:
        catalogued.at("sari").put_assessment_on_record(household)
    assert error.value.codes == ("apart-household",)


def test_a_quota_is_only_applied_to_all_whose_it_is(catalogued: World) -> None:
    """Who sees a part of those who compete for it is not told who is within."""
    first, second = (
        _family(catalogued, household={"decile": decile}, pregnant=True, occupation=job)
        for decile, job in ((1, "none"), (3, "farmer"))
    )
    pkh = catalogued.at("maya").program("PKH")
    assert pkh.quota is not None
    value = attrs.evolve(pkh.parameters[0].values[0], value=1, at="61.12", valid_from=date(2025, 1, 1))
    quota = attrs.evolve(pkh.parameters[0], name="pkh.quota", values=(value,))
    limited = attrs.evolve(pkh, quota=attrs.evolve(pkh.quota, size="pkh.quota"), parameters=(*pkh.parameters, quota))
    catalogued.desk.load_programs([limited], "pusat")
    whole = catalogued.at("maya").eligible("PKH", region="61.12", **WHY)
    assert [(line.household, line.within) for line in whole.eligible] == [(first, True), (second, False)]
    for officer, region in (("maya", V1), ("maya", ""), ("sari", "61.12")):
        part = catalogued.at(officer).eligible("PKH", region=region, **WHY)
        assert {line.within for line in part.eligible} == {None}


def test_an_older_version_can_be_approved_again(catalogued: World) -> None:
    """What was approved last counts; what it replaced comes back when it is entered and approved anew (R-PRG-2)."""
    first = catalogued.at("maya").program("PKH")
    assert first.criteria is not None
    second = attrs.evolve(first, benefit=slrt.Text("lain", "another"))
    catalogued.desk.load_programs([second], "pusat")
    assert catalogued.at("maya").program("PKH") == second
    assert catalogued.desk.load_programs([first], "pusat").count == 1
    assert catalogued.at("maya").program("PKH") == first
    assert catalogued.desk.load_programs([first], "pusat").count == 0


def test_the_programs_are_read_once(catalogued: World) -> None:
    """However many programs there are, and whichever are compared."""
    household, pkh = _family(catalogued, pregnant=True), catalogued.at("maya").program("PKH")
    for look in (
        lambda: catalogued.at("maya").assess(household, **WHY),
        lambda: catalogued.at("maya").simulate(pkh, **WHY),
    ):
        with patch.object(Work, "all", autospec=True, side_effect=Work.all) as scans:
            look()
        assert [call.args[1] for call in scans.call_args_list].count("program") == 1


def test_what_a_transaction_enters_it_reads(catalogued: World) -> None:
    """Also if it has read the programs before."""
    pkh = catalogued.at("maya").program("PKH")
    with catalogued.desk.work(write=True) as work:
        before = work.programs
        record = work.program_record("BARU").entered(
            ProgramVersion(program=pkh, digest="d", entered_by="p", entered_at=work.moment.at)
        )
        actor = Actor(officer="maya", post="manager", person="p")
        work.put_program(record, ProgramEntered(program=pkh, digest="d", at=work.moment.at, actor=actor))
        assert set(work.programs) == {*before, record}


def test_a_change_for_another_unit_is_not_compared(catalogued: World) -> None:
    pkh = catalogued.at("maya").program("PKH")
    with pytest.raises(slrt.Invalid) as error:
        catalogued.at("maya").simulate(attrs.evolve(pkh, unit=slrt.UnitKind.HOUSEHOLD), **WHY)
    assert error.value.codes == ("program-unit",)


def test_an_erased_household_is_not_assessed_again(catalogued: World) -> None:
    household = _family(catalogued, pregnant=True)
    kept = catalogued.at("sari").put_assessment_on_record(household, programs=["PKH"])
    catalogued.desk.erase(household)
    for look in (lambda: _pkh(catalogued, household), lambda: catalogued.at("sari").repeat(kept, purpose="x")):
        with pytest.raises(slrt.NotFound):
            look()


def test_a_verdict_is_no_truth_of_python() -> None:
    """`if verdict:` would take no and unknown for yes."""
    with pytest.raises(TypeError):
        bool(Verdict.NO)

"""What becomes of each open case when its household dies out, moves, splits or merges (R-REG-4, own)."""

from collections.abc import Callable
from datetime import date
from itertools import product

import attrs
import pytest

import slrt_core as slrt
from slrt_core.errors import NotFound, Refused
from slrt_core.model.cases import Outcome, Way
from slrt_core.model.contents import CaseKind, Content
from slrt_core.model.officers import SYSTEM
from slrt_core.rules.process import BEFALLING, Home, Scene
from slrt_core.rules.rulebook import load_rulebook
from tests.acceptance.helpers import V1, V3, World, a_complaint, a_need, nik, person
from tests.homes.helpers import TODAY, befall, home, last, new_world, recommended, recorded, seen

LATER = date(2026, 2, 2)
Open = Callable[[World, str], slrt.CaseResult]


@pytest.fixture
def world() -> World:
    """A district with people in every post."""
    return new_world()


def alone(world: World) -> str:
    """A household of one woman of whom everybody knows that she lives alone."""
    return home(world, (person("Siti", nik=nik()),), roster_complete=True)


def accepted(world: World, at: str) -> slrt.CaseResult:
    """A need on which its receiver works already."""
    return world.do("dewi", "accept", world.do("maya", "refer", endorsed(world, at)))


def endorsed(world: World, at: str, *items: Content) -> slrt.CaseResult:
    """A case that waits for the manager."""
    return world.do("budi", "endorse", world.submitted(*(items or (a_need(),)), household=at))


NEEDS: dict[str, Open] = {
    "recorded": lambda w, at: w.opened(a_need(), household=at),
    "review": lambda w, at: w.submitted(a_need(), household=at),
    "returned": lambda w, at: w.do("budi", "return", w.submitted(a_need(), household=at), reason="incomplete"),
    "recommendation": endorsed,
    "referred": lambda w, at: w.do("maya", "refer", endorsed(w, at)),
    "accepted": accepted,
    "village_referral": lambda w, at: w.do("sari", "refer_village", w.opened(a_need(), household=at)),
    "registered": lambda w, at: w.at_front(a_need(), household=at),
    "analysis": lambda w, at: w.do("fifi", "pass_on", w.at_front(a_need(), household=at)),
    "back_office": lambda w, at: w.at_back(a_need(), household=at),
    "approval": lambda w, at: w.do("bagus", "request_approval", w.at_back(a_need(), household=at)),
}
ADDITIONS: dict[str, Open] = {
    "review": lambda w, at: w.submitted(slrt.Addition(worthy=True), household=at),
    "survey": lambda w, at: w.do("maya", "recommend", endorsed(w, at, slrt.Addition(worthy=True))),
    "verification": lambda w, at: w.do(
        "sinta",
        "record_survey",
        ADDITIONS["survey"](w, at),
        content=slrt.Addition(worthy=True, survey=slrt.Survey(found=True, worthy=True, on=w.today)),
    ),
    "verified": lambda w, at: w.do("budi", "verify", ADDITIONS["verification"](w, at)),
    "referred": lambda w, at: w.do("maya", "refer", ADDITIONS["verified"](w, at)),
}
OTHERS: dict[str, Open] = {
    "complaint": lambda w, at: w.do("maya", "refer", endorsed(w, at, a_complaint())),
    "problem": lambda w, at: w.opened(slrt.Problem(text="atap bocor"), household=at),
    "change": lambda w, at: w.submitted(
        slrt.Change(changes=[slrt.FieldChange(unit=at, variable="address", new="Gang Melati")]), household=at
    ),
}


# ------------------------------------------------------------------------------------------------ nothing is left open


@pytest.mark.parametrize("options", [{}, {"after_supervisor": "secretariat", "puskesos_supervised": "yes"}], ids=str)
def test_every_case_in_every_state_that_it_can_reach_has_a_row_for_what_befalls_it(options: dict[str, str]) -> None:
    book = load_rulebook(None, options)
    befalls = {
        "household_moved": set(CaseKind),
        "household_left": set(CaseKind),
        "unit_died": set(CaseKind),
        "household_split": set(CaseKind),
        "household_merged": set(CaseKind),
        "household_doubled": {CaseKind.NEED, CaseKind.ADDITION},
    }
    assert set(befalls) == BEFALLING
    for kind, way in product(CaseKind, Way):
        reached, open_ = set(), [book.ways[way].initial] if kind in book.ways[way].kinds else []
        while open_:
            state = open_.pop()
            if state in reached:
                continue
            reached.add(state)
            open_ += [row.after for row in book.rows_at(kind, way, state)]
        for state, (command, kinds) in product(reached - {"decided", "closed"}, befalls.items()):
            fits = [row for row in book.rows_at(kind, way, state) if row.command == command]
            assert len(fits) == (kind in kinds), (kind, way, state, command)


def test_nobody_gives_these_steps(world: World) -> None:
    case = world.opened(a_need())
    for command in sorted(BEFALLING):
        for actor in (world.at("sari").actor, SYSTEM):
            with pytest.raises(Refused) as refused:
                world.desk.perform(slrt.model.Move(case=case.id, command=command), actor)
            assert refused.value.codes
        assert world.case(case).acts == ()


def test_the_steps_can_be_played_without_a_desk(world: World) -> None:
    case = world.case(world.submitted(a_need()))
    with world.desk.work() as work:
        scene = Scene(setting=work.setting)
    move = slrt.model.Move(case=case.id, command="household_moved")
    assert [reason.code for reason in scene.decide(case, move, SYSTEM).reasons] == ["need-befallen"]
    home_now = Home(household=case.household, region=V3, homes=(), about="case-of-the-move")
    decision = attrs.evolve(scene, home=home_now).decide(case, move, SYSTEM)
    moved = scene.after(case, decision.events)
    assert (moved.region, moved.state, moved.acts[-1].about) == (V3, "review", "case-of-the-move")


# ------------------------------------------------------------------------------------------------ death


@pytest.mark.parametrize("state", NEEDS)
def test_a_need_lapses_when_nobody_is_left(world: World, state: str) -> None:
    at = alone(world)
    case = NEEDS[state](world, at)
    death = befall(world, at, slrt.Death(person=seen(world, at).members[0].id, on=TODAY))
    after = world.case(case)
    assert (after.state, after.outcome) == ("decided", Outcome.LAPSED)
    assert last(world, case) == ("unit_died", "decided", "system")
    assert after.acts[-1].about == death.id
    assert after.acts[-1].reason == "moved-or-died"
    if after.referral is not None:
        assert (after.referral.state, after.referral.reason) == ("cancelled", "moved-or-died")
    cancelled = [to for to, purpose in world.told(case) if purpose == "cancelled"]
    sent = state in {"referred", "accepted", "village_referral"}
    assert cancelled == (["village_body" if state == "village_referral" else "program_manager"] if sent else [])
    # Nobody is left who could be told, and there is no next of kin: no vain attempts.
    by = "bagus" if state in {"registered", "analysis", "back_office", "approval"} else "sari"
    assert world.do(by, "close", case).state == "closed"
    world.assert_whole()


@pytest.mark.parametrize("state", ADDITIONS)
def test_an_addition_lapses_when_nobody_is_left(world: World, state: str) -> None:
    at = alone(world)
    case = ADDITIONS[state](world, at)
    befall(world, at, slrt.Death(person=seen(world, at).members[0].id, on=TODAY))
    assert (world.case(case).state, world.case(case).outcome) == ("decided", Outcome.LAPSED)
    assert seen(world, at).central_status == "unlisted"
    world.assert_whole()


def test_a_participation_lapses_when_nobody_is_left(world: World) -> None:
    at = alone(world)
    case = recorded(world, at, slrt.Participation(program="PKH"))
    befall(world, at, slrt.Death(person=seen(world, at).members[0].id, on=TODAY))
    assert (world.case(case).state, world.case(case).outcome) == ("decided", Outcome.LAPSED)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_others_answer_for_goes_on_when_nobody_is_left(world: World, kind: str) -> None:
    at = alone(world)
    case = OTHERS[kind](world, at)
    before = world.case(case)
    befall(world, at, slrt.Death(person=seen(world, at).members[0].id, on=TODAY))
    after = world.case(case)
    assert (after.state, after.outcome, after.due) == (before.state, Outcome.NONE, before.due)
    assert last(world, case)[0] == "unit_died"
    assert (("program_manager", "household-changed") in world.told(case)) == (kind == "complaint")


def test_an_enquiry_lapses_when_nobody_is_left(world: World) -> None:
    at = alone(world)
    case = world.at_front(slrt.Enquiry(text="kapan BLT?"), household=at)
    befall(world, at, slrt.Death(person=seen(world, at).members[0].id, on=TODAY))
    assert world.case(case).outcome == Outcome.LAPSED


def test_the_next_of_kin_is_told_where_there_is_one(world: World) -> None:
    at = alone(world)
    case = world.submitted(a_need(), household=at)
    death = slrt.Death(person=seen(world, at).members[0].id, on=TODAY, kin="Bu Wati, kakak, RT 3")
    befall(world, at, death)
    with pytest.raises(Refused) as refused:
        world.do("sari", "close", case)
    assert "need-feedback" in refused.value.codes
    assert world.closed(case).state == "closed"


def test_only_what_is_about_the_dead_ends_while_others_live(world: World) -> None:
    at = home(world)
    mother, child = seen(world, at).members
    about_child = world.submitted(slrt.Need(program="BEASISWA", unit=child.id), household=at)
    about_all = world.submitted(a_need(), household=at)
    befall(world, at, slrt.Death(person=child.id, on=TODAY))
    assert world.case(about_child).outcome == Outcome.LAPSED
    assert world.case(about_all).state == "review"
    assert len(world.case(about_all).acts) == 1
    with pytest.raises(Refused):
        world.do("sari", "close", about_child)  # the mother is to be told
    assert mother.id != child.id


def test_a_case_that_lapsed_is_reopened_only_when_the_death_was_none(world: World) -> None:
    at = alone(world)
    (only,) = seen(world, at).members
    case = world.submitted(a_need(), household=at)
    befall(world, at, slrt.Death(person=only.id, on=TODAY))
    world.do("sari", "close", case)
    with pytest.raises(Refused) as refused:
        world.do("sari", "reopen", case, note="keluarga meminta")
    assert "need-gone" in refused.value.codes
    alive = slrt.FieldChange(unit=only.id, variable="deceased", new=False, valid_from=TODAY)
    befall(world, at, slrt.Change(changes=[alive]))
    assert world.do("sari", "reopen", case, note="beliau masih hidup").state == "review"


# ------------------------------------------------------------------------------------------------ move


@pytest.mark.parametrize("state", NEEDS)
def test_a_need_goes_along_to_the_new_village(world: World, state: str) -> None:
    at = home(world)
    case = NEEDS[state](world, at)
    before = world.case(case)
    moved = befall(world, at, slrt.Relocation(to=V3, on=TODAY))
    after = world.case(case)
    assert (after.region, after.household, after.outcome) == (V3, at, Outcome.NONE)
    assert after.state == ("recorded" if state == "village_referral" else before.state)
    assert after.acts[-1].about == moved.id
    # The new village's officers have it in sight, those of the former village have not.
    assert world.at("wati").case(case.id).id == case.id
    with pytest.raises(NotFound):
        world.at("sinta").case(case.id)
    if state == "review":
        world.assert_waits(case, "bella", to="endorse")
    if state == "village_referral":
        assert after.referral is not None
        assert after.referral.state == "cancelled"
        assert "wati" in world.waiting(case)
    if state in {"referred", "accepted"}:
        assert ("program_manager", "household-changed") in world.told(case)
        assert "dewi" in world.waiting(case)
    world.assert_whole()


@pytest.mark.parametrize("state", ADDITIONS)
def test_an_addition_goes_along_to_the_new_village(world: World, state: str) -> None:
    at = home(world)
    case = ADDITIONS[state](world, at)
    befall(world, at, slrt.Relocation(to=V3, on=TODAY))
    assert (world.case(case).region, world.case(case).state) == (V3, state)
    if state == "survey":
        world.assert_waits(case, "wati", to="record_survey")


def test_a_complaint_stays_with_the_place_that_it_is_about(world: World) -> None:
    at = home(world)
    case = OTHERS["complaint"](world, at)
    befall(world, at, slrt.Relocation(to=V3, on=TODAY))
    assert (world.case(case).region, world.case(case).state) == (V1, "referred")
    assert last(world, case)[0] == "household_moved"
    assert ("program_manager", "household-changed") in world.told(case)


def test_a_closed_case_goes_along_as_long_as_it_can_be_objected_to(world: World) -> None:
    at = home(world)
    old = world.closed(world.rejected(household=at))
    world.go_to(date(2026, 3, 2))
    fresh = world.closed(world.rejected(household=at))
    befall(world, at, slrt.Relocation(to=V3, on=date(2026, 3, 2)))
    assert (world.case(old).region, world.case(fresh).region) == (V1, V3)
    assert world.do("wati", "object", fresh, note="tidak setuju").state == "review"


@pytest.mark.parametrize(
    "opens",
    [
        *(pytest.param(opens, id=f"need-{state}") for state, opens in NEEDS.items()),
        *(pytest.param(opens, id=f"addition-{state}") for state, opens in ADDITIONS.items()),
    ],
)
def test_needs_and_additions_end_when_the_household_leaves_the_district(world: World, opens: Open) -> None:
    at = home(world)
    case = opens(world, at)
    befall(world, at, slrt.Relocation(away=True, on=TODAY))
    assert (world.case(case).state, world.case(case).outcome) == ("decided", Outcome.LAPSED)
    assert ("facilitator", "informed") in world.told(case)
    with pytest.raises(Refused):
        world.do("sari", "close", case)
    assert world.do("sari", "inform", case, note="gugur karena pindah", channel="phone").state == "decided"


@pytest.mark.parametrize("kind", OTHERS)
def test_the_rest_goes_on_when_the_household_leaves_the_district(world: World, kind: str) -> None:
    at = home(world)
    case = OTHERS[kind](world, at)
    before = world.case(case)
    befall(world, at, slrt.Relocation(away=True, on=TODAY))
    assert (world.case(case).state, world.case(case).region) == (before.state, V1)
    assert last(world, case)[0] == "household_left"


def test_a_change_that_was_sent_already_goes_on_to_the_end(world: World) -> None:
    at = home(world)
    case = befall(world, at, slrt.Relocation(to=V3, on=TODAY))
    assert (world.case(case).state, world.case(case).region) == ("referred", V3)
    done = world.do("ratna", "complete", world.do("ratna", "accept", case), result="sudah")
    assert world.closed(done, by="wati").state == "closed"


# ------------------------------------------------------------------------------------------------ split


def split(world: World, region: str = "") -> tuple[str, str, dict[str, slrt.CaseResult]]:
    """A household from which a daughter goes, with a case about each of them, and one about all."""
    at = home(world, (person("Siti", nik=nik()), person("Dina", nik=nik(date(2000, 2, 2)), head=False)))
    mother, daughter = seen(world, at).members
    cases = {
        "mother": world.submitted(slrt.Need(program="SEMBAKO", unit=mother.id), household=at),
        "daughter": world.submitted(slrt.Need(program="BEASISWA", unit=daughter.id), household=at),
        "phone": world.submitted(
            slrt.Change(changes=[slrt.FieldChange(unit=daughter.id, variable="relation", new="spouse")]), household=at
        ),
        "all": world.submitted(slrt.Addition(worthy=True), household=at),
        "complaint": world.submitted(a_complaint(), household=at),
    }
    befall(world, at, slrt.Split(members=[daughter.id], on=TODAY, region=region))
    (new,) = seen(world, at).parted
    return at, new, cases


def test_after_a_split_a_case_follows_whom_it_is_about(world: World) -> None:
    at, new, cases = split(world)
    whose = {name: world.case(case).household for name, case in cases.items()}
    assert whose == {"mother": at, "daughter": new, "phone": new, "all": at, "complaint": at}
    assert all(world.case(case).region == V1 for case in cases.values())
    assert {last(world, case)[0] for case in cases.values()} == {"household_split"}
    recommended(world, cases["phone"])
    assert seen(world, new).members[0]["relation"] == "spouse"
    assert world.at("sari").record_visit(new, [slrt.Addition(worthy=True)]).cases
    with pytest.raises(Refused) as refused:
        world.opened(slrt.Addition(worthy=True), household=at)
    assert "addition-open" in refused.value.codes
    world.assert_whole()


def test_after_a_split_into_another_village_its_cases_are_there(world: World) -> None:
    at, new, cases = split(world, region=V3)
    assert (world.case(cases["daughter"]).household, world.case(cases["daughter"]).region) == (new, V3)
    assert (world.case(cases["mother"]).household, world.case(cases["mother"]).region) == (at, V1)
    assert [act.command for act in world.case(cases["daughter"]).acts[-2:]] == ["household_split", "household_moved"]
    world.assert_waits(cases["daughter"], "bella", to="endorse")


# ------------------------------------------------------------------------------------------------ merger


def test_after_a_merger_cases_go_on_with_the_household_that_remains(world: World) -> None:
    one, two = home(world), home(world)
    cases = [world.submitted(item, household=two) for item in (a_need(), a_complaint(), slrt.Addition(worthy=True))]
    theirs = world.submitted(a_need("RUTILAHU"), household=one)
    befall(world, two, slrt.Merger(into=one, on=TODAY))
    for case in (*cases, theirs):
        assert (world.case(case).household, world.case(case).state) == (one, "review")
        assert two in world.case(case).homes
    with world.desk.work() as work:
        assert [work.tx.owner("addition", at) for at in (one, two)] == [cases[2].id, None]
    with pytest.raises(Refused):
        world.opened(slrt.Addition(worthy=True), household=one)
    world.assert_whole()


@pytest.mark.parametrize("item", [a_need(), slrt.Addition(worthy=True)], ids=["need", "addition"])
@pytest.mark.parametrize("first", ["remains", "ends"])
def test_of_two_that_ask_for_the_same_the_later_names_the_one_that_goes_on(
    world: World, item: slrt.Need | slrt.Addition, first: str
) -> None:
    one, two = home(world), home(world)
    order = (one, two) if first == "remains" else (two, one)
    earlier = world.submitted(item, household=order[0])
    world.clock.advance(minutes=1)
    later = world.submitted(item, household=order[1])
    befall(world, two, slrt.Merger(into=one, on=TODAY))
    kept, ended = world.case(earlier), world.case(later)
    assert (kept.household, kept.state, kept.outcome) == (one, "review", Outcome.NONE)
    assert (ended.household, ended.state, ended.outcome) == (one, "decided", Outcome.DUPLICATE)
    (doubled,) = [act for act in ended.acts if act.command == "household_doubled"]
    assert (doubled.about, doubled.reason) == (earlier.id, "duplicate")
    closed = world.closed(later)
    with pytest.raises(Refused) as refused:
        world.do("sari", "reopen", closed, note="minta dibuka")
    assert "need-duplicate" in refused.value.codes
    world.do("budi", "endorse", earlier)
    world.assert_whole()


def test_needs_for_different_programs_or_units_both_go_on(world: World) -> None:
    one, two = home(world), home(world)
    family = seen(world, two).families[0].id
    kept = [
        world.submitted(a_need("SEMBAKO"), household=one),
        world.submitted(a_need("RUTILAHU"), household=two),
        world.submitted(slrt.Need(program="SEMBAKO", unit=family), household=two),
    ]
    befall(world, two, slrt.Merger(into=one, on=TODAY))
    assert [world.case(case).state for case in kept] == ["review"] * 3


# ------------------------------------------------------------------------------------------------ kept apart


def test_who_lives_in_either_household_is_kept_apart(world: World) -> None:
    one, two = home(world), home(world)
    before = world.submitted(a_need(), household=two)
    world.moves_in("budi", one)
    world.moves_in("maya", two)
    merger = recorded(world, two, slrt.Merger(into=one, on=TODAY))
    with pytest.raises(Refused) as refused:
        world.do("budi", "endorse", merger)
    assert "apart-household" in refused.value.codes
    recommended(world, merger)  # by bayu and mira, who live elsewhere
    after = world.submitted(a_complaint(), household=one)
    for case in (before, after):
        with pytest.raises(Refused) as refused:
            world.do("budi", "endorse", case)
        assert "apart-household" in refused.value.codes
        world.do("bayu", "endorse", case)
        with pytest.raises(Refused) as refused:
            world.do("maya", "refer", case)
        assert "apart-household" in refused.value.codes
        world.do("mira", "refer", case)


def test_who_lived_in_a_household_before_it_split_is_kept_apart_from_both(world: World) -> None:
    at = home(world, (person("Siti", nik=nik()), person("Dina", head=False)))
    world.moves_in("budi", at)
    daughter = seen(world, at).members[1]
    case = world.submitted(slrt.Need(program="SEMBAKO", unit=daughter.id), household=at)
    befall(world, at, slrt.Split(members=[daughter.id], on=TODAY))
    new = world.case(case).household
    later = world.submitted(a_complaint(), household=new)
    for one in (case, later):
        with pytest.raises(Refused) as refused:
            world.do("budi", "endorse", one)
        assert "apart-household" in refused.value.codes
        world.do("bayu", "endorse", one)
    world.moves_in("bayu", new)
    with pytest.raises(Refused):
        world.do("bayu", "endorse", world.submitted(a_need(), household=new))


def test_nobody_visits_assesses_or_merges_what_became_of_their_own_household(world: World) -> None:
    one, two = home(world), home(world)
    world.moves_in("sari", two)
    world.moves_in("sinta", one)
    with pytest.raises(Refused) as refused:
        world.opened(slrt.Merger(into=one, on=TODAY), household=two, by="sinta")
    assert refused.value.codes == ("apart-household",)
    world.appoint("sekar-2", "facilitator", V1)
    befall(world, two, slrt.Merger(into=one, on=TODAY), by="sekar-2")
    for officer in ("sari", "sinta"):
        with pytest.raises(Refused) as refused:
            world.opened(a_need(), household=one, by=officer)
        assert refused.value.codes == ("apart-household",)
        with pytest.raises(Refused) as refused:
            world.desk.perform(slrt.model.Assess(household=one), world.at(officer).actor)
        assert refused.value.codes == ("apart-household",)
    assert world.opened(a_need(), household=one, by="sekar-2").state == "recorded"
    world.desk.perform(slrt.model.Assess(household=one), world.at("sekar-2").actor)


def test_nobody_records_their_own_people_anew_where_they_live_now(world: World) -> None:
    number = nik()
    one, two = home(world), home(world, (person("Rini", nik=number),))
    world.moves_in("sari", two)
    befall(world, two, slrt.Merger(into=one, on=TODAY), by="sinta")
    with pytest.raises(Refused) as refused:
        home(world, (person("Rini", nik=number),))
    assert "apart-household" in refused.value.codes
    assert home(world, (person("Rini", nik=nik()),))


# ------------------------------------------------------------------------------------------------ the anonymous


def test_an_anonymous_complaint_is_nobodys_and_stays(world: World) -> None:
    at = alone(world)
    sari = world.at("sari")
    visit = sari.record_visit("", [a_complaint(anonymous=True)], region=V1)
    befall(world, at, slrt.Death(person=seen(world, at).members[0].id, on=TODAY))
    assert world.case(visit.cases[0]).acts == ()
    with pytest.raises(slrt.Invalid):
        sari.record_visit("", [slrt.Death(person="p", on=TODAY)], region=V1)


def test_the_timeline_tells_it_in_both_languages(world: World) -> None:
    at = home(world)
    case = world.submitted(a_need(), household=at)
    befall(world, at, slrt.Relocation(to=V3, on=TODAY))
    step = world.at("wati").timeline(case)[-1]
    assert (step.did.id, step.did.en, step.who) == ("rumah tangga pindah", "household moved", "")
    assert step.basis.rule == "R-REG-4"

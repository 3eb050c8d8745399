"""Who acts for another, and who is away (R-APP-5, R-APP-6): each forbidden move with a legal twin, and who steps in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slrt_core as slrt
from slrt_core.desk.codec import decode, encode
from slrt_core.model.commands import RecordLeave
from slrt_core.model.officers import HOST, Actor, Roster
from slrt_core.rules.rulebook import rulebook_from_texts
from slrt_core.testing import small_district
from tests.acceptance.conftest import Build
from tests.acceptance.helpers import (
    DECREE,
    DISTRICT,
    RASAU,
    RIVER,
    V1,
    World,
    a_complaint,
    a_need,
    assert_words,
    assignment,
    form,
    person,
    program,
)

Act = Callable[[], object]

MARCH = date(2026, 3, 31)
FRIDAY, MONDAY, TUESDAY = date(2026, 1, 9), date(2026, 1, 12), date(2026, 1, 13)


def away(w: World, officer: str, first: date = FRIDAY, last: date = MONDAY) -> None:
    w.desk.load_leaves([slrt.Leave(officer=officer, first_day=first, last_day=last, decree=DECREE)])


def deputize(w: World, officer: str, post: str, region: str, whom: str, *, kind: str = "plt", **more: Any) -> None:
    w.appoint(officer, post, region, more.pop("programs", ""), acting=kind, acting_for=whom, valid_until=MARCH, **more)


def from_budi(w: World) -> slrt.CaseResult:
    """A case that a supervisor recorded in a second post, and sent on to the supervisors."""
    w.appoint("budi", "facilitator", V1)
    return w.do("budi", "submit", w.opened(by="budi", post="facilitator"), post="facilitator")


def step(w: World, officer: str, command: str, case: slrt.CaseResult, post: str, **more: Any) -> Act:
    return partial(w.at(officer, post).perform, command, case, **more)


# -------------------------------------------------------------------- what a mandate does not cover


def plh_rejects(w: World, legal: bool) -> Act:
    deputize(w, "sinta", "supervisor", RIVER, "budi", kind="plt" if legal else "plh")
    return step(w, "sinta", "reject", w.submitted(), "supervisor", reason="not-entitled")


def plh_accepts_a_referral(w: World, legal: bool) -> Act:
    deputize(w, "teguh", "program_manager", DISTRICT, "dewi", kind="plt" if legal else "plh", programs="SEMBAKO")
    return step(w, "teguh", "accept", w.referred(), "program_manager")


def plh_approves_a_referral(w: World, legal: bool) -> Act:
    deputize(w, "teguh", "manager", DISTRICT, "maya", kind="plt" if legal else "plh")
    case = w.do("bagus", "request_approval", w.at_back())
    return step(w, "teguh", "approve", case, "manager")


def decree_excludes_a_command(w: World, legal: bool) -> Act:
    deputize(w, "sinta", "supervisor", RIVER, "budi", excludes=("return",) if legal else ("endorse",))
    return step(w, "sinta", "endorse", w.submitted(), "supervisor")


def decree_excludes_a_power(w: World, legal: bool) -> Act:
    deputize(w, "teguh", "administrator", DISTRICT, "ani", excludes=() if legal else ("assign",))
    given = assignment("tono", "supervisor", RIVER)
    return partial(w.at("teguh", "administrator").assign, [], [given])


# -------------------------------------------------------------------- no second pair of eyes


def delegate_of_the_recorder_reviews(w: World, legal: bool) -> Act:
    deputize(w, "sinta", "supervisor", RIVER, "bayu" if legal else "budi")
    return step(w, "sinta", "endorse", from_budi(w), "supervisor")


def delegate_of_who_is_complained_of(w: World, legal: bool) -> Act:
    deputize(w, "sinta", "supervisor", RIVER, "budi")
    case = w.do("sari", "submit", w.opened(a_complaint("officer", "", about="tono" if legal else "budi")))
    return step(w, "sinta", "return", case, "supervisor", reason="incomplete")


def delegate_of_one_who_lives_there(w: World, legal: bool) -> Act:
    deputize(w, "sinta", "supervisor", RIVER, "budi")
    home = w.household()
    w.moves_in("bayu" if legal else "budi", home)
    return step(w, "sinta", "endorse", w.submitted(household=home), "supervisor")


def delegate_of_the_reviewer_recommends(w: World, legal: bool) -> Act:
    w.appoint("budi", "manager", DISTRICT)
    deputize(w, "teguh", "manager", DISTRICT, "budi")
    case = w.do("bayu" if legal else "budi", "endorse", w.submitted(), post="supervisor")
    return step(w, "teguh", "refer", case, "manager")


def delegate_of_the_first_judge_after_an_objection(w: World, legal: bool) -> Act:
    deputize(w, "sinta", "supervisor", RIVER, "bayu" if legal else "budi")
    case = w.do("sari", "object", w.rejected(by="budi"), note="kami tidak setuju")
    return step(w, "sinta", "endorse", case, "supervisor")


def principal_decides_what_the_delegate_recommended(w: World, legal: bool) -> Act:
    w.appoint("maya", "program_manager", DISTRICT, "SEMBAKO")
    deputize(w, "teguh", "manager", DISTRICT, "mira" if legal else "maya")
    case = w.do("teguh", "refer", w.endorsed(), post="manager")
    return step(w, "maya", "accept", case, "program_manager")


def principal_reviews_what_the_delegate_recorded(w: World, legal: bool) -> Act:
    w.appoint("sari", "supervisor", RIVER)
    deputize(w, "teguh", "facilitator", V1, "sinta" if legal else "sari")
    case = w.do("sinta", "submit", w.opened(by="teguh", post="facilitator"))
    return step(w, "sari", "endorse", case, "supervisor")


def delegate_approves_the_program_that_the_principal_entered(w: World, legal: bool) -> Act:
    deputize(w, "teguh", "manager", DISTRICT, "mira" if legal else "maya")
    w.appoint("maya", "administrator", DISTRICT)
    entered = w.at("maya", "administrator").enter_program(program("BARU", slrt.GovernanceLevel.DISTRICT))
    return partial(w.at("teguh", "manager").approve_program, entered)


def acting_administrator_appoints_the_principal(w: World, legal: bool) -> Act:
    deputize(w, "teguh", "administrator", DISTRICT, "ani")
    given = assignment("tono" if legal else "ani", "supervisor", RIVER)
    return partial(w.at("teguh", "administrator").assign, [], [given])


def delegate_settles_what_the_principal_recorded(w: World, legal: bool) -> Act:
    """What is doubtful in a record is not settled by who recorded it, nor in their name."""
    w.appoint("budi", "facilitator", V1)
    deputize(w, "sinta", "supervisor", RIVER, "bayu" if legal else "budi")
    w.at("budi", "facilitator").record_household(form(V1, person(nik="6112")))
    item = w.at("sinta", "supervisor").follow_ups()[0]
    return partial(w.at("sinta", "supervisor").settle_follow_up, item, "kartunya sudah dilihat")


# -------------------------------------------------------------------- mandates that cannot be


def mandate_passed_on(w: World, legal: bool) -> Act:
    deputize(w, "sinta", "supervisor", RIVER, "budi")
    return partial(deputize, w, "tono", "supervisor", RIVER, "budi" if legal else "sinta")


def mandate_for_oneself(w: World, legal: bool) -> Act:
    w.appoint("budi2", "technical_assistant", DISTRICT, person="" if legal else "budi")
    return partial(deputize, w, "budi2", "supervisor", RIVER, "budi")


def mandate_that_excludes_what_is_no_command(w: World, legal: bool) -> Act:
    return partial(deputize, w, "sinta", "supervisor", RIVER, "budi", excludes=("reject",) if legal else ("rejekt",))


def plh_of_nobody(w: World, legal: bool) -> Act:
    return partial(deputize, w, "sinta", "supervisor", RIVER, "", kind="plt" if legal else "plh")


def mandate_of_no_kind(w: World, legal: bool) -> Act:
    return partial(deputize, w, "sinta", "supervisor", RIVER, "budi", kind="plh" if legal else "pjs")


def exclusion_without_a_mandate(w: World, legal: bool) -> Act:
    more: dict[str, Any] = {"acting_for": "budi", "valid_until": MARCH} if legal else {}
    return partial(w.appoint, "sinta", "supervisor", RIVER, excludes=("reject",), **more)


# -------------------------------------------------------------------- leave


def judged_on_leave(w: World, legal: bool) -> Act:
    away(w, "bayu" if legal else "budi")
    case = w.submitted()
    w.go_to(MONDAY)
    return step(w, "budi", "endorse", case, "supervisor")


def judged_on_the_first_day_of_leave(w: World, legal: bool) -> Act:
    away(w, "budi")
    case = w.submitted()
    w.go_to(date(2026, 1, 8) if legal else FRIDAY)
    return step(w, "budi", "endorse", case, "supervisor")


def judged_on_the_last_day_of_leave(w: World, legal: bool) -> Act:
    away(w, "budi")
    case = w.submitted()
    w.go_to(TUESDAY if legal else MONDAY)
    return step(w, "budi", "endorse", case, "supervisor")


def judged_by_the_second_account_of_one_on_leave(w: World, legal: bool) -> Act:
    w.appoint("budi2", "supervisor", RIVER, person="" if legal else "budi")
    away(w, "budi")
    case = w.submitted()
    w.go_to(MONDAY)
    return step(w, "budi2", "endorse", case, "supervisor")


def judged_by_a_delegate_on_leave(w: World, legal: bool) -> Act:
    deputize(w, "sinta", "supervisor", RIVER, "budi")
    away(w, "budi" if legal else "sinta")
    case = w.submitted()
    w.go_to(MONDAY)
    return step(w, "sinta", "endorse", case, "supervisor")


def recorded_on_leave(w: World, legal: bool) -> Act:
    away(w, "sinta" if legal else "sari")
    w.go_to(MONDAY)
    return partial(w.at("sari", "facilitator").record_visit, form(), [a_need()])


def stand_in_while_a_colleague_is_there(w: World, legal: bool) -> Act:
    away(w, "budi")
    if legal:
        away(w, "bayu")
    case = w.submitted()
    w.go_to(MONDAY)
    return step(w, "sekar", "endorse", case, "data_section_head")


def leave_recorded_by_who_may_not(w: World, legal: bool) -> Act:
    who = w.at("ani" if legal else "maya")
    return partial(who.record_leave, "budi", FRIDAY, MONDAY, decree=DECREE)


def leave_recorded_for_another_place(w: World, legal: bool) -> Act:
    w.appoint("alia", "administrator", RIVER if legal else RASAU)
    return partial(w.at("alia").record_leave, "budi", FRIDAY, MONDAY, note="surat 7/2026")


def leave_of_nobody_known(w: World, legal: bool) -> Act:
    return partial(w.at("ani").record_leave, "budi" if legal else "siapa", FRIDAY, MONDAY, note="surat 7/2026")


def leave_without_any_ground(w: World, legal: bool) -> Act:
    return partial(w.at("ani").record_leave, "budi", FRIDAY, MONDAY, note="surat 7/2026" if legal else " ")


def leave_that_ends_before_it_begins(w: World, legal: bool) -> Act:
    return partial(w.at("ani").record_leave, "budi", MONDAY, MONDAY if legal else FRIDAY, decree=DECREE)


def leave_with_a_number_of_somebody(w: World, legal: bool) -> Act:
    note = "surat 7/2026" if legal else "NIK 6112014101859001"
    return partial(w.at("ani").record_leave, "budi", FRIDAY, MONDAY, note=note)


def leave_with_a_false_recorder(w: World, legal: bool) -> Act:
    leave = slrt.Leave(
        officer="budi", first_day=FRIDAY, last_day=MONDAY, decree=DECREE, recorded_by="" if legal else "ani"
    )
    return partial(w.desk.perform, RecordLeave(leaves=(leave,)), HOST)


def leave_ended_that_is_none(w: World, legal: bool) -> Act:
    away(w, "budi")
    return partial(w.at("ani").end_leave, "budi", FRIDAY if legal else MONDAY, FRIDAY)


FORBIDDEN: list[tuple[Callable[[World, bool], Act], str, str, type[slrt.SlrtError]]] = [
    (plh_rejects, "mandate-excludes", "R-APP-6", slrt.Refused),
    (plh_accepts_a_referral, "mandate-excludes", "R-APP-6", slrt.Refused),
    (plh_approves_a_referral, "mandate-excludes", "R-APP-6", slrt.Refused),
    (decree_excludes_a_command, "mandate-excludes", "R-APP-6", slrt.Refused),
    (decree_excludes_a_power, "mandate-excludes", "R-APP-6", slrt.Refused),
    (delegate_of_the_recorder_reviews, "apart-mandate", "R-APP-5", slrt.Refused),
    (delegate_of_who_is_complained_of, "apart-mandate", "R-APP-5", slrt.Refused),
    (delegate_of_one_who_lives_there, "apart-mandate", "R-APP-5", slrt.Refused),
    (delegate_of_the_reviewer_recommends, "apart-mandate", "R-APP-5", slrt.Refused),
    (delegate_of_the_first_judge_after_an_objection, "apart-mandate", "R-APP-5", slrt.Refused),
    (principal_decides_what_the_delegate_recommended, "apart-stage", "R-APP-5", slrt.Refused),
    (principal_reviews_what_the_delegate_recorded, "apart-recorded", "R-APP-5", slrt.Refused),
    (delegate_approves_the_program_that_the_principal_entered, "apart-mandate", "R-APP-5", slrt.Refused),
    (delegate_settles_what_the_principal_recorded, "apart-recorded", "R-APP-5", slrt.Refused),
    (acting_administrator_appoints_the_principal, "apart-own-post", "R-APP-5", slrt.Refused),
    (mandate_passed_on, "acting-for-no-holder", "R-APP-6", slrt.Invalid),
    (mandate_for_oneself, "acting-for-oneself", "R-APP-6", slrt.Invalid),
    (mandate_that_excludes_what_is_no_command, "command-unknown", "", slrt.Invalid),
    (plh_of_nobody, "acting-for-nobody", "R-APP-6", slrt.Invalid),
    (mandate_of_no_kind, "acting-kind", "R-APP-6", slrt.Invalid),
    (exclusion_without_a_mandate, "excludes-without-mandate", "R-APP-6", slrt.Invalid),
    (judged_on_leave, "on-leave", "R-APP-6", slrt.Refused),
    (judged_on_the_first_day_of_leave, "on-leave", "R-APP-6", slrt.Refused),
    (judged_on_the_last_day_of_leave, "on-leave", "R-APP-6", slrt.Refused),
    (judged_by_the_second_account_of_one_on_leave, "on-leave", "R-APP-6", slrt.Refused),
    (judged_by_a_delegate_on_leave, "on-leave", "R-APP-6", slrt.Refused),
    (recorded_on_leave, "on-leave", "R-APP-6", slrt.Refused),
    (stand_in_while_a_colleague_is_there, "stand-in", "R-APP-5", slrt.Refused),
    (leave_recorded_by_who_may_not, "may", "R-APP-12", slrt.Refused),
    (leave_recorded_for_another_place, "region", "R-APP-6", slrt.Refused),
    (leave_of_nobody_known, "officer-unknown", "", slrt.Invalid),
    (leave_without_any_ground, "leave-unfounded", "R-APP-6", slrt.Invalid),
    (leave_that_ends_before_it_begins, "leave-dates", "R-APP-6", slrt.Invalid),
    (leave_with_a_number_of_somebody, "identifier-in-text", "R-ALL-2", slrt.Invalid),
    (leave_with_a_false_recorder, "leave-recorded", "", slrt.Invalid),
    (leave_ended_that_is_none, "leave-unknown", "R-APP-6", slrt.Invalid),
]


@pytest.mark.parametrize(
    ("prepare", "code", "rule", "error"), FORBIDDEN, ids=lambda value: getattr(value, "__name__", None)
)
@pytest.mark.parametrize("build", ["memory"], indirect=True)
class TestForbidden:
    def test_refused(
        self, build: Build, prepare: Callable[[World, bool], Act], code: str, rule: str, error: type[slrt.SlrtError]
    ) -> None:
        """Refused with code, rule and words in both languages; nothing has changed."""
        world = build()
        act = prepare(world, False)
        before = world.dump()
        with pytest.raises(error) as refusal:
            act()
        assert_words(refusal.value.reasons)
        assert {reason.basis.rule for reason in refusal.value.reasons if reason.code == code} == {rule}
        assert world.dump() == before

    def test_legal_twin(
        self, build: Build, prepare: Callable[[World, bool], Act], code: str, rule: str, error: type[slrt.SlrtError]
    ) -> None:
        """The same without the forbidden fact is done, and leaves the store whole."""
        world = build()
        before = world.dump()
        prepare(world, True)()
        assert world.dump() != before
        world.assert_whole()


class TestMandates:
    def test_a_plh_keeps_the_work_going(self, build: Build) -> None:
        w = build()
        deputize(w, "teguh", "supervisor", RIVER, "budi", kind="plh")
        w.do("teguh", "endorse", w.submitted(), post="supervisor")
        w.do("teguh", "return", w.submitted(), post="supervisor", reason="incomplete")

    def test_where_only_a_plh_is_left_a_stand_in_has_the_last_word(self, build: Build) -> None:
        """What the mandate does not cover waits for the next in line, and for nothing else does he step in."""
        w = build()
        deputize(w, "teguh", "supervisor", RIVER, "budi", kind="plh")
        for officer in ("budi", "bayu"):
            away(w, officer)
        case = w.submitted()
        w.go_to(MONDAY)
        waiting = w.waiting(case)
        assert waiting["teguh"] == {"endorse", "return"}
        assert waiting["sekar"] == {"reject"}
        with pytest.raises(slrt.Refused):
            w.do("sekar", "endorse", case)
        w.do("sekar", "reject", case, reason="not-entitled")

    def test_a_post_in_ones_own_right_owes_nothing_to_a_mandate(self, build: Build) -> None:
        w = build()
        deputize(w, "bayu", "supervisor", RIVER, "budi")
        w.do("bayu", "endorse", from_budi(w))

    def test_of_two_mandates_one_that_carries_is_enough_and_goes_on_record(self, build: Build) -> None:
        w = build()
        deputize(w, "sinta", "supervisor", RIVER, "budi")
        deputize(w, "sinta", "supervisor", RIVER, "bayu")
        case = w.do("sinta", "endorse", from_budi(w), post="supervisor")
        assert [act.actor.acting_for for act in w.case(case).acts] == ["", "bayu"]
        assert [line.acting_for for line in w.at("maya").timeline(case)] == ["", "", "Bayu"]

    def test_who_acts_in_their_own_right_acts_for_nobody(self, build: Build) -> None:
        w = build()
        deputize(w, "bayu", "supervisor", RIVER, "budi")
        case = w.do("bayu", "endorse", w.submitted())
        assert w.case(case).acts[-1].actor.acting_for == ""

    def test_a_vacant_post_has_nobody_to_be_kept_apart_with(self, build: Build) -> None:
        w = build()
        w.appoint("sinta", "supervisor", RIVER, acting="plt", valid_until=MARCH)
        w.do("sinta", "endorse", w.submitted(), post="supervisor")

    def test_a_delegate_who_may_not_is_no_one_to_wait_for(self, build: Build) -> None:
        """The last supervisor recorded it, and his delegate shares that: so the stand-in steps in (R-APP-5)."""
        w = build()
        deputize(w, "sinta", "supervisor", RIVER, "budi")
        case = from_budi(w)
        w.dismiss("bayu", "supervisor", FRIDAY)
        w.go_to(MONDAY)
        assert "sinta" not in {name for name, does in w.waiting(case).items() if "endorse" in does}
        w.do("sekar", "endorse", case)


class TestLeave:
    def test_nothing_waits_silently(self, build: Build) -> None:
        """Colleagues have the case while one is away; where all are, the stand-in does; afterwards all as before."""
        w = build()
        away(w, "budi")
        case = w.submitted()
        w.go_to(FRIDAY)
        w.assert_waits(case, "bayu", to="endorse")
        away(w, "bayu")
        w.assert_waits(case, "sekar", to="endorse")
        w.go_to(TUESDAY)
        w.assert_waits(case, "budi", "bayu", to="endorse")

    def test_a_worklist_says_that_its_owner_is_away(self, build: Build) -> None:
        w = build()
        away(w, "budi")
        w.go_to(MONDAY)
        with pytest.raises(slrt.Refused) as refusal:
            w.at("budi", "supervisor").worklist()
        assert refusal.value.codes == ("on-leave",)
        with pytest.raises(slrt.Invalid) as unclear:
            w.at("budi")
        assert unclear.value.codes == ("on-leave",)

    def test_open_work_stays_reachable_by_colleagues(self, build: Build) -> None:
        """What was returned to a facilitator, and what a receiver asks of a manager, others of the post take up."""
        w = build()
        asked = w.do("dewi", "ask", w.referred(), reason="more-facts")
        returned = w.do("budi", "return", w.submitted(), reason="incomplete")
        for officer in ("sari", "maya"):
            away(w, officer)
        w.go_to(FRIDAY)
        w.do("sinta", "submit", w.do("sinta", "correct", returned, content=a_need("RUTILAHU")))
        w.do("mira", "provide", asked, result="sudah dilengkapi")

    def test_a_receiver_on_leave_is_replaced_by_the_coordination_team(self, build: Build) -> None:
        w = build()
        case = w.referred(a_need("RUTILAHU"))
        away(w, "rina")
        w.go_to(MONDAY)
        w.do("tika", "accept", case)

    def test_a_leave_that_ends_early_or_is_called_off(self, build: Build) -> None:
        w = build()
        case, other = w.submitted(), w.submitted()
        for officer in ("budi", "bayu"):
            away(w, officer, last=date(2026, 1, 30))
        w.at("ani").end_leave("budi", FRIDAY, FRIDAY)
        w.at("ani").end_leave("bayu", FRIDAY, date(2026, 1, 8))
        w.go_to(FRIDAY)
        w.do("bayu", "endorse", case)
        with pytest.raises(slrt.Refused):
            w.at("budi", "supervisor").perform("endorse", other)
        w.go_to(MONDAY)
        w.do("budi", "endorse", other)
        w.assert_whole()

    def test_it_is_known_who_recorded_it_and_recorded_once(self, build: Build) -> None:
        w = build()
        leave = slrt.Leave(officer="budi", first_day=FRIDAY, last_day=MONDAY, note="surat 7/2026")
        for count in (1, 0):
            assert w.desk.load_leaves([leave, leave]).count == count
        w.at("ani").record_leave("bayu", FRIDAY, MONDAY, decree=DECREE)
        assert [(held.officer, held.recorded_by) for held in w.desk.roster().leaves] == [
            ("budi", "host"),
            ("bayu", "ani"),
        ]
        w.assert_whole()

    def test_the_roster_of_an_instant_knows_the_leaves_of_then(self, build: Build) -> None:
        w = build()
        before = w.desk.moment().at
        w.go_to(date(2026, 1, 6))
        away(w, "budi")
        assert w.desk.roster().held("budi", MONDAY) == ()
        assert len(w.desk.roster(recorded=before).held("budi", MONDAY)) == 1

    def test_from_a_file(self, build: Build, tmp_path: Path) -> None:
        path = tmp_path / "leaves.csv"
        path.write_text(
            "officer,first_day,last_day,decree_number,decree_dated,decree_issuer,note\n"
            "budi,2026-01-09,2026-01-12,7/2026,2026-01-05,Bupati,\n"
            "bayu,2026-01-09,2026-01-12,,,,surat 8/2026\n",
            encoding="utf-8",
        )
        w = build()
        assert w.desk.load_leaves(slrt.read_leaves(path), "leaves.csv").count == 2
        case = w.submitted()
        w.go_to(MONDAY)
        w.assert_waits(case, "sekar", to="endorse")

    def test_faults_of_a_file_have_their_places(self, tmp_path: Path) -> None:
        path = tmp_path / "leaves.csv"
        path.write_text(
            "officer,first_day,last_day,decree_number,note\n"
            ",2026-01-09,2026-01-12,,surat\n"
            "budi,2026-13-09,2026-01-12,,surat\n"
            "budi,2026-01-09,2026-01-08,,surat\n"
            "budi,2026-01-09,2026-01-12,,\n"
            "budi,2026-01-09,2026-01-12,7/2026,\n",
            encoding="utf-8",
        )
        with pytest.raises(slrt.Invalid) as error:
            slrt.read_leaves(path)
        lines = {reason.path.split(":")[1] for reason in error.value.reasons}
        assert lines == {"2", "3", "4", "5", "6"}


class TestStored:
    def test_a_mandate_of_before_there_were_kinds_is_a_plt(self) -> None:
        """What a store keeps of older mandates still reads, and means what it meant."""
        body = (
            b'{"v":1,"data":{"officer":"sinta","post":"supervisor","regions":["61.12.01"],"valid_from":"2026-01-01",'
            b'"decree":{"number":"12/2026","dated":"2026-01-01","issuer":"Bupati Kubu Raya"},'
            b'"valid_until":"2026-03-31","acting_for":"budi"}}'
        )
        kept = decode(body, slrt.Assignment)
        assert (kept.acting, kept.excludes) == ("plt", ())
        new = assignment("sinta", "supervisor", RIVER, acting="plt", acting_for="budi", valid_until=MARCH)
        assert kept == new == decode(encode(new), slrt.Assignment)

    def test_who_acted_before_mandates_went_on_record_reads_as_they_are(self) -> None:
        kept = decode(b'{"v":1,"data":{"officer":"sari","person":"sari","post":"facilitator"}}', Actor)
        assert kept == Actor(officer="sari", person="sari", post="facilitator")

    @pytest.mark.parametrize(
        ("old", "new", "place"),
        [
            ("[acting.plh]", "[acting.pjs]", "acting.toml:acting.pjs"),
            ('"accept"', '"acept"', "acting.toml:acting.plh.excludes"),
            ("excludes = []", "exclude = []", "acting.toml:acting.plt.exclude"),
        ],
    )
    def test_mistakes_in_what_no_mandate_covers_have_their_places(self, old: str, new: str, place: str) -> None:
        texts = dict(slrt.load_rulebook().texts)
        assert old in texts["acting.toml"]
        texts["acting.toml"] = texts["acting.toml"].replace(old, new, 1)
        with pytest.raises(slrt.Invalid) as error:
            rulebook_from_texts(texts)
        assert [(reason.path, reason.code) for reason in error.value.reasons] == [(place, "rulebook-unknown")]

    def test_under_a_rulebook_that_is_silent_on_it_nobody_becomes_a_plh(self) -> None:
        """What a Plh. may not do is not known there, so there is none; a Plt. there always was."""
        texts = dict(slrt.load_rulebook().texts)
        del texts["acting.toml"]
        desk = small_district(rulebook=rulebook_from_texts(texts)).desk
        more: dict[str, Any] = {"acting_for": "budi", "valid_until": MARCH}
        with pytest.raises(slrt.Invalid) as error:
            desk.load_roster([], [assignment("tono", "supervisor", RIVER, acting="plh", **more)])
        assert error.value.codes == ("acting-unknown",)
        assert desk.load_roster([], [assignment("tono", "supervisor", RIVER, acting="plt", **more)]).count == 1


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))


@given(
    st.lists(st.tuples(st.sampled_from(["a", "a2", "b"]), DAYS, DAYS), max_size=4),
    st.lists(st.tuples(st.sampled_from(["a", "a2", "b"]), DAYS, DAYS), max_size=4),
    DAYS,
)
def test_everything_that_asks_who_holds_a_post_says_the_same(
    posts: list[tuple[str, date, date]], leaves: list[tuple[str, date, date]], day: date
) -> None:
    """Who holds it on a day: assigned that day, and the person, under no account, on leave that day."""
    persons = {"a": "a", "a2": "a", "b": "b"}
    roster = Roster(
        officers=tuple(slrt.Officer(id=name, name=name, person=person) for name, person in persons.items()),
        assignments=tuple(
            assignment(name, "supervisor", RIVER, valid_from=min(one, two), valid_until=max(one, two))
            for name, one, two in posts
        ),
    ).with_leaves(
        [slrt.Leave(officer=n, first_day=min(x, y), last_day=max(x, y), decree=DECREE) for n, x, y in leaves], "ani"
    )
    gone = {persons[name] for name, one, two in leaves if min(one, two) <= day <= max(one, two)}
    hold = {n for n, one, two in posts if min(one, two) <= day <= max(one, two) and persons[n] not in gone}
    assert {officer.id for officer, _ in roster.holders("supervisor", day)} == hold
    assert {name for name in persons if roster.held(name, day)} == hold
    assert {name for name in persons if roster.held_as(name, "supervisor", day)} == hold
    assert {persons[name] for name in persons if roster.away(name, day)} == gone

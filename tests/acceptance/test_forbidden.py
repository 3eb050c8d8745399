"""What must not happen, each with a legal twin that differs in one fact (R-APP-5, R-APP-6, R-ALL-2 and others).

Each scenario prepares a desk and gives back one act. With the forbidden fact the act is refused with a code, a rule and
words in both languages, and nothing has changed; without it, it is done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import attrs
import pytest

import slrt_core as slrt
from slrt_core.model.commands import EndAssignment, LoadHouseholds, LoadRegions, LoadRoster
from slrt_core.model.lists import Manifest
from tests.acceptance.conftest import Build
from tests.acceptance.helpers import (
    DECREE,
    DISTRICT,
    GHOST,
    PROVINCE,
    RIVER,
    V1,
    V2,
    V3,
    World,
    a_complaint,
    a_need,
    assert_words,
    assignment,
    form,
    program,
    region_tree,
)

Act = Callable[[], object]
Prepare = Callable[[World, bool], Act]


@attrs.frozen
class Scenario:
    """One forbidden move and its twin.

    Args:
        name: for the test's id.
        prepare: makes the act, with the forbidden fact or without.
        code: of the refusal.
        rule: behind it.
        error: its type.
        settings: of the rulebook.
    """

    name: str
    prepare: Prepare
    code: str
    rule: str
    error: type[slrt.SlrtError]
    settings: dict[str, str]


SCENARIOS: list[Scenario] = []


def forbidden(
    code: str, rule: str, error: type[slrt.SlrtError] = slrt.Refused, **settings: str
) -> Callable[[Prepare], Prepare]:
    """Enter a scenario."""

    def enter(prepare: Prepare) -> Prepare:
        SCENARIOS.append(Scenario(getattr(prepare, "__name__", "?"), prepare, code, rule, error, settings))
        return prepare

    return enter


def step(w: World, officer: str, command: str, case: slrt.CaseResult, *, post: str | None = None, **more: Any) -> Act:
    """A step of a case as it stands now."""
    return partial(w.at(officer, post).perform, command, case, **more)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
class TestForbidden:
    def test_refused(self, build: Build, scenario: Scenario) -> None:
        """Refused with code, rule and words in both languages; nothing has changed."""
        world = build(**scenario.settings)
        act = scenario.prepare(world, False)
        before = world.dump()
        with pytest.raises(scenario.error) as refusal:
            act()
        assert type(refusal.value) is scenario.error
        reasons = refusal.value.reasons
        assert_words(reasons)
        assert scenario.code in {reason.code for reason in reasons}
        assert {reason.basis.rule for reason in reasons if reason.code == scenario.code} == {scenario.rule}
        assert all(reason.basis.rule for reason in reasons)
        assert world.dump() == before

    def test_the_twin_is_accepted(self, build: Build, scenario: Scenario) -> None:
        """With one fact otherwise, the same is done."""
        world = build(**scenario.settings)
        act = scenario.prepare(world, True)
        assert act()
        world.assert_whole()


def test_there_are_enough() -> None:
    """At least forty-five forbidden moves, no two of one name."""
    assert len(SCENARIOS) >= 45
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)


# -------------------------------------------------------------------- recorded or handled, then judges


@forbidden("apart-recorded", "R-APP-5")
def recorder_reviews(w: World, legal: bool) -> Act:
    w.appoint("sari", "supervisor", RIVER)
    case = w.opened(by="sinta" if legal else "sari", post="facilitator")
    return step(w, "sari", "endorse", w.do("sinta", "submit", case), post="supervisor")


@forbidden("apart-recorded", "R-APP-5")
def recorder_recommends(w: World, legal: bool) -> Act:
    w.appoint("sari", "manager", DISTRICT)
    case = w.opened(by="sinta" if legal else "sari", post="facilitator")
    case = w.do("budi", "endorse", w.do("sinta", "submit", case))
    return step(w, "sari", "refer", case, post="manager")


@forbidden("apart-recorded", "R-APP-5")
def recorder_decides(w: World, legal: bool) -> Act:
    w.appoint("sari", "program_manager", DISTRICT, "SEMBAKO")
    case = w.opened(by="sinta" if legal else "sari", post="facilitator")
    case = w.do("maya", "refer", w.do("budi", "endorse", w.do("sinta", "submit", case)))
    return step(w, "sari", "accept", case, post="program_manager")


@forbidden("apart-recorded", "R-APP-5")
def recorder_reviews_by_a_second_account(w: World, legal: bool) -> Act:
    w.appoint("sari2", "supervisor", RIVER, person="" if legal else "sari")
    return step(w, "sari2", "endorse", w.do("sinta", "submit", w.opened()))


@forbidden("apart-recorded", "R-APP-5")
def recorder_decides_by_a_second_account(w: World, legal: bool) -> Act:
    w.appoint("sari2", "program_manager", DISTRICT, "SEMBAKO", person="" if legal else "sari")
    return step(w, "sari2", "accept", w.referred())


@forbidden("apart-recorded", "R-APP-5")
def recorder_reviews_by_an_acting_mandate(w: World, legal: bool) -> Act:
    w.appoint("sari", "supervisor", RIVER, acting_for="budi", valid_until=date(2026, 3, 31))
    case = w.opened(by="sinta" if legal else "sari", post="facilitator")
    return step(w, "sari", "endorse", w.do("sinta", "submit", case), post="supervisor")


@forbidden("apart-recorded", "R-APP-5")
def recorder_reviews_after_reassignment(w: World, legal: bool) -> Act:
    case = w.submitted(by="sinta" if legal else "sari")
    w.dismiss("sari", "facilitator", date(2026, 1, 9))
    w.appoint("sari", "supervisor", RIVER, valid_from=date(2026, 1, 10))
    w.go_to(date(2026, 1, 12))
    return step(w, "sari", "endorse", case)


@forbidden("apart-recorded", "R-APP-5")
def who_only_sent_it_on_reviews(w: World, legal: bool) -> Act:
    w.appoint("sinta", "supervisor", RIVER)
    case = w.do("sari" if legal else "sinta", "submit", w.opened(), post="facilitator")
    return step(w, "sinta", "endorse", case, post="supervisor")


@forbidden("apart-recorded", "R-APP-5")
def who_registered_examines(w: World, legal: bool) -> Act:
    w.appoint("fifi", "review_analysis", DISTRICT)
    case = w.do("fajar", "pass_on", w.at_front(by="fajar" if legal else "fifi", post="front_office"))
    return step(w, "fifi", "pass_on", case, post="review_analysis")


@forbidden("apart-recorded", "R-APP-5")
def back_office_approves_what_it_handled(w: World, legal: bool) -> Act:
    w.appoint("bagus", "manager", DISTRICT)
    case = w.do("bintang" if legal else "bagus", "request_approval", w.at_back(), post="back_office")
    return step(w, "bagus", "approve", case, post="manager")


@forbidden("apart-recorded", "R-APP-5")
def back_office_decides_what_it_referred(w: World, legal: bool) -> Act:
    w.appoint("bagus", "program_manager", DISTRICT, "SEMBAKO")
    case = w.do("bintang", "request_approval", w.at_back())
    case = w.do("bintang" if legal else "bagus", "refer", w.do("maya", "approve", case), post="back_office")
    return step(w, "bagus", "accept", case, post="program_manager")


@forbidden("apart-recorded", "R-APP-5")
def surveyor_verifies(w: World, legal: bool) -> Act:
    w.appoint("sinta", "supervisor", RIVER)
    visit = w.at("sari").record_visit(form(), [slrt.Addition(worthy=True)])
    case = w.do("maya", "recommend", w.do("budi", "endorse", w.do("sari", "submit", visit.cases[0])))
    survey = slrt.Survey(found=True, worthy=True, on=w.today)
    case = w.do("sari" if legal else "sinta", "record_survey", case, post="facilitator", survey=survey)
    return step(w, "sinta", "verify", case, post="supervisor")


# -------------------------------------------------------------------- judged at one stage, then at another


@forbidden("apart-stage", "R-APP-5")
def reviewer_recommends(w: World, legal: bool) -> Act:
    w.appoint("budi", "manager", DISTRICT)
    case = w.do("bayu" if legal else "budi", "endorse", w.submitted(), post="supervisor")
    return step(w, "budi", "refer", case, post="manager")


@forbidden("apart-stage", "R-APP-5")
def recommender_decides(w: World, legal: bool) -> Act:
    w.appoint("maya", "program_manager", DISTRICT, "SEMBAKO")
    case = w.do("mira" if legal else "maya", "refer", w.endorsed(), post="manager")
    return step(w, "maya", "accept", case, post="program_manager")


@forbidden("apart-stage", "R-APP-5")
def reviewer_decides(w: World, legal: bool) -> Act:
    w.appoint("budi", "program_manager", DISTRICT, "SEMBAKO")
    case = w.do("bayu" if legal else "budi", "endorse", w.submitted(), post="supervisor")
    return step(w, "budi", "accept", w.do("maya", "refer", case), post="program_manager")


@forbidden("apart-stage", "R-APP-5")
def reviewer_recommends_by_a_second_account(w: World, legal: bool) -> Act:
    w.appoint("budi2", "manager", DISTRICT, person="" if legal else "budi")
    return step(w, "budi2", "refer", w.endorsed())


@forbidden("apart-stage", "R-APP-5")
def reviewer_recommends_by_an_acting_mandate(w: World, legal: bool) -> Act:
    w.appoint("budi", "manager", DISTRICT, acting_for="maya", valid_until=date(2026, 3, 31))
    case = w.do("bayu" if legal else "budi", "endorse", w.submitted(), post="supervisor")
    return step(w, "budi", "refer", case, post="manager")


@forbidden("apart-stage", "R-APP-5")
def who_returned_it_recommends(w: World, legal: bool) -> Act:
    w.appoint("budi", "manager", DISTRICT)
    case = w.do("bayu" if legal else "budi", "return", w.submitted(), post="supervisor", reason="incomplete")
    case = w.do("bayu", "endorse", w.do("sari", "submit", case))
    return step(w, "budi", "refer", case, post="manager")


@forbidden("apart-stage", "R-APP-5")
def reviewer_recommends_after_reassignment(w: World, legal: bool) -> Act:
    case = w.do("bayu" if legal else "budi", "endorse", w.submitted())
    w.dismiss("budi", "supervisor", date(2026, 1, 9))
    w.appoint("budi", "manager", DISTRICT, valid_from=date(2026, 1, 10))
    w.go_to(date(2026, 1, 12))
    return step(w, "budi", "refer", case)


@forbidden("apart-stage", "R-APP-5")
def examiner_approves_the_referral(w: World, legal: bool) -> Act:
    w.appoint("rani", "manager", DISTRICT)
    case = w.do("rudi" if legal else "rani", "pass_on", w.do("fifi", "pass_on", w.at_front()), post="review_analysis")
    return step(w, "rani", "approve", w.do("bagus", "request_approval", case), post="manager")


@forbidden("apart-stage", "R-APP-5")
def who_approved_the_referral_decides(w: World, legal: bool) -> Act:
    w.appoint("maya", "program_manager", DISTRICT, "SEMBAKO")
    asked = w.do("bagus", "request_approval", w.at_back())
    case = w.do("bagus", "refer", w.do("mira" if legal else "maya", "approve", asked, post="manager"))
    return step(w, "maya", "accept", case, post="program_manager")


@forbidden("apart-stage", "R-APP-5")
def who_recommended_the_change_answers_for_the_list(w: World, legal: bool) -> Act:
    w.appoint("maya", "registry_manager", PROVINCE)
    home = w.household()
    case = w.endorsed(_floor(home), household=home)
    case = w.do("mira" if legal else "maya", "recommend", case, post="manager")
    return step(w, "maya", "accept", case, post="registry_manager")


# -------------------------------------------------------------------- after an objection


@forbidden("apart-objection", "R-APP-5")
def same_reviewer_after_an_objection(w: World, legal: bool) -> Act:
    case = w.closed(w.rejected(by="bayu" if legal else "budi"))
    return step(w, "budi", "endorse", w.do("sari", "object", case, note="tidak benar"))


@forbidden("apart-objection", "R-APP-5")
def same_reviewer_after_an_objection_by_a_second_account(w: World, legal: bool) -> Act:
    w.appoint("budi2", "supervisor", RIVER, person="" if legal else "budi")
    case = w.closed(w.rejected(by="budi"))
    return step(w, "budi2", "endorse", w.do("sari", "object", case, note="tidak benar"))


@forbidden("apart-objection", "R-APP-5")
def same_receiver_after_an_objection(w: World, legal: bool) -> Act:
    case = w.do("dodi" if legal else "dewi", "reject", w.referred(), reason="not-entitled")
    case = w.do("sari", "object", w.closed(case), note="tidak benar")
    case = w.do("mira", "refer", w.do("bayu", "endorse", case))
    return step(w, "dewi", "accept", case)


@forbidden("apart-objection", "R-APP-5")
def same_manager_after_an_objection(w: World, legal: bool) -> Act:
    case = w.do("mira" if legal else "maya", "reject", w.endorsed(), reason="duplicate")
    case = w.do("bayu", "endorse", w.do("sari", "object", w.closed(case), note="bukan catatan ganda"))
    return step(w, "maya", "refer", case)


# -------------------------------------------------------------------- one's own household


def _at_home(w: World, officer: str, *, legal: bool) -> str:
    home = w.household()
    w.moves_in(officer, w.household() if legal else home)
    return home


@forbidden("apart-household", "R-APP-5")
def own_household_is_visited(w: World, legal: bool) -> Act:
    home = _at_home(w, "sari", legal=legal)
    return partial(w.at("sari").record_visit, home, [a_need()])


@forbidden("apart-household", "R-APP-5")
def own_household_is_handled(w: World, legal: bool) -> Act:
    case = w.opened(by="sinta", household=_at_home(w, "sari", legal=legal))
    return step(w, "sari", "submit", case)


@forbidden("apart-household", "R-APP-5")
def own_household_is_reviewed(w: World, legal: bool) -> Act:
    return step(w, "budi", "endorse", w.submitted(household=_at_home(w, "budi", legal=legal)))


@forbidden("apart-household", "R-APP-5")
def own_household_is_recommended(w: World, legal: bool) -> Act:
    return step(w, "maya", "refer", w.endorsed(household=_at_home(w, "maya", legal=legal)))


@forbidden("apart-household", "R-APP-5")
def own_household_is_decided(w: World, legal: bool) -> Act:
    return step(w, "dewi", "accept", w.referred(household=_at_home(w, "dewi", legal=legal)))


@forbidden("apart-household", "R-APP-5")
def own_household_known_of_another_account(w: World, legal: bool) -> Act:
    w.appoint("budi2", "manager", DISTRICT, person="" if legal else "budi")
    home = w.household()
    w.moves_in("budi2", home)
    return step(w, "budi", "endorse", w.submitted(household=home), post="supervisor")


@forbidden("apart-household", "R-APP-5")
def own_household_is_told_and_closed(w: World, legal: bool) -> Act:
    case = w.completed(household=_at_home(w, "sinta", legal=legal))
    return step(w, "sinta", "inform", case, note="sudah", channel="home")


# -------------------------------------------------------------------- complaints about oneself


@forbidden("apart-about", "R-APP-5")
def complaint_about_oneself_is_recorded(w: World, legal: bool) -> Act:
    complaint = a_complaint("officer", "", about="sinta" if legal else "sari")
    return partial(w.at("sari").record_visit, w.household(), [complaint])


@forbidden("apart-about", "R-APP-5")
def complaint_about_ones_other_account_is_recorded(w: World, legal: bool) -> Act:
    w.appoint("sari2", "front_office", DISTRICT, person="" if legal else "sari")
    return partial(w.at("sari").record_visit, w.household(), [a_complaint("officer", "", about="sari2")])


@forbidden("not-found", "R-ALL-2", slrt.NotFound)
def complaint_about_oneself_is_judged(w: World, legal: bool) -> Act:
    return step(w, "budi", "endorse", w.submitted(a_complaint("officer", "", about="bayu" if legal else "budi")))


@forbidden("not-found", "R-ALL-2", slrt.NotFound)
def complaint_about_ones_other_account_is_judged(w: World, legal: bool) -> Act:
    w.appoint("budi2", "front_office", DISTRICT, person="" if legal else "budi")
    return step(w, "budi", "endorse", w.submitted(a_complaint("officer", "", about="budi2")))


@forbidden("not-found", "R-ALL-2", slrt.NotFound)
def complaint_about_oneself_is_handled(w: World, legal: bool) -> Act:
    w.dismiss("sinta", "facilitator", date(2026, 1, 4))
    w.appoint("sinta", "back_office", DISTRICT)
    case = w.at_back(a_complaint("officer", "", about="bagus" if legal else "sinta"))
    return step(w, "sinta", "settle", case, result="sudah ditegur")


# -------------------------------------------------------------------- each post at its step


def _posts(
    name: str, wrong: str, right: str, command: str, case: Callable[[World], slrt.CaseResult], **more: Any
) -> None:
    """Enter that this step is for one post and not for the other, both at work in the place."""
    code, rule, error = more.pop("code", "post"), more.pop("rule", ""), more.pop("error", slrt.Refused)

    def prepare(w: World, legal: bool) -> Act:
        return step(w, right if legal else wrong, command, case(w), **more)

    prepare.__name__ = name
    forbidden(code, rule, error)(prepare)


def _asked(w: World) -> slrt.CaseResult:
    return w.do("bagus", "request_approval", w.at_back())


def _analysis(w: World) -> slrt.CaseResult:
    return w.do("fifi", "pass_on", w.at_front())


def _at_puskesos(w: World) -> slrt.CaseResult:
    return w.opened(a_complaint(), by="lina", way="puskesos")


def _in_the_village(w: World) -> slrt.CaseResult:
    return w.do("sari", "refer_village", w.opened())


def _not_listed(w: World) -> slrt.CaseResult:
    return w.referred(a_complaint("not-listed"))


_HIDDEN: dict[str, Any] = {"code": "not-found", "rule": "R-ALL-2", "error": slrt.NotFound}
_STANDS_IN: dict[str, Any] = {"code": "stand-in", "rule": "R-APP-5"}

_posts("facilitator_endorses", "sinta", "budi", "endorse", World.submitted, rule="R-APP-2")
_posts("manager_endorses", "maya", "bayu", "endorse", World.submitted, rule="R-APP-2")
_posts("supervisor_refers", "bayu", "maya", "refer", lambda w: w.endorsed(a_need()), rule="R-APP-3")
_posts("supervisor_refers_a_complaint", "bayu", "maya", "refer", lambda w: w.endorsed(a_complaint()), rule="R-APP-7")
_posts("supervisor_submits", "budi", "sinta", "submit", World.opened, rule="R-APP-1")
_posts("puskesos_submits_what_a_facilitator_recorded", "koko", "sinta", "submit", World.opened, rule="R-APP-1")
_posts("front_office_examines", "fajar", "rani", "pass_on", _analysis, rule="R-APP-13")
_posts("back_office_examines", "bagus", "rani", "pass_on", _analysis, rule="R-APP-13")
_posts("front_office_settles", "fajar", "bagus", "settle", World.at_back, rule="R-APP-4", result="beres")
_posts("analysis_approves_a_referral", "rudi", "maya", "approve", _asked, rule="R-APP-4")
_posts("back_office_approves_a_referral", "bintang", "maya", "approve", _asked, rule="R-APP-4")
_posts("manager_refers_for_the_back_office", "maya", "bagus", "refer", World.approved, rule="R-APP-4")
_posts("facilitator_settles_for_puskesos", "sari", "koko", "settle", _at_puskesos, rule="R-APP-9", result="beres")
_posts("manager_decides_for_the_program", "mira", "dewi", "accept", World.referred, rule="R-APP-8")
_posts("supervisor_decides_for_the_village", "bayu", "vina", "accept", _in_the_village, rule="R-APP-8")
_posts("data_head_endorses", "sekar", "budi", "endorse", World.submitted, **_STANDS_IN)
_posts("secretariat_head_refers", "heru", "maya", "refer", World.endorsed, **_STANDS_IN)
_posts("coordination_team_decides", "tika", "dewi", "accept", World.referred, **_STANDS_IN)
_posts("administration_head_submits", "agus", "sinta", "submit", World.opened, **_STANDS_IN)
_posts("administrator_endorses", "ani", "budi", "endorse", World.submitted, **_HIDDEN)
_posts("technical_assistant_endorses", "teguh", "budi", "endorse", World.submitted, **_HIDDEN)
_posts("village_body_endorses", "vina", "budi", "endorse", World.submitted, **_HIDDEN)
_posts("program_manager_endorses", "dewi", "budi", "endorse", World.submitted, **_HIDDEN)
_posts("registry_manager_decides_on_a_need", "ratna", "dodi", "accept", World.referred, **_HIDDEN)
_posts("program_manager_decides_on_membership", "dewi", "ratna", "accept", _not_listed, **_HIDDEN)

# -------------------------------------------------------------------- the edges of places and programs

_posts("supervisor_of_another_subdistrict", "bella", "budi", "endorse", World.submitted, **_HIDDEN)
_posts("facilitator_of_another_village", "tono", "sinta", "submit", World.opened, **_HIDDEN)
_posts("puskesos_of_another_village", "luki", "koko", "settle", _at_puskesos, result="beres", **_HIDDEN)
_posts("village_body_of_another_village", "vito", "vina", "accept", _in_the_village, **_HIDDEN)
_posts("program_manager_of_another_program", "rina", "dewi", "accept", World.referred, **_HIDDEN)
_posts("program_manager_of_another_district", "xena", "dewi", "accept", World.referred, **_HIDDEN)
_posts("program_manager_of_another_level", "prita", "dewi", "accept", World.referred, **_HIDDEN)


@forbidden("not-found", "R-ALL-2", slrt.NotFound)
def supervisor_before_the_subdistrict_is_assigned(w: World, legal: bool) -> Act:
    if legal:
        w.appoint("bella", "supervisor", RIVER)
    return step(w, "bella", "endorse", w.submitted())


@forbidden("region", "R-APP-6")
def household_of_another_village_is_recorded(w: World, legal: bool) -> Act:
    return partial(w.at("sari").record_household, form(V1 if legal else V2))


@forbidden("region", "R-APP-6")
def visit_in_another_village(w: World, legal: bool) -> Act:
    return partial(w.at("lina").record_visit, form(V1 if legal else V2), [a_need()], way="puskesos")


@forbidden("region", "R-APP-6")
def anonymous_complaint_in_another_village(w: World, legal: bool) -> Act:
    complaint = a_complaint(anonymous=True)
    return partial(w.at("sari").record_visit, "", [complaint], region=V1 if legal else V2)


@forbidden("not-found", "R-ALL-2", slrt.NotFound)
def known_household_of_another_village_is_visited(w: World, legal: bool) -> Act:
    return partial(w.at("sari").record_visit, w.household(V1 if legal else V2), [a_need()])


# -------------------------------------------------------------------- the edges of a mandate


@forbidden("not-assigned", "R-APP-6")
def recorded_the_day_after_the_mandate_ended(w: World, legal: bool) -> Act:
    w.dismiss("sari", "facilitator", date(2026, 1, 9))
    w.go_to(date(2026, 1, 9 if legal else 10))
    return partial(w.at("sari", "facilitator").record_household, form())


@forbidden("not-assigned", "R-APP-6")
def recorded_the_day_before_the_mandate_begins(w: World, legal: bool) -> Act:
    w.appoint("siska", "facilitator", V1, valid_from=date(2026, 1, 12))
    w.go_to(date(2026, 1, 12 if legal else 11))
    return partial(w.at("siska", "facilitator").record_household, form())


@forbidden("not-assigned", "R-APP-6")
def recorded_after_midnight_in_pontianak(w: World, legal: bool) -> Act:
    """At 17:30 UTC of the last day it is half past midnight at the office."""
    w.dismiss("sari", "facilitator", date(2026, 1, 9))
    w.clock.set(datetime(2026, 1, 9, 16 if legal else 17, 30, tzinfo=UTC))
    return partial(w.at("sari", "facilitator").record_household, form())


@forbidden("not-assigned", "R-APP-6")
def judged_the_day_after_the_mandate_ended(w: World, legal: bool) -> Act:
    case = w.submitted()
    w.dismiss("budi", "supervisor", date(2026, 1, 9))
    w.go_to(date(2026, 1, 9 if legal else 10))
    return step(w, "budi", "endorse", case, post="supervisor")


@forbidden("not-assigned", "R-APP-6")
def judged_the_day_before_the_mandate_begins(w: World, legal: bool) -> Act:
    w.appoint("burhan", "supervisor", RIVER, valid_from=date(2026, 1, 12))
    case = w.submitted()
    w.go_to(date(2026, 1, 12 if legal else 11))
    return step(w, "burhan", "endorse", case, post="supervisor")


@forbidden("not-assigned", "R-APP-6")
def judged_the_day_after_an_acting_mandate(w: World, legal: bool) -> Act:
    w.appoint("bella", "manager", DISTRICT, acting_for="maya", valid_until=date(2026, 1, 9))
    case = w.endorsed()
    w.go_to(date(2026, 1, 9 if legal else 10))
    return step(w, "bella", "refer", case, post="manager")


@forbidden("not-assigned", "R-APP-6")
def judged_in_a_post_one_does_not_hold(w: World, legal: bool) -> Act:
    return step(w, "budi", "endorse", w.submitted(), post="supervisor" if legal else "review_analysis")


@forbidden("acting-without-end", "R-APP-6", slrt.Invalid)
def acting_mandate_without_an_end(w: World, legal: bool) -> Act:
    until = date(2026, 3, 31) if legal else date.max
    return partial(assignment, "sari", "supervisor", RIVER, acting_for="budi", valid_until=until)


# -------------------------------------------------------------------- what was looked at


@forbidden("stale", "R-APP-5", slrt.Conflict)
def judged_by_what_was_looked_at_before(w: World, legal: bool) -> Act:
    case = w.submitted()
    seen = w.see("bayu", case)
    case = w.do("budi", "return", case, reason="incomplete")
    w.do("sari", "submit", w.do("sari", "correct", case, content=a_need("RUTILAHU")))
    return partial(w.at("bayu").perform, "endorse", w.see("bayu", seen.id) if legal else seen)


@forbidden("stale", "R-APP-5", slrt.Conflict)
def judged_with_the_digest_of_another_content(w: World, legal: bool) -> Act:
    case, other = w.submitted(a_need()), w.submitted(a_need("RUTILAHU"))
    return step(w, "budi", "endorse", case if legal else attrs.evolve(case, digest=other.digest))


@forbidden("stale", "R-APP-5", slrt.Conflict)
def approval_of_another_content(w: World, legal: bool) -> Act:
    case, other = _asked(w), w.at_back(a_need("RUTILAHU"))
    return step(w, "maya", "approve", case if legal else attrs.evolve(case, digest=other.digest))


@forbidden("need-seen", "R-APP-5")
def judged_without_looking(w: World, legal: bool) -> Act:
    case = w.submitted()
    return partial(w.at("budi").perform, "endorse", case if legal else case.id)


@forbidden("need-seen", "R-APP-5")
def decided_without_looking(w: World, legal: bool) -> Act:
    case = w.referred()
    return partial(w.at("dewi").perform, "accept", case if legal else case.id)


# -------------------------------------------------------------------- the back office and its manager


@forbidden("need-approval", "R-APP-4")
def back_office_refers_without_approval(w: World, legal: bool) -> Act:
    return step(w, "bagus", "refer", w.approved() if legal else w.at_back())


@forbidden("need-approval", "R-APP-4")
def back_office_refers_what_the_manager_returned(w: World, legal: bool) -> Act:
    asked = _asked(w)
    case = w.do("maya", "approve", asked) if legal else w.do("maya", "return", asked, reason="more-facts")
    return step(w, "bagus", "refer", case)


@forbidden("need-approval", "R-APP-4")
def approval_of_an_earlier_draft(w: World, legal: bool) -> Act:
    case = w.do("rani", "pass_on", w.do("bagus", "return", w.approved(), reason="wrongly-mapped"))
    if legal:
        case = w.do("maya", "approve", w.do("bagus", "request_approval", case))
    return step(w, "bagus", "refer", case)


@forbidden("need-approval", "R-APP-4")
def approval_of_an_earlier_draft_while_another_waits_for_none(w: World, legal: bool) -> Act:
    """A new draft to the same receiver needs an approval of its own once the old one was called back."""
    case = w.do("rani", "pass_on", w.do("bagus", "return", w.approved(), reason="wrongly-mapped"))
    asked = w.do("bagus", "request_approval", case)
    case = w.do("maya", "approve", asked) if legal else w.do("maya", "return", asked, reason="more-facts")
    return step(w, "bagus", "refer", case)


@forbidden("state", "R-APP-10")
def back_office_takes_what_was_not_examined(w: World, legal: bool) -> Act:
    return step(w, "bagus", "settle", w.at_back() if legal else _analysis(w), result="beres")


# -------------------------------------------------------------------- words, reasons, results


@forbidden("need-feedback", "R-FUP-2")
def closed_without_feedback(w: World, legal: bool) -> Act:
    case = w.completed()
    return step(w, "sari", "close", w.do("sari", "inform", case, note="sudah", channel="home") if legal else case)


@forbidden("need-feedback", "R-FUP-2")
def closed_on_feedback_from_before_the_decision(w: World, legal: bool) -> Act:
    case = w.do("sari", "inform", w.referred(), note="masih di dinas", channel="home")
    case = w.do("dewi", "complete", w.do("dewi", "accept", case), result="diberi")
    return step(w, "sari", "close", w.do("sari", "inform", case, note="sudah", channel="home") if legal else case)


@forbidden("need-feedback", "R-FUP-2")
def closed_after_too_few_attempts(w: World, legal: bool) -> Act:
    """Several attempts on one day are one."""
    case, enough = w.completed(), w.desk.rulebook.limits["unreached_attempts"].value
    for _ in range(enough):
        case = w.do("sari", "not_reached", case)
        if legal:
            w.clock.advance(days=1)
    return step(w, "sari", "close", case)


@forbidden("need-feedback-text", "R-FUP-2")
def feedback_without_words(w: World, legal: bool) -> Act:
    return step(w, "sari", "inform", w.completed(), note="sudah" if legal else "", channel="home")


@forbidden("need-feedback-text", "R-FUP-2")
def feedback_without_words_while_a_receiver_has_it(w: World, legal: bool) -> Act:
    return step(w, "sari", "inform", w.referred(), note="masih di dinas" if legal else "", channel="home")


@forbidden("need-feedback-text", "R-FUP-2")
def feedback_by_an_unknown_way(w: World, legal: bool) -> Act:
    return step(w, "sari", "inform", w.completed(), note="sudah", channel="home" if legal else "merpati")


@forbidden("need-reason", "R-APP-2")
def rejected_without_a_reason(w: World, legal: bool) -> Act:
    return step(w, "budi", "reject", w.submitted(), reason="not-entitled" if legal else "")


@forbidden("need-reason", "R-APP-2")
def rejected_with_a_reason_of_another_step(w: World, legal: bool) -> Act:
    return step(w, "budi", "reject", w.submitted(), reason="duplicate" if legal else "no-answer")


@forbidden("need-reason", "R-APP-2")
def returned_with_an_invented_reason(w: World, legal: bool) -> Act:
    return step(w, "budi", "return", w.submitted(), reason="incomplete" if legal else "kurang-suka")


@forbidden("need-reason", "R-APP-8")
def receiver_rejects_without_a_reason(w: World, legal: bool) -> Act:
    return step(w, "dewi", "reject", w.referred(), reason="quota" if legal else "")


@forbidden("need-reason", "R-FUP-1")
def put_on_hold_without_a_reason(w: World, legal: bool) -> Act:
    case = w.do("dewi", "start", w.do("dewi", "accept", w.referred()))
    return step(w, "dewi", "hold", case, reason="quota" if legal else "")


@forbidden("need-result", "R-APP-4")
def settled_without_a_result(w: World, legal: bool) -> Act:
    return step(w, "bagus", "settle", w.at_back(), result="beres" if legal else "")


@forbidden("need-result", "R-APP-9")
def puskesos_settles_with_blanks_for_a_result(w: World, legal: bool) -> Act:
    return step(w, "koko", "settle", _at_puskesos(w), result="beres" if legal else "  \n ")


@forbidden("need-result", "R-FUP-1")
def completed_without_a_result(w: World, legal: bool) -> Act:
    return step(w, "dewi", "complete", w.do("dewi", "accept", w.referred()), result="diberi" if legal else "")


@forbidden("need-content", "R-REG-2")
def corrected_into_another_kind(w: World, legal: bool) -> Act:
    return step(w, "sari", "correct", w.opened(a_need()), content=a_need("RUTILAHU") if legal else a_complaint())


@forbidden("need-content", "R-INT-7")
def problem_mapped_to_a_participation(w: World, legal: bool) -> Act:
    case = w.opened(slrt.Problem(text="atap bocor"))
    return step(w, "sari", "map", case, content=a_need() if legal else slrt.Participation(program="PKH"))


@forbidden("need-survey", "R-REG-3")
def survey_without_findings(w: World, legal: bool) -> Act:
    visit = w.at("sari").record_visit(form(), [slrt.Addition(worthy=True)])
    case = w.do("maya", "recommend", w.do("budi", "endorse", w.do("sari", "submit", visit.cases[0])))
    survey = slrt.Survey(found=True, worthy=True, on=w.today) if legal else None
    return step(w, "sari", "record_survey", case, content=slrt.Addition(worthy=True, survey=survey))


@forbidden("state", "R-APP-10")
def proposal_sent_without_a_survey(w: World, legal: bool) -> Act:
    visit = w.at("sari").record_visit(form(), [slrt.Addition(worthy=True)])
    case = w.do("budi", "endorse", w.do("sari", "submit", visit.cases[0]))
    if legal:
        survey = slrt.Survey(found=True, worthy=True, on=w.today)
        case = w.do("sari", "record_survey", w.do("maya", "recommend", case), survey=survey)
        case = w.do("budi", "verify", case)
    return step(w, "maya", "refer", case)


@forbidden("state", "R-APP-10")
def referred_before_the_review(w: World, legal: bool) -> Act:
    return step(w, "maya", "refer", w.endorsed() if legal else w.submitted())


@forbidden("state", "R-APP-10")
def accepted_after_it_was_rejected(w: World, legal: bool) -> Act:
    case = w.referred()
    return step(w, "dewi", "accept", case if legal else w.do("dewi", "reject", case, reason="quota"))


# -------------------------------------------------------------------- objections, reopening


@forbidden("need-adverse", "R-FUP-3")
def objection_against_an_acceptance(w: World, legal: bool) -> Act:
    return step(w, "sari", "object", w.closed(w.rejected() if legal else w.completed()), note="tidak benar")


@forbidden("need-not-adverse", "R-APP-5")
def rejected_case_simply_reopened(w: World, legal: bool) -> Act:
    return step(w, "sari", "reopen", w.closed(w.completed() if legal else w.rejected()), note="mohon lagi")


CLOSED = {
    "01-01", "01-16", "02-16", "02-17", "03-18", "03-19", "03-20", "03-23", "03-24", "04-03", "05-01", "05-14", "05-15",
    "05-27", "05-28", "06-01", "06-16", "08-17", "08-25", "12-24", "12-25",
}  # fmt: skip
"""The weekdays of 2026 on which offices are closed by the joint decree of three ministers."""


def _days_later(w: World, days: int) -> None:
    """Let so many working days pass."""
    while days:
        w.clock.advance(days=1)
        days -= w.today.isoweekday() <= 5 and f"{w.today:%m-%d}" not in CLOSED


@forbidden("need-window", "R-FUP-3")
def objection_when_the_time_is_over(w: World, legal: bool) -> Act:
    case = w.closed(w.rejected())
    _days_later(w, w.desk.rulebook.limits["objection_days"].value + (not legal))
    return step(w, "sari", "object", case, note="tidak benar")


@forbidden("need-window", "R-FUP-3")
def reopened_when_the_time_is_over(w: World, legal: bool) -> Act:
    case = w.closed(w.completed())
    _days_later(w, w.desk.rulebook.limits["objection_days"].value + (not legal))
    return step(w, "sari", "reopen", case, note="saldo kosong lagi")


@forbidden("need-request", "R-FUP-3")
def objection_without_the_households_words(w: World, legal: bool) -> Act:
    return step(w, "sari", "object", w.closed(w.rejected()), note="tidak benar" if legal else "")


@forbidden("need-request", "R-FUP-3")
def withdrawn_without_the_households_words(w: World, legal: bool) -> Act:
    return step(w, "sari", "withdraw", w.submitted(), note="sudah bekerja" if legal else "")


# -------------------------------------------------------------------- where nobody is left


def _gone(w: World, *officers: str) -> None:
    for officer in officers:
        post = w.desk.roster().held(officer, w.today)[0].post
        w.dismiss(officer, post, w.today - timedelta(days=1))


@forbidden("stand-in", "R-APP-5")
def stand_in_reviews_while_one_is_left(w: World, legal: bool) -> Act:
    case = w.submitted()
    _gone(w, *(("budi", "bayu") if legal else ("budi",)))
    return step(w, "sekar", "endorse", case)


@forbidden("stand-in", "R-APP-5")
def stand_in_recommends_while_one_is_left(w: World, legal: bool) -> Act:
    case = w.endorsed()
    _gone(w, *(("maya", "mira") if legal else ("maya",)))
    return step(w, "heru", "refer", case)


@forbidden("stand-in", "R-APP-5")
def stand_in_decides_while_one_is_left(w: World, legal: bool) -> Act:
    home = w.household()
    case = w.referred(household=home)
    w.moves_in("dewi", home)
    if legal:
        w.moves_in("dodi", home)
    return step(w, "tika", "accept", case)


@forbidden("stand-in", "R-APP-5")
def stand_in_handles_while_one_is_left(w: World, legal: bool) -> Act:
    case = w.opened()
    _gone(w, *(("sari", "sinta") if legal else ("sari",)))
    return step(w, "agus", "submit", case)


@forbidden("stand-in", "R-APP-5")
def stand_in_while_one_of_two_is_kept_apart(w: World, legal: bool) -> Act:
    """Somebody is left as long as one of them is not kept apart."""
    home = w.household()
    case = w.submitted(household=home)
    w.moves_in("budi", home)
    if legal:
        w.moves_in("bayu", home)
    return step(w, "sekar", "endorse", case)


@forbidden("apart-household", "R-APP-5")
def stand_in_of_the_same_household(w: World, legal: bool) -> Act:
    case = w.submitted(household=_at_home(w, "sekar", legal=legal))
    _gone(w, "budi", "bayu")
    return step(w, "sekar", "endorse", case)


@forbidden("apart-stage", "R-APP-5")
def stand_in_at_two_stages(w: World, legal: bool) -> Act:
    w.appoint("heru", "supervisor", RIVER)
    case = w.do("budi" if legal else "heru", "endorse", w.submitted(), post="supervisor")
    _gone(w, "maya", "mira")
    return step(w, "heru", "refer", case, post="secretariat_head")


# -------------------------------------------------------------------- intake


@forbidden("intake-kind", "R-INT-7")
def enquiry_by_a_home_visit(w: World, legal: bool) -> Act:
    item = slrt.Problem(text="syarat PKH?") if legal else slrt.Enquiry(text="syarat PKH?")
    return partial(w.at("sari").record_visit, w.household(), [item])


@forbidden("intake-post", "R-INT-1")
def front_office_records_at_home(w: World, legal: bool) -> Act:
    return partial(w.at("fifi").record_visit, w.household(), [a_need()], way="slrt_office" if legal else "home_visit")


@forbidden("intake-post", "R-INT-1")
def facilitator_records_at_the_office(w: World, legal: bool) -> Act:
    return partial(w.at("sari").record_visit, w.household(), [a_need()], way="home_visit" if legal else "slrt_office")


@forbidden("intake-post", "R-INT-1")
def manager_records_a_visit(w: World, legal: bool) -> Act:
    return partial(w.at("sari" if legal else "maya").record_visit, w.household(), [a_need()])


@forbidden("may", "R-APP-12")
def supervisor_records_a_household(w: World, legal: bool) -> Act:
    return partial(w.at("sari" if legal else "budi").record_household, form())


@forbidden("intake-who", "R-INT-1", who_may_complain="vulnerable")
def complaint_of_the_well_off_where_only_the_vulnerable_may(w: World, legal: bool) -> Act:
    facts = {"central_status": "listed", "decile": 4 if legal else 5}
    w.desk.load_households([form(id="h-decile", facts=facts)], "central-list")
    return partial(w.at("sari").record_visit, "h-decile", [a_complaint()])


# -------------------------------------------------------------------- the list, the catalogue, the roster


def _floor(home: str, **more: Any) -> slrt.Change:
    return slrt.Change(changes=[slrt.FieldChange(unit=home, variable="floor", new="earth", **more)])


@forbidden("variable-central", "R-REG-3", slrt.Invalid)
def decile_changed_by_the_district(w: World, legal: bool) -> Act:
    home = w.household()
    variable = "monthly_income" if legal else "decile"
    change = slrt.Change(changes=[slrt.FieldChange(unit=home, variable=variable, new=1)])
    return partial(w.at("sari").record_visit, home, [change])


@forbidden("variable-central", "R-REG-3", slrt.Invalid)
def status_on_the_list_stated_by_a_facilitator(w: World, legal: bool) -> Act:
    facts = {"floor": "earth"} if legal else {"central_status": "listed"}
    return partial(w.at("sari").record_household, form(facts=facts))


@forbidden("need-listed", "R-REG-3")
def need_of_an_unlisted_household_for_a_program_that_demands_listing(w: World, legal: bool) -> Act:
    return step(w, "maya", "refer", w.endorsed(a_need("PKH"), household=w.household(listed=legal)))


@forbidden("need-listed", "R-REG-3")
def the_same_need_by_way_of_the_back_office(w: World, legal: bool) -> Act:
    return step(w, "bagus", "refer", w.approved(a_need("PKH"), household=w.household(listed=legal)))


@forbidden("need-current", "R-REG-2")
def change_of_what_has_changed_meanwhile(w: World, legal: bool) -> Act:
    home = w.household()
    first = w.endorsed(_floor(home), household=home)
    second = w.endorsed(_floor(home), household=home)
    if not legal:
        w.do("maya", "recommend", first)
    return step(w, "maya", "recommend", second)


@forbidden("apart-entered", "R-PRG-2")
def program_approved_by_who_entered_it(w: World, legal: bool) -> Act:
    w.appoint("ani", "manager", DISTRICT)
    entered = w.at("ani", "administrator").enter_program(program("BEDAH", slrt.GovernanceLevel.DISTRICT))
    return partial(w.at("maya" if legal else "ani", "manager").approve_program, entered)


@forbidden("apart-entered", "R-PRG-2")
def program_approved_by_a_second_account(w: World, legal: bool) -> Act:
    w.appoint("ani2", "manager", DISTRICT, person="" if legal else "ani")
    entered = w.at("ani").enter_program(program("BEDAH", slrt.GovernanceLevel.DISTRICT))
    return partial(w.at("ani2").approve_program, entered)


@forbidden("may", "R-APP-12")
def program_entered_by_a_facilitator(w: World, legal: bool) -> Act:
    return partial(w.at("ani" if legal else "sari").enter_program, program("BEDAH", slrt.GovernanceLevel.DISTRICT))


@forbidden("other-programs", "R-PRG-2")
def program_of_the_centre_entered_by_the_manager(w: World, legal: bool) -> Act:
    return partial(w.at("ani" if legal else "maya").enter_program, program("KIP", slrt.GovernanceLevel.CENTRE))


@forbidden("program-unknown", "R-PRG-2", slrt.Invalid)
def need_for_a_program_that_is_not_approved_yet(w: World, legal: bool) -> Act:
    entered = w.at("ani").enter_program(program("BEDAH", slrt.GovernanceLevel.DISTRICT))
    if legal:
        w.at("maya").approve_program(entered)
    return partial(w.at("sari").record_visit, w.household(), [a_need("BEDAH")])


def _gives(w: World, giver: str, post: str, *, to: str) -> Act:
    given = LoadRoster(officers=(), assignments=(assignment(to, post, DISTRICT),))
    return partial(w.desk.perform, given, w.at(giver).actor)


@forbidden("apart-own-post", "R-APP-5")
def administrator_gives_a_post_to_themselves(w: World, legal: bool) -> Act:
    return _gives(w, "ani", "manager", to="fifi" if legal else "ani")


@forbidden("apart-own-post", "R-APP-5")
def administrator_gives_a_post_to_their_second_account(w: World, legal: bool) -> Act:
    w.desk.load_roster([slrt.Officer(id="ani2", name="Ani", person="ani2" if legal else "ani")], [])
    return _gives(w, "ani", "manager", to="ani2")


@forbidden("apart-own-post", "R-APP-5")
def administrator_makes_themselves_a_new_account(w: World, legal: bool) -> Act:
    fresh = slrt.Officer(id="ani3", name="Ani", person="" if legal else "ani")
    given = LoadRoster(officers=(fresh,), assignments=(assignment("ani3", "manager", DISTRICT),))
    return partial(w.desk.perform, given, w.at("ani").actor)


@forbidden("may", "R-APP-12")
def manager_gives_a_post(w: World, legal: bool) -> Act:
    return _gives(w, "ani" if legal else "maya", "manager", to="fifi")


@forbidden("may", "R-APP-12")
def manager_ends_a_post(w: World, legal: bool) -> Act:
    end = EndAssignment(officer="budi", post="supervisor", last_day=date(2026, 1, 9))
    return partial(w.desk.perform, end, w.at("ani" if legal else "maya").actor)


@forbidden("officer-person", "R-APP-5", slrt.Invalid)
def account_handed_to_another_person(w: World, legal: bool) -> Act:
    changed = slrt.Officer(id="budi", name="Budi Santoso", person="budi" if legal else "badu")
    return partial(w.desk.load_roster, [changed], [])


@forbidden("may", "R-APP-12")
def map_loaded_by_an_officer(w: World, legal: bool) -> Act:
    if legal:
        return partial(w.desk.load_regions, region_tree(), "test")
    return partial(w.desk.perform, LoadRegions(regions=region_tree(), source="test"), w.at("ani").actor)


@forbidden("may", "R-APP-12")
def list_loaded_by_an_officer(w: World, legal: bool) -> Act:
    if legal:
        return partial(w.desk.load_households, [form()], "list")
    manifest = Manifest(source="list", day=date(2026, 1, 5), households=1, digest="x")
    return partial(w.desk.perform, LoadHouseholds(manifest=manifest), w.at("maya").actor)


@forbidden("village-accounts", "R-APP-12", village_accounts_by="host")
def village_account_by_the_administrator_where_the_host_makes_them(w: World, legal: bool) -> Act:
    post, region = ("back_office", DISTRICT) if legal else ("facilitator", V1)
    given = LoadRoster(
        officers=(slrt.Officer(id="baru", name="Baru"),), assignments=(assignment("baru", post, region),)
    )
    return partial(w.desk.perform, given, w.at("ani").actor)


# -------------------------------------------------------------------- what only follows by itself, and where it goes


@forbidden("post", "R-FUP-1")
def officer_escalates(w: World, legal: bool) -> Act:
    case = w.submitted()
    w.clock.advance(days=14)
    return w.desk.follow_up if legal else step(w, "maya", "escalate", case)


@forbidden("post", "R-APP-8")
def officer_declares_a_referral_settled(w: World, legal: bool) -> Act:
    case = w.do("dewi", "accept", w.referred())
    return step(w, "dewi", "complete" if legal else "referral_completed", case, result="diberi")


_LEVEL = slrt.Receiver(post="program_manager", program="BEASISWA", level="province")


@forbidden("need-receiver", "R-APP-7")
def forwarded_to_nobody(w: World, legal: bool) -> Act:
    return step(w, "dewi", "forward", w.referred(), reason="not-competent", receiver=_LEVEL if legal else None)


@forbidden("need-receiver", "R-APP-7")
def forwarded_to_an_unknown_program(w: World, legal: bool) -> Act:
    """Nobody would ever have it."""
    receiver = _LEVEL if legal else attrs.evolve(_LEVEL, program="BEASISW")
    return step(w, "dewi", "forward", w.referred(), reason="not-competent", receiver=receiver)


@forbidden("need-receiver", "R-APP-7")
def forwarded_to_a_post_that_answers_no_referrals(w: World, legal: bool) -> Act:
    """Forwarding to a supervisor would make them judge at the receiver's stage."""
    receiver = _LEVEL if legal else slrt.Receiver(post="supervisor", region=RIVER)
    return step(w, "dewi", "forward", w.referred(), reason="not-competent", receiver=receiver)


# -------------------------------------------------------------------- what is not in sight does not exist

Ask = Callable[[World, str], object]

INVISIBLE: dict[str, tuple[Callable[[World], str], Ask]] = {
    "case": (lambda w: w.submitted().id, lambda w, i: w.at("bella").case(i)),
    "item": (lambda w: w.submitted().id, lambda w, i: w.at("bella").item(i)),
    "timeline": (lambda w: w.submitted().id, lambda w, i: w.at("tono").timeline(i)),
    "step": (lambda w: w.submitted().id, lambda w, i: w.at("bella").perform("endorse", i)),
    "step_with_content": (
        lambda w: w.opened().id,
        lambda w, i: w.at("tono").perform("correct", i, content=a_need("TIDAK-ADA")),
    ),
    "step_that_does_not_exist": (lambda w: w.opened().id, lambda w, i: w.at("tono").perform("terbang", i)),
    "step_of_another_program": (lambda w: w.referred().id, lambda w, i: w.at("rina").perform("accept", i)),
    "step_of_the_administrator": (lambda w: w.submitted().id, lambda w, i: w.at("ani").perform("endorse", i)),
    "complaint_about_the_reader": (
        lambda w: w.submitted(a_complaint("officer", "", about="budi")).id,
        lambda w, i: w.at("budi").item(i),
    ),
    "sensitive_case": (lambda w: w.submitted(a_complaint("violence", "")).id, lambda w, i: w.at("sinta").case(i)),
    "household": (lambda w: w.household(), lambda w, i: w.at("tono").household(i, purpose="test")),
    "household_for_a_program_manager": (
        lambda w: w.household(),
        lambda w, i: w.at("dewi").household(i, purpose="test"),
    ),
    "visit": (lambda w: w.household(), lambda w, i: w.at("tono").record_visit(i, [a_need()])),
    "visit_with_faults": (lambda w: w.household(), lambda w, i: w.at("tono").record_visit(i, [a_need("TIDAK-ADA")])),
    "case_before_it_was_known": (
        lambda w: w.submitted().id,
        lambda w, i: w.at("budi").case(i, as_of=slrt.AsOf(date(2025, 12, 31))),
    ),
}


@pytest.mark.parametrize(("make", "ask"), INVISIBLE.values(), ids=INVISIBLE.keys())
def test_what_is_not_in_sight_reads_like_what_is_not_there(
    world: World, make: Callable[[World], str], ask: Ask
) -> None:
    """The refusal tells nothing but the id that was asked for: type, code, rule and words are the same (R-ALL-2)."""
    real = make(world)
    ghost = real[:2] + GHOST
    answers = []
    for asked in (real, ghost):
        with pytest.raises(slrt.NotFound) as refusal:
            ask(world, asked)
        assert_words(refusal.value.reasons)
        assert {reason.basis.rule for reason in refusal.value.reasons} == {"R-ALL-2"}
        assert asked in str(refusal.value)
        answers.append((str(refusal.value).replace(asked, "…"), [attrs.astuple(r) for r in refusal.value.reasons]))
    assert answers[0][0] == answers[1][0]
    assert str(answers[0][1]).replace(real, "…") == str(answers[1][1]).replace(ghost, "…")


def test_numbers_of_others_are_neither_found_nor_opened(world: World) -> None:
    """A search answers with what is in sight; a value is opened only where it stands (R-ALL-2)."""
    home = world.household()
    number = world.at("sari").household(home, purpose="test").members[0].nik
    clear = world.at("sari").reveal(number, of=home, purpose="test")
    assert [found.household for found in world.at("budi").lookup("nik", clear, purpose="test")] == [home]
    for stranger in ("tono", "bella", "dewi", "ani"):
        assert world.at(stranger).lookup("nik", clear, purpose="test") == ()
        with pytest.raises(slrt.NotFound):
            world.at(stranger).reveal(number, of=home, purpose="test")
    other = world.household()
    with pytest.raises(slrt.NotFound):
        world.at("sari").reveal(number, of=other, purpose="test")


def test_a_refusal_says_every_reason(world: World) -> None:
    """Not only the first (R-APP-5, R-APP-2): kept apart twice over, not looked at, and no reason given."""
    home = world.household()
    world.appoint("sari", "supervisor", RIVER)
    case = world.do("sinta", "submit", world.opened(post="facilitator", household=home))
    world.moves_in("sari", home)
    with pytest.raises(slrt.Refused) as refusal:
        world.at("sari", "supervisor").perform("reject", case.id)
    assert set(refusal.value.codes) == {"apart-household", "apart-recorded", "need-seen", "need-reason"}
    assert_words(refusal.value.reasons)


def test_decrees_are_on_record(world: World) -> None:
    """Whoever holds a post holds it by a decree that can be shown (P7(4), P8(2), P12(3); R-APP-12)."""
    assert {held.decree for held in world.desk.roster().assignments} == {DECREE}


def test_a_supervisor_of_two_places_has_both(world: World) -> None:
    """The places of an assignment count, not the person's first (R-APP-6)."""
    world.appoint("bella", "supervisor", RIVER)
    near = world.submitted()
    far = world.submitted(by="wati", household=world.household(V3))
    assert {item.id for item in world.at("bella", "supervisor").worklist()} == {near.id, far.id}
    assert {item.id for item in world.at("budi").worklist()} == {near.id}

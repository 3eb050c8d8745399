"""The ways that a case takes (domain.md section 4), told from the articles: P14, annex I, and the steps of SELARAS."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

import slrt_core as slrt
from slrt_core.adapters.numbers import is_number
from slrt_core.model.contents import Content
from slrt_core.model.registry import CentralStatus
from tests.acceptance.conftest import Build
from tests.acceptance.helpers import V1, V2, World, a_complaint, a_need, form, person

TOLD = "hasilnya sudah ada"


# -------------------------------------------------------------------- from the door to the answer


def test_a_complaint_from_the_door_to_the_answer(world: World) -> None:
    """Visit, supervisor, manager, program manager, feedback, closed (S1-S4, P14(1)a,b,f,g; R-APP-1, R-APP-2, R-APP-8).

    Each has it in turn, and nobody of another village, sub-district, program or district has it at all.
    """
    case = world.opened(a_complaint())
    assert case.state == "recorded"
    world.assert_waits(case, "sari", "sinta", to="submit")

    case = world.do("sari", "submit", case)
    world.assert_waits(case, "budi", "bayu", to="endorse")

    case = world.do("budi", "endorse", case)
    world.assert_waits(case, "maya", "mira", to="refer")

    case = world.do("maya", "refer", case)
    assert case.state == "referred"
    world.assert_waits(case, "dewi", "dodi", to="accept")
    assert world.told(case) == [("program_manager", "referral")]

    case = world.do("dewi", "complete", world.do("dewi", "accept", case), result="saldo sudah diisi")
    assert world.case(case).outcome == "settled"
    world.assert_waits(case, "sari", "sinta", to="inform")

    case = world.closed(case)
    assert case.state == "closed"
    assert world.waiting(case) == {}
    assert world.feedback(case) == [("sari", "home", True)]
    assert world.history(case) == [
        ("sari", "facilitator", "home_visit"),
        ("sari", "facilitator", "submit"),
        ("budi", "supervisor", "endorse"),
        ("maya", "manager", "refer"),
        ("dewi", "program_manager", "accept"),
        ("dewi", "program_manager", "complete"),
        ("", "system", "referral_completed"),
        ("sari", "facilitator", "inform"),
        ("sari", "facilitator", "close"),
    ]
    world.assert_whole()


def test_each_step_says_the_article_it_stands_on(world: World) -> None:
    """A timeline cites visit P14(1)a, supervisor P14(1)b, referral S2 or L1.2, decision S3, feedback P14(1)g (P5f)."""
    case = world.closed(world.completed(a_complaint()))
    cited = {step.did.en: set(step.basis.places) for step in world.at("maya").timeline(case)}
    assert "P14(1)a" in cited["home visit"]
    assert "P14(1)b" in cited["submit"]
    assert "P14(1)b" in cited["endorse"]
    assert cited["refer"] & {"S2(2)", "S2(3)", "L1.2e"}
    assert "S3" in cited["accept"]
    assert "P14(1)g" in cited["tell the household"]


@pytest.mark.parametrize(
    ("code", "receivers"),
    [
        ("SEMBAKO", {"dewi", "dodi"}),
        ("BEASISWA", {"prita"}),
        ("RUTILAHU", {"rina"}),
        ("SANTUNAN", {"yoga"}),
    ],
)
def test_a_need_goes_to_its_program_at_its_level(world: World, code: str, receivers: set[str]) -> None:
    """Needs go to the manager of just that program: centre, province, district, non-government (R-APP-7, P14(1)f)."""
    case = world.referred(a_need(code))
    world.assert_waits(case, *receivers, to="accept")
    case = world.closed(world.do(min(receivers), "complete", world.do(min(receivers), "accept", case), result="diberi"))
    assert world.case(case).outcome == "accepted"
    world.assert_whole()


def test_a_request_that_the_household_makes_itself(world: World) -> None:
    """A household's own request, with the facilitator's help, goes the way of a visit (P4e; R-INT-4)."""
    case = world.submitted(a_need(), way="assisted_request")
    world.assert_waits(case, "budi", "bayu", to="endorse")
    case = world.closed(
        world.do("dewi", "reject", world.do("maya", "refer", world.do("budi", "endorse", case)), reason="quota")
    )
    assert world.case(case).outcome == "rejected"
    assert world.history(case)[0] == ("sari", "facilitator", "assisted_request")
    world.assert_whole()


def test_several_things_from_one_visit_have_one_number(world: World) -> None:
    """Change, participation, need and complaint of one visit share the household's number (R-INT-2, S2)."""
    household = world.household()
    visit = world.visit(
        slrt.Change(changes=[slrt.FieldChange(unit=household, variable="floor", new="earth")]),
        slrt.Participation(program="PKH"),
        a_need(),
        a_complaint(),
        household=household,
    )
    assert [case.kind for case in visit.cases] == ["change", "participation", "need", "complaint"]
    assert len({case.id for case in visit.cases}) == 4
    assert {case.number for case in visit.cases} == {visit.number}
    assert is_number(visit.number)
    other = world.visit(a_need(), household=household)
    assert other.number != visit.number

    sent = world.at("sari").submit(visit)
    assert {case.state for case in sent} == {"review"}
    assert {item.id for item in world.at("budi").worklist()} == {case.id for case in visit.cases}
    told = {status.kind.en for status in world.desk.enquire(visit.number)}
    assert told == {"change of data", "participation", "need", "complaint"}
    assert len(world.at("maya").timeline(visit)) == 2 * 4
    world.assert_whole()


def test_a_visit_without_a_network_is_recorded_later(world: World) -> None:
    """A visit of Monday that is sent on Friday keeps its day; the days to act run from the sending on (R-INT-3)."""
    household = world.household()
    world.go_to(date(2026, 1, 9))
    case = world.opened(a_need(), household=household, on=date(2026, 1, 5))
    held = world.case(case)
    assert (held.opened_on, held.opened_at.date()) == (date(2026, 1, 5), date(2026, 1, 9))
    assert held.due is not None
    assert held.due > date(2026, 1, 9)
    first = world.at("maya").timeline(case)[0]
    assert (first.on, first.at.date()) == (date(2026, 1, 5), date(2026, 1, 9))
    case = world.do("sari", "submit", case)
    world.assert_waits(case, "budi", "bayu", to="endorse")
    world.assert_whole()


def test_a_household_met_without_a_network_is_known_from_the_day_it_was_met(world: World) -> None:
    """What was seen on Monday held on Monday, though it was sent on Friday (R-INT-3; both times of a fact)."""
    world.go_to(date(2026, 1, 9))
    visit = world.at("sari").record_visit(form(V1), [a_need()], on=date(2026, 1, 5))
    seen = world.at("sari").household(visit.household, purpose="test", as_of=slrt.AsOf(date(2026, 1, 5)))
    assert seen.region == V1


# -------------------------------------------------------------------- returned, rejected


def test_returned_corrected_and_sent_again(world: World) -> None:
    """The supervisor returns; the facilitator corrects; the same supervisor may endorse it then (R-APP-2, R-APP-5)."""
    case = world.submitted(a_complaint())
    sent = world.do("budi", "return", case, reason="incomplete", note="tanggalnya?")
    assert sent.state == "returned"
    world.assert_waits(sent, "sari", "sinta", to="submit")

    mended = world.do("sari", "correct", sent, content=a_complaint("late"))
    assert mended.digest != sent.digest
    again = world.do("sari", "submit", mended)
    world.assert_waits(again, "budi", "bayu", to="endorse")

    case = world.do("budi", "endorse", again)
    world.assert_waits(case, "maya", "mira")
    assert world.history(case) == [
        ("sari", "facilitator", "home_visit"),
        ("sari", "facilitator", "submit"),
        ("budi", "supervisor", "return"),
        ("sari", "facilitator", "correct"),
        ("sari", "facilitator", "submit"),
        ("budi", "supervisor", "endorse"),
    ]
    returned = world.at("maya").timeline(case)[2]
    assert (returned.reason.id, returned.reason.en) == ("data belum lengkap", "the data are incomplete")
    world.assert_whole()


def test_the_manager_returns_and_judges_again(world: World) -> None:
    """What the manager returns passes the supervisor once more; both may be the same persons as before (R-APP-2)."""
    case = world.do("maya", "return", world.endorsed(a_need()), reason="no-evidence")
    world.assert_waits(case, "sari", "sinta", to="submit")
    case = world.do("budi", "endorse", world.do("sari", "submit", case))
    case = world.do("maya", "refer", case)
    world.assert_waits(case, "dewi", "dodi")
    world.assert_whole()


@pytest.mark.parametrize("judge", ["supervisor", "manager"])
def test_rejected_told_closed(world: World, judge: str) -> None:
    """A rejection with its reason ends the case once the household was told; it goes nowhere (R-APP-2, R-FUP-2)."""
    if judge == "supervisor":
        case = world.rejected(a_complaint())
    else:
        case = world.do("maya", "reject", world.endorsed(a_complaint()), reason="not-entitled")
    held = world.case(case)
    assert (held.outcome, held.state, held.referrals) == ("rejected", "decided", ())
    world.assert_waits(case, "sari", "sinta", to="inform")
    case = world.closed(case)
    assert world.feedback(case) == [("sari", "home", True)]
    assert world.told(case) == []
    steps = world.at("maya").timeline(case)
    assert [step.reason.en for step in steps if step.reason.en] == ["the criteria are not met"]
    assert steps[-3].outcome == "rejected"
    world.assert_whole()


def _of_kind(world: World, kind: str) -> slrt.CaseResult:
    """A case of a kind that waits for the supervisor."""
    home = world.household(listed=kind != "addition")
    items: dict[str, Content] = {
        "change": slrt.Change(changes=[slrt.FieldChange(unit=home, variable="floor", new="earth")]),
        "addition": slrt.Addition(worthy=True),
        "participation": slrt.Participation(program="PKH"),
        "need": a_need(),
        "complaint": a_complaint(),
    }
    return world.submitted(items[kind], household=home)


@pytest.mark.parametrize("kind", ["change", "addition", "participation", "need", "complaint"])
def test_every_kind_is_reviewed_and_recommended(world: World, kind: str) -> None:
    """Whatever a visit brings, supervisor and manager may return or reject it (L1.3b-e, L1.2e; R-APP-1, R-APP-2)."""
    case = _of_kind(world, kind)
    world.assert_waits(case, "budi", "bayu", to="endorse")
    case = world.do("sari", "submit", world.do("budi", "return", case, reason="incomplete"))
    case = world.do("budi", "endorse", case)
    world.assert_waits(case, "maya", "mira", to="reject")
    case = world.do("sari", "submit", world.do("maya", "return", case, reason="contradictory"))
    rejected = world.do("maya", "reject", world.do("budi", "endorse", case), reason="duplicate")
    assert world.case(rejected).outcome == "rejected"

    rejected = world.closed(world.do("bayu", "reject", _of_kind(world, kind), reason="no-evidence"))
    assert world.case(rejected).outcome == "rejected"
    objected = world.do("sari", "object", rejected, note="buktinya ada")
    world.assert_waits(objected, "budi", to="endorse")
    world.assert_whole()


# -------------------------------------------------------------------- unlisted households


def test_an_unlisted_household_is_proposed_surveyed_verified_and_listed(world: World) -> None:
    """Basic data, proposal, supervisor, survey, verification, registry manager, listed (R-REG-3, R-REG-8, P14(1)c).

    Its complaint goes on at the same time; its need for a program that demands listing waits until then.
    """
    sari = world.at("sari")
    visit = sari.record_visit(
        form(V1), [slrt.Addition(worthy=True, grounds="rumah lantai tanah"), a_complaint(), a_need("PKH")]
    )
    addition, complaint, need = sari.submit(visit)
    home = visit.household
    assert sari.household(home, purpose="test").central_status is CentralStatus.UNLISTED
    assert not world.case(complaint).listed

    addition, complaint, need = (world.do("budi", "endorse", case) for case in (addition, complaint, need))
    complaint = world.do("dewi", "accept", world.do("maya", "refer", complaint))
    complaint = world.closed(world.do("dewi", "complete", complaint, result="saldo sudah diisi"))
    assert world.case(complaint).outcome == "settled"

    with pytest.raises(slrt.Refused) as waits:
        world.do("maya", "refer", need)
    assert waits.value.codes == ("need-listed",)
    assert "PKH" in waits.value.reasons[0].text.id

    world.assert_waits(addition, "maya", "mira", to="recommend")
    addition = world.do("maya", "recommend", addition)
    world.assert_waits(addition, "sari", "sinta", to="record_survey")
    survey = slrt.Survey(found=True, worthy=True, on=world.today, note="lantai tanah, dinding bambu")
    addition = world.do("sari", "record_survey", addition, survey=survey)
    found = world.case(addition).content
    assert isinstance(found, slrt.Addition)
    assert found.survey is not None
    assert (found.worthy, found.survey.worthy, found.survey.on) == (True, True, world.today)
    world.assert_waits(addition, "budi", "bayu", to="verify")
    addition = world.do("budi", "verify", addition)
    world.assert_waits(addition, "maya", "mira", to="refer")
    assert sari.household(home, purpose="test").central_status is CentralStatus.UNLISTED
    addition = world.do("maya", "refer", addition)
    assert sari.household(home, purpose="test").central_status is CentralStatus.PROPOSED
    world.assert_waits(addition, "ratna", "ridwan", to="accept")

    addition = world.do("ratna", "accept", addition)
    addition = world.do("ratna", "complete", addition, result="masuk daftar")
    assert world.case(addition).outcome == "accepted"
    assert sari.household(home, purpose="test").central_status is CentralStatus.LISTED
    assert [step for step in world.history(addition) if step[1] != "facilitator"] == [
        ("budi", "supervisor", "endorse"),
        ("maya", "manager", "recommend"),
        ("budi", "supervisor", "verify"),
        ("maya", "manager", "refer"),
        ("ratna", "registry_manager", "accept"),
        ("ratna", "registry_manager", "complete"),
        ("", "system", "referral_completed"),
    ]
    assert world.closed(addition).state == "closed"

    need = world.do("maya", "refer", need)
    world.assert_waits(need, "dewi", "dodi", to="accept")
    world.assert_whole()


def test_the_registry_manager_refuses_a_household(world: World) -> None:
    """A refusal comes back and is applied: the household stays in the local record, refused on the list (R-REG-3)."""
    sari = world.at("sari")
    visit = sari.record_visit(form(V1), [slrt.Addition(worthy=True)])
    case = world.do("maya", "recommend", world.do("budi", "endorse", sari.submit(visit)[0]))
    case = world.do("sari", "record_survey", case, survey=slrt.Survey(found=True, worthy=False, on=world.today))
    case = world.do("maya", "refer", world.do("budi", "verify", case))
    case = world.closed(world.do("ratna", "reject", case, reason="not-entitled"))
    assert world.case(case).outcome == "rejected"
    assert sari.household(visit.household, purpose="test").central_status is CentralStatus.REFUSED
    world.assert_whole()


def test_a_survey_that_does_not_convince_is_done_again(world: World) -> None:
    """Verification may send the surveyor back; the same supervisor verifies the second survey (R-REG-8, R-APP-2)."""
    visit = world.at("sari").record_visit(form(V1), [slrt.Addition(worthy=True)])
    case = world.do("maya", "recommend", world.do("budi", "endorse", world.at("sari").submit(visit)[0]))
    survey = slrt.Survey(found=True, worthy=True, on=world.today)
    case = world.do("budi", "return", world.do("sari", "record_survey", case, survey=survey), reason="contradictory")
    world.assert_waits(case, "sari", "sinta", to="record_survey")
    case = world.do("budi", "verify", world.do("sinta", "record_survey", case, survey=survey))
    world.assert_waits(case, "maya", "mira", to="refer")
    world.assert_whole()


def test_the_front_office_proposes_whom_it_does_not_find(world: World) -> None:
    """An unlisted visitor of the office: profile, proposal, review and analysis, then as others (L1.5d2, P14(1)e)."""
    fifi = world.at("fifi")
    visit = fifi.record_visit(form(V2), [slrt.Addition(worthy=True, grounds="kontrak sepetak")], way="slrt_office")
    case = world.do("fifi", "pass_on", visit.cases[0])
    world.assert_waits(case, "rani", "rudi", to="endorse")
    case = world.do("rani", "endorse", case)
    world.assert_waits(case, "maya", "mira", to="recommend")
    case = world.do("maya", "recommend", case)
    world.assert_waits(case, "tono", to="record_survey")
    case = world.do("tono", "record_survey", case, survey=slrt.Survey(found=True, worthy=True, on=world.today))
    case = world.do("maya", "refer", world.do("budi", "verify", case))
    world.do("ratna", "complete", world.do("ratna", "accept", case), result="masuk daftar")
    assert world.at("maya").household(visit.household, purpose="test").central_status is CentralStatus.LISTED
    world.assert_whole()


def test_a_district_may_let_the_unlisted_wait(build: Build) -> None:
    """Where the district chose so, a complaint waits for the listing as well (domain.md section 5)."""
    world = build(unlisted_case="waits")
    home = world.household(listed=False)
    case = world.endorsed(a_complaint(), household=home)
    with pytest.raises(slrt.Refused) as waits:
        world.do("maya", "refer", case)
    assert waits.value.codes == ("need-listed",)


@pytest.mark.parametrize(("judge", "command"), [("budi", "reject"), ("maya", "return"), ("maya", "reject")])
def test_a_proposal_may_still_fail_after_the_survey(world: World, judge: str, command: str) -> None:
    """Supervisor and manager look at what the survey found; they may reject, or have it done again (P14(1)c, L1.3c)."""
    case = world.do("maya", "recommend", world.do("budi", "endorse", _of_kind(world, "addition")))
    case = world.do("sari", "record_survey", case, survey=slrt.Survey(found=False, worthy=False, on=world.today))
    if judge == "maya":
        case = world.do("budi", "verify", case)
    case = world.do(judge, command, case, reason="contradictory")
    assert world.case(case).outcome == ("rejected" if command == "reject" else "")
    world.assert_waits(case, "sari", "sinta", to="inform" if command == "reject" else "record_survey")
    world.assert_whole()


# -------------------------------------------------------------------- membership


@pytest.mark.parametrize(
    ("choice", "receivers"),
    [("registry_manager", ("ratna", "ridwan")), ("program_manager", ("dewi", "dodi"))],
)
@pytest.mark.parametrize("topic", ["not-listed", "removed", "card-inactive"])
def test_a_membership_complaint_by_either_routing(
    build: Build, topic: str, choice: str, receivers: tuple[str, str]
) -> None:
    """Membership: to the registry manager by S2(3), or to the program manager by L1.2e5 (R-APP-7)."""
    world = build(membership_receiver=choice)
    case = world.referred(a_complaint(topic))
    world.assert_waits(case, *receivers, to="accept")
    assert world.told(case) == [(choice, "referral")]
    case = world.do(receivers[1], "accept", case)
    case = world.closed(world.do(receivers[1], "complete", case, result="diperbaiki"))
    assert world.case(case).outcome == "settled"
    world.assert_whole()


def test_other_complaints_are_not_the_registry_managers(world: World) -> None:
    """A complaint about how a program is carried out goes to its manager under every routing (S2(2), R-APP-7)."""
    world.assert_waits(world.referred(a_complaint("late")), "dewi", "dodi", to="accept")


# -------------------------------------------------------------------- village


def test_puskesos_settles(world: World) -> None:
    """Puskesos settles within its capacity, tells the household, and the district knows of it (P12(2)c,d; R-INT-6)."""
    case = world.opened(a_complaint("civil-papers", ""), by="lina", way="puskesos")
    assert case.state == "registered"
    world.assert_waits(case, "lina", "koko", "dani")
    case = world.do("lina", "settle", case, result="surat pengantar sudah dibuat")
    assert world.case(case).outcome == "settled"
    world.assert_waits(case, "lina", "koko", to="inform")
    case = world.do("lina", "close", world.do("lina", "inform", case, note=TOLD, channel="desk"))
    assert (case.state, world.waiting(case)) == ("closed", {})
    assert world.feedback(case) == [("lina", "desk", True)]
    assert world.history(case, reader="maya") == [
        ("lina", "puskesos_service", "puskesos"),
        ("lina", "puskesos_service", "settle"),
        ("lina", "puskesos_service", "inform"),
        ("lina", "puskesos_service", "close"),
    ]
    assert world.told(case) == []
    world.assert_whole()


def test_puskesos_refers_to_the_village_body_which_must_answer(world: World) -> None:
    """Puskesos refers to the technical body of that very village, which responds (P12(2)e, P13; R-APP-9)."""
    case = world.do("koko", "refer_village", world.opened(a_need(), by="lina", way="puskesos"))
    world.assert_waits(case, "vina", to="accept")
    assert world.told(case) == [("village_body", "referral")]
    due = world.case(case).due
    assert due is not None
    world.go_to(due + timedelta(days=1))
    assert [late.id for late in world.desk.follow_up()] == [case.id]

    case = world.do("vina", "complete", world.do("vina", "accept", case), result="dapat beras desa")
    assert world.case(case).outcome == "settled"
    world.assert_waits(case, "lina", "koko", to="inform")
    case = world.do("koko", "close", world.do("koko", "inform", case, note=TOLD, channel="phone"))
    assert world.feedback(case) == [("koko", "phone", True)]
    world.assert_whole()


def test_a_village_body_that_rejects_sends_it_back_and_on_to_the_district(world: World) -> None:
    """What the village cannot settle passes on to the district through SLRT (P12(2)e; R-APP-9)."""
    case = world.do("lina", "refer_village", world.opened(a_complaint(), by="lina", way="puskesos"))
    case = world.do("vina", "reject", case, reason="beyond-means")
    assert world.case(case).outcome == ""
    world.assert_waits(case, "lina", "koko", "dani", to="pass_on")
    case = world.do("lina", "pass_on", case)
    world.assert_waits(case, "rani", "rudi", to="pass_on")
    case = world.do("rani", "pass_on", case)
    world.assert_waits(case, "bagus", "bintang", to="settle")
    case = world.do("bagus", "settle", case, result="diselesaikan di sekretariat")
    world.assert_waits(case, "lina", "koko", to="inform")
    case = world.do("lina", "close", world.do("lina", "inform", case, note=TOLD, channel="desk"))
    assert world.case(case).outcome == "settled"
    world.assert_whole()


def test_the_facilitator_refers_to_the_village_body(world: World) -> None:
    """A facilitator may refer to the village body; the supervisor is informed, not asked (P13; R-APP-11)."""
    case = world.do("sari", "refer_village", world.opened(a_need()))
    held = world.case(case).referral
    assert held is not None
    assert held.receiver == slrt.Receiver(post="village_body", region=V1, level="village")
    world.assert_waits(case, "vina", to="accept")
    assert sorted(world.told(case)) == [("supervisor", "informed"), ("village_body", "referral")]
    case = world.closed(world.do("vina", "complete", world.do("vina", "accept", case), result="jamban dibangun"))
    assert world.case(case).outcome == "settled"
    assert ("vina", "village_body", "accept") in world.history(case)
    world.assert_whole()


def test_what_the_village_body_rejects_goes_on_to_the_supervisor(world: World) -> None:
    """The answer no of the village is not the end: the facilitator sends it on (P13, P14(1)b; R-APP-9)."""
    case = world.do("sari", "refer_village", world.opened(a_need()))
    case = world.do("vina", "reject", case, reason="not-competent")
    world.assert_waits(case, "sari", "sinta", to="submit")
    case = world.do("sari", "submit", case)
    world.assert_waits(case, "budi", "bayu", to="endorse")
    case = world.do("maya", "refer", world.do("budi", "endorse", case))
    world.assert_waits(case, "dewi", "dodi")
    world.assert_whole()


def test_where_the_supervisor_is_asked_before_the_village_body(build: Build) -> None:
    """A district may have the supervisor refer to the village body (domain.md section 5)."""
    world = build(village_referral_supervisor="asked")
    case = world.do("budi", "refer_village", world.submitted(a_need()))
    world.assert_waits(case, "vina", to="accept")


def test_data_from_puskesos_are_reviewed_as_a_facilitators(world: World) -> None:
    """Puskesos supports updating the list; its changes pass supervisor and manager (P12(2)b, L1.3b; R-REG-6)."""
    home = world.household()
    change = slrt.Change(changes=[slrt.FieldChange(unit=home, variable="floor", new="earth")])
    case = world.do("dani", "submit", world.opened(change, by="dani", way="puskesos", household=home))
    world.assert_waits(case, "budi", "bayu", to="endorse")
    case = world.do("budi", "endorse", case)
    world.assert_waits(case, "maya", "mira", to="recommend")
    world.do("maya", "recommend", case)
    assert world.at("sari").household(home, purpose="test")["floor"] == "earth"
    world.assert_whole()


def test_puskesos_corrects_and_sends_again(world: World) -> None:
    """What Puskesos wrote wrongly it corrects, before it is sent on and when analysis returns it (R-APP-9, R-APP-2)."""
    case = world.opened(a_complaint(), by="lina", way="puskesos")
    case = world.do("dani", "correct", case, content=a_complaint("late"))
    case = world.do("rani", "return", world.do("lina", "pass_on", case), reason="incomplete")
    world.assert_waits(case, "lina", "dani", to="submit")
    case = world.do("lina", "correct", case, content=a_complaint("card-lost"))
    case = world.do("dani", "submit", case)
    world.assert_waits(case, "rani", "rudi", to="pass_on")
    case = world.do("rani", "pass_on", case)
    world.assert_waits(case, "bagus", "bintang")
    world.assert_whole()


def test_where_puskesos_works_under_a_supervisor(build: Build) -> None:
    """A district may have the supervisor review what Puskesos passes on (domain.md section 5)."""
    world = build(puskesos_supervised="yes")
    case = world.do("lina", "pass_on", world.opened(a_complaint(), by="lina", way="puskesos"))
    world.assert_waits(case, "budi", "bayu", to="endorse")
    case = world.do("budi", "endorse", case)
    world.assert_waits(case, "maya", "mira")


def test_an_enquiry_at_puskesos(world: World) -> None:
    """Puskesos answers as the office does (P12(2)d; R-INT-7)."""
    case = world.opened(slrt.Enquiry(text="kapan cair?"), by="lina", way="puskesos")
    case = world.do("koko", "close", world.do("koko", "answer", case, result="bulan depan"))
    assert (world.case(case).outcome, world.feedback(case)) == ("answered", [("koko", "desk", True)])


def test_a_referral_to_the_village_is_called_back(world: World) -> None:
    """Puskesos may call it back, with a reason, and go on otherwise (R-FUP-1)."""
    case = world.do("lina", "refer_village", world.opened(a_need(), by="lina", way="puskesos"))
    case = world.do("lina", "cancel", case, reason="no-answer")
    world.assert_waits(case, "lina", "koko", "dani", to="pass_on")
    world.assert_whole()


# -------------------------------------------------------------------- office


def test_front_office_analysis_back_office_settles(world: World) -> None:
    """Registered, examined, settled at the secretariat, answered (P14(1)b,d,e, L1.5a,d1, L1.6a-c; R-APP-13)."""
    case = world.at_front(a_complaint())
    world.assert_waits(case, "fifi", "fajar", to="pass_on")
    case = world.do("fifi", "pass_on", case)
    world.assert_waits(case, "rani", "rudi", to="pass_on")
    case = world.do("rani", "pass_on", case)
    world.assert_waits(case, "bagus", "bintang", to="settle")
    case = world.do("bagus", "settle", case, result="bank sudah dihubungi")
    assert world.case(case).outcome == "settled"
    assert {"bagus", "bintang"} <= set(world.waiting(case))
    case = world.do("bagus", "inform", case, note=TOLD, channel="desk")
    case = world.do("bagus", "close", case)
    assert world.feedback(case) == [("bagus", "desk", True)]
    assert world.history(case) == [
        ("fifi", "front_office", "slrt_office"),
        ("fifi", "front_office", "pass_on"),
        ("rani", "review_analysis", "pass_on"),
        ("bagus", "back_office", "settle"),
        ("bagus", "back_office", "inform"),
        ("bagus", "back_office", "close"),
    ]
    world.assert_whole()


def test_the_back_office_refers_with_the_managers_approval(world: World) -> None:
    """What the secretariat cannot settle is referred, once the manager has approved it (L1.6d, P14(1)f; R-APP-4)."""
    case = world.do("bagus", "request_approval", world.at_back(a_complaint()))
    world.assert_waits(case, "maya", "mira", to="approve")
    assert world.told(case) == []
    case = world.do("maya", "approve", case)
    world.assert_waits(case, "bagus", "bintang", to="refer")
    case = world.do("bagus", "refer", case)
    world.assert_waits(case, "dewi", "dodi", to="accept")
    assert world.told(case) == [("program_manager", "referral")]
    case = world.do("dewi", "complete", world.do("dewi", "accept", case), result="disalurkan")
    case = world.do("bagus", "close", world.do("bagus", "inform", case, note=TOLD, channel="phone"))
    assert world.case(case).outcome == "settled"
    assert world.history(case)[3:6] == [
        ("bagus", "back_office", "request_approval"),
        ("maya", "manager", "approve"),
        ("bagus", "back_office", "refer"),
    ]
    world.assert_whole()


def test_the_front_office_corrects_and_sends_again(world: World) -> None:
    """Analysis may return what the front office registered; it comes back to analysis (L1.5d, R-APP-2)."""
    case = world.do("fajar", "correct", world.at_front(a_complaint()), content=a_complaint("late"))
    case = world.do("rani", "return", world.do("fifi", "pass_on", case), reason="incomplete")
    world.assert_waits(case, "fifi", "fajar", to="submit")
    case = world.do("fifi", "submit", world.do("fifi", "correct", case, content=a_complaint("card-lost")))
    world.assert_waits(case, "rani", "rudi", to="pass_on")
    world.assert_waits(world.do("rani", "pass_on", case), "bagus", "bintang")
    world.assert_whole()


def test_analysis_rejects_and_another_person_judges_the_objection(world: World) -> None:
    """A visitor of the office objects at the office; it is examined again, by another (R-FUP-3, R-APP-5)."""
    case = world.do("rani", "reject", world.do("fifi", "pass_on", world.at_front(a_complaint())), reason="duplicate")
    assert world.case(case).outcome == "rejected"
    case = world.do("bagus", "close", world.do("bagus", "inform", case, note=TOLD, channel="desk"))
    case = world.do("fifi", "object", case, note="bukan catatan ganda")
    world.assert_waits(case, "rudi", to="pass_on")
    case = world.do("bagus", "answer", world.do("rudi", "pass_on", case), result="sudah dijelaskan")
    assert world.case(case).outcome == "answered"
    case = world.do("bagus", "close", world.do("bagus", "inform", case, note=TOLD, channel="desk"))
    case = world.do("fifi", "reopen", case, note="masih belum jelas")
    world.assert_waits(case, "rudi", to="pass_on")
    world.assert_whole()


def test_the_back_office_calls_a_referral_back(world: World) -> None:
    """What a receiver does not answer comes back to the back office that referred it (R-FUP-1)."""
    case = world.do("bagus", "cancel", world.do("bagus", "refer", world.approved()), reason="no-answer")
    world.assert_waits(case, "bagus", "bintang", to="settle")
    with pytest.raises(slrt.Refused) as again:
        world.do("bagus", "refer", case)
    assert again.value.codes == ("need-approval",)


def test_the_manager_does_not_approve_and_the_back_office_settles(world: World) -> None:
    """Without the approval it stays with the back office, which may still settle it (L1.6c,d)."""
    case = world.do("bagus", "request_approval", world.at_back(a_complaint()))
    case = world.do("maya", "return", case, reason="more-facts")
    world.assert_waits(case, "bagus", "bintang", to="settle")
    case = world.do("bagus", "settle", case, result="diselesaikan")
    assert world.case(case).outcome == "settled"
    world.assert_whole()


def test_where_the_back_office_needs_no_manager(build: Build) -> None:
    """P14(1)f names no approval: a district may choose that (domain.md section 5)."""
    world = build(back_office_needs_manager="no")
    case = world.do("bagus", "refer", world.at_back(a_complaint()))
    world.assert_waits(case, "dewi", "dodi")
    world.assert_whole()


def test_where_the_front_office_checks_the_list(build: Build) -> None:
    """By L1.5d1 the front office examines and passes on to the back office itself (domain.md section 5)."""
    world = build(list_checked_by="front_office")
    case = world.do("fifi", "pass_on", world.at_front(a_complaint()))
    world.assert_waits(case, "bagus", "bintang")


def test_after_the_supervisor_through_the_secretariat(build: Build) -> None:
    """P14(1)b,d: a district may let what the supervisor approved pass review, analysis and back office."""
    world = build(after_supervisor="secretariat")
    case = world.endorsed(a_complaint())
    world.assert_waits(case, "rani", "rudi", to="pass_on")
    case = world.do("rani", "pass_on", case)
    world.assert_waits(case, "bagus", "bintang", to="settle")
    case = world.closed(world.do("bagus", "settle", case, result="diselesaikan"))
    assert world.case(case).outcome == "settled"
    world.assert_whole()


def test_an_enquiry_is_answered_at_the_desk(world: World) -> None:
    """The front office answers what is asked; the answer is the feedback (L1.5b,c; R-INT-7)."""
    case = world.at_front(slrt.Enquiry(text="syarat PKH apa saja?"))
    world.assert_waits(case, "fifi", "fajar", to="answer")
    case = world.do("fifi", "answer", case, result="ibu hamil, balita, anak sekolah, lansia, disabilitas berat")
    assert world.case(case).outcome == "answered"
    assert world.feedback(case) == [("fifi", "desk", True)]
    case = world.do("fifi", "close", case)
    assert (case.state, world.waiting(case)) == ("closed", {})
    world.assert_whole()


def test_a_problem_is_mapped_to_a_need(world: World) -> None:
    """A problem that is not yet classed becomes a need and goes its way (P14(1)a,d; R-INT-7)."""
    case = world.opened(slrt.Problem(text="atap bocor, anak sakit"))
    assert case.kind == "problem"
    world.assert_waits(case, "sari", "sinta", to="map")
    case = world.do("sari", "map", case, content=a_need("RUTILAHU"))
    assert case.kind == "need"
    case = world.do("maya", "refer", world.do("budi", "endorse", world.do("sari", "submit", case)))
    world.assert_waits(case, "rina", to="accept")
    world.assert_whole()


def test_a_problem_brought_to_the_office_is_mapped_by_analysis(world: World) -> None:
    """Review and analysis studies and maps (P14(1)d); what it mapped, it may pass on."""
    case = world.do("fifi", "pass_on", world.at_front(slrt.Problem(text="uang sekolah belum cair")))
    world.assert_waits(case, "rani", "rudi", to="map")
    case = world.do("rani", "map", case, content=a_complaint("school-costs", "BEASISWA"))
    assert case.kind == "complaint"
    case = world.do("rani", "pass_on", case)
    world.assert_waits(case, "bagus", "bintang")
    world.assert_whole()


# -------------------------------------------------------------------- the receiver


def test_examined_further_then_accepted(world: World) -> None:
    """The program manager approves, rejects, or examines further (S3; R-APP-8)."""
    case = world.do("dewi", "examine", world.referred(a_need()))
    held = world.case(case).referral
    assert held is not None
    assert held.state == "under_review"
    world.assert_waits(case, "dewi", "dodi", to="accept")
    case = world.do("dewi", "complete", world.do("dewi", "accept", case), result="diberi")
    assert world.case(case).outcome == "accepted"
    assert [did for _, _, did in world.history(case)[4:7]] == ["examine", "accept", "complete"]
    world.assert_whole()


def test_the_receiver_asks_and_is_answered(world: World) -> None:
    """Who needs information asks; sender or recorder answers; the receiver decides then (R-APP-8)."""
    case = world.do("dewi", "ask", world.referred(a_need()), reason="more-facts", note="berapa anak?")
    waits = world.waiting(case)
    assert {"maya", "mira", "sari", "sinta"} == {name for name, commands in waits.items() if "provide" in commands}
    assert not {"dewi", "dodi"} & set(waits)
    case = world.do("sari", "provide", case, result="tiga anak")
    world.assert_waits(case, "dewi", "dodi", to="accept")
    case = world.do("dewi", "complete", world.do("dewi", "accept", case), result="diberi")
    assert world.case(case).outcome == "accepted"
    world.assert_whole()


def test_the_manager_who_referred_may_answer_too(world: World) -> None:
    """The sender answers as well; it is a step of the stage at which they judged (R-APP-5, R-APP-8)."""
    case = world.do("dewi", "ask", world.referred(a_need()), reason="more-facts")
    case = world.do("maya", "provide", case, result="tiga anak")
    world.assert_waits(case, "dewi", "dodi", to="accept")


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        *product(("requested", "acknowledge", "examine"), ("accept", "reject", "ask", "waitlist")),
        ("waitlist", "accept"),
        ("waitlist", "reject"),
    ],
)
def test_the_receiver_answers_from_wherever_it_stands(world: World, before: str, answer: str) -> None:
    """Whatever a receiver did first, approving, rejecting and asking stay open to it (S3; R-APP-8)."""
    case = world.referred(a_need())
    if before != "requested":
        case = world.do("dewi", before, case, reason="quota" if before == "waitlist" else "")
    reasons = {"reject": "not-entitled", "ask": "no-evidence", "waitlist": "quota"}
    case = world.do("dewi", answer, case, reason=reasons.get(answer, ""))
    held = world.case(case).referral
    assert held is not None
    reached = {"accept": "accepted", "reject": "rejected", "ask": "needs_information", "waitlist": "waiting_list"}
    assert held.state == reached[answer]
    assert (case.state, world.case(case).outcome) == (
        ("decided", "rejected") if answer == "reject" else ("referred", "")
    )


def test_a_referral_acknowledged_and_called_back(world: World) -> None:
    """The receiver says that it has it; the manager may call it back, and refer again (P9(2), R-FUP-1)."""
    case = world.do("dewi", "acknowledge", world.referred(a_need()))
    world.assert_waits(case, "dewi", "dodi", to="accept")
    case = world.do("maya", "cancel", case, reason="no-answer")
    held = world.case(case).referral
    assert held is not None
    assert held.state == "cancelled"
    world.assert_waits(case, "maya", "mira", to="refer")
    case = world.do("maya", "refer", case)
    assert len(world.case(case).referrals) == 2
    world.assert_waits(world.do("maya", "mark_error", case, reason="wrongly-mapped"), "maya", "mira", to="refer")
    world.assert_whole()


def test_on_the_waiting_list_until_there_is_room(world: World) -> None:
    """A full quota is no refusal: the case waits, and is accepted when its turn comes (R-APP-8, R-FUP-1)."""
    case = world.do("dewi", "waitlist", world.referred(a_need()), reason="quota")
    held = world.case(case)
    assert (held.state, held.outcome) == ("referred", "")
    world.assert_waits(case, "dewi", "dodi", to="accept")
    world.clock.advance(days=30)
    case = world.do("dodi", "accept", case)
    case = world.closed(world.do("dodi", "complete", case, result="kuota baru"))
    assert world.case(case).outcome == "accepted"
    world.assert_whole()


def test_put_on_hold_and_taken_up_again(world: World) -> None:
    """An accepted need is worked on, stops with a reason, and is carried out or fails (R-FUP-1)."""
    case = world.do("dewi", "start", world.do("dewi", "accept", world.referred(a_need())))
    case = world.do("dewi", "resume", world.do("dewi", "hold", case, reason="quota"))
    case = world.do("dewi", "fail", case, reason="moved-or-died")
    assert world.case(case).outcome == "failed"
    world.assert_waits(case, "sari", "sinta", to="inform")
    world.assert_whole()


def test_forwarded_to_another_level(world: World) -> None:
    """A receiver who is not competent forwards; from then on the other level has it, and it alone (R-APP-7)."""
    case = world.referred(a_need())
    level = slrt.Receiver(post="program_manager", program="BEASISWA", level="province")
    case = world.do("dewi", "forward", case, reason="not-competent", receiver=level)
    old, new = world.case(case).referrals
    assert (old.state, new.state, new.forwarded_from) == ("forwarded", "requested", old.id)
    world.assert_waits(case, "prita", to="accept")
    assert world.told(case) == [("program_manager", "referral")] * 2
    case = world.closed(world.do("prita", "complete", world.do("prita", "accept", case), result="diberi"))
    assert world.case(case).outcome == "accepted"
    world.assert_whole()


# -------------------------------------------------------------------- data


def test_an_approved_change_is_applied_exactly_and_forwarded(world: World) -> None:
    """What was approved, all of it and nothing else, is entered; the centre answers (L1.2e1, S2(1), R-REG-2)."""
    home = world.household()
    sari = world.at("sari")
    before = sari.household(home, purpose="test")
    member = before.members[0]
    since = date(2026, 1, 2)
    case = world.submitted(
        slrt.Change(
            changes=[
                slrt.FieldChange(unit=home, variable="floor", new="earth", valid_from=since, evidence="foto-1"),
                slrt.FieldChange(unit=member.id, variable="name", old=member.name, new="Siti Aminah"),
            ]
        ),
        household=home,
    )
    case = world.do("budi", "endorse", case)
    assert sari.household(home, purpose="test") == before
    case = world.do("maya", "recommend", case)
    after = sari.household(home, purpose="test")
    assert after["floor"] == "earth"
    assert (after.facts["floor"].valid_from, after.facts["floor"].evidence) == (since, "foto-1")
    assert (after.facts["floor"].source, after.members[0].name) == (case.id, "Siti Aminah")
    assert {k: v for k, v in after.facts.items() if k != "floor"} == dict(before.facts)
    assert {k: v for k, v in after.members[0].facts.items() if k != "name"} == {
        k: v for k, v in member.facts.items() if k != "name"
    }
    world.assert_waits(case, "ratna", "ridwan", to="accept")
    case = world.closed(world.do("ratna", "complete", world.do("ratna", "accept", case), result="diterima pusat"))
    assert world.case(case).outcome == "accepted"
    world.assert_whole()


def test_participation_is_recorded_reviewed_and_entered(world: World) -> None:
    """That a household takes part in a program is reviewed, entered and sent to the centre (S2(ii), S2(1), L1.4d)."""
    home = world.household()
    case = world.endorsed(slrt.Participation(program="PKH", since=date(2025, 7, 1)), household=home)
    case = world.do("maya", "recommend", case)
    seen = world.at("sari").household(home, purpose="test")
    assert seen["participation:PKH"] == "active"
    assert seen["participation:SEMBAKO"] is slrt.UNKNOWN
    assert seen.facts["participation:PKH"].valid_from == date(2025, 7, 1)
    world.assert_waits(case, "ratna", "ridwan", to="accept")
    world.assert_whole()


# -------------------------------------------------------------------- withdrawn, objected, reopened, not reached


def test_withdrawn_while_a_receiver_has_it(world: World) -> None:
    """A household may withdraw at any time; nobody is waited for any more, the referral is cancelled (R-FUP-3)."""
    case = world.do("sari", "withdraw", world.referred(a_need()), note="sudah dapat kerja")
    held = world.case(case)
    assert (held.state, held.outcome) == ("closed", "withdrawn")
    assert held.referral is not None
    assert held.referral.state == "cancelled"
    assert world.waiting(case) == {}
    world.assert_whole()


OPEN_AT_HOME = ["opened", "submitted", "returned", "endorsed", "referred", "village", "handed_on"]
OPEN_AT_OFFICE = ["front", "front_returned", "analysis", "back", "approval", "approved", "sent", "objected"]
OPEN_AT_PUSKESOS = ["met", "met_village", "met_analysis", "met_returned", "met_back", "met_approval", "met_sent"]


def _case_at(world: World, stage: str) -> slrt.CaseResult:
    """A need that is where the stage says."""
    do = world.do
    met = stage.startswith("met")
    stage = stage.removeprefix("met_")
    if stage in {"opened", "submitted", "endorsed", "referred", "approved"}:
        case: slrt.CaseResult = getattr(world, stage)(a_need())
        return case
    if met:
        case = world.opened(a_need(), by="lina", way="puskesos")
    elif stage in OPEN_AT_HOME:
        case = world.opened(a_need())
    else:
        case = world.at_front(a_need())
    if stage in {"met", "front"}:
        return case
    if stage == "village":
        return do("lina" if met else "sari", "refer_village", case)
    if stage == "handed_on":
        return do("maya", "pass_on", do("budi", "endorse", do("sari", "submit", case)))
    if stage == "returned" and not met:
        return do("budi", "return", do("sari", "submit", case), reason="incomplete")
    case = do("lina" if met else "fifi", "pass_on", case)
    if stage in {"returned", "front_returned"}:
        return do("rani", "return", case, reason="incomplete")
    if stage == "objected":
        return do("sari", "object", world.closed(do("rani", "reject", case, reason="duplicate")), note="itu kasus lain")
    if stage == "analysis":
        return case
    case = do("rani", "pass_on", case)
    if stage == "back":
        return case
    case = do("bagus", "request_approval", case)
    return case if stage == "approval" else do("bagus", "refer", do("maya", "approve", case))


@pytest.mark.parametrize("stage", [*OPEN_AT_HOME, *OPEN_AT_OFFICE, *OPEN_AT_PUSKESOS])
def test_a_household_may_withdraw_wherever_its_case_is(world: World, stage: str) -> None:
    """Withdrawing needs nobody's approval, in whatever hands the case is (R-FUP-3)."""
    at = _case_at(world, stage)
    by = {**dict.fromkeys(OPEN_AT_OFFICE, "fifi"), **dict.fromkeys(OPEN_AT_PUSKESOS, "lina")}.get(stage, "sari")
    done = world.do(by, "withdraw", at, note="tidak perlu lagi")
    assert (done.state, world.case(done).outcome) == ("closed", "withdrawn")


def test_an_objection_is_judged_by_another_person(world: World) -> None:
    """After an objection the case is reviewed again, not by who rejected it (R-FUP-3, R-APP-5)."""
    case = world.closed(world.rejected(a_complaint()))
    case = world.do("sari", "object", case, note="kartu saya masih berlaku")
    assert world.case(case).round == 2
    world.assert_waits(case, "bayu", to="endorse")
    case = world.do("bayu", "endorse", case)
    case = world.do("dewi", "accept", world.do("maya", "refer", case))
    case = world.closed(world.do("dewi", "complete", case, result="disalurkan"))
    assert world.case(case).outcome == "settled"
    assert world.feedback(case) == [("sari", "home", True)] * 2
    world.assert_whole()


def test_an_objection_need_not_wait_for_the_closing(world: World) -> None:
    """Whoever is told no may object there and then (R-FUP-3)."""
    case = world.do("sari", "inform", world.rejected(a_complaint()), note="ditolak", channel="home")
    case = world.do("sari", "object", case, note="kartu saya masih berlaku")
    world.assert_waits(case, "bayu", to="endorse")


def test_a_closed_case_is_reopened(world: World) -> None:
    """A settled case may be reopened on the household's word and goes on from the review (R-FUP-3)."""
    case = world.closed(world.completed(a_complaint()))
    case = world.do("sari", "reopen", case, note="saldo kosong lagi")
    assert (world.case(case).outcome, world.case(case).closed_on) == ("", None)
    world.assert_waits(case, "budi", "bayu", to="endorse")
    case = world.do("dewi", "accept", world.do("maya", "refer", world.do("budi", "endorse", case)))
    case = world.do("dewi", "complete", case, result="diisi kembali")
    with pytest.raises(slrt.Refused):
        world.do("sari", "close", case)
    assert world.closed(case).state == "closed"
    world.assert_whole()


@pytest.mark.parametrize(("way", "teller"), [("home_visit", "sari"), ("slrt_office", "bagus"), ("puskesos", "lina")])
def test_a_household_that_cannot_be_reached(world: World, way: str, teller: str) -> None:
    """After vain attempts on three days the case may be closed; each attempt stays on record (R-FUP-2)."""
    attempts = world.desk.rulebook.limits["unreached_attempts"].value
    match way:
        case "slrt_office":
            at = world.do("bagus", "settle", world.at_back(a_complaint()), result="beres")
        case "puskesos":
            at = world.do("lina", "settle", world.opened(a_complaint(), by="lina", way=way), result="beres")
        case _:
            at = world.completed(a_complaint())
    for _ in range(attempts):
        with pytest.raises(slrt.Refused) as early:
            world.do(teller, "close", at)
        assert early.value.codes == ("need-feedback",)
        at = world.do(teller, "not_reached", world.do(teller, "not_reached", at))
        world.clock.advance(days=1)
    assert world.do(teller, "close", at).state == "closed"
    assert world.feedback(at) == [(teller, world.case(at).feedback[0].channel, False)] * 2 * attempts
    world.assert_whole()


def test_an_anonymous_complaint_is_answered_under_its_number(world: World) -> None:
    """Who gives no name gets a number, and finds the answer under it (P5c; R-FUP-2)."""
    visit = world.at("sari").record_visit("", [a_complaint("deduction", anonymous=True)], region=V1)
    assert visit.household == ""
    case = world.do("sari", "submit", visit.cases[0])
    case = world.do("maya", "refer", world.do("budi", "endorse", case))
    case = world.do("dewi", "complete", world.do("dewi", "accept", case), result="uang dikembalikan")
    case = world.do("sari", "inform", case, note="uang sudah dikembalikan", channel="number")
    assert world.do("sari", "close", case).state == "closed"
    status = world.desk.enquire(visit.number.lower())[0]
    assert (status.outcome.en, status.told) == ("settled", ("uang sudah dikembalikan",))
    world.assert_whole()


# -------------------------------------------------------------------- late


def test_a_late_case_is_escalated_once(world: World) -> None:
    """Due in working days; the day after, whoever follows up is told, once for each waiting (R-FUP-1)."""
    world.go_to(date(2026, 1, 8))
    case = world.submitted(a_complaint())
    due = world.case(case).due
    assert due is not None
    assert due.isoweekday() <= 5
    assert due > date(2026, 1, 9)

    world.go_to(due)
    assert world.desk.follow_up() == ()
    assert not world.see("budi", case).late
    world.go_to(due + timedelta(days=1))
    assert world.see("budi", case).late
    assert [late.id for late in world.desk.follow_up()] == [case.id]
    assert world.desk.follow_up() == ()
    world.clock.advance(days=3)
    assert world.desk.follow_up() == ()
    assert world.told(case) == [("supervisor", "reminder"), ("manager", "late")]
    assert [item.id for item in world.at("tika").overdue()] == [case.id]
    world.assert_waits(case, "budi", "bayu", to="endorse")

    case = world.do("budi", "endorse", case)
    assert world.at("tika").overdue() == ()
    world.clock.advance(days=21)
    assert [late.id for late in world.desk.follow_up()] == [case.id]
    assert world.told(case)[1:] == [("manager", "late"), ("secretariat_head", "late")]
    assert ("", "system", "escalate") in world.history(case)
    world.assert_whole()


def test_a_receiver_who_does_not_answer_is_watched_until_it_comes_back(world: World) -> None:
    """SLRT watches what it referred: late, escalated, after long silence back with the manager (S3, P9(2), R-FUP-1)."""
    case = world.referred(a_need())
    due = world.case(case).due
    assert due is not None
    world.go_to(due + timedelta(days=1))
    assert len(world.desk.follow_up()) == 1
    assert {"dewi", "dodi"} <= set(world.waiting(case))
    world.clock.advance(days=2 * world.desk.rulebook.limits["expiry_days"].value)
    assert len(world.desk.follow_up()) == 1
    world.assert_waits(case, "maya", "mira", to="refer")
    world.assert_whole()


# -------------------------------------------------------------------- worklists


def test_a_worklist_holds_only_what_its_owner_may_do(world: World) -> None:
    """Who lives in a household is not waited for in its case; their colleague is (R-APP-5)."""
    home = world.household()
    case = world.submitted(a_need(), household=home)
    world.moves_in("budi", home)
    world.assert_waits(case, "bayu", to="endorse")


def test_where_nobody_is_left_it_waits_for_the_stand_in(world: World) -> None:
    """The named post steps in, and sees that it is waited for (R-APP-5)."""
    home = world.household()
    case = world.submitted(a_need(), household=home)
    world.moves_in("budi", home)
    world.moves_in("bayu", home)
    assert set(world.waiting(case)) == {"sekar"}
    case = world.do("sekar", "endorse", case)
    world.assert_waits(case, "maya", "mira")


def test_a_sensitive_case_has_its_own_readers_and_still_moves(world: World) -> None:
    """A complaint about an officer passes by that officer; those who are waited for have it (R-APP-5, R-ALL-2)."""
    case = world.submitted(a_complaint("officer", "", about="budi"))
    world.assert_waits(case, "bayu", to="endorse")
    with pytest.raises(slrt.NotFound):
        world.at("budi").case(case.id)
    with pytest.raises(slrt.NotFound):
        world.at("sinta").case(case.id)
    assert world.at("sari").case(case.id).id == case.id
    world.assert_whole()


def test_a_sensitive_case_reaches_the_stand_in_as_well(world: World) -> None:
    """Where nobody is left for a sensitive case, a stand-in that reads such cases judges it (R-APP-5).

    The head of the data section comes first for others, reads no sensitive ones, and is stepped past.
    """
    case = world.submitted(a_complaint("violence", ""))
    for supervisor in ("budi", "bayu"):
        world.dismiss(supervisor, "supervisor", world.today - timedelta(days=1))
    with pytest.raises(slrt.NotFound):
        world.do("sekar", "endorse", case)
    case = world.do("tika", "endorse", case)
    world.assert_waits(case, "maya", "mira")


def test_people_without_papers_go_every_way(world: World) -> None:
    """Without NIK and No. KK a household is recorded, and its need goes the whole way (P3b)."""
    visit = world.at("sari").record_visit(form(V1, person("Mak Itam")), [a_need()])
    case = world.do("maya", "refer", world.do("budi", "endorse", world.at("sari").submit(visit)[0]))
    case = world.closed(world.do("dewi", "complete", world.do("dewi", "accept", case), result="diberi"))
    assert world.case(case).outcome == "accepted"
    world.assert_whole()


def test_a_program_that_demands_nothing_does_not_wait(world: World) -> None:
    """Only programs that demand listing wait: the same unlisted household's other need goes on (R-REG-3)."""
    case = world.referred(a_need(), household=world.household(listed=False))
    world.assert_waits(case, "dewi", "dodi")

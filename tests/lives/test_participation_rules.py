"""A participation, step by step, as R-PRG-6 and R-PRG-8 have it; decided by the pure rules, without a desk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slrt_core.errors import Conflict, Invalid
from slrt_core.model import UNKNOWN, Commitment, Meeting, ParticipationRecord, Period, Seen
from slrt_core.model.facts import Value
from slrt_core.rules.process import participation_after
from tests.lives.world import CHILD, MONDAY, Scene, last, program

SCENE = Scene()
APRIL = date(2026, 4, 1)


def found(met: Value, kind: str = "education", member: str = CHILD) -> Commitment:
    return Commitment(member=member, kind=kind, met=met)


def verified(scene: Scene, record: ParticipationRecord, period: str, *met: Commitment) -> ParticipationRecord:
    return scene.do(record, "pia", "verify_commitments", period=period, commitments=met)


def test_the_whole_way() -> None:
    """R-PRG-6 in W's order: validation, data, commitments, disbursement, P2K2, graduation."""
    record = SCENE.do(SCENE.active(), "pia", "update_data", result="sekolah anak diperbarui")
    record = verified(SCENE, record, "2026-Q1", found(True))
    record = SCENE.do(record, "pia", "confirm_disbursement", period="2026-Q1")
    record = SCENE.do(record, "pia", "record_attendance", meeting=Meeting(on=MONDAY, attended=True))
    record = SCENE.do(record, "pia", "propose_graduation", result="usaha jalan")
    assert record.state == "graduating"
    record = SCENE.do(record, "dora", "graduate", reason="self-reliant")
    assert (record.state, record.due) == ("graduated", None)
    assert record.disbursed == ("2026-Q1",)
    assert record.meetings == (Meeting(on=MONDAY, attended=True),)
    assert [act.stage for act in record.acts if act.actor.person == "pia"] == [""] * 7
    assert {act.stage for act in record.acts if act.actor.person == "dora"} == {"decide"}


def test_each_state_is_projected_and_each_result_reported() -> None:
    """The fact says where the family stands; sub-district and village are told, and nobody is named (R-PRG-8)."""
    record = SCENE.begun(SCENE.actor("pia", "pkh_companion"))
    facts, told = [], []
    for account, command, more in (
        ("pia", "enrol", {}),
        ("pia", "validate", {"result": "ada"}),
        ("dora", "activate", {"reason": "entitled"}),
        ("pia", "verify_commitments", {"period": "2026-Q1", "commitments": (found(True),)}),
        ("pia", "propose_graduation", {"result": "mandiri"}),
        ("dora", "graduate", {"reason": "self-reliant"}),
    ):
        post = "program_manager" if account == "dora" else "pkh_companion"
        decision = SCENE.decide(record, SCENE.actor(account, post), command, **more)
        facts += [(fact.unit, fact.variable, fact.value, fact.source) for fact in decision.facts]
        told += [(notice.to, notice.purpose, notice.case) for notice in decision.notices]
        record = participation_after(record, decision.events)
    states = ["candidate", "validated", "active", "graduated"]
    assert facts == [("f-1", "participation:PKH", state, "p-1") for state in states]
    results = ["validated", "active", "verify_commitments", "graduated"]
    assert told == [
        (post, f"participation-{result}", "p-1")
        for result in results
        for post in ("subdistrict_office", "village_head")
    ]


def test_a_period_that_has_not_ended_does_not_count() -> None:
    record = verified(SCENE, SCENE.active(), "2026-Q1", found(False))
    suspend: dict[str, Any] = {"reason": "commitments-unmet"}
    assert SCENE.on(date(2026, 3, 31)).codes(record, "dora", "suspend", **suspend) == {"need-unmet"}
    after = SCENE.on(APRIL).do(record, "dora", "suspend", **suspend)
    assert (after.state, after.counted) == ("suspended", ("2026-Q1",))


@pytest.mark.parametrize("met", [UNKNOWN, True])
def test_unknown_is_never_not_met(met: Value) -> None:
    record = verified(SCENE, SCENE.active(), "2026-Q1", found(met), found(True, "health"))
    assert SCENE.on(APRIL).codes(record, "dora", "suspend", reason="commitments-unmet") == {"need-unmet"}


def test_nothing_recorded_is_not_not_met() -> None:
    assert SCENE.on(APRIL).codes(SCENE.active(), "dora", "suspend", reason="commitments-unmet") == {"need-unmet"}


@pytest.mark.parametrize(("second", "counts"), [(True, False), (UNKNOWN, False), (False, True)])
def test_what_was_found_last_counts(second: Value, counts: bool) -> None:
    record = verified(SCENE, SCENE.active(), "2026-Q1", found(False))
    record = verified(SCENE, record, "2026-Q1", found(second))
    codes = SCENE.on(APRIL).codes(record, "dora", "suspend", reason="commitments-unmet")
    assert codes == (set() if counts else {"need-unmet"})


def test_each_period_counts_once() -> None:
    later = SCENE.on(APRIL)
    record = verified(SCENE, SCENE.active(), "2026-Q1", found(False), found(False, "health"))
    record = later.do(record, "dora", "suspend", reason="commitments-unmet")
    record = later.do(record, "dora", "resume", reason="commitments-met")
    assert later.codes(record, "dora", "suspend", reason="commitments-unmet") == {"need-unmet"}
    again = verified(later, record, "2026-Q1", found(False))
    assert later.codes(again, "dora", "suspend", reason="commitments-unmet") == {"need-unmet"}
    other = verified(later, record, "2026-Q2", found(False))
    assert SCENE.on(date(2026, 7, 1)).codes(other, "dora", "suspend", reason="commitments-unmet") == set()


def test_several_periods_are_counted_together() -> None:
    record = verified(SCENE, SCENE.active(), "2026-Q1", found(False))
    record = verified(SCENE.on(APRIL), record, "2026-Q2", found(False))
    after = SCENE.on(date(2026, 7, 1)).do(record, "dora", "suspend", reason="commitments-unmet")
    assert after.counted == ("2026-Q1", "2026-Q2")


@pytest.mark.parametrize(
    ("period", "commitments", "fits"),
    [
        ("2026-Q1", (found(True),), True),
        ("2025-Q4", (found(True),), False),  # before the family took part
        ("2026-Q2", (found(True),), False),  # has not begun
        ("", (found(True),), False),
        ("2026-Q1", (), False),
    ],
)
def test_periods_of_commitments(period: str, commitments: tuple[Commitment, ...], fits: bool) -> None:
    codes = SCENE.codes(SCENE.active(), "pia", "verify_commitments", period=period, commitments=commitments)
    assert codes == (set() if fits else {"need-commitments"})


def test_a_disbursement_is_confirmed_once_for_each_period() -> None:
    record = SCENE.do(SCENE.active(), "pia", "confirm_disbursement", period="2026-Q1")
    assert SCENE.codes(record, "pia", "confirm_disbursement", period="2026-Q1") == {"need-disbursement"}
    assert SCENE.codes(record, "pia", "confirm_disbursement", period="2026-Q2") == {"need-disbursement"}
    assert SCENE.on(APRIL).codes(record, "pia", "confirm_disbursement", period="2026-Q2") == set()


def test_a_meeting_is_recorded_once_and_not_ahead() -> None:
    held = Meeting(on=MONDAY, attended=False)
    record = SCENE.do(SCENE.active(), "pia", "record_attendance", meeting=held)
    tomorrow = Meeting(on=date(2026, 1, 6), attended=True)
    for meeting in (None, held, tomorrow, Meeting(on=date(2026, 1, 4), attended=True)):
        assert SCENE.codes(record, "pia", "record_attendance", meeting=meeting) == {"need-attendance"}
    assert SCENE.on(tomorrow.on).codes(record, "pia", "record_attendance", meeting=tomorrow) == set()


def test_who_demands_listing_takes_nobody_unlisted() -> None:
    """R-PRG-4: PKH asks that the family is on the list."""
    demanding = Scene(program=program(requires_listing=True))
    candidate = demanding.do(demanding.begun(demanding.actor("pia", "pkh_companion")), "pia", "enrol")
    validated = demanding.do(candidate, "pia", "validate", result="ada")
    assert demanding.codes(validated, "dora", "activate", reason="entitled") == {"need-listed"}
    assert SCENE.codes(validated, "dora", "activate", reason="entitled") == set()


def test_a_program_that_is_not_in_force_takes_nobody() -> None:
    begun = SCENE.begun(SCENE.actor("pia", "pkh_companion"))
    assert Scene(program=None).codes(begun, "pia", "enrol") == {"need-in-force"}
    validated = SCENE.do(SCENE.do(begun, "pia", "enrol"), "pia", "validate", result="ada")
    assert Scene(program=None).codes(validated, "dora", "activate", reason="entitled") == {"need-in-force"}


# -------------------------------------------------------------------- who


def test_who_validated_does_not_decide_under_another_account() -> None:
    candidate = SCENE.do(SCENE.begun(SCENE.actor("pia", "pkh_companion")), "pia", "enrol")
    validated = SCENE.do(candidate, "pia", "validate", result="ada")
    assert SCENE.codes(validated, "pia-2", "activate", reason="entitled") == {"apart-recorded"}
    assert SCENE.codes(validated, "dora", "activate", reason="entitled") == set()


def test_nobody_acts_on_the_participation_of_their_own_household() -> None:
    begun = SCENE.begun(SCENE.actor("rani", "pkh_companion"))
    assert SCENE.codes(begun, "rani", "enrol") == {"apart-household"}
    codes = SCENE.codes(SCENE.active(), "rani", "end", reason="moved-or-died", post="program_manager")
    assert codes == {"apart-household"}
    assert SCENE.codes(SCENE.active(), "dion", "end", reason="moved-or-died") == set()


@pytest.mark.parametrize(
    ("account", "codes"),
    [("cici", {"region"}), ("sembiring", {"life-program"}), ("sari", {"may"}), ("dora", {"post"}), ("pia", set())],
)
def test_only_the_companion_of_the_place_and_program(account: str, codes: set[str]) -> None:
    record = SCENE.do(SCENE.begun(SCENE.actor("pia", "pkh_companion")), "pia", "enrol")
    assert SCENE.codes(record, account, "validate", result="ada") == codes


def test_a_mandate_has_its_time() -> None:
    record = SCENE.active()
    assert SCENE.on(date(2025, 12, 31)).codes(record, "dora", "end", reason="duplicate") == {"not-assigned"}


def test_where_nobody_is_left_a_named_post_steps_in() -> None:
    """R-APP-5: the coordination team decides where no program manager may; not before."""
    record = SCENE.active()
    end: dict[str, Any] = {"reason": "moved-or-died"}
    assert SCENE.codes(record, "koko", "end", **end) == {"stand-in"}
    assert SCENE.staffed("pia", "koko").codes(record, "koko", "end", **end) == set()
    # The one who is left handled it, or lives there: both cannot.
    assert SCENE.staffed("pia", "pia-2", "rani", "koko").codes(record, "koko", "end", **end) == set()
    assert SCENE.staffed("rani", "tuti").codes(record, "tuti", "update_data", result="ada") == set()
    assert SCENE.staffed("pia", "tuti").codes(record, "tuti", "update_data", result="ada") == {"stand-in"}


# -------------------------------------------------------------------- what was looked at, and why


def test_a_judgement_names_what_was_seen() -> None:
    record = SCENE.active()
    assert SCENE.codes(record, "dora", "end", reason="duplicate", seen=None) == {"need-seen"}
    for seen in (Seen(record.version - 1, record.digest), Seen(record.version, "other")):
        with pytest.raises(Conflict):
            SCENE.codes(record, "dora", "end", reason="duplicate", seen=seen)


@pytest.mark.parametrize("reason", ["", "self-reliant", "nonsense"])
def test_a_decision_needs_a_reason_that_fits(reason: str) -> None:
    record = SCENE.active()
    assert SCENE.codes(record, "dora", "end", reason=reason) == {"need-reason"}
    assert SCENE.codes(record, "dora", "end", reason="no-component") == set()


def test_a_step_that_is_not_there_says_what_is() -> None:
    decision = SCENE.decide(SCENE.active(), SCENE.actor("dora", "program_manager"), "graduate", reason="self-reliant")
    [reason] = decision.reasons
    assert reason.code == "state"
    assert "propose_graduation" in reason.text.en


def test_all_reasons_at_once() -> None:
    assert SCENE.codes(SCENE.active(), "pia-2", "suspend", seen=None) == {
        "apart-recorded",
        "need-seen",
        "need-reason",
        "need-unmet",
    }


def test_the_household_leaves_when_it_wishes() -> None:
    record = SCENE.active()
    assert SCENE.codes(record, "pia", "leave") == {"need-request"}
    decision = SCENE.decide(record, SCENE.actor("pia", "pkh_companion"), "leave", note="sudah mampu")
    assert last(decision.events).after == "left"
    assert [fact.value for fact in decision.facts] == ["left"]


def test_a_candidate_who_is_rejected_takes_no_part() -> None:
    candidate = SCENE.do(SCENE.begun(SCENE.actor("pia", "pkh_companion")), "pia", "enrol")
    decision = SCENE.decide(candidate, SCENE.actor("dora", "program_manager"), "reject", reason="not-entitled")
    assert last(decision.events).after == "rejected"
    assert [fact.value for fact in decision.facts] == ["none"]


@pytest.mark.parametrize("text", ["2026-Q5", "2026-q1", "2026Q1", "2026-1", "0000-Q1", ""])
def test_a_period_is_a_quarter(text: str) -> None:
    with pytest.raises(Invalid):
        Period.parse(text)


def test_quarters() -> None:
    assert [(p.first, p.last) for p in map(Period.parse, ("2026-Q1", "2026-Q4"))] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]
    assert str(Period.parse("2026-Q2")) == "2026-Q2"

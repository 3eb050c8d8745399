"""Every prohibition can be broken: a history that breaks it, and beside it the same history that does not."""

from datetime import date

import pytest

from slrt_core.model.cases import Outcome, Receiver
from slrt_core.model.contents import CaseKind, Change, Complaint, Need
from slrt_core.model.events import (
    Approved,
    ContentChanged,
    Decided,
    Escalated,
    FeedbackGiven,
    Moved,
    ObjectionRaised,
    ReferralMoved,
    ReferralOpened,
)
from slrt_core.rules.process import Scene
from slrt_core.testing.oracle import Prohibition
from slrt_core.testing.stages import History
from tests.vectors.process.measured import the_oracle
from tests.vectors.process.prohibitions import PROHIBITIONS
from tests.vectors.process.tampering import (
    Tamper,
    again,
    also,
    at,
    by,
    chosen,
    learns,
    other,
    recorded,
    recorded_by,
    says,
    status,
    unheard,
    unseen,
    without,
    world,
)

NEED, COMPLAINT, OFFICE = "need-by-home-visit", "complaint-by-home-visit", "back-office-refers-with-approval"
CHANGE, ADDITION = "change-by-home-visit", "addition-by-home-visit"
TO_LIST = Receiver(post="registry_manager", level="centre")
TO_OTHER = Receiver(post="program_manager", program="BEDAH-RUMAH", level="district")
CORRECTED = ContentChanged(content=Need(program="PKH"), kind=CaseKind.NEED, digest="x")
NEXT_YEAR, LAST_YEAR = date(2027, 1, 5), date(2025, 1, 6)


def _corrected_meanwhile(events: History, scene: Scene) -> tuple[History, Scene]:
    new = History([*events[: events.start], CORRECTED, *events[events.start :]])
    new.start = events.start + 1
    return new, scene


def _answered_draft(events: History, scene: Scene) -> tuple[History, Scene]:
    opened = next(event for event in reversed(events) if isinstance(event, ReferralOpened))
    moved = next(event for event in reversed(events) if isinstance(event, Moved))
    answer = Moved(
        at=moved.at, on=moved.on, actor=moved.actor, command="accept", basis="R-APP-8", before="draft",
        after="accepted", referral=opened.referral,
    )  # fmt: skip
    new = History([*events, answer])
    new.start = len(events)
    return new, scene


BROKEN: dict[str, tuple[str, str, Tamper]] = {
    "recorder-judges": (NEED, "budi: endorse", recorded_by("budi", "facilitator")),
    "handler-judges": (NEED, "budi: endorse", by("budi", "facilitator", "submit")),
    "two-stages": (NEED, "maya: refer", by("budi", "manager")),
    "again-after-objection": ("objection-to-the-supervisor", "bella: endorse", by("budi", "supervisor")),
    "own-household": (NEED, "budi: endorse", world("staff", "budi", "lives", "here")),
    "about-themselves": ("complaint-about-an-officer", "bella: endorse", by("budi", "supervisor")),
    "by-hand": ("escalated-once", "system: escalate -> review", by("koko", "coordination_team")),
    "by-no-hand": (NEED, "budi: endorse", by("system", "system")),
    "not-on-duty": (NEED, "budi: endorse", world("staff", "budi", "leaves", "supervisor")),
    "elsewhere": (NEED, "budi: endorse", by("rina", "supervisor")),
    "answered-by-another": (NEED, "dewi: accept", by("prita", "program_manager")),
    "answered-by-the-sender": (NEED, "dewi: accept", by("mira", "manager")),
    "withdrawn-by-the-receiver": ("cancelled-by-the-sender", "maya: cancel for", by("dewi", "program_manager")),
    "accounts-not-cases": (NEED, "budi: endorse", by("adi", "administrator")),
    "stepped-in-too-early": (NEED, "budi: endorse", by("dian", "data_section_head")),
    "answered-in-place-of-another": (NEED, "dewi: accept", by("koko", "coordination_team")),
    "unmarked": (NEED, "budi: endorse", says(stage="")),
    "marked": (NEED, "sari: submit", says(stage="review")),
    "approved-by-the-asker": (OFFICE, "maya: approve -> back", by("bono", "manager")),
    "withdrawn-by-a-judge": ("withdrawn-in-review", "sari: withdraw", by("budi", "supervisor")),
    "not-their-duty": (NEED, "budi: endorse", by("fitri", "front_office")),
    "recorded-by-others": (NEED, "sari records", recorded_by("budi", "supervisor")),
    "past-the-supervisor": (NEED, "maya: refer", without(Moved, "endorse")),
    "past-the-supervisor-from-the-puskesos": (
        "puskesos-change",
        "maya: recommend -> referred",
        without(Moved, "endorse"),
    ),
    "past-the-manager": (NEED, "maya: refer", by("sari", "facilitator")),
    "referred-without-approval": (OFFICE, "bono: refer -> referred", without(Approved)),
    "other-than-approved": (OFFICE, "bono: refer -> referred", _corrected_meanwhile),
    "approved-by-another-post": (OFFICE, "maya: approve -> back", by("agus", "review_analysis")),
    "unexamined-in-the-back-office": ("back-office-only-examined", "agus: pass_on", by("bono", "back_office")),
    "change-without-the-manager": (CHANGE, "maya: recommend -> referred", by("budi", "supervisor")),
    "change-without-review": (CHANGE, "maya: recommend -> referred", without(Moved, "endorse")),
    "change-not-applied": (CHANGE, "maya: recommend -> referred", learns()),
    "listed-by-others": (ADDITION, "maya: refer -> referred", learns(("central_status", "listed"))),
    "decision-not-on-record": (ADDITION, "reza: complete", status("proposed")),
    "proposed-unverified": (ADDITION, "maya: refer -> referred", without(Moved, "verify")),
    "surveyed-unasked": (ADDITION, "sari: record_survey", without(Moved, "recommend")),
    "proposed-though-listed": (ADDITION, "maya: refer -> referred", status("listed")),
    "need-misrouted": (NEED, "maya: refer", other(ReferralOpened, receiver=TO_OTHER)),
    "complaint-misrouted": (COMPLAINT, "maya: refer", other(ReferralOpened, receiver=TO_LIST)),
    "membership-misrouted": ("membership-to-the-registry", "maya: refer", other(ReferralOpened, receiver=TO_OTHER)),
    "data-misrouted": (CHANGE, "maya: recommend -> referred", other(ReferralOpened, receiver=TO_OTHER)),
    "level-mistaken": (
        NEED,
        "maya: refer",
        other(ReferralOpened, receiver=Receiver(post="program_manager", program="SEMBAKO", level="village")),
    ),
    "receiver-not-told": (NEED, "maya: refer", unheard),
    "another-village": (
        "facilitator-refers-in-the-village",
        "sari: refer_village",
        other(ReferralOpened, receiver=Receiver(post="village_body", region="61.12.01.2002", level="village")),
    ),
    "out-of-the-village": (
        "village-stays-in-the-village",
        "sari: refer_village",
        lambda e, s: also(_opening(e, "referral-2", TO_OTHER, "referral-1"))(e, s),
    ),
    "to-the-village-by-others": (
        "facilitator-refers-in-the-village",
        "sari: refer_village",
        by("fitri", "front_office"),
    ),
    "village-supervisor-not-asked": (
        "facilitator-refers-in-the-village",
        "sari: refer_village",
        chosen("village_referral_supervisor", "asked"),
    ),
    "village-supervisor-not-told": ("facilitator-refers-in-the-village", "sari: refer_village", unheard),
    "list-matters-in-the-village": (
        "facilitator-refers-in-the-village",
        "sari: refer_village",
        recorded(kind=CaseKind.CHANGE, content=Change(changes=())),
    ),
    "settled-by-others": ("office-settles", "bono: settle", by("fitri", "front_office")),
    "list-matters-settled": (
        "office-settles",
        "bono: settle",
        recorded(kind=CaseKind.CHANGE, content=Change(changes=())),
    ),
    "enquiry-sent-around": ("office-enquiry", "fitri: answer -> decided", says(after="analysis")),
    "problem-unmapped": ("office-problem", "agus: pass_on -> back_office", without(ContentChanged)),
    "mapped-to-something-else": (
        "office-problem",
        "agus: map",
        other(ContentChanged, kind=CaseKind.CHANGE, content=Change(changes=())),
    ),
    "kind-changed": (
        "supervisor-returns",
        "sari: correct to need",
        other(ContentChanged, kind=CaseKind.COMPLAINT, content=Complaint(topic="late", text="x")),
    ),
    "changed-under-review": (NEED, "budi: endorse", also(CORRECTED)),
    "corrected-by-others": ("supervisor-returns", "sari: correct to need", by("budi", "supervisor")),
    "accepted-though-unlisted": ("unlisted-need-in-parallel", "dewi: accept", status("unlisted")),
    "referred-though-it-waits": ("unlisted-waits", "maya: refer -> referred", status("unlisted")),
    "granted-unasked": (NEED, "dewi: complete", without(Moved, "accept")),
    "completed-unaccepted": (NEED, "dewi: complete", without(Moved, "accept")),
    "ended-goes-on": (NEED, "dewi: complete", again(ReferralMoved)),
    "two-at-once": (NEED, "maya: refer", lambda e, s: also(_opening(e, "referral-2", TO_OTHER))(e, s)),
    "settled-with-an-open-referral": (NEED, "dewi: complete", other(ReferralMoved, state="in_progress")),
    "referred-to-nobody": (NEED, "maya: refer", without(ReferralOpened)),
    "draft-answered": (OFFICE, "bono: request_approval", _answered_draft),
    "closed-untold": (NEED, "sari: close", without(FeedbackGiven)),
    "told-by-others": (NEED, "sari: inform", by("budi", "supervisor")),
    "told-in-vain": (NEED, "sari: inform", without(FeedbackGiven)),
    "closed-without-an-outcome": ("supervisor-rejects", "budi: reject for", without(Decided)),
    "open-with-an-outcome": ("objection-to-the-supervisor", "sari: object -> review", without(ObjectionRaised)),
    "outcome-mistaken": ("supervisor-rejects", "budi: reject for", other(Decided, outcome=Outcome.ACCEPTED)),
    "decided-twice": ("supervisor-rejects", "budi: reject for", again(Decided)),
    "closed-goes-on": ("reopened", "sari: reopen -> review", other(Moved, command="submit")),
    "withdrawn-goes-on": ("withdrawn-in-review", "sari: withdraw", says(after="review")),
    "withdrawn-too-late": ("withdrawn-in-review", "sari: withdraw", says(before="decided")),
    "objection-to-a-favour": (
        "objection-to-the-supervisor",
        "sari: object -> review",
        other(Decided, outcome=Outcome.ACCEPTED),
    ),
    "third-objection": ("objections-at-most-two", "sari: object -> review", again(ObjectionRaised)),
    "objection-uncounted": ("objection-to-the-supervisor", "sari: object -> review", without(ObjectionRaised)),
    "after-the-window": ("objection-after-closing", "sari: object", says(on=NEXT_YEAR)),
    "reopened-though-adverse": ("reopened", "sari: reopen -> review", other(Decided, outcome=Outcome.REJECTED)),
    "without-a-reason": ("supervisor-returns", "budi: return for incomplete", says(reason="")),
    "without-words": ("office-settles", "bono: settle", says(note="")),
    "judged-unseen": (NEED, "budi: endorse", unseen),
    "without-a-basis": (NEED, "budi: endorse", says(basis="")),
    "without-a-deadline": (NEED, "budi: endorse", says(due=None)),
    "deadline-when-closed": (NEED, "sari: close", says(due=NEXT_YEAR)),
    "deadline-too-far": (NEED, "budi: endorse", says(due=NEXT_YEAR)),
    "deadline-gone-by": (NEED, "budi: endorse", says(due=LAST_YEAR)),
    "escalated-in-time": ("escalated-once", "system: escalate -> review", other(Escalated, due=NEXT_YEAR)),
    "escalated-twice": ("escalated-once", "system: escalate -> review", again(Escalated)),
    "escalated-elsewhere": ("late-referral-escalated", "system: escalate -> referred", other(Escalated, to="manager")),
    "escalation-moves": ("escalated-once", "system: escalate -> review", says(after="recommendation")),
    "expired-early": ("expired", "system: expire -> recommendation", says("refer", due=NEXT_YEAR)),
    "told-changes-nothing": ("status-while-referred", "sari: inform by home -> referred", says(after="decided")),
}


def _opening(events: History, id: str, receiver: Receiver, forwarded_from: str = "") -> ReferralOpened:
    moved = next(event for event in events if isinstance(event, Moved))
    return ReferralOpened(
        referral=id,
        receiver=receiver,
        sender=moved.actor,
        state="requested",
        digest="x",
        at=moved.at,
        forwarded_from=forwarded_from,
    )


@pytest.mark.parametrize("rule", PROHIBITIONS, ids=lambda rule: rule.id)
def test_a_history_breaks_it_and_one_beside_it_does_not(rule: Prohibition) -> None:
    """The fault is found where it is, and only there."""
    story, line, tamper = BROKEN[rule.id]
    legal, scene = at(story, line)
    assert not rule.broken(legal, scene)
    assert rule.broken(*tamper(legal, scene))


def test_nothing_is_tampered_with_that_is_not_forbidden() -> None:
    """The list of faults is that of the prohibitions."""
    assert {rule.id for rule in the_oracle().prohibitions} == set(BROKEN)

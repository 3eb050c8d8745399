"""The way of a referral between sender and receiver (R-APP-7, R-APP-8, R-FUP-1)."""

from collections.abc import Iterator
from typing import Any

from tests.vectors.process.articles.shapes import (
    AT_HAND,
    KEPT,
    LISTED,
    OUTSIDE,
    At,
    Said,
    Steps,
    only,
    step,
)

Pairs = Iterator[tuple[str, Said | None]]


def answers(at: At) -> Steps:
    """What receiver and sender may do with an open referral; nobody, where none is open."""
    return {} if at.open is None else only((*_received(at), *_sent(at), *_expired(at)))


_UNANSWERED = frozenset({"requested", "acknowledged", "under_review"})


def _received(at: At) -> Pairs:
    """S3, P9(2): the receiver answers."""
    assert at.open is not None
    state, by = at.open.state, at.open.receiver.post
    outside: dict[str, Any] = {"within": OUTSIDE}
    if state == "requested":
        yield "acknowledge", step("R-FUP-1", by, "", referral="acknowledged", within=KEPT)
    if state in _UNANSWERED:
        yield "ask", step("R-APP-8", by, "", "reason", referral="needs_information", within=AT_HAND)
        yield "waitlist", step("R-APP-8", by, "", "reason", referral="waiting_list", within=LISTED)
    if state in _UNANSWERED and at.state != "village_referral":
        # What a village refers stays in the village.
        yield "forward", step("R-APP-7", by, "", "reason receiver", referral="requested", tells=ANYBODY, **outside)
    if state in {"requested", "acknowledged", "waiting_list"}:
        yield "examine", step("R-APP-8", by, "", referral="under_review", **outside)
    if state in _UNANSWERED | {"waiting_list"}:
        yield "accept", step("R-APP-8", by, "", referral="accepted", **outside)
        yield "reject", _settled(at, by, "reason", "rejected", "rejected")
    if state == "accepted":
        yield "start", step("R-FUP-1", by, "", referral="in_progress", **outside)
    if state == "in_progress":
        yield "hold", step("R-FUP-1", by, "", "reason", referral="on_hold", **outside)
    if state == "on_hold":
        yield "resume", step("R-FUP-1", by, "", referral="in_progress", **outside)
    if state in {"accepted", "in_progress"}:
        yield "complete", _settled(at, by, "words", "completed", _good(at))
    if state in {"accepted", "in_progress", "on_hold"}:
        yield "fail", _settled(at, by, "reason", "failed", "failed")


ANYBODY = frozenset({"*"})


def _good(at: At) -> str:
    """What is asked for is accepted; what is complained about, or done in the village, is settled."""
    return "settled" if at.kind == "complaint" or at.state == "village_referral" else "accepted"


def _settled(at: At, by: str, lacks: str, referral: str, outcome: str) -> Said:
    """The end of a referral is that of its case; but what the village cannot settle goes on to the office (R-APP-9)."""
    if at.state == "village_referral" and outcome != "settled":
        return step("R-APP-9", by, at.back, lacks, referral=referral)
    noted = {"accepted": "listed", "rejected": "refused", "failed": "unlisted"}.get(outcome, "")
    central = noted if at.kind == "addition" else ""
    listing = {"addition": "R-REG-3", "change": "R-REG-5", "participation": "R-REG-5"}.get(at.kind, "R-APP-8")
    village = "R-APP-11" if at.state == "village_referral" else listing
    rule = "R-FUP-1" if outcome == "failed" else village
    return step(rule, by, "decided", lacks, referral=referral, outcome=outcome, central=central)


def _sent(at: At) -> Pairs:
    """The sender looks after it: says what was asked, or takes it back while nobody has accepted it."""
    assert at.open is not None
    state = at.open.state
    sender = _first(at)
    if state == "needs_information":
        for by in filter(None, {sender, at.asked_back}):
            yield "provide", step("R-APP-8", by, "", "words", referral="under_review", within=OUTSIDE)
    if state in _UNANSWERED | {"needs_information", "waiting_list", "on_hold"}:
        yield "cancel", _back(at, sender, "cancelled")
    if state in {"requested", "acknowledged"}:
        yield "mark_error", _back(at, sender, "entered_in_error")


def _first(at: At) -> str:
    """Who sent it to begin with: whoever forwards does not become the sender."""
    held = {one.id: one for one in at.case.referrals}
    last = at.case.referrals[-1]
    while last.forwarded_from:
        last = held[last.forwarded_from]
    return last.sender.post


def _back(at: At, by: str, referral: str) -> Said:
    central = "unlisted" if at.kind == "addition" else ""
    lacks = "" if by == "system" else "reason"
    return step("R-FUP-1", by, at.back, lacks, referral=referral, central=central)


def _expired(at: At) -> Pairs:
    """Long past its deadline it ends by itself, and the case goes back to whoever sent it."""
    if at.long_overdue and at.open is not None:
        yield "expire", _back(at, "system", "expired")

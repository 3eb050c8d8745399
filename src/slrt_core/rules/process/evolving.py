"""The state of a case is the fold of its events. This is the only place where a case changes."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.model.cases import Act, Case, Outcome, Referral
from slrt_core.model.events import (
    Approved,
    AttachmentAdded,
    CaseEvent,
    CaseOpened,
    ContentChanged,
    Decided,
    Escalated,
    FeedbackGiven,
    Moved,
    ObjectionRaised,
    ReferralMoved,
    ReferralOpened,
    Reopened,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["fold", "opened", "step"]


def opened(event: CaseOpened) -> Case:
    """The case as it begins."""
    return Case(
        id=event.case,
        number=event.number,
        visit=event.visit,
        way=event.way,
        kind=event.kind,
        content=event.content,
        digest=event.digest,
        household=event.household,
        region=event.region,
        recorder=event.actor,
        opened_at=event.at,
        opened_on=event.on,
        state=event.state,
        rulebook=event.rulebook,
        listed=event.listed,
        vulnerable=event.vulnerable,
        due=event.due,
        version=1,
    )


def fold(events: Iterable[CaseEvent]) -> Case | None:
    """The case after all its events; ``None`` for an empty stream.

    Raises:
        TypeError: the stream does not begin with `CaseOpened`.
    """
    stream = iter(events)
    first = next(stream, None)
    if first is None:
        return None
    if not isinstance(first, CaseOpened):
        raise TypeError(f"a case begins with CaseOpened, not {type(first).__name__}")
    return reduce(step, stream, opened(first))


def step(case: Case, event: CaseEvent) -> Case:
    """The case after one more event."""
    after = _apply(case, event)
    return evolve(after, version=case.version + 1)


def _apply(case: Case, event: CaseEvent) -> Case:
    match event:
        case Moved():
            return _moved(case, event)
        case ContentChanged():
            return evolve(case, content=event.content, kind=event.kind, digest=event.digest, approved="")
        case Approved():
            return evolve(case, approved=event.digest)
        case ReferralOpened():
            # An approval is for one draft: it does not pass on to the next, even if that says the same.
            return evolve(case, referrals=(*case.referrals, _referral(event)), approved="")
        case ReferralMoved():
            return evolve(case, referrals=_referrals(case, event))
        case Decided():
            settling = evolve(case.acts[-1], outcome=event.outcome)
            acts = (*case.acts[:-1], settling)
            return evolve(case, outcome=event.outcome, acts=acts, told_from=len(case.feedback))
        case FeedbackGiven():
            return evolve(case, feedback=(*case.feedback, event.feedback))
        case ObjectionRaised():
            return evolve(case, round=case.round + 1, outcome=Outcome.NONE, closed_on=None, approved="")
        case Reopened():
            return evolve(case, outcome=Outcome.NONE, closed_on=None, approved="")
        case Escalated():
            return evolve(case, escalated_seq=case.version + 1)
        case AttachmentAdded():
            return evolve(case, attachments=(*case.attachments, event.attachment))
        case CaseOpened():
            raise TypeError("a case is opened only once")


def _moved(case: Case, event: Moved) -> Case:
    act = Act(
        seq=case.version + 1,
        at=event.at,
        on=event.on,
        actor=event.actor,
        command=event.command,
        basis=event.basis,
        before=event.before,
        after=event.after,
        stage=event.stage,
        round=case.round,
        reason=event.reason,
        note=event.note,
        referral=event.referral,
    )
    state = case.state if event.referral else event.after
    entered = case.entered_seq if event.before == event.after else act.seq
    closed = event.on if state == "closed" and case.state != "closed" else case.closed_on
    return evolve(case, state=state, acts=(*case.acts, act), due=event.due, entered_seq=entered, closed_on=closed)


def _referral(event: ReferralOpened) -> Referral:
    return Referral(
        id=event.referral,
        receiver=event.receiver,
        sender=event.sender,
        state=event.state,
        requested_at=event.at,
        digest=event.digest,
        due=event.due,
        forwarded_from=event.forwarded_from,
    )


def _referrals(case: Case, event: ReferralMoved) -> tuple[Referral, ...]:
    return tuple(
        evolve(
            held,
            state=event.state,
            due=event.due,
            reason=event.reason or held.reason,
            result=event.result or held.result,
        )
        if held.id == event.referral
        else held
        for held in case.referrals
    )

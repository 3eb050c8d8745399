"""The state of a case is the fold of its events. This is the only place where a case changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slrt_core.model.cases import Act, Case, Outcome, Paused, Referral
from slrt_core.model.changing import changed
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
    Rehomed,
    Reopened,
    Transferred,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["after", "fold", "opened", "step"]


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
        homes=event.homes,
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
    return after(opened(first), stream)


def step(case: Case, event: CaseEvent) -> Case:
    """The case after one more event."""
    return after(case, (event,))


def after(case: Case, events: Iterable[CaseEvent]) -> Case:
    """The case after more events."""
    growing = changed(case, {})
    fields = growing.__dict__
    for event in events:
        # The copy is ours alone until it is returned: a case of its own for each event would be thrown away.
        fields |= _changes(growing, event)
        fields["version"] += 1
    return growing


def _changes(case: Case, event: CaseEvent) -> dict[str, Any]:
    """What an event changes of a case, by field."""
    match event:
        case Moved():
            return _moved(case, event)
        case ContentChanged():
            return {"content": event.content, "kind": event.kind, "digest": event.digest, "approved": ""}
        case Approved():
            return {"approved": event.digest}
        case ReferralOpened():
            # An approval is for one draft: it does not pass on to the next, even if that says the same.
            return {"referrals": (*case.referrals, _referral(event)), "approved": ""}
        case ReferralMoved():
            return {"referrals": _referrals(case, event)}
        case Decided():
            settling = changed(case.acts[-1], {"outcome": event.outcome})
            return {
                "outcome": event.outcome,
                "acts": (*case.acts[:-1], settling),
                "told_from": len(case.feedback),
            }
        case FeedbackGiven():
            return {"feedback": (*case.feedback, event.feedback)}
        case ObjectionRaised():
            return {"round": case.round + 1, "outcome": Outcome.NONE, "closed_on": None, "approved": ""}
        case Reopened():
            return {"outcome": Outcome.NONE, "closed_on": None, "approved": ""}
        case Rehomed():
            return {"household": event.household, "region": event.region, "homes": event.homes}
        case Escalated():
            due = event.due if event.waited_for else case.escalated_due
            return {"escalated_seq": case.version + 1, "escalated_due": due}
        case AttachmentAdded():
            return {"attachments": (*case.attachments, event.attachment)}
        case Transferred():
            return _transferred(case, event)
        case CaseOpened():
            raise TypeError("a case is opened only once")


def _moved(case: Case, event: Moved) -> dict[str, Any]:
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
        about=event.about,
    )
    changes: dict[str, Any] = {"acts": (*case.acts, act), "due": event.due, "paused": _paused(case, event)}
    if event.before != event.after:
        changes["entered_seq"] = act.seq
    if not event.referral:
        changes["state"] = event.after
        if event.after == "closed" and case.state != "closed":
            changes["closed_on"] = event.on
    return changes


def _paused(case: Case, event: Moved) -> Paused | None:
    if event.pause:
        return Paused(name=event.pause, since=event.on, due=event.stands, reason=event.reason, referral=event.referral)
    return case.paused if event.before == event.after else None


def _transferred(case: Case, event: Transferred) -> dict[str, Any]:
    referrals = tuple(
        changed(held, {"state": event.referral_state}) if held.id == event.referral else held for held in case.referrals
    )
    return {"rulebook": event.rulebook, "state": event.state, "referrals": referrals}


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
    return tuple(_after(held, event) if held.id == event.referral else held for held in case.referrals)


def _after(held: Referral, event: ReferralMoved) -> Referral:
    reason, result = event.reason or held.reason, event.result or held.result
    return changed(held, {"state": event.state, "due": event.due, "reason": reason, "result": result})

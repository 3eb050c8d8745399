"""What a row of the rulebook brings about besides the move itself: each effect is one function that yields events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from slrt_core.model.cases import Feedback, Outcome, Receiver, Referral
from slrt_core.model.contents import Addition, Change, Participation, kind_of
from slrt_core.model.events import (
    Approved,
    CaseEvent,
    ContentChanged,
    Decided,
    Escalated,
    FeedbackGiven,
    ObjectionRaised,
    ReferralMoved,
    ReferralOpened,
    Rehomed,
    Reopened,
)
from slrt_core.model.facts import Fact
from slrt_core.model.homes import HomeChange
from slrt_core.model.registry import CentralStatus, Household
from slrt_core.rules import homes, patches, routing
from slrt_core.rules.homes import Carried, Writing
from slrt_core.rules.process.approval import approval_digest
from slrt_core.rules.process.escalating import followed_up_by, waited_for
from slrt_core.rules.process.waiting import open_referral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from slrt_core.model.commands import Moment
    from slrt_core.model.officers import Actor
    from slrt_core.reasons import Reason
    from slrt_core.rules.process.surroundings import Situation
    from slrt_core.rules.rulebook import ReferralRow, Row

__all__ = ["Notice", "Step", "run"]


@frozen(kw_only=True, slots=False)
class Notice:
    """A message that the decision wants sent: to a post, about a case, for a purpose. It carries no personal data."""

    to: str
    purpose: str
    case: str
    referral: str = ""


@define(kw_only=True, eq=False)
class Step:
    """A row being followed: the situation, who acts, when, and what has come of it so far.

    Args:
        situation: as for the needs.
        actor: who acts.
        moment: when.
        due: the deadline of the state reached.
        facts: for the household's record.
        carried: for the records of other households.
        notices: to be sent.
        refusals: reasons that only showed while the step was carried out.
    """

    situation: Situation
    actor: Actor
    moment: Moment
    due: date | None
    facts: list[Fact] = field(factory=list)
    carried: list[Carried] = field(factory=list)
    notices: list[Notice] = field(factory=list)
    refusals: list[Reason] = field(factory=list)


def run(step: Step, row: Row | ReferralRow) -> Iterator[CaseEvent]:
    """The events of all effects, in the order in which the row names them."""
    for name, argument in row.brings:
        if name not in _ELSEWHERE:
            yield from _EFFECTS[name](step, argument)


def _outcome(_: Step, argument: str) -> Iterator[CaseEvent]:
    yield Decided(outcome=Outcome(argument))


def _feedback(step: Step, argument: str, *, reached: bool = True) -> Iterator[CaseEvent]:
    move, case = step.situation.move, step.situation.case
    yield FeedbackGiven(
        feedback=Feedback(
            at=step.moment.at,
            on=step.moment.on,
            actor=step.actor,
            channel=move.channel or argument or "home",
            reached=reached,
            state=case.state,
            text=move.note or move.result,
        )
    )


def _not_reached(step: Step, argument: str) -> Iterator[CaseEvent]:
    yield from _feedback(step, argument, reached=False)


def _content(step: Step, _: str) -> Iterator[CaseEvent]:
    content = step.situation.move.content
    if content is not None:
        yield ContentChanged(content=content, kind=kind_of(content), digest=step.situation.around.digest)


def _send(step: Step, argument: str) -> Iterator[CaseEvent]:
    case = step.situation.case
    if argument == "draft":
        draft = case.referral
        if draft is not None:
            yield ReferralMoved(referral=draft.id, state="requested", at=step.moment.at, due=step.due)
            step.notices.append(Notice(to=draft.receiver.post, purpose="referral", case=case.id, referral=draft.id))
        return
    receiver = _receiver(step, argument)
    if receiver is not None:
        yield from _open(step, receiver, "requested")


def _receiver(step: Step, argument: str) -> Receiver | None:
    s = step.situation
    if argument == "village":
        return routing.village_body(s.case)
    if argument == "registry":
        return routing.central_list()
    receiver = routing.receiver_of(s.case, s.around.program, s.setting.rulebook, s.around.process)
    if receiver is None:
        step.refusals.append(s.no("need-receiver"))
    return receiver


def _open(step: Step, receiver: Receiver, state: str, forwarded_from: str = "") -> Iterator[CaseEvent]:
    case, referral = step.situation.case, step.situation.around.referral_id
    yield ReferralOpened(
        referral=referral,
        receiver=receiver,
        sender=step.actor,
        state=state,
        digest=case.digest,
        at=step.moment.at,
        due=step.due,
        forwarded_from=forwarded_from,
    )
    if state == "requested":
        step.notices.append(Notice(to=receiver.post, purpose="referral", case=case.id, referral=referral))


def _draft(step: Step, _: str) -> Iterator[CaseEvent]:
    yield from _cancel(step, "")
    receiver = _receiver(step, "route")
    if receiver is not None:
        yield from _open(step, receiver, "draft")


def _approve(step: Step, _: str) -> Iterator[CaseEvent]:
    draft = step.situation.case.referral
    if draft is not None:
        yield Approved(digest=approval_digest(step.situation.case, draft.receiver))


def _forward(step: Step, _: str) -> Iterator[CaseEvent]:
    old, receiver = step.situation.referral, step.situation.move.receiver
    if old is not None and receiver is not None:
        program = step.situation.around.forwarded_to
        receiver = evolve(receiver, level=program.level.value) if program else receiver
        yield from _open(step, receiver, "requested", forwarded_from=old.id)


def _cancel(step: Step, _: str) -> Iterator[CaseEvent]:
    rules = step.situation.around.process.referral_states
    referral: Referral | None = step.situation.case.referral
    if referral is not None and not rules[referral.state].terminal:
        yield ReferralMoved(referral=referral.id, state="cancelled", at=step.moment.at)
        yield from _central(step, "unlisted")


def _recall(step: Step, _: str) -> Iterator[CaseEvent]:
    """End an open referral because of what befell the household; its receiver is told."""
    s = step.situation
    referral = s.case.referral
    for event in _cancel(step, ""):
        if isinstance(event, ReferralMoved) and referral is not None:
            if referral.state != "draft":
                _tell_receiver(step, "cancelled")
            yield evolve(event, reason=s.move.reason)
        else:
            yield event


def _rehome(step: Step, _: str) -> Iterator[CaseEvent]:
    s = step.situation
    if s.around.home is not None:
        yield Rehomed(household=s.around.home.household, region=s.around.home.region, homes=s.around.home.homes)
        if (s.around.home.household, s.around.home.region) != (s.case.household, s.case.region):
            _tell_receiver(step, "household-changed")


def _tell_receiver(step: Step, purpose: str) -> None:
    s = step.situation
    referral = open_referral(s.case, s.around.process)
    if referral is not None:
        to = referral.receiver.post
        step.notices.append(Notice(to=to, purpose=purpose, case=s.case.id, referral=referral.id))


def _apply(step: Step, _: str) -> Iterator[CaseEvent]:
    s = step.situation
    content = s.case.content
    if isinstance(content, HomeChange) and s.household is not None and s.move.seen is not None:
        patches.refuse_unapproved(s.move.seen.digest, s.case.digest, s.case.id)
        facts, carried = homes.made_facts(content, _writing(step, s.household))
        step.facts.extend(facts)
        step.carried.extend(carried)
    if isinstance(s.case.content, (Change, Participation)) and s.household is not None and s.move.seen is not None:
        step.facts.extend(
            patches.apply(
                s.household,
                s.case.content,
                approved=s.move.seen.digest,
                digest=s.case.digest,
                case=s.case.id,
                on=step.moment.on,
                at=step.moment.at,
            )
        )
    if isinstance(content, Change) and s.household is not None:
        step.facts.extend(homes.revived(content.changes, _writing(step, s.household)))
    yield from ()


def _writing(step: Step, household: Household) -> Writing:
    s = step.situation
    return Writing(household=household, record=s.around.look_back(), case=s.case.id, at=step.moment.at)


def _central(step: Step, argument: str) -> Iterator[CaseEvent]:
    s = step.situation
    if s.household is not None and isinstance(s.case.content, Addition):
        # What the list's keeper says stands: an older proposal never takes a listed household off the list.
        if argument == "listed" or s.household.central_status is not CentralStatus.LISTED:
            step.facts.append(
                Fact(
                    unit=s.household.id,
                    variable="central_status",
                    value=argument,
                    valid_from=step.moment.on,
                    recorded_at=step.moment.at,
                    source=s.case.id,
                )
            )
    yield from ()


def _notify(step: Step, argument: str) -> Iterator[CaseEvent]:
    if argument == "receiver":
        _tell_receiver(step, "household-changed")
        return
    step.notices.append(Notice(to=argument, purpose="informed", case=step.situation.case.id))
    yield from ()


def _escalate(step: Step, _: str) -> Iterator[CaseEvent]:
    s = step.situation
    if s.case.due is not None:
        to = followed_up_by(s.case, s.setting, s.around.process)
        yield Escalated(to=to, due=s.case.due, waited_for=waited_for(s.case, s.around.process))
        step.notices.append(Notice(to=to, purpose="late", case=s.case.id))


def _objection(_: Step, __: str) -> Iterator[CaseEvent]:
    yield ObjectionRaised()


def _reopen(_: Step, __: str) -> Iterator[CaseEvent]:
    yield Reopened()


_ELSEWHERE = frozenset({"close", "echo"})
"""What the move itself carries out; it stands in the table to be read."""

_EFFECTS: dict[str, Callable[[Step, str], Iterator[CaseEvent]]] = {
    "apply": _apply,
    "approve": _approve,
    "cancel": _cancel,
    "central": _central,
    "content": _content,
    "draft": _draft,
    "escalate": _escalate,
    "feedback": _feedback,
    "forward": _forward,
    "map": _content,
    "not_reached": _not_reached,
    "notify": _notify,
    "objection": _objection,
    "outcome": _outcome,
    "recall": _recall,
    "rehome": _rehome,
    "reopen": _reopen,
    "send": _send,
    "survey": _content,
}

"""What came of a step, held against what the articles say comes of it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from slrt_core.model.cases import Case
from slrt_core.model.commands import Move
from slrt_core.model.events import Approved, ContentChanged, Decided, FeedbackGiven, Moved
from slrt_core.model.officers import Actor
from slrt_core.rules import deadlines
from slrt_core.rules.process import Decision
from tests.vectors.process.articles.answers import ANYBODY
from tests.vectors.process.articles.shapes import KEPT, At, Said

__all__ = ["Taken", "Wrong", "different"]


@frozen
class Wrong:
    """Where a rulebook does otherwise than the articles say."""

    rule: str
    where: str
    text: str


@frozen
class Taken:
    """A step that was taken, and what came of it."""

    at: At
    move: Move
    actor: Actor
    decision: Decision
    after: Case


def different(taken: Taken, mine: Said, where: str) -> Iterator[Wrong]:
    """Where more or other things came of a step than is said."""
    for text in _different(taken, mine):
        yield Wrong(mine.rule, where, f"{taken.actor.post}: {text}")
    yield from _unjudged(taken, mine, where)


def _different(one: Taken, mine: Said) -> Iterator[str]:
    """What comes of a step otherwise than is said."""
    case, after, events = one.at.case, one.after, one.decision.events
    outcomes = [event.outcome.value for event in events if isinstance(event, Decided)]
    told = [event.feedback.reached for event in events if isinstance(event, FeedbackGiven)]
    said_anew = any(isinstance(event, ContentChanged) for event in events)
    here = case.household, case.region
    compared = {
        "ends in": (after.state, mine.to or case.state),
        "is settled as": (outcomes, _one(mine.outcome)),
        "tells the household": (told, [] if mine.told is None else [mine.told]),
        "approves": (any(isinstance(event, Approved) for event in events), mine.approves),
        "notes of the list": (_facts(one.decision, "central_status"), _one(mine.central)),
        "is for": (after.round - case.round, mine.round),
        "goes with the household": ((after.household, after.region), _home(one.at) if mine.rehomed else here),
        "is closed": (after.closed_on, one.at.today if mine.to == "closed" else None if mine.to else case.closed_on),
        "has its referral": ([held.state for held in after.referrals], _referrals(case, mine)),
        "puts on record": (any(f.variable != "central_status" for f in one.decision.facts), mine.applies),
        "is said anew": (said_anew, "content" in mine.lacks),
        "says": (after.content, one.move.content if "content" in mine.lacks else case.content),
    }
    for what, (found, expected) in compared.items():
        if found != expected:
            yield f"{what} {found!r}, not {expected!r}"
    heard = {notice.to for notice in one.decision.notices}
    if heard != mine.tells and not (mine.tells == ANYBODY and heard):
        yield f"tells {sorted(heard)}, not {sorted(mine.tells)}"
    to = after.referrals[-1].receiver.post if after.referrals else "nobody"
    if mine.sends and to != mine.sends:
        yield f"goes to {to}"
    yield from _deadline(one.at, mine, after)


def _unjudged(one: Taken, mine: Said, where: str) -> Iterator[Wrong]:
    """Who judges does so at the stage of their post, and what follows by itself is no judgement (R-APP-5)."""
    stages = [event.stage for event in one.decision.events if isinstance(event, Moved)]
    expected = [mine.stage(one.actor.post), *[""] * (len(stages) - 1)]
    if stages != expected:
        yield Wrong("R-APP-5", where, f"{one.actor.post} judges at {stages!r}, not {expected!r}")


def _one(word: str) -> list[str]:
    return [word] if word else []


def _facts(decision: Decision, variable: str) -> list[object]:
    return [fact.value for fact in decision.facts if fact.variable == variable]


def _home(at: At) -> tuple[str, str]:
    return (at.home.household, at.home.region) if at.home else ("", "")


def _referrals(case: Case, mine: Said) -> list[str]:
    states = [one.state for one in case.referrals]
    if mine.sends:
        # A draft that is there already gives way to the new one.
        return [*("cancelled" if state == "draft" else state for state in states), mine.referral]
    if mine.tells == ANYBODY and mine.referral:
        return [*states[:-1], "forwarded", mine.referral]
    return [*states[:-1], mine.referral] if mine.referral else states


def _deadline(at: At, mine: Said, after: Case) -> Iterator[str]:
    if mine.within == KEPT:
        if after.due != at.case.due:
            yield f"moves the deadline to {after.due}"
    elif mine.within is None:
        if after.due is not None:
            yield f"has a deadline, {after.due}, for nobody"
    elif after.due is None:
        yield "has no deadline"
    else:
        days = deadlines.working_days_between(at.scene.setting.rulebook.calendar, at.today, after.due)
        if not 1 <= days <= mine.within:
            yield f"gives {days} working days, not 1 to {mine.within}"

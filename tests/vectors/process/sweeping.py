"""Asking for every step in every state: who may, on what terms, and what comes of it, against what the articles say.

The states are reached with the rulebook as it should be, and kept. A rulebook with a mistake is then asked at the
states that the mistake touches, so it is measured in a moment; that a state is not reached at all the search finds out.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from datetime import date
from functools import cache

from attrs import evolve, frozen

from slrt_core.errors import Conflict
from slrt_core.model.cases import Case
from slrt_core.model.commands import Move
from slrt_core.model.contents import Addition
from slrt_core.model.events import Approved, ContentChanged, Decided, FeedbackGiven, Moved
from slrt_core.model.identity import NO_WORDS
from slrt_core.model.officers import SYSTEM, Actor, Assignment, Officer
from slrt_core.rules import deadlines
from slrt_core.rules.process import Decision, Home, Scene
from slrt_core.rules.process.explore import LEVELS, Process, moves, staffs
from slrt_core.rules.process.explore.exploring import starts, task_of
from slrt_core.rules.process.explore.searching import Search
from slrt_core.rules.process.explore.world import DISTRICT, ELSEWHERE, HOUSEHOLD, PROGRAMS, learnt
from slrt_core.rules.process.waiting import paths_at
from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing.around import fact
from tests.vectors.process.articles.answers import ANYBODY, answers
from tests.vectors.process.articles.desks import at_desks
from tests.vectors.process.articles.ends import ends
from tests.vectors.process.articles.households import befallen
from tests.vectors.process.articles.shapes import KEPT, At, Said, Steps
from tests.vectors.process.measured import book_of

__all__ = ["Wrong", "moments", "said", "wrong"]

_GONE = Home(household="household-2", region=ELSEWHERE, homes=(HOUSEHOLD,), about="case-9")
_BEFALLING = (
    "household_moved",
    "household_left",
    "unit_died",
    "household_split",
    "household_merged",
    "household_doubled",
)
_ENDS = {
    "referral_completed": ("complete",),
    "referral_rejected": ("reject",),
    "referral_failed": ("fail",),
    "referral_cancelled": ("cancel", "mark_error", "expire"),
}
"""What follows for a case from the end of its referral is asked for by the steps that end it."""

_GENERAL = ("close", "escalate", "object", "reopen", "withdraw")

_LOOKS = frozenset({"recommend", "verify", "refer"})
"""What looks at the household as it is known now."""


@frozen
class Wrong:
    """Where a rulebook does otherwise than the articles say."""

    rule: str
    where: str
    text: str


@frozen
class _Taken:
    """A step that was taken, and what came of it."""

    at: At
    move: Move
    actor: Actor
    decision: Decision
    after: Case


def said(at: At) -> Steps:
    """All that may be done at a moment."""
    found: Steps = {}
    for steps in (at_desks(at), answers(at), ends(at), befallen(at)):
        for command, one in steps.items():
            found.setdefault(command, []).extend(one)
    return found


@cache
def moments(process: Process, chosen: tuple[tuple[str, str], ...] = ()) -> tuple[At, ...]:
    """One moment of each sort that a case of a process can come to, by the rulebook as it should be."""
    book = book_of(*chosen)
    found: dict[Hashable, At] = {}
    for staff in staffs(book, process):
        if not staff.name.startswith("ordinary") or staff.time:
            continue
        task = task_of(book, process, staffs=[staff])
        search = Search(
            staff=staff,
            starts=starts(task, staff),
            parts=LEVELS[1],
            prohibitions=(),
            demands=(),
            tried=set(),
            limit=10_000,
        )
        search.run(book)
        for node in search.nodes:
            at = _staffed(At(case=node.case, scene=node.scene, events=tuple(node.events), settings=book.settings))
            for one in (at, *_in_vain(at)):
                for day in _days(one):
                    found.setdefault(_sort(day), day)
    return tuple(found.values())


def _sort(at: At) -> Hashable:
    case, last = at.case, at.case.referrals[-1] if at.case.referrals else None
    answered = last and (
        last.state,
        last.receiver.post,
        last.receiver.program,
        last.sender.post,
        last.forwarded_from != "",
    )
    dated = at.overdue, at.long_overdue, at.window_over, case.due is None
    told = at.was_told, at.approved, at.outcome, case.round
    return at.kind, at.state, at.today, case.recorder.post, answered, dated, told, at.must_wait, at.listed, at.receiver


def _days(at: At) -> Iterator[At]:
    """The same on the days on which something changes: the last day and the next, of deadline, expiry and window."""
    yield at
    calendar = at.scene.setting.rulebook.calendar
    days: set[date] = set()
    if at.case.due is not None:
        days.update(deadlines.due(calendar, at.case.due, days) for days in (1, 60, 61))
    if at.case.closed_on is not None:
        days.update(deadlines.due(calendar, at.case.closed_on, days) for days in (30, 31))
    for day in sorted(days):
        if day > at.today:
            yield evolve(at, scene=at.scene.on(day))


def _in_vain(at: At) -> Iterator[At]:
    """The same after two and after three days on which nobody was found."""
    if at.state != "decided" or at.case.feedback:
        return
    teller = at.scene.actor("facilitator", "facilitator")
    for visits in (1, 2, 3):
        scene = at.scene.later(1)
        decision = scene.decide(at.case, scene.seen(at.case, "not_reached"), teller)
        case = scene.after(at.case, decision.events)
        at = evolve(at, case=case, scene=scene, events=(*at.events, *decision.events))
        if visits > 1:
            yield at


def _otherwise(at: At, command: str) -> Iterator[At]:
    """The same moment, and what a step may look at besides: a household that left, or is known otherwise by now."""
    yield at
    if command in _BEFALLING and at.case.household:
        yield evolve(at, home=_GONE, scene=evolve(at.scene, home=_GONE))
    if command == "object":
        # Who judged before keeps away after an objection; what counts here is only how often there was one.
        yield from (evolve(at, case=evolve(at.case, round=rounds)) for rounds in (2, 3))
    home = at.scene.household
    if command in _LOOKS and home is not None:
        status = "unlisted" if at.listed else "listed"
        for changed in (fact("central_status", status), fact("floor", "wood")):
            known = learnt(home, [evolve(changed, unit=home.id)])
            yield evolve(at, scene=evolve(at.scene, household=known))


def wrong(
    book: Rulebook,
    process: Process,
    chosen: tuple[tuple[str, str], ...] = (),
    touched: Collection[tuple[str, str]] = (),
) -> Iterator[Wrong]:
    """What a rulebook does otherwise in a process.

    Args:
        book: to be measured.
        process: kind and way in.
        chosen: the options under which both are read.
        touched: pairs of state (of case or referral) and command; everything is asked for if empty.
    """
    for at in moments(process, chosen):
        known = paths_at(at.case, at.scene.process)
        for command in _commands(at, touched) if touched else dict.fromkeys((*known, *_BEFALLING, *_GENERAL)):
            whole = tuple(moves.whole(at.case, command, known.get(command, []), at.scene.process))
            for one in _otherwise(at, command):
                yield from _asked(one, command, whole, book)


def _commands(at: At, touched: Collection[tuple[str, str]]) -> Iterator[str]:
    here = {at.state, at.open.state if at.open else at.state}
    for state, command in sorted(touched):
        if state in here:
            yield command
            yield from _ENDS.get(command, ())


def _asked(at: At, command: str, whole: tuple[Move, ...], book: Rulebook) -> Iterator[Wrong]:
    scene = evolve(at.scene, setting=evolve(at.scene.setting, rulebook=book), process=book)
    expected = said(at).get(command, [])
    where = f"{at.kind}/{at.way} {at.state} {at.open.state if at.open else ''} {at.today} {command}"
    rule = expected[0].rule if expected else "R-APP-6"
    for actor in _everybody(at, expected):
        if actor is SYSTEM and command in _ENDS:
            continue  # it is not asked for: it follows
        mine = next((one for one in expected if actor.post in one.by), None)
        for number, move in enumerate(whole):
            decision = _decided(at, scene, move, actor)
            if decision.allowed != (mine is not None):
                may = "may" if decision.allowed else f"may not ({', '.join(r.code for r in decision.reasons)})"
                yield Wrong(rule, where, f"{actor.post} {may}")
            elif mine is not None:
                after = scene.after(at.case, decision.events)
                taken = _Taken(at, move, actor, decision, after)
                for text in _different(taken, mine):
                    yield Wrong(mine.rule, where, f"{actor.post}: {text}")
                yield from _unjudged(taken, mine, where)
                if not number and actor is not SYSTEM:
                    for lack, poor in _lacking(move):
                        if _decided(at, scene, poor, actor).allowed == (lack in mine.lacks):
                            yield Wrong(
                                "R-APP-5" if lack == "seen" else mine.rule, where, f"{actor.post} without {lack}"
                            )


def _decided(at: At, scene: Scene, move: Move, actor: Actor) -> Decision:
    try:
        return scene.decide(at.case, move, actor)
    except Conflict as conflict:
        return Decision(reasons=conflict.reasons)


def _everybody(at: At, expected: list[Said]) -> Iterator[Actor]:
    """A newcomer in each post, who did nothing yet that would keep them apart; those whose step it is; and nobody."""
    yield SYSTEM
    roster = at.scene.setting.roster
    for held in roster.assignments:
        mine = any(held.post in one.by for one in expected)
        if held.officer.startswith(_NEW) or (mine and held.post != "coordination_team"):
            yield Actor(officer=held.officer, person=roster.officer(held.officer).person, post=held.post)


_NEW = "new-"


def _staffed(at: At) -> At:
    """The same moment, with a newcomer in each post besides."""
    setting = at.scene.setting
    posts = [post for post in setting.rulebook.posts if post not in {"system", "host", "coordination_team"}]
    officers = tuple(Officer(id=f"{_NEW}{post}", name=post, person=f"{_NEW}{post}") for post in posts)
    held = tuple(evolve(_anywhere(at), officer=f"{_NEW}{post}", post=post) for post in posts)
    whole = evolve(
        setting.roster, officers=(*setting.roster.officers, *officers), assignments=(*setting.roster.assignments, *held)
    )
    return evolve(at, scene=at.scene.staffed(whole))


def _anywhere(at: At) -> Assignment:
    """An assignment that reaches the case, for every program."""
    first = at.scene.setting.roster.assignments[0]
    return evolve(first, regions=(DISTRICT,), programs=tuple(PROGRAMS))


def _lacking(move: Move) -> Iterator[tuple[str, Move]]:
    yield "seen", evolve(move, seen=None)
    yield "reason", evolve(move, reason="")
    yield "words", evolve(move, note=NO_WORDS, result=NO_WORDS)
    yield "channel", evolve(move, channel="")
    if move.content is not None:
        yield "content", evolve(move, content=None)
        if isinstance(move.content, Addition) and move.content.survey is not None:
            yield "survey", evolve(move, content=evolve(move.content, survey=None))
    if move.receiver is not None:
        yield "receiver", evolve(move, receiver=None)


def _different(one: _Taken, mine: Said) -> Iterator[str]:
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


def _unjudged(one: _Taken, mine: Said, where: str) -> Iterator[Wrong]:
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

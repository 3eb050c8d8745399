"""Asking for every step in every state: who may, on what terms, and what comes of it, against what the articles say.

The states are reached with the rulebook as it should be, and kept. A rulebook with a mistake is then asked at the
states that the mistake touches, so it is measured in a moment; that a state is not reached at all the search finds out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from attrs import evolve

from slrt_core.errors import Conflict
from slrt_core.model.commands import Move
from slrt_core.model.contents import Addition
from slrt_core.model.identity import NO_WORDS
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.rules.process import BEFALLING, Decision, Home, Scene
from slrt_core.rules.process.explore import Process, moves
from slrt_core.rules.process.explore.world import ELSEWHERE, HOUSEHOLD, learnt
from slrt_core.rules.process.waiting import paths_at
from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing.around import fact
from tests.vectors.process.articles.answers import answers
from tests.vectors.process.articles.desks import at_desks
from tests.vectors.process.articles.ends import ends
from tests.vectors.process.articles.households import befallen
from tests.vectors.process.articles.shapes import At, Said, Steps
from tests.vectors.process.comparing import Taken, Wrong, different
from tests.vectors.process.moments import NEW, moments

__all__ = ["said", "wrong"]

_GONE = Home(household="household-2", region=ELSEWHERE, homes=(HOUSEHOLD,), about="case-9")
_BEFALLING = tuple(sorted(BEFALLING))
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


def said(at: At) -> Steps:
    """All that may be done at a moment."""
    found: Steps = {}
    for steps in (at_desks(at), answers(at), ends(at), befallen(at)):
        for command, one in steps.items():
            found.setdefault(command, []).extend(one)
    return found


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
        # A move says all that any row of either needs: what only the mistake allows is asked for in full as well.
        known, theirs = paths_at(at.case, at.scene.process), paths_at(at.case, book)
        every = dict.fromkeys((*known, *theirs, *_BEFALLING, *_GENERAL))
        for command in _commands(at, touched) if touched else every:
            paths = [*known.get(command, []), *theirs.get(command, [])]
            whole = tuple(moves.whole(at.case, command, paths, at.scene.process))
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
                yield from different(Taken(at, move, actor, decision, after), mine, where)
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
        if held.officer.startswith(NEW) or (mine and held.post != "coordination_team"):
            yield Actor(officer=held.officer, person=roster.officer(held.officer).person, post=held.post)


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

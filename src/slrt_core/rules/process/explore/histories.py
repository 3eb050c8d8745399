"""A case's history as prohibitions read it: what was done, by whom, in which duty, upon which content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from attrs import frozen

from slrt_core.model.cases import Case
from slrt_core.model.commands import Move
from slrt_core.model.events import CaseEvent, CaseOpened, ContentChanged, Moved, ObjectionRaised
from slrt_core.model.facts import Fact
from slrt_core.model.officers import Actor
from slrt_core.rules.process.deciding import Decision
from slrt_core.rules.process.evolving import opened
from slrt_core.rules.process.scene import Scene

__all__ = ["Deed", "History", "history"]

_JUDGES = {
    "supervisor": "review",
    "review_analysis": "review",
    "data_section_head": "review",
    "manager": "recommend",
    "secretariat_head": "recommend",
    "program_manager": "decide",
    "registry_manager": "decide",
    "village_body": "decide",
}
"""The posts that judge, and at which stage (R-APP-5). Said here again, so that a table that forgets it is found out."""

_STAGES = {
    "review": "review",
    "analysis": "review",
    "verification": "review",
    "recommendation": "recommend",
    "verified": "recommend",
    "approval": "recommend",
}
"""The stage at which a post that steps in at several of them judges, by the state that it takes the case from."""

_SENDERS = frozenset({"cancel", "mark_error", "provide"})
"""What the sender of a referral does with it; all else is the receiver's."""


@frozen(kw_only=True)
class Deed:
    """One step of a case.

    Args:
        actor: who.
        command: what.
        before: the state it left.
        after: the state it reached.
        stage: the judging stage, by post and state; empty if it is no judgement.
        round: 1, and one more after each objection.
        reason: the code that was given.
        referral: the referral, if it is a step of one.
        digest: of the content that it found.
        on: the day.
        marked: the stage that the row names.
        index: of its event in the history.
    """

    actor: Actor
    command: str
    before: str
    after: str
    stage: str
    round: int
    reason: str
    referral: str
    digest: str
    on: date
    marked: str
    index: int

    @property
    def by_itself(self) -> bool:
        """Whether no person did it."""
        return not self.actor.person


class History(tuple[CaseEvent, ...]):  # noqa: SLOT001  (it keeps what was read of it)
    """The events of a case, read once for all prohibitions.

    Attributes:
        move: what was asked in the last step, if it is known.
        facts: what the last step added to the household's record.
        start: where the last step begins.
        found: the case as the last step found it, if it is at hand.
        reached: the case as the last step left it, likewise.
        earlier: the history before the last step, likewise.
    """

    move: Move | None = None
    facts: tuple[Fact, ...] = ()
    start: int = 0
    found: Case | None = None
    reached: Case | None = None
    earlier: History | None = None

    @property
    def opened(self) -> CaseOpened:
        """The first event."""
        first = self[0]
        if not isinstance(first, CaseOpened):
            raise TypeError(f"a case begins with CaseOpened, not {type(first).__name__}")
        return first

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """The steps, in order; that a referral's end brings about another step makes two of one."""
        if self.earlier is None:
            return self._read((), 1, self.opened.digest, 0)
        # What was read of the earlier steps is not read again: a search asks at each step.
        return self._read(self.earlier.deeds, self.earlier.round, self.earlier.digest, self.start)

    def _read(self, before: tuple[Deed, ...], round_: int, digest: str, start: int) -> tuple[Deed, ...]:
        found: list[Deed] = []
        for index, event in enumerate(self[start:], start):
            if isinstance(event, Moved):
                found.append(_deed(event, round_, digest, index))
            elif isinstance(event, ContentChanged):
                digest = event.digest
            elif isinstance(event, ObjectionRaised):
                round_ += 1
        return (*before, *found)

    @cached_property
    def round(self) -> int:
        """1, and one more after each objection."""
        return 1 + sum(isinstance(event, ObjectionRaised) for event in self)

    @cached_property
    def last(self) -> tuple[CaseEvent, ...]:
        """The events of the last step."""
        return tuple(self[self.start :])

    @cached_property
    def done(self) -> Deed | None:
        """The last step that somebody took or that came due; not what followed from it."""
        deeds = self.deeds
        for deed in reversed(deeds):
            if deed.index < self.start:
                return None
            if deed.index == self.start:
                return deed
        return None

    def then(self, decision: Decision, move: Move, found: Case, reached: Case) -> History:
        """The history after one more step."""
        more = History((*self, *decision.events))
        more.move, more.facts, more.start = move, decision.facts, len(self)
        more.earlier, more.found, more.reached = self, found, reached
        return more

    def before(self, scene: Scene) -> Case:
        """The case as the last step found it."""
        if self.found is None:
            self.found = scene.after(opened(self.opened), tuple(self[1 : self.start]))
        return self.found

    def after(self, scene: Scene) -> Case:
        """The case as the last step left it."""
        if self.reached is None:
            self.reached = scene.after(self.before(scene), self.last)
        return self.reached

    @cached_property
    def digest(self) -> str:
        """Of the content as it stands."""
        return next((e.digest for e in reversed(self) if isinstance(e, ContentChanged)), self.opened.digest)


def history(events: Sequence[CaseEvent]) -> History:
    """Events as a history; of a bare sequence the last step begins with its last move by somebody."""
    if isinstance(events, History):
        return events
    read = History(events)
    moves = [n for n, e in enumerate(events) if isinstance(e, Moved)]
    if moves:
        start = moves[-1]
        last, before = read[start], read[moves[-2]] if len(moves) > 1 else None
        echoed = isinstance(last, Moved) and last.command.startswith("referral_")
        read.start = moves[-2] if echoed and before is not None else start
    return read


def _deed(event: Moved, round_: int, digest: str, index: int) -> Deed:
    return Deed(
        actor=event.actor,
        command=event.command,
        before=event.before,
        after=event.after,
        stage=_stage(event),
        round=round_,
        reason=event.reason,
        referral=event.referral,
        digest=digest,
        on=event.on,
        marked=event.stage,
        index=index,
    )


def _stage(event: Moved) -> str:
    post = event.actor.post
    if post == "coordination_team":
        if event.referral:
            return event.stage if event.command in _SENDERS else "decide"
        return _STAGES.get(event.before, event.stage)
    return _JUDGES.get(post, event.stage)

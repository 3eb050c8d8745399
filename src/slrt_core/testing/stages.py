"""Where a story is played: with the decisions alone; what a stage must offer; what has happened on it so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from attrs import Factory, define, evolve

from slrt_core.errors import Conflict
from slrt_core.model.cases import Case, Way
from slrt_core.model.commands import Move
from slrt_core.model.contents import Content
from slrt_core.model.events import CaseEvent
from slrt_core.model.facts import Fact, Value
from slrt_core.model.officers import Actor, Roster
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Decision, Notice, Scene, opened
from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing import around

__all__ = ["HIDDEN", "History", "SceneStage", "Stage"]

HIDDEN = "hidden"
"""Instead of all reasons: where a case is played at a desk, it does not exist for who may not see it."""


class History(tuple[CaseEvent, ...]):  # noqa: SLOT001  (a tuple cannot have slots)
    """The events of a case so far, and what the last step was.

    Attributes:
        move: what was asked in the last step; ``None`` for the recording of the case.
        facts: what the last step added to the household's record.
        notices: who was to hear of the last step; ``None`` where nobody knows.
        start: where the events of the last step begin.
        case: as it is after all of them.
    """

    move: Move | None = None
    facts: tuple[Fact, ...] = ()
    notices: tuple[Notice, ...] | None = None
    start: int = 0
    case: Case | None = None


class Stage(Protocol):
    """Where a story is played."""

    @property
    def case(self) -> Case | None:
        """The case as it stands; nothing before it is recorded."""

    @property
    def setting(self) -> Setting:
        """Rules, officers, map and day as they are now."""

    @property
    def notices(self) -> Sequence[Notice] | None:
        """Who was to hear of anything; ``None`` where that cannot be seen."""

    def value(self, variable: str) -> object:
        """What the household's record says."""

    def record(self, actor: Actor, content: Content, way: Way, region: str) -> tuple[str, ...]:
        """Record the case; the codes of the reasons why not."""

    def take(self, actor: Actor, move: Move) -> tuple[str, ...]:
        """Take a step; the codes of the reasons why not."""

    def go_to(self, day: date) -> None:
        """Let time pass."""

    def restaff(self, roster: Roster) -> None:
        """Change the officers."""

    def list_says(self, variable: str, value: Value) -> None:
        """The central list says something else of the household."""


@define(kw_only=True)
class SceneStage:
    """Played with the decisions alone: no desk, no store.

    Args:
        scene: the world as it is.
        others: is called before each step that is allowed, so that others can try it.
    """

    scene: Scene
    others: Callable[[SceneStage, Actor, Move], None] | None = None
    case: Case | None = None
    events: History = Factory(History)
    notices: list[Notice] = Factory(list)

    @classmethod
    def of(cls, book: Rulebook) -> SceneStage:
        """The beginning of every story."""
        setting = Setting(rulebook=book, roster=around.STAFF, regions=around.REGIONS, on=around.START)
        return cls(scene=Scene(setting=setting, programs=around.PROGRAMS, household=around.home()))

    @property
    def setting(self) -> Setting:
        """See `Stage`."""
        return self.scene.setting

    def value(self, variable: str) -> object:
        """See `Stage`."""
        return self.scene.household[variable] if self.scene.household else None

    def record(self, actor: Actor, content: Content, way: Way, region: str) -> tuple[str, ...]:
        """See `Stage`."""
        if getattr(content, "anonymous", False):
            self.scene = evolve(self.scene, household=None)
        content = around.prepared(content, self.setting.rulebook, self.scene.household)
        reasons = self.scene.refused(content, way, actor, region)
        if reasons:
            return tuple(reason.code for reason in reasons)
        opening = self.scene.opening(content, way, actor, region)
        self.case, self.events = opened(opening), History((opening,))
        self.events.case = self.case
        return ()

    def take(self, actor: Actor, move: Move) -> tuple[str, ...]:
        """See `Stage`."""
        assert self.case is not None
        if move.content is not None:
            move = evolve(move, content=around.prepared(move.content, self.setting.rulebook, self.scene.household))
        try:
            decision = self.scene.decide(self.case, move, actor)
        except Conflict as conflict:
            return tuple(reason.code for reason in conflict.reasons)
        if not decision.allowed:
            return tuple(reason.code for reason in decision.reasons)
        if self.others is not None:
            self.others(self, actor, move)
        self.case, self.events = self._after(decision, move)
        self.notices += decision.notices
        if self.scene.household is not None and decision.facts:
            self.scene = evolve(self.scene, household=around.learnt(self.scene.household, decision.facts))
        return ()

    def tried(self, actor: Actor, move: Move, scene: Scene) -> tuple[Scene, History] | None:
        """What would come of a step in a scene; nothing if it is refused. The stage stays as it is."""
        assert self.case is not None
        decision = scene.decide(self.case, move, actor)
        if not decision.allowed:
            return None
        if scene.household is not None and decision.facts:
            scene = evolve(scene, household=around.learnt(scene.household, decision.facts))
        return scene, self._after(decision, move)[1]

    def _after(self, decision: Decision, move: Move) -> tuple[Case, History]:
        assert self.case is not None
        history = History((*self.events, *decision.events))
        history.move, history.facts, history.start = move, decision.facts, len(self.events)
        history.notices = decision.notices
        history.case = self.scene.after(self.case, decision.events)
        return history.case, history

    def go_to(self, day: date) -> None:
        """See `Stage`."""
        self.scene = self.scene.on(day)

    def restaff(self, roster: Roster) -> None:
        """See `Stage`."""
        self.scene = self.scene.staffed(roster)

    def list_says(self, variable: str, value: Value) -> None:
        """See `Stage`."""
        if self.scene.household is not None:
            said = around.fact(variable, value)
            self.scene = evolve(self.scene, household=around.learnt(self.scene.household, [said]))

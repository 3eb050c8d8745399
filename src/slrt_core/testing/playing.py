"""A story played line by line: what comes of each step, and whether it is what the story says.

The play is the same wherever it is given: with the decisions alone (`SceneStage`), or at a desk with its store
(`slrt_core.testing.desk_stage`). The first line that does not hold ends it, since all that follows stands on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from attrs import Factory, define, evolve, frozen

from slrt_core.errors import Conflict
from slrt_core.model.cases import Case, Way
from slrt_core.model.commands import Move, Seen
from slrt_core.model.contents import Content
from slrt_core.model.events import CaseEvent
from slrt_core.model.facts import Fact, Value
from slrt_core.model.officers import SYSTEM, Actor, Roster
from slrt_core.rules import deadlines
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Decision, Notice, Scene, opened
from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing import around, checks
from slrt_core.testing.stories import Check, Ending, Line, Records, Staffing, Step, Story, Wait

__all__ = ["Failure", "History", "SceneStage", "Stage", "play"]


@frozen(kw_only=True)
class Failure:
    """Something that is not as it must be.

    Args:
        id: of the story, demand or prohibition.
        rules: the rules concerned.
        where: the line of the story at which it showed.
        text: what is wrong.
    """

    id: str
    rules: tuple[str, ...]
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.id} ({', '.join(self.rules)}), at {self.where!r}: {self.text}"


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

    case: Case | None

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
        content = checks.prepared(content, self.setting.rulebook, self.scene.household)
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
            move = evolve(move, content=checks.prepared(move.content, self.setting.rulebook, self.scene.household))
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
        assert self.case is not None  # noqa: S101  (the play records first)
        decision = scene.decide(self.case, move, actor)
        if not decision.allowed:
            return None
        if scene.household is not None and decision.facts:
            scene = evolve(scene, household=around.learnt(scene.household, decision.facts))
        return scene, self._after(decision, move)[1]

    def _after(self, decision: Decision, move: Move) -> tuple[Case, History]:
        assert self.case is not None  # noqa: S101  (the play records first)
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


def play(story: Story, stage: Stage, *, pace: int = 0) -> Iterator[tuple[Line, str]]:
    """Play a story.

    Args:
        story: what is told.
        stage: where.
        pace: how many working days pass before each step, besides those of which the story tells.

    Yields:
        Each line that was played with what is wrong; an empty text if nothing is. The first fault ends the play.
    """
    for line in story.lines:
        try:
            if pace and isinstance(line, Step) and not line.ending.refused:
                stage.go_to(deadlines.due(stage.setting.rulebook.calendar, stage.setting.on, pace))
            wrong = _played(line, stage)
        except (KeyError, LookupError, ValueError) as error:
            wrong = f"{type(error).__name__}: {error}"
        yield line, wrong
        if wrong:
            return


def _played(line: Line, stage: Stage) -> str:
    match line:
        case Records():
            actor = _actor(line.who, line.post, stage)
            content = around.content_of(line.content)
            codes = stage.record(actor, content, Way(line.way), around.PLACES[line.place])
            return _differs(line.ending, codes, stage.case)
        case Step():
            if stage.case is None:
                return "nothing is recorded yet"
            actor = _actor(line.who, line.post, stage)
            return _differs(line.ending, stage.take(actor, _move(line, stage.case, stage.setting)), stage.case)
        case Wait():
            stage.go_to(_day(line.words, stage.setting))
        case Staffing(words=("household", "decile", decile)):
            stage.list_says("decile", int(decile))
        case Staffing(words=("household", status)):
            stage.list_says("central_status", status)
        case Staffing():
            stage.restaff(around.staffed(stage.setting.roster, line.words, stage.setting.on))
        case Check():
            return checks.checked(line.words, stage)
    return ""


def _actor(who: str, post: str, stage: Stage) -> Actor:
    if who == "system":
        return SYSTEM
    roster, today = stage.setting.roster, stage.setting.on
    officer = roster.officer(who)
    held = [a.post for a in roster.held(who, today)] or [a.post for a in roster.all_held(who)]
    return Actor(officer=who, person=officer.person, post=post or held[0])


def _move(line: Step, case: Case, setting: Setting) -> Move:
    options, words = line.options, "" if "words" in line.flags else "keterangan"
    content = receiver = None
    if "survey" in options:
        content = around.surveyed(case.content, options["survey"][0], setting.on)
    elif "to" in options and line.command == "forward":
        receiver = around.receiver_of(options["to"])
    elif "to" in options:
        content = around.content_of(options["to"])
    told = "" if "channel" in line.flags or line.command not in {"inform", "not_reached"} else "home"
    seen = None if "seen" in line.flags else Seen(case.version - ("stale" in line.flags), case.digest)
    return Move(
        case=case.id,
        command=line.command,
        seen=seen,
        reason="".join(options.get("for", ())),
        note=words,
        result=words,
        content=content,
        receiver=receiver,
        channel="".join(options.get("by", (told,))),
    )


def _differs(ending: Ending, codes: tuple[str, ...], case: Case | None) -> str:
    if codes:
        if not ending.refused:
            return f"refused: {', '.join(codes)}"
        missing = [code for code in ending.refused if code not in codes]
        return f"refused: {', '.join(codes)}, and not: {', '.join(missing)}" if missing else ""
    if ending.refused:
        return "allowed"
    assert case is not None
    referral = case.referral.state if case.referral else ""
    if case.state != ending.state or (ending.referral and referral != ending.referral):
        return f"it is {case.state}" + (f"/{referral}" if referral else "")
    return ""


def _day(words: Sequence[str], setting: Setting) -> date:
    match words:
        case ["after", count, "working", "days" | "day"]:
            return deadlines.due(setting.rulebook.calendar, setting.on, int(count))
        case ["after", count, "days" | "day"]:
            return setting.on + timedelta(days=int(count))
        case ["on", day]:
            return date.fromisoformat(day)
    raise ValueError(f"when is that: {' '.join(words)}")

"""What a search is asked, and what it answers: prohibitions, demands, stories, findings, the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from attrs import evolve, field, frozen

from slrt_core.model.cases import Case, Way
from slrt_core.model.commands import Move
from slrt_core.model.contents import CaseKind
from slrt_core.model.events import CaseEvent, CaseOpened
from slrt_core.model.officers import Actor
from slrt_core.reasons import Text
from slrt_core.rules.process.evolving import opened
from slrt_core.rules.process.explore.histories import History
from slrt_core.rules.process.scene import Scene

if TYPE_CHECKING:
    from slrt_core.rules.process.explore.lifefindings import LifeStory
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Beat", "Demand", "Finding", "Process", "Prohibition", "Report", "Story", "processes", "prohibition"]


class Process(NamedTuple):
    """One kind of case by one way in: what is searched at a time; of one program, where that has a protocol."""

    kind: CaseKind
    way: Way
    program: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.kind, self.way, self.program)))


def _names(values: str | Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


def _set(values: Iterable[str]) -> frozenset[str]:
    return frozenset(values)


def processes(book: Rulebook) -> tuple[Process, ...]:
    """Every kind of case by every way in that a rulebook knows."""
    return tuple(Process(kind, Way(name)) for name, way in book.ways.items() for kind in way.kinds)


@frozen(kw_only=True)
class Prohibition:
    """What must never happen.

    Args:
        id: short and stable.
        rule: the rule that forbids it, such as ``R-APP-5``.
        text: what happened, in a sentence that names the fault.
        broken: looks at a case's whole history and at the world around it; true if the fault is in it. Every history
            is shown step by step, so it is enough to look at how the last step bears on the others.
        commands: only histories whose last step gave one of these commands are shown; all of them if empty.
    """

    id: str
    rule: str
    text: Text
    broken: Callable[[Sequence[CaseEvent], Scene], bool]
    commands: frozenset[str] = field(default=frozenset(), converter=_set)


def prohibition(
    id: str, rule: str, text_id: str, text_en: str, broken: Callable[[Sequence[CaseEvent], Scene], bool], *commands: str
) -> Prohibition:
    """A prohibition in one line of a list."""
    return Prohibition(id=id, rule=rule, text=Text(text_id, text_en), broken=broken, commands=commands)


@frozen(kw_only=True)
class Demand:
    """What must be possible: a command at once, or a goal in the end.

    Args:
        id: short and stable.
        rule: the rule that demands it.
        text: what is not possible, in a sentence that names the fault.
        given: when it is demanded.
        command: one of these must be allowed to somebody, just then; empty if a goal is demanded.
        goal: a case such as this must be reachable from there.
        without: commands by which the goal does not count as reached, such as ``withdraw``.
    """

    id: str
    rule: str
    text: Text
    given: Callable[[Case, Scene], bool]
    command: tuple[str, ...] = field(default=(), converter=_names)
    goal: Callable[[Case, Scene], bool] | None = None
    without: frozenset[str] = field(default=frozenset(), converter=_set)

    def __attrs_post_init__(self) -> None:
        if bool(self.command) == bool(self.goal):
            raise ValueError(f"{self.id}: a demand names a command or a goal")


@frozen(kw_only=True)
class Beat:
    """One step of a story: somebody's move, or a change of the world around the case.

    Args:
        scene: the world in which it happens.
        actor: who; ``None`` where only the world changes.
        move: what they ask.
        what: what happened in the world.
        state: of the case afterwards.
        referral: the state of its referral afterwards, if it has one.
    """

    scene: Scene = field(repr=False)
    actor: Actor | None = None
    move: Move | None = None
    what: Text = field(factory=lambda: Text("", ""))
    state: str = ""
    referral: str = ""


@frozen(kw_only=True)
class Story:
    """How a case comes to be as it is: the shortest way that was found.

    Args:
        staff: the name of the small staff.
        opening: how the case begins.
        beats: what then happens.
    """

    staff: str
    opening: CaseOpened = field(repr=False)
    beats: tuple[Beat, ...] = ()

    def replay(self) -> Case:
        """Play it again, step by step, with the decisions that its scenes make.

        Returns:
            The case as the story leaves it.

        Raises:
            ValueError: a step is refused.
        """
        *_, (case, _, _) = ((opened(self.opening), None, None), *self.steps())
        return case

    def steps(self) -> Iterator[tuple[Case, History, Scene]]:
        """Play it again: the case, its history and the world after each step that somebody took; raises likewise."""
        case, before = opened(self.opening), History((self.opening,))
        for number, beat in enumerate(self.beats, 1):
            if beat.move is None or beat.actor is None:
                continue
            decision = beat.scene.decide(case, beat.move, beat.actor)
            if not decision.allowed:
                codes = ", ".join(reason.code for reason in decision.reasons)
                raise ValueError(f"step {number}, {beat.move.command}, is refused: {codes}")
            after = beat.scene.after(case, decision.events)
            before = before.then(decision, beat.move, case, after)
            case = after
            yield case, before, beat.scene

    def lines(self, book: Rulebook) -> Iterator[Text]:
        """The story in words, a line for each step."""
        recorder = self.opening.actor
        post = book.label(book.posts, recorder.post)
        yield Text(
            f"{self.opening.on}  {recorder.officer} ({post.id}) mencatat kasus",
            f"{self.opening.on}  {recorder.officer} ({post.en}) records the case",
        )
        for beat in self.beats:
            yield _line(beat, book)


def _line(beat: Beat, book: Rulebook) -> Text:
    day = beat.scene.setting.on
    if beat.move is None or beat.actor is None:
        return Text(f"{day}  {beat.what.id}", f"{day}  {beat.what.en}")
    post = book.label(book.posts, beat.actor.post)
    command = book.named(beat.move.command)
    state = book.label(book.states, beat.state)
    referral = book.label(book.referral_states, beat.referral)
    there = (f" [{referral.id}]", f" [{referral.en}]") if beat.referral else ("", "")
    return Text(
        f"{day}  {beat.actor.officer} ({post.id}): {command.id} → {state.id}{there[0]}",
        f"{day}  {beat.actor.officer} ({post.en}): {command.en} → {state.en}{there[1]}",
    )


@frozen(kw_only=True)
class Finding:
    """Something that is wrong.

    Args:
        sort: ``forbidden`` (yet reachable), ``impossible`` (yet demanded), ``stuck`` (cannot end), ``nobody`` (a step
            that nobody can take), ``never`` (a row that never fires), ``ambiguous`` (two rows for one actor).
        id: of the prohibition or demand; of the row; of the state.
        rule: the rule that is broken.
        text: what is wrong.
        process: where; the name of a life, or ``None`` for the whole rulebook.
        story: the shortest; ``None`` where there is none to tell.
        times: in how many states of the search it was met.
        tale: the shortest story of a life, where the finding is of one.
    """

    sort: str
    id: str
    rule: str
    text: Text
    process: Process | str | None = None
    story: Story | None = field(default=None, repr=False)
    times: int = 1
    tale: LifeStory | None = field(default=None, repr=False)

    @property
    def told(self) -> Story | LifeStory | None:
        """The shortest story, of a case or of a life; ``None`` where there is none to tell."""
        return self.story or self.tale

    @property
    def key(self) -> tuple[str, str]:
        """What makes two findings the same."""
        return self.sort, self.id


def keep(findings: dict[tuple[str, str], Finding], finding: Finding) -> None:
    """Add a finding to those that there are: of the same one, only the shortest story, and how often it was met."""
    held = findings.get(finding.key)
    if held is None:
        findings[finding.key] = finding
        return
    shorter = finding.told and held.told and len(finding.told.beats) < len(held.told.beats)
    findings[finding.key] = evolve(finding if shorter else held, times=held.times + finding.times)


@frozen(kw_only=True)
class Report:
    """What a search of one process did and found.

    Args:
        process: kind and way in, or the name of a life.
        states: how many were told apart, over all staffs, in the finest abstraction that was used.
        decisions: how many were asked for, likewise.
        rows: the rows that fired; each is a line of a table and the state it leaves.
        rows_total: how many rows the process has, those of the referral table included.
        seconds: how long all of it took.
        complete: whether everything reachable was seen; a bound that was met is said in ``bounds``.
        bounds: the bounds that were met.
        abstraction: the parts of a case that were told apart at last, by name.
        tried: for each abstraction, from coarse to fine, how many states and findings it had.
        stable: whether the last two abstractions have the same findings.
        staffs: the names of the small staffs.
        findings: each with its shortest story.
    """

    process: Process | str
    states: int
    decisions: int
    rows: frozenset[tuple[str, str]] = field(repr=False)
    rows_total: int
    seconds: float
    complete: bool
    bounds: tuple[str, ...] = ()
    abstraction: tuple[str, ...] = ()
    tried: tuple[tuple[int, int], ...] = ()
    stable: bool = True
    staffs: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def found(self, id: str) -> Finding | None:
        """The finding with this id, if there is one."""
        return next((finding for finding in self.findings if finding.id == id), None)

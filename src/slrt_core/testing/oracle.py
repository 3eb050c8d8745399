"""What a rulebook must do and must never do, asked of it by stories, prohibitions and demands.

All three are written from the articles and not from the tables, so a rulebook is measured against something that does
not move with it. `failures` plays every story with the real decisions; at each step of each, every prohibition looks at
the history so far, and every demand at what can be done next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from slrt_core.model.cases import Case
from slrt_core.model.commands import Move, Seen
from slrt_core.model.events import CaseEvent, Moved
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.model.registry import CentralStatus
from slrt_core.reasons import Text
from slrt_core.rules.process import Decision, Scene, decide
from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing.around import fact, learnt
from slrt_core.testing.playing import Failure, play
from slrt_core.testing.stages import SceneStage
from slrt_core.testing.stories import Check, Source, Staffing, Story, Wait, read_stories

__all__ = ["Demand", "Oracle", "Prohibition"]

Decider = Callable[..., Decision]

_SLOWLY = 21
"""Working days before each step of a slow play: longer than any deadline, shorter than the time in which to object."""


@frozen(kw_only=True)
class Prohibition:
    """What must never happen, whoever does it and however it comes about.

    Args:
        id: short and stable.
        rule: the rule that forbids it, such as ``R-APP-5``.
        source: the article, quoted; or the project.
        text: what happened, in a sentence that names the fault.
        broken: looks at the events of a case and the world around it; true if the fault is in them. It is asked after
            each step, so it is enough that it sees how the last step bears on the others.
    """

    id: str
    rule: str
    source: Source
    text: Text
    broken: Callable[[Sequence[CaseEvent], Scene], bool]


def _several(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@frozen(kw_only=True)
class Demand:
    """What must be possible: somebody in one of some posts must be able to take a step, just then.

    Args:
        id: short and stable.
        rule: the rule that demands it.
        source: the article, quoted; or the project.
        text: what is not possible, in a sentence that names the fault.
        given: when it is demanded.
        command: the step, or several of which one is enough.
        by: the posts of which one must be able to; all of them if empty.
        more: what else the move says, made from the case.
    """

    id: str
    rule: str
    source: Source
    text: Text
    given: Callable[[Case, Scene], bool]
    command: tuple[str, ...] = field(converter=_several)
    by: tuple[str, ...] = ()
    more: Callable[[Case, Scene], Mapping[str, object]] = lambda *_: {}

    def met(self, case: Case, scene: Scene) -> bool:
        """Whether it is possible now, or not demanded now."""
        return not self.given(case, scene) or any(
            scene.decide(case, move, actor).allowed
            for command in self.command
            for move in [self._move(command, case, scene)]
            for actor in self._actors(scene)
        )

    def _actors(self, scene: Scene) -> Iterator[Actor]:
        roster = scene.setting.roster
        if "system" in self.by:
            yield SYSTEM
        for post in self.by or scene.setting.rulebook.posts:
            for officer, _ in roster.holders(post, scene.setting.on):
                yield Actor(officer=officer.id, person=officer.person, post=post)

    def _move(self, command: str, case: Case, scene: Scene) -> Move:
        choices = scene.setting.rulebook.choices
        said: dict[str, object] = {
            "reason": next((code for code, choice in choices.items() if command in choice.commands), ""),
            "note": "keterangan",
            "result": "hasil",
            "channel": "home" if command in {"inform", "not_reached"} else "",
        }
        said.update(self.more(case, scene))
        return Move(case=case.id, command=command, seen=Seen(case.version, case.digest), **said)  # type: ignore[arg-type]


@frozen(kw_only=True)
class Oracle:
    """Stories, prohibitions and demands of one set of rules.

    Args:
        stories: played line by line.
        prohibitions: asked of every history.
        demands: asked of every moment.
    """

    stories: tuple[Story, ...] = ()
    prohibitions: tuple[Prohibition, ...] = ()
    demands: tuple[Demand, ...] = ()
    _tried: dict[str, frozenset[tuple[str, str]]] = field(init=False, eq=False, repr=False, factory=dict)

    @classmethod
    def of(cls, directory: Path, prohibitions: Iterable[Prohibition] = (), demands: Iterable[Demand] = ()) -> Oracle:
        """The oracle with the stories of a directory.

        Raises:
            ValueError: a story cannot be read, or two of one sort have the same id.
        """
        made = cls(stories=read_stories(directory), prohibitions=tuple(prohibitions), demands=tuple(demands))
        for sort in (made.prohibitions, made.demands):
            ids = [one.id for one in sort]
            if len(set(ids)) < len(ids):
                raise ValueError(f"told twice: {', '.join(sorted({id for id in ids if ids.count(id) > 1}))}")
        return made

    def broken(self, events: Sequence[CaseEvent], scene: Scene) -> list[str]:
        """The ids of the prohibitions that a history breaks."""
        return [rule.id for rule in self.prohibitions if rule.broken(events, scene)]

    def choices(self) -> tuple[dict[str, str], ...]:
        """Every choice of options under which some story is told; that of the default rulebook is empty."""
        return tuple(dict(chosen) for chosen in dict.fromkeys(tuple(sorted(s.settings.items())) for s in self.stories))

    def told_under(self, book: Rulebook) -> tuple[Story, ...]:
        """The stories that are told of just the options that a rulebook has chosen."""
        chosen = {name: value for name, value in book.settings.items() if value != book.options[name].default}
        return tuple(story for story in self.stories if story.settings == chosen)

    def failures(
        self,
        book: Rulebook,
        *,
        first: bool = False,
        near: Collection[tuple[str, str]] = (),
        kinds: Collection[str] = (),
        ways: Collection[str] = (),
    ) -> list[Failure]:
        """All that is wrong with a rulebook, as far as the stories told under its options show it.

        Args:
            book: to be measured.
            first: stop at the first fault.
            near: pairs of state and command; only stories in which such a step is tried are played. All if empty.
            kinds: only stories of such cases; all if empty.
            ways: only stories of such ways in; all if empty.
        """
        found: list[Failure] = []
        wanted, known = frozenset(near), set[Hashable]()
        for story in self.told_under(book):
            if (kinds and story.kinds.isdisjoint(kinds)) or (ways and story.ways.isdisjoint(ways)):
                continue
            if wanted and wanted.isdisjoint(self.tried_in(story, book)):
                continue
            for failure in self.run_story(story, book, known=known):
                found.append(failure)
                if first:
                    return found
        return found

    def tried_in(self, story: Story, book: Rulebook) -> frozenset[tuple[str, str]]:
        """The pairs of state and command that are tried when a story is played, as it is told by the first rulebook."""
        if story.id not in self._tried:
            found: set[tuple[str, str]] = set()

            def noting(case: Case, move: Move, *more: Any) -> Decision:
                found.add((case.state, move.command))
                if case.referral is not None:
                    found.add((case.referral.state, move.command))
                decision = decide(case, move, *more)
                # What follows by itself is a step too, and nobody tries it.
                found.update((event.before, event.command) for event in decision.events if isinstance(event, Moved))
                return decision

            # What others try, and what is tried slowly, are the same steps.
            for _ in evolve(self, prohibitions=()).run_story(story, book, decider=noting):
                pass
            self._tried[story.id] = frozenset(found)
        return self._tried[story.id]

    def run_story(
        self, story: Story, book: Rulebook, *, decider: Decider = decide, known: set[Hashable] | None = None
    ) -> Iterator[Failure]:
        """Play one story, and ask prohibitions and demands at each step of it.

        Each step that is allowed is also tried by everybody else, and by the same person without what must be said;
        what would come of it is shown to the prohibitions. A story that tells of no day is played again, so slowly
        that every deadline goes by.

        Args:
            story: to be played.
            book: to be measured.
            decider: decides; the production one if not given.
            known: where everybody else has tried a step already, so that it need not be tried again.
        """
        yield from self._run(story, book, decider, pace=0, known=set() if known is None else known)
        if self.prohibitions and not any(isinstance(line, Wait) for line in story.lines):
            yield from self._run(story, book, decider, pace=_SLOWLY, known=set())

    def _run(
        self, story: Story, book: Rulebook, decider: Decider, pace: int, known: set[Hashable]
    ) -> Iterator[Failure]:
        stage = SceneStage.of(book)
        stage.scene = evolve(stage.scene, decider=decider)
        strangers: list[tuple[Prohibition, Actor]] = []
        if self.prohibitions and not pace:
            stage.others = lambda stage, actor, move: strangers.extend(self._others(stage, actor, move, known))
        before: Case | None = None
        for line, wrong in play(story, stage, pace=pace):
            where = f"{story.id}:{line.number}: {line.text}"
            if wrong:
                yield Failure(id=story.id, rules=story.rules, where=where, text=wrong)
            for rule, actor in strangers:
                text = f"{rule.text.en}; so it would be, done by {actor.officer} as {actor.post}"
                yield Failure(id=rule.id, rules=(rule.rule,), where=where, text=text)
            strangers.clear()
            if stage.case is None or isinstance(line, Check):
                continue
            stepped, before = stage.case is not before, stage.case
            for rule in self.prohibitions if stepped else ():
                if rule.broken(stage.events, stage.scene):
                    yield Failure(id=rule.id, rules=(rule.rule,), where=where, text=rule.text.en)
            changed = stepped or isinstance(line, (Wait, Staffing))
            for demand in self.demands if changed and not pace else ():
                if not demand.met(stage.case, stage.scene):
                    yield Failure(id=demand.id, rules=(demand.rule,), where=where, text=demand.text.en)

    def _others(
        self, stage: SceneStage, actor: Actor, move: Move, known: set[Hashable]
    ) -> Iterator[tuple[Prohibition, Actor]]:
        case = stage.case
        assert case is not None
        where = (case.kind, case.way, case.state, case.referral and case.referral.state, move.command, actor.post)
        if where in known:
            return
        known.add(where)
        for other, asked, scene in (*_by_others(stage, actor, move), *_otherwise(stage.scene, actor, move)):
            tried = stage.tried(other, asked, scene)
            if tried is not None:
                around, history = tried
                for rule in self.prohibitions:
                    if rule.broken(history, around):
                        yield rule, other


Attempt = tuple[Actor, Move, Scene]


def _by_others(stage: SceneStage, actor: Actor, move: Move) -> Iterator[Attempt]:
    """The same step, taken by everybody else who is on duty anywhere."""
    roster, today = stage.setting.roster, stage.setting.on
    for held in roster.assignments:
        if held.on(today) and (held.officer, held.post) != (actor.officer, actor.post):
            person = roster.officer(held.officer).person
            yield Actor(officer=held.officer, person=person, post=held.post), move, stage.scene


def _otherwise(scene: Scene, actor: Actor, move: Move) -> Iterator[Attempt]:
    """The same step by the same person, who leaves out what must be said; or with a household listed otherwise."""
    if move.reason:
        yield actor, evolve(move, reason=""), scene
    if move.note or move.result:
        yield actor, evolve(move, note="", result=""), scene
    if move.seen is not None:
        yield actor, evolve(move, seen=None), scene
    if scene.household is not None:
        listed = scene.household.central_status is CentralStatus.LISTED
        said = fact("central_status", "unlisted" if listed else "listed")
        yield actor, move, evolve(scene, household=learnt(scene.household, [said]))

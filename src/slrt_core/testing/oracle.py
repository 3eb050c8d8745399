"""What a rulebook must do and must never do, asked of it by stories, prohibitions and demands.

All three are written from the articles and not from the tables, so a rulebook is measured against something that does
not move with it. `failures` plays every story with the real decisions; at each step of each, every prohibition looks at
the history so far, and every demand at what can be done next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from slrt_core.model.cases import Case
from slrt_core.model.commands import Move, Seen
from slrt_core.model.events import CaseEvent
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.reasons import Text
from slrt_core.rules.process import Scene
from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing.playing import Failure, SceneStage, play
from slrt_core.testing.stories import Source, Story, read_stories

__all__ = ["Demand", "Oracle", "Prohibition"]


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
    command: tuple[str, ...] = field(converter=lambda value: (value,) if isinstance(value, str) else tuple(value))
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

    def failures(self, book: Rulebook, *, first: bool = False) -> list[Failure]:
        """All that is wrong with a rulebook, as far as the stories told under its options show it.

        Args:
            book: to be measured.
            first: stop at the first fault.
        """
        found: list[Failure] = []
        for story in self.told_under(book):
            for failure in self.run_story(story, book):
                found.append(failure)
                if first:
                    return found
        return found

    def run_story(self, story: Story, book: Rulebook) -> Iterator[Failure]:
        """Play one story, and ask prohibitions and demands at each step of it."""
        stage = SceneStage.of(book)
        known = 0
        for line, wrong in play(story, stage):
            where = f"{story.id}:{line.number}: {line.text}"
            if wrong:
                yield Failure(id=story.id, rules=story.rules, where=where, text=wrong)
            if stage.case is None:
                continue
            if stage.case.version != known:
                known = stage.case.version
                for rule in self.prohibitions:
                    if rule.broken(stage.events, stage.scene):
                        yield Failure(id=rule.id, rules=(rule.rule,), where=where, text=rule.text.en)
            for demand in self.demands:
                if not demand.met(stage.case, stage.scene):
                    yield Failure(id=demand.id, rules=(demand.rule,), where=where, text=demand.text.en)

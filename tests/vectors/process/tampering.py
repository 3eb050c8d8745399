"""A legal history at some line of a story, and the same with one thing in it that must not be."""

from collections.abc import Callable
from typing import Any

from attrs import evolve

from slrt_core.model.events import CaseEvent, Moved
from slrt_core.model.facts import Fact
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.rules.process import Scene
from slrt_core.testing import around
from slrt_core.testing.playing import play
from slrt_core.testing.stages import History, SceneStage
from tests.vectors.process.measured import book_of, the_oracle

Moment = tuple[History, Scene]
Tamper = Callable[[History, Scene], Moment]


def at(story_id: str, upto: str) -> Moment:
    """The history after the last line of a story that begins so."""
    story = next(story for story in the_oracle().stories if story.id == story_id)
    stage = SceneStage.of(book_of(*sorted(story.settings.items())))
    found: Moment | None = None
    for line, wrong in play(story, stage):
        assert not wrong, f"{line.text}: {wrong}"
        if line.text.startswith(upto):
            found = stage.events, stage.scene
    assert found is not None, f"{story_id} has no line {upto!r}"
    return found


def _again(events: list[CaseEvent], old: History) -> History:
    new = History(events)
    new.move, new.facts, new.notices = old.move, old.facts, old.notices
    new.start = min(old.start, len(events) - 1) if len(events) < len(old) else old.start
    return new


def person(name: str, post: str, scene: Scene) -> Actor:
    """An officer of the scene."""
    return (
        SYSTEM if name == "system" else Actor(officer=name, person=scene.setting.roster.officer(name).person, post=post)
    )


def by(name: str, post: str, command: str = "") -> Tamper:
    """A step, the last one if none is named, was taken by somebody else."""

    def tamper(events: History, scene: Scene) -> Moment:
        changed = list(events)
        index = _moved(events, command)
        changed[index] = evolve(changed[index], actor=person(name, post, scene))  # type: ignore[arg-type]
        return _again(changed, events), scene

    return tamper


def says(command: str = "", **changes: Any) -> Tamper:
    """A step says something else."""

    def tamper(events: History, scene: Scene) -> Moment:
        changed = list(events)
        index = _moved(events, command)
        changed[index] = evolve(changed[index], **changes)
        return _again(changed, events), scene

    return tamper


def recorded(**changes: Any) -> Tamper:
    """The case began otherwise."""

    def tamper(events: History, scene: Scene) -> Moment:
        return _again([evolve(events[0], **changes), *events[1:]], events), scene

    return tamper


def recorded_by(name: str, post: str) -> Tamper:
    """Somebody else recorded it."""

    def tamper(events: History, scene: Scene) -> Moment:
        return recorded(actor=person(name, post, scene))(events, scene)

    return tamper


def without(sort: type, command: str = "") -> Tamper:
    """The last event of a sort never happened; of moves, that of a command."""

    def tamper(events: History, scene: Scene) -> Moment:
        index = _last(events, sort, command)
        new = _again([*events[:index], *events[index + 1 :]], events)
        new.start = events.start - (index < events.start)
        return new, scene

    return tamper


def other(sort: type, **changes: Any) -> Tamper:
    """The last event of a sort says something else."""

    def tamper(events: History, scene: Scene) -> Moment:
        index, changed = _last(events, sort), list(events)
        changed[index] = evolve(changed[index], **changes)
        return _again(changed, events), scene

    return tamper


def also(*more: CaseEvent) -> Tamper:
    """And this happened in the last step as well."""
    return lambda events, scene: (_again([*events, *more], events), scene)


def again(sort: type) -> Tamper:
    """The last event of a sort happened twice."""
    return lambda events, scene: (_again([*events, events[_last(events, sort)]], events), scene)


def world(*words: str) -> Tamper:
    """The officers are others: as a story says it."""

    def tamper(events: History, scene: Scene) -> Moment:
        roster = around.staffed(scene.setting.roster, words, scene.setting.on)
        return _again(list(events), events), scene.staffed(roster)

    return tamper


def chosen(option: str, value: str) -> Tamper:
    """The district chose otherwise."""

    def tamper(events: History, scene: Scene) -> Moment:
        book = book_of((option, value))
        return _again(list(events), events), evolve(scene, process=book)

    return tamper


def status(value: str) -> Tamper:
    """The household stands otherwise on the list."""
    return lambda events, scene: (_again(list(events), events), evolve(scene, household=around.home(value)))


def learns(*facts: tuple[str, str]) -> Tamper:
    """The last step adds other facts to the household's record."""

    def tamper(events: History, scene: Scene) -> Moment:
        new, at_ = _again(list(events), events), scene.moment
        new.facts = tuple(
            Fact(unit=around.HOUSEHOLD, variable=v, value=x, valid_from=at_.on, recorded_at=at_.at, source="case-1")
            for v, x in facts
        )
        return new, scene

    return tamper


def unheard(events: History, scene: Scene) -> Moment:
    """Nobody hears of the last step."""
    new = _again(list(events), events)
    new.notices = ()
    return new, scene


def unseen(events: History, scene: Scene) -> Moment:
    """The last step does not say what was seen."""
    new = _again(list(events), events)
    assert events.move is not None
    new.move = evolve(events.move, seen=None)
    return new, scene


def _last(events: History, sort: type, command: str = "") -> int:
    return max(
        index
        for index, event in enumerate(events)
        if isinstance(event, sort) and (not command or (isinstance(event, Moved) and event.command == command))
    )


def _moved(events: History, command: str) -> int:
    if command:
        return _last(events, Moved, command)
    return next(i for i, e in enumerate(events) if i >= events.start and isinstance(e, Moved))

"""Histories of cases: what small staffs make of them, step by step, by a rulebook's own decisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from attrs import evolve, field, frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from slrt_core.errors import Conflict
from slrt_core.model.cases import Case
from slrt_core.model.commands import Move
from slrt_core.model.contents import Complaint
from slrt_core.model.events import CaseEvent
from slrt_core.model.officers import Actor
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Scene, opened
from slrt_core.rules.process.explore import Process, Staff, processes, staffs
from slrt_core.rules.process.explore.moves import whole
from slrt_core.rules.process.explore.world import PROGRAMS, START, VILLAGE, home, regions, roots
from slrt_core.rules.process.waiting import Path, paths_at
from slrt_core.rules.rulebook import Rulebook, load_rulebook

__all__ = ["Played", "histories"]

_LONGEST = 30
_DAYS = (0, 0, 0, 1, 5, 40, 200)


@frozen(kw_only=True)
class Played:
    """What became of a case.

    Args:
        process: its kind and way in.
        staff: who there was.
        scene: the world at the last step that was taken.
        case: as it ended.
        events: its whole history.
        refused: the moves that were tried and refused on the way, each with the codes of the reasons.
    """

    process: Process
    staff: Staff
    scene: Scene = field(repr=False)
    case: Case = field(repr=False)
    events: tuple[CaseEvent, ...]
    refused: tuple[tuple[str, frozenset[str]], ...]


def histories(book: Rulebook | None = None, *, longest: int = _LONGEST) -> SearchStrategy[Played]:
    """Cases of every kind by every way in, with small staffs of which some are knotted.

    Args:
        book: the rulebook; the default one if not given.
        longest: the most steps that are tried.
    """
    mine = book or load_rulebook()
    # Hashing a rulebook would read all of it, so the staffs are kept here and not beside their function.
    return _histories(mine, lru_cache(maxsize=None)(lambda process: staffs(mine, process)), longest)


@st.composite
def _histories(
    draw: st.DrawFn, book: Rulebook, staffs_of: Callable[[Process], tuple[Staff, ...]], longest: int
) -> Played:
    process = draw(st.sampled_from(processes(book)))
    staff = draw(st.sampled_from(staffs_of(process)))
    root = draw(st.sampled_from(roots(process.kind, book)))
    about = staff.about and isinstance(root.content, Complaint)
    content = evolve(root.content, about=staff.about) if about and isinstance(root.content, Complaint) else root.content
    scene = Scene(
        setting=Setting(rulebook=book, roster=staff.rosters[0], regions=regions(), on=START),
        programs=PROGRAMS,
        household=None if root.anonymous else home(listed=root.listed),
    )
    recorders = [
        scene.actor(officer.id, post)
        for post in book.ways[process.way].posts
        for officer, _ in scene.setting.roster.holders(post, START)
    ]
    event = scene.opening(content, process.way, draw(st.sampled_from(recorders)), VILLAGE)
    walk = _Walk(scene, opened(event), [event])
    # A list of numbers shrinks well: a story without one of its steps is tried by leaving out one number.
    length = draw(st.integers(0, longest))
    for number in draw(st.lists(st.integers(0, 2**24), min_size=length, max_size=length)):
        walk.step(number)
    return Played(
        process=process,
        staff=staff,
        scene=walk.then,
        case=walk.case,
        events=tuple(walk.events),
        refused=tuple(walk.refused),
    )


class _Walk:
    """A case on its way; each number says who tries what."""

    def __init__(self, scene: Scene, case: Case, events: list[CaseEvent]) -> None:
        self.scene, self.then, self.case, self.events = scene, scene, case, events
        self.refused: list[tuple[str, frozenset[str]]] = []

    def step(self, number: int) -> None:
        number, days = divmod(number, len(_DAYS))
        self.scene = self.scene.later(_DAYS[days])
        paths = self._paths()
        # What somebody is waited for to do comes oftener than what ends most stories early.
        duties = [command for command in paths if self.scene.process.commands[command].duty]
        command, number = _pick(sorted([*paths, *duties * 4]), number)
        if command is None:
            return
        move, number = _pick(list(whole(self.case, command, paths[command], self.scene.process)), number)
        actor, _ = _pick(self._actors(paths[command]), number)
        if move is not None and actor is not None:
            self._take(move, actor)

    def _take(self, move: Move, actor: Actor) -> None:
        try:
            decision = self.scene.decide(self.case, move, actor)
        except Conflict as conflict:
            self.refused.append((move.command, frozenset(conflict.codes)))
            return
        if not decision.allowed:
            self.refused.append((move.command, frozenset(reason.code for reason in decision.reasons)))
            return
        self.then = self.scene
        self.events += decision.events
        self.case = self.scene.after(self.case, decision.events)

    def _paths(self) -> dict[str, list[Path]]:
        every = paths_at(self.case, self.scene.process).items()
        given = {command: [path for path in paths if not path.row.by_itself] for command, paths in every}
        return {command: paths for command, paths in given.items() if paths}

    def _actors(self, paths: list[Path]) -> list[Actor]:
        """Everybody, and six times as often those whose step it is."""
        roster, day = self.scene.setting.roster, self.scene.setting.on
        posts = {post for path in paths for post in path.posts}
        everybody = [self.scene.actor(held.officer, held.post) for held in roster.assignments if held.on(day)]
        fitting = [actor for actor in everybody if actor.post in posts]
        return everybody + fitting * (6 * len(everybody) // max(len(fitting), 1))


def _pick(choices: list[Any], number: int) -> tuple[Any, int]:
    if not choices:
        return None, number
    number, chosen = divmod(number, len(choices))
    return choices[chosen], number

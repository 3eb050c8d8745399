"""Breadth first through all that can happen to a participation, or to the entries of a program, with one small staff.

Each state that is reached is a real record with its real history. Two of them count as one where they agree in all that
a decision looks at: the state, who did what, and what is on record of periods; a state that was met before is not
followed again.
"""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from slrt_core.errors import Conflict
from slrt_core.model.commands import LifeMove
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.model.programs import CatalogueEntry, ProgramRecord
from slrt_core.rules.process.explore import lifemoves
from slrt_core.rules.process.explore.lifefindings import LifeStory
from slrt_core.rules.process.explore.lifeworld import LifeDeed, LifeScene, carried_out, recorded_by

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from slrt_core.rules.process.explore.lifefindings import LifeProhibition
    from slrt_core.rules.process.explore.lifestaffs import LifeStaff
    from slrt_core.rules.process.explore.lifeworld import LifeStart
    from slrt_core.rules.process.lifeneeds import Living
    from slrt_core.rules.rulebook import LifeRow, Rulebook

__all__ = ["LifeNode", "LifeSearch"]

_QUARTERS = 2
"""How many quarters may end while a participation lives: after one a suspension rests on it, and one more."""
_MOST_ENTRIES = 2
"""How many entries of one program are followed: one, and what is entered after it."""


@define(eq=False)
class LifeNode:
    """A state that was reached: the record, its world, and how it came to be."""

    record: Living
    scene: LifeScene
    catalogue: ProgramRecord | None = None
    deeds: tuple[LifeDeed, ...] = ()
    beats: tuple[LifeDeed | None, ...] = ()
    ways_on: list[tuple[str, int]] = field(factory=list)
    allowed: set[str] = field(factory=set)

    @property
    def at_bound(self) -> bool:
        """Whether no further entry of the program is followed, so that it cannot be told what might come of one."""
        return self.catalogue is not None and len(self.catalogue.versions) >= _MOST_ENTRIES


@define(eq=False)
class LifeSearch:
    """One search of one life with one staff.

    Args:
        life: ``participation`` or ``program``.
        book: the rulebook.
        staff: who there is.
        starts: how the record may begin.
        prohibitions: what must not happen.
        limit: how many states at most.
        first: whether to stop at the first forbidden thing.
    """

    life: str
    book: Rulebook
    staff: LifeStaff
    starts: Sequence[LifeStart]
    prohibitions: Sequence[LifeProhibition]
    limit: int
    first: bool = False
    nodes: list[LifeNode] = field(factory=list)
    decisions: int = 0
    complete: bool = True
    fired: set[tuple[str, str]] = field(factory=set)
    broken: dict[str, tuple[LifeStory, int]] = field(factory=dict)
    _seen: dict[Hashable, int] = field(factory=dict)
    _tried: set[Hashable] = field(factory=set)
    _commands: tuple[str, ...] = ()
    _actors: tuple[Actor, ...] = ()

    def run(self) -> None:
        """Go everywhere."""
        roster = self.staff.roster
        self._commands = tuple(dict.fromkeys(row.command for row in self.book.life_rows if row.life == self.life))
        self._actors = tuple(
            Actor(officer=a.officer, person=roster.officer(a.officer).person, post=a.post) for a in roster.assignments
        )
        waiting: deque[int] = deque()
        for start in self.starts:
            self._reach(LifeNode(start.record, start.scene), waiting)
        while waiting and not (self.first and self.broken):
            if len(self.nodes) > self.limit:
                self.complete = False
                return
            index = waiting.popleft()
            for command, after in self._steps(self.nodes[index]):
                self.nodes[index].ways_on.append((command, self._reach(after, waiting)))

    def story(self, node: LifeNode) -> LifeStory:
        """How a state was reached."""
        return LifeStory(staff=self.staff.name, beats=node.beats)

    def _reach(self, node: LifeNode, waiting: deque[int]) -> int:
        key = _key(node, periods=self.staff.periods)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = len(self.nodes)
            self.nodes.append(node)
            waiting.append(found)
        return found

    def _steps(self, node: LifeNode) -> Iterator[tuple[str, LifeNode]]:
        for record in (node.record, *_anew(node)):
            rows: dict[str, list[LifeRow]] = {}
            for row in self.book.life_rows_at(self.life, record.state):
                rows.setdefault(row.command, []).append(row)
            # What belongs there is tried at each state that is told apart; what does not, once at each of the table.
            for command in self._commands:
                yield from self._command(node, record, command, rows.get(command, []))
        if self.life == "participation" and node.deeds and node.beats.count(None) < _QUARTERS:
            later = node.scene.on(lifemoves.quarter(node.scene.setting.on).last + timedelta(days=1))
            yield "", LifeNode(node.record, later, node.catalogue, node.deeds, (*node.beats, None))

    def _command(
        self, node: LifeNode, record: Living, command: str, rows: list[LifeRow]
    ) -> Iterator[tuple[str, LifeNode]]:
        posts = {post for row in rows if row.scope != "system" for post in (*row.posts, *self.book.stand_ins(row))}
        by_itself = any(row.scope == "system" for row in rows)
        for actor in (*([SYSTEM] if by_itself else ()), *self._actors):
            fits = actor.post in posts or actor is SYSTEM
            mark = (record.state, command, actor, node.scene.setting.on)
            first = mark not in self._tried
            self._tried.add(mark)
            if not (fits or first):
                continue
            theirs = recorded_by(record, actor)
            for move in lifemoves.whole(theirs, command, node.scene):
                after = self._try(node, theirs, node.scene, move, actor)
                if after is not None:
                    node.allowed.add(command)
                    yield command, after
                    if ("poorer", mark) not in self._tried:
                        self._tried.add(("poorer", mark))
                        yield from self._poorer(node, theirs, move, actor)

    def _poorer(self, node: LifeNode, record: Living, move: LifeMove, actor: Actor) -> Iterator[tuple[str, LifeNode]]:
        found = [
            self._try(node, record, node.scene, poor, actor)
            for poor in lifemoves.lacking(move, record, node.scene.setting.on)
        ]
        found += [
            self._try(node, other, scene, move, actor) for other, scene in lifemoves.elsewhere(record, node.scene)
        ]
        yield from ((move.command, evolve(one, scene=node.scene)) for one in found if one is not None)

    def _try(self, node: LifeNode, record: Living, scene: LifeScene, move: LifeMove, actor: Actor) -> LifeNode | None:
        self.decisions += 1
        try:
            decision = scene.decide(record, move, actor)
        except Conflict:
            return None
        if not decision.allowed:
            return None
        asked = LifeDeed(scene=scene, record=record, move=move, actor=actor, decision=decision, after=record)
        deed = carried_out(asked, node.catalogue)
        self._note(deed)
        deeds, beats = (*node.deeds, deed), (*node.beats, deed)
        for prohibition in self.prohibitions:
            if prohibition.life in {"", self.life} and prohibition.broken(deeds):
                story, times = self.broken.get(prohibition.id, (LifeStory(staff=self.staff.name, beats=beats), 0))
                self.broken[prohibition.id] = (story, times + 1)
        return LifeNode(deed.after, scene, deed.catalogue, deeds, beats)

    def _note(self, deed: LifeDeed) -> None:
        [event] = deed.decision.events
        for row in self.book.life_rows_at(self.life, event.before):
            same = (row.command, row.after, row.stage) == (event.command, event.after, event.stage)
            if same and deed.actor.post in {*row.posts, *self.book.stand_ins(row)}:
                self.fired.add((row.place, row.before))


def _anew(node: LifeNode) -> tuple[CatalogueEntry, ...]:
    """Entries that may be entered after the one at hand, with the same content or another."""
    entry, catalogue = node.record, node.catalogue
    if not isinstance(entry, CatalogueEntry) or catalogue is None or node.at_bound or entry.state == "entered":
        return ()
    fresh = [CatalogueEntry.fresh(entry.entered, digest) for digest in ("a", "b")]
    return tuple(
        one for one in fresh if not catalogue.waits(one.digest) and not catalogue.stands(one.entered, one.digest)
    )


def _key(node: LifeNode, *, periods: bool) -> Hashable:
    record = node.record
    roles: dict[tuple[str, str], set[str]] = {}
    for act in record.acts:
        roles.setdefault((act.actor.person, act.actor.acting_for), set()).add(act.stage)
    who = frozenset((person, frozenset(stages)) for person, stages in roles.items())
    common = (record.life, record.state, record.recorders, record.recorded_for, who, node.scene.setting.on)
    if node.catalogue is not None:
        entries = tuple((v.digest, v.state, v.entered_by, v.approved_by) for v in node.catalogue.versions)
        return (*common, record.digest, record.program, entries)
    against = frozenset(p for (p, _, _), met in record.commitments.items() if met is False) - frozenset(record.counted)
    if not periods:
        return (*common, record.program, record.active_from is None, against)
    today = node.scene.setting.on
    done = str(lifemoves.quarter(today)) in record.disbursed, today in {meeting.on for meeting in record.meetings}
    return (*common, record.program, record.active_from, against, frozenset(record.counted), done)

"""Breadth first through all that can happen to a case with one small staff, with the production decisions.

Each state that is reached is a real case with its real history; nothing is assumed about what a step leads to. A state
whose key was met before is not followed again, so the first story that reaches a key is a shortest one.
"""

from __future__ import annotations

from collections import deque
from datetime import date
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from slrt_core.errors import Conflict
from slrt_core.model.cases import Case
from slrt_core.model.commands import Move
from slrt_core.model.events import CaseOpened, Moved
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.reasons import Text
from slrt_core.rules.process.befalling import BEFALLING, Home
from slrt_core.rules.process.deciding import Decision
from slrt_core.rules.process.evolving import opened
from slrt_core.rules.process.explore import moves
from slrt_core.rules.process.explore.findings import Beat, Story
from slrt_core.rules.process.explore.histories import History
from slrt_core.rules.process.explore.keys import PARTS, Eye, roles_of
from slrt_core.rules.process.explore.world import learnt
from slrt_core.rules.process.scene import Scene
from slrt_core.rules.process.waiting import open_referral, paths_at, stand_ins_of
from slrt_core.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from slrt_core.rules.process.explore.findings import Demand, Prohibition
    from slrt_core.rules.process.explore.staffs import Staff
    from slrt_core.rules.process.waiting import Path

__all__ = ["Fired", "Node", "Search", "Start"]

Fired = tuple[str, str, str, str, str, str, str]
"""A step as it was taken: kind of case (empty for a referral's), before, command, after, stage, basis, post."""

_NEVER = frozenset({"befallen"})
_NEVER_IN_TIME = _NEVER | {"late", "expired"}

_REASSIGNED = Text("petugas diganti", "other officers take over")
_LATE = Text("tenggat lewat", "the deadline passes")
_LONG = Text("tenggat sudah lama lewat", "the deadline is long past")
_WINDOW = Text("waktu keberatan lewat", "the time for an objection is over")
_NEXT_DAY = Text("hari berikutnya", "the next day")


@frozen(kw_only=True)
class Start:
    """A case as it begins, and the world around it."""

    scene: Scene
    opening: CaseOpened
    rosters: int = 1


@define(eq=False)
class Node:
    """A state that was reached: the case, the world, and how it came to be."""

    case: Case
    scene: Scene
    events: History
    start: int
    phase: int = 0
    parent: Node | None = None
    beat: Beat | None = None
    ways_on: list[tuple[str, int, tuple[str, ...]]] = field(factory=list)
    allowed: set[str] = field(factory=set)
    roles: dict[str, frozenset[str]] = field(factory=dict)
    did: frozenset[tuple[str, frozenset[str]]] = frozenset()


@define(eq=False)
class Search:
    """One search: one staff, one abstraction.

    Args:
        staff: who there is.
        starts: how the case may begin.
        parts: the abstraction, as names of `PARTS`.
        prohibitions: what must not happen.
        demands: what must be possible.
        tried: the lacking moves that were tried already; several searches may share it.
        limit: how many states at most.
    """

    staff: Staff
    starts: Sequence[Start]
    parts: Sequence[str]
    prohibitions: Sequence[Prohibition]
    demands: Sequence[Demand]
    tried: set[Hashable]
    limit: int
    nodes: list[Node] = field(factory=list)
    decisions: int = 0
    complete: bool = True
    fired: set[Fired] = field(factory=set)
    broken: dict[str, tuple[Node, int]] = field(factory=dict)
    twice: dict[str, tuple[Node, int]] = field(factory=dict)
    _seen: dict[Hashable, int] = field(factory=dict)
    _eyes: list[Eye] = field(factory=list)
    _waiting: set[Hashable] = field(factory=set)
    _forbidden: dict[str, tuple[Prohibition, ...]] = field(factory=dict)

    def run(self, book: Rulebook) -> None:
        """Go everywhere."""
        self._eyes = [
            Eye(book.calendar, _positions(self.staff, n, book), {o.id: o.person for o in roster.officers})
            for n, roster in enumerate(self.staff.rosters)
        ]
        goals = [demand for demand in self.demands if demand.goal is not None]
        waiting: deque[int] = deque()
        for number, start in enumerate(self.starts):
            case = opened(start.opening)
            self._reach(Node(case, start.scene, History((start.opening,)), number), waiting)
        while waiting:
            if len(self.nodes) > self.limit:
                self.complete = False
                return
            index = waiting.popleft()
            for label, after in self._steps(self.nodes[index]):
                if after.case.round > self.staff.objections + 1:
                    continue
                if after.case.referral and after.case.referral.forwarded_from and not self.staff.forwards:
                    continue
                met = tuple(d.id for d in goals if d.goal is not None and d.goal(after.case, after.scene))
                self.nodes[index].ways_on.append((label, self._reach(after, waiting), met))

    def _reach(self, node: Node, waiting: deque[int]) -> int:
        eye = self._eyes[node.phase]
        key = (node.start, node.phase, *(PARTS[part](node.case, node.scene, eye) for part in self.parts))
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = len(self.nodes)
            self.nodes.append(node)
            waiting.append(found)
        return found

    def _steps(self, node: Node) -> Iterator[tuple[str, Node]]:
        case, book = node.case, node.scene.process
        node.roles = roles_of(case, self._eyes[node.phase])
        node.did = frozenset(node.roles.items())
        paths = paths_at(case, book)
        echoes = {e.partition(":")[2] for line in book.referral_rows for e in line.effects if e.startswith("echo:")}
        for command, options in paths.items():
            if command in echoes:
                continue
            yield from self._command(node, command, options)
        yield from self._strangers(node, paths, echoes)
        yield from self._world(node)

    def _command(self, node: Node, command: str, options: list[Path]) -> Iterator[tuple[str, Node]]:
        case, place = node.case, _place(node.case)
        if command in BEFALLING and self.staff.sorts:
            yield from self._befalls(node, command)
        if self._in_vain(options):
            if ("in vain", command, place, self.staff.time) in self.tried:
                return
            self.tried.add(("in vain", command, place, self.staff.time))
        actors = [SYSTEM] if all(option.row.by_itself for option in options) else self._actors(node, options)
        posts = {post for option in options for post in option.posts}
        whose = tuple((option.posts, option.referral and option.referral.receiver) for option in options)
        whole = list(moves.whole(case, command, options, node.scene.setting.rulebook, every=self.staff.sorts))
        for actor in actors:
            stands_in = actor.post not in posts
            # Whether somebody else is there who comes before depends on whose it is and who did what, and on no more.
            waits = (node.start, node.phase, command, place, whose, actor, node.did) if stands_in else None
            if waits in self._waiting:
                continue
            self._one_row(node, actor, options)
            for move in whole:
                decision = self._decide(node, move, actor)
                if waits and [reason.code for reason in decision.reasons] == ["stand-in"]:
                    self._waiting.add(waits)
                    break
                if not decision.allowed:
                    continue
                yield command, self._after(node, decision, move, actor)
                node.allowed.add(command)
                mark = (command, place, actor.post)
                if mark not in self.tried and actor is not SYSTEM:
                    self.tried.add(mark)
                    for poor in moves.lacking(move, case):
                        less = self._decide(node, poor, actor)
                        if less.allowed:
                            yield command, self._after(node, less, poor, actor)

    def _befalls(self, node: Node, command: str) -> Iterator[tuple[str, Node]]:
        """Something befalls the household, and the case follows; within the village, or nobody here could go on."""
        if not node.case.household:
            return
        case = node.case
        home = Home(household=f"{case.household}+", region=case.region, homes=(case.household,), about="another case")
        then = Node(case, evolve(node.scene, home=home), node.events, node.start, node.phase, node.parent, node.beat)
        then.roles, move = node.roles, Move(case=case.id, command=command)
        decision = self._decide(then, move, SYSTEM)
        if decision.allowed:
            after = self._after(then, decision, move, SYSTEM)
            after.scene = evolve(after.scene, home=None)
            yield command, after

    def _in_vain(self, options: list[Path]) -> bool:
        """Whether every row needs what this search never brings about; such are tried once at each place."""
        never = _NEVER if self.staff.time else _NEVER_IN_TIME
        return all(not never.isdisjoint(option.row.needs) for option in options)

    def _actors(self, node: Node, options: list[Path]) -> list[Actor]:
        case, scene = node.case, node.scene
        posts = {post for option in options for post in option.posts}
        for option in options:
            if not option.row.by_itself:
                posts.update(stand_ins_of(option.row, case, scene.setting, scene.process))
        roles, position = node.roles, self._eyes[node.phase].position
        found: dict[Hashable, Actor] = {}
        roster, day = scene.setting.roster, scene.setting.on
        for post in sorted(posts):
            accounts: dict[str, int] = {}
            for officer, _ in roster.holders(post, day):
                number = accounts[officer.person] = accounts.get(officer.person, 0) + 1
                # Persons in one position stand for each other; each account of a person is tried.
                place = position.get(officer.person) or officer.person
                same = (post, place, number, roles.get(officer.person))
                found.setdefault(same, Actor(officer=officer.id, person=officer.person, post=post))
        return list(found.values())

    def _strangers(self, node: Node, paths: dict[str, list[Path]], echoes: set[str]) -> Iterator[tuple[str, Node]]:
        """Try once at each place what nobody should be able to do there: other commands, other posts."""
        case = node.case
        place = (_place(case), bool(case.closed_on), node.phase)
        if ("strangers", place) in self.tried:
            return
        self.tried.add(("strangers", place))
        book, scene = node.scene.process, node.scene
        roster, today = scene.setting.roster, scene.setting.on
        everybody = [
            (Actor(officer=a.officer, person=roster.officer(a.officer).person, post=a.post), a.on(today))
            for a in roster.assignments
        ]
        for command in book.commands:
            options = paths.get(command, [])
            automatic = command in echoes or (bool(options) and all(option.row.by_itself for option in options))
            fitting = (
                set()
                if automatic
                else {p for o in options for p in (*o.posts, *stand_ins_of(o.row, case, node.scene.setting, book))}
            )
            tried: set[tuple[str, bool]] = set()
            for actor, holds in everybody:
                post = (actor.post, holds)
                if (holds and actor.post in fitting) or post in tried or (not options and tried):
                    continue
                tried.add(post)
                for move in moves.whole(case, command, options, book):
                    decision = self._decide(node, move, actor)
                    if decision.allowed:
                        yield command, self._after(node, decision, move, actor)

    def _one_row(self, node: Node, actor: Actor, options: list[Path]) -> None:
        """Note where two rows fit one actor."""
        fits = [option.row for option in options if actor.post in option.posts]
        if len(fits) > 1:
            name = " ".join(sorted({row.place for row in fits}))
            first, times = self.twice.get(name, (node, 0))
            self.twice[name] = (first, times + 1)

    def _decide(self, node: Node, move: Move, actor: Actor) -> Decision:
        self.decisions += 1
        try:
            return node.scene.decide(node.case, move, actor)
        except Conflict as conflict:
            return Decision(reasons=conflict.reasons)

    def _after(self, node: Node, decision: Decision, move: Move, actor: Actor) -> Node:
        """What an allowed move leads to; what must not happen is looked for here."""
        case, scene = node.scene.after(node.case, decision.events), node.scene
        events = node.events.then(decision, move, node.case, case)
        if decision.facts and scene.household is not None:
            scene = evolve(scene, household=learnt(scene.household, decision.facts))
        referral = case.referral.state if case.referral else ""
        beat = Beat(scene=node.scene, actor=actor, move=move, state=case.state, referral=referral)
        after = Node(case, scene, events, node.start, node.phase, node, beat)
        self._note_rows(node.case, decision)
        for prohibition in self._forbidding(move.command):
            if prohibition.broken(events, node.scene):
                first, times = self.broken.get(prohibition.id, (after, 0))
                self.broken[prohibition.id] = (first, times + 1)
        return after

    def _forbidding(self, command: str) -> tuple[Prohibition, ...]:
        """The prohibitions that a command may break."""
        found = self._forbidden.get(command)
        if found is None:
            found = tuple(one for one in self.prohibitions if not one.commands or command in one.commands)
            self._forbidden[command] = found
        return found

    def _note_rows(self, case: Case, decision: Decision) -> None:
        kind = case.kind
        for event in decision.events:
            if isinstance(event, Moved):
                of = "" if event.referral else kind
                self.fired.add(
                    (of, event.before, event.command, event.after, event.stage, event.basis, event.actor.post)
                )

    def _world(self, node: Node) -> Iterator[tuple[str, Node]]:
        case, scene = node.case, node.scene
        if node.phase + 1 < len(self.staff.rosters):
            yield "", self._changed(node, scene.staffed(self.staff.rosters[node.phase + 1]), _REASSIGNED, 1)
        if not self.staff.time:
            return
        eye, limits, today = self._eyes[node.phase], scene.setting.rulebook.limits, scene.setting.on
        if case.due is not None and not scene.process.states[case.state].terminal:
            yield from self._later(node, eye.day(case.due, 0), _LATE)
            if open_referral(case, scene.process) is not None:
                yield from self._later(node, eye.day(case.due, limits["expiry_days"].value), _LONG)
        if case.closed_on is not None:
            yield from self._later(node, eye.day(case.closed_on, limits["objection_days"].value), _WINDOW)
        if case.outcome and case.feedback and case.feedback[-1].on == today:
            yield from self._later(node, eye.day(today, 0), _NEXT_DAY)

    def _later(self, node: Node, day: date, what: Text) -> Iterator[tuple[str, Node]]:
        if day > node.scene.setting.on:
            yield "", self._changed(node, node.scene.on(day), what, 0)

    @staticmethod
    def _changed(node: Node, scene: Scene, what: Text, phases: int) -> Node:
        beat = Beat(scene=scene, what=what)
        return Node(node.case, scene, node.events, node.start, node.phase + phases, node, beat)

    def story(self, node: Node) -> Story:
        """How a state was reached."""
        beats: list[Beat] = []
        at: Node | None = node
        while at is not None and at.beat is not None:
            beats.append(at.beat)
            at = at.parent
        return Story(staff=self.staff.name, opening=node.events.opened, beats=tuple(reversed(beats)))


def _place(case: Case) -> tuple[str, str, str, str]:
    return case.kind, case.way, case.state, case.referral.state if case.referral else ""


def _positions(staff: Staff, phase: int, book: Rulebook) -> dict[str, int]:
    """Which persons are in which position: those with the same posts are interchangeable."""
    judges = {post for row in book.rows if row.stage for post in row.posts}
    judges |= {post for line in book.referral_rows if line.stage for post in line.posts}
    judges |= {post for name, rule in book.stages.items() if name != "handle" for post in rule.stand_ins}
    judges |= {post for post, rule in book.posts.items() if rule.reads == "referred"}
    held: dict[str, set[str]] = {}
    homes: dict[str, str] = {}
    for roster in staff.rosters[phase:]:
        for assignment in roster.assignments:
            officer = roster.officer(assignment.officer)
            if assignment.valid_until.year > 2026:
                held.setdefault(officer.person, set()).add(f"{assignment.post} {roster is staff.rosters[phase]}")
            homes[officer.person] = officer.household
    numbers: dict[Hashable, int] = {}
    return {
        person: numbers.setdefault((frozenset(posts), homes[person], person == staff.about), len(numbers) + 1)
        if any(post.partition(" ")[0] in judges for post in posts)
        else 0
        for person, posts in held.items()
    }

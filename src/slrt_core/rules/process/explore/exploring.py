"""Searching whole processes: every staff, abstractions from coarse to fine, and what that finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.model.cases import Case
from slrt_core.model.commands import Moment, Move
from slrt_core.model.contents import CaseKind, Complaint
from slrt_core.model.events import CaseEvent
from slrt_core.model.officers import Actor
from slrt_core.reasons import Text
from slrt_core.rules.access import Setting
from slrt_core.rules.process.deciding import Decision
from slrt_core.rules.process.deciding import decide as production_decide
from slrt_core.rules.process.evolving import after as production_fold
from slrt_core.rules.process.explore import world
from slrt_core.rules.process.explore.demands import DEMANDS
from slrt_core.rules.process.explore.findings import Demand, Finding, Process, Prohibition, Report, keep, processes
from slrt_core.rules.process.explore.keys import LEVELS
from slrt_core.rules.process.explore.prohibitions import PROHIBITIONS
from slrt_core.rules.process.explore.protocols import passing, played_under, protocol_processes, under_protocol
from slrt_core.rules.process.explore.searching import Fired, Node, Search, Start
from slrt_core.rules.process.explore.staffs import Staff
from slrt_core.rules.process.explore.staffs import staffs as small_staffs
from slrt_core.rules.process.explore.unmet import unmet
from slrt_core.rules.process.scene import Scene
from slrt_core.rules.process.surroundings import Surroundings
from slrt_core.rules.rulebook import ReferralRow, Row, Rulebook

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["Decide", "Each", "Fold", "Searched", "Task", "explore", "explore_rulebook", "rows_of", "task_of", "unfired"]

Decide = Callable[[Case, Move, Actor, Moment, Surroundings], Decision]
Fold = Callable[[Case, tuple[CaseEvent, ...]], Case]


@frozen(kw_only=True)
class Task:
    """What a search of one process is given; see `explore`."""

    book: Rulebook
    process: Process
    staffs: tuple[Staff, ...]
    prohibitions: tuple[Prohibition, ...]
    demands: tuple[Demand, ...]
    decide: Decide = production_decide
    fold: Fold = production_fold
    limit: int = 30_000
    clock: Callable[[], float] = lambda: 0.0
    until: float = float("inf")


@frozen(kw_only=True)
class Searched:
    """What the search with one staff found.

    Args:
        staff: its name.
        states: how many were told apart.
        decisions: how many were asked for.
        bound: the bound that was met; empty if everything reachable was seen.
        fired: the steps that were taken.
        findings: each with its story, if it was searched here.
    """

    staff: str
    states: int = 0
    decisions: int = 0
    bound: str = ""
    fired: frozenset[Fired] = frozenset()
    findings: tuple[Finding, ...] = ()


Each = Callable[[Task, tuple[str, ...]], Iterable[Searched]]
"""Searches with each staff of a task, under an abstraction."""


def one_after_another(task: Task, parts: tuple[str, ...]) -> Iterator[Searched]:
    """Search with each staff in turn; what was tried with one once and for all is not tried with the next."""
    tried: set[Hashable] = set()
    for staff in task.staffs:
        if task.clock() > task.until:
            yield Searched(staff=staff.name, bound="seconds")
            continue
        search = Search(
            staff=staff,
            starts=starts(task, staff),
            parts=parts,
            prohibitions=task.prohibitions,
            demands=task.demands,
            tried=tried,
            limit=task.limit,
        )
        search.run(task.book)
        yield Searched(
            staff=staff.name,
            states=len(search.nodes),
            decisions=search.decisions,
            bound="" if search.complete else "states",
            fired=frozenset(search.fired),
            findings=tuple(_findings(task, search)),
        )


def task_of(
    book: Rulebook,
    process: Process,
    *,
    prohibitions: Iterable[Prohibition] = PROHIBITIONS,
    demands: Iterable[Demand] = DEMANDS,
    staffs: Iterable[Staff] | None = None,
) -> Task:
    """What is searched of a process, under its program's protocol if it names a program; see `explore`."""
    book = played_under(book, process)
    return Task(
        book=book,
        process=process,
        staffs=tuple(small_staffs(book, process) if staffs is None else staffs),
        prohibitions=under_protocol(prohibitions, process),
        demands=passing(demands, book),
    )


def explore(
    book: Rulebook,
    process: Process,
    *,
    prohibitions: Iterable[Prohibition] = PROHIBITIONS,
    demands: Iterable[Demand] = DEMANDS,
    decide: Decide = production_decide,
    fold: Fold = production_fold,
    staffs: Iterable[Staff] | None = None,
    levels: Sequence[tuple[str, ...]] = LEVELS,
    limit: int = 30_000,
    each: Each = one_after_another,
    clock: Callable[[], float] = lambda: 0.0,
    seconds: float = float("inf"),
) -> Report:
    """Search one process: all states that small staffs can bring a case to, with the decisions that the desk makes.

    Args:
        book: the rulebook; its rows are the case's and its rules the current ones.
        process: kind of case and way in; with a program, under that program's protocol.
        prohibitions: what must not be reachable. Give ``(*PROHIBITIONS, *mine)`` to add some.
        demands: what must be possible.
        decide: decides; another than the production one to see whether its faults are found.
        fold: folds events; likewise.
        staffs: the small staffs; those of `staffs` if not given.
        levels: abstractions, each a tuple of names of `PARTS`, from coarse to fine. The search goes on until two
            successive ones have the same findings and the last of the two tells apart all that a decision looks at;
            give one alone for a search without that comparison.
        limit: the most states of one search; a report says when it was met.
        each: searches with each staff; see `Searchers` for one that does so on several processors.
        clock: gives seconds, for the report and for ``seconds``; time is an argument.
        seconds: after so many no further staff is begun; a report says when that happened.

    Returns:
        What was searched and what was found.
    """
    begun = clock()
    task = task_of(book, process, prohibitions=prohibitions, demands=demands, staffs=staffs)
    task = evolve(task, decide=decide, fold=fold, limit=limit, clock=clock, until=begun + seconds)
    tried: list[tuple[int, int]] = []
    before: Report | None = None
    stable = len(levels) == 1
    for parts in levels:
        report = _report(task, parts, each(task, parts))
        tried.append((report.states, len(report.findings)))
        same = before is not None and {f.key for f in before.findings} == {f.key for f in report.findings}
        before = report
        if same and (levels[-1] == parts or set(parts) >= _ENOUGH):
            stable = True
            break
    assert before is not None  # noqa: S101  (there is at least one abstraction)
    findings = before.findings
    if any(finding.story is None for finding in findings):
        # They were found elsewhere, and stories hold private words, which leave no process: it is told here again.
        again = one_after_another(task, before.abstraction)
        findings = _report(task, before.abstraction, again).findings
    return evolve(before, seconds=clock() - begun, tried=tuple(tried), stable=stable, findings=findings)


_ENOUGH = set(LEVELS[-2])


def explore_rulebook(book: Rulebook, **options: object) -> tuple[Report, ...]:
    """Search every process of a rulebook; takes the options of `explore`. `unfired` then tells which rows are dead."""
    return tuple(explore(book, process, **options) for process in (*processes(book), *protocol_processes(book)))  # type: ignore[arg-type]


def _report(task: Task, parts: tuple[str, ...], found: Iterable[Searched]) -> Report:
    searched = tuple(found)
    findings: dict[tuple[str, str], Finding] = {}
    for finding in (finding for one in searched for finding in one.findings):
        keep(findings, finding)
    rows, fired = rows_of(task.book, task.process), {step for one in searched for step in one.fired}
    bounds = tuple(f"{one.bound}: {one.staff}" for one in searched if one.bound)
    return Report(
        process=task.process,
        states=sum(one.states for one in searched),
        decisions=sum(one.decisions for one in searched),
        rows=frozenset((row.place, row.before) for row in rows if _did(row, fired, task)),
        rows_total=len(rows),
        seconds=0.0,
        complete=not bounds,
        bounds=bounds,
        abstraction=parts,
        staffs=tuple(one.staff for one in searched),
        findings=tuple(findings.values()),
    )


def starts(task: Task, staff: Staff) -> tuple[Start, ...]:
    found = []
    book, way = task.book, task.process.way
    for root in world.roots(task.process.kind, book):
        if not (root.main or staff.sorts):
            continue
        content = root.content
        if staff.about:
            if not isinstance(content, Complaint):
                continue
            content = evolve(content, about=staff.about)
        scene = Scene(
            setting=Setting(rulebook=book, roster=staff.rosters[0], regions=world.regions(), on=world.START),
            programs=world.PROGRAMS,
            household=None if root.anonymous else world.home(listed=root.listed),
            decider=task.decide,
            folder=task.fold,
        )
        recorders = list(_recorders(scene, book, task.process))
        for recorder in recorders if staff.sorts and root.main else recorders[:1]:
            if staff.about and scene.setting.roster.officer(recorder.officer).person == staff.about:
                continue
            found.append(Start(scene=scene, opening=scene.opening(content, way, recorder, world.VILLAGE)))
    return tuple(found)


def _recorders(scene: Scene, book: Rulebook, process: Process) -> Iterable[Actor]:
    """Each account that may record, in each post; persons of whom there are several alike stand for each other."""
    roster, day = scene.setting.roster, scene.setting.on
    home = scene.household.id if scene.household else ""
    for post in book.ways[process.way].posts:
        for officer, _ in roster.holders(post, day):
            if not officer.household or officer.household != home:
                yield Actor(officer=officer.id, person=officer.person, post=post)


def _findings(task: Task, search: Search) -> Iterable[Finding]:
    def told(sort: str, what: tuple[str, str, Text], node: Node, times: int) -> Finding:
        id_, rule, text = what
        story = search.story(node)
        return Finding(sort=sort, id=id_, rule=rule, text=text, process=task.process, story=story, times=times)

    by_id = {prohibition.id: prohibition for prohibition in task.prohibitions}
    for id_, (node, times) in search.broken.items():
        what = by_id[id_]
        yield told("forbidden", (what.id, what.rule, what.text), node, times)
    for place, (node, times) in search.twice.items():
        text = Text(f"dua baris untuk satu orang: {place}", f"two rows for one actor: {place}")
        yield told("ambiguous", (place, "R-APP-5", text), node, times)
    for sort, id_, rule, text, node, times in unmet(search, task.demands):
        yield told(sort, (id_, rule, text), node, times)


def rows_of(book: Rulebook, process: Process) -> tuple[Row | ReferralRow, ...]:
    """The rows that a process has; a problem has those of what it is mapped to as well."""
    kinds = {process.kind}
    if process.kind is CaseKind.PROBLEM:
        kinds |= {CaseKind.NEED, CaseKind.COMPLAINT}
    return (
        *(row for row in book.rows if row.kinds & kinds and process.way in row.ways),
        *book.referral_rows,
    )


def _did(row: Row | ReferralRow, fired: set[Fired], task: Task) -> bool:
    line = (row.before, row.command, row.after, row.stage, str(row.basis))
    posts = {*row.posts, *task.book.stages[row.stage or "handle"].stand_ins, "system"}
    receives = isinstance(row, ReferralRow) and row.side == "receiver"
    return any(
        one[1:6] == line
        and (receives or one[6] in posts)
        and (one[0] in row.kinds if isinstance(row, Row) else not one[0])
        for one in fired
    )


def _sends(row: Row) -> bool:
    return any(effect == "draft" or effect.startswith("send:") for effect in row.effects)


def _waits_for_a_choice(row: Row | ReferralRow, senders: set[str]) -> bool:
    """Whether a row is for senders who send nothing as the district chose; it is there in case it chooses otherwise."""
    return isinstance(row, ReferralRow) and row.side == "requester" and senders.isdisjoint(row.posts)


def unfired(book: Rulebook, reports: Iterable[Report]) -> tuple[Finding, ...]:
    """The rows that fired in no process that was searched, and the commands that nobody ever gave."""
    done = {row for report in reports for row in report.rows}
    every: list[Row | ReferralRow] = []
    for variant in book.variants():
        every += [*variant.rows, *variant.referral_rows]
    rows = {(row.place, row.before): row for row in every}
    senders = {post for row in book.rows if _sends(row) for post in row.posts}
    dead = [row for key, row in rows.items() if key not in done and not _waits_for_a_choice(row, senders)]
    alive = {rows[key].command for key in done}
    found = [
        Finding(
            sort="never",
            id=f"{row.place} {row.before}",
            rule=row.basis.rule,
            text=Text(
                f"baris tidak pernah terpakai: {row.before} + {row.command}",
                f"a row that never fires: {row.before} + {row.command}",
            ),
        )
        for row in dead
    ]
    for command in sorted({row.command for row in dead} - alive):
        text = Text(
            f"perintah yang tidak dapat diberikan siapa pun: {command}", f"a command that nobody can give: {command}"
        )
        found.append(Finding(sort="nobody", id=command, rule="R-APP-6", text=text))
    return tuple(found)

"""A real roster: which cases would be stuck with the officers there are, and which appointment would free them.

Each village is searched with the officers whose assignments reach it. Villages with officers alike are searched once.
Besides the ordinary case there is one for each person: a case from which just this person must keep away, because it is
of their household or a complaint about them (R-APP-5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from slrt_core.model.contents import CaseKind
from slrt_core.model.officers import Officer, Roster
from slrt_core.rules.process.explore.exploring import explore
from slrt_core.rules.process.explore.findings import Finding, Process, Story, processes
from slrt_core.rules.process.explore.keys import LEVELS
from slrt_core.rules.process.explore.staffs import Staff, duties
from slrt_core.rules.process.explore.world import DISTRICT, HOUSEHOLD, PROGRAMS, VILLAGE

if TYPE_CHECKING:
    from datetime import date

    from slrt_core.model.officers import Assignment
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Appointment", "Stuck", "check_roster", "lies_within"]

_NEW = "newly-appointed"


@frozen(order=True)
class Appointment:
    """A post to be filled, and where."""

    post: str
    place: str


@frozen(kw_only=True)
class Stuck:
    """Cases that would be stuck in the same way.

    Args:
        state: where they wait for somebody who is not there.
        processes: kinds and ways in.
        keeps_away: the posts of the person who must keep away from the case; empty if nobody must.
        villages: where.
        freed_by: the appointments each of which alone would free them, for the first village.
        story: how the first of them gets there.
    """

    state: str
    processes: tuple[Process, ...]
    keeps_away: tuple[str, ...]
    villages: tuple[str, ...]
    freed_by: tuple[Appointment, ...]
    story: Story = field(repr=False)


def lies_within(outer: str, inner: str) -> bool:
    """Whether a place lies within another, by dotted codes: ``61.12.01.2001`` within ``61.12``."""
    return inner == outer or inner.startswith(f"{outer}.")


def check_roster(
    book: Rulebook,
    officers: Iterable[Officer],
    assignments: Iterable[Assignment],
    on: date,
    *,
    villages: Iterable[str] = (),
    within: Callable[[str, str], bool] = lies_within,
    only: Iterable[Process] = (),
) -> tuple[Stuck, ...]:
    """Find the cases that would be stuck.

    Args:
        book: the rulebook.
        officers: all accounts.
        assignments: all assignments; those in force on the day count.
        on: the day.
        villages: the ids of the villages; those that the assignments name if not given.
        within: whether a place lies within another.
        only: these processes; all if not given. Of processes with the same rows one is searched for all.

    Returns:
        What would be stuck, in groups.
    """
    everybody = {officer.id: officer for officer in officers}
    held = [a for a in assignments if a.on(on) and a.officer in everybody]
    places = sorted(set(villages) or {r for a in held for r in a.regions if r.count(".") == 3})
    alike: dict[object, list[str]] = {}
    for village in places:
        here = [a for a in held if any(within(region, village) for region in a.regions)]
        shape = frozenset((a.officer, a.post) for a in here if a.officer)
        alike.setdefault(_shape(shape, everybody), []).append(village)
    found: list[Stuck] = []
    for group in alike.values():
        here = [a for a in held if any(within(region, group[0]) for region in a.regions)]
        found += _in_village(book, everybody, here, group, tuple(only) or processes(book))
    return _joined(found)


def _shape(held: frozenset[tuple[str, str]], everybody: dict[str, Officer]) -> object:
    """Who is there, but not their names: for each person the accounts with their posts."""
    persons: dict[str, dict[str, set[str]]] = {}
    for account, post in held:
        persons.setdefault(everybody[account].person, {}).setdefault(account, set()).add(post)
    return tuple(
        sorted(tuple(sorted(tuple(sorted(posts)) for posts in accounts.values())) for accounts in persons.values())
    )


def _in_village(
    book: Rulebook,
    everybody: dict[str, Officer],
    here: list[Assignment],
    villages: list[str],
    wanted: tuple[Process, ...],
) -> list[Stuck]:
    found: list[Stuck] = []
    for same in _alike(book, wanted):
        process = same[0]
        known = duties(book, process)
        there = [_moved_here(a) for a in here if a.post in known]
        if not any(a.post in book.ways[process.way].posts for a in there):
            continue
        persons = {everybody[a.officer].person: a.post for a in there}
        for away in ("", *sorted(persons)):
            roster = _roster(everybody, there, away)
            for finding in _stuck(book, process, roster):
                assert finding.story is not None  # noqa: S101  (a stuck case has a story)
                posts = sorted({a.post for a in there if everybody[a.officer].person == away})
                state = finding.id.partition(":")[2]
                found.append(
                    Stuck(
                        state=state,
                        processes=tuple(same),
                        keeps_away=tuple(posts),
                        villages=tuple(villages),
                        freed_by=_freed(book, process, roster, finding, villages[0]),
                        story=finding.story,
                    )
                )
    return found


def _alike(book: Rulebook, wanted: tuple[Process, ...]) -> list[list[Process]]:
    """Processes with the same steps for the same posts, together."""
    found: dict[object, list[Process]] = {}
    for process in wanted:
        rows = frozenset(
            (row.before, row.command, row.after, row.posts, row.stage)
            for row in book.rows
            if process.kind in row.kinds and process.way in row.ways
        )
        way = book.ways[process.way]
        kind = process.kind if process.kind in {CaseKind.PROBLEM, CaseKind.ENQUIRY} else ""
        found.setdefault((rows, way.initial, way.posts, kind), []).append(process)
    return list(found.values())


def _moved_here(assignment: Assignment) -> Assignment:
    """The assignment as it reaches the village of the search; a program manager answers for its programs."""
    programs = tuple(PROGRAMS) if assignment.programs else ()
    return evolve(assignment, regions=(VILLAGE,), programs=programs)


def _roster(everybody: dict[str, Officer], held: list[Assignment], away: str) -> Roster:
    accounts = sorted({a.officer for a in held})
    officers = (everybody[account] for account in accounts)
    return Roster(
        officers=tuple(evolve(o, household=HOUSEHOLD if o.person == away else "") for o in officers),
        assignments=tuple(held),
    )


def _stuck(book: Rulebook, process: Process, roster: Roster) -> tuple[Finding, ...]:
    staff = Staff(name="", rosters=(roster,))
    report = explore(book, process, prohibitions=(), demands=(), staffs=[staff], levels=LEVELS[2:3])
    return tuple(finding for finding in report.findings if finding.sort == "stuck")


def _freed(book: Rulebook, process: Process, roster: Roster, finding: Finding, village: str) -> tuple[Appointment, ...]:
    found = []
    for post in sorted(duties(book, process)):
        pattern = next((a for a in roster.assignments), None)
        if pattern is None or post not in book.posts:
            continue
        refers = book.posts[post].reads == "referred" and book.posts[post].level == "any"
        new = evolve(
            pattern,
            officer=_NEW,
            post=post,
            programs=tuple(PROGRAMS) if refers else (),
            acting_for="",
            regions=(VILLAGE,),
        )
        more = Roster(officers=(*roster.officers, Officer(id=_NEW, name=_NEW)), assignments=(*roster.assignments, new))
        if all(other.id != finding.id for other in _stuck(book, process, more)):
            found.append(Appointment(post, _place(book.posts[post].level, village)))
    return tuple(found)


def _place(level: str, village: str) -> str:
    parts = village.split(".")
    return ".".join(parts[: {"village": 4, "subdistrict": 3}.get(level, 2)]) if len(parts) == 4 else village or DISTRICT


def _joined(found: list[Stuck]) -> tuple[Stuck, ...]:
    """Groups that differ only by process or by village, together."""
    by_process: dict[object, Stuck] = {}
    for one in found:
        key = (one.state, one.keeps_away, one.villages, one.freed_by)
        held = by_process.get(key)
        by_process[key] = evolve(held, processes=(*held.processes, *one.processes)) if held else one
    return tuple(by_process.values())

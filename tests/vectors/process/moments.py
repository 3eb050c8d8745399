"""The moments at which a rulebook is asked: one of each sort that a case can come to, with a newcomer in each post."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from functools import cache

from attrs import evolve

from slrt_core.model.officers import Assignment, Officer
from slrt_core.rules import deadlines
from slrt_core.rules.process.explore import LEVELS, Process, staffs
from slrt_core.rules.process.explore.exploring import starts, task_of
from slrt_core.rules.process.explore.searching import Search
from slrt_core.rules.process.explore.world import DISTRICT, PROGRAMS
from tests.vectors.process.articles.shapes import At
from tests.vectors.process.measured import book_of

__all__ = ["NEW", "moments"]

NEW = "new-"
"""How the accounts of newcomers begin: they did nothing yet that would keep them apart from a step."""


def _staffed(at: At) -> At:
    """The same moment, with a newcomer in each post besides."""
    setting = at.scene.setting
    posts = [post for post in setting.rulebook.posts if post not in {"system", "host", "coordination_team"}]
    officers = tuple(Officer(id=f"{NEW}{post}", name=post, person=f"{NEW}{post}") for post in posts)
    held = tuple(evolve(_anywhere(at), officer=f"{NEW}{post}", post=post) for post in posts)
    whole = evolve(
        setting.roster, officers=(*setting.roster.officers, *officers), assignments=(*setting.roster.assignments, *held)
    )
    return evolve(at, scene=at.scene.staffed(whole))


def _anywhere(at: At) -> Assignment:
    """An assignment that reaches the case, for every program."""
    first = at.scene.setting.roster.assignments[0]
    return evolve(first, regions=(DISTRICT,), programs=tuple(PROGRAMS))


@cache
def moments(process: Process, chosen: tuple[tuple[str, str], ...] = ()) -> tuple[At, ...]:
    """One moment of each sort that a case of a process can come to, by the rulebook as it should be."""
    book = book_of(*chosen)
    found: dict[Hashable, At] = {}
    for staff in staffs(book, process):
        if not staff.name.startswith("ordinary") or staff.time:
            continue
        task = task_of(book, process, staffs=[staff])
        search = Search(
            staff=staff,
            starts=starts(task, staff),
            parts=LEVELS[1],
            prohibitions=(),
            demands=(),
            tried=set(),
            limit=10_000,
        )
        search.run(book)
        for node in search.nodes:
            at = _staffed(At(case=node.case, scene=node.scene, events=tuple(node.events), settings=book.settings))
            for one in (at, *_in_vain(at)):
                for day in _days(one):
                    found.setdefault(_sort(day), day)
    return tuple(found.values())


def _sort(at: At) -> Hashable:
    case, last = at.case, at.case.referrals[-1] if at.case.referrals else None
    answered = last and (
        last.state,
        last.receiver.post,
        last.receiver.program,
        last.sender.post,
        last.forwarded_from != "",
    )
    dated = at.overdue, at.long_overdue, at.window_over, case.due is None
    told = at.was_told, at.approved, at.outcome, case.round
    return at.kind, at.state, at.today, case.recorder.post, answered, dated, told, at.must_wait, at.listed, at.receiver


def _days(at: At) -> Iterator[At]:
    """The same on the days on which something changes: the last day and the next, of deadline, expiry and window."""
    yield at
    calendar = at.scene.setting.rulebook.calendar
    days: set[date] = set()
    if at.case.due is not None:
        days.update(deadlines.due(calendar, at.case.due, days) for days in (1, 60, 61))
    if at.case.closed_on is not None:
        days.update(deadlines.due(calendar, at.case.closed_on, days) for days in (30, 31))
    for day in sorted(days):
        if day > at.today:
            yield evolve(at, scene=at.scene.on(day))


def _in_vain(at: At) -> Iterator[At]:
    """The same after two and after three days on which nobody was found."""
    if at.state != "decided" or at.case.feedback:
        return
    teller = at.scene.actor("facilitator", "facilitator")
    for visits in (1, 2, 3):
        scene = at.scene.later(1)
        decision = scene.decide(at.case, scene.seen(at.case, "not_reached"), teller)
        case = scene.after(at.case, decision.events)
        at = evolve(at, case=case, scene=scene, events=(*at.events, *decision.events))
        if visits > 1:
            yield at

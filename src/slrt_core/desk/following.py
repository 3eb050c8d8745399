"""Following up (R-FUP-1): who is reminded, what is escalated, what expires; each once, however many ask for it.

An escalation and an expiry are steps of the case, by the system, on just the version that was looked at. A reminder is
a message only: it must not make an officer's judgement stale. Its id says what it reminds of, so the store refuses a
second one.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.desk.codec import decode
from slrt_core.desk.performing import perform
from slrt_core.desk.results import CaseResult
from slrt_core.errors import Conflict, Refused
from slrt_core.model.cases import Case
from slrt_core.model.commands import Move, Seen
from slrt_core.model.officers import SYSTEM
from slrt_core.ports import Range
from slrt_core.rules import deadlines
from slrt_core.rules.process import Notice, open_referral, reminded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from slrt_core.desk.room import Room
    from slrt_core.desk.work import Work

__all__ = ["follow_up", "remind"]


@frozen
class _Reminder:
    key: str
    notice: Notice


def follow_up(room: Room, limit: int) -> tuple[CaseResult, ...]:
    """Expire and escalate; see `Desk.follow_up`.

    Args:
        room: in which the desk works.
        limit: how many steps at most.
    """
    steps = room.read(lambda work: tuple(islice(_steps(work), limit)))
    return tuple(result for step in steps if (result := _taken(room, step)) is not None)


def _steps(work: Work) -> Iterator[Move]:
    for case in _due_by(work, work.moment.on - timedelta(days=1)):
        command = _step(case, work)
        if command:
            yield Move(case=case.id, command=command, seen=Seen(case.version, case.digest))


def _step(case: Case, work: Work) -> str:
    """What is to be done about a late case; nothing if it was done."""
    book, process = work.rulebook, work.process_of(case)
    referral = open_referral(case, process)
    if referral is not None and case.due is not None:
        silent = deadlines.working_days_between(book.calendar, case.due, work.moment.on)
        ends = any(line.command == "expire" for line in process.referral_rows_at(referral.state))
        if ends and silent > book.limits["expiry_days"].value:
            return "expire"
    goes_up = any(row.command == "escalate" for row in process.rows_at(case.kind, case.way, case.state))
    return "escalate" if goes_up and not deadlines.escalated(case) else ""


def _taken(room: Room, move: Move) -> CaseResult | None:
    try:
        result = perform(room, move, SYSTEM)
    except (Refused, Conflict):
        # Somebody else was first: another worker, or the officer who was waited for.
        return None
    return result if isinstance(result, CaseResult) else None


def remind(room: Room, limit: int) -> tuple[Notice, ...]:
    """Remind those who are waited for, or who step in for them, shortly before the deadline; gives what was sent.

    Args:
        room: in which the desk works.
        limit: how many messages at most.
    """
    reminders = room.read(lambda work: tuple(islice(_reminders(work), limit)))
    return tuple(one.notice for one in reminders if _sent(room, one))


def _reminders(work: Work) -> Iterator[_Reminder]:
    before = work.rulebook.deadlines.remind_before
    if not before:
        return
    calendar, today = work.rulebook.calendar, work.moment.on
    for case in _due_by(work, deadlines.due(calendar, today, max(before)), since=today):
        assert case.due is not None  # noqa: S101  (found by it)
        left = deadlines.working_days_between(calendar, today, case.due)
        # Of several that are due, or were missed, the nearest is enough.
        nearest = min((days for days in before if left <= days), default=None)
        if nearest is None:
            continue
        process = work.process_of(case)
        referral = open_referral(case, process)
        for post in reminded(case, work.setting, process):
            key = f"reminder-{case.id}-{case.due}-{nearest}-{post}"
            if work.tx.get("message", key) is None:
                told = Notice(to=post, purpose="reminder", case=case.id, referral=referral.id if referral else "")
                yield _Reminder(key, told)


def _sent(room: Room, one: _Reminder) -> bool:
    try:
        return room.write(lambda work: work.tell_once(one.key, one.notice))
    except Conflict:
        return False


def _due_by(work: Work, last: date, *, since: date | None = None) -> Iterator[Case]:
    """The cases whose deadline is no later than a day, the oldest deadline first."""
    for stored in work.all("case", Range(field="due", low=since, high=last + timedelta(days=1))):
        yield decode(stored.body, Case)

"""Working days: what is due when, and what is late (R-FUP-1)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slrt_core.model.cases import Case
    from slrt_core.rules.rulebook import Calendar

__all__ = ["due", "escalated", "extended", "is_working_day", "late", "working_days_between"]

_DAY = timedelta(days=1)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether offices are open on that day."""
    if day.isoweekday() in calendar.weekend:
        return False
    written = day.isoformat()
    return written[5:] not in calendar.every_year and written not in calendar.days


@lru_cache(maxsize=4096)
def due(calendar: Calendar, start: date, days: int) -> date:
    """The last day for something that may take so many working days; the day of the start is not counted."""
    day = start
    while days > 0:
        day += _DAY
        days -= is_working_day(calendar, day)
    return day


def working_days_between(calendar: Calendar, start: date, end: date) -> int:
    """How many working days lie after the start, up to and including the end; 0 if the end is not later."""
    return sum(is_working_day(calendar, start + _DAY * n) for n in range(1, (end - start).days + 1))


def extended(calendar: Calendar, due_day: date, since: date, until: date) -> date:
    """A deadline that stood still: as many working days later as the pause lasted."""
    return due(calendar, due_day, working_days_between(calendar, since, until))


def late(case: Case, today: date) -> bool:
    """Whether somebody should have acted by now; the last day itself is in time."""
    return case.due is not None and case.due < today


def escalated(case: Case) -> bool:
    """Whether the deadline that a case has now was escalated; only a new deadline can be escalated anew (R-FUP-1)."""
    if case.escalated_due is not None:
        return case.escalated_due == case.due
    return case.escalated_seq > case.entered_seq

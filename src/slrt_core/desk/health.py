"""How a desk is, in a few numbers that a monitor may ask for every minute."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.desk.kinds import WAITING
from slrt_core.desk.scanning import every
from slrt_core.desk.unfinished import unfinished
from slrt_core.ports import STORAGE_CONTRACT, Range
from slrt_core.rules import deadlines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from slrt_core.desk.work import Work
    from slrt_core.ports import Filter, Storage

__all__ = ["Count", "Health", "health_of"]

_MOST = 10_000
_PAGE = 500


@frozen
class Count:
    """How many there are; counting stops at ten thousand, so that asking stays cheap.

    Args:
        number: counted.
        more: whether there are more than were counted.
    """

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else str(self.number)


@frozen(kw_only=True)
class Health:
    """How a desk is.

    Args:
        store_ms: how long the store took to answer, in milliseconds.
        contract: the version of the storage contract that the library speaks.
        rulebook: the hash of the rulebook that new cases follow.
        cases_waiting: cases in which somebody is waited for.
        cases_late: those of them whose last day has passed.
        messages_waiting: messages that wait to be sent.
        oldest_message: how long the oldest of them has waited; ``None`` if there is none.
        lists_unfinished: lists of households that are not wholly in.
        requests: answers kept for requests that may be sent again.
        calendar: how much the calendar knows of each year that deadlines of today reach: ``whole``, ``part``, or empty.
    """

    store_ms: float
    contract: int
    rulebook: str
    cases_waiting: Count
    cases_late: Count
    messages_waiting: Count
    oldest_message: timedelta | None
    lists_unfinished: Count
    requests: Count
    calendar: Mapping[int, str]

    @property
    def years_unknown(self) -> tuple[int, ...]:
        """The years whose holidays are not all entered; deadlines that reach into them may be too early."""
        return tuple(year for year, known in self.calendar.items() if known != "whole")


def health_of(storage: Storage, begin: Callable[[], AbstractContextManager[Work]]) -> Health:
    """Ask the store, and count by its indexes.

    Args:
        storage: the store.
        begin: begins to read.

    Raises:
        AdapterError: the store does not answer.
    """
    begun = time.perf_counter()
    storage.ping()
    took = time.perf_counter() - begun
    with begin() as work:
        first = work.tx.scan("message", Range(field="at"), where=WAITING, limit=1).records
        since = first[0].index["at"] if first else None
        return Health(
            store_ms=round(took * 1000, 3),
            contract=STORAGE_CONTRACT,
            rulebook=work.rulebook.hash,
            cases_waiting=_count(work, "case", Range(field="due")),
            cases_late=_count(work, "case", Range(field="due", high=work.moment.on)),
            messages_waiting=_count(work, "message", Range(field="at"), WAITING),
            oldest_message=work.moment.at - since if isinstance(since, datetime) else None,
            lists_unfinished=_counted(unfinished(work)),
            requests=_count(work, "request", Range(field="at")),
            calendar=_years(work),
        )


def _years(work: Work) -> Mapping[int, str]:
    """The years from today to the last deadline that could be set today, each with what is known of it."""
    book, today = work.rulebook, work.moment.on
    rows = [row.days or 0 for one in book.variants() for row in one.rows]
    lines = [line.days or 0 for one in book.variants() for line in one.referral_rows]
    longest = max([*rows, *lines, *(one.days for one in book.deadlines.overrides)])
    last = deadlines.due(book.calendar, today, longest)
    return {year: book.calendar.known(year) for year in range(today.year, last.year + 1)}


def _count(work: Work, kind: str, order: Range, where: Filter | None = None) -> Count:
    return _counted(every(work.tx, kind, order, where, at_once=_PAGE))


def _counted(found: Iterable[object]) -> Count:
    number = sum(1 for _ in islice(found, _MOST + 1))
    return Count(min(number, _MOST), more=number > _MOST)

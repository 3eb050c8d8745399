"""Keeping the present state of households where the store can judge it; see `slrt_core.ports.Population`.

Nothing marks a household as outdated: the version of its record does. One that is named by a list which is not wholly
in is left to be read from its record, since what it says changes when the list is in, and its record does not.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from slrt_core.desk.projection import rows
from slrt_core.ports import Projected
from slrt_core.rules.eligibility import subject_of, turning_days

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.ports import Stored

__all__ = ["project_some", "settle"]

_AT_ONCE = 200


def project_some(after: str, work: Work) -> tuple[int, str]:
    """Write the state of some households that are outdated.

    Args:
        after: the last household that was looked at.
        work: the running transaction.

    Returns:
        Of how many, and the last that was looked at now; nothing if there was none, or if the store keeps no such.
    """
    population = work.population
    if population is None:
        return 0, ""
    outdated = population.outdated(work.moment.on, after=after, limit=_AT_ONCE)
    made = [_projected(stored, work) for key in outdated if (stored := work.tx.get("household", key)) is not None]
    done = population.replace([one for one in made if one is not None])
    return done, outdated[-1] if outdated else ""


def settle(work: Work) -> None:
    """Make the store ready for being asked, after many were noted."""
    if work.population is not None:
        work.population.settle()


def _projected(stored: Stored, work: Work) -> Projected | None:
    record = work.read_household(stored)
    if any(listing.at is None for listing in record.listings):
        return None
    view = record.view(work.today)
    days = {fact.valid_from for fact in record.stated} | {*(turning_days(view) if view is not None else ())}
    since, until = _days(days, work.moment.on)
    if view is None or view.erased or view.ended or not view.region:
        region = stored.index["region"]
        return Projected(
            home=stored.key, version=stored.version, region=None if region is None else str(region),
            since=since, until=until,
        )  # fmt: skip
    subject = subject_of(view, work.rulebook.schema, work.moment.on)
    return Projected(
        home=stored.key, version=stored.version, region=view.region, since=since, until=until,
        rows=tuple(rows(subject.household, work.rulebook.schema)),
    )  # fmt: skip


def _days(days: Collection[date], today: date) -> tuple[date | None, date | None]:
    """From which day on what holds today holds, and on which day it does not any more; of the days of changes."""
    until = min((day for day in days if day > today), default=None)
    since = max((day for day in days if day <= today), default=None)
    return (since and max(since, _EARLIEST)), until


_EARLIEST = date(1000, 1, 1)
"""Not every database knows earlier days."""

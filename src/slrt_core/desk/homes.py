"""Where the people of a household lived before, and where they live now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.registry import Household, HouseholdRecord

__all__ = ["now_of", "records_of"]


def records_of(household: str, work: Work) -> Iterator[HouseholdRecord]:
    """The record of a household, then those of the households in which its people lived before."""
    waiting, seen = [household], {household}
    while waiting:
        key = waiting.pop(0)
        if work.tx.get("household", key) is None:
            continue
        record = work.household_record(key)
        yield record
        for fact in record.facts:
            if fact.variable in {"came_from", "joined"} and isinstance(fact.value, tuple):
                fresh = [home for home in fact.value if home not in seen]
                seen.update(fresh)
                waiting += fresh


def now_of(homes: Collection[str], work: Work) -> Iterator[Household]:
    """The households in which the people of some households live now: those themselves, and what became of them."""
    waiting, seen = sorted(homes), set(homes)
    while waiting:
        household = work.household(waiting.pop(0))
        if household is None:
            continue
        yield household
        fresh = {home for home in (household.successor, *household.parted) if home} - seen
        seen |= fresh
        waiting += sorted(fresh)

"""Where the people of a household lived before: their past stands in the records of those households."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.registry import HouseholdRecord

__all__ = ["records_of"]


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

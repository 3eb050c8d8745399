"""Every record of a scan, page after page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.ports import Filter, Range, Stored, Transaction

__all__ = ["every"]


def every(
    transaction: Transaction,
    kind: str,
    order: Range,
    where: Filter | None = None,
    *,
    at_once: int = 250,
) -> Iterator[Stored]:
    """Every record that a scan finds, however many: the next page is asked for when the last one is used up.

    Args:
        transaction: the running one.
        kind: of record.
        order: see `Range`.
        where: see `Transaction.scan`.
        at_once: records in a page.
    """
    after: str | None = None
    while True:
        page = transaction.scan(kind, order, where=where, after=after, limit=at_once)
        yield from page.records
        after = page.after
        if after is None:
            return

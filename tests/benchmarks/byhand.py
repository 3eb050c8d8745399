"""The statements that commands sent, kept, to be sent once more by hand: the same bytes in the same transactions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from slrt_core.adapters.sql import link

__all__ = ["Sent", "Transactions", "recorded", "transactions"]

Sent = tuple[str, Any, bool]
"""A statement, its parameters, and whether those are many rows."""

_BEGINS = ("BEGIN", "LOCK TABLE")
"""What a transaction of the store begins with, on SQLite and on PostgreSQL."""

Transactions = list[list[Sent]]


@contextmanager
def recorded() -> Iterator[list[Sent]]:
    """Keep every statement that is sent within the block; it costs one call and one list item each."""
    sent: list[Sent] = []
    run, inserted, inserted_all = link.Link.run, link.Link.inserted, link.Link.inserted_all

    def keep_run(self: link.Link, sql: str, values: Sequence[Any] = ()) -> Any:
        sent.append((sql, values, False))
        return run(self, sql, values)

    def keep_inserted(self: link.Link, sql: str, values: Sequence[Any]) -> bool:
        sent.append((sql, values, False))
        return inserted(self, sql, values)

    def keep_inserted_all(self: link.Link, sql: str, rows: Sequence[Sequence[Any]]) -> bool:
        sent.append((sql, rows, True))
        return inserted_all(self, sql, rows)

    changed = {"run": keep_run, "inserted": keep_inserted, "inserted_all": keep_inserted_all}
    for name, method in changed.items():
        setattr(link.Link, name, method)
    try:
        yield sent
    finally:
        for name, method in (("run", run), ("inserted", inserted), ("inserted_all", inserted_all)):
            setattr(link.Link, name, method)


def transactions(sent: Sequence[Sent]) -> Transactions:
    """The statements of each writing transaction, without savepoints: nobody by hand would make one."""
    found: Transactions = []
    for sql, values, many in sent:
        if sql.startswith(_BEGINS):
            found.append([])
        if "SAVEPOINT" not in sql:
            found[-1].append((sql, values, many))
    return found

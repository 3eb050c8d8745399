"""A small state, every kind of change to it, and the look whether anything of them is left."""

from __future__ import annotations

from collections.abc import Callable

from slrt_core.ports import New, Range, Storage, Transaction
from slrt_core.testing.contracts.base import DISTRICT, index_of, keys_of, put_all
from slrt_core.testing.promises import agree

__all__ = ["CHANGES", "before", "every_change", "unchanged"]

CHANGES: tuple[Callable[[Transaction], object], ...] = (
    lambda tx: tx.put("thing", "kept", b"changed", expect=1, index=index_of(word="kept")),
    lambda tx: tx.put("thing", "new", b"", expect=0, index=index_of(word="new", count=5)),
    lambda tx: tx.insert("thing", [New(key=f"many{n}", body=b"", index=index_of(word="many")) for n in (1, 2)]),
    lambda tx: tx.delete("thing", "doomed", expect=1),
    lambda tx: tx.append("kept", [b"two"], expect=1),
    lambda tx: tx.append("new", [b"one"], expect=0),
    lambda tx: tx.claim("number", "8", "new"),
    lambda tx: tx.release("number", "7", "kept"),
    lambda tx: tx.claim("number", "7", "new"),
)
"""One of each kind of write, to the state that `before` makes."""


def before(storage: Storage) -> None:
    """Make the state."""
    put_all(storage, {"kept": {"word": "kept", "count": 1}, "doomed": {"word": "doomed"}})
    with storage.transaction(DISTRICT) as tx:
        tx.append("kept", [b"one"], expect=0)
        tx.claim("number", "7", "kept")


def every_change(tx: Transaction) -> None:
    """Do all changes."""
    for change in CHANGES:
        change(tx)


def unchanged(storage: Storage, when: str) -> None:
    """Fail unless the state is as `before` made it; in its own transaction."""
    with storage.transaction(DISTRICT, write=False) as tx:
        stored = tx.get("thing", "kept")
        agree(stored and (stored.version, stored.body), (1, b"kept"), f"{when} the record is")
        agree([tx.get("thing", key) for key in ("new", "many1", "many2")], [None, None, None], f"{when} there is")
        agree(keys_of(tx.scan("thing", Range(field="word")).records), ["doomed", "kept"], f"{when} the index has")
        agree(keys_of(tx.scan("thing", Range(field="count")).records), ["kept"], f"{when} the index has")
        agree([entry.body for entry in tx.read("kept")], [b"one"], f"{when} the stream is")
        agree(list(tx.streams()), ["kept"], f"{when} the streams are")
        agree([tx.owner("number", value) for value in "789"], ["kept", None, None], f"{when} the owners are")

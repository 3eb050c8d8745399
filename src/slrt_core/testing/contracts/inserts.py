"""Promises about many records at once."""

from __future__ import annotations

from collections.abc import Sequence

from slrt_core.errors import Conflict
from slrt_core.ports import IndexValue, New, Range, Storage, Transaction
from slrt_core.testing.contracts.base import DISTRICT, StorageCase, index_of, keys_of, pages
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["InsertPromises"]

_MANY = 2000


class InsertPromises(StorageCase):
    """Inserting: all of a list, or none of it."""

    @promise
    def test_insert_and_get(self) -> None:
        """Every record of an insert is there as it was given, at version 1, and goes on from there."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.insert("thing", [_new("a", b"\x00a", word="x", count=1), _new("b", b"", yes=False)])
            inside = tx.get("thing", "a")
        with storage.transaction(DISTRICT) as tx:
            stored = tx.get("thing", "a")
            assert stored is not None, "the record is not there after the commit"
            agree(inside, stored, "inside its own transaction it reads")
            agree((stored.key, stored.version, stored.body), ("a", 1, b"\x00a"))
            agree(dict(stored.index), dict(index_of(word="x", count=1)))
            other = tx.get("thing", "b")
            agree(other and (other.version, other.body, other.index["yes"]), (1, b"", False))
            agree(tx.put("thing", "a", b"2", expect=1, index=index_of()), 2, "put answered")
            tx.delete("thing", "b", expect=1)
            agree(tx.get("thing", "b"), None)

    @promise
    def test_insert_conflicts(self) -> None:
        """Of an insert with a record that is there already, or twice in the list, nothing remains."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.put("thing", "there", b"first", expect=0, index=index_of(word="first"))
        lists = (
            [_new("new"), _new("there")],
            [_new("there"), _new("new")],
            [_new("new"), _new("twice", b"1"), _new("twice", b"2")],
            [*(_new(f"{number}") for number in range(600)), _new("there"), _new("new")],
        )
        for records in lists:
            with storage.transaction(DISTRICT) as tx:
                fails_with(Conflict, lambda: tx.insert("thing", records))  # noqa: B023
                _only(tx, ["there"], "inside")
            with storage.transaction(DISTRICT, write=False) as tx:
                _only(tx, ["there"], "after the commit")
                stored = tx.get("thing", "there")
                agree(stored and (stored.version, stored.body), (1, b"first"), "what was there is")

    @promise
    def test_goes_on_after_an_insert(self) -> None:
        """A caught conflict of an insert undoes nothing before it, and the transaction goes on."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.put("thing", "before", b"", expect=0, index=index_of(word="w"))
            tx.append("s", [b"one"], expect=0)
            tx.claim("number", "7", "one")
            fails_with(Conflict, lambda: tx.insert("thing", [_new("lost"), _new("before")]))
            tx.insert("thing", [_new("after")])
            tx.append("s", [b"two"], expect=1)
        with storage.transaction(DISTRICT, write=False) as tx:
            _only(tx, ["after", "before"], "after the commit")
            agree([entry.body for entry in tx.read("s")], [b"one", b"two"])
            agree(tx.owner("number", "7"), "one")

    @promise
    def test_insert_is_undone(self) -> None:
        """An insert is undone with its transaction."""
        storage = self.ready()
        fails_with(LookupError, lambda: _insert_and_fail(storage, [_new("a"), _new("b")]))
        with storage.transaction(DISTRICT) as tx:
            _only(tx, [], "after the undone transaction")
            tx.insert("thing", [_new("a")])

    @promise
    def test_insert_is_checked(self) -> None:
        """An insert of a record that is refused leaves none of its list, and the transaction goes on."""
        storage = self.ready()
        bad = New(key="bad", body=b"", index={"word": "few"})
        with storage.transaction(DISTRICT) as tx:
            fails_with(ValueError, lambda: tx.insert("thing", [_new("a"), bad, _new("b")]))
            _only(tx, [], "inside")
            tx.insert("thing", [_new("c")])
        with storage.transaction(DISTRICT, write=False) as tx:
            _only(tx, ["c"], "after the commit")

    @promise
    def test_insert_many(self) -> None:
        """An insert takes thousands of records, and none, and all are found by their index."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.insert("thing", [])
            tx.insert("plain", [New(key=f"{n}", body=b"plain", index={"word": "w"}) for n in range(3)])
            tx.insert("thing", [_new(f"{n:04}", str(n).encode(), count=n % 7, word="w") for n in range(_MANY)])
        with storage.transaction(DISTRICT, write=False) as tx:
            found = [record for page in pages(tx, Range(field="word"), limit=300) for record in page.records]
            agree(keys_of(found), [f"{n:04}" for n in range(_MANY)], "by word:")
            agree([record.body for record in found], [str(n).encode() for n in range(_MANY)], "their bodies:")
            threes = tx.scan("thing", Range(field="count", low=3, high=4), limit=_MANY).records
            agree(keys_of(threes), [f"{n:04}" for n in range(3, _MANY, 7)], "by number:")
            agree(len(tx.scan("plain", Range(field="word")).records), 3, "of the other kind:")


def _new(key: str, body: bytes = b"", **index: IndexValue) -> New:
    return New(key=key, body=body, index=index_of(**({"word": "w"} | index)))


def _only(tx: Transaction, keys: Sequence[str], when: str) -> None:
    agree(keys_of(tx.scan("thing", Range(field="word")).records), list(keys), f"{when}, the index has")
    there = [key for key in ("0", "new", "twice", "lost", "a", "b", "bad") if tx.get("thing", key) is not None]
    agree([key for key in there if key not in keys], [], f"{when}, these are there too:")


def _insert_and_fail(storage: Storage, records: Sequence[New]) -> None:
    with storage.transaction(DISTRICT) as tx:
        tx.insert("thing", records)
        raise LookupError

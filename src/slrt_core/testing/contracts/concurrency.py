"""Promises about several at the same time: what one sees of the other, and who wins.

A store that several processes may use is asked through two handles, of which each knows nothing of the other; see
`StorageCase.another`.
"""

from __future__ import annotations

import threading
from time import sleep

from slrt_core.errors import Conflict
from slrt_core.ports import Entry, Range, Storage, Stored, Transaction, claim_conflict
from slrt_core.testing.contracts.base import DISTRICT, StorageCase, index_of, keys_of
from slrt_core.testing.contracts.changes import before, every_change, unchanged
from slrt_core.testing.contracts.threads import PATIENCE, Meeting, patiently, together
from slrt_core.testing.promises import agree, promise

__all__ = ["ConcurrencyPromises"]

_THREADS = 6
_TIMES = 15
_PAUSE = 0.001
# A store that lets writers wait for readers, or readers for writers, is in its right.
_WHILE = 0.3


class ConcurrencyPromises(StorageCase):
    """What holds between transactions that run at the same time."""

    @promise
    def test_reading_stands_still(self) -> None:
        """What a transaction reads does not change under it."""
        storage, other = self.handles()
        before(storage)

        def change() -> None:
            with other.transaction(DISTRICT) as tx:
                tx.put("thing", "kept", b"changed", expect=1, index=index_of(word="changed"))
                tx.append("kept", [b"two"], expect=1)
                tx.release("number", "7", "kept")

        writer = threading.Thread(target=lambda: patiently(change), daemon=True)
        with storage.transaction(DISTRICT, write=False) as tx:
            first = _seen(tx)
            writer.start()
            writer.join(timeout=_WHILE)
            agree(_seen(tx), first, "read again, it is")
        writer.join(timeout=PATIENCE)
        with storage.transaction(DISTRICT, write=False) as tx:
            stored = tx.get("thing", "kept")
            agree(stored and stored.body, b"changed", "afterwards it is")
            agree(tx.owner("number", "7"), None, "afterwards the owner is")

    @promise
    def test_nothing_uncommitted_is_seen(self) -> None:
        """What a transaction has not committed, nobody else sees."""
        storage, other = self.handles()
        before(storage)
        written, enough = threading.Event(), threading.Event()

        def write() -> None:
            try:
                with storage.transaction(DISTRICT) as tx:
                    every_change(tx)
                    written.set()
                    enough.wait(timeout=PATIENCE)
                    raise LookupError
            except LookupError:
                return

        def look() -> None:
            written.wait(timeout=PATIENCE)
            threading.Timer(_WHILE, enough.set).start()
            unchanged(other, "while another writes")
            enough.set()

        together([write, look])
        unchanged(storage, "after the other was undone")

    @promise
    def test_commits_are_seen(self) -> None:
        """What one has committed, every transaction that begins later sees, also through another handle."""
        storage, other = self.handles()
        before(storage)
        unchanged(other, "through the other handle")
        with other.transaction(DISTRICT) as tx:
            every_change(tx)
        for handle in (storage, other):
            with handle.transaction(DISTRICT, write=False) as tx:
                stored = tx.get("thing", "kept")
                agree(stored and (stored.version, stored.body), (2, b"changed"))
                found = keys_of(tx.scan("thing", Range(field="word")).records)
                agree(found, ["kept", "many1", "many2", "new"], "the index has")
                agree([entry.body for entry in tx.read("kept")], [b"one", b"two"])
                agree([tx.owner("number", value) for value in "78"], ["new", "new"], "the owners are")

    @promise
    def test_no_update_is_lost(self) -> None:
        """Of writers at the same time none overwrites another's update."""
        handles = self.handles()
        with handles[0].transaction(DISTRICT) as tx:
            tx.put("thing", "sum", b"0", expect=0, index=index_of(count=0))

        def work(number: int) -> None:
            for step in range(_TIMES):
                patiently(lambda: _add_one(handles[number % 2], f"{number}/{step}"))  # noqa: B023

        together([lambda number=number: work(number) for number in range(_THREADS)])  # type: ignore[misc]
        with handles[0].transaction(DISTRICT, write=False) as tx:
            stored = tx.get("thing", "sum")
            total = _THREADS * _TIMES
            agree(stored and (stored.body, stored.version), (str(total).encode(), total + 1), "the sum is")
            agree([entry.seq for entry in tx.read("log")], list(range(1, total + 1)), "the entries are")
            agree(len({entry.body for entry in tx.read("log")}), total, "different entries:")

    @promise
    def test_one_winner_of_a_version(self) -> None:
        """Of those who read one version at the same time and write on it, one wins."""
        handles = self.handles()
        with handles[0].transaction(DISTRICT) as tx:
            for job in range(_TIMES):
                tx.put("thing", f"{job}", b"", expect=0, index=index_of(word="free"))
        won: list[tuple[str, str]] = []

        def work(number: int, job: str, read: Meeting, written: Meeting) -> None:
            def lease() -> None:
                with handles[number % 2].transaction(DISTRICT) as tx:
                    stored = tx.get("thing", job)
                    assert stored is not None, "the record is gone"
                    read.wait()
                    if stored.index["word"] == "free":
                        tx.put("thing", job, f"{number}".encode(), expect=stored.version, index=index_of(word="taken"))
                        written.wait()
                    taken = stored.index["word"] == "free"
                if taken:
                    won.append((job, f"{number}"))

            try:
                patiently(lease, conflicts=False)
            except Conflict:
                return

        for job in range(_TIMES):
            # All meet at the first; afterwards as it comes, so that a store that lets one wait is not waited for.
            meetings = [Meeting(_THREADS if job == 0 else 1) for _ in range(2)]
            together([lambda n=n, j=job, m=meetings: work(n, f"{j}", *m) for n in range(_THREADS)])  # type: ignore[misc]
        agree(sorted(int(job) for job, _ in won), list(range(_TIMES)), "the leases that were had:")
        with handles[1].transaction(DISTRICT, write=False) as tx:
            found = [(record.key, record.version, record.body.decode()) for record in _all(tx)]
        agree(sorted(found), sorted((job, 2, number) for job, number in won), "what is there and who was told so:")

    @promise
    def test_one_winner_of_a_stream(self) -> None:
        """Of those who continue one stream at the same number, one wins."""
        handles = self.handles()
        won: list[bytes] = []
        begun, written = Meeting(_THREADS), Meeting(_THREADS)

        def work(number: int) -> None:
            name = f"{number}".encode()

            def write() -> None:
                with handles[number % 2].transaction(DISTRICT) as tx:
                    begun.wait()
                    tx.append("s", [name], expect=0)
                    written.wait()

            try:
                patiently(write, conflicts=False)
            except Conflict:
                return
            won.append(name)

        together([lambda number=number: work(number) for number in range(_THREADS)])  # type: ignore[misc]
        with handles[0].transaction(DISTRICT, write=False) as tx:
            agree(list(tx.read("s")), [Entry(1, won[0])] if won else [], "the stream is")
        agree(len(won), 1, "told that they had won:")

    @promise
    def test_one_winner_of_a_claim(self) -> None:
        """Of those who claim one value at the same time, one has it."""
        handles = self.handles()
        won: list[tuple[str, str]] = []
        meetings = [[Meeting(_THREADS if number == 0 else 1) for _ in range(2)] for number in range(_TIMES)]

        def work(number: int) -> None:
            owner = f"o{number}"
            for value, both in enumerate(meetings):
                try:
                    patiently(lambda: _claim(handles[number % 2], f"{value}", owner, *both), conflicts=False)  # noqa: B023
                except Conflict:
                    continue
                won.append((f"{value}", owner))

        together([lambda number=number: work(number) for number in range(_THREADS)])  # type: ignore[misc]
        agree(sorted(int(value) for value, _ in won), list(range(_TIMES)), "the values that were won:")
        with handles[1].transaction(DISTRICT, write=False) as tx:
            found = [(value, tx.owner("once", value)) for value, _ in won]
        agree(found, won, "who has it and who was told so:")

    @promise
    def test_one_winner_of_a_key(self) -> None:
        """Of those who put or insert one new record at the same time, one wins."""
        handles = self.handles()
        won: list[bytes] = []
        read, written = Meeting(_THREADS), Meeting(_THREADS)

        def work(number: int) -> None:
            name = f"{number}".encode()

            def write() -> None:
                with handles[number % 2].transaction(DISTRICT) as tx:
                    there = tx.get("thing", "a")
                    read.wait()
                    if there is None:
                        tx.put("thing", "a", name, expect=0, index=index_of())
                        written.wait()
                if there is None:
                    won.append(name)

            try:
                patiently(write, conflicts=False)
            except Conflict:
                return

        together([lambda number=number: work(number) for number in range(_THREADS)])  # type: ignore[misc]
        agree(len(won), 1, "told that they had won:")
        with handles[1].transaction(DISTRICT, write=False) as tx:
            stored = tx.get("thing", "a")
        agree(stored and (stored.version, stored.body), (1, won[0]))


def _seen(tx: Transaction) -> tuple[object, ...]:
    return (
        tx.get("thing", "kept"),
        [(record.key, record.version) for record in tx.scan("thing", Range(field="word")).records],
        list(tx.read("kept")),
        list(tx.streams()),
        tx.owner("number", "7"),
    )


def _all(tx: Transaction) -> tuple[Stored, ...]:
    return tx.scan("thing", Range(field="word")).records


def _add_one(storage: Storage, who: str) -> None:
    with storage.transaction(DISTRICT) as tx:
        stored = tx.get("thing", "sum")
        assert stored is not None, "the record is gone"
        sleep(_PAUSE)  # lets the others read the same, in a store where they can
        count = int(stored.body) + 1
        tx.put("thing", "sum", str(count).encode(), expect=stored.version, index=index_of(count=count))
        tx.append("log", [who.encode()], expect=count - 1)


def _claim(storage: Storage, value: str, owner: str, read: Meeting, written: Meeting) -> None:
    with storage.transaction(DISTRICT) as tx:
        held = tx.owner("once", value)
        read.wait()
        if held is not None:
            raise claim_conflict("once")
        tx.claim("once", value, owner)
        written.wait()

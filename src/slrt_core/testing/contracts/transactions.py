"""Promises about transactions: all or nothing, each district by itself, kept after a restart."""

from __future__ import annotations

from collections.abc import Callable

from attrs import asdict

from slrt_core.errors import Conflict
from slrt_core.ports import Capabilities, Entry, New, Range, Transaction
from slrt_core.testing.contracts.base import DISTRICT, KINDS, StorageCase, index_of
from slrt_core.testing.contracts.changes import CHANGES, before, every_change, unchanged
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["TransactionPromises"]


class TransactionPromises(StorageCase):
    """What holds of a transaction as a whole, and of the store."""

    @promise
    def test_districts_are_apart(self) -> None:
        """Districts know nothing of each other: records, scans, streams, claims."""
        storage = self.ready()
        for district in ("61.12", "34.04", "61.1"):
            with storage.transaction(district) as tx:
                agree(tx.put("thing", "a", district.encode(), expect=0, index=index_of(word=district)), 1)
                agree(tx.append("s", [district.encode()], expect=0), 1)
                tx.claim("number", "7", district)
        for district in ("61.12", "34.04", "61.1"):
            with storage.transaction(district) as tx:
                stored = tx.get("thing", "a")
                agree(stored and stored.body, district.encode(), f"{district}: the record reads")
                agree([s.body for s in tx.scan("thing", Range(field="word")).records], [district.encode()])
                agree([entry.body for entry in tx.read("s")], [district.encode()], f"{district}: the stream reads")
                agree(tx.owner("number", "7"), district)
        with storage.transaction("34.04") as tx:
            tx.delete("thing", "a", expect=1)
            tx.release("number", "7", "34.04")
        with storage.transaction(DISTRICT) as tx:
            agree((tx.get("thing", "a") is not None, tx.owner("number", "7")), (True, DISTRICT))
        with storage.transaction("99.99") as tx:
            agree((tx.get("thing", "a"), list(tx.streams())), (None, []), "a district never heard of reads")

    @promise
    def test_all_or_nothing(self) -> None:
        """Whatever ends a transaction early, nothing of it remains."""
        for error in (ValueError("x"), KeyboardInterrupt(), SystemExit(1), GeneratorExit(), _Odd()):
            storage = self.ready()
            before(storage)
            try:
                with storage.transaction(DISTRICT) as tx:
                    every_change(tx)
                    raise error
            except BaseException as raised:  # noqa: BLE001  (it is to come out as it went in)
                agree(raised, error, "what came out is")
            unchanged(storage, f"after {type(error).__name__}")

    @promise
    def test_undone_after_each_write(self) -> None:
        """After whichever write a transaction ends early, all its writes are undone, and it can be done again."""
        storage = self.ready()
        before(storage)
        for end in range(1, len(CHANGES) + 1):

            def attempt(end: int = end) -> None:
                with storage.transaction(DISTRICT) as tx:
                    for change in CHANGES[:end]:
                        change(tx)
                    raise LookupError

            fails_with(LookupError, attempt)
            unchanged(storage, f"undone after {end} writes,")
        with storage.transaction(DISTRICT) as tx:
            every_change(tx)
        with storage.transaction(DISTRICT, write=False) as tx:
            agree(list(tx.read("kept")), [Entry(1, b"one"), Entry(2, b"two")], "done again, the stream is")
            stored = tx.get("thing", "kept")
            agree(stored and stored.version, 2, "done again, the version is")

    @promise
    def test_conflict_undoes_all(self) -> None:
        """A conflict that is not caught undoes the whole transaction."""
        storage = self.ready()
        before(storage)

        def attempt() -> None:
            with storage.transaction(DISTRICT) as tx:
                every_change(tx)
                tx.put("thing", "kept", b"late", expect=7, index=index_of())

        fails_with(Conflict, attempt)
        unchanged(storage, "after a conflict")

    @promise
    def test_reading_does_not_write(self) -> None:
        """A transaction for reading refuses to write."""
        storage = self.ready()
        before(storage)
        writes: tuple[Callable[[Transaction], object], ...] = (
            lambda tx: tx.put("thing", "new", b"", expect=0, index=index_of()),
            lambda tx: tx.insert("thing", [New(key="new", body=b"", index=index_of())]),
            lambda tx: tx.delete("thing", "kept", expect=1),
            lambda tx: tx.append("kept", [b"x"], expect=1),
            lambda tx: tx.claim("number", "9", "new"),
            lambda tx: tx.release("number", "7", "kept"),
        )
        for number, write in enumerate(writes):

            def attempt(write: Callable[[Transaction], object] = write) -> None:
                with storage.transaction(DISTRICT, write=False) as tx:
                    write(tx)

            fails_with(TypeError, attempt)
            unchanged(storage, f"after forbidden write {number}")

    @promise
    def test_setup_again(self) -> None:
        """Setting up again, also with further kinds, changes nothing that is there."""
        storage = self.fresh()
        storage.setup(KINDS[:1])
        before(storage)
        storage.setup(KINDS[:1])
        storage.setup(KINDS)
        unchanged(storage, "after the setup")
        with storage.transaction(DISTRICT) as tx:
            tx.put("plain", "a", b"", expect=0, index={"word": "a"})

    @promise
    def test_durable(self) -> None:
        """What was committed is there after a restart, if the store says that it is durable."""
        storage = self.ready()
        if not storage.capabilities.durable:
            return
        before(storage)
        storage = self.restarted(storage)
        unchanged(storage, "after the restart")
        with storage.transaction(DISTRICT) as tx:
            agree(tx.put("thing", "kept", b"2", expect=1, index=index_of()), 2, "put answered")

    @promise
    def test_capabilities(self) -> None:
        """A store says by truth values what it can do, the same before and after it is made ready."""
        storage = self.fresh()
        said = storage.capabilities
        assert isinstance(said, Capabilities), f"they are {type(said).__name__}"
        for name, value in asdict(said).items():
            assert type(value) is bool, f"{name} is {value!r}"
        storage.setup(KINDS)
        agree(storage.capabilities, said, "made ready, it says")

    @promise
    def test_ping_and_close(self) -> None:
        """A store that is open answers, and it can be closed."""
        storage = self.new_storage()  # not one that is closed once more when the test ends
        storage.setup(KINDS)
        storage.ping()
        storage.close()


class _Odd(BaseException):
    """What nobody catches by accident."""

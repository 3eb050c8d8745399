"""Promises about transactions: all or nothing, one after the other, each district by itself, kept after a restart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import sleep

from slrt_core.errors import AdapterError, Conflict
from slrt_core.ports import Range, Storage, Transaction
from slrt_core.reasons import Text
from slrt_core.testing.contracts.base import DISTRICT, KINDS, StorageCase, index_of, keys_of, put_all
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["TransactionPromises"]

_THREADS = 6
_TIMES = 15
_PATIENCE = 60
_PAUSE = 0.001


class TransactionPromises(StorageCase):
    """What holds of a transaction as a whole."""

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
            self._before(storage)
            try:
                with storage.transaction(DISTRICT) as tx:
                    _every_change(tx)
                    raise error
            except BaseException as raised:  # noqa: BLE001  (it is to come out as it went in)
                agree(raised, error, "what came out is")
            self._unchanged(storage, f"after {type(error).__name__}")

    @promise
    def test_conflict_undoes_all(self) -> None:
        """A conflict that is not caught undoes the whole transaction."""
        storage = self.ready()
        self._before(storage)

        def attempt() -> None:
            with storage.transaction(DISTRICT) as tx:
                _every_change(tx)
                tx.put("thing", "kept", b"late", expect=7, index=index_of())

        fails_with(Conflict, attempt)
        self._unchanged(storage, "after a conflict")

    @promise
    def test_reading_does_not_write(self) -> None:
        """A transaction for reading refuses to write."""
        storage = self.ready()
        self._before(storage)
        writes: tuple[Callable[[Transaction], object], ...] = (
            lambda tx: tx.put("thing", "new", b"", expect=0, index=index_of()),
            lambda tx: tx.delete("thing", "kept", expect=1),
            lambda tx: tx.append("kept", [b"x"], expect=1),
            lambda tx: tx.claim("number", "9", "new"),
            lambda tx: tx.release("number", "7", "kept"),
        )
        for number, write in enumerate(writes):

            def attempt(write: Callable[[Transaction], object] = write) -> None:
                with storage.transaction(DISTRICT, write=False) as tx:
                    write(tx)

            fails_with(Exception, attempt)
            self._unchanged(storage, f"after forbidden write {number}")

    @promise
    def test_reading_stands_still(self) -> None:
        """What a transaction reads does not change under it."""
        storage = self.ready()
        self._before(storage)

        def change() -> None:
            with storage.transaction(DISTRICT) as tx:
                tx.put("thing", "kept", b"changed", expect=1, index=index_of(word="changed"))
                tx.append("kept", [b"two"], expect=1)

        writer = threading.Thread(target=change, daemon=True)
        with storage.transaction(DISTRICT, write=False) as tx:
            before = tx.get("thing", "kept")
            writer.start()
            # A store that lets writers wait for readers is in its right: then nothing has changed yet.
            writer.join(timeout=0.3)
            agree(tx.get("thing", "kept"), before, "read again, it is")
            agree(len(tx.read("kept")), 1, "entries read again:")
        writer.join(timeout=_PATIENCE)
        with storage.transaction(DISTRICT, write=False) as tx:
            stored = tx.get("thing", "kept")
            agree(stored and stored.body, b"changed", "afterwards it is")

    @promise
    def test_no_update_is_lost(self) -> None:
        """Of writers at the same time none overwrites another's update."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.put("thing", "sum", b"0", expect=0, index=index_of(count=0))
        failures: list[BaseException] = []
        gate = threading.Barrier(_THREADS)

        def work(number: int) -> None:
            try:
                gate.wait(timeout=_PATIENCE)
                for step in range(_TIMES):
                    _patiently(lambda: _add_one(storage, f"{number}/{step}"))  # noqa: B023
            except BaseException as error:  # noqa: BLE001  (a thread tells nobody)
                failures.append(error)

        threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=_PATIENCE)
        assert not failures, f"a writer failed: {failures[0]!r}"
        with storage.transaction(DISTRICT, write=False) as tx:
            stored = tx.get("thing", "sum")
            total = _THREADS * _TIMES
            agree(stored and (stored.body, stored.version), (str(total).encode(), total + 1), "the sum is")
            agree(sorted(e.seq for e in tx.read("log")), list(range(1, total + 1)), "the entries are")
            agree(len({e.body for e in tx.read("log")}), total, "different entries:")

    @promise
    def test_one_winner_of_a_claim(self) -> None:
        """Of those who claim one value at the same time, one has it."""
        storage = self.ready()
        won: list[str] = []
        gate = threading.Barrier(_THREADS)

        def work(owner: str) -> None:
            gate.wait(timeout=_PATIENCE)
            for value in map(str, range(_TIMES)):
                try:
                    _patiently(lambda: _claim(storage, value, owner), conflicts=False)  # noqa: B023
                except Conflict:
                    continue
                won.append(value)

        threads = [threading.Thread(target=work, args=(f"o{n}",), daemon=True) for n in range(_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=_PATIENCE)
        agree(sorted(won, key=int), [str(n) for n in range(_TIMES)], "the values that were won:")

    @promise
    def test_setup_again(self) -> None:
        """Setting up again, also with further kinds, changes nothing that is there."""
        storage = self.new_storage()
        storage.setup(KINDS[:1])
        self._before(storage)
        storage.setup(KINDS[:1])
        storage.setup(KINDS)
        self._unchanged(storage, "after the setup")
        with storage.transaction(DISTRICT) as tx:
            tx.put("plain", "a", b"", expect=0, index={"word": "a"})

    @promise
    def test_durable(self) -> None:
        """What was committed is there after a restart, if the store says that it is durable."""
        storage = self.ready()
        if not storage.capabilities.durable:
            return
        self._before(storage)
        storage = self.reopened(storage)
        storage.setup(KINDS)
        self._unchanged(storage, "after the restart")
        with storage.transaction(DISTRICT) as tx:
            agree(tx.put("thing", "kept", b"2", expect=1, index=index_of()), 2, "put answered")

    @promise
    def test_ping_and_close(self) -> None:
        """A store that is open answers, and it can be closed."""
        storage = self.ready()
        storage.ping()
        storage.close()

    def _before(self, storage: Storage) -> None:
        put_all(storage, {"kept": {"word": "kept", "count": 1}, "doomed": {"word": "doomed"}})
        with storage.transaction(DISTRICT) as tx:
            tx.append("kept", [b"one"], expect=0)
            tx.claim("number", "7", "kept")

    def _unchanged(self, storage: Storage, when: str) -> None:
        with storage.transaction(DISTRICT, write=False) as tx:
            stored = tx.get("thing", "kept")
            agree(stored and (stored.version, stored.body), (1, b"kept"), f"{when} the record is")
            agree(keys_of(tx.scan("thing", Range(field="word")).records), ["doomed", "kept"], f"{when} the index has")
            agree(keys_of(tx.scan("thing", Range(field="count")).records), ["kept"], f"{when} the index has")
            agree([entry.body for entry in tx.read("kept")], [b"one"], f"{when} the stream is")
            agree(list(tx.streams()), ["kept"], f"{when} the streams are")
            agree([tx.owner("number", value) for value in "789"], ["kept", None, None], f"{when} the owners are")


class _Odd(BaseException):
    """What nobody catches by accident."""


def _every_change(tx: Transaction) -> None:
    tx.put("thing", "kept", b"changed", expect=1, index=index_of(word="changed"))
    tx.put("thing", "new", b"", expect=0, index=index_of(word="new", count=5))
    tx.delete("thing", "doomed", expect=1)
    tx.append("kept", [b"two"], expect=1)
    tx.append("new", [b"one"], expect=0)
    tx.claim("number", "8", "new")
    tx.release("number", "7", "kept")
    tx.claim("number", "7", "new")


def _add_one(storage: Storage, who: str) -> None:
    with storage.transaction(DISTRICT) as tx:
        stored = tx.get("thing", "sum")
        assert stored is not None, "the record is gone"
        sleep(_PAUSE)  # lets the others read the same, in a store where they can
        count = int(stored.body) + 1
        tx.put("thing", "sum", str(count).encode(), expect=stored.version, index=index_of(count=count))
        tx.append("log", [who.encode()], expect=count - 1)


def _claim(storage: Storage, value: str, owner: str) -> None:
    with storage.transaction(DISTRICT) as tx:
        if tx.owner("once", value) is not None:
            raise Conflict("claimed", Text("sudah dipegang", "taken already"))
        tx.claim("once", value, owner)


def _patiently(action: Callable[[], None], *, conflicts: bool = True, tries: int = 1000) -> None:
    """Do it again as long as somebody else was first, or the store says that it may be tried again."""
    for _ in range(tries):
        try:
            return action()
        except Conflict:
            if not conflicts:
                raise
        except AdapterError as error:
            if not error.retryable:
                raise
    raise AssertionError(f"not done after {tries} tries")

"""Stores that are wrong about transactions as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.errors import AdapterError, Conflict
from slrt_core.ports import Capabilities, New, RecordKind, Storage, Transaction
from slrt_core.reasons import Text
from tests.meta.harness import Broken, Through


class KeyOutside(Through):
    """Takes the key of a request in a transaction of its own, so that it stands when the request is undone."""

    def claim(self, space: str, value: str, owner: str) -> None:
        outside(self, lambda tx: tx.claim(space, value, owner))


class OutboxOutside(Through):
    """Writes what is to be sent by itself, so that it is sent although nothing has happened."""

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        last: int = outside(self, lambda tx: tx.append(stream, bodies, expect=expect))
        return last


class InsertOutside(Through):
    """Loads many records over a connection of its own."""

    def insert(self, kind: str, records: Sequence[New]) -> None:
        outside(self, lambda tx: tx.insert(kind, records))


class DeleteOutside(Through):
    """Deletes at once, whatever becomes of the transaction."""

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        outside(self, lambda tx: tx.delete(kind, key, expect=expect))


class ReleaseOutside(Through):
    """Gives values back at once."""

    def release(self, space: str, value: str, owner: str) -> None:
        outside(self, lambda tx: tx.release(space, value, owner))


def outside(tx: Through, write: Any) -> Any:
    # The store's lock is re-entrant: a second transaction of the same thread is committed by itself.
    with tx.store.inner.transaction(tx.district, write=tx.inner._write) as other:  # type: ignore[attr-defined]
        return write(other)


class CommitsOnInterrupt(Broken):
    """Undoes on `Exception` only: an interrupt leaves half of the work."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        interrupt: BaseException | None = None
        with super().transaction(district, write=write) as tx:
            try:
                yield tx
            except Exception:
                raise
            except BaseException as error:  # noqa: BLE001
                interrupt = error
        if interrupt:
            raise interrupt


class CommitsOnConflict(Broken):
    """Takes a conflict for an answer, and commits what came before it."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        conflict: Conflict | None = None
        with super().transaction(district, write=write) as tx:
            try:
                yield tx
            except Conflict as error:
                conflict = error
        if conflict:
            raise conflict


class DistrictsMixed(Broken):
    """Keeps claims of all districts together."""

    def __init__(self) -> None:
        super().__init__()
        self.claims: dict[tuple[str, str], str] = {}

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        with super().transaction(district, write=write) as tx:
            yield _OneForAll(tx, self)


class _OneForAll(Through):
    def claim(self, space: str, value: str, owner: str) -> None:
        if self.store.claims.setdefault((space, value), owner) != owner:
            raise Conflict("claimed", Text("x", "x"))
        self.inner.claim(space, value, owner)


class WritesWhenReading(Broken):
    """Does not look whether a transaction is for reading."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        with super().transaction(district, write=True) as tx:
            yield tx


class ReadingErrors(Broken):
    """Lets the database refuse what a transaction for reading may not do."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        try:
            with super().transaction(district, write=write) as tx:
                yield tx
        except TypeError as error:
            raise AdapterError("sql", Text("x", "read-only transaction")) from error


class SetupClears(Broken):
    """Makes its tables anew at every setup."""

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        self.inner = MemoryStorage()
        self.inner.setup(kinds)


class OnlySaysDurable(Broken):
    """Declares durability, and keeps everything in memory."""

    capabilities = Capabilities(durable=True)


class Deaf(Broken):
    """Does not answer a ping."""

    def ping(self) -> None:
        raise OSError("nobody there")


class OnlyRecordsUndone(Broken):
    """Undoes records; streams and claims are in another database."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        done: list[Any] = []
        try:
            with super().transaction(district, write=write) as tx:
                yield Remembering(tx, done)
        except BaseException:
            with self.inner.transaction(district) as tx:
                for again in done:
                    with suppress(Conflict):
                        again(tx)
            raise


class Remembering(Through):
    """Remembers what it has appended and claimed."""

    def __init__(self, inner: Transaction, done: list[Any]) -> None:
        super().__init__(inner)
        self.done = done

    def insert(self, kind: str, records: Sequence[New]) -> None:
        self.inner.insert(kind, records)

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        last = self.inner.append(stream, bodies, expect=expect)
        self.done.append(lambda tx: tx.append(stream, bodies, expect=expect))
        return last

    def claim(self, space: str, value: str, owner: str) -> None:
        self.inner.claim(space, value, owner)
        self.done.append(lambda tx: tx.claim(space, value, owner))


class CountsAsCapable(Broken):
    """Says how many processes may use it."""

    capabilities = Capabilities(processes=4)  # type: ignore[arg-type]


class CapableLater(Broken):
    """Finds out what it can do when it is made ready."""

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        super().setup(kinds)
        self.capabilities = Capabilities(query=True)


class ForOne(Broken):
    """Says that several processes may use it, and shows each what it found at the beginning."""

    capabilities = Capabilities(processes=True)

    def other(self) -> Storage:
        return MemoryStorage()


_ENDED = "Whatever ends a transaction early, nothing of it remains"
_EACH = "After whichever write a transaction ends early, all its writes are undone, and it can be done again"
_SAID = "A store says by truth values what it can do, the same before and after it is made ready"

TRANSACTIONS: list[tuple[type[Any], str]] = [
    *((kind, _ENDED) for kind in (KeyOutside, OutboxOutside, OnlyRecordsUndone, CommitsOnInterrupt)),
    *((kind, _EACH) for kind in (KeyOutside, OutboxOutside, DeleteOutside, ReleaseOutside, OnlyRecordsUndone)),
    (InsertOutside, "An insert is undone with its transaction"),
    (InsertOutside, _EACH),
    (CommitsOnConflict, "A conflict that is not caught undoes the whole transaction"),
    (DistrictsMixed, "Districts know nothing of each other: records, scans, streams, claims"),
    (WritesWhenReading, "A transaction for reading refuses to write"),
    (ReadingErrors, "A transaction for reading refuses to write"),
    (SetupClears, "Setting up again, also with further kinds, changes nothing that is there"),
    (OnlySaysDurable, "What was committed is there after a restart, if the store says that it is durable"),
    (Deaf, "A store that is open answers, and it can be closed"),
    (CountsAsCapable, _SAID),
    (CapableLater, _SAID),
    (ForOne, "What one has committed, every transaction that begins later sees, also through another handle"),
]

"""The kit is tested: each broken store is rejected, by the name of the promise that it breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from attrs import evolve

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.errors import Conflict
from slrt_core.ports import Capabilities, Entry, IndexValue, New, Page, Range, RecordKind, Storage, Stored, Transaction
from slrt_core.reasons import Text
from slrt_core.testing import StorageContract


class Broken:
    """A store in memory whose transactions can be bent; by itself it is whole."""

    capabilities = Capabilities()

    def __init__(self) -> None:
        self.inner = MemoryStorage()

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        self.inner.setup(kinds)

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        with self.inner.transaction(district, write=write) as tx:
            yield self.bent(tx)

    def bent(self, tx: Transaction) -> Transaction:
        return tx

    def ping(self) -> None:
        self.inner.ping()

    def close(self) -> None:
        self.inner.close()


class Through:
    """A transaction that passes everything on."""

    def __init__(self, inner: Transaction, store: Any = None) -> None:
        self.inner = inner
        self.store = store

    def get(self, kind: str, key: str) -> Stored | None:
        return self.inner.get(kind, key)

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return self.inner.put(kind, key, body, expect=expect, index=index)

    def insert(self, kind: str, records: Sequence[New]) -> None:
        for record in records:
            self.put(kind, record.key, record.body, expect=0, index=record.index)

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        self.inner.delete(kind, key, expect=expect)

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        return self.inner.append(stream, bodies, expect=expect)

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        return self.inner.read(stream, after=after, limit=limit)

    def streams(self, prefix: str = "") -> Sequence[str]:
        return self.inner.streams(prefix)

    def claim(self, space: str, value: str, owner: str) -> None:
        self.inner.claim(space, value, owner)

    def release(self, space: str, value: str, owner: str) -> None:
        self.inner.release(space, value, owner)

    def owner(self, space: str, value: str) -> str | None:
        return self.inner.owner(space, value)

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        return self.inner.scan(kind, order, where=where, after=after, limit=limit)

    def version(self, kind: str, key: str) -> int:
        stored = self.inner.get(kind, key)
        return stored.version if stored else 0

    def all(self, kind: str, order: Range, where: Any = None) -> list[Stored]:
        return list(self.inner.scan(kind, order, where=where, limit=10**9).records)


class VersionNotChecked(Through):
    """Writes at whatever version stands there."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return self.inner.put(kind, key, body, expect=self.version(kind, key), index=index)


class LastWriteWins(Through):
    """Answers with the expected version plus one, whoever wrote in between; checks only new records."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        stands = self.version(kind, key)
        return self.inner.put(kind, key, body, expect=stands if expect and stands else expect, index=index)


class ConflictIsFatal(Through):
    """Is unusable after a conflict, as a connection that did not set a savepoint."""

    failed = False

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        if self.failed:
            raise RuntimeError("current transaction is aborted")
        try:
            return self.inner.put(kind, key, body, expect=expect, index=index)
        except Conflict:
            self.failed = True
            raise


class IndexUnchecked(Through):
    """Takes whatever index it is given."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        names = {"thing": ("word", "count", "yes", "day", "at"), "plain": ("word",)}[kind]
        return self.inner.put(kind, key, body, expect=expect, index={name: index.get(name) for name in names})


class IndexNotUpdated(Through):
    """Writes the index with the first version only."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        held = self.inner.get(kind, key)
        kept = held.index if held and held.version == expect and index.keys() == held.index.keys() else index
        return self.inner.put(kind, key, body, expect=expect, index=kept)


class MissingAsEmpty(Through):
    """Gives an empty record instead of none."""

    def get(self, kind: str, key: str) -> Stored | None:
        return self.inner.get(kind, key) or Stored(key=key, version=0, body=b"", index={})


class Truncated(Through):
    """Ends a body at its first zero byte, as a C string."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return self.inner.put(kind, key, body.split(b"\0")[0], expect=expect, index=index)


class ShortColumn(Through):
    """Cuts long bodies off, as a BLOB of 64 KiB without strict mode."""

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        return self.inner.append(stream, [body[:65535] for body in bodies], expect=expect)


class Aliased(Through):
    """Keeps the caller's own index, and gives it out again."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        version = self.inner.put(kind, key, body, expect=expect, index=index)
        self.store.aliased[kind, key] = index
        return version

    def get(self, kind: str, key: str) -> Stored | None:
        held = self.inner.get(kind, key)
        index = self.store.aliased.get((kind, key))
        return evolve(held, index=index) if held and index is not None else held


class CaselessKeys(Through):
    """Takes keys that differ in case only for the same, as a *_ci collation does."""

    def get(self, kind: str, key: str) -> Stored | None:
        return self.inner.get(kind, key.casefold())

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return self.inner.put(kind, key.casefold(), body, expect=expect, index=index)


class DeleteUnchecked(Through):
    """Deletes whatever version stands there, and says nothing if there is none."""

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        if version := self.version(kind, key):
            self.inner.delete(kind, key, expect=version)


class KindsMixed(Through):
    """Keeps every kind in one table and forgot the kind in its key."""

    def get(self, kind: str, key: str) -> Stored | None:
        return self.inner.get("plain", key) or self.inner.get("thing", key)


class StreamGap(Through):
    """Numbers entries with a sequence that also counts what was undone or empty."""

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        self.store.skipped += not bodies
        return self.inner.append(stream, bodies, expect=expect)

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        entries = self.inner.read(stream, after=after, limit=limit)
        return [Entry(e.seq + self.store.skipped * (e.seq > 2), e.body) for e in entries]


class StreamUnchecked(Through):
    """Appends at the end, whatever was expected."""

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        return self.inner.append(stream, bodies, expect=len(self.inner.read(stream)))


class StreamByText(Through):
    """Orders entries by their number as text."""

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        entries = sorted(self.inner.read(stream, after=after), key=lambda entry: str(entry.seq))
        return entries[:limit]


class PrefixAsPattern(Through):
    """Looks for streams with LIKE, where % and _ mean something else and case is nothing."""

    def streams(self, prefix: str = "") -> Sequence[str]:
        start = prefix.split("%", maxsplit=1)[0].casefold()
        return [name for name in self.inner.streams() if name.casefold().startswith(start)]


class ClaimNotUnique(Through):
    """Lets the last who claims have it."""

    def claim(self, space: str, value: str, owner: str) -> None:
        held = self.inner.owner(space, value)
        if held is not None:
            self.inner.release(space, value, held)
        self.inner.claim(space, value, owner)


class ClaimCounted(Through):
    """Refuses one's own claim the second time."""

    def claim(self, space: str, value: str, owner: str) -> None:
        if self.inner.owner(space, value) is not None:
            raise Conflict("claimed", Text("x", "x"))
        self.inner.claim(space, value, owner)


class ReleaseByAnybody(Through):
    """Gives back a value for whoever asks."""

    def release(self, space: str, value: str, owner: str) -> None:
        held = self.inner.owner(space, value)
        if held is not None:
            self.inner.release(space, value, held)


class TiesLost(Through):
    """Goes on after the last value instead of after the last record."""

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        found = self.all(kind, order, where)
        if after is not None:
            seen = next((n for n in range(len(found), 0, -1) if repr(found[n - 1].index[order.field]) == after), 0)
            found = found[seen:]
        more = len(found) > limit
        return Page(tuple(found[:limit]), repr(found[limit - 1].index[order.field]) if more else None)


class ByOffset(Through):
    """Goes on after so many records, whatever happened in between."""

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        start = int(after or 0)
        found = self.all(kind, order, where)
        end = start + limit
        return Page(tuple(found[start:end]), str(end) if len(found) > end else None)


class Rescanned(Through):
    """Puts the found records into another order."""

    def order(self, record: Stored, order: Range) -> Any:
        raise NotImplementedError

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        page = self.inner.scan(kind, order, where=where, after=after, limit=limit)
        records = sorted(page.records, key=lambda record: self.order(record, order), reverse=order.descending)
        return Page(tuple(records), page.after)


class LocaleOrder(Rescanned):
    """Orders text without regard to case, as a collation for people does."""

    def order(self, record: Stored, order: Range) -> Any:
        value = record.index[order.field]
        return (value.casefold() if isinstance(value, str) else value, record.key)


class KeyNotInOrder(Rescanned):
    """Orders by the field alone; ties stand as they were written."""

    def order(self, record: Stored, order: Range) -> Any:
        return (record.index[order.field], -ord(record.key[0]))


class Utf16Order(Rescanned):
    """Orders text by its UTF-16 units, as some databases do."""

    def order(self, record: Stored, order: Range) -> Any:
        value = record.index[order.field]
        return (value.encode("utf-16-be") if isinstance(value, str) else value, record.key)


class HighInclusive(Through):
    """Takes the high bound into the range."""

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        found = [r for r in self.all(kind, evolve(order, high=None), where) if _up_to(r.index[order.field], order.high)]
        return Page(tuple(found[:limit]), None)


def _up_to(value: Any, high: Any) -> bool:
    return high is None or bool(value <= high)


class NoneInRange(Through):
    """Begins a scan with the records that have no value, as NULLS FIRST does."""

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        page = self.inner.scan(kind, order, where=where, after=after, limit=limit)
        if after is not None or kind != "thing":
            return page
        keys = {r.key for field in ("word", "count") for r in self.all(kind, Range(field=field))}
        lost = [r for r in map(self._there, sorted(keys)) if r.index[order.field] is None]
        return Page((*lost, *page.records), page.after)

    def _there(self, key: str) -> Stored:
        stored = self.inner.get("thing", key)
        assert stored is not None
        return stored


class WhereIgnored(Through):
    """Leaves the filter to the caller."""

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        return self.inner.scan(kind, order, after=after, limit=limit)


class EmptyWhereMatchesAll(Through):
    """Takes no wanted value for no filter."""

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        kept = {name: wanted for name, wanted in (where or {}).items() if wanted}
        return self.inner.scan(kind, order, where=kept, after=after, limit=limit)


class WhereWithoutNone(Through):
    """Compares with NULL by IN, which is never true."""

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        kept = {name: [w for w in wanted if w is not None] for name, wanted in (where or {}).items()}
        return self.inner.scan(kind, order, where=kept, after=after, limit=limit)


class Bent(Through):
    """Keeps index values in another type."""

    def value(self, value: IndexValue) -> IndexValue:
        raise NotImplementedError

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        bent = {name: self.value(value) for name, value in index.items()}
        return self.inner.put(kind, key, body, expect=expect, index=bent)


class MicrosecondsLost(Bent):
    """Keeps instants to the second, as DATETIME without (6) does."""

    def value(self, value: IndexValue) -> IndexValue:
        return value.replace(microsecond=0) if isinstance(value, datetime) else value


class FloatCounts(Bent):
    """Keeps whole numbers as floating point."""

    def value(self, value: IndexValue) -> IndexValue:
        return int(float(value)) if type(value) is int else value


class TruthAsNumber(Bent):
    """Keeps truth values as 0 and 1."""

    def value(self, value: IndexValue) -> IndexValue:
        return int(value) if isinstance(value, bool) else value


BENT: dict[type[Through], str] = {
    VersionNotChecked: "A record is written only at the expected version",
    LastWriteWins: "A record is written only at the expected version",
    ConflictIsFatal: "A caught conflict undoes nothing else: the transaction goes on",
    IndexUnchecked: "The index values must be just those of the declared fields",
    IndexNotUpdated: "A scan finds a record by the values of its last version only",
    MissingAsEmpty: "A record that is not there is None",
    Truncated: "Bodies are kept byte for byte: empty, long, every value",
    ShortColumn: "Bodies are kept byte for byte: empty, long, every value",
    Aliased: "What is done afterwards to values given or returned changes nothing that is stored",
    CaselessKeys: "Keys, streams and claimed values are told apart by every character, also case, accents and blanks",
    DeleteUnchecked: "A record is deleted only at the expected version, and is gone then",
    KindsMixed: "The same key in two kinds is two records",
    StreamGap: "Entries are numbered from 1 without a gap",
    StreamUnchecked: "A stream is continued only at the expected number",
    StreamByText: "A stream is read in order, after a number and up to a limit",
    PrefixAsPattern: "The names of streams are listed by their beginning, in binary order",
    ClaimNotUnique: "A claimed value has one owner",
    ClaimCounted: "Claiming one's own value again changes nothing",
    ReleaseByAnybody: "Only the owner gives a value back, and then anybody may claim it",
    TiesLost: "Pages lose no tie, repeat none, and end",
    ByOffset: "A scan goes on in another transaction, also when the last record seen is gone",
    LocaleOrder: "Text is ordered by code point, not by case, language or locale",
    KeyNotInOrder: "A scan is ordered by the field, then by the key; records of other kinds are not in it",
    Utf16Order: "Text is ordered by code point, not by case, language or locale",
    HighInclusive: "The low bound is in the range, the high bound is not",
    NoneInRange: "A record without a value in the field is left out of its scans",
    WhereIgnored: "A filter keeps the records that have one of the wanted values in every named field",
    EmptyWhereMatchesAll: "A filter keeps the records that have one of the wanted values in every named field",
    WhereWithoutNone: "A filter keeps the records that have one of the wanted values in every named field",
    MicrosecondsLost: "Dates and instants keep their order, their microseconds and their zone's instant",
    FloatCounts: "Whole numbers of 64 bits and truth values keep value, type and order",
    TruthAsNumber: "Whole numbers of 64 bits and truth values keep value, type and order",
}


class PartialRollback(Broken):
    """Undoes records, but not claims: those were written on another connection."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        watched: _Claims | None = None
        try:
            with super().transaction(district, write=write) as tx:
                watched = _Claims(tx)
                yield watched
        except BaseException:
            with self.inner.transaction(district) as tx:
                for space, value, owner in watched.taken if watched else ():
                    if tx.owner(space, value) is None:
                        tx.claim(space, value, owner)
            raise


class _Claims(Through):
    def __init__(self, inner: Transaction) -> None:
        super().__init__(inner)
        self.taken: list[tuple[str, str, str]] = []

    def claim(self, space: str, value: str, owner: str) -> None:
        self.inner.claim(space, value, owner)
        self.taken.append((space, value, owner))


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

    def bent(self, tx: Transaction) -> Transaction:
        return _OneForAll(tx, self)

    def __init__(self) -> None:
        super().__init__()
        self.claims: dict[tuple[str, str], str] = {}


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


class ReadsMove(Broken):
    """Reads what others commit in the meantime, as READ COMMITTED does."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        if write:
            with super().transaction(district) as tx:
                yield tx
        else:
            yield _EachByItself(self.inner, district)


class _EachByItself:
    def __init__(self, store: Storage, district: str) -> None:
        self.store = store
        self.district = district

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.store.transaction(self.district, write=False) as tx:
                return getattr(tx, name)(*args, **kwargs)

        return call


class LostUpdates(Broken):
    """Lets two writers read before either writes: checks versions against what was read, not what stands."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        buffered = _Buffered(self.inner, district, write=write)
        yield buffered
        buffered.flush()


class _Buffered(Through):
    def __init__(self, store: Storage, district: str, *, write: bool) -> None:
        super().__init__(_EachByItself(store, district))
        self.storage, self.district, self.write = store, district, write
        self.read_at: dict[tuple[str, str], int] = {}
        self.writes: list[Any] = []

    def get(self, kind: str, key: str) -> Stored | None:
        stored = self.inner.get(kind, key)
        self.read_at[kind, key] = stored.version if stored else 0
        return stored

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        if not self.write:
            raise TypeError("reading")
        at = self.read_at.get((kind, key))
        if (self.version(kind, key) if at is None else at) != expect:
            raise Conflict("version", Text("x", "x"))
        self.read_at[kind, key] = expect + 1
        self.writes.append(
            lambda tx: tx.put(kind, key, body, expect=v.version if (v := tx.get(kind, key)) else 0, index=index)
        )
        return expect + 1

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        self.writes.append(lambda tx: tx.append(stream, bodies, expect=len(tx.read(stream))))
        return expect + len(bodies)

    def claim(self, space: str, value: str, owner: str) -> None:
        self.writes.append(lambda tx: tx.owner(space, value) or tx.claim(space, value, owner))

    def flush(self) -> None:
        if self.writes:
            with self.storage.transaction(self.district) as tx:
                for write in self.writes:
                    write(tx)


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


STORES: dict[type[Broken], str] = {
    PartialRollback: "Whatever ends a transaction early, nothing of it remains",
    CommitsOnInterrupt: "Whatever ends a transaction early, nothing of it remains",
    CommitsOnConflict: "A conflict that is not caught undoes the whole transaction",
    DistrictsMixed: "Districts know nothing of each other: records, scans, streams, claims",
    WritesWhenReading: "A transaction for reading refuses to write",
    ReadsMove: "What a transaction reads does not change under it",
    LostUpdates: "Of writers at the same time none overwrites another's update",
    SetupClears: "Setting up again, also with further kinds, changes nothing that is there",
    OnlySaysDurable: "What was committed is there after a restart, if the store says that it is durable",
    Deaf: "A store that is open answers, and it can be closed",
}


def bend(kind: type[Through]) -> type[Broken]:
    """A store whose transactions are of this kind."""

    class Store(Broken):
        def __init__(self) -> None:
            super().__init__()
            self.aliased: dict[tuple[str, str], Any] = {}
            self.skipped = 0

        def bent(self, tx: Transaction) -> Transaction:
            return kind(tx, self)

    return Store


class LostAtRestart(StorageContract):
    def __init__(self, kind: type[Broken]) -> None:
        self.kind = kind

    def new_storage(self) -> Storage:
        return self.kind()

    def reopened(self, storage: Storage) -> Storage:
        storage.close()
        return self.kind()


def broken_promises(kind: type[Broken]) -> list[str]:
    """What the contract says of a store: the names of the promises that it breaks."""
    contract = LostAtRestart(kind)
    found = []
    for name in sorted(dir(contract)):
        if name.startswith("test_"):
            try:
                getattr(contract, name)()
            except AssertionError as error:
                said = str(error)
                assert said.startswith("promise: ")
                found.append(said.removeprefix("promise: "))
    return found


def promises() -> set[str]:
    """All promises of the contract, by the first line of each test's docstring."""
    tests = [getattr(StorageContract, name) for name in dir(StorageContract) if name.startswith("test_")]
    return {(test.__doc__ or "").splitlines()[0].rstrip(".") for test in tests}


@pytest.mark.parametrize("kind", BENT, ids=lambda kind: kind.__name__)
def test_bent_transactions_are_rejected(kind: type[Through]) -> None:
    assert [said for said in broken_promises(bend(kind)) if said.startswith(f"{BENT[kind]}: ")]


@pytest.mark.parametrize("kind", STORES, ids=lambda kind: kind.__name__)
def test_broken_stores_are_rejected(kind: type[Broken]) -> None:
    assert [said for said in broken_promises(kind) if said.startswith(f"{STORES[kind]}: ")]


def test_a_whole_store_passes() -> None:
    assert broken_promises(bend(Through)) == []


def test_each_promise_is_broken_by_some_store() -> None:
    assert promises() - set(BENT.values()) - set(STORES.values()) == {
        # What is put and got, and races for a claim in a store that is serial anyway: see the two below.
        "A record is given back as it was put: key, version, body and index",
        "Of those who claim one value at the same time, one has it",
    }


def test_a_store_that_forgets_is_rejected() -> None:
    class Forgets(Through):
        def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
            return expect + 1

    said = broken_promises(bend(Forgets))
    assert any(text.startswith("A record is given back as it was put") for text in said)


def test_a_store_without_claims_is_rejected() -> None:
    class AllWin(Through):
        def owner(self, space: str, value: str) -> str | None:
            return None

        def claim(self, space: str, value: str, owner: str) -> None:
            pass

    said = broken_promises(bend(AllWin))
    assert any(text.startswith("Of those who claim one value at the same time, one has it") for text in said)

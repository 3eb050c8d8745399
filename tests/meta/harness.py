"""A whole store that can be bent in one place, and the question which promise that breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from attrs import evolve, fields, frozen

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.ports import (
    Capabilities,
    Entry,
    Filter,
    IndexValue,
    New,
    Page,
    Range,
    RecordKind,
    Storage,
    Stored,
    Transaction,
    check_new,
)
from slrt_core.testing import StorageContract
from slrt_core.testing.contracts.base import KINDS
from slrt_core.testing.contracts.codes import TAGGED

FIELDS = {kind.name: kind.index for kind in (*KINDS, TAGGED)}


class Broken:
    """A store in memory that can be bent; by itself it is whole."""

    capabilities = Capabilities()

    def __init__(self) -> None:
        self.inner = MemoryStorage()

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        self.inner.setup(kinds)

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        with self.inner.transaction(district, write=write) as tx:
            yield tx

    def ping(self) -> None:
        self.inner.ping()

    def close(self) -> None:
        self.inner.close()

    def other(self) -> Storage:
        """What a second process would hold."""
        return self


@frozen
class Asked:
    """What is asked of a scan."""

    kind: str
    order: Range
    where: Filter | None
    after: str | None
    limit: int


def rewritten(where: Filter | None, change: Callable[[Any], Any]) -> Filter | None:
    """A filter of which every node was changed, the innermost first."""

    def walked(node: Any) -> Any:
        parts = {a.name: getattr(node, a.name) for a in fields(type(node)) if a.name != "at"}
        kept = {
            name: tuple(map(walked, part)) if isinstance(part, tuple) else walked(part)
            for name, part in parts.items()
            if isinstance(part, tuple) or hasattr(part, "at")
        }
        return change(evolve(node, **kept))

    return None if where is None else Filter(evolve(where.lowered, node=walked(where.node)))


class Through:
    """A transaction that passes everything on."""

    def __init__(self, inner: Transaction, store: Any = None, district: str = "") -> None:
        self.inner = inner
        self.store = store
        self.district = district

    def get(self, kind: str, key: str) -> Stored | None:
        return self.inner.get(kind, key)

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return self.inner.put(kind, key, body, expect=expect, index=index)

    def insert(self, kind: str, records: Sequence[New]) -> None:
        # By `put`, so that a bent one shows here too; but nothing is left of a list that is refused.
        check_new(kind, FIELDS[kind], records, self.inner.get)
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
        where: Filter | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        return self.scanned(Asked(kind, order, where, after, limit))

    def scanned(self, asked: Asked) -> Page:
        """What a scan answers; what is wrong about scans is bent here."""
        return self.inner.scan(asked.kind, asked.order, where=asked.where, after=asked.after, limit=asked.limit)

    def version(self, kind: str, key: str) -> int:
        stored = self.inner.get(kind, key)
        return stored.version if stored else 0

    def all(self, kind: str, order: Range, where: Filter | None = None) -> list[Stored]:
        return list(self.inner.scan(kind, order, where=where, limit=10**9).records)


def bend(kind: type[Any]) -> type[Broken]:
    """A store whose transactions are of this kind; a kind of store is one already."""
    if issubclass(kind, Broken):
        return kind

    class Store(Broken):
        def __init__(self) -> None:
            super().__init__()
            self.kept: dict[Any, Any] = {}

        @contextmanager
        def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
            with self.inner.transaction(district, write=write) as tx:
                yield kind(tx, self, district)

    return Store


class Contract(StorageContract):
    """The contract on a kind of store; what is opened again is a new one."""

    def __init__(self, kind: type[Any]) -> None:
        self.kind = bend(kind)

    def new_storage(self) -> Storage:
        return self.kind()

    def reopened(self, storage: Storage) -> Storage:
        storage.close()
        return self.kind()

    def another(self, storage: Storage) -> Storage:
        assert isinstance(storage, Broken)
        return storage.other()


def promises() -> dict[str, str]:
    """Each promise of the contract, which is the first line of a test's docstring, and the test's name."""
    names = [name for name in dir(StorageContract) if name.startswith("test_")]
    return {(getattr(StorageContract, name).__doc__ or "").splitlines()[0].rstrip("."): name for name in names}


def broken(kind: type[Any], promise: str) -> str:
    """What the contract says of a store when it is asked about one promise; empty if it keeps it."""
    try:
        getattr(Contract(kind), promises()[promise])()
    except AssertionError as error:
        return str(error)
    return ""

"""The in-memory store: the reference of the storage contract, and the oracle of the other stores."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import TypeVar

from attrs import define, evolve, field

from slrt_core.ports import (
    Capabilities,
    Entry,
    Filter,
    IndexValue,
    New,
    Page,
    Range,
    RecordKind,
    Stored,
    check_claim,
    check_index,
    check_names,
    claim_conflict,
    page_among,
    version_conflict,
)

__all__ = ["MemoryStorage"]

K = TypeVar("K")
V = TypeVar("V")


@define
class _District:
    records: dict[tuple[str, str], Stored] = field(factory=dict)
    streams: dict[str, list[Entry]] = field(factory=dict)
    names: list[str] = field(factory=list)
    claims: dict[tuple[str, str], str] = field(factory=dict)


class MemoryStorage:
    """Keeps everything in dictionaries. Thread-safe: one transaction at a time."""

    capabilities: Capabilities = Capabilities()

    def __init__(self) -> None:
        self._lock = RLock()
        self._districts: dict[str, _District] = {}
        self._kinds: dict[str, RecordKind] = {}

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        """See `Storage.setup`."""
        self._kinds.update({kind.name: kind for kind in kinds})

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[_MemoryTransaction]:
        """See `Storage.transaction`."""
        with self._lock:
            transaction = _MemoryTransaction(
                self._districts.setdefault(district, _District()), self._kinds, write=write
            )
            try:
                yield transaction
            except BaseException:
                transaction.undo()
                raise

    def ping(self) -> None:
        """See `Storage.ping`."""

    def close(self) -> None:
        """See `Storage.close`."""
        self._districts.clear()


class _MemoryTransaction:
    def __init__(self, district: _District, kinds: Mapping[str, RecordKind], *, write: bool) -> None:
        self._data = district
        self._kinds = kinds
        self._write = write
        self._undo: list[Callable[[], object]] = []

    def undo(self, until: int = 0) -> None:
        while len(self._undo) > until:
            self._undo.pop()()

    def get(self, kind: str, key: str) -> Stored | None:
        self._kind(kind)
        held = self._data.records.get((kind, key))
        return None if held is None else evolve(held, index=dict(held.index))

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        self._may_write()
        check_names(key)
        check_index(kind, self._kind(kind).index, index)
        self._at(kind, key, expect)
        stored = Stored(key=key, version=expect + 1, body=bytes(body), index=dict(index))
        self._set(self._data.records, (kind, key), stored)
        return stored.version

    def insert(self, kind: str, records: Sequence[New]) -> None:
        done = len(self._undo)
        try:
            for record in records:
                self.put(kind, record.key, record.body, expect=0, index=record.index)
        except BaseException:
            self.undo(done)
            raise

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        self._may_write()
        self._at(kind, key, expect)
        if expect == 0:
            raise version_conflict(key)
        self._remove(self._data.records, (kind, key))

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        self._may_write()
        check_names(stream)
        entries = self._data.streams.get(stream, [])
        if len(entries) != expect:
            raise version_conflict(stream)
        if stream not in self._data.streams and bodies:
            insort(self._data.names, stream)
            self._undo.append(lambda: self._data.names.remove(stream))
        added = [Entry(expect + n, bytes(body)) for n, body in enumerate(bodies, 1)]
        if added:
            self._set(self._data.streams, stream, [*entries, *added])
        return expect + len(added)

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        entries = self._data.streams.get(stream, [])
        return tuple(entries[after : None if limit is None else after + limit])

    def streams(self, prefix: str = "") -> Sequence[str]:
        return tuple(name for name in self._data.names if name.startswith(prefix))

    def claim(self, space: str, value: str, owner: str) -> None:
        self._may_write()
        check_claim(space, value, owner)
        held = self._data.claims.get((space, value))
        if held is not None and held != owner:
            raise claim_conflict(space)
        if held is None:
            self._set(self._data.claims, (space, value), owner)

    def release(self, space: str, value: str, owner: str) -> None:
        self._may_write()
        if self._data.claims.get((space, value)) != owner:
            raise claim_conflict(space)
        self._remove(self._data.claims, (space, value))

    def owner(self, space: str, value: str) -> str | None:
        return self._data.claims.get((space, value))

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Filter | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        of_kind = (stored for (name, _), stored in self._data.records.items() if name == kind)
        page = page_among(of_kind, order, self._kind(kind).index, where=where, after=after, limit=limit)
        return Page(tuple(evolve(stored, index=dict(stored.index)) for stored in page.records), page.after)

    def _kind(self, name: str) -> RecordKind:
        return self._kinds[name]

    def _may_write(self) -> None:
        if not self._write:
            raise TypeError("this transaction was begun for reading")

    def _at(self, kind: str, key: str, expect: int) -> None:
        held = self.get(kind, key)
        version = held.version if held else 0
        if version != expect:
            raise version_conflict(key)

    def _set(self, where: dict[K, V], key: K, value: V) -> None:
        if key in where:
            old = where[key]
            self._undo.append(lambda: where.__setitem__(key, old))
        else:
            self._undo.append(lambda: where.pop(key))
        where[key] = value

    def _remove(self, where: dict[K, V], key: K) -> None:
        old = where.pop(key)
        self._undo.append(lambda: where.__setitem__(key, old))

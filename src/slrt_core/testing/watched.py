"""A store that passes everything on to another, and says before each call what is called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

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
)

__all__ = ["WatchedStorage"]


class WatchedStorage:
    """Passes everything on to another store, and says before each call what is called."""

    def __init__(self, inner: Storage, watch: Callable[[str], None]) -> None:
        self._inner = inner
        self._watch = watch

    @property
    def capabilities(self) -> Capabilities:
        """See `Storage.capabilities`."""
        return self._inner.capabilities

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        """See `Storage.setup`."""
        self._inner.setup(kinds)

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        """See `Storage.transaction`."""
        self._watch("begin")
        with self._inner.transaction(district, write=write) as inner:
            yield _WatchedTransaction(inner, self._watch)
            self._watch("commit")
        self._watch("committed")

    def ping(self) -> None:
        """See `Storage.ping`."""
        self._inner.ping()

    def close(self) -> None:
        """See `Storage.close`."""
        self._inner.close()


class _WatchedTransaction:
    def __init__(self, inner: Transaction, watch: Callable[[str], None]) -> None:
        self._inner = inner
        self._watch = watch

    def get(self, kind: str, key: str) -> Stored | None:
        self._watch("get")
        return self._inner.get(kind, key)

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        self._watch("put")
        return self._inner.put(kind, key, body, expect=expect, index=index)

    def insert(self, kind: str, records: Sequence[New]) -> None:
        self._watch("insert")
        self._inner.insert(kind, records)

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        self._watch("delete")
        self._inner.delete(kind, key, expect=expect)

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        self._watch("append")
        return self._inner.append(stream, bodies, expect=expect)

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        self._watch("read")
        return self._inner.read(stream, after=after, limit=limit)

    def streams(self, prefix: str = "") -> Sequence[str]:
        self._watch("streams")
        return self._inner.streams(prefix)

    def claim(self, space: str, value: str, owner: str) -> None:
        self._watch("claim")
        self._inner.claim(space, value, owner)

    def release(self, space: str, value: str, owner: str) -> None:
        self._watch("release")
        self._inner.release(space, value, owner)

    def owner(self, space: str, value: str) -> str | None:
        self._watch("owner")
        return self._inner.owner(space, value)

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Filter | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        self._watch("scan")
        return self._inner.scan(kind, order, where=where, after=after, limit=limit)

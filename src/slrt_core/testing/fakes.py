"""Stand-ins for tests: a clock that stands still, ids from a seed, fake keys, stores that fail or count."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.errors import AdapterError, Conflict
from slrt_core.ports import (
    Capabilities,
    Entry,
    IndexValue,
    New,
    Page,
    Range,
    RecordKind,
    Storage,
    Stored,
    Transaction,
)
from slrt_core.reasons import Text

__all__ = [
    "CountingStorage",
    "FailingStorage",
    "FakeKeys",
    "ManualClock",
    "MemoryAttachments",
    "SeededIds",
    "broken_store",
]

_NONCE, _TAG = 12, 32


class FakeKeys:
    """NOT SECURE: keeps the key contract with the standard library alone, for tests without ``cryptography``.

    Args:
        secret: another one is another key; a desk opened again needs the same.
    """

    current: str = "fake"

    def __init__(self, secret: str = "not secure") -> None:  # noqa: S107  (as it says)
        self._key = hashlib.sha256(secret.encode()).digest()
        self._forgotten: set[str] = set()

    def seal(self, context: str, clear: bytes) -> bytes:
        """See `KeyProvider.seal`."""
        nonce = secrets.token_bytes(_NONCE)
        body = self._mixed(nonce, clear)
        return nonce + body + self._mac(b"seal", context.encode(), nonce + body)

    def open(self, context: str, sealed: bytes) -> bytes:
        """See `KeyProvider.open`."""
        nonce, body, tag = sealed[:_NONCE], sealed[_NONCE:-_TAG], sealed[-_TAG:]
        if (
            context in self._forgotten
            or len(sealed) < _NONCE + _TAG
            or not hmac.compare_digest(tag, self._mac(b"seal", context.encode(), nonce + body))
        ):
            raise AdapterError("unsealing", Text("tidak dapat dibuka", "cannot be opened"))
        return self._mixed(nonce, body)

    def index(self, space: str, value: str) -> Sequence[str]:
        """See `KeyProvider.index`."""
        return (self._mac(b"index", space.encode(), value.encode()).hex(),)

    def digest(self, space: str, value: str) -> str:
        """See `KeyProvider.digest`."""
        return self._mac(b"digest", space.encode(), value.encode()).hex()

    def forget(self, context: str) -> None:
        """See `KeyProvider.forget`."""
        self._forgotten.add(context)

    def _mac(self, use: bytes, *parts: bytes) -> bytes:
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in (use, *parts))
        return hmac.digest(self._key, framed, "sha256")

    def _mixed(self, nonce: bytes, text: bytes) -> bytes:
        blocks = (self._mac(b"stream", nonce, number.to_bytes(8, "big")) for number in range(len(text) // _TAG + 1))
        return bytes(a ^ b for a, b in zip(text, b"".join(blocks), strict=False))


class MemoryAttachments:
    """Keeps attachments in a dictionary. Thread-safe."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], bytes] = {}

    def put(self, district: str, name: str, sealed: bytes) -> None:
        """See `Attachments.put`."""
        if self._held.setdefault((district, name), bytes(sealed)) != sealed:
            raise Conflict("attachment-other", Text("isinya lain", "another content is kept under this name"))

    def get(self, district: str, name: str) -> bytes | None:
        """See `Attachments.get`."""
        return self._held.get((district, name))

    def delete(self, district: str, name: str) -> None:
        """See `Attachments.delete`."""
        self._held.pop((district, name), None)

    def names(self, district: str) -> Iterator[str]:
        """See `Attachments.names`."""
        return iter([name for of, name in list(self._held) if of == district])


def broken_store(*, retryable: bool = False) -> AdapterError:
    """What a store raises that broke down."""
    return AdapterError("broken", Text("penyimpanan gagal", "the store failed"), retryable=retryable)


class _WatchedStorage:
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


class FailingStorage(_WatchedStorage):
    """A store that breaks down once, at the call with a chosen number.

    Counted are ``begin``, every method of a transaction, ``commit``, and ``committed``: a failure there comes after
    the commit, so that it happened but nobody was told.

    Args:
        inner: the store that does the work.
        at: the number of the call that fails, from 1 on; 0 for none.
        error: what is raised; an `AdapterError` that may not be retried if not given.
    """

    def __init__(self, inner: Storage, at: int = 0, error: BaseException | None = None) -> None:
        super().__init__(inner, self._count)
        self._error = error or broken_store()
        self.arm(at)

    def arm(self, at: int) -> None:
        """Count anew, and fail at this call."""
        self._at = at
        self.calls: int = 0
        self.failed_in: str = ""

    def _count(self, name: str) -> None:
        self.calls += 1
        if self.calls == self._at:
            self.failed_in = name
            raise self._error


class CountingStorage(_WatchedStorage):
    """A store that counts, in ``calls``, what is asked of it, under the names that `FailingStorage` lists."""

    def __init__(self, inner: Storage) -> None:
        self.calls: Counter[str] = Counter()
        super().__init__(inner, self._count)

    def _count(self, name: str) -> None:
        self.calls[name] += 1


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
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        self._watch("scan")
        return self._inner.scan(kind, order, where=where, after=after, limit=limit)

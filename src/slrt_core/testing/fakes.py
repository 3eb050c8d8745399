"""Stand-ins for tests: a clock that stands still, ids from a seed, fake keys."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence

from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.errors import AdapterError, Conflict
from slrt_core.reasons import Text
from slrt_core.testing.wrappers import CountingStorage, FailingStorage, broken_store

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

    def make(self, owner: str) -> bytes:
        """See `KeyProvider.make`."""
        self._refuse_forgotten(owner)
        return self._sealed(b"wrap", owner, secrets.token_bytes(_TAG))

    def rewrap(self, owner: str, wrapped: bytes) -> bytes:
        """See `KeyProvider.rewrap`."""
        return self._sealed(b"wrap", owner, self._unwrapped(owner, wrapped))

    def seal(self, owner: str, wrapped: bytes, what: str, clear: bytes) -> bytes:
        """See `KeyProvider.seal`."""
        return self._sealed(self._unwrapped(owner, wrapped), what, clear)

    def open(self, owner: str, wrapped: bytes, what: str, sealed: bytes) -> bytes:
        """See `KeyProvider.open`."""
        return self._opened(self._unwrapped(owner, wrapped), what, sealed)

    def index(self, space: str, value: str) -> Sequence[str]:
        """See `KeyProvider.index`."""
        return (self._mac(b"index", space.encode(), value.encode()).hex(),)

    def digest(self, space: str, value: str) -> str:
        """See `KeyProvider.digest`."""
        return self._mac(b"digest", space.encode(), value.encode()).hex()

    def forget(self, owner: str) -> None:
        """See `KeyProvider.forget`."""
        self._forgotten.add(owner)

    def _unwrapped(self, owner: str, wrapped: bytes) -> bytes:
        self._refuse_forgotten(owner)
        return self._opened(b"wrap", owner, wrapped)

    def _refuse_forgotten(self, owner: str) -> None:
        if owner in self._forgotten:
            raise AdapterError("key-forgotten", Text("telah dihapus", "it was erased"))

    def _sealed(self, key: bytes, context: str, clear: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        body = self._mixed(key, nonce, clear)
        return nonce + body + self._mac(b"seal", key, context.encode(), nonce + body)

    def _opened(self, key: bytes, context: str, sealed: bytes) -> bytes:
        nonce, body, tag = sealed[:_NONCE], sealed[_NONCE:-_TAG], sealed[-_TAG:]
        if len(sealed) < _NONCE + _TAG or not hmac.compare_digest(
            tag, self._mac(b"seal", key, context.encode(), nonce + body)
        ):
            raise AdapterError("unsealing", Text("tidak dapat dibuka", "cannot be opened"))
        return self._mixed(key, nonce, body)

    def _mac(self, use: bytes, *parts: bytes) -> bytes:
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in (use, *parts))
        return hmac.digest(self._key, framed, "sha256")

    def _mixed(self, key: bytes, nonce: bytes, text: bytes) -> bytes:
        numbers = range(len(text) // _TAG + 1)
        blocks = (self._mac(b"stream", key, nonce, number.to_bytes(8, "big")) for number in numbers)
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

"""What seals the contents of attachments: a ring of keys, one for each owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from slrt_core.ports import KeyProvider

__all__ = ["Keyring", "ProviderRing"]


class Keyring(Protocol):
    """Seals what belongs to one owner, under a key of their own."""

    def seal(self, owner: str, what: str, clear: bytes) -> bytes:
        """Encrypt for an owner: a household's id, or a case's where no household is known."""

    def open(self, what: str, sealed: bytes) -> bytes:
        """Decrypt; raises `AdapterError` for what was erased, or changed."""


class ProviderRing:
    """A `Keyring` without keys of owners: all is sealed with the district's key."""

    def __init__(self, keys: KeyProvider, district: str) -> None:
        self._keys = keys
        self._district = district

    def seal(self, owner: str, what: str, clear: bytes) -> bytes:  # noqa: ARG002  (it has one key only)
        """See `Keyring.seal`."""
        return self._keys.seal(f"{self._district}/{what}", clear)

    def open(self, what: str, sealed: bytes) -> bytes:
        """See `Keyring.open`."""
        return self._keys.open(f"{self._district}/{what}", sealed)

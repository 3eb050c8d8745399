"""The port of key providers, and how each of them writes a digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

__all__ = ["KEY_CONTRACT", "KeyProvider", "in_letters"]


KEY_CONTRACT = 2
"""The version of the key contract that this library speaks."""


@runtime_checkable
class KeyProvider(Protocol):
    """Holds the district's keys, which never leave it.

    Every owner (a person, a family, a household) has a key of their own. It stands in the store, wrapped by the
    district's current key, so that erasing it erases all that was sealed with it.
    """

    @property
    def current(self) -> str:
        """The name of the key by which it wraps and indexes now; the district's keys are changed from time to time."""

    def make(self, owner: str) -> bytes:
        """A new key for an owner, wrapped.

        Raises:
            AdapterError: the owner was forgotten (code ``key-forgotten``): what would be sealed could not be opened.
        """

    def rewrap(self, owner: str, wrapped: bytes) -> bytes:
        """The same key, wrapped by the current one.

        Raises:
            AdapterError: see `open`.
        """

    def seal(self, owner: str, wrapped: bytes, what: str, clear: bytes) -> bytes:
        """Encrypt and authenticate with an owner's key; owner and what it is must be the same to open it.

        Raises:
            AdapterError: see `open`.
        """

    def open(self, owner: str, wrapped: bytes, what: str, sealed: bytes) -> bytes:
        """Decrypt.

        Raises:
            AdapterError: the owner was forgotten (code ``key-forgotten``); or the key is unknown, owner or what it is
                are others, or a byte was changed (code ``unsealing``).
        """

    def index(self, space: str, value: str) -> Sequence[str]:
        """Keyed digests by which a value is found: the same for the same value, useless without the key.

        The first is made with the current key; one for each older key that is still held follows.
        """

    def digest(self, space: str, value: str) -> str:
        """A keyed digest that stays the same when keys are changed; for approvals and requests."""

    def forget(self, owner: str) -> None:
        """Never again use a key of this owner, also if an old copy of it comes back from a backup of the store."""


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"

_PAIRS = [high + low for high in _DIGITS for low in _DIGITS]

_SHIFTS = range(250, -1, -10)


def in_letters(digest: bytes) -> str:
    """A digest of 32 bytes in base 32: hexadecimal digits fall into rows of sixteen, and are taken for a NIK."""
    # Two digits at a time from a table: the standard library's way costs five times as much, and there are millions.
    bits = int.from_bytes(digest, "big") << 4
    return "".join([_PAIRS[bits >> shift & 1023] for shift in _SHIFTS])

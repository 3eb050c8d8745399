"""The port of places for photographs and letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

__all__ = ["ATTACHMENT_CONTRACT", "Attachments"]


ATTACHMENT_CONTRACT = 1
"""The version of the contract of attachments that this library speaks."""


@runtime_checkable
class Attachments(Protocol):
    """Keeps sealed photographs and letters by name, apart from the store; it never sees them in clear."""

    def put(self, district: str, name: str, sealed: bytes) -> None:
        """Keep it durably; putting the same name again with the same bytes changes nothing.

        Raises:
            Conflict: something else is kept under this name.
            AdapterError: it cannot be kept; nothing is, then.
        """

    def get(self, district: str, name: str) -> bytes | None:
        """What was put, byte for byte; ``None`` if nothing was."""

    def delete(self, district: str, name: str) -> None:
        """Remove it; nothing happens if it is not there."""

    def names(self, district: str) -> Iterator[str]:
        """The names of all that is kept, in any order."""

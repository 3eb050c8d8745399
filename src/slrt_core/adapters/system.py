"""Time and names from the machine."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from slrt_core.adapters.numbers import named, numbered

__all__ = ["SystemClock", "SystemIds"]

_BITS = 80


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """See `Clock.now`."""
        return datetime.now(UTC)


class SystemIds:
    """Names from the operating system's randomness: nobody can guess one, and none reveals how many there are."""

    def new(self, kind: str) -> str:
        """See `IdSource.new`."""
        return named(kind, secrets.randbits(_BITS))

    def number(self) -> str:
        """See `IdSource.number`."""
        return numbered(secrets.randbelow)

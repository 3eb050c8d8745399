"""Time and names from the machine."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from slrt_core.adapters.numbers import numbered

__all__ = ["SystemClock", "SystemIds"]


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """See `Clock.now`."""
        return datetime.now(UTC)


class SystemIds:
    """Names from the operating system's randomness: nobody can guess one, and none reveals how many there are."""

    def new(self, kind: str) -> str:
        """See `IdSource.new`."""
        return f"{kind[:1]}-{secrets.token_hex(10)}"

    def number(self) -> str:
        """See `IdSource.number`."""
        return numbered(secrets.randbelow)

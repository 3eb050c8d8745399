"""Values as they are written between quotes: dates, instants, decimals."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

__all__ = ["day", "decimal", "instant"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
_DECIMAL = re.compile(r"(-?)([0-9]{1,16})(?:\.([0-9]{1,9}))?")


def day(text: str) -> date:
    """The date that a text such as ``2026-01-31`` writes.

    Raises:
        ValueError: it writes none.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def instant(text: str) -> datetime:
    """The instant that a text such as ``2026-01-31T05:00:00Z`` writes.

    Raises:
        ValueError: it writes none.
    """
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text).astimezone(UTC)


def decimal(text: str) -> tuple[str, str, str]:
    """The sign, the digits before the point and those after it, of a text such as ``-7.20``.

    Raises:
        ValueError: it writes no decimal.
    """
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return match[1], match[2], match[3] or ""

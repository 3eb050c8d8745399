"""Where a scan goes on: the last record's place in the order, as one opaque text."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime

from slrt_core.ports import IndexValue

__all__ = ["decode", "encode"]


def encode(value: IndexValue, key: str) -> str:
    """The place after a record with this value and key."""
    plain = value.isoformat() if isinstance(value, (date, datetime)) else value
    return base64.urlsafe_b64encode(json.dumps([plain, key]).encode()).decode()


def decode(after: str, kind: type) -> tuple[IndexValue, str]:
    """The value and key of a place."""
    plain, key = json.loads(base64.urlsafe_b64decode(after.encode()))
    if kind in {date, datetime} and isinstance(plain, str):
        return kind.fromisoformat(plain), key
    return plain, key

"""The types of columns on each database, and how values get in and out of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql, postgresql

from slrt_core.ports import Codes

__all__ = ["INSTANT", "TEXTS", "Convert", "blob", "codes", "column_type", "from_instant", "text", "to_instant"]

Convert = Callable[[Any], Any]

INSTANT = 26
"""Characters of an instant as text."""

TEXTS = 255
"""Characters of the columns that hold texts of an index."""


def text(length: int) -> sa.types.TypeEngine[str]:
    """Text that is compared and ordered by code point, trailing blanks included, whatever the database's locale."""
    binary = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_nopad_bin")
    return (
        sa.String(length)
        .with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")
        .with_variant(binary, "mysql", "mariadb")
    )


def codes() -> sa.types.TypeEngine[str]:
    """Several codes, as long a text as they need; of MariaDB's kinds, one that holds `LONGEST_CODES` of any letters."""
    return (
        sa.Text()
        .with_variant(postgresql.TEXT(collation="C"), "postgresql")
        .with_variant(mysql.TEXT(charset="utf8mb4", collation="utf8mb4_nopad_bin"), "mysql", "mariadb")
    )


def blob() -> sa.types.TypeEngine[bytes]:
    """Bytes of any length; MariaDB's plain BLOB ends at 64 KiB."""
    return sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")


def column_type(kind: type) -> sa.types.TypeEngine[Any]:
    """The column of an index field.

    An instant is kept as text of one width: microseconds are kept, and the order of texts is the order of time.
    """
    makers: Mapping[type, Callable[[], sa.types.TypeEngine[Any]]] = {
        str: lambda: text(TEXTS),
        int: sa.BigInteger,
        bool: sa.Boolean,
        date: sa.Date,
        datetime: lambda: text(INSTANT),
        Codes: codes,
    }
    return makers[kind]()


def to_instant(value: datetime) -> str:
    """An instant as the text that is stored."""
    # Not strftime: it writes a year before 1000 with fewer digits, and the order would be lost.
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def from_instant(value: str) -> datetime:
    """The instant that was stored as this text."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC)

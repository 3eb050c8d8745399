"""A table for each kind of record, one for streams, one for claims; every row and unique key carries the district."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from attrs import define
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from slrt_core.adapters.sql.statements import ClaimStatements, EntryStatements, RecordStatements
from slrt_core.ports import RecordKind

__all__ = ["RESERVED", "Schema", "Utc"]

RESERVED = ("district", "key", "version", "body")


class Utc(TypeDecorator[datetime]):
    """An instant as fixed-width text: microseconds are kept, and the order of texts is the order of time."""

    impl: sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]] = sa.String(26)
    cache_ok: bool | None = True

    @property
    def python_type(self) -> type[datetime]:
        """What a value is outside the database."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text."""
        # Not strftime: it writes a year before 1000 with fewer digits, and the order would be lost.
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """From text."""
        return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


_TYPES: dict[type, Any] = {
    str: sa.String(255),
    int: sa.BigInteger(),
    bool: sa.Boolean(),
    date: sa.Date(),
    datetime: Utc(),
}


@define(frozen=True, slots=False)
class Schema:
    """The tables, and the statements on them."""

    metadata: sa.MetaData
    records: dict[str, sa.Table]
    entries: sa.Table
    claims: sa.Table

    @cached_property
    def on_records(self) -> dict[str, RecordStatements]:
        """The statements on each kind of record."""
        return {name: RecordStatements.of(table) for name, table in self.records.items()}

    @cached_property
    def on_entries(self) -> EntryStatements:
        """The statements on streams."""
        return EntryStatements.of(self.entries)

    @cached_property
    def on_claims(self) -> ClaimStatements:
        """The statements on claims."""
        return ClaimStatements.of(self.claims)

    @classmethod
    def of(cls, kinds: Sequence[RecordKind]) -> Schema:
        """Tables for these kinds.

        Raises:
            ValueError: a field has a name that every record has.
        """
        metadata = sa.MetaData()
        return cls(
            metadata,
            {kind.name: _record_table(metadata, kind) for kind in kinds},
            sa.Table(
                "slrt_entry",
                metadata,
                sa.Column("district", sa.String(20), primary_key=True),
                sa.Column("stream", sa.String(200), primary_key=True),
                sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
                sa.Column("body", sa.LargeBinary, nullable=False),
            ),
            sa.Table(
                "slrt_claim",
                metadata,
                sa.Column("district", sa.String(20), primary_key=True),
                sa.Column("space", sa.String(60), primary_key=True),
                sa.Column("value", sa.String(200), primary_key=True),
                sa.Column("owner", sa.String(200), nullable=False),
            ),
        )


def _record_table(metadata: sa.MetaData, kind: RecordKind) -> sa.Table:
    if clash := set(kind.index) & set(RESERVED):
        raise ValueError(f"{kind.name}: index fields may not be called {sorted(clash)}")
    name = f"slrt_{kind.name}"
    return sa.Table(
        name,
        metadata,
        sa.Column("district", sa.String(20), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        *(sa.Column(field, _TYPES[type_], nullable=True) for field, type_ in kind.index.items()),
        *(sa.Index(f"ix_{kind.name}_{field}", "district", field, "key") for field in kind.index),
    )

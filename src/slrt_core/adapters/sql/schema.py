"""A table for each kind of record, one for streams, one for claims; every row and unique key carries the district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from attrs import frozen

from slrt_core.adapters.sql.columns import TEXTS, blob, column_type, text
from slrt_core.ports import LONGEST_KEY, LONGEST_SPACE, Codes, RecordKind

__all__ = ["PREFIX", "RESERVED", "VERSIONS", "Schema"]

PREFIX = "slrt_"
"""Our tables' names begin so; others may stand beside them in the same database."""

RESERVED = ("district", "key", "version", "body")

VERSIONS = "slrt_schema"
"""The table that says which version of the schema this is."""


@frozen
class Schema:
    """The tables of a set of kinds.

    Args:
        metadata: holds all of them.
        kinds: by name.
        records: the table of each kind.
        beside: by kind and field of codes, the table that finds records by a code, where scans go that way.
        entries: of the streams.
        claims: the values that only one owner may have.
        districts: a row for each district; who writes on MariaDB takes it first.
    """

    metadata: sa.MetaData
    kinds: Mapping[str, RecordKind]
    records: Mapping[str, sa.Table]
    beside: Mapping[str, Mapping[str, sa.Table]]
    entries: sa.Table
    claims: sa.Table
    districts: sa.Table

    @classmethod
    def of(cls, kinds: Sequence[RecordKind]) -> Schema:
        """Tables for these kinds.

        Raises:
            ValueError: a field has a name that every record has.
        """
        metadata = sa.MetaData()
        return cls(
            metadata,
            {kind.name: kind for kind in kinds},
            {kind.name: _record_table(metadata, kind) for kind in kinds},
            {kind.name: _beside_tables(metadata, kind) for kind in kinds},
            sa.Table(
                "slrt_entry",
                metadata,
                _district(),
                sa.Column("stream", text(LONGEST_KEY), primary_key=True),
                sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
                sa.Column("body", blob(), nullable=False),
                mysql_engine="InnoDB",
            ),
            sa.Table(
                "slrt_claim",
                metadata,
                _district(),
                sa.Column("space", text(LONGEST_SPACE), primary_key=True),
                sa.Column("value", text(LONGEST_KEY), primary_key=True),
                sa.Column("owner", text(LONGEST_KEY), nullable=False),
                mysql_engine="InnoDB",
            ),
            sa.Table("slrt_district", metadata, _district(), mysql_engine="InnoDB"),
        )


def _district() -> sa.Column[str]:
    return sa.Column("district", text(20), primary_key=True)


def _record_table(metadata: sa.MetaData, kind: RecordKind) -> sa.Table:
    if clash := set(kind.index) & set(RESERVED):
        raise ValueError(f"{kind.name}: index fields may not be called {sorted(clash)}")
    return sa.Table(
        f"{PREFIX}{kind.name}",
        metadata,
        _district(),
        sa.Column("key", text(LONGEST_KEY), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("body", blob(), nullable=False),
        *(sa.Column(field, column_type(type_), nullable=True) for field, type_ in kind.index.items()),
        *(
            sa.Index(f"ix_{kind.name}_{field}", "district", field, "key")
            for field, type_ in kind.index.items()
            if type_ is not Codes
        ),
        *(
            sa.Index(f"ix_{kind.name}_{a}_{b}", "district", a, b, "key")
            for a, b in kind.within
            if kind.index[a] is not Codes
        ),
        mysql_engine="InnoDB",
    )


def _beside_tables(metadata: sa.MetaData, kind: RecordKind) -> dict[str, sa.Table]:
    """For each field of codes by which scans go: a row for each record and code, with what such scans order by."""
    orders: dict[str, list[str]] = {}
    for first, second in kind.within:
        if kind.index[first] is Codes:
            orders.setdefault(first, []).append(second)
    return {
        field: sa.Table(
            f"{PREFIX}{kind.name}_{field}",
            metadata,
            _district(),
            sa.Column("key", text(LONGEST_KEY), primary_key=True),
            sa.Column("code", text(TEXTS), primary_key=True),
            *(sa.Column(second, column_type(kind.index[second]), nullable=True) for second in seconds),
            *(sa.Index(f"ix_{kind.name}_{field}_{second}", "district", "code", second, "key") for second in seconds),
            mysql_engine="InnoDB",
        )
        for field, seconds in orders.items()
    }

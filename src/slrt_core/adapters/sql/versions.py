"""Which version of the tables a database has, and what is done about it when a store is opened."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from slrt_core.adapters.sql.databases import Database
from slrt_core.adapters.sql.populationtables import tables_of
from slrt_core.adapters.sql.schema import PREFIX, VERSIONS, Schema
from slrt_core.errors import AdapterError
from slrt_core.ports import RecordKind
from slrt_core.reasons import Text

__all__ = ["EMPTY", "HEAD", "PUBLISHED", "check_version", "locked", "prepare", "prepare_population", "revision_of"]

EMPTY = ""
"""The revision of a database without any of our tables."""

PUBLISHED = ("0001", "0002", "0003", "0004", "0005")
"""All revisions that were ever published, oldest first."""

HEAD = PUBLISHED[-1]
"""The revision that this library speaks."""

# Read as text, not through SQLAlchemy: it is asked inside a host's transaction too, on the driver's cursor.
_ASK = f"SELECT version_num FROM {VERSIONS}"  # noqa: S608


def prepare(reading: sa.Engine, writing: sa.Engine, database: Database, schema: Schema) -> None:
    """Make the tables of an empty database; add those of further kinds; refuse another version of ours.

    Raises:
        AdapterError: ``schema-old`` or ``schema-new``.
    """
    with reading.begin() as connection:
        tables, revision = _found(connection, database)
    check_version(tables, revision)
    if revision == HEAD and not _missing(schema, tables):
        return
    with locked(writing, database) as connection:
        # Somebody else may have been first.
        tables, revision = _found(connection, database)
        check_version(tables, revision)
        schema.metadata.create_all(connection)
        if revision == EMPTY:
            # Last, so that tables which were not all made never count as a version.
            stamp = sa.Table(VERSIONS, sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
            stamp.create(connection, checkfirst=True)
            connection.execute(stamp.insert().values(version_num=HEAD))


def prepare_population(reading: sa.Engine, writing: sa.Engine, database: Database, kinds: Sequence[RecordKind]) -> None:
    """Make the tables of the present state, where there is no household yet."""
    tables = tables_of(kinds)
    with reading.begin() as connection:
        found, _ = _found(connection, database)
        if not {table.name for table in tables.values()} - found or _inhabited(connection):
            return
    with locked(writing, database) as connection:
        tables["done"].metadata.create_all(connection)


def _inhabited(connection: sa.Connection) -> bool:
    return connection.exec_driver_sql(f"SELECT 1 FROM {PREFIX}household LIMIT 1").first() is not None  # noqa: S608


def revision_of(cursor: Any, database: Database) -> tuple[set[str], str]:
    """Our tables in a database, and their revision; none if none is written down."""
    tables = {name for name in database.tables(cursor) if name.startswith(PREFIX)}
    if VERSIONS not in tables:
        return tables, EMPTY
    cursor.execute(_ASK)
    row = cursor.fetchone()
    return tables, row[0] if row else EMPTY


def check_version(tables: Collection[str], revision: str) -> None:
    """Refuse a schema that is not ours.

    Raises:
        AdapterError: it is an older one, or a newer.
    """
    if revision == HEAD or (revision == EMPTY and not set(tables) - {VERSIONS}):
        return
    if revision in {EMPTY, *PUBLISHED}:
        found = revision or PUBLISHED[0]
        raise AdapterError(
            "schema-old",
            Text(
                f"skema basis data versi {found}, pustaka ini memerlukan {HEAD}: jalankan slrt db upgrade",
                f"the database has schema {found}, this library needs {HEAD}: run slrt db upgrade",
            ),
        )
    raise AdapterError(
        "schema-new",
        Text(
            f"skema basis data versi {revision} lebih baru daripada pustaka ini ({HEAD}): pasang versi baru slrt-core",
            f"the database has schema {revision}, newer than this library's {HEAD}: install a newer slrt-core",
        ),
    )


@contextmanager
def locked(writing: sa.Engine, database: Database) -> Iterator[sa.Connection]:
    """A transaction in which no other process makes tables."""
    with writing.connect() as connection, connection.begin():
        database.lock_schema(connection)
        try:
            yield connection
        finally:
            database.unlock_schema(connection)


def _missing(schema: Schema, tables: Collection[str]) -> set[str]:
    return {table.name for table in schema.metadata.sorted_tables} - set(tables)


def _found(connection: sa.Connection, database: Database) -> tuple[set[str], str]:
    cursor = connection.connection.cursor()
    try:
        return revision_of(cursor, database)
    finally:
        cursor.close()

"""SQLite: one file, one writer at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect

from slrt_core.adapters.sql.columns import Convert, from_instant, to_instant
from slrt_core.adapters.sql.databases.base import LOGGING, Database, Steps, joined_isolation, unfit
from slrt_core.adapters.sql.failures import SQLITE, failed
from slrt_core.errors import AdapterError, PluginError
from slrt_core.reasons import Text

__all__ = ["Sqlite"]

_BUSY_SECONDS = 10
# secure_delete: what was erased is overwritten, not left in free pages.
_PRAGMAS = {"journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON", "secure_delete": "ON"}
_FOUND = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


class Sqlite(Database):
    """See `Database`. A write begins with ``BEGIN IMMEDIATE``, and waits there for its turn.

    One that began by reading would be refused at its first write, without waiting, if another writer was faster.
    """

    driver: ClassVar[str] = "pysqlite"
    extra: ClassVar[str] = "sql"
    into: ClassVar[Mapping[type, Convert]] = {date: date.isoformat, datetime: to_instant}
    out: ClassVar[Mapping[type, Convert]] = {
        bool: bool,
        # On a host's connection converters may be at work, and a date comes as one.
        date: lambda value: value if isinstance(value, date) else date.fromisoformat(value),
        datetime: from_instant,
    }

    def dialect(self) -> Dialect:
        """See `Database.dialect`."""
        return sqlite.dialect(paramstyle="qmark")

    def engine(self, url: sa.URL, *, write: bool) -> sa.Engine:
        """See `Database.engine`.

        Raises:
            PluginError: no file is named, so that nothing would outlive the connection.
        """
        if url.database in {None, "", ":memory:"}:
            raise PluginError(
                "storage-url",
                Text(
                    "sqlite: sebutkan berkasnya, misalnya sqlite:///kubu-raya.db",
                    "sqlite: name a file, such as sqlite:///kubu-raya.db",
                ),
            )
        engine = sa.create_engine(
            url,
            connect_args={"timeout": _BUSY_SECONDS},
            hide_parameters=True,
            logging_name=LOGGING,
            pool_reset_on_return=None,
        )

        @event.listens_for(engine, "connect")
        def _connected(connection: Any, _: object) -> None:
            # The driver's own idea of when to begin is switched off.
            connection.isolation_level = None
            for name, value in _PRAGMAS.items():
                connection.execute(f"PRAGMA {name}={value}")
            if not write:
                connection.execute("PRAGMA query_only=ON")

        @event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

        return engine

    def assert_fit(self, cursor: Any) -> None:
        """See `Database.assert_fit`."""
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in _FOUND}
        if found != _FOUND:
            raise unfit("sqlite-durability", _listed(found), _listed(_FOUND))

    def begin(self, district: str, *, write: bool, alone: bool = False) -> Steps:
        """See `Database.begin`."""
        return (("BEGIN IMMEDIATE" if write else "BEGIN", ()),)

    def begin_joined(self, district: str) -> Steps:
        """Change nothing, but as a writer: it takes the lock if the host has not, or fails if it read what is old."""
        return (("DELETE FROM slrt_district WHERE 0", ()),)

    def assert_joined(self, connection: Any, cursor: Any, *, write: bool) -> None:
        """See `Database.assert_joined`."""
        if not connection.in_transaction:
            raise joined_isolation("BEGIN IMMEDIATE", "belum dimulai / not begun")

    def insert(self, table: sa.Table) -> sa.Insert:
        """See `Database.insert`."""
        return sqlite.insert(table).on_conflict_do_nothing()

    def failure(self, error: BaseException, *, committing: bool = False, where: str = "") -> AdapterError:
        """See `Database.failure`."""
        number = getattr(error, "sqlite_errorcode", 0) or 0
        return failed(SQLITE.get(number & 0xFF, "sql"), number, committing=committing, where=where)

    def is_lost(self, error: BaseException) -> bool:
        """See `Database.is_lost`."""
        return isinstance(error, sqlite3.ProgrammingError)

    def tables(self, cursor: Any) -> set[str]:
        """See `Database.tables`."""
        return {row[0] for row in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}


def _listed(found: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in found.items())

"""PostgreSQL: writers work side by side under SERIALIZABLE; one that is overtaken twice gets its turn alone.

Writers of one case make each other begin again so often that some do not get through in a dozen tries; on small tables
also those of different cases, since they read the same pages of the indexes. Hence the turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect

from slrt_core.adapters.sql.columns import Convert, from_instant, to_instant
from slrt_core.adapters.sql.databases.base import LOGGING, Database, Steps, joined_isolation, unfit
from slrt_core.adapters.sql.failures import POSTGRESQL, failed
from slrt_core.errors import AdapterError

__all__ = ["PostgreSql"]

_NEEDED = {"server_encoding": "UTF8", "fsync": "on", "full_page_writes": "on"}
_SECONDS = 10
_SETUP_LOCK = 0x534C5254  # any number that is ours

# Nobody reads this table here; it is a door. Who works beside others holds it open, who wants to be alone waits until
# all of them are through and keeps it shut; whoever comes later waits behind. It has to be LOCK TABLE: alone among
# locks it takes no snapshot, so what is read afterwards is what stands once the lock is had. A row or an advisory lock
# is asked for by a statement that reads, and under SERIALIZABLE everything after it would see the time before the wait.
_TOGETHER: Steps = (("LOCK TABLE slrt_district IN ROW SHARE MODE", ()),)
_ALONE: Steps = (("LOCK TABLE slrt_district IN EXCLUSIVE MODE", ()),)


class PostgreSql(Database):
    """See `Database`. Writes are SERIALIZABLE, reads a snapshot."""

    driver: ClassVar[str] = "psycopg"
    extra: ClassVar[str] = "sql"
    port: ClassVar[int] = 5432
    analyze = "ANALYZE {}"
    arrays = True
    into: ClassVar[Mapping[type, Convert]] = {datetime: to_instant}
    out: ClassVar[Mapping[type, Convert]] = {datetime: from_instant}

    def dialect(self) -> Dialect:
        """See `Database.dialect`."""
        kind: type[Any] = sa.make_url("postgresql+psycopg://").get_dialect()
        dialect: Dialect = kind(paramstyle="format")
        return dialect

    def engine(self, url: sa.URL, *, write: bool) -> sa.Engine:
        """See `Database.engine`."""
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            logging_name=LOGGING,
            pool_pre_ping=True,
            pool_reset_on_return=None,
        )

        @event.listens_for(engine, "connect")
        def _connected(connection: Any, _: object) -> None:
            from psycopg import IsolationLevel  # noqa: PLC0415  (there, if a connection is)

            connection.isolation_level = IsolationLevel.SERIALIZABLE if write else IsolationLevel.REPEATABLE_READ
            connection.read_only = not write
            if write:
                # A small table read from end to end counts as read whole: every other writer would be in the way.
                connection.autocommit = True
                connection.execute("SET enable_seqscan = off")
                connection.execute(f"SET lock_timeout = '{_SECONDS}s'")
                connection.autocommit = False

        return engine

    def assert_fit(self, cursor: Any) -> None:
        """See `Database.assert_fit`."""
        names = (*_NEEDED, "synchronous_commit")
        found = dict(zip(names, _settings(cursor, names), strict=True))
        wrong = {name: value for name, value in found.items() if _NEEDED.get(name, value) != value}
        if found["synchronous_commit"] == "off":
            wrong["synchronous_commit"] = "off"
        if wrong:
            needed = {**_NEEDED, "synchronous_commit": "on"}
            raise unfit("postgresql-durability", _listed(wrong), _listed({name: needed[name] for name in wrong}))

    def begin(self, district: str, *, write: bool, alone: bool = False) -> Steps:
        """See `Database.begin`. The driver begins with the first statement, as each side's connections were told."""
        return (_ALONE if alone else _TOGETHER) if write else ()

    def assert_joined(self, connection: Any, cursor: Any, *, write: bool) -> None:
        """See `Database.assert_joined`."""
        if connection.autocommit and not _running(connection):
            raise joined_isolation("SERIALIZABLE", "belum dimulai / not begun")
        (level, encoding) = _settings(cursor, ("transaction_isolation", "server_encoding"))
        if level != "serializable" or encoding != "UTF8":
            raise joined_isolation("SERIALIZABLE (UTF8)", f"{level} ({encoding})")

    def cursor(self, connection: Any) -> Any:
        """See `Database.cursor`. Django's writes values into the text, where the least of all numbers is no number."""
        if type(connection).__module__.partition(".")[0] == "psycopg":
            from psycopg import Cursor  # noqa: PLC0415  (there, if such a connection is)

            return Cursor(connection)
        return connection.cursor()

    def insert(self, table: sa.Table) -> sa.Insert:
        """See `Database.insert`."""
        return postgresql.insert(table).on_conflict_do_nothing()

    def failure(self, error: BaseException, *, committing: bool = False, where: str = "") -> AdapterError:
        """See `Database.failure`."""
        state = _state(error)
        code = POSTGRESQL.get(state) or POSTGRESQL.get(state[:2]) or "sql"
        if not state and type(error).__name__ in {"OperationalError", "ConnectionTimeout"}:
            code = "connection"  # the server had no time to say more
        return failed(code, state, committing=committing, where=where)

    def is_lost(self, error: BaseException) -> bool:
        """See `Database.is_lost`."""
        return "connection" in self.failure(error).codes

    def tables(self, cursor: Any) -> set[str]:
        """See `Database.tables`."""
        cursor.execute("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()")
        return {row[0] for row in cursor.fetchall()}

    def lock_schema(self, connection: sa.Connection) -> None:
        """See `Database.lock_schema`."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SETUP_LOCK})")


def _state(error: BaseException) -> str:
    # psycopg 3 has the one, psycopg 2, which a host may use, the other.
    return getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or ""


def _settings(cursor: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    asked = ", ".join(f"current_setting('{name}')" for name in names)
    cursor.execute(f"SELECT {asked}")
    return tuple(cursor.fetchone())


def _running(connection: Any) -> bool:
    return int(connection.info.transaction_status) == 2  # INTRANS


def _listed(found: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in found.items())

"""MariaDB: the writers of a district queue for its row, so that none ever has to begin again.

InnoDB's SERIALIZABLE locks the gaps between rows that were read, and lets two writers lock the same gap: two that look
whether a key is there and then write it can deadlock, although the keys differ. To lock the district's row first, and
take the snapshot after it, is as serial within the district; its writers wait for each other in one place only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Dialect

from slrt_core.adapters.sql.columns import Convert, from_instant, to_instant
from slrt_core.adapters.sql.databases.base import LOGGING, Database, Steps, joined_isolation, unfit
from slrt_core.adapters.sql.failures import MARIADB, failed
from slrt_core.errors import AdapterError

__all__ = ["MariaDb"]

_DUPLICATE = 1062
_SECONDS = 10
_TAKE = "INSERT INTO slrt_district (district) VALUES (%s) ON DUPLICATE KEY UPDATE district = district"


class MariaDb(Database):
    """See `Database`. The version of each record is checked besides, as everywhere."""

    driver: ClassVar[str] = "pymysql"
    extra: ClassVar[str] = "mariadb"
    port: ClassVar[int] = 3306
    into: ClassVar[Mapping[type, Convert]] = {datetime: to_instant}
    out: ClassVar[Mapping[type, Convert]] = {bool: bool, datetime: from_instant}
    duplicate_fails: ClassVar[bool] = True

    def dialect(self) -> Dialect:
        """See `Database.dialect`."""
        kind: type[Any] = sa.make_url("mariadb+pymysql://").get_dialect()
        dialect: Dialect = kind(paramstyle="format")
        return dialect

    def engine(self, url: sa.URL, *, write: bool) -> sa.Engine:
        """See `Database.engine`."""
        engine = sa.create_engine(
            url.update_query_dict({"charset": "utf8mb4"}),
            hide_parameters=True,
            logging_name=LOGGING,
            pool_pre_ping=True,
            pool_reset_on_return=None,
        )

        @event.listens_for(engine, "connect")
        def _connected(connection: Any, _: object) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute(f"SET SESSION innodb_lock_wait_timeout = {_SECONDS}")
                cursor.execute("SET SESSION sql_mode = CONCAT_WS(',', NULLIF(@@sql_mode, ''), 'STRICT_ALL_TABLES')")

        return engine

    def assert_fit(self, cursor: Any) -> None:
        """See `Database.assert_fit`."""
        cursor.execute(
            "SELECT @@innodb_flush_log_at_trx_commit, @@sql_mode, @@character_set_connection, @@version,"
            " (SELECT support FROM information_schema.engines WHERE engine = 'InnoDB')"
        )
        flush, mode, charset, version, innodb = cursor.fetchone()
        found = {
            "innodb_flush_log_at_trx_commit": str(flush),
            "sql_mode": "STRICT_ALL_TABLES" if "STRICT_ALL_TABLES" in mode.split(",") else mode,
            "character_set_connection": charset,
            "version": "MariaDB" if "MariaDB" in version else version,
            "InnoDB": "YES" if innodb in {"YES", "DEFAULT"} else str(innodb),
        }
        needed = {
            "innodb_flush_log_at_trx_commit": "1",
            "sql_mode": "STRICT_ALL_TABLES",
            "character_set_connection": "utf8mb4",
            "version": "MariaDB",
            "InnoDB": "YES",
        }
        if wrong := [name for name in needed if found[name] != needed[name]]:
            shown = [", ".join(f"{name}={values[name]}" for name in wrong) for values in (found, needed)]
            raise unfit("mariadb-durability", *shown)

    def begin(self, district: str, *, write: bool, alone: bool = False) -> Steps:
        """See `Database.begin`. A write has no snapshot before it holds the district's row."""
        if write:
            return ((_TAKE, (district,)),)
        return (("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", ()),)

    def begin_joined(self, district: str) -> Steps:
        """See `Database.begin_joined`."""
        return ((_TAKE, (district,)),)

    def assert_joined(self, connection: Any, cursor: Any, *, write: bool) -> None:
        """See `Database.assert_joined`."""
        cursor.execute("SELECT @@tx_isolation, @@autocommit, @@in_transaction, @@character_set_connection")
        level, autocommit, running, charset = cursor.fetchone()
        if autocommit and not running:
            raise joined_isolation("SERIALIZABLE", "belum dimulai / not begun")
        if level != "SERIALIZABLE" or charset != "utf8mb4":
            raise joined_isolation("SERIALIZABLE (charset utf8mb4)", f"{level} ({charset})")

    def insert(self, table: sa.Table) -> sa.Insert:
        """See `Database.insert`. Not ``INSERT IGNORE``: it ignores more than a key that is there."""
        return table.insert()

    def is_duplicate(self, error: BaseException) -> bool:
        """See `Database.is_duplicate`. InnoDB undoes the statement alone."""
        return _number(error) == _DUPLICATE

    def failure(self, error: BaseException, *, committing: bool = False, where: str = "") -> AdapterError:
        """See `Database.failure`."""
        number = _number(error)
        code = MARIADB.get(number, "sql")
        if not number and type(error).__name__ == "InterfaceError":
            code = "connection"
        return failed(code, number, committing=committing, where=where)

    def is_lost(self, error: BaseException) -> bool:
        """See `Database.is_lost`."""
        return "connection" in self.failure(error).codes

    def tables(self, cursor: Any) -> set[str]:
        """See `Database.tables`."""
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")
        return {row[0] for row in cursor.fetchall()}

    def lock_schema(self, connection: sa.Connection) -> None:
        """See `Database.lock_schema`; making a table commits here, so the lock is not the transaction's."""
        connection.exec_driver_sql("SELECT GET_LOCK(CONCAT('slrt_schema.', DATABASE()), 60)")

    def unlock_schema(self, connection: sa.Connection) -> None:
        """See `Database.unlock_schema`."""
        connection.exec_driver_sql("SELECT RELEASE_LOCK(CONCAT('slrt_schema.', DATABASE()))")


def _number(error: BaseException) -> int:
    first = error.args[0] if error.args else 0
    return first if isinstance(first, int) else 0

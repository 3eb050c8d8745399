"""Stands between SQLAlchemy and each driver, counts the statements of a transaction, and lets one of them fail."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from attrs import define, field

T = TypeVar("T")

MODES = ("before", "after", "cut")


@define
class Seam:
    """Fails the statement with a chosen number; ``BEGIN`` and ``COMMIT`` count.

    Modes: ``before``, the statement is not run; ``after``, it is run and its success is not told; ``cut``, as
    ``before``, and nothing more gets through that connection, so that it cannot even roll back.
    For a commit, ``after`` cuts too: that is the outcome which nobody knows.

    Args:
        error: makes what the driver would raise.
    """

    error: Callable[[], Exception]
    at: int = 0
    mode: str = "before"
    count: int = 0
    failed_in: str = ""
    _cut: list[object] = field(factory=list)

    def arm(self, at: int, mode: str) -> None:
        """Count anew, and fail this statement."""
        self.at, self.mode, self.count, self.failed_in = at, mode, 0, ""

    def disarm(self) -> tuple[str, int]:
        """Fail nothing any more; the statement that failed, if one did, and how many were sent."""
        done = self.failed_in, self.count
        self.arm(0, self.mode)
        return done

    def through(self, connection: object, text: str, run: Callable[[], T], *, counted: bool = True) -> T:
        """Let a statement through, or not."""
        if any(connection is other for other in self._cut):
            raise self.error()
        if not counted:
            return run()
        self.count += 1
        if self.count != self.at:
            return run()
        self.failed_in = text
        if self.mode == "after":
            run()
        if self.mode == "cut" or (self.mode == "after" and text.startswith("COMMIT")):
            self._cut.append(connection)
        raise self.error()


@contextmanager
def between(backend: str) -> Iterator[Seam]:
    """Put a seam before the driver of ``sqlite``, ``postgresql`` or ``mariadb``."""
    with pytest.MonkeyPatch.context() as patch:
        yield {"sqlite": _sqlite, "postgresql": _psycopg, "mariadb": _pymysql}[backend](patch)


def _sqlite(patch: pytest.MonkeyPatch) -> Seam:
    seam = Seam(lambda: sqlite3.OperationalError("disk I/O error"))

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *values: Any) -> Any:
            counted = not sql.startswith("PRAGMA")
            return seam.through(
                self.connection, sql, lambda: sqlite3.Cursor.execute(self, sql, *values), counted=counted
            )

        def executemany(self, sql: str, *values: Any) -> Any:
            return seam.through(self.connection, sql, lambda: sqlite3.Cursor.executemany(self, sql, *values))

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, *values: Any) -> Any:
            return self.cursor().execute(sql, *values)

        def commit(self) -> None:
            if self.in_transaction:
                seam.through(self, "COMMIT", lambda: sqlite3.Connection.commit(self))

        def rollback(self) -> None:
            seam.through(self, "ROLLBACK", lambda: sqlite3.Connection.rollback(self), counted=False)

    connect = sqlite3.connect
    patch.setattr("sqlite3.dbapi2.connect", lambda *a, **k: connect(*a, **{**k, "factory": Connection}))
    return seam


def _psycopg(patch: pytest.MonkeyPatch) -> Seam:
    psycopg = pytest.importorskip("psycopg")
    seam = Seam(lambda: psycopg.OperationalError("server closed the connection unexpectedly"))

    def broken(self: Any, text: str, run: Callable[[], Any], *, counted: bool = True) -> Any:
        try:
            return seam.through(self, text, run, counted=counted)
        except psycopg.OperationalError:
            if any(self is other for other in seam._cut):
                self.pgconn.finish()
            raise

    execute, executemany = psycopg.Cursor.execute, psycopg.Cursor.executemany
    commit, rollback = psycopg.Connection.commit, psycopg.Connection.rollback
    patch.setattr(
        psycopg.Cursor,
        "execute",
        lambda self, query, *a, **k: broken(self.connection, str(query), lambda: execute(self, query, *a, **k)),
    )
    patch.setattr(
        psycopg.Cursor,
        "executemany",
        lambda self, query, *a, **k: broken(self.connection, str(query), lambda: executemany(self, query, *a, **k)),
    )
    patch.setattr(psycopg.Connection, "commit", lambda self: broken(self, "COMMIT", lambda: commit(self)))
    patch.setattr(
        psycopg.Connection, "rollback", lambda self: broken(self, "ROLLBACK", lambda: rollback(self), counted=False)
    )
    return seam


def _pymysql(patch: pytest.MonkeyPatch) -> Seam:
    pymysql = pytest.importorskip("pymysql")
    # Not pymysql.err: a host that imports it as MySQLdb puts another copy there, which nothing raises.
    lost = 2013
    seam = Seam(lambda: pymysql.OperationalError(lost, "Lost connection to MySQL server during query"))

    def broken(self: Any, text: str, run: Callable[[], Any], *, counted: bool = True) -> Any:
        try:
            return seam.through(self, text, run, counted=counted)
        except pymysql.OperationalError:
            if any(self is other for other in seam._cut):
                self._force_close()
            raise

    connection = pymysql.connections.Connection
    query, commit, rollback = connection.query, connection.commit, connection.rollback
    patch.setattr(
        connection, "query", lambda self, sql, *a, **k: broken(self, str(sql), lambda: query(self, sql, *a, **k))
    )
    patch.setattr(connection, "commit", lambda self: broken(self, "COMMIT", lambda: commit(self)))
    patch.setattr(connection, "rollback", lambda self: broken(self, "ROLLBACK", lambda: rollback(self), counted=False))
    return seam

"""A transaction of the store's own: a connection from the pool, begun, and committed or undone at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import local
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from slrt_core.adapters.sql.databases import Database
from slrt_core.adapters.sql.failures import failed
from slrt_core.adapters.sql.link import Link
from slrt_core.adapters.sql.populationtables import PopulationTables
from slrt_core.adapters.sql.statements import Statements
from slrt_core.adapters.sql.transaction import SqlTransaction
from slrt_core.errors import AdapterError

__all__ = ["Running", "Side", "translated"]


_OVERTAKEN = 8
"""What being overtaken weighs; each transaction that gets through takes one off. Two of them are enough to be alone."""


class Side:
    """The connections for writing, or those for reading.

    Args:
        database: which one.
        url: where it is.
        write: what for.
    """

    def __init__(self, database: Database, url: sa.URL, *, write: bool) -> None:
        self.database = database
        self.write = write
        self.engine: sa.Engine = database.engine(url, write=write)
        self._where = database.where(url)
        dbapi = self.engine.dialect.dbapi
        self.errors: type[BaseException] = dbapi.Error if dbapi else Exception
        self._overtaken = local()

    def connection(self) -> Any:
        """A connection of the pool.

        Raises:
            AdapterError: there is none, or none is free.
        """
        try:
            return self.engine.raw_connection()
        except (SQLAlchemyError, self.errors) as error:
            failure = meaning(error, self.database, self._where)
        raise failure

    @property
    def alone(self) -> bool:
        """Whether this thread was overtaken twice lately, so that its next transaction has to get through.

        It stays so for a while: to be overtaken costs more than to wait, and where there is a crowd it does not end
        with one transaction.
        """
        return bool(getattr(self._overtaken, "weight", 0) > _OVERTAKEN)

    def ended(self, failure: AdapterError | None) -> None:
        """Remember how this thread's transaction ended."""
        before = getattr(self._overtaken, "weight", 0)
        overtaken = failure is not None and "serialization" in failure.codes
        self._overtaken.weight = min(before + _OVERTAKEN, 2 * _OVERTAKEN) if overtaken else max(before - 1, 0)


class Running:
    """One transaction, to be used in a ``with``."""

    def __init__(
        self, side: Side, statements: Statements, district: str, population: PopulationTables | None = None
    ) -> None:
        self._side = side
        self._population = population
        self._statements = statements
        self._district = district

    def __enter__(self) -> SqlTransaction:
        side = self._side
        self._connection = side.connection()
        self._link = Link(self._connection.cursor(), side.errors, side.database)
        try:
            for sql, values in side.database.begin(self._district, write=side.write, alone=side.alone):
                self._link.run(sql, values)
        except BaseException:
            self._undo()
            raise
        return SqlTransaction(self._link, self._statements, self._district, self._population, write=side.write)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None or self._link.failure is not None:
            self._undo()
            if kind is None and self._link.failure is not None:
                # Somebody caught the failure and went on: what came before it is undone all the same.
                raise self._link.failure
            return
        try:
            self._connection.commit()
        except self._side.errors as raised:
            failure = self._link.fail(raised, committing=True)
        except BaseException:
            self._undo()
            raise
        else:
            self._connection.close()
            self._side.ended(None)
            return
        self._undo()
        raise failure

    def _undo(self) -> None:
        self._side.ended(self._link.failure)
        connection = self._connection
        if not self._link.lost:
            try:
                connection.rollback()
                connection.close()
            except self._side.errors:
                pass
            else:
                return
        # In what state it is nobody knows: it does not go back into the pool. The cursor goes first: SQLite keeps a
        # closed connection, and its lock, for as long as a statement of it is held, be it by a traceback.
        with suppress(Exception):
            self._link.cursor.close()
        with suppress(Exception):
            connection.invalidate()


def meaning(error: BaseException, database: Database, where: str = "") -> AdapterError:
    """What an error of SQLAlchemy or of the driver means; with where one was about to connect to, if one was."""
    if isinstance(error, PoolTimeoutError):
        return failed("connections", "")
    if isinstance(error, DBAPIError) and error.orig is not None:
        return database.failure(error.orig, where=where)
    if isinstance(error, SQLAlchemyError):
        return failed("sql", type(error).__name__)
    return database.failure(error, where=where)


@contextmanager
def translated(database: Database) -> Iterator[None]:
    """Let errors of SQLAlchemy come out as errors of this library; what was sent stays out of the words."""
    failure: AdapterError | None = None
    try:
        yield
    except SQLAlchemyError as error:
        failure = meaning(error, database)
    if failure is not None:
        raise failure

"""A driver's cursor inside a transaction, and what becomes of the transaction when a statement fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slrt_core.adapters.sql.databases import Database
from slrt_core.errors import AdapterError

__all__ = ["Link"]


class Link:
    """Runs statements. After one that failed, it runs none: the database may have undone the whole transaction.

    Args:
        cursor: the driver's.
        errors: what the driver raises.
        database: which one it is.
    """

    def __init__(self, cursor: Any, errors: type[BaseException], database: Database) -> None:
        self.cursor = cursor
        self.database = database
        self.failure: AdapterError | None = None
        self.lost: bool = False
        self._errors = errors

    def run(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement; the answer is read from what is returned.

        Raises:
            AdapterError: the database failed, now or before.
        """
        if self.failure is not None:
            raise self.failure
        try:
            self.cursor.execute(sql, values)
        except self._errors as error:
            failure = self.fail(error)
        else:
            return self.cursor
        # Outside, so that the driver's words, which quote rows, do not travel along as the context.
        raise failure

    def tables(self) -> set[str]:
        """The names of the tables that are there.

        Raises:
            AdapterError: the database failed, now or before.
        """
        if self.failure is not None:
            raise self.failure
        try:
            return self.database.tables(self.cursor)
        except self._errors as error:
            failure = self.fail(error)
        raise failure

    def inserted(self, sql: str, values: Sequence[Any]) -> bool:
        """Insert one row, if its key is not there.

        Raises:
            AdapterError: the database failed, now or before.
        """
        if self.failure is not None:
            raise self.failure
        try:
            self.cursor.execute(sql, values)
        except self._errors as error:
            if self.database.is_duplicate(error):
                return False
            failure = self.fail(error)
        else:
            return bool(self.cursor.rowcount == 1)
        raise failure

    def inserted_all(self, sql: str, rows: Sequence[Sequence[Any]]) -> bool:
        """Insert many rows, or none if the key of one is there.

        Raises:
            AdapterError: the database failed, now or before.
        """
        if not rows:
            return True
        self.run("SAVEPOINT slrt_rows")
        failure, whole = None, False
        try:
            self.cursor.executemany(sql, rows)
            whole = bool(self.cursor.rowcount == len(rows))
        except self._errors as error:
            if not self.database.is_duplicate(error):
                failure = self.fail(error)
        if failure is not None:
            raise failure
        if not whole:
            self.run("ROLLBACK TO SAVEPOINT slrt_rows")
        self.run("RELEASE SAVEPOINT slrt_rows")
        return whole

    def fail(self, error: BaseException, *, committing: bool = False) -> AdapterError:
        """Remember that the transaction has failed, and by what."""
        self.failure = self.database.failure(error, committing=committing)
        self.lost = self.database.is_lost(error)
        return self.failure

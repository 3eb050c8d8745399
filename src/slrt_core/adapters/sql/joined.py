"""A store inside a host's transaction: what the desk does and what the host does happens together, or not at all.

It begins, commits and retries nothing. Each of the desk's transactions is a savepoint, so that one that fails undoes
the desk's part alone. What the desk hands over, such as messages, stands in the host's transaction, and nobody sees it
before the host commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any

from slrt_core.adapters.sql.hosts import Host, host_of
from slrt_core.adapters.sql.link import Link
from slrt_core.adapters.sql.populationtables import PopulationTables
from slrt_core.adapters.sql.statements import Statements, statements_for
from slrt_core.adapters.sql.transaction import SqlTransaction
from slrt_core.adapters.sql.versions import HEAD, check_version, revision_of
from slrt_core.errors import AdapterError
from slrt_core.ports import Capabilities, RecordKind
from slrt_core.reasons import Text

__all__ = ["JoinedStorage"]


class JoinedStorage:
    """A store inside a host's transaction. To be made anew for each transaction, and used in its thread only.

    Args:
        connection: a SQLAlchemy connection or session, or a Django connection; in a transaction that isolates well
            enough: SERIALIZABLE, on SQLite one begun with ``BEGIN IMMEDIATE``.

    Raises:
        PluginError: it is none of these.
        AdapterError: ``joined-not-begun``: it is in no transaction. What is done after the end of the one that it was
            in is refused as ``joined-ended``.
    """

    capabilities: Capabilities = Capabilities(processes=True, joined=True, query=True)

    def __init__(self, connection: Any) -> None:
        self._host = host_of(connection)
        self._statements = statements_for((), self._host.database)
        self._population: PopulationTables | None = None

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        """See `Storage.setup`. The tables must be there: none is made inside a host's transaction.

        Raises:
            AdapterError: they are not (``schema-missing``), or are of another version.
        """
        statements = statements_for(kinds, self._host.database)
        cursor = self._host.database.cursor(self._host.driver_connection())
        failure = None
        try:
            tables, revision = revision_of(cursor, self._host.database)
        except self._host.errors as error:
            failure = self._host.database.failure(error)
            tables, revision = set(), ""
        finally:
            cursor.close()
        if failure is not None:
            raise failure
        check_version(tables, revision)
        if revision != HEAD or {table.name for table in statements.schema.metadata.sorted_tables} - tables:
            raise AdapterError(
                "schema-missing",
                Text(
                    "tabel belum ada: buka basis data ini sekali di luar transaksi aplikasi",
                    "the tables are not there: open this database once outside of the host's transaction",
                ),
            )
        self._statements = statements

    def setup_population(self, kinds: Sequence[RecordKind], edition: str) -> None:
        """See `Populated.setup_population`. No table is made here."""
        self._population = PopulationTables(kinds, edition, self._host.database)

    def transaction(self, district: str, *, write: bool = True) -> _Joined:
        """See `Storage.transaction`.

        Raises:
            AdapterError: ``joined-isolation``, with how to begin; or a retryable error, after which the host rolls back
                and begins its whole transaction again.
        """
        return _Joined(self._host, self._statements, district, self._population, write=write)

    def ping(self) -> None:
        """See `Storage.ping`."""
        host = self._host
        link = Link(host.database.cursor(host.driver_connection()), host.errors, host.database)
        link.run("SELECT 1").fetchall()

    def close(self) -> None:
        """See `Storage.close`. The connection is the host's, and stays."""


class _Joined:
    def __init__(
        self, host: Host, statements: Statements, district: str, population: PopulationTables | None, *, write: bool
    ) -> None:
        self._host = host
        self._population = population
        self._statements = statements
        self._district = district
        self._write = write

    def __enter__(self) -> SqlTransaction:
        host = self._host
        connection = host.driver_connection()
        cursor = host.database.cursor(connection)
        self._link = Link(cursor, host.errors, host.database)
        failure = None
        try:
            host.database.assert_joined(connection, cursor, write=self._write)
        except host.errors as error:
            failure = self._link.fail(error)
        if failure is not None:
            self._leave()
            raise failure
        try:
            self._link.run("SAVEPOINT slrt_desk")
            if self._write:
                for sql, values in host.database.begin_joined(self._district):
                    self._link.run(sql, values)
        except AdapterError:
            self._leave()
            raise
        return SqlTransaction(self._link, self._statements, self._district, self._population, write=self._write)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        link = self._link
        failure = link.failure
        if kind is None and failure is None:
            link.run("RELEASE SAVEPOINT slrt_desk")
            link.cursor.close()
            return
        self._leave()
        if kind is None and failure is not None:
            # Somebody caught the failure and went on: what came before it is undone all the same.
            raise failure

    def _leave(self) -> None:
        """Undo the desk's part; if the host's own part is lost with it, see to it that the host cannot commit."""
        failure = self._link.failure
        if failure is not None and (failure.retryable or self._link.lost):
            self._host.doom()
            return
        cursor = self._link.cursor
        try:
            cursor.execute("ROLLBACK TO SAVEPOINT slrt_desk")
            cursor.execute("RELEASE SAVEPOINT slrt_desk")
            cursor.close()
        except self._host.errors:
            self._host.doom()

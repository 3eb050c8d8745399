"""The storage port on SQLAlchemy Core: SQLite, PostgreSQL, MariaDB.

SQLAlchemy keeps the connections, makes the tables and writes the statements; they are run on the driver's own cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from slrt_core.adapters.sql import versions
from slrt_core.adapters.sql.databases import DATABASES, Database
from slrt_core.adapters.sql.joined import JoinedStorage
from slrt_core.adapters.sql.link import Link
from slrt_core.adapters.sql.populationtables import PopulationTables
from slrt_core.adapters.sql.running import Running, Side, translated
from slrt_core.adapters.sql.statements import statements_for
from slrt_core.errors import PluginError
from slrt_core.ports import Capabilities, RecordKind
from slrt_core.reasons import Text

__all__ = ["SqlStorage"]


class SqlStorage:
    """A store in a database. Thread-safe; several processes may use one database.

    Args:
        url: such as ``sqlite:///kubu-raya.db``, ``postgresql://…`` or ``mariadb://…``.

    Raises:
        PluginError: the URL names another database, or none that outlives the connection.
        AdapterError: it cannot be opened, or does not give the durability that is asked of it.
        ImportError: its driver is not installed.
    """

    capabilities: Capabilities = Capabilities(durable=True, processes=True, query=True)

    def __init__(self, url: str) -> None:
        database, parsed = chosen(url)
        self._database = database
        self._writing = Side(database, parsed, write=True)
        self._reading = Side(database, parsed, write=False)
        self._statements = statements_for((), database)
        self._population: PopulationTables | None = None
        try:
            for side in (self._writing, self._reading):
                self._look(side)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def joined(connection: Any) -> JoinedStorage:
        """A store inside a host's transaction; see `JoinedStorage`."""
        return JoinedStorage(connection)

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        """See `Storage.setup`.

        Raises:
            AdapterError: the tables are those of an older or a newer version of this library (``schema-old``,
                ``schema-new``); nothing was touched.
        """
        statements = statements_for(kinds, self._database)
        with translated(self._database):
            versions.prepare(self._reading.engine, self._writing.engine, self._database, statements.schema)
        self._statements = statements

    def setup_population(self, kinds: Sequence[RecordKind], edition: str) -> None:
        """See `Populated.setup_population`. Where there are households already, ``slrt db upgrade`` makes the tables.

        Raises:
            AdapterError: the database failed.
        """
        tables = PopulationTables(kinds, edition, self._database)
        with translated(self._database):
            versions.prepare_population(self._reading.engine, self._writing.engine, self._database, kinds)
        self._population = tables

    def transaction(self, district: str, *, write: bool = True) -> Running:
        """See `Storage.transaction`."""
        return Running(self._writing if write else self._reading, self._statements, district, self._population)

    def ping(self) -> None:
        """See `Storage.ping`."""
        connection = self._reading.connection()
        link = Link(connection.cursor(), self._reading.errors, self._database)
        try:
            link.run("SELECT 1").fetchall()
            connection.rollback()
        finally:
            connection.close()

    def close(self) -> None:
        """See `Storage.close`."""
        self._reading.engine.dispose()
        self._writing.engine.dispose()

    def _look(self, side: Side) -> None:
        connection = side.connection()
        failure = None
        try:
            self._database.assert_fit(connection.cursor())
            connection.rollback()
        except side.errors as error:
            failure = self._database.failure(error)
        finally:
            connection.close()
        if failure is not None:
            raise failure


def chosen(url: str) -> tuple[Database, sa.URL]:
    """The database that a URL names, and the URL with our driver in it.

    Raises:
        PluginError: it is none of ours, or no URL.
    """
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        raise PluginError("storage-url", Text("bukan URL basis data", "this is no database URL")) from None
    name = parsed.get_backend_name()
    if name not in DATABASES:
        raise PluginError(
            "storage-url",
            Text(
                f"{name}: hanya sqlite, postgresql, dan mariadb yang didukung di sini",
                f"{name}: only sqlite, postgresql and mariadb are supported here",
            ),
        )
    return DATABASES[name], DATABASES[name].url(parsed)

"""The host whose transaction a store joins: a connection of SQLAlchemy, a session, or a connection of Django.

SQLAlchemy begins by itself whatever is run after a commit, and nobody commits that: what a desk wrote there would be
gone without a word. So a host is bound to the transaction that runs when it is made, and refuses any other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from slrt_core.adapters.sql.databases import DATABASES, Database
from slrt_core.errors import AdapterError, PluginError
from slrt_core.reasons import Text

__all__ = ["Host", "host_of"]


class Host(ABC):
    """Somebody else's transaction: the one that runs now.

    Args:
        connection: as the host has it.

    Raises:
        AdapterError: ``joined-not-begun``.
    """

    database: Database
    errors: type[BaseException]

    def __init__(self, connection: Any) -> None:
        self._given = connection
        self._joined = self._running()
        if self._joined is None:
            raise AdapterError(
                "joined-not-begun",
                Text(
                    "transaksi aplikasi belum dimulai; mulai dulu, lalu buat yang baru untuk setiap transaksi",
                    "the host's transaction is not begun; begin it first, and make a new one for each transaction",
                ),
            )

    def driver_connection(self) -> Any:
        """The driver's connection, on which the host's transaction runs.

        Raises:
            AdapterError: ``joined-ended``; or a session, which connects late, cannot connect.
        """
        failure = AdapterError(
            "joined-ended",
            Text(
                "transaksi aplikasi tempat ini dibuat sudah berakhir; buat yang baru untuk setiap transaksi",
                "the host's transaction that this was made in has ended; make a new one for each transaction",
            ),
        )
        if self._running() is self._joined:
            try:
                return self._driver_connection()
            except DBAPIError as error:
                failure = self.database.failure(error.orig or error)
            except SQLAlchemyError:
                pass  # it is broken, and has to be rolled back
        raise failure

    @abstractmethod
    def doom(self) -> None:
        """Let the host not commit: the database has undone its transaction, or will."""

    @abstractmethod
    def _running(self) -> object | None:
        """What tells the host's transaction from another; nothing if there is none that could be committed."""

    @abstractmethod
    def _driver_connection(self) -> Any:
        """The driver's connection, whatever runs on it."""


class SqlAlchemyHost(Host):
    """A `sqlalchemy.Connection`, or a session, whose connection is asked for anew each time."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        dialect = (connection.get_bind() if hasattr(connection, "get_bind") else connection).dialect
        self.database: Database = _known(dialect.name)
        self.errors: type[BaseException] = dialect.dbapi.Error

    def doom(self) -> None:
        """See `Host.doom`. An invalid connection refuses everything until it is rolled back."""
        with suppress(Exception):
            self._connection().invalidate()

    def _running(self) -> object | None:
        running = self._given.get_transaction()
        return running if running is not None and running.is_active else None

    def _driver_connection(self) -> Any:
        return self._connection().connection.driver_connection

    def _connection(self) -> Any:
        return self._given.connection() if hasattr(self._given, "get_bind") else self._given


class DjangoHost(Host):
    """``django.db.connection``, or another of ``django.db.connections``."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self.database: Database = _known(connection.vendor)
        self.errors: type[BaseException] = connection.Database.Error

    def doom(self) -> None:
        """See `Host.doom`."""
        if self._given.in_atomic_block:
            self._given.needs_rollback = True

    def _running(self) -> object | None:
        if not self._given.in_atomic_block or self._given.needs_rollback:
            return None
        outermost: object = self._given.atomic_blocks[0]
        return outermost

    def _driver_connection(self) -> Any:
        return self._given.connection


def host_of(connection: Any) -> Host:
    """The host that a connection belongs to. Neither Django nor an ORM is imported to find out.

    Raises:
        PluginError: it is none of those that are known.
        AdapterError: no transaction runs on it.
    """
    # Django's default connection is a stand-in for that of the running thread, so it is not asked for its type.
    if hasattr(connection, "vendor") and hasattr(connection, "in_atomic_block"):
        return DjangoHost(connection)
    if hasattr(connection, "execute") and hasattr(connection, "get_transaction"):
        return SqlAlchemyHost(connection)
    found = type(connection).__name__
    raise PluginError(
        "joined-host",
        Text(
            f"{found}: berikan Connection atau Session dari SQLAlchemy, atau koneksi Django",
            f"{found}: give a SQLAlchemy Connection or Session, or a Django connection",
        ),
    )


def _known(name: str) -> Database:
    if name not in DATABASES:
        raise PluginError(
            "joined-host",
            Text(f"{name}: basis data ini tidak didukung", f"{name}: this database is not supported"),
        )
    return DATABASES[name]

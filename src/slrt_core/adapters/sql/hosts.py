"""The host whose transaction a store joins: a connection of SQLAlchemy, a session, or a connection of Django."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

from slrt_core.adapters.sql.databases import DATABASES, Database
from slrt_core.errors import PluginError
from slrt_core.reasons import Text

__all__ = ["Host", "host_of"]


class Host(ABC):
    """Somebody else's transaction.

    Args:
        connection: as the host has it.
    """

    database: Database
    errors: type[BaseException]

    @abstractmethod
    def driver_connection(self) -> Any:
        """The driver's connection, on which the host's transaction runs."""

    @abstractmethod
    def doom(self) -> None:
        """Let the host not commit: the database has undone its transaction, or will."""


class SqlAlchemyHost(Host):
    """A `sqlalchemy.Connection`, or a session, whose connection is asked for anew each time."""

    def __init__(self, connection: Any) -> None:
        self._given = connection
        engine = self._connection().engine
        self.database: Database = _known(engine.dialect.name)
        self.errors: type[BaseException] = engine.dialect.dbapi.Error

    def _connection(self) -> Any:
        # A session has a method of this name, a connection a property.
        return self._given.connection() if callable(getattr(self._given, "connection", None)) else self._given

    def driver_connection(self) -> Any:
        """See `Host.driver_connection`."""
        connection = self._connection()
        if not connection.in_transaction():
            connection.begin()
        return connection.connection.driver_connection

    def doom(self) -> None:
        """See `Host.doom`. An invalid connection refuses everything until it is rolled back."""
        with suppress(Exception):
            self._connection().invalidate()


class DjangoHost(Host):
    """``django.db.connection``, or another of ``django.db.connections``."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.database: Database = _known(connection.vendor)
        self.errors: type[BaseException] = connection.Database.Error

    def driver_connection(self) -> Any:
        """See `Host.driver_connection`."""
        self._connection.ensure_connection()
        return self._connection.connection

    def doom(self) -> None:
        """See `Host.doom`."""
        if self._connection.in_atomic_block:
            self._connection.needs_rollback = True


def host_of(connection: Any) -> Host:
    """The host that a connection belongs to. Neither Django nor an ORM is imported to find out.

    Raises:
        PluginError: it is none of those that are known.
    """
    # Django's default connection is a stand-in for that of the running thread, so it is not asked for its type.
    if hasattr(connection, "vendor") and hasattr(connection, "in_atomic_block"):
        return DjangoHost(connection)
    if hasattr(connection, "execute") and hasattr(connection, "in_transaction") and hasattr(connection, "connection"):
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

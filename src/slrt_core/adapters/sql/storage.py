"""The storage port on SQLAlchemy Core.

A write begins with ``BEGIN IMMEDIATE``, so that no update is lost to another writer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from slrt_core.adapters.sql.schema import Schema
from slrt_core.adapters.sql.transaction import SqlTransaction
from slrt_core.errors import AdapterError, PluginError
from slrt_core.ports import Capabilities, RecordKind
from slrt_core.reasons import Text

__all__ = ["SqlStorage"]

_BUSY_SECONDS = 10
_LOG = "slrt_core"

# Rows are logged at DEBUG, with names in them; this engine's logger stays above that whatever the application sets.
logging.getLogger(f"sqlalchemy.engine.Engine.{_LOG}").setLevel(logging.WARNING)


class SqlStorage:
    """A store in a SQLite file. Thread-safe; several processes may use one file.

    Args:
        url: such as ``sqlite:///kubu-raya.db``.

    Raises:
        PluginError: the URL names another database, or none that outlives the connection.
        AdapterError: the file cannot be opened, or SQLite does not give the durability that is asked of it.
    """

    capabilities: Capabilities = Capabilities(durable=True, processes=True)

    def __init__(self, url: str) -> None:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
            raise PluginError(
                "storage-url",
                Text(
                    f"{parsed.get_backend_name()}: hanya berkas SQLite (sqlite:///nama.db) yang didukung di sini",
                    f"{parsed.get_backend_name()}: only SQLite files (sqlite:///name.db) are supported here",
                ),
            )
        self._reading = _engine(url, "BEGIN")
        self._writing = _engine(url, "BEGIN IMMEDIATE")
        self._schema = Schema.of(())
        self._assert_durable()

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        """See `Storage.setup`."""
        self._schema = Schema.of(kinds)
        with _translated(), self._writing.begin() as connection:
            self._schema.metadata.create_all(connection)

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[SqlTransaction]:
        """See `Storage.transaction`."""
        engine = self._writing if write else self._reading
        with _translated(), engine.begin() as connection:
            yield SqlTransaction(connection, self._schema, district, write=write)

    def ping(self) -> None:
        """See `Storage.ping`."""
        with _translated(), self._reading.connect() as connection:
            connection.execute(sa.select(1))

    def close(self) -> None:
        """See `Storage.close`."""
        self._reading.dispose()
        self._writing.dispose()

    def _assert_durable(self) -> None:
        with _translated(), self._writing.connect() as connection:
            journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
            synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        if (journal, synchronous) != ("wal", 2):
            raise AdapterError(
                "sqlite-durability",
                Text(
                    f"SQLite memberi journal={journal}, synchronous={synchronous}; perlu WAL dan FULL",
                    f"SQLite gives journal={journal}, synchronous={synchronous}; WAL and FULL are needed",
                ),
            )


def _engine(url: str, begin: str) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True, logging_name=_LOG)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        # The driver's own idea of when to begin is switched off; "begin" below says when, and how.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def _translated() -> Iterator[None]:
    """Errors of the database as errors of this library; what was sent stays out of the words."""
    try:
        yield
    except OperationalError as error:
        locked = "locked" in str(error.orig) or "busy" in str(error.orig)
        raise _failed(error, retryable=locked) from error
    except SQLAlchemyError as error:
        raise _failed(error, retryable=False) from error


def _failed(error: SQLAlchemyError, *, retryable: bool) -> AdapterError:
    cause = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
    return AdapterError("sql", Text(f"basis data: {cause}", f"database: {cause}"), retryable=retryable)

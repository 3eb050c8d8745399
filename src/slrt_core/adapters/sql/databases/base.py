"""What a database must tell of itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from slrt_core.adapters.sql.columns import Convert
from slrt_core.errors import AdapterError
from slrt_core.reasons import Text

__all__ = ["LOGGING", "Database", "Steps", "joined_isolation", "unfit"]

LOGGING = "slrt_core"
"""What the engines call themselves in the log of the pool."""

Steps = tuple[tuple[str, tuple[Any, ...]], ...]
"""Statements, each with its parameters."""


class Database(ABC):
    """One database behind the store; everything in which it differs from the others.

    Every method that is given a cursor speaks to the driver directly: SQLAlchemy's own execution costs several times
    what SQLite needs for the statement itself.
    """

    driver: ClassVar[str]
    """As SQLAlchemy names it after the plus sign."""

    extra: ClassVar[str]
    """What has to be installed for it."""

    port: ClassVar[int] = 0
    """Of its server, where a URL names none; it has no server if there is none."""

    into: ClassVar[Mapping[type, Convert]] = {}
    """For each type that the driver does not take as it is: how a value is sent."""

    out: ClassVar[Mapping[type, Convert]] = {}
    """For each type that does not come back as it was: how it is read."""

    duplicate_fails: ClassVar[bool] = False
    """Whether inserting a key that is there is an error, instead of inserting nothing."""

    arrays: ClassVar[bool] = False
    """Whether a list is sent as one value: of a hundred parameters each would take its time."""

    analyze: ClassVar[str] = ""
    """What lets the planner know how many rows a table has, within a transaction, where it has to be told at once."""

    def url(self, url: sa.URL) -> sa.URL:
        """The URL with the driver in it."""
        return url.set(drivername=f"{url.get_backend_name()}+{self.driver}")

    def where(self, url: sa.URL) -> str:
        """What a URL points to, without the names and words that open it."""
        if not self.port:
            return url.database or ""
        named = url.host or url.query.get("host", "localhost")
        host = named if isinstance(named, str) else ",".join(named)
        # A password in which an @ was not escaped goes on beyond it, into what is taken for the host or the database.
        return f"{host}:{url.port or self.port}/{url.database or ''}".rpartition("@")[2]

    @abstractmethod
    def dialect(self) -> Dialect:
        """What compiles statements: with parameters by position, as the driver's cursor takes them."""

    @abstractmethod
    def engine(self, url: sa.URL, *, write: bool) -> sa.Engine:
        """An engine for writing or for reading."""

    @abstractmethod
    def assert_fit(self, cursor: Any) -> None:
        """Look at a new connection whether the database keeps what is committed, and texts as they are.

        Raises:
            AdapterError: it does not.
        """

    @abstractmethod
    def begin(self, district: str, *, write: bool, alone: bool = False) -> Steps:
        """What begins a transaction.

        Args:
            district: whose.
            write: what for.
            alone: it was overtaken by others again and again, and is to get through now, whoever has to wait.
        """

    def begin_joined(self, district: str) -> Steps:
        """What makes a host's transaction ready for writing."""
        return ()

    @abstractmethod
    def assert_joined(self, connection: Any, cursor: Any, *, write: bool) -> None:
        """Look at a host's transaction whether it isolates well enough.

        Args:
            connection: the driver's.
            cursor: on it.
            write: whether it is to be written in.

        Raises:
            AdapterError: it does not; how to set it.
        """

    def cursor(self, connection: Any) -> Any:
        """A cursor on a host's connection, which may have been told to make others than we need."""
        return connection.cursor()

    @abstractmethod
    def insert(self, table: sa.Table) -> sa.Insert:
        """An insert that does nothing if the key is there, or fails then if it cannot do otherwise."""

    def is_duplicate(self, error: BaseException) -> bool:
        """Whether an insert failed because the key is there."""
        return False

    @abstractmethod
    def failure(self, error: BaseException, *, committing: bool = False, where: str = "") -> AdapterError:
        """What the driver's error means; see `slrt_core.adapters.sql.failures.failed`."""

    @abstractmethod
    def is_lost(self, error: BaseException) -> bool:
        """Whether the connection is gone with this error."""

    @abstractmethod
    def tables(self, cursor: Any) -> set[str]:
        """The names of the tables that are there."""

    def lock_schema(self, connection: sa.Connection) -> None:  # noqa: B027  (SQLite has one writer anyway)
        """Let no other process make tables until this transaction ends."""

    def unlock_schema(self, connection: sa.Connection) -> None:  # noqa: B027
        """Let others make tables again, where the end of the transaction does not do that."""


def unfit(code: str, found: str, needed: str) -> AdapterError:
    """A database that is not set up so that it keeps what is committed."""
    return AdapterError(code, Text(f"ditemukan {found}; perlu {needed}", f"found {found}; {needed} is needed"))


def joined_isolation(how: str, found: str) -> AdapterError:
    """A host's transaction that does not isolate well enough."""
    return AdapterError(
        "joined-isolation",
        Text(
            f"transaksi aplikasi: {found}; buka dengan {how}",
            f"the host's transaction: {found}; begin it with {how}",
        ),
    )

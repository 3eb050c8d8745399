"""Where tests keep their databases: a file, or a database of their own on a server, dropped at the end."""

from __future__ import annotations

import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import pytest
import sqlalchemy as sa

__all__ = ["NAMES", "Place", "drop_all", "opened"]

NAMES = ("sqlite", "postgresql", "mariadb")

_POSTGRES = (
    "docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:15, then"
    " export SLRT_TEST_POSTGRES=postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
_MARIADB = (
    "docker run -p 3306:3306 -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 -e MARIADB_DATABASE=test mariadb:10.11, then"
    " export SLRT_TEST_MARIADB=mariadb+pymysql://root@127.0.0.1:3306/test"
)
_START = {"postgresql": ("SLRT_TEST_POSTGRES", _POSTGRES), "mariadb": ("SLRT_TEST_MARIADB", _MARIADB)}


class Place(ABC):
    """Gives empty databases of one kind."""

    name: str
    _hosts: dict[str, sa.Engine]

    def emptied(self, url: str) -> str:
        """A database of the contract's kinds that was used before: to empty it takes less time than to make one."""
        with self.host(url).begin() as connection:
            for table in sa.inspect(connection).get_table_names():
                if table.startswith("slrt_") and table != "slrt_schema":
                    connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        return url

    def host(self, url: str) -> sa.Engine:
        """The engine of a host application; one for each database, and let go of at the end."""
        if url not in self._hosts:
            self._hosts[url] = self.engine(url)
        return self._hosts[url]

    def let_go(self) -> None:
        for engine in self._hosts.values():
            engine.dispose()

    @abstractmethod
    def fresh(self) -> str:
        """The URL of a new, empty database."""

    @abstractmethod
    def django(self, url: str) -> dict[str, Any]:
        """The same database as Django's settings name it, with the isolation that a desk needs."""

    @abstractmethod
    def engine(self, url: str, **options: Any) -> sa.Engine:
        """The same as a host application opens it, with the isolation that a desk needs."""


class _Files(Place):
    name = "sqlite"

    def __init__(self, folder: str) -> None:
        self._hosts: dict[str, sa.Engine] = {}
        self._urls = (f"sqlite:///{Path(folder) / f'{number}.db'}" for number in count())

    def fresh(self) -> str:
        return next(self._urls)

    def django(self, url: str) -> dict[str, Any]:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 10}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": sa.make_url(url).database, "OPTIONS": options}

    def engine(self, url: str, **options: Any) -> sa.Engine:
        begin = options.pop("begin", "BEGIN IMMEDIATE")
        engine = sa.create_engine(url, connect_args={"timeout": 10}, **options)

        @sa.event.listens_for(engine, "connect")
        def _connected(connection: Any, _: object) -> None:
            connection.isolation_level = None

        @sa.event.listens_for(engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine


class _Server(Place):
    """PostgreSQL: one database, and a schema in it for each; MariaDB: a database for each."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self._hosts: dict[str, sa.Engine] = {}
        self._admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self._url = self._admin.url
        self._prefix = f"slrt_test_{secrets.token_hex(6)}"
        self._numbers = count()
        self._made: list[str] = []

    def __enter__(self) -> Self:
        raise NotImplementedError

    def __exit__(self, *_: object) -> None:
        raise NotImplementedError

    def _run(self, engine: sa.Engine, *statements: str) -> None:
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def django(self, url: str) -> dict[str, Any]:
        parsed = sa.make_url(url)
        return {
            "NAME": parsed.database,
            "USER": parsed.username,
            "PASSWORD": parsed.password or "",
            "HOST": parsed.host,
            "PORT": parsed.port,
        }

    def engine(self, url: str, **options: Any) -> sa.Engine:
        level = options.pop("isolation_level", "SERIALIZABLE")
        return sa.create_engine(url, isolation_level=level, **options)


class _PostgreSql(_Server):
    def __enter__(self) -> Self:
        # Its own locale, so that nothing orders texts rightly by accident.
        self._run(
            self._admin,
            f"CREATE DATABASE {self._prefix} ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'id-ID' LOCALE 'C.UTF-8'"
            " TEMPLATE template0",
        )
        self._inner = sa.create_engine(
            self._url.set(database=self._prefix), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._admin, f"DROP DATABASE {self._prefix} WITH (FORCE)")

    def fresh(self) -> str:
        name = f"s{next(self._numbers)}"
        self._run(self._inner, f"CREATE SCHEMA {name}")
        url = self._inner.url.update_query_dict({"options": f"-csearch_path={name}"})
        return url.render_as_string(hide_password=False)

    def django(self, url: str) -> dict[str, Any]:
        from psycopg import IsolationLevel

        options = {
            "options": str(sa.make_url(url).query["options"]),
            "isolation_level": IsolationLevel.SERIALIZABLE,
        }
        return {**super().django(url), "ENGINE": "django.db.backends.postgresql", "OPTIONS": options}


class _MariaDb(_Server):
    def __enter__(self) -> Self:
        self._run(self._admin, "SELECT 1")
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._admin, *(f"DROP DATABASE IF EXISTS {name}" for name in self._made))

    def fresh(self) -> str:
        name = f"{self._prefix}_{next(self._numbers)}"
        self._made.append(name)
        # The server's usual one takes a and A, and a blank at the end or none, for the same.
        self._run(self._admin, f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def django(self, url: str) -> dict[str, Any]:
        import pymysql

        pymysql.install_as_MySQLdb()
        options = {"isolation_level": "serializable", "charset": "utf8mb4"}
        return {**super().django(url), "ENGINE": "django.db.backends.mysql", "OPTIONS": options}


_open: dict[str, tuple[Place, ExitStack]] = {}


@contextmanager
def opened(name: str) -> Iterator[Place]:
    """A place for databases of this kind; one for the whole run, since a server takes seconds to make and drop one.

    A server whose address is not given is no failure; the test is left out, with a line that says how to start one.
    """
    if name not in _open:
        stack = ExitStack()
        _open[name] = stack.enter_context(_opened(name)), stack
    yield _open[name][0]


def drop_all() -> None:
    """At the end of the run."""
    while _open:
        _open.popitem()[1][1].close()


@contextmanager
def _opened(name: str) -> Iterator[Place]:
    if name == "sqlite":
        with TemporaryDirectory() as folder:
            files = _Files(folder)
            try:
                yield files
            finally:
                files.let_go()
        return
    variable, how = _START[name]
    url = os.environ.get(variable)
    if not url:
        pytest.skip(f"{variable} is not set: {how}")
    server = {"postgresql": _PostgreSql, "mariadb": _MariaDb}[name](name, url)
    with server as place:
        try:
            yield place
        finally:
            place.let_go()

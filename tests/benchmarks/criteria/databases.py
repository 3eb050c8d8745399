"""The databases of these benchmarks: SQLite in a file, and the servers that the environment names, by their drivers."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import psycopg
import pymysql
import sqlalchemy as sa
from attrs import frozen

from tests.benchmarks.criteria import byhand_sql

__all__ = ["Database", "databases"]

_VARIABLES = {"postgresql": "SLRT_TEST_POSTGRES", "mariadb": "SLRT_TEST_MARIADB"}


@frozen
class Database:
    """A connection to a database of its own.

    Args:
        dialect: one of byhand_sql.DIALECTS.
        connection: of the driver.
        url: the same database for SQLAlchemy.
    """

    dialect: str
    connection: Any
    url: sa.URL

    @contextmanager
    def filled(self, home: pl.DataFrame, person: pl.DataFrame) -> Iterator[None]:
        """With these two tables in it."""
        self._all(byhand_sql.create(self.dialect))
        try:
            byhand_sql.load(self.connection, self.dialect, home, person)
            yield
        finally:
            self.connection.rollback()
            self._all(byhand_sql.drop())

    def fetched(self, query: str, after: int | None = None) -> list[Any]:
        """What it gives, every mark bound to the one value."""
        marks = 0 if after is None else query.count("?") + query.count("%s")
        return self.run(query, (after,) * marks)

    def run(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """What it gives, its marks bound to these values."""
        with closing(self.connection.cursor()) as cursor:
            cursor.execute(query, *([values] if values else []))
            return list(cursor.fetchall())

    def rows(self, query: str, after: int | None = None) -> list[dict[str, Any]]:
        """The same as dicts in the order of the key."""
        with closing(self.connection.cursor()) as cursor:
            marks = query.count("?") + query.count("%s") if after is not None else 0
            cursor.execute(query, (after,) * marks)
            names = [column[0] for column in cursor.description]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return sorted(found, key=lambda row: row["key_"])

    def _all(self, statements: list[str]) -> None:
        with closing(self.connection.cursor()) as cursor:
            for statement in statements:
                cursor.execute(statement)
        self.connection.commit()


def databases() -> Iterator[Database]:
    """One after the other, each gone when the next is asked for."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with closing(sqlite3.connect(path)) as connection:
            yield Database("sqlite", connection, sa.make_url(f"sqlite:///{path}"))
    for dialect, variable in _VARIABLES.items():
        if os.environ.get(variable):
            with _server(dialect, sa.make_url(os.environ[variable])) as database:
                yield database
        else:
            print(f"  {dialect} skipped: set {variable}")


@contextmanager
def _server(dialect: str, base: sa.URL) -> Iterator[Database]:
    name = f"bench_{uuid4().hex}"
    url = base.set(database=name)
    with closing(_connected(dialect, base)) as admin:
        if dialect == "postgresql":
            admin.autocommit = True
        cursor = admin.cursor()
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            with closing(_connected(dialect, url)) as connection:
                yield Database(dialect, connection, url)
        finally:
            cursor.execute(f"DROP DATABASE {name}")


def _connected(dialect: str, url: sa.URL) -> Any:
    if dialect == "postgresql":
        connection = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
        # Compiling a query of a quarter of a second costs a tenth.
        connection.execute("SET jit = off")
        connection.commit()
        return connection
    arguments = {**url.translate_connect_args(username="user"), **url.query}
    return pymysql.connect(**arguments)

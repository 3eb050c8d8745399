"""``slrt db``: which schema a database has, whether its tables are as declared, and bringing it up to ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from slrt_core.adapters.sql.populationtables import FACTS, missing
from slrt_core.adapters.sql.running import Side, translated
from slrt_core.adapters.sql.schema import PREFIX, VERSIONS, Schema
from slrt_core.adapters.sql.storage import chosen
from slrt_core.adapters.sql.versions import EMPTY, HEAD, PUBLISHED, check_version, locked, revision_of
from slrt_core.errors import AdapterError
from slrt_core.ports import RecordKind

__all__ = ["SchemaOf"]


class SchemaOf:
    """The schema of a database.

    Args:
        url: as for `SqlStorage`.

    Raises:
        PluginError: it names no database of ours.
        AdapterError: it cannot be opened.
        ImportError: its driver is not installed.
    """

    def __init__(self, url: str) -> None:
        self._database, parsed = chosen(url)
        self._side = Side(self._database, parsed, write=True)
        self._side.connection().close()  # whoever cannot connect is told where to

    def current(self) -> str:
        """The revision that a database has; nothing for one without our tables.

        Raises:
            AdapterError: it cannot be read.
        """
        with translated(self._database), self._side.engine.begin() as connection:
            tables, revision = self._found(connection)
        return revision or (PUBLISHED[0] if tables - {VERSIONS} else EMPTY)

    def differences(self, kinds: Sequence[RecordKind], facts: Sequence[RecordKind] = ()) -> tuple[str, ...]:
        """In what a database differs from the tables that are declared.

        Args:
            kinds: of records.
            facts: kinds of rows of the present state; of these only what is missing is told.

        Raises:
            AdapterError: it cannot be read, or is of another version.
        """
        declared = Schema.of(kinds)
        with translated(self._database), self._side.engine.begin() as connection:
            check_version(*self._found(connection))
            context = MigrationContext.configure(
                connection,
                opts={
                    "compare_type": True,
                    "include_name": _is_ours,
                    "version_table": VERSIONS,
                },
            )
            found = {_said(difference) for difference in compare_metadata(context, declared.metadata)}
            for table, columns in self._missing(connection, facts):
                found |= {f"add_column {table.name} {column.name}" for column in columns} or {f"add_table {table.name}"}
            return tuple(sorted(found))

    def upgrade(self, facts: Sequence[RecordKind] = ()) -> str:
        """Bring a database to our schema; an empty one gets it, one that has it stays as it is.

        Args:
            facts: kinds of rows of the present state: of their tables and columns those that are missing are added.

        Returns:
            The revision that it had.

        Raises:
            AdapterError: it cannot be changed, or has a newer schema than ours; nothing was touched then.
        """
        before = self.current()
        if before not in {EMPTY, *PUBLISHED}:
            check_version((), before)
        with translated(self._database), locked(self._side.engine, self._database) as connection:
            if before != HEAD:
                config = Config()
                # Alembic takes a percent sign for the beginning of a variable.
                config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
                config.set_main_option("path_separator", "newline")
                config.attributes["connection"] = connection
                command.upgrade(config, HEAD)
            for table, columns in self._missing(connection, facts):
                if not columns:
                    table.create(connection)
                for column in columns:
                    # Whatever it is, it may be unknown.
                    added = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
                    connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {added}")
        return before

    def close(self) -> None:
        """Let go of the database."""
        self._side.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @staticmethod
    def _missing(connection: sa.Connection, facts: Sequence[RecordKind]) -> list[tuple[sa.Table, list[sa.Column[Any]]]]:
        if not facts:
            return []
        inspector = sa.inspect(connection)
        names = [name for name in inspector.get_table_names() if name.startswith(FACTS)]
        return list(missing(facts, {name: {c["name"] for c in inspector.get_columns(name)} for name in names}))

    def _found(self, connection: sa.Connection) -> tuple[set[str], str]:
        cursor = connection.connection.cursor()
        failure: AdapterError | None = None
        try:
            return revision_of(cursor, self._database)
        except self._side.errors as error:
            failure = self._database.failure(error)
        finally:
            cursor.close()
        raise failure


def _is_ours(name: str | None, kind: str, _: Any) -> bool:
    if kind == "table":
        return bool(name) and str(name).startswith(PREFIX) and name != VERSIONS and not str(name).startswith(FACTS)
    return True


def _said(difference: Any) -> str:
    """One difference as a line: what would have to be done to the database."""
    if isinstance(difference, list):
        return ", ".join(sorted(_said(part) for part in difference))
    what, *rest = difference
    names = [_named(part) for part in rest]
    return " ".join([what, *(name for name in names if name)])


def _named(part: Any) -> str:
    if isinstance(part, sa.Column):
        return part.name
    if isinstance(part, (sa.Table, sa.Index, sa.Constraint)):
        return str(part.name)
    return part if isinstance(part, str) else ""

"""The tables of the present state: one for each kind of row, and one that says of which record each is a copy.

They belong to no revision of the schema: which columns there are, the variables say that a rulebook has. None is ever
dropped. Hardly any column has an index: a household's rows are found by the household.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from attrs import define, field, frozen

from slrt_core.adapters.sql.columns import Convert, column_type, text
from slrt_core.adapters.sql.criteria import Facts
from slrt_core.adapters.sql.databases import Database
from slrt_core.adapters.sql.link import Link
from slrt_core.desk.projection import UNIT_KINDS
from slrt_core.ports import LONGEST_KEY, IndexValue, RecordKind

__all__ = ["FACTS", "LONGEST_CODE", "PopulationTables", "Present", "missing", "tables_of"]

FACTS = "slrt_facts_"
"""These tables' names begin so."""

LONGEST_CODE = 64
"""Characters of a code at most. MariaDB keeps a column of fewer inside of the row, and half a page is its limit."""

_LINKS = {"home", "kin"}
_MARK_KEY = LONGEST_KEY + 150
"""Characters of the key of a mark: a unit's key, and what it is that is marked."""


def tables_of(kinds: Sequence[RecordKind]) -> Mapping[str, sa.Table]:
    """The table of each kind, and of the copies themselves (``done``)."""
    metadata = sa.MetaData()
    found = {kind.name: _table(metadata, kind) for kind in kinds}
    found["done"] = sa.Table(
        f"{FACTS}done",
        metadata,
        _district(),
        sa.Column("key", text(LONGEST_KEY), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("edition", text(LONGEST_CODE), nullable=False),
        sa.Column("region", column_type(str)),
        sa.Column("since", sa.Date),
        sa.Column("until", sa.Date),
        mysql_engine="InnoDB",
    )
    return found


def _district() -> sa.Column[str]:
    return sa.Column("district", text(20), primary_key=True)


def _table(metadata: sa.MetaData, kind: RecordKind) -> sa.Table:
    links = [name for name in kind.index if name in _LINKS]
    return sa.Table(
        f"{FACTS}{kind.name}",
        metadata,
        _district(),
        sa.Column("key", text(_MARK_KEY if kind.name == "mark" else LONGEST_KEY), primary_key=True),
        *(sa.Column(name, _type(name, type_), nullable=True) for name, type_ in kind.index.items()),
        *(sa.Index(f"ix_facts_{kind.name}_{name}", "district", name) for name in links),
        mysql_engine="InnoDB",
        mysql_row_format="DYNAMIC",
    )


def _type(name: str, type_: type) -> sa.types.TypeEngine[Any]:
    if type_ is str:
        return text(LONGEST_KEY if name in _LINKS else LONGEST_CODE)
    return column_type(type_)


def missing(kinds: Sequence[RecordKind], there: Mapping[str, Collection[str]]) -> Iterator[tuple[sa.Table, list[Any]]]:
    """Each table that is not there or lacks columns, with those columns; with none if it is not there at all.

    Args:
        kinds: of rows.
        there: the columns of each table, by the table's name.
    """
    for table in tables_of(kinds).values():
        if table.name not in there:
            yield table, []
        elif lacking := [column for column in table.columns if column.name not in there[table.name]]:
            yield table, lacking


@frozen(kw_only=True)
class Present:
    """The tables that are there, as far as they are.

    Args:
        facts: for the compiler of criteria.
        tables: by kind.
        edition: what the rows mean, and in which columns.
        types: the type of each value, by kind.
        inserts: for each kind the statement, the names of its values in order, and which of them are sent otherwise.
    """

    facts: Facts
    tables: Mapping[str, sa.Table]
    edition: str
    types: Mapping[str, Mapping[str, type]]
    inserts: Mapping[str, tuple[str, tuple[str, ...], Mapping[str, Convert]]]


@define
class PopulationTables:
    """The tables of a store, of which it is found out at first use which are there.

    Args:
        kinds: of rows.
        edition: what they mean.
        database: where they are.
    """

    kinds: Sequence[RecordKind]
    edition: str
    database: Database
    _found: list[Present | None] = field(factory=list, init=False)

    def present(self, link: Link) -> Present | None:
        """What is there; ``None`` if a table is missing."""
        if not self._found:
            found = self._look(link)
            if found is None:
                return None
            self._found.append(found)
        return self._found[0]

    def _look(self, link: Link) -> Present | None:
        declared = tables_of(self.kinds)
        names = {table.name for table in declared.values()}
        if names - link.tables():
            return None
        there = {table.name: _columns(link.run, table.name) for table in declared.values()}
        metadata = sa.MetaData()
        tables = {
            kind: sa.Table(
                table.name,
                metadata,
                *(
                    sa.Column(c.name, c.type, primary_key=c.primary_key)
                    for c in table.columns
                    if c.name in there[c.table.name]
                ),
            )
            for kind, table in declared.items()
        }
        types: Mapping[str, Mapping[str, type]] = {
            **{kind.name: kind.index for kind in self.kinds},
            "done": {"since": date, "until": date},
        }
        said = json.dumps([self.edition, sorted((t.name, sorted(t.columns.keys())) for t in tables.values())])
        dialect = self.database.dialect()
        return Present(
            facts=Facts(
                tables={unit: tables[kind] for unit, kind in UNIT_KINDS.items()},
                marks=tables["mark"],
            ),
            tables=tables,
            edition=hashlib.sha256(said.encode()).hexdigest(),
            types=types,
            inserts={
                kind: (
                    str(self.database.insert(table).values(_params(table)).compile(dialect=dialect)),
                    tuple(table.columns.keys()),
                    {
                        name: self.database.into[types[kind][name]]
                        for name in table.columns.keys()  # noqa: SIM118  (a collection of columns is no mapping)
                        if types[kind].get(name) in self.database.into
                    },
                )
                for kind, table in tables.items()
            },
        )


def _params(table: sa.Table) -> dict[str, sa.BindParameter[Any]]:
    return {column.name: sa.bindparam(f"p_{column.name}", type_=column.type) for column in table.columns}


def _columns(run: Callable[[str], Any], table: str) -> set[str]:
    cursor = run(f"SELECT * FROM {table} WHERE 1 = 0")  # noqa: S608  (one of our own names)
    found = {column[0] for column in cursor.description}
    cursor.fetchall()
    return found


def row_of(
    names: Sequence[str], into: Mapping[str, Convert], values: Mapping[str, IndexValue | str]
) -> tuple[IndexValue, ...]:
    """Values in the order of the columns, as the driver takes them."""
    return tuple(into[name](value) if (value := values[name]) is not None and name in into else value for name in names)

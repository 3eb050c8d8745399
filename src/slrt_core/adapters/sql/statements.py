"""The statements that every transaction uses, compiled once: to build one anew each time costs more than to run it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.default import DefaultDialect

from slrt_core.adapters.sql.beside import Beside
from slrt_core.adapters.sql.columns import Convert
from slrt_core.adapters.sql.databases import Database
from slrt_core.adapters.sql.schema import Schema
from slrt_core.ports import IndexValue, RecordKind, Stored

__all__ = ["NOTHING", "Compiled", "RecordStatements", "Statements", "shown", "statements_for"]

Row = Sequence[Any]

# A page of a list makes hundreds of records. To fill the slots of a frozen class takes a third of its own way.
_blank: Any = object.__new__
_key, _version, _body, _index = (Stored.__dict__[name].__set__ for name in ("key", "version", "body", "index"))

NOTHING: sa.ColumnClause[int] = sa.literal_column("0")
"""Skip none; said outright, because SQLAlchemy would send it to SQLite as a parameter."""


@frozen
class Compiled:
    """A statement's text, and the names of its parameters in the order in which the driver wants them."""

    sql: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, statement: sa.ClauseElement, dialect: Dialect) -> Compiled:
        """A statement as the driver takes it."""
        found = statement.compile(dialect=cast("DefaultDialect", dialect))
        return cls(str(found), tuple(getattr(found, "positiontup", None) or ()))

    def bound(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Values by name as values by position."""
        return tuple(values[name] for name in self.names)


@frozen
class RecordStatements:
    """The statements on one kind of record, and how its values go in and come out.

    Args:
        kind: the record's kind.
        table: its table.
        get: by district and key.
        insert: district, key, version, body, then the fields.
        update: version, body, the fields, then district, key, expected version.
        delete: district, key, expected version.
        into: the fields that the driver does not take as they are, by place.
        places: where each stands in a row, and how it is read if it does not come back as it was.
        fields: their names, in order.
        beside: the tables beside it.
    """

    kind: RecordKind
    table: sa.Table
    get: str
    insert: str
    update: str
    delete: str
    into: tuple[tuple[int, Convert], ...]
    places: Mapping[str, tuple[int, Convert | None]]
    fields: tuple[str, ...]
    beside: tuple[Beside, ...]

    @classmethod
    def of(cls, kind: RecordKind, schema: Schema, database: Database, dialect: Dialect) -> RecordStatements:
        """For a record's table."""
        table = schema.records[kind.name]
        columns = table.columns
        fields = tuple(kind.index)
        values = {column.name: sa.bindparam(f"p_{column.name}", type_=column.type) for column in columns}
        new = {name: value for name, value in values.items() if name not in {"district", "key"}}
        this = (columns.district == values["district"], columns.key == values["key"])
        at_version = columns.version == sa.bindparam("p_expected", type_=sa.BigInteger())
        all_names, new_names = tuple(f"p_{name}" for name in values), tuple(f"p_{name}" for name in new)
        where = ("p_district", "p_key")
        return cls(
            kind=kind,
            table=table,
            # The district is known, and need not travel back with every row.
            get=_fixed(sa.select(*shown(table)).where(*this), dialect, where),
            insert=_fixed(database.insert(table).values(values), dialect, all_names),
            update=_fixed(
                table.update().where(*this, at_version).values(new), dialect, (*new_names, *where, "p_expected")
            ),
            delete=_fixed(table.delete().where(*this, at_version), dialect, (*where, "p_expected")),
            into=tuple(
                (n, database.into[kind.index[f]]) for n, f in enumerate(fields) if kind.index[f] in database.into
            ),
            places={field: (place, database.out.get(kind.index[field])) for place, field in enumerate(fields, 3)},
            fields=fields,
            beside=tuple(
                Beside.of(kind, field, beside, database.into, lambda found, names: _fixed(found, dialect, names))
                for field, beside in schema.beside[kind.name].items()
            ),
        )

    def values(self, index: Mapping[str, IndexValue]) -> list[Any]:
        """The index values in the order of the fields, as the driver takes them."""
        found: list[Any] = [index[field] for field in self.fields]
        for place, convert in self.into:
            if found[place] is not None:
                found[place] = convert(found[place])
        return found

    def stored(self, row: Row) -> Stored:
        """A row as a record."""
        return self.all_stored((row,))[0]

    def all_stored(self, rows: Iterable[Row]) -> list[Stored]:
        """Rows as records."""
        found = []
        for row in rows:
            index = _blank(Index)
            index._on, index._row = self, row  # noqa: SLF001 - what its own method would do, without the call
            stored = _blank(Stored)
            _key(stored, row[0])
            _version(stored, row[1])
            _body(stored, bytes(row[2]))
            _index(stored, index)
            found.append(stored)
        return found


class Index(Mapping[str, IndexValue]):
    """The index values of a row, made when they are asked for: of a list's hundred values, a screen needs three."""

    __slots__ = ("_on", "_row")

    _on: RecordStatements
    _row: Row

    def __getitem__(self, field: str) -> IndexValue:
        place, convert = self._on.places[field]
        value: IndexValue = self._row[place]
        return value if convert is None or value is None else convert(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._on.fields)

    def __len__(self) -> int:
        return len(self._on.fields)

    def __repr__(self) -> str:
        return repr(dict(self))


def shown(table: sa.Table) -> Iterable[sa.Column[Any]]:
    """What is read of a record: key, version, body, fields."""
    return (column for column in table.columns if column.name != "district")


class Statements:
    """All statements of a store.

    Args:
        schema: the tables.
        database: for which they are compiled.
    """

    def __init__(self, schema: Schema, database: Database) -> None:
        self.schema = schema
        self.database = database
        dialect = self._dialect = database.dialect()
        self.records: dict[str, RecordStatements] = {
            name: RecordStatements.of(kind, schema, database, dialect) for name, kind in schema.kinds.items()
        }
        entries, claims = schema.entries.columns, schema.claims.columns
        stream = (entries.district == _text("p_district"), entries.stream == _text("p_stream"))
        value = (
            claims.district == _text("p_district"),
            claims.space == _text("p_space"),
            claims.value == _text("p_value"),
        )
        in_stream, of_value = ("p_district", "p_stream"), ("p_district", "p_space", "p_value")
        self.last: str = _fixed(sa.select(sa.func.max(entries.seq)).where(*stream), dialect, in_stream)
        self.append: str = _fixed(
            database.insert(schema.entries).values(_params(schema.entries)), dialect, (*in_stream, "p_seq", "p_body")
        )
        self.read: str = _fixed(
            sa.select(entries.seq, entries.body)
            .where(*stream, entries.seq > _number("p_after"))
            .order_by(entries.seq)
            .limit(_number("p_most"))
            .offset(NOTHING),
            dialect,
            (*in_stream, "p_after", "p_most"),
        )
        self.streams: str = _fixed(
            sa.select(entries.stream)
            .distinct()
            .where(entries.district == _text("p_district"), entries.stream >= _text("p_from"))
            .order_by(entries.stream),
            dialect,
            ("p_district", "p_from"),
        )
        self.owner: str = _fixed(sa.select(claims.owner).where(*value), dialect, of_value)
        self.claim: str = _fixed(
            database.insert(schema.claims).values(_params(schema.claims)), dialect, (*of_value, "p_owner")
        )
        self.release: str = _fixed(
            schema.claims.delete().where(*value, claims.owner == _text("p_owner")), dialect, (*of_value, "p_owner")
        )
        self.compiled: Callable[..., Compiled] = lru_cache(maxsize=500)(self._compiled)

    def _compiled(self, build: Callable[..., sa.Select[Any]], *shape: Any) -> Compiled:
        return Compiled.of(build(self.schema, *shape), self._dialect)


_MADE: dict[tuple[object, ...], Statements] = {}


def statements_for(kinds: Sequence[RecordKind], database: Database) -> Statements:
    """The statements on these kinds; the same for the same, since a host may open a store for each of its requests."""
    key = (type(database), *((kind.name, *kind.index.items(), kind.within) for kind in kinds))
    if key not in _MADE:
        _MADE[key] = Statements(Schema.of(kinds), database)
    return _MADE[key]


def _params(table: sa.Table) -> dict[str, sa.BindParameter[Any]]:
    return {column.name: sa.bindparam(f"p_{column.name}", type_=column.type) for column in table.columns}


def _text(name: str) -> sa.BindParameter[str]:
    return sa.bindparam(name, type_=sa.String())


def _number(name: str) -> sa.BindParameter[int]:
    return sa.bindparam(name, type_=sa.BigInteger())


def _fixed(statement: sa.ClauseElement, dialect: Dialect, names: tuple[str, ...]) -> str:
    compiled = Compiled.of(statement, dialect)
    assert compiled.names == names, compiled.names  # noqa: S101  (the callers bind by position)
    return compiled.sql

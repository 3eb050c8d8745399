"""Scans: one statement for each shape of question, kept, with other values each time.

Where the wanted records are those with one of few values in a field, and scans are known to go that way
(`RecordKind.within`), each value is looked for by itself, no further than the page goes, and the page is made of what
they found. Of a field of codes the table beside the records leads to them. Else a database would look at all records,
whoever's they are, or sort all that it finds. Of many values it does well to look at all: one in few is wanted.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import frozen

from slrt_core.adapters.sql.filters import FEW, condition, shape_of
from slrt_core.adapters.sql.filters import Shape as FilterShape
from slrt_core.adapters.sql.schema import Schema
from slrt_core.adapters.sql.statements import NOTHING, Statements, shown
from slrt_core.ports import Filter, IndexValue, Range, decode_place

__all__ = ["count_statement", "scan_statement"]

_MOST_CODES = 16
"""Up to so many codes are looked for each by itself: there is no other way that is short."""

_REMEMBERED = 50

Bound = tuple[str, tuple[str, ...], dict[str, Any]]
"""The text of a statement, the names of its parameters in order, and their values."""


@frozen
class _Shape:
    """What a scan asks, without the values.

    Args:
        kind: of record.
        field: of the order.
        descending: from the greatest on.
        low: whether there is a least value.
        high: whether there is a bound above.
        after: whether it goes on from a place.
        limit: how many. Told outright: of a parameter PostgreSQL supposes that a tenth of all is wanted, and sorts it.
        wanted: of the filter.
    """

    kind: str
    field: str
    descending: bool
    low: bool
    high: bool
    after: bool
    limit: int
    wanted: FilterShape


@frozen
class _Way:
    """One of the values that are looked for each by itself.

    Args:
        wanted: what else is asked.
        field: that has the value.
        name: of the parameter that holds it.
        beside: whether it is a code, and the table beside the records is gone by.
    """

    wanted: FilterShape
    field: str
    name: str
    beside: bool = False


def scan_statement(
    statements: Statements,
    kind: str,
    order: Range,
    where: Filter | None,
    after: str | None,
    *,
    limit: int,
) -> Bound:
    """A scan; but for the district. Of one that begins at the start, the filter remembers it."""
    if where is None or after is not None:
        return _scan_statement(statements, kind, order, where, after, limit=limit)
    made: Bound | None = where.made.get((id(statements), order, limit))
    if made is None:
        if len(where.made) > _REMEMBERED:
            where.made.clear()
        made = _scan_statement(statements, kind, order, where, None, limit=limit)
        where.made[id(statements), order, limit] = made
    return made


def _scan_statement(
    statements: Statements, kind: str, order: Range, where: Filter | None, after: str | None, *, limit: int
) -> Bound:
    fields = statements.schema.kinds[kind].index
    into = statements.database.into

    def sent(value: IndexValue) -> Any:
        convert = into.get(fields[order.field])
        return convert(value) if convert and value is not None else value

    wanted, found = shape_of(where, into, arrays=statements.database.arrays)
    values: dict[str, Any] = {f"w{number}": value for number, value in enumerate(found)}
    values |= {"low": sent(order.low), "high": sent(order.high)}
    if after:
        place, values["key"] = decode_place(after, fields[order.field])
        values["place"] = sent(place)
    shape = _Shape(
        kind,
        order.field,
        order.descending,
        low=order.low is not None,
        high=order.high is not None,
        after=bool(after),
        limit=limit,
        wanted=wanted,
    )
    compiled = statements.compiled(_select, shape)
    return compiled.sql, compiled.names, values


def count_statement(statements: Statements, kind: str, where: Filter | None) -> Bound:
    """How many records of a kind there are for which a filter surely holds; but for the district."""
    wanted, found = shape_of(where, statements.database.into, arrays=statements.database.arrays)
    compiled = statements.compiled(_count, kind, wanted)
    return compiled.sql, compiled.names, {f"w{number}": value for number, value in enumerate(found)}


def _count(schema: Schema, kind: str, wanted: FilterShape) -> sa.Select[Any]:
    table = schema.records[kind]
    return sa.select(sa.func.count()).select_from(table).where(_in_district(table), condition(wanted, table))


def _select(schema: Schema, shape: _Shape) -> sa.Select[Any]:
    table = schema.records[shape.kind]
    ways = _ways(schema, shape)
    if not ways:
        return _ordered(
            sa.select(*shown(table)).where(*_conditions(shape, table), condition(shape.wanted, table)), table, shape
        )
    found = [_looked_for(schema, shape, way).subquery() for way in ways]
    # Twice the same record is one: it may have several of the codes, but only one value.
    join = sa.union if ways[0].beside else sa.union_all
    every = join(*(sa.select(one.c.key, one.c.place) for one in found)).subquery() if len(found) > 1 else found[0]
    place, key = every.c.place, every.c.key
    first = (
        sa.select(key)
        .order_by(*((place.desc(), key.desc()) if shape.descending else (place, key)))
        .limit(_number(shape.limit))
        .offset(NOTHING)
        .subquery()
    )
    page = (
        sa.select(*shown(table)).select_from(first.join(table, table.c.key == first.c.key)).where(_in_district(table))
    )
    return page.order_by(*_order(table, shape))


def _ways(schema: Schema, shape: _Shape) -> list[_Way]:
    """The values to look for each by itself; none if that is not the way."""
    kind, wanted = schema.kinds[shape.kind], shape.wanted
    parts = list(wanted[1:]) if wanted[0] == "and" else [wanted]
    for place, part in enumerate(parts):
        others = (*parts[:place], *parts[place + 1 :])
        rest = ("and", *others) if others else ("const", True)
        match part:
            case ("in", ("field", name), start, room) if (name, shape.field) in kind.within and 1 < room <= FEW:
                return [_Way(rest, name, f"w{start + number}") for number in range(room)]
            case ("holds", *_) | ("or", ("holds", *_), *_):
                held = [part] if part[0] == "holds" else list(part[1:])
                name = held[0][1]
                alike = all(one[0] == "holds" and one[1] == name for one in held)
                if alike and (name, shape.field) in kind.within and len(held) <= _MOST_CODES:
                    return [_Way(rest, name, f"w{number}", beside=True) for _, _, number in held]
    return []


def _looked_for(schema: Schema, shape: _Shape, way: _Way) -> sa.Select[Any]:
    """The first records with one of the values."""
    table = schema.records[shape.kind]
    by = schema.beside[shape.kind][way.field] if way.beside else table
    found = sa.select(by.c.key, by.c[shape.field].label("place"))
    if way.beside:
        both = by.join(table, sa.and_(table.c.district == by.c.district, table.c.key == by.c.key))
        found = found.select_from(both)
    column = by.c.code if way.beside else table.c[way.field]
    found = found.where(column == _param(way.name, column), *_conditions(shape, by), condition(way.wanted, table))
    return _ordered(found, by, shape)


def _conditions(shape: _Shape, table: sa.Table) -> list[sa.ColumnElement[bool]]:
    """District, bounds and place, in the table by whose index the scan goes."""
    column, key = table.c[shape.field], table.c.key
    conditions: list[sa.ColumnElement[bool]] = [_in_district(table), column.is_not(None)]
    if shape.low:
        conditions.append(column >= _param("low", column))
    if shape.high:
        conditions.append(column < _param("high", column))
    if shape.after:
        place, last = _param("place", column), _param("key", key)
        # The first of the two is implied by the other, and lets the index begin at the place.
        conditions += (
            [column <= place, sa.or_(column < place, sa.and_(column == place, key < last))]
            if shape.descending
            else [column >= place, sa.or_(column > place, sa.and_(column == place, key > last))]
        )
    return conditions


def _ordered(found: sa.Select[Any], table: sa.Table, shape: _Shape) -> sa.Select[Any]:
    return found.order_by(*_order(table, shape)).limit(_number(shape.limit)).offset(NOTHING)


def _order(table: sa.Table, shape: _Shape) -> list[sa.ColumnElement[Any]]:
    column, key = table.c[shape.field], table.c.key
    return [column.desc(), key.desc()] if shape.descending else [column, key]


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(int(value)), sa.BigInteger())


def _in_district(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.district == sa.bindparam("district", type_=table.c.district.type)


def _param(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=column.type)

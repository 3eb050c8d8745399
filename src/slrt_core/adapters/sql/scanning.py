"""Scans: one statement for each shape of question, kept, with other values each time."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import frozen

from slrt_core.adapters.sql.filters import Shape as FilterShape
from slrt_core.adapters.sql.filters import condition, shape_of
from slrt_core.adapters.sql.schema import Schema
from slrt_core.adapters.sql.statements import NOTHING, Statements, shown
from slrt_core.ports import Filter, IndexValue, Range, decode_place

__all__ = ["scan_statement"]


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
        wanted: of the filter.
    """

    kind: str
    field: str
    descending: bool
    low: bool
    high: bool
    after: bool
    wanted: FilterShape


def scan_statement(
    statements: Statements,
    kind: str,
    order: Range,
    where: Filter | None,
    after: str | None,
) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """The text of a scan, the names of its parameters in order, and their values but the district and the limit."""
    fields = statements.schema.kinds[kind].index
    into = statements.database.into

    def sent(value: IndexValue) -> Any:
        convert = into.get(fields[order.field])
        return convert(value) if convert and value is not None else value

    wanted, found = shape_of(where, into)
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
        wanted=wanted,
    )
    compiled = statements.compiled(_select, shape)
    return compiled.sql, compiled.names, values


def _select(schema: Schema, shape: _Shape) -> sa.Select[Any]:
    table = schema.records[shape.kind]
    column, key = table.c[shape.field], table.c.key
    conditions: list[sa.ColumnElement[bool]] = [
        table.c.district == sa.bindparam("district", type_=table.c.district.type),
        column.is_not(None),
    ]
    if shape.low:
        conditions.append(column >= _param("low", column))
    if shape.high:
        conditions.append(column < _param("high", column))
    conditions.append(condition(shape.wanted, table))
    if shape.after:
        place, last = _param("place", column), _param("key", key)
        # The first of the two is implied by the other, and lets the index begin at the place.
        conditions += (
            [column <= place, sa.or_(column < place, sa.and_(column == place, key < last))]
            if shape.descending
            else [column >= place, sa.or_(column > place, sa.and_(column == place, key > last))]
        )
    ordering = [column.desc(), key.desc()] if shape.descending else [column, key]
    limit: sa.BindParameter[int] = sa.bindparam("limit", type_=sa.BigInteger())
    return sa.select(*shown(table)).where(*conditions).order_by(*ordering).limit(limit).offset(NOTHING)


def _param(name: str, column: sa.Column[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=column.type)

"""Scans: one statement for each shape of question, kept, with other values each time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.sql.elements import ClauseList

from slrt_core.adapters.sql.schema import Schema
from slrt_core.adapters.sql.statements import NOTHING, Statements, shown
from slrt_core.ports import IndexValue, Range, decode_place

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
        wanted: for each filter its field, how many values there are room for, and whether none is wanted.
    """

    kind: str
    field: str
    descending: bool
    low: bool
    high: bool
    after: bool
    wanted: tuple[tuple[str, int, bool], ...]


def scan_statement(
    statements: Statements,
    kind: str,
    order: Range,
    where: Mapping[str, Collection[IndexValue]],
    after: str | None,
) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """The text of a scan, the names of its parameters in order, and their values but the district and the limit."""
    fields = statements.schema.kinds[kind].index
    into = statements.database.into

    def sent(field: str, value: IndexValue) -> Any:
        convert = into.get(fields[field])
        return convert(value) if convert and value is not None else value

    values: dict[str, Any] = {"low": sent(order.field, order.low), "high": sent(order.field, order.high)}
    wanted = []
    for number, (field, collection) in enumerate(where.items()):
        found = [sent(field, value) for value in collection if value is not None]
        # Room for a power of two, so that lists of many lengths are few statements; the last value fills it.
        room = 1 << (len(found) - 1).bit_length() if found else 0
        found += found[-1:] * (room - len(found))
        values.update({f"w{number}_{place}": value for place, value in enumerate(found)})
        wanted.append((field, room, None in collection))
    if after:
        place, values["key"] = decode_place(after, fields[order.field])
        values["place"] = sent(order.field, place)
    shape = _Shape(
        kind,
        order.field,
        order.descending,
        low=order.low is not None,
        high=order.high is not None,
        after=bool(after),
        wanted=tuple(wanted),
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
    for number, (field, room, none) in enumerate(shape.wanted):
        conditions.append(_among(table.c[field], number, room, none=none))
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


def _among(column: sa.Column[Any], number: int, room: int, *, none: bool) -> sa.ColumnElement[bool]:
    params = [_param(f"w{number}_{place}", column) for place in range(room)]
    parts: list[sa.ColumnElement[bool]] = []
    if room == 1:
        parts.append(column == params[0])
    elif room:
        # Not in_(): it writes the statement anew at each execution.
        parts.append(column.op("IN", is_comparison=True)(ClauseList(*params).self_group()))
    if none:
        parts.append(column.is_(None))
    return sa.or_(*parts) if parts else sa.false()

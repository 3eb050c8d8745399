"""Filters as SQL: what a filter asks, apart from its values, and the condition that this is on the columns of a table.

Each truth becomes one of four predicates: it is surely yes, surely no, or perhaps the one or the other. None is ever
negated, so that a NULL, which counts as false, never crosses a NOT. The shape of a filter is hashable and without its
values, so that a statement is compiled once for all filters of a shape.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, cast

import sqlalchemy as sa
from attrs import field, frozen
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ClauseList
from sqlalchemy.sql.functions import GenericFunction

from slrt_core.adapters.sql.columns import Convert
from slrt_core.ports import CannotPushDown, Filter
from slrt_core.reasons import Text
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.schema import INT64

__all__ = ["FEW", "Shape", "condition", "shape_of"]

FEW = 8
"""Up to so many values of a list each may be looked for by itself; see `slrt_core.adapters.sql.scanning`."""

Shape = tuple[Any, ...]
"""Nested tuples: what is asked, fields by name, values by number."""

_OPS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_ENDS = {up: sa.literal_column(str(INT64 if up else -INT64), sa.BigInteger()) for up in (False, True)}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def shape_of(where: Filter | None, into: Mapping[type, Convert], *, arrays: bool = False) -> tuple[Shape, list[Any]]:
    """The shape of a filter, and its values as the driver takes them.

    Args:
        where: the filter.
        into: see `Database.into`.
        arrays: see `Database.arrays`.

    Raises:
        CannotPushDown: there is no SQL for a part of it.
    """
    if where is None:
        return ("const", True), []
    made: tuple[Shape, list[Any]] | None = where.made.get((id(into), arrays))
    if made is None:
        shaping = _Shaping(where, into, arrays)
        made = where.made[id(into), arrays] = (shaping.truth(where.node), shaping.values)
    return made


@frozen
class _Shaping:
    _where: Filter
    _into: Mapping[type, Convert]
    _arrays: bool
    values: list[Any] = field(factory=list)

    def truth(self, node: nodes.Node) -> Shape:
        match node:
            case nodes.Bool(value):
                return ("const", value)
            case nodes.And(parts):
                return ("and", *(self.truth(part) for part in parts))
            case nodes.Or(parts):
                return ("or", *(self.truth(part) for part in parts))
            case nodes.Not(of):
                return ("not", self.truth(of))
            case nodes.Known(of):
                return ("known", of.name)
            case nodes.In(of, options):
                return ("in", self._value(of), *self._room(options))
            case nodes.Holds(nodes.Field() as of, code) if self._kind(of) == "codes":
                return ("holds", of.name, self._keep(nodes.Code(code)))
            case nodes.Cmp(op, left, right):
                number = all(isinstance(side, nodes.Field) and self._is_number(side) for side in (left, right))
                return ("numbers" if number else "compare", op, self._value(left), self._value(right))
            case nodes.Field() | nodes.Default():
                return ("yes", self._value(node))
        raise _beyond(node)

    def _is_number(self, of: nodes.Field) -> bool:
        return self._kind(of) == "number"

    def _kind(self, of: nodes.Field) -> str:
        return self._where.lowered.schema.units[of.of].fields[of.name].name

    def _value(self, node: nodes.Node) -> Shape:
        match node:
            case nodes.Field(name=name):
                return ("field", name)
            case nodes.Default(of, value):
                return ("default", of.name, self._keep(value))
            case nodes.Int() | nodes.Day() | nodes.Instant() | nodes.Code():
                return ("value", self._keep(node))
        raise _beyond(node)

    def _keep(self, constant: nodes.Node) -> int:
        value = cast("nodes.Code", constant).value
        convert = self._into.get(type(value))
        self.values.append(convert(value) if convert else value)
        return len(self.values) - 1

    def _room(self, options: tuple[nodes.Node, ...]) -> tuple[int, int]:
        """Where the values of a list begin, and room for them.

        Of a few there are as many; of more, room for a power of two: lists of many lengths are few statements. Of a
        list that is sent as one value there is none.
        """
        start, count = len(self.values), len(options)
        if self._arrays and count > FEW:
            for option in options:
                self._keep(option)
            self.values[start:] = [self.values[start:]]
            return start, 0
        room = count if count <= FEW else 1 << (count - 1).bit_length()
        for option in options:
            self._keep(option)
        self.values.extend(self.values[-1:] * (room - len(options)))
        return start, room


def _beyond(node: nodes.Node) -> CannotPushDown:
    name = type(node).__name__
    return CannotPushDown("sql", Text(f"simpul {name}", f"the node {name}"), node.at)


class _Place(GenericFunction[int]):
    """Where a text stands in another; 0 if it does not."""

    type = sa.Integer()
    name = "instr"
    inherit_cache = True


@compiles(_Place, "postgresql")
def _strpos(element: _Place, compiler: Any, **more: Any) -> str:
    return f"strpos{compiler.process(element.clause_expr, **more)}"


_NONE: sa.ColumnClause[int] = sa.literal_column("0")
_ONE: sa.ColumnClause[int] = sa.literal_column("1")


def condition(shape: Shape, table: sa.Table) -> sa.ColumnElement[bool]:
    """When a filter of a shape surely holds; its values are the parameters ``w0``, ``w1`` and so on."""
    return _Conditions(table).truth(shape, want=True, or_unknown=False)


@frozen
class _Conditions:
    _table: sa.Table

    def truth(self, shape: Shape, *, want: bool, or_unknown: bool) -> sa.ColumnElement[bool]:
        match shape:
            case ("const", value):
                return sa.true() if value is want else sa.false()
            case ("and" | "or" as name, *parts):
                found = [self.truth(part, want=want, or_unknown=or_unknown) for part in parts]
                return sa.and_(*found) if (name == "and") is want else sa.or_(*found)
            case ("not", of):
                return self.truth(of, want=not want, or_unknown=or_unknown)
            case ("known", name):
                column = self._table.c[name]
                return column.is_not(None) if want else column.is_(None)
            case ("numbers", op, (_, left), (_, right)):
                return self._numbers(op if want else _OPPOSITE[op], left, right, or_unknown=or_unknown)
        test, missing = self._leaf(shape, want=want)
        return sa.or_(test, *(column.is_(None) for column in missing)) if or_unknown else test

    def _leaf(self, shape: Shape, *, want: bool) -> tuple[sa.ColumnElement[bool], list[sa.Column[Any]]]:
        """A predicate that is NULL while a column is, and these columns."""
        match shape:
            case ("yes", value):
                truth, missing = self._value(value)
                return truth == (sa.true() if want else sa.false()), missing
            case ("in", value, start, room):
                of, missing = self._value(value)
                return self._among(of, start, room, want=want), missing
            case ("holds", name, number):
                column = self._table.c[name]
                place = _Place(column, self._param(number, column))
                # Not "= 0": PostgreSQL takes that for one row in 200, and sorts what it could read in order.
                return (place > _NONE if want else place < _ONE), [column]
            case ("compare", op, left, right):
                (a, some), (b, other) = self._value(left, right), self._value(right, left)
                test: sa.ColumnElement[bool] = _OPS[op if want else _OPPOSITE[op]](a, b)
                return test, [*some, *other]
        raise TypeError(shape[0])  # pragma: no cover - `shape_of` makes no other

    def _value(self, value: Shape, beside: Shape = ()) -> tuple[sa.ColumnElement[Any], list[sa.Column[Any]]]:
        """A value, and the column whose NULL would make it unknown."""
        match value:
            case ("field", name):
                return self._table.c[name], [self._table.c[name]]
            case ("default", name, number):
                column = self._table.c[name]
                return sa.func.coalesce(column, self._param(number, column)), []
            case ("value", number):
                return self._param(number, self._table.c[beside[1]]), []
        raise TypeError(value[0])  # pragma: no cover - `shape_of` makes no other

    def _numbers(self, op: str, left: str, right: str, *, or_unknown: bool) -> sa.ColumnElement[bool]:
        """Two numbers, of which each may be anything while it is unknown: from the ends that decide."""
        a, b = (
            {up: sa.func.coalesce(self._table.c[name], _ENDS[up]) for up in (False, True)} for name in (left, right)
        )
        up = not or_unknown
        match op:
            case "==":
                return sa.and_(a[up] <= b[not up], a[not up] >= b[up])
            case "!=":
                return sa.or_(a[up] < b[not up], a[not up] > b[up])
        up = up if op in {"<", "<="} else not up
        test: sa.ColumnElement[bool] = _OPS[op](a[up], b[not up])
        return test

    @staticmethod
    def _among(of: sa.ColumnElement[Any], start: int, room: int, *, want: bool) -> sa.ColumnElement[bool]:
        if not room:
            listed = sa.bindparam(f"w{start}", type_=sa.ARRAY(of.type))
            return of == sa.any_(listed) if want else of != sa.all_(listed)
        params = [_Conditions._param(start + place, of) for place in range(room)]
        if room == 1:
            return of == params[0] if want else of != params[0]
        # Not in_(): it writes the statement anew at each execution.
        return of.op("IN" if want else "NOT IN", is_comparison=True)(ClauseList(*params).self_group())

    @staticmethod
    def _param(number: int, of: sa.ColumnElement[Any]) -> sa.BindParameter[Any]:
        return sa.bindparam(f"w{number}", type_=of.type)

"""What both shapes of a query have in common: how leaves, comparisons and numbers are written in SQL.

A predicate that comes out NULL counts as false in AND, OR, WHERE and CASE, and none is ever negated. Numbers are never
NULL: what is unknown is an end of its range. Whole numbers, and codes that are plain words, stand in the statement as
they are, so that planners see them and no list of villages is too long; everything else is a parameter.
"""

from __future__ import annotations

import operator
import re
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.sql.elements import Grouping

from slrt_core.adapters.sql.columns import text
from slrt_core.adapters.sql.criteria.facts import Facts, Frame
from slrt_core.desk.projection import MARK_VALUES, mark_suffix
from slrt_core.reasons import Text
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.problems import CannotPushDown
from slrt_core.rules.criteria.rails import Rails, Scope
from slrt_core.rules.criteria.schema import LEVELS, Schema

__all__ = ["Number", "Predicate", "Predicates", "integer", "written_among"]

Predicate = sa.ColumnElement[bool]

_OPS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_OPPOSITE: Mapping[str, str] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_FLIPPED: Mapping[str, str] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_PLAIN = re.compile(r"[A-Za-z0-9_.\-]{1,64}", re.ASCII)
_LONGEST = 255
_CHAIN = 100
_FLAT = 12
"""A table by place with more entries is searched by halves."""


@frozen(eq=False)
class Number:
    """A number that is never missing.

    Args:
        sql: how it is written.
        column: if it is a column, or a constant where that is unknown: the column.
        otherwise: that constant.
        constant: if it is nothing but a constant.
    """

    sql: sa.ColumnElement[Any]
    column: sa.ColumnElement[Any] | None = None
    otherwise: int = 0
    constant: int | None = None


@frozen(eq=False)
class _Operand:
    """A date or code: a column, a constant, or a column with what is assumed where it is unknown."""

    column: sa.ColumnElement[Any] | None = None
    constant: date | str | None = None
    assumed: date | str | None = None
    known: bool = False


def integer(value: int) -> sa.ColumnElement[Any]:
    """A whole number, written out."""
    return sa.literal_column(f"({value})" if value < 0 else str(value), sa.BigInteger())


def _written(value: date | str) -> str | None:
    """A date or a plain code as it stands in a statement."""
    # Every database reads this as a date beside a column of dates, and SQLite compares it as the text it stores.
    word = value.isoformat() if isinstance(value, date) else value
    return f"'{word}'" if _PLAIN.fullmatch(word) else None


def _constant(value: date | str) -> sa.ColumnElement[Any]:
    written = _written(value)
    return sa.literal(value, text(_LONGEST)) if written is None else sa.literal_column(written)


class Predicates(Rails[Predicate, Number, Frame]):
    """See the module.

    Args:
        schema: in which fields are found.
        facts: the tables.
        district: whose rows; not used if the tables name none.
    """

    def __init__(self, schema: Schema, facts: Facts, district: str) -> None:
        super().__init__(schema)
        self.facts = facts
        self.district: sa.ColumnElement[str] = sa.literal(district, text(20))

    # --- values

    @abstractmethod
    def mark(self, frame: Frame, suffix: str, column: str) -> sa.ColumnElement[Any]:
        """A value of a mark of a frame's row; NULL if there is no such mark."""

    @abstractmethod
    def marked(self, frame: Frame, suffix: str, *, want: bool) -> Predicate:
        """Whether a frame's row has a mark."""

    def value(self, of: nodes.Field, scope: Scope[Frame], *, guarded: bool = True) -> sa.ColumnElement[Any]:
        """The column of a field, or what is read off it.

        Args:
            of: the field.
            scope: with its frame.
            guarded: whether a code that is too short to tell is to be NULL; it is equal to none of full length anyway.

        Raises:
            CannotPushDown: the tables do not have it.
        """
        unit, frame = scope[of.of]
        kind = self.kind(of, scope)
        found = frame.column(kind.source or of.name, of.key)
        if kind.source and found is not None:
            length = integer(LEVELS[kind.level])
            part = sa.func.substr(found, integer(1), length, type_=sa.String())
            return sa.case((sa.func.length(found) >= length, part)) if guarded else part
        if found is None and kind.keyed and of.key and self.facts.marks is not None and kind.name in MARK_VALUES:
            return self.mark(frame, mark_suffix(unit, of.name, of.key), MARK_VALUES[kind.name])
        if found is None:
            raise self.refused(of, f"{of.of}.{of.name}")
        return found

    @staticmethod
    def refused(node: Node, what: str) -> CannotPushDown:
        """That a node cannot be expressed."""
        return CannotPushDown("SQL", Text(what, what), node.at)

    def _operand(self, node: Node, scope: Scope[Frame]) -> _Operand:
        match node:
            case nodes.Day(value) | nodes.Code(value):
                return _Operand(constant=value)
            case nodes.Default(of, nodes.Day(value) | nodes.Code(value)):
                return _Operand(column=self.value(of, scope), assumed=value)
            case nodes.Field():
                return _Operand(column=self.value(node, scope))
        raise self.refused(node, type(node).__name__)

    # --- leaves

    def leaf(self, node: Node, scope: Scope[Frame], *, want: bool, or_unknown: bool) -> Predicate:
        """See `Rails.leaf`."""
        match node:
            case nodes.Field():
                return self._flag(self.value(node, scope), want, or_unknown)
            case nodes.Default(of, nodes.Bool(assumed)):
                return self._flag(self.value(of, scope), want, assumed is want)
            case nodes.Holds(of, code):
                return self._holds(of, code, scope, want, or_unknown)
            case nodes.In(of, options):
                held = [option.value for option in options if isinstance(option, nodes.Code | nodes.Day)]
                return self._decided([self._operand(of, scope)], lambda given: _in(given[0], held, want), or_unknown)
            case nodes.Cmp(op, left, right):
                test = _OPS[op if want else _OPPOSITE[op]]
                operands = [self._operand(left, scope), self._operand(right, scope)]
                return self._decided(operands, lambda given: test(*given), or_unknown)
        raise self.refused(node, type(node).__name__)

    @staticmethod
    def _flag(column: sa.ColumnElement[Any], want: bool, or_unknown: bool) -> Predicate:  # noqa: FBT001
        if or_unknown:
            return column.is_not(sa.false() if want else sa.true())
        return column == (sa.true() if want else sa.false())

    def _holds(self, of: nodes.Field, code: str, scope: Scope[Frame], want: bool, or_unknown: bool) -> Predicate:  # noqa: FBT001
        unit, frame = scope[of.of]
        known = frame.column(of.name)
        if known is None or self.facts.marks is None:
            raise self.refused(of, f"{of.of}.{of.name}")
        held = self.marked(frame, mark_suffix(unit, of.name, code), want=want)
        if want:
            return self.either([known.is_not(sa.true()), held]) if or_unknown else held
        # Of a set that is not known there are no marks either.
        return held if or_unknown else self.every([known == sa.true(), held])

    def _decided(
        self, operands: Sequence[_Operand], test: Callable[[list[Any]], Any], or_unknown: bool  # noqa: FBT001
    ) -> Predicate:  # fmt: skip
        for place, operand in enumerate(operands):
            if operand.assumed is not None and operand.column is not None:
                before, after = operands[:place], operands[place + 1 :]
                known = self._decided([*before, _Operand(operand.column, known=True), *after], test, or_unknown)
                not_known = self._decided([*before, _Operand(constant=operand.assumed), *after], test, or_unknown)
                return self.either(
                    [
                        self.every([operand.column.is_not(None), known]),
                        self.every([operand.column.is_(None), not_known]),
                    ]
                )
        columns = [operand.column for operand in operands if operand.column is not None]
        if not columns:
            return self.const(bool(test([operand.constant for operand in operands])))
        found = test([_constant(o.constant) if o.constant is not None else o.column for o in operands])
        missing = [o.column.is_(None) for o in operands if o.column is not None and not o.known]
        return self.either([*missing, found]) if or_unknown else found

    def known(self, field: nodes.Field, scope: Scope[Frame], *, want: bool) -> Predicate:
        """See `Rails.known`."""
        column = self.value(field, scope)
        if self.kind(field, scope).name == "codes":
            return column == sa.true() if want else column.is_not(sa.true())
        return column.is_not(None) if want else column.is_(None)

    def complete(self, holder: Frame, *, want: bool) -> Predicate:
        """See `Rails.complete`."""
        column = holder.table.c["complete"]
        return column == sa.true() if want else column.is_not(sa.true())

    # --- predicates

    def const(self, value: bool) -> Predicate:  # noqa: FBT001
        """See `Rails.const`."""
        return sa.true() if value else sa.false()

    def every(self, parts: Sequence[Predicate]) -> Predicate:
        """See `Rails.const`."""
        return _chained(sa.and_, sa.true(), parts)

    def either(self, parts: Sequence[Predicate]) -> Predicate:
        """See `Rails.either`."""
        return _chained(sa.or_, sa.false(), parts)

    def compare(self, op: nodes.Op, left: Number, right: Number) -> Predicate:
        """See `Rails.compare`."""
        if left.constant is not None and right.constant is None:
            return self.compare(_FLIPPED[op], right, left)  # type: ignore[arg-type]
        if left.constant is not None and right.constant is not None:
            return self.const(bool(_OPS[op](left.constant, right.constant)))
        if left.column is not None and right.constant is not None:
            # Said of the column itself, so that an index can serve.
            found: Predicate = _OPS[op](left.column, right.sql)
            return self.either([left.column.is_(None), found]) if _OPS[op](left.otherwise, right.constant) else found
        compared: Predicate = _OPS[op](left.sql, right.sql)
        return compared

    # --- numbers

    def number(self, value: int) -> Number:
        """See `Rails.number`."""
        return Number(integer(value), constant=value)

    def field(self, field: nodes.Field, scope: Scope[Frame], otherwise: int) -> Number:
        """See `Rails.field`."""
        column = self.value(field, scope)
        return Number(sa.func.coalesce(column, integer(otherwise)), column, otherwise)

    def lookup(self, field: nodes.Field, scope: Scope[Frame], table: Mapping[str, int], otherwise: int) -> Number:
        """See `Rails.lookup`."""
        # A constant in PostgreSQL has only as many bytes as it needs, and what is multiplied by it may need more.
        last = sa.cast(integer(otherwise), sa.BigInteger())
        return Number(_searched(self.value(field, scope, guarded=False), sorted(table.items()), last))

    def plus(self, left: Number, right: Number) -> Number:
        """See `Rails.plus`."""
        if left.constant is not None and right.constant is not None:
            return self.number(left.constant + right.constant)
        return Number(left.sql + right.sql)

    def minus(self, left: Number, right: Number) -> Number:
        """See `Rails.minus`."""
        if left.constant is not None and right.constant is not None:
            return self.number(left.constant - right.constant)
        return Number(left.sql - right.sql)

    def times(self, by: int, of: Number) -> Number:
        """See `Rails.times`."""
        return self.number(by * of.constant) if of.constant is not None else Number(integer(by) * of.sql)

    def choose(self, test: Predicate, then: Number, otherwise: Number) -> Number:
        """See `Rails.choose`."""
        return Number(sa.case((test, then.sql), else_=otherwise.sql))


class _Several(Grouping[bool]):
    """A chain in parentheses, that SQLAlchemy does not write out into the one around it."""

    inherit_cache = True
    operator = None


def _chained(join: Callable[..., Predicate], neutral: Predicate, parts: Sequence[Predicate]) -> Predicate:
    """Truths joined; many of them by groups, since SQLite takes no chain of a thousand."""
    while len(parts) > _CHAIN:
        groups = (join(neutral, *parts[at : at + _CHAIN]) for at in range(0, len(parts), _CHAIN))
        parts = [_Several(one) if isinstance(one, sa.BooleanClauseList) else one for one in groups]
    return join(neutral, *parts)


def _in(value: Any, options: Sequence[Any], want: bool) -> Any:  # noqa: FBT001
    if not isinstance(value, sa.ColumnElement):
        return (value in options) is want
    if not options:
        return sa.false() if want else value.is_not(None)
    if len(options) == 1:
        return value == _constant(options[0]) if want else value != _constant(options[0])
    plain = [word for option in options if (word := _written(option)) is not None]
    others = [_constant(option) for option in options if _written(option) is None]
    # One word for a whole list: a province has thousands of villages.
    among = value.op("IN" if want else "NOT IN", is_comparison=True, return_type=sa.Boolean())
    parts: list[Predicate] = [among(sa.literal_column(f"({', '.join(plain)})"))] if plain else []
    parts += [value == other if want else value != other for other in others]
    return sa.or_(*parts) if want else sa.and_(*parts)


def written_among(column: sa.ColumnElement[Any], values: Sequence[str]) -> Predicate:
    """That a column has one of these values, which stand in the statement as far as they are plain words."""
    found: Predicate = _in(column, values, want=True)
    return found


def _searched(
    value: sa.ColumnElement[Any], table: Sequence[tuple[str, int]], otherwise: sa.ColumnElement[Any]
) -> sa.ColumnElement[Any]:
    if not table:
        return otherwise
    if len(table) <= _FLAT:
        return sa.case(*((value == _constant(code), integer(number)) for code, number in table), else_=otherwise)
    middle = len(table) // 2
    low, high = (_searched(value, half, otherwise) for half in (table[:middle], table[middle:]))
    return sa.case((value < _constant(table[middle][0]), low), else_=high)

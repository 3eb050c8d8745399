"""Compilers with one fault each, of the kinds that were found in others' or in our own first attempts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from attrs import evolve

from slrt_core.adapters.sql.criteria import Exists, Grouped
from slrt_core.adapters.sql.criteria.predicates import Number, Predicate, integer
from slrt_core.rules.criteria import nodes

__all__ = ["FAULTS"]

Target = Callable[..., Any]


def _both(mixin: type) -> tuple[Target, ...]:
    return tuple(type(f"{mixin.__name__}{base.__name__}", (mixin, base), {}) for base in (Exists, Grouped))


class TwoValuedNot:
    """What is not surely so is surely not so."""

    def rail(self, node: Any, scope: Any, *, want: bool = True, or_unknown: bool = False) -> Predicate:
        above: Any = super()
        if isinstance(node, nodes.Not):
            found: Predicate = above.rail(node.of, scope, want=want, or_unknown=or_unknown)
            return sa.not_(found)
        kept: Predicate = above.rail(node, scope, want=want, or_unknown=or_unknown)
        return kept


class InnerJoin(Grouped):
    """Who has nobody is lost."""

    @staticmethod
    def _attached(source: Any, grouped: Any, same: Any) -> Any:
        return source.join(grouped, same)


class NullSum(Grouped):
    """Over nobody a sum is NULL."""

    @staticmethod
    def _number(column: sa.ColumnElement[Any], otherwise: int) -> Number:
        return Number(column)


class NullSumOnce(Exists):
    """The same one row at a time."""

    def total(self, group: Any, parts: Sequence[tuple[Predicate, Number]]) -> Number:
        each = sa.case(*((test, term.sql) for test, term in parts), else_=integer(0))
        return Number(self._of(group, sa.func.sum(each)).scalar_subquery())


class ClosedRosters:
    """An open roster counts as all there are."""

    def complete(self, holder: Any, *, want: bool) -> Predicate:
        return sa.true() if want else sa.false()


class CaseInsensitive:
    """A code is any code that differs by case only."""

    def leaf(self, node: Any, scope: Any, *, want: bool, or_unknown: bool) -> Predicate:
        if isinstance(node, nodes.In) and isinstance(node.options[0], nodes.Code):
            options = [o.value for o in node.options if isinstance(o, nodes.Code)]
            node = evolve(node, options=tuple(nodes.Code(c) for o in options for c in {o, o.lower(), o.upper()}))
        above: Any = super()
        found: Predicate = above.leaf(node, scope, want=want, or_unknown=or_unknown)
        return found


class LeapDay:
    """Who was born on 29 February completes a year on the 28th."""

    def leaf(self, node: Any, scope: Any, *, want: bool, or_unknown: bool) -> Predicate:
        if isinstance(node, nodes.Cmp) and isinstance(node.right, nodes.Day):
            day = node.right.value
            if (day.month, day.day) == (2, 28) and day.year % 4 == 0:
                node = evolve(node, right=nodes.Day(day.replace(day=29)))
        above: Any = super()
        found: Predicate = above.leaf(node, scope, want=want, or_unknown=or_unknown)
        return found


class SwappedRails:
    """Of a comparison, what is perhaps so is taken for sure, and the other way round."""

    def leaf(self, node: Any, scope: Any, *, want: bool, or_unknown: bool) -> Predicate:
        above: Any = super()
        found: Predicate = above.leaf(node, scope, want=want, or_unknown=not or_unknown)
        return found


class NotVacuous:
    """Of nobody, nothing holds for all."""

    def _any(self, node: Any, scope: Any, want: bool, or_unknown: bool) -> Predicate:
        me: Any = self
        above: Any = super()
        found: Predicate = above._any(node, scope, want, or_unknown)
        if want:
            return found
        group, _ = me._enter(node.among, node.var, scope)
        return sa.and_(found, me.some(group, sa.true()))


class ZeroForMissing:
    """A number that is not known is nought."""

    def field(self, field: Any, scope: Any, otherwise: int) -> Number:
        above: Any = super()
        found: Number = above.field(field, scope, 0)
        return found


class Floats:
    """Decimals as floating point."""

    def compare(self, op: Any, left: Number, right: Number) -> Predicate:
        above: Any = super()
        tenth = sa.literal_column("0.1", sa.Float())
        if right.constant is not None:
            left, right = Number(left.sql * tenth), Number(sa.literal_column(repr(right.constant / 10), sa.Float()))
        found: Predicate = above.compare(op, left, right)
        return found


class NoDistrict:
    """Those of all districts."""

    def __init__(self, schema: Any, facts: Any, district: str) -> None:
        above: Any = super()
        above.__init__(schema, evolve(facts, district=""), district)


FAULTS: Mapping[str, tuple[Target, ...]] = {
    "two-valued not": _both(TwoValuedNot),
    "inner join": (InnerJoin,),
    "null over nobody": (NullSum, NullSumOnce),
    "open rosters ignored": _both(ClosedRosters),
    "case-insensitive codes": _both(CaseInsensitive),
    "29 February": _both(LeapDay),
    "swapped rails": _both(SwappedRails),
    "all over nobody": _both(NotVacuous),
    "zero for missing": _both(ZeroForMissing),
    "floating point": _both(Floats),
    "other districts": _both(NoDistrict),
}

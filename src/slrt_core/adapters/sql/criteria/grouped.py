"""Criteria over a whole population: everybody's members are gone through once, in one grouped subquery for all.

What an expression asks of a group of people is a *tally*: an aggregate in a subquery grouped by the rows on which it
depends. That is the group's holder, and every row around it that the condition also speaks of: for those who earn more
than ``m`` it is ``m``'s row. All tallies over one group that depend on the same rows are aggregates of one subquery,
joined from the left, so that who has nobody stays, with the value that nobody has. A tally that is made of others is
of a later *turn*, so that no subquery needs itself.

Only SUM, COUNT, MIN, MAX, CASE and COALESCE, which every database computes alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from attrs import define, field
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from slrt_core.adapters.sql.criteria.facts import Facts, Frame
from slrt_core.adapters.sql.criteria.predicates import Number, Predicate, Predicates, integer
from slrt_core.adapters.sql.criteria.roots import root_frames, used_tables, verdict
from slrt_core.ports import LONGEST_KEY
from slrt_core.reasons import Text
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.problems import CannotPushDown
from slrt_core.rules.criteria.rails import Scope
from slrt_core.rules.criteria.schema import Schema

__all__ = ["Grouped"]

_JOINS = 55
"""MariaDB joins at most 61 tables, SQLite 64."""


class _Key(FunctionElement[str]):
    """A text by which a subquery is joined.

    MariaDB makes no index on a subquery's column of more than 1,000 bytes, and reads all of it for every row instead.
    """

    inherit_cache = True
    type = sa.String()
    name = "joined_key"


@compiles(_Key)
def _as_it_is(element: _Key, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(_Key, "mysql", "mariadb")
def _shortened(element: _Key, compiler: Any, **options: Any) -> str:
    return f"LEFT({compiler.process(element.clauses, **options)}, {LONGEST_KEY})"


@define(eq=False)
class _Mark:
    """A mark that is joined to a frame's row."""

    frame: Frame
    suffix: str
    table: sa.FromClause


@define(eq=False)
class _Tallies:
    """A grouped subquery: the group, the rows on which it depends, outermost first, and its aggregates by name."""

    name: str
    group: Frame
    around: tuple[Frame, ...]
    turn: int
    aggregates: dict[str, sa.ColumnElement[Any]] = field(factory=dict)


class Grouped(Predicates):
    """The compiler of that shape; see `Predicates`. One object compiles one query."""

    def __init__(self, schema: Schema, facts: Facts, district: str) -> None:
        super().__init__(schema, facts, district)
        self._known_rails: dict[tuple[Any, ...], Predicate] = {}
        self._known_bounds: dict[tuple[Any, ...], Number] = {}
        self._frames: dict[sa.FromClause, Frame] = {}
        self._marks: dict[sa.FromClause, _Mark] = {}
        self._mark_of: dict[tuple[int, str], _Mark] = {}
        self._subqueries: dict[tuple[Any, ...], _Tallies] = {}
        self._holder_of: dict[str, _Tallies] = {}
        self._made: dict[tuple[Any, ...], sa.ColumnElement[Any]] = {}
        self._kept: list[Any] = []

    def verdicts(self, expressions: Sequence[Lowered]) -> sa.Select[Any]:
        """The key of every unit, and for each expression 1 (yes), 0 (no) or NULL (unknown), named ``v0``, ``v1`` ….

        Args:
            expressions: lowered for one unit.

        Raises:
            CannotPushDown: a table or column is not there, or these are more joins than a database takes.
        """
        return self._over(expressions, lambda yes, no, place: [verdict(yes, no).label(f"v{place}")])

    def rails(self, expressions: Sequence[Lowered]) -> sa.Select[Any]:
        """The key of every unit, and for each expression 1 or 0 for surely yes (``y0`` …) and surely no (``n0`` …)."""

        def both(yes: Predicate, no: Predicate, place: int) -> list[sa.ColumnElement[Any]]:
            return [
                sa.case((rail, integer(1)), else_=integer(0)).label(f"{name}{place}")
                for name, rail in (("y", yes), ("n", no))
            ]

        return self._over(expressions, both)

    def _over(self, expressions: Sequence[Lowered], shown: Any) -> sa.Select[Any]:
        frames = root_frames(self.schema, self.facts, expressions[0].unit)
        self._frames |= {frame.table: frame for frame in frames.values()}
        columns: list[sa.ColumnElement[Any]] = []
        for place, expression in enumerate(expressions):
            scope = self.roots(expression, frames)
            columns += shown(self.rail(expression.node, scope), self.rail(expression.node, scope, want=False), place)
        first = next(iter(frames.values()))
        source, there = self._source([first], columns, ())
        return sa.select(first.key.label("key"), *columns).select_from(source).where(*there[0].within(self.district))

    # --- each part is compiled once, so that what is asked twice is one tally

    def rail(self, node: Node, scope: Scope[Frame], *, want: bool = True, or_unknown: bool = False) -> Predicate:
        """See `Rails.rail`."""
        key = (node, _places(scope), want, or_unknown)
        if key not in self._known_rails:
            self._known_rails[key] = super().rail(node, scope, want=want, or_unknown=or_unknown)
        return self._known_rails[key]

    def bound(self, node: Node, scope: Scope[Frame], *, up: bool) -> Number:
        """See `Rails.bound`."""
        key = (node, _places(scope), up)
        if key not in self._known_bounds:
            self._known_bounds[key] = super().bound(node, scope, up=up)
        return self._known_bounds[key]

    def _any(self, node: nodes.Any, scope: Scope[Frame], want: bool, or_unknown: bool) -> Predicate:  # noqa: FBT001
        # Both rails in one aggregate: 2 surely somebody, 1 perhaps, 0 nobody, NULL no row.
        group, inner = self._enter(node.among, node.var, scope)
        holder = scope[node.among.of][1]
        surely, perhaps = (self.rail(node.body, inner, or_unknown=unknown) for unknown in (False, True))
        if isinstance(surely, sa.True_ | sa.False_) and isinstance(perhaps, sa.True_ | sa.False_):
            return super()._any(node, scope, want, or_unknown)
        level = sa.case((surely, integer(2)), (perhaps, integer(1)), else_=integer(0))
        found = self._tally(group, sa.func.max(level), "level", surely, perhaps)
        if want:
            return (
                self.either([self.complete(holder, want=False), found >= integer(1)])
                if or_unknown
                else found == integer(2)
            )
        if or_unknown:
            return self.either([found.is_(None), found < integer(2)])
        return self.every([self.complete(holder, want=True), self.either([found.is_(None), found == integer(0)])])

    # --- marks

    def _joined(self, frame: Frame, suffix: str) -> sa.FromClause:
        if (id(frame), suffix) not in self._mark_of:
            assert self.facts.marks is not None  # noqa: S101 - asked before
            made = _Mark(frame, suffix, self.facts.marks.alias(f"k{len(self._marks)}"))
            self._mark_of[id(frame), suffix] = self._marks[made.table] = made
        return self._mark_of[id(frame), suffix].table

    def mark(self, frame: Frame, suffix: str, column: str) -> sa.ColumnElement[Any]:
        """See `Predicates.mark`."""
        return self._joined(frame, suffix).c[column]

    def marked(self, frame: Frame, suffix: str, *, want: bool) -> Predicate:
        """See `Predicates.marked`."""
        key = self._joined(frame, suffix).c["key"]
        return key.is_not(None) if want else key.is_(None)

    # --- groups

    def enter(self, relation: str, unit: str, holder: Frame, scope: Scope[Frame]) -> Frame:
        """See `Rails.enter`."""
        level = sum(1 for _, frame in scope.values() if frame.parent is holder and frame.unit == unit)
        if (relation, level) not in holder.groups:
            table = self.facts.tables[unit].alias(f"t{len(self._frames)}")
            made = Frame(self.facts, unit, table, holder, 1 + max(frame.level for _, frame in scope.values()))
            holder.groups[relation, level] = self._frames[table] = made
        return holder.groups[relation, level]

    def some(self, group: Frame, holds: Predicate) -> Predicate:
        """See `Rails.some`."""
        if isinstance(holds, sa.False_):
            return holds
        return self.count(group, holds).sql > integer(0)

    def none(self, group: Frame, holds: Predicate) -> Predicate:
        """See `Rails.none`."""
        return sa.true() if isinstance(holds, sa.False_) else self.count(group, holds).sql == integer(0)

    def count(self, group: Frame, holds: Predicate) -> Number:
        """See `Rails.count`."""
        if isinstance(holds, sa.False_):
            return self.number(0)
        each = sa.func.count() if isinstance(holds, sa.True_) else sa.func.count(sa.case((holds, integer(1))))
        return self._number(self._tally(group, each, "count", holds), 0)

    def total(self, group: Frame, parts: Sequence[tuple[Predicate, Number]]) -> Number:
        """See `Rails.total`."""
        each = sa.case(*((test, term.sql) for test, term in parts), else_=integer(0))
        made = [part for pair in parts for part in pair]
        return self._number(self._tally(group, sa.func.sum(each), "total", *made), 0)

    def extreme(self, group: Frame, holds: Predicate, term: Number, *, least: bool, otherwise: int) -> Number:
        """See `Rails.extreme`."""
        each = sa.case((holds, term.sql))
        found = sa.func.min(each) if least else sa.func.max(each)
        return self._number(self._tally(group, found, f"extreme {least}", holds, term), otherwise)

    @staticmethod
    def _number(column: sa.ColumnElement[Any], otherwise: int) -> Number:
        return Number(sa.func.coalesce(column, integer(otherwise)), column, otherwise)

    def _tally(self, group: Frame, aggregate: sa.ColumnElement[Any], what: str, *made: object) -> sa.ColumnElement[Any]:
        key = (id(group), what, *map(id, made))
        if key not in self._made:
            self._kept += made
            around = self._around(group, aggregate)
            turn = 1 + max((self._holder_of[name].turn for name in self._names([aggregate])), default=0)
            where = (id(group), tuple(map(id, around)), turn)
            if where not in self._subqueries:
                self._subqueries[where] = _Tallies(f"g{len(self._subqueries)}", group, around, turn)
            tallies = self._subqueries[where]
            name = f"a{len(self._holder_of)}"
            tallies.aggregates[name] = aggregate
            self._holder_of[name] = tallies
            self._made[key] = sa.literal_column(f"{tallies.name}.{name}", sa.BigInteger())
        return self._made[key]

    def _names(self, expressions: Iterable[sa.ColumnElement[Any]]) -> dict[str, None]:
        """The tallies that stand in expressions."""
        return {
            part.name.rpartition(".")[2]: None
            for expression in expressions
            for part in sa.sql.visitors.iterate(expression)
            if isinstance(part, sa.ColumnClause)
            and part.table is None
            and part.name.rpartition(".")[2] in self._holder_of
        }

    def _rows(self, expressions: Collection[sa.ColumnElement[Any]]) -> tuple[set[Frame], set[_Mark], set[_Tallies]]:
        """Frames whose columns stand in expressions, marks, and subqueries."""
        tables = used_tables(expressions)
        marks = {self._marks[table] for table in tables if table in self._marks}
        return (
            {self._frames[table] for table in tables if table in self._frames},
            marks,
            {self._holder_of[name] for name in self._names(expressions)},
        )

    def _around(self, group: Frame, aggregate: sa.ColumnElement[Any]) -> tuple[Frame, ...]:
        """The rows on which an aggregate over a group depends, without those that others of them settle."""
        assert group.parent is not None  # noqa: S101 - a group belongs to somebody
        frames, marks, below = self._rows([aggregate])
        frames |= {mark.frame for mark in marks} | {frame for tallies in below for frame in tallies.around}
        found = (frames | {group.parent}) - {group}
        settled = {above for frame in found for above in self._above(frame)}
        return tuple(sorted(found - settled, key=lambda frame: (frame.level, frame.table.name)))  # type: ignore[attr-defined]

    def _above(self, frame: Frame) -> set[Frame]:
        """The frames of which a row settles the row: its holder, and theirs; of a root, the roots above."""
        if frame.parent is not None:
            return {frame.parent, *self._above(frame.parent)}
        order = list(self.schema.roots)
        return {
            other for other in self._frames.values()
            if other.parent is None and order.index(other.unit) < order.index(frame.unit)
        }  # fmt: skip

    # --- subqueries

    def _key(self, frame: Frame, there: Collection[Frame]) -> sa.ColumnElement[Any] | None:
        """The key of a frame's row, read off the rows that are there."""
        if frame in there:
            return frame.key
        for other in there:
            if other.parent is frame:
                return other.link
            if frame.unit == "household":
                return other.home
            if frame.parent is None and other.parent is None and other.unit == "individual":
                return other.table.c["kin"]
        return None

    def _source(
        self, start: Sequence[Frame], expressions: Collection[sa.ColumnElement[Any]], keys: Collection[Frame]
    ) -> tuple[Any, list[Frame]]:
        """What expressions are computed from: rows, marks beside them, and subqueries; and the rows, in order.

        Args:
            start: frames that have to be in it.
            expressions: what is computed.
            keys: frames whose keys are needed too.
        """
        frames, marks, below = self._rows(expressions)
        frames |= {*start, *(mark.frame for mark in marks)}
        for needed in (*keys, *(frame for tallies in below for frame in tallies.around)):
            if self._key(needed, frames) is None:
                frames.add(needed)
        # Roots first, the innermost of them first of all: what lies above it may be missing.
        order = list(self.schema.roots)
        ordered = sorted(frames, key=lambda f: (f.level, -order.index(f.unit) if f.parent is None else 0))
        first = ordered[0]
        source: Any = first.table
        there = [first]
        for frame in ordered[1:]:
            on = sa.and_(*frame.within(self.district), self._beside(frame, there))
            source = source.join(frame.table, on, isouter=frame.parent is None)
            there.append(frame)
        for mark in sorted(marks, key=lambda m: int(m.table.name[1:])):  # type: ignore[attr-defined]
            this = mark.table.c["key"] == mark.frame.key + sa.literal(mark.suffix, sa.String())
            source = source.outerjoin(mark.table, sa.and_(mark.table.c["district"] == self.district, this))
        for tallies in sorted(below, key=lambda t: int(t.name[1:])):
            grouped = self._subquery(tallies)
            same = [grouped.c[f"k{n}"] == self._key(frame, there) for n, frame in enumerate(tallies.around)]
            source = self._attached(source, grouped, sa.and_(*same))
        if len(there) + len(marks) + len(below) > _JOINS:
            raise CannotPushDown("SQL", Text("sekian banyak ekspresi sekaligus", "so many expressions at once"))
        return source, there

    @staticmethod
    def _attached(source: Any, grouped: sa.Subquery, same: Predicate) -> Any:
        """From the left, so that who has nobody stays."""
        return source.outerjoin(grouped, same)

    def _beside(self, frame: Frame, there: Sequence[Frame]) -> Predicate:
        """How a frame's rows belong to those that are there."""
        if frame.parent is not None:
            holder = self._key(frame.parent, there)
            if holder is not None:
                return frame.link == holder
        mine = self._key(frame, there)
        if mine is not None:
            return frame.key == mine
        return frame.home == there[0].home

    def _subquery(self, tallies: _Tallies) -> sa.Subquery:
        columns = list(tallies.aggregates.values())
        source, there = self._source([tallies.group], columns, tallies.around)
        keys = [self._key(frame, there) for frame in tallies.around]
        shown = [
            (_Key(key) if isinstance(key.type, sa.String) else key).label(f"k{n}")
            for n, key in enumerate(keys)
            if key is not None
        ]
        named = [aggregate.label(name) for name, aggregate in tallies.aggregates.items()]
        grouped = sa.select(*shown, *named).select_from(source).where(*there[0].within(self.district))
        return grouped.group_by(*(key for key in keys if key is not None)).subquery(tallies.name)


def _places(scope: Scope[Frame]) -> tuple[tuple[str, int], ...]:
    return tuple((name, id(frame)) for name, (_, frame) in scope.items())

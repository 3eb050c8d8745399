"""Criteria as conditions on one row at a time: EXISTS and counting subqueries, which indexes serve.

For screens, lists and scope: the condition stands beside any other one, and a page costs what a page costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.expression import ClauseElement

from slrt_core.adapters.sql.criteria.facts import Facts, Frame
from slrt_core.adapters.sql.criteria.predicates import Number, Predicate, Predicates, integer
from slrt_core.adapters.sql.criteria.roots import joined_roots, root_frames, verdict
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.rails import Scope
from slrt_core.rules.criteria.schema import Schema

__all__ = ["Exists"]


class Exists(Predicates):
    """The compiler of that shape; see `Predicates`.

    Args:
        schema: in which fields are found.
        facts: the tables.
        district: whose rows.
    """

    def __init__(self, schema: Schema, facts: Facts, district: str) -> None:
        super().__init__(schema, facts, district)
        self._after: sa.ColumnElement[Any] | None = None
        self._until: sa.ColumnElement[Any] | None = None

    def verdicts(self, expressions: Sequence[Lowered]) -> sa.Select[Any]:
        """The key of every unit, and for each expression 1 (yes), 0 (no) or NULL (unknown), named ``v0``, ``v1`` ….

        Args:
            expressions: lowered for one unit.

        Raises:
            CannotPushDown: a table or column is not there.
        """
        frames = root_frames(self.schema, self.facts, expressions[0].unit)
        columns = [
            verdict(self.predicate(e, frames), self.predicate(e, frames, want=False)).label(f"v{place}")
            for place, e in enumerate(expressions)
        ]
        first = next(iter(frames.values()))
        return joined_roots(sa.select(first.key.label("key"), *columns), frames, columns, self.district)

    def select(
        self,
        expression: Lowered,
        *,
        want: bool = True,
        or_unknown: bool = False,
        after: sa.ColumnElement[Any] | None = None,
        until: sa.ColumnElement[Any] | None = None,
    ) -> sa.Select[Any]:
        """The keys of the units whose verdict is the wanted one, or may be; further conditions can be added.

        Args:
            expression: lowered.
            want: yes or no.
            or_unknown: whether unknown will do.
            after: only households after this one. It is said of their members too, since a planner that makes a join
                would begin with the first of them.
            until: only households up to this one.
        """
        frames = root_frames(self.schema, self.facts, expression.unit)
        first = next(iter(frames.values()))
        self._after, self._until = after, until
        condition = self.predicate(expression, frames, want=want, or_unknown=or_unknown)
        selected = sa.select(first.key.label("key")).where(condition, *self._between(first.home))
        self._after = self._until = None
        return joined_roots(selected, frames, [condition], self.district)

    def _between(self, home: sa.ColumnElement[Any]) -> list[sa.ColumnElement[bool]]:
        """That a household is one of those that are looked through."""
        after = [] if self._after is None else [home > self._after]
        return after if self._until is None else [*after, home <= self._until]

    def predicate(
        self, expression: Lowered, frames: Mapping[str, Frame], *, want: bool = True, or_unknown: bool = False
    ) -> Predicate:
        """A condition on rows of the tables in these frames, one for each root.

        Args:
            expression: lowered.
            frames: by root.
            want: yes or no.
            or_unknown: whether unknown will do.
        """
        return self.rail(expression.node, self.roots(expression, frames), want=want, or_unknown=or_unknown)

    # --- marks

    def _marks(self, frame: Frame, suffix: str, *shown: str) -> sa.Select[Any]:
        assert self.facts.marks is not None  # noqa: S101 - asked before
        marks = self.facts.marks.alias()
        this = marks.c["key"] == frame.key + sa.literal(suffix, sa.String())
        columns: list[sa.ColumnElement[Any]] = [marks.c[name] for name in shown] or [integer(1)]
        return (
            sa.select(*columns)
            .select_from(marks)
            .where(marks.c["district"] == self.district, this)
            .correlate_except(marks)
        )

    def mark(self, frame: Frame, suffix: str, column: str) -> sa.ColumnElement[Any]:
        """See `Predicates.mark`."""
        return self._marks(frame, suffix, column).scalar_subquery()

    def marked(self, frame: Frame, suffix: str, *, want: bool) -> Predicate:
        """See `Predicates.marked`."""
        found = sa.exists(self._marks(frame, suffix))
        return found if want else sa.not_(found)

    # --- groups

    def enter(self, relation: str, unit: str, holder: Frame, scope: Scope[Frame]) -> Frame:
        """See `Rails.enter`."""
        del relation, scope
        return Frame(self.facts, unit, self.facts.tables[unit].alias(), holder)

    def _of(self, group: Frame, *shown: sa.ColumnElement[Any]) -> sa.Select[Any]:
        assert group.parent is not None  # noqa: S101 - a group belongs to somebody
        return (
            sa.select(*shown)
            .select_from(group.table)
            .where(*group.within(self.district), group.link == group.parent.key, *self._between(group.home))
            .correlate_except(group.table)
        )

    def some(self, group: Frame, holds: Predicate) -> Predicate:
        """See `Rails.some`."""
        return self._there(group, holds, want=True)

    def none(self, group: Frame, holds: Predicate) -> Predicate:
        """See `Rails.none`."""
        return self._there(group, holds, want=False)

    def _there(self, group: Frame, holds: Predicate, *, want: bool) -> Predicate:
        if isinstance(holds, sa.False_):
            return self.const(not want)
        found = sa.exists(self._of(group, integer(1)).where(holds))
        return found if want else sa.not_(found)

    def count(self, group: Frame, holds: Predicate) -> Number:
        """See `Rails.count`."""
        return Number(self._of(group, sa.func.count()).where(holds).scalar_subquery())

    def total(self, group: Frame, parts: Sequence[tuple[Predicate, Number]]) -> Number:
        """See `Rails.total`."""
        each = sa.case(*((test, term.sql) for test, term in parts), else_=integer(0))
        found = self._of(group, sa.func.sum(_of_each(group, each))).scalar_subquery()
        return Number(sa.func.coalesce(found, integer(0)))

    def extreme(self, group: Frame, holds: Predicate, term: Number, *, least: bool, otherwise: int) -> Number:
        """See `Rails.extreme`."""
        function = sa.func.min if least else sa.func.max
        found = self._of(group, function(_of_each(group, term.sql))).where(holds).scalar_subquery()
        return Number(sa.func.coalesce(found, integer(otherwise)))


def _of_each(group: Frame, term: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A number of each row of a group, also where it says nothing of the row.

    An aggregate over what names none of a query's own tables is one of the query around it: a list of households would
    come out as one row. (SQLite takes a key that IS NOT NULL for a constant.)
    """
    return term if _names(term, group.table) else sa.case((group.key == group.key, term))


def _names(element: ClauseElement, table: sa.FromClause) -> bool:
    """Whether a column of a table stands in an expression, outside of the queries within it."""
    if isinstance(element, sa.ColumnClause):
        return element.table is table
    if isinstance(element, sa.ScalarSelect | sa.Exists | sa.SelectBase):
        return False
    return any(_names(part, table) for part in element.get_children())

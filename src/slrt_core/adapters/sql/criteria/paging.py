"""A list of households page by page, whether the condition holds for one in five or for one in ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from slrt_core.adapters.sql.criteria.exists import Exists
from slrt_core.adapters.sql.criteria.predicates import integer
from slrt_core.rules.criteria.lowering import Lowered

__all__ = ["Pages", "Run"]

Run = Callable[[sa.Select[Any], Mapping[str, Any]], Sequence[Sequence[Any]]]
"""Runs a statement with its parameters and gives its rows, as a connection of SQLAlchemy does."""

_LOOK_AHEAD = 10
"""So many pages of households are looked through before all others are."""


class Pages:
    """The households of which a condition surely holds, in the order of their keys.

    A page is looked for among the next few thousand households first: where many match, that is all it takes. Where few
    do, one query over all that follow finds the rest, and the first look was a small part of it. One query alone is
    not enough everywhere: a planner cannot know for how many a condition holds, and MariaDB goes through everybody for
    any page.

    Args:
        shape: the tables, and whose rows.
        expression: lowered, of households.
        limit: households on a page.

    Raises:
        CannotPushDown: a table or column is not there.
    """

    def __init__(self, shape: Exists, expression: Lowered, limit: int) -> None:
        key = shape.facts.tables["household"].c[shape.facts.key]
        after, until = (sa.bindparam(name, type_=key.type) for name in ("after", "until"))
        most: sa.ColumnElement[int] = sa.literal_column(str(limit))
        ahead = sa.select(key).where(key > after).order_by(key).limit(integer(1)).offset(integer(_LOOK_AHEAD * limit))
        if shape.facts.district:
            ahead = ahead.where(shape.facts.tables["household"].c[shape.facts.district] == shape.district)
        self._limit = limit
        self._ahead = ahead
        self._near = shape.select(expression, after=after, until=until).order_by("key").limit(most)
        self._far = shape.select(expression, after=after).order_by("key").limit(most)

    def page(self, run: Run, after: Any = "") -> list[Any]:
        """The keys of one page; fewer than fit on it only where there are no more.

        Args:
            run: in whose transaction.
            after: the last key of the page before.
        """
        found: list[Any] = []
        for (until,) in run(self._ahead, {"after": after}):
            found += [key for (key,) in run(self._near, {"after": after, "until": until})]
            after = until
        if len(found) < self._limit:
            found += [key for (key,) in run(self._far, {"after": after})]
        return found[: self._limit]

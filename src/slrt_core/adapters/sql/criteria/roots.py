"""The roots of a query: the unit that is assessed, and above it its family and home, where they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from slrt_core.adapters.sql.criteria.facts import Facts, Frame
from slrt_core.adapters.sql.criteria.predicates import integer
from slrt_core.rules.criteria.schema import Schema

__all__ = ["joined_roots", "root_frames", "used_tables", "verdict"]

_NAMES = {"household": "h", "family": "f", "individual": "i"}


def root_frames(schema: Schema, facts: Facts, unit: str) -> dict[str, Frame]:
    """A frame for each root of a unit, itself first."""
    return {root: Frame(facts, root, facts.tables[root].alias(_NAMES[root])) for root in schema.roots[unit]}


def verdict(yes: sa.ColumnElement[bool], no: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    """1, 0 or NULL."""
    return sa.case((yes, integer(1)), (no, integer(0)))


def used_tables(expressions: Iterable[sa.ColumnElement[Any]]) -> set[sa.FromClause]:
    """The tables whose columns stand in expressions, also in subqueries of theirs."""
    found = set()
    for expression in expressions:
        for part in sa.sql.visitors.iterate(expression):
            if isinstance(part, sa.Column | sa.ColumnClause) and part.table is not None:
                found.add(part.table)
    return found


def joined_roots(
    selected: sa.Select[Any],
    frames: Mapping[str, Frame],
    used: Iterable[sa.ColumnElement[Any]],
    district: sa.ColumnElement[str],
) -> sa.Select[Any]:
    """The query with its roots in it: who has no family stays, and nothing of that family is known."""
    first, *above = frames.values()
    source: Any = first.table
    tables = used_tables(used)
    for frame in above:
        if frame.table in tables:
            mine = first.home if frame.unit == "household" else first.table.c["kin"]
            source = source.outerjoin(frame.table, sa.and_(*frame.within(district), frame.key == mine))
    return selected.select_from(source).where(*first.within(district))

"""The tables that criteria are computed in, and where in them a variable stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from attrs import define, field, frozen

from slrt_core.adapters.sql.schema import Schema as Tables
from slrt_core.desk.projection import UNIT_KINDS, column_name

__all__ = ["Facts", "Frame"]


@frozen(kw_only=True)
class Facts:
    """Tables of the present state: of each unit one, and one of the marks.

    Args:
        tables: by unit; of a family with the column ``home``, of an individual with ``home`` and ``kin``.
        marks: the codes of sets, and values under keys; none if all of these have columns.
        key: the column of a unit's key.
        district: the column of the district; none if the tables are of one district only.
        column: the column of a variable, by its name and key; see `slrt_core.desk.projection.column_name`.
    """

    tables: Mapping[str, sa.FromClause]
    marks: sa.FromClause | None = None
    key: str = "key"
    district: str = "district"
    column: Callable[[str, str], str] = column_name

    @classmethod
    def of(cls, tables: Tables) -> Facts:
        """The tables that the store keeps of the kinds of `slrt_core.desk.projection.fact_kinds`."""
        return cls(
            tables={unit: tables.records[kind] for unit, kind in UNIT_KINDS.items()}, marks=tables.records["mark"]
        )


@define(eq=False)
class Frame:
    """One place of a table in a query: a root, or those who belong to another frame.

    Args:
        facts: the tables.
        unit: whose rows these are.
        table: under a name of its own.
        parent: the frame to which they belong; a root has none.
        level: how many frames of the same people stand around it.
    """

    facts: Facts
    unit: str
    table: sa.FromClause
    parent: Frame | None = None
    level: int = 0
    groups: dict[tuple[str, int], Frame] = field(factory=dict)

    @property
    def key(self) -> sa.ColumnElement[str]:
        """The key of a row."""
        return self.table.c[self.facts.key]

    @property
    def home(self) -> sa.ColumnElement[str]:
        """The household in which a row lies."""
        return self.key if self.unit == "household" else self.table.c["home"]

    @property
    def link(self) -> sa.ColumnElement[str]:
        """The key of the parent's row to which a row belongs."""
        family = self.parent is not None and self.parent.unit == "family"
        return self.table.c["kin"] if family else self.table.c["home"]

    def column(self, name: str, key: str = "") -> sa.ColumnElement[object] | None:
        """The column of a variable; none if the table has none."""
        return self.table.c.get(self.facts.column(name, key))

    def within(self, district: sa.ColumnElement[str]) -> list[sa.ColumnElement[bool]]:
        """That a row is of a district."""
        return [self.table.c[self.facts.district] == district] if self.facts.district else []

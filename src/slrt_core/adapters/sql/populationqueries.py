"""The questions that are put to the present state of households, as statements; see `slrt_core.ports.population`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from slrt_core.adapters.sql.columns import text
from slrt_core.adapters.sql.criteria import Exists
from slrt_core.adapters.sql.criteria.facts import Frame
from slrt_core.adapters.sql.criteria.predicates import integer, written_among
from slrt_core.adapters.sql.criteria.roots import joined_roots, root_frames, verdict
from slrt_core.adapters.sql.populationtables import Present
from slrt_core.adapters.sql.schema import Schema
from slrt_core.rules.criteria import Lowered
from slrt_core.rules.criteria.nodes import Field

__all__ = ["PopulationQueries"]


class PopulationQueries:
    """See the module.

    Args:
        present: the tables.
        schema: of the store, with the households' records.
        district: whose.
    """

    def __init__(self, present: Present, schema: Schema, district: str) -> None:
        self._present = present
        self._records = schema.records["household"].alias("r")
        self._done = present.tables["done"].alias("d")
        self._name = district
        self._district = sa.literal(district, text(20))

    # --- which households

    def outdated(self, day: date, after: str, limit: int) -> sa.Select[Any]:
        """See `Population.outdated`."""
        asked = self._not_held(day).order_by(self._records.c.key)
        if after:
            asked = asked.where(self._records.c.key > sa.literal(after, sa.String()))
        return _most(asked, limit)

    def beside(self, regions: Collection[str], day: date, limit: int) -> sa.Select[Any]:
        """See `Population.beside`."""
        return _most(self._not_held(day).where(written_among(self._records.c.region, sorted(regions))), limit)

    def _homes(self, regions: Collection[str], day: date) -> sa.Select[Any]:
        # Said so that planners begin with the households of the villages, of which there may be one in thousands.
        return sa.select(self._records.c.key).where(
            self._records.c.district == self._district,
            written_among(self._records.c.region, sorted(regions)),
            *self._held(day),
        )

    def _held(self, day: date) -> list[sa.ColumnElement[bool]]:
        """That of a household's record the state on a day is held."""
        on: sa.ColumnElement[Any] = sa.literal_column(f"'{day.isoformat()}'")
        done, record = self._done.c, self._records.c
        return [
            done.district == self._district,
            done.key == record.key,
            done.version == record.version,
            done.edition == sa.literal(self._present.edition, sa.String()),
            sa.or_(done.region == record.region, sa.and_(done.region.is_(None), record.region.is_(None))),
            sa.or_(done.since.is_(None), done.since <= on),
            sa.or_(done.until.is_(None), done.until > on),
        ]

    def _not_held(self, day: date) -> sa.Select[Any]:
        there = self._records.outerjoin(self._done, sa.and_(*self._held(day)))
        asked = sa.select(self._records.c.key).select_from(there)
        return asked.where(self._records.c.district == self._district, self._done.c.key.is_(None))

    # --- what is found of their units

    def judged(
        self, expression: Lowered, ranks: Sequence[Lowered], regions: Collection[str], *, surely: bool
    ) -> sa.Select[Any]:
        """Home, unit, whether it is surely yes, and two bounds for each rank; see `Population.judge`."""
        compiler, frames, first = self._rooted(expression)
        yes = compiler.predicate(expression, frames)
        wanted = yes if surely else compiler.predicate(expression, frames, or_unknown=True)
        scopes = [(rank, compiler.roots(rank, frames)) for rank in ranks]
        ends = [
            compiler.bound(rank.node, scope, up=up).sql.label(f"b{n}{'lh'[up]}")
            for n, (rank, scope) in enumerate(scopes)
            for up in (False, True)
        ]
        sure = sa.case((yes, integer(1)), else_=integer(0)).label("v")
        return joined_roots(
            sa.select(first.home.label("home"), first.key.label("unit"), sure, *ends),
            frames, [yes, wanted, *ends], self._district,
        ).where(wanted, first.home.in_(self._homes(regions, expression.as_of)))  # fmt: skip

    def verdicts(
        self,
        among: Sequence[Lowered],
        further: Sequence[Lowered],
        facts: Sequence[Field],
        regions: Collection[str],
        *,
        each: bool,
    ) -> sa.Select[Any]:
        """A verdict for each condition, the facts, and how many units or the keys of one; see `Population.verdicts`."""
        compiler, frames, first = self._rooted(among[0])
        wanted = sa.or_(*(compiler.predicate(one, frames, or_unknown=True) for one in among))
        scope = compiler.roots(among[0], frames)
        found = [
            verdict(compiler.predicate(one, frames), compiler.predicate(one, frames, want=False)).label(f"v{n}")
            for n, one in enumerate((*among, *further))
        ]
        found += [compiler.value(fact, scope).label(f"f{n}") for n, fact in enumerate(facts)]
        keys = [key.label(f"k{n}") for n, key in enumerate(_keys(first))] if each else []
        asked = joined_roots(sa.select(*found, *keys), frames, [*found, wanted], self._district)
        asked = asked.where(wanted, first.home.in_(self._homes(regions, among[0].as_of)))
        if each:
            return asked
        one_by_one = asked.subquery("u")
        return sa.select(*one_by_one.c, sa.func.count()).group_by(*one_by_one.c)

    def units(self, unit: str, regions: Collection[str], day: date) -> sa.Select[Any]:
        """See `Population.units`."""
        table = self._present.facts.tables[unit].alias("n")
        home = table.c["key" if unit == "household" else "home"]
        counted = sa.select(sa.func.count()).select_from(table)
        return counted.where(table.c["district"] == self._district, home.in_(self._homes(regions, day)))

    def _rooted(self, expression: Lowered) -> tuple[Exists, dict[str, Frame], Frame]:
        compiler = Exists(expression.schema, self._present.facts, self._name)
        frames = root_frames(expression.schema, self._present.facts, expression.unit)
        return compiler, frames, next(iter(frames.values()))


def _keys(first: Frame) -> list[sa.ColumnElement[str]]:
    """The key of a unit, and of what it belongs to, the household last."""
    kin = [first.table.c["kin"]] if first.unit == "individual" else []
    return [first.key, *kin, *([first.home] if first.unit != "household" else [])]


def _most(asked: sa.Select[Any], limit: int) -> sa.Select[Any]:
    return asked.limit(sa.literal_column(str(limit)))

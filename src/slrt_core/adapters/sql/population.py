"""The present state of households, kept and judged by the database; see `slrt_core.ports.population`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from slrt_core.adapters.sql.columns import text
from slrt_core.adapters.sql.criteria import Exists
from slrt_core.adapters.sql.criteria.predicates import integer, written_among
from slrt_core.adapters.sql.criteria.roots import joined_roots, root_frames
from slrt_core.adapters.sql.link import Link
from slrt_core.adapters.sql.populationtables import LONGEST_CODE, Present, row_of
from slrt_core.adapters.sql.schema import Schema
from slrt_core.ports import IndexValue
from slrt_core.ports.population import Judged, Judgement, Projected
from slrt_core.rules.criteria import Lowered

__all__ = ["SqlPopulation"]


class SqlPopulation:
    """See `slrt_core.ports.Population`.

    Args:
        link: of the transaction.
        present: the tables.
        schema: of the store, with the households' records.
        district: whose.
        write: whether it may be written in.
    """

    def __init__(self, link: Link, present: Present, schema: Schema, district: str, *, write: bool) -> None:
        self._link = link
        self._present = present
        self._records = schema.records["household"].alias("r")
        self._done = present.tables["done"].alias("d")
        self._name = district
        self._district = sa.literal(district, text(20))
        self._write = write

    # --- keeping

    def replace(self, homes: Sequence[Projected]) -> int:
        """See `Population.replace`."""
        self._may_write()
        for start in range(0, len(homes), _AT_ONCE):
            self._delete([home.home for home in homes[start : start + _AT_ONCE]])
        kept = [home for home in homes if _fits(home, self._present.types)]
        if self._insert(kept):
            return len(kept)
        # One of them holds somebody whom another household holds too.
        return sum(self._insert([home]) for home in kept)

    def forget(self, home: str) -> None:
        """See `Population.forget`."""
        self._may_write()
        self._delete([home])

    def settle(self) -> None:
        """See `Population.settle`."""
        self._may_write()
        # Without, PostgreSQL takes ten times as long as one by one, until its own clean-up comes by.
        for table in self._present.tables.values() if self._link.database.analyze else ():
            self._link.run(self._link.database.analyze.format(table.name))

    def _delete(self, homes: Sequence[str]) -> None:
        for kind, table in self._present.tables.items():
            column = table.c["key" if kind in {"home", "done"} else "home"]
            same = sa.or_(*(column == sa.literal(home, sa.String()) for home in homes))
            self._run(table.delete().where(table.c.district == self._district, same))

    def _insert(self, homes: Sequence[Projected]) -> bool:
        given: dict[str, list[Sequence[Any]]] = {}
        for home in homes:
            done: dict[str, Any] = {"version": home.version, "edition": self._present.edition}
            done |= {"region": home.region, "since": home.since, "until": home.until}
            for kind, key, values in (*home.rows, ("done", home.home, done)):
                _, names, into = self._present.inserts[kind]
                row = row_of(names, into, {**values, "district": self._name, "key": key})
                given.setdefault(kind, []).append(row)
        self._link.run("SAVEPOINT slrt_homes")
        whole = all(self._link.inserted_all(self._present.inserts[kind][0], rows) for kind, rows in given.items())
        if not whole:
            self._link.run("ROLLBACK TO SAVEPOINT slrt_homes")
        self._link.run("RELEASE SAVEPOINT slrt_homes")
        return whole

    # --- asking

    def outdated(self, day: date, *, after: str = "", limit: int = 200) -> Sequence[str]:
        """See `Population.outdated`."""
        asked = self._not_held(day).order_by(self._records.c.key)
        if after:
            asked = asked.where(self._records.c.key > sa.literal(after, sa.String()))
        return tuple(key for (key,) in self._run(_most(asked, limit)))

    def beside(self, regions: Collection[str], day: date, limit: int) -> Sequence[str]:
        """See `Population.beside`."""
        asked = self._not_held(day).where(written_among(self._records.c.region, sorted(regions)))
        return tuple(key for (key,) in self._run(_most(asked, limit)))

    def judge(
        self, expression: Lowered, ranks: Sequence[Lowered], regions: Collection[str], *, surely: bool = False
    ) -> Judgement:
        """See `Population.judge`."""
        compiler = Exists(expression.schema, self._present.facts, self._name)
        frames = root_frames(expression.schema, self._present.facts, expression.unit)
        first = next(iter(frames.values()))
        yes = compiler.predicate(expression, frames)
        wanted = yes if surely else compiler.predicate(expression, frames, or_unknown=True)
        scopes = [(rank, compiler.roots(rank, frames)) for rank in ranks]
        ends = [
            compiler.bound(rank.node, scope, up=up).sql.label(f"b{n}{'lh'[up]}")
            for n, (rank, scope) in enumerate(scopes)
            for up in (False, True)
        ]
        verdict = sa.case((yes, integer(1)), else_=integer(0)).label("v")
        # Said so that planners begin with the households of the villages, of which there may be one in thousands.
        homes = sa.select(self._records.c.key).where(
            self._records.c.district == self._district,
            written_among(self._records.c.region, sorted(regions)),
            *self._held(expression.as_of),
        )
        inside = first.home.in_(homes)
        asked = joined_roots(
            sa.select(first.home.label("home"), first.key.label("unit"), verdict, *ends),
            frames, [yes, wanted, *ends], self._district,
        ).where(wanted, inside)  # fmt: skip
        found = tuple(
            Judged(
                home,
                unit,
                True if said else None,
                tuple((int(a), int(b)) for a, b in zip(n[::2], n[1::2], strict=True)),
            )
            for home, unit, said, *n in self._run(asked)
        )
        every, households = (
            self._counted(table, table.c["key"] if unit == "household" else table.c["home"], homes)
            for unit, table in (
                (expression.unit, first.table), ("household", self._present.facts.tables["household"].alias("n")),
            )
        )  # fmt: skip
        return Judgement(found, 0 if surely else every - len(found), households)

    def _counted(self, table: Any, home: sa.ColumnElement[str], homes: sa.Select[Any]) -> int:
        counted = sa.select(sa.func.count()).select_from(table)
        ((found,),) = self._run(counted.where(table.c["district"] == self._district, home.in_(homes)))
        return int(found)

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

    def _run(self, statement: sa.ClauseElement) -> Any:
        compiled = statement.compile(dialect=cast("DefaultDialect", self._link.database.dialect()))
        names = cast("Any", compiled).positiontup or ()
        cursor = self._link.run(str(compiled), tuple(compiled.params[name] for name in names))
        return cursor.fetchall() if cursor.description else ()

    def _may_write(self) -> None:
        if not self._write:
            raise TypeError("this transaction was begun for reading")


_AT_ONCE = 100


def _most(asked: sa.Select[Any], limit: int) -> sa.Select[Any]:
    return asked.limit(sa.literal_column(str(limit)))


def _fits(home: Projected, types: Mapping[str, Mapping[str, type]]) -> bool:
    """Whether all values can be kept: one that was recorded when its variable was of another type cannot."""
    return all(
        value is None or (type(value) is types[kind][name] and _short(name, value))
        for kind, _, values in home.rows
        for name, value in values.items()
    )


def _short(name: str, value: IndexValue) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_CODE or name in {"home", "kin"}
    return not isinstance(value, int) or abs(value) < _MOST


_MOST = 2**63

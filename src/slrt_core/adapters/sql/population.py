"""The present state of households, kept and judged by the database; see `slrt_core.ports.population`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from slrt_core.adapters.sql.columns import text
from slrt_core.adapters.sql.link import Link
from slrt_core.adapters.sql.populationqueries import PopulationQueries
from slrt_core.adapters.sql.populationtables import LONGEST_CODE, Present, row_of
from slrt_core.adapters.sql.schema import Schema
from slrt_core.ports import IndexValue
from slrt_core.ports.population import Found, Judged, Judgement, Projected
from slrt_core.rules.criteria import Lowered
from slrt_core.rules.criteria.nodes import Field

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
        self._queries = PopulationQueries(present, schema, district)
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
        return tuple(key for (key,) in self._run(self._queries.outdated(day, after, limit)))

    def beside(self, regions: Collection[str], day: date, limit: int) -> Sequence[str]:
        """See `Population.beside`."""
        return tuple(key for (key,) in self._run(self._queries.beside(regions, day, limit)))

    def judge(
        self, expression: Lowered, ranks: Sequence[Lowered], regions: Collection[str], *, surely: bool = False
    ) -> Judgement:
        """See `Population.judge`."""
        asked = self._queries.judged(expression, ranks, regions, surely=surely)
        found = tuple(
            Judged(
                home,
                unit,
                True if said else None,
                tuple((int(a), int(b)) for a, b in zip(n[::2], n[1::2], strict=True)),
            )
            for home, unit, said, *n in self._run(asked)
        )
        return Judgement(found, 0 if surely else self.units(expression.unit, regions, expression.as_of) - len(found))

    def verdicts(
        self,
        among: Sequence[Lowered],
        regions: Collection[str],
        *,
        further: Sequence[Lowered] = (),
        facts: Sequence[Field] = (),
        each: bool = False,
    ) -> Sequence[Found]:
        """See `Population.verdicts`."""
        asked = self._queries.verdicts(among, further, facts, regions, each=each)
        schema = among[0].schema
        bools = [schema.units[fact.of].fields[fact.name].name == "bool" for fact in facts]
        said = len(among) + len(further)
        told = said + len(facts)
        return tuple(
            Found(
                tuple([_VERDICTS[verdict] for verdict in row[:said]]),
                tuple([bool(v) if b and v is not None else v for v, b in zip(row[said:told], bools, strict=True)]),
                1 if each else row[told],
                tuple(row[told:]) if each else (),
            )
            for row in self._run(asked)
        )

    def units(self, unit: str, regions: Collection[str], day: date) -> int:
        """See `Population.units`."""
        ((found,),) = self._run(self._queries.units(unit, regions, day))
        return int(found)

    def _run(self, statement: sa.ClauseElement) -> Any:
        compiled = statement.compile(dialect=cast("DefaultDialect", self._link.database.dialect()))
        names = cast("Any", compiled).positiontup or ()
        cursor = self._link.run(str(compiled), tuple(compiled.params[name] for name in names))
        return cursor.fetchall() if cursor.description else ()

    def _may_write(self) -> None:
        if not self._write:
            raise TypeError("this transaction was begun for reading")


_AT_ONCE = 100
_VERDICTS = {1: True, 0: False, None: None}


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

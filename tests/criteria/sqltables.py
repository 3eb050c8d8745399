"""Hostile households in a database, and the comparison of a target's verdicts with the oracle's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import sqlalchemy as sa
from attrs import evolve, field, frozen

from slrt_core.adapters.sql.criteria import Exists, Facts, Grouped
from slrt_core.adapters.sql.schema import Schema as Tables
from slrt_core.desk.projection import fact_kinds, rows
from slrt_core.rules.criteria import Context, Kind, Lowered, Schema, base_schema, check, lower, print_text
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing.expressions import AS_OF, expression, households
from slrt_core.testing.interpreter import Interpreter
from tests.sql.places import Place, opened

__all__ = ["DAYS", "DISTRICT", "SHAPES", "UNITS", "Found", "World", "hostile_schema", "opened"]

DISTRICT = "61.12"
UNITS = ("household", "family", "individual")

Target = Callable[[Schema, Facts, str], Any]
SHAPES: Mapping[str, Target] = {"exists": Exists, "grouped": Grouped}

DAYS = (AS_OF, date(2026, 2, 28))
"""On the second nobody who was born on 29 February has completed a year."""


def hostile_schema() -> Schema:
    """The catalogue's variables, and some at which databases part ways."""
    schema = base_schema(load_rulebook().variables)
    more = {
        "letters": Kind(name="code", codes=("a", "A", "a ", "é", "e", "it's", "100%", ":x", "\\")),
        "levelled": Kind(name="bool", keyed=True),
        "debt": Kind(name="number", low=-3_000_000_000, high=3_000_000_000),
        "since": Kind(name="date"),
        "kinds": Kind(name="codes", codes=("x", "X", "y")),
    }
    units = {name: evolve(unit, fields={**unit.fields, **more}) for name, unit in schema.units.items()}
    return evolve(schema, units=units)


@frozen(kw_only=True)
class Found:
    """What a comparison found."""

    differences: list[str] = field(factory=list)
    verdicts: Counter[bool | None] = field(factory=Counter)


@frozen(kw_only=True)
class World:
    """A database with hostile households in it, and the subjects as the oracle reads them."""

    schema: Schema
    engine: sa.Engine
    facts: Facts
    subjects: Mapping[str, Mapping[str, Mapping[str, Any]]]
    keys: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, place: Place, rng: Random, how_many: int, keys: Mapping[str, Sequence[str]] | None = None) -> World:
        """So many households, and as many of another district with the same keys."""
        schema = hostile_schema()
        tables = Tables.of(fact_kinds(schema, keys))
        for table in tables.records.values():
            # The store makes an index for every field; here they would take longer to make than all else.
            for index in [*table.indexes]:
                if not {c.name for c in index.columns} & {"home", "kin"}:
                    table.indexes.discard(index)
        engine = place.host(place.fresh())
        homes, others = households(rng, schema, how_many), households(rng, schema, how_many // 10)
        with engine.begin() as connection:
            tables.metadata.create_all(connection, tables=list(tables.records.values()))
            for district, made in ((DISTRICT, homes), ("34.04", others)):
                found: dict[str, list[dict[str, Any]]] = {}
                for home in made:
                    for kind, key, values in rows(home, schema, keys):
                        row = {"district": district, "key": key, "version": 1, "body": b"", **values}
                        found.setdefault(kind, []).append(row)
                for kind, given in found.items():
                    connection.execute(tables.records[kind].insert(), given)
        _counted(engine, tables)
        everybody = _subjects(homes)
        # Of the oracle's time each unit takes about the same.
        subjects = {unit: dict(list(everybody[unit].items())[:how_many]) for unit in UNITS}
        everyone = {unit: frozenset(everybody[unit]) for unit in UNITS}
        return cls(schema=schema, engine=engine, facts=Facts.of(tables), subjects=subjects, keys=everyone)

    def lowered(self, rng: Random, unit: str, how_many: int, as_of: date = AS_OF) -> list[tuple[Any, Lowered]]:
        """Random expressions of a unit, as written and lowered."""
        setting = Context(schema=self.schema, as_of=as_of)
        nodes = [expression(rng, self.schema, unit) for _ in range(how_many)]
        return [(node, lower(check(node, self.schema, unit), setting)) for node in nodes]

    def expected(self, written: Iterable[Any], unit: str, as_of: date = AS_OF) -> list[dict[str, bool | None]]:
        """The oracle's verdicts by key."""
        oracle = Interpreter(self.schema, as_of)
        return [{k: oracle.truth(node, unit, s) for k, s in self.subjects[unit].items()} for node in written]

    def compare(
        self, targets: Sequence[Target], rng: Random, how_many: int, *, batch: int = 10, enough: int = 10**9
    ) -> Found:
        """Random expressions by targets and by the oracle, many in one statement.

        Args:
            targets: the compilers.
            rng: where chance comes from.
            how_many: expressions.
            batch: in one statement.
            enough: after how many differences nothing more is compared.
        """
        found = Found()
        for start in range(0, how_many, batch):
            unit, as_of = UNITS[start // batch % 3], DAYS[start // batch % 2]
            given = self.lowered(rng, unit, min(batch, how_many - start), as_of)
            expected = self.expected([written for written, _ in given], unit, as_of)
            found.verdicts.update(verdict for each in expected for verdict in each.values())
            for target in targets:
                found.differences.extend(self.differences(target, unit, given, expected))
            if len(found.differences) >= enough:
                break
        return found

    def known(self, unit: str, answered: Mapping[str, Any]) -> dict[str, Any]:
        """Of what was answered, that of which the oracle was asked."""
        assert answered.keys() <= self.keys[unit]
        return {key: value for key, value in answered.items() if key in self.subjects[unit]}

    def verdicts(self, statement: sa.Select[Any]) -> dict[str, tuple[bool | None, ...]]:
        """What a query says of each unit."""
        with self.engine.connect() as connection:
            answered = {row[0]: tuple(row[1:]) for row in connection.execute(statement)}
        assert {type(v) for row in answered.values() for v in row} <= {int, type(None)}
        return {key: tuple(None if v is None else {0: False, 1: True}[v] for v in row) for key, row in answered.items()}

    def differences(
        self, target: Target, unit: str, given: Sequence[tuple[Any, Lowered]],
        expected: Sequence[Mapping[str, bool | None]],
    ) -> list[str]:  # fmt: skip
        """For each expression the first unit of which a target says something else."""
        answered = self.verdicts(target(self.schema, self.facts, DISTRICT).verdicts([low for _, low in given]))
        if answered.keys() != self.keys[unit]:
            return [f"{unit}: {len(answered)} rows for {len(self.keys[unit])} units"]
        found = []
        for place, (written, _) in enumerate(given):
            wrong = [key for key, want in expected[place].items() if answered[key][place] is not want]
            if wrong:
                key = wrong[0]
                said = f"{expected[place][key]} expected, {answered[key][place]} found"
                found.append(f"{unit} {key}: {said}: {print_text(written)}")
        return found


def _counted(engine: sa.Engine, tables: Tables) -> None:
    """Let the planner know how many rows there are."""
    analyze = "ANALYZE TABLE" if engine.dialect.name in {"mysql", "mariadb"} else "ANALYZE"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables.records.values():
            connection.exec_driver_sql(f"{analyze} {table.name}")


def _subjects(homes: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {unit: {} for unit in UNITS}
    for home in homes:
        found["household"][home["id"]] = {"household": home}
        for family in home["families"]:
            found["family"][family["id"]] = {"family": family, "household": home}
            for member in family["members"]:
                found["individual"][member["id"]] = {"individual": member, "family": family, "household": home}
    return found

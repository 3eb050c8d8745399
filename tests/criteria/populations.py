"""Random expressions over hostile households, on every engine, beside the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import duckdb
import narwhals as nw
from attrs import evolve

from slrt_core.adapters.columnar import Tables, evaluate, tables_of
from slrt_core.rules.criteria import Context, Lowered, Schema, base_schema, check, lower, nodes, print_text
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing.expressions import AS_OF, expression, households
from slrt_core.testing.interpreter import Interpreter

UNITS = ("household", "family", "individual")
KEYS = ("PKH", "SEMBAKO")
Homes = Sequence[Mapping[str, Any]]


def default_schema() -> Schema:
    """Of the default rulebook, with a number that members have if there is none."""
    schema = base_schema(load_rulebook().variables)
    member = schema.units["individual"]
    if any(kind.name == "number" for kind in member.fields.values()):
        return schema
    numbers = {"income": evolve(schema.units["household"].fields["monthly_income"], low=-5_000_000)}
    units = {**schema.units, "individual": evolve(member, fields={**member.fields, **numbers})}
    return evolve(schema, units=units)


def polars(homes: Homes, schema: Schema, *, long: bool = False) -> Tables:
    return tables_of(homes, schema, keys=KEYS, long=long)


def _each(tables: Tables, of: Callable[[Any], Any]) -> Tables:
    native = {name: getattr(tables, name) for name in ("home", "kin", "person", "mark")}
    return Tables(**{name: frame if frame is None else of(frame) for name, frame in native.items()})


def lazy_polars(homes: Homes, schema: Schema, *, long: bool = False) -> Tables:
    return _each(polars(homes, schema, long=long), lambda frame: frame.lazy())


def duck(homes: Homes, schema: Schema, *, long: bool = False) -> Tables:
    tables = tables_of(homes, schema, keys=KEYS, long=long, backend="pyarrow")
    return _each(tables, duckdb.from_arrow)


def spark(session: Any) -> Callable[..., Tables]:
    def made(homes: Homes, schema: Schema, *, long: bool = False) -> Tables:
        tables = tables_of(homes, schema, keys=KEYS, long=long, backend="pyarrow")
        return _each(tables, lambda frame: session.createDataFrame(frame).cache())

    return made


def subjects(homes: Homes, unit: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The roots of every unit, by its key."""
    for home in homes:
        if unit == "household":
            yield home["id"], {"household": home}
        for family in home["families"]:
            if unit == "family":
                yield family["id"], {"family": family, "household": home}
            if unit == "individual":
                for member in family["members"]:
                    yield member["id"], {"individual": member, "family": family, "household": home}


class Population:
    """Households, expressions and what the interpreter says of them."""

    def __init__(self, seed: int, homes: int, *, unknown: float = 0.25, as_of: date = AS_OF) -> None:
        self.schema = default_schema()
        self.rng = Random(seed)
        self.homes: Homes = households(self.rng, self.schema, homes, unknown=unknown)
        self.as_of = as_of

    def expressions(self, unit: str, how_many: int) -> list[Any]:
        """Random ones; every fifth is about numbers as somebody has them, and one more or less."""
        made = [expression(self.rng, self.schema, unit) for _ in range(how_many - how_many // 5)]
        return made + [self._edge(unit) for _ in range(how_many // 5)]

    def _edge(self, unit: str) -> Any:
        roots = [root for root in self.schema.roots[unit] if root == "household"]
        fields = [
            (nodes.Field(root, name), kind)
            for root in roots
            for name, kind in self.schema.units[root].fields.items()
            if kind.name == "number" and kind.derived is None and not kind.keyed
        ]
        field, kind = self.rng.choice(fields)
        held = [home[field.name] for home in self.homes if home.get(field.name) is not None] or [kind.low]
        value, times = self.rng.choice(held) + self.rng.choice((-1, 0, 0, 1)), self.rng.choice((1, 1, 3))
        edge: Any = nodes.Dec(value * times, kind.scale) if kind.scale else nodes.Int(value * times)
        number: Any = field if times == 1 else nodes.Scale(nodes.Int(times), field)
        return nodes.Cmp(self.rng.choice(("==", "!=", "<", "<=", ">", ">=")), number, edge)

    def lowered(self, unit: str, expressions: Sequence[Any]) -> dict[str, Lowered]:
        setting = Context(schema=self.schema, as_of=self.as_of)
        return {f"e{at}": lower(check(each, self.schema, unit), setting) for at, each in enumerate(expressions)}

    def said(self, unit: str, expressions: Sequence[Any]) -> list[dict[str, bool | None]]:
        """The oracle's verdicts, for each expression, by key."""
        oracle = Interpreter(self.schema, self.as_of)
        roots = list(subjects(self.homes, unit))
        return [{key: oracle.truth(each, unit, root) for key, root in roots} for each in expressions]

    def differences(
        self, unit: str, expressions: Sequence[Any], said: Sequence[Mapping[str, bool | None]], tables: Tables
    ) -> list[str]:
        """Where the columns say something else, in words; empty if nowhere."""
        found = verdicts(self.lowered(unit, expressions), tables)
        return [
            f"{unit}: {print_text(each)}: {key}: {verdict}, not {found[f'e{at}'].get(key, 'nothing')}"
            for at, each in enumerate(expressions)
            for key, verdict in said[at].items()
            if len(found[f"e{at}"]) != len(said[at]) or found[f"e{at}"].get(key, "nothing") is not verdict
        ]


def verdicts(expressions: Mapping[str, Lowered], tables: Tables) -> dict[str, dict[str, bool | None]]:
    """For each expression the verdicts by key."""
    columns = nw.from_native(evaluate(expressions, tables)).lazy().collect().to_dict(as_series=False)
    assert len(set(columns["key"])) == len(columns["key"])
    return {name: dict(zip(columns["key"], columns[name], strict=True)) for name in expressions}

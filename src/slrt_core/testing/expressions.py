"""Random well-typed expressions and hostile households, for whoever writes an evaluator.

Nothing here is drawn from an evaluator: an expression is built by type from the schema, a household from the ranges,
code lists and dates at which evaluators are known to part ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.schema import LEVELS, Kind, Schema

__all__ = ["AS_OF", "expression", "households"]

AS_OF = date(2026, 3, 1)
"""The day on which the hostile dates are hostile."""

_OPS: tuple[nodes.Op, ...] = ("==", "!=", "<", "<=", ">", ">=")


def expression(rng: Random, schema: Schema, unit: str = "household", *, depth: int = 4) -> Any:
    """A well-typed truth about a unit.

    Args:
        rng: where chance comes from.
        schema: what may be named.
        unit: whose it is.
        depth: how deep at most.
    """
    return _Maker(rng, schema).truth({root: root for root in schema.roots[unit]}, depth)


class _Maker:
    def __init__(self, rng: Random, schema: Schema) -> None:
        self._rng, self._schema, self._bound = rng, schema, 0

    def _fields(self, scope: Mapping[str, str], *names: str) -> list[tuple[nodes.Field, Kind]]:
        return [
            (nodes.Field(of, name, self._rng.choice(("PKH", "SEMBAKO")) if kind.keyed else ""), kind)
            for of, unit in scope.items()
            for name, kind in self._schema.units[unit].fields.items()
            if kind.name in names and kind.derived is None
        ]

    def _pick(self, scope: Mapping[str, str], *names: str) -> tuple[nodes.Field, Kind] | None:
        # What is bound innermost is what a condition is mostly about.
        inner = list(scope)[-1]
        near = self._fields({inner: scope[inner]}, *names)
        found = near if near and self._rng.random() < 0.8 else self._fields(scope, *names)
        return self._rng.choice(found) if found else None

    def truth(self, scope: Mapping[str, str], depth: int) -> Any:
        choices = [self._flag, self._code, self._born, self._numbers]
        if depth > 1:
            choices += [self._not, self._many, self._many, self._many, self._some, self._some]
        while True:
            node = self._rng.choice(choices)(scope, depth)
            if node is not None:
                return node

    def _not(self, scope: Mapping[str, str], depth: int) -> Any:
        return nodes.Not(self.truth(scope, depth - 1))

    def _many(self, scope: Mapping[str, str], depth: int) -> Any:
        kind = self._rng.choice((nodes.And, nodes.Or))
        return kind(tuple(self.truth(scope, depth - 1) for _ in range(self._rng.choice((2, 2, 3)))))

    def _enter(self, scope: Mapping[str, str]) -> tuple[nodes.Relation, str, Mapping[str, str]] | None:
        ways = [(of, name, u) for of, unit in scope.items() for name, u in self._schema.units[unit].relations.items()]
        if not ways or self._bound >= 2:
            return None
        of, name, inner = self._rng.choice(ways)
        var = f"m{self._bound}"
        return nodes.Relation(of, name), var, {**scope, var: inner}

    def _some(self, scope: Mapping[str, str], depth: int) -> Any:
        entered = self._enter(scope)
        if entered is None:
            return None
        among, var, inner = entered
        self._bound += 1
        body = self.truth(inner, depth - 1)
        self._bound -= 1
        return self._rng.choice((nodes.Any, nodes.All))(among, var, body)

    def _flag(self, scope: Mapping[str, str], _: int) -> Any:
        found = self._pick(scope, "bool")
        if found is None:
            return nodes.Bool(self._rng.random() < 0.5)
        of, _kind = found
        known = nodes.Holds(nodes.Field(of.of, of.name), of.key) if of.key else nodes.Known(of)
        return self._rng.choice((of, of, of, known, nodes.Default(of, nodes.Bool(self._rng.random() < 0.5))))

    def _code(self, scope: Mapping[str, str], _: int) -> Any:
        found = self._pick(scope, "code", "codes", "region")
        if found is None:
            return None
        of, kind = found
        if kind.name == "region":
            return self._place(of, kind)
        code = nodes.Code(self._rng.choice(kind.codes))
        if kind.name == "codes":
            return nodes.Holds(of, code.value)
        if of.key and self._rng.random() < 0.2:
            return nodes.Holds(nodes.Field(of.of, of.name), of.key)
        value: Any = nodes.Default(of, nodes.Code(self._rng.choice(kind.codes))) if self._rng.random() < 0.2 else of
        options = tuple(nodes.Code(c) for c in self._rng.sample(kind.codes, min(len(kind.codes), 2)))
        return self._rng.choice((nodes.Cmp("==", value, code), nodes.Cmp("!=", value, code), nodes.In(value, options)))

    def _place(self, of: nodes.Field, kind: Kind) -> Any:
        length = LEVELS.get(kind.level, 13)
        places = [place[:length] for place in ("61.12.01.2001", "61.12.02.2001", "34.04.01.2001", "35.15.01.2001")]
        if not kind.source and self._rng.random() < 0.6:
            return nodes.Within(of, self._rng.choice(places)[: self._rng.choice((2, 5, 8, 13))])
        return nodes.In(of, tuple(nodes.Code(place) for place in self._rng.sample(places, 2)))

    def _born(self, scope: Mapping[str, str], _: int) -> Any:
        found = self._pick(scope, "date")
        if found is None:
            return None
        of: Any = found[0]
        day = nodes.Day(self._rng.choice(_DAYS))
        if self._rng.random() < 0.15:
            of = nodes.Default(of, nodes.Day(self._rng.choice(_DAYS)))
        if self._rng.random() < 0.3:
            return nodes.Cmp(self._rng.choice(_OPS), of, day)
        unit: Literal["years", "months"] = self._rng.choice(("years", "months"))
        most = 90 if unit == "years" else 240
        edge = self._rng.choice((0, 6, 18, 60, self._rng.randint(-1, most), 10_000, -10_000))
        return nodes.Cmp(self._rng.choice(_OPS), nodes.Age(of, unit), nodes.Int(edge))

    def _numbers(self, scope: Mapping[str, str], depth: int) -> Any:
        left, scale, low, high = self._number(scope, depth)
        if self._rng.random() < 0.75:
            edge = self._rng.choice((low, high, 0, 1, 2, 3, self._rng.randint(low, max(low, min(high, low + 20)))))
            right: Any = nodes.Dec(edge, scale) if scale else nodes.Int(edge)
        else:
            right, other, _, _ = self._number(scope, depth)
            if scale and other and scale != other:
                return None
        return nodes.Cmp(self._rng.choice(_OPS), left, right)

    def _number(self, scope: Mapping[str, str], depth: int) -> tuple[Any, int, int, int]:
        """A number with its scale, and between which constants it is worth comparing."""
        roll = self._rng.random()
        if depth > 1 and roll < 0.5:
            entered = self._enter(scope)
            if entered is not None:
                return self._total(*entered, depth)
        found = self._pick(scope, "number")
        if found is None:
            return nodes.Int(3), 0, 0, 5
        of, kind = found
        node: Any = of
        if roll > 0.9:
            node = nodes.Default(of, nodes.Dec(kind.low, kind.scale) if kind.scale else nodes.Int(kind.low))
        if roll > 0.8 and kind.high < 10**12:
            return nodes.Scale(nodes.Int(self._rng.choice((-2, 2, 3))), node), kind.scale, -kind.high, kind.high
        if 0.7 < roll < 0.8 and not kind.scale:
            other = self._pick(scope, "number")
            if other is not None and not other[1].scale:
                return self._rng.choice((nodes.Add, nodes.Sub))(node, other[0]), 0, kind.low, kind.high
        return node, kind.scale, kind.low, kind.high

    def _total(
        self, among: nodes.Relation, var: str, inner: Mapping[str, str], depth: int
    ) -> tuple[Any, int, int, int]:
        kind: Any = self._rng.choice((nodes.Count, nodes.Count, nodes.Sum, nodes.Min, nodes.Max))
        self._bound += 1
        where = self.truth(inner, depth - 1)
        if kind is nodes.Count:
            node: Any = nodes.Count(among) if self._rng.random() < 0.3 else nodes.Count(among, var, where)
            self._bound -= 1
            return node, 0, 0, 4
        of, found = self._pick({var: inner[var]}, "number") or self._pick(inner, "number") or (None, None)
        self._bound -= 1
        if of is None or found is None or found.high > 10**12:
            return nodes.Count(among), 0, 0, 4
        term: Any = of if self._rng.random() < 0.8 else nodes.Scale(nodes.Int(-1), of)
        condition = nodes.TRUE if self._rng.random() < 0.4 else where
        return kind(among, var, term, condition), found.scale, found.low, min(found.high, found.low + 50)


_DAYS = (
    date(2024, 2, 29), date(2020, 2, 29), date(2008, 2, 29), date(1966, 2, 28), date(1966, 3, 1), date(1966, 3, 2),
    date(2020, 3, 1), date(2020, 3, 2), date(2019, 3, 1), date(2026, 3, 1), date(2026, 2, 28), date(2026, 3, 2),
    date(1900, 1, 1), date(2025, 12, 31), date(2008, 3, 1), date(2008, 3, 2), date(2021, 1, 31), date(1946, 3, 1),
)  # fmt: skip
"""Birthdays on, before and after the day of assessment, and around leap days."""


def households(rng: Random, schema: Schema, how_many: int, *, unknown: float = 0.25) -> list[dict[str, Any]]:
    """Households at which evaluators part ways: nobody in them, open rosters, unknowns, leap days, ends of ranges.

    Args:
        rng: where chance comes from.
        schema: with the variables.
        how_many: households.
        unknown: which part of all answers nobody has given.
    """
    return [_household(rng, schema, number, unknown) for number in range(how_many)]


def _household(rng: Random, schema: Schema, number: int, unknown: float) -> dict[str, Any]:
    sizes = rng.choice(((), (0,), (0, 2), (1,), (1, 1), (2,), (3,), (4, 1), (5,), (8, 2)))
    missing = rng.choice((0.0, unknown, unknown, 0.9))
    made = _values(rng, schema, "household", missing) | {"id": f"h{number}"}
    families = []
    for at, size in enumerate(sizes):
        people = [_values(rng, schema, "individual", missing) | {"id": f"h{number}f{at}m{i}"} for i in range(size)]
        family = _values(rng, schema, "family", missing) | {"id": f"h{number}f{at}", "members": people}
        families.append(family | {"complete": rng.choice((True, True, True, False, None))})
    made["families"] = families
    made["members"] = [member for family in families for member in family["members"]]
    made["complete"] = rng.choice((True, True, True, False, None))
    return made


def _values(rng: Random, schema: Schema, unit: str, missing: float) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, kind in schema.units[unit].fields.items():
        if kind.derived is not None or kind.source:
            continue
        if kind.keyed:
            values[name] = {k: _value(rng, kind) for k in ("PKH", "SEMBAKO") if rng.random() >= missing}
        elif rng.random() >= missing:
            values[name] = _value(rng, kind)
        elif rng.random() < 0.5:
            values[name] = None
    return values


def _value(rng: Random, kind: Kind) -> Any:
    match kind.name:
        case "bool":
            return rng.random() < 0.5
        case "number":
            near = min(kind.high, kind.low + 6)
            return rng.choice((kind.low, kind.high, rng.randint(kind.low, near), rng.randint(kind.low, kind.high)))
        case "date":
            return rng.choice(_DAYS) + timedelta(days=rng.choice((0, 0, 0, -1, 1)))
        case "code":
            return rng.choice(kind.codes)
        case "codes":
            return frozenset(rng.sample(kind.codes, rng.choice((0, 1, 2))))
        case "region":
            places = ("61.12.01.2001", "61.12.01.2002", "61.12.02.2001", "34.04.01.2001")
            return rng.choice((*places, "61.12", "35")) if kind.anywhere else rng.choice(places)
    raise TypeError(kind.name)

"""What the tests of the language share: the catalogue's schema, derived variables, dated tables, a map of villages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import attrs

from slrt_core.reasons import Text
from slrt_core.rules.criteria import (
    Context,
    Definition,
    Lowered,
    ParamKind,
    base_schema,
    check,
    lower,
    nodes,
    with_derived,
)
from slrt_core.rules.criteria.limits import NESTING
from slrt_core.rules.criteria.schema import Schema
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing.expressions import AS_OF, expression
from slrt_core.testing.interpreter import Interpreter

SCHEMA = base_schema(load_rulebook().variables)
DAYS = (AS_OF, date(2026, 2, 28), date(2024, 2, 29))
"""Days on which a birthday on 29 February is a question."""

PARAMS = {
    "decile_max": ParamKind(low=1, high=10),
    "area": ParamKind(low=0, high=1000, scale=1),
    "wage": ParamKind(low=0, high=10_000_000, level="regency"),
    "age": ParamKind(low=0, high=120),
}
"""What is declared; `Tables` holds the values."""


class Tables:
    """Dated tables, one of them by regency and without a value for the other regency."""

    def table(self, name: str, day: date) -> tuple[int, Mapping[str, int], int, int]:
        kind = PARAMS[name]
        later = day >= date(2026, 1, 1)
        values = {
            "decile_max": {"": 5 if later else 4},
            "area": {"": 72},
            "wage": {"61.12": 2_500_000 if later else 2_000_000},
            "age": {"": 18},
        }
        return kind.scale, values[name], kind.low, kind.high


def villages(region: str) -> tuple[str, ...]:
    every = ("61.12.01.2001", "61.12.01.2002", "61.12.02.2001", "34.04.01.2001")
    return tuple(village for village in every if village == region or village.startswith(f"{region}."))


def _definition(unit: str, type_: str, text: str) -> Definition:
    return Definition(unit=unit, type=type_, text=text, label=Text(text, text))


DERIVED = with_derived(
    SCHEMA,
    {
        "crowded": _definition("household", "bool", "household.floor_area < dec('7.2') * household.members.size()"),
        "herd": _definition("household", "number", "household.livestock + 2 * household.motorcycles"),
        "grown": _definition("individual", "bool", "age(individual.birth_date) >= param('age')"),
        "herd_of": _definition("individual", "number", "default(household.livestock, 1) - household.motorcycles"),
        "eldest": _definition(
            "individual", "bool", "!household.members.exists(o, o.birth_date < individual.birth_date)"
        ),
        "parent": _definition(
            "family", "bool", "family.members.exists(m, m.grown && m.relation in ['head', 'spouse'])"
        ),
        "adults": _definition("family", "number", "family.members.filter(m, m.grown).size()"),
        "hard": _definition(
            "household", "bool", "household.crowded || household.herd < 3 && household.members.size() > 2"
        ),
    },
    PARAMS,
)
"""The catalogue with variables that are computed: from others of theirs, in quantifiers, from the household's."""


def lowered(node: Any, unit: str = "household", schema: Schema = SCHEMA, day: date = AS_OF) -> Lowered:
    setting = Context(schema=schema, as_of=day, params=Tables(), villages=villages)
    return lower(check(node, schema, unit, params=PARAMS), setting)


def oracle(schema: Schema = SCHEMA, day: date = AS_OF) -> Interpreter:
    return Interpreter(schema, day, Tables(), villages)


Subject = Mapping[str, Any]


def subjects(households: Sequence[dict[str, Any]], unit: str) -> list[Subject]:
    """The household itself, or each family or individual in it with those around."""
    if unit == "household":
        return [{"household": household} for household in households]
    pairs = [(family, household) for household in households for family in household["families"]]
    if unit == "family":
        return [{"family": family, "household": household} for family, household in pairs]
    return [
        {"individual": member, "family": family, "household": household}
        for family, household in pairs
        for member in family["members"]
    ]


def run(evaluate: Callable[..., tuple[bool | None, ...]], subject: Subject) -> tuple[bool | None, ...]:
    """Call it with its roots in order; `subjects` makes them so."""
    return evaluate(*subject.values())


def random_expression(rng: Random, unit: str, schema: Schema = SCHEMA) -> Any:
    """One of the kit's; derived variables, parameters and regions stand in it if the schema has any."""
    node = expression(rng, schema, unit)
    if schema is SCHEMA:
        return node
    return _seasoned(rng, node, {root: root for root in schema.roots[unit]}, schema)


def _seasoned(rng: Random, node: Any, scope: Mapping[str, str], schema: Schema) -> Any:
    if isinstance(node, nodes.Cmp) and rng.random() < 0.3:
        return _computed(rng, node, scope, schema)
    if isinstance(node, nodes.Field) and rng.random() < 0.5:
        return _truth(rng, node, scope, schema)
    if isinstance(node, nodes.Not):
        return nodes.Not(_seasoned(rng, node.of, scope, schema))
    if isinstance(node, nodes.And | nodes.Or):
        return type(node)(tuple(_seasoned(rng, part, scope, schema) for part in node.parts))
    if isinstance(node, nodes.Any | nodes.All):
        unit = schema.units[scope[node.among.of]].relations[node.among.name]
        return attrs.evolve(node, body=_seasoned(rng, node.body, {**scope, node.var: unit}, schema))
    return node


def _derived(rng: Random, scope: Mapping[str, str], schema: Schema, kind: str) -> nodes.Field | None:
    found = [
        nodes.Field(of, name)
        for of, unit in scope.items()
        for name, field in schema.units[unit].fields.items()
        if field.derived is not None and field.name == kind
    ]
    return rng.choice(found) if found else None


def _truth(rng: Random, node: Any, scope: Mapping[str, str], schema: Schema) -> Any:
    if rng.random() < 0.2:
        return nodes.Within(nodes.Field("household", "region"), rng.choice(("61.12", "61", "34.04.01.2001", "99")))
    return _derived(rng, scope, schema, "bool") or node


def _computed(rng: Random, node: nodes.Cmp, scope: Mapping[str, str], schema: Schema) -> Any:
    if rng.random() < 0.3:
        income, wage = (
            nodes.Field("household", "monthly_income"),
            nodes.Param("wage", nodes.Field("household", "regency")),
        )
        return nodes.Cmp(node.op, income, nodes.Add(wage, nodes.Int(rng.choice((-2_500_000, 0, 500_000)))))
    if rng.random() < 0.3:
        return nodes.Cmp(
            node.op, nodes.Field("household", "floor_area"), nodes.Scale(nodes.Param("area"), nodes.Int(2))
        )
    number = _derived(rng, scope, schema, "number")
    if number is None:
        return node
    members = nodes.Relation("household", "members")
    own = schema.units[scope[number.of]].fields[number.name]
    left: Any = number
    bound = set(scope) - set(schema.roots["individual"])
    if scope[number.of] == "household" and len(bound) < NESTING and rng.random() < 0.5:
        left = rng.choice((nodes.Sum, nodes.Min, nodes.Max))(
            members, "z", nodes.Field("z", "herd_of"), nodes.Field("z", "grown")
        )
    return nodes.Cmp(node.op, left, rng.choice((nodes.Int(rng.choice((0, 1, 3, own.low))), nodes.Param("decile_max"))))

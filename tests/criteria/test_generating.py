"""Generated Python, many expressions in one pass, against the oracle."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from slrt_core.reasons import Text
from slrt_core.rules.criteria import Context, Definition, base_schema, check, lower, parse, with_derived
from slrt_core.rules.criteria.generating import compile_many, source_of
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing.expressions import AS_OF, expression, households
from slrt_core.testing.interpreter import Interpreter
from tests.criteria.deeper import deeper
from tests.criteria.populations import subjects

SCHEMA = base_schema(load_rulebook().variables)


@pytest.mark.parametrize("unit", ["household", "family", "individual"])
@pytest.mark.parametrize("seed", range(8))
def test_expressions_in_one_pass_say_what_the_oracle_says(unit: str, seed: int) -> None:
    rng = Random(seed)
    setting = Context(schema=SCHEMA, as_of=AS_OF)
    oracle = Interpreter(SCHEMA, AS_OF)
    texts = [expression(rng, SCHEMA, unit) for _ in range(12)]
    judge = compile_many([lower(check(text, SCHEMA, unit), setting) for text in texts])
    for household in households(rng, SCHEMA, 25):
        for family in household["families"] if unit != "household" else [{"members": [{}]}]:
            for person in family["members"] if unit == "individual" else [{}]:
                subject = {"household": household, "family": family, "individual": person}
                roots = {root: subject[root] for root in SCHEMA.roots[unit]}
                wanted = tuple(oracle.truth(text, unit, roots) for text in texts)
                assert wanted == judge(*roots.values())


@pytest.mark.parametrize(
    "text",
    [
        "household.members.exists(a, a.older)",
        "!household.members.all(a, a.older || a.pregnant)",
        "sum(household.members.map(a, a.older, 1)) > 1",
        "household.members.exists(a, a.pregnant) && household.members.filter(a, a.older).size() > 1",
    ],
)
def test_what_is_read_further_in_than_the_next_loop(text: str) -> None:
    """Deeper than a text may go, but not deeper than derived variables do: a member, each family, each of its."""
    inner = "household.families.all(b, b.members.exists(c, c.birth_date > individual.birth_date))"
    older = Definition(unit="individual", type="bool", text=inner, label=Text("tua", "older"))
    schema = with_derived(SCHEMA, {"older": older}, {})
    oracle, node = Interpreter(schema, AS_OF), parse(text)
    judge = compile_many([lower(check(node, schema, "household"), Context(schema=schema, as_of=AS_OF))])
    verdicts = Counter[bool | None]()
    for household in households(Random(3), SCHEMA, 120):
        wanted = oracle.truth(node, "household", {"household": household})
        assert judge(household) == (wanted,)
        verdicts[wanted] += 1
    assert verdicts[True]
    assert verdicts[False]


@pytest.mark.parametrize("unit", ["household", "family", "individual"])
@pytest.mark.parametrize("seed", range(4))
def test_deeper_than_a_text(unit: str, seed: int) -> None:
    rng, oracle = Random(seed), Interpreter(SCHEMA, AS_OF)
    given = [deeper(rng, SCHEMA, unit, AS_OF) for _ in range(16)]
    judge = compile_many([low for _, low in given])
    for _, roots in subjects(households(rng, SCHEMA, 12), unit):
        assert judge(*roots.values()) == tuple(oracle.truth(node, unit, roots) for node, _ in given)


def test_what_the_household_settles_is_not_asked_of_its_members() -> None:
    text = "household.decile <= 4 && household.members.exists(m, m.pregnant)"
    judge = compile_many([lower(check(parse(text), SCHEMA, "household"), Context(schema=SCHEMA, as_of=AS_OF))])
    asked: list[str] = []

    class Person(dict[str, object]):
        def get(self, name: str, default: object = None) -> object:
            asked.append(name)
            return default

    assert judge({"decile": 5, "members": [Person()], "complete": True}) == (False,)
    assert asked == []
    assert judge({"decile": 4, "members": [Person()], "complete": True}) == (None,)
    assert asked == ["pregnant"]


def test_nothing_of_a_text_is_in_the_source() -> None:
    text = "household.floor in ['earth', 'bamboo'] && household.participation['PKH'] == 'active'"
    source, constants = source_of([lower(check(parse(text), SCHEMA, "household"), Context(schema=SCHEMA, as_of=AS_OF))])
    assert not [word for word in ("earth", "bamboo", "PKH", "active") if word in source]
    assert frozenset({"earth", "bamboo"}) in constants.values()

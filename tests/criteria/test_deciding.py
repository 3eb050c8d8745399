"""What is left of a condition when the known facts are put in, and which unknown facts can still decide it."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from slrt_core.rules.criteria import Checked, Context, Kind, Lowered, Schema, Unit, check, lower, nodes, parse
from slrt_core.rules.criteria.blocking import blocking, settling, together
from slrt_core.rules.criteria.residual import residual
from slrt_core.testing.expressions import AS_OF, expression
from slrt_core.testing.interpreter import Interpreter

SCHEMA = Schema(
    units={
        "household": Unit(
            fields={
                "poor": Kind(name="bool"),
                "floor": Kind(name="code", codes=("earth", "tile", "wood")),
                "decile": Kind(name="number", low=1, high=4),
            },
            relations={"members": "individual"},
        ),
        "individual": Unit(
            fields={"ill": Kind(name="bool"), "at_school": Kind(name="bool"), "jobs": Kind(name="number", high=2)}
        ),
    },
    roots={"household": ("household",)},
)
"""So few values that all completions can be tried."""

VALUES: dict[str, tuple[Any, ...]] = {
    "poor": (True, False), "ill": (True, False), "at_school": (True, False),
    "floor": ("earth", "tile", "wood"), "decile": (1, 2, 3, 4), "jobs": (0, 1, 2),
}  # fmt: skip


def _lowered(condition: Any) -> Lowered:
    checked: Checked = check(condition, SCHEMA, "household")
    return lower(checked, Context(schema=SCHEMA, as_of=AS_OF))


def _cases(seed: int, how_many: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Conditions without `has` and `default`, and households in which up to five answers are missing."""
    rng = Random(seed)
    while how_many:
        condition = expression(rng, SCHEMA, depth=3)
        if any(isinstance(node, nodes.Known | nodes.Default) for node in nodes.walk(condition)):
            continue
        members: list[dict[str, Any]] = [
            {"id": f"m{i}"} | {name: rng.choice(VALUES[name]) for name in ("ill", "at_school", "jobs")}
            for i in range(rng.choice((0, 1, 2)))
        ]
        home: dict[str, Any] = {"id": "h", "complete": True, "members": members}
        home |= {name: rng.choice(VALUES[name]) for name in ("poor", "floor", "decile")}
        told = [(unit, name) for unit in (home, *members) for name in VALUES if name in unit]
        for unit, name in rng.sample(told, min(len(told), rng.choice((1, 2, 3, 4, 5)))):
            del unit[name]
        if Interpreter(SCHEMA, AS_OF).truth(condition, "household", {"household": home}) is None:
            how_many -= 1
            yield condition, home


def _open(home: dict[str, Any]) -> list[tuple[str, str]]:
    own = [("h", name) for name in ("poor", "floor", "decile") if name not in home]
    return own + [
        (member["id"], name)
        for member in home["members"]
        for name in ("ill", "at_school", "jobs")
        if name not in member
    ]


def _completions(home: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    facts = _open(home)
    for values in itertools.product(*(VALUES[name] for _, name in facts)):
        full = copy.deepcopy(home)
        units = {unit["id"]: unit for unit in (full, *full["members"])}
        for (unit, name), value in zip(facts, values, strict=True):
            units[unit][name] = value
        yield values, full


@pytest.mark.parametrize("seed", range(4))
def test_just_those_facts_block_that_can_decide(seed: int) -> None:
    """Two completions that differ only there give different verdicts: tried out over all completions."""
    for condition, home in _cases(seed, 60):
        verdicts = {
            values: Interpreter(SCHEMA, AS_OF).truth(condition, "household", {"household": full})
            for values, full in _completions(home)
        }
        facts = _open(home)
        deciding = {
            facts[at]
            for at in range(len(facts))
            for values, verdict in verdicts.items()
            for other in VALUES[facts[at][1]]
            if verdicts[*values[:at], other, *values[at + 1 :]] is not verdict
        }
        found = {(fact.holder["id"], fact.name) for fact in blocking(_lowered(condition), [home])}
        assert found == deciding, condition


@pytest.mark.parametrize("seed", range(4, 6))
def test_the_residual_is_the_condition_under_the_known_facts(seed: int) -> None:
    """Whatever the missing answers turn out to be, it has the same truth, and it names only what is missing."""
    for condition, home in _cases(seed, 80):
        left = residual(_lowered(condition), [home])
        assert left.truth() is None
        for _, full in _completions(home):
            units = {unit["id"]: unit for unit in (full, *full["members"])}
            expected = Interpreter(SCHEMA, AS_OF).truth(condition, "household", {"household": full})
            assert left.truth({name: units[name] for name in left.holders}) is expected, condition


def _home(**values: Any) -> dict[str, Any]:
    return {"id": "h", "complete": True, "members": []} | values


def test_who_else_lives_there_is_a_question_of_its_own() -> None:
    somebody = _lowered(parse("household.members.exists(m, m.ill)"))
    (fact,) = blocking(somebody, [_home(complete=None, members=[{"id": "m", "ill": False}])])
    assert (fact.name, fact.roster, fact.holder["id"]) == ("members", True, "h")
    assert blocking(somebody, [_home(complete=None, members=[{"id": "m", "ill": True}])]) == ()


def test_a_house_too_full_for_its_income_needs_several_people_more() -> None:
    crowded = _lowered(parse("household.members.size() >= 8"))
    (fact,) = blocking(crowded, [_home(complete=None, members=[{"id": "m"}])])
    assert fact.roster


def test_a_tautology_is_not_asked_about() -> None:
    """Three-valued logic does not know that it is one; no answer decides, so none is asked for."""
    either = _lowered(parse("household.poor || !household.poor"))
    assert blocking(either, [_home()]) == ()


def test_an_answer_that_settles_always_counts_one_and_one_that_does_half_the_time_a_half() -> None:
    one, both = _lowered(parse("household.poor")), _lowered(parse("household.poor && household.floor == 'earth'"))
    assert [(fact.name, part) for fact, part in settling(one, [_home()])] == [("poor", 1)]
    assert {fact.name: part for fact, part in settling(both, [_home()])}["poor"] == 0.5


def test_a_number_that_decides_alone_settles_with_every_answer() -> None:
    ((fact, part),) = settling(_lowered(parse("household.decile <= 2")), [_home()])
    assert (fact.name, part) == ("decile", 1)


@pytest.mark.parametrize(
    "text", ["household.members.size() == 5", "household.members.size() >= 20", "household.members.size() in [9, 12]"]
)
def test_so_many_people_more_as_the_text_counts(text: str) -> None:
    (fact,) = blocking(_lowered(parse(text)), [_home(complete=None, members=[{"id": "m"}])])
    assert fact.roster


def test_what_excludes_itself_never_holds_together() -> None:
    first, second = (_lowered(parse(f"household.decile == {number}")) for number in (1, 2))
    assert together([first, second], [_home()]) == frozenset({(True, False), (False, True), (False, False)})
    assert together([first, second], [_home()], most=1) is None

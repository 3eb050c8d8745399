"""Every text that is accepted is CEL and, on known data, means the same there.

The other side is a binding of a Rust implementation of the Common Expression Language. Our texts are handed to it
unchanged. In the fragment: yes/no, whole numbers, codes, regions, sets of codes, keyed variables that are there, dates,
`exists`, `all`, `filter(…).size()`, `map` with and without a condition, `size`, `in`, `has`, `+ - *`, comparisons of
all of these, precedence, comments, both quotes; and, as functions registered there, `age`, `age_months`, `date`, `dec`,
`sum`, `min`, `max`, `default`, `between`, `implies`, `within`, `param`.

Not in it, because there is nothing to compare with:

- unknown values: there an absent field is an error, here the verdict is unknown; so is a key that is absent, and
  `default` of an absent field. All fields are given and all rosters closed.
- `min` and `max` over nobody, which is an error there, and unknown here.
- a region off the map that is known less closely than the question asks: also unknown here.
- decimals of different scales in one comparison: `dec` is the whole number of its last digit here below, as in the
  data, and the registered function cannot know the scale of the other side.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import cel
import pytest

from slrt_core.rules.criteria import compile_many, core, nodes, parse, print_text
from slrt_core.rules.criteria.schema import LEVELS, Schema, level_field
from slrt_core.testing.expressions import AS_OF, _value, households
from tests.criteria.kit import SCHEMA, Tables, lowered, random_expression, run, subjects, villages


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def years(born: datetime) -> int:
    """By the calendar, and not as `lowering` does it."""
    return AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))


def months(born: datetime) -> int:
    return 12 * (AS_OF.year - born.year) + AS_OF.month - born.month - (AS_OF.day < born.day)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "date": day,
    "age": years,
    "age_months": months,
    "dec": lambda text: int(text.replace(".", "")),
    "sum": sum,
    "min": min,
    "max": max,
    "default": lambda value, _otherwise: value,
    "between": lambda value, low, high: low <= value <= high,
    "implies": lambda given, then: not given or then,
    "within": lambda place, region: place in villages(region),
    "param": lambda name, place="": Tables().table(name, AS_OF)[1][place],
}


def filled(rng: Random, schema: Schema) -> dict[str, Any]:
    """A household of which everything is known."""
    home = households(rng, schema, 1, unknown=0.0)[0]
    for unit, holders in (("household", [home]), ("family", home["families"]), ("individual", home["members"])):
        for holder in holders:
            for name, kind in schema.units[unit].fields.items():
                if kind.derived is None and not kind.source:
                    if kind.keyed:
                        holder[name] = {key: _value(rng, kind) for key in ("PKH", "SEMBAKO")}
                    elif kind.anywhere:
                        holder[name] = rng.choice(("61.12.01.2001", "34.04.01.2001"))
                    elif holder.get(name) is None:
                        holder[name] = _value(rng, kind)
            if unit != "individual":
                holder["complete"] = True
    return home


def plain(value: Any) -> Any:
    """As the binding takes it: sets as lists, dates as instants, what a village lies in beside it."""
    if isinstance(value, Mapping):
        made = {key: plain(item) for key, item in value.items()}
        for name, length in LEVELS.items():
            for region in ("region", "identity_region", "school_region"):
                if isinstance(code := value.get(region), str) and len(code) >= length:
                    made[level_field(region, name)] = code[:length]
        return made
    if isinstance(value, list | frozenset | tuple):
        return [plain(item) for item in value]
    return datetime(value.year, value.month, value.day, tzinfo=UTC) if isinstance(value, date) else value


def context(subject: Mapping[str, Any]) -> cel.Context:
    made = cel.Context()
    for root, values in subject.items():
        made.add_variable(root, plain(values))
    for name, function in FUNCTIONS.items():
        made.add_function(name, function)
    return made


def scales(node: Any, scope: Mapping[str, str]) -> set[int]:
    """The digits after the point of all numbers in a comparison; a factor's do not count."""
    match node:
        case nodes.Int():
            return {0}
        case nodes.Dec(_, scale):
            return {scale}
        case nodes.Field(of, name, _) if SCHEMA.units[scope[of]].fields[name].name == "number":
            return {SCHEMA.units[scope[of]].fields[name].scale}
        case nodes.Default(of, _):
            return scales(of, scope)
        case nodes.Scale(_, of):
            return scales(of, scope)
        case nodes.Count():
            return {0}
        case nodes.Sum() | nodes.Min() | nodes.Max():
            return scales(node.term, inside(node, scope))
        case nodes.Add(left, right) | nodes.Sub(left, right):
            return scales(left, scope) | scales(right, scope)
    return set()


def inside(node: Any, scope: Mapping[str, str]) -> Mapping[str, str]:
    unit = SCHEMA.units[scope[node.among.of]].relations[node.among.name]
    return {**scope, node.var: unit}


def in_fragment(node: Any, scope: Mapping[str, str]) -> bool:
    if isinstance(node, nodes.Cmp) and len(scales(node.left, scope) | scales(node.right, scope)) > 1:
        return False
    # A default is of its variable's scale there only if it is written so.
    if isinstance(node, nodes.Default | nodes.Holds | nodes.Known):
        return True
    if isinstance(node, nodes.Any | nodes.All | nodes.Count | nodes.Sum | nodes.Min | nodes.Max):
        scope = inside(node, scope)
    return all(in_fragment(part, scope) for part in nodes.children(node) if not isinstance(part, nodes.Relation))


def compare(seed: int, expressions: int, homes: int) -> dict[Any, int]:
    rng = Random(seed)
    made = [filled(rng, SCHEMA) for _ in range(homes)]
    around = {unit: rng.sample(s := subjects(made, unit), min(len(s), homes)) for unit in SCHEMA.roots}
    contexts = {unit: [context(subject) for subject in found] for unit, found in around.items()}
    seen = {True: 0, False: 0, "skipped": 0}
    done = 0
    while done < expressions:
        unit = rng.choice(("household", "household", "family", "individual"))
        node = random_expression(rng, unit)
        if not in_fragment(node, {root: root for root in SCHEMA.roots[unit]}):
            continue
        done += 1
        extreme = any(isinstance(part, nodes.Min | nodes.Max) for part in nodes.walk(node))
        text = print_text(node)
        program = cel.compile(text)
        evaluate = compile_many([lowered(node, unit)])
        for subject, there in zip(around[unit], contexts[unit], strict=True):
            ours = run(evaluate, subject)[0]
            try:
                theirs = program.execute(there)
            except (ValueError, RuntimeError):
                assert extreme, (text, subject)  # least or greatest of nobody
                seen["skipped"] += 1
                continue
            assert ours is theirs, (text, subject)
            seen[ours] += 1
    return seen


def test_random_expressions() -> None:
    seen = compare(1, 500, 50)
    assert seen[True] + seen[False] > 20_000, seen
    assert min(seen[True], seen[False]) > 5_000, seen


@pytest.mark.parametrize("wrong", ["not_", "times", "and_"])
def test_a_wrong_meaning_is_seen(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, wrong, lambda of, *_: core.or_(of) if wrong == "and_" else of)
    with pytest.raises(AssertionError):
        compare(1, 50, 20)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 6))
def test_more_random_expressions(seed: int) -> None:
    compare(seed, 2_000, 100)


HANDWRITTEN = (
    "true || false && false", "!true == false", "!false && false || true", "1 - 2 - 3 == -4", "1 - (2 - 3) == 2",
    "2 * 3 + 1 == 7", "1 + 2 * 3 == 7", "-2 * 3 == -6", "- 3 - -3 == 0", "1 < 2 == true", "1 + 1 in [2, 3]",
    "3 in [1] == false",
    "true == false == false", "1 == 1 != false", "'earth' == household.floor == (household.floor == \"earth\")",
    "household.decile <= 4 // with a remark\n && !household.below_poverty_line",
    "implies(household.below_poverty_line, household.decile <= 4)", "between(household.decile, 3, 7)",
    "between(household.decile, 3, 7) == (household.decile >= 3 && household.decile <= 7)",
    "within(household.region, '61.12')", "within(household.region, '61') && household.regency == '61.12'",
    "household.decile <= param('decile_max')", "household.decile * param('age') > 90",
    "household.regency != '61.12' || household.monthly_income < param('wage', household.regency)",
    "household.floor in ['earth', 'bamboo', 'cement']", "household.rooms in [1, 2, 3]", "!(household.rooms in [0])",
    "'PKH' in household.participation && household.participation['PKH'] == 'active'",
    "household.participation['PKH'] != household.participation['SEMBAKO']",
    "'odha' in household.social_categories || 'fakir_miskin' in household.social_categories",
    "has(household.decile) && has(household.region)", "default(household.decile, 10) <= 4",
    "household.floor_area < dec('72.5')", "household.land >= dec('0.50')",
    "household.rooms - household.cars >= -household.rooms",
    "household.members.exists(m, m.pregnant || age(m.birth_date) <= 6)",
    "household.members.all(m, age(m.birth_date) >= 18 || m.relation != 'head')",
    "household.members.filter(m, m.sex == 'female').size() >= 2", "household.members.size() == 0",
    "sum(household.members.map(m, m.parents_income)) > 1000", "sum(household.members.map(m, 2 * m.school_grade)) >= 9",
    ("sum(household.members.map(m, m.pregnant, m.school_grade)) == "
     "sum(household.members.filter(m, m.pregnant).map(m, m.school_grade))"),
    "household.members.size() == 0 || max(household.members.map(m, m.school_grade)) > 6",
    "household.members.size() > 0 && min(household.members.map(m, m.school_grade)) < 6",
    "household.members.exists(m, household.members.exists(o, o.birth_date < m.birth_date && o.sex != m.sex))",
    "household.families.exists(f, f.members.all(m, m.sex == 'male'))",
    "household.families.all(f, f.members.size() <= household.members.size())",
    "household.members.exists(m, m.birth_date in [date('2008-02-29'), date('2020-02-29')])",
    "household.members.exists(m, age_months(m.birth_date) in [0, 6, 12]) == true",
    "household.members.exists(m, age(m.birth_date) == 18) || household.members.exists(m, age(m.birth_date) < 0)",
    "(household.members.exists(m, m.pregnant)) == !household.members.all(m, !m.pregnant)",
)  # fmt: skip


@pytest.mark.parametrize("text", HANDWRITTEN)
def test_written_by_hand(text: str) -> None:
    """With the brackets, blanks, quotes and sugar that people write, and that a canonical text has not."""
    rng = Random(9)
    node = parse(text)
    evaluate = compile_many([lowered(node)])
    program, canonical = cel.compile(text), cel.compile(print_text(node))
    for home in (filled(rng, SCHEMA) for _ in range(60)):
        there = context({"household": home})
        ours = evaluate(home)[0]
        assert program.execute(there) is ours, home
        assert canonical.execute(there) is ours, home


def test_whatever_is_accepted_is_cel() -> None:
    """The other parser takes each text too, also what the comparison leaves out."""
    rng = Random(10)
    for _ in range(2_000):
        cel.compile(print_text(random_expression(rng, rng.choice(list(SCHEMA.roots)))))

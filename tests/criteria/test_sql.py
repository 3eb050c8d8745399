"""Criteria in SQL say what the oracle says, in every database and shape; and a faulty compiler would be found out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import evolve

from slrt_core.adapters.sql.criteria import Exists, Grouped, Pages
from slrt_core.rules.criteria import CannotPushDown, Context, Kind, Lowered, ParamKind, check, lower, nodes, parse
from slrt_core.testing.expressions import AS_OF
from slrt_core.testing.interpreter import Interpreter
from tests.criteria.deeper import deeper
from tests.criteria.faulty import FAULTS
from tests.criteria.sqltables import DISTRICT, SHAPES, UNITS, World
from tests.sql.places import NAMES, opened

_WORLDS: dict[tuple[str, int], World] = {}


def _world(name: str, size: int = 200, keys: Mapping[str, tuple[str, ...]] | None = None) -> World:
    if keys is not None:
        with opened(name) as place:
            return World.of(place, Random(size), size, keys)
    if (name, size) not in _WORLDS:
        with opened(name) as place:
            _WORLDS[name, size] = World.of(place, Random(size), size)
    return _WORLDS[name, size]


@pytest.fixture(params=NAMES)
def world(request: pytest.FixtureRequest) -> World:
    return _world(request.param)


def test_random_expressions_over_hostile_households(world: World) -> None:
    """Each of 300 expressions, over 200 households, their families and members, in every shape."""
    found = world.compare(list(SHAPES.values()), Random(1), 300)
    assert found.differences == []
    assert all(found.verdicts[verdict] > 0.1 * found.verdicts.total() for verdict in (True, False, None))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(7))
def test_many_random_expressions(world: World, seed: int) -> None:
    """The same with other households for each seed, and 300 expressions each: 2,100 in all."""
    with opened(world.engine.dialect.name if world.engine.dialect.name != "mysql" else "mariadb") as place:
        other = World.of(place, Random(seed), 200, {"participation": ("PKH",)} if seed % 2 else None)
    assert other.compare(list(SHAPES.values()), Random(seed + 100), 300).differences == []


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_compilers_are_found_out(fault: str) -> None:
    """A comparison that lets a fault pass would be worth nothing."""
    world = _world("sqlite", 100)
    for target in FAULTS[fault]:
        assert world.compare([target], Random(3), 400, enough=1).differences, target


# --- single cases


def _compared(world: World, text: str, unit: str = "household", **options: Any) -> None:
    setting = Context(schema=world.schema, as_of=AS_OF, **options)
    node = parse(text)
    params = {"wage": ParamKind(low=0, high=10**9, level="regency")} if "param" in text else {}
    lowered = lower(check(node, world.schema, unit, params=params, text=text), setting)
    oracle = Interpreter(world.schema, AS_OF, setting.params, setting.villages)
    expected = {key: (oracle.truth(node, unit, s),) for key, s in world.subjects[unit].items()}
    for shape, target in SHAPES.items():
        answered = world.verdicts(target(world.schema, world.facts, DISTRICT).verdicts([lowered]))
        assert answered.keys() == world.keys[unit], shape
        assert expected == world.known(unit, answered), shape


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("household", "true"),
        ("household", "false"),
        ("household", "household.members.exists(m, true)"),
        ("household", "household.members.all(m, false)"),
        ("household", "household.members.size() == 0"),
        ("household", "sum(household.members.map(m, m.debt)) == 0"),
        ("household", "min(household.members.map(m, m.debt)) < 0"),
        ("household", "sum(household.families.map(f, household.debt)) > 0"),
        ("household", "max(household.members.map(m, household.debt)) < 0 || household.members.size() > 4"),
        ("household", "min(household.families.map(f, household.members.filter(m, m.debt > 0).size())) == 1"),
        ("household", "household.members.exists(m, sum(household.families.map(f, m.debt)) < 0)"),
        ("individual", "sum(household.members.map(m, m.debt > 0, individual.debt)) > 3"),
        ("household", "household.letters == 'A'"),
        ("household", "household.letters in ['a ', 'é', '100%', ':x']"),
        ("household", "household.members.exists(m, m.letters != household.letters)"),
        ("household", "household.families.exists(f, f.members.size() > 1 && f.members.all(m, m.since < f.since))"),
        ("household", "household.families.exists(f, household.members.filter(m, m.debt > f.debt).size() > 1)"),
        ("household", "household.members.exists(m, household.members.filter(n, n.debt > m.debt).size() >= 2)"),
        ("household", "household.members.exists(m, m.levelled['PKH'] && household.families.size() > 1)"),
        ("family", "family.members.exists(m, 'X' in m.kinds && !('x' in household.kinds))"),
        ("family", "household.members.size() > family.members.size()"),
        ("family", "household.members.exists(m, m.debt > 2 * family.members.size())"),
        ("individual", "family.members.filter(m, m.since < individual.since).size() >= 1"),
        ("individual", "individual.participation['PKH'] == 'active' || !has(individual.birth_date)"),
        ("individual", "household.families.exists(f, f.members.all(m, m.sex == individual.sex))"),
        ("individual", "sum(household.members.map(m, m.debt < individual.debt, m.debt)) > 3 * individual.debt"),
    ],
)  # fmt: skip
def test_forms_at_which_databases_part_ways(world: World, unit: str, text: str) -> None:
    """Constants, nobody, codes that differ by little, and conditions that speak of several rows at once."""
    _compared(world, text, unit)


@pytest.mark.parametrize("unit", UNITS)
def test_deeper_than_a_text(world: World, unit: str) -> None:
    """Sums within sums, also of what says nothing of those who are counted, in every shape."""
    rng = Random(unit)
    for _ in range(2):
        given = [deeper(rng, world.schema, unit, AS_OF, depth=4) for _ in range(8)]
        expected = world.expected([node for node, _ in given], unit)
        for target in SHAPES.values():
            assert world.differences(target, unit, given, expected) == []


@pytest.mark.parametrize("joined", [nodes.And, nodes.Or])
def test_more_conditions_than_a_chain_may_have(world: World, joined: Any) -> None:
    """SQLite takes no chain of a thousand; a program may have as many clauses."""
    debt = nodes.Field("household", "debt")
    parts = [nodes.Cmp(">" if joined is nodes.And else "<", debt, nodes.Int(-n)) for n in range(1500)]
    node = joined(tuple(parts))
    lowered = Lowered(node=node, unit="household", schema=world.schema, as_of=AS_OF)
    oracle = Interpreter(world.schema, AS_OF)
    expected = {k: (oracle.truth(node, "household", s),) for k, s in world.subjects["household"].items()}
    answered = world.verdicts(Exists(world.schema, world.facts, DISTRICT).verdicts([lowered]))
    assert expected == world.known("household", answered)


def test_conditions_within_conditions_about_a_row_between(world: World) -> None:
    """Deeper than a text may go, but not deeper than derived variables do."""
    among = nodes.Relation
    debts = nodes.Cmp(">", nodes.Field("$3", "debt"), nodes.Field("$2", "debt"))
    inner = nodes.Any(among("$1", "members"), "$3", debts)
    node = nodes.Any(among("household", "families"), "$1", nodes.Any(among("household", "members"), "$2", inner))
    lowered = Lowered(node=node, unit="household", schema=world.schema, as_of=AS_OF)
    expected = [
        {
            k: Interpreter(world.schema, AS_OF).truth(node, "household", s)
            for k, s in world.subjects["household"].items()
        }
    ]
    for target in SHAPES.values():
        assert world.differences(target, "household", [(node, lowered)], expected) == []


def test_thousands_of_villages(world: World) -> None:
    """A region has more villages than a statement may have parameters; one that is no plain code is one."""
    many = [f"61.12.{n // 1000:02}.{n % 1000:04}" for n in range(40_000)]
    places = {"61.12": [*many, "61.12.01.2001", "o'clock"], "35": []}
    for text in ("within(household.region, '61.12')", "within(household.region, '35')"):
        _compared(world, text, villages=places.__getitem__)


class _Wages:
    def __init__(self, table: Mapping[str, int]) -> None:
        self._table = table

    def table(self, name: str, day: date) -> tuple[int, Mapping[str, int], int, int]:
        return 0, self._table, 0, 10**9


@pytest.mark.parametrize("size", [1, 200])
def test_values_by_place(world: World, size: int) -> None:
    """A table by regency, also a long one, and where a regency is not in it."""
    table = {"61.12": 3_000_000, **{f"{n // 70 + 40}.{n % 70:02}": n * 1000 for n in range(size)}}
    for text in (
        "household.debt < param('wage', household.regency)",
        "household.debt > -1000 * param('wage', household.regency)",
    ):
        _compared(world, text, params=_Wages(table))


def test_keys_with_columns_of_their_own() -> None:
    """The value under a key in a column, and those under other keys beside it."""
    world = _world("sqlite", 150, {"participation": ("PKH",), "levelled": ("SEMBAKO",)})
    assert "v_participation__pkh" in world.facts.tables["household"].c
    assert world.compare(list(SHAPES.values()), Random(5), 60).differences == []


@pytest.mark.parametrize("unit", UNITS)
def test_lists_by_rail(world: World, unit: str) -> None:
    """Each rail selects the units of its verdicts, beside other conditions, and page by page."""
    rng = Random(7)
    given = world.lowered(rng, unit, 10)
    expected = world.expected([written for written, _ in given], unit)
    for (_, lowered), verdicts in zip(given, expected, strict=True):
        for want, or_unknown, wanted in (
            (True, False, (True,)), (True, True, (True, None)), (False, False, (False,)), (False, True, (False, None)),
        ):  # fmt: skip
            target = Exists(world.schema, world.facts, DISTRICT)
            statement = target.select(lowered, want=want, or_unknown=or_unknown)
            with world.engine.connect() as connection:
                keys = world.known(unit, {row[0]: 1 for row in connection.execute(statement)})
            assert sorted(k for k, v in verdicts.items() if v in wanted) == sorted(keys)
        if unit == "household":
            target = Exists(world.schema, world.facts, DISTRICT)
            after, until = sa.literal("h15"), sa.literal("h4")
            statement = target.select(lowered, or_unknown=True, after=after, until=until).order_by("key").limit(5)
            with world.engine.connect() as connection:
                page = [row[0] for row in connection.execute(statement)]
            assert sorted(k for k, v in verdicts.items() if v is not False and "h15" < k <= "h4")[:5] == page


@pytest.mark.parametrize("limit", [1, 2, 7, 1000])
def test_page_by_page(world: World, limit: int) -> None:
    """All pages together are all of whom it surely holds, in order, each once; every page but the last is full."""
    given = world.lowered(Random(9), "household", 6)
    expected = world.expected([written for written, _ in given], "household")
    for (_, lowered), verdicts in zip(given, expected, strict=True):
        pages = Pages(Exists(world.schema, world.facts, DISTRICT), lowered, limit)
        found: list[str] = []
        with world.engine.connect() as connection:
            while page := pages.page(lambda *asked: connection.execute(*asked).all(), found[-1] if found else ""):
                assert len(page) <= limit
                found += page
                if len(page) < limit:
                    break
        assert found == sorted(key for key, verdict in verdicts.items() if verdict is True)


def test_both_rails_of_everybody(world: World) -> None:
    """As two columns of 1 and 0 for each expression."""
    given = world.lowered(Random(8), "household", 8)
    expected = world.expected([written for written, _ in given], "household")
    statement = Grouped(world.schema, world.facts, DISTRICT).rails([low for _, low in given])
    with world.engine.connect() as connection:
        rows = {row[0]: tuple(row[1:]) for row in connection.execute(statement)}
    assert {
        key: tuple(int(each[key] is want) for each in expected for want in (True, False)) for key in expected[0]
    } == rows


def test_who_has_no_family(world: World) -> None:
    """A member of no family: nothing of it is known, and its roster is open."""
    table: Any = world.facts.tables["individual"]
    lone = {"district": "99.01", "key": "p", "version": 1, "body": b"", "home": "h"}
    house: Any = world.facts.tables["household"]
    with world.engine.begin() as connection:
        connection.execute(
            house.insert(), {"district": "99.01", "key": "h", "version": 1, "body": b"", "complete": True}
        )
        connection.execute(table.insert(), lone)
    for text, expected in (
        ("household.members.size() == 1", True),
        ("family.members.exists(m, true)", None),
        ("family.members.exists(m, m.pregnant && family.present)", None),
        ("family.members.exists(m, m.sex == individual.sex)", None),
        ("household.families.size() == 0", True),
    ):
        lowered = lower(check(parse(text), world.schema, "individual"), Context(schema=world.schema, as_of=AS_OF))
        for target in SHAPES.values():
            statement = target(world.schema, world.facts, "99.01").verdicts([lowered])
            assert {"p": (expected,)} == world.verdicts(statement), text


@pytest.mark.parametrize("target", SHAPES.values(), ids=SHAPES)
def test_what_has_no_column_is_refused_with_its_place(target: Callable[..., Any]) -> None:
    """Never a wider filter."""
    world = _world("sqlite")
    household = world.schema.units["household"]
    more = {
        **household.fields, "wells": Kind(name="number", low=0, high=9), "told": Kind(name="bool"),
        "signs": Kind(name="codes", codes=("a",)), "seen": Kind(name="instant"),
    }  # fmt: skip
    schema = evolve(world.schema, units={**world.schema.units, "household": evolve(household, fields=more)})
    for text in (
        "household.decile < 3 || household.wells > 1", "household.decile < 3 && household.told",
        "household.decile < 3 || 'a' in household.signs", "household.decile < 3 && has(household.wells)",
    ):  # fmt: skip
        lowered = lower(check(parse(text), schema, "household", text=text), Context(schema=schema, as_of=AS_OF))
        with pytest.raises(CannotPushDown) as caught:
            target(schema, world.facts, DISTRICT).verdicts([lowered])
        assert caught.value.at is not None
        assert caught.value.at.column > 20


def test_more_joins_than_a_database_takes_are_refused() -> None:
    """With words, not with the database's."""
    world = _world("sqlite")
    unit = world.schema.units["household"]
    codes = unit.fields["social_categories"].codes
    holds = [nodes.Holds(nodes.Field("household", name), c) for name in ("social_categories",) for c in codes]
    holds += [nodes.Holds(nodes.Field("household", "kinds"), c) for c in ("x", "X", "y")] * 2
    many = [nodes.Field("household", "participation", f"P{n}") for n in range(40)]
    node = nodes.Or((*holds, *(nodes.In(field, (nodes.Code("active"),)) for field in many)))
    lowered = lower(check(node, world.schema, "household"), Context(schema=world.schema, as_of=AS_OF))
    with pytest.raises(CannotPushDown):
        Grouped(world.schema, world.facts, DISTRICT).verdicts([lowered])
    assert world.verdicts(Exists(world.schema, world.facts, DISTRICT).verdicts([lowered]))


def test_a_root_that_nobody_asks_for_is_not_joined() -> None:
    """An individual's own facts are read from one table."""
    world = _world("sqlite")
    node = check(parse("individual.pregnant"), world.schema, "individual")
    low = lower(node, Context(schema=world.schema, as_of=AS_OF))
    for target in (Exists, Grouped):
        text = str(target(world.schema, world.facts, DISTRICT).verdicts([low]))
        assert "JOIN" not in text
        assert "slrt_home" not in text

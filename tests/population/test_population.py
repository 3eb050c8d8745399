"""Judged by the database or one by one: the answer is the same, whatever was recorded since the state was noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import attrs
import pytest

import slrt_core as slrt
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.adapters.sql.joined import JoinedStorage
from slrt_core.adapters.sql.upgrading import SchemaOf
from slrt_core.desk.kinds import KINDS
from slrt_core.desk.projection import fact_kinds
from slrt_core.desk.work import Work
from slrt_core.model.criteria import Cited, Clause, Component, Each, Limit
from slrt_core.model.facts import AsOf
from slrt_core.model.parameters import DatedValue, Parameter, Per
from slrt_core.rules.criteria import CannotPushDown
from slrt_core.rules.eligibility import Ranking, Simulation
from tests.acceptance.helpers import DISTRICT, MONDAY, V1, V2, V3, World, form, furnish, nik, person
from tests.sql.places import NAMES, opened

WHY: dict[str, Any] = {"purpose": "rencana"}
TABLES = ("home", "kin", "person", "mark", "done")
BEFORE, TODAY = date(2025, 3, 1), MONDAY.date()


_seeds = count(7)


@attrs.define
class _Town:
    """A desk on a database, and its rows."""

    world: World
    url: str
    place: Any

    @property
    def desk(self) -> slrt.Desk:
        return self.world.desk

    def load(self, *forms: slrt.HouseholdForm, source: str = "list", **more: Any) -> None:
        self.desk.load_households(forms, source, **more)

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        with self.place.host(self.url).connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM slrt_facts_{table}")]  # noqa: S608

    def run(self, sql: str) -> None:
        with self.place.host(self.url).begin() as connection:
            connection.exec_driver_sql(sql)

    def again(self) -> None:
        """Close it, and open it anew."""
        self.desk._room.storage.close()
        self.world = _town(self.url, self.place, self.world.path, self.world.clock).world

    def answers(self, *codes: str, **more: Any) -> list[Any]:
        """Who is eligible, the two lists, and what a change would do, for PKH as two officers see it, or for these."""
        asks = [
            ask for acting in map(self.world.at, ("maya",) if codes else ("maya", "sari"))
            for ask in (acting.eligible, acting.gaps, partial(_simulate, acting))
        ]  # fmt: skip
        before = self._looked_at()
        found = [_answer(partial(ask, code, **WHY, **more)) for code in codes or ("PKH",) for ask in asks]
        return [*found, self._looked_at() - before]

    def _looked_at(self) -> int:
        """Of how many households something was looked at, as it is on record."""
        return sum(look.count for look in self.desk.looks())

    def assert_same(self, *codes: str, **more: Any) -> list[Any]:
        """What is answered is what is found one by one."""
        here = self.answers(*codes, **more)
        more.pop("rows", None)
        with patch.object(Work, "population", None):
            assert here == self.answers(*codes, **more)
        return here


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (slrt.NotFound, slrt.Invalid) as error:
        return str(error)


def _simulate(acting: slrt.Acting, code: str, as_of: AsOf | None = None, **more: Any) -> Simulation:
    return acting.simulate(_changed(acting.program(code, as_of=as_of)), as_of=as_of, **more)


def _changed(program: slrt.Program) -> slrt.Program:
    """Some more are entitled and some no longer, it pays more, and for two persons at most."""
    root = program.criteria
    if root is None:
        return program
    label: dict[str, Any] = {"label": root.label, "basis": root.basis}
    more = Clause(id="more", any=(root, Clause(id="one", text="household.decile == 1", **label)), **label)
    fewer = Clause(id="fewer", text="household.decile != 3", **label)
    parameters = tuple(
        attrs.evolve(one, values=tuple(attrs.evolve(value, value=value.value + 10) for value in one.values))
        for one in program.parameters
    )
    limit = program.limit and attrs.evolve(program.limit, persons=2)
    criteria = Clause(id="changed", all=(more, fewer), **label)
    return attrs.evolve(program, criteria=criteria, parameters=parameters, limit=limit)


def _town(url: str, place: Any, keys: Path | None, clock: ManualClock) -> _Town:
    assert keys is not None
    given = FileKeys(keys)
    desk = slrt.open_desk(
        url, district=DISTRICT, zone="Asia/Pontianak", keys=given, clock=clock, ids=SeededIds(next(_seeds))
    )
    return _Town(World(desk=desk, clock=clock, path=keys), url, place)


@pytest.fixture(params=NAMES)
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[_Town]:
    """A furnished desk on each database."""
    with opened(request.param) as place:
        made = _town(place.fresh(), place, tmp_path / "keys", ManualClock(MONDAY))
        furnish(made.desk)
        made.desk.load_programs(slrt.default_programs(), "pusat")
        yield made
        made.desk._room.storage.close()


def _mother(id_: str, region: str = V1, decile: int = 2, **more: Any) -> slrt.HouseholdForm:
    facts = {
        "pregnant": True, "breastfeeding": False, "school_level": "left", "education": "senior_secondary",
        "disability": "none", "severe_disability": False,
    }  # fmt: skip
    valid_from = more.pop("valid_from", None)
    return form(
        region, person(nik=nik(), facts=facts | more), id=id_, facts={"central_status": "listed", "decile": decile},
        valid_from=valid_from,
    )  # fmt: skip


def test_what_was_recorded_since_is_read_from_the_record(town: _Town) -> None:
    """Noted, changed, noted again: the same answers, and each time fewer are read one by one."""
    town.load(_mother("h-1"), _mother("h-2", V2, 4), _mother("h-3", V3, pregnant=False))
    with pytest.raises(CannotPushDown, match="slrt upkeep"):
        town.answers(rows=2)
    assert town.desk.upkeep.project() == 3
    assert town.desk.upkeep.project() == 0
    before = town.assert_same(rows=0)
    town.load(_mother("h-4", decile=1), _mother("h-5"), source="list 2")
    first = town.assert_same(rows=2)
    assert [line.household for line in first[0].eligible][:2] == ["h-4", "h-1"]
    assert before != first
    with pytest.raises(CannotPushDown, match="slrt upkeep"):
        town.answers(rows=1)
    assert town.desk.upkeep.project() == 2
    assert town.assert_same(rows=0) == first


def test_of_who_was_erased_nothing_is_left(town: _Town) -> None:
    """At once, not with the next upkeep; and the next upkeep brings nothing back."""
    two = slrt.FamilyForm(id="f-1", members=(person("Ani", id="p-1"), person("Budi", id="p-2", head=False)))
    home = form(V1, id="h-1", facts={"participation:PKH": "active", "social_categories": ("odha",)})
    town.load(attrs.evolve(home, families=(two,)), _mother("h-2"))
    town.desk.upkeep.project()
    assert len([row for row in town.rows("person") if {"p-1", "p-2"} & set(row)]) == 2
    assert any("h-1:" in str(row) for row in town.rows("mark"))
    town.desk.erase("p-2")
    assert not any("p-2" in row or "h-1" in row for table in TABLES for row in town.rows(table))
    town.desk.upkeep.project()
    town.assert_same(rows=0)
    town.desk.erase("h-1")
    ours = ("h-1", "f-1", "p-1", "p-2")
    assert not any(id_ in str(row) for table in TABLES for row in town.rows(table) for id_ in ours)
    town.assert_same()
    assert town.desk.upkeep.project() == 1
    # That there was a household its record says too.
    kept = [row for table in TABLES if table != "done" for row in town.rows(table)]
    assert kept
    assert not any(id_ in str(row) for row in kept for id_ in ours)
    town.assert_same(rows=0)


def test_erased_inside_a_hosts_transaction(town: _Town) -> None:
    """Also there the rows go at once, and come back if the host undoes it all."""
    town.load(_mother("h-1"))
    town.desk.upkeep.project()
    keys = FileKeys(town.world.path or Path())

    def erase(connection: Any) -> None:
        desk = slrt.Desk(
            JoinedStorage(connection), keys, town.world.clock, SeededIds(9), district=DISTRICT, zone="Asia/Pontianak"
        )
        assert desk.acting_as("maya").eligible("PKH", rows=0, **WHY).eligible
        desk.erase("h-1")

    connection = town.place.host(town.url).connect()
    with connection, connection.begin() as begun:
        erase(connection)
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM slrt_facts_person").scalar() == 0
        begun.rollback()
    assert len(town.rows("person")) == 1


def test_a_list_that_is_not_wholly_in(town: _Town) -> None:
    """What it says does not count, and is never noted; when it is in, all of it counts at once."""
    one = _mother("h-1", decile=4)
    town.load(one)
    assert town.desk.upkeep.project() == 1

    def stop(done: int, all_: int) -> None:
        raise ConnectionError

    again = [attrs.evolve(one, facts={**one.facts, "decile": 1}), *(_mother(f"n-{n}", V2) for n in range(3))]
    with pytest.raises(ConnectionError):
        town.load(*again, source="list 2", progress=stop)
    assert town.desk.upkeep.project() == 0
    first = town.assert_same(rows=4)
    town.load(*again, source="list 2")
    second = town.assert_same(rows=4)
    assert (len(first[0].eligible), len(second[0].eligible)) == (1, 4)
    assert town.desk.upkeep.project() == 4
    assert town.assert_same(rows=0) == second


def test_other_days(town: _Town) -> None:
    """What holds from a later day on, or held on an earlier, is not answered from what holds today."""
    one = _mother("h-2", V2, decile=4)
    town.load(_mother("h-1", valid_from=BEFORE), one)
    later = attrs.evolve(one, facts={"central_status": "removed", "decile": 9})
    town.load(later, source="list 2", day=TODAY + timedelta(60))
    town.desk.upkeep.project()
    for day in (BEFORE, date(2026, 1, 2), TODAY - timedelta(1), TODAY, TODAY + timedelta(59), TODAY + timedelta(60)):
        assert day < date(2026, 1, 1) or town.assert_same(as_of=AsOf(day))[0].eligible
    assert len(town.assert_same(as_of=AsOf(date(2026, 1, 2)))[0].eligible) == 1
    assert len(town.assert_same(rows=0, as_of=AsOf(TODAY + timedelta(59)))[0].eligible) == 2
    with pytest.raises(CannotPushDown, match="slrt upkeep"):
        town.answers(rows=0, as_of=AsOf(TODAY + timedelta(60)))
    town.assert_same(as_of=AsOf(TODAY, MONDAY))
    town.world.go_to(TODAY + timedelta(61))
    town.assert_same()
    assert town.desk.upkeep.project() == 1
    town.assert_same(rows=0)


def test_who_turns_ten(town: _Town) -> None:
    """Until then nobody asks whether she is pregnant: the same facts are read otherwise."""
    tenth = TODAY + timedelta(30)
    girl = person("Cici", head=False, facts={"birth_date": tenth.replace(year=tenth.year - 10), "relation": "child"})
    mother = _mother("h-1", pregnant=False, breastfeeding=False)
    (family,) = mother.families
    town.load(attrs.evolve(mother, families=(attrs.evolve(family, members=(*family.members, girl)),)))
    town.desk.upkeep.project()
    town.assert_same(rows=0, as_of=AsOf(tenth - timedelta(1)))
    with pytest.raises(CannotPushDown, match="slrt upkeep"):
        town.answers(rows=0, as_of=AsOf(tenth))
    town.assert_same(as_of=AsOf(tenth))


def test_a_variable_without_a_column(town: _Town) -> None:
    """One by one until the database is brought up to date; then what was noted without it is noted anew."""
    town.load(_mother("h-1"), _mother("h-2", decile=9))
    town.run("ALTER TABLE slrt_facts_home DROP COLUMN v_decile")
    town.again()
    town.desk.upkeep.project()
    with pytest.raises(CannotPushDown, match="decile"):
        town.answers(rows=0)
    town.assert_same()
    kinds = fact_kinds(town.desk.rulebook.schema)
    with SchemaOf(town.url) as schema:
        assert schema.differences(KINDS, kinds) == ("add_column slrt_facts_home v_decile",)
        schema.upgrade(kinds)
        assert schema.differences(KINDS, kinds) == ()
    town.again()
    town.assert_same(rows=2)
    assert town.desk.upkeep.project() == 2
    town.assert_same(rows=0)


def test_a_database_from_before(town: _Town) -> None:
    """Where there are households, opening makes no tables; the upgrade does, and nothing is missed meanwhile."""
    town.load(_mother("h-1"))
    for table in TABLES:
        town.run(f"DROP TABLE slrt_facts_{table}")
    town.again()
    assert town.desk.upkeep.project() == 0
    town.assert_same()
    town.desk.erase("h-1")
    town.load(_mother("h-2"))
    kinds = fact_kinds(town.desk.rulebook.schema)
    with SchemaOf(town.url) as schema:
        assert len(schema.differences(KINDS, kinds)) == len(TABLES)
        schema.upgrade(kinds)
        assert schema.differences(KINDS, kinds) == ()
    assert town.desk.upkeep.project() == 2
    town.assert_same(rows=0)


# --- random households


def _value(kind: Any, rng: Random) -> Any:
    match kind.name:
        case "bool":
            return rng.random() < 0.5
        case "number":
            number = rng.choice([kind.low, kind.high, rng.randint(kind.low, kind.high), min(kind.high, kind.low + 2)])
            return Decimal(number).scaleb(-kind.scale) if kind.scale else number
        case "date":
            return date(2020, 1, 1) - timedelta(days=rng.randint(0, 25_000))
        case "codes":
            return tuple(sorted(rng.sample(kind.codes, rng.randint(0, min(2, len(kind.codes))))))
        case "region":
            return rng.choice([V1, V2, V3])
    return rng.choice(kind.codes)


def _facts(unit: str, schema: Any, rng: Random, codes: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in schema.units[unit].fields.items():
        if kind.derived is not None or kind.source or name in {"region", "family", "present"} or rng.random() < 0.4:
            continue
        keys = rng.sample(codes, 2) if kind.keyed else [""]
        found |= {f"{name}:{key}" if key else name: _value(kind, rng) for key in keys}
    if rng.random() < 0.6:
        found.pop("deceased", None)
    return found


def _random_home(number: int, schema: Any, rng: Random, codes: tuple[str, ...]) -> slrt.HouseholdForm:
    families = []
    for f in range(rng.choice([1, 1, 1, 2])):
        members = [
            slrt.PersonForm(id=f"p{number}-{f}-{m}", name=f"A{m}", facts=_facts("individual", schema, rng, codes))
            for m in range(rng.randint(0 if f else 1, 4))
        ]
        families.append(
            slrt.FamilyForm(id=f"f{number}-{f}", members=tuple(members), facts=_facts("family", schema, rng, codes))
        )
    facts = _facts("household", schema, rng, codes) | {"central_status": rng.choice(["listed", "listed", "proposed"])}
    if rng.random() < 0.7:
        facts["decile"] = rng.randint(1, 5)
    return slrt.HouseholdForm(
        id=f"h{number}", region=rng.choice([V1, V2, V3]), families=tuple(families), facts=facts,
        valid_from=rng.choice([BEFORE, TODAY]),
    )  # fmt: skip


def test_random_households(town: _Town) -> None:
    """All programs of the library, over households with anything in them, half of them noted and then all."""
    rng, schema = Random(1), town.desk.rulebook.schema
    codes = tuple(sorted({one.code for one in slrt.default_programs()}))
    homes = [_random_home(n, schema, rng, codes) for n in range(40)]
    town.load(*homes[:20])
    town.desk.upkeep.project()
    town.load(*homes[20:], source="list 2")
    found = town.assert_same(*codes)
    town.desk.upkeep.project()
    assert town.assert_same(*codes, rows=0) == found
    lists = [one for one in found if isinstance(one, Ranking)]
    assert len(lists) > 20
    assert all(any(getattr(one, name) for one in lists) for name in ("eligible", "unknown", "refused"))
    changes = [one for one in found if isinstance(one, Simulation)]
    assert len(changes) == len(lists)
    for name in ("before", "after", "gained", "lost", "doubted", "unknown"):
        assert any(getattr(one, name) for one in changes)
    assert any(one.cost_before[0] < one.cost_before[1] < one.cost_after[1] for one in changes)


# --- what it would cost

_OWN = (Cited(text="contoh", tag="own"),)
_LABEL = slrt.Text("contoh", "example")


def _paying(unit: slrt.UnitKind, *components: tuple[str, Each, str, int | None], persons: int | None = None) -> Any:
    """A program for everybody who is not known to be rich, with an amount a component, each paid in another way."""
    pers = (Per.YEAR, Per.ONCE, Per.MONTH, Per.NONE, Per.TERM)
    return slrt.Program(
        code="UJI", name=_LABEL, benefit=_LABEL, unit=unit,
        provider=slrt.Provider(id="of-uji", name=_LABEL, level=slrt.GovernanceLevel.DISTRICT),
        criteria=Clause(id="poor", label=_LABEL, basis=_OWN, text="household.decile <= 4"),
        components=tuple(
            Component(id=id_, label=_LABEL, basis=_OWN, each=each, text=text, amount=f"uji.{id_}", limit=limit)
            for id_, each, text, limit in components
        ),
        limit=None if persons is None else Limit(persons=persons, label=_LABEL, basis=_OWN),
        parameters=tuple(
            Parameter(name=f"uji.{id_}", per=pers[n % len(pers)], values=(
                DatedValue(value=1000 * (n + 1), valid_from=date(2020, 1, 1), basis=_OWN),
                DatedValue(value=700 * (n + 2), valid_from=date(2020, 1, 1), basis=_OWN, at=V2),
            )) for n, (id_, *_) in enumerate(components)
        ),
    )  # fmt: skip


_PREGNANT, _PUPIL = "individual.pregnant", "individual.school_level in ['primary', 'junior_secondary']"
_CHILD, _ADULT = "age(individual.birth_date) < 18", "age(individual.birth_date) >= 18"
_EXPECTING = "household.members.exists(m, m.pregnant)"
_ODHA = "'odha' in individual.social_categories"
_PROGRAMS = {
    "of a household, for its members": (
        _paying(
            slrt.UnitKind.HOUSEHOLD,
            ("pregnant", Each.MEMBER, _PREGNANT, 1), ("pupil", Each.MEMBER, _PUPIL, None),
            ("child", Each.MEMBER, _CHILD, 2), ("home", Each.UNIT, "household.decile <= 2", None),
            ("adult", Each.MEMBER, _ADULT, None), persons=3,
        ), False,
    ),
    "of a family, one way or another": (
        _paying(
            slrt.UnitKind.FAMILY,
            ("low", Each.UNIT, "household.decile <= 2", None), ("high", Each.UNIT, "household.decile > 2", None),
            ("tied", Each.UNIT, "family.participation['PKH'] == 'active'", None),
            ("pupil", Each.MEMBER, _PUPIL, 1),
        ), False,
    ),
    "of a person, by what it is": (
        _paying(
            slrt.UnitKind.INDIVIDUAL,
            # That she is not pregnant, where that is known, makes these two exclude each other.
            ("late", Each.UNIT, "individual.school_grade > 3 || individual.pregnant", None),
            ("early", Each.UNIT, "individual.school_grade <= 3 || individual.pregnant", None),
            ("primary", Each.UNIT, "individual.school_level == 'primary'", None),
            ("junior", Each.UNIT, "individual.school_level == 'junior_secondary'", None),
            ("mother", Each.UNIT, "individual.pregnant && household.decile < 3", None),
        ), False,
    ),
    "of a person, as if of members": (
        _paying(
            slrt.UnitKind.INDIVIDUAL,
            ("primary", Each.MEMBER, _PUPIL, None), ("child", Each.MEMBER, _CHILD, 1),
            ("mother", Each.UNIT, _PREGNANT, None),
        ), False,
    ),
    "hanging on members": (
        _paying(
            slrt.UnitKind.FAMILY,
            ("some", Each.UNIT, _EXPECTING, None), ("none", Each.UNIT, f"!{_EXPECTING}", None),
            ("pupil", Each.MEMBER, _PUPIL, None),
        ), True,
    ),
    "hanging on a date": (
        _paying(slrt.UnitKind.INDIVIDUAL, ("child", Each.UNIT, _CHILD, None), ("adult", Each.UNIT, _ADULT, None)), True,
    ),
    "hanging on a set": (
        _paying(slrt.UnitKind.INDIVIDUAL, ("ill", Each.UNIT, _ODHA, None), ("well", Each.UNIT, f"!({_ODHA})", None)),
        True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _PROGRAMS)
def test_what_it_costs(town: _Town, name: str) -> None:
    """Limits, amounts by place, paid in several ways: reckoned from what the database tells, or else from the record.

    It is read who is eligible and of whom it cannot be told what of it can hold together, and nobody besides.
    """
    program, read = _PROGRAMS[name]
    rng, schema = Random(2), town.desk.rulebook.schema
    homes = [_random_home(n, schema, rng, ("PKH", "UJI")) for n in range(60)]
    town.desk.load_programs([program], "test")
    town.load(*homes[:50])
    town.desk.upkeep.project()
    if read:
        with pytest.raises(CannotPushDown, match="records tell"):
            town.answers("UJI", rows=0)
        town.assert_same("UJI", rows=49)
    else:
        town.assert_same("UJI", rows=0)
    town.load(*homes[50:], source="list 2")
    found = town.assert_same("UJI")[2]
    assert found.cost_before[1] > found.cost_before[0] > 0
    assert found.cost_after[1] > found.cost_after[0] > 0

"""A list that never comes in wholly: it is seen, given up, and leaves nothing behind (R-ALL-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import slrt_core as slrt
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Unfinished
from slrt_core.desk.handlers.giving_up import drop
from slrt_core.errors import AdapterError
from slrt_core.model import Actor, GiveUpLoad, Value
from slrt_core.ports import Range
from slrt_core.testing import SmallDistrict, small_district

DAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slrt_core.desk.lists.PART", 2)


@pytest.fixture(params=["memory", "sqlite"])
def d(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallDistrict]:
    store = SqlStorage(f"sqlite:///{tmp_path / 'desk.db'}") if request.param == "sqlite" else MemoryStorage()
    made = small_district(store)
    yield made
    made.desk.close()


def nik(number: int) -> str:
    return f"61120141018590{number:02}"


def form(number: int, *, ids: bool = True, name: str = "Rahasia", **facts: Value) -> slrt.HouseholdForm:
    person = slrt.PersonForm(name=name, nik=nik(number), id=f"i-{number}" if ids else "")
    son = slrt.PersonForm(name="Anak", id=f"j-{number}" if ids else "")
    family = slrt.FamilyForm(id=f"f-{number}" if ids else "", members=[person, son])
    return slrt.HouseholdForm(id=f"h-{number}", region="61.12.01.2001", families=[family], facts=facts)


def interrupted(d: SmallDistrict, forms: list[slrt.HouseholdForm], source: str, *, after: int = 1) -> str:
    """Load a list and be stopped after some parts; the id of its load."""
    parts = iter(range(after - 1))

    def stop(_: int, __: int) -> None:
        if next(parts, None) is None:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        d.desk.load_households(forms, source, day=DAY, progress=stop)
    return next(one.load for one in d.desk.upkeep.unfinished() if one.source == source and not one.overtaken)


def held(d: SmallDistrict) -> dict[str, dict[str, Any]]:
    """Everything that is stored of households and of whoever is searched."""
    with d.desk.work() as work:
        subjects = {stored.key: dict(stored.index) for stored in work.all("subject", Range(field="household"))}
        orders = (Range(field="region"), Range(field="head"))
        homes = {stored.key: stored.body for order in orders for stored in work.all("household", order)}
        index = {stored.key: dict(stored.index) for order in orders for stored in work.all("household", order)}
    return {"subjects": subjects, "households": homes, "index": index}


def whole(d: SmallDistrict, *numbers: int) -> None:
    sari = d.acting("sari")
    for number in numbers:
        home = sari.household(f"h-{number}", purpose="test")
        nobodys = [member.nik for member in home.members if member.nik.present]
        assert [sari.reveal(claim, of=home.id, purpose="test") for claim in nobodys] == [nik(number)]
        assert [found.household for found in sari.lookup("nik", nik(number), purpose="test")] == [home.id]
    assert d.desk.audit(states=True).findings == ()


class TestSeen:
    def test_a_dossier_tells_what_it_says(self, d: SmallDistrict) -> None:
        """Name and number are held: to say that nothing is would be wrong (law 27/2022, art. 32)."""
        forms = [form(number) for number in range(4)]
        load = interrupted(d, forms, "DTSEN 2026-2")
        found = d.desk.dossier("i-1", purpose="asked by herself")
        said = {one["variable"]: one for one in found["pending"]}  # type: ignore[attr-defined]
        assert (found["facts"], said["name"]["value"], said["nik"]["value"]) == ([], "Rahasia", nik(1))
        assert {(one["source"], one["valid_from"], one["load"], one["unit"]) for one in said.values()} == {
            ("DTSEN 2026-2", "2026-01-05", load, "i-1")
        }
        home = d.desk.dossier("h-1", purpose="asked")
        assert {one["unit"] for one in home["pending"]} == {"h-1", "f-1", "i-1", "j-1"}  # type: ignore[attr-defined]
        d.desk.load_households(forms, "DTSEN 2026-2", day=DAY)
        after = d.desk.dossier("i-1", purpose="asked by herself")
        assert after["pending"] == []
        assert {one["value"] for one in after["facts"]} >= {"Rahasia", nik(1)}  # type: ignore[attr-defined]

    def test_it_is_listed_until_it_is_in(self, d: SmallDistrict) -> None:
        forms = [form(number) for number in range(5)]
        begun = d.clock.now()
        load = interrupted(d, forms, "list")
        assert d.desk.upkeep.unfinished() == (
            Unfinished(load=load, source="list", day=DAY, begun=begun, last=begun, taken=2, households=5),
        )
        d.clock.advance(days=1)
        interrupted(d, forms, "list")
        [one] = d.desk.upkeep.unfinished()
        assert (one.taken, one.begun, one.last) == (4, begun, begun + timedelta(days=1))
        assert d.desk.health().lists_unfinished.number == 1
        d.desk.load_households(forms, "list", day=DAY)
        assert d.desk.upkeep.unfinished() == ()
        assert d.desk.health().lists_unfinished.number == 0


class TestGivenUp:
    @pytest.mark.parametrize("ids", [True, False], ids=["with ids", "without ids"])
    def test_nothing_of_it_is_left(self, d: SmallDistrict, ids: bool) -> None:
        before = held(d)
        forms = [form(number, ids=ids) for number in range(5)]
        load = interrupted(d, forms, "list", after=2)
        assert d.desk.upkeep.give_up(load) == 4
        assert held(d) == before
        with pytest.raises(slrt.NotFound):
            d.desk.dossier("h-1", purpose="asked")
        assert d.desk.upkeep.unfinished() == ()
        assert d.desk.audit(states=True).findings == ()
        assert (d.desk.upkeep.give_up(load), d.desk.upkeep.sweep_lists()) == (0, 0)

    def test_the_same_list_may_come_again(self, d: SmallDistrict) -> None:
        """Deleted, not erased for ever: the next list names the same persons."""
        forms = [form(number) for number in range(5)]
        d.desk.upkeep.give_up(interrupted(d, forms, "list"))
        assert d.desk.load_households(forms, "list", day=DAY).count == 5
        whole(d, *range(5))
        assert d.desk.upkeep.sweep_lists() == 0

    def test_what_others_say_stays(self, d: SmallDistrict) -> None:
        """Those whom a visit or another list knows keep everything, under the same keys."""
        first = [form(0, central_status="listed", decile=2), form(1)]
        d.desk.load_households(first, "first", day=DAY)
        tini = d.form("Tini", nik="6112014101850099")
        visited = d.acting("sari").record_visit(tini, [slrt.Need(program="PKH")])
        d.acting("sari").record_visit("h-0", [slrt.Need(program="PKH")])
        d.clock.advance(days=1)
        third = interrupted(d, [form(7), form(8), form(9)], "third")
        before = held(d)
        ranked = evolve(tini, id=visited.household, facts={"decile": 4, "central_status": "listed"})
        second = [form(0, central_status="removed", decile=9), form(1, decile=3), ranked, form(5), form(6)]
        load = interrupted(d, second, "second", after=2)
        assert held(d) != before
        assert d.desk.upkeep.give_up(load) == 4
        assert held(d) == before
        whole(d, 0, 1)
        assert d.acting("sari").household("h-0", purpose="test").decile == 2
        assert [one.load for one in d.desk.upkeep.unfinished()] == [third]
        d.desk.load_households([form(7), form(8), form(9)], "third", day=DAY + timedelta(days=1))

    def test_a_later_status_is_found_when_an_earlier_list_goes(self, d: SmallDistrict) -> None:
        d.desk.load_households([form(0, central_status="listed")], "first", day=DAY)
        wrong = interrupted(d, [form(0, central_status="removed"), form(1), form(2)], "wrong")
        right = [form(0, central_status="proposed"), form(3), form(4)]
        interrupted(d, right, "right")
        d.desk.upkeep.give_up(wrong)
        d.desk.load_households(right, "right", day=DAY)
        assert held(d)["index"]["h-0"]["status"] == "proposed"
        whole(d, 0, 3, 4)

    def test_who_was_erased_meanwhile(self, d: SmallDistrict) -> None:
        """The erasure stays on record; of the others in the household nothing is left."""
        load = interrupted(d, [form(number) for number in range(3)], "list")
        d.desk.erase("h-0")
        d.desk.erase("i-1")
        assert d.desk.upkeep.give_up(load) == 2
        assert held(d)["subjects"] == {}
        assert b"Rahasia" not in b"".join(held(d)["households"].values())
        assert b"Anak" not in b"".join(held(d)["households"].values())
        assert d.desk.audit(states=True).findings == ()

    @pytest.mark.parametrize("when", [2, 4, 5], ids=["at once", "later", "with the last part"])
    def test_whoever_is_loading_it_is_told(self, d: SmallDistrict, when: int) -> None:
        def give_up(done: int, _: int) -> None:
            if done == when:
                [one] = d.desk.upkeep.unfinished()
                d.desk.upkeep.give_up(one.load)

        with pytest.raises(slrt.Conflict) as error:
            d.desk.load_households([form(number) for number in range(5)], "list", day=DAY, progress=give_up)
        assert error.value.codes == ("list-overtaken",)
        assert held(d)["households"] == {}
        assert d.desk.audit(states=True).findings == ()

    def test_what_is_in_stays_in(self, d: SmallDistrict) -> None:
        forms = [form(number) for number in range(3)]
        load = interrupted(d, forms, "list")
        d.desk.load_households(forms, "list", day=DAY)
        with pytest.raises(slrt.Conflict) as error:
            d.desk.upkeep.give_up(load)
        assert error.value.codes == ("list-taken",)
        with pytest.raises(slrt.NotFound):
            d.desk.upkeep.give_up("nothing")
        whole(d, *range(3))

    def test_an_officer_may_not(self, d: SmallDistrict) -> None:
        load = interrupted(d, [form(number) for number in range(3)], "list")
        before = held(d)
        with pytest.raises(slrt.Refused):
            d.desk.perform(GiveUpLoad(load=load), Actor(officer="adi", person="adi", post="administrator"))
        assert held(d) == before


class TestSwept:
    def test_what_another_list_overtook(self, d: SmallDistrict) -> None:
        """Its rows could never come in, and nobody would have deleted them."""
        first = [form(number) for number in range(5)]
        old = interrupted(d, first, "first", after=2)
        d.desk.load_households([form(0, name="Siti")], "second", day=DAY)
        [one] = d.desk.upkeep.unfinished()
        assert (one.load, bool(one.overtaken), one.given_up) == (old, True, False)
        assert d.desk.upkeep.sweep_lists() == 3
        assert set(held(d)["households"]) == {"h-0"}
        assert set(held(d)["subjects"]) == {"f-0", "i-0", "j-0"}
        assert (d.desk.upkeep.unfinished(), d.desk.upkeep.sweep_lists()) == ((), 0)
        whole(d, 0)

    def test_it_goes_on_where_it_stopped(self, d: SmallDistrict, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("slrt_core.desk.unfinished._AT_ONCE", 1)
        load = interrupted(d, [form(number) for number in range(5)], "list", after=2)
        calls = iter(range(2))

        def failing(*given: Any) -> int:
            if next(calls, None) is None:
                raise AdapterError("gone", slrt.Text("hilang", "gone"))
            return drop(*given)

        with monkeypatch.context() as patch:
            patch.setattr("slrt_core.desk.unfinished.drop", failing)
            with pytest.raises(AdapterError):
                d.desk.upkeep.give_up(load)
        assert len(held(d)["households"]) == 2
        [one] = d.desk.upkeep.unfinished()
        assert one.given_up
        told: list[int] = []
        assert d.desk.upkeep.give_up(load, told.append) == 2
        assert told == [1, 2]
        assert held(d)["households"] == {}
        assert d.desk.audit(states=True).findings == ()

    def test_what_can_go_on_is_left_alone(self, d: SmallDistrict) -> None:
        forms = [form(number) for number in range(3)]
        interrupted(d, forms, "list")
        before = held(d)
        assert d.desk.upkeep.sweep_lists() == 0
        assert held(d) == before
        d.desk.load_households(forms, "list", day=DAY)
        whole(d, *range(3))


def header_only(tmp_path: Path) -> object:
    path = tmp_path / "list.csv"
    path.write_text("household,region,name\n\n", encoding="utf-8")
    return slrt.read_households(path)


@pytest.mark.parametrize("forms", [lambda _: [], lambda _: iter(()), header_only], ids=["list", "iterator", "file"])
def test_an_empty_list_is_refused(d: SmallDistrict, tmp_path: Path, forms: Callable[[Path], Any]) -> None:
    """Most often only the heading was exported: nothing would be in, and the operator told that all is."""
    with pytest.raises(slrt.Invalid) as error:
        d.desk.load_households(forms(tmp_path), "list", day=DAY)
    assert error.value.codes == ("list-empty",)
    assert d.desk.upkeep.unfinished() == ()


def test_a_list_that_was_given_up_comes_again_under_the_same_key(d: SmallDistrict) -> None:
    forms = [form(number) for number in range(4)]

    def stop(_: int, __: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        d.desk.load_households(forms, "list", day=DAY, key="k", progress=stop)
    [one] = d.desk.upkeep.unfinished()
    d.desk.upkeep.give_up(one.load)
    assert d.desk.load_households(forms, "list", day=DAY, key="k").count == 4
    whole(d, 0, 1, 2, 3)
    d.desk.load_households(forms, "list", day=DAY, key="k")
    whole(d, 0, 1, 2, 3)


class TestErasedBeforeItCameIn:
    """Who was erased while a list was on its way stays so; everybody else comes in, and no household is lost."""

    @pytest.fixture(params=["alone", "beside others"], autouse=True)
    def others(self, request: pytest.FixtureRequest, d: SmallDistrict) -> None:
        if request.param == "beside others":
            d.desk.load_households([form(8)], "others", day=DAY)

    def came_in(self, d: SmallDistrict) -> None:
        sari = d.acting("sari")
        for number in (0, 2, 3):
            assert {m.name for m in sari.household(f"h-{number}", purpose="test").members} == {"Rahasia", "Anak"}
            assert [found.household for found in sari.lookup("nik", nik(number), purpose="test")] == [f"h-{number}"]
        members = {member.id: member for member in sari.household("h-1", purpose="test").members}
        assert members["i-1"].erased
        assert (members["i-1"].name, members["j-1"].name) == ("", "Anak")
        assert sari.lookup("nik", nik(1), purpose="test") == ()
        assert [found.household for found in sari.find(name="Anak", purpose="test")].count("h-1") == 1
        assert d.desk.audit(states=True).findings == ()
        assert b"Rahasia" not in held(d)["households"]["h-1"]
        assert held(d)["index"]["h-1"]["region"]

    def test_it_goes_on(self, d: SmallDistrict) -> None:
        forms = [form(number) for number in range(4)]
        interrupted(d, forms, "list")
        d.desk.erase("i-1")
        d.desk.load_households(forms, "list", day=DAY)
        self.came_in(d)

    def test_it_is_given_up_and_comes_again(self, d: SmallDistrict) -> None:
        forms = [form(number) for number in range(4)]
        load = interrupted(d, forms, "list")
        d.desk.erase("i-1")
        d.desk.upkeep.give_up(load)
        assert d.desk.load_households(forms, "list", day=DAY).count == 4
        self.came_in(d)
        assert d.desk.load_households(forms, "list", day=DAY).count == 0

    def test_another_list_names_them(self, d: SmallDistrict) -> None:
        forms = [form(number) for number in range(4)]
        interrupted(d, forms, "list")
        d.desk.erase("i-1")
        assert d.desk.load_households(forms, "another", day=DAY).count == 4
        self.came_in(d)
        d.desk.upkeep.sweep_lists()
        self.came_in(d)

    def test_a_whole_household_stays_erased(self, d: SmallDistrict) -> None:
        forms = [form(number) for number in range(4)]
        load = interrupted(d, forms, "list")
        d.desk.erase("h-1")
        d.desk.upkeep.give_up(load)
        assert d.desk.load_households(forms, "list", day=DAY).count == 3
        assert d.acting("sari").lookup("nik", nik(1), purpose="test") == ()
        assert b"Rahasia" not in held(d)["households"]["h-1"]
        assert d.desk.audit(states=True).findings == ()

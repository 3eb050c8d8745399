"""A list that never came in wholly does no harm to the next one that names the same households."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import slrt_core as slrt
from slrt_core.testing import SmallDistrict, small_district

DAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slrt_core.desk.lists.PART", 2)


@pytest.fixture
def d() -> SmallDistrict:
    return small_district()


def form(d: SmallDistrict, number: int, *, ids: bool, region: str = "", name: str = "Ani") -> slrt.HouseholdForm:
    person = slrt.PersonForm(name=name, nik=f"61120141018590{number:02}", id=f"i-{number}" if ids else "")
    family = slrt.FamilyForm(id=f"f-{number}" if ids else "", no_kk="6112010101269001", members=[person])
    return slrt.HouseholdForm(id=f"h-{number}", region=region or d.village, families=[family])


def named(d: SmallDistrict, household: str, family: str, person: str) -> slrt.HouseholdForm:
    """A household with these ids."""
    members = [slrt.PersonForm(name="Ani", id=person)]
    return slrt.HouseholdForm(id=household, region=d.village, families=[slrt.FamilyForm(id=family, members=members)])


SAME = [
    ("household", "", ""),
    ("other", "household", ""),
    ("other", "", "household"),
    ("family", "", ""),
    ("other", "family", ""),
    ("other", "", "family"),
    ("person", "", ""),
    ("other", "person", ""),
    ("other", "", "person"),
]


class TestOneIdForTwo:
    """Keys of persons go by ids: two of one id would be opened and erased together (R-ALL-2)."""

    @pytest.mark.parametrize("ids", SAME)
    @pytest.mark.parametrize("between", [0, 1, 2], ids=["one part", "the next part", "a later part"])
    def test_in_one_list(self, d: SmallDistrict, ids: tuple[str, str, str], between: int) -> None:
        others = [named(d, f"x-{number}", "", "") for number in range(between)]
        with pytest.raises(slrt.Invalid) as error:
            d.desk.load_households(
                [named(d, "household", "family", "person"), *others, named(d, *ids)], "list", day=DAY
            )
        assert set(error.value.codes) <= {"id-twice", "household-twice", "person-in-two-families"}
        with pytest.raises(slrt.NotFound):
            d.acting("sari").household("household", purpose="test")

    @pytest.mark.parametrize("ids", [ids for ids in SAME if ids[0] != "household"])
    def test_in_a_later_list(self, d: SmallDistrict, ids: tuple[str, str, str]) -> None:
        d.desk.load_households([named(d, "household", "family", "person")], "first", day=DAY)
        with pytest.raises(slrt.Invalid) as error:
            d.desk.load_households([named(d, *ids)], "second", day=DAY)
        assert set(error.value.codes) <= {"id-twice", "person-in-two-families"}
        assert d.acting("sari").household("household", purpose="test").members[0].id == "person"

    @pytest.mark.parametrize("ids", [("one", "one", ""), ("one", "", "one"), ("one", "two", "two")])
    def test_in_one_household(self, d: SmallDistrict, ids: tuple[str, str, str]) -> None:
        with pytest.raises(slrt.Invalid) as error:
            d.desk.load_households([named(d, *ids)], "list", day=DAY)
        assert error.value.codes == ("id-twice",)

    @pytest.mark.parametrize("ids", SAME)
    def test_what_is_only_in_a_list_that_never_came_in_makes_way(
        self, d: SmallDistrict, ids: tuple[str, str, str]
    ) -> None:
        first = [named(d, "household", "family", "person"), named(d, "x-1", "", ""), named(d, "x-2", "", "")]
        with pytest.raises(ConnectionError):
            d.desk.load_households(Dying(first), "first", day=DAY)
        assert d.desk.load_households([named(d, *ids)], "second", day=DAY).count == 1
        [member] = d.acting("sari").household(ids[0], purpose="test").members
        assert ids[2] in {"", member.id}
        assert d.desk.audit(states=True).findings == ()


class Dying:
    """A list that ends with an error while it is taken in, having been looked through."""

    def __init__(self, forms: list[slrt.HouseholdForm]) -> None:
        self.forms = forms
        self.gone_through = 0

    def __iter__(self) -> Iterator[slrt.HouseholdForm]:
        self.gone_through += 1
        yield from self.forms[: len(self.forms) - (self.gone_through == 2)]
        if self.gone_through == 2:
            raise ConnectionError


@pytest.mark.parametrize("ids", [True, False], ids=["with ids", "without ids"])
def test_every_number_of_the_second_list_opens(d: SmallDistrict, ids: bool) -> None:
    first = [form(d, number, ids=ids) for number in range(5)]
    with pytest.raises(ConnectionError):
        d.desk.load_households(Dying(first), "first", day=DAY)
    second = [form(d, number, ids=ids, region=d.neighbour, name="Budi") for number in range(5)]
    assert d.desk.load_households(second, "second", day=DAY).count == 5
    tono = d.acting("tono")
    assert {found.name for found in tono.find(name="Budi", purpose="test")} == {"Budi"}
    assert len(tono.find(name="Budi", purpose="test")) == 5
    assert d.acting("sari").find(name="Ani", purpose="test") == ()
    for number in range(5):
        [member] = tono.household(f"h-{number}", purpose="test").members
        nik = f"61120141018590{number:02}"
        assert tono.reveal(member.nik, of=f"h-{number}", purpose="test") == nik
        assert [found.household for found in tono.lookup("nik", nik, purpose="test")] == [f"h-{number}"]


def test_the_first_list_may_still_come_in_after_the_second(d: SmallDistrict) -> None:
    first = [form(d, number, ids=True) for number in range(5)]
    with pytest.raises(ConnectionError):
        d.desk.load_households(Dying(first), "first", day=DAY)
    d.desk.load_households([form(d, number, ids=True) for number in range(2)], "second", day=DAY)
    d.desk.load_households(first, "first", day=DAY)
    sari = d.acting("sari")
    for number in range(5):
        [member] = sari.household(f"h-{number}", purpose="test").members
        assert sari.reveal(member.nik, of=f"h-{number}", purpose="test") == f"61120141018590{number:02}"


def test_a_household_does_not_stand_in_a_list_twice(d: SmallDistrict) -> None:
    """Which of the two would be so, nobody can say."""
    twice = [form(d, number, ids=True) for number in (1, 2, 3, 1)]
    with pytest.raises(slrt.Invalid) as error:
        d.desk.load_households(twice, "twice", day=DAY)
    assert [(reason.code, reason.path) for reason in error.value.reasons] == [("household-twice", "h-1")]
    with pytest.raises(slrt.NotFound):
        d.acting("sari").household("h-1", purpose="test")


def test_a_household_that_does_not_count_yet_gives_way(d: SmallDistrict) -> None:
    """What an unfinished list says of a person holds nobody up; handed over again, that list is told of it."""
    first = [form(d, number, ids=True) for number in range(5)]
    with pytest.raises(ConnectionError):
        d.desk.load_households(Dying(first), "first", day=DAY)
    taken = slrt.HouseholdForm(id="h-0", region=d.village, families=form(d, 1, ids=True).families)
    assert d.desk.load_households([taken], "second", day=DAY).count == 1
    [member] = d.acting("sari").household("h-0", purpose="test").members
    assert member.id == "i-1"
    with pytest.raises(slrt.SlrtError):
        d.desk.load_households(first, "first", day=DAY)

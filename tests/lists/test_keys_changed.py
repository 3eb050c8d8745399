"""A change of keys reaches everybody of whom a number is kept, also whom nobody sees yet, or any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk.handlers.households import add_facts
from slrt_core.model import HOST, UNKNOWN, Fact
from slrt_core.testing import SmallDistrict, small_district

DAY = date(2026, 1, 5)
KARTU = "6112010101269001"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slrt_core.desk.lists.PART", 2)


@pytest.fixture
def keys(tmp_path: Path) -> FileKeys:
    return FileKeys(tmp_path / "desk.keys")


@pytest.fixture(params=["memory", "sqlite"])
def d(request: pytest.FixtureRequest, tmp_path: Path, keys: FileKeys) -> Iterator[SmallDistrict]:
    store = SqlStorage(f"sqlite:///{tmp_path / 'desk.db'}") if request.param == "sqlite" else MemoryStorage()
    made = small_district(store, keys=keys)
    yield made
    made.desk.close()


def nik(number: int) -> str:
    return f"61120141018590{number:02}"


def phone(number: int) -> str:
    return f"+62812345678{number:02}"


def form(number: int) -> slrt.HouseholdForm:
    person = slrt.PersonForm(name="Ani", nik=nik(number), phone=phone(number), id=f"i-{number}")
    family = slrt.FamilyForm(no_kk=KARTU, members=[person])
    return slrt.HouseholdForm(id=f"h-{number}", region="61.12.01.2001", families=[family])


def interrupted(d: SmallDistrict, forms: list[slrt.HouseholdForm], source: str = "list") -> None:
    """Load a list, and be stopped after its first part."""

    def stop(_: int, __: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        d.desk.load_households(forms, source, day=DAY, progress=stop)


def changed(d: SmallDistrict, keys: FileKeys) -> None:
    """Change the keys as the guide says: nothing needs the older one afterwards, and it is destroyed."""
    older = keys.current
    new = keys.rotate()
    assert d.desk.upkeep.rewrap() > 0
    uses = d.desk.upkeep.uses(older)
    assert (uses.wrapped, uses.indexed) == (0, 0)
    assert set(d.desk.upkeep.indexed()) == {new}
    assert d.desk.upkeep.rewrap() == 0
    keys.retire(older)


def all_found(d: SmallDistrict, numbers: range) -> None:
    sari = d.acting("sari")
    for number in numbers:
        for kind, value in (("nik", nik(number)), ("phone", phone(number))):
            assert [found.household for found in sari.lookup(kind, value, purpose="test")] == [f"h-{number}"]
        [member] = sari.household(f"h-{number}", purpose="test").members
        assert sari.reveal(member.nik, of=f"h-{number}", purpose="test") == nik(number)
    families = sari.lookup("no_kk", KARTU, purpose="test")
    assert {found.household for found in families} == {f"h-{number}" for number in numbers}
    assert d.desk.audit(states=True).findings == ()


def test_whom_only_an_unfinished_list_names(d: SmallDistrict, keys: FileKeys) -> None:
    """The list goes on under the new key, and everybody in it is found, whichever key was in force when they came."""
    forms = [form(number) for number in range(6)]
    interrupted(d, forms)
    changed(d, keys)
    assert d.desk.load_households(forms, "list", day=DAY).count == 6
    all_found(d, range(6))


def test_what_holds_from_a_later_day_on(d: SmallDistrict, keys: FileKeys) -> None:
    d.desk.load_households([form(number) for number in range(3)], "list", day=DAY + timedelta(days=30))
    changed(d, keys)
    d.clock.advance(days=31)
    all_found(d, range(3))


def test_who_left(d: SmallDistrict, keys: FileKeys) -> None:
    d.desk.load_households([form(0)], "list", day=DAY)
    with d.desk.work(write=True) as work:
        left = Fact(
            unit="i-0", variable="family", value=UNKNOWN, valid_from=DAY, recorded_at=work.moment.at, source="visit"
        )
        add_facts("h-0", [left], HOST, work, case="c")
    assert d.acting("sari").household("h-0", purpose="test").members == ()
    changed(d, keys)
    assert [found.household for found in d.acting("sari").lookup("nik", nik(0), purpose="test")] == ["h-0"]


def test_what_an_earlier_version_left_behind(d: SmallDistrict, keys: FileKeys) -> None:
    """Wrapped with the new key and found by the old one, even if that was destroyed by force: it is found again."""
    forms = [form(number) for number in range(4)]
    interrupted(d, forms)
    keys.rotate()
    with d.desk.work() as work:
        before = {subject.key: subject for subject in work.among("subject", "wrap", {"1"})}
    d.desk.upkeep.rewrap()
    with d.desk.work(write=True) as work:
        for key, subject in before.items():
            now = work.need("subject", key)
            index = {**now.index, **{kind: subject.index[kind] for kind in ("nik", "no_kk", "phone")}}
            work.tx.put("subject", key, now.body, expect=now.version, index=index)
    assert d.desk.upkeep.uses("1").wrapped == 0
    assert d.desk.upkeep.indexed() == {"1": 6}
    keys.retire("1")
    assert d.desk.upkeep.rewrap() == 4
    assert d.desk.upkeep.indexed() == {"2": 6}
    d.desk.load_households(forms, "list", day=DAY)
    all_found(d, range(4))

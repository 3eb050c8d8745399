"""What somebody tried who wanted the store to lose, keep or show what it should not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.adapters.keys import FileKeys
from slrt_core.desk import Desk
from slrt_core.desk import lists as list_module
from slrt_core.model import FamilyForm, HouseholdForm, PersonForm
from slrt_core.testing import SeededIds, SmallDistrict, small_district

NIK, OTHER = "6112014101850001", "6112014101850002"


class Stopped(Exception):
    """Somebody pulled the plug."""


@pytest.fixture
def d() -> SmallDistrict:
    return small_district()


@pytest.fixture
def by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each household is a part of its own."""
    monkeypatch.setattr(list_module, "PART", 1)


def listed(id: str, nik: str = NIK, *, person: str = "", name: str = "Siti") -> HouseholdForm:
    head = PersonForm(
        name=name, nik=nik, id=person, facts={"birth_date": date(1985, 1, 1), "sex": "female", "relation": "head"}
    )
    return HouseholdForm(
        id=id, region="61.12.01.2001", address="Jl. Adi Sucipto", families=[FamilyForm(members=[head])]
    )


def interrupted(d: SmallDistrict, forms: Iterable[HouseholdForm], source: str = "first") -> None:
    def stop(_: int, __: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        d.desk.load_households(forms, source, progress=stop)


@pytest.mark.usefixtures("by_one")
def test_who_was_erased_does_not_come_back_with_the_rest_of_a_list(d: SmallDistrict) -> None:
    """Erased while a list is on its way in: neither then nor when it is in is anything of them there (R-ALL-2)."""
    forms = [listed("h-1", person="p-1", name="Rahasia"), listed("h-2", OTHER)]
    interrupted(d, forms)
    d.desk.erase("h-1")
    with d.desk.work() as work:
        assert b"Rahasia" not in work.need("household", "h-1").body
    d.desk.load_households(forms, "first")
    home = d.acting("sari").household("h-1", purpose="test")
    assert home.erased
    assert [(member.name, member.erased) for member in home.members] == [("", True)]

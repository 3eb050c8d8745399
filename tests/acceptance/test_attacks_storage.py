"""What somebody tried who wanted the store to lose, keep or show what it should not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

import slrt_core as slrt
from slrt_core.adapters.keys import FileKeys
from slrt_core.desk import Desk
from slrt_core.desk import lists as list_module
from slrt_core.model import HOST, UNKNOWN, Erase, FamilyForm, HouseholdForm, PersonForm
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


@pytest.mark.usefixtures("by_one")
@pytest.mark.parametrize("person", ["", "p-1"], ids=["new ids", "ids of the list"])
def test_a_list_after_one_that_was_given_up_loses_no_number(d: SmallDistrict, person: str) -> None:
    """The corrected list is the usual one: what it says opens, and everybody is there once (R-REG-2)."""
    interrupted(d, [listed("h-1", person=person), listed("h-2", OTHER)])
    d.desk.load_households([listed("h-1", person=person)], "second")
    sari = d.acting("sari")
    [siti] = sari.household("h-1", purpose="test").members
    assert sari.reveal(siti.nik, of="h-1", purpose="test") == NIK
    assert [found.household for found in sari.lookup("nik", NIK, purpose="test")] == ["h-1"]
    d.desk.load_households([listed("h-1", person=person), listed("h-2", OTHER)], "first")
    assert len(sari.household("h-1", purpose="test").members) == 1
    assert d.desk.audit(states=True).findings == ()


@pytest.mark.usefixtures("by_one")
def test_a_list_that_names_a_household_twice_is_refused(d: SmallDistrict) -> None:
    """Also where the two stand in different parts: nobody lives in it twice."""
    with pytest.raises(slrt.Invalid) as error:
        d.desk.load_households([listed("h-1"), listed("h-1")], "first")
    assert error.value.codes == ("household-twice",)
    with pytest.raises(slrt.NotFound):
        d.acting("sari").household("h-1", purpose="test")


@pytest.mark.usefixtures("by_one")
def test_a_wrong_list_does_not_keep_the_right_one_out(d: SmallDistrict) -> None:
    """Of a list that is not wholly in nothing counts, so it contradicts nothing either."""
    with pytest.raises(slrt.Invalid):
        d.desk.load_households([listed("h-1", person="p-1"), listed("h-2", OTHER, person="p-1")], "wrong")
    d.desk.load_households([listed("h-1", person="p-2"), listed("h-2", OTHER, person="p-1")], "right")
    sari = d.acting("sari")
    for home, nik in (("h-1", NIK), ("h-2", OTHER)):
        [head] = sari.household(home, purpose="test").members
        assert sari.reveal(head.nik, of=home, purpose="test") == nik


def write_by_visit(d: SmallDistrict, home: str) -> object:
    return d.acting("sari").record_visit(home, [slrt.Complaint(topic="other", text="penting sekali")])


def write_by_photograph(d: SmallDistrict, home: str) -> object:
    return d.acting("sari").attach(home, b"\xff\xd8\xff\xe0" + b"0" * 99 + b"\xff\xd9", purpose="bukti")


def write_by_change(d: SmallDistrict, home: str) -> object:
    change = slrt.FieldChange(unit=home, variable="address", new="Jl. Baru")
    return d.acting("sari").record_visit(home, [slrt.Change(changes=[change])])


@pytest.mark.parametrize("write", [write_by_visit, write_by_photograph, write_by_change])
def test_nothing_is_accepted_that_could_never_be_opened(
    tmp_path: Path, write: Callable[[SmallDistrict, str], object]
) -> None:
    """The key of who was erased is forgotten: words sealed with a new one would be lost at the next opening."""
    d = small_district(keys=FileKeys(tmp_path / "keys"))
    home = d.acting("sari").record_household(d.form()).id
    d.desk.erase(home)
    with pytest.raises(slrt.Invalid) as error:
        write(d, home)
    assert error.value.codes == ("unit-erased",)
    assert d.desk.audit(states=True).findings == ()


def test_an_id_of_who_was_erased_is_nobody_elses(tmp_path: Path) -> None:
    """A list that gives it again is refused, not half lost."""
    d = small_district(keys=FileKeys(tmp_path / "keys"))
    d.desk.load_households([listed("h-1", person="p-1")], "first")
    d.desk.erase("p-1")
    with pytest.raises(slrt.Invalid) as error:
        d.desk.load_households([listed("h-2", OTHER, person="p-1")], "second")
    assert error.value.codes == ("unit-erased",)


def test_what_one_process_forgot_another_does_not_open(tmp_path: Path) -> None:
    """The desk of a web server runs on while somebody is erased at the command line, and a backup comes back."""
    first, second = FileKeys(tmp_path / "keys"), FileKeys(tmp_path / "keys")
    wrapped = first.make("a")
    sealed = second.seal("a", wrapped, "nik", b"x")
    first.forget("a")
    uses: tuple[Callable[[], bytes], ...] = (
        lambda: second.open("a", wrapped, "nik", sealed),
        lambda: second.rewrap("a", wrapped),
        lambda: second.make("a"),
    )
    for use in uses:
        with pytest.raises(slrt.AdapterError) as error:
            use()
        assert error.value.codes == ("key-forgotten",)


PHOTOGRAPH = b"\xff\xd8\xff\xe0" + b"0" * 99 + b"\xff\xd9"


def test_evidence_of_an_anonymous_complaint_is_erased_with_it(d: SmallDistrict) -> None:
    """Its photograph goes like that of a household: record, name and content (R-ALL-2)."""
    sari = d.acting("sari")
    complaint = slrt.Complaint(topic="other", text="x", anonymous=True)
    [case] = sari.record_visit("", [complaint], region=d.village).cases
    attached = sari.attach(case.id, PHOTOGRAPH, purpose="bukti", name="foto.jpg")
    sari.perform("withdraw", sari.item(case), note="x")
    d.desk.erase(case.id)
    assert sari.attachments(case.id, purpose="test") == ()
    with pytest.raises(slrt.NotFound):
        sari.attachment(attached.id, of=case.id, purpose="test")
    assert d.desk.upkeep.sweep_attachments().unknown == 0
    assert d.desk.audit(states=True).findings == ()


def test_a_dossier_names_photographs_and_who_looked_at_them(d: SmallDistrict) -> None:
    """What is held, and who looked: all of it (law 27/2022, art. 32)."""
    sari = d.acting("sari")
    visit = sari.record_visit(d.form(), [slrt.Need(program="PKH")])
    attached = sari.attach(visit.household, PHOTOGRAPH, purpose="bukti", name="foto.jpg")
    sari.attachment(attached.id, of=visit.household, purpose="lihat foto")
    d.desk.enquire(visit.number)
    held = d.desk.dossier(visit.household, purpose="asked by herself")
    assert [photograph["name"] for photograph in held["attachments"]] == ["foto.jpg"]  # type: ignore[attr-defined]
    purposes = {look["purpose"] for look in held["looks"]}  # type: ignore[attr-defined]
    assert {"lihat foto", "household asks"} <= purposes


@pytest.mark.usefixtures("by_one")
def test_what_is_doubtful_in_a_list_waits_for_the_list(d: SmallDistrict) -> None:
    """Nothing of it is seen before all of it is in (R-REG-2)."""
    forms = [listed("h-1", "6112014101859999"), listed("h-2", "6112014101850099")]
    wrong = listed("h-0", "6112010202850001")
    interrupted(d, [wrong, *forms])
    assert d.acting("budi").follow_ups() == ()
    d.desk.load_households([wrong, *forms], "first")
    assert {item.household for item in d.acting("budi").follow_ups()} == {"h-0"}


def opened_by(d: SmallDistrict, keys: FileKeys, seed: int) -> Desk:
    return Desk(d.storage, keys, d.clock, SeededIds(seed), district="61.12", zone="Asia/Pontianak")


def test_a_process_left_behind_by_a_change_of_keys_seals_nothing_more(tmp_path: Path) -> None:
    """What it sealed after all was wrapped anew would be lost with the old key; nor would it find anybody."""
    d = small_district(keys=FileKeys(tmp_path / "keys"))
    home = d.acting("sari").record_household(d.form())
    old, keys = FileKeys(tmp_path / "keys"), FileKeys(tmp_path / "keys")
    left_behind = opened_by(d, old, 1)
    keys.rotate()
    desk = opened_by(d, keys, 2)
    desk.upkeep.rewrap()
    tries: tuple[Callable[[], object], ...] = (
        lambda: left_behind.acting_as("sari").record_household(d.form("Lain", nik=OTHER)),
        lambda: left_behind.acting_as("sari").lookup("nik", NIK, purpose="test"),
        left_behind.upkeep.rewrap,
        lambda: opened_by(d, old, 3),
    )
    for one in tries:
        with pytest.raises(slrt.AdapterError) as error:
            one()
        assert error.value.codes == ("keys-outdated",)
    keys.retire("1")
    [found] = desk.acting_as("sari").lookup("nik", NIK, purpose="test")
    assert found.household == home.id


def test_keys_changed_under_a_running_desk_are_on_record_before_anything_is_wrapped(tmp_path: Path) -> None:
    """Rotate and rewrap without opening anew: others must know of it all the same."""
    keys = FileKeys(tmp_path / "keys")
    d = small_district(keys=keys)
    d.acting("sari").record_household(d.form())
    left_behind = opened_by(d, FileKeys(tmp_path / "keys"), 1)
    keys.rotate()
    d.desk.upkeep.rewrap()
    with pytest.raises(slrt.AdapterError) as error:
        left_behind.acting_as("sari").record_household(d.form("Lain", nik=OTHER))
    assert error.value.codes == ("keys-outdated",)


def test_words_of_one_case_are_not_carried_into_another(d: SmallDistrict) -> None:
    """Revealed there, they would be seen without a look on the record of whom they are about (R-ALL-2)."""
    sari = d.acting("sari")
    said = sari.record_visit(d.form(), [slrt.Complaint(topic="other", text="rahasia")])
    words = sari.case(said.cases[0].id).content.text  # type: ignore[union-attr]
    other = sari.record_visit(d.form("Tini", nik=OTHER), [slrt.Need(program="PKH")])
    complaint = slrt.Complaint(topic="other", text=words)
    tries: tuple[Callable[[], object], ...] = (
        lambda: sari.record_visit(other.household, [complaint]),
        lambda: sari.record_visit(d.form("Baru", nik=None), [complaint]),
        lambda: sari.perform("map_problem", other.cases[0].id, content=complaint),
    )
    for one in tries:
        with pytest.raises(slrt.Invalid) as error:
            one()
        assert error.value.codes == ("sealed-foreign",)
    assert sari.record_visit(said.household, [complaint]).cases
    with pytest.raises(slrt.NotFound):
        d.acting("rina").perform("note", said.cases[0].id, content=complaint)


@pytest.mark.parametrize("spoiled", ["a\0b", "\ud800", 5, None, "x" * 81], ids=["nul", "half", "int", "none", "long"])
@pytest.mark.parametrize("field", ["id", "person", "name"])
def test_a_broken_form_is_named_with_its_place(d: SmallDistrict, field: str, spoiled: object) -> None:
    """No store could keep it, and nobody could erase whose id is longer than a command takes."""
    good: dict[str, object] = {"id": "h-2", "nik": OTHER, "person": "p-2", "name": "Tini"}
    form = listed(**{**good, field: spoiled})  # type: ignore[arg-type]
    if field == "name" and spoiled == "x" * 81:
        assert d.desk.load_households([listed("h-1"), form], "first").count == 2
        return
    with pytest.raises(slrt.Invalid) as error:
        d.desk.load_households([listed("h-1"), form], "first")
    assert all(str(reason.path).startswith("forms[1]") for reason in error.value.reasons)


def test_between_erasing_and_forgetting_nothing_is_accepted(tmp_path: Path) -> None:
    """It would be sealed with a key that is forgotten a moment later."""
    d = small_district(keys=FileKeys(tmp_path / "keys"))
    home = d.acting("sari").record_household(d.form()).id
    d.desk.perform(Erase(subject=home, grounds="asked"), HOST)
    with pytest.raises(slrt.Invalid) as error:
        write_by_visit(d, home)
    assert error.value.codes == ("unit-erased",)


def test_nothing_is_doubtful_about_who_was_erased(d: SmallDistrict) -> None:
    """The item could never be settled: what became of it could not be sealed."""
    home = d.acting("sari").record_household(d.form(nik="6112014101859999x")).id
    assert d.acting("budi").follow_ups()
    d.desk.erase(home)
    assert d.acting("budi").follow_ups() == ()


def test_a_name_is_found_by_all_of_it(d: SmallDistrict) -> None:
    """However long: what is searched by is its beginning."""
    home = d.acting("sari").record_household(d.form("Siti " * 100)).id
    [found] = d.acting("sari").find(name="Siti " * 100, purpose="test")
    assert found.household == home


def test_one_who_was_erased_does_not_stop_the_list_of_all(d: SmallDistrict) -> None:
    """The keeper goes on naming them: they stay erased, and the others are taken in."""
    forms = [listed("h-1", person="p-1"), listed("h-2", OTHER, person="p-2", name="Tini")]
    d.desk.load_households(forms, "first")
    d.desk.erase("h-1")
    d.desk.erase("p-2")
    third = listed("h-3", "6112014101850003", name="Wati")
    ranked = [evolve(form, facts={"decile": 1}) for form in (*forms, third)]
    assert d.desk.load_households(ranked, "second").count == 2
    sari = d.acting("sari")
    first = sari.household("h-1", purpose="test")
    assert (first.erased, first.decile, first.members[0].name) == (True, UNKNOWN, "")
    assert sari.household("h-2", purpose="test").members[0].name == ""
    assert sari.household("h-3", purpose="test").members[0].name == "Wati"
    assert d.desk.audit(states=True).findings == ()

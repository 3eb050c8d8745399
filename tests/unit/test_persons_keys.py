"""Keys of persons: erasing, changing keys, keeping no longer than needed, telling people what is held of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.seeded import SeededIds
from slrt_core.desk import Desk
from slrt_core.desk.replay import differences
from slrt_core.errors import AdapterError, NotFound, Refused
from slrt_core.model import Change, Complaint, FieldChange, Household
from slrt_core.model.commands import Erase
from slrt_core.testing import ManualClock, SmallDistrict, small_district
from tests.property.stores import copied

NIK = "6112014101850001"


class Told:
    """Siti's household with a closed complaint and a closed change, at a desk with keys in a file."""

    def __init__(self, folder: Path) -> None:
        self.keys = FileKeys(folder / "desk.keys")
        self.storage = MemoryStorage()
        self.world = small_district(self.storage, keys=self.keys)
        self.desk = self.world.desk
        sari = self.world.acting("sari")
        self.home = sari.record_household(self.world.form("Siti"))
        self.siti, self.son = self.household.members
        complaint = Complaint(topic="not-received", program="SEMBAKO", text="Saldo kosong, kata Siti")
        change = Change(
            changes=[FieldChange(unit=self.siti.id, variable="relation", new="spouse", evidence="KK Siti halaman 2")]
        )
        visit = sari.record_visit(self.home.id, [complaint, change])
        self.complaint, self.change = (case.id for case in visit.cases)

    @property
    def household(self) -> Household:
        return self.world.acting("sari").household(self.home.id, purpose="test")

    def withdraw(self) -> None:
        for case in (self.complaint, self.change):
            self.world.acting("sari").perform("withdraw", case, note="kata Siti sendiri")

    def again(self, storage: MemoryStorage | None = None) -> Desk:
        """A desk opened anew, on this store or on a copy."""
        return Desk(storage or self.storage, self.keys, ManualClock(), SeededIds(5), district="61.12")

    def everything(self) -> bytes:
        """All bytes and all index values that are stored."""
        held = self.storage._districts["61.12"]
        bodies = [record.body for record in held.records.values()]
        bodies += [repr(record.index).encode() for record in held.records.values()]
        bodies += [entry.body for entries in held.streams.values() for entry in entries]
        return b"\n".join(bodies)


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def whole(desk: Desk) -> None:
    assert dict(desk.verify()) == {}
    with desk.work() as work:
        assert list(differences(work)) == []


class TestJournal:
    def test_nothing_personal_stands_in_events(self, told: Told) -> None:
        """Names, birth dates and answers are in the state, to be searched; in events they are sealed."""
        events = b"\n".join(e.body for es in told.storage._districts["61.12"].streams.values() for e in es)
        state = b"\n".join(r.body for r in told.storage._districts["61.12"].records.values())
        for said in (b"Anak", b"1985-01-01", b"Adi Sucipto", b"spouse", b"halaman 2"):
            assert said not in events
        assert b"1985-01-01" in state
        whole(told.desk)

    def test_a_key_for_each_person(self, told: Told) -> None:
        subjects = {key: r for (kind, key), r in told.storage._districts["61.12"].records.items() if kind == "subject"}
        assert {told.siti.id, told.son.id, told.home.id} <= subjects.keys()
        bodies = [record.body for record in subjects.values()]
        assert len(set(bodies)) == len(bodies)
        assert all(record.index["wrap"] == "1" for record in subjects.values())


class TestErasure:
    def test_an_open_case_keeps_them(self, told: Told) -> None:
        before = told.everything()
        for subject in (told.home.id, told.siti.id):
            with pytest.raises(Refused) as error:
                told.desk.erase(subject)
            assert error.value.codes == ("erase-open-case", "erase-open-case")
        assert told.everything() == before

    def test_a_person_is_erased(self, told: Told) -> None:
        told.withdraw()
        index = told.siti.nik.index
        assert index.encode() in told.everything()
        erasure = told.desk.erase(told.siti.id, key="letter-17")
        assert told.desk.erase(told.siti.id, key="letter-17") == erasure
        left = told.everything()
        for gone in (b"Siti", b"1985-01-01", index.encode()):
            assert gone not in left
        siti, son = told.household.members
        assert (siti.id, siti.name, siti.birth_date, siti.erased) == (told.siti.id, "", slrt.UNKNOWN, True)
        assert not siti.nik.present
        assert (son.name, son.erased) == ("Anak", False)
        assert not told.world.acting("sari").lookup("nik", NIK, purpose="test")
        assert not told.world.acting("sari").find(name="Siti", purpose="test")
        whole(told.desk)

    def test_the_past_is_erased_as_well(self, told: Told) -> None:
        told.withdraw()
        early = slrt.AsOf(date(2026, 1, 5), told.world.clock.now())
        told.world.clock.advance(days=3)
        told.desk.erase(told.siti.id)
        then = told.world.acting("sari").household(told.home.id, purpose="test", as_of=early)
        assert [member.erased for member in then.members] == [True, False]
        assert "Siti" not in repr(then) + str([dict(member.facts) for member in then.members])

    def test_a_change_of_the_erased_says_nothing_any_more(self, told: Told) -> None:
        told.withdraw()
        content = told.world.acting("sari").case(told.change).content
        assert isinstance(content, Change)
        assert (content.changes[0].new, content.changes[0].evidence) == ("spouse", "KK Siti halaman 2")
        told.desk.erase(told.siti.id)
        content = told.world.acting("sari").case(told.change).content
        assert isinstance(content, Change)
        assert (content.changes[0].new, content.changes[0].evidence) == (slrt.UNKNOWN, "")
        whole(told.desk)

    def test_a_household_is_erased_with_its_words(self, told: Told) -> None:
        sari = told.world.acting("sari")
        told.withdraw()
        complaint = sari.case(told.complaint).content
        assert isinstance(complaint, Complaint)
        assert sari.reveal(complaint.text, of=told.complaint, purpose="test") == "Saldo kosong, kata Siti"
        told.desk.erase(told.home.id)
        with pytest.raises(NotFound):
            sari.reveal(complaint.text, of=told.complaint, purpose="test")
        assert told.household.erased
        assert all(member.erased for member in told.household.members)
        assert [step.did.en for step in sari.timeline(told.complaint)]
        for gone in (b"Siti", b"Anak", b"Adi Sucipto"):
            assert gone not in told.everything()
        whole(told.desk)

    def test_an_anonymous_complaint_is_erased(self, told: Told) -> None:
        sari = told.world.acting("sari")
        item = Complaint(topic="not-received", text="tanpa nama", anonymous=True)
        case = sari.record_visit("", [item], region=told.world.village).cases[0].id
        with pytest.raises(Refused):
            told.desk.erase(case)
        sari.perform("withdraw", case, note="pindah")
        content = sari.case(case).content
        assert isinstance(content, Complaint)
        told.desk.erase(case)
        with pytest.raises(NotFound):
            sari.reveal(content.text, of=case, purpose="test")
        whole(told.desk)

    def test_nobody_else_may(self, told: Told) -> None:
        told.withdraw()
        for officer in ("sari", "maya", "adi"):
            with pytest.raises(Refused):
                told.desk.perform(Erase(subject=told.siti.id), told.world.acting(officer).actor)
        with pytest.raises(NotFound):
            told.desk.erase("nobody")

    def test_a_backup_does_not_bring_the_key_back(self, told: Told) -> None:
        told.withdraw()
        nik = told.siti.nik
        backup = copied(told.storage)
        told.desk.erase(told.home.id)
        restored = told.again(backup)
        with restored.work() as work, pytest.raises(NotFound):
            work.sealer.reveal(nik)
        assert restored.upkeep.erase_again() >= 3
        assert restored.upkeep.erase_again() == 0
        held = backup._districts["61.12"]
        assert not any(b"Siti" in record.body for record in held.records.values())
        whole(restored)

    def test_an_interrupted_erasure_is_finished_at_the_next_opening(
        self, told: Told, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told.withdraw()
        backup = copied(told.storage)

        def broken(_: str) -> None:
            raise AdapterError("disk-full", slrt.Text("penuh", "full"))

        with monkeypatch.context() as patch:
            patch.setattr(told.keys, "forget", broken)
            with pytest.raises(AdapterError):
                told.desk.erase(told.siti.id)
        told.again()
        restored = told.again(backup)
        with restored.work() as work, pytest.raises(NotFound):
            work.sealer.reveal(told.siti.nik)


class TestChangeOfKeys:
    def test_everything_opens_and_is_found_after_the_old_key_is_gone(self, told: Told) -> None:
        sari = told.world.acting("sari")
        told.keys.rotate()
        second = sari.record_household(told.world.form("Ani", region=told.world.neighbour and "", nik=NIK))
        assert {found.household for found in sari.lookup("nik", NIK, purpose="test")} == {told.home.id, second.id}
        assert told.desk.upkeep.rewrap() > 0
        assert told.desk.upkeep.rewrap() == 0
        told.keys.retire("1")
        assert {found.household for found in sari.lookup("nik", NIK, purpose="test")} == {told.home.id, second.id}
        siti = told.household.members[0]
        assert sari.reveal(siti.nik, of=told.home.id, purpose="test") == NIK
        content = sari.case(told.complaint).content
        assert isinstance(content, Complaint)
        assert sari.reveal(content.text, of=told.complaint, purpose="test") == "Saldo kosong, kata Siti"
        assert siti.nik.index.startswith("2.")
        whole(told.desk)
        whole(told.again())

    def test_a_duplicate_is_found_between_two_keys(self, told: Told) -> None:
        told.keys.rotate()
        told.world.acting("sari").record_household(told.world.form("Ani", nik=NIK))
        assert {item.code for item in told.world.acting("budi").follow_ups()} == {"duplicate-nik"}

    def test_it_goes_on_where_it_stopped(self, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
        told.keys.rotate()
        monkeypatch.setattr("slrt_core.desk.rewrapping._AT_ONCE", 1)
        real, calls = told.keys.rewrap, iter(range(2))

        def failing(owner: str, wrapped: bytes) -> bytes:
            if next(calls, None) is None:
                raise AdapterError("gone", slrt.Text("hilang", "gone"))
            return real(owner, wrapped)

        with monkeypatch.context() as patch:
            patch.setattr(told.keys, "rewrap", failing)
            with pytest.raises(AdapterError):
                told.desk.upkeep.rewrap()
        with told.desk.work() as work:
            left = len(tuple(work.among("subject", "wrap", {"1"})))
        assert left > 0
        assert told.desk.upkeep.rewrap() == left

    def test_a_judgement_made_before_holds_after(self, told: Told) -> None:
        """What was looked at under the old key is what is endorsed under the new one."""
        told.world.acting("sari").perform("submit", told.complaint)
        item = next(i for i in told.world.acting("budi").worklist() if i.id == told.complaint)
        told.keys.rotate()
        told.desk.upkeep.rewrap()
        told.keys.retire("1")
        assert told.world.acting("budi").perform("endorse", item).state != item.state


class TestDossier:
    def test_it_tells_what_is_held_and_who_looked(self, told: Told) -> None:
        nik = told.siti.nik
        told.world.acting("sari").reveal(nik, of=told.home.id, purpose="card")
        found = told.desk.dossier(told.siti.id, purpose="asked by herself")
        facts = {fact["variable"]: fact["value"] for fact in found["facts"]}  # type: ignore[attr-defined]
        assert (facts["name"], facts["nik"]) == ("Siti", NIK)
        assert "Anak" not in str(found["facts"])
        assert "Saldo kosong, kata Siti" in str(found["cases"])
        purposes = [(look["subject"], look["purpose"]) for look in found["looks"]]  # type: ignore[attr-defined]
        assert (f"unit/{told.siti.id}", "reveal: card") in purposes
        assert (f"household/{told.home.id}", "export: asked by herself") in purposes

    def test_the_whole_household(self, told: Told) -> None:
        found = told.desk.dossier(told.home.id, purpose="asked")
        assert "Anak" in str(found["facts"])
        with pytest.raises(NotFound):
            told.desk.dossier("nobody", purpose="asked")
        with pytest.raises(slrt.Invalid):
            told.desk.dossier(told.home.id, purpose="")


class TestLooks:
    def test_a_list_is_one_look_with_its_filter_and_count(self, slrt_district: SmallDistrict) -> None:
        sari = slrt_district.acting("sari")
        for name in ("Ani", "Aning"):
            sari.record_household(slrt_district.form(name, nik=None))
        assert len(sari.find(name="ani", region=slrt_district.village, purpose="visit")) == 2
        look = slrt_district.desk.looks(officer="sari")[-1]
        assert (look.subject, look.purpose, look.count) == ("find", "visit", 2)
        assert look.filter == f"name, region={slrt_district.village}"
        assert "ani" not in repr(look)

    def test_a_look_that_cannot_be_recorded_shows_nothing(self, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
        shown: list[object] = []

        def broken(*_: object, **__: object) -> None:
            raise AdapterError("broken", slrt.Text("rusak", "broken"))

        sari, siti = told.world.acting("sari"), told.siti
        monkeypatch.setattr("slrt_core.desk.work.Work.look", broken)
        for look in (
            lambda: sari.household(told.home.id, purpose="x"),
            lambda: sari.reveal(siti.nik, of=told.home.id, purpose="x"),
            sari.worklist,
            lambda: told.desk.dossier(told.home.id, purpose="x"),
        ):
            with pytest.raises(AdapterError):
                shown.append(look())
        assert shown == []


class TestRetention:
    def test_what_is_old_is_deleted_and_nothing_else(self, told: Told) -> None:
        told.world.acting("sari").record_household(told.world.form("Ani", nik=None), key="form-1")
        told.world.clock.advance(days=399)
        assert told.desk.upkeep.delete_old(only_count=True) == {"request": 0, "look": 0, "message": 0}
        told.world.clock.advance(days=2)
        told.world.acting("sari").record_household(told.world.form("Eko", nik=None), key="form-2")
        assert told.desk.upkeep.delete_old(only_count=True)["request"] == 1
        assert told.desk.upkeep.delete_old()["request"] == 1
        assert told.desk.upkeep.delete_old()["request"] == 0
        told.world.clock.advance(days=1500)
        assert told.desk.upkeep.delete_old()["look"] > 0
        whole(told.desk)

    def test_a_message_that_nobody_took_is_kept(self, told: Told) -> None:
        told.world.acting("sari").perform("submit", told.complaint)
        item = next(i for i in told.world.acting("budi").worklist() if i.id == told.complaint)
        told.world.acting("budi").perform("endorse", item)
        waiting = told.desk.outbox()
        told.world.clock.advance(days=4000)
        told.desk.upkeep.delete_old()
        assert told.desk.outbox() == waiting

"""Keys, the two times, the journal, and identity numbers that stand nowhere in clear (invariants 9 to 13)."""

from __future__ import annotations

import base64
import logging
import pickle
import sqlite3
import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import attrs
import pytest

import slrt_core as slrt
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.model.commands import RecordHousehold
from slrt_core.model.identity import IdentityClaim
from slrt_core.model.registry import CentralStatus
from tests.acceptance import scan
from tests.acceptance.helpers import (
    DISTRICT,
    MONDAY,
    RIVER,
    V1,
    V3,
    World,
    a_complaint,
    a_need,
    assert_words,
    form,
    furnish,
    nik,
    person,
    program,
)

# -------------------------------------------------------------------- keys


def test_a_key_used_twice_gives_the_first_result_and_one_case(world: World) -> None:
    """A form that is sent again is recorded once; the answer is the first one, number and all (invariant 9)."""
    home, cases, visits = world.household(), world.count("case"), world.count("visit")
    sari = world.at("sari")
    first = sari.record_visit(home, [a_need(), a_complaint()], key="form-1")
    world.clock.advance(days=1)
    state = world.dump()
    assert sari.record_visit(home, [a_need(), a_complaint()], key="form-1") == first
    assert world.dump() == state
    assert (world.count("case"), world.count("visit")) == (cases + 2, visits + 1)
    assert sari.record_visit(home, [a_need(), a_complaint()], key="form-2") != first
    world.assert_whole()


def test_a_repeated_visit_to_a_new_household_makes_no_second_one(world: World) -> None:
    """Also where numbers are sealed anew at every sending: the same form is the same form."""
    new = form(V1, person(nik=nik(), phone="081234569001"))
    first = world.at("sari").record_visit(new, [a_need()], key="form-1")
    again = form(V1, *(attrs.evolve(member) for member in new.families[0].members))
    assert world.at("sari").record_visit(again, [a_need()], key="form-1") == first
    assert world.count("household") == 1


def test_a_repeated_step_is_taken_once(world: World) -> None:
    """The second sending of an approval is answered like the first, though the case has moved on."""
    case = world.submitted()
    first = world.at("budi").perform("endorse", case, key="k")
    world.do("maya", "refer", first)
    assert world.at("budi").perform("endorse", case, key="k") == first
    assert [act.command for act in world.case(case).acts] == ["submit", "endorse", "refer"]


def test_a_refusal_is_kept_as_well(world: World) -> None:
    """What was refused once under a key stays refused under it, also when it would be allowed by now."""
    case = world.submitted()
    with pytest.raises(slrt.Refused) as first:
        world.at("sekar").perform("endorse", case, key="k")
    for supervisor in ("budi", "bayu"):
        world.dismiss(supervisor, "supervisor", date(2026, 1, 4))
    with pytest.raises(slrt.Refused) as second:
        world.at("sekar").perform("endorse", case, key="k")
    assert second.value.reasons == first.value.reasons
    assert_words(second.value.reasons)
    assert world.at("sekar").perform("endorse", case, key="k-2").state == "recommendation"


def test_a_form_that_was_mended_keeps_its_key(world: World) -> None:
    """What could not be read was not answered: the mended form comes under the same key."""
    home = world.household()
    with pytest.raises(slrt.Invalid):
        world.at("sari").record_visit(home, [a_need("SEMBKO")], key="form-1")
    assert world.at("sari").record_visit(home, [a_need("SEMBAKO")], key="form-1").cases


def test_a_key_with_another_content_is_a_conflict(world: World) -> None:
    """A key stands for one content: another item, another NIK, another note."""
    home, case = world.household(), world.submitted()
    world.at("sari").record_visit(home, [a_need()], key="form-1")
    world.at("sari").record_household(form(V1, person(nik=nik())), key="form-2")
    world.at("budi").perform("return", case, reason="incomplete", note="tanggal?", key="form-3")
    before = world.dump()
    for act in (
        lambda: world.at("sari").record_visit(home, [a_need("RUTILAHU")], key="form-1"),
        lambda: world.at("sari").record_household(form(V1, person(nik=nik())), key="form-2"),
        lambda: world.at("budi").perform("return", case, reason="incomplete", note="nama?", key="form-3"),
        lambda: world.at("sari").perform("submit", case, key="form-1"),
    ):
        with pytest.raises(slrt.Conflict) as conflict:
            act()
        assert conflict.value.codes == ("key-reused",)
        assert_words(conflict.value.reasons)
    assert world.dump() == before


def test_two_officers_may_use_the_same_key(world: World) -> None:
    """Each account has its own keys: another's key is neither taken nor read."""
    home = world.household()
    one = world.at("sari").record_visit(home, [a_need()], key="1")
    other = world.at("sinta").record_visit(home, [a_need("RUTILAHU")], key="1")
    assert one.id != other.id
    assert world.count("case") == 2


def test_a_load_is_repeated_with_its_key(world: World) -> None:
    """A list that is sent twice under one key is loaded once."""
    forms = [form(), form()]
    assert world.desk.load_households(forms, "list", key="january").count == 2
    assert world.desk.load_households(forms, "list", key="january").count == 2
    assert world.count("household") == 2


# -------------------------------------------------------------------- two times: households


def _on(world: World, day: date) -> None:
    world.go_to(day)


def _instant(day: date) -> datetime:
    """The evening of a day."""
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def _changed(world: World, home: str, change: slrt.FieldChange) -> None:
    case = world.endorsed(slrt.Change(changes=[change]), household=home)
    world.do("maya", "recommend", case)


def test_a_household_as_it_was_and_as_it_was_known(world: World) -> None:
    """A change learned on the 20th that held since the 10th: by either time the right floor (R-REG-4, invariant 10)."""
    home = world.household()
    floor = slrt.FieldChange(unit=home, variable="floor", new="cement", valid_from=date(2026, 1, 5))
    _changed(world, home, floor)
    _on(world, date(2026, 1, 20))
    _changed(world, home, attrs.evolve(floor, old="cement", new="earth", valid_from=date(2026, 1, 10)))

    def seen(valid: date, recorded: date | None = None) -> object:
        as_of = slrt.AsOf(valid, _instant(recorded) if recorded else None)
        return world.at("sari").household(home, purpose="test", as_of=as_of)["floor"]

    assert seen(date(2026, 1, 9)) == "cement"
    assert seen(date(2026, 1, 10)) == "earth"
    assert seen(date(2026, 1, 12), date(2026, 1, 19)) == "cement"
    assert seen(date(2026, 1, 12), date(2026, 1, 20)) == "earth"
    assert seen(date(2026, 1, 9), date(2026, 1, 20)) == "cement"
    world.assert_whole()


def test_a_correction_dated_back(world: World) -> None:
    """What was wrong from the beginning is corrected for that day; what was believed then can still be read."""
    home = world.household()
    floor = slrt.FieldChange(unit=home, variable="floor", new="ceramic", valid_from=date(2026, 1, 5))
    _changed(world, home, floor)
    _on(world, date(2026, 1, 20))
    _changed(world, home, attrs.evolve(floor, old="ceramic", new="bamboo"))
    view = world.at("sari").household
    then, now = slrt.AsOf(date(2026, 1, 7), _instant(date(2026, 1, 7))), slrt.AsOf(date(2026, 1, 7))
    assert view(home, purpose="test", as_of=then)["floor"] == "ceramic"
    assert view(home, purpose="test", as_of=now)["floor"] == "bamboo"


def test_a_household_that_was_not_yet_there(world: World) -> None:
    """Before the day from which it is known, and before the instant at which it was recorded, there is none."""
    _on(world, date(2026, 1, 20))
    home = world.at("sari").record_household(form(valid_from=date(2026, 1, 12))).id
    view = world.at("sari").household
    assert view(home, purpose="test", as_of=slrt.AsOf(date(2026, 1, 12))).region == V1
    for as_of in (slrt.AsOf(date(2026, 1, 11)), slrt.AsOf(date(2026, 1, 15), _instant(date(2026, 1, 15)))):
        with pytest.raises(slrt.NotFound) as nothing:
            view(home, purpose="test", as_of=as_of)
        assert str(nothing.value) == str(slrt.NotFound(f"household {home}"))


def test_a_household_proposed_then_listed(world: World) -> None:
    """Its place on the central list on every day (R-REG-3, R-REG-4)."""
    visit = world.at("sari").record_visit(form(), [slrt.Addition(worthy=True)])
    case = world.do("maya", "recommend", world.do("budi", "endorse", world.do("sari", "submit", visit.cases[0])))
    survey = slrt.Survey(found=True, worthy=True, on=world.today)
    case = world.do("budi", "verify", world.do("sari", "record_survey", case, survey=survey))
    _on(world, date(2026, 1, 12))
    case = world.do("maya", "refer", case)
    _on(world, date(2026, 1, 19))
    world.do("ratna", "complete", world.do("ratna", "accept", case), result="masuk")

    def status(day: date) -> CentralStatus:
        seen = world.at("sari").household(visit.household, purpose="test", as_of=slrt.AsOf(day))
        return seen.central_status

    assert [status(date(2026, 1, day)) for day in (5, 11, 12, 18, 19)] == [
        "unlisted", "unlisted", "proposed", "proposed", "listed",
    ]  # fmt: skip


def test_a_household_removed_from_the_list(world: World) -> None:
    """The next extract of the central list says it is removed: from then on it is, before it was listed (R-REG-4)."""

    def extract(status: str, since: date) -> slrt.HouseholdForm:
        family = slrt.FamilyForm(id="f-1", members=[person("Siti", nik=number, id="i-1")])
        facts = {"central_status": status}
        return slrt.HouseholdForm(id="h-1", region=V1, families=[family], facts=facts, valid_from=since)

    number = nik()
    world.desk.load_households([extract("listed", date(2026, 1, 1))], "list-1")
    _on(world, date(2026, 2, 2))
    world.desk.load_households([extract("removed", date(2026, 2, 1))], "list-2")
    view = world.at("sari").household
    assert view("h-1", purpose="test").central_status is CentralStatus.REMOVED
    january = slrt.AsOf(date(2026, 1, 31))
    assert view("h-1", purpose="test", as_of=january).central_status is CentralStatus.LISTED
    unaware = slrt.AsOf(date(2026, 2, 1), _instant(date(2026, 2, 1)))
    assert view("h-1", purpose="test", as_of=unaware).central_status is CentralStatus.LISTED
    world.assert_whole()


def test_who_may_look_is_judged_today(world: World) -> None:
    """``as_of`` chooses the state, not the reader: who lost the village does not see its past (invariant 10)."""
    home, case = world.household(), world.submitted()
    world.dismiss("sari", "facilitator", date(2026, 1, 9))
    world.appoint("sari", "facilitator", V3, valid_from=date(2026, 1, 10))
    _on(world, date(2026, 1, 12))
    past = slrt.AsOf(date(2026, 1, 6), _instant(date(2026, 1, 6)))
    for look in (
        lambda: world.at("sari").household(home, purpose="test", as_of=past),
        lambda: world.at("sari").case(case.id, as_of=past),
    ):
        with pytest.raises(slrt.NotFound):
            look()
    assert world.at("sinta").case(case.id, as_of=past).state == "review"


# -------------------------------------------------------------------- two times: roster, programs, cases


def test_the_roster_as_it_was_and_as_it_was_known(world: World) -> None:
    """Who held a post on a day, and who we thought held it (R-REG-4, R-APP-6)."""
    _on(world, date(2026, 1, 20))
    world.appoint("burhan", "supervisor", RIVER, valid_from=date(2026, 1, 10))
    _on(world, date(2026, 1, 26))
    world.dismiss("burhan", "supervisor", date(2026, 1, 23))
    now, then = world.desk.roster(), world.desk.roster(_instant(date(2026, 1, 20)))
    assert [bool(now.held("burhan", date(2026, 1, day))) for day in (9, 10, 23, 24)] == [False, True, True, False]
    assert [bool(then.held("burhan", date(2026, 1, day))) for day in (9, 10, 23, 24)] == [False, True, True, True]
    before = world.desk.roster(_instant(date(2026, 1, 19)))
    assert "burhan" not in before
    assert world.desk.roster(datetime(2025, 12, 31, tzinfo=UTC)).officers == ()
    world.assert_whole()


def test_a_program_as_it_was_and_as_it_was_approved(world: World) -> None:
    """A version counts from its first day, once it was approved; before, the one before (R-PRG-1, R-PRG-2)."""
    first = program("BEDAH", slrt.GovernanceLevel.DISTRICT, valid_from=date(2026, 1, 5))
    ani, maya, sari = world.at("ani"), world.at("maya"), world.at("sari")
    maya.approve_program(ani.enter_program(first))
    _on(world, date(2026, 1, 20))
    second = attrs.evolve(first, requires_listing=True, valid_from=date(2026, 1, 12))
    entered = ani.enter_program(second)
    assert not sari.program("BEDAH").requires_listing
    _on(world, date(2026, 1, 26))
    maya.approve_program(entered)

    def demands(valid: date, recorded: date | None = None) -> bool:
        as_of = slrt.AsOf(valid, _instant(recorded) if recorded else None)
        return sari.program("BEDAH", as_of=as_of).requires_listing

    assert not demands(date(2026, 1, 11))
    assert demands(date(2026, 1, 12))
    assert not demands(date(2026, 1, 15), date(2026, 1, 25))
    assert demands(date(2026, 1, 15), date(2026, 1, 26))
    for nothing in (slrt.AsOf(date(2026, 1, 4)), slrt.AsOf(date(2026, 1, 6), datetime(2026, 1, 4, tzinfo=UTC))):
        with pytest.raises(slrt.NotFound):
            sari.program("BEDAH", as_of=nothing)
    world.assert_whole()


def test_a_case_as_it_was_and_as_it_was_known(world: World) -> None:
    """Where it stood on a day; and a visit of Monday, sent on Friday, was not known on Wednesday (R-REG-4, R-INT-3)."""
    home = world.household()
    _on(world, date(2026, 1, 9))
    case = world.opened(household=home, on=date(2026, 1, 5))
    _on(world, date(2026, 1, 12))
    case = world.do("sari", "submit", case)
    _on(world, date(2026, 1, 14))
    case = world.do("budi", "endorse", case)
    budi = world.at("budi")

    def state(valid: date, recorded: date | None = None) -> str:
        return budi.case(case.id, as_of=slrt.AsOf(valid, _instant(recorded) if recorded else None)).state

    assert [state(date(2026, 1, day)) for day in (5, 11, 12, 13, 14)] == [
        "recorded", "recorded", "review", "review", "recommendation",
    ]  # fmt: skip
    assert state(date(2026, 1, 20), date(2026, 1, 13)) == "review"
    for nothing in (slrt.AsOf(date(2026, 1, 4)), slrt.AsOf(date(2026, 1, 5), _instant(date(2026, 1, 7)))):
        with pytest.raises(slrt.NotFound) as unknown:
            budi.case(case.id, as_of=nothing)
        assert str(unknown.value) == str(slrt.NotFound(f"case {case.id}"))


# -------------------------------------------------------------------- the journal


def _lived(folder: Path) -> tuple[slrt.Desk, Path, str]:
    """A desk in a file at which a case was closed; with the name of the case's stream."""
    path = folder / "desk.db"
    desk = slrt.open_desk(f"sqlite:///{path}", district=DISTRICT, clock=ManualClock(MONDAY), ids=SeededIds(7))
    furnish(desk)
    world = World(desk=desk, clock=ManualClock(MONDAY), path=path)
    case = world.closed(world.completed(a_complaint()))
    world.assert_whole()
    return desk, path, f"case/{case.id}"


def _flip(body: bytes, old: bytes, new: bytes) -> bytes:
    assert old in body
    return body.replace(old, new, 1)


Tamper = Callable[[sqlite3.Connection, str, int], None]


def _change(connection: sqlite3.Connection, stream: str, seq: int) -> None:
    body = connection.execute("SELECT body FROM slrt_entry WHERE stream = ? AND seq = ?", (stream, seq)).fetchone()[0]
    changed = _flip(bytes(body), b"2026-01-05", b"2026-01-04")
    connection.execute("UPDATE slrt_entry SET body = ? WHERE stream = ? AND seq = ?", (changed, stream, seq))


def _remove(connection: sqlite3.Connection, stream: str, seq: int) -> None:
    connection.execute("DELETE FROM slrt_entry WHERE stream = ? AND seq = ?", (stream, seq))


def _swap(connection: sqlite3.Connection, stream: str, seq: int) -> None:
    other = seq + 1 if seq == 1 else seq - 1
    for old, new in ((seq, -1), (other, seq), (-1, other)):
        connection.execute("UPDATE slrt_entry SET seq = ? WHERE stream = ? AND seq = ?", (new, stream, old))


def _blank(connection: sqlite3.Connection, stream: str, seq: int) -> None:
    """A blank more: the same in meaning, not the same bytes."""
    connection.execute(
        "UPDATE slrt_entry SET body = CAST(body || ' ' AS BLOB) WHERE stream = ? AND seq = ?", (stream, seq)
    )


@pytest.mark.parametrize("which", ["first", "middle", "last"])
@pytest.mark.parametrize("tamper", [_change, _remove, _swap, _blank], ids=["change", "remove", "swap", "blank"])
def test_whoever_changes_the_journal_is_found_out(tmp_path: Path, tamper: Tamper, which: str) -> None:
    """Any entry changed, removed or put elsewhere in the file is found by `verify`, the last one too (invariant 11)."""
    desk, path, stream = _lived(tmp_path)
    assert desk.verify() == {}
    connection = sqlite3.connect(path)
    last = connection.execute("SELECT max(seq) FROM slrt_entry WHERE stream = ?", (stream,)).fetchone()[0]
    seqs = [
        seq
        for seq, body in connection.execute("SELECT seq, body FROM slrt_entry WHERE stream = ? ORDER BY seq", (stream,))
        if b"2026-01-05" in bytes(body)
    ]
    seq = {"first": 1, "middle": seqs[len(seqs) // 2], "last": last}[which]
    if tamper is _change and which == "last":
        seq = seqs[-1]
    with connection:
        tamper(connection, stream, seq)
    connection.close()
    assert stream in desk.verify()
    desk._room.storage.close()


def test_a_state_that_no_event_made_is_found(tmp_path: Path) -> None:
    """A case that was changed past the desk differs from the fold of its events (invariant 11)."""
    from slrt_core.desk import replay

    desk, path, stream = _lived(tmp_path)
    connection = sqlite3.connect(path)
    key = stream.removeprefix("case/")
    body = bytes(connection.execute("SELECT body FROM slrt_case WHERE key = ?", (key,)).fetchone()[0])
    with connection:
        changed = _flip(body, b'"outcome":"settled"', b'"outcome":"rejected"')
        connection.execute("UPDATE slrt_case SET body = ? WHERE key = ?", (changed, key))
    connection.close()
    with desk.work() as work:
        assert list(replay.differences(work)) == [stream]
    desk._room.storage.close()


# -------------------------------------------------------------------- identity numbers stand nowhere in clear

NIK_1, NIK_2, KK, PHONE = "6112014101859777", "6112010203809778", "6112010101209779", "081234569780"
MALFORMED = "61120141018597"
INTERNATIONAL = "6281234569780"
NUMBERS = (NIK_1, NIK_2, KK, PHONE, INTERNATIONAL, MALFORMED)


def _secret_form() -> slrt.HouseholdForm:
    members = [
        person("Siti", nik=NIK_1, phone=PHONE),
        person("Udin", nik=f" {NIK_2[:6]}.{NIK_2[6:12]}.{NIK_2[12:]} ", head=False, facts={"sex": "male"}),
        person("Mat", nik=MALFORMED, head=False),
    ]
    return slrt.HouseholdForm(
        region=V1, address="Jl. Adi Sucipto", families=[slrt.FamilyForm(no_kk=KK, members=members)]
    )


def _live_with_secrets(world: World) -> slrt.VisitResult:
    """A life in which the numbers come up wherever they can: forms, notes, texts, results, keys' contents, searches."""
    sari, words = world.at("sari"), f"NIK {NIK_1}, KK {KK}, HP {PHONE}"
    visit = sari.record_visit(
        _secret_form(), [slrt.Complaint(topic="late", program="SEMBAKO", text=words), a_need()], key="form-1"
    )
    case = world.do("sari", "submit", visit.cases[0])
    case = world.do("budi", "return", case, reason="incomplete", note=words)
    case = world.do("sari", "correct", case, content=slrt.Complaint(topic="late", program="SEMBAKO", text=words + "!"))
    case = world.do("budi", "endorse", world.do("sari", "submit", case))
    case = world.do("dewi", "accept", world.do("maya", "refer", case))
    case = world.do("dewi", "complete", case, result=words)
    world.do("sari", "close", world.do("sari", "inform", case, note=words, channel="phone"))
    member = sari.household(visit.household, purpose="test").members[0]
    change = slrt.FieldChange(unit=member.id, variable="phone", new=_phone("081234569781"))
    case = world.endorsed(slrt.Change(changes=[change], note=words), household=visit.household)
    world.do("maya", "recommend", case)
    assert sari.lookup("nik", NIK_1, purpose="test")
    assert sari.lookup("no_kk", KK, purpose="test")
    assert sari.reveal(member.nik, of=visit.household, purpose="test") == NIK_1
    world.at("wati").record_household(form(V3, person("Kembar", nik=NIK_1)))
    return visit


def _phone(text: str) -> IdentityClaim:
    return IdentityClaim.parse("phone", text)


def test_the_scan_finds_what_is_planted(tmp_path: Path) -> None:
    """Text, UTF-16, integers of both orders, base64 at each place, grouped: each is found, alone in much else."""
    noise = bytes(range(256)) * 40
    for planted in (
        NIK_1.encode(),
        NIK_1.encode("utf-16-le"),
        NIK_1.encode("utf-16-be"),
        int(NIK_1).to_bytes(8, "big"),
        int(NIK_1).to_bytes(8, "little"),
        base64.b64encode(NIK_1.encode()),
        base64.b64encode(b"a" + NIK_1.encode() + b"bc"),
        base64.urlsafe_b64encode(b"ab" + NIK_1.encode() + b"b"),
        base64.b64encode(b"ab" + NIK_1.encode("utf-16-le")),
        f"{NIK_1[:6]}.{NIK_1[6:12]}.{NIK_1[12:]}".encode(),
        NIK_1.encode().hex().upper().encode(),
    ):
        assert scan.found(noise + planted + noise, [NIK_1])
        assert not scan.found(noise + planted + noise, [NIK_2])
    path = tmp_path / "planted.db"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE t (a INTEGER, b INTEGER, c TEXT)")
        connection.execute("INSERT INTO t VALUES (?, ?, ?)", (int(NIK_1), int(INTERNATIONAL), KK))
    connection.close()
    hits = scan.found(path.read_bytes(), NUMBERS)
    assert {NIK_1, INTERNATIONAL} <= set(hits)


def test_no_number_stands_in_clear_in_the_file(tmp_path: Path) -> None:
    """Neither in the SQLite file nor in its log, in any form; while the search by number still works (invariant 13)."""
    desk = slrt.open_desk(
        f"sqlite:///{tmp_path / 'desk.db'}", district=DISTRICT, clock=ManualClock(MONDAY), ids=SeededIds(7)
    )
    furnish(desk)
    world = World(desk=desk, clock=ManualClock(MONDAY), path=tmp_path / "desk.db")
    visit = _live_with_secrets(world)
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert sum(map(len, written.values())) > 100_000
    desk._room.storage.close()
    written["after closing"] = (tmp_path / "desk.db").read_bytes()
    for name, data in written.items():
        assert scan.found(data, NUMBERS) == [], name
        assert visit.household.encode() in data or name != "after closing"
    connection = sqlite3.connect(tmp_path / "desk.db")
    with connection:
        assert connection.execute("UPDATE slrt_subject SET name = ? WHERE name = 'siti'", (NIK_1,)).rowcount == 1
    connection.close()
    assert scan.found(b"".join(file.read_bytes() for file in tmp_path.iterdir()), NUMBERS)


def test_no_number_stands_in_the_store_in_memory(world: World) -> None:
    """What any store is given is sealed: keys, bodies, index values, streams, claims."""
    _live_with_secrets(world)
    dump = repr(world.dump()).encode()
    assert b"home_visit" in dump
    assert scan.found(dump, NUMBERS) == []


def test_no_number_is_logged(world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """Not even when everything is logged that can be, SQL included."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="sqlalchemy")
    _live_with_secrets(world)
    output = capfd.readouterr()
    said = "\n".join([record.getMessage() for record in caplog.records] + [caplog.text, output.out, output.err])
    assert scan.found(said.encode(), NUMBERS) == []


def test_no_number_is_printed(world: World) -> None:
    """Neither by `repr`, `str` nor `format`, of anything that the desk takes or gives; and none is pickled."""
    visit = _live_with_secrets(world)
    sari, maya = world.at("sari"), world.at("maya")
    home = sari.household(visit.household, purpose="test")
    case = maya.case(visit.cases[0].id)
    given = [
        _secret_form(),
        RecordHousehold(form=_secret_form()),
        home,
        home.members,
        home.families[0].no_kk,
        case,
        case.content,
        case.acts,
        case.feedback,
        visit,
        sari.worklist(),
        maya.timeline(visit),
        world.desk.outbox(),
        world.at("budi").follow_ups(),
        world.events(f"case/{case.id}"),
        world.events(f"household/{home.id}"),
        sari.lookup("nik", NIK_1, purpose="test"),
    ]
    said = "\n".join(text for value in given for text in (repr(value), str(value), f"{value}", f"{value!r:>80}"))
    assert "well_formed" in said
    assert "malformed" in said
    assert scan.found(said.encode(), NUMBERS) == []
    for secret in (home.members[0].nik, home.families[0].no_kk, case.acts[1].note):
        with pytest.raises(TypeError):
            pickle.dumps(secret)


def test_no_number_stands_in_an_error_or_its_traceback(world: World) -> None:
    """Whatever goes wrong with a form full of numbers, neither the error nor its traceback with locals shows one."""
    sari, bad = world.at("sari"), _secret_form()
    born = attrs.evolve(bad.families[0].members[0], facts={"birth_date": date(2030, 1, 1)})
    unborn = attrs.evolve(bad, families=[attrs.evolve(bad.families[0], members=[born])])
    hidden = attrs.evolve(bad, address=f"dekat {NIK_1}")
    named = attrs.evolve(
        bad, families=[attrs.evolve(bad.families[0], members=[attrs.evolve(born, facts={}, name=NIK_2)])]
    )
    first = sari.record_household(bad, key="k").id
    sealed = sari.household(first, purpose="test").members[0].nik
    acts: list[Callable[[], object]] = [
        lambda: sari.record_household(unborn),
        lambda: sari.record_household(hidden),
        lambda: sari.record_household(named),
        lambda: sari.record_household(attrs.evolve(bad, region="61.12.99.2001")),
        lambda: sari.record_household(unborn, key="k"),
        lambda: world.at("bella").record_household(bad),
        lambda: world.at("tono").reveal(sealed, of=first, purpose="test"),
    ]
    for act in acts:
        with pytest.raises(slrt.SlrtError) as error:
            act()
        told = "".join(traceback.format_exception(error.value)) + repr(error.value) + str(error.value.reasons)
        assert scan.found(told.encode(), NUMBERS) == []
    with pytest.raises(slrt.SlrtError) as error:
        acts[0]()
    frames = traceback.TracebackException.from_exception(error.value, capture_locals=True)
    inner = [str(frame.locals) for frame in frames.stack if "slrt_core" in frame.filename]
    assert inner
    assert scan.found("\n".join(inner).encode(), NUMBERS) == []


def test_every_look_is_on_record(world: World) -> None:
    """A number is shown after the look was written down: who, whose, what for (R-ALL-2)."""
    home = world.at("sari").record_household(_secret_form()).id
    before = world.count("look")
    seen = world.at("sari").household(home, purpose="kunjungan")
    world.at("sari").reveal(seen.members[0].nik, of=home, purpose="cocokkan KTP")
    assert world.count("look") == before + 2

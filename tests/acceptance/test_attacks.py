"""What somebody tried who wanted to approve their own claim, see what is not theirs, or spoil the store."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.adapters.keydocument import new_keys
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Desk
from slrt_core.model import (
    UNKNOWN,
    Actor,
    Assignment,
    CentralStatus,
    Decree,
    HouseholdForm,
    IdentityClaim,
    IdKind,
    IdState,
    LoadHouseholds,
    Move,
    Private,
)
from slrt_core.model.lists import Manifest
from slrt_core.testing import FakeKeys, ManualClock, SeededIds, SmallDistrict, small_district

DECREE = Decree(number="1/2026", dated=date(2026, 1, 1), issuer="Bupati")
SURVEY = slrt.Survey(found=True, worthy=True, on=date(2026, 1, 5))


@pytest.fixture
def d() -> SmallDistrict:
    return small_district()


def assigned(officer: str, post: str, region: str) -> Assignment:
    return Assignment(officer=officer, post=post, regions=(region,), valid_from=date(2026, 1, 1), decree=DECREE)


def test_nobody_is_given_the_hosts_post(d: SmallDistrict) -> None:
    """The host's powers belong to the host: no roster hands them out, and their name alone opens nothing (R-APP-12)."""
    officer = slrt.Officer(id="adi2", name="Adi")
    loaders: tuple[Callable[[Assignment], object], ...] = (
        lambda a: d.acting("adi").assign([officer], [a]),
        lambda a: d.desk.load_roster([officer], [a]),
    )
    for loader in loaders:
        for post in ("host", "system"):
            with pytest.raises(slrt.Invalid) as error:
                loader(assigned("adi2", post, "61.12"))
            assert error.value.codes == ("post-unknown",)
    manifest = Manifest(source="x", day=date(2026, 1, 5), households=1, digest="x")
    with pytest.raises(slrt.Refused):
        d.desk.perform(LoadHouseholds(manifest=manifest), Actor(officer="adi", person="adi", post="host"))


def test_an_administrator_stays_within_their_own_district_and_out_of_homes(d: SmallDistrict) -> None:
    """Neither posts beyond one's own places, nor where an officer lives (R-APP-5, R-APP-6)."""
    d.desk.load_roster([slrt.Officer(id="nia", name="Nia")], [assigned("nia", "administrator", d.village)])
    with pytest.raises(slrt.Refused) as error:
        d.acting("nia").assign([], [assigned("tono", "manager", "61.12")])
    assert "region" in error.value.codes
    with pytest.raises(slrt.Refused) as error:
        d.acting("adi").assign([slrt.Officer(id="budi", name="Budi", household="h-1")], [])
    assert error.value.codes == ("apart-own-post",)
    d.desk.load_roster([slrt.Officer(id="budi", name="Budi", household="h-1")], [])
    d.desk.load_roster([slrt.Officer(id="budi", name="Budi B.")], [])
    assert d.desk.roster().officer("budi").household == "h-1"


def test_what_a_village_refers_stays_in_the_village(d: SmallDistrict) -> None:
    """Beyond it supervisor and manager have a say: the village body does not forward around them (R-APP-1, R-APP-3)."""
    sari, lela = d.acting("sari"), d.acting("lela")
    visit = sari.record_visit(d.form(), [slrt.Need(program="PKH")])
    case = sari.perform("refer_village", visit.cases[0])
    for receiver in (
        slrt.Receiver(post="program_manager", program="PKH"),
        slrt.Receiver(post="village_body", region=d.village),
    ):
        with pytest.raises(slrt.Refused) as error:
            lela.perform("forward", lela.item(case), reason="not-competent", receiver=receiver)
        assert error.value.codes == ("need-receiver",)


def test_a_receiver_does_not_pick_who_judges(d: SmallDistrict) -> None:
    """A receiver that does not exist would leave the decision to the stand-in; nor does one forward to oneself."""
    case = referred(d)
    for receiver in (
        slrt.Receiver(post="program_manager", program="SEMBAKO", region="nowhere"),
        slrt.Receiver(post="program_manager", program="PKH"),
    ):
        with pytest.raises(slrt.Refused) as error:
            d.acting("dewi").perform("forward", case, reason="not-competent", receiver=receiver)
        assert error.value.codes == ("need-receiver",)


def referred(d: SmallDistrict) -> slrt.CaseResult:
    home = d.acting("sari").record_household(d.form())
    d.desk.load_households(
        [
            HouseholdForm(
                id=home.id,
                region=d.village,
                address="Jl. Adi Sucipto",
                families=d.form().families,
                facts={"central_status": "listed"},
            )
        ],
        "list",
    )
    [case] = d.acting("sari").submit(d.acting("sari").record_visit(home, [slrt.Need(program="PKH")]))
    return d.acting("maya").perform("refer", d.acting("budi").perform("endorse", case))


def test_only_the_sender_calls_a_referral_back(d: SmallDistrict) -> None:
    """The facilitator who recorded the case does not undo what the manager sent (R-APP-3)."""
    case = referred(d)
    with pytest.raises(slrt.Refused) as error:
        d.acting("sari").perform("cancel", case, reason="duplicate")
    assert "post" in error.value.codes
    d.acting("maya").perform("cancel", case, reason="duplicate")


def proposed(d: SmallDistrict, home: slrt.HouseholdResult) -> slrt.CaseResult:
    sari, budi, maya = d.acting("sari"), d.acting("budi"), d.acting("maya")
    [case] = sari.submit(sari.record_visit(home, [slrt.Addition(worthy=True)]))
    case = maya.perform("recommend", budi.perform("endorse", case))
    return budi.perform("verify", sari.perform("record_survey", case, survey=SURVEY))


def test_one_open_addition_for_each_household(d: SmallDistrict) -> None:
    """Two proposals would get two answers; when the first has ended, another may begin (R-REG-8)."""
    sari = d.acting("sari")
    home = sari.record_household(d.form())
    with pytest.raises(slrt.Refused) as error:
        sari.record_visit(home, [slrt.Addition(worthy=True), slrt.Addition(worthy=False)])
    assert error.value.codes == ("addition-open",)
    [case] = sari.record_visit(home, [slrt.Addition(worthy=True)]).cases
    sari.perform("withdraw", case, note="pindah")
    sari.record_visit(home, [slrt.Addition(worthy=True)])


def test_a_proposal_never_takes_a_listed_household_off_the_list(d: SmallDistrict) -> None:
    """What the keeper of the list says in between stands; the proposal ends without touching it (R-REG-3)."""
    sari, maya = d.acting("sari"), d.acting("maya")
    home = sari.record_household(d.form())
    case = proposed(d, home)
    listed = HouseholdForm(
        id=home.id,
        region=d.village,
        address="Jl. Adi Sucipto",
        families=d.form().families,
        facts={"central_status": "listed"},
    )
    d.desk.load_households([listed], "list")
    with pytest.raises(slrt.Refused) as error:
        maya.perform("refer", case)
    assert error.value.codes == ("need-not-listed",)
    maya.perform("reject", case, reason="already-served")
    assert sari.household(home.id, purpose="test").central_status is CentralStatus.LISTED


def test_a_proposal_that_was_called_back_leaves_the_household_unlisted(d: SmallDistrict) -> None:
    """Not proposed for ever: the next one may begin (R-REG-3)."""
    sari, maya = d.acting("sari"), d.acting("maya")
    home = sari.record_household(d.form())
    case = maya.perform("refer", proposed(d, home))
    assert sari.household(home.id, purpose="test").central_status is CentralStatus.PROPOSED
    maya.perform("cancel", case, reason="duplicate")
    assert sari.household(home.id, purpose="test").central_status is CentralStatus.UNLISTED


@pytest.mark.parametrize(
    "spoiled",
    [
        {"region": "61.12.02.2001"},
        {"region": UNKNOWN},
        {"address": "x"},
    ],
    ids=["elsewhere", "nowhere", "address"],
)
def test_what_holds_a_household_together_is_no_other_fact(d: SmallDistrict, spoiled: dict[str, object]) -> None:
    """A second region among the facts would put the household where the officer has no mandate (R-APP-6)."""
    form = HouseholdForm(region=d.village, families=d.form().families, facts=spoiled)  # type: ignore[arg-type]
    with pytest.raises(slrt.Invalid) as error:
        d.acting("sari").record_household(form)
    assert "field-reserved" in error.value.codes


@pytest.mark.parametrize(
    "content",
    [
        slrt.Addition(worthy="tidak"),  # type: ignore[arg-type]
        slrt.Complaint(topic="other", text="x", sensitive="no"),  # type: ignore[arg-type]
        slrt.Complaint(topic="other", text=Private(sealed=b"junk")),
        slrt.Need(program=5),  # type: ignore[arg-type]
        "x",
    ],
    ids=["worthy", "sensitive", "foreign words", "number", "text"],
)
def test_wrong_answers_are_refused_not_guessed(d: SmallDistrict, content: object) -> None:
    """A text is no yes; what cannot be read back is never stored."""
    home = d.acting("sari").record_household(d.form())
    with pytest.raises(slrt.Invalid):
        d.acting("sari").record_visit(home, [content])  # type: ignore[list-item]


def test_nobody_states_that_a_number_is_verified(d: SmallDistrict) -> None:
    """The state of a number is read off the number; only the civil registry verifies."""
    sari, budi, maya = d.acting("sari"), d.acting("budi"), d.acting("maya")
    home = sari.record_household(d.form())
    [member, *_] = sari.household(home.id, purpose="test").members
    forged = IdentityClaim(kind=IdKind.NIK, state=IdState.VERIFIED, clear="abc")
    change = slrt.Change(changes=[slrt.FieldChange(unit=member.id, variable="nik", new=forged)])
    [case] = sari.submit(sari.record_visit(home, [change]))
    maya.perform("recommend", budi.perform("endorse", case))
    assert sari.household(home.id, purpose="test").members[0].nik.state is IdState.MALFORMED
    bad = IdentityClaim(kind=IdKind.NIK, state=IdState.WELL_FORMED, sealed=b"x", index="1.0")
    with pytest.raises(slrt.Invalid):
        sari.record_visit(home, [slrt.Change(changes=[slrt.FieldChange(unit=member.id, variable="nik", new=bad)])])


def test_an_officer_does_not_record_their_own_family_as_a_new_one(d: SmallDistrict) -> None:
    """The same person by NIK, in a new form: still one's own household (R-APP-5)."""
    home = d.acting("tono").record_household(d.form(region=d.neighbour))
    d.desk.load_roster([slrt.Officer(id="sari", name="Sari", household=home.id)], [])
    with pytest.raises(slrt.Refused) as error:
        d.acting("sari").record_visit(d.form(), [slrt.Need(program="SEMBAKO")])
    assert "apart-household" in error.value.codes


def test_who_recorded_a_household_does_not_settle_what_was_found_in_it(d: SmallDistrict) -> None:
    """One person with two accounts: the doubt about one's own record is another's to settle (R-APP-5)."""
    d.desk.load_roster(
        [slrt.Officer(id="sari2", name="Sari", person="sari")], [assigned("sari2", "supervisor", "61.12.01")]
    )
    d.acting("sari").record_household(d.form(nik="123"))
    [item] = d.acting("budi").follow_ups()
    with pytest.raises(slrt.Refused) as error:
        d.desk.acting_as("sari2").settle_follow_up(item, "benar")
    assert error.value.codes == ("apart-recorded",)
    d.acting("budi").settle_follow_up(item, "diperbaiki")
    assert d.acting("budi").follow_ups() == ()


def test_objections_leave_nobody_waiting_for_nobody(d: SmallDistrict) -> None:
    """After each objection somebody is waited for; and there are only so many (R-FUP-3)."""
    sari = d.acting("sari")
    [case] = sari.submit(sari.record_visit(d.form(), [slrt.Need(program="SEMBAKO")]))
    judges = ["budi", "dian", "koko"]
    for judge in judges:
        [item] = [item for item in d.acting(judge).worklist() if item.id == case.id]
        assert all(case.id not in {i.id for i in d.acting(other).worklist()} for other in judges if other != judge)
        case = d.acting(judge).perform("reject", item, reason="duplicate")
        if judge != judges[-1]:
            case = sari.perform("object", case, note="bukan ganda")
    with pytest.raises(slrt.Refused) as error:
        sari.perform("object", case, note="bukan ganda")
    assert error.value.codes == ("need-round",)


def test_correcting_does_not_postpone(d: SmallDistrict) -> None:
    """Whoever corrects every other day is late all the same, and it is escalated (R-FUP-1)."""
    sari = d.acting("sari")
    [case] = sari.record_visit(d.form(), [slrt.Need(program="SEMBAKO")]).cases
    due = sari.case(case.id).due
    for _ in range(4):
        d.clock.advance(days=1)
        case = sari.perform("correct", case, content=slrt.Need(program="PKH"))
    assert sari.case(case.id).due == due
    d.clock.advance(days=3)
    assert len(d.desk.follow_up()) == 1


def test_a_visit_is_sent_on_wholly_or_not_at_all(d: SmallDistrict) -> None:
    """One problem that is not mapped holds the visit back, with its place; a repeat does no harm (R-INT-2)."""
    sari = d.acting("sari")
    visit = sari.record_visit(d.form(), [slrt.Need(program="SEMBAKO"), slrt.Problem(text="atap bocor")])
    with pytest.raises(slrt.Refused) as error:
        sari.submit(visit)
    assert [reason.path for reason in error.value.reasons] == ["cases[1]"]
    assert sari.case(visit.cases[0].id).state == "recorded"
    sari.perform("map", visit.cases[1], content=slrt.Need(program="BEDAH-RUMAH"))
    first = sari.submit(visit)
    assert [case.state for case in first] == ["review", "review"]
    assert sari.submit(visit) == first


def test_other_keys_do_not_open_the_store(tmp_path: Path) -> None:
    """Under two keys nobody would be found again: the desk does not open (invariant 13)."""
    slrt.open_desk(f"sqlite:///{tmp_path}/a.db", district="61.12").close()
    (tmp_path / "a.keys").unlink()
    with pytest.raises(slrt.AdapterError) as error:
        slrt.open_desk(f"sqlite:///{tmp_path}/a.db", district="61.12")
    assert error.value.codes == ("key-file-missing",)
    (tmp_path / "a.keys").write_text(new_keys())
    (tmp_path / "a.keys").chmod(0o600)
    with pytest.raises(slrt.AdapterError) as error:
        slrt.open_desk(f"sqlite:///{tmp_path}/a.db", district="61.12")
    assert error.value.codes == ("keys-other",)


def test_a_changed_rulebook_is_not_followed(d: SmallDistrict) -> None:
    """A case follows the rules it began under only if they are still the same to the letter (invariant 1)."""
    sari = d.acting("sari")
    [case] = sari.record_visit(d.form(), [slrt.Need(program="SEMBAKO")]).cases
    old = d.desk.rulebook.hash
    book = slrt.load_rulebook(settings={"puskesos_supervised": "yes"})
    with d.desk.work(write=True) as work:
        held = work.need("rulebook", old)
        body = held.body.replace(b"R-APP-1 P14(1)b L1.3b", b"R-APP-1 P14(1)b L1.3c")
        assert body != held.body
        work.tx.put("rulebook", old, body, expect=held.version, index=dict(held.index))
    later = Desk(d.storage, FakeKeys(), ManualClock(), SeededIds(9), district="61.12", rulebook=book)
    with pytest.raises(slrt.AdapterError) as error:
        later.acting_as("sari").perform("submit", case)
    assert error.value.codes == ("rulebook-changed",)


@pytest.mark.parametrize(
    "look",
    [
        lambda a, h: a.household(h, purpose=" "),
        lambda a, h: a.find(name="S", purpose=""),
        lambda a, h: a.lookup("nik", "6112014101859001", purpose="NIK 6112014101859001"),
        lambda a, h: a.find(purpose="semua"),
    ],
    ids=["blank", "empty", "a number in it", "everybody"],
)
def test_looks_have_a_purpose(d: SmallDistrict, look: Callable[[slrt.Acting, str], object]) -> None:
    """A purpose is words, not blanks and not a number; nobody looks at everybody (R-ALL-2)."""
    home = d.acting("sari").record_household(d.form())
    with pytest.raises(slrt.Invalid):
        look(d.acting("sari"), home.id)
    assert all("6112014101859001" not in seen.purpose for seen in d.desk.looks())


def test_codes_that_are_kept_in_clear_are_codes(d: SmallDistrict) -> None:
    """A reason or channel may not carry what is not in the rulebook, wherever it is given (R-ALL-2)."""
    [case] = d.acting("sari").record_visit(d.form(), [slrt.Need(program="SEMBAKO")]).cases
    for move in (
        Move(case=case.id, command="submit", reason="6112014101859001"),
        Move(case=case.id, command="withdraw", note="pindah", channel="6112014101859001"),
    ):
        with pytest.raises(slrt.Refused):
            d.desk.perform(move, d.acting("sari").actor)
    assert not any("6112014101859001" in line for line in d.desk.export())


def test_a_day_late_is_a_day_late(d: SmallDistrict) -> None:
    """The last day itself is in time; a day later it is escalated, and only once (R-FUP-1)."""
    sari = d.acting("sari")
    [case] = sari.record_visit(d.form(), [slrt.Need(program="SEMBAKO")]).cases
    due = sari.case(case.id).due
    assert due == date(2026, 1, 7)
    d.clock.advance(days=2)
    assert d.desk.follow_up() == ()
    d.clock.advance(days=timedelta(days=1).days)
    assert len(d.desk.follow_up()) == 1
    assert d.desk.follow_up() == ()


def test_no_name_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Not even by an application that logs all that SQLAlchemy has to say (invariant 13)."""
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.Engine"):
        caplog.set_level(logging.DEBUG, logger=name)
    d = small_district(SqlStorage(f"sqlite:///{tmp_path}/a.db"))
    home = d.acting("sari").record_household(d.form("Siti Rahasia"))
    assert d.acting("sari").find(name="siti", purpose="test")[0].household == home.id
    assert "rahasia" not in caplog.text.casefold()

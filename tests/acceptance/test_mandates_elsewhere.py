"""What holds for mandates and leave in a case holds elsewhere: in lives, in records, in what befalls households."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

import pytest

import slrt_core as slrt
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.desk import ParticipationResult
from slrt_core.desk.codec import decode, encode
from slrt_core.model import Relocation
from slrt_core.model.commands import Assess
from slrt_core.model.programs import ProgramRecord, ProgramVersion
from slrt_core.testing import FakeKeys
from slrt_core.testing.fakes import MemoryAttachments
from tests.acceptance.conftest import Build
from tests.acceptance.helpers import (
    DISTRICT,
    RIVER,
    V1,
    V2,
    World,
    a_complaint,
    assert_words,
    form,
    furnish,
    nik,
    person,
    program,
)
from tests.acceptance.helpers import MONDAY as MONDAY_MORNING
from tests.acceptance.test_mandates import FRIDAY, MONDAY, Act, away, deputize
from tests.acceptance.test_participation import staffed

Prepare = Callable[[World, bool], Act]
SCENARIOS: list[tuple[Prepare, str, str]] = []


def forbidden(code: str, rule: str = "R-APP-5") -> Callable[[Prepare], Prepare]:
    """Enter a scenario."""

    def enter(prepare: Prepare) -> Prepare:
        SCENARIOS.append((prepare, code, rule))
        return prepare

    return enter


@pytest.mark.parametrize("number", range(15))
@pytest.mark.parametrize("build", ["memory"], indirect=True)
class TestForbidden:
    def test_refused(self, build: Build, number: int) -> None:
        """Refused with code, rule and words in both languages; nothing has changed."""
        prepare, code, rule = SCENARIOS[number]
        world = build()
        act = prepare(world, False)
        before = world.dump()
        with pytest.raises(slrt.Refused) as refusal:
            act()
        assert_words(refusal.value.reasons)
        assert [(reason.code, reason.basis.rule) for reason in refusal.value.reasons] == [(code, rule)]
        assert world.dump() == before

    def test_the_twin_is_accepted(self, build: Build, number: int) -> None:
        """The same without the forbidden fact is done, and leaves the store whole."""
        world = build()
        SCENARIOS[number][0](world, True)()
        world.assert_whole()


def test_each_scenario_is_run() -> None:
    assert len(SCENARIOS) == 15


# -------------------------------------------------------------------- the catalogue


@forbidden("apart-entered", "R-PRG-2")
def principal_approves_the_program_that_the_delegate_entered(w: World, legal: bool) -> Act:
    w.appoint("maya", "administrator", DISTRICT)
    deputize(w, "teguh", "administrator", DISTRICT, "ani" if legal else "maya")
    entered = w.at("teguh", "administrator").enter_program(program("BARU", slrt.GovernanceLevel.DISTRICT))
    return partial(w.at("maya", "manager").approve_program, entered)


@forbidden("mandate-excludes", "R-APP-6")
def plh_approves_a_program(w: World, legal: bool) -> Act:
    deputize(w, "teguh", "manager", DISTRICT, "maya", kind="plt" if legal else "plh")
    entered = w.at("ani").enter_program(program("BARU", slrt.GovernanceLevel.DISTRICT))
    return partial(w.at("teguh", "manager").approve_program, entered)


# -------------------------------------------------------------------- participations


def validated(w: World, home: str = "", by: str = "pandu", post: str = "pkh_companion") -> ParticipationResult:
    companion = w.at(by, post)
    return companion.take_step("validate", companion.enrol(home or w.household(), "PKH"), result="ada anak sekolah")


@forbidden("apart-recorded")
def principal_decides_on_what_the_delegate_enrolled(w: World, legal: bool) -> Act:
    staffed(w).appoint("dewi", "pkh_companion", RIVER, "PKH")
    deputize(w, "teguh", "pkh_companion", RIVER, "pandu" if legal else "dewi", programs="PKH")
    return partial(
        w.at("dewi", "program_manager").take_step,
        "activate",
        validated(w, by="teguh"),
        reason="entitled",
    )


@forbidden("apart-mandate")
def delegate_of_one_who_lives_there_decides_on_a_participation(w: World, legal: bool) -> Act:
    home = w.household()
    w.moves_in("dewi", home)
    staffed(w)
    deputize(w, "teguh", "program_manager", DISTRICT, "dodi" if legal else "dewi", programs="PKH")
    return partial(w.at("teguh", "program_manager").take_step, "activate", validated(w, home), reason="entitled")


@forbidden("mandate-excludes", "R-APP-6")
def decree_excludes_a_step_of_a_participation(w: World, legal: bool) -> Act:
    staffed(w)
    excludes = ("reject",) if legal else ("activate",)
    deputize(w, "teguh", "program_manager", DISTRICT, "dewi", programs="PKH", excludes=excludes)
    return partial(w.at("teguh", "program_manager").take_step, "activate", validated(w), reason="entitled")


@forbidden("on-leave", "R-APP-6")
def enrolled_on_leave(w: World, legal: bool) -> Act:
    home = w.household()
    staffed(w)
    away(w, "pita" if legal else "pandu")
    w.go_to(FRIDAY)
    return partial(w.at("pandu", "pkh_companion").enrol, home, "PKH")


@forbidden("on-leave", "R-APP-6")
def participation_decided_on_leave(w: World, legal: bool) -> Act:
    staffed(w)
    case = validated(w)
    away(w, "dodi" if legal else "dewi")
    w.go_to(FRIDAY)
    return partial(w.at("dewi", "program_manager").take_step, "activate", case, reason="entitled")


@forbidden("stand-in")
def stand_in_decides_on_a_participation_while_a_manager_is_there(w: World, legal: bool) -> Act:
    staffed(w)
    case = validated(w)
    for officer in ("dewi", "dodi") if legal else ("dewi",):
        away(w, officer)
    w.go_to(FRIDAY)
    return partial(w.at("tika").take_step, "activate", case, reason="entitled")


# -------------------------------------------------------------------- what is recorded of a household


def acting_facilitator(w: World, whom: str) -> slrt.Acting:
    deputize(w, "teguh", "facilitator", V1, whom)
    return w.at("teguh", "facilitator")


def home_of_sari(w: World) -> str:
    home = w.household()
    w.moves_in("sari", home)
    return home


@forbidden("apart-mandate")
def delegate_records_that_the_principals_household_moved(w: World, legal: bool) -> Act:
    home = home_of_sari(w)
    teguh = acting_facilitator(w, "sinta" if legal else "sari")
    return partial(teguh.record_visit, home, [Relocation(to=V2, on=w.today)])


@forbidden("apart-mandate")
def delegate_records_a_complaint_about_the_principal(w: World, legal: bool) -> Act:
    teguh = acting_facilitator(w, "sinta" if legal else "sari")
    return partial(teguh.record_visit, w.household(), [a_complaint("officer", "", about="sari")])


@forbidden("apart-mandate")
def delegate_makes_a_case_into_a_complaint_about_the_principal(w: World, legal: bool) -> Act:
    teguh = acting_facilitator(w, "sinta" if legal else "sari")
    case = w.opened(a_complaint("officer", "", about="tono"), by="teguh", post="facilitator")
    content = a_complaint("officer", "", about="sari")
    return partial(teguh.perform, "correct", case, content=content)


@forbidden("apart-mandate")
def delegate_records_the_principals_family_again(w: World, legal: bool) -> Act:
    number = nik()
    w.moves_in("sari", w.at("sinta").record_household(form(V1, person(nik=number))).id)
    teguh = acting_facilitator(w, "sinta" if legal else "sari")
    return partial(teguh.record_household, form(V1, person(nik=number)))


@forbidden("apart-household")
def delegate_puts_an_assessment_of_the_principals_household_on_record(w: World, legal: bool) -> Act:
    home = home_of_sari(w)
    teguh = acting_facilitator(w, "sinta" if legal else "sari")
    return partial(w.desk.perform, Assess(household=home), teguh.actor)


@forbidden("apart-recorded")
def principal_settles_what_the_delegate_recorded(w: World, legal: bool) -> Act:
    """The other way round than `delegate_settles_what_the_principal_recorded`."""
    w.appoint("budi", "facilitator", V1)
    teguh = acting_facilitator(w, "sinta" if legal else "budi")
    teguh.record_household(form(V1, person(nik="6112")))
    item = w.at("budi", "supervisor").follow_ups()[0]
    return partial(w.at("budi", "supervisor").settle_follow_up, item, "kartunya sudah dilihat")


@forbidden("apart-recorded")
def principal_settles_what_the_delegate_put_into_the_record_by_a_visit(w: World, legal: bool) -> Act:
    w.appoint("budi", "facilitator", V1)
    teguh = acting_facilitator(w, "sinta" if legal else "budi")
    teguh.record_visit(form(V1, person(nik="6112")), [slrt.Need(program="PKH")])
    item = w.at("budi", "supervisor").follow_ups()[0]
    return partial(w.at("budi", "supervisor").settle_follow_up, item, "kartunya sudah dilihat")


@pytest.mark.parametrize("to_a_case", [True, False])
def test_a_delegate_adds_no_evidence_about_the_principals_household(to_a_case: bool) -> None:
    w = World(
        desk=slrt.Desk(
            MemoryStorage(),
            FakeKeys(),
            ManualClock(MONDAY_MORNING),
            SeededIds(7),
            district=DISTRICT,
            zone="Asia/Pontianak",
            attachments=MemoryAttachments(),
        ),
        clock=ManualClock(MONDAY_MORNING),
        path=None,
    )
    furnish(w.desk)
    home = home_of_sari(w)
    of = w.opened(household=home, by="sinta") if to_a_case else home
    teguh = acting_facilitator(w, "sari")
    with pytest.raises(slrt.Refused) as refusal:
        teguh.attach(of, b"%PDF-1.4 surat", purpose="bukti")
    assert refusal.value.codes == ("apart-mandate",)
    # By another mandate he may, and it says by which.
    deputize(w, "teguh", "facilitator", V1, "sinta")
    added = teguh.attach(of, b"%PDF-1.4 surat", purpose="bukti")
    assert added.actor.acting_for == "sinta"


# -------------------------------------------------------------------- what goes on record, and who is waited for


def test_a_participation_tells_for_whom_a_step_was_taken(build: Build) -> None:
    w = staffed(build())
    deputize(w, "teguh", "program_manager", DISTRICT, "dewi", programs="PKH")
    case = w.at("teguh", "program_manager").take_step("activate", validated(w), reason="entitled")
    assert [(line.who, line.acting_for) for line in w.at("dewi").participation_timeline(case.id)] == [
        ("Pandu", ""),
        ("Pandu", ""),
        ("Teguh", "Dewi"),
    ]


def test_of_two_mandates_one_that_carries_a_visit_goes_on_record(build: Build) -> None:
    w = build()
    home = home_of_sari(w)
    deputize(w, "teguh", "facilitator", V1, "sari")
    deputize(w, "teguh", "facilitator", V1, "sinta")
    case = w.opened(by="teguh", post="facilitator", household=home)
    assert w.case(case).recorder.acting_for == "sinta"


def test_what_a_mandate_excludes_is_on_nobodys_list_of_participations(build: Build) -> None:
    w = staffed(build())
    deputize(w, "teguh", "program_manager", DISTRICT, "dewi", programs="PKH", kind="plh", excludes=("activate",))
    case = validated(w)
    items = {item.id: item.commands for item in w.at("teguh", "program_manager").participations()}
    assert items[case.id] == ("return",)


def test_while_all_who_are_waited_for_are_away_the_stand_in_is_reminded(build: Build) -> None:
    """Two working days before the deadline nobody hears of it, on the last but one those who can do something."""
    w = build()
    case = w.submitted()
    for officer in ("budi", "bayu"):
        away(w, officer, date(2026, 1, 6), MONDAY)
    w.go_to(date(2026, 1, 7))
    w.desk.follow_up()
    assert sorted(w.told(case)) == [("data_section_head", "reminder"), ("supervisor", "reminder")]


def test_while_one_of_them_is_there_no_stand_in_is_reminded(build: Build) -> None:
    w = build()
    case = w.submitted()
    away(w, "budi", date(2026, 1, 6), MONDAY)
    w.go_to(date(2026, 1, 7))
    w.desk.follow_up()
    assert w.told(case) == [("supervisor", "reminder")]


def test_an_officer_on_leave_follows_up_with_nobody(build: Build) -> None:
    w = build()
    case = w.submitted()
    for officer in ("maya", "mira"):
        away(w, officer)
    w.go_to(FRIDAY)
    w.desk.follow_up()
    assert ("secretariat_head", "late") in w.told(case)


def test_a_program_on_record_of_before_was_entered_for_nobody_else() -> None:
    """What is written where nobody acts for another is what was written before that was noted, and reads as it did."""
    at = datetime(2026, 1, 5, 1, tzinfo=UTC)
    pkh = program("PKH", slrt.GovernanceLevel.CENTRE)
    record = ProgramRecord(code="PKH").entered(ProgramVersion(program=pkh, digest="d", entered_by="ani", entered_at=at))
    stored = encode(record)
    assert b"entered_for" not in stored
    assert decode(stored, ProgramRecord) == record

"""A participation at a desk, on both stores: each refusal with a legal twin, what is sealed, told, and found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

import slrt_core as slrt
from slrt_core.desk import ParticipationResult
from slrt_core.model import UNKNOWN, Commitment, Meeting
from slrt_core.model.commands import Erase
from slrt_core.model.officers import HOST
from tests.acceptance.conftest import Build
from tests.acceptance.helpers import DISTRICT, GHOST, RASAU, RIVER, V1, V3, World, assert_words

Act = Callable[[], object]
Prepare = Callable[[World, bool], Act]
SCENARIOS: list[tuple[Prepare, str, str, type[slrt.SlrtError]]] = []


def forbidden(code: str, rule: str, error: type[slrt.SlrtError] = slrt.Refused) -> Callable[[Prepare], Prepare]:
    """Enter a scenario."""

    def enter(prepare: Prepare) -> Prepare:
        SCENARIOS.append((prepare, code, rule, error))
        return prepare

    return enter


def staffed(w: World) -> World:
    """With companions for PKH in both sub-districts."""
    w.appoint("pandu", "pkh_companion", RIVER, "PKH")
    w.appoint("pita", "pkh_companion", RIVER, "PKH")
    w.appoint("rasyid", "pkh_companion", RASAU, "PKH")
    return w


def active(w: World, home: str = "") -> ParticipationResult:
    """A family of a listed household that takes part."""
    pandu = staffed(w).at("pandu")
    validated = pandu.take_step("validate", pandu.enrol(home or w.household(), "PKH"), result="ada anak sekolah")
    return w.at("dewi").take_step("activate", validated, reason="entitled")


def members(w: World, home: str) -> list[str]:
    return [member.id for member in w.at("pandu").household(home, purpose="verifikasi").members]


def unmet(w: World, met: Any = False) -> ParticipationResult:
    """One with a commitment on record, in a quarter that has ended."""
    home = w.household()
    now = active(w, home)
    found = Commitment(member=members(w, home)[0], kind="health", met=met)
    now = w.at("pandu").take_step("verify_commitments", now, period="2026-Q1", commitments=[found])
    w.go_to(date(2026, 4, 1))
    return now


@pytest.mark.parametrize("number", range(18))
class TestForbidden:
    def test_refused(self, build: Build, number: int) -> None:
        """Refused with code, rule and words in both languages; nothing has changed."""
        world = build()
        prepare, code, rule, error = SCENARIOS[number]
        act = prepare(world, False)
        before = world.dump()
        with pytest.raises(error) as refusal:
            act()
        assert_words(refusal.value.reasons)
        assert code in {reason.code for reason in refusal.value.reasons}, refusal.value
        assert {reason.basis.rule for reason in refusal.value.reasons if reason.code == code} == {rule}
        assert world.dump() == before

    def test_the_twin_is_accepted(self, build: Build, number: int) -> None:
        """With one fact otherwise, the same is done."""
        world = build()
        act = SCENARIOS[number][0](world, True)
        assert act()
        world.assert_whole()


def test_each_scenario_is_run() -> None:
    assert len(SCENARIOS) == 18


@forbidden("not-found", "R-ALL-2", slrt.NotFound)
def enrolled_elsewhere(w: World, legal: bool) -> Act:
    home = staffed(w).household(V1 if legal else V3)
    return partial(w.at("pandu").enrol, home, "PKH")


@forbidden("may", "R-APP-12")
def enrolled_by_a_facilitator(w: World, legal: bool) -> Act:
    home = staffed(w).household()
    return partial(w.at("pandu" if legal else "sari").enrol, home, "PKH")


@forbidden("life-program", "R-APP-6")
def enrolled_for_a_program_of_somebody_else(w: World, legal: bool) -> Act:
    return partial(staffed(w).at("pandu").enrol, w.household(), "PKH" if legal else "SEMBAKO")


@forbidden("participation-open", "R-PRG-6")
def enrolled_twice(w: World, legal: bool) -> Act:
    home = staffed(w).household()
    pandu = w.at("pandu")
    first = pandu.enrol(home, "PKH")
    if legal:
        pandu.take_step("leave", first, note="tidak berminat")
    return partial(pandu.enrol, home, "PKH")


@forbidden("apart-household", "R-APP-5")
def own_household_enrolled(w: World, legal: bool) -> Act:
    home = staffed(w).household()
    w.moves_in("pita" if legal else "pandu", home)
    return partial(w.at("pandu").enrol, home, "PKH")


@forbidden("apart-household", "R-APP-5")
def own_household_decided_on(w: World, legal: bool) -> Act:
    home = w.household()
    now = active(w, home)
    w.moves_in("dodi" if legal else "dewi", home)
    return partial(w.at("dewi").take_step, "end", now, reason="no-component")


@forbidden("apart-recorded", "R-APP-5")
def validated_then_decided_by_one_person(w: World, legal: bool) -> Act:
    pandu = staffed(w).at("pandu")
    w.appoint("pandu-2", "program_manager", DISTRICT, "PKH", person="" if legal else "pandu")
    validated = pandu.take_step("validate", pandu.enrol(w.household(), "PKH"), result="ada")
    return partial(w.at("pandu-2").take_step, "activate", validated, reason="entitled")


@forbidden("post", "R-PRG-6")
def activated_by_the_companion(w: World, legal: bool) -> Act:
    pandu = staffed(w).at("pandu")
    validated = pandu.take_step("validate", pandu.enrol(w.household(), "PKH"), result="ada")
    return partial(w.at("dewi" if legal else "pita").take_step, "activate", validated, reason="entitled")


@forbidden("state", "R-APP-10")
def activated_before_it_was_validated(w: World, legal: bool) -> Act:
    pandu = staffed(w).at("pandu")
    now = pandu.enrol(w.household(), "PKH")
    if legal:
        now = pandu.take_step("validate", now, result="ada")
    return partial(w.at("dewi").take_step, "activate", now, reason="entitled")


@forbidden("need-listed", "R-REG-3")
def activated_without_being_listed(w: World, legal: bool) -> Act:
    pandu = staffed(w).at("pandu")
    validated = pandu.take_step("validate", pandu.enrol(w.household(listed=legal), "PKH"), result="ada")
    return partial(w.at("dewi").take_step, "activate", validated, reason="entitled")


@forbidden("need-unmet", "R-PRG-6")
def suspended_for_what_is_not_known(w: World, legal: bool) -> Act:
    now = unmet(w, False if legal else UNKNOWN)
    return partial(w.at("dewi").take_step, "suspend", now, reason="commitments-unmet")


@forbidden("need-unmet", "R-PRG-6")
def suspended_before_the_quarter_ended(w: World, legal: bool) -> Act:
    now = unmet(w)
    w.go_to(date(2026, 4, 1) if legal else date(2026, 3, 31))
    return partial(w.at("dewi").take_step, "suspend", now, reason="commitments-unmet")


@forbidden("need-reason", "R-PRG-6")
def suspended_without_a_reason(w: World, legal: bool) -> Act:
    return partial(w.at("dewi").take_step, "suspend", unmet(w), reason="commitments-unmet" if legal else "")


@forbidden("need-seen", "R-APP-5")
def suspended_unseen(w: World, legal: bool) -> Act:
    now = unmet(w)
    return partial(w.at("dewi").take_step, "suspend", now if legal else now.id, reason="commitments-unmet")


@forbidden("stale", "R-APP-5", slrt.Conflict)
def suspended_after_it_moved_on(w: World, legal: bool) -> Act:
    now = unmet(w)
    later = w.at("pandu").take_step("update_data", now, result="pindah sekolah")
    return partial(w.at("dewi").take_step, "suspend", later if legal else now, reason="commitments-unmet")


@forbidden("unit-unknown", "", slrt.Invalid)
def commitment_of_a_stranger(w: World, legal: bool) -> Act:
    home, other = w.household(), w.household()
    now = active(w, home)
    found = Commitment(member=members(w, home if legal else other)[0], kind="health", met=True)
    return partial(w.at("pandu").take_step, "verify_commitments", now, period="2026-Q1", commitments=[found])


@forbidden("not-found", "R-ALL-2", slrt.NotFound)
def seen_by_a_companion_from_elsewhere(w: World, legal: bool) -> Act:
    now = active(w)
    return partial(w.at("pita" if legal else "rasyid").participation, now.id)


@forbidden("erase-open-participation", "R-PRG-6")
def erased_while_it_lasts(w: World, legal: bool) -> Act:
    home = w.household()
    now = active(w, home)
    if legal:
        w.at("pandu").take_step("leave", now, note="pindah")
    return partial(w.desk.perform, Erase(subject=home), HOST)


# -------------------------------------------------------------------- what came of it


def test_the_fact_follows_and_criteria_read_it(build: Build) -> None:
    w = build()
    home = w.household()
    now = active(w, home)
    family = w.at("pandu").household(home, purpose="verifikasi").families[0]
    assert family["participation:PKH"] == "active"
    w.go_to(date(2026, 2, 2))
    w.at("dewi").take_step("end", now, reason="no-component")
    w.at("pandu").household(home, purpose="verifikasi")
    then = w.at("sari").household(home, purpose="telaah", as_of=slrt.AsOf(date(2026, 2, 1))).families[0]
    after = w.at("sari").household(home, purpose="telaah").families[0]
    assert (then["participation:PKH"], after["participation:PKH"]) == ("active", "left")


def test_results_are_reported_without_a_name(build: Build) -> None:
    """R-PRG-8; the sub-district office reads no record."""
    w = build()
    now = active(w)
    told = [(n.to, n.purpose) for n in w.desk.outbox() if n.case == now.id]
    assert sorted(told) == sorted(
        (post, f"participation-{state}")
        for state in ("validated", "active")
        for post in ("subdistrict_office", "village_head")
    )
    w.appoint("camat", "subdistrict_office", RIVER, "PKH")
    camat = w.at("camat")
    assert camat.participations() == ()
    with pytest.raises(slrt.NotFound):
        camat.participation(now.id)


def test_commitments_lie_sealed_and_go_with_the_person(build: Build) -> None:
    w = build()
    home = w.household()
    now = active(w, home)
    one = members(w, home)[0]
    found = Commitment(member=one, kind="education", met=False)
    w.at("pandu").take_step("verify_commitments", now, period="2026-Q1", commitments=[found])
    with w.desk.work() as work:
        bodies = work.need("participation", now.id).body + b"".join(
            entry.body for entry in work.tx.read(f"participation/{now.id}")
        )
    assert b"education" not in bodies
    assert w.desk.dossier(home, purpose="diminta sendiri")["participations"][0]["verifications"][0]["commitments"]  # type: ignore[index]
    current = w.at("dewi").participation(now.id)
    w.at("pandu").take_step("leave", now.id, note="pindah")
    w.desk.erase(home)
    assert current.verifications[0].commitments == (found,)
    assert w.at("dewi").participation(now.id).commitments == {}
    w.assert_whole()


def test_a_key_repeats_the_answer(build: Build) -> None:
    w = build()
    home = staffed(w).household()
    first = w.at("pandu").enrol(home, "PKH", key="k")
    assert w.at("pandu").enrol(home, "PKH", key="k") == first
    assert w.count("participation") == 1
    with pytest.raises(slrt.Conflict):
        w.at("pandu").enrol(w.household(), "PKH", key="k")


def test_lists_show_what_waits_for_whom(build: Build) -> None:
    w = build()
    home = staffed(w).household()
    candidate = w.at("pandu").enrol(home, "PKH")
    assert [i.commands for i in w.at("pita").participations()] == [("validate",)]
    assert w.at("rasyid").participations() == ()
    assert w.at("sari").participations() == ()
    w.at("pandu").take_step("validate", candidate, result="ada")
    [item] = w.at("dewi").participations()
    assert item.commands == ("return", "reject", "activate")
    assert (item.state, item.place.split(",")[0], item.late) == ("validated", "Sungai Raya", False)
    assert w.at("xena").participations() == w.at("rina").participations() == ()
    w.go_to(date(2026, 3, 2))
    assert w.at("dewi").participations(household=home)[0].late


def test_the_timeline_says_who_and_why(build: Build) -> None:
    w = build()
    now = unmet(w)
    w.at("dewi").take_step("suspend", now, reason="commitments-unmet")
    steps = w.at("pita").participation_timeline(now.id)
    assert [(s.who, s.reached.en) for s in steps] == [
        ("Pandu", "candidate"),
        ("Pandu", "validated"),
        ("Dewi", "active"),
        ("Pandu", "active"),
        ("Dewi", "suspended"),
    ]
    assert steps[-1].reason.en == "commitments were not met"
    assert {s.basis.rule for s in steps} == {"R-PRG-6"}


def test_companions_read_no_case(build: Build) -> None:
    w = build()
    case = staffed(w).submitted()
    with pytest.raises(slrt.NotFound):
        w.at("pandu").case(case.id)
    assert w.at("pandu").worklist() == ()


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"command": "suspent"}, "command-unknown"),
        ({"command": "enrol"}, "command-unknown"),
        ({"command": "verify_commitments", "period": "2026-Q7"}, "period"),
        (
            {"command": "verify_commitments", "commitments": [Commitment(member=GHOST, kind="helth")]},
            "commitment-unknown",
        ),
        ({"command": "record_attendance", "meeting": Meeting(on="today", attended=True)}, "value-type"),  # type: ignore[arg-type]
    ],
)
def test_bad_input_is_told_with_its_place(build: Build, step: dict[str, Any], code: str) -> None:
    w = build()
    now = active(w)
    with pytest.raises(slrt.Invalid) as error:
        w.at("pandu").take_step(participation=now, **step)
    assert code in error.value.codes
    assert all(reason.path for reason in error.value.reasons)


def test_what_is_not_there_is_like_what_is_not_seen(build: Build) -> None:
    w = build()
    now = active(w)
    told = []
    for id_ in (now.id, f"p-{GHOST}"):
        with pytest.raises(slrt.NotFound) as error:
            w.at("rasyid").take_step("validate", id_, result="ada")
        told.append(str(error.value).replace(id_, "…"))
    assert told[0] == told[1]

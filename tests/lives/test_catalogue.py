"""The catalogue's enter-and-approve (R-PRG-2): by the table, for every account and post, and with dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import slrt_core as slrt
from slrt_core.model import (
    Actor,
    AsOf,
    CatalogueEntry,
    EndAssignment,
    GovernanceLevel,
    LifeMove,
    ProgramRecord,
    ProgramVersion,
    Seen,
)
from slrt_core.model.officers import HOST
from slrt_core.rules.access import Setting
from slrt_core.rules.process import LifeSurroundings, act_of, decide_life
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing import small_district
from slrt_core.testing.district import SmallDistrict
from tests.lives.world import DISTRICT, MONDAY, TREE, moment, program, roster

BOOKS = {who: load_rulebook(None, {"other_programs_entered_by": who}) for who in ("administrator", "manager")}
STAFF = (
    ("ani", "ani", "administrator", DISTRICT, ""),
    ("ani-2", "ani", "manager", DISTRICT, ""),
    ("maya", "maya", "manager", DISTRICT, ""),
    ("maya", "maya", "administrator", DISTRICT, ""),
    ("mira", "mira", "manager", DISTRICT, ""),
    ("heru", "heru", "secretariat_head", DISTRICT, ""),
    ("koko", "koko", "coordination_team", DISTRICT, ""),
    ("sari", "sari", "facilitator", DISTRICT, ""),
)
JUDGING = {
    "approve_program": "approved",
    "return_program": "returned",
    "reject_program": "rejected",
    "end_program": "ended",
}
REASONS = {
    "return_program": "incomplete",
    "reject_program": "duplicate",
    "withdraw_program": "entered-wrongly",
    "end_program": "no-longer-given",
}


def expected(  # noqa: PLR0917
    state: str,
    enterers: set[str],
    person: str,
    post: str,
    command: str,
    said: dict[str, Any],
    team: set[str],
    book: str,
) -> bool:
    """Whether the step may be taken, as R-PRG-2 and R-APP-5 have it."""
    enters = {"administrator"} if book == "administrator" or said["district"] else {"manager"}
    if command == "enter_program":
        return post in enters and said["dates"]
    if command == "withdraw_program":
        may = {"administrator"} if book == "administrator" else {"administrator", "manager"}
        return state in {"entered", "returned"} and post in may and said["reason"]
    before = "approved" if command == "end_program" else "entered"
    if state != before or person in enterers or (command != "approve_program" and not said["reason"]):
        return False
    if command == "end_program" and not said["last_day"]:
        return False
    managers = {p for a, p, held, *_ in STAFF if held == "manager" and a in team} - enterers
    heads = {p for a, p, held, *_ in STAFF if held == "secretariat_head" and a in team} - enterers
    if post == "manager":
        return True
    if post == "secretariat_head":
        return not managers
    return post == "coordination_team" and not managers and not heads


def walk(seed: int) -> list[str]:
    """One history of one program's entries; where production and oracle differ."""
    random = Random(seed)
    book = random.choice(sorted(BOOKS))
    team = {a for a, *_ in STAFF if random.random() < 0.7} | {"ani"}
    kept = [line for line in STAFF if line[0] in team]
    setting = Setting(rulebook=BOOKS[book], roster=roster(*team, staff=STAFF), regions=TREE, on=MONDAY)
    record, entered = ProgramRecord(code="X"), [0]
    for _ in range(25):
        account, person, post, *_ = random.choice(kept)
        command = random.choice(["enter_program", "withdraw_program", *JUDGING])
        district, dates, fits = random.random() < 0.5, random.random() < 0.9, random.random() < 0.8
        said = {"district": district, "dates": dates, "reason": fits, "last_day": fits}
        if command == "enter_program":
            entered.append(len(entered))
            level = GovernanceLevel.DISTRICT if district else GovernanceLevel.CENTRE
            span = {} if dates else {"valid_from": MONDAY, "valid_until": MONDAY - timedelta(days=1)}
            item = CatalogueEntry.fresh(program("X", level, **span), str(random.choice(entered[-2:])))
        else:
            found = CatalogueEntry.of(record, str(random.choice(entered)))
            if found is None:
                continue
            item = found
        move = LifeMove(
            command=command,
            seen=Seen(item.version, item.digest),
            reason=REASONS.get(command, "") if fits else "",
            last_day=MONDAY if fits and command == "end_program" else None,
        )
        actor = Actor(officer=account, person=person, post=post)
        around = LifeSurroundings(setting=setting, program=item.entered)
        decision = decide_life(item, move, actor, moment(MONDAY), around)
        enterers = {v.entered_by for v in record.versions if v.digest == item.digest}
        if decision.allowed != expected(item.state, enterers, person, post, command, said, team, book):
            return [f"{item.state}: {command} by {account} as {post}: {[r.code for r in decision.reasons]}"]
        if not decision.allowed:
            continue
        at = moment(MONDAY).at
        if command == "enter_program":
            record = record.entered(
                ProgramVersion(program=item.entered, digest=item.digest, entered_by=person, entered_at=at)
            )
        elif command == "approve_program":
            record = record.approved(item.digest, person, at)
        else:
            [event] = decision.events
            record = record.moved(item.digest, act_of(event, record.version + 1), event.last_day)
    return [
        f"approved by who entered it: {entry}"
        for entry in record.versions
        if entry.approved_by and entry.approved_by == entry.entered_by
    ]


@given(st.integers(0, 10**9))
@settings(max_examples=200, deadline=None)
def test_production_and_oracle_agree(seed: int) -> None:
    assert walk(seed) == []


# -------------------------------------------------------------------- at a desk


@pytest.fixture
def district() -> SmallDistrict:
    return small_district()


def of_the_district(code: str = "RTLH", **more: Any) -> slrt.Program:
    return program(code, GovernanceLevel.DISTRICT, **more)


def test_what_was_returned_is_entered_again(district: SmallDistrict) -> None:
    adi, maya = district.acting("adi"), district.acting("maya")
    first = adi.enter_program(of_the_district())
    maya.move_program("return_program", first, reason="incomplete")
    with pytest.raises(slrt.Refused, match="state"):
        maya.approve_program(first)
    second = adi.enter_program(of_the_district(documents=(slrt.Text("KTP", "identity card"),)))
    maya.approve_program(second)
    assert len(maya.program("RTLH").documents) == 1
    with district.desk.work() as work:
        states = [entry.state for entry in work.program_record("RTLH").versions]
    assert states == ["replaced", "approved"]
    assert district.desk.verify() == {}


def test_the_same_content_may_be_entered_again_after_a_return(district: SmallDistrict) -> None:
    adi, maya = district.acting("adi"), district.acting("maya")
    entered = adi.enter_program(of_the_district())
    maya.move_program("return_program", entered, reason="more-facts")
    maya.approve_program(adi.enter_program(of_the_district()))
    assert maya.program("RTLH").code == "RTLH"


@pytest.mark.parametrize(
    ("command", "reason"), [("reject_program", "duplicate"), ("withdraw_program", "entered-wrongly")]
)
def test_what_was_rejected_or_withdrawn_never_counts(district: SmallDistrict, command: str, reason: str) -> None:
    adi, maya = district.acting("adi"), district.acting("maya")
    entered = adi.enter_program(of_the_district())
    (maya if command == "reject_program" else adi).move_program(command, entered, reason=reason)
    with pytest.raises(slrt.Refused):
        maya.approve_program(entered)
    with pytest.raises(slrt.NotFound):
        maya.program("RTLH")


def test_an_ended_program_counts_to_its_last_day_and_no_older_one_comes_back(district: SmallDistrict) -> None:
    adi, maya = district.acting("adi"), district.acting("maya")
    maya.approve_program(adi.enter_program(of_the_district(valid_from=date(2025, 1, 1))))
    entered = adi.enter_program(of_the_district(valid_from=date(2026, 1, 1)))
    maya.approve_program(entered)
    last_day = date(2026, 1, 31)
    with pytest.raises(slrt.Refused, match="need-last-day"):
        maya.move_program("end_program", entered, reason="no-longer-given", last_day=date(2026, 1, 4))
    maya.move_program("end_program", entered, reason="no-longer-given", last_day=last_day)
    assert maya.program("RTLH", as_of=AsOf(last_day)).valid_from == date(2026, 1, 1)
    with pytest.raises(slrt.NotFound):
        maya.program("RTLH", as_of=AsOf(date(2026, 2, 1)))
    # What was known before it was ended stays answerable.
    before = datetime(2026, 1, 5, 0, 59, tzinfo=UTC)
    with pytest.raises(slrt.NotFound):
        maya.program("RTLH", as_of=AsOf(date(2026, 2, 1), before))
    assert district.desk.verify() == {}


def test_it_may_be_entered_anew_after_it_was_ended(district: SmallDistrict) -> None:
    adi, maya = district.acting("adi"), district.acting("maya")
    entered = adi.enter_program(of_the_district())
    maya.approve_program(entered)
    maya.move_program("end_program", entered, reason="no-longer-given", last_day=date(2026, 1, 5))
    maya.approve_program(adi.enter_program(of_the_district()))
    assert maya.program("RTLH", as_of=AsOf(date(2026, 2, 1))).code == "RTLH"


def test_the_head_approves_only_where_no_manager_may(district: SmallDistrict) -> None:
    """R-PRG-2: the manager approves; where nobody is left a named post steps in (R-APP-5)."""
    adi, hadi = district.acting("adi"), district.acting("hadi")
    entered = adi.enter_program(of_the_district())
    with pytest.raises(slrt.Refused, match="stand-in"):
        hadi.approve_program(entered)
    district.desk.perform(EndAssignment(officer="maya", post="manager", last_day=date(2026, 1, 4)), HOST)
    assert hadi.approve_program(entered).digest == entered.digest


def test_an_unknown_command_is_told(district: SmallDistrict) -> None:
    entered = district.acting("adi").enter_program(of_the_district())
    with pytest.raises(slrt.Invalid, match="return_program"):
        district.acting("maya").move_program("retrun_program", entered, reason="incomplete")
    for own in ("enter_program", "approve_program"):
        with pytest.raises(slrt.Invalid):
            district.acting("maya").move_program(own, entered)

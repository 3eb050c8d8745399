"""The demonstration: everything happens, nothing personal leaves, the same seed gives the same export."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from slrt_core import AsOf, Configuration, Verdict, open_desk
from slrt_core.desk import eligibility, replay
from slrt_core.rules.eligibility import assess, subject_of
from tests.cli.demos import Demo, lived, run

KINDS = {"change", "addition", "participation", "need", "complaint", "problem", "enquiry"}
EVENTS = {
    "CaseOpened", "Moved", "ContentChanged", "Approved", "ReferralOpened", "ReferralMoved", "Decided", "FeedbackGiven",
    "ObjectionRaised", "Reopened", "Escalated", "FactsRecorded", "ProgramEntered", "ProgramApproved", "RosterLoaded",
    "AssignmentEnded", "RegionsLoaded", "RulebookAdopted",
}  # fmt: skip
COMMANDS = {
    "map", "correct", "submit", "endorse", "return", "reject", "recommend", "record_survey", "verify", "refer",
    "refer_village", "pass_on", "settle", "answer", "request_approval", "approve", "inform", "not_reached", "close",
    "object", "reopen", "withdraw", "escalate", "acknowledge", "ask", "provide", "examine", "accept", "waitlist",
    "forward", "start", "hold", "resume", "complete", "fail", "cancel", "mark_error",
}  # fmt: skip
"""All but ``expire``, which takes sixty working days."""


def test_every_kind_and_every_way_in_happens(with_puskesos: Demo) -> None:
    opened = with_puskesos.events("CaseOpened")
    assert {event["kind"] for event in opened} == KINDS
    assert {event["way"] for event in opened} == {"home_visit", "assisted_request", "puskesos", "slrt_office"}


def test_every_event_and_every_step_happens(with_puskesos: Demo) -> None:
    assert {line["event"]["type"] for line in with_puskesos.lines} >= EVENTS
    assert {event["command"] for event in with_puskesos.events("Moved")} >= COMMANDS


def test_every_outcome_happens_and_some_cases_stay_open(with_puskesos: Demo) -> None:
    outcomes = {event["outcome"] for event in with_puskesos.events("Decided")}
    assert outcomes == {"accepted", "rejected", "settled", "answered", "failed", "withdrawn"}
    last = {line["stream"]: line["event"] for line in with_puskesos.lines if line["event"]["type"] == "Moved"}
    states = Counter(event["after"] for event in last.values())
    assert 0 < states["closed"] < len(last)


def test_referrals_go_to_every_level(with_puskesos: Demo) -> None:
    levels = {event["receiver"].get("level") for event in with_puskesos.events("ReferralOpened")}
    assert levels == {"centre", "province", "district", "village", "non_government"}


def test_a_household_that_nobody_had_listed_is_listed_in_the_end(five_villages: Demo) -> None:
    """Proposed, surveyed, verified, accepted: the list says so (R-REG-3)."""
    facts = [fact for event in five_villages.events("FactsRecorded") if event.get("case") for fact in event["facts"]]
    assert "listed" in {fact["value"] for fact in facts if fact["variable"] == "central_status"}


def test_after_an_objection_another_person_judges(five_villages: Demo) -> None:
    """R-APP-5: nobody who judged before the objection judges after it."""
    for stream in {line["stream"] for line in five_villages.lines if line["event"]["type"] == "ObjectionRaised"}:
        events = [line["event"] for line in five_villages.lines if line["stream"] == stream]
        at = next(number for number, event in enumerate(events) if event["type"] == "ObjectionRaised")
        judges = [{e["actor"]["person"] for e in part if e.get("stage")} for part in (events[:at], events[at:])]
        assert judges[0]
        assert judges[1]
        assert not judges[0] & judges[1]


def test_a_deputy_stands_in_for_the_manager_for_a_time(five_villages: Demo) -> None:
    assignments = [a for event in five_villages.events("RosterLoaded") for a in event["assignments"]]
    acting = [assignment for assignment in assignments if assignment.get("acting_for")]
    assert [assignment["post"] for assignment in acting] == ["manager"]
    assert acting[0]["valid_until"]
    deputy = acting[0]["officer"]
    assert any(e["actor"]["officer"] == deputy for e in five_villages.events("Moved"))


def test_a_program_is_entered_by_one_and_approved_by_another(five_villages: Demo) -> None:
    """R-PRG-2."""
    entered = [e for e in five_villages.events("ProgramEntered") if e["actor"]["post"] == "administrator"]
    approved = [e for e in five_villages.events("ProgramApproved") if e["actor"]["post"] == "manager"]
    assert [event["program"]["code"] for event in entered] == ["RTLH-KAB"]
    assert len(approved) == 1


def test_who_is_referred_to_a_program_is_eligible_for_it(five_villages: Demo) -> None:
    """Every need that was recorded comes from an assessment; what a household itself wants waits for the list."""
    desk = open_desk(five_villages.out / "slrt.toml")
    needs = [event for event in five_villages.events("CaseOpened") if event["kind"] == "need"]
    found = [event for event in needs if event["content"].get("unit")]
    assert len(needs) - len(found) == 1
    assert len({event["content"]["program"] for event in found}) > 8
    with desk.work() as work:
        for event in found:
            day = date.fromisoformat(event["on"])
            as_of = AsOf(day, datetime.fromisoformat(event["at"]))
            (program,) = eligibility.compiled(work, as_of, (event["content"]["program"],))
            household = work.household(event["household"], as_of)
            assert household is not None
            subject = subject_of(household, work.rulebook.schema, day)
            (one,) = assess(program, subject, event["content"]["unit"])
            assert one.verdict is Verdict.YES


def test_what_nobody_knows_is_asked_and_left_open_or_answered(five_villages: Demo) -> None:
    said = re.search(r"(\d+) kali belum diketahui; (\d+) pertanyaan diajukan, (\d+) dijawab", five_villages.output)
    assert said is not None
    unknown, asked, answered = map(int, said.groups())
    assert unknown > 0
    assert asked >= answered > 0


def test_the_stored_state_is_the_fold_of_its_events_and_the_chains_are_whole(five_villages: Demo) -> None:
    desk = open_desk(five_villages.out / "slrt.toml")
    with desk.work() as work:
        assert list(replay.differences(work)) == []
    assert desk.verify() == {}


def test_the_same_seed_gives_the_same_export(five_villages: Demo, tmp_path: Path) -> None:
    again = lived(tmp_path / "again", "mojogedang")
    first = (five_villages.out / "export.jsonl").read_bytes()
    assert (again.out / "export.jsonl").read_bytes() == first
    digest = hashlib.sha256(first).hexdigest()
    assert digest in five_villages.output
    assert digest in again.output


def leaks(numbers: frozenset[str], content: bytes) -> set[str]:
    """The numbers that stand in some bytes: as text, as an integer as SQLite stores it, or in base64."""
    runs = set(re.findall(rb"\d{9,}", content)) | {run[:16] for run in re.findall(rb"\d{16,}", content)}
    found = set()
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        plain = digits.encode()
        coded = base64.b64encode(plain).rstrip(b"=")[:-1]
        forms = {number.encode(), coded, int(digits).to_bytes(8, "big")[1:]}
        if plain in runs or any(form in content for form in forms):
            found.add(number)
    return found


def test_no_number_of_anybody_is_in_clear(with_puskesos: Demo) -> None:
    """No NIK, No. KK or telephone number in the database, the page, the export, or what was printed (R-ALL-2)."""
    assert len(with_puskesos.numbers) > 60
    for file in with_puskesos.out.iterdir():
        assert leaks(with_puskesos.numbers, file.read_bytes()) == set(), file.name
    assert leaks(with_puskesos.numbers, with_puskesos.output.encode()) == set()


def test_the_scan_would_have_found_one(with_puskesos: Demo) -> None:
    number = min(number for number in with_puskesos.numbers if len(number) == 16)
    for planted in (
        number.encode(),
        b"x" + base64.b64encode(number.encode()),
        b"\x06" + int(number).to_bytes(8, "big"),
    ):
        assert leaks(with_puskesos.numbers, b"abc" + planted + b"def") == {number}


def test_nothing_that_looks_like_a_nik_is_readable(with_puskesos: Demo) -> None:
    sixteen = re.compile(r"(?<![0-9A-Za-z])[0-9]{16}(?![0-9A-Za-z])")
    for name in ("index.html", "export.jsonl", "slrt.toml", "demo.json"):
        assert not sixteen.search((with_puskesos.out / name).read_text(encoding="utf-8")), name
    assert not sixteen.search(with_puskesos.output)


@pytest.mark.parametrize("refused", ["apart-household", "apart-objection", "need-approval", "need-feedback"])
def test_the_desk_also_says_no(five_villages: Demo, refused: str) -> None:
    """Somebody tries what is forbidden, and learns why not, in words."""
    words = {
        "apart-household": "Tidak seorang pun bertindak atas kasus rumah tangganya sendiri.",
        "apart-objection": "Setelah keberatan, orang lain yang menilai.",
        "need-approval": "Back office merujuk hanya dengan persetujuan manajer",
        "need-feedback": "Kasus ditutup hanya setelah rumah tangga diberi tahu",
    }
    assert words[refused] in (five_villages.out / "index.html").read_text(encoding="utf-8")


def test_nothing_is_refused_that_should_not_be(five_villages: Demo, with_puskesos: Demo) -> None:
    """Every refusal of the month is one that somebody provoked."""
    assert "Tak terduga" not in five_villages.output
    assert "Tak terduga" not in with_puskesos.output


def test_one_household_is_enough(tmp_path: Path) -> None:
    exports = []
    for seed in (1, 2):
        # The second run in the same folder begins anew.
        result = run(
            "demo", "--district", "mojogedang", "--households", 1, "--seed", seed, "--out", tmp_path, "--lang", "en"
        )
        assert result.exit_code == 0, result.output
        assert "1 households loaded" in result.output
        assert "Unexpectedly" not in result.output
        exports.append((tmp_path / "export.jsonl").read_bytes())
        (tmp_path / "mine.txt").write_text("catatan", encoding="utf-8")
    assert exports[0] != exports[1]
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "catatan"


def test_a_folder_that_the_demo_did_not_make_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo.db").write_bytes(b"somebody's")
    result = run("demo", "--out", tmp_path)
    assert result.exit_code == 1
    assert "folder-in-use" in result.stderr
    assert {file.name for file in tmp_path.iterdir()} == {"demo.db"}
    assert (tmp_path / "demo.db").read_bytes() == b"somebody's"


def test_a_database_that_holds_data_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "real.db"
    database.write_bytes(b"somebody's")
    result = run("demo", "--db", f"sqlite:///{database}", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "store-in-use" in result.stderr
    assert database.read_bytes() == b"somebody's"
    assert not (tmp_path / "out").exists()


def test_the_configuration_that_it_writes_opens_the_same_desk(five_villages: Demo) -> None:
    configuration = Configuration.read(five_villages.out / "slrt.toml")
    assert configuration.district == "33.13"
    assert configuration.store.endswith("demo.db")

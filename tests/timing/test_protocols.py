"""A program's protocol counts wherever a case's rows are followed: time, moving, households, words (R-APP-10)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from slrt_core.desk import CaseResult, Desk, replay
from slrt_core.desk.editions import standing
from slrt_core.model import Complaint, Death, Need
from slrt_core.rules.rulebook import Rulebook, differences, rulebook_from_texts
from slrt_core.testing import SmallDistrict, small_district
from tests.timing.story import BOOK, Story
from tests.timing.test_transferring import Place, codes

CHECK = """
[[protocol]]
program = "PKH"
kinds = ["need"]
basis = "R-APP-10 P14(1)h own"

[[protocol.step]]
before = "recommendation"
state = "technical_check"
label = { id = "pemeriksaan teknis", en = "technical check" }
post = "data_section_head"
stage = "review"
days = 5
"""
REFER = """
[[protocol]]
program = "PKH"
kinds = ["complaint"]
basis = "R-APP-10 P14(1)h own"

[[protocol.deadline]]
state = "recommendation"
command = "refer"
days = 20
"""


def under(protocols: str, more: dict[str, tuple[str, str]] | None = None, /, **chosen: str) -> Rulebook:
    texts = {**BOOK.texts, "protocols.toml": protocols}
    for name, (old, new) in (more or {}).items():
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new)
    return rulebook_from_texts(texts, chosen)


CHECKED = under(CHECK)
SP4N = {"complaint_deadlines": "sp4n"}
SLOWER = {"cases.csv": ("send:route,14,,R-APP-3", "send:route,10,,R-APP-3")}


def waiting(district: SmallDistrict, *programs: str) -> list[CaseResult]:
    """Endorsed needs: those of PKH wait in the added step, recorded on Monday, 5 January 2026."""
    sari, budi = district.acting("sari"), district.acting("budi")
    home = sari.record_household(district.form(nik=None))
    found = [case for one in programs for case in sari.submit(sari.record_visit(home, [Need(program=one)]))]
    return [budi.perform("endorse", budi.item(case)) for case in found]


def go_to(district: SmallDistrict, day: int) -> None:
    district.clock.set(datetime(2026, 1, day, 3, tzinfo=UTC))


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(one.to, one.purpose) for one in desk.outbox() if one.purpose in {"reminder", "late"}]


# -------------------------------------------------------------------- time


def test_the_post_of_an_added_step_is_reminded_and_followed_up() -> None:
    district = small_district(rulebook=CHECKED)
    [case] = waiting(district, "PKH")
    assert case.state == "technical_check"
    assert district.acting("dian").item(case).due == date(2026, 1, 12)
    go_to(district, 9)
    district.desk.follow_up()
    assert told(district.desk) == [("data_section_head", "reminder")]
    go_to(district, 13)
    [late] = district.desk.follow_up()
    assert late.id == case.id
    assert ("coordination_team", "late") in told(district.desk)


def test_its_clock_runs_with_the_post_of_the_step() -> None:
    district = small_district(rulebook=CHECKED)
    [case] = waiting(district, "PKH")
    go_to(district, 8)
    running = district.acting("maya").clocks(case.id).running
    assert running is not None
    assert (running.state, running.posts, running.used, running.allowed) == (
        "technical_check",
        ("data_section_head",),
        3,
        5,
    )


@pytest.mark.parametrize(("program", "due"), [("PKH", date(2026, 2, 3)), ("SEMBAKO", date(2026, 1, 12))])
def test_a_protocols_deadline_wins_over_that_of_a_class_for_its_program_alone(program: str, due: date) -> None:
    """SP4N gives suggestions five working days when they are referred; this program's protocol gives twenty."""
    book = under(REFER, **SP4N)
    story = Story(on=date(2026, 1, 5), book=book)
    story.opens(Complaint(topic="suggestion", text="usul", program=program, class_="implementation"))
    story.does("sari", "submit").does("budi", "endorse").does("maya", "refer")
    assert (story.now.state, story.now.due) == ("referred", due)


def test_where_the_protocol_says_nothing_the_class_counts() -> None:
    elsewhere = REFER.replace('state = "recommendation"\ncommand = "refer"', 'state = "review"\ncommand = "endorse"')
    book = under(elsewhere.replace("days = 20", "days = 4"), **SP4N)
    story = Story(on=date(2026, 1, 5), book=book)
    story.opens(Complaint(topic="suggestion", text="usul", program="PKH", class_="implementation"))
    story.does("sari", "submit").does("budi", "endorse")
    assert story.now.due == date(2026, 1, 9)
    assert story.does("maya", "refer").now.due == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("book", "years"),
    [
        (BOOK, {2026}),
        (under(CHECK.replace("days = 5", "days = 100")), {2026, 2027}),
        (under("protocol = []", {"deadlines.toml": ("days = 60\nwhen", "days = 100\nwhen")}, **SP4N), {2026, 2027}),
    ],
    ids=["table", "protocol", "class"],
)
def test_the_years_that_must_be_known_count_protocols_and_classes(book: Rulebook, years: set[int]) -> None:
    """From Tuesday, the 1st of September, sixty working days end in the same year; a hundred do not."""
    district = small_district(rulebook=book)
    district.clock.set(datetime(2026, 9, 1, 3, tzinfo=UTC))
    assert set(district.desk.health().calendar) == years


# -------------------------------------------------------------------- moving


@pytest.fixture
def moved() -> Place:
    """A district that adopted other deadlines, and kept the protocol."""
    return Place(CHECKED, under(CHECK, SLOWER))


def test_a_case_in_an_added_step_moves_to_a_rulebook_with_the_same_protocol(moved: Place) -> None:
    [case] = moved.cases(Need(program="PKH"))
    desk = moved.adopted()
    assert codes(moved, desk) == {}
    made = desk.plan_transfer(moved.before.hash, moved.after.hash)
    assert made.states == (("technical_check", "technical_check", ""),)
    done, others = desk.transfer(made)
    assert ([one.id for one in done], others) == ([case.id], ())
    dian = desk.acting_as("dian")
    assert dian.item(case.id).commands
    assert dian.perform("endorse", dian.item(case.id)).state == "recommendation"
    with desk.work() as work:
        assert list(replay.differences(work)) == []


def test_it_stays_where_only_another_program_has_that_step() -> None:
    place = Place(CHECKED, under(CHECK.replace('"PKH"', '"SEMBAKO"'), SLOWER))
    here, there = place.cases(Need(program="PKH"), Need(program="SEMBAKO"))
    assert "transfer-stuck" in codes(place, place.adopted())[here.id]
    assert there.id not in codes(place, place.adopted())


def test_no_case_is_moved_past_a_step_that_its_program_has_there() -> None:
    """The new protocol demands a judging stage before the manager that the case has not passed."""
    survey = CHECK.replace('stage = "review"', 'stage = "decide"')
    place = Place(BOOK, under(survey))
    here, there = place.cases(Need(program="PKH"), Need(program="SEMBAKO"))
    assert codes(place, place.adopted()) == {here.id: ("transfer-unpassed",)}
    assert there.state == "recommendation"


# -------------------------------------------------------------------- households, and what is told


def test_a_death_ends_a_case_in_an_added_step() -> None:
    district = small_district(rulebook=CHECKED)
    sari, budi, maya = (district.acting(name) for name in ("sari", "budi", "maya"))
    home = sari.record_household(district.form(nik=None))
    mother, child = (one.id for one in sari.household(home.id, purpose="verifikasi").members)
    asked = [Need(program="PKH", unit=child), Need(program="PKH", unit=mother)]
    cases = [budi.perform("endorse", budi.item(one)) for one in sari.submit(sari.record_visit(home, asked))]
    [dead] = sari.submit(sari.record_visit(home, [Death(person=child, on=date(2026, 1, 5))]))
    budi.perform("endorse", budi.item(dead))
    maya.perform("recommend", maya.item(dead))
    assert [maya.item(one.id).state for one in cases] == ["decided", "technical_check"]
    with district.desk.work() as work:
        assert list(replay.differences(work)) == []


def test_what_an_added_step_is_called_is_known_after_the_protocol_is_gone() -> None:
    place = Place(CHECKED, BOOK)
    [case] = place.cases(Need(program="PKH"))
    desk = place.adopted()
    assert [line.reached.en for line in desk.acting_as("maya").timeline(case.id)][-1] == "technical check"
    [status] = desk.enquire(case.number)
    assert status.state.en == "technical check"


# -------------------------------------------------------------------- what two rulebooks say otherwise


def words(old: Rulebook, new: Rulebook) -> list[tuple[str, str, str]]:
    found = differences(old, new)
    assert all(one.text.id and one.text.en for one in found)
    return [(one.group, one.sign, one.key) for one in found]


def test_a_new_protocol_is_told_once_by_its_parts() -> None:
    assert words(BOOK, CHECKED) == [
        ("protocol", "added", "PKH need"),
        ("protocol", "added", "PKH need technical_check"),
    ]
    assert words(CHECKED, BOOK) == [
        ("protocol", "removed", "PKH need"),
        ("protocol", "removed", "PKH need technical_check"),
    ]
    assert words(CHECKED, under(CHECK)) == []


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("days = 5", "days = 4", "program's protocol changed: PKH need technical_check: days 5 → 4"),
        ('"data_section_head"', '"secretariat_head"', "post data_section_head → secretariat_head"),
        ('en = "technical check"', 'en = "inspection"', "label “technical check” → “inspection”"),
        ("P14(1)h own", "own", "program's protocol changed: PKH need: R-APP-10 P14(1)h → R-APP-10 own"),
    ],
)
def test_each_part_of_a_protocol_is_told(old: str, new: str, text: str) -> None:
    [found] = differences(CHECKED, under(CHECK.replace(old, new)))
    assert text in found.text.en
    assert found.pinned


def test_a_receiver_and_a_deadline_are_told() -> None:
    with_receiver = under(REFER.replace("kinds =", 'receiver = "registry_manager"\nkinds ='))
    assert words(under(REFER), with_receiver) == [("protocol", "added", "PKH complaint receiver")]
    [found] = differences(under(REFER), under(REFER.replace("days = 20", "days = 18")))
    assert found.text.en == "program's protocol changed: PKH complaint recommendation + refer: 20 → 18"


def test_how_protocols_are_written_is_no_difference() -> None:
    """One for two kinds is the same as one for each; the order of steps before one state is a difference."""
    both = REFER.replace('["complaint"]', '["need", "complaint"]')
    apart = under(REFER + REFER.replace('"complaint"', '"need"'))
    assert words(under(both), apart) == []
    second = CHECK[CHECK.index("[[protocol.step]]") :].replace("technical_check", "second_check")
    turned = CHECK[: CHECK.index("[[protocol.step]]")] + second + CHECK[CHECK.index("[[protocol.step]]") :]
    assert {key for _, _, key in words(under(CHECK + second), under(turned))} == {
        "PKH need technical_check",
        "PKH need second_check",
    }


def test_open_cases_of_just_that_program_are_counted() -> None:
    district = small_district(rulebook=CHECKED)
    waiting(district, "PKH", "SEMBAKO")
    with district.desk.work() as work:
        assert standing(CHECKED.hash, differences(CHECKED, under(CHECK.replace("days = 5", "days = 4"))), work) == {}
        assert standing(CHECKED.hash, differences(CHECKED, BOOK), work) == {"technical_check": 1}


def test_kinds_of_mandate_and_steps_of_lives_are_told() -> None:
    texts = {**BOOK.texts}
    texts["acting.toml"] = texts["acting.toml"].replace('"accept", ', "")
    texts["lives.csv"] = texts["lives.csv"].replace("fact:candidate,10,,R-PRG-6 W", "fact:candidate,12,,R-PRG-6 W")
    told = {(one.group, one.key): one.text.en for one in differences(BOOK, rulebook_from_texts(texts))}
    assert set(told) == {("acting", "plh"), ("life", "participation: new + enrol (pkh_companion)")}
    assert "days 10 → 12" in told["life", "participation: new + enrol (pkh_companion)"]

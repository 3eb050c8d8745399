"""The calendar and the deadlines as files: what is written wrong is found with its place; what is old still loads."""

from datetime import date
from pathlib import Path

import pytest

from slrt_core.errors import Invalid
from slrt_core.rules import deadlines
from slrt_core.rules.rulebook import load_rulebook, rulebook_from_texts
from tests.timing.story import BOOK

DECREE = """
known = "part"
source = { id = "SKB 2027", en = "decree of 2027" }
basis = "R-FUP-1 own"

[[holidays]]
day = "2027-03-10"
label = { id = "Idulfitri", en = "Eid al-Fitr" }
"""


def places(texts: dict[str, str], settings: dict[str, str] | None = None) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        rulebook_from_texts(texts, settings)
    assert all(reason.text.id and reason.text.en for reason in error.value.reasons)
    return {reason.path: reason.code for reason in error.value.reasons}


def with_deadlines(old: str, new: str) -> dict[str, str]:
    text = BOOK.texts["deadlines.toml"]
    assert old in text
    return {**BOOK.texts, "deadlines.toml": text.replace(old, new, 1)}


def test_the_year_2026_is_known_as_published() -> None:
    """Joint decree 1497, 2 and 5 of 2025: 17 national holidays, of which Eid has two days, and 8 days of leave."""
    year = BOOK.calendar.years["2026"]
    assert (len(year.holidays), len(year.leave), year.known) == (17, 8, "whole")
    # Nyepi and Eid lie together: from Wednesday the 18th to Tuesday the 24th of March offices are closed.
    closed = [day for day in range(1, 32) if not deadlines.is_working_day(BOOK.calendar, date(2026, 3, day))]
    assert closed == [1, 7, 8, 14, 15, 18, 19, 20, 21, 22, 23, 24, 28, 29]


def test_a_district_adds_a_year_as_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "calendar-2027.toml").write_text(DECREE, encoding="utf-8")
    book = load_rulebook(tmp_path)
    assert not deadlines.is_working_day(book.calendar, date(2027, 3, 10))
    assert deadlines.is_working_day(BOOK.calendar, date(2027, 3, 10))
    assert [book.calendar.known(year) for year in (2025, 2026, 2027)] == ["", "whole", "part"]
    assert book.hash != BOOK.hash
    # What a store keeps gives the same rulebook again.
    assert rulebook_from_texts(book.texts, book.settings) == book


def test_single_days_besides_make_a_year_partly_known() -> None:
    text = BOOK.texts["calendar.toml"] + '[[closed]]\nday = "2028-02-01"\nlabel = { id = "-", en = "-" }\n'
    calendar = rulebook_from_texts({**BOOK.texts, "calendar.toml": text}).calendar
    assert (calendar.known(2028), calendar.known(2029)) == ("part", "")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("2027-03-10", "2026-03-10", "calendar-2027.toml:holidays.0.day"),
        ("2027-03-10", "2027-3-10", "calendar-2027.toml:holidays.0.day"),
        ("2027-03-10", "2027-02-29", "calendar-2027.toml:holidays.0.day"),
        ('"part"', '"half"', "calendar-2027.toml:known"),
        ("[[holidays]]", "[[holiday]]", "calendar-2027.toml:holiday"),
        ("R-FUP-1 own", "law", "calendar-2027.toml:basis"),
    ],
)
def test_a_mistake_in_a_year_has_its_place(old: str, new: str, place: str) -> None:
    assert place in places({**BOOK.texts, "calendar-2027.toml": DECREE.replace(old, new)})


def test_another_file_name_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "calendar-27.toml").write_text(DECREE, encoding="utf-8")
    with pytest.raises(Invalid) as error:
        load_rulebook(tmp_path)
    assert [reason.path for reason in error.value.reasons] == ["calendar-27.toml"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('otherwise = "coordination_team"', 'otherwise = "team"', "deadlines.toml:otherwise"),
        ('to = "secretariat_head"', 'to = "boss"', "deadlines.toml:escalation.1.to"),
        ('to = "secretariat_head"', 'to = "manager"', "deadlines.toml:escalation.1"),
        ('waits_for = ["manager"]', 'waits_for = ["boss"]', "deadlines.toml:escalation.1.waits_for"),
        ('waits_for = ["manager"]', 'waits_for = ["manager", "facilitator"]', "deadlines.toml:escalation.3"),
        ("remind_before = [1]", "remind_before = [0]", "deadlines.toml:remind_before"),
        ('referral_states = ["on_hold"]', 'referral_states = ["hold"]', "deadlines.toml:pause.hold.referral_states"),
        ('referral_states = ["on_hold"]', 'referral_states = ["failed"]', "deadlines.toml:pause.hold.referral_states"),
        ('referral_states = ["on_hold"]', 'referral_states = ["needs_information"]', "deadlines.toml:pause.hold"),
        ("at_least = 2", "at_least = 0", "deadlines.toml:pause.information.at_least"),
        ('topics = ["deduction", "officer"]', 'topics = ["bribe"]', "deadlines.toml:time_class.supervision.topics"),
        ('topics = ["deduction", "officer"]', 'topics = ["suggestion"]', "deadlines.toml:time_class.supervision"),
        ('topics = ["deduction", "officer"]', "topics = []", "deadlines.toml:time_class.supervision"),
        ('kinds = ["enquiry"]', 'kinds = ["question"]', "deadlines.toml:time_class.information.kinds.0"),
        ("days = 60\nsource", "days = 0\nsource", "deadlines.toml:time_class.supervision.days"),
        ('states = ["referred"]', 'states = ["sent"]', "deadlines.toml:override.1.states"),
        ('states = ["decided"]', 'states = ["closed"]', "deadlines.toml:override.2.states"),
        ('commands = ["inform"]', 'commands = ["tell"]', "deadlines.toml:override.2.commands"),
        ("complaint_deadlines=sp4n", "complaint_deadline=sp4n", "deadlines.toml:override.0.when"),
        ("complaint_deadlines=sp4n", "complaint_deadlines=law", "deadlines.toml:override.0.when"),
        ('classes = ["supervision"]', 'classes = ["serious"]', "deadlines.toml:override.1.classes"),
        ('basis = "R-FUP-2 own"', "", "deadlines.toml:override.2.basis"),
    ],
)
def test_a_mistake_in_the_deadlines_has_its_place(old: str, new: str, place: str) -> None:
    assert place in places(with_deadlines(old, new))


def test_two_deadlines_for_one_class_in_one_state_are_a_mistake() -> None:
    texts = with_deadlines('classes = ["supervision"]', 'classes = ["supervision", "aspiration"]')
    rulebook_from_texts(texts)
    assert places(texts, {"complaint_deadlines": "sp4n"}) == {"deadlines.toml:override": "rulebook-twice"}


def test_every_number_of_days_says_whose_it_is() -> None:
    """The classes are of SP4N-LAPOR, not of SLRT, and nothing may present them as law."""
    rules = BOOK.deadlines
    assert all("SP4N" in one.source.id and "SLRT" in one.source.en for one in rules.classes.values())
    assert not rules.overrides
    bases = [one.basis for one in rules.classes.values()]
    bases += [one.basis for one in rules.pauses.values()]
    bases += [one.basis for one in rules.escalations]
    assert all(basis.rule.startswith("R-FUP") for basis in bases)


def test_a_rulebook_of_before_has_no_deadlines_file_and_no_years() -> None:
    texts = {name: text for name, text in BOOK.texts.items() if name not in {"deadlines.toml", "calendar-2026.toml"}}
    old = rulebook_from_texts(texts)
    assert (old.deadlines.pauses, old.deadlines.remind_before, old.deadlines.otherwise) == ({}, (), "coordination_team")
    assert old.calendar.known(2026) == ""

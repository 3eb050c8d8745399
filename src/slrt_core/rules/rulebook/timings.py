"""What must hold of a rulebook's calendar years and of its file of deadlines."""

from __future__ import annotations

from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING

from slrt_core.reasons import Text
from slrt_core.rules.rulebook.timing import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slrt_core.rules.rulebook.book import Rulebook
    from slrt_core.rules.rulebook.reading import Problems
    from slrt_core.rules.rulebook.tables import StateRule
    from slrt_core.rules.rulebook.timing import Calendar, DeadlinesFile, Override

__all__ = ["check_timing", "check_years"]

_FILE = "deadlines.toml"


def check_years(calendar: Calendar, problems: Problems) -> None:
    """Every day of a year's file is a day of that year, and the file says how much of the year it knows."""
    for year, published in calendar.years.items():
        file = f"calendar-{year}.toml"
        problems.check(f"{file}:known", Text("kelengkapan", "completeness"), published.known, PARTS)
        for group, days in (("holidays", published.holidays), ("leave", published.leave)):
            for number, closed in enumerate(days):
                if not _is_day(closed.day, year):
                    problems.add(
                        f"{file}:{group}.{number}.day",
                        "rulebook-day",
                        f"{closed.day!r} bukan tanggal tahun {year}; tulis seperti {year}-01-31",
                        f"{closed.day!r} is no day of {year}; write it as {year}-01-31",
                    )


def _is_day(text: str, year: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text and text.startswith(f"{year}-")
    except ValueError:
        return False


def check_timing(book: Rulebook, written: DeadlinesFile, problems: Problems) -> None:
    """Look for unknown names, for what fits twice, and for posts that would follow up with themselves.

    Args:
        book: under its settings.
        written: the file, with the lines of other settings too.
        problems: takes what is found.
    """
    _classes(book, written, problems)
    for number, one in enumerate(written.override):
        _override(book, written, one, f"{_FILE}:override.{number}", problems)
    _twice(book, problems)
    _pauses(book, problems)
    _escalations(book, problems)
    _positive(problems, f"{_FILE}:remind_before", written.remind_before)


def _positive(problems: Problems, place: str, days: Iterable[int]) -> None:
    if any(one < 1 for one in days):
        problems.add(place, "rulebook-days", "harus paling sedikit 1 hari kerja", "must be 1 working day or more")


def _classes(book: Rulebook, written: DeadlinesFile, problems: Problems) -> None:
    held: dict[tuple[str, str], str] = {}
    for name, one in written.time_class.items():
        place = f"{_FILE}:time_class.{name}"
        _positive(problems, f"{place}.days", [one.days])
        for topic in one.topics:
            problems.check(f"{place}.topics", Text("topik", "topic"), topic, book.topics)
        for kind, topic in product(one.kinds, one.topics or ("",)):
            other = held.setdefault((kind, topic), name)
            if other != name:
                what = topic or kind
                problems.add(
                    place,
                    "rulebook-twice",
                    f"{what!r} sudah termasuk golongan {other!r}",
                    f"{what!r} belongs to the class {other!r} already",
                )


def _override(book: Rulebook, written: DeadlinesFile, one: Override, place: str, problems: Problems) -> None:
    _positive(problems, f"{place}.days", [one.days])
    for name in one.classes:
        problems.check(f"{place}.classes", Text("golongan", "class"), name, written.time_class)
    for command in one.commands:
        problems.check(f"{place}.commands", Text("perintah", "command"), command, book.commands)
    _states(f"{place}.states", one.states, book.states, problems)
    _states(f"{place}.referral_states", one.referral_states, book.referral_states, problems)
    if one.when:
        name, _, value = one.when.partition("=")
        problems.check(f"{place}.when", Text("pilihan", "option"), name, book.options)
        if name in book.options:
            problems.check(f"{place}.when", Text("nilai", "value"), value, book.options[name].values)


def _states(place: str, named: Iterable[str], known: Mapping[str, StateRule], problems: Problems) -> None:
    waited = [name for name, rule in known.items() if not rule.terminal]
    for state in named:
        # In a state that ends it all, nobody is waited for.
        problems.check(place, Text("keadaan yang ditunggu", "state in which somebody is waited for"), state, waited)


def _twice(book: Rulebook, problems: Problems) -> None:
    for one, other in combinations(book.deadlines.overrides, 2):
        classes = set(one.classes) & set(other.classes)
        states = (set(one.states) & set(other.states)) | (set(one.referral_states) & set(other.referral_states))
        # One that holds for every command holds for those of the other as well.
        commands = not one.commands or not other.commands or set(one.commands) & set(other.commands)
        for class_, state in product(sorted(classes), sorted(states) if commands else ()):
            problems.add(
                f"{_FILE}:override",
                "rulebook-twice",
                f"golongan {class_!r} di {state!r} punya dua tenggat",
                f"the class {class_!r} has two deadlines in {state!r}",
            )


def _pauses(book: Rulebook, problems: Problems) -> None:
    held: dict[str, str] = {}
    for name, one in book.deadlines.pauses.items():
        place = f"{_FILE}:pause.{name}"
        _positive(problems, f"{place}.at_least", [one.at_least])
        _states(f"{place}.states", one.states, book.states, problems)
        _states(f"{place}.referral_states", one.referral_states, book.referral_states, problems)
        for state in (*(f"case {s}" for s in one.states), *(f"referral {s}" for s in one.referral_states)):
            if held.setdefault(state, name) != name:
                problems.add(
                    place,
                    "rulebook-twice",
                    f"{state!r} sudah termasuk jeda {held[state]!r}",
                    f"{state!r} belongs to the pause {held[state]!r} already",
                )


def _escalations(book: Rulebook, problems: Problems) -> None:
    held: dict[str, int] = {}
    problems.check(f"{_FILE}:otherwise", Text("jabatan", "post"), book.deadlines.otherwise, book.posts)
    for number, one in enumerate(book.deadlines.escalations):
        place = f"{_FILE}:escalation.{number}"
        problems.check(f"{place}.to", Text("jabatan", "post"), one.to, book.posts)
        if one.to in one.waits_for:
            problems.add(
                place,
                "rulebook-escalation",
                f"{one.to!r} mengawasi dirinya sendiri",
                f"{one.to!r} would follow up with itself",
            )
        for post in one.waits_for:
            problems.check(f"{place}.waits_for", Text("jabatan", "post"), post, book.posts)
            if held.setdefault(post, number) != number:
                problems.add(
                    place,
                    "rulebook-twice",
                    f"{post!r} sudah ada di baris {held[post]}",
                    f"{post!r} stands already in line {held[post]}",
                )

"""What a rulebook says of time, in words: deadlines, classes, pauses, who follows up, and the days that are closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from slrt_core.reasons import PROJECT, Basis, Text
from slrt_core.rules.process.export.words import LIVES, SIDES, days_words
from slrt_core.rules.rulebook import KEEP, LifeRow

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import ReferralRow, Row, Rulebook, StateRule

__all__ = [
    "FollowUp", "OtherTime", "Standstill", "TimeLine", "classes_of", "deadlines_of", "follow_ups_of", "other_times_of",
    "standstills_of",
]  # fmt: skip

R = TypeVar("R", "Row", "ReferralRow")


@frozen(kw_only=True)
class TimeLine:
    """A class of what people bring: of which kinds and topics, within how many working days, and by whose standard."""

    label: Text
    kinds: tuple[Text, ...]
    topics: tuple[Text, ...]
    days: Text
    source: Text
    basis: Basis


@frozen(kw_only=True)
class OtherTime:
    """A deadline that some classes have instead of that of the tables."""

    classes: tuple[Text, ...]
    states: tuple[Text, ...]
    commands: tuple[Text, ...]
    days: Text
    basis: Basis


@frozen(kw_only=True)
class Standstill:
    """A pause: in which state, whose clock stands still, whose turn it is meanwhile, and what is left afterwards."""

    label: Text
    states: tuple[Text, ...]
    still: tuple[Text, ...]
    turn: tuple[Text, ...]
    days: tuple[Text, ...]
    at_least: Text
    basis: Basis


@frozen(kw_only=True)
class FollowUp:
    """Who follows up with whom; and who comes next, one after the other."""

    waits_for: tuple[Text, ...]
    to: Text
    then: tuple[Text, ...]
    basis: Basis


def classes_of(book: Rulebook) -> list[TimeLine]:
    """The classes, in the order of the rulebook."""
    return [
        TimeLine(
            label=one.label,
            kinds=tuple(book.word("kind", kind) for kind in one.kinds),
            topics=tuple(book.topics[topic].label for topic in one.topics if topic in book.topics),
            days=days_words((one.days,)),
            source=one.source,
            basis=one.basis,
        )
        for one in book.deadlines.classes.values()
    ]


def other_times_of(book: Rulebook) -> list[OtherTime]:
    """The deadlines by class that are in force under the settings."""
    rules = book.deadlines
    return [
        OtherTime(
            classes=tuple(rules.classes[name].label for name in one.classes if name in rules.classes),
            states=_states(book, one.states, one.referral_states),
            commands=tuple(book.label(book.commands, command) for command in one.commands),
            days=days_words((one.days,)),
            basis=one.basis,
        )
        for one in rules.overrides
    ]


def standstills_of(book: Rulebook) -> list[Standstill]:
    """The pauses."""
    return [
        Standstill(
            label=one.label,
            states=_states(book, one.states, one.referral_states),
            still=tuple(
                dict.fromkeys(
                    (
                        *_awaited(book, [row.before for row in _into(book.rows, one.states)]),
                        *_sides(book, [row.before for row in _into(book.referral_rows, one.referral_states)]),
                    )
                )
            ),
            turn=tuple(dict.fromkeys((*_awaited(book, one.states), *_sides(book, one.referral_states)))),
            days=tuple(dict.fromkeys(_allowed(book, one.states, one.referral_states))),
            at_least=days_words((one.at_least,)),
            basis=one.basis,
        )
        for one in book.deadlines.pauses.values()
    ]


def follow_ups_of(book: Rulebook) -> list[FollowUp]:
    """The table of who follows up; the last line is for all that no other names."""
    rules = book.deadlines
    lines = [
        FollowUp(
            waits_for=tuple(book.label(book.posts, post) for post in one.waits_for),
            to=book.label(book.posts, one.to),
            then=tuple(book.label(book.posts, post) for post in _beyond(book, one.to, one.waits_for)),
            basis=one.basis,
        )
        for one in rules.escalations
    ]
    return [*lines, FollowUp(waits_for=(), to=book.label(book.posts, rules.otherwise), then=(), basis=PROJECT)]


def _beyond(book: Rulebook, first: str, waits_for: Sequence[str]) -> Iterator[str]:
    """Who comes after the first, up the line to the one who is always the last."""
    rules, seen = book.deadlines, {first, *waits_for}
    post = rules.follows_up((first,))
    while post not in seen:
        yield post
        seen.add(post)
        post = rules.follows_up((post,))
    if rules.otherwise not in seen:
        yield rules.otherwise


def _states(book: Rulebook, states: Iterable[str], referral_states: Iterable[str]) -> tuple[Text, ...]:
    of_cases = (book.label(book.states, state) for state in states)
    of_referrals = (book.label(book.referral_states, state) for state in referral_states)
    return (*of_cases, *(Text(f"rujukan: {label.id}", f"referral: {label.en}") for label in of_referrals))


def _into(rows: Iterable[R], states: Sequence[str]) -> Iterator[R]:
    return (row for row in rows if row.after in states and row.before != row.after)


def _awaited(book: Rulebook, states: Iterable[str]) -> Iterator[Text]:
    """The posts that are waited for in states of a case."""
    for state in states:
        for row in book.rows:
            if row.before == state and book.awaited(row):
                yield from (book.label(book.posts, post) for post in row.posts)


def _sides(book: Rulebook, states: Iterable[str]) -> Iterator[Text]:
    """The sides that are waited for in states of a referral."""
    for state in states:
        for row in book.referral_rows_at(state):
            if row.side != "system" and book.commands[row.command].duty:
                yield SIDES[row.side]


def _allowed(book: Rulebook, states: Sequence[str], referral_states: Sequence[str]) -> Iterator[Text]:
    """The deadlines that run meanwhile."""
    for days in (
        *(row.days for row in _into(book.rows, states)),
        *(row.days for row in _into(book.referral_rows, referral_states)),
    ):
        if days is not None and days != KEEP:
            yield days_words((days,))


def deadlines_of(book: Rulebook) -> list[tuple[Text, list[tuple[Text, list[tuple[Text, list[Text]]]]]]]:
    """For each state, the working days in which the next step is due, and after which steps."""
    found = []
    tables: list[tuple[Text, Sequence[Row | ReferralRow | LifeRow], Mapping[str, StateRule]]] = [
        (Text("Kasus", "Cases"), book.rows, book.states),
        (Text("Rujukan", "Referrals"), book.referral_rows, book.referral_states),
    ]
    for life, rules in book.life_states.items():
        lines = [row for row in book.life_rows if row.life == life]
        tables.append((LIVES.get(life, Text(life, life)), lines, rules))
    for title, rows, states in tables:
        held: dict[str, dict[int, list[Text]]] = {name: {} for name in states}
        if rows is book.rows:
            for way in book.ways.values():
                held[way.initial].setdefault(way.days, []).append(way.label)
        elif rows is book.referral_rows:
            for row in book.rows:
                if row.days is not None and any(name == "send" for name, _ in row.brings):
                    held["requested"].setdefault(row.days, []).append(book.label(book.commands, row.command))
        for line in rows:
            # What is done again and again in a life, as verifying commitments, sets the deadline of the next time.
            again = isinstance(line, LifeRow) and line.days != KEEP
            if line.days is not None and (line.before != line.after or again):
                reached = "requested" if "forward" in line.effects else line.after
                held[reached].setdefault(line.days, []).append(book.label(book.commands, line.command))
        said = [
            (
                states[name].label,
                [(days_words((number,)), list(dict.fromkeys(days[number]))) for number in sorted(days)],
            )
            for name, days in held.items()
            if days and set(days) != {KEEP}
        ]
        found.append((title, said))
    return found

"""The life of a referral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.rules.process.export.machine import START, Lane, Machine, Spot, Step, stage_of, timed
from slrt_core.rules.process.export.words import REFERRAL, SENT, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.reasons import Text
    from slrt_core.rules.rulebook import ReferralRow, Rulebook

__all__ = ["referral_machine"]

_DRAFT, _FIRST = "draft", "requested"


def referral_machine(book: Rulebook) -> Machine:
    """The life of a referral, with its two sides: who sent it, and who is to settle it."""
    steps = (*_begun(book), *_steps(book))
    reached = list(dict.fromkeys(state for step in steps for state in (step.before, step.after) if state != START))
    days: dict[str, list[int]] = {_FIRST: _sent_days(book)}
    for row in book.referral_rows:
        if row.days is not None and row.before != row.after:
            # What is forwarded ends; the deadline is that of the referral which takes its place.
            days.setdefault(_FIRST if "forward" in row.effects else row.after, []).append(row.days)
    spots = [Spot(name=START, label=SENT, lane=_lane("requester"))]
    for state in reached:
        rule = book.referral_states[state]
        lane = None if rule.terminal else _lane(_side(book, state))
        spots.append(Spot(name=state, label=rule.label, lane=lane, final=rule.terminal))
    return Machine(key="referral", title=REFERRAL, spots=timed(spots, days), steps=steps)


def _lane(side: str) -> Lane:
    return Lane(key=side, label=SIDES[side], level="any")


def _side(book: Rulebook, state: str) -> str:
    if state == _DRAFT:
        return "requester"
    sides = [
        row.side for row in book.referral_rows_at(state) if row.side != "system" and book.commands[row.command].duty
    ]
    return "requester" if sides and all(side == "requester" for side in sides) else "receiver"


def _begun(book: Rulebook) -> Iterator[Step]:
    """The steps of a case that open a referral, or send the one that was drafted."""
    held: dict[tuple[str, str, str], list[str]] = {}
    for row in book.rows:
        for name, argument in row.brings:
            if name == "draft":
                held.setdefault((START, row.command, _DRAFT), []).append(row.place)
            elif name == "send":
                before = _DRAFT if argument == "draft" else START
                held.setdefault((before, row.command, _FIRST), []).append(row.place)
    for (before, command, after), places in held.items():
        label, lines = book.commands[command].label, tuple(dict.fromkeys(places))
        yield Step(before=before, after=after, command=command, label=label, posts=(SIDES["requester"],), places=lines)


def _sent_days(book: Rulebook) -> list[int]:
    sending = [row for row in book.rows if any(name == "send" for name, _ in row.brings)]
    return [row.days for row in sending if row.days is not None]


def _steps(book: Rulebook) -> Iterator[Step]:
    alike: dict[tuple[str, str, str, str, str], list[ReferralRow]] = {}
    for row in book.referral_rows:
        # Where nobody is waited for, whether it is a judgement depends on the post, and the matrix tells that.
        stage = row.stage if book.commands[row.command].duty else ""
        alike.setdefault((row.before, row.command, row.after, row.side, stage), []).append(row)
    for (before, command, after, side, stage), rows in alike.items():
        yield Step(
            before=before,
            after=after,
            command=command,
            label=book.commands[command].label,
            posts=(SIDES[side],),
            who=_who(book, rows, side, _side(book, before)),
            stage=stage_of(book.stages, stage),
            system=side == "system",
            duty=book.commands[command].duty,
            places=tuple(dict.fromkeys(row.place for row in rows)),
        )


def _who(book: Rulebook, rows: list[ReferralRow], side: str, waits: str) -> tuple[Text, ...]:
    """Whose step it is, where that is not the side that is waited for, or where it depends on the post."""
    if side == "requester" and rows[0].stage and len(rows) == 1 and book.commands[rows[0].command].duty:
        return tuple(dict.fromkeys(book.label(book.posts, post) for row in rows for post in row.posts))
    return () if side == waits else (SIDES[side],)

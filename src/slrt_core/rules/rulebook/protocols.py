"""A program's own protocol (R-APP-10, P14(1)h): what it adds to the tables, and why it cannot take anything away.

A protocol is no table of its own. It names changes of three kinds, and each is carried out on the rows of the rulebook:

- *A step before a state.* Every row that leads into the state leads into the step's own state instead, with the same
  posts, stage, needs and effects. From there an endorsement leads on. What the added post may do besides, return and
  reject, is what may be done in the state that it guards, with the same ends; and what may happen there by itself, or
  on the household's word, may happen here too.
- *Another deadline* of a row, within a limit. It counts for the program before what `deadlines.toml` says of a class.
- *The receiver* of the program's needs and complaints.

So every row of the base table is still there, with all that it demands; and with the added endorsements struck out,
what a case lives through is what it could have lived through without the protocol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from slrt_core.model.contents import CaseKind
from slrt_core.rules.rulebook.tables import KEEP, AddedStep, OtherDeadline, Protocol, ReferralRow, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["PROGRAM_KINDS", "case_rows", "entering", "kinds_of", "place_of", "referral_rows"]

PROGRAM_KINDS = frozenset({CaseKind.NEED, CaseKind.COMPLAINT, CaseKind.PARTICIPATION})
"""The kinds of case that can be about a program."""

R = TypeVar("R", Row, ReferralRow)


def kinds_of(protocol: Protocol) -> frozenset[CaseKind]:
    """The kinds of case that a protocol is for."""
    return frozenset(protocol.kinds) or PROGRAM_KINDS


def place_of(number: int, part: str = "", which: int | None = None) -> str:
    """The place of a protocol, or of one of its steps or deadlines, as errors name it."""
    inner = f".{part}.{which}" if which is not None else f".{part}" if part else ""
    return f"protocols.toml:protocol.{number}{inner}"


def entering(rows: Iterable[Row], state: str, kinds: frozenset[CaseKind]) -> tuple[Row, ...]:
    """The rows by which cases of these kinds come into a state."""
    return tuple(row for row in rows if row.after == state and row.before != state and row.kinds & kinds)


def case_rows(rows: tuple[Row, ...], protocol: Protocol, number: int) -> tuple[Row, ...]:
    """The case table under a protocol.

    Args:
        rows: of the table.
        protocol: which was checked.
        number: its place in the file.
    """
    kinds = kinds_of(protocol)
    # Deadlines first: where a step comes in between, the deadline of the state that it guards goes with it.
    for deadline in protocol.deadline:
        if not deadline.referral:
            rows = tuple(_split(rows, deadline, kinds))
    for which, step in enumerate(protocol.step):
        rows = (*_led_through(rows, step, kinds), *_added(rows, step, protocol, place_of(number, "step", which)))
    return rows


def referral_rows(rows: tuple[ReferralRow, ...], protocol: Protocol) -> tuple[ReferralRow, ...]:
    """The referral table under a protocol."""
    for deadline in protocol.deadline:
        if deadline.referral:
            rows = tuple(_timed(row, deadline) for row in rows)
    return rows


def _timed(row: R, deadline: OtherDeadline) -> R:
    meant = (row.before, row.command) == (deadline.state, deadline.command)
    return evolve(row, days=deadline.days, fixed=True) if meant and row.days not in {None, KEEP} else row


def _split(rows: tuple[Row, ...], deadline: OtherDeadline, kinds: frozenset[CaseKind]) -> Iterator[Row]:
    for row in rows:
        timed = _timed(row, deadline)
        yield from (row,) if timed is row else _for_kinds(row, timed, kinds)


def _led_through(rows: tuple[Row, ...], step: AddedStep, kinds: frozenset[CaseKind]) -> Iterator[Row]:
    leading = entering(rows, step.before, kinds)
    for row in rows:
        if any(row is one for one in leading):
            yield from _for_kinds(row, evolve(row, after=step.state, days=step.days, fixed=True), kinds)
        else:
            yield row


def _for_kinds(row: Row, other: Row, kinds: frozenset[CaseKind]) -> Iterator[Row]:
    """A row for the kinds that a protocol is not for, and the other row for those that it is."""
    if row.kinds - kinds:
        yield evolve(row, kinds=row.kinds - kinds)
    if row.kinds & kinds:
        yield evolve(other, kinds=row.kinds & kinds)


def _added(rows: tuple[Row, ...], step: AddedStep, protocol: Protocol, place: str) -> Iterator[Row]:
    leading = entering(rows, step.before, kinds_of(protocol))
    kinds = frozenset(kind for row in leading for kind in row.kinds) & kinds_of(protocol)
    ways = frozenset(way for row in leading for way in row.ways)
    shortest = min((row for row in leading if row.days not in {None, KEEP}), key=lambda row: row.days or 0)
    yield Row(
        kinds=kinds,
        ways=ways,
        before=step.state,
        command="endorse",
        after=step.before,
        posts=(step.post,),
        scope="region",
        stage=step.stage,
        needs=tuple(dict.fromkeys(("seen", *step.needs))),
        days=shortest.days,
        basis=protocol.basis,
        place=place,
        fixed=shortest.fixed,
    )
    for row in rows:
        if row.before != step.before or not (row.kinds & kinds and row.ways & ways):
            continue
        here = evolve(
            row,
            before=step.state,
            after=step.state if row.after == row.before else row.after,
            kinds=row.kinds & kinds,
            ways=row.ways & ways,
        )
        if row.stage and row.command in {"return", "reject"}:
            needs = tuple(dict.fromkeys((*row.needs, "seen", "reason")))
            yield evolve(here, posts=(step.post,), stage=step.stage, needs=needs, basis=protocol.basis, place=place)
        elif row.scope == "system" or row.command == "withdraw" or _beside(row):
            yield here


def _beside(row: Row) -> bool:
    """What is done beside the work on a case and changes nothing of it, such as telling how it stands."""
    return row.after == row.before and not row.stage and not {"content", "map"} & {name for name, _ in row.brings}

"""What may be tried on a record that has a life: a step with all it can need, and the same that lacks one thing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.model.commands import LifeMove, Seen
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.identity import Private
from slrt_core.model.lives import Commitment, Meeting, Period
from slrt_core.model.programs import CatalogueEntry
from slrt_core.rules.process.explore import world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.rules.process.explore.lifeworld import LifeScene
    from slrt_core.rules.process.lifeneeds import Living

__all__ = ["elsewhere", "lacking", "quarter", "whole"]

_WORDS = Private("…")


def quarter(day: date) -> Period:
    """The period in which a day lies."""
    return Period(day.year, (day.month + 2) // 3)


def whole(record: Living, command: str, scene: LifeScene) -> Iterator[LifeMove]:
    """The steps that give a command all that any row of it may need.

    Args:
        record: as it stands.
        command: what is done.
        scene: the world.
    """
    book, today = scene.setting.rulebook, scene.setting.on
    move = LifeMove(
        command=command,
        seen=Seen(record.version, record.digest),
        reason=next((code for code, choice in book.choices.items() if command in choice.commands), ""),
        note=_WORDS,
        result=_WORDS,
        last_day=today,
    )
    if command == "verify_commitments":
        for met in (False, UNKNOWN):
            found = (Commitment(member="member-1", kind="education", met=met),)
            yield evolve(move, period=str(quarter(today)), commitments=found)
    elif command == "confirm_disbursement":
        yield evolve(move, period=str(quarter(today)))
    elif command == "record_attendance":
        yield evolve(move, meeting=Meeting(on=today, attended=True))
    else:
        yield move


def lacking(move: LifeMove, record: Living, today: date) -> Iterator[LifeMove]:
    """The same step without one thing at a time.

    Args:
        move: with all it can need.
        record: as it stands.
        today: the day.
    """
    yield evolve(move, seen=None)
    yield evolve(move, seen=Seen(record.version, f"not {record.digest}"))
    yield evolve(move, seen=Seen(record.version + 1, record.digest))
    yield evolve(move, reason="")
    yield evolve(move, reason="because")
    yield evolve(move, note=Private(""))
    yield evolve(move, result=Private(""))
    yield evolve(move, last_day=None)
    yield evolve(move, last_day=today - timedelta(days=1))
    if move.commitments:
        yield evolve(move, commitments=())
    if move.period:
        for other in ("", "2025-Q4", str(Period(today.year + 1, 1))):
            yield evolve(move, period=other)
    if move.meeting:
        yield evolve(move, meeting=None)
        for days in (1, -9):
            yield evolve(move, meeting=Meeting(on=today + timedelta(days=days), attended=True))


def elsewhere(record: Living, scene: LifeScene) -> Iterator[tuple[Living, LifeScene]]:
    """Where a step must wait: the program is not in force, the household not on its list, the entry has no validity."""
    if isinstance(record, CatalogueEntry):
        today = scene.setting.on
        never = evolve(record.entered, valid_from=today, valid_until=today - timedelta(days=1))
        yield evolve(record, entered=never), scene
    elif scene.program is not None:
        yield record, evolve(scene, program=None)
        demanding = evolve(scene.program, requires_listing=True)
        yield record, evolve(scene, program=demanding, household=world.home(listed=False))

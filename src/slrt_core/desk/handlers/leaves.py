"""Officers who are away for a time: during a leave they hold no post, and afterwards they do again (R-APP-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.handlers.permission import may
from slrt_core.desk.plain import refuse_personal
from slrt_core.desk.results import Loaded
from slrt_core.errors import Invalid
from slrt_core.model.events import LeaveEnded, LeaveRecorded
from slrt_core.model.officers import HOST
from slrt_core.reasons import fault, near
from slrt_core.rules import access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import EndLeave, RecordLeave
    from slrt_core.model.officers import Actor, Leave
    from slrt_core.reasons import Reason

__all__ = ["end", "record"]


def record(command: RecordLeave, actor: Actor, work: Work) -> Loaded:
    """Record leaves.

    Raises:
        Invalid: an unknown officer, or a note that holds what looks like somebody's number; each with its path.
        Refused: the actor may not, or not for officers of other places.
    """
    reasons = [*may(actor, "assign", work)]
    for number, leave in enumerate(command.leaves):
        reasons += _elsewhere(leave, f"leaves[{number}]", actor, work)
    work.refuse_unless(reasons)
    problems = [problem for n, leave in enumerate(command.leaves) for problem in _problems(leave, n, work)]
    if problems:
        raise Invalid(problems)
    # What stands there already is not added again: a file may be loaded twice.
    stands = {_said(leave) for leave in work.roster.leaves}
    leaves = tuple(leave for leave in dict.fromkeys(command.leaves) if _said(leave) not in stands)
    if leaves:
        event = LeaveRecorded(leaves=leaves, at=work.moment.at, actor=actor, source=command.source)
        work.put_single("roster", work.roster.with_leaves(leaves, actor.officer), [event])
    return Loaded(what="leaves", count=len(leaves))


def end(command: EndLeave, actor: Actor, work: Work) -> Loaded:
    """End a leave before its time, or call it off.

    Raises:
        NotFound: there is no such officer.
        Invalid: no leave of theirs begins on that day and lasts longer.
        Refused: the actor may not, or not for officers of other places.
    """
    work.refuse_unless(may(actor, "assign", work))
    officer = work.roster.officer(command.officer)
    found = [
        leave
        for leave in work.roster.leaves
        if (leave.officer, leave.first_day) == (officer.id, command.first_day) and leave.last_day > command.last_day
    ]
    work.refuse_unless(reason for leave in found for reason in _elsewhere(leave, "officer", actor, work))
    if not found:
        raise Invalid(
            [
                fault(
                    "first_day",
                    "leave-unknown",
                    f"{officer.id} tidak punya cuti sejak {command.first_day} yang melewati {command.last_day}",
                    f"{officer.id} has no leave from {command.first_day} that lasts beyond {command.last_day}",
                    "R-APP-6",
                )
            ]
        )
    event = LeaveEnded(
        officer=officer.id, first_day=command.first_day, last_day=command.last_day, at=work.moment.at, actor=actor
    )
    after = work.roster.with_leave_ended(officer.id, command.first_day, command.last_day, work.moment.at)
    work.put_single("roster", after, [event])
    return Loaded(what="leaves", count=len(found))


def _said(leave: Leave) -> tuple[object, ...]:
    return leave.officer, leave.first_day, leave.last_day, leave.decree, leave.note


def _elsewhere(leave: Leave, place: str, actor: Actor, work: Work) -> Iterator[Reason]:
    """Why a leave is not the actor's to record: of a post that reaches places beyond theirs."""
    if actor == HOST:
        return
    own = access.held(work.setting, actor.officer, actor.post)
    person = work.roster.person_of(leave.officer)
    for assignment in work.roster.assignments:
        during = assignment.valid_from <= leave.last_day and assignment.valid_until >= leave.first_day
        if not during or work.roster.person_of(assignment.officer) != person:
            continue
        for region in assignment.regions:
            if not any(access.reaches(work.setting, held, region) for held in own):
                yield work.rulebook.refusal("region", path=f"{place}.officer", region=work.regions.name(region))


def _problems(leave: Leave, number: int, work: Work) -> Iterator[Reason]:
    place = f"leaves[{number}]"
    if leave.officer not in work.roster:
        hint = near(leave.officer, {officer.id for officer in work.roster.officers})
        yield fault(
            f"{place}.officer",
            "officer-unknown",
            f"{leave.officer!r} tidak dikenal{hint.id}",
            f"unknown {leave.officer!r}{hint.en}",
        )
    if leave.recorded_by or leave.ended_at:
        yield fault(
            f"{place}.recorded_by",
            "leave-recorded",
            "diisi oleh sistem, bukan oleh pengirim",
            "the desk fills this in, not the sender",
        )
    if leave.note:
        try:
            refuse_personal(leave.note, f"{place}.note")
        except Invalid as error:
            yield from error.reasons

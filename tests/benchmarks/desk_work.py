"""A fixed mix of the work at a desk: each case goes from the visit to the answer, eight commands, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from slrt_core.desk import Desk
from slrt_core.desk.results import CaseResult, VisitResult
from slrt_core.model.commands import Move, RecordVisit, Seen
from slrt_core.model.contents import Need
from slrt_core.model.identity import Private
from slrt_core.model.officers import Actor

__all__ = ["COMMANDS", "one_case"]

COMMANDS = 8
"""In each case."""


def one_case(desk: Desk, household: str, village: str, between: Callable[[], None] = lambda: None) -> CaseResult:
    """Take one case from the visit to the end.

    Args:
        desk: where.
        household: a known one.
        village: where it lives.
        between: called after each command.
    """
    name = uuid4().hex
    facilitator, supervisor = _actor(f"f{village}", "facilitator"), _actor(f"s{village[:8]}", "supervisor")
    manager, program = _actor("maya", "manager"), _actor("dewi", "program_manager")
    command = RecordVisit(household=household, items=[Need(program="PKH", text=Private("Belum pernah menerima"))])
    visit = desk.perform(command, facilitator, f"{name} 0")
    assert isinstance(visit, VisitResult)
    case = visit.cases[0]
    between()
    steps: tuple[tuple[Actor, str, dict[str, str]], ...] = (
        (facilitator, "submit", {}),
        (supervisor, "endorse", {}),
        (manager, "refer", {}),
        (program, "accept", {}),
        (program, "complete", {"result": "sudah diberikan"}),
        (facilitator, "inform", {"channel": "home", "note": "hasilnya sudah ada"}),
        (facilitator, "close", {}),
    )
    for number, (actor, step, more) in enumerate(steps, 1):
        move = Move(
            case=case.id,
            command=step,
            seen=Seen(case.version, case.digest),
            note=Private(more.get("note", "")),
            result=Private(more.get("result", "")),
            channel=more.get("channel", ""),
        )
        done = desk.perform(move, actor, f"{name} {number}")
        assert isinstance(done, CaseResult)
        case = done
        between()
    assert case.state == "closed"
    return case


def _actor(officer: str, post: str) -> Actor:
    return Actor(officer=officer, person=officer, post=post)

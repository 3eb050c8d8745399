"""What becomes of each command: one function for each, found by the command's type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.handlers import (
    assessments,
    attachments,
    erasing,
    follow_ups,
    giving_up,
    households,
    leaves,
    lists,
    moves,
    participations,
    programs,
    roster,
    transfers,
    visits,
)
from slrt_core.model.commands import (
    ApproveProgram,
    Assess,
    Attach,
    Command,
    EndAssignment,
    EndLeave,
    Enrol,
    EnterProgram,
    Erase,
    GiveUpLoad,
    LoadHouseholds,
    LoadPrograms,
    LoadRegions,
    LoadRoster,
    Move,
    MoveParticipation,
    MoveProgram,
    RecordHousehold,
    RecordLeave,
    RecordVisit,
    SettleFollowUp,
    SubmitVisit,
    Transfer,
)

if TYPE_CHECKING:
    from slrt_core.desk.results import Result
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor

__all__ = ["handle"]


def handle(command: Command, actor: Actor, work: Work) -> Result:
    """Carry out one command within a transaction; raise before anything is written if it may not be."""
    match command:
        case Move():
            return moves.move(command, actor, work)
        case RecordVisit():
            return visits.record_visit(command, actor, work)
        case SubmitVisit():
            return visits.submit_visit(command, actor, work)
        case RecordHousehold():
            return households.record_household(command, actor, work)
        case LoadHouseholds():
            return lists.begin(command, actor, work)
        case GiveUpLoad():
            return giving_up.give_up(command, actor, work)
        case LoadRegions():
            return roster.load_regions(command, actor, work)
        case LoadRoster():
            return roster.load(command, actor, work)
        case EndAssignment():
            return roster.end(command, actor, work)
        case RecordLeave():
            return leaves.record(command, actor, work)
        case EndLeave():
            return leaves.end(command, actor, work)
        case LoadPrograms():
            return programs.load(command, actor, work)
        case EnterProgram():
            return programs.enter(command, actor, work)
        case ApproveProgram():
            return programs.approve(command, actor, work)
        case MoveProgram():
            return programs.move(command, actor, work)
        case Enrol():
            return participations.enrol(command, actor, work)
        case MoveParticipation():
            return participations.move(command, actor, work)
        case Erase():
            return erasing.erase(command, actor, work)
        case SettleFollowUp():
            return follow_ups.settle(command, actor, work)
        case Attach():
            return attachments.attach(command, actor, work)
        case Transfer():
            return transfers.transfer(command, actor, work)
        case Assess():
            return assessments.record(command, actor, work)

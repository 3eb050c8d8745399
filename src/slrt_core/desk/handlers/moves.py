"""One step of one case: load, decide, store; nothing in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.handlers import homes, households
from slrt_core.desk.handlers.contents import prepared
from slrt_core.desk.results import CaseResult
from slrt_core.desk.visible import readable
from slrt_core.errors import invalid
from slrt_core.model.events import Moved
from slrt_core.model.homes import HomeChange, Merger
from slrt_core.model.officers import SYSTEM
from slrt_core.reasons import near
from slrt_core.rules import access
from slrt_core.rules.process import Surroundings, after, decide

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.cases import Case
    from slrt_core.model.commands import Move
    from slrt_core.model.officers import Actor

__all__ = ["move", "result_of"]


def move(command: Move, actor: Actor, work: Work) -> CaseResult:
    """Take one step.

    Raises:
        NotFound: there is no such case, or none that the actor may see.
        Invalid: new content that cannot be so.
        Conflict: the case has moved on since it was looked at.
        Refused: with every reason.
    """
    if actor != SYSTEM and not access.held(work.setting, actor.officer, actor.post):
        # Said before the case is looked for: it tells officers of themselves, and nothing of the case.
        work.refuse_unless([access.not_held(work.setting, actor)])
    case = work.case(command.case) if actor == SYSTEM else readable(command.case, actor, work)
    command = work.sealer.seal(command, case.household or case.id)
    process = work.process_of(case)
    if command.command not in process.commands:
        hint = near(command.command, process.commands)
        raise invalid(
            "command",
            "command-unknown",
            id=f"perintah {command.command!r} tidak dikenal{hint.id}",
            en=f"unknown command {command.command!r}{hint.en}",
        )
    if command.content is not None:
        homes.seen_by(command.content, actor, work)
        household = work.household(case.household)
        surveying = command.command == "record_survey"
        command = evolve(command, content=prepared(command.content, household, work, "content", surveying=surveying))
    around = Surroundings(
        setting=work.setting,
        process=process,
        look_up=lambda: work.household(case.household),
        program=work.program(case.program),
        forwarded_to=work.program(command.receiver.program) if command.receiver else None,
        referral_id=work.ids.new("referral"),
        digest=work.sealer.digest(command.content) if command.content is not None else "",
        look_back=lambda: work.household_record(case.household) if case.household else None,
        other=work.household,
    )
    decision = decide(case, command, actor, work.moment, around)
    work.refuse_unless(decision.reasons)
    moved = after(case, decision.events)
    # What is stated goes on record with whom they act for, as the step itself does.
    actor = next(event.actor for event in decision.events if isinstance(event, Moved))
    befell = isinstance(case.content, HomeChange) and bool(decision.facts)
    before = work.household(case.household) if befell else None
    other = work.household(case.content.into) if befell and isinstance(case.content, Merger) else None
    work.put_case(moved, decision.events, before=case.version)
    if decision.facts:
        households.add_facts(case.household, decision.facts, actor, work, case=case.id)
    for carried in decision.carried:
        households.take_in(carried, actor, work, case=case.id)
    work.tell(decision.notices)
    if before is None:
        return result_of(moved)
    homes.follow(moved, before, other, work)
    return result_of(work.case(case.id))


def result_of(case: Case) -> CaseResult:
    """What the desk answers about a case."""
    return CaseResult(
        id=case.id, number=case.number, kind=case.kind, state=case.state, version=case.version, digest=case.digest
    )

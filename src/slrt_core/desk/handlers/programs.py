"""The catalogue of programs: entered by one, approved by another (R-PRG-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.eligibility import catalogue
from slrt_core.desk.handlers.permission import hands, may
from slrt_core.desk.results import Loaded, ProgramResult
from slrt_core.errors import NotFound, invalid
from slrt_core.model.events import ProgramApproved, ProgramEntered
from slrt_core.model.programs import GovernanceLevel, Program, ProgramVersion

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.commands import ApproveProgram, EnterProgram, LoadPrograms
    from slrt_core.model.officers import Actor

__all__ = ["approve", "enter", "load"]


def load(command: LoadPrograms, actor: Actor, work: Work) -> Loaded:
    """Take programs that were approved elsewhere; one that is there already with the same content is left alone.

    Raises:
        Refused: the actor may not.
        Invalid: a criterion does not fit the catalogue of variables; nothing is taken then.
    """
    work.refuse_unless(may(actor, "load_programs", work))
    catalogue(work, command.programs).check()
    count = 0
    for program in command.programs:
        digest = work.sealer.digest(program)
        record = work.program_record(program.code)
        if record.stands(program, digest):
            continue
        if not record.waits(digest):
            _enter(program, digest, actor, work)
        _approve(program.code, digest, actor, work)
        count += 1
    return Loaded(what="programs", count=count)


def enter(command: EnterProgram, actor: Actor, work: Work) -> ProgramResult:
    """Enter a version; it does not count before it is approved.

    Raises:
        Refused: the actor may not.
    """
    book = work.rulebook
    reasons = list(may(actor, "enter_program", work))
    entered_by = book.settings["other_programs_entered_by"]
    if command.program.level is not GovernanceLevel.DISTRICT and actor.post != entered_by:
        reasons.append(book.refusal("other-programs", post=book.label(book.posts, entered_by)))
    if command.program.level is GovernanceLevel.DISTRICT and actor.post != "administrator":
        label = book.label(book.posts, actor.post)
        reasons.append(book.refusal("may", post=label, command="enter_program"))
    work.refuse_unless(reasons)
    catalogue(work, [command.program]).check()
    digest = work.sealer.digest(command.program)
    record = work.program_record(command.program.code)
    if not (record.waits(digest) or record.stands(command.program, digest)):
        _enter(command.program, digest, actor, work)
    return ProgramResult(code=command.program.code, digest=digest)


def approve(command: ApproveProgram, actor: Actor, work: Work) -> ProgramResult:
    """Approve just the version with this digest.

    Raises:
        NotFound: no such version was entered.
        Refused: the actor may not, or entered it.
        Invalid: another version has taken its place since; it is to be entered again.
    """
    reasons = list(may(actor, "approve_program", work))
    versions = {version.digest: version for version in work.program_record(command.code).versions}
    if command.digest not in versions:
        raise NotFound(f"program {command.code} {command.digest}")
    version = versions[command.digest]
    if version.entered_by in hands(actor, work):
        reasons.append(work.rulebook.refusal("apart-entered"))
    work.refuse_unless(reasons)
    record = work.program_record(command.code)
    if record.waits(command.digest):
        _approve(command.code, command.digest, actor, work)
    elif not record.stands(version.program, command.digest):
        raise invalid(
            "digest",
            "program-superseded",
            id="versi lain telah menggantikannya; masukkan lagi, lalu setujui",
            en="another version has taken its place; enter it again, then approve it",
            rule="R-PRG-2",
        )
    return ProgramResult(code=command.code, digest=command.digest)


def _enter(program: Program, digest: str, actor: Actor, work: Work) -> None:
    entry = ProgramVersion(program=program, digest=digest, entered_by=actor.person, entered_at=work.moment.at)
    record = work.program_record(program.code).entered(entry)
    work.put_program(record, ProgramEntered(program=program, digest=digest, at=work.moment.at, actor=actor))


def _approve(code: str, digest: str, actor: Actor, work: Work) -> None:
    record = work.program_record(code).approved(digest, actor.person, work.moment.at)
    work.put_program(record, ProgramApproved(digest=digest, at=work.moment.at, actor=actor))

"""The catalogue of programs: entered by one, approved by another, as the table of lives says (R-PRG-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.eligibility import catalogue
from slrt_core.desk.handlers.permission import may
from slrt_core.desk.results import Loaded, ProgramResult
from slrt_core.errors import NotFound, invalid
from slrt_core.model.commands import LifeMove, Seen
from slrt_core.model.events import ProgramApproved, ProgramEntered
from slrt_core.model.lives import LifeMoved
from slrt_core.model.officers import SYSTEM
from slrt_core.model.programs import CatalogueEntry, Program, ProgramVersion
from slrt_core.reasons import near
from slrt_core.rules.process import LifeSurroundings, act_of, decide_life

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.commands import ApproveProgram, EnterProgram, LoadPrograms, MoveProgram
    from slrt_core.model.officers import Actor

__all__ = ["approve", "enter", "load", "move"]


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
    """Enter a version; it does not count before it is approved. What was returned under its code is replaced by it.

    Raises:
        Refused: the actor may not.
    """
    program = command.program
    digest = work.sealer.digest(program)
    actor = _decided(CatalogueEntry.fresh(program, digest), LifeMove(command="enter_program"), actor, work).actor
    catalogue(work, [program]).check()
    record = work.program_record(program.code)
    if not (record.waits(digest) or record.stands(program, digest)):
        returned = [entry.digest for entry in record.versions if entry.state == "returned"]
        for old in returned:
            # Before the new one is there: it may say the same, and have the same digest.
            _follow(program.code, old, LifeMove(command="replace_program"), SYSTEM, work)
        _enter(program, digest, actor, work)
    return ProgramResult(code=program.code, digest=digest)


def approve(command: ApproveProgram, actor: Actor, work: Work) -> ProgramResult:
    """Approve just the version with this digest.

    Raises:
        NotFound: no such version was entered.
        Refused: the actor may not, or entered it; or it was returned, rejected, withdrawn or ended.
        Invalid: another version has taken its place since; it is to be entered again.
    """
    entry = _entry(command.code, command.digest, work)
    record = work.program_record(command.code)
    if entry.state == "approved":
        # Whoever might have approved it is told what became of it; whoever might not, that they may not.
        _decided(_waiting(entry), _judging("approve_program", entry), actor, work)
        if not record.stands(entry.entered, command.digest):
            raise invalid(
                "digest",
                "program-superseded",
                id="versi lain telah menggantikannya; masukkan lagi, lalu setujui",
                en="another version has taken its place; enter it again, then approve it",
                rule="R-PRG-2",
            )
        return ProgramResult(code=command.code, digest=command.digest)
    actor = _decided(entry, _judging("approve_program", entry), actor, work).actor
    _approve(command.code, command.digest, actor, work)
    return ProgramResult(code=command.code, digest=command.digest)


def move(command: MoveProgram, actor: Actor, work: Work) -> ProgramResult:
    """Take another step of the version with this digest: return, reject, withdraw or end it.

    Raises:
        NotFound: no such version was entered.
        Invalid: there is no such command, or it has one of its own.
        Refused: with every reason.
    """
    own = ("enter_program", "approve_program")
    commands = {row.command for row in work.rulebook.life_rows if row.life == "program"}.difference(own)
    if command.command not in commands:
        hint = near(command.command, commands)
        raise invalid(
            "command",
            "command-unknown",
            id=f"perintah {command.command!r} tidak dikenal{hint.id}",
            en=f"unknown command {command.command!r}{hint.en}",
        )
    entry = _entry(command.code, command.digest, work)
    step = LifeMove(
        command=command.command,
        seen=Seen(entry.version, command.digest),
        reason=command.reason,
        last_day=command.last_day,
    )
    _follow(command.code, command.digest, step, actor, work)
    return ProgramResult(code=command.code, digest=command.digest)


def _judging(command: str, entry: CatalogueEntry) -> LifeMove:
    # What was entered never changes, so the digest says all that was seen.
    return LifeMove(command=command, seen=Seen(entry.version, entry.digest))


def _waiting(entry: CatalogueEntry) -> CatalogueEntry:
    """An entry as it stood before it was approved."""
    return CatalogueEntry(
        entered=entry.entered,
        state="entered",
        digest=entry.digest,
        recorders=entry.recorders,
        recorded_for=entry.recorded_for,
        acts=entry.acts,
    )


def _entry(code: str, digest: str, work: Work) -> CatalogueEntry:
    entry = CatalogueEntry.of(work.program_record(code), digest)
    if entry is None:
        raise NotFound(f"program {code} {digest}")
    return entry


def _decided(entry: CatalogueEntry, step: LifeMove, actor: Actor, work: Work) -> LifeMoved:
    around = LifeSurroundings(setting=work.setting, program=entry.entered)
    decision = decide_life(entry, step, actor, work.moment, around)
    work.refuse_unless(decision.reasons)
    work.tell(decision.notices)
    return decision.events[0]


def _follow(code: str, digest: str, step: LifeMove, actor: Actor, work: Work) -> None:
    event = _decided(_entry(code, digest, work), step, actor, work)
    record = work.program_record(code)
    work.put_program(record.moved(digest, act_of(event, record.version + 1), event.last_day), event)


def _enter(program: Program, digest: str, actor: Actor, work: Work) -> None:
    entry = ProgramVersion(
        program=program,
        digest=digest,
        entered_by=actor.person,
        entered_at=work.moment.at,
        entered_for=actor.acting_for,
    )
    record = work.program_record(program.code).entered(entry)
    work.put_program(record, ProgramEntered(program=program, digest=digest, at=work.moment.at, actor=actor))


def _approve(code: str, digest: str, actor: Actor, work: Work) -> None:
    record = work.program_record(code).approved(digest, actor.person, work.moment.at)
    work.put_program(record, ProgramApproved(digest=digest, at=work.moment.at, actor=actor))

"""How a unit goes through a program: enrolled, validated, active, suspended, graduated or left (R-PRG-6, R-PRG-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.handlers import households
from slrt_core.desk.results import ParticipationResult
from slrt_core.errors import Conflict, Invalid, NotFound, Refused, invalid
from slrt_core.model.commands import LifeMove
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.lives import ParticipationOpened, ParticipationRecord, Period
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import fault, near
from slrt_core.rules import access, visibility
from slrt_core.rules.process import LifeSurroundings, decide_life, participation_after, participation_opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import Enrol, MoveParticipation
    from slrt_core.model.officers import Actor
    from slrt_core.model.programs import Program
    from slrt_core.model.registry import Household
    from slrt_core.reasons import Reason
    from slrt_core.rules.process import LifeDecision

__all__ = ["enrol", "move"]


def enrol(command: Enrol, actor: Actor, work: Work) -> ParticipationResult:
    """Put a unit on record as a candidate.

    Raises:
        NotFound: there is no such household, or none that the actor may see.
        Invalid: the unit is none of the household, or not of the kind that the program is for.
        Refused: with every reason; also if the same participation is under way.
    """
    _refuse_without_post(actor, work)
    household = work.household(command.household)
    if household is None or not visibility.can_read_household(work.setting, actor, household.region):
        raise NotFound(f"household {command.household}")
    program = work.program(command.program)
    unit = _unit(command.unit, household, program)
    id_ = work.ids.new("participation")
    begun = ParticipationOpened(
        participation=id_,
        household=household.id,
        unit=unit,
        program=command.program,
        region=household.region,
        state="new",
        digest=work.sealer.digest(["participation", id_, household.id, unit, command.program]),
        at=work.moment.at,
        on=work.moment.on,
        actor=actor,
    )
    record = participation_opened(begun)
    decision = _decide(record, LifeMove(command="enrol"), actor, work)
    try:
        work.tx.claim("participation", f"{unit}/{command.program}", id_)
    except Conflict:
        raise Refused([work.rulebook.refusal("participation-open")]) from None
    after = participation_after(record, decision.events)
    work.put_participation(after, (begun, *decision.events), before=0)
    return _told(after, decision, work)


def move(command: MoveParticipation, actor: Actor, work: Work) -> ParticipationResult:
    """Take one step.

    Raises:
        NotFound: there is no such participation, or none that the actor may see.
        Invalid: there is no such command, or what it brings cannot be so.
        Conflict: the participation has moved on since it was looked at.
        Refused: with every reason.
    """
    _refuse_without_post(actor, work)
    record = work.participation(command.participation)
    if not visibility.can_read_participation(work.setting, actor, record):
        raise NotFound(f"participation {command.participation}")
    problems = list(_problems(command.step, record, work))
    if problems:
        raise Invalid(problems)
    step = work.sealer.seal(command.step, record.household)
    decision = _decide(record, step, actor, work)
    after = participation_after(record, decision.events)
    work.put_participation(after, decision.events, before=record.version)
    if work.rulebook.life_states["participation"][after.state].terminal:
        work.tx.release("participation", f"{record.unit}/{record.program}", record.id)
    return _told(after, decision, work)


def _refuse_without_post(actor: Actor, work: Work) -> None:
    # Said before anything is looked for: it tells officers of themselves, and nothing of the household.
    if not access.held(work.setting, actor.officer, actor.post):
        work.refuse_unless([access.not_held(work.setting, actor)])


def _decide(record: ParticipationRecord, step: LifeMove, actor: Actor, work: Work) -> LifeDecision:
    brings = step.commitments or step.meeting or step.period
    said = [step.period, step.commitments, step.meeting]
    around = LifeSurroundings(
        setting=work.setting,
        look_up=lambda: work.household(record.household),
        program=work.program(record.program),
        # Each digest covers the one before, so that a judgement names all that was on record.
        digest=work.sealer.digest([record.digest, *said]) if brings else "",
    )
    decision = decide_life(record, step, actor, work.moment, around)
    work.refuse_unless(decision.reasons)
    return decision


def _told(record: ParticipationRecord, decision: LifeDecision, work: Work) -> ParticipationResult:
    if decision.facts:
        households.add_facts(record.household, decision.facts, decision.events[0].actor, work, case=record.id)
    work.tell(decision.notices)
    return ParticipationResult(id=record.id, state=record.state, version=record.version, digest=record.digest)


def _unit(unit: str, household: Household, program: Program | None) -> str:
    """The unit that takes part: as named, or the only one of its kind.

    Raises:
        Invalid: it is none such.
    """
    kind = program.unit if program else UnitKind.HOUSEHOLD
    among = {
        UnitKind.HOUSEHOLD: (household.id,),
        UnitKind.FAMILY: tuple(family.id for family in household.families),
        UnitKind.INDIVIDUAL: tuple(member.id for member in household.members),
    }[kind]
    if unit in among or program is None:
        return unit or household.id
    if not unit and len(among) == 1:
        return among[0]
    raise invalid(
        "unit",
        "unit-unknown",
        id=f"sebutkan satuan ({kind}) dari rumah tangga ini",
        en=f"name a unit ({kind}) of this household",
        rule="R-PRG-6",
    )


def _problems(step: LifeMove, record: ParticipationRecord, work: Work) -> Iterator[Reason]:
    book = work.rulebook
    commands = {row.command for row in book.life_rows if row.life == "participation"} - {"enrol"}
    if step.command not in commands:
        hint = near(step.command, commands)
        words = (f"perintah {step.command!r} tidak dikenal{hint.id}", f"unknown command {step.command!r}{hint.en}")
        yield fault("step.command", "command-unknown", *words)
    if step.period:
        try:
            Period.parse(step.period)
        except Invalid as error:
            yield from (evolve(reason, path="step.period") for reason in error.reasons)
    household = work.household(record.household) if step.commitments else None
    seen: set[tuple[str, str]] = set()
    for number, one in enumerate(step.commitments):
        place = f"step.commitments[{number}]"
        if household is None or one.member not in {member.id for member in household.members}:
            words = (f"{one.member!r} bukan anggota rumah tangga ini", f"{one.member!r} is no member of this household")
            yield fault(f"{place}.member", "unit-unknown", *words)
        kinds = book.words.get("commitment", {})
        if one.kind not in kinds:
            hint = near(one.kind, kinds)
            yield fault(
                f"{place}.kind",
                "commitment-unknown",
                f"komitmen {one.kind!r} tidak dikenal{hint.id}",
                f"unknown commitment {one.kind!r}{hint.en}",
                "R-PRG-6",
            )
        if not (isinstance(one.met, bool) or one.met is UNKNOWN):
            words = ("isikan True, False atau UNKNOWN", "give True, False or UNKNOWN")
            yield fault(f"{place}.met", "value-type", *words)
        if (one.member, one.kind) in seen:
            words = ("komitmen ini tertulis dua kali", "this commitment stands twice")
            yield fault(place, "commitment-twice", *words)
        seen.add((one.member, one.kind))

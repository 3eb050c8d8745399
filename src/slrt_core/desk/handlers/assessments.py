"""It is put on record for which programs a household was found eligible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.codec import encode
from slrt_core.desk.eligibility import determinations
from slrt_core.desk.handlers.permission import hands
from slrt_core.model.determinations import Assessment, KeptVerdict
from slrt_core.model.events import AssessmentRecorded
from slrt_core.model.facts import AsOf

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.commands import Assess
    from slrt_core.model.officers import Actor
    from slrt_core.ports import IndexValue

__all__ = ["record"]


def record(command: Assess, actor: Actor, work: Work) -> Assessment:
    """Assess a household, and keep what can be repeated: verdicts, hashes of the rules, and what was known.

    Raises:
        NotFound: there is no such household or program, or none that the actor may see.
        Refused: it is the household in which the actor lives, or whom they act for (R-APP-5).
    """
    household = work.household(command.household)
    homes = household.homes if household is not None else frozenset()
    if any(work.roster.homes(person) & {command.household, *homes} for person in hands(actor, work)):
        work.refuse_unless([work.rulebook.refusal("apart-household")])
    as_of = AsOf(command.on or work.moment.on, work.moment.at)
    found = determinations(command.household, command.programs, as_of, actor, work, ask=False)
    assessment = Assessment(
        id=work.ids.new("assessment"),
        household=command.household,
        valid=as_of.valid,
        at=work.moment.at,
        actor=actor,
        rulebook=work.rulebook.hash,
        programs=command.programs,
        outcomes=tuple(KeptVerdict.of(one) for one in found),
    )
    head = work.append(f"assessment/{assessment.id}", [AssessmentRecorded(assessment=assessment)], expect=0)
    index: dict[str, IndexValue] = {"household": assessment.household, "at": assessment.at, "head": head}
    work.tx.put("assessment", assessment.id, encode(assessment), expect=0, index=index)
    work.look(actor, f"household/{assessment.household}", "assess", len(found))
    return assessment

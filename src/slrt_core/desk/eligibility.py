"""Who is eligible for what, read off the registry and the catalogue of programs (R-PRG-3, R-PRG-7, R-MON-3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.codec import decode
from slrt_core.errors import NotFound, invalid
from slrt_core.model.determinations import Assessment, Determination
from slrt_core.model.facts import AsOf
from slrt_core.model.programs import Program
from slrt_core.ports import Range
from slrt_core.rules import visibility
from slrt_core.rules.eligibility import Catalogue, Compiled, Question, Subject, assess, questions, subject_of

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor

__all__ = ["asked", "catalogue", "changed", "compiled", "determinations", "repeated", "seen"]

_KEPT = 400
"""Compiled programs in the cache of a desk at most: a day's programs, several times over."""


def compiled(work: Work, as_of: AsOf, codes: Sequence[str] = ()) -> tuple[Compiled, ...]:
    """The programs in force on a day, as approved by an instant, whose criteria are written down.

    Raises:
        NotFound: one that was named is not in force then.
        Invalid: the criteria of one that was named are not written down, or do not fit the catalogue.
    """
    names = codes or tuple(stored.key for stored in work.all("program", Range(field="code")))
    found = {code: work.program_record(code).at(as_of) for code in names}
    for code in codes:
        program = found[code]
        if program is None:
            raise NotFound(f"program {code}")
        if program.criteria is None:
            raise invalid(
                f"programs.{code}",
                "no-criteria",
                id=f"kriteria program {code} belum ditulis",
                en=f"nobody has written down the criteria of {code}",
                rule="R-PRG-3",
            )
    return catalogue(work, [program for program in found.values() if program]).on(as_of.valid)


def catalogue(work: Work, programs: Sequence[Program]) -> Catalogue:
    """Programs against the current variables and map; what was compiled before is used again."""
    name = f"catalogue/{work.rulebook.hash}"
    held = work.cache.held.get(name)
    made = Catalogue(work.rulebook.schema, tuple(programs), work.regions.villages)
    if held is not None and held[1][0] is work.regions and len(held[1][1].kept) < _KEPT:
        made.kept = held[1][1].kept
    work.cache.held[name] = (1, (work.regions, made))
    return made


def seen(household: str, as_of: AsOf, actor: Actor, work: Work) -> Subject:
    """A household as it stood, as expressions read it, if the actor may see it today.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    now = work.household(household)
    if now is None or not visibility.can_read_household(work.setting, actor, now.region):
        raise NotFound(f"household {household}")
    then = work.household(household, as_of)
    if then is None:
        raise NotFound(f"household {household}")
    known = sum(as_of.knows(fact.recorded_at) for fact in work.household_record(household).stated)
    return subject_of(then, work.rulebook.schema, known)


def determinations(
    household: str, codes: Sequence[str], as_of: AsOf, actor: Actor, work: Work
) -> tuple[Determination, ...]:
    """What a household's units are found to be eligible for."""
    subject = seen(household, as_of, actor, work)
    return tuple(found for one in compiled(work, as_of, codes) for found in assess(one, subject))


def asked(household: str, codes: Sequence[str], as_of: AsOf, actor: Actor, work: Work) -> tuple[Question, ...]:
    """What is worth asking a household, that which settles most first."""
    return questions(compiled(work, as_of, codes), seen(household, as_of, actor, work))


def repeated(assessment: str, actor: Actor, work: Work) -> tuple[Assessment, tuple[Determination, ...]]:
    """An assessment on record, and the same determinations made again from what was known then.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    stored = work.tx.get("assessment", assessment)
    held: Assessment | None = decode(stored.body, Assessment) if stored else None
    now = work.household(held.household) if held else None
    if held is None or now is None or not visibility.can_read_household(work.setting, actor, now.region):
        raise NotFound(f"record {assessment}")
    as_of = AsOf(held.valid, held.at)
    then = evolve(work, rulebook=work.process(held.rulebook))
    codes = tuple(dict.fromkeys(outcome.program for outcome in held.outcomes))
    return held, determinations(held.household, codes, as_of, actor, then)


def changed(program: Program, day: date, work: Work) -> Compiled:
    """A program that nobody has entered yet, compiled against what is current.

    Raises:
        Invalid: a text is wrong, there are no criteria, or it does not count on that day.
    """
    made = catalogue(work, [program])
    made.check()
    found = made.on(day)
    if not found:
        raise invalid(
            "valid_from",
            "program-not-then",
            id=f"versi ini tidak berlaku pada {day}, atau tanpa kriteria",
            en=f"this version does not count on {day}, or has no criteria",
            rule="R-PRG-2",
        )
    return found[0]

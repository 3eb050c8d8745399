"""Who is eligible for what, read off the registry and the catalogue of programs (R-PRG-3, R-PRG-7, R-MON-3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import wanted
from slrt_core.desk.replay import regions_at
from slrt_core.desk.work import household_index
from slrt_core.errors import NotFound, invalid
from slrt_core.model.determinations import Assessment, Determination, KeptVerdict, Repetition
from slrt_core.model.facts import AsOf
from slrt_core.model.programs import Program
from slrt_core.ports import Range, matches
from slrt_core.reasons import Text
from slrt_core.rules import access, visibility
from slrt_core.rules.criteria import CannotPushDown, nodes, one_of
from slrt_core.rules.eligibility import Catalogue, Compiled, OpenQuestion, Subject, assess, questions, subject_of

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor

__all__ = ["asked", "catalogue", "changed", "compiled", "determinations", "refuse_new", "repeated", "seen", "subjects"]

_KEPT = 400
"""Compiled programs in the cache of a desk at most: a day's programs, several times over."""


def compiled(work: Work, as_of: AsOf, codes: Sequence[str] = ()) -> tuple[Compiled, ...]:
    """The programs in force on a day, as approved by an instant, whose criteria are written down.

    Raises:
        NotFound: one that was named is not in force then.
        Invalid: the criteria of one that was named are not written down, or do not fit the catalogue.
    """
    found = {record.code: record.at(as_of) for record in work.programs}
    for code in codes:
        program = found.get(code)
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
    # All of them, whichever are asked for: what one program excludes is another's participation.
    return catalogue(work, [program for program in found.values() if program]).on(as_of.valid, codes)


def catalogue(work: Work, programs: Sequence[Program]) -> Catalogue:
    """Programs against the current variables and map; what was compiled before is used again."""
    name = f"catalogue/{work.rulebook.hash}"
    held = work.cache.held.get(name)
    units = {program.code: program.unit for record in work.programs if (program := record.at(work.today))}
    made = Catalogue(work.rulebook.schema, tuple(programs), work.regions.villages, units)
    if held is not None and held[1][0] is work.regions and len(held[1][1].kept) < _KEPT:
        made.kept = held[1][1].kept
    work.cache.held[name] = (1, (work.regions, made))
    return made


def seen(household: str, as_of: AsOf, actor: Actor, work: Work) -> Subject:
    """A household as it stood, as expressions read it, if the actor may see it today.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    if not visible(household, actor, work):
        raise NotFound(f"household {household}")
    then = work.household(household, as_of)
    if then is None:
        raise NotFound(f"household {household}")
    known = sum(as_of.knows(fact.recorded_at) for fact in work.household_record(household).stated)
    return subject_of(then, work.rulebook.schema, as_of.valid, known)


def determinations(
    household: str, codes: Sequence[str], as_of: AsOf, actor: Actor, work: Work, *, ask: bool = True
) -> tuple[Determination, ...]:
    """What a household's units are found to be eligible for; if asked for, with what is still to be asked."""
    subject = seen(household, as_of, actor, work)
    return tuple(found for one in compiled(work, as_of, codes) for found in assess(one, subject, ask=ask))


def asked(household: str, codes: Sequence[str], as_of: AsOf, actor: Actor, work: Work) -> tuple[OpenQuestion, ...]:
    """What is worth asking a household, that which settles most first."""
    return questions(compiled(work, as_of, codes), seen(household, as_of, actor, work))


def subjects(region: str, as_of: AsOf, actor: Actor, work: Work, rows: int) -> Iterator[Subject]:
    """The households of a place as far as the actor sees it, one after another.

    Args:
        region: a village or what lies above; all that the actor sees if empty.
        as_of: the day and the instant.
        actor: who asks.
        work: the running transaction.
        rows: how many households may be read one by one.

    Raises:
        CannotPushDown: there are more; nothing of them is told.
    """
    scope: nodes.Node = visibility.household_scope(work.setting, actor)
    if region:
        scope = nodes.And((scope, one_of("household", "region", work.regions.villages(region))))
    where, read = wanted("household", scope), work.rulebook.schema
    for count, stored in enumerate(work.all("household", Range(field="region"), where), start=1):
        if count > rows:
            raise CannotPushDown("desk", Text(f"lebih dari {rows} rumah tangga", f"more than {rows} households"))
        view = work.read_household(stored).view(as_of)
        if view is not None and not view.erased and matches(where, household_index(view, None)):
            yield subject_of(view, read, as_of.valid)


def repeated(assessment: str, actor: Actor, work: Work) -> Repetition:
    """An assessment on record, made again with the rules, the map and the facts of then.

    Raises:
        NotFound: there is none, or none that the actor may see, or its household was erased since.
    """
    stored = work.tx.get("assessment", assessment)
    held: Assessment | None = decode(stored.body, Assessment) if stored else None
    if held is None or not visible(held.household, actor, work):
        raise NotFound(f"record {assessment}")
    then = evolve(work, rulebook=work.process(held.rulebook))
    then.__dict__["regions"] = regions_at(work, held.at)
    found = determinations(held.household, held.programs, AsOf(held.valid, held.at), actor, then, ask=True)
    same = tuple(KeptVerdict.of(one) for one in found) == held.outcomes
    return Repetition(assessment=held, determinations=found, same=same)


def visible(household: str, actor: Actor, work: Work) -> bool:
    """Whether there is a household that the actor may see, and that was not erased."""
    now = work.household(household)
    return now is not None and not now.erased and visibility.can_read_household(work.setting, actor, now.region)


def changed(program: Program, now: Compiled, work: Work) -> Compiled:
    """A program that nobody has entered yet, compiled against what is current, to be compared with what counts now.

    Raises:
        Invalid: a text is wrong, there are no criteria, it is for another unit, or it does not count on that day.
    """
    if program.unit is not now.program.unit:
        raise invalid(
            "unit",
            "program-unit",
            id=f"program ini untuk {now.program.unit.value}; yang lain tidak dapat dibandingkan",
            en=f"this program is for a {now.program.unit.value}; another unit cannot be compared",
        )
    made = catalogue(work, [program])
    made.check()
    found = made.on(now.as_of)
    if not found:
        raise invalid(
            "valid_from",
            "program-not-then",
            id=f"versi ini tidak berlaku pada {now.as_of}, atau tanpa kriteria",
            en=f"this version does not count on {now.as_of}, or has no criteria",
            rule="R-PRG-2",
        )
    return found[0]


def refuse_new(change: Program, as_of: AsOf, work: Work) -> None:
    """Refuse a change of what is not there.

    Raises:
        Invalid: no program counts under its code on that day.
    """
    if work.program_record(change.code).at(as_of) is None:
        raise invalid(
            "code",
            "program-new",
            id=f"program {change.code} tidak ada pada {as_of.valid}, jadi tidak ada pembandingnya; "
            "muat atau masukkan dulu, lalu lihat siapa yang berhak",
            en=f"there is no program {change.code} on {as_of.valid} to compare it with; "
            "load or enter it first, and see who is eligible",
            rule="R-MON-3",
        )


def whole(region: str, actor: Actor, work: Work) -> bool:
    """Whether an actor sees all of a region, so that its quota is that of what they see."""
    inside = frozenset(work.regions.villages(region)) if region else frozenset()
    return bool(inside) and inside <= frozenset(access.villages(work.setting, actor))

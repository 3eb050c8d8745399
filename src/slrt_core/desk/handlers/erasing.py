"""Erasing what is known of a person or a household for ever (law 27/2022, art. 42-45; R-ALL-2).

What is left says that there was a unit, in which village, and what was decided in its cases. What was personal goes
three ways: columns and state are overwritten, the record with key and search values is deleted, and the key provider
is told to forget the key, so that no backup brings it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.attachments import give_up_evidence
from slrt_core.desk.codec import encode
from slrt_core.desk.handlers.permission import may
from slrt_core.desk.homes import records_of
from slrt_core.desk.results import Erasure
from slrt_core.errors import NotFound
from slrt_core.model.events import UnitsErased
from slrt_core.reasons import Basis, Reason, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import Erase
    from slrt_core.model.officers import Actor
    from slrt_core.model.registry import HouseholdRecord
    from slrt_core.ports import IndexValue

__all__ = ["erase"]


def erase(command: Erase, actor: Actor, work: Work) -> Erasure:
    """Erase a person, a family, or a whole household.

    The keys are forgotten after the commit (`Upkeep.finish_erasures`): what is forgotten first could not be undone.

    Raises:
        NotFound: nobody such is known.
        Refused: the actor may not, or a case or participation of theirs is still open.
    """
    work.refuse_unless(may(actor, "erase", work))
    household = _household_of(command.subject, work)
    records = tuple(records_of(household, work))
    whole = command.subject == household
    # Who was merged into a household goes with it: they are the same people.
    homes = {household, *(r.id for r in records if whole and _merged_into(r, {household}, work))}
    if command.grounds != "restored":
        work.refuse_unless(
            reason for home in sorted(homes) for reason in (*_open_cases(home, work), *_open_participations(home, work))
        )
    keys = [s.key for s in work.among("subject", "household", homes) if whole or s.key == command.subject]
    known = {unit for record in records if record.id in homes for unit in _named(record)}
    units = {unit for unit in known if not _elsewhere(unit, homes, work)} | homes if whole else {command.subject}
    for record in records:
        # What earlier homes know of somebody goes as well, and nothing of those who live there still.
        here = tuple(sorted(units & {*_named(record), record.id} if record.id != household else units))
        if here:
            event = UnitsErased(units=here, at=work.moment.at, actor=actor, grounds=command.grounds)
            work.put_household(record.without(here), event)
        if work.population is not None:
            work.population.forget(record.id)
    if whole:
        for home in sorted(homes):
            give_up_evidence(home, work)
    for key in keys:
        work.tx.delete("subject", key, expect=work.need("subject", key).version)
    erasure = Erasure(id=work.ids.new("erasure"), units=tuple(sorted({*units, *keys})))
    index: dict[str, IndexValue] = {"done": False, "at": work.moment.at}
    work.tx.put("erasure", erasure.id, encode(erasure), expect=0, index=index)
    return erasure


def _named(record: HouseholdRecord) -> set[str]:
    # Also whom a list names that is not wholly in: when it is, they would be back.
    return {*(fact.unit for fact in record.facts), *(unit for listing in record.listings for unit in listing.said)}


def _merged_into(record: HouseholdRecord, homes: set[str], work: Work) -> bool:
    view = record.view(work.today)
    while view is not None and view.ended == "merged":
        if view.successor in homes:
            return True
        view = work.household(view.successor)
    return False


def _elsewhere(unit: str, homes: set[str], work: Work) -> bool:
    """Whether somebody lives in another household by now."""
    subject = work.tx.get("subject", unit)
    return subject is not None and subject.index["household"] not in homes


def _household_of(subject: str, work: Work) -> str:
    if work.tx.get("household", subject) is not None:
        return subject
    stored = work.tx.get("subject", subject)
    if stored is None:
        raise NotFound(f"household {subject}")
    return str(stored.index["household"])


def _open_cases(household: str, work: Work) -> Iterator[Reason]:
    """A case under way needs what it is about, and its answer would have nobody to go to."""
    alone = work.tx.get("case", household)
    for case in (*work.among("case", "household", {household}), *([alone] if alone else [])):
        if case.index["state"] != "closed":
            words = Text(f"kasus {case.key} belum ditutup", f"case {case.key} is not closed yet")
            yield Reason(code="erase-open-case", text=words, basis=Basis(rule="R-FUP-2"), path=case.key)


def _open_participations(household: str, work: Work) -> Iterator[Reason]:
    """Aid that is under way has nobody to go to either: they leave the program first."""
    states = work.rulebook.life_states.get("participation", {})
    for stored in work.among("participation", "household", {household}):
        state = states.get(str(stored.index["state"]))
        if state is None or not state.terminal:
            words = Text(
                f"kepesertaan {stored.key} belum berakhir", f"the participation {stored.key} has not ended yet"
            )
            yield Reason(code="erase-open-participation", text=words, basis=Basis(rule="R-PRG-6"), path=stored.key)

"""Households: recording new ones, adding facts, and finding what the keeper of the list would send back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.atrest import arranged
from slrt_core.desk.handlers import follow_ups
from slrt_core.desk.handlers.permission import on_record
from slrt_core.desk.handlers.units import found_by, given_ids
from slrt_core.desk.homes import now_of
from slrt_core.desk.keyring import subject_index
from slrt_core.desk.results import HouseholdResult
from slrt_core.errors import Invalid
from slrt_core.model.events import FactsRecorded
from slrt_core.model.identity import IdentityClaim
from slrt_core.model.officers import HOST
from slrt_core.model.registry import LINKS, STAYS, HouseholdRecord
from slrt_core.reasons import Basis, Reason, Text
from slrt_core.rules import access
from slrt_core.rules.process import uncarried
from slrt_core.rules.registry import check_facts, facts_of, findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import RecordHousehold
    from slrt_core.model.facts import Fact
    from slrt_core.model.forms import HouseholdForm
    from slrt_core.model.officers import Actor
    from slrt_core.model.registry import Household, Unit
    from slrt_core.rules.homes import Carried

__all__ = ["add_facts", "new_household", "own_family", "own_ids", "record_household", "take_in"]


def record_household(command: RecordHousehold, actor: Actor, work: Work) -> HouseholdResult:
    """Record a household that nobody knew, by somebody who may record visits there (R-REG-3).

    Raises:
        Invalid: with everything in the form that cannot be so.
        Refused: the actor may not record in that village.
    """
    book = work.rulebook
    recorders = {post for way in book.ways.values() for post in way.posts}
    reasons = (
        list(access.mandate(work.setting, actor, command.form.region)) if command.form.region in work.regions else []
    )
    if actor.post not in recorders:
        label = book.label(book.posts, actor.post)
        reasons.append(book.refusal("may", post=label, command="record_household"))
    problems = [
        *own_ids(command.form, actor),
        *check_facts(command.form, book.variables, work.regions, work.moment.on, central=False),
    ]
    if problems:
        raise Invalid(problems)
    reasons += own_family(command.form, actor, work)
    work.refuse_unless(reasons)
    record = new_household(command.form, on_record(actor, command.form.region, work), work)
    return HouseholdResult(id=record.id, version=record.version)


def own_ids(form: HouseholdForm, actor: Actor) -> Iterator[Reason]:
    """An officer does not choose ids: trying one would tell whether it is there (R-ALL-2)."""
    if actor == HOST:
        return
    for path, _ in given_ids(form):
        words = Text("id diberikan sistem", "ids are given by the desk")
        yield Reason(code="id-given", text=words, basis=Basis(rule="R-ALL-2"), path=path)


def own_family(form: HouseholdForm, actor: Actor, work: Work) -> Iterator[Reason]:
    """Whether a form is of the actor's own household, or of whom they act for: it has the NIK of one of theirs."""
    if _names_family_of(actor.person, form, work):
        yield work.rulebook.refusal("apart-household")
    if work.roster.acts_for_others(actor.officer) and form.region in work.regions:
        grounds = access.grounds(work.setting, actor, form.region)
        yield from uncarried(work.setting, grounds, lambda person: _names_family_of(person, form, work))


def _names_family_of(person: str, form: HouseholdForm, work: Work) -> bool:
    theirs = {
        member.nik.index
        for household in now_of(work.roster.homes(person), work)
        for member in household.members
        if member.nik.index
    }
    claims = (IdentityClaim.parse("nik", one.nik) for family in form.families for one in family.members)
    return bool(theirs) and any(claim.present and theirs.intersection(work.sealer.indexes(claim)) for claim in claims)


def new_household(form: HouseholdForm, actor: Actor, work: Work) -> HouseholdRecord:
    """Record a checked form as a new household; what is doubtful becomes items for the supervisor."""
    household = work.ids.new("household")
    facts = facts_of(form, work.ids.new, household=household, on=work.moment.on, at=work.moment.at)
    return _store(HouseholdRecord(id=household), facts, actor, work)


def add_facts(household: str, facts: Iterable[Fact], actor: Actor, work: Work, *, case: str) -> None:
    """Add the facts of an approved case to a household's record."""
    # A number in an approved change was sealed without its index, which may be another by now.
    _store(work.household_record(household), work.sealer.opened(tuple(facts)), actor, work, case=case)


def take_in(carried: Carried, actor: Actor, work: Work, *, case: str) -> None:
    """Add those who live in a household from now on to its record; it is a new one after a split."""
    there = work.tx.get("household", carried.to) is not None
    record = work.household_record(carried.to) if there else HouseholdRecord(id=carried.to)
    _store(record, work.sealer.opened(carried.facts), actor, work, case=case)


def _store(
    record: HouseholdRecord, facts: tuple[Fact, ...], actor: Actor, work: Work, *, case: str = ""
) -> HouseholdRecord:
    """Add facts in clear to a record, sealed; and what is doubtful about them to the supervisor's items."""
    clear = record.with_facts(facts).view(work.today)
    if any(fact.variable in LINKS for fact in facts) and work.population is not None:
        # Who lives elsewhere from now on is noted there, and no more here.
        work.population.forget(record.id)
    _index_subjects(record.id, facts, clear, work)
    facts = arranged(work.sealer.seal(facts, record.id))
    after = record.with_facts(facts)
    work.put_household(after, FactsRecorded(facts=facts, actor=actor, case=case))
    view = after.view(work.today)
    if clear is not None and view is not None:
        follow_ups.note(view, findings(clear), work)
    return after


def _index_subjects(household: str, facts: Iterable[Fact], view: Household | None, work: Work) -> None:
    """Let everybody be found by name and number; who is new gets a key, before anything is sealed with it."""
    units: dict[str, Unit | None] = {fact.unit: None for fact in facts if fact.variable not in STAYS}
    units |= {unit.id: unit for unit in (*view.families, *view.members) if not unit.erased} if view else {}
    for unit, held in units.items():
        index = found_by(held, view, work) if held is not None and view is not None else subject_index(household)
        stored = work.tx.get("subject", unit)
        if stored is None or not stored.body:
            wrapped, index["wrap"] = work.sealer.ring.make(unit), work.sealer.ring.current
            work.tx.put("subject", unit, wrapped, expect=stored.version if stored else 0, index=index)
        elif dict(stored.index) != (index := {**index, "wrap": stored.index["wrap"]}):
            work.tx.put("subject", unit, stored.body, expect=stored.version, index=index)

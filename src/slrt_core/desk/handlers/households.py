"""Households: recording new ones, adding facts, and finding what the keeper of the list would send back."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.atrest import arranged
from slrt_core.desk.codec import encode
from slrt_core.desk.handlers import follow_ups
from slrt_core.desk.handlers.permission import may
from slrt_core.desk.keyring import subject_index
from slrt_core.desk.results import HouseholdResult, Loaded
from slrt_core.errors import Conflict, Invalid
from slrt_core.model.events import FactsRecorded
from slrt_core.model.facts import AsOf
from slrt_core.model.identity import IdentityClaim, IdKind
from slrt_core.model.officers import HOST
from slrt_core.model.registry import STAYS, HouseholdRecord
from slrt_core.ports import LONGEST_TEXT
from slrt_core.reasons import Basis, Reason, Text
from slrt_core.rules import access
from slrt_core.rules.catalogue import variable_of
from slrt_core.rules.process import households_of
from slrt_core.rules.registry import check_facts, facts_of, findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import LoadHouseholds, RecordHousehold
    from slrt_core.model.events import Event
    from slrt_core.model.facts import Fact
    from slrt_core.model.officers import Actor
    from slrt_core.model.registry import Household, HouseholdForm, Unit
    from slrt_core.ports import IndexValue

__all__ = ["add_facts", "load", "new_household", "own_family", "own_ids", "put_household", "record_household"]


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
    record = new_household(command.form, actor, work)
    return HouseholdResult(id=record.id, version=record.version)


def load(command: LoadHouseholds, actor: Actor, work: Work) -> Loaded:
    """Load a list from the host.

    Of a household that is there already, only what its keeper states (status, list id, decile) is taken, as facts from
    the list's day on. A list that says anything else of it, which would overwrite what the district knows, is refused.

    Raises:
        Invalid: with everything in any form that cannot be so, each with its place in the list.
        Refused: the actor may not, or a household is there with other content.
    """
    work.refuse_unless(may(actor, "load_registry", work))
    problems = [
        evolve(problem, path=f"forms[{number}].{problem.path}")
        for number, form in enumerate(command.forms)
        for problem in check_facts(form, work.rulebook.variables, work.regions, work.moment.on, central=True)
    ]
    if problems:
        raise Invalid(problems)
    new = 0
    for number, form in enumerate(command.forms):
        form = evolve(form, source=command.source)  # noqa: PLW2901  (the list's source is every form's)
        if form.id and work.tx.get("household", form.id) is not None:
            work.refuse_unless(_changed(form, number, work))
            new += _restated(form, actor, work)
        else:
            new_household(form, actor, work)
            new += 1
    return Loaded(what="households", count=new)


def _changed(form: HouseholdForm, number: int, work: Work) -> Iterator[Reason]:
    """Whether a form says what was never stated of this household.

    A family or person of the form is one of the record's if all that the form says of it was stated of that one; so
    the same list loaded again changes nothing, with or without ids for persons.
    """
    counted = (f"#{n}" for n in count())
    facts = facts_of(form, lambda _: next(counted), household=form.id, on=work.moment.on, at=work.moment.at)
    known = _said(work.household_record(form.id).facts).values()
    local = (fact for fact in facts if not _central(fact, work))
    for unit, said in _said(work.sealer.opened(tuple(local))).items():
        if not any(said <= stated for stated in known):
            place = "" if unit == form.id else f".{unit}"
            yield work.rulebook.refusal("household-changed", path=f"forms[{number}]{place}")


def _restated(form: HouseholdForm, actor: Actor, work: Work) -> bool:
    """Take what the keeper of the list says anew; nothing, if that is what is known for that day already."""
    record, day = work.household_record(form.id), form.valid_from or work.moment.on
    held = record.view(AsOf(day))
    facts = facts_of(form, lambda _: "", household=form.id, on=day, at=work.moment.at)
    fresh = tuple(f for f in facts if _central(f, work) and (held is None or held[f.variable] != f.value))
    if fresh:
        _store(record, fresh, actor, work)
    return bool(fresh)


def _central(fact: Fact, work: Work) -> bool:
    variable = variable_of(work.rulebook.variables, fact.variable)
    return variable is not None and variable.record == "central"


def _said(facts: Iterable[Fact]) -> dict[str, set[tuple[str, object]]]:
    said: dict[str, set[tuple[str, object]]] = {}
    for fact in facts:
        value = fact.value.index if isinstance(fact.value, IdentityClaim) else fact.value
        # In which family a person is, the form says by where it stands; ids given here and there are not compared.
        said.setdefault(fact.unit, set()).add((fact.variable, "" if fact.variable == "family" else value))
    return said


def own_ids(form: HouseholdForm, actor: Actor) -> Iterator[Reason]:
    """An officer does not choose ids: trying one would tell whether it is there (R-ALL-2)."""
    if actor == HOST:
        return
    ids = {"id": form.id}
    for i, family in enumerate(form.families):
        ids[f"families[{i}].id"] = family.id
        ids |= {f"families[{i}].members[{j}].id": person.id for j, person in enumerate(family.members)}
    for path, given in ids.items():
        if given:
            words = Text("id diberikan sistem", "ids are given by the desk")
            yield Reason(code="id-given", text=words, basis=Basis(rule="R-ALL-2"), path=path)


def own_family(form: HouseholdForm, actor: Actor, work: Work) -> Iterator[Reason]:
    """Whether a form is of the actor's own household again: somebody in it has the NIK of one of theirs."""
    theirs = {
        member.nik.index
        for home in households_of(work.roster, actor.person)
        if (household := work.household(home)) is not None
        for member in household.members
        if member.nik.index
    }
    claims = (IdentityClaim.parse("nik", person.nik) for family in form.families for person in family.members)
    if theirs and any(claim.present and theirs.intersection(work.sealer.indexes(claim)) for claim in claims):
        yield work.rulebook.refusal("apart-household")


def new_household(form: HouseholdForm, actor: Actor, work: Work) -> HouseholdRecord:
    """Record a checked form as a new household; what is doubtful becomes items for the supervisor."""
    household = form.id or work.ids.new("household")
    facts = facts_of(form, work.ids.new, household=household, on=work.moment.on, at=work.moment.at)
    for unit in sorted({fact.unit for fact in facts if fact.variable in {"family", "present"}}):
        try:
            work.tx.claim("unit", unit, household)
        except Conflict:
            raise Invalid([_elsewhere(unit)]) from None
    return _store(HouseholdRecord(id=household), facts, actor, work)


def _elsewhere(individual: str) -> Reason:
    return Reason(
        code="person-in-two-families",
        text=Text(
            f"orang {individual!r} sudah tercatat dalam rumah tangga lain",
            f"the person {individual!r} is recorded in another household already",
        ),
        path="families",
    )


def add_facts(household: str, facts: Iterable[Fact], actor: Actor, work: Work, *, case: str) -> None:
    """Add the facts of an approved case to a household's record."""
    # A number in an approved change was sealed without its index, which may be another by now.
    _store(work.household_record(household), work.sealer.opened(tuple(facts)), actor, work, case=case)


def _store(
    record: HouseholdRecord, facts: tuple[Fact, ...], actor: Actor, work: Work, *, case: str = ""
) -> HouseholdRecord:
    """Add facts in clear to a record, sealed; and what is doubtful about them to the supervisor's items."""
    clear = record.with_facts(facts).view(work.today)
    _index_subjects(record.id, facts, clear, work)
    facts = arranged(work.sealer.seal(facts, record.id))
    event = FactsRecorded(facts=facts, actor=actor, case=case)
    after = record.with_facts(facts)
    put_household(after, event, work)
    view = after.view(work.today)
    if clear is not None and view is not None:
        follow_ups.note(view, findings(clear), work)
    return after


def put_household(record: HouseholdRecord, event: Event, work: Work) -> None:
    """Store a household's record with the event that made it so."""
    before = record.version - 1
    head = work.append(f"household/{record.id}", [event], expect=before)
    view = record.view(work.today)
    index: dict[str, IndexValue] = {
        "region": view.region if view else None,
        "name": (view.name[:LONGEST_TEXT] or None) if view else None,
        "status": view.central_status.value if view else None,
        "head": head,
    }
    work.tx.put("household", record.id, encode(record), expect=before, index=index)


def _index_subjects(household: str, facts: Iterable[Fact], view: Household | None, work: Work) -> None:
    """Let everybody be found by name and number; who is new gets a key, before anything is sealed with it."""
    units: dict[str, Unit | None] = {fact.unit: None for fact in facts if fact.variable not in STAYS}
    units |= {unit.id: unit for unit in (*view.families, *view.members)} if view else {}
    for unit, held in units.items():
        index = subject_index(household)
        if held is not None and view is not None:
            index |= {"region": view.region, "name": _searchable(held.text("name"))}
            for kind in IdKind:
                claim = held[kind.value]
                if isinstance(claim, IdentityClaim) and claim.present:
                    index[kind.value] = claim.index or work.sealer.indexes(claim)[0]
        stored = work.tx.get("subject", unit)
        if stored is None or not stored.body:
            wrapped, index["wrap"] = work.sealer.ring.make(unit), work.sealer.ring.current
            work.tx.put("subject", unit, wrapped, expect=stored.version if stored else 0, index=index)
        elif dict(stored.index) != (index := {**index, "wrap": stored.index["wrap"]}):
            work.tx.put("subject", unit, stored.body, expect=stored.version, index=index)


def _searchable(name: str) -> str | None:
    """A name as it is searched by: its beginning, without regard to case."""
    return name.casefold()[:LONGEST_TEXT] or None

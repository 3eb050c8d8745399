"""What is wrong with a part of a list of households: looked for in all of it before anything of it is taken."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.handlers.shapes import misshapen
from slrt_core.desk.handlers.units import elsewhere, given_ids, named_twice
from slrt_core.model.facts import Fact
from slrt_core.model.identity import IdentityClaim
from slrt_core.model.registry import HouseholdRecord
from slrt_core.reasons import Reason
from slrt_core.rules.catalogue import variable_of
from slrt_core.rules.registry import check_facts, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from slrt_core.desk.work import Work
    from slrt_core.model.forms import HouseholdForm

__all__ = ["central", "erased_in", "problems", "record_of"]


def problems(forms: Sequence[HouseholdForm], first: int, work: Work, *, empty: bool) -> Iterator[Reason]:
    """Everything in a part of a list that cannot be so, or would overwrite what the district knows.

    Args:
        forms: the part.
        first: the place of its first form in the list.
        work: the running transaction.
        empty: whether the district knows no household yet, so that nothing can contradict it.
    """
    book = work.rulebook
    named: dict[str, int] = {}
    for number, form in enumerate(forms, first):
        broken = misshapen(form, f"forms[{number}]")
        if broken:
            yield from broken
            continue
        for path, id_ in given_ids(form):
            if named.setdefault(id_, number) != number:
                yield named_twice(id_, f"forms[{number}].{path}")
        found = check_facts(form, book.variables, work.regions, work.moment.on, central=True)
        for problem in found:
            yield evolve(problem, path=f"forms[{number}].{problem.path}")
        if not empty and not found:
            yield from _contradictions(form, number, work)


def _contradictions(form: HouseholdForm, number: int, work: Work) -> Iterator[Reason]:
    known = record_of(form.id, work)
    if known is not None and (known.known or form.id in erased_in(known)):
        yield from _changed(form, known, number, work)
        return
    for path, id_ in given_ids(form):
        subject = work.tx.get("subject", id_)
        if subject is not None and subject.index["household"] != form.id:
            other = record_of(str(subject.index["household"]), work)
            if other is None or other.known:  # what is only in a list that is not wholly in makes way
                yield elsewhere(id_) if path != "id" else named_twice(id_, f"forms[{number}].{path}")
        elif path != "id" and (home := record_of(id_, work)) is not None and home.known:
            yield named_twice(id_, f"forms[{number}].{path}")


def _changed(form: HouseholdForm, record: HouseholdRecord, number: int, work: Work) -> Iterator[Reason]:
    """Whether a form says what was never stated of this household.

    A family or person of the form is one of the record's if all that the form says of it was stated of that one; so
    the same list loaded again changes nothing, with or without ids for persons.
    """
    gone = erased_in(record)
    if form.id in gone:
        return  # who was erased stays so, whatever a list goes on saying
    counted = (f"#{n}" for n in count())
    facts = facts_of(form, lambda _: next(counted), household=form.id, on=work.moment.on, at=work.moment.at)
    known = _said(record.stated).values()
    local = (fact for fact in facts if not central(fact, work))
    for unit, said in _said(work.sealer.opened(tuple(local))).items():
        if unit not in gone and not any(said <= stated for stated in known):
            place = "" if unit == form.id else f".{unit}"
            yield work.rulebook.refusal("household-changed", path=f"forms[{number}]{place}")


def erased_in(record: HouseholdRecord) -> set[str]:
    """The units of a household that were erased: a list does not bring them back."""
    return {fact.unit for fact in record.facts if fact.variable == "erased"}


def _said(facts: Iterable[Fact]) -> dict[str, set[tuple[str, object]]]:
    said: dict[str, set[tuple[str, object]]] = {}
    for fact in facts:
        value = fact.value.index if isinstance(fact.value, IdentityClaim) else fact.value
        # In which family a person is, the form says by where it stands; ids given here and there are not compared.
        said.setdefault(fact.unit, set()).add((fact.variable, "" if fact.variable == "family" else value))
    return said


def central(fact: Fact, work: Work) -> bool:
    """Whether only the keeper of the list states such a fact."""
    variable = variable_of(work.rulebook.variables, fact.variable)
    return variable is not None and variable.record == "central"


def record_of(household: str, work: Work) -> HouseholdRecord | None:
    """What is known of a household by its id, if it has one and is there."""
    stored = work.tx.get("household", household) if household else None
    return work.read_household(stored) if stored else None

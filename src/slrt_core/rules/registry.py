"""From a form to facts, and what is wrong with a household's record.

Two kinds of wrong are kept apart. What cannot be so (a person born tomorrow, a code that is not on the list)
is refused with its place. What may well be so but would be sent back by the keeper of the list (a NIK that two
people state, a family without a head) is recorded and becomes an item for the supervisor: integrity rules stop
sending, never recording.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.model.facts import Fact, Unknown, Value
from slrt_core.model.forms import HouseholdForm
from slrt_core.model.identity import IdentityClaim, IdKind, IdState
from slrt_core.model.registry import Family, Household, Individual
from slrt_core.reasons import Reason, Text, fault
from slrt_core.rules.catalogue import check_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from slrt_core.model.regions import RegionTree
    from slrt_core.rules.rulebook import Variable

__all__ = ["STRUCTURE", "Finding", "check_facts", "facts_of", "findings"]

STRUCTURE = frozenset({"region", "address", "family", "name", "nik", "no_kk", "phone", "present"})
"""What holds a household together, and what has a field of its own in a form: never among the other facts."""


@frozen(kw_only=True)
class Finding:
    """Something that the list's keeper would send back, about one family or member."""

    code: str
    unit: str


def facts_of(
    form: HouseholdForm, new_id: Callable[[str], str], *, household: str, on: date, at: datetime
) -> tuple[Fact, ...]:
    """The facts that a form states.

    Args:
        form: as filled in.
        new_id: gives a new id for ``family`` or ``individual``.
        household: the household's id.
        on: the local date, where the form does not say since when.
        at: when it is recorded.
    """
    since = form.valid_from or on
    facts: list[Fact] = []

    def state(unit: str, variable: str, value: Value) -> None:
        facts.append(
            Fact(unit=unit, variable=variable, value=value, valid_from=since, recorded_at=at, source=form.source)
        )

    state(household, "region", form.region)
    if form.address:
        state(household, "address", form.address)
    for variable, value in form.facts.items():
        state(household, variable, value)
    for family_form in form.families:
        family = family_form.id or new_id("family")
        state(family, "present", True)
        if family_form.no_kk:
            state(family, "no_kk", IdentityClaim.parse(IdKind.NO_KK, family_form.no_kk))
        for variable, value in family_form.facts.items():
            state(family, variable, value)
        for person in family_form.members:
            individual = person.id or new_id("individual")
            state(individual, "family", family)
            state(individual, "name", person.name)
            if person.nik:
                state(individual, "nik", IdentityClaim.parse(IdKind.NIK, person.nik))
            if person.phone:
                state(individual, "phone", IdentityClaim.parse(IdKind.PHONE, person.phone))
            for variable, value in person.facts.items():
                state(individual, variable, value)
    return tuple(facts)


def check_facts(
    form: HouseholdForm, variables: Mapping[str, Variable], regions: RegionTree, today: date, *, central: bool
) -> tuple[Reason, ...]:
    """Everything in a form that cannot be so, each with its path.

    Args:
        form: as filled in.
        variables: the catalogue.
        regions: the map.
        today: the local date.
        central: whether the list's keeper is speaking (an extract of the central list).
    """
    return tuple(_form_problems(form, variables, regions, today, central=central))


def _form_problems(
    form: HouseholdForm, variables: Mapping[str, Variable], regions: RegionTree, today: date, *, central: bool
) -> Iterator[Reason]:
    def check(path: str, unit: str, values: Mapping[str, Value]) -> Iterator[Reason]:
        for name, value in values.items():
            problem = check_value(
                variables, name, value, unit=unit, path=f"{path}{name}", today=today, regions=regions, central=central
            )
            if problem:
                yield problem

    yield from check("", "household", {"region": form.region, "address": form.address, **form.facts})
    if form.valid_from is not None and form.valid_from > today:
        yield fault("valid_from", "future", f"{form.valid_from} belum tiba", f"{form.valid_from} has not come yet")
    if not any(family.members for family in form.families):
        yield fault("families", "household-empty", "rumah tangga tanpa anggota", "a household without members")
    yield from _structure(form.facts, "facts")
    ids, persons = {form.id}, set[str]()
    for i, family in enumerate(form.families):
        if family.id and family.id in ids:
            yield _id_twice(f"families[{i}].id")
        ids.add(family.id)
        yield from _structure(family.facts, f"families[{i}].facts")
        yield from check(f"families[{i}].", "family", family.facts)
        for j, person in enumerate(family.members):
            path = f"families[{i}].members[{j}]."
            yield from _structure(person.facts, path + "facts")
            if not person.name.strip():
                yield fault(path + "name", "name-empty", "nama kosong", "the name is empty")
            yield from check(path, "individual", {"name": person.name, **person.facts})
            if person.id and person.id in persons:
                yield fault(
                    path + "id",
                    "person-in-two-families",
                    "orang ini sudah ada dalam keluarga lain",
                    "this person is in another family already",
                )
            elif person.id and person.id in ids:
                yield _id_twice(path + "id")
            persons.add(person.id)
            ids.add(person.id)


def _id_twice(path: str) -> Reason:
    return fault(path, "id-twice", "id ini sudah menyebut yang lain", "this id names something else already")


def _structure(facts: Mapping[str, Value], path: str) -> Iterator[Reason]:
    for name in sorted(STRUCTURE & facts.keys()):
        words = Text(f"{name} diisikan pada kolomnya sendiri", f"{name} has a field of its own")
        yield fault(f"{path}.{name}", "field-reserved", words.id, words.en)


def findings(household: Household) -> tuple[Finding, ...]:
    """What the keeper of the list would send back (Permensos 3/2021: individual and single, one family each)."""
    return tuple(_findings(household))


def _findings(household: Household) -> Iterator[Finding]:
    claims: list[tuple[IdentityClaim, str]] = []
    for family in household.families:
        yield from _family_findings(family)
        for member in family.members:
            yield from _member_findings(member)
            twin = next((owner for claim, owner in claims if claim.same_number(member.nik)), None)
            if twin is not None:
                yield Finding(code="duplicate-nik" if twin == family.id else "person-in-two-families", unit=member.id)
            claims.append((member.nik, family.id))


def _family_findings(family: Family) -> Iterator[Finding]:
    if family.no_kk.state is IdState.MALFORMED:
        yield Finding(code="malformed-no_kk", unit=family.id)
    heads = sum(member["relation"] == "head" for member in family.members)
    known = all(not isinstance(member["relation"], Unknown) for member in family.members)
    if heads > 1:
        yield Finding(code="two-heads", unit=family.id)
    if heads == 0 and known and family.members:
        yield Finding(code="no-head", unit=family.id)


def _member_findings(member: Individual) -> Iterator[Finding]:
    for variable in ("nik", "phone"):
        claim = member[variable]
        if isinstance(claim, IdentityClaim) and claim.state is IdState.MALFORMED:
            yield Finding(code=f"malformed-{variable}", unit=member.id)
    nik = member.nik
    if nik.state is not IdState.WELL_FORMED or nik.clear is None:
        return
    day, month, year = int(nik.clear[6:8]), int(nik.clear[8:10]), int(nik.clear[10:12])
    born = member.birth_date
    if not isinstance(born, Unknown) and (born.day, born.month, born.year % 100) != (day % 40, month, year):
        yield Finding(code="nik-birth-date", unit=member.id)
    sex = member["sex"]
    if not isinstance(sex, Unknown) and (sex == "female") != (day > 40):
        yield Finding(code="nik-sex", unit=member.id)

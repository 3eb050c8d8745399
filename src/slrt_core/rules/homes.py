"""Applying a death, a move, a split or a merger to the records of households: new facts, and nothing else.

Whoever leaves a household stays in its record up to that day, and is found in the record of the other from that day on.
What is known of them goes along: as it held on the day, and as it was stated since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.model.facts import UNKNOWN, AsOf, Fact, Value
from slrt_core.model.homes import Death, HomeChange, Merger, Relocation, Split
from slrt_core.model.registry import LINKS, Household, HouseholdRecord, Individual, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date, datetime

    from slrt_core.model.contents import FieldChange

__all__ = ["Carried", "Writing", "applied", "dies_out", "leaving", "made_facts", "outdated", "revived"]

_OVER = frozenset({"none", "graduated", "left"})
_NOT_CARRIED = LINKS - {"came_from"}


@frozen(kw_only=True)
class Carried:
    """Facts for the record of another household: who lives there from now on.

    Args:
        to: its id.
        facts: in the order in which they are to stand there.
    """

    to: str
    facts: tuple[Fact, ...]


@frozen(kw_only=True)
class Writing:
    """What is written about: a household as it stands, with all that was ever stated of it.

    Args:
        household: as known now.
        record: its whole record; what the view holds is taken if there is none.
        case: the case that brings the change; the source of its facts.
        at: when it is recorded.
    """

    household: Household
    record: HouseholdRecord | None
    case: str
    at: datetime

    @property
    def stated(self) -> Iterable[Fact]:
        """Everything, in the order in which it became known."""
        if self.record is not None:
            return self.record.stated
        units = (self.household, *self.household.families, *self.household.members)
        return [fact for unit in units for fact in unit.facts.values()]

    def fact(self, unit: str, variable: str, value: Value, since: date, source: str = "") -> Fact:
        """One new fact."""
        return Fact(
            unit=unit,
            variable=variable,
            value=value,
            valid_from=since,
            recorded_at=self.at,
            source=source or self.case,
        )


def outdated(household: Household, content: HomeChange, case: str, other: Household | None) -> tuple[str, ...]:
    """What keeps it from being applied, as places in the record: what it was recorded upon has changed since.

    Args:
        household: as it stands.
        content: what is to befall it.
        case: the case's id: what it has applied itself, before a referral came back, is no contradiction.
        other: the household that remains, for a merger.
    """
    return () if applied(household, content, case) else tuple(_outdated(household, content, other))


def applied(household: Household, content: HomeChange, case: str) -> bool:
    """Whether a case has brought this about already."""
    match content:
        case Death():
            person = household.unit(content.person)
            return person is not None and "deceased" in person.facts and person.facts["deceased"].source == case
        case Relocation():
            moved = household.facts.get("moved")
            return moved is not None and moved.source == case
        case Split():
            return content.household in household.parted
        case Merger():
            return household.id == content.into and content.home in household.homes


def _outdated(household: Household, content: HomeChange, other: Household | None) -> Iterator[str]:
    if content.home != household.id:
        yield f"{content.home}.household"
        return
    match content:
        case Death():
            person = household.unit(content.person)
            if not isinstance(person, Individual) or person["deceased"] is True:
                yield f"{content.person}.deceased"
            elif content.survived is (None if not _others(household, content.person) else False):
                # Who was to live on has died meanwhile, or somebody is there of whom nobody knew.
                yield f"{household.id}.survived"
        case Relocation():
            if household.ended not in {"", "moved"} or (content.away and household.ended):
                yield f"{household.id}.ended"
            elif content.on < household.settled:
                yield f"{household.id}.region"
        case Split():
            gone = [unit for unit in (*content.families, *content.members) if household.unit(unit) is None]
            yield from (f"{unit}.household" for unit in gone)
            if household.ended or content.on < household.settled or (not gone and not _rest(household, content)):
                yield f"{household.id}.members"
        case Merger():
            if household.ended or content.on < household.settled:
                yield f"{household.id}.ended"
            if other is None or other.ended or other.erased or content.on < other.settled:
                yield f"{content.into}.ended"


def dies_out(household: Household, content: Death) -> bool:
    """Whether nobody of the household is left after this death."""
    return content.survived is False and not _others(household, content.person)


def _others(household: Household, person: str) -> bool:
    return any(member.id != person for member in household.living)


def leaving(household: Household, content: HomeChange) -> tuple[str, ...]:
    """The ids of the families and members who live in another household from then on."""
    match content:
        case Split():
            whole = [family for family in household.families if family.id in content.families]
            members = [member.id for family in whole for member in family.members]
            return tuple(dict.fromkeys([*(family.id for family in whole), *members, *content.members]))
        case Merger():
            return tuple(unit.id for unit in (*household.families, *household.members))
        case _:
            return ()


def _rest(household: Household, content: Split) -> bool:
    gone = set(leaving(household, content))
    return any(member.id not in gone for member in household.members)


def made_facts(content: HomeChange, writing: Writing) -> tuple[tuple[Fact, ...], tuple[Carried, ...]]:
    """The facts for the household's own record, and those for another one.

    Args:
        content: what befalls it, as approved.
        writing: the household, and its record.
    """
    if applied(writing.household, content, writing.case):
        return (), ()
    match content:
        case Death():
            return tuple(_death(content, writing)), ()
        case Relocation():
            return tuple(_relocation(content, writing)), ()
        case Split():
            return tuple(_split(content, writing)), (_new_household(content, writing),)
        case Merger():
            return tuple(_merged(content, writing)), (_joined(content, writing),)


def _death(content: Death, writing: Writing) -> Iterator[Fact]:
    home, on = writing.household, content.on
    yield writing.fact(content.person, "deceased", True, on)
    ending = [unit for unit in home.members if unit.id == content.person]
    if dies_out(home, content):
        yield from _over((home, *home.families), on, writing)
        since = max(on, home.settled)
        yield writing.fact(home.id, "ended", "died", since)
        yield writing.fact(home.id, "next_of_kin", bool(content.kin), since)
    yield from _over(ending, on, writing)


def _over(units: Iterable[Unit], on: date, writing: Writing) -> Iterator[Fact]:
    """Whoever took part in a program does so no longer."""
    for unit in units:
        for variable, fact in unit.facts.items():
            if variable.startswith("participation:") and fact.value is not UNKNOWN and fact.value not in _OVER:
                yield writing.fact(fact.unit, variable, "left", max(on, fact.valid_from))


def _relocation(content: Relocation, writing: Writing) -> Iterator[Fact]:
    home, on = writing.household, content.on
    yield writing.fact(home.id, "moved", content.to or UNKNOWN, on)
    if content.away:
        yield writing.fact(home.id, "ended", "moved", on)
        return
    if home.ended:
        yield writing.fact(home.id, "ended", UNKNOWN, on)
    # Who said who belongs to it goes on saying so: a list that names everybody is told from a visit by this.
    yield writing.fact(home.id, "region", content.to, on, home.facts["region"].source)
    yield writing.fact(home.id, "address", content.address or UNKNOWN, on)


def _split(content: Split, writing: Writing) -> Iterator[Fact]:
    home = writing.household
    yield writing.fact(home.id, "parted", (*home.parted, content.household), content.on)
    for unit in leaving(home, content):
        yield writing.fact(unit, "household", content.household, content.on)


def _new_household(content: Split, writing: Writing) -> Carried:
    home, new = writing.household, content.household
    facts = [writing.fact(new, "region", content.region or home.region, content.on, "visit")]
    if content.address:
        facts.append(writing.fact(new, "address", content.address, content.on))
    facts += _along(leaving(home, content), new, content.on, writing)
    if content.family:
        facts.append(writing.fact(content.family, "present", True, content.on))
        facts += [writing.fact(person, "family", content.family, content.on) for person in content.members]
    return Carried(to=new, facts=tuple(facts))


def _merged(content: Merger, writing: Writing) -> Iterator[Fact]:
    home, on = writing.household, content.on
    yield writing.fact(home.id, "ended", "merged", on)
    yield writing.fact(home.id, "successor", content.into, on)
    yield from _over((home,), on, writing)
    for unit in leaving(home, content):
        yield writing.fact(unit, "household", content.into, on)


def _joined(content: Merger, writing: Writing) -> Carried:
    home = writing.household
    joined = writing.fact(content.into, "joined", (home.id,), content.on)
    return Carried(to=content.into, facts=(joined, *_along(leaving(home, content), content.into, content.on, writing)))


def _along(units: Collection[str], to: str, on: date, writing: Writing) -> Iterator[Fact]:
    """What is known of those who go, for the record of where they live now."""
    going, stated = set(units), tuple(writing.stated)
    held = AsOf(on).pick(fact for fact in stated if fact.unit in going)
    for fact in stated:
        current = held.get((fact.unit, fact.variable)) is fact or fact.valid_from > on or fact.variable == "erased"
        if fact.unit in going and fact.variable not in _NOT_CARRIED and current:
            yield evolve(fact, recorded_at=writing.at)
    for unit in units:
        came = held.get((unit, "came_from"))
        before = _ids(came.value) if came is not None else ()
        yield writing.fact(unit, "household", to, on)
        yield writing.fact(unit, "came_from", tuple(dict.fromkeys((*before, writing.household.id))), on)


def revived(changes: Iterable[FieldChange], writing: Writing) -> Iterator[Fact]:
    """What follows when it turns out that somebody did not die: what ended with that death goes on.

    Args:
        changes: as approved; only those that withdraw a death count.
        writing: the household, and its record.
    """
    home = writing.household
    back = {change.unit for change in changes if change.variable == "deceased" and change.new is not True}
    back = {unit for unit in back if (held := home.unit(unit)) is not None and held["deceased"] is True}
    if not back:
        return
    deaths = {held.facts["deceased"].source for unit in back if (held := home.unit(unit)) is not None}
    if home.ended == "died":
        deaths.add(home.facts["ended"].source)
        yield writing.fact(home.id, "ended", UNKNOWN, home.facts["ended"].valid_from)
    dead = {member.id for member in home.members if member["deceased"] is True} - back
    stated = tuple(writing.stated)
    before = AsOf(max((fact.valid_from for fact in stated), default=home.settled)).pick(
        fact for fact in stated if fact.source not in deaths
    )
    for unit in (home, *home.families, *home.members):
        for variable, fact in unit.facts.items():
            if variable.startswith("participation:") and fact.source in deaths and unit.id not in dead:
                held_before = before.get((unit.id, variable))
                if held_before is not None:
                    yield writing.fact(unit.id, variable, held_before.value, fact.valid_from)


def _ids(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()

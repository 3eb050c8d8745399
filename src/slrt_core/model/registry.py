"""The three target units: household, family, individual (P3a), read off dated facts.

The district's own record and the central list are two things: a household's central status is a fact with a date,
and its local facts stand whether it is listed or not (L1.5d).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

from attrs import evolve, field, frozen

from slrt_core.model.facts import UNKNOWN, AsOf, Fact, Unknown, Value
from slrt_core.model.identity import NO_WORDS, IdentityClaim, IdKind, Private

__all__ = [
    "LINKS",
    "STAYS",
    "CentralStatus",
    "Family",
    "FollowUp",
    "Household",
    "HouseholdRecord",
    "Individual",
    "Listing",
    "Unit",
    "UnitKind",
]


LINKS = frozenset({"household", "came_from", "ended", "successor", "parted", "joined"})
"""What the desk states of a household when it splits, merges or ends; nobody else can, and no criterion asks for it.

Of a family or member: ``household`` (where they live now), ``came_from`` (where they lived before). Of a household:
``ended`` (``died``, ``moved``, ``merged``), ``successor``, ``parted`` (what split off it), ``joined`` (what came in).
"""

STAYS = frozenset({"region", "family", "present", "central_status", "erased"}) | LINKS
"""The variables that hold a household together and tell nothing of a person: they outlive an erasure."""


class UnitKind(StrEnum):
    """All three are targets (P3a)."""

    HOUSEHOLD = "household"
    FAMILY = "family"
    INDIVIDUAL = "individual"


class CentralStatus(StrEnum):
    """Where a unit stands on the beneficiary list."""

    UNLISTED = "unlisted"
    PROPOSED = "proposed"
    LISTED = "listed"
    REFUSED = "refused"
    REMOVED = "removed"


@frozen(kw_only=True)
class Unit:
    """What households, families and individuals have in common: an id, and facts by variable."""

    id: str
    facts: Mapping[str, Fact] = field(factory=dict, repr=False)

    @property
    def erased(self) -> bool:
        """Whether all that was known of it was erased for ever."""
        return "erased" in self.facts

    def __getitem__(self, variable: str) -> Value:
        """The value of a variable; `UNKNOWN` when nobody has said."""
        fact = self.facts.get(variable)
        return UNKNOWN if fact is None else fact.value

    def text(self, variable: str) -> str:
        """A text variable for display; empty when unknown."""
        value = self[variable]
        return value if isinstance(value, str) else ""


@frozen(kw_only=True)
class Individual(Unit):
    """A person of a household (NIK, 16 digits, as a claim)."""

    @property
    def family(self) -> str:
        """The id of the family; empty when unknown."""
        return self.text("family")

    @property
    def name(self) -> str:
        """The name as recorded; empty when unknown."""
        return self.text("name")

    @property
    def birth_date(self) -> date | Unknown:
        """The date of birth, if known."""
        value = self["birth_date"]
        return value if isinstance(value, date) else UNKNOWN

    @property
    def nik(self) -> IdentityClaim:
        """The NIK as claimed; absent when never stated."""
        value = self["nik"]
        return value if isinstance(value, IdentityClaim) else IdentityClaim(kind=IdKind.NIK)


@frozen(kw_only=True)
class Family(Unit):
    """A family within a household (No. KK, 16 digits, as a claim)."""

    members: tuple[Individual, ...] = ()

    @property
    def no_kk(self) -> IdentityClaim:
        """The No. KK as claimed; absent when never stated."""
        value = self["no_kk"]
        return value if isinstance(value, IdentityClaim) else IdentityClaim(kind=IdKind.NO_KK)


@frozen(kw_only=True)
class Household(Unit):
    """A household on one day, as known at one instant; it holds one or more families."""

    families: tuple[Family, ...] = ()
    version: int = 0

    @property
    def members(self) -> tuple[Individual, ...]:
        """Everybody who lives in it."""
        return tuple(member for family in self.families for member in family.members)

    @property
    def region(self) -> str:
        """The id of the village."""
        return self.text("region")

    @property
    def address(self) -> str:
        """The address as written; empty when unknown."""
        return self.text("address")

    @property
    def central_status(self) -> CentralStatus:
        """Its place on the beneficiary list; a household never proposed is unlisted."""
        value = self["central_status"]
        return CentralStatus(value) if isinstance(value, str) else CentralStatus.UNLISTED

    @property
    def decile(self) -> int | Unknown:
        """The national welfare decile, 1 (poorest) to 10, if the central list gave one."""
        value = self["decile"]
        return value if isinstance(value, int) else UNKNOWN

    @property
    def poor(self) -> bool | Unknown:
        """Whether it is below the national poverty line, which is another question than being vulnerable (P1.6)."""
        value = self["below_poverty_line"]
        return value if isinstance(value, bool) else UNKNOWN

    @property
    def vulnerable(self) -> bool | Unknown:
        """In the bottom 40 % of the list (P1.7); unknown without a decile."""
        decile = self.decile
        return decile if isinstance(decile, Unknown) else decile <= 4

    @property
    def name(self) -> str:
        """The name of its head, or of the first member; of the living first."""
        alive = [member for member in self.members if member["deceased"] is not True]
        heads = [member for member in alive if member["relation"] == "head"]
        return next((member.name for member in [*heads, *alive, *self.members] if member.name), "")

    @property
    def living(self) -> tuple[Individual, ...]:
        """Those who are recorded in it, live here, and of whom nobody has said that they died."""
        here = (family for family in self.families if family["present"] is not False)
        return tuple(member for family in here for member in family.members if member["deceased"] is not True)

    @property
    def ended(self) -> str:
        """Why the household is not here any more, as ``died``, ``moved`` or ``merged``; empty while it is."""
        return self.text("ended")

    @property
    def successor(self) -> str:
        """The id of the household in which all of it live now, if it was merged; empty otherwise."""
        return self.text("successor")

    @property
    def parted(self) -> tuple[str, ...]:
        """The ids of the households that split off it."""
        value = self["parted"]
        return value if isinstance(value, tuple) else ()

    @property
    def homes(self) -> frozenset[str]:
        """The ids of the households in which those who live here lived before."""
        units = (*self.families, *self.members)
        return frozenset(home for unit in units if isinstance(came := unit["came_from"], tuple) for home in came)

    @property
    def settled(self) -> date:
        """Since which day it has been as it is; nothing that befalls it may lie before."""
        facts = (self.facts.get(name) for name in ("region", "ended", "parted", "joined"))
        return max((fact.valid_from for fact in facts if fact is not None), default=date.min)

    def unit(self, unit_id: str) -> Unit | None:
        """The household itself, or its family or member with this id."""
        units: tuple[Unit, ...] = (self, *self.families, *self.members)
        return next((unit for unit in units if unit.id == unit_id), None)


@frozen(kw_only=True)
class Listing:
    """What a loaded list says of a household, from a day on until something else is said.

    Args:
        load: the load that brought it.
        since: the first day on which it holds.
        said: the values by unit and variable.
        source: of the list; filled in when the list is wholly in.
        at: the instant from which on it is known; ``None`` while the list is not wholly in.
    """

    load: str
    since: date
    said: Mapping[str, Mapping[str, Value]]
    source: str = ""
    at: datetime | None = None

    @property
    def facts(self) -> Iterator[Fact]:
        """The same as facts; none while the list is not wholly in."""
        if self.at is not None:
            for unit, values in self.said.items():
                for variable, value in values.items():
                    yield Fact(
                        unit=unit,
                        variable=variable,
                        value=value,
                        valid_from=self.since,
                        recorded_at=self.at,
                        source=self.source,
                    )


@frozen(kw_only=True)
class HouseholdRecord:
    """All that was ever stated of a household: by the events of its stream, and by the lists that named it.

    Args:
        id: given once by the id source, or by the host.
        facts: of events, in the order in which they were recorded.
        version: how many events the stream has.
        listings: what lists say, in the order in which they were loaded.
    """

    id: str
    facts: tuple[Fact, ...] = ()
    version: int = 0
    listings: tuple[Listing, ...] = ()

    @property
    def stated(self) -> tuple[Fact, ...]:
        """Everything, in the order in which it became known."""
        if not self.listings:
            return self.facts
        listed = (fact for listing in self.listings for fact in listing.facts)
        return tuple(sorted((*listed, *self.facts), key=lambda fact: fact.recorded_at))

    @property
    def known(self) -> bool:
        """Whether anything counts that is stated of it; that somebody in it was erased tells nothing yet."""
        return any(fact.variable != "erased" for fact in self.stated)

    def with_all_lists(self, at: datetime) -> HouseholdRecord:
        """The record as it would be if every list that names it were wholly in.

        Args:
            at: the instant from which on those would be known that are not in.
        """
        listings = tuple(evolve(listing, at=listing.at or at) for listing in self.listings)
        return evolve(self, listings=listings)

    def with_facts(self, facts: Iterable[Fact]) -> HouseholdRecord:
        """The record after one more event."""
        return evolve(self, facts=(*self.facts, *facts), version=self.version + 1)

    def without(self, units: Iterable[str]) -> HouseholdRecord:
        """The record after what was known of these units was erased: what is left tells nothing of a person.

        Args:
            units: ids of the household, its families, its members.
        """
        gone = frozenset(units)
        left = tuple(fact for fact in self.facts if fact.unit not in gone or fact.variable in STAYS)
        # Before all times: also who asks how things stood long ago is told that it was erased.
        marks = (
            Fact(
                unit=unit,
                variable="erased",
                value=True,
                valid_from=date.min,
                recorded_at=datetime.min.replace(tzinfo=UTC),
                source="erasure",
            )
            for unit in sorted(gone)
        )
        listings = tuple(evolve(listing, said=_left(listing.said, gone)) for listing in self.listings)
        return evolve(self, facts=(*left, *marks), version=self.version + 1, listings=listings)

    def view(self, as_of: AsOf) -> Household | None:
        """The household on a day, as known at an instant; ``None`` while it was not known, or not yet there.

        A household removed from the central list is still a household of the district.
        """
        by_unit: dict[str, dict[str, Fact]] = {}
        for (unit, variable), fact in as_of.pick(self.stated).items():
            by_unit.setdefault(unit, {})[variable] = fact
        own = by_unit.get(self.id, {})
        if "region" not in own:
            return None
        members: dict[str, list[Individual]] = {}
        for unit, facts in by_unit.items():
            family = facts.get("family")
            if _elsewhere(facts, self.id):
                continue
            if family is not None and isinstance(family.value, str) and family.value:
                members.setdefault(family.value, []).append(Individual(id=unit, facts=facts))
        families = tuple(
            Family(id=unit, facts=facts, members=tuple(members.get(unit, ())))
            for unit, facts in by_unit.items()
            if (unit in members or facts.keys() & {"no_kk", "present"}) and not _elsewhere(facts, self.id)
        )
        return Household(id=self.id, facts=own, families=families, version=self.version)


def _elsewhere(facts: Mapping[str, Fact], household: str) -> bool:
    """Whether a family or member lives in another household by now."""
    lives = facts.get("household")
    return lives is not None and lives.value != household


def _left(said: Mapping[str, Mapping[str, Value]], gone: frozenset[str]) -> Mapping[str, Mapping[str, Value]]:
    return {
        unit: {name: value for name, value in values.items() if unit not in gone or name in STAYS}
        for unit, values in said.items()
    }


@frozen(kw_only=True)
class FollowUp:
    """Something found wrong that stops nobody from recording, but waits for a supervisor.

    Args:
        id: its key.
        code: such as ``duplicate-nik``.
        household: whose record it is about.
        region: the household's village.
        unit: the member or family in question.
        found_at: when.
        settled: by which person it was settled; empty while open.
        result: what became of it; sealed.
    """

    id: str
    code: str
    household: str
    region: str
    unit: str
    found_at: datetime
    settled: str = ""
    result: Private = field(default=NO_WORDS)

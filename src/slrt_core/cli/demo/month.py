"""The month itself: a district is built, and one working day follows the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from attrs import define, evolve, field, frozen

from slrt_core import (
    Acting,
    Assignment,
    Decree,
    Desk,
    HouseholdForm,
    Program,
    ProgramResult,
    VisitResult,
)
from slrt_core.adapters.seeded import ManualClock
from slrt_core.cli.demo.districts import District, Places
from slrt_core.cli.demo.door import Door
from slrt_core.cli.demo.hands import Hands
from slrt_core.cli.demo.intake import Intake
from slrt_core.cli.demo.office import Office
from slrt_core.cli.demo.people import Registry, registry
from slrt_core.cli.demo.plans import MUST, Plan, plans
from slrt_core.cli.demo.programs import catalogue
from slrt_core.cli.demo.sayings import Sayings
from slrt_core.cli.demo.staff import Staff
from slrt_core.model.commands import EndAssignment, LoadRoster
from slrt_core.rules import deadlines

__all__ = ["FIRST_DAY", "LAST_DAY", "Lived", "live"]

FIRST_DAY = date(2026, 8, 3)
LAST_DAY = date(2026, 8, 31)
_ENTERED, _APPROVED, _LEAVE, _BACK, _HANDOVER = 1, 2, 6, 10, 12
"""The working days on which a program is entered and approved, the manager is away, a facilitator hands over."""
_STAND_INS = ("data_section_head", "secretariat_head", "coordination_team", "administration_head")
_MUST_DAYS = 5
_LAST_VISIT = 18

Told = Callable[[str, int, int], None]


@frozen(kw_only=True)
class Lived:
    """A month that has been lived through.

    Args:
        office: the desk and its staff, at the end.
        registry: the households that were loaded.
        first: the visit whose complaint is told as a story.
        visits: how many visits were recorded.
        newcomers: how many households were recorded that nobody knew before.
        door: what was found out about eligibility.
        steps: how many steps were taken.
        unexpected: steps that the desk refused though nobody expected it; empty if all is well.
    """

    office: Office
    registry: Registry
    first: VisitResult
    visits: int
    newcomers: int
    door: Door
    steps: int
    unexpected: tuple[str, ...]


def live(
    desk: Desk, clock: ManualClock, district: District, *, zone: str, households: int, seed: int, told: Told
) -> Lived:
    """Build the district at an empty desk and let the month happen, all of it through the public interface.

    Args:
        desk: an empty desk.
        clock: its clock.
        district: which district.
        zone: the office's time zone.
        households: how many.
        seed: the same seed gives the same month.
        told: hears of progress: what, how much of it, of how much.
    """
    rng = Random(seed)
    places = Places.of(district)
    programs, entered = catalogue(district)
    staff = Staff.of(district, places, (*programs, *entered), rng)
    people = registry(rng, places.villages, households, FIRST_DAY)
    office = Office(desk=desk, clock=clock, zone=zone, district=district, places=places, staff=staff)
    office.open(FIRST_DAY, hour=6)
    _build(office, people, told)
    days = tuple(
        day
        for n in range((LAST_DAY - FIRST_DAY).days + 1)
        if deadlines.is_working_day(desk.rulebook.calendar, day := FIRST_DAY + timedelta(days=n))
    )
    desk.load_programs(programs, "demo")
    said, door = Sayings(rng), Door(rng=rng, offered=tuple(program.code for program in programs))
    hands = Hands(office=office, said=said, door=door, rng=rng, days=days)
    intake = Intake(office=office, registry=people, said=said, door=door, rng=rng, recorded=hands.recorded)
    month = _Month(office=office, hands=hands, intake=intake, door=door, rng=rng)
    agenda = tuple(plans(rng, round(households * 0.55), puskesos=bool(places.puskesos)))
    for number, day in enumerate(days):
        told("days", number, len(days))
        month.day(number, day, _of_day(agenda, number), entered)
    office.open(LAST_DAY, hour=17)
    desk.follow_up()
    told("days", len(days), len(days))
    assert month.first is not None  # noqa: S101  (the first day's first visit)
    return Lived(
        office=office,
        registry=people,
        first=month.first,
        visits=intake.visits,
        newcomers=intake.newcomers,
        door=door,
        steps=hands.steps,
        unexpected=tuple(hands.unexpected),
    )


@define(kw_only=True)
class _Month:
    office: Office
    hands: Hands
    intake: Intake
    door: Door
    rng: Random
    first: VisitResult | None = None
    _entered: list[ProgramResult] = field(factory=list)

    def day(self, number: int, day: date, visits: tuple[tuple[Plan, ...], ...], entered: tuple[Program, ...]) -> None:
        """One working day, from the morning's list of what is late to the last receiver's desk."""
        self.office.open(day)
        self.office.desk.follow_up()
        self._staff_matters(number, day, entered)
        self.intake.visited.clear()
        for visit in visits:
            self.office.clock.advance(seconds=40)
            result = self.intake.visit(visit)
            self.first = self.first or result
        if number == 0:
            self._own_household()
        self.hands.unasked()
        for who, officer in self._at_work(number):
            self.hands.take_up(who, officer)
        for post in _STAND_INS if number % 2 else ():
            self.hands.stand_in(self.office.acting_in(post))

    def _at_work(self, number: int) -> Iterator[tuple[str, Acting]]:
        """Everybody who looks at a worklist today; those in the villages do not every day."""
        office = self.office
        for turn, village in enumerate(office.places.villages):
            if village in self.intake.visited or (village in self.intake.busy and (turn + number) % 3 == 0):
                yield "facilitator", office.acting_in("facilitator", village)
        for village in office.places.puskesos:
            for post in ("puskesos_service", "puskesos_data"):
                yield "puskesos", office.acting_in(post, village)
        yield "front_office", office.acting_in("front_office")
        for subdistrict in office.places.subdistricts:
            yield "supervisor", office.acting_in("supervisor", subdistrict)
        for post in ("review_analysis", "back_office", "manager"):
            yield post, office.acting_in(post)
        if number % 2:
            yield "receiver", office.acting_in("registry_manager")
        receivers = [*office.staff.of_post("village_body").items(), *office.staff.of_post("program_manager").items()]
        for turn, (key, account) in enumerate(receivers):
            village = key.rpartition("/")[2] if "." in key else ""
            if village and village not in self.intake.busy:
                continue
            if (turn + number) % (3 if village else 2) == 0:
                post = "program_manager" if "/" in key or not village else "village_body"
                yield "receiver", office.acting(account, post)

    def _staff_matters(self, number: int, day: date, entered: tuple[Program, ...]) -> None:
        """A new program, a deputy for the manager, a facilitator who hands over (R-PRG-2, R-APP-6, R-APP-12)."""
        administrator = self.office.acting_in("administrator")
        if number == _ENTERED:
            self._entered = [administrator.enter_program(program) for program in entered]
        elif number == _APPROVED:
            manager = self.office.acting_in("manager")
            approved = [manager.approve_program(program) for program in self._entered]
            self.door.offered += tuple(program.code for program in approved)
        elif number == _LEAVE:
            self._deputy(administrator, day)
        elif number == _HANDOVER:
            self._handover(administrator, day)

    def _deputy(self, administrator: Acting, day: date) -> None:
        staff, district = self.office.staff, self.office.district
        deputy, manager = staff.holder["technical_assistant", district.code], staff.holder["manager", district.code]
        until = day + timedelta(days=_BACK - _LEAVE)
        acting = Assignment(
            officer=deputy,
            post="manager",
            regions=[district.code],
            valid_from=day,
            valid_until=until,
            acting_for=manager,
            decree=Decree(number="821/17/2026", dated=day, issuer=district.head),
        )
        self.office.desk.perform(LoadRoster(officers=(), assignments=(acting,)), administrator.actor)
        self.office.deputize("manager", deputy, until)

    def _handover(self, administrator: Acting, day: date) -> None:
        staff, village = self.office.staff, self.office.places.villages[-1]
        old = staff.holder["facilitator", village]
        new = staff.hire(self.rng)
        follows = Assignment(
            officer=new,
            post="facilitator",
            regions=[village],
            valid_from=day,
            decree=Decree(number="821/18/2026", dated=day, issuer=self.office.district.head),
        )
        last = EndAssignment(officer=old, post="facilitator", last_day=day - timedelta(days=1))
        self.office.desk.perform(last, administrator.actor)
        command = LoadRoster(officers=(staff.officers[-1],), assignments=(follows,))
        self.office.desk.perform(command, administrator.actor)
        staff.holder["facilitator", village] = new

    def _own_household(self) -> None:
        village = self.office.places.villages[0]
        account = self.office.staff.holder["facilitator", village]
        for home in self.office.homes:
            self.intake.own_household(account, home, village)


def _build(office: Office, people: Registry, told: Told) -> None:
    """Load map, staff and registry, as a district's own application would."""
    desk, staff, places = office.desk, office.staff, office.places
    desk.load_regions(places.tree, "idn-area-data")
    neighbour = next(form for form in people.forms if form.region == places.villages[0])
    own = staff.holder["facilitator", places.villages[0]]
    staff.officers = [evolve(o, household=neighbour.id) if o.id == own else o for o in staff.officers]
    office.homes = frozenset({neighbour.id})
    desk.load_roster(staff.officers, staff.assignments, "demo")
    by_subdistrict: dict[str, list[HouseholdForm]] = {}
    for form in people.forms:
        by_subdistrict.setdefault(form.region[:8], []).append(form)
    done = 0
    for forms in by_subdistrict.values():
        told("households", done, len(people.forms))
        desk.load_households(forms, "demo")
        done += len(forms)
    told("households", done, len(people.forms))


def _of_day(agenda: tuple[tuple[Plan, ...], ...], number: int) -> tuple[tuple[Plan, ...], ...]:
    """The visits of a working day: one of everything in the first days, the rest evenly."""
    must = min(len(agenda), MUST)
    first = agenda[:must][number::_MUST_DAYS] if number < _MUST_DAYS else ()
    rest = agenda[must:][number::_LAST_VISIT] if number < _LAST_VISIT else ()
    return (*first, *rest)

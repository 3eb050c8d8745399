"""The visits of the month: who is visited, by whom, and what is recorded there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from random import Random

from attrs import define, evolve, field

from slrt_core import Acting, Complaint, Household, HouseholdForm, Refused, VisitResult, Way
from slrt_core.cli.demo.door import Door
from slrt_core.cli.demo.office import Office
from slrt_core.cli.demo.people import Registry, newcomer
from slrt_core.cli.demo.plans import Plan
from slrt_core.cli.demo.sayings import Sayings
from slrt_core.model.contents import CaseKind, Content, Need

__all__ = ["Intake"]

_DESK = {Way.SLRT_OFFICE: "front_office", Way.PUSKESOS: "puskesos_service"}
_DATA = {CaseKind.CHANGE, CaseKind.PARTICIPATION, CaseKind.ADDITION}
_WISHED = frozenset({"PKH"})
_DOORS = 7
"""So many households are asked at most until one needs something."""


def _looked_for(plan: Plan) -> bool:
    """Whether a plan is of a need that an assessment has to find; what a household itself wants is named in it."""
    return plan.kind is CaseKind.NEED and plan.topic not in _WISHED


@define(kw_only=True)
class Intake:
    """Records visits at a desk.

    Args:
        office: the desk and its staff.
        registry: the households.
        said: what households say.
        door: finds needs and asks questions.
        rng: the only source of chance.
        recorded: called with each case id, its plan and its village.
        visits: how many there were.
        newcomers: how many households were recorded that nobody knew before.
        visited: the villages visited today.
        busy: the villages visited so far; in the others no worklist has anything on it.
    """

    office: Office
    registry: Registry
    said: Sayings
    door: Door
    rng: Random
    recorded: Callable[[str, Plan, str], None]
    visits: int = 0
    newcomers: int = 0
    visited: set[str] = field(factory=set)
    busy: set[str] = field(factory=set)
    _queue: deque[HouseholdForm] = field(init=False)

    def __attrs_post_init__(self) -> None:
        forms = list(self.registry.forms)
        self.rng.shuffle(forms)
        self._queue = deque(forms)

    def visit(self, plans: tuple[Plan, ...]) -> VisitResult | None:
        """One visit with all its cases (R-INT-2); ``None`` where a need was looked for and nobody has one."""
        if any(plan.topic == "anonymous" for plan in plans):
            return self._anonymous(plans)
        whom, officer, needs = self._whom(plans)
        # What nobody is eligible for is not put in; the rest of the visit stays.
        left = len(needs)
        plans = tuple(plan for plan in plans if not _looked_for(plan) or (left := left - 1) >= 0)
        if not plans:
            return None
        known = self._look_up(officer, whom, plans)
        found = iter(needs)
        items = [
            next(found) if _looked_for(plan) else self._content(plan, officer, known, whom.region) for plan in plans
        ]
        self.visits += 1
        result = officer.record_visit(whom.id or whom, items, way=plans[0].way, key=f"formulir-{self.visits}")
        self._keep(result, plans, whom.region)
        return result

    def _whom(self, plans: tuple[Plan, ...], doors: int = _DOORS) -> tuple[HouseholdForm, Acting, tuple[Need, ...]]:
        """Whose turn it is, who comes, and what they are found to need: the next household that needs something.

        At the last of so many doors lives somebody whom nobody had recorded.
        """
        way, count = plans[0].way, sum(map(_looked_for, plans))
        proposed = any(plan.kind is CaseKind.ADDITION for plan in plans)
        new = proposed or doors == 1
        whom = newcomer(self.rng, self._village(way), self.office.today) if new else self._next(way)
        officer = self._officer(way, whom.region, plans)
        if not whom.id:
            self.newcomers += 1
        if not count:
            return whom, officer, ()
        if not whom.id:
            whom = evolve(whom, id=officer.record_household(whom).id)
        needs = self.door.needs(officer, officer.household(whom.id, purpose="kunjungan"), count)
        if needs or proposed or doors == 1:
            return whom, officer, needs
        return self._whom(plans, doors - 1)

    def own_household(self, account: str, household: str, village: str) -> None:
        """A facilitator tries to record a complaint of their own household; somebody else then does (R-APP-5)."""
        item = Complaint(topic="late", program="PKH", text="Bantuan belum cair.")
        plan = Plan(Way.HOME_VISIT, CaseKind.COMPLAINT)
        own = self.office.acting(account, "facilitator")
        try:
            own.record_visit(household, [item])
        except Refused as error:
            self.office.said_no(own, "record_visit", error)
        other = self.office.acting_in("administration_head")
        self.visits += 1
        result = other.record_visit(household, [item], key=f"formulir-{self.visits}")
        self._keep(result, (plan,), village)
        other.submit(result)

    def _anonymous(self, plans: tuple[Plan, ...]) -> VisitResult:
        village = self._village(plans[0].way)
        officer = self._officer(plans[0].way, village, plans)
        self.visits += 1
        result = officer.record_visit(
            "", [self.said.complaint(plans[0])], way=plans[0].way, region=village, key=f"formulir-{self.visits}"
        )
        self._keep(result, plans[:1], village)
        return result

    def _content(self, plan: Plan, officer: Acting, known: Household | None, village: str) -> Content:
        if plan.kind is CaseKind.NEED:
            return self.said.wish(plan.topic)
        if plan.topic == "officer":
            about = self.office.staff.holder["facilitator", village]
            return Complaint(topic="officer", text="Petugas tidak pernah datang.", about=about)
        if plan.kind is CaseKind.COMPLAINT:
            return self.said.complaint(plan)
        if plan.kind is CaseKind.CHANGE and known is not None:
            answer = self.door.answer(officer, known, self.office.today)
            if answer is not None:
                return answer
        return self.said.other(plan.kind, known, self.office.today)

    def _look_up(self, officer: Acting, whom: HouseholdForm, plans: Iterable[Plan]) -> Household | None:
        """What is known of the household, where something of it is to be changed (R-REG-1); the look is on record."""
        if whom.id and any(plan.kind in _DATA for plan in plans):
            return officer.household(whom.id, purpose="kunjungan")
        return None

    def _officer(self, way: Way, village: str, plans: Iterable[Plan]) -> Acting:
        post = _DESK.get(way, "facilitator")
        if post == "puskesos_service" and all(plan.kind in _DATA for plan in plans):
            post = "puskesos_data"
        return self.office.acting_in(post, village)

    def _village(self, way: Way) -> str:
        places = self.office.places
        return self.rng.choice(places.puskesos if way is Way.PUSKESOS else places.villages)

    def _next(self, way: Way) -> HouseholdForm:
        """The next household in turn that fits, so that all are visited before one is again."""
        for _ in range(len(self._queue)):
            form = self._queue.popleft()
            self._queue.append(form)
            near = way is not Way.PUSKESOS or form.region in self.office.places.puskesos
            if near and form.id not in self.office.homes:
                return form
        return newcomer(self.rng, self._village(way), self.office.today)

    def _keep(self, result: VisitResult, plans: tuple[Plan, ...], village: str) -> None:
        self.visited.add(village)
        self.busy.add(village)
        for case, plan in zip(result.cases, plans, strict=True):
            self.recorded(case.id, plan, village)

"""Random lives: households die, move, split and merge while their cases go on, and nothing is ever lost or stuck."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import slrt_core as slrt
from slrt_core.errors import AdapterError, SlrtError
from slrt_core.model.cases import Case
from slrt_core.model.contents import Content
from slrt_core.rules.process import turns
from slrt_core.rules.rulebook import Rulebook, load_rulebook
from tests.acceptance.helpers import STAFF, V1, V2, V3, World, a_complaint, facilitator_of, nik, person
from tests.homes.helpers import SUPERVISORS, TODAY, assert_whole, cases_of, home, households, new_world, seen

PLACES = (V1, V2, V3)
FROM_OUTSIDE = ["ratna", "dewi", "rina", "prita", "bagus", "rani", "maya", "mira", "vina", "vito"]
BOOK = load_rulebook()


class Life:
    """A district, and a hand that does this and that in it."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.random, self.done = world, Random(seed), 0
        self.homes = [
            home(world, (person("Siti", nik=nik()), person("Ani", head=False)), (person("Dina"),), region=region)
            for region in (V1, V1, V3)
        ]
        self.persons = {member.id for at in self.homes for member in seen(world, at).members}
        self.day = TODAY

    def walk(self, steps: int) -> None:
        """Some steps, each with what must hold after it."""
        for _ in range(steps):
            self.homes = [household.id for household in households(self.world)]
            act = self.random.choice([self.records, self.records, self.works, self.works, self.befalls, self.befalls])
            try:
                act()
                self.done += 1
            except AdapterError:
                raise
            except SlrtError:
                pass
            self.assert_lawful()
        assert_whole(self.world, self.persons)

    def records(self) -> None:
        """A case, by whichever way, about whomever."""
        at = self.random.choice(self.homes)
        view = seen(self.world, at)
        units = ["", *(unit.id for unit in (*view.families, *view.members))]
        items: list[Content] = [
            slrt.Need(program=self.random.choice(["SEMBAKO", "RUTILAHU"]), unit=self.random.choice(units)),
            slrt.Addition(worthy=True),
            slrt.Participation(program="SEMBAKO", unit=self.random.choice(units)),
            a_complaint(),
            slrt.Problem(text="atap bocor"),
            slrt.Change(changes=[slrt.FieldChange(unit=at, variable="address", new="Gang Melati")]),
        ]  # fmt: skip
        item = self.random.choice(items)
        by = facilitator_of(view.region)
        case = self.world.opened(item, household=at, by=by)
        if self.random.random() < 0.8:
            self.world.do(by, self.random.choice(["submit", "submit", "refer_village"]), case)

    def works(self) -> None:
        """Somebody does what is waited for, with what that needs."""
        officers = [name for name, post, *_ in STAFF if post not in {"administrator", "technical_assistant"}]
        self.random.shuffle(officers)
        for officer in officers[:12]:
            found = self.world.at(officer).worklist()
            if found:
                item = self.random.choice(found)
                command = self.random.choice(item.commands)
                more: dict[str, Any] = {
                    "note": "hasilnya",
                    "channel": "home",
                    "result": "sudah",
                    "reason": "incomplete",
                }
                if command == "record_survey":
                    more["content"] = slrt.Addition(
                        worthy=True, survey=slrt.Survey(found=True, worthy=True, on=self.world.today)
                    )
                if command == "reject":
                    more["reason"] = "not-entitled"
                self.world.at(officer).perform(command, item, **more)
                return

    def befalls(self) -> None:
        """Something befalls a household, today or some days ago, and is approved; or only recorded."""
        self.day += timedelta(days=self.random.choice([0, 1, 3]))
        self.world.go_to(self.day)
        at = self.random.choice(self.homes)
        view = seen(self.world, at)
        on = self.day - timedelta(days=self.random.choice([0, 0, 2]))
        members = [member.id for member in view.members] or ["nobody"]
        contents: list[Content] = [
            slrt.Death(person=self.random.choice(members), on=on, survived=self.random.choice([None, True, False])),
            slrt.Change(changes=[slrt.FieldChange(unit=self.random.choice(members), variable="deceased", new=False)]),
            slrt.Relocation(to=self.random.choice(PLACES), on=on),
            slrt.Relocation(away=True, on=on),
            slrt.Split(members=self.random.sample(members, 1), on=on, region=self.random.choice(["", *PLACES])),
            slrt.Split(families=[family.id for family in view.families][:1], on=on),
            slrt.Merger(into=self.random.choice(self.homes), on=on),
            slrt.Merger(into=self.random.choice(self.homes), on=on),
        ]  # fmt: skip
        content = self.random.choice(contents)
        by = facilitator_of(view.region)
        case = self.world.do(by, "submit", self.world.opened(content, household=at, by=by))
        case = self.world.do(SUPERVISORS[view.region[:8]], "endorse", case)
        if self.random.random() < 0.9:
            self.world.do("mira", "recommend", case)

    def assert_lawful(self) -> None:
        """Nobody lost, nobody twice, no case stuck or left behind."""
        here = {household.id: household for household in households(self.world)}
        found = [member.id for household in here.values() for member in household.members]
        assert sorted(found) == sorted(self.persons)
        for case in cases_of(self.world):
            self.assert_not_left(case, here)

    @staticmethod
    def assert_not_left(case: Case, here: dict[str, slrt.Household]) -> None:
        """An open case belongs to a household that is there, stands where that lives, and waits for somebody."""
        household = here[case.household]
        if case.state == "closed":
            return
        assert household.ended != "merged", f"{case.kind} was left with a household that was merged"
        assert case.complaint or case.region == household.region, f"{case.kind} was left in the former village"
        assert list(turns(case, BOOK)), f"{case.kind} is stuck in {case.state}"
        if household.ended == "died" and case.kind in {"need", "addition", "participation"}:
            assert case.state == "decided", f"{case.kind} goes on although nobody is left"
        units = {household.id, *(unit.id for unit in (*household.families, *household.members))}
        unit = getattr(case.content, "unit", "")
        assert not unit or unit in units or case.outcome, f"{case.kind} is about somebody of another household"


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_nothing_is_lost_whatever_befalls_households(seed: int) -> None:
    Life(new_world(), seed).walk(16)


@pytest.mark.long
@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_nothing_is_lost_in_long_lives(seed: int) -> None:
    Life(new_world(), seed).walk(40)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_lost_on_either_store(build: Callable[..., World], seed: int) -> None:
    life = Life(build(), seed)
    life.walk(12)
    assert life.done


def test_most_of_a_walk_happens() -> None:
    lives = [Life(new_world(), seed) for seed in range(3)]
    for life in lives:
        life.walk(20)
    assert sum(life.done for life in lives) >= 24
    assert isinstance(BOOK, Rulebook)
    assert lives[0].day >= date(2026, 1, 5)

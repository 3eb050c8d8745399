"""Random walks: whoever tries whatever, nothing but this library's own errors, and every invariant after each step."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.desk import Desk, replay
from slrt_core.desk.work import Work
from slrt_core.errors import SlrtError
from slrt_core.model import (
    Assignment,
    Change,
    Complaint,
    Decree,
    Enquiry,
    FieldChange,
    HouseholdForm,
    Move,
    Officer,
    Problem,
    Receiver,
    RecordVisit,
    Seen,
    Survey,
    Way,
)
from slrt_core.model.cases import Case
from slrt_core.model.contents import Addition, Need
from slrt_core.model.officers import Actor
from slrt_core.rules.process import Scene, fold
from slrt_core.rules.rulebook import Rulebook, load_rulebook
from slrt_core.testing import FakeKeys, ManualClock, SeededIds, small_district
from slrt_core.testing import strategies as some
from tests.property.stores import copied
from tests.vectors.process.measured import the_oracle

BOOKS = (
    load_rulebook(),
    load_rulebook(
        None,
        {
            "after_supervisor": "secretariat",
            "back_office_needs_manager": "no",
            "puskesos_supervised": "yes",
            "village_referral_supervisor": "asked",
            "membership_receiver": "program_manager",
            "list_checked_by": "front_office",
        },
    ),
)
DECREE = Decree(number="1/2026", dated=date(2026, 1, 1), issuer="Bupati")
# Persons in several posts and with several accounts: those whom the rules must keep apart.
EXTRA = {
    "sari-2": ("sari", [("supervisor", "61.12.01"), ("manager", "61.12")]),
    "budi-2": ("budi", [("manager", "61.12"), ("review_analysis", "61.12"), ("facilitator", "61.12.01.2001")]),
    "maya-2": ("maya", [("program_manager", "61.12"), ("back_office", "61.12"), ("front_office", "61.12")]),
    "dewi-2": (
        "dewi",
        [("registry_manager", "61.12"), ("puskesos_service", "61.12.01.2001"), ("supervisor", "61.12.01")],
    ),
    "omar": ("omar", [("supervisor", "61.12.01"), ("review_analysis", "61.12")]),
    "nina": ("nina", [("manager", "61.12")]),
    "wati": ("wati", [("program_manager", "61.12"), ("registry_manager", "61.12"), ("village_body", "61.12.01.2001")]),
}
COMMANDS = sorted(BOOKS[0].commands)
REASONS = ["", *sorted(BOOKS[0].choices)]
PROGRAMS = ("PKH", "SEMBAKO", "BEDAH-RUMAH")


class World:
    """A small district with knots in it: persons with several posts, a resident officer."""

    def __init__(self) -> None:
        self.store = MemoryStorage()
        district = small_district(self.store)
        sari = district.acting("sari")
        self.home = sari.record_household(district.form("Wati", nik=None)).id
        self.other = sari.record_household(district.form("Siti")).id
        self.units = [self.other, *self._units(sari.household(self.other, purpose="test"))]
        people = {person: self.home if person == "wati" else "" for person in ("wati", "omar", "nina")}
        officers = [
            Officer(id=account, name=account, person=person, household=people.get(person, ""))
            for account, (person, _) in EXTRA.items()
        ]
        assignments = [
            Assignment(
                officer=account,
                post=post,
                regions=region,
                valid_from=date(2026, 1, 1),
                decree=DECREE,
                programs=PROGRAMS if post == "program_manager" else (),
            )
            for account, (_, posts) in EXTRA.items()
            for post, region in posts
        ]
        district.desk.load_roster(officers, assignments)
        self.persons = {name: name for name in district.officers} | {
            name: person for name, (person, _) in EXTRA.items()
        }
        self.homes = {"wati": self.home}
        self.held = [(name, post) for name, post in district.officers.items()]
        self.held += [(name, post) for name, (_, posts) in EXTRA.items() for post, _ in posts]

    @staticmethod
    def _units(household: Any) -> list[str]:
        return [unit.id for unit in (*household.families, *household.members)]


WORLD = World()


class Walk:
    """One desk, its cases, and the officers who try this and that."""

    def __init__(self, random: Random, book: Rulebook, pool: list[Any], forms: list[HouseholdForm]) -> None:
        self.pick = random.choice
        self.pool, self.forms = pool, forms
        self.book = book
        self.clock = ManualClock()
        self.desk = Desk(
            copied(WORLD.store),
            FakeKeys(),
            self.clock,
            SeededIds(3),
            district="61.12",
            zone="Asia/Pontianak",
            rulebook=book,
        )
        self.cases: dict[str, int] = {}
        self.done: Counter[str] = Counter()

    def actor(self, post: str = "") -> Actor:
        holders = [held for held in WORLD.held if held[1] == post] or WORLD.held
        officer, own = self.pick(holders)
        return Actor(officer=officer, person="whatever the caller says", post=own)

    def attempt(self, command: Any, actor: Actor) -> Any:
        try:
            return self.desk.perform(command, actor)
        except SlrtError as error:
            refused = error
        assert refused.reasons
        assert all(reason.text.id and reason.text.en for reason in refused.reasons)
        return None

    def visit(self) -> None:
        way = self.pick(list(Way))
        household = self.pick([WORLD.other, WORLD.other, WORLD.home, ""])
        items = [self.pick([*COMMON, *self.pool]) for _ in range(self.pick([1, 1, 2]))]
        command = RecordVisit(household=household, items=items, way=way, region="" if household else "61.12.01.2001")
        posts = self.book.ways[way].posts
        result = self.attempt(command, self.actor(self.pick(posts)))
        if result is not None:
            self.cases |= {case.id: case.version for case in result.cases}

    def step(self) -> None:
        if not self.cases:
            return self.visit()
        what = self.pick(["sensible"] * 12 + ["wild", "visit", "wait", "follow up", "load"])
        if what == "visit":
            return self.visit()
        if what == "wait":
            return self.clock.advance(days=self.pick([1, 1, 7, 30, 120]))
        if what == "follow up":
            self.desk.follow_up()
            return self.check()
        if what == "load":
            form = self.pick(self.forms)
            return self.load(form)
        return self.move(wild=what == "wild")

    def load(self, form: HouseholdForm) -> None:
        command = RecordVisit(household=form, items=[Need(program="PKH")])
        self.attempt(command, self.actor("facilitator"))

    def move(self, *, wild: bool) -> None:
        case = self.stored(self.pick(sorted(self.cases)))
        rows: list[tuple[str, tuple[str, ...]]] = [
            (row.command, row.posts) for row in self.book.rows_at(case.kind, case.way, case.state)
        ]
        if case.referral and case.state in {"referred", "village_referral"}:
            receiver = (case.referral.receiver.post,)
            rows += [
                (row.command, row.posts or receiver) for row in self.book.referral_rows_at(case.referral.state)
            ] * 2
        if wild or not rows:
            command, post = self.pick(COMMANDS), ""
        else:
            # A household that withdraws, or a clerk who returns, ends most walks early: so they do it seldom.
            forward = [row for row in rows if row[0] not in {"withdraw", "reopen", "return", "reject"}]
            command, posts = self.pick(self.pick([rows, *[forward or rows] * 9]))
            post = self.pick(posts)
        self.take(case, command, post, wild=wild)

    def take(self, case: Case, command: str, post: str, *, wild: bool) -> None:
        fitting = [code for code, choice in self.book.choices.items() if command in choice.commands]
        words = ["", "kata"] if wild else ["kata"]
        behind = wild and self.pick([True, False])
        content = None
        if command in {"correct", "map", "record_survey"} or (wild and self.pick([True, False])):
            content = self.pick([*COMMON, *self.pool])
            if command == "record_survey" and isinstance(case.content, Addition):
                survey = Survey(found=True, worthy=True, on=self.desk.moment().on)
                content = Addition(worthy=True, survey=survey)
        move = Move(
            case=case.id,
            command=command,
            seen=Seen(case.version - behind, case.digest),
            reason=self.pick(fitting or REASONS if not wild else REASONS),
            note=self.pick(words),
            result=self.pick(words),
            content=content,
            receiver=Receiver(post="program_manager", program="BEDAH-RUMAH", level="district"),
            channel="home",
        )
        result = self.attempt(move, self.actor(post))
        if result is not None:
            assert result.version > self.cases[case.id]
            assert not behind
            self.done[command] += 1
            self.check()

    def stored(self, case: str) -> Case:
        with self.desk.work() as work:
            return work.case(case)

    def check(self) -> None:
        with self.desk.work() as work:
            for case_id in self.cases:
                case = work.case(case_id)
                history = tuple(work.events(f"case/{case_id}"))
                assert fold(history) == case
                assert case.version == len(work.tx.read(f"case/{case_id}")) >= self.cases[case_id]
                if case.version > self.cases[case_id]:
                    self.cases[case_id] = case.version
                    assert the_oracle().broken(history, self.scene(case, work)) == []
                assert WORLD.persons.get(case.recorder.officer) == case.recorder.person

    def scene(self, case: Case, work: Work) -> Scene:
        programs = {code: program for code in PROGRAMS if (program := work.program(code)) is not None}
        return Scene(
            setting=work.setting,
            process=work.process(case.rulebook),
            programs=programs,
            household=work.household(case.household) if case.household else None,
        )

    def end(self) -> None:
        assert self.desk.verify() == {}
        with self.desk.work() as work:
            assert list(replay.differences(work)) == []


COMMON = [
    *(Need(program=program) for program in PROGRAMS),
    Addition(worthy=True),
    Change(changes=[FieldChange(unit=WORLD.other, variable="toilet", new="own")]),
    Complaint(topic="not-received", text="kosong", program="PKH"),
    Complaint(topic="removed", text="dicoret", program="SEMBAKO"),
    Complaint(topic="other", text="tanpa nama", anonymous=True),
    Complaint(topic="officer", text="kasar", about="sari-2", program="PKH"),
    Problem(text="bingung"),
    Enquiry(text="syarat PKH?"),
]
CONTENTS = some.contents(PROGRAMS, units=["", *WORLD.units], about=["", "sari", "budi", "dewi"])
FORMS = some.household_forms(("61.12.01.2001", "61.12.02.2001", "99.99"))


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    """Hypothesis finds what is said; a seed, which shrinks badly but goes far, who does what."""
    random = Random(draw(st.integers(0, 2**32)))
    pool = draw(st.lists(CONTENTS, min_size=1, max_size=3))
    return Walk(random, draw(st.sampled_from(BOOKS)), pool, draw(st.lists(FORMS, min_size=1, max_size=2)))


def walk(walked: Walk, steps: int) -> Counter[str]:
    walked.visit()
    for _ in range(steps):
        walked.step()
    walked.end()
    return walked.done


def test_random_walks() -> None:
    done: Counter[str] = Counter()

    @settings(max_examples=20)
    @given(walks())
    def go(walked: Walk) -> None:
        done.update(walk(walked, 60))

    go()
    # A walk that is always refused would prove nothing.
    assert {"submit", "endorse", "inform"} <= done.keys()
    assert len(done) >= 15


@pytest.mark.long
@settings(max_examples=1500)
@given(walks())
def test_long_random_walks(walked: Walk) -> None:
    walk(walked, 150)

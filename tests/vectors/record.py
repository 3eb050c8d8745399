"""Records histories under the rulebook as it stands: ``python -m tests.vectors.record 0.3.0``, once for each release.

Officers walk at random through the tables, with a liking for rows that nobody took yet, and now and then ask for what
is refused. Walks that bring nothing new are not kept.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from random import Random

from slrt_core.model import Assignment, Complaint, Decree, Enquiry, FieldChange, Officer, Problem, Receiver, Survey, Way
from slrt_core.model.cases import Case
from slrt_core.model.commands import Move, Seen
from slrt_core.model.contents import Addition, Change, Content, Need, Participation, kind_of
from slrt_core.model.events import CaseEvent, CaseOpened, Moved
from slrt_core.model.identity import Private
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.rules import deadlines
from slrt_core.rules.process import open_referral, opened
from slrt_core.rules.process import step as after_one
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing import small_district
from tests.vectors.recorded import FOLDER, WORDS, History, Step, World, actors, write

OTHER = {
    "after_supervisor": "secretariat",
    "back_office_needs_manager": "no",
    "puskesos_supervised": "yes",
    "village_referral_supervisor": "asked",
    "participation_reviewed": "no",
    "membership_receiver": "program_manager",
    "list_checked_by": "front_office",
    "walkin_feedback": "facilitator",
    "unlisted_case": "waits",
}
MONDAY = date(2026, 1, 5)
WALKS, STEPS = 9000, 36


def contents(unit: str) -> list[Content]:
    """Something of every kind, and of every class of complaint."""
    return [
        Need(program="PKH", text=WORDS),
        Need(program="BEDAH-RUMAH"),
        Addition(worthy=True, grounds=WORDS),
        Change(changes=[FieldChange(unit=unit, variable="toilet", new="own")]),
        Participation(program="SEMBAKO", unit=unit),
        *(
            Complaint(topic=topic, text=WORDS, program="PKH", class_=class_, sector="social_economic", sensitive=secret)
            for topic, class_, secret in (
                ("not-received", "implementation", False),
                ("removed", "membership", False),
                ("deduction", "implementation", True),
            )
        ),
        Problem(text=WORDS),
        Enquiry(text=WORDS),
    ]


def world() -> tuple[World, str]:
    """A small district with three persons in every post; and a person of its household."""
    district = small_district()
    house = district.acting("sari").record_household(district.form(nik="6112014101859001")).id
    decree = Decree(number="1/2026", dated=date(2026, 1, 1), issuer="Bupati")
    with district.desk.work() as work:
        held = [(account, post) for account, post in district.officers.items()]
        reach = {one.officer: (one.regions, one.programs) for one in work.roster.assignments}
    for number in (2, 3):
        district.desk.load_roster(
            [Officer(id=f"{account}-{number}", name=account) for account, _ in held],
            [
                Assignment(
                    officer=f"{account}-{number}",
                    post=post,
                    regions=reach[account][0],
                    valid_from=date(2026, 1, 1),
                    decree=decree,
                    programs=reach[account][1],
                )
                for account, post in held
            ],
        )
    with district.desk.work() as work:
        household = work.household(house)
        assert household is not None
        programs = {code: found for code in district.programs if (found := work.program(code))}
        made = World(
            books={"default": load_rulebook(), "other": load_rulebook(None, OTHER)},
            roster=work.roster,
            regions=work.regions,
            programs=programs,
            households={"known": household},
        )
    return made, household.members[0].id


class Walk:
    """One case, and officers who take it on."""

    def __init__(self, made: World, unit: str, random: Random, fired: Counter[str]) -> None:
        self.world, self.random, self.fired = made, random, fired
        self.people = actors(made.roster)
        self.book_name = random.choice(list(made.books))
        self.book = made.books[self.book_name]
        self.unit, self.day = unit, MONDAY + timedelta(days=random.randrange(60))
        self.steps: list[Step] = []
        way = Way(random.choice(list(self.book.ways)))
        rule = self.book.ways[way]
        fitting = [one for one in contents(unit) if kind_of(one) in rule.kinds]
        content = random.choice(fitting)
        nameless = isinstance(content, Complaint) and random.random() < 0.2
        self.household = "" if nameless else "known"
        recorder = random.choice([one for one in self.people if one.post in rule.posts])
        opening = CaseOpened(
            case="case-1",
            number="0000-0000-A",
            visit="visit-1",
            way=way,
            kind=kind_of(content),
            content=content,
            digest="as recorded",
            household="" if nameless else made.households["known"].id,
            region="61.12.01.2001",
            at=self._at(),
            on=self.day,
            actor=recorder,
            state=rule.initial,
            rulebook=self.book.hash,
            listed=False,
            vulnerable="unknown",
            due=deadlines.due(self.book.calendar, self.day, rule.days),
        )
        self.events: list[CaseEvent] = [opening]
        self.case: Case = opened(opening)
        self.rows: set[str] = {f"{self.book_name}:{way}:{self.case.kind}"}

    def _at(self) -> datetime:
        return datetime.combine(self.day, time(1, tzinfo=UTC))

    def go(self) -> None:
        """Walk until nobody can go on."""
        for _ in range(STEPS):
            if not self._step():
                return

    def _step(self) -> bool:
        case, book = self.case, self.book
        referral = open_referral(case, book)
        rows = list(book.rows_at(case.kind, case.way, case.state))
        lines = list(book.referral_rows_at(referral.state)) if referral else []
        options = [(row.command, row.place, row.posts, row.scope) for row in rows]
        options += [(line.command, line.place, line.posts, line.side) for line in lines]
        options = [one for one in options if not one[0].startswith("referral_")]
        if not options:
            return False
        fresh = [one for one in options if not self.fired[self._name(one)]]
        ending = {"withdraw", "close", "expire", "reject", "return"}
        if case.referral and case.referral.state == "draft" and case.approved:
            # What the manager approved is referred now, else few would ever get so far.
            fresh = [one for one in options if one[0] == "refer"]
        calm = [one for one in options if one[0] not in ending] or options
        command, place, posts, side = self.random.choice(fresh or self.random.choice([options, calm, calm, calm]))
        self.day += timedelta(days=self.random.choice([0, 1, 1, 2]))
        if side == "system" and self.random.random() < 0.8:
            self.day += timedelta(days={"escalate": 40, "expire": 160}.get(command, 1))
        if side == "system":
            actor = SYSTEM
        elif side == "receiver" and referral:
            actor = self._officer((referral.receiver.post,))
        else:
            actor = self._officer(posts)
        if self.random.random() < 0.08 and side != "system":
            actor = self.random.choice(self.people)
            command = self.random.choice([command, self.random.choice(sorted(book.commands))])
        self._take(self._move(command), actor, self._name((command, place, posts, side)))
        return True

    def _name(self, option: tuple[str, str, tuple[str, ...], str]) -> str:
        return f"{self.book_name}:{option[1]}"

    def _officer(self, posts: tuple[str, ...]) -> Actor:
        held = [one for one in self.people if one.post in posts and one.person not in {"tono", "rina"}]
        return self.random.choice(held or self.people)

    def _move(self, command: str) -> Move:
        case, book = self.case, self.book
        fitting = [code for code, choice in book.choices.items() if command in choice.commands]
        content: Content | None = None
        if command == "record_survey":
            content = Addition(worthy=True, survey=Survey(found=True, worthy=True, on=self.day))
        elif command == "map":
            content = self.random.choice([one for one in contents(self.unit) if kind_of(one) in {"need", "complaint"}])
        elif command == "correct":
            content = self.random.choice([one for one in contents(self.unit) if kind_of(one) is case.kind])
        vague = self.random.random() < 0.08
        return Move(
            case=case.id,
            command=command,
            seen=None if vague and self.random.random() < 0.5 else Seen(case.version, case.digest),
            reason="" if vague else self.random.choice(fitting or [""]),
            note=Private() if vague else WORDS,
            result=Private() if vague else WORDS,
            content=content,
            receiver=self._receiver() if command == "forward" else None,
            channel="home",
        )

    def _receiver(self) -> Receiver:
        if self.case.state == "village_referral":
            return Receiver(post="village_body", region=self.case.region, level="village")
        return Receiver(post="program_manager", program=self.random.choice(["SEMBAKO", "BEDAH-RUMAH"]))

    def _take(self, move: Move, actor: Actor, row: str) -> None:
        step = Step(on=self.day, actor=actor, move=move)
        decision = self.world.decide(self._history(), step, self.case)
        self.steps.append(
            Step(
                on=self.day,
                actor=actor,
                move=move,
                gave=len(decision.events),
                refused=tuple(sorted({reason.code for reason in decision.reasons})),
                told=tuple((notice.to, notice.purpose) for notice in decision.notices),
            )
        )
        if decision.allowed:
            self.events += decision.events
            self.case = reduce(after_one, decision.events, self.case)
            self.rows.add(row)
            # The end of a referral takes a row of the case with it.
            moves = [event for event in decision.events if isinstance(event, Moved)]
            self.rows |= {f"{self.book_name}:{event.command}:{self.case.kind}" for event in moves}
        else:
            self.rows |= {f"refused:{reason.code}" for reason in decision.reasons}

    def _history(self) -> History:
        return History(
            book=self.book_name,
            household=self.household,
            events=tuple(self.events),
            steps=tuple(self.steps),
            final=self.case,
        )

    def history(self) -> History:
        """What was recorded."""
        return self._history()


def record(seed: int = 1) -> tuple[World, list[History], Counter[str]]:
    """Walks that between them take as many rows as were found."""
    made, unit = world()
    fired: Counter[str] = Counter()
    kept: list[History] = []
    random = Random(seed)
    for _ in range(WALKS):
        walk = Walk(made, unit, random, fired)
        walk.go()
        fresh = {row for row in walk.rows if not fired[row]}
        if fresh:
            kept.append(walk.history())
            fired.update(walk.rows)
    return made, kept, fired


if __name__ == "__main__":
    made, kept, fired = record()
    write(FOLDER / sys.argv[1], made, kept)
    print(len(kept), "histories,", sum(len(one.steps) for one in kept), "decisions,", len(fired), "things covered")
    lines = {(name, row.place) for name, book in made.books.items() for row in book.rows if row.scope != "system"}
    lines |= {(name, line.place) for name, book in made.books.items() for line in book.referral_rows}
    missing = sorted(f"{name}:{place}" for name, place in lines if not fired[f"{name}:{place}"])
    print(len(missing), "of", len(lines), "lines never taken:", *missing)

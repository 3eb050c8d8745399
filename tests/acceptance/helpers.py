"""A small district to tell stories in: two sub-districts with two villages each, and somebody in every post.

The places are those of Kubu Raya, the people are invented. Every identity number has a serial of 9000 and above.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs

import slrt_core as slrt
from slrt_core.adapters.seeded import ManualClock
from slrt_core.desk import replay
from slrt_core.desk.kinds import KINDS
from slrt_core.model.cases import Case, Feedback
from slrt_core.model.commands import EndAssignment
from slrt_core.model.contents import Content
from slrt_core.model.events import Event
from slrt_core.model.officers import HOST
from slrt_core.model.regions import DatedCode, Level, Region, RegionCode

PROVINCE, DISTRICT, ELSEWHERE = "61", "61.12", "61.11"
RIVER, RASAU = "61.12.01", "61.12.07"
V1, V2, V3, V4 = "61.12.01.2001", "61.12.01.2003", "61.12.07.2001", "61.12.07.2002"

NEW_YEAR = date(2026, 1, 1)
MONDAY = datetime(2026, 1, 5, 1, tzinfo=UTC)
"""Monday the 5th of January, eight in the morning in Pontianak."""

GHOST = "0" * 20
"""The end of an id that nothing has."""

DECREE = slrt.Decree(number="12/2026", dated=date(2026, 1, 1), issuer="Bupati Kubu Raya")

PLACES = (
    (PROVINCE, "Kalimantan Barat", Level.PROVINCE),
    (ELSEWHERE, "Kayong Utara", Level.REGENCY),
    (DISTRICT, "Kubu Raya", Level.REGENCY),
    (RIVER, "Sungai Raya", Level.SUBDISTRICT),
    (RASAU, "Rasau Jaya", Level.SUBDISTRICT),
    (V1, "Sungai Raya", Level.VILLAGE),
    (V2, "Arang Limbung", Level.VILLAGE),
    (V3, "Rasau Jaya Umum", Level.VILLAGE),
    (V4, "Rasau Jaya Satu", Level.VILLAGE),
)

STAFF: tuple[tuple[str, str, str, str], ...] = (
    ("sari", "facilitator", V1, ""),
    ("sinta", "facilitator", V1, ""),
    ("tono", "facilitator", V2, ""),
    ("wati", "facilitator", V3, ""),
    ("yuli", "facilitator", V4, ""),
    ("budi", "supervisor", RIVER, ""),
    ("bayu", "supervisor", RIVER, ""),
    ("bella", "supervisor", RASAU, ""),
    ("maya", "manager", DISTRICT, ""),
    ("mira", "manager", DISTRICT, ""),
    ("fifi", "front_office", DISTRICT, ""),
    ("fajar", "front_office", DISTRICT, ""),
    ("rani", "review_analysis", DISTRICT, ""),
    ("rudi", "review_analysis", DISTRICT, ""),
    ("bagus", "back_office", DISTRICT, ""),
    ("bintang", "back_office", DISTRICT, ""),
    ("ani", "administrator", DISTRICT, ""),
    ("teguh", "technical_assistant", DISTRICT, ""),
    ("koko", "puskesos_coordinator", V1, ""),
    ("dani", "puskesos_data", V1, ""),
    ("lina", "puskesos_service", V1, ""),
    ("luki", "puskesos_service", V3, ""),
    ("vina", "village_body", V1, ""),
    ("vito", "village_body", V2, ""),
    ("dewi", "program_manager", DISTRICT, "PKH SEMBAKO"),
    ("dodi", "program_manager", DISTRICT, "PKH SEMBAKO"),
    ("rina", "program_manager", DISTRICT, "RUTILAHU"),
    ("prita", "program_manager", PROVINCE, "BEASISWA"),
    ("yoga", "program_manager", DISTRICT, "SANTUNAN"),
    ("xena", "program_manager", ELSEWHERE, "PKH SEMBAKO"),
    ("ratna", "registry_manager", PROVINCE, ""),
    ("ridwan", "registry_manager", PROVINCE, ""),
    ("tika", "coordination_team", DISTRICT, ""),
    ("heru", "secretariat_head", DISTRICT, ""),
    ("agus", "administration_head", DISTRICT, ""),
    ("sekar", "data_section_head", DISTRICT, ""),
)

PROGRAMS = (
    ("PKH", slrt.GovernanceLevel.CENTRE, True),
    ("SEMBAKO", slrt.GovernanceLevel.CENTRE, False),
    ("BEASISWA", slrt.GovernanceLevel.PROVINCE, False),
    ("RUTILAHU", slrt.GovernanceLevel.DISTRICT, False),
    ("SANTUNAN", slrt.GovernanceLevel.NON_GOVERNMENT, False),
)

_serial = itertools.count(9001)


def nik(born: date = date(1985, 1, 1), *, female: bool = True) -> str:
    """A well-formed NIK that nobody has: its serial is 9000 or more, and never the same twice."""
    day = born.day + 40 if female else born.day
    return f"611201{day:02}{born.month:02}{born.year % 100:02}{next(_serial) % 1000 + 9000:04}"


def region_tree() -> tuple[Region, ...]:
    """The places as regions."""
    return tuple(
        Region(
            id=code,
            name=name,
            level=level,
            parent=code.rpartition(".")[0] or None,
            codes=(DatedCode(code=RegionCode.parse(code), valid_from=NEW_YEAR),),
        )
        for code, name, level in PLACES
    )


def program(code: str, level: slrt.GovernanceLevel, *, listing: bool = False, **more: Any) -> slrt.Program:
    """A program."""
    return slrt.Program(
        code=code,
        name=slrt.Text(code, code),
        provider=slrt.Provider(id=f"of-{code.lower()}", name=slrt.Text("pengelola", "provider"), level=level),
        unit=slrt.UnitKind.FAMILY,
        benefit=slrt.Text("bantuan", "aid"),
        requires_listing=listing,
        **more,
    )


def assignment(officer: str, post: str, region: str, programs: str = "", **more: Any) -> slrt.Assignment:
    """A post from the new year on."""
    terms: dict[str, Any] = {"valid_from": NEW_YEAR, "decree": DECREE} | more
    return slrt.Assignment(officer=officer, post=post, regions=(region,), programs=tuple(programs.split()), **terms)


def person(name: str = "Siti", *, nik: str | None = None, head: bool = True, **more: Any) -> slrt.PersonForm:
    """A woman, born on 1 January 1985."""
    facts = {"birth_date": date(1985, 1, 1), "sex": "female", "relation": "head" if head else "child"}
    return slrt.PersonForm(name=name, nik=nik, facts=facts | more.pop("facts", {}), **more)


def form(region: str = V1, *members: slrt.PersonForm, **more: Any) -> slrt.HouseholdForm:
    """A household of one family."""
    family = slrt.FamilyForm(members=members or (person(nik=nik()),))
    return slrt.HouseholdForm(region=region, address="Jl. Adi Sucipto", families=(family,), **more)


@attrs.define
class World:
    """A desk with all that stands around it.

    Args:
        desk: the desk.
        clock: its clock.
        path: the SQLite file; none for the store in memory.
    """

    desk: slrt.Desk
    clock: ManualClock
    path: Path | None

    # ---------------------------------------------------------------- people

    def at(self, officer: str, post: str | None = None) -> slrt.Acting:
        """An officer at work."""
        return self.desk.acting_as(officer, post)

    def see(self, officer: str, case: str | slrt.CaseResult, post: str | None = None) -> slrt.WorkItem:
        """What an officer sees of a case now."""
        return self.at(officer, post).item(case)

    def do(
        self, officer: str, command: str, case: slrt.CaseResult, *, post: str | None = None, **more: Any
    ) -> slrt.CaseResult:
        """Look at a case, then take a step."""
        acting = self.at(officer, post)
        return acting.perform(command, acting.item(case), **more)

    def appoint(self, officer: str, post: str, region: str, programs: str = "", **more: Any) -> None:
        """Give a post, to a new account if need be; ``person`` names whose account it is."""
        fresh = slrt.Officer(id=officer, name=officer.title(), person=more.pop("person", ""))
        known = officer in self.desk.roster()
        self.desk.load_roster([] if known else [fresh], [assignment(officer, post, region, programs, **more)])

    def dismiss(self, officer: str, post: str, last_day: date) -> None:
        """End a post."""
        self.desk.perform(EndAssignment(officer=officer, post=post, last_day=last_day), HOST)

    def moves_in(self, officer: str, household: str) -> None:
        """Put on record in which household an officer lives."""
        known = self.desk.roster().officer(officer)
        self.desk.load_roster([attrs.evolve(known, household=household)], [])

    def go_to(self, day: date) -> None:
        """Let it be eight in the morning of a day."""
        self.clock.set(datetime(day.year, day.month, day.day, 1, tzinfo=UTC))

    @property
    def today(self) -> date:
        """The date in the office."""
        return self.desk.moment().on

    # ---------------------------------------------------------------- households and cases

    def household(self, region: str = V1, *, listed: bool = True) -> str:
        """A household that is on the central list, or one that only the district knows."""
        if not listed:
            return self.at(facilitator_of(region)).record_household(form(region)).id
        known = f"h-list-{next(_serial)}"
        facts = {"central_status": "listed", "decile": 2}
        self.desk.load_households([form(region, id=known, facts=facts)], "central-list")
        return known

    def visit(self, *items: Content, by: str = "sari", household: str = "", **more: Any) -> slrt.VisitResult:
        """A visit to a listed household of the first village, unless said otherwise."""
        return self.at(by, more.pop("post", None)).record_visit(household or self.household(), items, **more)

    def opened(self, *items: Content, **more: Any) -> slrt.CaseResult:
        """The first case of a visit."""
        return self.visit(*(items or (a_need(),)), **more).cases[0]

    def submitted(self, *items: Content, **more: Any) -> slrt.CaseResult:
        """A case that waits for the supervisor of the first village."""
        return self.do(more.get("by", "sari"), "submit", self.opened(*items, **more))

    def endorsed(self, *items: Content, **more: Any) -> slrt.CaseResult:
        """A case that waits for the manager."""
        return self.do("budi", "endorse", self.submitted(*items, **more))

    def referred(self, *items: Content, **more: Any) -> slrt.CaseResult:
        """A case that waits for its receiver."""
        return self.do("maya", "refer", self.endorsed(*items, **more))

    def completed(self, *items: Content, by: str = "dewi", **more: Any) -> slrt.CaseResult:
        """A case that was accepted and carried out; the household is to be told."""
        accepted = self.do(by, "accept", self.referred(*items, **more))
        return self.do(by, "complete", accepted, result="sudah disalurkan")

    def rejected(self, *items: Content, by: str = "budi", **more: Any) -> slrt.CaseResult:
        """A case that the supervisor rejected; the household is to be told."""
        return self.do(by, "reject", self.submitted(*items, **more), reason="not-entitled")

    def closed(self, case: slrt.CaseResult, by: str = "sari") -> slrt.CaseResult:
        """The case after the household was told."""
        return self.do(by, "close", self.do(by, "inform", case, note="hasilnya sudah ada", channel="home"))

    def at_front(self, *items: Content, by: str = "fifi", **more: Any) -> slrt.CaseResult:
        """A case that somebody brought to the SLRT office."""
        return self.opened(*items, by=by, way="slrt_office", **more)

    def at_back(self, *items: Content, **more: Any) -> slrt.CaseResult:
        """A case from the office that was examined and waits for the back office."""
        examined = self.do("fifi", "pass_on", self.at_front(*items, **more))
        return self.do("rani", "pass_on", examined)

    def approved(self, *items: Content, **more: Any) -> slrt.CaseResult:
        """A case which the back office may refer."""
        asked = self.do("bagus", "request_approval", self.at_back(*items, **more))
        return self.do("maya", "approve", asked)

    # ---------------------------------------------------------------- what came of it

    def case(self, case: str | slrt.CaseResult) -> Case:
        """The case as it is stored."""
        with self.desk.work() as work:
            return work.case(case if isinstance(case, str) else case.id)

    def waiting(self, case: slrt.CaseResult) -> dict[str, set[str]]:
        """Who has the case on a worklist, in any post held today, and what they are waited for."""
        found = {}
        roster = self.desk.roster()
        for officer in roster.officers:
            for post in {held.post for held in roster.held(officer.id, self.today)}:
                for item in self.at(officer.id, post).worklist():
                    if item.id == case.id:
                        found[officer.id] = set(item.commands)
        return found

    def assert_waits(self, case: slrt.CaseResult, *officers: str, to: str = "") -> None:
        """The case stands on the worklists of these officers, and of nobody else.

        Who may tell the household how it stands may have it besides: the facilitators of its village (S4, P14(1)g),
        and the back office (L1.6b).
        """
        found = self.waiting(case)
        telling = {name for name, commands in found.items() if commands <= {"inform", "not_reached", "close"}}
        besides = telling & {"sari", "sinta", "bagus", "bintang"}
        assert set(found) - (besides - set(officers)) == set(officers)
        for officer in officers:
            assert not to or to in found[officer]

    def history(self, case: slrt.CaseResult, reader: str = "maya") -> list[tuple[str, str, str]]:
        """Who did what in which post, as the timeline tells it."""
        book = self.desk.rulebook
        posts = {rule.label: name for name, rule in book.posts.items()}
        did = {rule.label: name for name, rule in book.commands.items()}
        did |= {rule.label: name for name, rule in book.ways.items()}
        steps = self.at(reader).timeline(case)
        for step in steps:
            assert step.basis.rule
            assert all((step.post.id, step.post.en, step.did.id, step.did.en, step.reached.id, step.reached.en))
        return [(step.who.lower(), posts[step.post], did[step.did]) for step in steps]

    def feedback(self, case: slrt.CaseResult) -> list[tuple[str, str, bool]]:
        """Who told the household, by which way, and whether it was reached."""
        given: tuple[Feedback, ...] = self.case(case).feedback
        return [(item.actor.officer, item.channel, item.reached) for item in given]

    def told(self, case: slrt.CaseResult) -> list[tuple[str, str]]:
        """The messages that wait to be sent about a case: to which post, what for."""
        return [(notice.to, notice.purpose) for notice in self.desk.outbox() if notice.case == case.id]

    def assert_whole(self) -> None:
        """The chain of the journal is whole, and everything stored is the fold of its events."""
        assert self.desk.verify() == {}
        with self.desk.work() as work:
            assert list(replay.differences(work)) == []

    def dump(self) -> dict[str, list[Any]]:
        """All that the store holds, but the record of looks."""
        if self.path is not None:
            return {name: rows for name, rows in _tables(self.path) if name != "slrt_look"}
        district = self.desk._room.storage._districts[DISTRICT]  # type: ignore[attr-defined]
        kept = {key: held for key, held in district.records.items() if key[0] != "look"}
        return {
            "records": sorted((key, held.version, held.body) for key, held in kept.items()),
            "streams": sorted((name, tuple(entries)) for name, entries in district.streams.items() if entries),
            "claims": sorted(district.claims.items()),
        }

    def count(self, kind: str) -> int:
        """How many records of a kind there are."""
        assert kind in {known.name for known in KINDS}
        return sum(1 for _ in self._records(kind))

    def _records(self, kind: str) -> Iterator[object]:
        if self.path is not None:
            yield from dict(_tables(self.path))[f"slrt_{kind}"]
        else:
            records = self.desk._room.storage._districts[DISTRICT].records  # type: ignore[attr-defined]
            yield from (key for key in records if key[0] == kind)

    def events(self, stream: str) -> list[Event]:
        """The events of a stream."""
        with self.desk.work() as work:
            return list(work.events(stream))


def _tables(path: Path) -> Iterator[tuple[str, list[Any]]]:
    connection = sqlite3.connect(path)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        for name in names:
            yield name, sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608
    finally:
        connection.close()


def furnish(desk: slrt.Desk) -> None:
    """Give a new desk its map, its people and its catalogue."""
    desk.load_regions(region_tree(), "test")
    officers = [slrt.Officer(id=name, name=name.title()) for name, *_ in STAFF]
    desk.load_roster(officers, [assignment(*line) for line in STAFF])
    desk.load_programs([program(code, level, listing=listing) for code, level, listing in PROGRAMS], "test")


def facilitator_of(region: str) -> str:
    """The first facilitator of a village."""
    return next(name for name, post, where, _ in STAFF if post == "facilitator" and where == region)


def a_need(program: str = "SEMBAKO") -> slrt.Need:
    """A need."""
    return slrt.Need(program=program, text="butuh bantuan pangan")


def a_complaint(topic: str = "not-received", program: str = "SEMBAKO", **more: Any) -> slrt.Complaint:
    """A complaint about how a program is carried out, unless said otherwise."""
    return slrt.Complaint(topic=topic, program=program, text="saldo kosong sejak Juli", **more)


def assert_words(reasons: Iterable[slrt.Reason]) -> None:
    """Every reason has a code, and different words in Indonesian and in English."""
    found = tuple(reasons)
    assert found
    for reason in found:
        assert reason.code
        assert reason.text.id.strip()
        assert reason.text.en.strip()
        assert reason.text.id != reason.text.en

"""One case of the small district, played by the real decisions without a desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import define, evolve, field

from slrt_core.model import Complaint, Need
from slrt_core.model.cases import Case, Way
from slrt_core.model.contents import Content
from slrt_core.model.events import CaseEvent, CaseOpened
from slrt_core.model.officers import SYSTEM, Actor, Roster
from slrt_core.model.programs import Program
from slrt_core.model.regions import RegionTree
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Scene
from slrt_core.rules.rulebook import Rulebook, load_rulebook
from slrt_core.testing import small_district

VILLAGE = "61.12.01.2001"
BOOK = load_rulebook()
SP4N = load_rulebook(None, {"complaint_deadlines": "sp4n"})


def _district() -> tuple[Roster, RegionTree, Mapping[str, Program], Mapping[str, str]]:
    district = small_district()
    with district.desk.work() as work:
        programs = {code: found for code in district.programs if (found := work.program(code))}
        return work.roster, work.regions, programs, district.officers


ROSTER, REGIONS, PROGRAMS, POSTS = _district()


@define
class Story:
    """A case and the day; each step moves both on."""

    on: date
    book: Rulebook = BOOK
    roster: Roster = ROSTER
    case: Case | None = None
    events: list[CaseEvent] = field(factory=list)
    told: list[tuple[str, str]] = field(factory=list)

    @property
    def scene(self) -> Scene:
        setting = Setting(rulebook=self.book, roster=self.roster, regions=REGIONS, on=self.on)
        return Scene(setting=setting, programs=PROGRAMS)

    @property
    def now(self) -> Case:
        assert self.case is not None
        return self.case

    def opens(self, content: Content, way: Way = Way.HOME_VISIT, who: str = "sari") -> Story:
        scene = self.scene
        self.case = scene.open(content, way, self.actor(who), VILLAGE)
        self.events = [_opening(self.now)]
        return self

    def actor(self, who: str) -> Actor:
        return SYSTEM if who == "system" else Actor(officer=who, person=who, post=POSTS[who])

    def codes(self, who: str, command: str, **more: object) -> set[str]:
        """Why not; empty if it was done."""
        move = self.scene.seen(self.now, command, **{"note": "kata", "result": "kata", "channel": "home", **more})
        decision = self.scene.decide(self.now, move, self.actor(who))
        self.events += decision.events
        self.case = self.scene.after(self.now, decision.events)
        self.told += [(notice.to, notice.purpose) for notice in decision.notices]
        return {reason.code for reason in decision.reasons}

    def does(self, who: str, command: str, **more: object) -> Story:
        assert self.codes(who, command, **more) == set()
        return self

    def at(self, month: int, day: int) -> Story:
        self.on = date(2026, month, day)
        return self

    def referred(self) -> Story:
        """Recorded, reviewed and referred on the same day."""
        content = Complaint(topic="not-received", text="kosong", program="PKH", class_="implementation")
        self.opens(content).does("sari", "submit").does("budi", "endorse")
        return self.does("maya", "refer")


def a_need() -> Need:
    return Need(program="PKH")


def _opening(case: Case) -> CaseEvent:
    return CaseOpened(
        case=case.id,
        number=case.number,
        visit=case.visit,
        way=case.way,
        kind=case.kind,
        content=case.content,
        digest=case.digest,
        household=case.household,
        region=case.region,
        at=case.opened_at,
        on=case.opened_on,
        actor=case.recorder,
        state=case.state,
        rulebook=case.rulebook,
        listed=case.listed,
        vulnerable=case.vulnerable,
        due=case.due,
    )


def without(roster: Roster, *posts: str) -> Roster:
    """The roster without anybody in some posts."""
    return evolve(roster, assignments=tuple(held for held in roster.assignments if held.post not in posts))

"""One case played by itself: the real decisions, without a desk or a store.

The explorer searches scenes, stories are told in them, and a rulebook's tests need nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from slrt_core.model.commands import Moment, Move, Seen
from slrt_core.model.contents import Content, kind_of
from slrt_core.model.events import CaseEvent, CaseOpened
from slrt_core.model.officers import Actor, Roster
from slrt_core.model.programs import Program
from slrt_core.model.registry import CentralStatus, Household
from slrt_core.rules import access, deadlines
from slrt_core.rules.access import Setting
from slrt_core.rules.process.befalling import Home
from slrt_core.rules.process.deciding import Decision, decide
from slrt_core.rules.process.evolving import after, opened
from slrt_core.rules.process.intake import intake
from slrt_core.rules.process.surroundings import Surroundings
from slrt_core.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from slrt_core.model.cases import Case, Way
    from slrt_core.reasons import Reason

__all__ = ["Scene"]

_MORNING = time(1, tzinfo=UTC)


@frozen(kw_only=True, slots=False)
class Scene:
    """A small world around one case.

    Args:
        setting: current rulebook, roster, map and day.
        process: the rulebook whose rows the case follows, under its program's protocol; the current one if not given.
        programs: those in force, by code.
        household: whose case it is; ``None`` for an anonymous complaint.
        home: whose it is from here on, for the steps that follow from what befell the household; ``None`` for others.
        decider: decides; another than the production one only where somebody tests what finds its faults.
        folder: folds events; likewise.
    """

    setting: Setting
    process: Rulebook = field()
    programs: Mapping[str, Program] = field(factory=dict, hash=False)
    household: Household | None = None
    home: Home | None = None
    decider: Callable[[Case, Move, Actor, Moment, Surroundings], Decision] = field(default=decide, hash=False)
    folder: Callable[[Case, tuple[CaseEvent, ...]], Case] = field(default=after, hash=False)

    @process.default
    def _current(self) -> Rulebook:
        return self.setting.rulebook

    @cached_property
    def moment(self) -> Moment:
        """The morning of the day."""
        return Moment(at=datetime.combine(self.setting.on, _MORNING), on=self.setting.on)

    def later(self, days: int) -> Scene:
        """The same some calendar days later."""
        return evolve(self, setting=evolve(self.setting, on=self.setting.on + timedelta(days=days)))

    def on(self, day: date) -> Scene:
        """The same on another day."""
        return evolve(self, setting=evolve(self.setting, on=day))

    def staffed(self, roster: Roster) -> Scene:
        """The same with other officers."""
        return evolve(self, setting=evolve(self.setting, roster=roster))

    def actor(self, officer: str, post: str) -> Actor:
        """An account in a post, with the person behind it."""
        return Actor(officer=officer, person=self.setting.roster.officer(officer).person, post=post)

    def open(self, content: Content, way: Way, recorder: Actor, region: str, case: str = "case-1") -> Case:
        """The case as somebody records it; whether they may is not asked here."""
        return opened(self.opening(content, way, recorder, region, case))

    def opening(self, content: Content, way: Way, recorder: Actor, region: str, case: str = "case-1") -> CaseOpened:
        """The event with which such a case begins."""
        book = self.setting.rulebook
        return CaseOpened(
            case=case,
            number="0000-0000-A",
            visit="visit-1",
            way=way,
            kind=kind_of(content),
            content=content,
            digest="as recorded",
            household=self.household.id if self.household else "",
            region=region,
            at=self.moment.at,
            on=self.moment.on,
            actor=recorder,
            state=book.ways[way].initial,
            rulebook=self.process.hash,
            listed=self.household is not None and self.household.central_status is CentralStatus.LISTED,
            vulnerable="unknown",
            due=deadlines.due(book.calendar, self.setting.on, book.first_days(way, content)),
        )

    def refused(self, content: Content, way: Way, recorder: Actor, region: str) -> tuple[Reason, ...]:
        """Why somebody may not record such a case; nothing if they may."""
        mandate = access.mandate(self.setting, recorder, region)
        return (*mandate, *intake(self.setting, way, (content,), self.household, recorder, region=region))

    def decide(self, case: Case, move: Move, actor: Actor) -> Decision:
        """Decide on one move, as the desk would.

        Raises:
            Conflict: the officer looked at another version of the case.
        """
        receiver = move.receiver
        around = Surroundings(
            setting=self.setting,
            process=self.process.under(case.program),
            look_up=lambda: self.household,
            program=self.programs.get(case.program),
            forwarded_to=self.programs.get(receiver.program) if receiver else None,
            referral_id=f"referral-{len(case.referrals) + 1}",
            digest=f"after {case.version}" if move.content is not None else "",
            home=self.home,
        )
        return self.decider(case, move, actor, self.moment, around)

    def seen(self, case: Case, command: str, **more: object) -> Move:
        """A move by somebody who looked at the case as it stands."""
        return Move(case=case.id, command=command, seen=Seen(case.version, case.digest), **more)  # type: ignore[arg-type]

    def after(self, case: Case, events: tuple[CaseEvent, ...]) -> Case:
        """The case after what was decided."""
        return self.folder(case, events)

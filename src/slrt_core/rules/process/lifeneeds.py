"""What a row of the table of lives may demand, and what it brings about besides the step itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import define, field

from slrt_core.errors import Invalid
from slrt_core.model.facts import Fact
from slrt_core.model.lives import LifeAct, Period, Verification
from slrt_core.model.registry import CentralStatus, Household
from slrt_core.reasons import PROJECT, Basis
from slrt_core.rules.process.effects import Notice
from slrt_core.rules.process.needs import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from slrt_core.model.commands import LifeMove, Moment
    from slrt_core.model.facts import Value
    from slrt_core.model.lives import Meeting
    from slrt_core.model.programs import Program
    from slrt_core.reasons import Reason
    from slrt_core.rules.access import Setting

__all__ = ["LIFE_NEEDS", "Brought", "LifeSituation", "Living", "bring"]


class Living(Protocol):
    """A record that has a life: what a decision may ask of it, whichever kind it is."""

    @property
    def life(self) -> str:
        """Which life it is, ``participation`` or ``program``."""

    @property
    def id(self) -> str:
        """Its key."""

    @property
    def state(self) -> str:
        """As the rulebook names it."""

    @property
    def version(self) -> int:
        """How far its history has come."""

    @property
    def digest(self) -> str:
        """Of what a judgement is about."""

    @property
    def due(self) -> date | None:
        """The last day for the next step."""

    @property
    def household(self) -> str:
        """Whose it is; empty if nobody's."""

    @property
    def unit(self) -> str:
        """The unit that it is about; empty if none."""

    @property
    def region(self) -> str:
        """The village; empty if it is of the whole district."""

    @property
    def program(self) -> str:
        """The program's code."""

    @property
    def recorders(self) -> tuple[str, ...]:
        """The persons who put it on record."""

    @property
    def recorded_for(self) -> tuple[str, ...]:
        """The accounts for which they acted."""

    @property
    def acts(self) -> tuple[LifeAct, ...]:
        """Its history."""

    @property
    def active_from(self) -> date | None:
        """Since when it has been active, if it was."""

    @property
    def commitments(self) -> Mapping[tuple[str, str, str], Value]:
        """What counts of each period, member and kind."""

    @property
    def disbursed(self) -> tuple[str, ...]:
        """The periods of which a disbursement was confirmed."""

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        """Those on record."""

    @property
    def counted(self) -> tuple[str, ...]:
        """The periods that were counted against it."""


@define(kw_only=True, eq=False)
class LifeSituation:
    """All that a need may look at.

    Args:
        setting: rules, roster, map, day.
        record: as it stands.
        move: what is asked.
        look_up: gives the household as it is known now, if it is one's.
        program: as in force today, if it is; of an entry of the catalogue, what was entered.
        basis: of the row.
    """

    setting: Setting
    record: Living
    move: LifeMove
    look_up: Callable[[], Household | None] = lambda: None
    program: Program | None = None
    basis: Basis = PROJECT

    def no(self, code: str, **values: object) -> Reason:
        """A refusal in the words of the rulebook."""
        return self.setting.rulebook.refusal(code, self.basis, "", **values)

    def period(self) -> Period | None:
        """The period that the move names, if it has begun."""
        try:
            period = Period.parse(self.move.period)
        except Invalid:
            return None
        return period if period.first <= self.setting.on else None

    def unmet(self) -> tuple[str, ...]:
        """The periods that have ended, were not counted yet, and in which a commitment was found not met.

        Unknown is not "no": only what somebody found not to be met counts.
        """
        record = self.record
        found = {period for (period, _, _), met in record.commitments.items() if met is False}
        ended = {period for period in found if Period.parse(period).last < self.setting.on}
        return tuple(sorted(ended - set(record.counted)))


def _validity(s: LifeSituation) -> Reason | None:
    program = s.program
    return None if program is not None and program.valid_from <= program.valid_until else s.no("need-validity")


def _last_day(s: LifeSituation) -> Reason | None:
    last = s.move.last_day
    return None if last is not None and last >= s.setting.on else s.no("need-last-day")


def _in_force(s: LifeSituation) -> Reason | None:
    return None if s.program is not None else s.no("need-in-force", program=s.record.program)


def _listed_if_required(s: LifeSituation) -> Reason | None:
    if s.program is None or not s.program.requires_listing:
        return None
    household = s.look_up()
    listed = household is not None and household.central_status is CentralStatus.LISTED
    return None if listed else s.no("need-listed", program=s.record.program)


def _commitments(s: LifeSituation) -> Reason | None:
    period, since = s.period(), s.record.active_from
    fits = period is not None and since is not None and period.last >= since
    return None if fits and s.move.commitments else s.no("need-commitments")


def _unmet(s: LifeSituation) -> Reason | None:
    return None if s.unmet() else s.no("need-unmet")


def _disbursement(s: LifeSituation) -> Reason | None:
    period, since = s.period(), s.record.active_from
    fits = period is not None and since is not None and period.last >= since
    return None if fits and str(period) not in s.record.disbursed else s.no("need-disbursement")


def _attendance(s: LifeSituation) -> Reason | None:
    meeting, since = s.move.meeting, s.record.active_from
    if meeting is None or since is None or not since <= meeting.on <= s.setting.on:
        return s.no("need-attendance")
    return s.no("need-attendance") if any(held.on == meeting.on for held in s.record.meetings) else None


LIFE_NEEDS: dict[str, Callable[[LifeSituation], Reason | None]] = {
    **SHARED,
    "attendance": _attendance,
    "commitments": _commitments,
    "disbursement": _disbursement,
    "in_force": _in_force,
    "last_day": _last_day,
    "listed_if_required": _listed_if_required,
    "unmet": _unmet,
    "validity": _validity,
}


@define(kw_only=True, eq=False)
class Brought:
    """What a step brings about: what the event says besides, facts, and notices."""

    verification: Verification | None = None
    disbursed: str = ""
    meeting: Meeting | None = None
    rests_on: tuple[str, ...] = ()
    facts: list[Fact] = field(factory=list)
    notices: list[Notice] = field(factory=list)


def bring(s: LifeSituation, effects: tuple[tuple[str, str], ...], after: str, moment: Moment) -> Brought:
    """Carry out the effects of a row.

    Args:
        s: the situation; all needs of the row are met.
        effects: of the row, each as its name and its argument.
        after: the state reached.
        moment: when.
    """
    brought, record, move = Brought(), s.record, s.move
    for name, argument in effects:
        match name:
            case "commitments":
                found = tuple(sorted(move.commitments, key=lambda one: (one.member, one.kind)))
                brought.verification = Verification(period=move.period, on=moment.on, commitments=found)
            case "disbursement":
                brought.disbursed = move.period
            case "attendance":
                brought.meeting = move.meeting
            case "rest":
                brought.rests_on = s.unmet()
            case "fact":
                brought.facts.append(
                    Fact(
                        unit=record.unit,
                        variable=f"participation:{record.program}",
                        value=argument,
                        valid_from=moment.on,
                        recorded_at=moment.at,
                        source=record.id,
                    )
                )
            case "notify":
                # It tells where things stand and names nobody: those who are told read no single record (R-PRG-8).
                purpose = f"participation-{move.command if after == record.state else after}"
                brought.notices.append(Notice(to=argument, purpose=purpose, case=record.id))
    return brought

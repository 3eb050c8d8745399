"""The shapes of what a rulebook says of time: closed days, classes of deadlines, pauses, reminders, escalations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from slrt_core.model.contents import CaseKind, Complaint, Content, kind_of
from slrt_core.reasons import PROJECT, Basis, Text

__all__ = [
    "PARTS",
    "Calendar",
    "ClosedDay",
    "Deadlines",
    "DeadlinesFile",
    "Escalation",
    "Override",
    "Pause",
    "TimeClass",
    "Year",
    "YearlyDay",
]

PARTS = ("whole", "part")
"""How much of a year's closed days a file says: all that was published, or only some."""


@frozen(kw_only=True)
class YearlyDay:
    """A holiday on the same date every year, as ``08-17``."""

    day: str
    label: Text


@frozen(kw_only=True)
class ClosedDay:
    """A holiday or collective leave on one date, as published."""

    day: str
    label: Text


@frozen(kw_only=True)
class Year:
    """The closed days of one year, as published; the file ``calendar-2026.toml`` holds that of 2026.

    Args:
        known: ``whole``, or ``part`` where some of it is not published or not entered yet.
        source: the decision that says so.
        basis: the rule that asks for it.
        holidays: national holidays.
        leave: collective leave (*cuti bersama*).
    """

    known: str
    source: Text
    basis: Basis
    holidays: tuple[ClosedDay, ...] = ()
    leave: tuple[ClosedDay, ...] = ()


@frozen(kw_only=True, slots=False, cache_hash=True)
class Calendar:
    """The days on which offices are closed. A day that several entries name is closed once.

    Args:
        weekend: 1 = Monday … 7 = Sunday.
        yearly: holidays on the same date in every year.
        closed: single days besides.
        basis: where it comes from.
        years: what was published for a year, by year.
    """

    weekend: tuple[int, ...]
    yearly: tuple[YearlyDay, ...] = ()
    closed: tuple[ClosedDay, ...] = ()
    basis: Basis = PROJECT
    years: Mapping[str, Year] = field(factory=dict, hash=False)

    @cached_property
    def every_year(self) -> frozenset[str]:
        """Closed each year, as ``08-17``."""
        return frozenset(one.day for one in self.yearly)

    @cached_property
    def days(self) -> frozenset[str]:
        """Closed once, as ``2026-03-21``."""
        published = (one.day for year in self.years.values() for one in (*year.holidays, *year.leave))
        return frozenset((*(one.day for one in self.closed), *published))

    def known(self, year: int) -> str:
        """How much is known of a year: ``whole``, ``part``, or empty where only what recurs every year is."""
        if str(year) in self.years:
            return self.years[str(year)].known
        return "part" if any(one.day.startswith(f"{year}-") for one in self.closed) else ""


@frozen(kw_only=True)
class TimeClass:
    """A class of what people bring, by how long all of it may take.

    Args:
        label: for people.
        kinds: of case.
        topics: of complaints; empty for every other topic of these kinds.
        days: working days from when it was recorded to when there is an answer.
        source: whose standard it is.
        basis: for taking it over.
    """

    label: Text
    kinds: tuple[CaseKind, ...]
    days: int
    source: Text
    basis: Basis
    topics: tuple[str, ...] = ()


@frozen(kw_only=True)
class Override:
    """Other deadlines for some classes, where a state is reached.

    Args:
        classes: of `TimeClass`.
        states: of the case.
        referral_states: of the referral.
        commands: only if it is reached by one of these; by any if empty.
        days: working days, in place of those of the row.
        when: an option that must be so, as ``option=value``.
        basis: where it comes from.
    """

    classes: tuple[str, ...]
    days: int
    basis: Basis
    states: tuple[str, ...] = ()
    referral_states: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    when: str = ""


@frozen(kw_only=True)
class Pause:
    """States in which the clock of those who work on something stands still, because they wait for others.

    Args:
        label: why, in words.
        basis: where it comes from.
        states: of the case.
        referral_states: of the referral.
        at_least: working days that are left at the end of the pause, however late it was when it began.
    """

    label: Text
    basis: Basis
    states: tuple[str, ...] = ()
    referral_states: tuple[str, ...] = ()
    at_least: int = 1


@frozen(kw_only=True)
class Escalation:
    """To which post it goes when one of these is late (R-FUP-5)."""

    waits_for: tuple[str, ...]
    to: str
    basis: Basis


@frozen(kw_only=True)
class Deadlines:
    """What a rulebook says of time besides its tables and its calendar.

    A rulebook of before there was such a file has none of it: every late case goes to the coordination team.

    Args:
        classes: by name.
        overrides: those in force under the settings.
        pauses: by name.
        escalations: the first line that names a post that is waited for counts.
        otherwise: who follows up where no line does.
        remind_before: on how many working days before the deadline those who are waited for are reminded.
    """

    classes: Mapping[str, TimeClass] = field(factory=dict, hash=False)
    overrides: tuple[Override, ...] = ()
    pauses: Mapping[str, Pause] = field(factory=dict, hash=False)
    escalations: tuple[Escalation, ...] = ()
    otherwise: str = "coordination_team"
    remind_before: tuple[int, ...] = ()

    def class_of(self, content: Content) -> str:
        """The class of what a case says; empty if it belongs to none."""
        kind = kind_of(content)
        topic = content.topic if isinstance(content, Complaint) else ""
        fitting = [(name, one) for name, one in self.classes.items() if kind in one.kinds]
        named = next((name for name, one in fitting if topic and topic in one.topics), "")
        return named or next((name for name, one in fitting if not one.topics), "")

    def days_for(self, content: Content, state: str, command: str, days: int, *, referral: bool = False) -> int:
        """How many working days there are in a state.

        Args:
            content: what the case says.
            state: that is reached, of the case or of the referral.
            command: by which.
            days: that the row gives.
            referral: whether it is a state of the referral.
        """
        if not self.overrides:
            return days
        mine = self.class_of(content)
        for one in self.overrides:
            reached = state in (one.referral_states if referral else one.states)
            if mine in one.classes and reached and (not one.commands or command in one.commands):
                return one.days
        return days

    @cached_property
    def _pauses(self) -> Mapping[bool, Mapping[str, str]]:
        return {
            False: {state: name for name, one in self.pauses.items() for state in one.states},
            True: {state: name for name, one in self.pauses.items() for state in one.referral_states},
        }

    def pause_in(self, state: str, *, referral: bool = False) -> str:
        """The name of the pause that a state is; empty if it is none."""
        return self._pauses[referral].get(state, "")

    def follows_up(self, posts: tuple[str, ...]) -> str:
        """The post that follows up with those who are waited for."""
        return next((one.to for one in self.escalations if not set(one.waits_for).isdisjoint(posts)), self.otherwise)


@frozen(kw_only=True)
class DeadlinesFile:
    """What ``deadlines.toml`` may hold; see `Deadlines`."""

    otherwise: str
    remind_before: tuple[int, ...] = ()
    time_class: Mapping[str, TimeClass] = field(factory=dict, hash=False)
    override: tuple[Override, ...] = ()
    pause: Mapping[str, Pause] = field(factory=dict, hash=False)
    escalation: tuple[Escalation, ...] = ()

    def under(self, settings: Mapping[str, str]) -> Deadlines:
        """What of it is in force under chosen settings."""
        return Deadlines(
            classes=self.time_class,
            overrides=tuple(one for one in self.override if _in_force(one.when, settings)),
            pauses=self.pause,
            escalations=self.escalation,
            otherwise=self.otherwise,
            remind_before=tuple(sorted(self.remind_before)),
        )


def _in_force(when: str, settings: Mapping[str, str]) -> bool:
    name, _, value = when.partition("=")
    return not when or settings.get(name) == value

"""Whose clock runs: how long a case lay with whom, computed from its events alone, so that a replay gives the same.

A case waits in one stretch after the other. A stretch begins with a step that sets a deadline and ends with the next
step that changes state or deadline. A day counts as it does for deadlines: the day on which a stretch begins does not,
the day on which it ends does. While a pause lasts, the clock of those who are paused stands still; it is the others'
turn, with a deadline of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.model.cases import Case
from slrt_core.model.events import CaseEvent, CaseOpened, Decided, Moved, ObjectionRaised, Reopened
from slrt_core.rules import deadlines
from slrt_core.rules.process.escalating import waited_for
from slrt_core.rules.process.evolving import opened, step
from slrt_core.rules.process.waiting import open_referral

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import Calendar, Rulebook

__all__ = ["Clocks", "Stretch", "clocks"]


@frozen(kw_only=True)
class Stretch:
    """One stretch of waiting.

    Args:
        state: of the case.
        referral: the state of the open referral; empty if there is none.
        posts: whose clock ran: the posts that were waited for.
        begun: the local date.
        ended: likewise; ``None`` if it goes on.
        due: the deadline.
        used: working days so far.
        allowed: working days from the beginning to the deadline.
        pause: the name of the pause that it is; empty if it is none.
        reason: the reason code with which the pause began; empty if none was given.
    """

    state: str
    referral: str
    posts: tuple[str, ...]
    begun: date
    ended: date | None
    due: date
    used: int
    allowed: int
    pause: str = ""
    reason: str = ""

    @property
    def late(self) -> int:
        """By how many working days it went, or goes, beyond its deadline."""
        return max(0, self.used - self.allowed)


@frozen(kw_only=True)
class Clocks:
    """All stretches of a case, in order.

    Args:
        stretches: from the first to the last.
        time_class: the class of what the case says, as the rulebook names it; empty if it belongs to none.
        standard: working days that a case of this class may take until there is an answer; ``None`` without a class.
        answered: working days until it was settled, pauses left out; of all that passed until now if it is not.
    """

    stretches: tuple[Stretch, ...]
    time_class: str
    standard: int | None
    answered: int

    @property
    def running(self) -> Stretch | None:
        """The stretch that goes on now; ``None`` if nobody is waited for."""
        last = self.stretches[-1] if self.stretches else None
        return last if last is not None and last.ended is None else None

    @property
    def total(self) -> int:
        """Working days on which somebody's clock ran, pauses left out."""
        return sum(one.used for one in self.stretches if not one.pause)

    @property
    def paused(self) -> Mapping[str, int]:
        """Working days of each pause."""
        return _summed((one.pause, one.used) for one in self.stretches if one.pause)

    @property
    def by_state(self) -> Mapping[str, int]:
        """Working days in each state of the case, pauses left out."""
        return _summed((one.state, one.used) for one in self.stretches if not one.pause)


def clocks(
    events: Iterable[CaseEvent], calendar: Calendar, today: date, process: Callable[[str], Rulebook]
) -> Clocks | None:
    """The clocks of a case; ``None`` for an empty stream.

    Args:
        events: of its stream, from the first on.
        calendar: the current one; which days are working days is always today's knowledge.
        today: the local date, at which a stretch that goes on is counted.
        process: the rulebook with a hash.
    """
    case: Case | None = None
    done: list[Stretch] = []
    begun: tuple[date, date] | None = None
    settled: int | None = None

    def lay(ended: date | None) -> None:
        if case is not None and begun is not None:
            done.append(_stretch(case, (*begun, ended), calendar, today, process(case.rulebook).under(case.program)))

    for event in events:
        match event:
            case CaseOpened(on=day, due=due):
                begun = (day, due) if due else None
            case Moved(on=day, due=due) if case is not None and (event.before != event.after or due != case.due):
                lay(day)
                begun = (day, due) if due else None
        case = opened(event) if case is None and isinstance(event, CaseOpened) else _after(case, event)
        match event:
            case Decided():
                settled = len(done)
            case ObjectionRaised() | Reopened():
                settled = None
    if case is None:
        return None
    lay(None)
    rules = process(case.rulebook).under(case.program).deadlines
    name = rules.class_of(case.content)
    return Clocks(
        stretches=tuple(done),
        time_class=name,
        standard=rules.classes[name].days if name else None,
        answered=sum(one.used for one in done[:settled] if not one.pause),
    )


def _stretch(
    case: Case, days: tuple[date, date, date | None], calendar: Calendar, today: date, process: Rulebook
) -> Stretch:
    """A stretch, from the case as it stood while it lasted."""
    begun, due, ended = days
    referral = open_referral(case, process)
    return Stretch(
        state=case.state,
        referral=referral.state if referral else "",
        posts=waited_for(case, process),
        begun=begun,
        ended=ended,
        due=due,
        used=deadlines.working_days_between(calendar, begun, today if ended is None else ended),
        allowed=deadlines.working_days_between(calendar, begun, due),
        pause=case.paused.name if case.paused else "",
        reason=case.paused.reason if case.paused else "",
    )


def _after(case: Case | None, event: CaseEvent) -> Case:
    if case is None:
        raise TypeError(f"a case begins with CaseOpened, not {type(event).__name__}")
    return step(case, event)


def _summed(counted: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for name, days in counted:
        total[name] += days
    return dict(total)

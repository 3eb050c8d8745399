"""The desk with its staff: who acts today, and what the desk said no to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from attrs import define, field, frozen

from slrt_core import Acting, Desk, Reason, Refused
from slrt_core.adapters.seeded import ManualClock
from slrt_core.cli.demo.districts import District, Places
from slrt_core.cli.demo.staff import Staff

__all__ = ["Office", "Refusal"]


@frozen(kw_only=True)
class Refusal:
    """What somebody tried, and why the desk said no."""

    on: date
    account: str
    post: str
    command: str
    reasons: tuple[Reason, ...]


@define(kw_only=True)
class Office:
    """A desk, its clock and its people.

    Args:
        desk: the desk.
        clock: moved by hand, so that a month takes seconds.
        zone: the office's time zone.
        district: which district it is.
        places: its map.
        staff: who works there.
        homes: the households of officers, by account.
    """

    desk: Desk
    clock: ManualClock
    zone: str
    district: District
    places: Places
    staff: Staff
    homes: frozenset[str] = frozenset()
    refusals: list[Refusal] = field(factory=list)
    _deputies: dict[str, tuple[str, date]] = field(factory=dict)
    _acting: dict[tuple[str, str], Acting] = field(factory=dict)

    @property
    def today(self) -> date:
        """The local date."""
        return self.desk.moment().on

    def open(self, day: date, hour: int = 8) -> None:
        """Let the clock stand at an hour of a day."""
        self.clock.set(datetime.combine(day, time(hour), ZoneInfo(self.zone)))

    def acting(self, account: str, post: str) -> Acting:
        """An account in one of its posts."""
        if (account, post) not in self._acting:
            self._acting[account, post] = self.desk.acting_as(account, post)
        return self._acting[account, post]

    def acting_in(self, post: str, place: str = "") -> Acting:
        """Whoever has a post today at a place, or at the district's office; a deputy in their absence."""
        key = place if (post, place) in self.staff.holder else self.district.code
        account, until = self._deputies.get(post, ("", date.min))
        return self.acting(account if self.today <= until else self.staff.holder[post, key], post)

    def deputize(self, post: str, account: str, until: date) -> None:
        """Let somebody else act in a post of the office up to a day (*Plt.*)."""
        self._deputies[post] = (account, until)

    def said_no(self, who: Acting, command: str, error: Refused) -> None:
        """Keep a refusal to be shown."""
        self.refusals.append(
            Refusal(
                on=self.today,
                account=who.actor.officer,
                post=who.actor.post,
                command=command,
                reasons=error.reasons,
            )
        )

    def receivers(self, post: str) -> Mapping[str, str]:
        """Those who answer referrals in a post, by place or program."""
        return self.staff.of_post(post)

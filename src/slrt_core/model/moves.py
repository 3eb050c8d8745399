"""One step, of a case or of another record that has a life: what is asked, when, and what was looked at."""

from __future__ import annotations

from datetime import date, datetime

from attrs import field, frozen

from slrt_core.model.cases import Receiver
from slrt_core.model.contents import Content
from slrt_core.model.identity import NO_WORDS, Private, as_private
from slrt_core.model.lives import Commitment, Meeting

__all__ = ["LifeMove", "Moment", "Move", "Seen", "Transfer"]


@frozen(slots=False)
class Moment:
    """An instant and the local date of the office at that instant; Indonesia has three zones.

    Args:
        at: aware, UTC.
        on: the local date, computed once and stored with what happened.
    """

    at: datetime
    on: date


@frozen(slots=False)
class Seen:
    """What an officer looked at when judging: the case's version and the digest of its content."""

    version: int
    digest: str


@frozen(kw_only=True, slots=False)
class Move:
    """One step of one case.

    Args:
        case: its id.
        command: as the rulebook names it: ``submit``, ``endorse``, ``accept`` …
        seen: what the officer looked at; every judgement must carry it.
        reason: a reason code of the rulebook, where the step needs one.
        note: free words that go with the step; sealed.
        content: the new content, for ``correct`` and ``map``, or with the survey for ``record_survey``.
        receiver: to whom, where the rulebook does not know (forwarding).
        result: the result or answer of a step that settles something.
        channel: how the household was told: ``home``, ``desk``, ``phone``, ``letter``, ``number``.
    """

    case: str
    command: str
    seen: Seen | None = None
    reason: str = ""
    note: Private = field(converter=as_private, default=NO_WORDS)
    content: Content | None = None
    receiver: Receiver | None = None
    result: Private = field(converter=as_private, default=NO_WORDS)
    channel: str = ""


@frozen(kw_only=True)
class Transfer:
    """Let a running case go on under another rulebook (R-APP-10).

    Args:
        case: its id.
        seen: what the plan looked at.
        old: the hash of the rulebook that it follows.
        new: that of the one that it shall follow.
        names: states that are called otherwise there, each with its new name.
        plan: the digest of the plan that showed it.
    """

    case: str
    seen: Seen
    old: str
    new: str
    names: tuple[tuple[str, str], ...] = ()
    plan: str = ""


@frozen(kw_only=True, slots=False)
class LifeMove:
    """One step of a record that has a life: a participation, or a program of the catalogue.

    Args:
        command: as the rulebook names it: ``validate``, ``suspend`` …
        seen: the version and the digest that were looked at; every judgement must carry it.
        reason: a reason code of the rulebook, where the step needs one.
        note: free words that go with the step; sealed.
        result: what came of it, where the step settles something; sealed.
        period: for commitments and disbursements, such as ``2026-Q1``.
        commitments: what was found of them.
        meeting: for attendance.
        last_day: for a program that ends: the last day on which it counts.
    """

    command: str
    seen: Seen | None = None
    reason: str = ""
    note: Private = field(converter=as_private, default=NO_WORDS)
    result: Private = field(converter=as_private, default=NO_WORDS)
    period: str = ""
    commitments: tuple[Commitment, ...] = ()
    meeting: Meeting | None = None
    last_day: date | None = None

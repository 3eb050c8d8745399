"""Participations: how one unit goes through one program, step by step (R-PRG-6).

Commitments are recorded by period, member and kind, and are met, not met, or unknown. Unknown is never "not met".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from attrs import field, frozen

from slrt_core.errors import invalid
from slrt_core.model.facts import UNKNOWN, Value
from slrt_core.model.identity import NO_WORDS, Private
from slrt_core.model.officers import Actor

__all__ = [
    "Commitment",
    "LifeAct",
    "LifeMoved",
    "Meeting",
    "ParticipationOpened",
    "ParticipationRecord",
    "Period",
    "Verification",
]

_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@frozen(order=True)
class Period:
    """A quarter of a year, for which commitments are verified and aid is paid.

    Args:
        year: such as 2026.
        quarter: 1 to 4.
    """

    year: int
    quarter: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2026-Q1``.

        Raises:
            Invalid: it is no such period.
        """
        found = _QUARTER.fullmatch(text)
        if found is None or int(found[1]) == 0:
            raise invalid(
                "period",
                "period",
                id="tulis tahun dan triwulan, seperti 2026-Q1",
                en="write year and quarter, such as 2026-Q1",
                rule="R-PRG-6",
            )
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = 3 * self.quarter
        return date(self.year, 12, 31) if month == 12 else date(self.year, month + 1, 1) - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.quarter}"


@frozen(kw_only=True)
class Commitment:
    """What was found of one commitment of one member.

    Args:
        member: the id of the person.
        kind: as in the rulebook's words: ``health``, ``education``, ``welfare``.
        met: whether it was met; `UNKNOWN` if nobody could say, which never counts as "no".
    """

    member: str
    kind: str
    met: Value = UNKNOWN


def _commitments(values: Iterable[Commitment]) -> tuple[Commitment, ...]:
    return tuple(values)


@frozen(kw_only=True)
class Verification:
    """The commitments of one period, as somebody found them.

    Args:
        period: such as ``2026-Q1``.
        on: the local date of finding.
        commitments: in hand, all of them; at rest, none.
        sealed: at rest, what was found of each member, sealed with that person's key.
    """

    period: str
    on: date
    commitments: tuple[Commitment, ...] = ()
    sealed: Mapping[str, bytes] = field(factory=dict, hash=False)


@frozen(kw_only=True)
class Meeting:
    """A family development meeting (P2K2), and whether the family was there."""

    on: date
    attended: bool


@frozen(kw_only=True, slots=False)
class LifeAct:
    """One step that was taken: who did what, at which judging stage.

    Args:
        seq: the number of its event.
        at: when.
        on: the local date.
        actor: who.
        command: what was done.
        basis: of the rule that allowed it.
        before: the state it left.
        after: the state it reached.
        stage: the judging stage; empty if it was no judgement.
        reason: a reason code of the rulebook.
        note: in words; sealed.
    """

    seq: int
    at: datetime
    on: date
    actor: Actor
    command: str
    basis: str
    before: str
    after: str
    stage: str = ""
    reason: str = ""
    note: Private = field(default=NO_WORDS)


@frozen(kw_only=True, slots=False)
class ParticipationRecord:
    """One unit's way through one program: the state of its stream.

    Args:
        id: its key.
        household: the household's id.
        unit: the id of the family, person or household that takes part.
        program: the program's code.
        region: the village's id.
        recorder: who recorded it.
        opened_at: when.
        opened_on: the local date.
        state: as the rulebook names it.
        digest: of what is on record; a judgement names it.
        active_from: the local date on which it first became active.
        due: the last day for the next step; ``None`` if nobody is waited for.
        acts: its history.
        verifications: of commitments, from the first to the last.
        disbursed: the periods of which the disbursement was confirmed.
        meetings: that were recorded.
        counted: the periods on which a suspension rests: each counts once.
        version: how many events its stream has.
    """

    id: str
    household: str
    unit: str
    program: str
    region: str
    recorder: Actor
    opened_at: datetime
    opened_on: date
    state: str
    digest: str
    active_from: date | None = None
    due: date | None = None
    acts: tuple[LifeAct, ...] = ()
    verifications: tuple[Verification, ...] = ()
    disbursed: tuple[str, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    counted: tuple[str, ...] = ()
    version: int = 0

    @property
    def life(self) -> str:
        """Which table of lives it follows."""
        return "participation"

    @property
    def recorders(self) -> tuple[str, ...]:
        """The person who put it on record."""
        return (self.recorder.person,)

    @property
    def recorded_for(self) -> tuple[str, ...]:
        """The account for which they acted, if they did."""
        return tuple(filter(None, [self.recorder.acting_for]))

    @property
    def commitments(self) -> Mapping[tuple[str, str, str], Value]:
        """What was found last of each period, member and kind; it is what counts."""
        return {
            (found.period, one.member, one.kind): one.met for found in self.verifications for one in found.commitments
        }


@frozen(kw_only=True)
class ParticipationOpened:
    """A unit's way through a program begins; the first event of its stream, before anything was done (R-PRG-6)."""

    participation: str
    household: str
    unit: str
    program: str
    region: str
    state: str
    digest: str
    at: datetime
    on: date
    actor: Actor


@frozen(kw_only=True, slots=False)
class LifeMoved:
    """A row of the table of lives was followed, by a participation or by an entry of the catalogue.

    Args:
        at: when.
        on: the local date.
        actor: who.
        command: what was done.
        basis: of the row.
        before: the state it left.
        after: the state it reached.
        rulebook: the hash of the rulebook in which the row stands.
        stage: the judging stage; empty if it was no judgement.
        reason: a reason code of the rulebook.
        note: in words; sealed.
        due: the last day for the next step.
        digest: of what is on record now; of an entry of the catalogue, which one it is.
        verification: the commitments that were found.
        disbursed: the period of which the disbursement was confirmed.
        meeting: that was recorded.
        rests_on: the periods on which a suspension rests.
        last_day: of a program that ends.
    """

    at: datetime
    on: date
    actor: Actor
    command: str
    basis: str
    before: str
    after: str
    rulebook: str
    stage: str = ""
    reason: str = ""
    note: Private = field(default=NO_WORDS)
    due: date | None = None
    digest: str = ""
    verification: Verification | None = None
    disbursed: str = ""
    meeting: Meeting | None = None
    rests_on: tuple[str, ...] = ()
    last_day: date | None = None

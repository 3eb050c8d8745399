"""What an officer does and sees of participations: how units go through programs (R-PRG-6, R-PRG-8)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.desk.judging import Judging
from slrt_core.desk.kinds import wanted
from slrt_core.desk.performing import perform
from slrt_core.desk.plain import refuse_broken
from slrt_core.desk.results import ParticipationResult
from slrt_core.desk.timelines import Step, life_timeline
from slrt_core.desk.worklists import first
from slrt_core.errors import NotFound
from slrt_core.model.commands import Enrol, LifeMove, MoveParticipation, Seen
from slrt_core.model.lives import Commitment, Meeting, ParticipationRecord
from slrt_core.ports import Range
from slrt_core.rules import visibility
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.process import life_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slrt_core.desk.results import Result
    from slrt_core.desk.work import Work

__all__ = ["Partaking", "ParticipationItem"]


@frozen(kw_only=True)
class ParticipationItem:
    """A participation as a line of a list, with what a judgement must name.

    Args:
        id: of the participation.
        household: the household's id.
        unit: the id of who takes part.
        program: the code.
        place: the village, in words.
        state: where it stands.
        due: the last day for the next step.
        late: whether that day has passed.
        commands: what this officer is waited for to do.
        version: of the participation.
        digest: of what is on record.
    """

    id: str
    household: str
    unit: str
    program: str
    place: str
    state: str
    due: date | None
    late: bool
    commands: tuple[str, ...]
    version: int
    digest: str


class Partaking(Judging):
    """One officer in one post: what they look at, judge, and do about participations."""

    def enrol(self, household: str, program: str, *, unit: str = "", key: str | None = None) -> ParticipationResult:
        """Put a unit on record as a candidate of a program.

        Args:
            household: its id.
            program: the code.
            unit: the id of the family or person; may be left out where the household has just one such.
            key: see `Desk.perform`.
        """
        return _result(perform(self._room, Enrol(household=household, program=program, unit=unit), self.actor, key))

    def take_step(
        self,
        command: str,
        participation: ParticipationItem | ParticipationResult | ParticipationRecord | str,
        *,
        reason: str = "",
        note: str = "",
        result: str = "",
        period: str = "",
        commitments: Iterable[Commitment] = (),
        meeting: Meeting | None = None,
        key: str | None = None,
    ) -> ParticipationResult:
        """Take one step of a participation. See `LifeMove` and `Desk.perform`.

        Args:
            command: as the rulebook names it, such as ``validate`` or ``suspend``.
            participation: what was looked at; a bare id has no version and digest, so nothing is judged by it.
            reason: a reason code.
            note: free words; of a household that leaves, its own request.
            result: what came of it.
            period: such as ``2026-Q1``, for commitments and disbursements.
            commitments: what was found of each.
            meeting: a family development meeting (P2K2).
            key: see `Desk.perform`.
        """
        seen = None if isinstance(participation, str) else Seen(participation.version, participation.digest)
        step = LifeMove(
            command=command,
            seen=seen,
            reason=reason,
            note=note,
            result=result,
            period=period,
            commitments=tuple(commitments),
            meeting=meeting,
        )
        id_ = participation if isinstance(participation, str) else participation.id
        return _result(perform(self._room, MoveParticipation(participation=id_, step=step), self.actor, key))

    def participation(self, id: str) -> ParticipationRecord:
        """A participation as it stands, with all that was found of its commitments.

        Raises:
            NotFound: there is none, or none that this officer may see.
        """
        refuse_broken(id, str, "id")
        return self._one(f"participation/{id}", "work", lambda work: self._in_sight(id, work))

    def participations(self, *, household: str = "", limit: int = 250) -> tuple[ParticipationItem, ...]:
        """The participations in sight, the most urgent first.

        Args:
            household: only those of this one; without, those for which this officer is waited for.
            limit: how many at most.
        """
        refuse_broken(household, str, "household")

        def read(work: Work) -> tuple[ParticipationItem, ...]:
            return first(self._items(household, work), limit)

        return self._list("participations", "work", read, "household" if household else "")

    def participation_timeline(self, id: str) -> tuple[Step, ...]:
        """Who did what, when, and under which rule (P5f).

        Raises:
            NotFound: there is none, or none that this officer may see.
        """
        refuse_broken(id, str, "id")
        return self._one(
            f"participation/{id}", "timeline", lambda work: tuple(life_timeline(self._in_sight(id, work), work))
        )

    def _in_sight(self, id: str, work: Work) -> ParticipationRecord:
        record = work.participation(id)
        if not visibility.can_read_participation(work.setting, self.actor, record):
            raise NotFound(f"participation {id}")
        return record

    def _items(self, household: str, work: Work) -> Iterator[ParticipationItem]:
        scope: nodes.Node = visibility.participation_scope(work.setting, self.actor)
        if household:
            scope = nodes.And((scope, one_of("participation", "household", {household})))
        for stored in work.all("participation", Range(field="due"), wanted("participation", scope)):
            record = work.participation(stored.key)
            if not visibility.can_read_participation(work.setting, self.actor, record):
                continue
            commands = life_turns(record, self.actor, work.setting)
            if commands or household:
                yield ParticipationItem(
                    id=record.id,
                    household=record.household,
                    unit=record.unit,
                    program=record.program,
                    place=work.regions.name(record.region),
                    state=record.state,
                    due=record.due,
                    late=record.due is not None and record.due < work.moment.on,
                    commands=commands,
                    version=record.version,
                    digest=record.digest,
                )


def _result(result: Result) -> ParticipationResult:
    if not isinstance(result, ParticipationResult):
        raise TypeError(f"{type(result).__name__} is not ParticipationResult")
    return result

"""An officer at work: what they do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar, cast

from attrs import evolve

from slrt_core.desk.batches import Answer, each, key_of, refuse_too_many
from slrt_core.desk.partaking import Partaking
from slrt_core.desk.performing import perform
from slrt_core.desk.results import (
    CaseResult,
    FollowUpResult,
    HouseholdResult,
    Loaded,
    ProgramResult,
    Result,
    VisitResult,
)
from slrt_core.desk.worklists import WorkItem
from slrt_core.model.cases import Attachment, Case, Receiver, Way
from slrt_core.model.commands import (
    ApproveProgram,
    Assess,
    Attach,
    EndAssignment,
    EndLeave,
    EnterProgram,
    LoadRoster,
    Move,
    MoveProgram,
    RecordHousehold,
    RecordLeave,
    RecordVisit,
    Seen,
    SettleFollowUp,
    SubmitVisit,
)
from slrt_core.model.contents import Addition, Content, Survey
from slrt_core.model.determinations import Assessment
from slrt_core.model.forms import HouseholdForm
from slrt_core.model.identity import Private
from slrt_core.model.officers import Assignment, Decree, Leave, Officer
from slrt_core.model.programs import Program
from slrt_core.model.registry import FollowUp, Household

if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = ["Acting"]

T = TypeVar("T")


class Acting(Partaking):
    """One officer in one post, at one desk: what they do, and what they see. Made by `Desk.acting_as`."""

    def record_visit(
        self,
        household: str | HouseholdForm | HouseholdResult | Household,
        items: Iterable[Content],
        *,
        way: Way | str = Way.HOME_VISIT,
        on: date | None = None,
        region: str = "",
        key: str | None = None,
    ) -> VisitResult:
        """Record a visit with all that was said in it (R-INT-2).

        Args:
            household: a known household, a form of a new one, or an empty text for an anonymous complaint.
            items: what each case says: `Need`, `Complaint`, `Change` …
            way: how it came in: ``home_visit``, ``assisted_request``, ``puskesos`` or ``slrt_office``.
            on: the local date of the visit; today if not given. It may lie back where there was no network.
            region: the village's id, for an anonymous complaint.
            key: names this request, so that sending it again records nothing twice.

        Returns:
            The registration number for the household, and the cases.

        Raises:
            Invalid: something in it cannot be so; with the path of each fault.
            NotFound: the household is not known, or not to this officer.
            Refused: a rule says no; with all reasons.
            Conflict: the key was used for another content.
        """
        whom = household.id if isinstance(household, (HouseholdResult, Household)) else household
        command = RecordVisit(household=whom, items=tuple(items), way=cast("Way", way), on=on, region=region)
        return _as(VisitResult, perform(self._room, command, self.actor, key))

    def record_household(self, form: HouseholdForm, *, key: str | None = None) -> HouseholdResult:
        """Record a household that is not known yet (R-REG-3)."""
        return _as(HouseholdResult, perform(self._room, RecordHousehold(form=form), self.actor, key))

    def perform(
        self,
        command: str,
        item: WorkItem | CaseResult | Case | str,
        *,
        reason: str = "",
        note: str = "",
        result: str = "",
        content: Content | None = None,
        survey: Survey | None = None,
        receiver: Receiver | None = None,
        channel: str = "",
        key: str | None = None,
    ) -> CaseResult:
        """Take one step of a case. See `Move` and `Desk.perform`.

        Args:
            command: as the rulebook names it, such as ``endorse``.
            item: what was looked at, with version and digest; a bare id has neither, so nothing is judged by it.
            reason: a reason code.
            note: free words.
            result: the answer or result of a step that settles something.
            content: new content, to correct or to map.
            survey: what a survey found, for ``record_survey``.
            receiver: to whom a referral is forwarded.
            channel: how the household was told.
            key: see `Desk.perform`.
        """
        if survey is not None:
            held = self.case(item if isinstance(item, str) else item.id).content
            content = evolve(held, survey=survey) if isinstance(held, Addition) else content
        move = Move(
            case=item if isinstance(item, str) else item.id,
            command=command,
            seen=None if isinstance(item, str) else Seen(item.version, item.digest),
            reason=reason,
            note=Private(note),
            result=Private(result),
            content=content,
            receiver=receiver,
            channel=channel,
        )
        return _as(CaseResult, perform(self._room, move, self.actor, key))

    def perform_each(
        self,
        command: str,
        items: Iterable[WorkItem | CaseResult | Case],
        *,
        reason: str = "",
        note: str = "",
        result: str = "",
        channel: str = "",
        key: str | None = None,
    ) -> tuple[Answer, ...]:
        """Take the same step of many cases, each decided on its own and in a transaction of its own.

        One refusal stops none of the others, and nothing of it is hidden: there is an answer for every item, in order.

        Args:
            command: as the rulebook names it, such as ``endorse``.
            items: what was looked at, each with version and digest; see `perform`.
            reason: a reason code, for each of them.
            note: free words, for each of them.
            result: the answer or result, for each of them.
            channel: how the households were told.
            key: names the batch, so that sending it again does nothing twice and gives the same answers.

        Returns:
            For each item its result, or the error that `perform` would have raised.

        Raises:
            Invalid: more items than the rulebook's ``batch_items``, or one of them twice. Nothing was done then.
            AdapterError: the store failed within a host's transaction.
        """
        held = tuple(items)
        cases = tuple(item.id for item in held)
        limit = self._room.rulebook.limits.get("batch_items")
        refuse_too_many(cases, limit.value if limit else None)
        return each(
            cases,
            lambda number: self.perform(
                command,
                held[number],
                reason=reason,
                note=note,
                result=result,
                channel=channel,
                key=key_of(key, cases[number]),
            ),
            joined=self._room.storage.capabilities.joined,
        )

    def submit(self, visit: VisitResult, *, key: str | None = None) -> tuple[CaseResult, ...]:
        """Send on every case of a visit, by the way in which it came: all of them, or none.

        Cases that were sent on before stay as they are, so that a repeat does no harm.

        Raises:
            Refused: for every case that cannot be sent on yet, such as a problem that is not mapped; with its place.
        """
        return _as(VisitResult, perform(self._room, SubmitVisit(visit=visit.id), self.actor, key)).cases

    def enter_program(self, program: Program, *, key: str | None = None) -> ProgramResult:
        """Enter a program or a new version of it (R-PRG-2)."""
        return _as(ProgramResult, perform(self._room, EnterProgram(program=program), self.actor, key))

    def approve_program(self, entered: ProgramResult, *, key: str | None = None) -> ProgramResult:
        """Approve just the version that was looked at (R-PRG-2)."""
        command = ApproveProgram(code=entered.code, digest=entered.digest)
        return _as(ProgramResult, perform(self._room, command, self.actor, key))

    def move_program(
        self,
        command: str,
        entered: ProgramResult,
        *,
        reason: str = "",
        last_day: date | None = None,
        key: str | None = None,
    ) -> ProgramResult:
        """Return, reject, withdraw or end just the version that was looked at (R-PRG-2).

        Args:
            command: as the rulebook names it, such as ``return_program``.
            entered: the version.
            reason: a reason code.
            last_day: of a program that ends, the last day on which it counts.
            key: see `Desk.perform`.
        """
        asked = MoveProgram(code=entered.code, digest=entered.digest, command=command, reason=reason, last_day=last_day)
        return _as(ProgramResult, perform(self._room, asked, self.actor, key))

    def assign(
        self,
        officers: Iterable[Officer],
        assignments: Iterable[Assignment],
        *,
        source: str = "",
        key: str | None = None,
    ) -> Loaded:
        """Record officers and assignments, as the administrator does (L1.7, R-APP-12)."""
        command = LoadRoster(officers=tuple(officers), assignments=tuple(assignments), source=source)
        return _as(Loaded, perform(self._room, command, self.actor, key))

    def end_assignment(self, officer: str, post: str, last_day: date, *, key: str | None = None) -> Loaded:
        """End an officer's post before its time (R-APP-6)."""
        command = EndAssignment(officer=officer, post=post, last_day=last_day)
        return _as(Loaded, perform(self._room, command, self.actor, key))

    def record_leave(
        self,
        officer: str,
        first_day: date,
        last_day: date,
        *,
        decree: Decree | None = None,
        note: str = "",
        source: str = "",
        key: str | None = None,
    ) -> Loaded:
        """Record when an officer is away, as the administrator does; they hold no post then (R-APP-6).

        Args:
            officer: an account of theirs; the leave counts for the person, under all of their accounts.
            first_day: of the leave.
            last_day: of the leave, itself included.
            decree: the decision that grants it.
            note: where there is none, by what it is known; never why they are away.
            source: where this comes from.
            key: see `Desk.perform`.
        """
        leave = Leave(officer=officer, first_day=first_day, last_day=last_day, decree=decree, note=note)
        return _as(Loaded, perform(self._room, RecordLeave(leaves=(leave,), source=source), self.actor, key))

    def end_leave(self, officer: str, first_day: date, last_day: date, *, key: str | None = None) -> Loaded:
        """End a leave that began on a day sooner; a last day before its first calls it off (R-APP-6)."""
        command = EndLeave(officer=officer, first_day=first_day, last_day=last_day)
        return _as(Loaded, perform(self._room, command, self.actor, key))

    def settle_follow_up(self, item: FollowUp, result: str, *, key: str | None = None) -> FollowUpResult:
        """Say what became of something that was found doubtful in a household's record."""
        command = SettleFollowUp(follow_up=item.id, result=Private(result))
        return _as(FollowUpResult, perform(self._room, command, self.actor, key))

    def put_assessment_on_record(
        self, household: str, *, programs: Iterable[str] = (), on: date | None = None, key: str | None = None
    ) -> Assessment:
        """Assess a household, and put verdicts and hashes on record; `repeat` finds the same years later (R-PRG-3).

        Args:
            household: its id.
            programs: their codes; all whose criteria are written down if empty.
            on: the day of assessment; today if not given.
            key: see `Desk.perform`.
        """
        command = Assess(household=household, programs=tuple(programs), on=on)
        return _as(Assessment, perform(self._room, command, self.actor, key))

    def attach(
        self,
        to: str | CaseResult | WorkItem | Case | HouseholdResult | Household,
        data: bytes,
        *,
        purpose: str,
        name: str = "",
        key: str | None = None,
    ) -> Attachment:
        """Add a photograph or letter as evidence to a case or household: JPEG, PNG or PDF, as its bytes say.

        The same file added to the same case again is the attachment that is there already.

        Args:
            to: the case or household.
            data: the file. It is kept as it is, with the place and time that cameras write into it, and sealed.
            purpose: why it is kept; it goes on record.
            name: what the sender calls it; sealed with the other words, and never used as a path.
            key: see `Desk.perform`.

        Raises:
            Invalid: it is too large, or none of the kinds that are taken.
            NotFound: there is no such case or household, or none that this officer may see.
            Refused: the case is of the officer's own household.
            PluginError: this desk was opened without a place for attachments.
            AdapterError: the content cannot be kept.
        """
        command = Attach(to=to if isinstance(to, str) else to.id, data=data, purpose=purpose, name=Private(name))
        return _as(Attachment, perform(self._room, command, self.actor, key))


def _as(shape: type[T], result: Result) -> T:
    if not isinstance(result, shape):
        raise TypeError(f"{type(result).__name__} is not {shape.__name__}")
    return result

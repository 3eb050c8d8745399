"""What officers do with what they find on their worklists."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from random import Random
from typing import Any

from attrs import define, field, frozen

from slrt_core import Acting, CaseResult, NotFound, Receiver, Refused, Survey, Way, WorkItem
from slrt_core.cli.demo.door import Door
from slrt_core.cli.demo.fates import FATES, Turn
from slrt_core.cli.demo.office import Office
from slrt_core.cli.demo.plans import Plan
from slrt_core.cli.demo.sayings import Sayings
from slrt_core.cli.demo.ways import improved, ordinary, where, words
from slrt_core.model.cases import Case
from slrt_core.model.contents import CaseKind

__all__ = ["Hands"]

_WAITS = {"receiver": (0, 1, 1, 2, 2, 3), "supervisor": (0, 1, 1, 2), "facilitator": (0, 0, 0, 1)}
_ELSEWHERE = (0, 0, 1, 1, 2)
_SOON = (0, 0, 0, 1)
_STAND_IN = {"supervisor": "review", "review_analysis": "review", "manager": "recommend", "receiver": "decide"}
_STOOD_IN_FOR = {
    "data_section_head": {"analysis": "review_analysis", "": "supervisor"},
    "secretariat_head": {"": "manager"},
    # After the others, and first where a case is sensitive.
    "coordination_team": {
        "analysis": "review_analysis",
        "review": "supervisor",
        "verification": "supervisor",
        "": "receiver",
    },
}
_HANDLED_BY = {Way.PUSKESOS: "puskesos", Way.SLRT_OFFICE: "back_office"}
_RECORDER = {Way.PUSKESOS: "puskesos_service", Way.SLRT_OFFICE: "front_office"}
_REFERRABLE = {CaseKind.NEED, CaseKind.COMPLAINT}


@frozen
class _Task:
    case: str
    who: str
    command: str
    reason: str


@define(kw_only=True)
class Hands:
    """Takes cases up, each after its time, as its fate will have it.

    Args:
        office: the desk and its staff.
        said: what households say.
        door: finds what a problem turns out to be.
        rng: the only source of chance.
        days: the working days.
    """

    office: Office
    said: Sayings
    door: Door
    rng: Random
    days: tuple[date, ...]
    steps: int = 0
    unexpected: list[str] = field(factory=list)
    _plans: dict[str, Plan] = field(factory=dict)
    _villages: dict[str, str] = field(factory=dict)
    _used: Counter[tuple[str, str, str]] = field(factory=Counter)
    _ready: dict[tuple[str, str, str, int], int] = field(factory=dict)
    _approved: set[str] = field(factory=set)
    _stuck: set[str] = field(factory=set)
    _fired: set[str] = field(factory=set)
    _senders: dict[str, Acting] = field(factory=dict)
    _stand_ins: dict[tuple[str, str], Acting] = field(factory=dict)
    _tasks: dict[int, list[_Task]] = field(factory=lambda: defaultdict(list))

    @property
    def _day(self) -> int:
        return self.days.index(self.office.today)

    def recorded(self, case: str, plan: Plan, village: str) -> None:
        """A case has been recorded: keep what is to befall it."""
        self._plans[case], self._villages[case] = plan, village
        self._afterwards(case, "", None)

    def unasked(self) -> None:
        """What is done today of somebody's own accord: withdrawals, objections, reopenings, cancellations."""
        for task in self._tasks.pop(self._day, ()):
            way = self._plans[task.case].way
            recorder = self.office.acting_in(_RECORDER.get(way, "facilitator"), self._villages[task.case])
            who = self._senders.get(task.case, recorder) if task.who == "sender" else recorder
            try:
                case = who.case(task.case)
                who.perform(task.command, case, reason=task.reason, **words(task.command, case))
            except (Refused, NotFound):
                continue  # the case has moved on meanwhile, or is for other readers now
            self.steps += 1
            self._approved.discard(task.case)
            if task.command == "object" and way is Way.HOME_VISIT:
                self._same_judge_tries(task.case)

    def _same_judge_tries(self, case: str) -> None:
        """After an objection the same supervisor tries to judge once more, and learns why not (R-APP-5)."""
        supervisor = self.office.acting_in("supervisor", self._villages[case][:8])
        try:
            supervisor.perform("endorse", supervisor.case(case))
        except Refused as error:
            self.office.said_no(supervisor, "endorse", error)

    def take_up(self, who: str, officer: Acting) -> None:
        """Go through an officer's worklist.

        Args:
            who: the post; ``receiver`` for any receiver of a referral, ``puskesos`` for its officers.
            officer: whose worklist.
        """
        for item in officer.worklist():
            self._consider(who, officer, item)

    def stand_in(self, officer: Acting) -> None:
        """Go through the worklist of somebody who steps in where nobody else is left (R-APP-5)."""
        for item in officer.worklist():
            roles = _STOOD_IN_FOR.get(officer.actor.post, {"": _HANDLED_BY.get(item.way, "facilitator")})
            self._consider(roles.get(item.state, roles[""]), officer, item)

    def _consider(self, who: str, officer: Acting, item: WorkItem) -> None:
        place = where(who, item)
        number = self._used[item.id, who, place]
        turns = FATES[self._plans[item.id].fate].turns.get((who, place), ())
        turn = turns[number] if number < len(turns) else Turn()
        if turn.command and not turn.refused and not self._possible(turn.command, item):
            turn = Turn(wait=turn.wait)
        commands = (turn.command,) if turn.command else ordinary(who, item, approved=item.id in self._approved)
        if turn.never or item.id in self._stuck or not commands or not self._is_time(who, place, number, item, turn):
            return
        self._used[item.id, who, place] += 1
        held: WorkItem | CaseResult = item
        for command in commands:
            result = self._take(who, officer, command, held, item, turn=turn)
            if result is None:
                return
            held = result

    def _is_time(self, who: str, place: str, number: int, item: WorkItem, turn: Turn) -> bool:
        seen = (item.id, who, place, number)
        if seen not in self._ready:
            soon = item.state in {"recorded", "registered", "village_referral"}
            waits = _SOON if soon else _WAITS.get(who, _ELSEWHERE)
            self._ready[seen] = self._day + (self.rng.choice(waits) if turn.wait is None else turn.wait)
        return self._day >= self._ready[seen]

    def _possible(self, command: str, item: WorkItem) -> bool:
        book = self.office.desk.rulebook
        rows = book.rows_at(item.kind, item.way, item.state)
        lines = book.referral_rows_at(item.referral) if item.referral else ()
        fits = item.kind in _REFERRABLE if command == "forward" else True
        return fits and command in {row.command for row in rows} | {line.command for line in lines}

    def _take(
        self, who: str, officer: Acting, command: str, held: WorkItem | CaseResult, item: WorkItem, *, turn: Turn
    ) -> CaseResult | None:
        officer = self._stand_ins.get((item.id, who), officer)
        self.office.clock.advance(seconds=20)
        try:
            result = officer.perform(command, held, reason=turn.reason, **self._with(command, officer, item))
        except Refused as error:
            self.office.said_no(officer, command, error)
            if turn.refused:
                return None
            return self._otherwise(who, command, item, turn, error)
        self.steps += 1
        self._afterwards(item.id, command, officer)
        return result

    def _otherwise(self, who: str, command: str, item: WorkItem, turn: Turn, error: Refused) -> CaseResult | None:
        """Somebody steps in where a person has to keep away (R-APP-5); a patch of data that has changed is rejected."""
        if any(code.startswith("apart-") for code in error.codes) and (item.id, who) not in self._stand_ins:
            stage = self.office.desk.rulebook.stages[_STAND_IN.get(who, "handle")]
            for post in stage.stand_ins:
                stand_in = self.office.acting_in(post)
                try:
                    held = stand_in.case(item.id)
                except NotFound:
                    continue  # a sensitive case is for the next of them
                self._stand_ins[item.id, who] = stand_in
                return self._take(who, stand_in, command, _as_result(held), item, turn=turn)
            self.unexpected.append(f"no stand-in sees {command} {item.kind}")
            return None
        if "need-current" in error.codes:
            manager = self.office.acting_in("manager")
            return self._take(
                who, manager, "reject", _as_result(manager.case(item.id)), item, turn=Turn("", "contradictory")
            )
        self._stuck.add(item.id)
        self.unexpected.append(f"{command} {item.kind} {item.way} {item.state} {error.codes}")
        return None

    def _with(self, command: str, officer: Acting, item: WorkItem) -> dict[str, Any]:
        with_ = words(command, item)
        match command:
            case "correct":
                with_["content"] = improved(officer.case(item.id).content)
            case "map":
                household = officer.case(item.id).household
                with_["content"] = self.said.mapped(self.door.mapped(officer, household))
            case "record_survey":
                with_["survey"] = Survey(found=True, worthy=True, on=self.office.today)
            case "forward":
                other = ("ATENSI", "centre") if item.program == "BAZNAS" else ("BAZNAS", "non_government")
                with_["receiver"] = Receiver(post="program_manager", program=other[0], level=other[1])
        return with_

    def _afterwards(self, case: str, command: str, officer: Acting | None) -> None:
        if command == "approve":
            self._approved.add(case)
        elif command in {"return", "refer", "answer", "settle"}:
            self._approved.discard(case)
        if command == "refer" and officer is not None:
            self._senders[case] = officer
        later = FATES[self._plans[case].fate].later
        if later is not None and later.after == command and case not in self._fired:
            self._fired.add(case)
            self._tasks[self._day + later.days].append(_Task(case, later.who, later.command, later.reason))


def _as_result(case: Case) -> CaseResult:
    return CaseResult(
        id=case.id, number=case.number, kind=case.kind, state=case.state, version=case.version, digest=case.digest
    )

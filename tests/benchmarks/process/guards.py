"""The guards of the peers: the same questions that the rulebook asks, as whoever uses those engines would write them.

They look at the same roster, map and calendar. None of them says why not: an engine that is only told yes or no cannot.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import define, field, frozen

from slrt_core.model.commands import Moment, Move
from slrt_core.model.contents import Complaint, kind_of
from slrt_core.model.officers import Actor
from slrt_core.model.registry import CentralStatus
from slrt_core.rules import deadlines
from slrt_core.rules.access import Setting
from tests.benchmarks.process.story import KIND, Line, Stage

__all__ = ["Act", "Ticket", "guards_of"]


@frozen(slots=False)
class Act:
    """What happened: the event that a peer leaves behind."""

    at: Any
    on: date
    actor: Actor
    command: str
    before: str
    after: str
    stage: str
    round: int
    reason: str
    note: Any
    due: date | None


@define(kw_only=True, slots=False, eq=False)
class Ticket:
    """A case as a peer keeps it: one object that changes."""

    on_stage: Stage
    recorder: Actor
    content: Any
    moment: Moment
    state: str = "recorded"
    digest: str = "as recorded"
    version: int = 1
    round: int = 1
    outcome: str = ""
    due: date | None = None
    acts: list[Act] = field(factory=list)
    feedback: list[tuple[date, bool]] = field(factory=list)
    told_from: int = 0
    closed_on: date | None = None

    @property
    def setting(self) -> Setting:
        return self.on_stage.setting

    # --- guards ------------------------------------------------------------------------------------

    def in_post(self, actor: Actor, line: Line) -> bool:
        return actor.post in line.posts

    def holds_here(self, actor: Actor) -> bool:
        regions, village = self.setting.regions, self.on_stage.village
        return any(
            held.post == actor.post and any(regions.contains(outer, village) for outer in held.regions)
            for held in self.setting.roster.held(actor.officer, self.setting.on)
        )

    def is_receiver(self, actor: Actor) -> bool:
        regions, village = self.setting.regions, self.on_stage.village
        return any(
            held.post == actor.post
            and self.content.program in held.programs
            and any(regions.contains(outer, village) for outer in held.regions)
            for held in self.setting.roster.held(actor.officer, self.setting.on)
        )

    def not_own_household(self, actor: Actor) -> bool:
        home = self.on_stage.household.id
        return not any(o.person == actor.person and o.household == home for o in self.setting.roster.officers)

    def not_about(self, actor: Actor) -> bool:
        content = self.content
        if not isinstance(content, Complaint) or content.about not in self.setting.roster:
            return True
        return self.setting.roster.officer(content.about).person != actor.person

    def not_handled(self, actor: Actor) -> bool:
        if self.recorder.person == actor.person:
            return False
        return not any(act.actor.person == actor.person and not act.stage for act in self.acts)

    def one_stage(self, actor: Actor, line: Line) -> bool:
        return not any(act.actor.person == actor.person and act.stage and act.stage != line.stage for act in self.acts)

    def other_round(self, actor: Actor) -> bool:
        return not any(act.actor.person == actor.person and act.stage and act.round < self.round for act in self.acts)

    def looked(self, move: Move) -> bool:
        seen = move.seen
        return seen is not None and (seen.version, seen.digest) == (self.version, self.digest)

    def has_reason(self, move: Move) -> bool:
        choice = self.setting.rulebook.choices.get(move.reason)
        return choice is not None and move.command in choice.commands

    def has_result(self, move: Move) -> bool:
        return bool(move.result)

    def has_request(self, move: Move) -> bool:
        return bool(move.note)

    def has_content(self, move: Move) -> bool:
        return move.content is not None and kind_of(move.content) is KIND

    def has_words(self, move: Move) -> bool:
        return bool(move.note) and move.channel in self.setting.rulebook.words["channel"]

    def was_told(self) -> bool:
        since = self.feedback[self.told_from :]
        vain = len({on for on, _ in since})
        return any(reached for _, reached in since) or vain >= self.setting.rulebook.limits["unreached_attempts"].value

    def may_be_listed(self) -> bool:
        program = self.on_stage.programs.get(self.content.program)
        listed = self.on_stage.household.central_status is CentralStatus.LISTED
        if program is not None and program.requires_listing and not listed:
            return False
        return self.setting.rulebook.settings["unlisted_case"] != "waits" or listed

    def was_adverse(self) -> bool:
        return self.outcome in {"rejected", "failed"}

    def not_adverse(self) -> bool:
        return not self.was_adverse()

    def in_window(self) -> bool:
        book, last = self.setting.rulebook, self.closed_on
        if last is None:
            return True
        between = deadlines.working_days_between(book.calendar, last, self.setting.on)
        return between <= book.limits["objection_days"].value

    def in_rounds(self) -> bool:
        return self.round <= self.setting.rulebook.limits["objections"].value

    # --- what a step brings about ------------------------------------------------------------------

    def note(self, move: Move, actor: Actor, line: Line) -> None:
        """Keep what happened. `state` is still that of before."""
        self.due = None if line.days is None else deadlines.due(
            self.setting.rulebook.calendar, self.moment.on, line.days
        )  # fmt: skip
        self.acts.append(
            Act(
                at=self.moment.at,
                on=self.moment.on,
                actor=actor,
                command=line.command,
                before=line.before,
                after=line.after,
                stage=line.stage,
                round=self.round,
                reason=move.reason,
                note=move.note,
                due=self.due,
            )
        )
        self.version += 1
        match line.command:
            case "correct":
                self.content, self.digest = move.content, f"after {self.version}"
            case "complete":
                self.outcome, self.told_from = "accepted", len(self.feedback)
            case "inform":
                self.feedback.append((self.moment.on, True))
            case "close":
                self.closed_on = self.moment.on


_NEEDS = {
    "adverse": "was_adverse",
    "content": "has_content",
    "feedback": "was_told",
    "feedback_text": "has_words",
    "listed_if_required": "may_be_listed",
    "not_adverse": "not_adverse",
    "reason": "has_reason",
    "request": "has_request",
    "result": "has_result",
    "round": "in_rounds",
    "seen": "looked",
    "window": "in_window",
}


def guards_of(line: Line) -> list[str]:
    """The names of the guards of a line, cheap ones first."""
    names = ["in_post", "is_receiver" if line.receiver else "holds_here", "not_own_household", "not_about"]
    if line.stage:
        names += ["not_handled", "one_stage", "other_round"]
    return names + [_NEEDS[need] for need in line.needs if need in _NEEDS]

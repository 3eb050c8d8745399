"""A case's history as the articles speak of it: who did what, in which duty, at which moment.

Who judges at which stage stands in R-APP-5 of domain.md: review (supervisor, review and analysis), recommend (manager;
approving and sending a referral included), decide (receiver). It is said here again, so that a table that forgets it
is found out.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from slrt_core.model.cases import Case, Receiver, Referral
from slrt_core.model.events import (
    CaseEvent,
    CaseOpened,
    ContentChanged,
    Moved,
    ObjectionRaised,
    ReferralMoved,
    ReferralOpened,
    Reopened,
)
from slrt_core.model.facts import Fact
from slrt_core.model.officers import Actor
from slrt_core.rules.process import Notice, Scene, fold

STAGES = {
    "supervisor": "review",
    "review_analysis": "review",
    "data_section_head": "review",
    "manager": "recommend",
    "secretariat_head": "recommend",
    "program_manager": "decide",
    "registry_manager": "decide",
    "village_body": "decide",
}
"""The posts that judge, and those that step in for them at one stage only."""

_TEAM = {
    "review": "review",
    "analysis": "review",
    "verification": "review",
    "recommendation": "recommend",
    "verified": "recommend",
    "approval": "recommend",
}
"""The coordination team steps in at every stage: where, the state says that it takes the case from."""

RECEIVERS = frozenset({"program_manager", "registry_manager", "village_body"})
FACILITATED = frozenset({"home_visit", "assisted_request"})
LIST_KINDS = frozenset({"change", "participation", "addition"})
BY_THEMSELVES = frozenset(
    {"escalate", "expire", "referral_completed", "referral_rejected", "referral_failed", "referral_cancelled"}
)
SENDERS = frozenset({"cancel", "mark_error", "provide"})
ENDED = frozenset({"rejected", "completed", "failed", "cancelled", "expired", "forwarded", "entered_in_error"})


class Deed(NamedTuple):
    """One step: who, what, from where to where, at which judging stage by the articles, in which round."""

    actor: Actor
    command: str
    before: str
    after: str
    stage: str
    marked: str
    round: int
    reason: str
    referral: str
    on: date
    basis: str
    place: int
    due: date | None


class Told:
    """A history, read once."""

    def __init__(self, events: Sequence[CaseEvent]) -> None:
        self.events = events
        first = events[0]
        assert isinstance(first, CaseOpened)
        self.opened = first
        case = getattr(events, "case", None) or fold(events)
        assert case is not None
        self.case: Case = case
        self.deeds: list[Deed] = []
        round_ = 1
        for index, event in enumerate(events):
            if isinstance(event, Moved):
                self.deeds.append(_deed(event, round_, index))
            elif isinstance(event, ObjectionRaised):
                round_ += 1
        self.round = round_
        start = getattr(events, "start", None)
        if start is None:
            asked = [deed.place for deed in self.deeds if not deed.command.startswith("referral_")]
            start = asked[-1] if asked else 0
        self.start: int = start
        self.last = tuple(events[start:])
        self.facts: tuple[Fact, ...] = getattr(events, "facts", ())
        self.notices: tuple[Notice, ...] | None = getattr(events, "notices", None)
        self.done = next((deed for deed in self.deeds if deed.place >= start), None)

    def since_begun(self) -> list[Deed]:
        """The deeds since the case was last recorded, returned, objected to or reopened: one run through the desks."""
        begun = 0
        for index, event in enumerate(self.events):
            if isinstance(event, (ObjectionRaised, Reopened)) or (
                isinstance(event, Moved) and event.after in {"returned", "recorded", "registered"}
            ):
                begun = index
        return [deed for deed in self.deeds if deed.place >= begun]

    @property
    def referral(self) -> Referral | None:
        """The latest one."""
        return self.case.referral

    def openings(self) -> list[ReferralOpened]:
        """Every referral that was opened in the last step."""
        return [event for event in self.last if isinstance(event, ReferralOpened)]

    def sent(self) -> Referral | None:
        """The referral that the last step sent to its receiver, if it sent one."""
        for event in self.last:
            if isinstance(event, (ReferralOpened, ReferralMoved)) and event.state == "requested":
                found = [held for held in self.case.referrals if held.id == event.referral]
                if found and (isinstance(event, ReferralOpened) or self._was_draft(event.referral)):
                    return found[0]
        return None

    def first_sent(self) -> Receiver | None:
        """To whom the last step sent the case by itself: not in the village, and not forwarded by a receiver."""
        sent = self.sent()
        if sent is None or sent.forwarded_from or sent.receiver.post == "village_body":
            return None
        return sent.receiver

    def _was_draft(self, referral: str) -> bool:
        return any(
            isinstance(e, ReferralOpened) and e.referral == referral and e.state == "draft"
            for e in self.events[: self.start]
        )

    def content_changed_since(self, index: int) -> bool:
        """Whether the content changed after an event."""
        return any(isinstance(event, ContentChanged) for event in self.events[index + 1 :])


def told(events: Sequence[CaseEvent]) -> Told:
    """The history as it is read; of the same history the same reading."""
    held = getattr(events, "_told", None)
    if held is None:
        held = Told(events)
        if hasattr(events, "__dict__"):
            events._told = held  # type: ignore[attr-defined]
    assert isinstance(held, Told)
    return held


def _deed(event: Moved, round_: int, index: int) -> Deed:
    return Deed(
        actor=event.actor,
        command=event.command,
        before=event.before,
        after=event.after,
        stage=_stage(event),
        marked=event.stage,
        round=round_,
        reason=event.reason,
        referral=event.referral,
        on=event.on,
        basis=event.basis,
        place=index,
        due=event.due,
    )


def _stage(event: Moved) -> str:
    if event.actor.post == "coordination_team":
        if event.referral:
            return "recommend" if event.command in SENDERS else "decide"
        return _TEAM.get(event.before, "")
    return STAGES.get(event.actor.post, "")


def handled_by(read: Told, before: int) -> set[str]:
    """The persons who recorded the case, or handled it before an event without judging it."""
    return {read.opened.actor.person} | {
        deed.actor.person for deed in read.deeds if deed.place < before and not deed.stage and deed.actor.person
    }


def is_person(actor: Actor) -> bool:
    """Whether somebody did it, and not the system."""
    return actor.officer not in {"system", "host"}


def free(scene: Scene, read: Told, post: str, stage: str, before: int) -> bool:
    """Whether somebody holds a post there who never had the case in hand, nor is partial: nobody need step in."""
    setting, case = scene.setting, read.case
    touched = {deed.actor.person for deed in read.deeds if deed.place < before and deed.stage != stage}
    touched |= {deed.actor.person for deed in read.deeds if deed.place < before and deed.round < read.round}
    touched |= {read.opened.actor.person} if stage else set()
    about = getattr(case.content, "about", "")
    if about and about in setting.roster:
        touched = touched | {setting.roster.officer(about).person}
    receiver = read.referral.receiver if read.referral and stage == "decide" else None
    for officer, held in setting.roster.holders(post, setting.on):
        place = receiver.region or case.region if receiver else case.region
        reaches = setting.regions.reached(held.regions, place)
        answers = receiver is None or not receiver.program or receiver.program in held.programs
        home = case.household and case.household in setting.roster.homes(officer.person)
        if reaches and answers and not home and officer.person not in touched:
            return True
    return False

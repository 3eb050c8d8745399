"""What is said of a step, and of the moment at which it is asked for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from slrt_core.model.cases import Case, Referral
from slrt_core.model.events import (
    Approved,
    CaseEvent,
    ContentChanged,
    Decided,
    Escalated,
    FeedbackGiven,
    ReferralOpened,
)
from slrt_core.rules import deadlines
from slrt_core.rules.process import Home, Scene

AT_HAND = 5
"""Working days that a step may take at a desk of SLRT. Like all deadlines none of it is law (R-FUP-1, P5b)."""

OUTSIDE = 20
"""Working days that a visit, or somebody outside SLRT, may take."""

LISTED = 60
"""Working days that a waiting list may last until somebody looks at it again."""

KEPT = -1
"""The deadline stays as it is: what is done besides does not move it."""

NOBODY = None
"""Nobody is waited for."""

VISITED = frozenset({"home_visit", "assisted_request"})
RECORDERS = {
    "home_visit": "facilitator",
    "assisted_request": "facilitator",
    "puskesos": "puskesos_service puskesos_data puskesos_coordinator",
    "slrt_office": "front_office",
}
"""Who records (R-INT-1, P12, P14(1)b, L1.5)."""

JUDGES = {"supervisor": "review", "review_analysis": "review", "manager": "recommend"}
RECEIVERS = frozenset({"program_manager", "registry_manager", "village_body", "district_office"})
"""Who judges at which stage (R-APP-5)."""

ASKED_FOR = frozenset({"change", "addition", "participation", "need", "complaint"})
"""The kinds that go to supervisor and manager: not a problem that nobody mapped, not an enquiry that is answered."""

ADVERSE = frozenset({"rejected", "failed"})


@frozen(kw_only=True)
class Said:
    """What the articles say of one step.

    Args:
        rule: that says it.
        by: the posts that take it; ``system`` for what follows by itself.
        to: the state reached; empty if the case stays.
        lacks: what it must not lack: ``seen``, ``reason``, ``words``, ``content``, ``channel``, ``receiver``.
        within: working days at most until the next step, `KEPT`, or `NOBODY`.
        outcome: by which the case is settled; empty if it is not.
        referral: the state of the last referral afterwards; empty if it is as before.
        sends: the post to which a new referral goes.
        central: what is noted of the list.
        told: whether the household was told, or ``False`` for a visit in vain; ``None`` if neither.
        tells: the posts that hear of it.
        rehomed: whether the case goes with the household.
        round: how many objections it adds.
        approves: whether a draft is approved by it.
        applies: whether what was asked for is put on the household's record.
    """

    rule: str
    by: frozenset[str]
    to: str = ""
    lacks: frozenset[str] = frozenset()
    within: int | None = AT_HAND
    outcome: str = ""
    referral: str = ""
    sends: str = ""
    central: str = ""
    told: bool | None = None
    tells: frozenset[str] = frozenset()
    rehomed: bool = False
    round: int = 0
    approves: bool = False
    applies: bool = False

    def stage(self, post: str) -> str:
        """The stage at which a post judges here (R-APP-5); who records, asks or tells does not judge."""
        if post in RECEIVERS:
            return "decide"
        return JUDGES.get(post, "")


def step(rule: str, by: str, to: str = "", lacks: str = "", **more: Any) -> Said:
    """A step in one line; posts and what must not lack are words. Who judges has looked at what they judge."""
    posts, lacking = frozenset(by.split()), set(lacks.split())
    if posts & (JUDGES.keys() | RECEIVERS):
        lacking.add("seen")
    return Said(rule=rule, by=posts, to=to, lacks=frozenset(lacking), **more)


Steps = dict[str, list[Said]]
"""By command; several where it can be done in several ways."""


@frozen(kw_only=True)
class At:
    """A case at a moment, as those who know the articles would describe it.

    Args:
        case: as it stands.
        scene: the world around it.
        events: what happened.
        settings: what the district chose (domain.md, section 5).
        home: where it goes, if something befell the household.
    """

    case: Case
    scene: Scene
    events: tuple[CaseEvent, ...]
    settings: Mapping[str, str]
    home: Home | None = None

    @property
    def kind(self) -> str:
        """Of case."""
        return self.case.kind.value

    @property
    def way(self) -> str:
        """In."""
        return self.case.way.value

    @property
    def state(self) -> str:
        """Of the case."""
        return self.case.state

    @property
    def today(self) -> date:
        """The local date."""
        return self.scene.setting.on

    @property
    def draft(self) -> bool:
        """Whether a referral is drafted and not sent."""
        return bool(self.case.referrals) and self.case.referrals[-1].state == "draft"

    @property
    def open(self) -> Referral | None:
        """The referral that somebody is to answer."""
        ended = {"draft", "rejected", "forwarded", "completed", "failed", "cancelled", "entered_in_error", "expired"}
        last = self.case.referrals[-1] if self.case.referrals else None
        return None if last is None or last.state in ended else last

    @property
    def handlers(self) -> str:
        """Who recorded such a case, or might have."""
        return RECORDERS[self.way]

    @property
    def asked_back(self) -> str:
        """Who recorded it, and so can say more; the head of administration records what others collected (L1.4c)."""
        post = self.case.recorder.post
        return "" if post == "administration_head" else post

    @property
    def outcome(self) -> str:
        """How the case was settled."""
        return self.case.outcome.value

    @property
    def listed(self) -> bool:
        """Whether the household is on the list."""
        return self.scene.household is not None and self.scene.household.central_status == "listed"

    @property
    def must_wait(self) -> bool:
        """Whether a referral waits until the household is listed: its program demands it, or the district chose so."""
        demanded = self.kind == "need" and self.case.program == "LISTED-ONLY"
        chosen = self.settings["unlisted_case"] == "waits" and bool(self.case.household)
        return (demanded or chosen) and not self.listed

    @property
    def was_told(self) -> bool:
        """Whether the household was told of the outcome, or sought in vain on three days (own)."""
        since: list[FeedbackGiven] = []
        for event in self.events:
            if isinstance(event, Decided):
                since = []
            elif isinstance(event, FeedbackGiven):
                since.append(event)
        vain = {one.feedback.on for one in since}
        return any(one.feedback.reached for one in since) or len(vain) >= 3

    @property
    def approved(self) -> bool:
        """Whether the manager approved just the draft that is there."""
        last = [e for e in self.events if isinstance(e, (Approved, ContentChanged, ReferralOpened))]
        return self.draft and bool(last) and isinstance(last[-1], Approved)

    @property
    def current(self) -> bool:
        """Whether what is to be changed still is as it was when that was asked for (R-APP-5)."""
        if self.kind != "change" or self.scene.household is None:
            return True
        known = self.scene.household.facts["floor"]
        return known.value == "earth" or known.source == self.case.id

    @property
    def receiver(self) -> str:
        """To whom it is referred (R-APP-7, S2): the list's keeper, or the manager of the program it is about."""
        if self.kind == "complaint" and getattr(self.case.content, "class_", "") == "membership":
            return self.settings["membership_receiver"]
        return "program_manager" if self.case.program else ""

    @property
    def overdue(self) -> bool:
        """Whether the deadline has passed."""
        return self.case.due is not None and self.case.due < self.today

    @property
    def long_overdue(self) -> bool:
        """Whether it passed more than sixty working days ago (own)."""
        return self.case.due is not None and self._since(self.case.due) > 60

    @property
    def window_over(self) -> bool:
        """Whether it was closed more than thirty working days ago (own)."""
        return self.case.closed_on is not None and self._since(self.case.closed_on) > 30

    def _since(self, day: date) -> int:
        return deadlines.working_days_between(self.scene.setting.rulebook.calendar, day, self.today)

    @property
    def escalated(self) -> bool:
        """Whether this deadline was escalated already."""
        return any(isinstance(event, Escalated) and event.due == self.case.due for event in self.events)

    @property
    def back(self) -> str:
        """Where a case goes whose referral came to nothing."""
        if self.state == "village_referral":
            return "recorded" if self.way in VISITED else "registered"
        if self.kind == "addition":
            return "verified"
        return "recommendation" if self.kind in {"change", "participation"} or self.way in VISITED else "back_office"


def only(pairs: Iterable[tuple[str, Said | None]]) -> Steps:
    """The steps that there are."""
    found: Steps = {}
    for command, said in pairs:
        if said is not None:
            found.setdefault(command, []).append(said)
    return found

"""Cases: what a household asks, states or complains of, and what became of it.

What a case says is its *content*, one class for each kind. What happens to it is its *acts*. A referral is part of
the case that it serves, so that one history tells who judged at which stage.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from attrs import evolve, field, frozen

from slrt_core.model.contents import CaseKind, Complaint, Content
from slrt_core.model.identity import NO_WORDS, Private, as_private
from slrt_core.model.officers import Actor

__all__ = [
    "Act",
    "Attachment",
    "Case",
    "Feedback",
    "Outcome",
    "Paused",
    "Receiver",
    "Referral",
    "Visit",
    "Way",
]


class Way(StrEnum):
    """How a case came in (R-INT-1, R-INT-4)."""

    HOME_VISIT = "home_visit"
    ASSISTED_REQUEST = "assisted_request"
    PUSKESOS = "puskesos"
    SLRT_OFFICE = "slrt_office"


class Outcome(StrEnum):
    """How a case was settled; empty text while it is not."""

    NONE = ""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SETTLED = "settled"
    ANSWERED = "answered"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DUPLICATE = "duplicate"


@frozen(kw_only=True, slots=False)
class Receiver:
    """Who is to settle a referral.

    Args:
        post: the post that answers.
        program: the program's code, for a program manager.
        region: where, for a body of a village; empty for the whole district.
        level: whose level it is, for people and figures.
    """

    post: str
    program: str = ""
    region: str = ""
    level: str = ""


@frozen(kw_only=True, slots=False)
class Referral:
    """One request from a sender to one receiver, followed until settled."""

    id: str
    receiver: Receiver
    sender: Actor
    state: str = "requested"
    requested_at: datetime | None = None
    digest: str = ""
    due: date | None = None
    reason: str = ""
    result: Private = field(default=NO_WORDS)
    forwarded_from: str = ""


@frozen(kw_only=True, slots=False)
class Feedback:
    """What the household was told, when, by whom, and how; or that it could not be reached.

    Args:
        at: when.
        on: the local date.
        actor: who told.
        channel: ``home``, ``desk``, ``phone``, ``letter``, or ``number`` (kept under the registration number).
        reached: whether anybody was reached.
        state: the case's state at that time.
        text: what was said.
    """

    at: datetime
    on: date
    actor: Actor
    channel: str
    reached: bool
    state: str
    text: Private = field(converter=as_private, default=NO_WORDS)


@frozen(kw_only=True, slots=False)
class Act:
    """One step of a case: who did what, in which round, at which judging stage (R-APP-5).

    Args:
        seq: the number of its event.
        at: when.
        on: the local date.
        actor: who; `SYSTEM` for what follows by itself.
        command: what was done.
        basis: of the rule that allowed it.
        before: the state it left.
        after: the state it reached.
        stage: ``review``, ``recommend``, ``decide``; empty if it was no judgement.
        round: 1, and one more after each objection.
        reason: a reason code of the rulebook.
        note: in words; sealed.
        referral: the referral concerned, if any.
        outcome: of the case, if this step settled it.
        about: of a step that follows from another case: the id of that case.
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
    round: int = 1
    reason: str = ""
    note: Private = field(default=NO_WORDS)
    referral: str = ""
    outcome: Outcome = Outcome.NONE
    about: str = ""


@frozen(kw_only=True)
class Attachment:
    """A photograph or letter that somebody added as evidence; what is in it lies sealed, apart from the store.

    Args:
        id: its key, and its name where the sealed content lies.
        of: the case or household to which it was added.
        household: the household's id; empty for a case of nobody known.
        digest: a keyed digest of the content: the same photograph is recognised, and the digest tells nothing of it.
        media: what it is by its first bytes, such as ``image/jpeg``; nobody's word is taken for it.
        size: in bytes.
        at: when it was added.
        on: the local date.
        actor: who added it.
        name: what the sender called it; in words, and sealed.
        erased: whether the content was destroyed when the household was erased.
    """

    id: str
    of: str
    household: str
    digest: str
    media: str
    size: int
    at: datetime
    on: date
    actor: Actor
    name: Private = field(default=NO_WORDS)
    erased: bool = False

    def forgotten(self) -> Attachment:
        """What is left of it after its household was erased."""
        return evolve(self, digest="", name=Private(), erased=True)


@frozen(kw_only=True)
class Paused:
    """A clock that stands still.

    Args:
        name: of the pause, as the rulebook calls it.
        reason: the reason code that was given; empty if none was.
        since: the local date on which it began.
        due: the deadline that stands still.
        referral: the referral whose clock it is; empty for that of the case.
    """

    name: str
    since: date
    due: date | None
    reason: str = ""
    referral: str = ""


@frozen(kw_only=True, slots=False)
class Case:
    """One case: the state of its stream.

    Args:
        id: its key.
        number: the registration number that the household was given with the visit.
        visit: the visit's id.
        way: how it came in.
        kind: what it is about.
        content: what it says.
        digest: of the content; an approval names it.
        household: the household's id; empty for an anonymous complaint.
        region: the village's id.
        recorder: who recorded it.
        opened_at: when it was recorded.
        opened_on: the local date of the visit, which may be earlier where there was no network.
        state: as the rulebook names it.
        rulebook: the hash of the rulebook whose rows it follows.
        listed: whether the household was on the central list when it was recorded.
        vulnerable: in the bottom 40 % of the list then: yes, no, unknown.
        due: the last day for the next step; ``None`` if nobody is waited for.
        round: see `Act`.
        acts: its history.
        referrals: from the first to the last.
        feedback: everything the household was told.
        outcome: how it was settled.
        told_from: how many feedbacks there were when it was settled last; those after count for closing.
        closed_on: the local date of closing.
        approved: the digest of content and receiver that the manager approved for referral by the back office.
        escalated_seq: the event at which this waiting was escalated; 0 if not.
        entered_seq: the event by which its present state was entered.
        version: how many events its stream has.
        attachments: the evidence that was added, from the first to the last.
        homes: the other households whose people it concerns or concerned, since households split and merge.
        escalated_due: the deadline that was escalated last; ``None`` if none was.
        paused: the clock that stands still, if one does.
    """

    id: str
    number: str
    visit: str
    way: Way
    kind: CaseKind
    content: Content
    digest: str
    household: str
    region: str
    recorder: Actor
    opened_at: datetime
    opened_on: date
    state: str
    rulebook: str
    listed: bool = False
    vulnerable: str = "unknown"
    due: date | None = None
    round: int = 1
    acts: tuple[Act, ...] = ()
    referrals: tuple[Referral, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    outcome: Outcome = Outcome.NONE
    told_from: int = 0
    closed_on: date | None = None
    approved: str = ""
    escalated_seq: int = 0
    entered_seq: int = 1
    version: int = 0
    attachments: tuple[Attachment, ...] = ()
    homes: tuple[str, ...] = ()
    escalated_due: date | None = None
    paused: Paused | None = None

    @property
    def referral(self) -> Referral | None:
        """The latest referral; it is the open one while the case is referred."""
        return self.referrals[-1] if self.referrals else None

    @property
    def complaint(self) -> Complaint | None:
        """The content, if it is a complaint."""
        return self.content if isinstance(self.content, Complaint) else None

    @property
    def program(self) -> str:
        """The code of the program it is about; empty if it is about none."""
        return getattr(self.content, "program", "")

    @property
    def sector(self) -> str:
        """The sector it belongs to (R-INT-5); empty where the kind has none."""
        return getattr(self.content, "sector", "")


@frozen(kw_only=True)
class Visit:
    """One contact with a household, in which several cases may be recorded together (R-INT-2).

    Args:
        id: its key.
        number: the registration number for the household.
        household: the household's id; empty for an anonymous complaint.
        region: the village's id.
        way: how it came in.
        actor: who recorded it.
        on: the local date of the visit.
        recorded_at: when it reached the desk.
        cases: the ids of the cases recorded in it.
    """

    id: str
    number: str
    household: str
    region: str
    way: Way
    actor: Actor
    on: date
    recorded_at: datetime
    cases: tuple[str, ...] = ()

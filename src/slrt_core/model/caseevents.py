"""What can happen to a case: the entries of its stream."""

from __future__ import annotations

from datetime import date, datetime

from attrs import field, frozen

from slrt_core.model.cases import Attachment, Feedback, Outcome, Receiver, Way
from slrt_core.model.contents import CaseKind, Content
from slrt_core.model.identity import NO_WORDS, Private
from slrt_core.model.officers import Actor

__all__ = [
    "Approved",
    "AttachmentAdded",
    "CaseEvent",
    "CaseOpened",
    "ContentChanged",
    "Decided",
    "Escalated",
    "FeedbackGiven",
    "Moved",
    "ObjectionRaised",
    "ReferralMoved",
    "ReferralOpened",
    "Rehomed",
    "Reopened",
    "Transferred",
]


@frozen(kw_only=True)
class CaseOpened:
    """A case was recorded; the first event of its stream."""

    case: str
    number: str
    visit: str
    way: Way
    kind: CaseKind
    content: Content
    digest: str
    household: str
    region: str
    at: datetime
    on: date
    actor: Actor
    state: str
    rulebook: str
    listed: bool
    vulnerable: str
    due: date | None = None
    homes: tuple[str, ...] = ()


@frozen(kw_only=True, slots=False)
class Moved:
    """A row of the rulebook was followed; it names the row's basis.

    If a pause began with it, `pause` is its name, and `stands` the deadline that stands still meanwhile.
    """

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
    referral: str = ""
    due: date | None = None
    about: str = ""
    pause: str = ""
    stands: date | None = None


@frozen(kw_only=True)
class ContentChanged:
    """The recorder corrected the content, a problem was mapped, or a survey was added."""

    content: Content
    kind: CaseKind
    digest: str


@frozen(kw_only=True)
class Approved:
    """The manager approved that the back office refers just this content to just this receiver (L1.6d)."""

    digest: str


@frozen(kw_only=True, slots=False)
class ReferralOpened:
    """A referral was drafted or sent."""

    referral: str
    receiver: Receiver
    sender: Actor
    state: str
    digest: str
    at: datetime
    due: date | None = None
    forwarded_from: str = ""


@frozen(kw_only=True, slots=False)
class ReferralMoved:
    """A referral's life went on, on the sender's or the receiver's side."""

    referral: str
    state: str
    at: datetime
    due: date | None = None
    reason: str = ""
    result: Private = field(default=NO_WORDS)


@frozen(kw_only=True, slots=False)
class Decided:
    """The case has an outcome; now the household is to be told."""

    outcome: Outcome


@frozen(kw_only=True, slots=False)
class FeedbackGiven:
    """The household was told, or could not be reached."""

    feedback: Feedback


@frozen(kw_only=True)
class ObjectionRaised:
    """The household objects: a new round, judged by other persons (R-APP-5)."""


@frozen(kw_only=True)
class Reopened:
    """A closed case goes on (R-FUP-3)."""


@frozen(kw_only=True)
class Rehomed:
    """The case goes on with another household, or in another village; `homes` are the others that it concerned."""

    household: str
    region: str
    homes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Escalated:
    """A late step was shown to the post that follows up; once for each deadline (R-FUP-1).

    `waited_for` are the posts that are late; journals of before they were noted have none.
    """

    to: str
    due: date
    waited_for: tuple[str, ...] = ()


@frozen(kw_only=True)
class AttachmentAdded:
    """Evidence was added; it stands in the stream of the attachment, and in that of the case if there is one."""

    attachment: Attachment


@frozen(kw_only=True)
class Transferred:
    """From here on the case follows another rulebook; what was judged before still counts (R-APP-10).

    Args:
        at: when.
        on: the local date.
        actor: who decided so.
        rulebook: the hash of the new one.
        before: that of the old one.
        state: the case's state, as the new one calls it.
        referral: the referral that is open or drafted, if one is.
        referral_state: its state, as the new one calls it.
        plan: the digest of the plan that showed it.
    """

    at: datetime
    on: date
    actor: Actor
    rulebook: str
    before: str
    state: str
    referral: str = ""
    referral_state: str = ""
    plan: str = ""


CaseEvent = (
    CaseOpened
    | Moved
    | ContentChanged
    | Approved
    | ReferralOpened
    | ReferralMoved
    | Decided
    | FeedbackGiven
    | ObjectionRaised
    | Reopened
    | Rehomed
    | Escalated
    | AttachmentAdded
    | Transferred
)

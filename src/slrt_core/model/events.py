"""What can happen to a case, to a household, to the roster, to the catalogue: the entries of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from attrs import field, frozen

from slrt_core.model.cases import Attachment, Feedback, Outcome, Receiver, Way
from slrt_core.model.contents import CaseKind, Content
from slrt_core.model.determinations import Assessment
from slrt_core.model.facts import Fact
from slrt_core.model.identity import NO_WORDS, Private
from slrt_core.model.lists import Manifest, Taken
from slrt_core.model.lives import LifeMoved, ParticipationOpened
from slrt_core.model.officers import Actor
from slrt_core.model.programs import Program
from slrt_core.model.regions import Region
from slrt_core.model.registry import FollowUp
from slrt_core.model.rosterevents import AssignmentEnded, LeaveEnded, LeaveRecorded, RosterLoaded

__all__ = [
    "Approved",
    "AssessmentRecorded",
    "AssignmentEnded",
    "AttachmentAdded",
    "AttachmentErased",
    "CaseEvent",
    "CaseOpened",
    "ContentChanged",
    "Decided",
    "Escalated",
    "Event",
    "FactsRecorded",
    "FeedbackGiven",
    "FollowUpOpened",
    "FollowUpSettled",
    "KeysChanged",
    "LeaveEnded",
    "LeaveRecorded",
    "ListBegun",
    "ListGivenUp",
    "ListTaken",
    "Moved",
    "ObjectionRaised",
    "PartLoaded",
    "ProgramApproved",
    "ProgramEntered",
    "ReferralMoved",
    "ReferralOpened",
    "RegionsLoaded",
    "Rehomed",
    "Reopened",
    "RosterLoaded",
    "RulebookAdopted",
    "Transferred",
    "UnitsErased",
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


@frozen(kw_only=True)
class AttachmentErased:
    """The content of an attachment was destroyed with what else was known of its household."""

    at: datetime


@frozen(kw_only=True)
class FactsRecorded:
    """Facts were added to a household's record.

    Args:
        facts: in hand, all of them; at rest, those that tell nothing of a person.
        actor: by whom.
        case: the case that brought them, if any.
        sealed: at rest, what is told of each unit, sealed with its key.
    """

    facts: tuple[Fact, ...]
    actor: Actor
    case: str = ""
    sealed: Mapping[str, bytes] = field(factory=dict)


@frozen(kw_only=True)
class UnitsErased:
    """What was known of these units was erased for ever; their keys are gone, and with them what is sealed above.

    Args:
        units: the household, its families, its members, or some of them.
        at: when.
        actor: by whom.
        grounds: why, as a code: ``asked``, ``retention``, ``mistake``, ``restored``.
    """

    units: tuple[str, ...]
    at: datetime
    actor: Actor
    grounds: str


@frozen(kw_only=True)
class ListBegun:
    """The host hands over a list of households."""

    load: str
    manifest: Manifest
    at: datetime
    actor: Actor


@frozen(kw_only=True)
class PartLoaded:
    """A part of the list is in.

    Args:
        households: how many.
        changed: how many of them were new, or said something new.
        digest: of everything that is in so far, this part included.
    """

    households: int
    changed: int
    digest: str


@frozen(kw_only=True)
class ListGivenUp:
    """A list that is not wholly in never comes in; what it had brought is deleted from here on."""

    at: datetime
    actor: Actor


@frozen(kw_only=True)
class ListTaken:
    """A list is wholly in, and counts from here on."""

    taken: Taken


@frozen(kw_only=True)
class FollowUpOpened:
    """Something doubtful was found in a household's record."""

    follow_up: FollowUp


@frozen(kw_only=True)
class FollowUpSettled:
    """Somebody who judges records there said what became of it."""

    result: Private
    at: datetime
    actor: Actor


@frozen(kw_only=True)
class RegionsLoaded:
    """The map was loaded."""

    regions: tuple[Region, ...]
    at: datetime
    actor: Actor
    source: str


@frozen(kw_only=True)
class RulebookAdopted:
    """From here on new cases follow the rulebook with this hash."""

    hash: str
    at: datetime


@frozen(kw_only=True)
class KeysChanged:
    """From here on the district's key of this name wraps and indexes; the first one begins the store."""

    current: str
    at: datetime


@frozen(kw_only=True)
class ProgramEntered:
    """A version of a program was entered; it does not count yet (R-PRG-2)."""

    program: Program
    digest: str
    at: datetime
    actor: Actor


@frozen(kw_only=True)
class ProgramApproved:
    """Another person approved the version with this digest."""

    digest: str
    at: datetime
    actor: Actor


@frozen(kw_only=True)
class AssessmentRecorded:
    """It was put on record for which programs a household was found eligible."""

    assessment: Assessment


Event = (
    CaseEvent
    | FactsRecorded
    | UnitsErased
    | ListBegun
    | PartLoaded
    | ListTaken
    | ListGivenUp
    | FollowUpOpened
    | FollowUpSettled
    | RegionsLoaded
    | RulebookAdopted
    | KeysChanged
    | RosterLoaded
    | AssignmentEnded
    | LeaveRecorded
    | LeaveEnded
    | ProgramEntered
    | ProgramApproved
    | AttachmentErased
    | AssessmentRecorded
    | ParticipationOpened
    | LifeMoved
)

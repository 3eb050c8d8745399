"""What can happen to a case, to a household, to the roster, to the catalogue: the entries of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from slrt_core.model.caseevents import (
    Approved,
    AttachmentAdded,
    CaseEvent,
    CaseOpened,
    ContentChanged,
    Decided,
    Escalated,
    FeedbackGiven,
    Moved,
    ObjectionRaised,
    ReferralMoved,
    ReferralOpened,
    Rehomed,
    Reopened,
    Transferred,
)
from slrt_core.model.determinations import Assessment
from slrt_core.model.facts import Fact
from slrt_core.model.identity import Private
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

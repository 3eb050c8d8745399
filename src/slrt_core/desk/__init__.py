"""The application: the one way in for every change, and what officers may see."""

from slrt_core.desk.acting import Acting
from slrt_core.desk.anchors import Anchor, Anchored, Signatures, Signer, read_anchors
from slrt_core.desk.attachments import Swept
from slrt_core.desk.auditing import Verified
from slrt_core.desk.batches import Answer
from slrt_core.desk.core import Desk, local_zone
from slrt_core.desk.findings import Finding
from slrt_core.desk.health import Count, Health
from slrt_core.desk.judging import Judging
from slrt_core.desk.listing import CasePage
from slrt_core.desk.looking import Looking
from slrt_core.desk.overseeing import Overseen
from slrt_core.desk.partaking import Partaking, ParticipationItem
from slrt_core.desk.results import (
    CaseResult,
    Erasure,
    FollowUpResult,
    HouseholdResult,
    ListResult,
    Loaded,
    Look,
    ParticipationResult,
    ProgramResult,
    RefusedResult,
    Result,
    VisitResult,
)
from slrt_core.desk.searching import Found
from slrt_core.desk.timelines import Status, Step
from slrt_core.desk.transfers import Staying, TransferPlan
from slrt_core.desk.unfinished import Unfinished
from slrt_core.desk.upkeep import Upkeep
from slrt_core.desk.uses import Uses
from slrt_core.desk.watching import Watch, watched
from slrt_core.desk.worklists import WorkItem

__all__ = [
    "Acting",
    "Anchor",
    "Anchored",
    "Answer",
    "CasePage",
    "CaseResult",
    "Count",
    "Desk",
    "Erasure",
    "Finding",
    "FollowUpResult",
    "Found",
    "Health",
    "HouseholdResult",
    "Judging",
    "ListResult",
    "Loaded",
    "Look",
    "Looking",
    "Overseen",
    "Partaking",
    "ParticipationItem",
    "ParticipationResult",
    "ProgramResult",
    "RefusedResult",
    "Result",
    "Signatures",
    "Signer",
    "Status",
    "Staying",
    "Step",
    "Swept",
    "TransferPlan",
    "Unfinished",
    "Upkeep",
    "Uses",
    "Verified",
    "VisitResult",
    "Watch",
    "WorkItem",
    "local_zone",
    "read_anchors",
    "watched",
]

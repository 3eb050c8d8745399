"""The application: the one way in for every change, and what officers may see."""

from slrt_core.desk.acting import Acting
from slrt_core.desk.anchors import Anchor, Anchored, Signatures, Signer, read_anchors
from slrt_core.desk.auditing import Verified
from slrt_core.desk.core import Desk, local_zone
from slrt_core.desk.findings import Finding
from slrt_core.desk.reading import Found, Status, Step, WorkItem
from slrt_core.desk.results import (
    CaseResult,
    FollowUpResult,
    HouseholdResult,
    Loaded,
    Look,
    ProgramResult,
    RefusedResult,
    Result,
    VisitResult,
)

__all__ = [
    "Acting",
    "Anchor",
    "Anchored",
    "CaseResult",
    "Desk",
    "Finding",
    "FollowUpResult",
    "Found",
    "HouseholdResult",
    "Loaded",
    "Look",
    "ProgramResult",
    "RefusedResult",
    "Result",
    "Signatures",
    "Signer",
    "Status",
    "Step",
    "Verified",
    "VisitResult",
    "WorkItem",
    "local_zone",
    "read_anchors",
]

"""The application: the one way in for every change, and what officers may see."""

from slrt_core.desk.acting import Acting
from slrt_core.desk.core import Desk, local_zone
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
    "CaseResult",
    "Desk",
    "FollowUpResult",
    "Found",
    "HouseholdResult",
    "Loaded",
    "Look",
    "ProgramResult",
    "RefusedResult",
    "Result",
    "Status",
    "Step",
    "VisitResult",
    "WorkItem",
    "local_zone",
]

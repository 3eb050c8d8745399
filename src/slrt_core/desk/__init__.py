"""The application: the one way in for every change, and what officers may see."""

from slrt_core.desk.acting import Acting
from slrt_core.desk.attachments import Swept
from slrt_core.desk.core import Desk, local_zone
from slrt_core.desk.health import Count, Health
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
from slrt_core.desk.watching import Watch, watched

__all__ = [
    "Acting",
    "CaseResult",
    "Count",
    "Desk",
    "FollowUpResult",
    "Found",
    "Health",
    "HouseholdResult",
    "Loaded",
    "Look",
    "ProgramResult",
    "RefusedResult",
    "Result",
    "Status",
    "Step",
    "Swept",
    "VisitResult",
    "Watch",
    "WorkItem",
    "local_zone",
    "watched",
]

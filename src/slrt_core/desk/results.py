"""What the desk answers to a command: small values that are stored with the key of the command and given again."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from slrt_core.model.cases import Attachment
from slrt_core.model.contents import CaseKind
from slrt_core.model.determinations import Assessment
from slrt_core.model.officers import Actor
from slrt_core.reasons import Reason

__all__ = [
    "CaseResult",
    "Erasure",
    "FollowUpResult",
    "HouseholdResult",
    "ListResult",
    "Loaded",
    "Look",
    "ParticipationResult",
    "ProgramResult",
    "RefusedResult",
    "Result",
    "VisitResult",
]


@frozen(kw_only=True)
class CaseResult:
    """A case after a step: its place, its version, and the digest that a judgement must name."""

    id: str
    number: str
    kind: CaseKind
    state: str
    version: int
    digest: str


@frozen(kw_only=True)
class VisitResult:
    """A recorded visit.

    Args:
        id: its key.
        number: the registration number to give to the household.
        household: the household's id; empty for an anonymous complaint.
        cases: the cases recorded in it, in the order in which they were given.
    """

    id: str
    number: str
    household: str
    cases: tuple[CaseResult, ...]


@frozen(kw_only=True)
class HouseholdResult:
    """A household that was recorded."""

    id: str
    version: int


@frozen(kw_only=True)
class ProgramResult:
    """A version of a program that was entered or approved."""

    code: str
    digest: str


@frozen(kw_only=True)
class ParticipationResult:
    """A participation after a step: where it stands, its version, and the digest that a judgement must name."""

    id: str
    state: str
    version: int
    digest: str


@frozen(kw_only=True)
class FollowUpResult:
    """A follow-up item that was settled."""

    id: str


@frozen(kw_only=True)
class Erasure:
    """An erasure: its id, and the ids of those of whom nothing is known any more."""

    id: str
    units: tuple[str, ...]


@frozen(kw_only=True)
class Loaded:
    """How many entries a load brought."""

    what: str
    count: int


@frozen(kw_only=True)
class ListResult:
    """A list of households that may be handed over now, part by part; its load's id."""

    load: str


@frozen(kw_only=True)
class Look:
    """One look at personal data, as it stands on record (R-ALL-2).

    Args:
        at: when.
        actor: who, in which post.
        subject: what was looked at, as ``household/…``, ``case/…`` or the name of a list.
        purpose: why.
        count: how many entries were shown.
        filter: by what a list was narrowed, without what was looked for.
    """

    at: datetime
    actor: Actor
    subject: str
    purpose: str
    count: int = 1
    filter: str = ""


@frozen(kw_only=True)
class RefusedResult:
    """A refusal, kept so that a repeat of the same request is told the same."""

    reasons: tuple[Reason, ...]


Result = (
    CaseResult
    | VisitResult
    | HouseholdResult
    | ProgramResult
    | ParticipationResult
    | FollowUpResult
    | Loaded
    | ListResult
    | Erasure
    | RefusedResult
    | Attachment
    | Assessment
)

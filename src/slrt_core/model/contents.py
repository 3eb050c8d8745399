"""What a case says, one class for each kind: a change, an addition, a need, a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from slrt_core.model.choices import member
from slrt_core.model.facts import UNKNOWN, Value
from slrt_core.model.homes import Death, HomeChange, Merger, Relocation, Split
from slrt_core.model.identity import NO_WORDS, Private, as_private

__all__ = [
    "Addition",
    "CaseKind",
    "Change",
    "Complaint",
    "ComplaintClass",
    "Content",
    "Enquiry",
    "FieldChange",
    "Need",
    "Participation",
    "Problem",
    "Survey",
    "kind_of",
]


class CaseKind(StrEnum):
    """What a case is about."""

    CHANGE = "change"
    ADDITION = "addition"
    PARTICIPATION = "participation"
    NEED = "need"
    COMPLAINT = "complaint"
    PROBLEM = "problem"
    ENQUIRY = "enquiry"


class ComplaintClass(StrEnum):
    """Complaints about membership go elsewhere than the others (P4b, S2)."""

    MEMBERSHIP = "membership"
    IMPLEMENTATION = "implementation"
    OTHER = "other"


def _complaint_class(value: str | None) -> ComplaintClass | None:
    return None if value is None else member(ComplaintClass, value, "class_")


@frozen(kw_only=True)
class FieldChange:
    """One changed fact: what stood there, what is to stand there, since when, on what evidence (R-REG-2)."""

    unit: str
    variable: str
    old: Value = UNKNOWN
    new: Value
    valid_from: date | None = None
    evidence: str = ""


def _changes(values: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    return tuple(values)


@frozen(kw_only=True)
class Change:
    """A change of a household's data, as a patch."""

    changes: tuple[FieldChange, ...] = field(converter=_changes)
    note: Private = field(converter=as_private, default=NO_WORDS)


@frozen(kw_only=True)
class Survey:
    """What verification and validation found on the spot (P14(1)c)."""

    found: bool
    worthy: bool
    on: date
    note: Private = field(converter=as_private, default=NO_WORDS)


@frozen(kw_only=True)
class Addition:
    """A proposal to put an unlisted household on the beneficiary list, worthy or not (L1.5d2)."""

    worthy: bool
    grounds: Private = field(converter=as_private, default=NO_WORDS)
    survey: Survey | None = None


@frozen(kw_only=True)
class Participation:
    """A unit takes part in a program, or has left it (S2(ii))."""

    program: str
    unit: str = ""
    status: str = "active"
    since: date | None = None
    evidence: str = ""


@frozen(kw_only=True)
class Need:
    """A unit asks for, or should have, a program."""

    program: str
    unit: str = ""
    text: Private = field(converter=as_private, default=NO_WORDS)


@frozen(kw_only=True)
class Complaint:
    """A complaint.

    Args:
        topic: a topic of the rulebook, which gives class and sector where they are not stated.
        text: what was said; sealed.
        program: the program's code; empty if it is about none.
        class_: about membership, about how a program is carried out, or other.
        sector: education, health, social-economic, civil registration, other (P12(1)).
        sensitive: violence, health, children, an officer: it has its own readers.
        anonymous: the complainant is not named; the answer waits under the registration number.
        about: the account of the officer complained about; empty if none.
    """

    topic: str
    text: Private = field(converter=as_private)
    program: str = ""
    class_: ComplaintClass | None = field(converter=_complaint_class, default=None)
    sector: str = ""
    sensitive: bool = False
    anonymous: bool = False
    about: str = ""


@frozen(kw_only=True)
class Problem:
    """What is not yet mapped to a need or a complaint (R-INT-7)."""

    text: Private = field(converter=as_private)
    sector: str = "other"


@frozen(kw_only=True)
class Enquiry:
    """A question answered at the desk (R-INT-7)."""

    text: Private = field(converter=as_private)
    sector: str = "other"


Content = Change | Addition | Participation | Need | Complaint | Problem | Enquiry | HomeChange

_KINDS: dict[type, CaseKind] = {
    Change: CaseKind.CHANGE,
    Death: CaseKind.CHANGE,
    Relocation: CaseKind.CHANGE,
    Split: CaseKind.CHANGE,
    Merger: CaseKind.CHANGE,
    Addition: CaseKind.ADDITION,
    Participation: CaseKind.PARTICIPATION,
    Need: CaseKind.NEED,
    Complaint: CaseKind.COMPLAINT,
    Problem: CaseKind.PROBLEM,
    Enquiry: CaseKind.ENQUIRY,
}


def kind_of(content: Content) -> CaseKind:
    """The kind of case that has this content."""
    return _KINDS[type(content)]

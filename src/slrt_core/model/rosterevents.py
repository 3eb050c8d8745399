"""What can happen to the roster: officers, assignments and leaves (R-APP-6, R-APP-12)."""

from __future__ import annotations

from datetime import date, datetime

from attrs import frozen

from slrt_core.model.officers import Actor, Assignment, Leave, Officer

__all__ = ["AssignmentEnded", "LeaveEnded", "LeaveRecorded", "RosterLoaded"]


@frozen(kw_only=True)
class RosterLoaded:
    """Officers and assignments were recorded, from a file of the host or by an administrator."""

    officers: tuple[Officer, ...]
    assignments: tuple[Assignment, ...]
    at: datetime
    actor: Actor
    source: str = ""


@frozen(kw_only=True)
class AssignmentEnded:
    """An officer's post ended before its time."""

    officer: str
    post: str
    last_day: date
    at: datetime
    actor: Actor


@frozen(kw_only=True)
class LeaveRecorded:
    """Officers are away for a time (R-APP-6)."""

    leaves: tuple[Leave, ...]
    at: datetime
    actor: Actor
    source: str = ""


@frozen(kw_only=True)
class LeaveEnded:
    """A leave ended before its time, or was called off."""

    officer: str
    first_day: date
    last_day: date
    at: datetime
    actor: Actor

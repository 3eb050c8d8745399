"""What a manager approves for the back office: just this content to just this receiver (L1.6d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slrt_core.model.cases import Case, Receiver

__all__ = ["approval_digest"]


def approval_digest(case: Case, receiver: Receiver) -> str:
    """One text that changes when either the content or the receiver does."""
    return f"{case.digest}|{receiver.post}|{receiver.program}|{receiver.region}"

"""The ports of time and of new names."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, runtime_checkable

__all__ = ["Clock", "IdSource"]


@runtime_checkable
class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""


@runtime_checkable
class IdSource(Protocol):
    """New names for new things."""

    def new(self, kind: str) -> str:
        """A name that was never given before, by kind of thing, such as ``case`` or ``visit``."""

    def number(self) -> str:
        """A registration number that can be read aloud; the caller makes sure that nobody else has it."""

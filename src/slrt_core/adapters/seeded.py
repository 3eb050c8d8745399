"""Time and names that are the same in every run: for demonstrations and tests, never for real cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from threading import Lock

from slrt_core.adapters.numbers import named, numbered

__all__ = ["ManualClock", "SeededIds"]


class ManualClock:
    """A clock that stands still until it is moved. Thread-safe.

    Args:
        start: the first instant, aware.
        tick: how far it moves by itself at each look.
    """

    def __init__(self, start: datetime = datetime(2026, 1, 5, 1, tzinfo=UTC), tick: timedelta = timedelta(0)) -> None:
        self._now = start.astimezone(UTC)
        self._tick = tick
        self._lock = Lock()

    def now(self) -> datetime:
        """See `Clock.now`."""
        with self._lock:
            self._now += self._tick
            return self._now

    def advance(self, **parts: float) -> None:
        """Move on by so many ``days``, ``hours`` … as of `timedelta`."""
        with self._lock:
            self._now += timedelta(**parts)

    def set(self, now: datetime) -> None:
        """Move to an instant."""
        with self._lock:
            self._now = now.astimezone(UTC)


class SeededIds:
    """Names drawn from a seed: the same seed gives the same names in the same order. Thread-safe."""

    def __init__(self, seed: int = 0) -> None:
        self._random = Random(seed)
        self._lock = Lock()

    def new(self, kind: str) -> str:
        """See `IdSource.new`."""
        with self._lock:
            return named(kind, self._random.getrandbits(80))

    def number(self) -> str:
        """See `IdSource.number`."""
        with self._lock:
            return numbered(self._random.randrange)

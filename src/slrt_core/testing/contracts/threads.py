"""Threads for the promises about several writers: all begin together, and none fails unheard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

from slrt_core.errors import AdapterError, Conflict

__all__ = ["PATIENCE", "Meeting", "patiently", "together"]

PATIENCE = 60
"""Seconds after which a store is taken for stuck."""

_MEETING = 0.25


class Meeting:
    """Lets those who work at the same time wait for each other, but not for long.

    A store may let one writer wait for the other; then nobody comes, and the work goes on without them.
    """

    def __init__(self, parties: int) -> None:
        self._barrier = threading.Barrier(parties)

    def wait(self) -> None:
        """Wait until all are here, or until it is clear that they will not come."""
        with suppress(threading.BrokenBarrierError):
            self._barrier.wait(timeout=_MEETING)


def together(works: Iterable[Callable[[], None]]) -> None:
    """Do all of it at the same time, each in a thread of its own.

    Raises:
        AssertionError: one failed, or was not done in time.
    """
    tasks = list(works)
    failures: list[BaseException] = []
    gate = threading.Barrier(len(tasks))

    def run(work: Callable[[], None]) -> None:
        try:
            gate.wait(timeout=PATIENCE)
            work()
        except BaseException as error:  # noqa: BLE001  (a thread tells nobody)
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    if failures:
        raise AssertionError(f"one of several at the same time failed: {failures[0]!r}") from failures[0]
    if any(thread.is_alive() for thread in threads):
        raise AssertionError(f"not done after {PATIENCE} seconds")


def patiently(action: Callable[[], None], *, conflicts: bool = True, tries: int = 1000) -> None:
    """Do it again as long as somebody else was first, or the store says that it may be tried again.

    Args:
        action: a whole transaction.
        conflicts: whether a `Conflict` is tried again too, or comes out.
        tries: how often at most.
    """
    for _ in range(tries):
        try:
            return action()
        except Conflict:
            if not conflicts:
                raise
        except AdapterError as error:
            if not error.retryable:
                raise
    raise AssertionError(f"not done after {tries} tries")

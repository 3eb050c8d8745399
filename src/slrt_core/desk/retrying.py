"""Trying again what a store could not do at once: a bounded number of times, and after waits of random length."""

from __future__ import annotations

from collections.abc import Callable
from secrets import SystemRandom
from time import monotonic, sleep
from typing import TypeVar

from attrs import frozen

from slrt_core.errors import AdapterError
from slrt_core.ports import Storage

__all__ = ["Retrying"]

T = TypeVar("T")


@frozen(kw_only=True)
class Retrying:
    """How often, and for how long.

    The wait is anything from nothing up to a bound that doubles each time: those who got in each other's way at once
    should not do so again together.

    Args:
        tries: at most.
        first: the bound of the first wait, in seconds.
        longest: the bound of any wait.
        total: no try begins later than this after the first.
        sleep: waits.
        chance: a random number from 0 to 1; the machine's own, so that processes forked from one differ.
        elapsed: seconds since some instant.
    """

    tries: int = 12
    first: float = 0.01
    longest: float = 1.0
    total: float = 15.0
    sleep: Callable[[float], object] = sleep
    chance: Callable[[], float] = SystemRandom().random
    elapsed: Callable[[], float] = monotonic

    @classmethod
    def on(cls, storage: Storage) -> Retrying:
        """As the store allows: inside a host's transaction only the host can try again, and all of it."""
        return cls(tries=1) if storage.capabilities.joined else cls()

    def call(self, transaction: Callable[[], T], *, repeatable: bool) -> T:
        """Do it, and again as long as it failed for a reason that may pass.

        Args:
            transaction: what is done: wholly or not at all.
            repeatable: it does nothing twice, so it may be done again also if it may have happened already.

        Raises:
            AdapterError: the last one.
        """
        begun = self.elapsed()
        for number in range(self.tries - 1):
            try:
                return transaction()
            except AdapterError as error:
                if not (error.retryable or (error.unknown and repeatable)):
                    raise
                wait = self.chance() * min(self.longest, self.first * 2**number)
                if self.elapsed() - begun + wait > self.total:
                    raise
            self.sleep(wait)
        return transaction()

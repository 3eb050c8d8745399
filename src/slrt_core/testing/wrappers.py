"""Stores that fail, wait or count, around one that does the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from time import sleep

from slrt_core.errors import AdapterError
from slrt_core.ports import Storage, Transaction
from slrt_core.reasons import Text
from slrt_core.testing.watched import WatchedStorage

__all__ = ["CountingStorage", "FailingStorage", "SlowStorage", "UnsureStorage", "broken_store"]


def broken_store(*, retryable: bool = False, unknown: bool = False) -> AdapterError:
    """What a store raises that broke down."""
    words = Text("penyimpanan gagal", "the store failed")
    return AdapterError("broken", words, retryable=retryable, unknown=unknown)


class FailingStorage(WatchedStorage):
    """A store that breaks down once, at the call with a chosen number.

    Counted are ``begin``, every method of a transaction, ``commit``, and ``committed``: a failure there comes after
    the commit, so that it happened but nobody was told.

    Args:
        inner: the store that does the work.
        at: the number of the call that fails, from 1 on; 0 for none.
        error: what is raised; an `AdapterError` that may not be retried if not given.
    """

    def __init__(self, inner: Storage, at: int = 0, error: BaseException | None = None) -> None:
        super().__init__(inner, self._count)
        self._error = error or broken_store()
        self.arm(at)

    def arm(self, at: int) -> None:
        """Count anew, and fail at this call."""
        self._at = at
        self.calls: int = 0
        self.failed_in: str = ""

    def _count(self, name: str) -> None:
        self.calls += 1
        if self.calls == self._at:
            self.failed_in = name
            raise self._error


class UnsureStorage(WatchedStorage):
    """A store whose connection breaks at chosen commits: the caller is told that the outcome is unknown.

    Whoever stands above it must find out by what was written, and neither do it twice nor report it as done. Only
    commits of transactions that may write are counted.

    Args:
        inner: the store that does the work.
        committed: the numbers, from 1 on, of commits that happen although nobody is told.
        lost: the numbers of commits that do not happen.
    """

    def __init__(self, inner: Storage, *, committed: tuple[int, ...] = (), lost: tuple[int, ...] = ()) -> None:
        super().__init__(inner, lambda _: None)
        self._committed = committed
        self._lost = lost
        self.commits: int = 0

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        """See `Storage.transaction`."""
        number = 0
        with super().transaction(district, write=write) as inner:
            yield inner
            if write:
                self.commits += 1
                number = self.commits
            if number in self._lost:
                raise broken_store(unknown=True)
        if number in self._committed:
            raise broken_store(unknown=True)


class SlowStorage(WatchedStorage):
    """A store that waits a little before each call, so that those who work at the same time meet in other places.

    Args:
        inner: the store that does the work.
        longest: seconds.
        seed: another one waits otherwise; the same one, asked the same, waits alike.
        waiting: what waits; a test may give one that only remembers.
    """

    def __init__(
        self, inner: Storage, *, longest: float = 0.002, seed: int = 0, waiting: Callable[[float], None] = sleep
    ) -> None:
        random = Random(seed)
        super().__init__(inner, lambda _: waiting(random.uniform(0, longest)))


class CountingStorage(WatchedStorage):
    """A store that counts, in ``calls``, what is asked of it, under the names that `FailingStorage` lists."""

    def __init__(self, inner: Storage) -> None:
        self.calls: Counter[str] = Counter()
        super().__init__(inner, self._count)

    def _count(self, name: str) -> None:
        self.calls[name] += 1

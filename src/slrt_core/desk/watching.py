"""For operators: how often each command and each call of a port happens, how long it takes, and how it ends.

The library depends on no monitoring. It tells a function of the host, which feeds whatever the host uses. What is told
is a name out of a small set, a duration, and a word: nothing personal, no id, no argument.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast, overload

from slrt_core.ports import Attachments, Capabilities, KeyProvider, RecordKind, Storage, Transaction

__all__ = ["OK", "Watch", "timed", "watched"]

_LOG = logging.getLogger(__name__)

Watch = Callable[[str, float, str], object]
"""Is told a name such as ``command.RecordVisit`` or ``storage.commit``, the seconds, and the outcome: ``ok``, or the
name of the error's class."""

OK = "ok"


@contextmanager
def timed(on: Watch | None, name: str) -> Iterator[None]:
    """Tell a watch how long a block took and how it ended. The watch never changes how it ends."""
    if on is None:
        yield
        return
    begun, outcome = time.perf_counter(), OK
    try:
        yield
    except BaseException as error:
        outcome = type(error).__name__
        raise
    finally:
        _tell(on, name, time.perf_counter() - begun, outcome)


def _tell(on: Watch, name: str, seconds: float, outcome: str) -> None:
    try:
        on(name, seconds, outcome)
    except Exception as error:  # noqa: BLE001  (whatever a monitor does wrong, no household waits for it)
        _LOG.warning("the watch failed at %s: %s", name, type(error).__name__)


@overload
def watched(port: Storage, on: Watch) -> Storage: ...
@overload
def watched(port: KeyProvider, on: Watch) -> KeyProvider: ...
@overload
def watched(port: Attachments, on: Watch) -> Attachments: ...
def watched(port: Storage | KeyProvider | Attachments, on: Watch) -> Storage | KeyProvider | Attachments:
    """The same store, key provider or attachments, with every call told to a watch.

    Args:
        port: does the work.
        on: see `Watch`.

    Raises:
        TypeError: it is none of the three.
    """
    if isinstance(port, Storage):
        return _WatchedStorage(port, on)
    if isinstance(port, KeyProvider):
        return _WatchedKeys(port, on)
    if isinstance(port, Attachments):
        return _WatchedAttachments(port, on)
    raise TypeError(f"{type(port).__name__} is no store, key provider or place for attachments")


class _WatchedStorage:
    def __init__(self, inner: Storage, on: Watch) -> None:
        self._inner = inner
        self._on = on

    @property
    def capabilities(self) -> Capabilities:
        return self._inner.capabilities

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        with timed(self._on, "storage.setup"):
            self._inner.setup(kinds)

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        inner: AbstractContextManager[Transaction] = self._inner.transaction(district, write=write)
        with timed(self._on, "storage.begin"):
            tx = inner.__enter__()
        try:
            yield cast("Transaction", _WatchedTransaction(tx, self._on))
        except BaseException:
            with timed(self._on, "storage.rollback"):
                inner.__exit__(*sys.exc_info())
            raise
        with timed(self._on, "storage.commit"):
            inner.__exit__(None, None, None)

    def ping(self) -> None:
        with timed(self._on, "storage.ping"):
            self._inner.ping()

    def close(self) -> None:
        self._inner.close()


class _WatchedTransaction:
    def __init__(self, inner: Transaction, on: Watch) -> None:
        self._inner = inner
        self._on = on

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._inner, name)

        def told(*args: Any, **kwargs: Any) -> Any:
            with timed(self._on, f"storage.{name}"):
                return call(*args, **kwargs)

        return told


class _WatchedKeys:
    def __init__(self, inner: KeyProvider, on: Watch) -> None:
        self._inner = inner
        self._on = on

    @property
    def current(self) -> str:
        return self._inner.current

    def make(self, owner: str) -> bytes:
        with timed(self._on, "keys.make"):
            return self._inner.make(owner)

    def rewrap(self, owner: str, wrapped: bytes) -> bytes:
        with timed(self._on, "keys.rewrap"):
            return self._inner.rewrap(owner, wrapped)

    def seal(self, owner: str, wrapped: bytes, what: str, clear: bytes) -> bytes:
        with timed(self._on, "keys.seal"):
            return self._inner.seal(owner, wrapped, what, clear)

    def open(self, owner: str, wrapped: bytes, what: str, sealed: bytes) -> bytes:
        with timed(self._on, "keys.open"):
            return self._inner.open(owner, wrapped, what, sealed)

    def index(self, space: str, value: str) -> Sequence[str]:
        with timed(self._on, "keys.index"):
            return self._inner.index(space, value)

    def digest(self, space: str, value: str) -> str:
        with timed(self._on, "keys.digest"):
            return self._inner.digest(space, value)

    def forget(self, owner: str) -> None:
        with timed(self._on, "keys.forget"):
            self._inner.forget(owner)


class _WatchedAttachments:
    def __init__(self, inner: Attachments, on: Watch) -> None:
        self._inner = inner
        self._on = on

    def put(self, district: str, name: str, sealed: bytes) -> None:
        with timed(self._on, "attachments.put"):
            self._inner.put(district, name, sealed)

    def get(self, district: str, name: str) -> bytes | None:
        with timed(self._on, "attachments.get"):
            return self._inner.get(district, name)

    def delete(self, district: str, name: str) -> None:
        with timed(self._on, "attachments.delete"):
            self._inner.delete(district, name)

    def names(self, district: str) -> Iterator[str]:
        with timed(self._on, "attachments.names"):
            return self._inner.names(district)

"""The journal: one stream of events for each case, household, program, for roster, map and rulebook.

Each entry names the hash of the exact bytes of the one before it, so that nobody can change the past unseen.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from slrt_core.desk.codec import decode, encode
from slrt_core.model.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from slrt_core.ports import Transaction

__all__ = ["append", "broken_at", "events"]


def append(transaction: Transaction, stream: str, new: Iterable[Event], *, expect: int) -> int:
    """Add events to a stream, chained to what is there.

    Args:
        transaction: the running one.
        stream: its name, such as ``case/…``.
        new: the events.
        expect: the number of the last entry.

    Returns:
        The number of the last entry now.

    Raises:
        Conflict: the stream has moved on.
    """
    previous = _origin(stream)
    if expect:
        last = transaction.read(stream, after=expect - 1, limit=1)
        previous = _hash(last[0].body) if last else previous
    bodies = []
    for event in new:
        body = json.dumps(
            {"prev": previous, "event": encode(event, Event).decode()}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        bodies.append(body)
        previous = _hash(body)
    return transaction.append(stream, bodies, expect=expect)


def events(transaction: Transaction, stream: str) -> Sequence[Any]:
    """The events of a stream, from the first on."""
    return [decode(json.loads(entry.body)["event"].encode(), Event) for entry in transaction.read(stream)]


def broken_at(transaction: Transaction, stream: str) -> int | None:
    """The number of the first entry that does not follow from the one before it; ``None`` if the chain is whole."""
    return next(_breaks(transaction, stream), None)


def _breaks(transaction: Transaction, stream: str) -> Iterator[int]:
    previous = _origin(stream)
    for number, entry in enumerate(transaction.read(stream), 1):
        try:
            named = json.loads(entry.body)["prev"]
        except (ValueError, KeyError, TypeError):
            named = None
        if entry.seq != number or named != previous:
            yield number
        previous = _hash(entry.body)


def _origin(stream: str) -> str:
    return _hash(stream.encode())


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()

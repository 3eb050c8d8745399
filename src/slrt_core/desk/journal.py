"""The journal: one stream of events for each case, household, program, for roster, map and rulebook.

Each entry names the SHA-256 (in base 32) of the exact bytes of the one before it, so that nobody changes the past
unseen.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from slrt_core.desk.codec import decode, encode
from slrt_core.model.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from slrt_core.ports import Transaction

__all__ = ["append", "broken_at", "events"]


def append(transaction: Transaction, stream: str, new: Iterable[Event], *, expect: int) -> str:
    """Add events to a stream, chained to what is there.

    Args:
        transaction: the running one.
        stream: its name, such as ``case/…``.
        new: the events.
        expect: the number of the last entry.

    Returns:
        The hash of the last entry now. Whoever stores the state keeps it beside, so that the last entry is covered too.

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
    transaction.append(stream, bodies, expect=expect)
    return previous


def events(transaction: Transaction, stream: str) -> Sequence[Any]:
    """The events of a stream, from the first on."""
    return [decode(json.loads(entry.body)["event"].encode(), Event) for entry in transaction.read(stream)]


def broken_at(transaction: Transaction, stream: str, head: str) -> int | None:
    """The number of the first entry that does not follow from the one before it; ``None`` if the chain is whole.

    Args:
        transaction: the running one.
        stream: its name.
        head: the hash that its last entry must have.
    """
    previous, number = _origin(stream), 0
    for number, entry in enumerate(transaction.read(stream), 1):
        try:
            named = json.loads(entry.body)["prev"]
        except (ValueError, KeyError, TypeError):
            named = None
        if entry.seq != number or named != previous:
            return number
        previous = _hash(entry.body)
    return None if previous == head else max(number, 1)


def _origin(stream: str) -> str:
    return _hash(stream.encode())


def _hash(body: bytes) -> str:
    # In base 32, as hexadecimal digits fall into rows of sixteen now and then, and are taken for a NIK.
    return base64.b32encode(hashlib.sha256(body).digest()).decode().rstrip("=").lower()

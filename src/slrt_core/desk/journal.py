"""The journal: one stream of events for each case, household, program, for roster, map, rulebook and keys.

Each entry names the SHA-256 (in base 32) of the exact bytes of the one before it, the first one that of the stream's
name. Whoever changes one entry must change all later ones too; against that, anchors are handed to another party.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from slrt_core.desk.codec import decode, encode
from slrt_core.model.events import Event
from slrt_core.ports import in_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from slrt_core.ports import Transaction

__all__ = ["append", "digest", "events", "follows", "origin"]


_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def append(transaction: Transaction, stream: str, new: Iterable[Event], *, expect: int, head: str = "") -> str:
    """Add events to a stream, chained to what is there.

    Args:
        transaction: the running one.
        stream: its name, such as ``case/…``.
        new: the events.
        expect: the number of the last entry.
        head: its hash, where the caller has just read it beside the state; it is read from the stream otherwise.

    Returns:
        The hash of the last entry now. Whoever stores the state keeps it beside, so that the last entry is covered too.

    Raises:
        Conflict: the stream has moved on.
    """
    previous = head or _head(transaction, stream, expect)
    bodies = []
    for event in new:
        body = _WRITER.encode({"prev": previous, "event": encode(event, Event).decode()}).encode()
        bodies.append(body)
        previous = digest(body)
    transaction.append(stream, bodies, expect=expect)
    return previous


def _head(transaction: Transaction, stream: str, expect: int) -> str:
    last = transaction.read(stream, after=expect - 1, limit=1) if expect else ()
    return digest(last[0].body) if last else origin(stream)


def events(transaction: Transaction, stream: str) -> Sequence[Any]:
    """The events of a stream, from the first on."""
    return [decode(json.loads(entry.body)["event"].encode(), Event) for entry in transaction.read(stream)]


def origin(stream: str) -> str:
    """What the first entry of a stream names as the one before it."""
    return digest(stream.encode())


def digest(body: bytes) -> str:
    """The hash by which an entry is named."""
    return in_letters(hashlib.sha256(body).digest())


def follows(body: bytes, previous: str) -> bool:
    """Whether an entry names this hash as that of the one before it; as `append` writes it, byte for byte."""
    return body.startswith(b'{"prev":"%b",' % previous.encode())

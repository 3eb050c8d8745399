"""Bringing the index of cases up to what this library searches by; once, at the first opening after an upgrade.

Until a case has a value in a field, nothing is sure of it, and nobody reads it: an index that is not up to date hides,
and never shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import case_index
from slrt_core.model.cases import Case
from slrt_core.ports import Range

if TYPE_CHECKING:
    from slrt_core.desk.room import Room
    from slrt_core.desk.work import Work

__all__ = ["is_indexed", "note_indexed", "reindex"]

_EDITION = b"reading-1"
"""Raised when cases are to be searched by what their index does not hold yet."""

_AT_ONCE = 200


def is_indexed(work: Work) -> bool:
    """Whether every case is found by all that this library searches by."""
    held = work.tx.get("edition", "case")
    return held is not None and held.body == _EDITION


def note_indexed(work: Work) -> None:
    """Put on record that it is."""
    held = work.tx.get("edition", "case")
    expect = held.version if held else 0
    work.tx.put("edition", "case", _EDITION, expect=expect, index={"name": "case"})


def reindex(room: Room) -> int:
    """Write the index of every case anew that is not as it should be.

    Returns:
        How many were written.
    """
    if room.read(is_indexed):
        return 0
    done, after = 0, ""
    while True:
        count, after = room.write(lambda work, after=after: _some(after, work))  # type: ignore[misc]
        done += count
        if not after:
            break
    room.write(note_indexed)
    return done


def _some(after: str, work: Work) -> tuple[int, str]:
    page = work.tx.scan("case", Range(field="opened_at"), after=after or None, limit=_AT_ONCE)
    done = 0
    for stored in page.records:
        case: Case = decode(stored.body, Case)
        index = {**case_index(case, work.process_of(case)), "head": stored.index["head"]}
        if index != stored.index:
            work.tx.put("case", stored.key, stored.body, expect=stored.version, index=index)
            done += 1
    return done, page.after or ""

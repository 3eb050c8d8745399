"""What still needs one of the district's keys, before it is destroyed."""

from __future__ import annotations

import base64
from collections import Counter
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.desk.keyring import BEFORE_KEYS_OF_PERSONS
from slrt_core.desk.kinds import KINDS
from slrt_core.model.identity import IdKind
from slrt_core.ports import Range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work

__all__ = ["Uses", "indexed", "uses_of"]

_AT_ONCE = 1000


@frozen(kw_only=True)
class Uses:
    """What needs a key of the district.

    Args:
        wrapped: keys of persons and others that it wraps.
        indexed: numbers that are found by it.
        sealed: records and events of version 0.1, which sealed with the district's key itself.
    """

    wrapped: int
    indexed: int
    sealed: int


def uses_of(name: str, work: Work) -> Uses:
    """What needs the key of this name."""
    wrapped = sum(1 for _ in work.among("subject", "wrap", {name}))
    # "/" is the character after ".", which stands between a key's name and what it digests.
    spans = (Range(field=kind.value, low=f"{name}.", high=f"{name}/") for kind in IdKind)
    indexed = sum(1 for span in spans for _ in work.all("subject", span))
    named = bytes([BEFORE_KEYS_OF_PERSONS, len(name)]) + name.encode()
    # Sealed bytes stand in base 64 within JSON; only whole letters of it are the same whatever follows.
    mark = b'"' + base64.b64encode(named)[: len(named) * 8 // 6]
    sealed = sum(1 for body in _bodies(work) if mark in body)
    return Uses(wrapped=wrapped, indexed=indexed, sealed=sealed)


def indexed(work: Work) -> dict[str, int]:
    """How many numbers are found by each of the district's keys, where the key provider's indexes name their key."""
    found = (
        str(subject.index[kind.value]) for kind in IdKind for subject in work.all("subject", Range(field=kind.value))
    )
    names = (index.rpartition(".")[0] for index in found)
    return dict(Counter(name for name in names if name))


def _bodies(work: Work) -> Iterator[bytes]:
    for kind in KINDS:
        for stored in work.all(kind.name, Range(field=next(iter(kind.index)))):
            yield stored.body
    for stream in work.tx.streams():
        after = 0
        while entries := work.tx.read(stream, after=after, limit=_AT_ONCE):
            yield from (entry.body for entry in entries)
            after = entries[-1].seq

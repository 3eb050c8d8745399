"""All streams of a district side by side: what is there, what the records name, what the anchors say."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from slrt_core.desk.anchors import Anchor, leaves
from slrt_core.desk.kinds import STREAMS
from slrt_core.desk.scanning import every
from slrt_core.ports import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from slrt_core.desk.chains import Leaf
    from slrt_core.ports import Transaction

__all__ = ["Known", "all_streams"]

_HASH = 52
_NONE, _ODD = b" " * _HASH, b"?" * _HASH
_AT_ONCE = 1000


@frozen
class Known:
    """What is known of one stream before its entries are read.

    Args:
        stream: its name.
        there: whether it has entries.
        head: the hash of the last entry, as the record beside it says; empty if there is no such record.
        leaves: what the anchors say of it, oldest first.
    """

    stream: str
    there: bool
    head: str
    leaves: Sequence[Leaf]


def all_streams(
    transaction: Transaction, anchors: Sequence[Anchor], damaged: Callable[[Anchor, int], None]
) -> Iterator[Known]:
    """Every stream that has entries, a record or an anchor, in order of their names.

    Args:
        transaction: the running one.
        anchors: those that are trusted.
        damaged: see `leaves`.
    """
    heads = _Heads.read(transaction)
    listed = _listed(transaction, anchors, damaged)
    waiting = next(listed, None)
    for stream, there, head in heapq.merge(heads, [(stream, False, _ODD.decode()) for stream in sorted(heads.alone)]):
        while waiting is not None and waiting[0] < stream:
            yield Known(waiting[0], there=False, head="", leaves=waiting[1])
            waiting = next(listed, None)
        if waiting is not None and waiting[0] == stream:
            yield Known(stream, there, head, waiting[1])
            waiting = next(listed, None)
        else:
            yield Known(stream, there, head, ())
    while waiting is not None:
        yield Known(waiting[0], there=False, head="", leaves=waiting[1])
        waiting = next(listed, None)


def _listed(
    transaction: Transaction, anchors: Sequence[Anchor], damaged: Callable[[Anchor, int], None]
) -> Iterator[tuple[str, list[Leaf]]]:
    def of(anchor: Anchor) -> Iterator[Leaf]:
        return leaves(transaction, anchor, lambda page: damaged(anchor, page))

    # The leaves of each anchor are in order: so of each only one page need be held at a time.
    for stream, found in groupby(heapq.merge(*map(of, anchors)), key=lambda leaf: leaf.stream):
        yield stream, list(found)


@define
class _Heads:
    """A district may have a million streams: their names and heads are kept in so few bytes as will do."""

    names: Sequence[str]
    heads: bytearray
    alone: list[str] = field(factory=list)

    @classmethod
    def read(cls, transaction: Transaction) -> _Heads:
        names = transaction.streams()
        if any(left >= right for left, right in pairwise(names)):
            names = sorted(set(names))
        read = cls(names, bytearray(_NONE * len(names)))
        for kind, prefix in STREAMS.items():
            for stored in every(transaction, kind, Range(field="head"), at_once=_AT_ONCE):
                read.take(prefix + stored.key, str(stored.index["head"]).encode())
        return read

    def take(self, stream: str, head: bytes) -> None:
        place = bisect_left(self.names, stream)
        if place < len(self.names) and self.names[place] == stream:
            self.heads[place * _HASH : (place + 1) * _HASH] = head if len(head) == _HASH else _ODD
        else:
            self.alone.append(stream)

    def __iter__(self) -> Iterator[tuple[str, bool, str]]:
        for place, stream in enumerate(self.names):
            head = self.heads[place * _HASH : (place + 1) * _HASH]
            yield stream, True, "" if head == _NONE else head.decode()

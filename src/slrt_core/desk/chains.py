"""Walking one stream: does each entry follow from the one before it, and is it as long and as it was when anchored?

A hash in an entry vouches for the one before it only. So what is true of a stream is found backwards: an anchored hash
proves its entry, that entry's bytes prove the one before, and so on until one does not fit; that one was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from slrt_core.desk import journal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from slrt_core.ports import Entry, Transaction

__all__ = ["Leaf", "Walked", "begin", "entries", "walk"]

_AT_ONCE = 500


class Leaf(NamedTuple):
    """What an anchor says of a stream: how many entries it had, and the hash of the last of them."""

    stream: str
    number: int
    head: str


@frozen
class Walked:
    """How a stream was found.

    Args:
        whole: the last entry that an anchor proves to be what was recorded, with all before it.
        last: the number of the last entry; if something is wrong, of the last that was looked at.
        head: the hash of that entry.
        wrong: the first entry that cannot be what was recorded; 0 if there is none. What was changed lies after
            `whole`, and not after this one.
        code: what is wrong: ``entry-missing``, ``entry-changed``, ``entry-inserted``, ``entry-differs``,
            ``stream-shortened``, ``stream-vanished``; or empty.
    """

    whole: int
    last: int
    head: str
    wrong: int = 0
    code: str = ""


def begin(stream: str) -> Leaf:
    """Where the chain of a stream begins."""
    return Leaf(stream, 0, journal.origin(stream))


def entries(transaction: Transaction, stream: str, after: int = 0) -> Iterator[Entry]:
    """The entries of a stream, however many they are, a part at a time."""
    while True:
        part = transaction.read(stream, after=after, limit=_AT_ONCE)
        yield from part
        if len(part) < _AT_ONCE:
            return
        after = part[-1].seq


def walk(found: Iterable[Entry], leaves: Sequence[Leaf], start: Leaf) -> Walked:
    """Follow a stream to its end, or as far as is needed to say where it is broken.

    Args:
        found: its entries after the start.
        leaves: what anchors say of it, in order, all later than the start.
        start: from where it is followed; see `begin`.
    """
    whole = number = start.number
    before, head = "", start.head
    broken, twin = 0, False
    awaited = iter(leaves)
    leaf = next(awaited, None)
    for entry in found:
        number += 1
        if entry.seq != number:
            return Walked(whole, number, head, broken or number, "entry-changed" if broken else "entry-missing")
        if not journal.follows(entry.body, head):
            if broken:
                break
            # This entry and the one before may both name the same one: then one of the two was put in.
            broken, twin = number, before != "" and journal.follows(entry.body, before)
        before, head = head, journal.digest(entry.body)
        if leaf is None or number != leaf.number + twin:
            continue
        # An anchored entry proves those before it down to the break: then it is the one before the break that was
        # changed, unless an earlier anchor proves that one; or put in, if the anchored entry stands one further.
        proven = broken - 1 > whole and leaf.head == head
        if broken and proven:
            return Walked(whole, number, head, broken - 1, "entry-inserted" if twin else "entry-changed")
        if broken:
            break
        if leaf.head != head:
            return Walked(whole, number, head, number, "entry-differs")
        whole = number
        leaf = next(awaited, None)
    if broken:
        return Walked(whole, number, head, broken, "entry-changed")
    if leaf is not None:
        return Walked(whole, number, head, number + 1, "stream-shortened" if number else "stream-vanished")
    return Walked(whole, number, head)

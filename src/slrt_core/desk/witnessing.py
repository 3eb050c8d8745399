"""Which of the stored anchors count: signed with a trusted key, linked, and the same as the other party holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk import findings as found
from slrt_core.desk.anchors import Anchor, Signatures, stored_anchors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slrt_core.desk.findings import Finding
    from slrt_core.ports import Transaction

__all__ = ["trusted_anchors"]


def trusted_anchors(
    transaction: Transaction, district: str, signatures: Signatures, handed: Sequence[Anchor] | None
) -> tuple[Sequence[Anchor], Sequence[Finding]]:
    """The anchors that count, oldest first, and what is wrong with the others.

    Args:
        transaction: the running one.
        district: whose journal.
        signatures: the public keys that are trusted.
        handed: the anchors that the other party has; without them, the store's own count as they are signed.
    """
    problems: list[Finding] = []
    kept: dict[int, Anchor] = {}
    for key, anchor in stored_anchors(transaction):
        if anchor is None:
            problems.append(found.line("anchor-damaged", int(key.partition(".")[0]) if key[:8].isdecimal() else 0))
        elif not anchor.holds(district, signatures):
            problems.append(found.line("anchor-forged", anchor.number))
        else:
            kept[anchor.number] = anchor
    given = None if handed is None else _given(district, signatures, handed, problems)
    problems += _gaps(kept, given or {})
    return _trusted(kept, given), problems


def _given(
    district: str, signatures: Signatures, handed: Sequence[Anchor], problems: list[Finding]
) -> dict[int, Anchor]:
    given: dict[int, Anchor] = {}
    for anchor in handed:
        if not anchor.holds(district, signatures):
            problems.append(found.line("handed-forged", anchor.number))
        elif given.setdefault(anchor.number, anchor).hash != anchor.hash:
            problems.append(found.line("handed-twice", anchor.number))
    return given


def _gaps(kept: Mapping[int, Anchor], given: Mapping[int, Anchor]) -> list[Finding]:
    problems = []
    before = 0
    for number in sorted(kept.keys() | given.keys()):
        # One finding for a gap: it may be as wide as a number can be.
        if number > before + 1:
            problems.append(found.line("anchor-missing", before + 1))
        before = number
        mine, theirs = kept.get(number), given.get(number)
        if mine is None:
            problems.append(found.line("anchor-dropped", number))
        elif theirs is not None and mine.hash != theirs.hash:
            problems.append(found.line("anchor-changed", number))
        earlier = kept.get(number - 1)
        linked = earlier.hash if earlier else ""
        if mine is not None and (earlier is not None or number == 1) and mine.previous != linked:
            problems.append(found.line("anchor-unlinked", number))
    return problems


def _trusted(kept: Mapping[int, Anchor], given: Mapping[int, Anchor] | None) -> Sequence[Anchor]:
    if given is None:
        return [kept[number] for number in sorted(kept)]
    trusted = []
    wanted = {anchor.hash for anchor in given.values()} | {anchor.previous for anchor in given.values()}
    for number in sorted(kept, reverse=True):
        # An anchor is what the other party holds, or what such a one names as the one before it.
        if kept[number].hash in wanted:
            trusted.append(kept[number])
            wanted.add(kept[number].previous)
    return trusted[::-1]

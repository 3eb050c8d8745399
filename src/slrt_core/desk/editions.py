"""The rulebooks that a store keeps: finding one by its hash, and the open cases that follow it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from slrt_core.desk.codec import decode
from slrt_core.errors import NotFound, invalid
from slrt_core.model.cases import Case
from slrt_core.ports import Range
from slrt_core.rules.process import open_referral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from slrt_core.desk.work import Work
    from slrt_core.rules.rulebook import Rulebook
    from slrt_core.rules.rulebook.differing import Difference

__all__ = ["following", "kept", "standing"]

_SHORTEST = 6


def kept(hash_: str, work: Work) -> Rulebook:
    """The rulebook whose hash begins so.

    Raises:
        NotFound: none was ever adopted here.
        Invalid: several begin so, or fewer than six characters were given.
    """
    if len(hash_) < _SHORTEST:
        raise invalid("hash", "hash-short", id="sebutkan paling sedikit 6 huruf", en="give 6 characters or more")
    found = [stored.key for stored in work.all("rulebook", Range(field="name")) if stored.key.startswith(hash_)]
    if not found:
        raise NotFound(f"rulebook {hash_}")
    if len(found) > 1:
        raise invalid("hash", "hash-unclear", id=f"{len(found)} cocok", en=f"{len(found)} begin so")
    return work.process(found[0])


def following(hash_: str, work: Work) -> Iterator[Case]:
    """The cases that follow a rulebook and in which somebody is waited for, by deadline."""
    for stored in work.all("case", Range(field="due")):
        case: Case = decode(stored.body, Case)
        if case.rulebook == hash_:
            yield case


def standing(hash_: str, found: Iterable[Difference], work: Work) -> Mapping[str, int]:
    """How many open cases of a rulebook stand where another has other rows, by state.

    Args:
        hash_: of the old rulebook.
        found: what is otherwise in the new one.
        work: the running transaction.
    """
    places: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for one in found:
        places[one.program] |= one.at
    book, counted = work.process(hash_), Counter[str]()
    for case in following(hash_, work):
        referral = open_referral(case, book)
        there = places[""] | (places[case.program] if case.program else set())
        if (case.kind, case.way, case.state) in there or (referral and ("", "", referral.state) in there):
            counted[case.state] += 1
    return dict(counted)

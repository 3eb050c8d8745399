"""After the district's keys were changed: the keys of persons wrapped anew, and their numbers indexed anew.

Whoever is searched is found anew, also whom only a list names that is not wholly in, or that holds from a later day on,
and who has left: they may come in, begin or return when the older key is long gone.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.codec import encode
from slrt_core.desk.work import at_rest
from slrt_core.model.identity import IdentityClaim, IdKind
from slrt_core.ports import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from slrt_core.desk.work import Work
    from slrt_core.model.facts import Value
    from slrt_core.model.registry import HouseholdRecord
    from slrt_core.ports import IndexValue, Stored

    Indexes = Callable[[IdentityClaim], Sequence[str]]

__all__ = ["rewrap"]

_AT_ONCE = 200


def rewrap(work: Work) -> int:
    """Wrap and index anew some of those who still need an older key; how many, none when nobody does.

    Args:
        work: the running transaction.
    """
    ring = work.sealer.ring
    older = _older(work)
    for subject in older:
        if subject.index["wrap"] not in {None, ring.current}:
            body = work.keys.rewrap(ring.name(subject.key), subject.body)
            index = {**subject.index, "wrap": ring.current}
            work.tx.put("subject", subject.key, body, expect=subject.version, index=index)
    for household in sorted({str(subject.index["household"]) for subject in older}):
        _index_anew(household, work)
    return len(older)


def _older(work: Work) -> Sequence[Stored]:
    pages = (work.tx.scan("subject", span, limit=_AT_ONCE).records for span in _spans(work))
    return list({subject.key: subject for subject in chain.from_iterable(pages)}.values())[:_AT_ONCE]


def _spans(work: Work) -> Iterator[Range]:
    """Where those stand who need an older key: to be opened, or to be found."""
    current = work.sealer.ring.current
    yield Range(field="wrap", high=current)
    yield Range(field="wrap", low=current + "\x01")
    if work.keys.index(f"{work.district}/{IdKind.NIK}", "")[0].startswith(f"{current}."):
        # "/" is the character after ".". A provider whose indexes do not name their key tells by the wrapping only.
        for kind in IdKind:
            yield Range(field=kind.value, high=f"{current}.")
            yield Range(field=kind.value, low=f"{current}/")


def _index_anew(household: str, work: Work) -> None:
    stored = work.tx.get("household", household)
    record = work.read_household(stored) if stored is not None else None
    indexes = cache(work.sealer.indexes)  # each number is opened once
    if stored is not None and record is not None:
        body = encode(at_rest(_with_indexes(record, indexes)))
        work.tx.put("household", household, body, expect=stored.version, index=stored.index)
    stated = _numbers(record, work) if record is not None else {}
    for subject in tuple(work.among("subject", "household", {household})):
        found: dict[str, IndexValue] = {}
        for kind in IdKind:
            old = subject.index[kind.value]
            if old is not None:
                found[kind.value] = _current(str(old), stated.get((subject.key, kind), ()), indexes)
        if found.items() - subject.index.items():
            work.tx.put("subject", subject.key, subject.body, expect=subject.version, index={**subject.index, **found})


def _with_indexes(record: HouseholdRecord, indexes: Indexes) -> HouseholdRecord:
    def anew(value: Value) -> Value:
        if not isinstance(value, IdentityClaim) or not value.sealed:
            return value
        return evolve(value, index=indexes(value)[0])

    said = ({u: {n: anew(v) for n, v in values.items()} for u, values in li.said.items()} for li in record.listings)
    return evolve(
        record,
        facts=tuple(evolve(fact, value=anew(fact.value)) for fact in record.facts),
        listings=tuple(evolve(listing, said=values) for listing, values in zip(record.listings, said, strict=True)),
    )


def _numbers(record: HouseholdRecord, work: Work) -> dict[tuple[str, IdKind], list[IdentityClaim]]:
    """Every number that was ever stated of somebody, whether it counts today or not; what was stated last is last."""
    stated: dict[tuple[str, IdKind], list[IdentityClaim]] = {}
    for fact in record.with_all_lists(work.moment.at).stated:
        if isinstance(fact.value, IdentityClaim) and fact.value.sealed:
            stated.setdefault((fact.unit, fact.value.kind), []).append(fact.value)
    return stated


def _current(old: str, stated: Sequence[IdentityClaim], indexes: Indexes) -> str | None:
    """By what a number is found with the current key.

    It is the number of which the old index was; if no key tells any more which that was, the one stated last. Who
    states no number is found by none.
    """
    all_ = [indexes(claim) for claim in stated]
    found = [one for one in all_ if old in one] or all_
    return found[-1][0] if found else None

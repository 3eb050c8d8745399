"""After the district's keys were changed: the keys of persons wrapped anew, and their numbers indexed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.codec import encode
from slrt_core.desk.work import at_rest
from slrt_core.model.identity import IdentityClaim, IdKind
from slrt_core.ports import Range

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.facts import Value
    from slrt_core.ports import Stored

__all__ = ["rewrap"]

_AT_ONCE = 200


def rewrap(work: Work) -> int:
    """Wrap and index anew some of those who still need an older key; how many, none when nobody does.

    Args:
        work: the running transaction.
    """
    current = work.sealer.ring.current
    older = [
        *_page(work, Range(field="wrap", high=current)),
        *_page(work, Range(field="wrap", low=current + "\x01")),
    ][:_AT_ONCE]
    for subject in older:
        body = work.keys.rewrap(work.sealer.ring.name(subject.key), subject.body)
        index = {**subject.index, "wrap": current}
        work.tx.put("subject", subject.key, body, expect=subject.version, index=index)
    for household in sorted({str(subject.index["household"]) for subject in older}):
        _index_anew(household, work)
    return len(older)


def _page(work: Work, order: Range) -> tuple[Stored, ...]:
    return work.tx.scan("subject", order, limit=_AT_ONCE).records


def _index_anew(household: str, work: Work) -> None:
    stored = work.tx.get("household", household)
    if stored is None:
        return

    def anew(value: Value) -> Value:
        if not isinstance(value, IdentityClaim) or not value.sealed:
            return value
        return evolve(value, index=work.sealer.indexes(value)[0])

    held = work.read_household(stored)
    said = ({u: {n: anew(v) for n, v in values.items()} for u, values in li.said.items()} for li in held.listings)
    record = evolve(
        held,
        facts=tuple(evolve(fact, value=anew(fact.value)) for fact in held.facts),
        listings=tuple(evolve(listing, said=values) for listing, values in zip(held.listings, said, strict=True)),
    )
    work.tx.put("household", household, encode(at_rest(record)), expect=stored.version, index=stored.index)
    view = record.view(work.today)
    for unit in (*view.families, *view.members) if view else ():
        subject = work.tx.get("subject", unit.id)
        claims = {kind.value: unit[kind.value] for kind in IdKind}
        found = {kind: claim.index for kind, claim in claims.items() if isinstance(claim, IdentityClaim)}
        if subject is not None and found.items() - subject.index.items():
            work.tx.put("subject", unit.id, subject.body, expect=subject.version, index={**subject.index, **found})

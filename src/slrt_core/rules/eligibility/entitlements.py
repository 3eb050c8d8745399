"""What a unit gets in rupiah: components, each person once, limits, and what is certain of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from slrt_core.model.criteria import Each
from slrt_core.model.determinations import Entitlement, Payment
from slrt_core.model.parameters import Per
from slrt_core.model.registry import UnitKind
from slrt_core.rules.criteria.blocking import together
from slrt_core.rules.eligibility.compiling import Compiled, CompiledComponent

__all__ = ["TIMES", "Claim", "amount_of", "at_once", "counted", "doubtful", "entitlement"]

TIMES: Mapping[Per, int] = {Per.YEAR: 1, Per.TERM: 2, Per.MONTH: 12, Per.ONCE: 0, Per.NONE: 0}
"""How often in a year an amount is paid; what is paid once is told apart."""

Roots = tuple[Mapping[str, Any], ...]


@frozen
class Claim:
    """A claim by a component, of a person or of the unit; not certain where an answer is missing."""

    component: CompiledComponent
    unit: str
    amount: int
    certain: bool

    @property
    def per(self) -> Per:
        """How often it is paid."""
        return self.component.parameter.per if self.component.parameter else Per.NONE

    @property
    def yearly(self) -> int:
        """What it brings every year."""
        return self.amount * TIMES[self.per]

    @property
    def once(self) -> int:
        """What it brings a single time."""
        return self.amount if self.per is Per.ONCE else 0

    @property
    def worth(self) -> int:
        """By what it is compared with others: what it brings in the first year."""
        return self.yearly or self.amount


def entitlement(compiled: Compiled, roots: Roots) -> Entitlement:
    """What a unit gets if it is in the program.

    A person with several components counts once, of a component with a limit so many count, and so many persons in
    all; of the ways to keep to that the dearest. What is certain is reckoned from certain claims alone: it can only
    grow.

    Args:
        compiled: the program on the day.
        roots: the unit and what it belongs to.
    """
    claims = tuple(_claims(compiled, roots))
    sure = counted(compiled, [c for c in claims if c.certain])
    all_of_them = counted(compiled, at_once(compiled, claims, roots))
    payments = tuple(
        Payment(
            component=claim.component.component.id,
            label=claim.component.component.label,
            unit=claim.unit,
            amount=claim.amount,
            per=claim.per,
            counted=claim in sure or claim in all_of_them,
            certain=claim.certain,
        )
        for claim in claims
    )
    return Entitlement(
        least=sum(claim.yearly for claim in sure),
        most=sum(claim.yearly for claim in all_of_them),
        once=sum(claim.once for claim in sure),
        once_most=sum(claim.once for claim in all_of_them),
        payments=payments,
    )


def at_once(compiled: Compiled, claims: Sequence[Claim], roots: Roots) -> list[Claim]:
    """The dearest claims that can hold together: one campus lies in one cluster, whichever it is.

    Of a person only the best paid counts anyhow; it is what is paid for the unit that adds up.

    Args:
        compiled: the program on the day.
        claims: all there are.
        roots: the unit and what it belongs to; they are looked at where `doubtful`.
    """
    if not doubtful(claims):
        return list(claims)
    mine = {claim.component.component.id: claim for claim in claims if claim.component.component.each is Each.UNIT}
    unsure = [component for component in compiled.components if component.component.id in mine]
    ways = together([component.lowered for component in unsure], roots)
    if not ways:
        return list(claims)

    def held(way: tuple[bool, ...]) -> list[Claim]:
        return [mine[component.component.id] for component, holds in zip(unsure, way, strict=True) if holds]

    best = max(sorted(ways), key=lambda way: sum(claim.worth for claim in held(way)))
    return [*held(best), *(claim for claim in claims if claim.component.component.each is not Each.UNIT)]


def doubtful(claims: Sequence[Claim]) -> bool:
    """Whether several claims of the unit are not certain, so that it matters which of them can hold together."""
    return sum(not claim.certain and claim.component.component.each is Each.UNIT for claim in claims) > 1


def _claims(compiled: Compiled, roots: Roots) -> Iterator[Claim]:
    region = str(roots[-1].get("region") or "")
    for component in compiled.components:
        amount = amount_of(component, compiled, region)
        if amount is None:
            continue
        for each in _each(component, compiled.program.unit, roots):
            truth = component.run(*each)
            if truth is not False:
                yield Claim(component, str(each[0]["id"]), amount, truth is True)


def amount_of(component: CompiledComponent, compiled: Compiled, region: str) -> int | None:
    """How much a component brings in a village on the day; ``None`` for what is not money, or where nobody knows."""
    amount = component.parameter.on(compiled.as_of, region) if component.parameter else None
    return None if amount is None else int(amount)


def _each(component: CompiledComponent, kind: UnitKind, roots: Roots) -> Iterator[Roots]:
    """The roots of all for whom a component is counted."""
    if component.component.each is Each.UNIT or kind is UnitKind.INDIVIDUAL:
        yield roots
    elif kind is UnitKind.FAMILY:
        family, household = roots
        yield from ((member, family, household) for member in family.get("members") or ())
    else:
        household = roots[0]
        for family in household.get("families") or ():
            yield from ((member, family, household) for member in family.get("members") or ())


def counted(compiled: Compiled, claims: Sequence[Claim]) -> list[Claim]:
    """Of all ways to keep to the limits the dearest: each person once, so many of a component, so many persons."""
    units = [claim for claim in claims if claim.component.component.each is Each.UNIT]
    by_person: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.component.component.each is Each.MEMBER:
            by_person.setdefault(claim.unit, []).append(claim)
    most = compiled.program.limit.persons if compiled.program.limit else len(by_person)
    # For each number of persons and of limited components that are used up: the dearest way to use them up.
    ways: dict[tuple[tuple[str, int], ...], tuple[int, list[Claim]]] = {(): (0, [])}
    for _, own in sorted(by_person.items()):
        for used, (worth, kept) in list(ways.items()):
            for claim in own:
                then = _used_up(used, claim, most)
                if then is not None and worth + claim.worth > ways.get(then, (-1, []))[0]:
                    ways[then] = (worth + claim.worth, [*kept, claim])
    _, best = max(ways.values(), key=lambda way: way[0])
    return [*units, *best]


_PERSONS = ""


def _used_up(used: tuple[tuple[str, int], ...], claim: Claim, most: int) -> tuple[tuple[str, int], ...] | None:
    """What is used up when a claim counts too; ``None`` if a limit is in the way."""
    counts = dict(used)
    component = claim.component.component
    counts[_PERSONS] = counts.get(_PERSONS, 0) + 1
    if component.limit is not None:
        counts[component.id] = counts.get(component.id, 0) + 1
        if counts[component.id] > component.limit:
            return None
    return None if counts[_PERSONS] > most else tuple(sorted(counts.items()))

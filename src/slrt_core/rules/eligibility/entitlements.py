"""What a unit gets in rupiah: components, each person once, limits, and what is certain of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from slrt_core.model.criteria import Each
from slrt_core.model.determinations import Entitlement, Payment
from slrt_core.model.parameters import Per
from slrt_core.model.registry import UnitKind
from slrt_core.rules.criteria.blocking import together
from slrt_core.rules.eligibility.compiling import Compiled, CompiledComponent

__all__ = ["TIMES", "entitlement"]

TIMES: Mapping[Per, int] = {Per.YEAR: 1, Per.TERM: 2, Per.MONTH: 12, Per.ONCE: 0, Per.NONE: 0}
"""How often in a year an amount is paid; what is paid once is told apart."""

Roots = tuple[Mapping[str, Any], ...]


@frozen
class _Claim:
    """A person's claim by a component; not certain where an answer is missing."""

    component: CompiledComponent
    unit: str
    amount: int
    per: Per
    certain: bool

    @property
    def yearly(self) -> int:
        return self.amount * TIMES[self.per]

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
    sure = _counted(compiled, [c for c in claims if c.certain])
    all_of_them = _counted(compiled, _at_once(compiled, claims, roots))
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
        once=sum(claim.amount for claim in sure if claim.per is Per.ONCE),
        once_most=sum(claim.amount for claim in all_of_them if claim.per is Per.ONCE),
        payments=payments,
    )


def _at_once(compiled: Compiled, claims: tuple[_Claim, ...], roots: Roots) -> list[_Claim]:
    """The dearest claims that can hold together: one campus lies in one cluster, whichever it is.

    Of a person only the best paid counts anyhow; it is what is paid for the unit that adds up.
    """
    mine = {claim.component.component.id: claim for claim in claims if claim.component.component.each is Each.UNIT}
    unsure = [component for component in compiled.components if component.component.id in mine]
    if sum(not claim.certain for claim in mine.values()) < 2:
        return list(claims)
    ways = together([component.lowered for component in unsure], roots)
    if not ways:
        return list(claims)

    def held(way: tuple[bool, ...]) -> list[_Claim]:
        return [mine[component.component.id] for component, holds in zip(unsure, way, strict=True) if holds]

    best = max(sorted(ways), key=lambda way: sum(claim.worth for claim in held(way)))
    return [*held(best), *(claim for claim in claims if claim.component.component.each is not Each.UNIT)]


def _claims(compiled: Compiled, roots: Roots) -> Iterator[_Claim]:
    region = str(roots[-1].get("region") or "")
    for component in compiled.components:
        parameter = component.parameter
        amount = parameter.on(compiled.as_of, region) if parameter else None
        if parameter is None or amount is None:
            continue
        for each in _each(component, compiled.program.unit, roots):
            truth = component.run(*each)
            if truth is not False:
                yield _Claim(component, str(each[0]["id"]), int(amount), parameter.per, truth is True)


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


def _counted(compiled: Compiled, claims: list[_Claim]) -> list[_Claim]:
    """Of all ways to keep to the limits the dearest: each person once, so many of a component, so many persons."""
    units = [claim for claim in claims if claim.component.component.each is Each.UNIT]
    by_person: dict[str, list[_Claim]] = {}
    for claim in claims:
        if claim.component.component.each is Each.MEMBER:
            by_person.setdefault(claim.unit, []).append(claim)
    most = compiled.program.limit.persons if compiled.program.limit else len(by_person)
    # For each number of persons and of limited components that are used up: the dearest way to use them up.
    ways: dict[tuple[tuple[str, int], ...], tuple[int, list[_Claim]]] = {(): (0, [])}
    for _, own in sorted(by_person.items()):
        for used, (worth, kept) in list(ways.items()):
            for claim in own:
                then = _used_up(used, claim, most)
                if then is not None and worth + claim.worth > ways.get(then, (-1, []))[0]:
                    ways[then] = (worth + claim.worth, [*kept, claim])
    _, best = max(ways.values(), key=lambda way: way[0])
    return [*units, *best]


_PERSONS = ""


def _used_up(used: tuple[tuple[str, int], ...], claim: _Claim, most: int) -> tuple[tuple[str, int], ...] | None:
    """What is used up when a claim counts too; ``None`` if a limit is in the way."""
    counts = dict(used)
    component = claim.component.component
    counts[_PERSONS] = counts.get(_PERSONS, 0) + 1
    if component.limit is not None:
        counts[component.id] = counts.get(component.id, 0) + 1
        if counts[component.id] > component.limit:
            return None
    return None if counts[_PERSONS] > most else tuple(sorted(counts.items()))

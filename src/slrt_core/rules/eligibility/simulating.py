"""What a change of criteria or amounts would do to numbers and cost (R-MON-3)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from slrt_core.rules.criteria import compile_many
from slrt_core.rules.eligibility.compiling import Compiled
from slrt_core.rules.eligibility.entitlements import entitlement
from slrt_core.rules.eligibility.subjects import Subject

__all__ = ["Simulation", "simulation"]


@frozen(kw_only=True)
class Simulation:
    """What a change of criteria or amounts would do (R-MON-3).

    Args:
        program: the code.
        units: how many were looked at.
        before: how many are eligible as it is.
        after: how many would be.
        gained: how many would be and are not now.
        lost: how many are now and would surely not be.
        doubted: how many are now of whom it would not be known.
        unknown: how many of whom it would not be known.
        cost_before: rupiah in the first year, what is paid a single time included; least and most.
        cost_after: the same after the change.
    """

    program: str
    units: int
    before: int
    after: int
    gained: int
    lost: int
    doubted: int
    unknown: int
    cost_before: tuple[int, int]
    cost_after: tuple[int, int]


def simulation(now: Compiled, then: Compiled, subjects: Iterable[Subject]) -> Simulation:
    """Compare a program with a changed one, over the same households on the same day.

    The least cost counts who is surely eligible, the most also who may be.
    """
    verdicts_of = compile_many([now.lowered, then.lowered])
    counts: dict[tuple[bool | None, bool | None], int] = {}
    costs = [[0, 0], [0, 0]]
    for subject in subjects:
        for roots in subject.units(now.program.unit):
            before, after = verdicts_of(*roots)
            verdicts = (before, after)
            counts[verdicts] = counts.get(verdicts, 0) + 1
            for cost, one, verdict in zip(costs, (now, then), verdicts, strict=True):
                if verdict is not False and one.components:
                    money = entitlement(one, roots)
                    cost[0] += money.least + money.once if verdict is True else 0
                    cost[1] += money.most + money.once_most

    def total(*keep: tuple[bool | None, bool | None]) -> int:
        return sum(counts.get(pair, 0) for pair in keep)

    every = (True, False, None)
    return Simulation(
        program=now.program.code,
        units=sum(counts.values()),
        before=total(*((True, b) for b in every)),
        after=total(*((a, True) for a in every)),
        gained=total((False, True), (None, True)),
        lost=total((True, False)),
        doubted=total((True, None)),
        unknown=total(*((a, None) for a in every)),
        cost_before=(costs[0][0], costs[0][1]),
        cost_after=(costs[1][0], costs[1][1]),
    )

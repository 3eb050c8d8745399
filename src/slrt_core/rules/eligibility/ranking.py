"""Many units at once: who is eligible, in which order, who should have and has not, and what a change would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from slrt_core.rules.criteria import Lowered, compile_many, nodes
from slrt_core.rules.criteria.closures import compile_bounds
from slrt_core.rules.eligibility.compiling import Compiled
from slrt_core.rules.eligibility.entitlements import entitlement
from slrt_core.rules.eligibility.subjects import Subject
from slrt_core.rules.eligibility.whole import TAKING_PART

__all__ = ["Gaps", "Ranked", "Ranking", "Simulation", "gap_conditions", "gaps", "ranking", "simulation"]

Roots = tuple[Mapping[str, Any], ...]


@frozen(kw_only=True)
class Ranked:
    """One unit of a list.

    Args:
        household: the id.
        unit: the id of the household, family or individual.
        rank: what it is put in order by; ``None`` where that is not known, which comes last.
        within: whether the quota reaches so far; ``None`` where no quota is known.
    """

    household: str
    unit: str
    rank: tuple[int | None, ...] = ()
    within: bool | None = None


@frozen(kw_only=True)
class Ranking:
    """Who is eligible for a program.

    Args:
        program: the code.
        eligible: the units, in order.
        unknown: those of whom it is not known yet, in the same order.
        refused: how many are not.
        quota: for how many there is enough; ``None`` where no quota is known.
    """

    program: str
    eligible: tuple[Ranked, ...]
    unknown: tuple[Ranked, ...]
    refused: int
    quota: int | None = None


@frozen(kw_only=True)
class Gaps:
    """R-PRG-7's two lists.

    Args:
        program: the code.
        should: who is eligible and surely does not take part.
        perhaps: who is eligible, while nobody has said whether they take part.
        should_not: who takes part and is surely not eligible.
    """

    program: str
    should: tuple[Ranked, ...]
    perhaps: tuple[Ranked, ...]
    should_not: tuple[Ranked, ...]


@define
class _Judge:
    """A program, ready for many units."""

    one: Compiled
    verdict: Callable[..., tuple[bool | None, ...]] = field(init=False)
    ranks: tuple[Callable[..., tuple[int, int]], ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.verdict = compile_many([self.one.lowered])
        self.ranks = tuple(compile_bounds(rank) for rank in self.one.ranks)

    def rank(self, roots: Roots) -> tuple[int | None, ...]:
        bounds = (rank(*roots) for rank in self.ranks)
        return tuple(low if low == high else None for low, high in bounds)

    def line(self, subject: Subject, roots: Roots) -> Ranked:
        return Ranked(household=str(subject.household["id"]), unit=str(roots[0]["id"]), rank=self.rank(roots))


def ranking(
    one: Compiled,
    subjects: Iterable[Subject],
    region: str = "",
    judged: Iterable[tuple[bool | None, Ranked]] = (),
    refused: int = 0,
) -> Ranking:
    """Who is eligible, in the order of the program's quota.

    Args:
        one: the program on the day.
        subjects: the households.
        region: of which the households are all; its quota is theirs. If empty, they are not all of any, and no quota
            is theirs.
        judged: units of other households, with what was found of them.
        refused: how many units of other households are not eligible.
    """
    judge = _Judge(one)
    found: dict[bool | None, list[Ranked]] = {True: [], None: [], False: []}
    for verdict, line in judged:
        found[verdict].append(line)
    for subject in subjects:
        for roots in subject.units(one.program.unit):
            found[judge.verdict(*roots)[0]].append(judge.line(subject, roots))
    quota = _quota(one, region)
    return Ranking(
        program=one.program.code,
        eligible=tuple(_within(_in_order(found[True]), quota)),
        unknown=tuple(_in_order(found[None])),
        refused=refused + len(found[False]),
        quota=quota,
    )


def _in_order(lines: list[Ranked]) -> list[Ranked]:
    """The lowest first, unknown last; among equals by id, so that the same list always comes in the same order."""
    return sorted(
        lines, key=lambda line: (tuple((value is None, value or 0) for value in line.rank), line.household, line.unit)
    )


def _quota(one: Compiled, region: str) -> int | None:
    quota = one.program.quota
    parameter = one.program.parameter(quota.size) if quota else None
    for value in parameter.values if parameter and region else ():
        if value.at == region and value.valid_from <= one.as_of <= value.valid_until:
            return int(value.value)
    return None


def _within(lines: list[Ranked], quota: int | None) -> Iterator[Ranked]:
    for number, line in enumerate(lines):
        within = None if quota is None else number < quota
        yield Ranked(household=line.household, unit=line.unit, rank=line.rank, within=within)


def gap_conditions(one: Compiled) -> Mapping[str, Lowered]:
    """Of whom each list of `Gaps` surely holds, as conditions."""
    state = nodes.Field(one.program.unit.value, "participation", one.program.code)
    known, taking = nodes.Known(state), nodes.In(state, tuple(map(nodes.Code, TAKING_PART)))
    entitled = one.lowered.node
    found = {
        "should": (entitled, known, nodes.Not(taking)),
        "perhaps": (entitled, nodes.Not(known)),
        "should_not": (nodes.Not(entitled), known, taking),
    }
    return {name: evolve(one.lowered, node=nodes.And(parts)) for name, parts in found.items()}


def gaps(one: Compiled, subjects: Iterable[Subject], judged: Mapping[str, Iterable[Ranked]] | None = None) -> Gaps:
    """Who should have a program and has not, and who has it and should not (R-PRG-7).

    Args:
        one: the program on the day.
        subjects: the households.
        judged: units of other households, by the list on which each is.
    """
    judge = _Judge(one)
    lists: dict[str, list[Ranked]] = {
        name: [*(judged or {}).get(name, ())] for name in ("should", "perhaps", "should_not")
    }
    for subject in subjects:
        for roots in subject.units(one.program.unit):
            state = (roots[0].get("participation") or {}).get(one.program.code)
            verdict = judge.verdict(*roots)[0]
            if verdict is True and state is None:
                lists["perhaps"].append(judge.line(subject, roots))
            elif verdict is True and state not in TAKING_PART:
                lists["should"].append(judge.line(subject, roots))
            elif verdict is False and state in TAKING_PART:
                lists["should_not"].append(judge.line(subject, roots))
    return Gaps(program=one.program.code, **{name: tuple(_in_order(lines)) for name, lines in lists.items()})


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
    judges = (_Judge(now), _Judge(then))
    counts: dict[tuple[bool | None, bool | None], int] = {}
    costs = [[0, 0], [0, 0]]
    for subject in subjects:
        for roots in subject.units(now.program.unit):
            verdicts = (judges[0].verdict(*roots)[0], judges[1].verdict(*roots)[0])
            counts[verdicts] = counts.get(verdicts, 0) + 1
            for cost, judge, verdict in zip(costs, judges, verdicts, strict=True):
                if verdict is not False and judge.one.components:
                    money = entitlement(judge.one, roots)
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

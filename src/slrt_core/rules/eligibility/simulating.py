"""What a change of criteria or amounts would do to numbers and cost (R-MON-3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import define, evolve, field, frozen

from slrt_core.rules.criteria import Lowered, compile_many
from slrt_core.rules.criteria.nodes import Field, Node
from slrt_core.rules.eligibility.compiling import Compiled
from slrt_core.rules.eligibility.costing import Cost, Costing, Inquiry, Verdicts, cost
from slrt_core.rules.eligibility.subjects import Subject

__all__ = ["Simulating", "Simulation", "simulation"]


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


@define
class Simulating:
    """A program and a changed one, compared over the same units on the same day as these come.

    The least cost counts who is surely eligible, the most also who may be.

    Args:
        now: the program as it is.
        then: as it would be.
    """

    now: Compiled
    then: Compiled
    _verdicts: Callable[..., Verdicts] = field(init=False)
    _inquiry: Inquiry = field(factory=Inquiry, init=False)
    _costings: tuple[Costing, ...] = field(init=False)
    _counts: Counter[Verdicts] = field(factory=Counter, init=False)
    _costs: list[list[int]] = field(factory=lambda: [[0, 0], [0, 0]], init=False)

    def __attrs_post_init__(self) -> None:
        self._verdicts = compile_many([self.now.lowered, self.then.lowered])
        self._costings = tuple(Costing(one, self._inquiry) for one in (self.now, self.then))

    # --- what a store is asked

    @property
    def verdicts(self) -> tuple[Lowered, Lowered]:
        """The conditions of both, on a unit."""
        return self.now.lowered, self.then.lowered

    @property
    def conditions(self) -> tuple[Lowered, ...]:
        """What else is asked of a unit, for the cost."""
        return _lowered(self._inquiry.units, self.now.lowered)

    @property
    def members(self) -> tuple[Lowered, ...]:
        """What is asked of the members; nothing if nothing is paid for them."""
        return _lowered(self._inquiry.members, evolve(self.now.lowered, unit="individual"))

    @property
    def facts(self) -> tuple[Field, ...]:
        """Which facts of a unit, and of what it belongs to, are asked for."""
        return tuple(self._inquiry.facts)

    @property
    def each(self) -> bool:
        """Whether it has to be known which unit it is of which something was found, or only how many there are."""
        return bool(self._inquiry.members) or not all(costing.told for costing in self._costings)

    # --- what was found

    def told(
        self,
        verdicts: Verdicts,
        facts: Sequence[Any] = (),
        members: Sequence[Verdicts] = (),
        units: int = 1,
    ) -> bool:
        """Count units of which a store found the same.

        Args:
            verdicts: those of both, and what else was asked of a unit.
            facts: the value of each; ``None`` if it is not known.
            members: for each member of whom any condition may hold what was found, in the order of their ids.
            units: how many they are.

        Returns:
            Whether it could be told what they cost; if not, nothing was counted, and they are to be read.
        """
        pair, own = verdicts[:2], verdicts[2:]
        found = [
            (0, 0) if verdict is False else costing.cost(own, tuple(facts), tuple(members))
            for costing, verdict in zip(self._costings, pair, strict=True)
        ]
        costs = [one for one in found if one is not None]
        if len(costs) < len(found):
            return False
        self._count(pair, costs, units)
        return True

    def read_all(self, units: Iterable[tuple[Mapping[str, Any], ...]]) -> None:
        """Count units that were read, each with what it belongs to."""
        for roots in units:
            pair = self._verdicts(*roots)
            programs = zip((self.now, self.then), pair, strict=True)
            self._count(pair, [(0, 0) if verdict is False else cost(one, roots) for one, verdict in programs], 1)

    def _count(self, pair: Verdicts, costs: Sequence[Cost], units: int) -> None:
        self._counts[pair] += units
        for total, verdict, (least, most) in zip(self._costs, pair, costs, strict=True):
            total[0] += least * units if verdict is True else 0
            total[1] += most * units

    def simulation(self) -> Simulation:
        """What came of it."""

        def total(*keep: Verdicts) -> int:
            return sum(self._counts[pair] for pair in keep)

        every = (True, False, None)
        return Simulation(
            program=self.now.program.code,
            units=self._counts.total(),
            before=total(*((True, b) for b in every)),
            after=total(*((a, True) for a in every)),
            gained=total((False, True), (None, True)),
            lost=total((True, False)),
            doubted=total((True, None)),
            unknown=total(*((a, None) for a in every)),
            cost_before=(self._costs[0][0], self._costs[0][1]),
            cost_after=(self._costs[1][0], self._costs[1][1]),
        )


def _lowered(asked: Mapping[Node, int], like: Lowered) -> tuple[Lowered, ...]:
    return tuple(evolve(like, node=node) for node in asked)


def simulation(now: Compiled, then: Compiled, subjects: Iterable[Subject]) -> Simulation:
    """Compare a program with a changed one, over the same households on the same day.

    The least cost counts who is surely eligible, the most also who may be.
    """
    made = Simulating(now, then)
    for subject in subjects:
        made.read_all(subject.units(now.program.unit))
    return made.simulation()

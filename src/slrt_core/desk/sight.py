"""The households that an officer sees: judged by the store all at once, or read one after another.

A store that judges tells nothing of the households whose state it does not hold on the day. Those are read one by one,
as many as the caller allows, so that the answer is the same as if all of them were.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field

from slrt_core.desk import eligibility
from slrt_core.desk.simulating import count_told
from slrt_core.model.facts import AsOf
from slrt_core.model.officers import Actor
from slrt_core.ports import Judged
from slrt_core.reasons import Text
from slrt_core.rules import access
from slrt_core.rules.criteria import CannotPushDown, Lowered
from slrt_core.rules.eligibility import (
    Compiled,
    Gaps,
    Ranked,
    Ranking,
    Simulating,
    Simulation,
    Subject,
    gap_conditions,
    gaps,
    ranking,
    subject_of,
)

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.ports import Judgement, Population

__all__ = ["Sight"]

T = TypeVar("T")


@define(kw_only=True, slots=False)
class Sight:
    """The households of a place as far as an officer sees it, on a day.

    Args:
        region: a village or what lies above; all that the actor sees if empty.
        as_of: the day and the instant.
        actor: who asks.
        work: the running transaction.
        rows: how many households may be read one by one.
        count: of how many something was looked at so far.
    """

    region: str
    as_of: AsOf
    actor: Actor
    work: Work
    rows: int
    count: int = 0
    _to_read: int = field(default=0, init=False)

    def ranking(self, one: Compiled, whole: str) -> Ranking:
        """Who is eligible for a program, in the order of its quota.

        Args:
            one: the program.
            whole: the region of which these are all households; nothing if they are not all of any.
        """
        found, subjects = self._judged(one, {"": one.lowered}, surely=False)
        lines = ((judged.verdict, _ranked(judged)) for judgement in found.values() for judged in judgement.found)
        return ranking(one, subjects, whole, lines, sum(judgement.refused for judgement in found.values()))

    def gaps(self, one: Compiled) -> Gaps:
        """Who should have a program and has not, and who has it and should not."""
        found, subjects = self._judged(one, gap_conditions(one), surely=True)
        lines = {name: tuple(map(_ranked, judgement.found)) for name, judgement in found.items()}
        return gaps(one, subjects, lines)

    def simulation(self, now: Compiled, then: Compiled) -> Simulation:
        """What a changed program would do to numbers and cost."""
        made, kind = Simulating(now, then), now.program.unit
        left, subjects = self._asked(lambda population: count_told(made, population, self._places))
        if left:
            hangs_together = "yang besarnya hanya diketahui dari catatannya", "whose cost only their records tell"
            self._may_read(len(left), hangs_together)
        for home, units in (left or {}).items():
            for subject in self._subject(home):
                made.read_all(roots for roots in subject.units(kind) if roots[0]["id"] in units)
        for subject in subjects:
            made.read_all(subject.units(kind))
        return made.simulation()

    # --- judged by the store

    @cached_property
    def _places(self) -> Collection[str]:
        rule = self.work.rulebook.posts.get(self.actor.post)
        if rule is None or rule.reads != "region":
            return frozenset()
        found = access.villages(self.work.setting, self.actor)
        return found & frozenset(self.work.regions.villages(self.region)) if self.region else found

    def _judged(
        self, one: Compiled, asked: Mapping[str, Lowered], *, surely: bool
    ) -> tuple[Mapping[str, Judgement], Iterator[Subject]]:
        """What the store says to each of several conditions, and the households of which it says nothing."""

        def ask(population: Population) -> Mapping[str, Judgement]:
            return {
                name: population.judge(expression, one.ranks, self._places, surely=surely)
                for name, expression in asked.items()
            }

        found, subjects = self._asked(ask)
        return found or {}, subjects

    def _asked(self, ask: Callable[[Population], T]) -> tuple[T | None, Iterator[Subject]]:
        """What the store says if it is asked, and the households of which it says nothing.

        Raises:
            CannotPushDown: there are more of them than may be read.
        """
        population = None if self.as_of.recorded is not None else self.work.population
        if population is None or not self._places:
            return None, self._subjects()
        try:
            found = ask(population)
        except CannotPushDown as error:
            return None, self._or(error)
        beside = population.beside(self._places, self.as_of.valid, self.rows + 1)
        not_kept = (
            "yang keadaannya pada hari itu belum dicatat (slrt upkeep)",
            "whose state on that day is not kept yet (slrt upkeep)",
        )
        self._may_read(len(beside), not_kept)
        self.count += population.units("household", self._places, self.as_of.valid)
        return found, self._counted(s for key in beside for s in self._subject(key))

    # --- read one after another

    def _may_read(self, households: int, which: tuple[str, str]) -> None:
        self._to_read += households
        if self._to_read > self.rows:
            many = Text(
                f"lebih dari {self.rows} rumah tangga {which[0]}", f"more than {self.rows} households {which[1]}"
            )
            raise CannotPushDown("desk", many)

    def _subjects(self) -> Iterator[Subject]:
        return self._counted(eligibility.subjects(self.region, self.as_of, self.actor, self.work, self.rows))

    def _or(self, error: CannotPushDown) -> Iterator[Subject]:
        """All of them one after another; if they are too many, it is said why the store did not judge them."""
        try:
            yield from self._subjects()
        except CannotPushDown:
            raise error from None

    def _counted(self, subjects: Iterator[Subject]) -> Iterator[Subject]:
        for subject in subjects:
            self.count += 1
            yield subject

    def _subject(self, key: str) -> Iterator[Subject]:
        view = self.work.read_household(self.work.need("household", key)).view(self.as_of)
        if view is not None and not view.erased and view.region in self._places:
            yield subject_of(view, self.work.rulebook.schema, self.as_of.valid)


def _ranked(judged: Judged) -> Ranked:
    rank = tuple(low if low == high else None for low, high in judged.bounds)
    return Ranked(household=judged.household, unit=judged.unit, rank=rank)

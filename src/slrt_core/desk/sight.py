"""The households that an officer sees: judged by the store all at once, or read one after another.

A store that judges tells nothing of the households whose state it does not hold on the day. Those are read one by one,
as many as the caller allows, so that the answer is the same as if all of them were.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define

from slrt_core.desk import eligibility
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
    Subject,
    gap_conditions,
    gaps,
    ranking,
    subject_of,
)

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.ports import Judgement

__all__ = ["Sight"]


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

    def subjects(self) -> Iterator[Subject]:
        """All of them, one after another.

        Raises:
            CannotPushDown: there are more than may be read; nothing of them is told.
        """
        return self._counted(eligibility.subjects(self.region, self.as_of, self.actor, self.work, self.rows))

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
        """What the store says, and the households of which it says nothing."""
        population = None if self.as_of.recorded is not None else self.work.population
        if population is None or not self._places:
            return {}, self.subjects()
        try:
            found = {
                name: population.judge(expression, one.ranks, self._places, surely=surely)
                for name, expression in asked.items()
            }
        except CannotPushDown as error:
            return {}, self._or(error)
        beside = population.beside(self._places, self.as_of.valid, self.rows + 1)
        if len(beside) > self.rows:
            many = Text(
                f"lebih dari {self.rows} rumah tangga yang keadaannya pada hari itu belum dicatat (slrt upkeep)",
                f"more than {self.rows} households whose state on that day is not kept yet (slrt upkeep)",
            )
            raise CannotPushDown("desk", many)
        self.count += max(judgement.households for judgement in found.values())
        return found, self._counted(s for key in beside for s in self._subject(key))

    def _or(self, error: CannotPushDown) -> Iterator[Subject]:
        """All of them one after another; if they are too many, it is said why the store did not judge them."""
        try:
            yield from self.subjects()
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

"""The households that an officer sees: judged by the store all at once, or read one after another.

A store that judges tells nothing of the households whose state it does not hold on the day. Those are read one by one,
as many as the caller allows, so that the answer is the same as if all of them were.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.desk.worklists import villages
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
    from slrt_core.ports import Judgement, Stored

__all__ = ["Sight"]


@frozen(kw_only=True, slots=False)
class Sight:
    """The households of a place as far as an officer sees it, on a day.

    Args:
        region: a village or what lies above; all that the actor sees if empty.
        as_of: the day and the instant.
        actor: who asks.
        work: the running transaction.
        rows: how many households may be read one by one.
    """

    region: str
    as_of: AsOf
    actor: Actor
    work: Work
    rows: int

    @cached_property
    def places(self) -> Collection[str]:
        """The villages."""
        work, actor = self.work, self.actor
        rule = work.rulebook.posts.get(actor.post)
        if rule is None or rule.reads != "region":
            return frozenset()
        found = frozenset(villages(access.held(work.setting, actor.officer, actor.post), work))
        return found & frozenset(work.regions.villages(self.region)) if self.region else found

    def subjects(self) -> Iterator[Subject]:
        """All of them, one after another.

        Raises:
            CannotPushDown: there are more than may be read; nothing of them is told.
        """
        return self._all(
            CannotPushDown("desk", Text(f"lebih dari {self.rows} rumah tangga", f"more than {self.rows} households"))
        )

    def ranking(self, one: Compiled) -> Ranking:
        """Who is eligible for a program, in the order of its quota."""
        found, subjects = self._judged(one, {"": one.lowered}, surely=False)
        lines = ((judged.verdict, _ranked(judged)) for judgement in found.values() for judged in judgement.found)
        return ranking(one, subjects, self.region, lines, sum(judgement.refused for judgement in found.values()))

    def gaps(self, one: Compiled) -> Gaps:
        """Who should have a program and has not, and who has it and should not."""
        found, subjects = self._judged(one, gap_conditions(one), surely=True)
        lines = {name: tuple(map(_ranked, judgement.found)) for name, judgement in found.items()}
        return gaps(one, subjects, lines)

    def _judged(
        self, one: Compiled, asked: Mapping[str, Lowered], *, surely: bool
    ) -> tuple[Mapping[str, Judgement], Iterator[Subject]]:
        """What the store says, and the households of which it says nothing."""
        population = None if self.as_of.recorded is not None else self.work.population
        if population is None or not self.places:
            return {}, self.subjects()
        try:
            found = {
                name: population.judge(expression, one.ranks, self.places, surely=surely)
                for name, expression in asked.items()
            }
        except CannotPushDown as error:
            return {}, self._all(error)
        beside = population.beside(self.places, self.as_of.valid, self.rows + 1)
        if len(beside) > self.rows:
            many = Text(
                f"lebih dari {self.rows} rumah tangga yang keadaannya pada hari itu belum dicatat (slrt upkeep)",
                f"more than {self.rows} households whose state on that day is not kept yet (slrt upkeep)",
            )
            raise CannotPushDown("desk", many)
        return found, (s for key in beside for s in self._subject(self.work.need("household", key)))

    def _all(self, otherwise: CannotPushDown) -> Iterator[Subject]:
        for count, stored in enumerate(self.work.among("household", "region", self.places), start=1):
            if count > self.rows:
                raise otherwise
            yield from self._subject(stored)

    def _subject(self, stored: Stored) -> Iterator[Subject]:
        view = self.work.read_household(stored).view(self.as_of)
        if view is not None and not view.erased and view.region in self.places:
            yield subject_of(view, self.work.rulebook.schema)


def _ranked(judged: Judged) -> Ranked:
    rank = tuple(low if low == high else None for low, high in judged.bounds)
    return Ranked(household=judged.household, unit=judged.unit, rank=rank)

"""What a store can do beyond its contract: keep the present state of households, and judge all of them at once.

It is a copy, of which the desk sees to it that it is made; what counts is the household's record. For each household
the store holds the version of the record of which the copy was made, and answers of no household whose record has
another one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from attrs import frozen

from slrt_core.ports.records import IndexValue, RecordKind
from slrt_core.rules.criteria import Lowered
from slrt_core.rules.criteria.nodes import Field

__all__ = ["Found", "Judged", "Judgement", "Populated", "Population", "Projected"]


@frozen(kw_only=True)
class Projected:
    """The present state of one household, as rows.

    Args:
        home: the household's key.
        version: of its record, when this was read off it.
        region: its village; where it differs from the record's, nothing is answered of it.
        since: the first day on which this is its state; ``None`` for all days before.
        until: the first day on which it is not any more; ``None`` for all days to come.
        rows: kind, key and values of each; none if the household is nobody's to see, such as one that was erased.
    """

    home: str
    version: int
    region: str | None
    since: date | None = None
    until: date | None = None
    rows: tuple[tuple[str, str, Mapping[str, IndexValue]], ...] = ()


@frozen
class Judged:
    """What was found of one unit.

    Args:
        household: its key.
        unit: the key of the household, family or individual.
        verdict: yes, or not known.
        bounds: for each number that was asked for, the least and the greatest that it may be.
    """

    household: str
    unit: str
    verdict: bool | None
    bounds: tuple[tuple[int, int], ...] = ()


@frozen
class Judgement:
    """What was found of the units of many households.

    Args:
        found: those of whom it is yes or not known, in no order.
        refused: how many others there are.
    """

    found: tuple[Judged, ...]
    refused: int


@frozen
class Found:
    """What was found of units of which the same was found.

    Args:
        verdicts: for each condition yes, no, or ``None`` for not known.
        facts: the value of each field that was asked for; ``None`` if it is not known.
        units: how many they are.
        keys: where each unit was asked for, the key of the only one and of what it belongs to, the household last.
    """

    verdicts: tuple[bool | None, ...]
    facts: tuple[IndexValue, ...] = ()
    units: int = 1
    keys: tuple[str, ...] = ()


class Population(Protocol):
    """The copy, within a transaction, of its district. A household that another one's person stands in is left out."""

    def replace(self, homes: Sequence[Projected]) -> int:
        """Write the state of households in place of what was held of them.

        Returns:
            How many were written. Nothing is held now of the others, which cannot be kept in these tables.
        """

    def forget(self, home: str) -> None:
        """Delete what is held of a household, at once."""

    def settle(self) -> None:
        """Make ready for being asked, after many were replaced."""

    def outdated(self, day: date, *, after: str = "", limit: int = 200) -> Sequence[str]:
        """The households whose state on a day is not held, in order, from the one after the given key on."""

    def beside(self, regions: Collection[str], day: date, limit: int) -> Sequence[str]:
        """The households of some villages whose state on a day is not held: of them `judge` tells nothing."""

    def judge(
        self, expression: Lowered, ranks: Sequence[Lowered], regions: Collection[str], *, surely: bool = False
    ) -> Judgement:
        """What is found of every unit in some villages whose state is held on the day of the expression.

        Args:
            expression: a condition, lowered for the units in question.
            ranks: numbers, lowered for the same.
            regions: the villages.
            surely: leave out those of whom it is not known.

        Raises:
            CannotPushDown: a column that is needed is not there.
        """

    def verdicts(
        self,
        among: Sequence[Lowered],
        regions: Collection[str],
        *,
        further: Sequence[Lowered] = (),
        facts: Sequence[Field] = (),
        each: bool = False,
    ) -> Sequence[Found]:
        """What several conditions come to at once, of the same units as `judge`; in no order.

        Args:
            among: conditions, lowered for the units in question; those of which all are no are left out.
            regions: the villages.
            further: conditions that are told too.
            facts: yes or no, numbers, codes, regions: of the unit, or of what it belongs to.
            each: whether every unit is told by itself, and not how many there are of which the same was found.

        Raises:
            CannotPushDown: a column that is needed is not there.
        """

    def units(self, unit: str, regions: Collection[str], day: date) -> int:
        """How many units there are in some villages whose state on a day is held.

        Args:
            unit: such as ``household``.
            regions: the villages.
            day: that day.
        """


class Populated(Protocol):
    """A store that can do so; its transactions have a method ``population`` that gives a `Population`.

    It gives ``None`` where the tables are not there yet.
    """

    def setup_population(self, kinds: Sequence[RecordKind], edition: str) -> None:
        """Make ready for these kinds of rows; doing it again changes nothing.

        Args:
            kinds: of rows.
            edition: what the rows mean; of a household whose rows were written in another one nothing is answered.
        """

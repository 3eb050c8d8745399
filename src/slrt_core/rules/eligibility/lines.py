"""The lines of a list: a unit of which something was found, and by what it is put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import define, field, frozen

from slrt_core.rules.criteria import compile_many
from slrt_core.rules.criteria.closures import compile_bounds
from slrt_core.rules.eligibility.compiling import Compiled
from slrt_core.rules.eligibility.subjects import Subject

__all__ = ["Judge", "Ranked", "in_order"]

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


@define
class Judge:
    """A program, ready for many units."""

    one: Compiled
    verdict: Callable[..., tuple[bool | None, ...]] = field(init=False)
    _ranks: tuple[Callable[..., tuple[int, int]], ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.verdict = compile_many([self.one.lowered])
        self._ranks = tuple(compile_bounds(rank) for rank in self.one.ranks)

    def _rank(self, roots: Roots) -> tuple[int | None, ...]:
        bounds = (rank(*roots) for rank in self._ranks)
        return tuple(low if low == high else None for low, high in bounds)

    def line(self, subject: Subject, roots: Roots) -> Ranked:
        """The line of one unit of a household."""
        return Ranked(household=str(subject.household["id"]), unit=str(roots[0]["id"]), rank=self._rank(roots))


def in_order(lines: Iterable[Ranked]) -> list[Ranked]:
    """The lowest first, unknown last; among equals by id, so that the same list always comes in the same order."""
    return sorted(
        lines, key=lambda line: (tuple((value is None, value or 0) for value in line.rank), line.household, line.unit)
    )

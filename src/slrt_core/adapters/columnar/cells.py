"""What is computed, as numbered cells: two equal computations are one cell, and are done once.

A cell says what is done (`op`), with which other cells (`of`) and with which constants (`data`). It belongs to the
frames whose values it uses; on which rows it is computed, is decided later, when all cells are known.
A truth that comes out null is no truth; nothing here ever negates one but a leaf, whose null means *unknown*.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

__all__ = ["OPS", "Cell", "Cells", "Frame"]


@frozen(eq=False, repr=False)
class Frame:
    """What a name of an expression stands for: a root unit, or anybody who belongs to a unit.

    Args:
        name: short; distinct within one evaluation.
        unit: household, family or individual.
        level: within how many quantifiers it is bound; 0 for a root.
        above: the frames that are settled as soon as this one is, the nearest first: whose member it is.
        told: whether its rows are surely there, so that a column without nulls has none after a join either.
    """

    name: str
    unit: str
    level: int
    above: tuple[Frame, ...]
    told: bool


@frozen
class Cell:
    """One computation.

    Args:
        op: what is done.
        of: with which cells.
        data: with which constants.
        uses: the frames whose values it depends on.
        tallies: what must have been found out about groups before, by their numbers.
    """

    op: str
    of: tuple[int, ...]
    data: tuple[Hashable, ...]
    uses: frozenset[Frame]
    tallies: frozenset[int]


OPS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip


class Cells:
    """All cells of one evaluation; what constants decide is decided while they are made."""

    def __init__(self) -> None:
        self._cells: list[Cell] = []
        self._known: dict[tuple[str, tuple[int, ...], tuple[Hashable, ...]], int] = {}

    def __getitem__(self, number: int) -> Cell:
        return self._cells[number]

    def add(
        self, op: str, *of: int, data: tuple[Hashable, ...] = (), uses: Iterable[Frame] = (), tally: int | None = None
    ) -> int:
        """The number of a cell, which is made if there is none like it."""
        # The type belongs to the key: True is not 1.
        key = (op, of, tuple((type(value), value) for value in data))
        if key not in self._known:
            frames = frozenset(uses).union(*(self._cells[part].uses for part in of))
            tallies = frozenset(() if tally is None else (tally,)).union(*(self._cells[part].tallies for part in of))
            self._known[key] = len(self._cells)
            self._cells.append(Cell(op, of, data, frames, tallies))
        return self._known[key]

    def const(self, value: bool | int) -> int:  # noqa: FBT001
        """A constant."""
        return self.add("const", data=(value,))

    def value(self, number: int) -> Any:
        """What a constant cell holds; ``None`` if it is none."""
        cell = self._cells[number]
        return cell.data[0] if cell.op == "const" else None

    def every(self, parts: Sequence[int]) -> int:
        """All of them."""
        return self._joined("and", parts, end=False)

    def either(self, parts: Sequence[int]) -> int:
        """One of them at least."""
        return self._joined("or", parts, end=True)

    def _joined(self, op: str, parts: Sequence[int], *, end: bool) -> int:
        values = {part: self.value(part) for part in parts}
        if end in values.values():
            return self.const(end)
        left = [part for part, value in values.items() if value is None]
        if not left:
            return self.const(not end)
        return left[0] if len(left) == 1 else self.add(op, *sorted(left))

    def calculate(self, op: str, left: int, right: int) -> int:
        """Two numbers compared, added, subtracted or multiplied."""
        a, b = self.value(left), self.value(right)
        return self.add(op, left, right) if a is None or b is None else self.const(OPS[op](a, b))

    def choose(self, test: int, then: int, otherwise: int) -> int:
        """One or another."""
        value = self.value(test)
        if value is not None:
            return then if value else otherwise
        return then if then == otherwise else self.add("choose", test, then, otherwise)

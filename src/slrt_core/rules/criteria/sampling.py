"""Values that stand for all that a fact may be, as far as an expression can tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.closures import Look
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import Kind
from slrt_core.rules.criteria.supposing import Supposed, held

__all__ = ["Samples", "halves"]

_CROWD = 30
"""How many people more a roster is tried with at most."""

_TOGETHER = 4
"""Codes of a set of which all combinations are tried."""


class Samples:
    """What is tried of each fact.

    Args:
        node: the lowered expression; what is written in it is tried, and what lies next to that.
        subject: of whom the facts are.
    """

    def __init__(self, node: Node, subject: Supposed) -> None:
        self._node, self._subject = node, subject

    def values(self, look: Look) -> list[Any]:
        """All that there are; a number as the whole of its range, a roster as how many more there may be."""
        if self._subject.members(look) is not None:
            return self._sizes(len(look[0].get(look[1]) or ()))
        kind = self._subject.kind(look)
        match kind.name:
            case "bool":
                return [True, False]
            case "number":
                return [(kind.low, kind.high)]
            case "date":
                return self._dates()
            case "codes":
                return self._sets(look[1])
            case _:
                return self._codes(kind)

    def points(self, look: Look) -> list[Any]:
        """The same, with numbers one by one: those of the text and their neighbours, and the ends."""
        values = self.values(look)
        if not values or type(values[0]) is not tuple:
            return values
        ((low, high),) = values
        told = {number + by for number in self._numbers() for by in (-1, 0, 1)}
        return sorted({low, high, *(value for value in told if low <= value <= high)})

    def parts(self, look: Look) -> list[Any]:
        """The same, with what is supposed of a number already in halves."""
        value = held(look)
        return halves(value) if type(value) is tuple else self.values(look)

    def _numbers(self) -> Iterator[int]:
        return (node.value for node in nodes.walk(self._node) if isinstance(node, nodes.Int))

    def _sizes(self, here: int) -> list[Any]:
        """How many more there may be: nobody, a few, and as many as the numbers of the text are about."""
        told = {number - here + by for number in self._numbers() for by in (0, 1)}
        return [0, 1, 2, *sorted(more for more in told if 2 < more <= _CROWD)]

    def _sets(self, name: str) -> list[Any]:
        told = sorted({n.code for n in nodes.walk(self._node) if isinstance(n, nodes.Holds) and n.of.name == name})
        if len(told) > _TOGETHER:
            return [frozenset(), *(frozenset({code}) for code in told), frozenset(told)]
        return [frozenset(some) for size in range(len(told) + 1) for some in combinations(told, size)]

    def _codes(self, kind: Kind) -> list[Any]:
        told = dict.fromkeys(node.value for node in nodes.walk(self._node) if isinstance(node, nodes.Code))
        lookups = (n for n in nodes.walk(self._node) if isinstance(n, nodes.Lookup))
        if kind.name == "region":
            places = [value for value in told if "." in value or len(value) == 2]
            return [*places, *(code for look in lookups for code, _ in look.table), "00.00.00.0000"]
        mentioned = [code for code in kind.codes if code in told]
        other = [code for code in kind.codes if code not in told]
        return mentioned + other[:2]  # two, for what is compared with another unknown code

    def _dates(self) -> list[Any]:
        days = {node.value for node in nodes.walk(self._node) if isinstance(node, nodes.Day)}
        days |= {*self._subject.days(), date(1900, 1, 1)}
        around = {
            day + timedelta(days=by)
            for day in days
            for by in (-1, 0, 1)
            if date.min + timedelta(days=1) < day < date.max - timedelta(days=1)
        }
        return sorted(around | days)


def halves(box: tuple[int, int]) -> list[tuple[int, int]]:
    """A range in two; nothing of what is one number."""
    low, high = box
    if low == high:
        return []
    middle = (low + high) // 2
    return [(low, middle), (middle + 1, high)]

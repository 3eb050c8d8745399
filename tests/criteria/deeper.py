"""Random expressions deeper than a text may be: what derived variables come to when they are written out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from slrt_core.errors import Invalid
from slrt_core.rules.criteria import Context, Lowered, Schema, check, lower, nodes
from slrt_core.testing.expressions import _Maker

__all__ = ["deeper"]

_LEVELS = 3


def deeper(rng: Random, schema: Schema, unit: str, as_of: date, *, depth: int = 5) -> tuple[Any, Lowered]:
    """As written, and lowered.

    Args:
        rng: where chance comes from.
        schema: what may be named.
        unit: whose it is.
        as_of: the day.
        depth: how deep at most, but for quantifiers in each other.
    """
    while True:
        node = _Deeper(rng, schema).truth({root: root for root in schema.roots[unit]}, depth)
        try:
            return node, lower(check(node, schema, unit), Context(schema=schema, as_of=as_of))
        except Invalid:  # a number out of range
            continue


class _Deeper(_Maker):
    """Three quantifiers in each other, over families within households and back; sums of anything, also of nothing."""

    def _enter(self, scope: Mapping[str, str]) -> tuple[nodes.Relation, str, Mapping[str, str]] | None:
        ways = [(of, name, u) for of, unit in scope.items() for name, u in self._schema.units[unit].relations.items()]
        if not ways or self._bound >= _LEVELS:
            return None
        inner = [way for way in ways if way[1] == "families" or way[0].startswith("m")]
        of, name, unit = self._rng.choice(inner if inner and self._rng.random() < 0.6 else ways)
        var = f"m{self._bound}"
        return nodes.Relation(of, name), var, {**scope, var: unit}

    def truth(self, scope: Mapping[str, str], depth: int) -> Any:
        if depth > 1 and self._rng.random() < 0.05:
            left, right = self.truth(scope, depth - 2), self.truth(scope, depth - 2)
            return nodes.Cmp(self._rng.choice(("==", "!=")), left, right)
        compared = self._numbers(scope, depth) if depth > 1 and self._rng.random() < 0.25 else None
        return super().truth(scope, depth) if compared is None else compared

    def _total(
        self, among: nodes.Relation, var: str, inner: Mapping[str, str], depth: int
    ) -> tuple[Any, int, int, int]:
        if self._rng.random() < 0.4:
            return super()._total(among, var, inner, depth)
        kind: Any = self._rng.choice((nodes.Sum, nodes.Sum, nodes.Min, nodes.Max))
        self._bound += 1
        where = self.truth(inner, depth - 1) if self._rng.random() < 0.6 else nodes.TRUE
        term, scale, low, high = self._number(inner, depth - 1)
        self._bound -= 1
        if self._rng.random() < 0.3:
            term, low, high = nodes.Scale(nodes.Int(-1), term), -high, -low
        return kind(among, var, term, where), scale, max(low, -60), min(max(high, 3), 60)

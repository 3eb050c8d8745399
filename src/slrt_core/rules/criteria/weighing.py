"""How much an expression grows when its core is written out, and where it grows too much.

Derived variables are written out where they are used, and two truths that are compared are written twice. A chain of
either doubles at each step: what is short as a text may be larger than any machine.
"""

from __future__ import annotations

from collections.abc import Mapping

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import Schema

__all__ = ["too_heavy"]

_SIZE = 20_000
"""Nodes of a core at most, about."""

_DEPTH = 100
"""Levels of it at most: Python itself takes no more than 200 parentheses in each other."""

_NESTING = 4
"""Quantifiers in quantifiers at most, those of derived variables among them: each multiplies the work."""

_Weight = tuple[int, int, int]
"""Size, depth, nesting."""

_TRUTHS = (
    nodes.Bool, nodes.Cmp, nodes.In, nodes.Holds, nodes.Not, nodes.And, nodes.Or, nodes.Any, nodes.All, nodes.Known,
    nodes.Within, nodes.Label, nodes.Field, nodes.Default,
)  # fmt: skip
_LOOPS = (nodes.Any, nodes.All, nodes.Count, nodes.Sum, nodes.Min, nodes.Max)


def too_heavy(node: Node, schema: Schema, unit: str) -> tuple[str, str, str] | None:
    """Code and words of what is too much of an expression that is well typed otherwise.

    Args:
        node: the expression.
        schema: with the derived variables.
        unit: whose it is.
    """
    size, depth, nesting = _Weighing(schema).weigh(node, {root: root for root in schema.roots[unit]})
    if size > _SIZE:
        return "too-large", "terlalu besar bila ditulis lengkap", "too large when all of it is written out"
    if depth > _DEPTH:
        return "too-deep", "terlalu dalam bila ditulis lengkap", "too deep when all of it is written out"
    if nesting > _NESTING:
        return "nesting", f"lebih dari {_NESTING} lapis exists/all/…", f"more than {_NESTING} levels of exists/all/…"
    return None


class _Weighing:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._derived: dict[tuple[str, str], _Weight] = {}

    def weigh(self, node: Node | nodes.Relation, scope: Mapping[str, str]) -> _Weight:
        if isinstance(node, nodes.Field):
            return self._field(scope[node.of], node.name)
        if isinstance(node, _LOOPS):
            inner = self._schema.units[scope[node.among.of]].relations[node.among.name]
            scope = {**scope, node.var: inner}
        parts = [self.weigh(part, scope) for part in nodes.children(node) if not isinstance(part, nodes.Relation)]
        size = 1 + sum(part[0] for part in parts)
        depth = 1 + max((part[1] for part in parts), default=0)
        nesting = max((part[2] for part in parts), default=0) + isinstance(node, _LOOPS)
        if isinstance(node, nodes.Cmp) and node.op in {"==", "!="} and isinstance(node.left, _TRUTHS):
            size, depth = 2 * size, depth + 2
        return size, depth, nesting

    def _field(self, unit: str, name: str) -> _Weight:
        derived = self._schema.units[unit].fields[name].derived
        if derived is None:
            return 1, 1, 0
        if (unit, name) not in self._derived:
            roots = {root: root for root in ("household", "family") if root in self._schema.units}
            self._derived[unit, name] = self.weigh(derived, {**roots, unit: unit})
        return self._derived[unit, name]

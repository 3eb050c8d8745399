"""Numbers of the core: whole numbers of their last digit, parameters as constants, counts and totals over people."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from slrt_core.rules.criteria import core, nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import level_of
from slrt_core.rules.criteria.scopes import Scope
from slrt_core.rules.criteria.setting import Context
from slrt_core.rules.criteria.spans import decided

__all__ = ["Numbers"]


class Numbers:
    """Lowers numbers, and what compares two of them.

    Args:
        context: day and tables.
        truth: lowers a condition on those over whom is counted.
    """

    def __init__(self, context: Context, truth: Callable[[Node, Scope], Node]) -> None:
        self._context, self._truth = context, truth

    def number(self, node: Node, scope: Scope) -> tuple[Node, int]:
        """A number, lowered, and the digits after its point."""
        match node:
            case nodes.Int():
                return node, 0
            case nodes.Dec(digits, scale):
                return nodes.Int(digits), scale
            case nodes.Param():
                return self._param(node, scope)
            case nodes.Field():
                kind = scope.kind(node)
                if kind.derived is not None:
                    return self.number(kind.derived, scope.home(node))
                return scope.named(node), kind.scale
            case nodes.Default(of, value):
                most = scope.kind(of).scale
                number, digits = self.number(value, scope)
                whole = cast("nodes.Int", number).value * 10 ** (most - digits)
                return nodes.Default(scope.named(of), nodes.Int(whole)), most
            case nodes.Count(among, var, body):
                name, among, inner = scope.bind(among, var)
                return nodes.Count(among, name, self._truth(body, inner)), 0
            case nodes.Sum() | nodes.Min() | nodes.Max():
                name, among, inner = scope.bind(node.among, node.var)
                term, scale = self.number(node.term, inner)
                return type(node)(among, name, term, self._truth(node.where, inner)), scale
            case nodes.Add(left, right) | nodes.Sub(left, right):
                x, y, scale = self._aligned(left, right, scope)
                return (nodes.Add if isinstance(node, nodes.Add) else nodes.Sub)(x, y), scale
            case nodes.Scale(by, of):
                (factor, a), (x, b) = self.number(by, scope), self.number(of, scope)
                return core.times(x, cast("nodes.Int", factor).value), a + b
        raise TypeError(type(node).__name__)

    def comparison(self, node: nodes.Cmp, scope: Scope) -> Node:
        """Two numbers, compared; the constant on the right."""
        left, right, _ = self._aligned(node.left, node.right, scope)
        op = node.op
        if isinstance(left, nodes.Int) and not isinstance(right, nodes.Int):
            left, right, op = right, left, core.FLIPPED[op]
        if op == "!=":
            return core.not_(_compared(nodes.Cmp("==", left, right, at=node.at), scope))
        return _compared(nodes.Cmp(op, left, right, at=node.at), scope)

    def _aligned(self, left: Node, right: Node, scope: Scope) -> tuple[Node, Node, int]:
        """Two numbers with the same digits after the point, and how many these are."""
        (x, a), (y, b) = self.number(left, scope), self.number(right, scope)
        scale = max(a, b)
        return core.times(x, 10 ** (scale - a)), core.times(y, 10 ** (scale - b)), scale

    def _param(self, node: nodes.Param, scope: Scope) -> tuple[Node, int]:
        params = self._context.params
        if params is None:
            raise KeyError(node.name)
        scale, table, low, high = params.table(node.name, self._context.as_of)
        if node.by is None:
            return nodes.Int(table[""]), scale
        # The codes tell of which level they are; the field's region lies in one of that level.
        by = scope.region(node.by, level_of(table))
        return nodes.Lookup(by, tuple(sorted(table.items())), low, high, node.name), scale


def _compared(node: nodes.Cmp, scope: Scope) -> Node:
    truth = decided(node, scope.schema, scope.units())
    if truth is not None:
        return nodes.Bool(truth)
    if isinstance(node.left, nodes.Count) and isinstance(node.right, nodes.Int) and node.left.among.name:
        return core.counted(node, node.left, node.right.value)
    return node

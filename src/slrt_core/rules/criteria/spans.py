"""Between which numbers a number of the core lies, whatever is known; and what that alone decides."""

from __future__ import annotations

from collections.abc import Mapping

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import ROSTER, Kind, Schema

__all__ = ["decided", "span"]


def span(node: Node, schema: Schema, units: Mapping[str, str]) -> tuple[int, int]:
    """Between which numbers a lowered number lies, whatever is known: what *unknown* means of it.

    Args:
        node: a lowered number.
        schema: with the ranges.
        units: the unit of each name in scope.
    """
    match node:
        case nodes.Int(value):
            return value, value
        case nodes.Field(of, name, _) | nodes.Default(nodes.Field(of, name, _), _):
            kind: Kind = schema.units[units[of]].fields[name]
            return kind.low, kind.high
        case nodes.Lookup(_, _, low, high, _):
            return low, high
        case nodes.Count():
            return 0, ROSTER
        case nodes.Sum() | nodes.Min() | nodes.Max():
            inner = {**units, node.var: schema.units[units[node.among.of]].relations[node.among.name]}
            low, high = span(node.term, schema, inner)
            return (ROSTER * min(0, low), ROSTER * max(0, high)) if isinstance(node, nodes.Sum) else (low, high)
        case nodes.Add(left, right):
            (a, b), (c, d) = span(left, schema, units), span(right, schema, units)
            return a + c, b + d
        case nodes.Sub(left, right):
            (a, b), (c, d) = span(left, schema, units), span(right, schema, units)
            return a - d, b - c
        case nodes.Scale(nodes.Int(by), of):
            a, b = span(of, schema, units)
            return min(by * a, by * b), max(by * a, by * b)
    raise TypeError(type(node).__name__)


def decided(node: nodes.Cmp, schema: Schema, units: Mapping[str, str]) -> bool | None:
    """What two lowered numbers, compared, come to whatever is known; ``None`` where it hangs on that.

    Args:
        node: with any operator but ``!=``.
        schema: with the ranges.
        units: the unit of each name in scope.
    """
    (a, b), (c, d) = (span(side, schema, units) for side in (node.left, node.right))
    yes, no = {
        "<": (b < c, a >= d),
        "<=": (b <= c, a > d),
        ">": (a > d, b <= c),
        ">=": (a >= d, b < c),
        "==": (a == b == c == d, b < c or a > d),
    }[node.op]
    return yes if yes or no else None

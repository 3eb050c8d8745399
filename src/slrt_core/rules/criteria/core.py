"""Nodes of the core, made no larger than they need to be: what is decided as they are made is left out."""

from __future__ import annotations

import operator
from collections.abc import Mapping

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node

__all__ = ["FLIPPED", "and_", "compared", "counted", "not_", "or_", "times"]

FLIPPED: Mapping[nodes.Op, nodes.Op] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The operator that says the same with its sides exchanged."""

_ORDER = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def not_(node: Node) -> Node:
    """The opposite."""
    match node:
        case nodes.Bool(value):
            return nodes.Bool(not value)
        case nodes.Not(of):
            return of
        case _:
            return nodes.Not(node)


def and_(parts: list[Node]) -> Node:
    """All of them."""
    return _flat(nodes.And, parts, end=False)


def or_(parts: list[Node]) -> Node:
    """One of them at least."""
    return _flat(nodes.Or, parts, end=True)


def _flat(kind: type[nodes.And | nodes.Or], parts: list[Node], *, end: bool) -> Node:
    """One level, each part once, without what changes nothing; the first that ends it all stands for all."""
    flat: dict[Node, None] = {}
    for part in parts:
        if part == nodes.Bool(end):
            return part
        if part != nodes.Bool(not end):
            flat |= dict.fromkeys(part.parts if isinstance(part, kind) else (part,))
    if not flat:
        return nodes.Bool(not end)
    return next(iter(flat)) if len(flat) == 1 else kind(tuple(flat))


def times(node: Node, by: int) -> Node:
    """A number, times a constant."""
    if by == 1:
        return node
    match node:
        case nodes.Int(value):
            return nodes.Int(value * by)
        case nodes.Scale(nodes.Int(factor), of):
            return nodes.Scale(nodes.Int(factor * by), of)
        case _:
            return nodes.Scale(nodes.Int(by), node)


def compared(op: nodes.Op, left: Node, right: Node, at: nodes.Place | None = None) -> Node:
    """Two dates, instants or codes."""
    if isinstance(left, nodes.Day | nodes.Instant) and isinstance(right, nodes.Day | nodes.Instant):
        return nodes.Bool(_ORDER[op](left.value, right.value))
    if op == "!=":
        return not_(nodes.Cmp("==", left, right, at=at))
    return nodes.Cmp(op, left, right, at=at)


def counted(node: nodes.Cmp, count: nodes.Count, value: int) -> Node:
    """A count, compared with a constant: whether there is anybody needs no counting."""
    some = nodes.Any(count.among, count.var, count.body, at=node.at)
    match node.op, value:
        case (">=", 1) | (">", 0):
            return some
        case ("<", 1) | ("<=", 0) | ("==", 0):
            return not_(some)
    return node

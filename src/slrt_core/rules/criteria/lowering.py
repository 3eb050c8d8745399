"""From an expression to its core, which every target reads: fewer kinds of nodes, whole numbers, no parameters.

For one day of assessment: derived variables are written out, parameters become constants, ages become bounds on the
date of birth, decimals whole numbers of their last digit, regions the villages in them; names that quantifiers bind
are numbered, so that two equal quantifiers are equal nodes. What the ranges of the catalogue decide is decided.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from attrs import evolve, frozen

from slrt_core.rules.criteria import core, nodes
from slrt_core.rules.criteria.ages import aged
from slrt_core.rules.criteria.checking import Checked
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.numbers import Numbers
from slrt_core.rules.criteria.schema import Schema, level_of
from slrt_core.rules.criteria.scopes import Scope
from slrt_core.rules.criteria.setting import Context

__all__ = ["Lowered", "lower"]


@frozen(kw_only=True)
class Lowered:
    """The core of an expression: what targets compile.

    Args:
        node: the core.
        unit: whose it is.
        schema: in which its fields are found.
        as_of: the day.
    """

    node: Node
    unit: str
    schema: Schema
    as_of: date


def lower(checked: Checked, context: Context) -> Lowered:
    """The core of a checked expression.

    Args:
        checked: well typed.
        context: day, tables and map.

    Raises:
        KeyError: a parameter has no value on that day.
    """
    scope = Scope.of(context.schema, checked.unit)
    lowering = _Lowering(context)
    if checked.kind.name == "number":
        node, _ = lowering.numbers.number(checked.node, scope)
    else:
        node = lowering.node(checked.node, scope)
    return Lowered(node=node, unit=checked.unit, schema=context.schema, as_of=context.as_of)


class _Lowering:
    def __init__(self, context: Context) -> None:
        self._context = context
        self.numbers = Numbers(context, self.node)

    def node(self, node: Node, scope: Scope) -> Node:
        """A truth, a date, an instant or a code, lowered."""
        match node:
            case nodes.Bool() | nodes.Day() | nodes.Instant() | nodes.Code():
                return node
            case nodes.Label(_, of):
                return self.node(of, scope)
            case nodes.Field():
                derived = scope.kind(node).derived
                return scope.named(node) if derived is None else self.node(derived, scope.home(node))
            case nodes.Not(of):
                return core.not_(self.node(of, scope))
            case nodes.And(parts):
                return core.and_([self.node(part, scope) for part in parts])
            case nodes.Or(parts):
                return core.or_([self.node(part, scope) for part in parts])
            case nodes.Cmp():
                return self._comparison(node, scope)
            case nodes.In():
                return self._in(node, scope)
            case nodes.Holds(of, code):
                if scope.kind(of).keyed:
                    return nodes.Known(scope.named(evolve(of, key=code)))
                return nodes.Holds(scope.named(of), code)
            case nodes.Known(of):
                return nodes.Known(scope.named(of))
            case nodes.Default(of, value):
                return nodes.Default(scope.named(of), value)
            case nodes.Within():
                return self._within(node, scope)
            case nodes.Any(among, var, body):
                name, among, inner = scope.bind(among, var)
                return nodes.Any(among, name, self.node(body, inner), at=node.at)
            case nodes.All(among, var, body):
                name, among, inner = scope.bind(among, var)
                return core.not_(nodes.Any(among, name, core.not_(self.node(body, inner)), at=node.at))
        raise TypeError(type(node).__name__)

    def _within(self, node: nodes.Within, scope: Scope) -> Node:
        """By the map where there is one; where a region may be off it, or there is none, by the codes."""
        if self._context.villages is not None and not scope.kind(node.of).anywhere:
            field, inside = scope.named(node.of), sorted(self._context.villages(node.region))
        else:
            field, inside = scope.region(node.of, level_of([node.region])), [node.region]
        return nodes.In(field, tuple(map(nodes.Code, inside)), at=node.at)

    def _comparison(self, node: nodes.Cmp, scope: Scope) -> Node:
        if isinstance(node.left, nodes.Age):
            return self._age(node.op, node.left, node.right, scope)
        if isinstance(node.right, nodes.Age):
            return self._age(core.FLIPPED[node.op], node.right, node.left, scope)
        kind = _kind(node.left, scope)
        if kind == "number":
            return self.numbers.comparison(node, scope)
        left, right = self.node(node.left, scope), self.node(node.right, scope)
        if kind == "bool":
            same = core.or_([core.and_([left, right]), core.and_([core.not_(left), core.not_(right)])])
            return same if node.op == "==" else core.not_(same)
        for one, other in ((left, right), (right, left)):
            if isinstance(other, nodes.Code) and node.op in {"==", "!="}:
                same = nodes.In(one, (other,), at=node.at)
                return same if node.op == "==" else core.not_(same)
        return core.compared(node.op, left, right, node.at)

    def _in(self, node: nodes.In, scope: Scope) -> Node:
        if isinstance(node.of, nodes.Age) or _kind(node.of, scope) == "number":
            return core.or_([self._comparison(nodes.Cmp("==", node.of, o, at=node.at), scope) for o in node.options])
        of = self.node(node.of, scope)
        if not node.options or isinstance(of, nodes.Day | nodes.Instant):
            return nodes.Bool(of in node.options)
        options = {cast("nodes.Code", option).value: option for option in node.options}
        return nodes.In(of, tuple(options[value] for value in sorted(options)), at=node.at)

    def _age(self, op: nodes.Op, age: nodes.Age, other: Node, scope: Scope) -> Node:
        number, _ = self.numbers.number(other, scope)
        born = evolve(age, of=self.node(age.of, scope))
        return aged(op, born, cast("nodes.Int", number).value, self._context.as_of)


def _kind(node: Node, scope: Scope) -> str:
    match node:
        case nodes.Field() | nodes.Default():
            return scope.kind(node if isinstance(node, nodes.Field) else node.of).name
        case nodes.Code():
            return "code"
        case nodes.Day():
            return "date"
        case nodes.Instant():
            return "instant"
        case (
            nodes.Int() | nodes.Dec() | nodes.Param() | nodes.Count() | nodes.Sum() | nodes.Min() | nodes.Max()
            | nodes.Add() | nodes.Sub() | nodes.Scale()
        ):  # fmt: skip
            return "number"
        case _:
            return "bool"

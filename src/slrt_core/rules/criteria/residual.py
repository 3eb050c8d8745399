"""What is left of an expression once the known facts are put in.

The names in a residual are ids of people and families, not roots: ``f1.complete``, ``m2.pregnant``. It holds just when
the expression holds, whatever the unknown facts turn out to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from attrs import evolve, frozen

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.closures import compile_node
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import Schema

__all__ = ["Holder", "Residual", "residual"]


@frozen
class Holder:
    """A unit of a subject: its kind, and its values."""

    unit: str
    values: Mapping[str, Any]


@frozen(kw_only=True)
class Residual:
    """What is left.

    Args:
        node: the expression; its names are keys of `holders`.
        holders: of whom it speaks, by id.
        schema: in which its fields are found.
    """

    node: Node
    holders: Mapping[str, Holder]
    schema: Schema

    def truth(self, values: Mapping[str, Mapping[str, Any]] | None = None) -> bool | None:
        """Its value, for other values of some of those of whom it speaks.

        Args:
            values: by id; those as they are, if not given.
        """
        names = {name: holder.unit for name, holder in self.holders.items()}
        given = values or {}
        env = [given.get(name, holder.values) for name, holder in self.holders.items()]
        return compile_node(self.node, self.schema, names)(env, [])


def residual(lowered: Lowered, roots: Sequence[Mapping[str, Any]]) -> Residual:
    """Put what is known into an expression.

    Args:
        lowered: the expression.
        roots: the root units, in the order of `Schema.roots`.
    """
    names = lowered.schema.roots[lowered.unit]
    scope = {name: Holder(name, values) for name, values in zip(names, roots, strict=True)}
    maker = _Maker(lowered.schema)
    node = maker.node(lowered.node, scope)
    return Residual(node=node, holders=maker.holders, schema=lowered.schema)


_Scope = Mapping[str, Holder]


class _Maker:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.holders: dict[str, Holder] = {}

    def node(self, node: Node, scope: _Scope) -> Node:
        """A truth, with what is known put in."""
        names = {name: holder.unit for name, holder in scope.items()}
        found = compile_node(_firm(node), self._schema, names)([holder.values for holder in scope.values()], [])
        if found is not None:
            return nodes.Bool(found)
        match node:
            case nodes.Not(of):
                return nodes.Not(self.node(of, scope))
            case nodes.And(parts) | nodes.Or(parts):
                left = [part for part in (self.node(p, scope) for p in parts) if not isinstance(part, nodes.Bool)]
                return left[0] if len(left) == 1 else type(node)(tuple(dict.fromkeys(left)))
            case nodes.Any() if scope[node.among.of].values.get("complete") is True:
                return self._each(node, scope)
        named: Node = self._named(node, scope)
        return named

    def _each(self, node: nodes.Any, scope: _Scope) -> Node:
        """One part for each member of whom it is not decided."""
        of = scope[node.among.of]
        unit = self._schema.units[of.unit].relations[node.among.name]
        parts = [
            self.node(node.body, {**scope, node.var: Holder(unit, member)})
            for member in of.values.get(node.among.name) or ()
        ]
        left = tuple(dict.fromkeys(part for part in parts if not isinstance(part, nodes.Bool)))
        return left[0] if len(left) == 1 else nodes.Or(left)

    def _named(self, node: Any, scope: _Scope) -> Any:
        """The same node, with ids in place of names."""
        match node:
            case nodes.Field(of) | nodes.Relation(of):
                return evolve(node, of=self._id(of, scope))
            case nodes.Any() | nodes.Count() | nodes.Sum() | nodes.Min() | nodes.Max():
                kept = {**scope, node.var: Holder("", {})}
                inner = {
                    name: self._named(getattr(node, name), kept)
                    for name in ("body", "term", "where")
                    if hasattr(node, name)
                }
                return evolve(node, among=self._named(node.among, scope), **inner)
        parts: dict[str, Any] = {}
        for name in ("of", "left", "right", "value", "by"):
            part = getattr(node, name, None)
            if part is not None and not isinstance(part, str | int) and not isinstance(node, nodes.Day):
                parts[name] = self._named(part, scope)
        if isinstance(node, nodes.And | nodes.Or):
            parts["parts"] = tuple(self._named(part, scope) for part in node.parts)
        return evolve(node, **parts) if parts else node

    def _id(self, name: str, scope: _Scope) -> str:
        holder = scope[name]
        if not holder.unit:
            return name  # bound within what is left
        given = str(holder.values.get("id") or f"#{id(holder.values):x}")
        self.holders[given] = holder
        return given


def _firm(node: Any) -> Any:
    """The same, but unknown wherever an answer could still change it: what is assumed, or asked whether it is known."""
    match node:
        case nodes.Default(of, _):
            return of
        case nodes.Known(of):
            return nodes.Or((node, nodes.In(of, ())))
    parts: dict[str, Any] = {}
    for attribute in attrs.fields(type(node)):
        value = getattr(node, attribute.name)
        if attribute.name == "at":
            continue
        if isinstance(value, tuple):
            parts[attribute.name] = tuple(_firm(part) if attrs.has(type(part)) else part for part in value)
        elif attrs.has(type(value)) and not isinstance(value, nodes.Relation):
            parts[attribute.name] = _firm(value)
    return evolve(node, **parts) if parts else node

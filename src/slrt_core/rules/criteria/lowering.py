"""From an expression to its core, which every target reads: fewer kinds of nodes, whole numbers, no parameters.

For one day of assessment: derived variables are written out, parameters become constants, ages become bounds on the
date of birth, decimals whole numbers of their last digit, regions the villages in them; names that quantifiers bind
are numbered, so that two equal quantifiers are equal nodes. What the ranges of the catalogue decide is decided.
"""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Literal, Protocol, cast

from attrs import evolve, frozen

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.checking import Checked
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import AGE, ROSTER, Kind, Schema, level_field

__all__ = ["Context", "Lowered", "Params", "lower", "span"]


class Params(Protocol):
    """Dated tables of values."""

    def table(self, name: str, day: date) -> tuple[int, Mapping[str, int], int, int]:
        """The scale, the values by region's code (``""`` if it is the same everywhere), the least and the greatest.

        Raises:
            KeyError: it has no value on that day.
        """


@frozen(kw_only=True)
class Context:
    """For which day, and with which tables, an expression is lowered.

    Args:
        schema: the one against which it was checked.
        as_of: the day of assessment.
        params: dated tables.
        villages: the villages of a region, by their codes.
    """

    schema: Schema
    as_of: date
    params: Params | None = None
    villages: Callable[[str], Collection[str]] | None = None


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
    scope = {root: (root, root) for root in context.schema.roots[checked.unit]}
    lowering = _Lowering(context)
    if checked.kind.name == "number":
        node, _ = lowering.number(checked.node, scope)
    else:
        node = lowering.node(checked.node, scope)
    return Lowered(node=node, unit=checked.unit, schema=context.schema, as_of=context.as_of)


_Scope = Mapping[str, tuple[str, str]]
"""Name in the text: the name in the core, and its unit."""

_FLIPPED: Mapping[nodes.Op, nodes.Op] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class _Lowering:
    def __init__(self, context: Context) -> None:
        self._context, self._schema = context, context.schema

    def node(self, node: Node, scope: _Scope) -> Node:
        """A truth, a date, an instant or a code, lowered."""
        match node:
            case nodes.Bool() | nodes.Day() | nodes.Instant() | nodes.Code():
                return node
            case nodes.Label(_, of):
                return self.node(of, scope)
            case nodes.Field():
                return self._field(node, scope)
            case nodes.Not(of):
                return _not(self.node(of, scope))
            case nodes.And(parts):
                return _and([self.node(part, scope) for part in parts])
            case nodes.Or(parts):
                return _or([self.node(part, scope) for part in parts])
            case nodes.Cmp():
                return self._comparison(node, scope)
            case nodes.In():
                return self._in(node, scope)
            case nodes.Holds(of, code):
                name, unit = scope[of.of]
                kind = self._schema.units[unit].fields[of.name]
                if kind.keyed:
                    return nodes.Known(evolve(of, of=name, key=code))
                return nodes.Holds(evolve(of, of=name), code)
            case nodes.Known(of):
                return nodes.Known(evolve(of, of=scope[of.of][0]))
            case nodes.Default(of, value):
                return self._default(of, value, scope)
            case nodes.Within():
                return self._place(node, scope)
            case nodes.Any(among, var, body):
                name, among, inner = self._bind(among, var, scope)
                return nodes.Any(among, name, self.node(body, inner), at=node.at)
            case nodes.All(among, var, body):
                name, among, inner = self._bind(among, var, scope)
                return _not(nodes.Any(among, name, _not(self.node(body, inner)), at=node.at))
        raise TypeError(type(node).__name__)

    def _bind(self, among: nodes.Relation, var: str, scope: _Scope) -> tuple[str, nodes.Relation, _Scope]:
        outer, unit = scope[among.of]
        inner = self._schema.units[unit].relations[among.name]
        depth = sum(1 for name, _ in scope.values() if name.startswith("$"))
        name = f"${depth + 1}"
        # A name is new in this scope even if the text binds none: two quantifiers side by side get the same number.
        return name, evolve(among, of=outer), {**scope, (var or name): (name, inner)}

    def _field(self, node: nodes.Field, scope: _Scope) -> Node:
        name, unit = scope[node.of]
        derived = self._schema.units[unit].fields[node.name].derived
        if derived is None:
            return evolve(node, of=name)
        return self.node(derived, self._home(unit, name, scope))

    @staticmethod
    def _home(unit: str, name: str, scope: _Scope) -> _Scope:
        """The scope of a definition: its unit under its own name, the household, and what is bound already."""
        bound = {n: (n, u) for n, u in scope.values() if n.startswith("$")}
        roots = {u: (u, u) for u in ("household", "family") if u in scope}
        return {**bound, **roots, unit: (name, unit)}

    def _place(self, node: nodes.Within, scope: _Scope) -> Node:
        """By the map where there is one; where a region may be off it, or there is none, by the codes."""
        name, unit = scope[node.of.of]
        kind = self._schema.units[unit].fields[node.of.name]
        field = evolve(node.of, of=name)
        if self._context.villages is not None and not kind.anywhere:
            inside = sorted(self._context.villages(node.region))
            return nodes.In(field, tuple(nodes.Code(village) for village in inside), at=node.at)
        level = _BY_DOTS[node.region.count(".")]
        if level != "region" or kind.anywhere:
            field = evolve(field, name=level_field(field.name, "village" if level == "region" else level))
        return nodes.In(field, (nodes.Code(node.region),), at=node.at)

    def _default(self, of: nodes.Field, value: Node, scope: _Scope) -> Node:
        name, unit = scope[of.of]
        kind = self._schema.units[unit].fields[of.name]
        if isinstance(value, nodes.Int | nodes.Dec):
            digits, scale = (value.value, 0) if isinstance(value, nodes.Int) else (value.digits, value.scale)
            value = nodes.Int(digits * 10 ** (kind.scale - scale))
        return nodes.Default(evolve(of, of=name), value)

    # --- comparisons

    def _comparison(self, node: nodes.Cmp, scope: _Scope) -> Node:
        if isinstance(node.left, nodes.Age):
            return self._age(node.op, node.left, node.right, scope)
        if isinstance(node.right, nodes.Age):
            return self._age(_FLIPPED[node.op], node.right, node.left, scope)
        match self._kind(node.left, scope):
            case "number":
                return self._numbers(node, scope)
            case "bool":
                left, right = self.node(node.left, scope), self.node(node.right, scope)
                same = _or([_and([left, right]), _and([_not(left), _not(right)])])
                return same if node.op == "==" else _not(same)
        left, right = self.node(node.left, scope), self.node(node.right, scope)
        for one, other in ((left, right), (right, left)):
            if isinstance(other, nodes.Code) and node.op in {"==", "!="}:
                same = nodes.In(one, (other,), at=node.at)
                return same if node.op == "==" else _not(same)
        return _dates(node.op, left, right, node.at)

    def _kind(self, node: Node, scope: _Scope) -> str:
        match node:
            case nodes.Field(of, name, _) | nodes.Default(nodes.Field(of, name, _), _):
                return self._schema.units[scope[of][1]].fields[name].name
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

    def _numbers(self, node: nodes.Cmp, scope: _Scope) -> Node:
        (left, a), (right, b) = self.number(node.left, scope), self.number(node.right, scope)
        left, right = _times(left, 10 ** max(0, b - a)), _times(right, 10 ** max(0, a - b))
        if isinstance(left, nodes.Int) and not isinstance(right, nodes.Int):
            left, right, op = right, left, _FLIPPED[node.op]
        else:
            op = node.op
        if op == "!=":
            return _not(self._decided(nodes.Cmp("==", left, right, at=node.at), scope))
        return self._decided(nodes.Cmp(op, left, right, at=node.at), scope)

    def _decided(self, node: nodes.Cmp, scope: _Scope) -> Node:
        units = dict(scope.values())
        (a, b), (c, d) = (span(side, self._schema, units) for side in (node.left, node.right))
        known = {
            "<": (b < c, a >= d),
            "<=": (b <= c, a > d),
            ">": (a > d, b <= c),
            ">=": (a >= d, b < c),
            "==": (a == b == c == d, b < c or a > d),
        }[node.op]
        if known[0] or known[1]:
            return nodes.Bool(known[0])
        if isinstance(node.left, nodes.Count) and isinstance(node.right, nodes.Int) and node.left.among.name:
            return _counted(node, node.left, node.right.value)
        return node

    def _in(self, node: nodes.In, scope: _Scope) -> Node:
        if isinstance(node.of, nodes.Age) or self._kind(node.of, scope) == "number":
            return _or([self._comparison(nodes.Cmp("==", node.of, o, at=node.at), scope) for o in node.options])
        of = self.node(node.of, scope)
        if not node.options or isinstance(of, nodes.Day | nodes.Instant):
            return nodes.Bool(of in node.options)
        options = {cast("nodes.Code", option).value: option for option in node.options}
        return nodes.In(of, tuple(options[value] for value in sorted(options)), at=node.at)

    def _age(self, op: nodes.Op, age: nodes.Age, other: Node, scope: _Scope) -> Node:
        number, _ = self.number(other, scope)
        value = cast("nodes.Int", number).value
        born = self.node(age.of, scope)
        match op:
            case ">=":
                return self._old(born, age.unit, value)
            case ">":
                return self._old(born, age.unit, value + 1)
            case "<":
                return _not(self._old(born, age.unit, value))
            case "<=":
                return _not(self._old(born, age.unit, value + 1))
            case "==" | "!=":
                most = AGE[age.unit]
                if abs(value) > most:
                    return nodes.Bool(op == "!=")
                same = _and([self._old(born, age.unit, value), _not(self._old(born, age.unit, value + 1))])
                return same if op == "==" else _not(same)

    def _old(self, born: Node, unit: Literal["years", "months"], least: int) -> Node:
        """Whether so many years or months are completed: a bound on the date of birth."""
        if not -AGE[unit] < least <= AGE[unit]:
            return nodes.Bool(least < 0)
        last = _latest(self._context.as_of, least * (12 if unit == "years" else 1))
        if last is None:
            return _dates("<", born, nodes.Day(date.min))
        return _dates("<=", born, nodes.Day(last))

    # --- numbers

    def number(self, node: Node, scope: _Scope) -> tuple[Node, int]:
        """A number, lowered, and the digits after its point."""
        match node:
            case nodes.Int():
                return node, 0
            case nodes.Dec(digits, scale):
                return nodes.Int(digits), scale
            case nodes.Param():
                return self._param(node, scope)
            case nodes.Field(of, name, _):
                kind = self._schema.units[scope[of][1]].fields[name]
                if kind.derived is not None:
                    return self.number(kind.derived, self._home(scope[of][1], scope[of][0], scope))
                return self.node(node, scope), kind.scale
            case nodes.Default(nodes.Field(of, name, _), _):
                return self.node(node, scope), self._schema.units[scope[of][1]].fields[name].scale
            case nodes.Count(among, var, body):
                name, among, inner = self._bind(among, var, scope)
                return nodes.Count(among, name, self.node(body, inner)), 0
            case nodes.Sum() | nodes.Min() | nodes.Max():
                name, among, inner = self._bind(node.among, node.var, scope)
                term, scale = self.number(node.term, inner)
                return type(node)(among, name, term, self.node(node.where, inner)), scale
            case nodes.Add(left, right) | nodes.Sub(left, right):
                (x, a), (y, b) = self.number(left, scope), self.number(right, scope)
                kind_of = nodes.Add if isinstance(node, nodes.Add) else nodes.Sub
                scale = max(a, b)
                return kind_of(_times(x, 10 ** (scale - a)), _times(y, 10 ** (scale - b))), scale
            case nodes.Scale(by, of):
                (factor, a), (x, b) = self.number(by, scope), self.number(of, scope)
                return _times(x, cast("nodes.Int", factor).value), a + b
        raise TypeError(type(node).__name__)

    def _param(self, node: nodes.Param, scope: _Scope) -> tuple[Node, int]:
        params = self._context.params
        if params is None:
            raise KeyError(node.name)
        scale, table, low, high = params.table(node.name, self._context.as_of)
        if node.by is None:
            return nodes.Int(table[""]), scale
        # The codes tell of which level they are; the field's region lies in one of that level.
        level = _BY_DOTS[max((code.count(".") for code in table), default=3)]
        name, unit = scope[node.by.of]
        kind = self._schema.units[unit].fields[node.by.name]
        region = kind.source or node.by.name
        if level != "region" or self._schema.units[unit].fields[region].anywhere:
            region = level_field(region, "village" if level == "region" else level)
        by = evolve(node.by, of=name, name=region)
        return nodes.Lookup(by, tuple(sorted(table.items())), low, high, node.name), scale


_BY_DOTS = ("province", "regency", "subdistrict", "region")


def _latest(as_of: date, months: int) -> date | None:
    """The last date of birth with so many completed months; ``None`` before all dates."""
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - months, 12)
    if year < date.min.year:
        return None
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(as_of.day, monthrange(year, month + 1)[1]))


def _counted(node: nodes.Cmp, count: nodes.Count, value: int) -> Node:
    """Whether there is anybody needs no counting."""
    some = nodes.Any(count.among, count.var, count.body, at=node.at)
    match node.op, value:
        case (">=", 1) | (">", 0):
            return some
        case ("<", 1) | ("<=", 0) | ("==", 0):
            return _not(some)
    return node


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


def _times(node: Node, by: int) -> Node:
    if by == 1:
        return node
    match node:
        case nodes.Int(value):
            return nodes.Int(value * by)
        case nodes.Scale(nodes.Int(factor), of):
            return nodes.Scale(nodes.Int(factor * by), of)
        case _:
            return nodes.Scale(nodes.Int(by), node)


def _not(node: Node) -> Node:
    match node:
        case nodes.Bool(value):
            return nodes.Bool(not value)
        case nodes.Not(of):
            return of
        case _:
            return nodes.Not(node)


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


def _and(parts: list[Node]) -> Node:
    return _flat(nodes.And, parts, end=False)


def _or(parts: list[Node]) -> Node:
    return _flat(nodes.Or, parts, end=True)


def _dates(op: nodes.Op, left: Node, right: Node, at: nodes.Place | None = None) -> Node:
    if isinstance(left, nodes.Day | nodes.Instant) and isinstance(right, nodes.Day | nodes.Instant):
        return nodes.Bool(_ORDER[op](left.value, right.value))
    if op == "!=":
        return _not(nodes.Cmp("==", left, right, at=at))
    return nodes.Cmp(op, left, right, at=at)


_ORDER = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

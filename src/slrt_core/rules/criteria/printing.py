"""The one canonical text of an expression: ``parse(print_text(node)) == node`` for all that has no label."""

from __future__ import annotations

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node

__all__ = ["print_text"]

_OR, _AND, _RELATION, _ADD, _PRODUCT, _UNARY, _ATOM = range(7)


def print_text(node: Node) -> str:
    """The text of an expression; a label is left out, since none stands in a text.

    Args:
        node: as parsed or built; not one that was lowered.
    """
    return _print(node, _OR)


def _print(node: Node, least: int) -> str:
    text, binds = _bare(node)
    return text if binds >= least else f"({text})"


def _bare(node: Node) -> tuple[str, int]:
    match node:
        case nodes.Label(_, of):
            return _bare(of)
        case nodes.Or(parts):
            return " || ".join(_print(part, _AND) for part in parts), _OR
        case nodes.And(parts):
            return " && ".join(_print(part, _RELATION) for part in parts), _AND
        case nodes.Cmp(op, left, right):
            return f"{_print(left, _RELATION)} {op} {_print(right, _ADD)}", _RELATION
        case nodes.In(of, options):
            return f"{_print(of, _RELATION)} in [{', '.join(_print(o, _OR) for o in options)}]", _RELATION
        case nodes.Holds(of, code):
            return f"'{code}' in {_print(of, _ADD)}", _RELATION
        case nodes.Add(left, right):
            return f"{_print(left, _ADD)} + {_print(right, _PRODUCT)}", _ADD
        case nodes.Sub(left, right):
            return f"{_print(left, _ADD)} - {_print(right, _PRODUCT)}", _ADD
        case nodes.Scale(by, of):
            # A constant after the sign would be read as the factor, or a product of products from the left.
            return f"{_print(by, _PRODUCT)} * {_print(of, _UNARY)}", _PRODUCT
        case nodes.Not(of):
            return f"!{_print(of, _UNARY)}", _UNARY
        case nodes.Int(value):
            return str(value), _ATOM if value >= 0 else _UNARY
        case _:
            return _atom(node), _ATOM


def _atom(node: Node) -> str:
    match node:
        case nodes.Bool(value):
            return "true" if value else "false"
        case nodes.Dec(digits, scale):
            whole, after = divmod(abs(digits), 10**scale)
            sign = "-" if digits < 0 else ""
            return f"dec('{sign}{whole}{f'.{after:0{scale}d}' if scale else ''}')"
        case nodes.Day(value):
            return f"date('{value.isoformat()}')"
        case nodes.Instant(value):
            return f"timestamp('{value.isoformat()}')"
        case nodes.Code(value):
            return f"'{value}'"
        case nodes.Field(of, name, key):
            return f"{of}.{name}['{key}']" if key else f"{of}.{name}"
        case nodes.Lookup(by, _, _, _, name):
            return f"param('{name}', {_atom(by)})"
        case nodes.Param(name, by):
            return f"param('{name}', {_atom(by)})" if by else f"param('{name}')"
        case nodes.Any(among, var, body):
            return f"{_among(among)}.exists({var}, {_print(body, _OR)})"
        case nodes.All(among, var, body):
            return f"{_among(among)}.all({var}, {_print(body, _OR)})"
        case nodes.Count(among, var, body):
            return f"{_among(among)}.filter({var}, {_print(body, _OR)}).size()" if var else f"{_among(among)}.size()"
        case nodes.Sum() | nodes.Min() | nodes.Max():
            where = "" if node.where == nodes.TRUE else f"{_print(node.where, _OR)}, "
            name = type(node).__name__.lower()
            return f"{name}({_among(node.among)}.map({node.var}, {where}{_print(node.term, _OR)}))"
        case nodes.Age(of, unit):
            return f"{'age' if unit == 'years' else 'age_months'}({_print(of, _OR)})"
        case nodes.Within(of, region):
            return f"within({_atom(of)}, '{region}')"
        case nodes.Known(of):
            return f"has({_atom(of)})"
        case nodes.Default(of, value):
            return f"default({_atom(of)}, {_print(value, _OR)})"
    raise TypeError(f"{type(node).__name__} has no text")


def _among(among: nodes.Relation) -> str:
    return f"{among.of}.{among.name}"

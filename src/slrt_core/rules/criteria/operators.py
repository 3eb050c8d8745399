"""What stands between two values or before one: truths joined, comparisons, lists, arithmetic."""

from __future__ import annotations

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.reading import Reader
from slrt_core.rules.criteria.syntax import Call

__all__ = ["binary", "joined", "membership", "minus", "misplaced", "negation", "product"]


def joined(reader: Reader, tree: Call) -> Node:
    """Read truths between ``||`` or ``&&``."""
    parts = reader.every(tree.parts)
    return nodes.Or(parts, at=tree.at) if tree.kind == "disjunction" else nodes.And(parts, at=tree.at)


def binary(reader: Reader, tree: Call) -> Node:
    """Read a sum, a difference or a comparison."""
    left, right = reader.every(tree.parts)
    match tree.name:
        case "+":
            return nodes.Add(left, right, at=tree.at)
        case "-":
            return nodes.Sub(left, right, at=tree.at)
        case ("==" | "!=" | "<" | "<=" | ">" | ">=") as op:
            return nodes.Cmp(op, left, right, at=tree.at)
    raise AssertionError(tree.name)


def membership(reader: Reader, tree: Call) -> Node:
    """Read ``in``, before a list or a variable."""
    left, right = tree.parts
    if isinstance(right, Call) and right.kind == "list":
        if not right.parts:
            raise reader.problem(right.at, "list-empty", "daftarnya kosong", "the list is empty")
        of, *options = reader.every((left, *right.parts))
        return nodes.In(of, tuple(options), at=tree.at)
    return nodes.Holds(reader.field(right), reader.string(left, "kode/code"), at=tree.at)


def misplaced(reader: Reader, tree: Call) -> Node:
    """Refuse a list that stands anywhere else."""
    raise reader.problem(tree.at, "list-place", "daftar hanya sesudah in", "a list stands only after in")


def product(reader: Reader, tree: Call) -> Node:
    """Read a product, one side of which is constant."""
    left, right = reader.every(tree.parts)
    if isinstance(left, nodes.Int | nodes.Dec | nodes.Param):
        return nodes.Scale(left, right, at=tree.at)
    if isinstance(right, nodes.Int | nodes.Dec | nodes.Param):
        return nodes.Scale(right, left, at=tree.at)
    raise reader.problem(
        tree.at,
        "product-constant",
        "satu sisi perkalian harus tetap: angka, dec('…') atau param('…')",
        "one side of a product must be constant: a number, dec('…') or param('…')",
    )


def negation(reader: Reader, tree: Call) -> Node:
    """Read ``!``."""
    return nodes.Not(reader.node(tree.parts[0]), at=tree.at)


def minus(reader: Reader, tree: Call) -> Node:
    """Read ``-`` before a number."""
    of = reader.node(tree.parts[0])
    if isinstance(of, nodes.Int):
        return nodes.Int(-of.value, at=tree.at)
    return nodes.Scale(nodes.Int(-1), of, at=tree.at)

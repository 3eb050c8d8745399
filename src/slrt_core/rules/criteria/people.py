"""Those who belong to a unit: who of them is meant, and what is asked of them."""

from __future__ import annotations

from attrs import evolve, frozen

from slrt_core.reasons import near
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.limits import NESTING
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.reading import Reader
from slrt_core.rules.criteria.syntax import Call, Tree

__all__ = ["method", "total"]

_METHODS = ("exists", "all", "filter", "map", "size")
_TOTALS: dict[str, type[nodes.Sum | nodes.Min | nodes.Max]] = {"sum": nodes.Sum, "min": nodes.Min, "max": nodes.Max}


@frozen
class _Chain:
    """``household.members`` and what was done to it, before it is known what is asked of it."""

    among: nodes.Relation
    var: str = ""
    where: Node = nodes.TRUE
    term: Node | None = None


def method(reader: Reader, tree: Call) -> Node:
    """Read what is asked of a chain by a method: whether somebody, whether everybody, how many."""
    match tree.name:
        case "exists" | "all":
            reader.arity(tree, 3)
            of = _chain(reader, tree.parts[0])
            if of.var:
                raise reader.problem(
                    tree.at, "chain-long", "tulis syaratnya dengan &&", "write the condition with && instead"
                )
            var = _var(reader, tree.parts[1])
            body = _within(reader, var, tree.parts[2])
            return (nodes.Any if tree.name == "exists" else nodes.All)(of.among, var, body, at=tree.at)
        case "size":
            reader.arity(tree, 1)
            of = _chain(reader, tree.parts[0])
            if of.term is not None:
                raise reader.problem(tree.at, "size-map", "hitung tanpa map", "count without map")
            return nodes.Count(of.among, of.var, of.where, at=tree.at)
        case "filter" | "map":
            raise reader.problem(
                tree.at, "chain-open", f"sesudah {tree.name} harus .size(), sum, min atau max",
                f"after {tree.name} there must be .size(), sum, min or max",
            )  # fmt: skip
    hint = near(tree.name, _METHODS)
    raise reader.problem(
        tree.at,
        "method-unknown",
        f"{tree.name!r} bukan bagian bahasa ini{hint.id}",
        f"{tree.name!r} is not part of this language{hint.en}",
    )


def total(reader: Reader, tree: Call) -> Node:
    """Read ``sum``, ``min`` or ``max`` of a chain."""
    of = _chain(reader, tree.parts[0])
    if of.term is None:
        raise reader.problem(
            tree.at,
            "map-missing",
            f"tulis {tree.name}(household.members.map(m, …))",
            f"write {tree.name}(household.members.map(m, …))",
        )
    return _TOTALS[tree.name](of.among, of.var, of.term, of.where, at=tree.at)


def _chain(reader: Reader, tree: Tree) -> _Chain:
    if isinstance(tree, Call) and tree.kind == "select":
        found = reader.selected(tree)
        return _Chain(nodes.Relation(found.of, found.name, at=found.at))
    if isinstance(tree, Call) and tree.kind == "method" and tree.name in {"filter", "map"}:
        of = _chain(reader, tree.parts[0])
        if of.term is not None or (of.var and tree.name == "filter"):
            raise reader.problem(
                tree.at, "chain-long", "paling banyak satu filter dan satu map", "at most one filter and one map"
            )
        return _filtered(reader, of, tree) if tree.name == "filter" else _mapped(reader, of, tree)
    raise reader.problem(
        tree.at,
        "relation-expected",
        "di sini harus kumpulan orang, seperti household.members",
        "people must stand here, such as household.members",
    )


def _filtered(reader: Reader, of: _Chain, tree: Call) -> _Chain:
    reader.arity(tree, 3)
    var = _var(reader, tree.parts[1])
    return _Chain(of.among, var, _within(reader, var, tree.parts[2]))


def _mapped(reader: Reader, of: _Chain, tree: Call) -> _Chain:
    reader.arity(tree, 3, 4)
    var = _var(reader, tree.parts[1])
    if of.var and (of.var != var or len(tree.parts) == 4):
        raise reader.problem(
            tree.at,
            "chain-names",
            f"sesudah filter({of.var}, …) tulis map({of.var}, …)",
            f"after filter({of.var}, …) write map({of.var}, …)",
        )
    where = _within(reader, var, tree.parts[2]) if len(tree.parts) == 4 else of.where
    return _Chain(of.among, var, where, _within(reader, var, tree.parts[-1]))


def _var(reader: Reader, tree: Tree) -> str:
    leaf = reader.name(tree)
    if leaf.text in reader.bound:
        raise reader.problem(
            leaf.at, "name-taken", f"nama {leaf.text} sudah dipakai di luar", f"{leaf.text} is in use further out"
        )
    return leaf.text


def _within(reader: Reader, var: str, tree: Tree) -> Node:
    if len(reader.bound) == NESTING:
        raise reader.problem(
            tree.at,
            "nesting",
            f"paling banyak {NESTING} lapis exists/all/filter/map",
            f"at most {NESTING} levels of exists/all/filter/map",
        )
    return evolve(reader, bound=(*reader.bound, var)).node(tree)

"""From a text to an expression. Types are checked later, against the catalogue: here only the words are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slrt_core.rules.criteria import functions, nodes, operators, people
from slrt_core.rules.criteria.limits import DEEPEST, LARGEST
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.problems import refused
from slrt_core.rules.criteria.reading import Reader
from slrt_core.rules.criteria.syntax import Call, read

__all__ = ["parse"]

_TABLE: Mapping[str, Callable[[Reader, Call], Node]] = {
    "disjunction": operators.joined,
    "conjunction": operators.joined,
    "binary": operators.binary,
    "membership": operators.membership,
    "list": operators.misplaced,
    "product": operators.product,
    "negation": operators.negation,
    "minus": operators.minus,
    "select": Reader.field,
    "index": Reader.field,
    "method": people.method,
    "call": functions.call,
}


def parse(text: str) -> Node:
    """The expression that a text writes.

    Args:
        text: a strict subset of CEL; see the explanation of the language.

    Raises:
        Invalid: it is not one; the reason names line and column, shows the place and gives a hint.
    """
    node = Reader(text, _TABLE).node(read(text))
    # `between` writes its number twice, and one within another four times: what is counted is what it stands for.
    open_: list[tuple[int, nodes.Node | nodes.Relation]] = [(1, node)]
    size = 0
    while open_:
        depth, part = open_.pop()
        size += 1
        if depth > DEEPEST:
            raise refused(
                text, part.at, "too-deep", f"lebih dari {DEEPEST} tingkat", f"more than {DEEPEST} levels deep"
            )
        if size > LARGEST:
            raise refused(text, part.at, "too-large", f"lebih dari {LARGEST} simpul", f"more than {LARGEST} nodes")
        open_ += [(depth + 1, child) for child in nodes.children(part)]
    return node

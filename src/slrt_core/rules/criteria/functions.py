"""The functions of the language, by their names: each reads its arguments as what it wants of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from slrt_core.reasons import near
from slrt_core.rules.criteria import literals, nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.people import total
from slrt_core.rules.criteria.reading import Reader
from slrt_core.rules.criteria.syntax import Call

__all__ = ["call"]


def call(reader: Reader, tree: Call) -> Node:
    """Read a call of a function."""
    found = _FUNCTIONS.get(tree.name)
    if found is None:
        hint = near(tree.name, _FUNCTIONS)
        raise reader.problem(
            tree.at,
            "function-unknown",
            f"fungsi {tree.name!r} tidak dikenal{hint.id}",
            f"unknown function {tree.name!r}{hint.en}",
        )
    counts, read = found
    reader.arity(tree, *counts)
    return read(reader, tree)


def _age(reader: Reader, tree: Call) -> Node:
    return nodes.Age(reader.node(tree.parts[0]), "years" if tree.name == "age" else "months", at=tree.at)


def _date(reader: Reader, tree: Call) -> Node:
    text = reader.string(tree.parts[0], "date('2026-01-31')")
    try:
        return nodes.Day(literals.day(text), at=tree.at)
    except ValueError:
        raise reader.problem(
            tree.at, "date-form", f"{text!r} bukan tanggal; tulis 2026-01-31", f"{text!r} is no date; write 2026-01-31"
        ) from None


def _timestamp(reader: Reader, tree: Call) -> Node:
    text = reader.string(tree.parts[0], "timestamp('2026-01-31T05:00:00Z')")
    try:
        return nodes.Instant(literals.instant(text), at=tree.at)
    except ValueError:
        raise reader.problem(
            tree.at,
            "instant-form",
            f"{text!r} bukan saat; tulis 2026-01-31T05:00:00Z",
            f"{text!r} is no instant; write 2026-01-31T05:00:00Z",
        ) from None


def _decimal(reader: Reader, tree: Call) -> Node:
    text = reader.string(tree.parts[0], "dec('7.2')")
    try:
        sign, before, after = literals.decimal(text)
    except ValueError:
        raise reader.problem(
            tree.at, "decimal-form", f"{text!r} bukan desimal; tulis 7.2", f"{text!r} is no decimal; write 7.2"
        ) from None
    digits = reader.number(before + after, tree.at)
    return nodes.Dec(-digits if sign else digits, len(after), at=tree.at)


def _param(reader: Reader, tree: Call) -> Node:
    by = reader.field(tree.parts[1]) if len(tree.parts) == 2 else None
    return nodes.Param(reader.string(tree.parts[0], "param('…')"), by, at=tree.at)


def _default(reader: Reader, tree: Call) -> Node:
    return nodes.Default(reader.field(tree.parts[0]), reader.node(tree.parts[1]), at=tree.at)


def _has(reader: Reader, tree: Call) -> Node:
    of = reader.field(tree.parts[0])
    if of.key:  # CEL's own has() takes no index either
        raise reader.problem(
            tree.at, "has-key", f"tulis '{of.key}' in {of.of}.{of.name}", f"write '{of.key}' in {of.of}.{of.name}"
        )
    return nodes.Known(of, at=tree.at)


def _within(reader: Reader, tree: Call) -> Node:
    return nodes.Within(reader.field(tree.parts[0]), reader.string(tree.parts[1], "'61.12'"), at=tree.at)


def _implies(reader: Reader, tree: Call) -> Node:
    given, then = reader.every(tree.parts)
    return nodes.Or((nodes.Not(given), then), at=tree.at)


def _between(reader: Reader, tree: Call) -> Node:
    of, low, high = reader.every(tree.parts)
    return nodes.And((nodes.Cmp(">=", of, low, at=tree.at), nodes.Cmp("<=", of, high, at=tree.at)), at=tree.at)


_FUNCTIONS: Mapping[str, tuple[tuple[int, ...], Callable[[Reader, Call], Node]]] = {
    "sum": ((1,), total),
    "min": ((1,), total),
    "max": ((1,), total),
    "age": ((1,), _age),
    "age_months": ((1,), _age),
    "date": ((1,), _date),
    "timestamp": ((1,), _timestamp),
    "dec": ((1,), _decimal),
    "param": ((1, 2), _param),
    "default": ((2,), _default),
    "has": ((1,), _has),
    "within": ((2,), _within),
    "implies": ((2,), _implies),
    "between": ((3,), _between),
}
"""How many arguments each takes, and what reads it."""

"""A cell as an expression of narwhals, in the few functions that mean the same on Polars, DuckDB and Spark."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import narwhals as nw

from slrt_core.adapters.columnar.cells import OPS, Cells

__all__ = ["write"]

_FEW = 3
"""So many codes are compared one after the other sooner than looked up in a set."""


def write(cells: Cells, cell: int, written: Mapping[int, nw.Expr]) -> nw.Expr:
    """The expression of a cell.

    Args:
        cells: all of them.
        cell: the one.
        written: those that stand in a column already.
    """
    if cell in written:
        return written[cell]
    made = cells[cell]
    parts = [write(cells, part, written) for part in made.of]
    if made.op in OPS:
        found: nw.Expr = OPS[made.op](*parts)
        return found
    return _WRITERS[made.op](parts, made.data)


def _const(_: list[nw.Expr], data: tuple[Any, ...]) -> nw.Expr:
    value = data[0]
    # Not of 32 bits, whatever the number: sums of such would overflow.
    return nw.lit(value, dtype=nw.Int64) if type(value) is int else nw.lit(value)


def _in(of: list[nw.Expr], options: tuple[Any, ...]) -> nw.Expr:
    column = of[0]
    if not options:
        return nw.when(~column.is_null()).then(nw.lit(False))
    if len(options) <= _FEW:
        found: nw.Expr = reduce(operator.or_, (column == option for option in options))
        return found
    return column.is_in(list(options))


def _lookup(of: list[nw.Expr], data: tuple[Any, ...]) -> nw.Expr:
    table, otherwise = dict(data[0]), data[1]
    if not table:
        return nw.lit(otherwise, dtype=nw.Int64)
    return of[0].replace_strict(
        list(table), list(table.values()), default=nw.lit(otherwise, dtype=nw.Int64), return_dtype=nw.Int64
    )


_WRITERS: Mapping[str, Callable[[list[nw.Expr], tuple[Any, ...]], nw.Expr]] = {
    "const": _const,
    "and": lambda of, _: reduce(operator.and_, of),
    "or": lambda of, _: reduce(operator.or_, of),
    "not": lambda of, _: ~of[0],
    "known": lambda of, _: ~of[0].is_null(),
    "missing": lambda of, _: of[0].is_null(),
    "unless": lambda of, data: of[0].fill_null(data[0]),
    "whole": lambda of, _: of[0].cast(nw.Int64),
    "string": lambda of, _: of[0].cast(nw.String),
    "start": lambda of, data: nw.when(of[0].str.len_chars() >= data[0]).then(of[0].str.slice(0, data[0])),
    "in": _in,
    "lookup": _lookup,
    "choose": lambda of, _: nw.when(of[0]).then(of[1]).otherwise(of[2]),
    "where": lambda of, _: nw.when(of[0]).then(of[1]),
}

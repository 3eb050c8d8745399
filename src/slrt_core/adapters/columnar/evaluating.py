"""Verdicts on whole populations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import narwhals as nw

from slrt_core.adapters.columnar.cells import Cells, Frame
from slrt_core.adapters.columnar.planning import Plan, key_of
from slrt_core.adapters.columnar.tables import Tables, cannot, sources
from slrt_core.adapters.columnar.target import Columns
from slrt_core.rules.criteria.lowering import Lowered

__all__ = ["evaluate", "evaluate_chunks"]


def evaluate(expressions: Mapping[str, Lowered], tables: Tables) -> Any:
    """The verdict of every expression on every unit, not computed yet.

    Args:
        expressions: by the name of the column that the verdict gets; all of one unit.
        tables: the population.

    Returns:
        A frame of the kind of the tables (of Polars a lazy one): `key`, and for each expression a column that is true,
        false, or null for unknown; a row for each household, family or individual, in no order.

    Raises:
        CannotPushDown: an expression needs a column or table that is not there; with the place.
        AdapterError: a column is of another type than the catalogue says.
        ValueError: the expressions are not of one unit, or one is called `key`.
    """
    units = {lowered.unit for lowered in expressions.values()}
    if len(units) != 1 or "key" in expressions:
        raise ValueError("expressions of one unit, none of them called `key`")
    unit = units.pop()
    found = sources(tables)
    if unit not in found:
        raise cannot(f"unit {unit} tanpa tabel", f"the unit {unit}, which has no table")
    schema = next(iter(expressions.values())).schema
    target = Columns(schema, found)
    roots = _roots(schema.roots[unit])
    rails = {name: _rails(target, lowered, roots) for name, lowered in expressions.items()}
    wanted = [cell for pair in rails.values() for cell in pair]
    root = roots[unit]
    rows, written = Plan(target.cells, target.tallies, found, wanted).rows((root,), (root,), wanted)
    verdicts = {name: _verdict(target.cells, written, *pair) for name, pair in rails.items()}
    return rows.select(key=nw.col(key_of(root)), **verdicts).to_native()


def evaluate_chunks(expressions: Mapping[str, Lowered], chunks: Iterable[Tables]) -> Iterator[Any]:
    """The verdicts chunk by chunk, computed: what is in memory at once is one chunk.

    Args:
        expressions: as for `evaluate`.
        chunks: each with whole households: their families, all of their members, all of their marks.

    Yields:
        For each chunk a frame of Polars, or a table of Arrow if the chunk is of DuckDB or PySpark.
    """
    for tables in chunks:
        yield nw.from_native(evaluate(expressions, tables)).collect().to_native()


def _roots(units: tuple[str, ...]) -> dict[str, Frame]:
    """A frame for each root; the first settles the others."""
    roots: dict[str, Frame] = {}
    for at, unit in reversed(list(enumerate(units))):
        above = tuple(roots[other] for other in units[at + 1 :])
        roots[unit] = Frame(f"r{at}", unit, 0, above, told=at == 0)
    return roots


def _rails(target: Columns, lowered: Lowered, roots: Mapping[str, Frame]) -> tuple[int, ...]:
    """Surely yes and surely no; surely yes alone where nothing that it hangs on is unknown of anybody."""
    scope = target.roots(lowered, roots)
    yes = target.rail(lowered.node, scope)
    if yes == target.rail(lowered.node, scope, or_unknown=True):
        return (yes,)
    return yes, target.rail(lowered.node, scope, want=False)


def _verdict(cells: Cells, written: Mapping[int, nw.Expr], yes: int, no: int | None = None) -> nw.Expr:
    if no is None:
        return written[yes]
    if cells.value(yes) is True or cells.value(no) is True:
        return nw.lit(cells.value(yes) is True)
    perhaps = nw.lit(None, dtype=nw.Boolean)
    if cells.value(no) is None:
        perhaps = nw.when(written[no]).then(nw.lit(False)).otherwise(perhaps)
    if cells.value(yes) is None:
        perhaps = nw.when(written[yes]).then(nw.lit(True)).otherwise(perhaps)
    return perhaps

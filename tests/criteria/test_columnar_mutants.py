"""Columns with a fault are found out by a bounded number of expressions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from slrt_core.adapters.columnar import evaluating, planning, target, writing
from slrt_core.adapters.columnar.target import Columns
from slrt_core.rules.criteria import Context, ages, check, lower, parse
from tests.criteria.populations import UNITS, Population, default_schema, duck, polars, verdicts

BOUND = 25  # batches of 20 expressions, of each unit in turn


class _TwoValuedNot(Columns):
    def leaf(self, node: Any, scope: Any, *, want: bool, or_unknown: bool) -> int:
        test = self.cells.add("unless", self._test(node, scope), data=(False,))
        return test if want else self.cells.add("not", test)


class _NullSum(Columns):
    def total(self, group: Any, parts: Any) -> int:
        cell = super().total(group, parts)
        return self.cells[cell].of[0] if self.cells[cell].op == "unless" else cell


class _UpperCountsOnOpenRosters(Columns):
    def _if_closed(self, holder: Any, then: int, otherwise: int) -> int:
        return then


class _SwappedRails(Columns):
    def rail(self, node: Any, scope: Any, *, want: bool = True, or_unknown: bool = False) -> int:
        return super().rail(node, scope, want=not want, or_unknown=or_unknown)


class _SwappedUnknown(Columns):
    def leaf(self, node: Any, scope: Any, *, want: bool, or_unknown: bool) -> int:
        return super().leaf(node, scope, want=want, or_unknown=not or_unknown)


class _AllOverNobodyIsNo(Columns):
    def some(self, group: Any, holds: int) -> int:
        cell = super().some(group, holds)
        made = self.cells[cell]
        return self.cells.add("unless", made.of[0], data=(True,)) if made.op == "unless" else cell


class _ZeroForMissing(Columns):
    def field(self, field: Any, scope: Any, otherwise: int) -> int:
        return super().field(field, scope, 0)


class _OpenIsClosed(Columns):
    def complete(self, holder: Any, *, want: bool) -> int:
        return self.const(want)


class _AlwaysTold(Columns):
    def _told(self, cell: int) -> bool:
        return True


class _GroupedByTheHolder(Columns):
    def _tally(self, how: Any, group: Any, cell: int) -> int:
        found = super()._tally(how, group, cell)
        number: Any = self.cells[found].data[0]
        tally = self.tallies[number]
        holder = self._holders[group]
        self.tallies[number] = target.Tally(tally.how, tally.cell, tally.over, (holder,), tally.turn)
        return found


MUTANTS = [
    _TwoValuedNot,
    _NullSum,
    _UpperCountsOnOpenRosters,
    _SwappedRails,
    _SwappedUnknown,
    _AllOverNobodyIsNo,
    _ZeroForMissing,
    _OpenIsClosed,
    _AlwaysTold,
    _GroupedByTheHolder,
]


def _found_out(made: Callable[..., Any] = polars, as_of: date | None = None, batches: int = BOUND) -> bool:
    population = Population(11, 60)
    population.as_of = as_of or population.as_of
    tables = made(population.homes, population.schema)
    for batch in range(batches):
        unit = UNITS[batch % len(UNITS)]
        expressions = population.expressions(unit, 20)
        said = population.said(unit, expressions)
        if population.differences(unit, expressions, said, tables):
            return True
    return False


@pytest.mark.parametrize("mutant", MUTANTS)
def test_faulty_columns_are_found_out(mutant: type[Columns], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluating, "Columns", mutant)
    assert _found_out()


def test_an_inner_join_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    join = nw.LazyFrame.join

    def inner(self: Any, other: Any, *, on: Any, how: str) -> Any:
        return join(self, other, on=on, how="inner")

    monkeypatch.setattr(nw.LazyFrame, "join", inner)
    assert _found_out()


def test_floats_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An income that a float of 32 bits does not tell from the next one."""
    schema = default_schema()
    rich = check(parse("household.monthly_income >= 16777217"), schema, "household")
    lowered = {"rich": lower(rich, Context(schema=schema, as_of=date(2026, 3, 1)))}
    home = {"id": "h", "monthly_income": 16_777_217, "complete": True, "families": [], "members": []}
    tables = polars([home], schema)
    assert verdicts(lowered, tables) == {"rich": {"h": True}}
    monkeypatch.setitem(writing._WRITERS, "whole", lambda of, _: of[0].cast(nw.Float32))
    assert verdicts(lowered, tables) == {"rich": {"h": False}}


def test_a_birthday_on_29_february_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    latest = ages._latest

    def mild(as_of: date, months: int) -> date | None:
        """Who was born on 29 February completes a year on the 28th."""
        last = latest(as_of, months)
        leap = last is not None and (last.month, last.day) == (2, 28) and (last + timedelta(days=1)).month == 2
        return last + timedelta(days=1) if last is not None and leap else last

    monkeypatch.setattr(ages, "_latest", mild)
    assert _found_out(as_of=date(2026, 2, 28))


def test_bits_with_a_carry_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl.Expr, "bitwise_or", pl.Expr.sum)
    assert _found_out()


def test_everybody_for_somebody_is_found_out_on_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    aggregate = planning._aggregate

    def least(tally: Any) -> Any:
        return nw.col(f"p{tally.cell}").min() if tally.how == "some" else aggregate(tally)

    monkeypatch.setattr(planning, "_aggregate", least)
    assert _found_out(duck)


def test_without_a_fault_nothing_is_found_out() -> None:
    assert not _found_out(batches=6)

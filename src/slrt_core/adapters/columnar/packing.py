"""What Polars finds out about groups, in as few columns as can be: each costs it as much as a column of numbers.

Whether a truth holds of somebody is one bit; bits are joined by *or*, which has no carry. Counts share a number too,
each with room for two million, two hundred times what a unit may have. It is the one thing that is done for one engine
only: the others are not slower with a column for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from slrt_core.adapters.columnar.target import Tally

__all__ = ["Packed"]

_BYTE = 8
_BITS = 24  # three bytes of a number of 32 bits, whose sign is left alone
_ROOM = 21
_COUNTS = 3


class Packed:
    """One group-by.

    Args:
        tallies: what it finds out, by number.
        name: with which its columns begin.
    """

    def __init__(self, tallies: Mapping[int, Tally], name: str) -> None:
        self._name = name
        self._tallies = tallies
        flags = [number for number, tally in tallies.items() if tally.how == "some"]
        counts = [number for number, tally in tallies.items() if tally.how == "count"]
        self._bits = {number: divmod(at, _BITS) for at, number in enumerate(flags)}
        self._counts = {number: divmod(at, _COUNTS) for at, number in enumerate(counts)}

    def grouped(self, rows: Any, keys: list[str], written: Mapping[int, nw.Expr]) -> Any:
        """The rows, grouped.

        Args:
            rows: a lazy frame of narwhals, on Polars.
            keys: the columns by which it is grouped.
            written: the cells of the tallies.
        """
        pl: Any = nw.get_native_namespace(rows)
        chosen, found = {}, []
        for column in sorted({column for column, _ in self._bits.values()}):
            chosen[f"{self._name}_bits{column}"] = self._word(column, written)
            found.append(pl.col(f"{self._name}_bits{column}").bitwise_or())
        for column in sorted({column for column, _ in self._counts.values()}):
            chosen[f"{self._name}_counts{column}"] = self._sum(column, written)
            found.append(pl.col(f"{self._name}_counts{column}").sum())
        for number, tally in self._tallies.items():
            if tally.how not in {"some", "count"}:
                chosen[f"t{number}"] = written[tally.cell]
                column = pl.col(f"t{number}")
                found.append({"sum": column.sum, "min": column.min, "max": column.max}[tally.how]())
        native = rows.select(*keys, **chosen).to_native()
        return nw.from_native(native.group_by(keys).agg(found))

    def _word(self, column: int, written: Mapping[int, nw.Expr]) -> nw.Expr:
        """Bytes first, of which eight times as many go through the processor at once."""
        octets: dict[int, nw.Expr] = {}
        for number, (at, bit) in self._bits.items():
            if at == column:
                place, shift = divmod(bit, _BYTE)
                one = nw.lit(1 << shift, dtype=nw.UInt8)
                piece = nw.when(written[self._tallies[number].cell]).then(one).otherwise(nw.lit(0, dtype=nw.UInt8))
                octets[place] = octets[place] | piece if place in octets else piece
        word = octets[0].cast(nw.Int32)
        for place in range(1, len(octets)):
            word = word | octets[place].cast(nw.Int32) * nw.lit(1 << _BYTE * place, dtype=nw.Int32)
        return word

    def _sum(self, column: int, written: Mapping[int, nw.Expr]) -> nw.Expr:
        pieces = [
            nw.when(written[self._tallies[number].cell])
            .then(nw.lit(1 << _ROOM * place, dtype=nw.Int64))
            .otherwise(nw.lit(0, dtype=nw.Int64))
            for number, (at, place) in self._counts.items()
            if at == column
        ]
        total = pieces[0]
        for piece in pieces[1:]:
            total = total + piece
        return total

    def read(self, number: int) -> nw.Expr:
        """What was found out, where the group is joined; null where there is none."""
        if number in self._bits:
            column, bit = self._bits[number]
            return (nw.col(f"{self._name}_bits{column}") & nw.lit(1 << bit, dtype=nw.Int32)) != nw.lit(
                0, dtype=nw.Int32
            )
        if number in self._counts:
            column, place = self._counts[number]
            shifted = nw.col(f"{self._name}_counts{column}") // nw.lit(1 << _ROOM * place, dtype=nw.Int64)
            return shifted & nw.lit((1 << _ROOM) - 1, dtype=nw.Int64)
        return nw.col(f"t{number}")

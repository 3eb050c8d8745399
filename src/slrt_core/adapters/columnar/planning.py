"""From cells to frames: which tables are joined, what is grouped, and in what order.

What is to be found out about groups and goes over the same rows, by the same keys, in the same turn, is one group-by.
What it found is joined to wherever it is asked for; who has nobody finds null there, and `unless` says what that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import narwhals as nw

from slrt_core.adapters.columnar.cells import Cell, Cells, Frame
from slrt_core.adapters.columnar.packing import Packed
from slrt_core.adapters.columnar.tables import LINKS, Source, cannot
from slrt_core.adapters.columnar.target import Tally
from slrt_core.adapters.columnar.writing import write

__all__ = ["Plan"]

_Rows = Any  # a lazy frame of narwhals
_Group = tuple[tuple[Frame, ...], tuple[Frame, ...], int]


def key_of(frame: Frame) -> str:
    """The column that tells whose row it is."""
    return f"{frame.name}_key"


class Plan:
    """How the cells of one evaluation are computed.

    Args:
        cells: all of them.
        tallies: all that is found out about groups.
        sources: the tables.
        wanted: the cells whose values are asked for in the end.
    """

    def __init__(
        self, cells: Cells, tallies: Sequence[Tally], sources: Mapping[str, Source], wanted: Sequence[int]
    ) -> None:
        self._cells, self._tallies, self._sources = cells, tallies, sources
        self._groups = self._grouping(wanted)
        self._grouped: dict[_Group, _Rows] = {}
        # Each has names of its own: what two group-bys found may be joined to the same rows.
        self._packed: dict[_Group, Packed] = {}
        if next(iter(sources.values())).frame.implementation.is_polars():
            self._packed = {group: Packed(made, f"b{at}") for at, (group, made) in enumerate(self._groups.items())}

    def rows(
        self, over: tuple[Frame, ...], by: tuple[Frame, ...], wanted: Iterable[int]
    ) -> tuple[_Rows, Mapping[int, nw.Expr]]:
        """The rows that some frames settle, with the keys of some, and how the wanted cells are written over them.

        Args:
            over: the frames.
            by: these, or others that they settle.
            wanted: the cells.
        """
        order = list(dict.fromkeys(wanted))
        reached = self._reached(order)
        rows = self._joined(over, by, reached)
        written: dict[int, nw.Expr] = {}
        for cell in reached:
            made = self._cells[cell]
            if made.op == "column":
                written[cell] = nw.col(f"c{cell}")
            elif made.op == "tally":
                written[cell] = self._found(_number(made))
        shared = self._shared(order, reached)
        for stage in sorted(set(shared.values())):
            here = [cell for cell in shared if shared[cell] == stage]
            rows = rows.with_columns(**{f"s{cell}": write(self._cells, cell, written) for cell in here})
            written |= {cell: nw.col(f"s{cell}") for cell in here}
        return rows, {cell: write(self._cells, cell, written) for cell in order}

    def _shared(self, order: Sequence[int], reached: Sequence[int]) -> dict[int, int]:
        """The cells that are used more than once, and after how many others of them each is computed."""
        users = Counter(part for cell in reached for part in set(self._cells[cell].of))
        users.update(order)
        stages: dict[int, int] = {}
        beneath: dict[int, int] = {}
        for cell in reached:
            made = self._cells[cell]
            stage = max((max(beneath[part], stages.get(part, 0)) for part in made.of), default=0)
            beneath[cell] = stage
            if users[cell] > 1 and made.op not in {"column", "const"}:
                stages[cell] = stage + 1
        return stages

    # --- which cells

    def _reached(self, wanted: Iterable[int]) -> list[int]:
        """All cells that are needed on the same rows, each after those it is made of."""
        seen: set[int] = set()
        open_ = list(wanted)
        while open_:
            cell = open_.pop()
            if cell not in seen:
                seen.add(cell)
                open_ += self._cells[cell].of
        return sorted(seen)  # a cell is made, and numbered, after those it is made of

    def _grouping(self, wanted: Iterable[int]) -> dict[_Group, dict[int, Tally]]:
        """The tallies behind some cells, together if they are found out together."""
        found: set[int] = set()
        open_ = {number for cell in wanted for number in self._cells[cell].tallies}
        while open_:
            number = open_.pop()
            if number not in found:
                found.add(number)
                open_ |= self._cells[self._tallies[number].cell].tallies
        groups: dict[_Group, dict[int, Tally]] = {}
        for number in sorted(found):
            groups.setdefault(_group(self._tallies[number]), {})[number] = self._tallies[number]
        return groups

    # --- rows

    def _joined(self, over: tuple[Frame, ...], by: tuple[Frame, ...], reached: Sequence[int]) -> _Rows:
        columns: dict[Frame, list[int]] = {}
        groups: dict[_Group, None] = {}
        for made in map(self._cells.__getitem__, reached):
            if made.op == "tally":
                groups[_group(self._tallies[_number(made)])] = None
        for cell in reached:
            made = self._cells[cell]
            if made.op == "column":
                columns.setdefault(_frame(made), []).append(cell)
        apart = sorted(set(columns) - set(over), key=lambda frame: frame.name)
        rows = self._settling(over, {*by, *apart, *(frame for _, keys, _ in groups for frame in keys)}, columns)
        for frame in apart:
            rows = rows.join(self._table(frame, (frame,), columns[frame]), on=key_of(frame), how="left")
        for group in groups:
            rows = rows.join(self._group(group), on=[key_of(frame) for frame in group[1]], how="left")
        return rows

    def _settling(self, over: tuple[Frame, ...], keys: set[Frame], columns: Mapping[Frame, list[int]]) -> _Rows:
        """The rows of some frames, each of them linked to those before it by the nearest whose members both are."""
        met: dict[Frame, Frame] = {}
        before: set[Frame] = set()
        for frame in over:
            if before:
                met[frame] = next(above for above in frame.above if above in before)
            before |= {frame, *frame.above}
        keys = keys | set(met.values())
        held: set[Frame] = set()
        rows: Any = None
        for frame in over:
            mine = [f for f in (frame, *frame.above) if f in keys and (f not in held or f is met.get(frame))]
            table = self._table(frame, mine, columns.get(frame, ()))
            rows = table if rows is None else rows.join(table, on=key_of(met[frame]), how="inner")
            held |= set(mine)
        return rows

    def _table(self, frame: Frame, keys: Sequence[Frame], columns: Sequence[int]) -> _Rows:
        """A unit's table under a frame's name: the keys that are asked for, and the cells of its columns."""
        source = self._sources[frame.unit]
        marks: dict[int, tuple[str, str, str]] = {}
        chosen = {}
        for cell in columns:
            _, name, mark, _ = self._cells[cell].data
            if mark is None:
                chosen[f"c{cell}"] = nw.col(str(name))
            else:
                marks[cell] = mark  # type: ignore[assignment]
        needed = [frame, *keys] if marks else keys
        for key in dict.fromkeys(needed):
            chosen[key_of(key)] = self._key(source, "key" if key is frame else LINKS[frame.unit, key.unit])
        if not chosen:
            chosen["row"] = nw.lit(1)
        rows = source.frame.select(**chosen)
        return self._marked(frame, rows, marks) if marks else rows

    @staticmethod
    def _key(source: Source, name: str) -> nw.Expr:
        if name not in source.types:
            raise cannot(f"{source.name}.{name} tanpa kolom", f"{source.name}.{name}, which has no column")
        return nw.col(name)

    def _marked(self, frame: Frame, rows: _Rows, marks: Mapping[int, tuple[str, str, str]]) -> _Rows:
        names = {variable for variable, _, _ in marks.values()}
        mine = (nw.col("of") == frame.unit) & nw.col("variable").is_in(sorted(names))
        found = {}
        for cell, (variable, item, kind) in marks.items():
            one, has = nw.col("variable") == variable, nw.col("item") == item
            if kind == "codes":
                held = nw.when(one).then(nw.when(has).then(nw.lit(1)).otherwise(nw.lit(0)))
                found[f"c{cell}"] = held.max()
            else:
                found[f"c{cell}"] = nw.when(one & has).then(nw.col("value")).max()
        # Grouped by the key, which may be of another type in the long form than in no other place: a string stays one.
        wide = self._sources["mark"].frame.filter(mine).group_by("unit").agg(**found)
        wide = wide.rename({"unit": key_of(frame)})
        typed = [self._typed(nw.col(f"c{cell}"), kind).alias(f"c{cell}") for cell, (_, _, kind) in marks.items()]
        return rows.join(wide.with_columns(*typed), on=key_of(frame), how="left")

    @staticmethod
    def _typed(column: nw.Expr, kind: str) -> nw.Expr:
        match kind:
            case "codes":
                return column == 1
            case "bool":
                return column == "true"
            case "number":
                return column.cast(nw.Int64)
        return column

    # --- groups

    def _group(self, group: _Group) -> _Rows:
        """What was found out about each group: a row for each that has anybody in it."""
        if group not in self._grouped:
            over, by, _ = group
            mine = self._groups[group]
            rows, written = self.rows(over, by, [tally.cell for tally in mine.values()])
            keys = [key_of(frame) for frame in by]
            if group in self._packed:
                self._grouped[group] = self._packed[group].grouped(rows, keys, written)
                return self._grouped[group]
            rows = rows.select(*keys, **{f"p{cell}": expression for cell, expression in written.items()})
            self._grouped[group] = rows.group_by(*keys).agg(**{f"t{n}": _aggregate(t) for n, t in mine.items()})
        return self._grouped[group]

    def _found(self, number: int) -> nw.Expr:
        packed = self._packed.get(_group(self._tallies[number]))
        return packed.read(number) if packed else nw.col(f"t{number}")


def _aggregate(tally: Tally) -> nw.Expr:
    column = nw.col(f"p{tally.cell}")
    match tally.how:
        case "some":
            return column.max()
        case "count":
            return column.cast(nw.Int64).sum().cast(nw.Int64)
        case "sum":
            return column.sum().cast(nw.Int64)
        case "min":
            return column.min()
        case "max":
            return column.max()


def _group(tally: Tally) -> _Group:
    return tally.over, tally.by, tally.turn


def _number(made: Cell) -> int:
    """The tally of a tally's cell."""
    return cast("int", made.data[0])


def _frame(made: Cell) -> Frame:
    """The frame of a column's cell."""
    return cast("Frame", made.data[0])

# ruff: noqa: D102 - what each method means stands in Rails
"""The rails as cells: what is asked of each row, and what is to be found out about groups of rows."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Literal

from attrs import frozen

from slrt_core.adapters.columnar.cells import Cells, Frame
from slrt_core.adapters.columnar.tables import LINKS, Source, cannot, find
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.rails import Rails, Scope
from slrt_core.rules.criteria.schema import LEVELS, Kind, Schema

__all__ = ["Columns", "Tally", "settled_by"]


@frozen
class Tally:
    """What is found out about groups.

    Args:
        how: whether a truth holds of somebody; of how many it holds; the sum, the least, the greatest of a number.
        cell: the truth or number.
        over: the rows that are grouped: one for each member, or for each pair of members if two are spoken of.
        by: what they are grouped by.
        turn: after how many others that it needs; what has the same turn is found out at once.
    """

    how: Literal["some", "count", "sum", "min", "max"]
    cell: int
    over: tuple[Frame, ...]
    by: tuple[Frame, ...]
    turn: int


def settled_by(frames: frozenset[Frame]) -> tuple[Frame, ...]:
    """The fewest frames that settle all of them, the outermost first: a member settles whose member it is."""
    above = {other for frame in frames for other in frame.above}
    return tuple(sorted(frames - above, key=lambda frame: (frame.level, frame.name)))


class Columns(Rails[int, int, Frame]):
    """The compiler for one population."""

    def __init__(self, schema: Schema, sources: Mapping[str, Source]) -> None:
        super().__init__(schema)
        self.cells: Cells = Cells()
        self.tallies: list[Tally] = []
        self._sources = sources
        self._groups: dict[tuple[Frame, str, int], Frame] = {}
        self._numbers: dict[tuple[str, int, Frame, Frame], int] = {}
        self._holders: dict[Frame, Frame] = {}

    # --- values

    def _column(self, frame: Frame, name: str, kind: Kind | None, node: Node) -> tuple[int, tuple[str, ...] | None]:
        """The cell of a column, and the categories of an enumeration."""
        column = find(self._sources, frame.unit, name, kind, node)
        data: tuple[Hashable, ...] = (frame, column.name, column.mark, column.told and frame.told)
        return self.cells.add("column", data=data, uses=(frame,)), column.codes

    def _told(self, cell: int) -> bool:
        """Whether it is null in no row."""
        made = self.cells[cell]
        if made.op == "start":
            return False  # a region that is known only coarsely does not tell what smaller one it lies in
        return bool(made.data[3]) if made.op == "column" else all(map(self._told, made.of))

    def _value(self, node: nodes.Field, scope: Scope[Frame]) -> tuple[int, tuple[str, ...] | None]:
        kind, frame = self.kind(node, scope), scope[node.of][1]
        if kind.source:
            whole, codes = self._column(frame, kind.source, kind, node)
            if codes is not None:
                whole = self.cells.add("string", whole)
            return self.cells.add("start", whole, data=(LEVELS[kind.level],)), None
        return self._column(frame, f"{node.name}:{node.key}" if node.key else node.name, kind, node)

    def _unless(self, cell: int, otherwise: bool) -> int:  # noqa: FBT001
        """A truth, or a constant where it is unknown."""
        return cell if self._told(cell) else self.cells.add("unless", cell, data=(otherwise,))

    def leaf(self, node: Node, scope: Scope[Frame], *, want: bool, or_unknown: bool) -> int:
        test = self._test(node, scope)
        if not want:
            test = self.cells.add("not", test)
        return self._unless(test, otherwise=True) if or_unknown else test

    def _test(self, node: Node, scope: Scope[Frame]) -> int:
        """A truth that is null where it is unknown."""
        match node:
            case nodes.Default(of, nodes.Bool(value)):
                return self._unless(self._test(of, scope), value)
            case nodes.In(nodes.Default(of, value), options):
                return self._unless(self._test(nodes.In(of, options, at=node.at), scope), value in options)
            case nodes.In(nodes.Field() as of, options):
                cell, codes = self._value(of, scope)
                values = [option.value for option in options if isinstance(option, nodes.Code | nodes.Day)]
                if codes == ():
                    cell = self.cells.add("string", cell)
                elif codes:
                    values = [value for value in values if value in codes]
                return self.cells.add("in", cell, data=tuple(values))
            case nodes.Holds(of, code):
                return self._column(scope[of.of][1], f"{of.name}:{code}", None, node)[0]
            case nodes.Cmp(op, left, right):
                return self.cells.add(op, self._side(left, scope), self._side(right, scope))
            case nodes.Field():
                return self._value(node, scope)[0]
        raise TypeError(type(node).__name__)

    def _side(self, node: Node, scope: Scope[Frame]) -> int:
        """A date or code that is compared."""
        match node:
            case nodes.Day(day):
                return self.cells.add("const", data=(day,))
            case nodes.Code(code):
                return self.cells.add("const", data=(code,))
            case nodes.Default(of, nodes.Day(value) | nodes.Code(value)):
                cell = self._side(of, scope)
                return cell if self._told(cell) else self.cells.add("unless", cell, data=(value,))
            case nodes.Field():
                cell, codes = self._value(node, scope)
                return cell if codes is None else self.cells.add("string", cell)
        raise TypeError(type(node).__name__)

    def known(self, field: nodes.Field, scope: Scope[Frame], *, want: bool) -> int:
        kind, frame = self.kind(field, scope), scope[field.of][1]
        if kind.name == "codes":
            # All its columns are null together; marks have a column for that.
            name = next((f"{field.name}:{code}" for code in kind.codes if self._has(frame, field.name, code)), "")
            cell = self._column(frame, name or f"{field.name}:", None, field)[0]
        else:
            cell = self._value(field, scope)[0]
        if self._told(cell):
            return self.const(want)
        return self.cells.add("known" if want else "missing", cell)

    def _has(self, frame: Frame, name: str, code: str) -> bool:
        source = self._sources.get(frame.unit)
        return source is not None and f"{name}:{code}" in source.types

    def complete(self, holder: Frame, *, want: bool) -> int:
        closed = self._column(holder, "complete", None, nodes.Field(holder.unit, "complete"))[0]
        if holder.told and self._sources[holder.unit].closed:
            return self.const(want)
        if want:
            return closed
        return self.cells.add("not", self._unless(closed, otherwise=False))

    # --- predicates and numbers

    def const(self, value: bool) -> int:  # noqa: FBT001
        return self.cells.const(value)

    def every(self, parts: Sequence[int]) -> int:
        return self.cells.every(parts)

    def either(self, parts: Sequence[int]) -> int:
        return self.cells.either(parts)

    def compare(self, op: nodes.Op, left: int, right: int) -> int:
        return self.cells.calculate(op, left, right)

    def number(self, value: int) -> int:
        return self.cells.const(value)

    def field(self, field: nodes.Field, scope: Scope[Frame], otherwise: int) -> int:
        cell = self.cells.add("whole", self._value(field, scope)[0])
        return cell if self._told(cell) else self.cells.add("unless", cell, data=(otherwise,))

    def lookup(self, field: nodes.Field, scope: Scope[Frame], table: Mapping[str, int], otherwise: int) -> int:
        cell, codes = self._value(field, scope)
        if codes is not None:
            cell = self.cells.add("string", cell)
        return self.cells.add("lookup", cell, data=(tuple(sorted(table.items())), otherwise))

    def plus(self, left: int, right: int) -> int:
        return self.cells.calculate("+", left, right)

    def minus(self, left: int, right: int) -> int:
        return self.cells.calculate("-", left, right)

    def times(self, by: int, of: int) -> int:
        return self.cells.calculate("*", self.number(by), of)

    def choose(self, test: int, then: int, otherwise: int) -> int:
        return self.cells.choose(test, then, otherwise)

    # --- groups

    def enter(self, relation: str, unit: str, holder: Frame, scope: Scope[Frame]) -> Frame:
        if (unit, holder.unit) not in LINKS or unit not in self._sources:
            raise cannot(f"{holder.unit}.{relation}", f"{holder.unit}.{relation}, for which there is no table")
        level = 1 + max(frame.level for _, frame in scope.values())
        key = (holder, relation, level)
        if key not in self._groups:
            name = f"g{len(self._groups)}"
            group = Frame(name, unit, level, (holder, *holder.above), told=True)
            self._groups[key] = group
            self._holders[group] = holder
        return self._groups[key]

    def _tally(self, how: Literal["some", "count", "sum", "min", "max"], group: Frame, cell: int) -> int:
        holder, made = self._holders[group], self.cells[cell]
        by = settled_by((made.uses - {group}) | {holder})
        key = (how, cell, group, holder)
        if key not in self._numbers:
            turn = 1 + max((self.tallies[number].turn for number in made.tallies), default=0)
            self._numbers[key] = len(self.tallies)
            self.tallies.append(Tally(how, cell, settled_by(made.uses | {group, holder}), by, turn))
        number = self._numbers[key]
        return self.cells.add("tally", data=(number,), uses=by, tally=number)

    def some(self, group: Frame, holds: int) -> int:
        value = self.cells.value(holds)
        if value is False:
            return holds
        if value is True:
            return self.compare(">", self.count(group, holds), self.number(0))
        return self.cells.add("unless", self._tally("some", group, holds), data=(False,))

    def none(self, group: Frame, holds: int) -> int:
        some = self.some(group, holds)
        value = self.cells.value(some)
        return self.cells.add("not", some) if value is None else self.const(not value)

    def count(self, group: Frame, holds: int) -> int:
        if self.cells.value(holds) is False:
            return self.number(0)
        return self.cells.add("unless", self._tally("count", group, holds), data=(0,))

    def total(self, group: Frame, parts: Sequence[tuple[int, int]]) -> int:
        cell = self.number(0)
        for test, term in reversed(parts):
            cell = self.choose(test, term, cell)
        if self.cells.value(cell) == 0:
            return cell
        return self.cells.add("unless", self._tally("sum", group, cell), data=(0,))

    def extreme(self, group: Frame, holds: int, term: int, *, least: bool, otherwise: int) -> int:
        if self.cells.value(holds) is False:
            return self.number(otherwise)
        cell = term if self.cells.value(holds) is True else self.cells.add("where", holds, term)
        return self.cells.add("unless", self._tally("min" if least else "max", group, cell), data=(otherwise,))

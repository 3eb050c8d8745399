"""One compiler for all targets: each truth becomes two ordinary predicates, *surely yes* and *surely no*.

With their complements there are four: ``(want, or_unknown)`` asks whether a node's value is the wanted one, or also
whether it may be. Each is built from its parts without ever negating a predicate, so a target's NULL, which is neither
true nor false, never crosses a NOT; a predicate that comes out NULL counts as false, here and in every target.

=====================  ==============================  ==========================================
``(True, False)``      surely yes                      all parts of an And; one part of an Or
``(False, False)``     surely no                       one part of an And; all parts of an Or
``(True, True)``       perhaps yes: not surely no      as surely yes, of perhaps
``(False, True)``      perhaps no: not surely yes      as surely no, of perhaps
=====================  ==============================  ==========================================

A number is two numbers, its bounds; what nobody has said lies between the ends of the catalogue's range, and how many
people an open roster holds between those known and `ROSTER`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import ROSTER, Kind, Schema
from slrt_core.rules.criteria.spans import span

__all__ = ["Rails", "Scope"]

P = TypeVar("P")
N = TypeVar("N")
H = TypeVar("H")

Scope = Mapping[str, tuple[str, H]]
"""Name: its unit, and whatever a target reads its values from (a table, a frame, a loop)."""

_OPPOSITE: Mapping[nodes.Op, nodes.Op] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Rails(ABC, Generic[P, N, H]):
    """The compiler; a target says how its predicates, numbers and groups of people are written.

    Args:
        schema: in which fields are found.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    def rail(self, node: Node, scope: Scope[H], *, want: bool = True, or_unknown: bool = False) -> P:
        """A predicate: whether the node's value is the wanted one, or may be.

        Args:
            node: a lowered truth.
            scope: the roots.
            want: yes or no.
            or_unknown: whether unknown will do.
        """
        match node:
            case nodes.Bool(value):
                return self.const(value is want)
            case nodes.Not(of):
                return self.rail(of, scope, want=not want, or_unknown=or_unknown)
            case nodes.And(parts) | nodes.Or(parts):
                found = [self.rail(part, scope, want=want, or_unknown=or_unknown) for part in parts]
                return self.every(found) if isinstance(node, nodes.And) is want else self.either(found)
            case nodes.Known(of):
                return self.known(of, scope, want=want)
            case nodes.Any():
                return self._any(node, scope, want, or_unknown)
            case nodes.Cmp(_, left, _) if self._is_number(left, scope):
                return self._compare(node, scope, want, or_unknown)
            case nodes.Cmp() | nodes.In() | nodes.Holds() | nodes.Field() | nodes.Default():
                return self.leaf(node, scope, want=want, or_unknown=or_unknown)
        raise TypeError(type(node).__name__)

    def kind(self, field: nodes.Field, scope: Scope[H]) -> Kind:
        """The type of a field."""
        return self.schema.units[scope[field.of][0]].fields[field.name]

    def roots(self, lowered: Lowered, handles: Mapping[str, H]) -> Scope[H]:
        """The scope in which a lowered expression begins."""
        return {root: (root, handles[root]) for root in self.schema.roots[lowered.unit]}

    # --- quantifiers and comparisons

    def _enter(self, among: nodes.Relation, var: str, scope: Scope[H]) -> tuple[H, Scope[H]]:
        unit, holder = scope[among.of]
        inner = self.schema.units[unit].relations[among.name]
        handle = self.enter(among.name, inner, holder, scope)
        return handle, {**scope, var: (inner, handle)}

    def _any(self, node: nodes.Any, scope: Scope[H], want: bool, or_unknown: bool) -> P:  # noqa: FBT001
        handle, inner = self._enter(node.among, node.var, scope)
        holder = scope[node.among.of][1]
        if want:
            some = self.some(handle, self.rail(node.body, inner, or_unknown=or_unknown))
            return self.either([self.complete(holder, want=False), some]) if or_unknown else some
        none = self.none(handle, self.rail(node.body, inner, or_unknown=not or_unknown))
        return none if or_unknown else self.every([self.complete(holder, want=True), none])

    def _is_number(self, node: Node, scope: Scope[H]) -> bool:
        match node:
            case nodes.Field() as field:
                return self.kind(field, scope).name == "number"
            case nodes.Default(field, _):
                return self.kind(field, scope).name == "number"
            case nodes.Day() | nodes.Instant() | nodes.Code():
                return False
        return True

    def _compare(self, node: nodes.Cmp, scope: Scope[H], want: bool, or_unknown: bool) -> P:  # noqa: FBT001
        # The side from which it is hardest to hold, or, if unknown will do, easiest.
        a, b = self._bounds(node.left, scope, or_unknown), self._bounds(node.right, scope, or_unknown)
        return self.ordered(node.op, a, b, want=want)

    def ordered(self, op: nodes.Op, a: tuple[N, N], b: tuple[N, N], *, want: bool) -> P:
        """Whether two numbers, each between two bounds, are so ordered, or surely not."""
        match op if want else _OPPOSITE[op]:
            case "<" | "<=" as found:
                return self.compare(found, a[1], b[0])
            case ">" | ">=" as found:
                return self.compare(found, a[0], b[1])
            case "==":
                return self.every([self.compare("<=", a[1], b[0]), self.compare(">=", a[0], b[1])])
            case "!=":
                return self.either([self.compare("<", a[1], b[0]), self.compare(">", a[0], b[1])])

    def _bounds(self, node: Node, scope: Scope[H], swapped: bool) -> tuple[N, N]:  # noqa: FBT001
        low, high = self.bound(node, scope, up=False), self.bound(node, scope, up=True)
        return (high, low) if swapped else (low, high)

    # --- numbers

    def bound(self, node: Node, scope: Scope[H], *, up: bool) -> N:
        """The least or the greatest that a lowered number may be."""
        match node:
            case nodes.Int(value):
                return self.number(value)
            case nodes.Field():
                kind = self.kind(node, scope)
                return self.field(node, scope, kind.high if up else kind.low)
            case nodes.Default(of, nodes.Int(value)):
                return self.field(of, scope, value)
            case nodes.Lookup(of, table, low, high, _):
                return self.lookup(of, scope, dict(table), high if up else low)
            case nodes.Add(left, right):
                return self.plus(self.bound(left, scope, up=up), self.bound(right, scope, up=up))
            case nodes.Sub(left, right):
                return self.minus(self.bound(left, scope, up=up), self.bound(right, scope, up=not up))
            case nodes.Scale(nodes.Int(by), of):
                return self.times(by, self.bound(of, scope, up=up if by >= 0 else not up))
            case nodes.Count(among, var, body):
                handle, inner = self._enter(among, var, scope)
                found = self.count(handle, self.rail(body, inner, or_unknown=up))
                return self._if_closed(scope[among.of][1], found, ROSTER) if up else found
            case nodes.Sum():
                return self._sum(node, scope, up)
            case nodes.Min() | nodes.Max():
                return self._extreme(node, scope, up)
        raise TypeError(type(node).__name__)

    def _if_closed(self, holder: H, then: N, otherwise: int) -> N:
        return self.choose(self.complete(holder, want=True), then, self.number(otherwise))

    def _sum(self, node: nodes.Sum, scope: Scope[H], up: bool) -> N:  # noqa: FBT001
        handle, inner = self._enter(node.among, node.var, scope)
        ends = span(node.term, self.schema, {name: unit for name, (unit, _) in inner.items()})
        end = ends[1] if up else ends[0]
        term = self.bound(node.term, inner, up=up)
        surely, perhaps = (self.rail(node.where, inner, or_unknown=unknown) for unknown in (False, True))
        # Who is perhaps meant adds to the bound only what moves it outward.
        if end == 0 or (end > 0) is not up:
            parts: Sequence[tuple[P, N]] = [(surely, term)]
        elif (ends[0] if up else ends[1]) * end >= 0:
            parts = [(perhaps, term)]
        else:
            zero = self.number(0)
            outward = self.compare(">" if up else "<", term, zero)
            parts = [(surely, term), (self.every([perhaps, outward]), term)]
        total = self.total(handle, parts)
        moves = end > 0 if up else end < 0
        return self._if_closed(scope[node.among.of][1], total, ROSTER * end) if moves else total

    def _extreme(self, node: nodes.Min | nodes.Max, scope: Scope[H], up: bool) -> N:  # noqa: FBT001
        handle, inner = self._enter(node.among, node.var, scope)
        low, high = span(node.term, self.schema, {name: unit for name, (unit, _) in inner.items()})
        least = isinstance(node, nodes.Min)
        term = self.bound(node.term, inner, up=up)
        surely = self.rail(node.where, inner)
        end = high if up else low
        if up is least:
            # The bound that only those can set who are surely meant; nobody else brings a minimum down for sure.
            return self.extreme(handle, surely, term, least=least, otherwise=end)
        perhaps = self.rail(node.where, inner, or_unknown=True)
        found = self.extreme(handle, perhaps, term, least=least, otherwise=end)
        somebody = self.every([self.complete(scope[node.among.of][1], want=True), self.some(handle, surely)])
        return self.choose(somebody, found, self.number(end))

    # --- what a target says

    @abstractmethod
    def const(self, value: bool) -> P:  # noqa: FBT001
        """A predicate that always holds, or never."""

    @abstractmethod
    def every(self, parts: Sequence[P]) -> P:
        """All of them."""

    @abstractmethod
    def either(self, parts: Sequence[P]) -> P:
        """One of them at least."""

    @abstractmethod
    def leaf(self, node: Node, scope: Scope[H], *, want: bool, or_unknown: bool) -> P:
        """A yes/no field, a comparison of dates or codes, a code in a list or in a set; also by a default."""

    @abstractmethod
    def known(self, field: nodes.Field, scope: Scope[H], *, want: bool) -> P:
        """Whether anybody has said."""

    @abstractmethod
    def complete(self, holder: H, *, want: bool) -> P:
        """Whether a unit's roster is closed; if not wanted, whether it is open or nobody has said."""

    @abstractmethod
    def enter(self, relation: str, unit: str, holder: H, scope: Scope[H]) -> H:
        """Those who belong to a unit, as named by a relation of its; the scope tells within which others."""

    @abstractmethod
    def some(self, group: H, holds: P) -> P:
        """Whether a predicate holds of somebody of a group."""

    @abstractmethod
    def none(self, group: H, holds: P) -> P:
        """Whether it holds of nobody."""

    @abstractmethod
    def compare(self, op: nodes.Op, left: N, right: N) -> P:
        """Two numbers, neither of them missing."""

    @abstractmethod
    def number(self, value: int) -> N:
        """A constant."""

    @abstractmethod
    def field(self, field: nodes.Field, scope: Scope[H], otherwise: int) -> N:
        """A field's number, or a constant where it is unknown."""

    @abstractmethod
    def lookup(self, field: nodes.Field, scope: Scope[H], table: Mapping[str, int], otherwise: int) -> N:
        """The value of a table by a field's code, or a constant where it is unknown or not in the table."""

    @abstractmethod
    def plus(self, left: N, right: N) -> N:
        """The sum of two."""

    @abstractmethod
    def minus(self, left: N, right: N) -> N:
        """The difference of two."""

    @abstractmethod
    def times(self, by: int, of: N) -> N:
        """So many times a number."""

    @abstractmethod
    def choose(self, test: P, then: N, otherwise: N) -> N:
        """One number or another."""

    @abstractmethod
    def count(self, group: H, holds: P) -> N:
        """Of how many of a group a predicate holds; 0 of nobody."""

    @abstractmethod
    def total(self, group: H, parts: Sequence[tuple[P, N]]) -> N:
        """The sum, over a group, of the first number whose predicate holds; 0 of nobody."""

    @abstractmethod
    def extreme(self, group: H, holds: P, term: N, *, least: bool, otherwise: int) -> N:
        """The least or greatest of a number where a predicate holds; a constant if it holds of nobody."""

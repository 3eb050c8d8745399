"""One household at a time, by functions within functions; with a trace, each tells what it looked at.

The same compiler makes both: a traced function appends what it reads to a list, and takes back what did not matter.
Of a yes among several, only what made it yes is left; of an unknown, what is unknown and what it hangs on.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.generating import part_of
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import LEVELS, ROSTER, Kind, Schema
from slrt_core.rules.criteria.spans import span

__all__ = ["Look", "Trace", "Truth", "compile_bounds", "compile_closure", "compile_node", "compile_traced"]

Look = tuple[Mapping[str, Any], str, str]
"""What was looked at: whose values, the variable (or a relation, whose completeness was asked), the key."""

Trace = list[Look]
Env = list[Any]
Truth = Callable[[Env, Trace], "bool | None"]
Bounds = Callable[[Env, Trace], tuple[int, int]]
_Scope = Mapping[str, tuple[str, int]]
"""Name: its unit, and its place in the list of values."""

_OPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def compile_closure(lowered: Lowered) -> Callable[..., bool | None]:
    """A function of the root units, in the order of `Schema.roots`."""
    truth = _of_roots(lowered, traced=False)
    nothing: Trace = []
    return lambda *values: truth([*values], nothing)


def compile_traced(lowered: Lowered) -> Truth:
    """A function of a list of the root units, in the order of `Schema.roots`, and of a list to append looks to."""
    return _of_roots(lowered, traced=True)


def _of_roots(lowered: Lowered, *, traced: bool) -> Truth:
    roots = lowered.schema.roots[lowered.unit]
    return compile_node(lowered.node, lowered.schema, {root: root for root in roots}, traced=traced)


def compile_bounds(lowered: Lowered) -> Callable[..., tuple[int, int]]:
    """A function of the root units that gives the least and the greatest of a lowered number."""
    scope = {root: (root, at) for at, root in enumerate(lowered.schema.roots[lowered.unit])}
    bounds = _Closures(lowered.schema, traced=False).bounds(lowered.node, scope)
    nothing: Trace = []
    return lambda *values: bounds([*values], nothing)


def compile_node(node: Node, schema: Schema, names: Mapping[str, str], *, traced: bool = False) -> Truth:
    """A function of a list of values, in the order of the names.

    Args:
        node: lowered.
        schema: in which its fields are found.
        names: the unit of each name in scope.
        traced: whether it tells what it looked at.
    """
    scope = {name: (unit, at) for at, (name, unit) in enumerate(names.items())}
    return _Closures(schema, traced=traced).truth(node, scope)


@frozen
class _Closures:
    _schema: Schema
    _traced: bool

    def truth(self, node: Node, scope: _Scope) -> Truth:
        match node:
            case nodes.Bool(said):
                return lambda _env, _seen: said
            case nodes.Not(of):
                inner = self.truth(of, scope)
                return lambda env, seen: None if (found := inner(env, seen)) is None else not found
            case nodes.And(parts):
                return self._many([self.truth(part, scope) for part in parts], ends=False)
            case nodes.Or(parts):
                return self._many([self.truth(part, scope) for part in parts], ends=True)
            case nodes.Any():
                return self._some(node, scope)
            case nodes.Known(of):
                value = self._value(of, scope)
                return lambda env, seen: value(env, seen) is not None
            case nodes.In(of, options):
                value, held = self._value(of, scope), frozenset(o.value for o in options)  # type: ignore[union-attr]
                return lambda env, seen: None if (found := value(env, seen)) is None else found in held
            case nodes.Holds(of, code):
                value = self._value(of, scope)
                return lambda env, seen: None if (found := value(env, seen)) is None else code in found
            case nodes.Cmp(op, nodes.Field() as field, nodes.Int(bound)):
                return self._threshold(op, field, bound, scope)
            case nodes.Cmp(op, left, right) if self._is_number(left, scope):
                return self._compare(op, self.bounds(left, scope), self.bounds(right, scope))
            case nodes.Cmp():
                return self._ordered(node, scope)
            case _:
                return self._value(node, scope)

    def _many(self, parts: list[Truth], *, ends: bool) -> Truth:
        if not self._traced:

            def plain(env: Env, seen: Trace) -> bool | None:
                result: bool | None = not ends
                for part in parts:
                    found = part(env, seen)
                    if found is ends:
                        return ends
                    if found is None:
                        result = None
                return result

            return plain

        def traced(env: Env, seen: Trace) -> bool | None:
            start, open_, unknown = len(seen), False, []
            for part in parts:
                mark = len(seen)
                found = part(env, seen)
                if found is ends:
                    del seen[start:mark]
                    return ends
                if found is None:
                    open_ = True
                    unknown += seen[mark:]
            if open_:
                seen[start:] = unknown
                return None
            return not ends

        return traced

    def _some(self, node: nodes.Any, scope: _Scope) -> Truth:
        holder, relation = scope[node.among.of][1], node.among.name
        body, at = self.truth(node.body, self._inside(node.among, node.var, scope)), len(scope)
        traced = self._traced

        def some(env: Env, seen: Trace) -> bool | None:
            of = env[holder]
            result: bool | None = False if of.get("complete") is True else None
            start, unknown = len(seen), []
            env = [*env[:at], None]
            for member in of.get(relation) or ():
                env[at] = member
                mark = len(seen)
                found = body(env, seen)
                if found is True:
                    del seen[start:mark]
                    return True
                if found is None:
                    result = None
                    unknown += seen[mark:]
            if traced:
                if result is None:
                    seen[start:] = unknown
                if result is False or of.get("complete") is not True:
                    seen.append((of, relation, ""))
            return result

        return some

    def _inside(self, among: nodes.Relation, var: str, scope: _Scope) -> _Scope:
        unit = self._schema.units[scope[among.of][0]].relations[among.name]
        return {**scope, var: (unit, len(scope))}

    # --- values

    def _kind(self, field: nodes.Field, scope: _Scope) -> Kind:
        return self._schema.units[scope[field.of][0]].fields[field.name]

    def _value(self, node: Node, scope: _Scope) -> Callable[[Env, Trace], Any]:
        match node:
            case nodes.Day(constant) | nodes.Instant(constant) | nodes.Code(constant):
                return lambda _env, _seen: constant
            case nodes.Default(of, nodes.Day(other) | nodes.Instant(other) | nodes.Code(other) | nodes.Bool(other)):
                value = self._value(of, scope)
                return lambda env, seen: other if (found := value(env, seen)) is None else found
            case nodes.Field():
                return self._field(node, scope)
        raise TypeError(type(node).__name__)

    def _field(self, field: nodes.Field, scope: _Scope) -> Callable[[Env, Trace], Any]:
        at, name, key = scope[field.of][1], field.name, field.key
        kind = self._kind(field, scope)
        if kind.source:
            name = kind.source
        if not key and not kind.source:
            return self._plain(at, name)
        if key:
            read: Callable[[Env], Any] = lambda env: (env[at].get(name) or {}).get(key)  # noqa: E731
        else:
            length = LEVELS[kind.level]
            read = lambda env: part_of(env[at].get(name), length)  # noqa: E731
        if not self._traced:
            return lambda env, _seen: read(env)

        def traced(env: Env, seen: Trace) -> Any:
            seen.append((env[at], name, key))
            return read(env)

        return traced

    def _plain(self, at: int, name: str) -> Callable[[Env, Trace], Any]:
        """A value as it stands: what most fields are."""
        if not self._traced:
            return lambda env, _seen: env[at].get(name)

        def traced(env: Env, seen: Trace) -> Any:
            of = env[at]
            seen.append((of, name, ""))
            return of.get(name)

        return traced

    def _ordered(self, node: nodes.Cmp, scope: _Scope) -> Truth:
        """Two dates, or two codes."""
        op, left, right = _OPS[node.op], self._value(node.left, scope), self._value(node.right, scope)
        if isinstance(node.right, nodes.Day):
            day = node.right.value
            return lambda env, seen: None if (found := left(env, seen)) is None else op(found, day)

        def ordered(env: Env, seen: Trace) -> bool | None:
            a, b = left(env, seen), right(env, seen)
            return None if a is None or b is None else op(a, b)

        return ordered

    # --- numbers

    def _is_number(self, node: Node, scope: _Scope) -> bool:
        match node:
            case nodes.Field() as field:
                return self._kind(field, scope).name == "number"
            case nodes.Default(field, _):
                return self._kind(field, scope).name == "number"
            case nodes.Day() | nodes.Instant() | nodes.Code():
                return False
        return True

    def _threshold(self, op: nodes.Op, of: nodes.Field, value: int, scope: _Scope) -> Truth:
        """A field and a constant, as most comparisons are."""
        field, test, kind = self._field(of, scope), _OPS[op], self._kind(of, scope)

        def bounds(found: Any, _seen: Trace) -> tuple[int, int]:
            return (kind.low, kind.high) if found is None else found

        unclear = self._compare(op, bounds, lambda _env, _seen: (value, value))

        def threshold(env: Env, seen: Trace) -> bool | None:
            found = field(env, seen)
            return test(found, value) if type(found) is int else unclear(found, seen)

        return threshold

    @staticmethod
    def _compare(op: nodes.Op, left: Bounds, right: Bounds) -> Truth:
        def compare(env: Env, seen: Trace) -> bool | None:
            (a, b), (c, d) = left(env, seen), right(env, seen)
            if op == "<":
                return True if b < c else False if a >= d else None
            if op == "<=":
                return True if b <= c else False if a > d else None
            if op == ">":
                return True if a > d else False if b <= c else None
            if op == ">=":
                return True if a >= d else False if b < c else None
            return True if a == b == c == d else False if b < c or a > d else None

        return compare

    def bounds(self, node: Node, scope: _Scope) -> Bounds:
        """A number: its least and its greatest value."""
        match node:
            case nodes.Int(value):
                return lambda _env, _seen: (value, value)
            case nodes.Field():
                kind = self._kind(node, scope)
                return self._known_or(self._field(node, scope), (kind.low, kind.high))
            case nodes.Default(of, nodes.Int(value)):
                return self._known_or(self._field(of, scope), (value, value))
            case nodes.Lookup(of, table, low, high, _):
                place, values = self._field(of, scope), dict(table)
                return self._known_or(lambda env, seen: values.get(place(env, seen)), (low, high))
            case nodes.Add(left, right):
                x, y = self.bounds(left, scope), self.bounds(right, scope)
                return lambda env, seen: ((a := x(env, seen))[0] + (b := y(env, seen))[0], a[1] + b[1])
            case nodes.Sub(left, right):
                x, y = self.bounds(left, scope), self.bounds(right, scope)
                return lambda env, seen: ((a := x(env, seen))[0] - (b := y(env, seen))[1], a[1] - b[0])
            case nodes.Scale(nodes.Int(by), of):
                return self._scaled(by, self.bounds(of, scope))
            case nodes.Count():
                return self._count(node, scope)
            case nodes.Sum() | nodes.Min() | nodes.Max():
                return self._total(node, scope)
        raise TypeError(type(node).__name__)

    @staticmethod
    def _known_or(value: Callable[[Env, Trace], Any], otherwise: tuple[int, int]) -> Bounds:
        def bounds(env: Env, seen: Trace) -> tuple[int, int]:
            found = value(env, seen)
            if found is None:
                return otherwise
            return found if type(found) is tuple else (found, found)  # a pair is what somebody supposes

        return bounds

    @staticmethod
    def _scaled(by: int, of: Bounds) -> Bounds:
        def scaled(env: Env, seen: Trace) -> tuple[int, int]:
            a, b = of(env, seen)
            return (by * a, by * b) if by >= 0 else (by * b, by * a)

        return scaled

    def _count(self, node: nodes.Count, scope: _Scope) -> Bounds:
        holder, relation, at = scope[node.among.of][1], node.among.name, len(scope)
        body = self.truth(node.body, self._inside(node.among, node.var, scope))
        traced = self._traced

        def count(env: Env, seen: Trace) -> tuple[int, int]:
            of, surely, perhaps = env[holder], 0, 0
            env = [*env[:at], None]
            for member in of.get(relation) or ():
                env[at] = member
                found = body(env, seen)
                if found is not False:
                    perhaps += 1
                    surely += found is True
            if traced:
                seen.append((of, relation, ""))
            return surely, perhaps if of.get("complete") is True else ROSTER

        return count

    def _total(self, node: nodes.Sum | nodes.Min | nodes.Max, scope: _Scope) -> Bounds:
        holder, relation, at = scope[node.among.of][1], node.among.name, len(scope)
        inside = self._inside(node.among, node.var, scope)
        where, term = self.truth(node.where, inside), self.bounds(node.term, inside)
        low, high = span(node.term, self._schema, {name: unit for name, (unit, _) in inside.items()})
        traced = self._traced
        finish = {nodes.Sum: _summed, nodes.Min: _least, nodes.Max: _greatest}[type(node)]

        def total(env: Env, seen: Trace) -> tuple[int, int]:
            of, counted = env[holder], []
            env = [*env[:at], None]
            for member in of.get(relation) or ():
                env[at] = member
                held = where(env, seen)
                if held is not False:
                    counted.append((held is True, *term(env, seen)))
            if traced:
                seen.append((of, relation, ""))
            return finish(counted, of.get("complete") is True, low, high)

        return total


_Counted = list[tuple[bool, int, int]]


def _summed(counted: _Counted, closed: bool, low: int, high: int) -> tuple[int, int]:  # noqa: FBT001
    least = sum(a if surely else min(a, 0) for surely, a, _ in counted)
    most = sum(b if surely else max(b, 0) for surely, _, b in counted)
    if closed:
        return least, most
    return ROSTER * low if low < 0 else least, ROSTER * high if high > 0 else most


def _least(counted: _Counted, closed: bool, low: int, high: int) -> tuple[int, int]:  # noqa: FBT001
    certain = [b for surely, _, b in counted if surely]
    if not certain:
        return low, high
    return (min(a for _, a, _ in counted) if closed else low), min(certain)


def _greatest(counted: _Counted, closed: bool, low: int, high: int) -> tuple[int, int]:  # noqa: FBT001
    certain = [a for surely, a, _ in counted if surely]
    if not certain:
        return low, high
    return max(certain), (max(b for _, _, b in counted) if closed else high)

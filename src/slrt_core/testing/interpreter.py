"""What an expression means, said as plainly as can be: the oracle that every other evaluator is compared with.

It walks the expression as it was written, with exact fractions and ages computed from dates; it knows nothing of
lowering, rails or targets. A truth is yes, no or ``None`` (unknown); a number is between two numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.schema import AGE, ROSTER, Schema
from slrt_core.rules.criteria.setting import Params

__all__ = ["Interpreter"]

_OPS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_LEVELS = {"province": 2, "regency": 5, "subdistrict": 8, "village": 13}


class Interpreter:
    """Evaluate expressions of one unit over one subject.

    Args:
        schema: against which they were checked.
        as_of: the day of assessment.
        params: dated tables.
        villages: of a region.
    """

    def __init__(
        self,
        schema: Schema,
        as_of: date,
        params: Params | None = None,
        villages: Callable[[str], Collection[str]] | None = None,
    ) -> None:
        self._schema, self._as_of, self._params, self._villages = schema, as_of, params, villages
        self._assumes = True

    def truth(self, node: Any, unit: str, subject: Mapping[str, Any]) -> bool | None:
        """Whether it holds.

        Args:
            node: checked, of type bool.
            unit: whose it is.
            subject: the root units by name, each a mapping of values; absent or ``None`` is unknown.
        """
        return self._truth(node, {root: (root, subject[root]) for root in self._schema.roots[unit]})

    def _kind(self, field: nodes.Field, env: Mapping[str, Any]) -> Any:
        return self._schema.units[env[field.of][0]].fields[field.name]

    def _read(self, field: nodes.Field, env: Mapping[str, Any]) -> Any:
        unit, of = env[field.of]
        kind = self._kind(field, env)
        if kind.derived is not None:
            home = {root: env[root] for root in ("household", "family") if root in env} | {unit: env[field.of]}
            return self._number(kind.derived, home) if kind.name == "number" else self._truth(kind.derived, home)
        if kind.source:
            place = of.get(kind.source)
            return None if place is None or len(place) < _LEVELS[kind.level] else place[: _LEVELS[kind.level]]
        value = (of.get(field.name) or {}).get(field.key) if field.key else of.get(field.name)
        if kind.name != "number":
            return value
        one = 10**kind.scale
        low, high = (kind.low, kind.high) if value is None else (value, value)
        return Fraction(low, one), Fraction(high, one)

    def _value(self, node: Any, env: Mapping[str, Any]) -> Any:
        """A date or code; ``None`` if unknown."""
        match node:
            case nodes.Day(value) | nodes.Instant(value) | nodes.Code(value):
                return value
            case nodes.Default(of, nodes.Day(value) | nodes.Instant(value) | nodes.Code(value) | nodes.Bool(value)):
                found = self._read(of, env)
                return value if found is None else found
            case nodes.Field():
                return self._read(node, env)
        return self._truth(node, env)

    def _is_number(self, node: Any, env: Mapping[str, Any]) -> bool:
        if isinstance(node, nodes.Default):
            node = node.of
        if isinstance(node, nodes.Field):
            return bool(self._kind(node, env).name == "number")
        return isinstance(
            node,
            nodes.Int | nodes.Dec | nodes.Param | nodes.Count | nodes.Sum | nodes.Min | nodes.Max | nodes.Add
            | nodes.Sub | nodes.Scale | nodes.Age,
        )  # fmt: skip

    def _truth(self, node: Any, env: Mapping[str, Any]) -> bool | None:
        match node:
            case nodes.Bool(value):
                return value
            case nodes.Label(_, of):
                return self._truth(of, env)
            case nodes.Not(of):
                found = self._truth(of, env)
                return None if found is None else not found
            case nodes.And(parts):
                return _all([self._truth(part, env) for part in parts])
            case nodes.Or(parts):
                return _any([self._truth(part, env) for part in parts])
            case nodes.Cmp(op, left, right):
                return self._compare(op, left, right, env)
            case nodes.In(of, options):
                return _any([self._compare("==", of, option, env) for option in options])
            case nodes.Holds(of, code):
                unit, holder = env[of.of]
                held = holder.get(of.name)
                if self._schema.units[unit].fields[of.name].keyed:
                    return (held or {}).get(code) is not None
                return None if held is None else code in held
            case nodes.Known(of):
                return self._read(of, env) is not None if self._kind(of, env).name != "number" else self._told(of, env)
            case nodes.Within(of, region):
                place = self._read(of, env)
                if place is None:
                    return None
                if self._villages is not None and not self._kind(of, env).anywhere:
                    return place in self._villages(region)
                return None if len(place) < len(region) else place.startswith(region)
            case nodes.Any(among, var, body):
                each = [self._truth(body, inner) for inner in self._members(among, var, env)]
                return _any([*each, *self._open(among, env)])
            case nodes.All(among, var, body):
                each = [self._truth(body, inner) for inner in self._members(among, var, env)]
                return _all([*each, *self._open(among, env)])
        found = self._value(node, env)
        assert found is None or isinstance(found, bool)
        return found

    @staticmethod
    def _told(of: nodes.Field, env: Mapping[str, Any]) -> bool:
        held = env[of.of][1].get(of.name)
        return (held or {}).get(of.key) is not None if of.key else held is not None

    def _members(self, among: nodes.Relation, var: str, env: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        unit, holder = env[among.of]
        inner = self._schema.units[unit].relations[among.name]
        return [{**env, var: (inner, member)} for member in holder.get(among.name) or ()]

    @staticmethod
    def _open(among: nodes.Relation, env: Mapping[str, Any]) -> list[None]:
        """One unknown for those of whom nobody has told, while the roster is open."""
        return [] if env[among.of][1].get("complete") is True else [None]

    def _compare(self, op: str, left: Any, right: Any, env: Mapping[str, Any]) -> bool | None:
        if self._is_number(left, env):
            (a, b), (c, d) = self._number(left, env), self._number(right, env)
            # What holds at every corner holds everywhere between; an equality only where both are one point.
            corners = {_OPS[op](x, y) for x in (a, b) for y in (c, d)}
            if op in {"==", "!="} and not (a == b and c == d):
                return None if max(a, c) <= min(b, d) else op == "!="
            return corners.pop() if len(corners) == 1 else None
        x, y = self._value(left, env), self._value(right, env)
        return None if x is None or y is None else _OPS[op](x, y)

    def _number(self, node: Any, env: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
        match node:
            case nodes.Int(value):
                return Fraction(value), Fraction(value)
            case nodes.Dec(digits, scale):
                return Fraction(digits, 10**scale), Fraction(digits, 10**scale)
            case nodes.Field():
                found: tuple[Fraction, Fraction] = self._read(node, env)
                return found
            case nodes.Default(of, value):
                unit, holder = env[of.of]
                held = (holder.get(of.name) or {}).get(of.key) if of.key else holder.get(of.name)
                return self._number(value, env) if held is None and self._assumes else self._read(of, env)
            case nodes.Param(name, by):
                return self._param(name, by, env)
            case nodes.Count(among, var, body):
                found_all = [self._truth(body, inner) for inner in self._members(among, var, env)]
                surely, possibly = found_all.count(True), len(found_all) - found_all.count(False)
                return Fraction(surely), Fraction(ROSTER if self._open(among, env) else possibly)
            case nodes.Sum() | nodes.Min() | nodes.Max():
                return self._total(node, env)
            case nodes.Add(left, right):
                (a, b), (c, d) = self._number(left, env), self._number(right, env)
                return a + c, b + d
            case nodes.Sub(left, right):
                (a, b), (c, d) = self._number(left, env), self._number(right, env)
                return a - d, b - c
            case nodes.Scale(by, of):
                (factor, _), (a, b) = self._number(by, env), self._number(of, env)
                return min(factor * a, factor * b), max(factor * a, factor * b)
            case nodes.Age(of, unit):
                born = self._value(of, env)
                if born is None:
                    return Fraction(-AGE[unit]), Fraction(AGE[unit])
                return (Fraction(self._age(born, unit)),) * 2
        raise TypeError(type(node).__name__)

    def _age(self, born: date, unit: str) -> int:
        day = self._as_of
        if unit == "years":
            return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return 12 * (day.year - born.year) + day.month - born.month - (day.day < born.day)

    def _param(self, name: str, by: nodes.Field | None, env: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
        assert self._params is not None
        scale, table, low, high = self._params.table(name, self._as_of)
        place = self._read(by, env) if by else ""
        # A region has the value of what it lies in, and a code begins with the code of that.
        value = None if place is None else next((v for code, v in table.items() if place.startswith(code)), None)
        ends = (low, high) if value is None else (value, value)
        return Fraction(ends[0], 10**scale), Fraction(ends[1], 10**scale)

    def _total(self, node: nodes.Sum | nodes.Min | nodes.Max, env: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
        counted = [
            (surely, self._number(node.term, inner))
            for inner in self._members(node.among, node.var, env)
            if (surely := self._truth(node.where, inner)) is not False
        ]
        unseen = bool(self._open(node.among, env))
        low, high = self._range(node.term, node.among, node.var, env)
        if isinstance(node, nodes.Sum):
            least = sum((a if surely else min(a, Fraction(0)) for surely, (a, _) in counted), Fraction(0))
            most = sum((b if surely else max(b, Fraction(0)) for surely, (_, b) in counted), Fraction(0))
            if unseen:
                least = ROSTER * low if low < 0 else least
                most = ROSTER * high if high > 0 else most
            return least, most
        certain = [ends for surely, ends in counted if surely]
        if not certain:
            return low, high
        if isinstance(node, nodes.Min):
            return (low if unseen else min(a for _, (a, _) in counted)), min(b for _, b in certain)
        return max(a for a, _ in certain), (high if unseen else max(b for _, (_, b) in counted))

    def _range(self, term: Any, among: nodes.Relation, var: str, env: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
        """What the term may be of somebody of whom nothing at all is known."""
        inner = self._schema.units[env[among.of][0]].relations[among.name]
        nobody: Mapping[str, Any] = {}
        blank = {name: (kind, nobody) for name, (kind, _) in env.items()}
        # What is assumed while nobody has said is not assumed of somebody unseen, who may well have said.
        held, self._assumes = self._assumes, False
        try:
            return self._number(term, {**blank, var: (inner, nobody)})
        finally:
            self._assumes = held


def _all(found: list[bool | None]) -> bool | None:
    return False if False in found else None if None in found else True


def _any(found: list[bool | None]) -> bool | None:
    return True if True in found else None if None in found else False

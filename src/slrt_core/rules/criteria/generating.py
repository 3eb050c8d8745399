"""Python source for many expressions at once: each household's members are gone through once for all of them.

The source is made from lowered, checked expressions only: every name in it is numbered here, every constant is handed
over as a value. Nothing that anybody wrote becomes part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.rails import Rails, Scope
from slrt_core.rules.criteria.schema import LEVELS, Schema
from slrt_core.rules.criteria.weaving import NAMES, Block, Frame, Tally, Test, Value, Weaver, joined

__all__ = ["Evaluate", "compile_many", "part_of", "source_of"]

Evaluate = Callable[..., tuple[bool | None, ...]]
"""Takes the root units as mappings, in the order of `Schema.roots`; gives a verdict for each expression."""

_NEVER, _UNBORN = 0, date.max.toordinal() + 1
"""Days before and after all dates: between them lies a date that nobody knows."""


def compile_many(expressions: Sequence[Lowered]) -> Evaluate:
    """One function that decides all expressions of one unit.

    Args:
        expressions: lowered for the same unit and day.
    """
    source, constants = source_of(expressions)
    space: dict[str, Any] = dict(constants)
    exec(compile(source, "<criteria>", "exec"), space)  # noqa: S102 - made above, of numbers and our own words
    made: Evaluate = space["evaluate"]
    return made


def source_of(expressions: Sequence[Lowered]) -> tuple[str, Mapping[str, Any]]:
    """The source of that function, and the constants that it names."""
    target = _Python(expressions[0].schema)
    roots = {root: Frame(name=f"r{i}") for i, root in enumerate(target.schema.roots[expressions[0].unit])}
    rails = []
    for expression in expressions:
        scope = target.roots(expression, roots)
        rails.append((target.rail(expression.node, scope), target.rail(expression.node, scope, want=False)))
    verdicts = [f"True if {yes.text} else False if {no.text} else None" for yes, no in rails]
    lines = [f"def evaluate({', '.join(frame.name for frame in roots.values())}):"]
    weaver = target.weaver([test for pair in rails for test in pair])
    lines += weaver.body(tuple(roots.values()), [Block([f"return ({', '.join(verdicts)},)"])], 1)
    return "\n".join(lines), target.constants


def part_of(region: str | None, length: int) -> str | None:
    """The beginning of a region's code that names what it lies in; ``None`` if the code does not tell."""
    return None if region is None or len(region) < length else region[:length]


class _Python(Rails[Test, str, Frame]):
    def __init__(self, schema: Schema) -> None:
        super().__init__(schema)
        self.constants: dict[str, Any] = {"E": {}, "_part": part_of}
        self._values: dict[str, Value] = {}
        self._tallies: dict[str, Tally] = {}
        self._named: dict[tuple[Frame, str, tuple[tuple[str, str], ...]], str] = {}
        self._rails: dict[tuple[Node, bool, tuple[str, ...]], dict[bool, Test]] = {}

    def weaver(self, verdicts: Sequence[Test]) -> Weaver:
        """Who writes the statements."""
        wider = {held[False].text: held[True].text for held in self._rails.values() if len(held) == 2}
        return Weaver(self._values, self._tallies, wider, verdicts)

    def rail(self, node: Node, scope: Scope[Frame], *, want: bool = True, or_unknown: bool = False) -> Test:
        key = (node, want, tuple(f"{name}={frame.name}" for name, (_, frame) in scope.items()))
        held = self._rails.setdefault(key, {})
        if or_unknown not in held:
            held[or_unknown] = super().rail(node, scope, want=want, or_unknown=or_unknown)
        return held[or_unknown]

    # --- values

    def _value(self, home: Frame, text: str) -> str:
        """The name of what is computed once for a frame."""
        name = self._named.get((home, text, ()))
        if name is None:
            name = self._named[home, text, ()] = f"v{len(self._values)}"
            self._values[name] = Value(name, home, text)
        return name

    def _load(self, of: nodes.Field, scope: Scope[Frame]) -> str:
        frame = scope[of.of][1]
        kind = self.kind(of, scope)
        if kind.source:
            return self._value(frame, f"_part({frame.name}.get({kind.source!r}), {LEVELS[kind.level]})")
        if of.key:
            held = self._value(frame, f"{frame.name}.get({of.name!r}) or E")
            return self._value(frame, f"{held}.get({self._constant(of.key)})")
        return self._value(frame, f"{frame.name}.get({of.name!r})")

    def _constant(self, value: Any) -> str:
        for name, held in self.constants.items():
            if type(held) is type(value) and held == value:
                return name
        name = f"K{len(self.constants)}"
        self.constants[name] = value
        return name

    def _day(self, node: Node, scope: Scope[Frame]) -> tuple[str, str]:
        """The number of a day, at the earliest and at the latest."""
        match node:
            case nodes.Day(value):
                return str(value.toordinal()), str(value.toordinal())
            case nodes.Default(of, nodes.Day(value)):
                name = self._load(of, scope)
                day = self._value(scope[of.of][1], f"{value.toordinal()} if {name} is None else {name}.toordinal()")
                return day, day
            case nodes.Field():
                name, frame = self._load(node, scope), scope[node.of][1]
                first = self._value(frame, f"{_NEVER} if {name} is None else {name}.toordinal()")
                return first, self._value(frame, f"{first} or {_UNBORN}")
        raise TypeError(type(node).__name__)

    def leaf(self, node: Node, scope: Scope[Frame], *, want: bool, or_unknown: bool) -> Test:
        match node:
            case nodes.In(nodes.Default(of, nodes.Day(value) | nodes.Code(value)), options):
                held = {option.value for option in options}  # type: ignore[union-attr]
                return self._member(self._load(of, scope), held, want=want, with_unknown=(value in held) is want)
            case nodes.In(nodes.Field() as of, options):
                held = {option.value for option in options}  # type: ignore[union-attr]
                return self._member(self._load(of, scope), held, want=want, with_unknown=or_unknown)
            case nodes.Holds(of, code):
                name = self._load(of, scope)
                test = f"{self._constant(code)} {'in' if want else 'not in'} {name}"
                return Test(f"({name} is None or {test})" if or_unknown else f"({name} is not None and {test})")
            case nodes.Cmp(_, left, _) if self._is_day(left, scope):
                return self._days(node, scope, want=want, or_unknown=or_unknown)
            case nodes.Cmp("==", left, right):
                return self._codes(left, right, scope, want=want, or_unknown=or_unknown)
            case nodes.Default(of, nodes.Bool(value)):
                return self._truth(self._load(of, scope), want=want, with_unknown=value is want)
            case nodes.Field():
                return self._truth(self._load(node, scope), want=want, with_unknown=or_unknown)
        raise TypeError(type(node).__name__)

    def _member(self, name: str, held: set[Any], *, want: bool, with_unknown: bool) -> Test:
        """One question to a set: unknown is in it, or not, as it should be."""
        options = frozenset(held if with_unknown is not want else held | {None})
        return Test(f"{name} {'in' if want else 'not in'} {self._constant(options)}")

    @staticmethod
    def _truth(name: str, *, want: bool, with_unknown: bool) -> Test:
        return Test(f"{name} is not {not want}" if with_unknown else f"{name} is {want}")

    def _is_day(self, node: Node, scope: Scope[Frame]) -> bool:
        of = node.of if isinstance(node, nodes.Default) else node
        return isinstance(of, nodes.Day) or (isinstance(of, nodes.Field) and self.kind(of, scope).name == "date")

    def _days(self, node: nodes.Cmp, scope: Scope[Frame], *, want: bool, or_unknown: bool) -> Test:
        a, b = self._day(node.left, scope), self._day(node.right, scope)
        if or_unknown:
            a, b = a[::-1], b[::-1]
        return self.ordered(node.op, a, b, want=want)

    def _codes(self, left: Node, right: Node, scope: Scope[Frame], *, want: bool, or_unknown: bool) -> Test:
        """Whether two codes, neither of them given in the text, are the same."""
        (a, one), (b, other) = self._code(left, scope), self._code(right, scope)
        test, missing = f"{a} {'==' if want else '!='} {b}", dict.fromkeys(filter(None, (one, other)))
        if or_unknown:
            return Test(f"({' or '.join([*(f'{name} is None' for name in missing), test])})")
        return Test(f"({' and '.join([*(f'{name} is not None' for name in missing), test])})")

    def _code(self, node: Node, scope: Scope[Frame]) -> tuple[str, str]:
        """A code, and the name that is None where it is unknown; empty if it never is."""
        match node:
            case nodes.Field():
                return (name := self._load(node, scope)), name
            case nodes.Default(of, nodes.Code(value)):
                name = self._load(of, scope)
                return f"({self._constant(value)} if {name} is None else {name})", ""
            case nodes.Code(value):
                return self._constant(value), ""
        raise TypeError(type(node).__name__)

    def known(self, field: nodes.Field, scope: Scope[Frame], *, want: bool) -> Test:
        return Test(f"{self._load(field, scope)} is {'not ' if want else ''}None")

    def complete(self, holder: Frame, *, want: bool) -> Test:
        closed = self._value(holder, f"{holder.name}.get('complete') is True")
        return Test(closed if want else f"not {closed}")

    # --- predicates and numbers

    def const(self, value: bool) -> Test:  # noqa: FBT001 - as `Rails` has it
        return Test(str(value))

    def every(self, parts: Sequence[Test]) -> Test:
        return joined("and", parts)

    def either(self, parts: Sequence[Test]) -> Test:
        return joined("or", parts)

    def compare(self, op: nodes.Op, left: str, right: str) -> Test:
        return Test(f"{left} {op} {right}")

    def number(self, value: int) -> str:
        return f"({value})" if value < 0 else str(value)

    def field(self, field: nodes.Field, scope: Scope[Frame], otherwise: int) -> str:
        name = self._load(field, scope)
        return self._value(scope[field.of][1], f"{otherwise} if {name} is None else {name}")

    def lookup(self, field: nodes.Field, scope: Scope[Frame], table: Mapping[str, int], otherwise: int) -> str:
        name = self._load(field, scope)
        return self._value(scope[field.of][1], f"{self._constant(dict(table))}.get({name}, {otherwise})")

    def plus(self, left: str, right: str) -> str:
        return f"({left} + {right})"

    def minus(self, left: str, right: str) -> str:
        return f"({left} - {right})"

    def times(self, by: int, of: str) -> str:
        return f"({by} * {of})"

    def choose(self, test: Test, then: str, otherwise: str) -> str:
        return f"({then} if {test.text} else {otherwise})"

    # --- groups

    def enter(self, relation: str, unit: str, holder: Frame, scope: Scope[Frame]) -> Frame:  # noqa: ARG002 - see `Rails`
        level = 1 + max(frame.level for _, frame in scope.values())
        group = holder.groups.get((relation, level))
        if group is None:
            people = self._value(holder, f"{holder.name}.get({relation!r}) or ()")
            group = Frame(name=f"{holder.name}{relation[0]}{level}", parent=holder, people=people, level=level)
            holder.groups[relation, level] = group
        return group

    def _tally(self, group: Frame, start: str, *steps: tuple[str, str]) -> str:
        key = (group, start, steps)
        if key not in self._named:
            name = f"a{len(self._tallies)}"
            used = {n for step in steps for text in step for n in NAMES.findall(text)}
            behind = self._behind(used & self._tallies.keys())
            assert group.parent is not None  # noqa: S101 - only loops are tallied
            # Also what is read only further in: the age of a member that is compared with that of each of a family.
            frames = frozenset([group.parent, *(self._values[n].home for n in used & self._values.keys())]).union(
                *(self._tallies[n].frames for n in behind)
            )
            home = max((f for f in frames if f.level < group.level), key=lambda f: (f.level, f.name))
            # What was found out at the same level (all roots are one) and is needed here takes another turn.
            beside = [self._tallies[n].turn for n in behind if self._tallies[n].home.level == home.level]
            self._tallies[name] = Tally(name, group, home, frames, start, steps, 1 + max(beside, default=0))
            self._named[key] = name
        return self._named[key]

    def _behind(self, names: set[str]) -> set[str]:
        found = set(names)
        for name in names:
            texts = [text for step in self._tallies[name].steps for text in step]
            found |= self._behind({n for text in texts for n in NAMES.findall(text)} & self._tallies.keys())
        return found

    def some(self, group: Frame, holds: Test) -> Test:
        if holds == self.const(value=True):
            return Test(group.people)
        return Test(self._tally(group, "False", (holds.text, "= True")))

    def none(self, group: Frame, holds: Test) -> Test:
        return Test(f"not {self.some(group, holds).text}")

    def count(self, group: Frame, holds: Test) -> str:
        if holds == self.const(value=True):
            assert group.parent is not None  # noqa: S101 - only loops are counted
            return self._value(group.parent, f"len({group.people})")
        return self._tally(group, "0", (holds.text, "+= 1"))

    def total(self, group: Frame, parts: Sequence[tuple[Test, str]]) -> str:
        return self._tally(group, "0", *((test.text, f"+= {term}") for test, term in parts))

    def extreme(self, group: Frame, holds: Test, term: str, *, least: bool, otherwise: int) -> str:
        sign = "<" if least else ">"
        name = self._tally(group, "None", (f"{holds.text} and (@ is None or {term} {sign} @)", f"= {term}"))
        return f"({otherwise} if {name} is None else {name})"

"""Python source for many expressions at once: each household's members are gone through once for all of them.

The source is made from lowered, checked expressions only: every name in it is numbered here, every constant is handed
over as a value. Nothing that anybody wrote becomes part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.rails import Rails, Scope
from slrt_core.rules.criteria.schema import LEVELS, Schema

__all__ = ["Evaluate", "compile_many", "part_of", "source_of"]

Evaluate = Callable[..., tuple[bool | None, ...]]
"""Takes the root units as mappings, in the order of `Schema.roots`; gives a verdict for each expression."""

_NAMES = re.compile(r"\b[av]\d+\b")


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
    roots = {root: _Frame(name=f"r{i}") for i, root in enumerate(target.schema.roots[expressions[0].unit])}
    verdicts = []
    for expression in expressions:
        scope = target.roots(expression, roots)
        yes = target.rail(expression.node, scope)
        no = target.rail(expression.node, scope, want=False)
        verdicts.append(f"True if {yes} else False if {no} else None")
    result = f"return ({', '.join(verdicts)},)"
    lines = [f"def evaluate({', '.join(frame.name for frame in roots.values())}):"]
    lines += target.body(tuple(roots.values()), [result], 1)
    return "\n".join(lines), target.constants


def part_of(region: str | None, length: int) -> str | None:
    """The beginning of a region's code that names what it lies in; ``None`` if the code does not tell."""
    return None if region is None or len(region) < length else region[:length]


@define(eq=False)
class _Frame:
    """What values are read from: a root, or the loop over those who belong to another frame.

    The level says within how many loops it stands: what an expression says of two members at once is a loop in a loop.
    """

    name: str
    parent: _Frame | None = None
    relation: str = ""
    level: int = 0
    loads: dict[str, str] = field(factory=dict)
    groups: dict[tuple[str, int], _Frame] = field(factory=dict)


@define
class _Tally:
    """What a loop finds out: a variable before it, and statements in it.

    Args:
        group: the loop.
        home: the innermost frame whose values the statements use: the loop is run anew for each of these.
        start: the variable's value before it.
        steps: with ``@`` for the variable.
        turn: of several loops in one home, which comes first.
    """

    group: _Frame
    home: _Frame
    start: str
    steps: tuple[str, ...]
    turn: int


class _Python(Rails[str, str, _Frame]):
    def __init__(self, schema: Schema) -> None:
        super().__init__(schema)
        self.constants: dict[str, Any] = {"E": {}, "_part": part_of}
        self._tallies: dict[str, _Tally] = {}
        self._known: dict[tuple[int, str, tuple[str, ...]], str] = {}
        self._owners: dict[str, _Frame] = {}

    # --- the function's body

    def body(self, frames: Sequence[_Frame], last: Sequence[str], depth: int) -> list[str]:
        """The statements that compute what the last ones name, each before it is used."""
        pad = "    " * depth
        needed = self._needed(frames, last)
        lines = [f"{pad}{frame.loads[name]}" for frame in frames for name in frame.loads if name in needed]
        mine = [name for name in self._tallies if name in needed and self._tallies[name].home in frames]
        lines += [f"{pad}{name} = {self._tallies[name].start}" for name in mine]
        for turn in sorted({self._tallies[name].turn for name in mine}):
            for group in dict.fromkeys(self._tallies[name].group for name in mine):
                here = [n for n in mine if self._tallies[n].group is group and self._tallies[n].turn == turn]
                if here and group.parent is not None:
                    steps = [step.replace("@", name) for name in here for step in self._tallies[name].steps]
                    people = f"{group.parent.name}.get({group.relation!r}) or ()"
                    lines += [f"{pad}for {group.name} in {people}:", *self.body((group,), steps, depth + 1)]
        return [*lines, *(f"{pad}{line}" for line in last)]

    def _needed(self, frames: Sequence[_Frame], last: Sequence[str]) -> set[str]:
        """The names that these statements use, and those behind them, as far as they belong to these frames."""
        found: set[str] = set()
        open_ = [name for line in last for name in _NAMES.findall(line)]
        while open_:
            name = open_.pop()
            if name in found:
                continue
            found.add(name)
            tally = self._tallies.get(name)
            if tally is not None:
                open_ += [inner for step in tally.steps for inner in _NAMES.findall(step)]
        return found

    # --- values

    def _load(self, of: nodes.Field, scope: Scope[_Frame]) -> str:
        frame = scope[of.of][1]
        kind = self.kind(of, scope)
        if kind.source:
            text = f"_part({frame.name}.get({kind.source!r}), {LEVELS[kind.level]})"
        elif of.key:
            text = f"({frame.name}.get({of.name!r}) or E).get({self._constant(of.key)})"
        else:
            text = f"{frame.name}.get({of.name!r})"
        for name, held in frame.loads.items():
            if held == f"{name} = {text}":
                return name
        name = f"v{len(self._owners)}"
        self._owners[name] = frame
        frame.loads[name] = f"{name} = {text}"
        return name

    def _constant(self, value: Any) -> str:
        for name, held in self.constants.items():
            if type(held) is type(value) and held == value:
                return name
        name = f"K{len(self.constants)}"
        self.constants[name] = value
        return name

    def _value(self, node: Node, scope: Scope[_Frame]) -> tuple[str, str]:
        """A date, code or truth, and the name that is None where it is unknown; empty if it never is."""
        match node:
            case nodes.Field():
                name = self._load(node, scope)
                return name, name
            case nodes.Default(of, nodes.Day(value) | nodes.Instant(value) | nodes.Code(value) | nodes.Bool(value)):
                name = self._load(of, scope)
                return f"({self._constant(value)} if {name} is None else {name})", ""
            case nodes.Day(value) | nodes.Instant(value) | nodes.Code(value):
                return self._constant(value), ""
        raise TypeError(type(node).__name__)

    def leaf(self, node: Node, scope: Scope[_Frame], *, want: bool, or_unknown: bool) -> str:
        match node:
            case nodes.In(of, options):
                value, missing = self._value(of, scope)
                held = frozenset(option.value for option in options)  # type: ignore[union-attr]
                test = f"{value} {'in' if want else 'not in'} {self._constant(held)}"
            case nodes.Holds(of, code):
                value, missing = self._value(of, scope)
                test = f"{self._constant(code)} {'in' if want else 'not in'} {value}"
            case nodes.Cmp(op, left, right):
                (a, one), (b, other) = self._value(left, scope), self._value(right, scope)
                missing = one if one == other else " ".join(filter(None, (one, other)))
                test = f"{a} {op} {b}" if want else f"{a} {_OTHERWISE[op]} {b}"
            case _:
                value, missing = self._value(node, scope)
                test = f"{value} is {want}"
        names = missing.split()
        if or_unknown:
            return f"({' or '.join([*(f'{name} is None' for name in names), test])})"
        return f"({' and '.join([*(f'{name} is not None' for name in names), test])})"

    def known(self, field: nodes.Field, scope: Scope[_Frame], *, want: bool) -> str:
        return f"({self._load(field, scope)} is {'not ' if want else ''}None)"

    def complete(self, holder: _Frame, *, want: bool) -> str:
        return f"({holder.name}.get('complete') is {'' if want else 'not '}True)"

    # --- predicates and numbers

    def const(self, value: bool) -> str:
        return str(value)

    def every(self, parts: Sequence[str]) -> str:
        return f"({' and '.join(parts)})" if parts else "True"

    def either(self, parts: Sequence[str]) -> str:
        return f"({' or '.join(parts)})" if parts else "False"

    def compare(self, op: nodes.Op, left: str, right: str) -> str:
        return f"({left} {op} {right})"

    def number(self, value: int) -> str:
        return f"({value})" if value < 0 else str(value)

    def field(self, field: nodes.Field, scope: Scope[_Frame], otherwise: int) -> str:
        name = self._load(field, scope)
        return f"({otherwise} if {name} is None else {name})"

    def lookup(self, field: nodes.Field, scope: Scope[_Frame], table: Mapping[str, int], otherwise: int) -> str:
        return f"{self._constant(dict(table))}.get({self._load(field, scope)}, {otherwise})"

    def plus(self, left: str, right: str) -> str:
        return f"({left} + {right})"

    def minus(self, left: str, right: str) -> str:
        return f"({left} - {right})"

    def times(self, by: int, of: str) -> str:
        return f"({by} * {of})"

    def choose(self, test: str, then: str, otherwise: str) -> str:
        return f"({then} if {test} else {otherwise})"

    # --- groups

    def enter(self, relation: str, unit: str, holder: _Frame, scope: Scope[_Frame]) -> _Frame:
        level = 1 + max(frame.level for _, frame in scope.values())
        group = holder.groups.get((relation, level))
        if group is None:
            name = f"{holder.name}{relation[0]}{level}"
            group = _Frame(name=name, parent=holder, relation=relation, level=level)
            holder.groups[relation, level] = group
        return group

    def _tally(self, group: _Frame, start: str, *steps: str) -> str:
        key = (id(group), start, steps)
        if key not in self._known:
            name = f"a{len(self._tallies)}"
            used = {n for step in steps for n in _NAMES.findall(step)}
            behind = self._behind(used & self._tallies.keys())
            frames = [self._owners[n] for n in used & self._owners.keys()] + [self._tallies[n].home for n in behind]
            assert group.parent is not None  # noqa: S101 - only loops are tallied
            home = max((f for f in (group.parent, *frames) if f.level < group.level), key=lambda f: f.level)
            # What was found out at the same level (all roots are one) and is needed here takes another turn.
            beside = [self._tallies[n].turn for n in behind if self._tallies[n].home.level == home.level]
            self._tallies[name] = _Tally(group, home, start, steps, 1 + max(beside, default=0))
            self._known[key] = name
        return self._known[key]

    def _behind(self, names: set[str]) -> set[str]:
        found = set(names)
        for name in names:
            inner = {n for step in self._tallies[name].steps for n in _NAMES.findall(step)} & self._tallies.keys()
            found |= self._behind(inner)
        return found

    def some(self, group: _Frame, holds: str) -> str:
        return self._tally(group, "False", f"if {holds}: @ = True")

    def none(self, group: _Frame, holds: str) -> str:
        return f"(not {self.some(group, holds)})"

    def count(self, group: _Frame, holds: str) -> str:
        return self._tally(group, "0", f"if {holds}: @ += 1")

    def total(self, group: _Frame, parts: Sequence[tuple[str, str]]) -> str:
        steps = [f"{'elif' if i else 'if'} {test}: @ += {term}" for i, (test, term) in enumerate(parts)]
        return self._tally(group, "0", *steps)

    def extreme(self, group: _Frame, holds: str, term: str, *, least: bool, otherwise: int) -> str:
        sign = "<" if least else ">"
        name = self._tally(group, "None", f"if {holds} and (@ is None or {term} {sign} @): @ = {term}")
        return f"({otherwise} if {name} is None else {name})"


_OTHERWISE = {"==": "!=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}

"""Which unknown facts can still decide: two completions that differ only there give different verdicts.

The search tries a fact's values against completions of the others, and cuts off whatever three-valued evaluation
decides already. A number is tried as a range, split in halves where it matters; an open roster with nobody more, and
with a few people more of whom anything may be true. Where the search would take too long, a fact counts as deciding:
a question too many is better than one too few.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from attrs import evolve, field, frozen, mutable

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.closures import Look, compile_node
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.schema import Kind, Schema

__all__ = ["OpenFact", "blocking", "settling", "together"]

_BUDGET = 200
"""Evaluations that the search for one fact may take."""

_CROWD = 30
"""How many people more a roster is tried with at most."""

_TOGETHER = 4
"""Codes of a set of which all combinations are tried."""

_WHOLE = 2_000
"""Evaluations that all facts of an expression may take together."""


@frozen
class OpenFact:
    """A fact that nobody has told.

    Args:
        holder: the values of whom it is about, as they were given.
        unit: individual, family or household.
        name: the variable; for a roster that may be incomplete, the relation's name.
        key: of a keyed variable.
        roster: whether the question is who else belongs to the unit.
    """

    holder: Mapping[str, Any] = field(eq=False, hash=False)
    unit: str
    name: str
    key: str = ""
    roster: bool = False

    @property
    def identity(self) -> tuple[int, str, str]:
        """Two are the same if they are of the same holder."""
        return id(self.holder), self.name, self.key


def blocking(lowered: Lowered, roots: Sequence[Mapping[str, Any]]) -> tuple[OpenFact, ...]:
    """The unknown facts that can still decide an expression, in the order in which it asks for them.

    Args:
        lowered: the expression.
        roots: the root units, in the order of `Schema.roots`.
    """
    return tuple(_Search(lowered, roots).deciding())


def settling(lowered: Lowered, roots: Sequence[Mapping[str, Any]]) -> tuple[tuple[OpenFact, float], ...]:
    """The same facts, each with which part of the answers to it would settle the expression, from 0 to 1."""
    search = _Search(lowered, roots)
    return tuple((fact, search.settled(fact)) for fact in search.deciding())


def together(
    expressions: Sequence[Lowered], roots: Sequence[Mapping[str, Any]], most: int = 200
) -> frozenset[tuple[bool, ...]] | None:
    """What several expressions can be at once, over all completions of what they hang on.

    Args:
        expressions: of one unit.
        roots: the root units, in the order of `Schema.roots`.
        most: how many completions are tried.

    Returns:
        One truth for each expression, in every way that was found; ``None`` where there are too many completions.
    """
    whole = evolve(expressions[0], node=nodes.And(tuple(one.node for one in expressions)))
    search = _Search(whole, roots)
    found: set[tuple[bool, ...]] = set()
    search.budget = _Budget(most)
    names = {name: name for name in whole.schema.roots[whole.unit]}
    truths = [compile_node(one.node, whole.schema, names, traced=True) for one in expressions]
    return frozenset(found) if search.complete(truths, found) else None


@mutable
class _Budget:
    left: int = _BUDGET


class _Search:
    def __init__(self, lowered: Lowered, roots: Sequence[Mapping[str, Any]]) -> None:
        self._schema: Schema = lowered.schema
        self._names = lowered.schema.roots[lowered.unit]
        memo: dict[int, Any] = {}
        self._roots: list[Any] = [copy.deepcopy(root, memo) for root in roots]
        self._given: dict[int, Mapping[str, Any]] = {}
        self._units: dict[int, str] = {}
        for unit, root, mine in zip(self._names, roots, self._roots, strict=True):
            self._pair(unit, root, mine)
        names = {name: name for name in self._names}
        self._truth = compile_node(lowered.node, self._schema, names, traced=True)
        self._node = lowered.node
        self.budget = _Budget()
        self._left = _WHOLE

    def _pair(self, unit: str, given: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        if id(mine) in self._given:
            return
        self._given[id(mine)], self._units[id(mine)] = given, unit
        for relation, inner in self._schema.units[unit].relations.items():
            for a, b in zip(given.get(relation) or (), mine.get(relation) or (), strict=True):
                self._pair(inner, a, b)

    def deciding(self) -> Iterator[OpenFact]:
        """The facts that can decide; if the search finds none, all that are unknown: better a question too many."""
        looks = self.unknown_looks()
        found = [look for look in looks if self.decides(look)]
        if not found and self._may_be_both():
            found = looks
        yield from map(self.fact, found)

    def _may_be_both(self) -> bool:
        """Whether some completions say yes and others no, as far as can be told."""
        self.budget = _Budget()
        return len(self._possible()) > 1

    def settled(self, fact: OpenFact) -> float:
        """Which part of the answers to a question would settle the expression."""
        look = next(look for look in self.unknown_looks() if self.fact(look).identity == fact.identity)
        found = [self.with_value(look, value) is not None for value in self._points(look)]
        return sum(found) / len(found)

    def fact(self, look: Look) -> OpenFact:
        """A look as told to others: of whom it was given."""
        holder, name, key = look
        unit = self._units[id(holder)]
        roster = name in self._schema.units[unit].relations
        return OpenFact(self._given[id(holder)], unit, name, key, roster)

    # --- evaluation

    def _evaluate(self) -> tuple[bool | None, list[Look]]:
        seen: list[Look] = []
        self.budget.left -= 1
        return self._truth([*self._roots], seen), list(self._open(seen))

    def _open(self, seen: Sequence[Look]) -> Iterator[Look]:
        """Those looks that found nothing definite, each once."""
        found: set[tuple[int, str, str]] = set()
        for holder, name, key in seen:
            if (id(holder), name, key) in found:
                continue
            found.add((id(holder), name, key))
            if id(holder) in self._units and name in self._schema.units[self._units[id(holder)]].relations:
                if holder.get("complete") is not True:
                    yield holder, name, key
                continue
            held = holder.get(name)
            held = held.get(key) if key and held is not None else held
            if held is None or (type(held) is tuple and held[0] < held[1]):
                yield holder, name, key

    def unknown_looks(self) -> list[Look]:
        """What an evaluation as things stand finds unknown; nothing if it is decided."""
        truth, looks = self._evaluate()
        return looks if truth is None else []

    # --- values

    def values(self, look: Look) -> list[Any]:
        """Values that stand for all that a fact may be, as far as the expression can tell them apart."""
        holder, name, _ = look
        unit = self._units.get(id(holder), "individual")
        if name in self._schema.units[unit].relations:
            return self._sizes(len(holder.get(name) or ()))
        kind = self._schema.units[unit].fields[name]
        match kind.name:
            case "bool":
                return [True, False]
            case "number":
                return [(kind.low, kind.high)]
            case "date":
                return self._dates()
            case "codes":
                return self._sets(name)
            case _:
                return self._codes(kind)

    def _sizes(self, here: int) -> list[Any]:
        """How many more there may be: nobody, a few, and as many as the numbers of the text are about."""
        told = {n.value - here + by for n in nodes.walk(self._node) if isinstance(n, nodes.Int) for by in (0, 1)}
        return [0, 1, 2, *sorted(more for more in told if 2 < more <= _CROWD)]

    def _sets(self, name: str) -> list[Any]:
        held = sorted({n.code for n in nodes.walk(self._node) if isinstance(n, nodes.Holds) and n.of.name == name})
        if len(held) > _TOGETHER:
            return [frozenset(), *(frozenset({code}) for code in held), frozenset(held)]
        return [frozenset(some) for size in range(len(held) + 1) for some in combinations(held, size)]

    def _codes(self, kind: Kind) -> list[Any]:
        told = dict.fromkeys(node.value for node in nodes.walk(self._node) if isinstance(node, nodes.Code))
        lookups = (n for n in nodes.walk(self._node) if isinstance(n, nodes.Lookup))
        if kind.name == "region":
            places = [value for value in told if "." in value or len(value) == 2]
            return [*places, *(code for look in lookups for code, _ in look.table), "00.00.00.0000"]
        mentioned = [code for code in kind.codes if code in told]
        other = [code for code in kind.codes if code not in told]
        return mentioned + other[:2]  # two, for what is compared with another unknown code

    def _dates(self) -> list[Any]:
        days = {node.value for node in nodes.walk(self._node) if isinstance(node, nodes.Day)}
        days |= {value for root in self._given.values() for value in root.values() if type(value) is date}
        days |= {date(1900, 1, 1)}
        around = {
            day + timedelta(days=by)
            for day in days
            for by in (-1, 0, 1)
            if date.min + timedelta(days=1) < day < date.max - timedelta(days=1)
        }
        return sorted(around | days)

    def with_value(self, look: Look, value: Any) -> bool | None:
        """The verdict if a fact had a value."""
        undo = self._put(look, value)
        try:
            return self._evaluate()[0]
        finally:
            undo()

    def _put(self, look: Look, value: Any) -> Any:
        holder: Any = look[0]
        name, key = look[1], look[2]
        unit = self._units.get(id(holder), "individual")
        if name in self._schema.units[unit].relations:
            inner = self._schema.units[unit].relations[name]
            ghosts: list[dict[str, Any]] = [{"complete": True} for _ in range(value)]
            self._units |= {id(ghost): inner for ghost in ghosts}
            old, was = holder.get(name), holder.get("complete")
            holder[name], holder["complete"] = [*(old or ()), *ghosts], True

            def close_again() -> None:
                holder[name], holder["complete"] = old, was
                for ghost in ghosts:
                    del self._units[id(ghost)]

            return close_again
        if key:
            before = holder.get(name)
            holder[name] = {**(before or {}), key: value}
            return lambda: holder.__setitem__(name, before)
        had = holder.get(name)
        holder[name] = value
        return lambda: holder.__setitem__(name, had)

    # --- search

    def complete(self, truths: Sequence[Any], found: set[tuple[bool, ...]]) -> bool:
        """Note the truths of several expressions for all completions; whether that could be done within the budget."""
        self.budget.left -= 1
        if self.budget.left < 0:
            return False
        verdicts: list[bool] = []
        for truth in truths:
            seen: list[Look] = []
            verdict = truth([*self._roots], seen)
            if verdict is None:
                looks = list(self._open(seen))
                return bool(looks) and all(
                    self._completed(looks[0], value, truths, found) for value in self._points(looks[0])
                )
            verdicts.append(verdict)
        found.add(tuple(verdicts))
        return True

    def _completed(self, look: Look, value: Any, truths: Sequence[Any], found: set[tuple[bool, ...]]) -> bool:
        undo = self._put(look, value)
        try:
            return self.complete(truths, found)
        finally:
            undo()

    def _points(self, look: Look) -> list[Any]:
        """As `values`, with numbers one by one: those of the text and their neighbours, and the ends."""
        values = self.values(look)
        if not values or type(values[0]) is not tuple:
            return values
        ((low, high),) = values
        told = {n.value + by for n in nodes.walk(self._node) if isinstance(n, nodes.Int) for by in (-1, 0, 1)}
        return sorted({low, high, *(value for value in told if low <= value <= high)})

    def decides(self, look: Look) -> bool:
        """Whether two completions that differ only in this fact give different verdicts."""
        self.budget = _Budget(max(0, min(_BUDGET, self._left)))
        before = self.budget.left
        try:
            return self._differ(look, self.values(look))
        finally:
            self._left -= before - self.budget.left

    def _differ(self, look: Look, values: list[Any]) -> bool:
        """With what is supposed of the others: whether one value says yes and another no, or may yet."""
        if self.budget.left <= 0:
            return True
        verdicts: set[bool | None] = set()
        undecided: list[tuple[Any, list[Look]]] = []
        for value in values:
            undo = self._put(look, value)
            truth, looks = self._evaluate()
            undo()
            if truth is None and looks:
                undecided.append((value, looks))
            else:
                verdicts.add(truth)  # unknown for good is a verdict too: the least of nobody
        if len(verdicts) > 1:
            return True
        if not undecided:
            return False
        other = next((o for _, looks in undecided for o in looks if not _same(o, look) and self._reachable(o)), None)
        if other is not None:
            return any(self._supposing(other, part, look, values) for part in self._parts(other))
        ghostly = [(value, looks) for value, looks in undecided if any(not _same(o, look) for o in looks)]
        if ghostly:
            return self._differ_with_ghosts(look, verdicts, [value for value, _ in ghostly])
        split = [half for value, _ in undecided if type(value) is tuple for half in _halves(value)]
        rest = [value for value in values if value not in [v for v, _ in undecided]]
        return bool(split) and self._differ(look, rest + split)

    def _supposing(self, other: Look, part: Any, look: Look, values: list[Any]) -> bool:
        undo = self._put(other, part)
        try:
            return self._differ(look, values)
        finally:
            undo()

    def _differ_with_ghosts(self, look: Look, verdicts: set[bool | None], values: list[Any]) -> bool:
        """A roster: whether people more, of whom anything may be true, can bring what nobody more does not."""
        found = set(verdicts)
        for value in values:
            undo = self._put(look, value)
            found |= self._possible()
            undo()
            if len(found) > 1:
                return True
        return False

    def _possible(self) -> set[bool | None]:
        """All verdicts that completions give."""
        if self.budget.left <= 0:
            return {True, False}
        truth, looks = self._evaluate()
        if truth is not None or not looks:
            return {truth}
        found: set[bool | None] = set()
        for part in self._parts(looks[0]):
            undo = self._put(looks[0], part)
            found |= self._possible()
            undo()
            if len(found) > 1:
                break
        return found

    def _parts(self, look: Look) -> list[Any]:
        holder, name, key = look
        held = holder.get(name)
        held = held.get(key) if key and held is not None else held
        return _halves(held) if type(held) is tuple else self.values(look)

    def _reachable(self, look: Look) -> bool:
        """Whether it is of somebody who is there, not of one who is only supposed for a moment."""
        return id(look[0]) in self._units


def _same(a: Look, b: Look) -> bool:
    return a[0] is b[0] and a[1:] == b[1:]


def _halves(box: tuple[int, int]) -> list[tuple[int, int]]:
    low, high = box
    if low == high:
        return []
    middle = (low + high) // 2
    return [(low, middle), (middle + 1, high)]

"""Which unknown facts can still decide: two completions that differ only there give different verdicts.

The search tries a fact's values against completions of the others, and cuts off whatever three-valued evaluation
decides already. A number is tried as a range, split in halves where it matters; an open roster with nobody more, and
with a few people more of whom anything may be true. Where the search would take too long, a fact counts as deciding:
a question too many is better than one too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen, mutable

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.closures import Look, compile_node
from slrt_core.rules.criteria.lowering import Lowered
from slrt_core.rules.criteria.sampling import Samples, halves
from slrt_core.rules.criteria.supposing import Supposed

__all__ = ["OpenFact", "blocking", "settling", "together"]

_BUDGET = 200
"""Evaluations that the search for one fact may take."""

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
        names = lowered.schema.roots[lowered.unit]
        self._subject = Supposed(lowered.schema, names, roots)
        self._samples = Samples(lowered.node, self._subject)
        self._truth = compile_node(lowered.node, lowered.schema, {name: name for name in names}, traced=True)
        self.budget = _Budget()
        self._left = _WHOLE

    def deciding(self) -> Iterator[OpenFact]:
        """The facts that can decide; if the search finds none, all that are unknown: better a question too many."""
        looks = self._unknown_looks()
        found = [look for look in looks if self._decides(look)]
        if not found and self._may_be_both():
            found = looks
        yield from map(self._fact, found)

    def settled(self, fact: OpenFact) -> float:
        """Which part of the answers to a question would settle the expression."""
        look = next(look for look in self._unknown_looks() if self._fact(look).identity == fact.identity)
        found = [self._with_value(look, value) is not None for value in self._samples.points(look)]
        return sum(found) / len(found)

    def _fact(self, look: Look) -> OpenFact:
        """A look as told to others: of whom it was given."""
        _, name, key = look
        roster = self._subject.members(look) is not None
        return OpenFact(self._subject.given(look), self._subject.unit(look), name, key, roster)

    def _evaluate(self) -> tuple[bool | None, list[Look]]:
        seen: list[Look] = []
        self.budget.left -= 1
        return self._truth([*self._subject.roots], seen), list(self._subject.open(seen))

    def _unknown_looks(self) -> list[Look]:
        """What an evaluation as things stand finds unknown; nothing if it is decided."""
        truth, looks = self._evaluate()
        return looks if truth is None else []

    def _with_value(self, look: Look, value: Any) -> bool | None:
        """The verdict if a fact had a value."""
        undo = self._subject.put(look, value)
        try:
            return self._evaluate()[0]
        finally:
            undo()

    # --- all completions

    def complete(self, truths: Sequence[Any], found: set[tuple[bool, ...]]) -> bool:
        """Note the truths of several expressions for all completions; whether that could be done within the budget."""
        self.budget.left -= 1
        if self.budget.left < 0:
            return False
        verdicts: list[bool] = []
        for truth in truths:
            seen: list[Look] = []
            verdict = truth([*self._subject.roots], seen)
            if verdict is None:
                looks = list(self._subject.open(seen))
                return bool(looks) and all(
                    self._completed(looks[0], value, truths, found) for value in self._samples.points(looks[0])
                )
            verdicts.append(verdict)
        found.add(tuple(verdicts))
        return True

    def _completed(self, look: Look, value: Any, truths: Sequence[Any], found: set[tuple[bool, ...]]) -> bool:
        undo = self._subject.put(look, value)
        try:
            return self.complete(truths, found)
        finally:
            undo()

    def _may_be_both(self) -> bool:
        """Whether some completions say yes and others no, as far as can be told."""
        self.budget = _Budget()
        return len(self._possible()) > 1

    def _possible(self) -> set[bool | None]:
        """All verdicts that completions give."""
        if self.budget.left <= 0:
            return {True, False}
        truth, looks = self._evaluate()
        if truth is not None or not looks:
            return {truth}
        found: set[bool | None] = set()
        for part in self._samples.parts(looks[0]):
            undo = self._subject.put(looks[0], part)
            found |= self._possible()
            undo()
            if len(found) > 1:
                break
        return found

    # --- pairs of completions

    def _decides(self, look: Look) -> bool:
        """Whether two completions that differ only in this fact give different verdicts."""
        self.budget = _Budget(max(0, min(_BUDGET, self._left)))
        before = self.budget.left
        try:
            return self._differ(look, self._samples.values(look))
        finally:
            self._left -= before - self.budget.left

    def _differ(self, look: Look, values: list[Any]) -> bool:
        """With what is supposed of the others: whether one value says yes and another no, or may yet."""
        if self.budget.left <= 0:
            return True
        verdicts: set[bool | None] = set()
        undecided: list[tuple[Any, list[Look]]] = []
        for value in values:
            undo = self._subject.put(look, value)
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
        other = next(
            (o for _, looks in undecided for o in looks if not _same(o, look) and self._subject.there(o)), None
        )
        if other is not None:
            return any(self._supposing(other, part, look, values) for part in self._samples.parts(other))
        ghostly = [(value, looks) for value, looks in undecided if any(not _same(o, look) for o in looks)]
        if ghostly:
            return self._differ_with_ghosts(look, verdicts, [value for value, _ in ghostly])
        split = [half for value, _ in undecided if type(value) is tuple for half in halves(value)]
        rest = [value for value in values if value not in [v for v, _ in undecided]]
        return bool(split) and self._differ(look, rest + split)

    def _supposing(self, other: Look, part: Any, look: Look, values: list[Any]) -> bool:
        undo = self._subject.put(other, part)
        try:
            return self._differ(look, values)
        finally:
            undo()

    def _differ_with_ghosts(self, look: Look, verdicts: set[bool | None], values: list[Any]) -> bool:
        """A roster: whether people more, of whom anything may be true, can bring what nobody more does not."""
        found = set(verdicts)
        for value in values:
            undo = self._subject.put(look, value)
            found |= self._possible()
            undo()
            if len(found) > 1:
                return True
        return False


def _same(a: Look, b: Look) -> bool:
    return a[0] is b[0] and a[1:] == b[1:]

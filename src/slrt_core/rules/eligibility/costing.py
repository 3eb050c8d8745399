"""What units cost in the first year, reckoned from what a store finds of them without giving them out.

A store says of a unit, and of each of its members, which components hold: yes, no or not known. That is all that a sum
hangs on, but for two things, which are asked for where they matter: the village, if an amount differs by place; and if
several components of the unit are not certain, the facts that say which of them can hold together. Where those facts
cannot be asked for, the unit has to be read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from slrt_core.model.criteria import Each
from slrt_core.rules.criteria import Lowered, nodes
from slrt_core.rules.criteria.nodes import Field, Node
from slrt_core.rules.eligibility.compiling import Compiled, CompiledComponent
from slrt_core.rules.eligibility.entitlements import Claim, amount_of, at_once, counted, doubtful, entitlement

__all__ = ["Cost", "Costing", "Inquiry", "Verdicts", "cost"]

Cost = tuple[int, int]
"""Rupiah in the first year, what is paid a single time included: what is certain, and what it may come to."""

Verdicts = tuple[bool | None, ...]
Roots = tuple[Mapping[str, Any], ...]

_REGION = Field("household", "region")
_PLAIN = {"bool", "number", "code"}


def cost(one: Compiled, roots: Roots) -> Cost:
    """What a unit costs if it is in the program."""
    found = entitlement(one, roots)
    return found.least + found.once, found.most + found.once_most


@frozen
class Inquiry:
    """What a store is asked: conditions and facts, each once, however many components hang on them.

    Args:
        units: conditions on the unit, each with its place.
        members: conditions on its members.
        facts: of the unit and of what it belongs to.
    """

    units: dict[Node, int] = field(factory=dict)
    members: dict[Node, int] = field(factory=dict)
    facts: dict[Field, int] = field(factory=dict)


@define
class Costing:
    """A program's costs.

    Args:
        one: the program on the day.
        inquiry: what the store is asked; what is needed here is added to it.
        told: whether every cost can be told from what is asked, so that no unit has to be read.
    """

    one: Compiled
    inquiry: Inquiry
    told: bool = field(default=True, init=False)
    _own: list[tuple[CompiledComponent, int]] = field(factory=list, init=False)
    _each: list[tuple[CompiledComponent, int]] = field(factory=list, init=False)
    _kept: dict[object, Cost | None] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for component in self.one.components:
            if component.parameter is None:
                continue
            each, node = component.component.each is Each.MEMBER, component.lowered.node
            asked = self.inquiry.members if each else self.inquiry.units
            (self._each if each else self._own).append((component, asked.setdefault(node, len(asked))))
            if any(value.at for value in component.parameter.values):
                self._ask([_REGION])
        if len(self._own) > 1:
            facts = _facts([component.lowered for component, _ in self._own])
            self.told = facts is not None
            self._ask(facts or ())

    def _ask(self, facts: Collection[Field]) -> None:
        for fact in facts:
            self.inquiry.facts.setdefault(fact, len(self.inquiry.facts))

    def cost(self, own: Verdicts, facts: Sequence[Any], members: tuple[Verdicts, ...]) -> Cost | None:
        """What a unit costs if it is in the program; ``None`` where it has to be read to tell.

        Args:
            own: for each condition on the unit, what was found.
            facts: the value of each; ``None`` if it is not known.
            members: for each member of whom any condition may hold what was found of them, in the order of their ids.
        """
        key = (own, facts, members)
        if key not in self._kept:
            self._kept[key] = self._cost(own, dict(zip(self.inquiry.facts, facts, strict=True)), members)
        return self._kept[key]

    def _cost(self, own: Verdicts, facts: Mapping[Field, Any], members: tuple[Verdicts, ...]) -> Cost | None:
        region = str(facts.get(_REGION) or "")
        claims = [
            Claim(component, unit, amount, found[place] is True)
            for unit, found, components in (
                ("", own, self._own),
                *((f"{number:09}", found, self._each) for number, found in enumerate(members)),
            )
            for component, place in components
            if found[place] is not False and (amount := amount_of(component, self.one, region)) is not None
        ]
        if doubtful(claims) and not self.told:
            return None
        sure = counted(self.one, [claim for claim in claims if claim.certain])
        most = counted(self.one, at_once(self.one, claims, _roots(facts, self.one.lowered)))
        return sum(claim.yearly + claim.once for claim in sure), sum(claim.yearly + claim.once for claim in most)


def _facts(conditions: Sequence[Lowered]) -> tuple[Field, ...] | None:
    """The facts on which conditions hang; ``None`` if they hang on other people, or on what a store does not tell."""
    found: dict[Field, None] = {}
    for one in conditions:
        for node in nodes.walk(one.node):
            if isinstance(node, nodes.Relation):
                return None
            if isinstance(node, Field):
                kind = one.schema.units[node.of].fields[node.name]
                if kind.name not in _PLAIN or kind.source:
                    return None
                found[node] = None
    return tuple(found)


def _roots(facts: Mapping[Field, Any], lowered: Lowered) -> Roots:
    """The unit and what it belongs to, as far as these facts go."""
    found: dict[str, dict[str, Any]] = {name: {"id": ""} for name in lowered.schema.roots[lowered.unit]}
    for fact, value in facts.items():
        if value is not None:
            holder = found[fact.of].setdefault(fact.name, {}) if fact.key else found[fact.of]
            holder[fact.key or fact.name] = value
    return tuple(found.values())

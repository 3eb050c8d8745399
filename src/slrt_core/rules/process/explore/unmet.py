"""Which demands are not met in the states of a search, and which states cannot end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from slrt_core.rules.process.explore.findings import Demand
    from slrt_core.rules.process.explore.searching import Node, Search

__all__ = ["unmet"]

_ONLY_THE_HOUSEHOLD = frozenset({"withdraw"})


def unmet(search: Search, demands: Iterable[Demand]) -> Iterator[tuple[str, str, str, Text, Node, int]]:
    """The demands that some state does not meet, and the states that cannot end, each with its first state."""
    if not search.complete:
        # What lies beyond the bound is not known, so nothing can be called impossible.
        return
    nodes = search.nodes
    for demand in demands:
        given = [node for node in nodes if demand.given(node.case, node.scene)]
        if demand.goal is None:
            wanting = [node for node in given if not node.allowed.intersection(demand.command)]
        elif given:
            met = {number for number, node in enumerate(nodes) if demand.goal(node.case, node.scene)}
            fine = _reaching(nodes, met, demand.without, demand.id)
            wanting = [node for node in given if node not in fine]
        else:
            continue
        if wanting:
            yield "impossible", demand.id, demand.rule, demand.text, wanting[0], len(wanting)
    rules = nodes[0].scene.process.states if nodes else {}
    ends = {number for number, node in enumerate(nodes) if rules[node.case.state].terminal}
    ending = _reaching(nodes, ends, _ONLY_THE_HOUSEHOLD)
    stuck: dict[str, list[Node]] = {}
    for node in nodes:
        if node not in ending:
            stuck.setdefault(node.case.state, []).append(node)
    for state, those in stuck.items():
        text = Text(f"kasus buntu di keadaan {state}", f"a case is stuck in the state {state}")
        yield "stuck", f"stuck:{state}", "R-APP-5", text, those[0], len(those)


def _reaching(nodes: Sequence[Node], met: set[int], without: frozenset[str], name: str = "") -> set[Node]:
    """The states from which a goal can be reached, not counting some commands and officers who are yet to come.

    A goal is looked for in each step itself too: what it led to may have been taken for a state that was met before.
    """
    back: dict[int, list[int]] = {}
    found = set(met)
    for number, node in enumerate(nodes):
        for label, after, goals in node.ways_on:
            if label not in without and nodes[after].phase == node.phase:
                back.setdefault(after, []).append(number)
                if name in goals:
                    found.add(number)
    waiting = list(found)
    while waiting:
        for number in back.get(waiting.pop(), ()):
            if number not in found:
                found.add(number)
                waiting.append(number)
    return {nodes[number] for number in found}

"""The other lives of a rulebook (programs, participation): what their table alone tells.

They are searched state by state, not with decisions: a rulebook without such a table has none, and no finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, Protocol

from slrt_core.reasons import Basis, Text
from slrt_core.rules.process.explore.findings import Finding

__all__ = ["explore_lives"]


class _Row(Protocol):
    """What is looked at of a row of a life."""

    life: str
    before: str
    command: str
    after: str
    posts: tuple[str, ...]
    place: str
    basis: Basis


def explore_lives(book: Any) -> tuple[Finding, ...]:
    """Search the lives of a rulebook.

    Args:
        book: a rulebook; one with ``life_rows`` and ``life_states`` has lives.

    Returns:
        States that cannot end, rows that no record can reach, and two rows for one post.
    """
    rows: tuple[_Row, ...] = getattr(book, "life_rows", ())
    states: Mapping[str, Mapping[str, Any]] = getattr(book, "life_states", {})
    return tuple(found for life in states for found in _life(life, states[life], [r for r in rows if r.life == life]))


def _life(life: str, states: Mapping[str, Any], rows: list[_Row]) -> Iterator[Finding]:
    steps = [(row.before, row.after) for row in rows]
    initial = {name for name, state in states.items() if state.initial}
    reached = _closure(initial, steps)
    ending = _closure(
        {n for n, state in states.items() if state.terminal}, [(after, before) for before, after in steps]
    )
    for state in sorted(reached - ending):
        text = Text(f"{life} buntu di keadaan {state}", f"a {life} is stuck in the state {state}")
        yield Finding(sort="stuck", id=f"stuck:{life}.{state}", rule="R-APP-5", text=text)
    for row in rows:
        if row.before not in reached:
            words = f"{life}: {row.before} + {row.command}"
            text = Text(f"baris tidak pernah terpakai: {words}", f"a row that never fires: {words}")
            yield Finding(sort="never", id=f"{row.place} {row.before}", rule=row.basis.rule, text=text)
    for one, other in combinations(rows, 2):
        if (one.before, one.command) == (other.before, other.command) and set(one.posts) & set(other.posts):
            place = f"{one.place} {other.place}"
            text = Text(f"dua baris untuk satu orang: {place}", f"two rows for one actor: {place}")
            yield Finding(sort="ambiguous", id=place, rule=one.basis.rule, text=text)


def _closure(start: Iterable[str], steps: list[tuple[str, str]]) -> set[str]:
    found = set(start)
    while more := {after for before, after in steps if before in found and after not in found}:
        found |= more
    return found

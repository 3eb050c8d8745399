"""Which box stands where: a column for each lane, from the village to the receiver, and a row for each step further.

Every box has a cell of its own, so that no two can overlap. States where nobody is waited for stand in rows of their
own at the bottom.
"""

from __future__ import annotations

from itertools import groupby, permutations, product
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.rules.process.export.machine import START, inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from slrt_core.rules.process.export.machine import Lane, Machine, Spot, Step

__all__ = ["Cell", "Grid", "drawn", "grid_of"]

_LEVELS = ("village", "subdistrict", "regency")
_COLUMNS = 5
"""So many columns fit a page; a process with few lanes uses them for boxes side by side."""
_MOST = 6
"""Beyond so many lanes at one level, trying every order of them would take too long."""

Cell = tuple[int, int]
"""Column and row."""


@frozen(kw_only=True)
class Grid:
    """Where the boxes stand.

    Args:
        cells: by state.
        lanes: from left to right, each with its first column and the one after its last.
        columns: how many.
        rows: how many.
        bottom: the first row of the states where nobody is waited for.
    """

    cells: Mapping[str, Cell]
    lanes: tuple[tuple[Lane, int, int], ...]
    columns: int
    rows: int
    bottom: int


def drawn(machine: Machine) -> tuple[Step, ...]:
    """The steps that are arrows."""
    written = inside(machine)
    return tuple(step for step in machine.steps if step not in written)


def grid_of(machine: Machine) -> Grid:
    """The cell of each state of a process; the same process always gives the same cells."""
    steps = drawn(machine)
    lanes = _ordered(machine, steps)
    standing = [spot for spot in machine.spots if spot.lane is not None]
    room = max(1, _COLUMNS // max(1, len(lanes)))
    ranks = _ranks(machine, steps)
    taken: dict[tuple[Lane, int], list[str]] = {}
    rows: dict[str, int] = {}
    for spot in sorted(standing, key=lambda spot: ranks[spot.name]):
        assert spot.lane is not None  # noqa: S101  (chosen so)
        row = max((rows[s.before] + 1 for s in steps if _leads(s, spot, ranks) and s.before in rows), default=0)
        while len(taken.setdefault((spot.lane, row), [])) == room or (row == 0 and spot.name != START):
            row += 1
        taken[spot.lane, row].append(spot.name)
        rows[spot.name] = row
    first, cells, spans = 0, {}, []
    for lane in lanes:
        wide = max(len(names) for (other, _), names in taken.items() if other == lane)
        for (other, row), names in taken.items():
            if other == lane:
                cells.update({name: (first + number, row) for number, name in enumerate(names)})
        spans.append((lane, first, first + wide))
        first += wide
    bottom = 1 + max(rows.values(), default=0)
    last = _at_bottom(machine, steps, cells, first, bottom)
    cells.update(last)
    return Grid(
        cells=cells,
        lanes=tuple(spans),
        columns=first,
        rows=1 + max((row for _, row in cells.values()), default=0),
        bottom=bottom,
    )


def _leads(step: Step, spot: Spot, ranks: Mapping[str, int]) -> bool:
    return step.after == spot.name and ranks[step.before] < ranks[spot.name]


def _at_bottom(
    machine: Machine, steps: Sequence[Step], cells: Mapping[str, Cell], columns: int, bottom: int
) -> dict[str, Cell]:
    """The states where nobody is waited for: each below those that lead to it, as far as there is room."""
    placed: dict[str, Cell] = {}
    free: list[Cell] = []
    for spot in machine.spots:
        if spot.lane is not None:
            continue
        if not free:
            row = bottom + (1 + max(row for _, row in placed.values()) - bottom if placed else 0)
            free = [(column, row) for column in range(columns)]
        above = [cells[step.before][0] for step in steps if step.after == spot.name and step.before in cells]
        middle = sum(above) / len(above) if above else 0
        placed[spot.name] = min(free, key=lambda cell: abs(cell[0] - middle))
        free.remove(placed[spot.name])
    return placed


def _ordered(machine: Machine, steps: Sequence[Step]) -> tuple[Lane, ...]:
    """The lanes by level, and within a level so that the arrows are short."""
    lane_of = {spot.name: spot.lane for spot in machine.spots}
    pairs = [(lane_of[step.before], lane_of[step.after]) for step in steps]
    by_level = sorted(machine.lanes, key=_level)
    groups = [tuple(group) for _, group in groupby(by_level, key=_level)]
    choices = [tuple(permutations(group)) if len(group) <= _MOST else (group,) for group in groups]

    def length(order: tuple[Lane, ...]) -> int:
        place = {lane: number for number, lane in enumerate(order)}
        return sum(abs(place[a] - place[b]) for a, b in pairs if a is not None and b is not None)

    orders = (tuple(lane for group in choice for lane in group) for choice in product(*choices))
    return min(orders, key=length)


def _level(lane: Lane) -> int:
    return _LEVELS.index(lane.level) if lane.level in _LEVELS else len(_LEVELS)


def _ranks(machine: Machine, steps: Sequence[Step]) -> dict[str, int]:
    """How far each state is along the process: after all that lead to it, going back left out."""
    following: dict[str, list[str]] = {spot.name: [] for spot in machine.spots}
    for step in steps:
        if step.before != step.after and (step.duty or step.system):
            following[step.before].append(step.after)
    onward: set[tuple[str, str]] = set()
    reached = _follow(START, following, onward, path=[], done=set())
    # What only an open step leads to, such as a referral to the village, is reached by it.
    while more := [step for step in steps if step.before in reached and step.after not in reached]:
        before, after = more[0].before, more[0].after
        path = [*_leading_to(before, onward), before]
        onward.add((before, after))
        reached = _follow(after, following, onward, path=path, done=reached)
    ranks = dict.fromkeys(following, 0)
    for _ in following:
        for before, after in sorted(onward):
            ranks[after] = max(ranks[after], ranks[before] + 1)
    for state in ranks.keys() - {before for before, _ in onward}:
        # What only leads back, as a case that was returned, stands near the first that leads to it.
        ranks[state] = min((ranks[before] + 1 for before, after in onward if after == state), default=0)
    return ranks


def _follow(
    state: str, following: Mapping[str, list[str]], onward: set[tuple[str, str]], path: list[str], done: set[str]
) -> set[str]:
    """Go on as far as one can, and note the steps that lead on: one that leads back to where one came from does not."""
    path.append(state)
    for after in following[state]:
        if after not in path:
            onward.add((state, after))
            if after not in done:
                done = _follow(after, following, onward, path, done)
    path.pop()
    return done | {state}


def _leading_to(state: str, onward: Iterable[tuple[str, str]]) -> set[str]:
    found: set[str] = set()
    waiting = [state]
    while waiting:
        here = waiting.pop()
        more = {before for before, after in onward if after == here} - found
        found |= more
        waiting += more
    return found

"""Where everything of a picture lies, in its units: boxes in their cells, arrows in the lanes between the cells.

An arrow leaves its box at the side, beside the line that names its step; runs along the gutter between two columns;
then along the channel above the row of the box it leads to; and enters that box from above. Gutters and channels hold
no boxes, so no arrow crosses one. Arrows to the same box share their way: whichever one follows, it ends there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.rules.process.export.blocks import BOX, block_of
from slrt_core.rules.process.export.grid import drawn, grid_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from slrt_core.rules.process.export.blocks import Block, Language
    from slrt_core.rules.process.export.grid import Grid
    from slrt_core.rules.process.export.machine import Lane, Machine, Step

__all__ = ["Arrow", "Drawing", "Placed", "drawing_of"]

_TRACK = 8
"""Between two arrows that run side by side."""
_ASIDE = 3
"""Arrows to the left and to the right leave a little above and below the middle of their line, so none run together."""
_EDGE = 8
_HEAD = 14
Point = tuple[float, float]
Span = tuple[float, float]


@frozen(kw_only=True)
class Placed:
    """A box and its upper left corner."""

    block: Block
    x: float
    y: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + BOX

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.block.height


@frozen(kw_only=True)
class Arrow:
    """A step, and the corners of the line that is drawn for it."""

    step: Step
    points: tuple[Point, ...]


@frozen(kw_only=True)
class Drawing:
    """A picture before it is written down.

    Args:
        machine: the process.
        boxes: all of them.
        arrows: all of them.
        lanes: from left to right, with where they begin and end.
        bottom: where the part begins in which nobody is waited for.
        width: of all.
        height: of all.
    """

    machine: Machine
    boxes: tuple[Placed, ...]
    arrows: tuple[Arrow, ...]
    lanes: tuple[tuple[Lane, float, float], ...]
    bottom: float
    width: float
    height: float


@frozen
class _Way:
    """How a step runs: the gutter, and whether it leaves to the right."""

    step: Step
    gutter: int
    right: bool


def drawing_of(machine: Machine, language: Language) -> Drawing:
    """Lay a process out; the same process always in the same way."""
    grid = grid_of(machine)
    blocks = {spot.name: block_of(machine, spot, language) for spot in machine.spots}
    steps = drawn(machine)
    ways = [_way(grid, step) for step in steps if step.before != step.after]

    channel, channels = _channels(grid, ways)
    tops, height = _rows(grid, blocks, channels)
    level = {name: tops[grid.cells[name][1]] - _HEAD - _TRACK * track for name, track in channel.items()}
    ports = {way.step: _port(way, blocks, tops[grid.cells[way.step.before][1]]) for way in ways}

    gutter, gutters = _gutters(grid, ways, ports, level)
    lefts, width = _columns(grid, gutters)
    boxes = tuple(
        Placed(block=blocks[name], x=lefts[column], y=tops[row]) for name, (column, row) in grid.cells.items()
    )
    at = {box.block.spot.name: box for box in boxes}
    arrows = []
    for way in ways:
        step, box, target = way.step, at[way.step.before], at[way.step.after]
        start = box.right if way.right else box.x
        beside = (lefts[way.gutter - 1] + BOX if way.gutter else 0) + _EDGE
        x = beside + _TRACK * gutter[way.gutter, step.after]
        middle = target.x + BOX / 2
        y, across = ports[step], level[step.after]
        points = ((start, y), (x, y), (x, across), (middle, across), (middle, target.y))
        arrows.append(Arrow(step=step, points=points))
    for step in steps:
        if step.before == step.after:
            arrows.append(Arrow(step=step, points=_around(at[step.before], step)))
    edges = [lefts[column] - _gap(gutters[column]) / 2 for column in range(grid.columns)] + [width]
    edges[0] = 0
    return Drawing(
        machine=machine,
        boxes=boxes,
        arrows=tuple(arrows),
        lanes=tuple((lane, edges[first], edges[last]) for lane, first, last in grid.lanes),
        bottom=tops[grid.bottom] - _depth(channels[grid.bottom]) if grid.bottom < grid.rows else height,
        width=width,
        height=height,
    )


def _way(grid: Grid, step: Step) -> _Way:
    (column, row), (to, down) = grid.cells[step.before], grid.cells[step.after]
    right = to > column or (to == column and down > row)
    return _Way(step, column + 1 if right else column, right)


def _channels(grid: Grid, ways: Iterable[_Way]) -> tuple[dict[str, int], list[int]]:
    """For each box that arrows lead to, its track in the channel above its row; and how many each channel has."""
    spans: dict[str, list[float]] = {}
    for way in ways:
        after = way.step.after
        spans.setdefault(after, [2 * grid.cells[after][0] + 1]).append(2 * way.gutter)
    tracks: dict[str, int] = {}
    counts = [0] * grid.rows
    for row in range(grid.rows):
        here = {name: (min(xs), max(xs)) for name, xs in spans.items() if grid.cells[name][1] == row}
        found = _side_by_side(here, 0)
        tracks |= found
        counts[row] = 1 + max(found.values(), default=-1)
    return tracks, counts


def _gutters(
    grid: Grid, ways: Iterable[_Way], ports: Mapping[Step, float], level: Mapping[str, float]
) -> tuple[dict[tuple[int, str], int], list[int]]:
    """For each gutter and box that arrows in it lead to, the track; and how many tracks each gutter has."""
    spans: dict[tuple[int, str], list[float]] = {}
    for way in ways:
        spans.setdefault((way.gutter, way.step.after), [level[way.step.after]]).append(ports[way.step])
    tracks: dict[tuple[int, str], int] = {}
    counts = [0] * (grid.columns + 1)
    for number in range(grid.columns + 1):
        here = {name: (min(ys), max(ys)) for (gutter, name), ys in spans.items() if gutter == number}
        found = _side_by_side(here, 2 * _ASIDE)
        tracks |= {(number, name): track for name, track in found.items()}
        counts[number] = 1 + max(found.values(), default=-1)
    return tracks, counts


def _side_by_side(spans: Mapping[str, Span], apart: float) -> dict[str, int]:
    """A track for each span, so that no two in one track touch; short ones first, nearest to their boxes."""
    tracks: dict[str, int] = {}
    for name, (low, high) in sorted(spans.items(), key=lambda entry: (entry[1][1] - entry[1][0], entry[1], entry[0])):
        used = {
            track
            for other, track in tracks.items()
            if spans[other][0] <= high + apart and low <= spans[other][1] + apart
        }
        tracks[name] = next(track for track in range(len(spans)) if track not in used)
    return tracks


def _rows(grid: Grid, blocks: Mapping[str, Block], channels: list[int]) -> tuple[list[float], float]:
    tops: list[float] = []
    y = 0.0
    for row in range(grid.rows):
        y += _depth(channels[row])
        tops.append(y)
        y += max((blocks[name].height for name, (_, at) in grid.cells.items() if at == row), default=0)
    return tops, y + _EDGE


def _columns(grid: Grid, gutters: list[int]) -> tuple[list[float], float]:
    lefts: list[float] = []
    x = 0.0
    for column in range(grid.columns):
        x += _gap(gutters[column])
        lefts.append(x)
        x += BOX
    return lefts, x + _gap(gutters[-1])


def _port(way: _Way, blocks: Mapping[str, Block], top: float) -> float:
    line = next(line for line in blocks[way.step.before].lines if line.step == way.step)
    return top + line.at + (_ASIDE if way.right else -_ASIDE)


def _around(box: Placed, step: Step) -> tuple[Point, ...]:
    """A step that stays: out of the side of its box, and in again a little lower."""
    y = box.y + next(line.at for line in box.block.lines if line.step == step)
    out = box.right + _EDGE - 2
    return ((box.right, y - _ASIDE), (out, y - _ASIDE), (out, y + _ASIDE), (box.right, y + _ASIDE))


def _gap(tracks: int) -> float:
    return 2 * _EDGE + _TRACK * max(0, tracks - 1)


def _depth(tracks: int) -> float:
    return _HEAD + 10 + _TRACK * max(0, tracks - 1)

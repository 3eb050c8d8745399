"""The statements of a generated function: what is read, what each loop finds out, and when it need not.

A *tally* is what a loop over members finds out of them. All tallies share one pass. A tally is left alone while the
values of the roots have settled every verdict that would use it; and since who is surely meant is perhaps meant, the
narrower of two tests is made only where the wider one held.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from attrs import define, field, frozen

__all__ = ["NAMES", "Block", "Frame", "Tally", "Test", "Value", "Weaver", "joined"]

NAMES = re.compile(r"\b[av]\d+\b")
"""The names of values and tallies in a statement."""


@frozen
class Test:
    """A condition: its text and, if it is made of others, how."""

    text: str
    word: str = ""
    parts: tuple[Test, ...] = ()


def joined(word: str, parts: Sequence[Test]) -> Test:
    """All of them (``and``), or one of them (``or``)."""
    neutral, end = (Test("True"), Test("False")) if word == "and" else (Test("False"), Test("True"))
    flat: dict[Test, None] = {}
    for part in parts:
        flat |= dict.fromkeys(part.parts if part.word == word else (part,))
    flat.pop(neutral, None)
    if end in flat:
        return end
    if len(flat) < 2:
        return next(iter(flat), neutral)
    return Test(f"({f' {word} '.join(part.text for part in flat)})", word, tuple(flat))


@define(eq=False)
class Frame:
    """What values are read from: a root, or the loop over those who belong to another frame.

    Args:
        name: of the variable that holds it.
        parent: whose members it goes through; ``None`` for a root.
        people: the value that lists them.
        level: within how many loops it stands: what an expression says of two members at once is a loop in a loop.
    """

    name: str
    parent: Frame | None = None
    people: str = ""
    level: int = 0
    groups: dict[tuple[str, int], Frame] = field(factory=dict)


@frozen(eq=False)
class Value:
    """What is computed once for each turn of its frame.

    Args:
        name: of the variable.
        home: the frame.
        text: what it is.
    """

    name: str
    home: Frame
    text: str


@frozen(eq=False)
class Tally:
    """What a loop finds out.

    Args:
        name: of the variable.
        group: the loop.
        home: the innermost frame whose values the statements use: the loop is run anew for each of these.
        frames: all whose values they use, however far in.
        start: the variable's value before it.
        steps: tests, and what happens to the variable where the first of them holds that does.
        turn: of several loops in one home, which comes first.
    """

    name: str
    group: Frame
    home: Frame
    frames: frozenset[Frame]
    start: str
    steps: tuple[tuple[str, str], ...]
    turn: int

    def lines(self, inner: Tally | None = None) -> list[str]:
        """The statements, and within them those of a tally whose test is narrower."""
        # Whether there is somebody need not be asked again once there is.
        found = inner or self
        once = f"not {found.name} and " if self.start == "False" else ""
        lines = []
        for place, (test, change) in enumerate(self.steps):
            told = test.replace("@", self.name)
            lines += [f"{'elif' if place else 'if'} {once}{told}:", f"    {self.name} {change}"]
        if inner is not None:
            lines += [f"    if {inner.steps[0][0]}:", f"        {inner.name} {inner.steps[0][1]}"]
        return lines

    def like(self, other: Tally) -> bool:
        """Whether they differ at most in whom they mean."""
        return (
            (self.group, self.home, self.turn, self.start) == (other.group, other.home, other.turn, other.start)
            and len(self.steps) == len(other.steps) == 1
            and self.steps[0][1] == other.steps[0][1]
        )


@frozen
class Block:
    """Statements, and the condition under which they are needed; empty if they always are."""

    lines: Sequence[str]
    guard: str = ""


@define
class Weaver:
    """Writes a function's body.

    Args:
        values: by name, each after those that it names.
        tallies: by name.
        wider: for the text of a test, that of one which holds wherever it does.
        verdicts: the conditions in which tallies are used at last.
    """

    values: Mapping[str, Value]
    tallies: Mapping[str, Tally]
    wider: Mapping[str, str]
    verdicts: Sequence[Test]
    _uses: dict[str, list[tuple[str, ...]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for verdict in self.verdicts:
            self._note(verdict, ())
        for name in _named([text for tally in self.tallies.values() for step in tally.steps for text in step]):
            self._uses.setdefault(name, []).append(())

    def body(self, frames: Sequence[Frame], blocks: Sequence[Block], depth: int) -> list[str]:
        """The blocks, and before them the statements that compute what they name.

        Args:
            frames: whose values and loops they are: all roots, or one loop.
            blocks: what comes last.
            depth: by how much they are indented.
        """
        needs = [self._needed(block.lines) for block in blocks]
        needed = set[str]().union(*needs)
        mine = [tally for name, tally in self.tallies.items() if name in needed and tally.home in frames]
        own: list[list[str]] = [[] for _ in blocks]
        lines: list[str] = []
        for value in self.values.values():
            users = [place for place, need in enumerate(needs) if value.name in need]
            if users and value.home in frames:
                alone = len(users) == 1 and blocks[users[0]].guard and not mine
                (own[users[0]] if alone else lines).append(f"{value.name} = {value.text}")
        for start in dict.fromkeys(tally.start for tally in mine):
            lines.append(f"{' = '.join(tally.name for tally in mine if tally.start == start)} = {start}")
        lines += self._loops(mine)
        for block, before in zip(blocks, own, strict=True):
            if block.guard:
                lines += [f"if {block.guard}:", *(f"    {line}" for line in (*before, *block.lines))]
            else:
                lines += block.lines
        return [f"{'    ' * depth}{line}" for line in lines]

    def _loops(self, tallies: Sequence[Tally]) -> Iterator[str]:
        guards: dict[str, str] = {}
        loops: list[str] = []
        for turn in sorted({tally.turn for tally in tallies}):
            for group in dict.fromkeys(tally.group for tally in tallies):
                here = [tally for tally in tallies if tally.group is group and tally.turn == turn]
                if here:
                    blocks = self._blocks(here, guards)
                    loops += [f"for {group.name} in {group.people}:", *self.body((group,), blocks, 1)]
        yield from (f"{name} = {text}" for text, name in guards.items())
        yield from loops

    def _blocks(self, tallies: Sequence[Tally], guards: dict[str, str]) -> list[Block]:
        """The tallies of a loop, those with one guard together."""
        inner: dict[Tally, Tally] = {}
        for wide in tallies:
            for narrow in tallies:
                if self._around(wide, narrow) and not {wide, narrow} & {*inner, *inner.values()}:
                    inner[wide] = narrow
        blocks: dict[str, list[str]] = {"": []}
        for tally in tallies:
            if tally not in inner.values():
                within = inner.get(tally)
                text = self._guard([tally] if within is None else [tally, within])
                guard = guards.setdefault(text, f"g{len(guards)}") if text else ""
                blocks.setdefault(guard, []).extend(tally.lines(within))
        return [Block(lines, guard) for guard, lines in blocks.items()]

    def _around(self, wide: Tally, narrow: Tally) -> bool:
        return wide is not narrow and wide.like(narrow) and self.wider.get(narrow.steps[0][0]) == wide.steps[0][0]

    # --- what is needed, and when

    def _needed(self, lines: Collection[str]) -> set[str]:
        """The names in some statements, and those behind them."""
        found: set[str] = set()
        open_ = _named(lines)
        while open_:
            name = open_.pop()
            found.add(name)
            if name in self.tallies:
                tally = self.tallies[name]
                open_ |= _named([tally.group.people, *(text for step in tally.steps for text in step)]) - found
            else:
                open_ |= _named([self.values[name].text]) - found
        return found

    def _note(self, test: Test, given: tuple[str, ...]) -> None:
        """For each tally, what else holds whenever its value decides anything."""
        if not test.word:
            for name in _named([test.text]) & self.tallies.keys():
                self._uses.setdefault(name, []).append(given)
            return
        settled = [part for part in test.parts if not self._of_others(part)]
        given += tuple(part.text if test.word == "and" else f"not {part.text}" for part in settled)
        for part in test.parts:
            if part not in settled:
                self._note(part, given)

    def _of_others(self, test: Test) -> bool:
        return bool(_named([test.text]) & self.tallies.keys())

    def _guard(self, tallies: Sequence[Tally]) -> str:
        if any(tally.home.level for tally in tallies):
            return ""
        uses = dict.fromkeys(given for tally in tallies for given in self._uses[tally.name])
        least = [given for given in uses if not any(set(other) < set(given) for other in uses)]
        return "" if () in least else " or ".join(" and ".join(given) for given in least)


def _named(lines: Collection[str]) -> set[str]:
    return {name for line in lines for name in NAMES.findall(line)}

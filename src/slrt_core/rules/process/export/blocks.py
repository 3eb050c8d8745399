"""A state as a box of lines: who is waited for, its name, its deadline, then a line for each step that leaves it.

An arrow begins at the line that names its step. So no label floats in the picture, and none can cover another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

from slrt_core.reasons import Text
from slrt_core.rules.process.export.machine import START, inside, joined
from slrt_core.rules.process.export.measure import width, wrapped
from slrt_core.rules.process.export.words import NOBODY, days_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slrt_core.rules.process.export.machine import Machine, Spot, Step

__all__ = ["BOX", "LINE", "SIZES", "Block", "Language", "Line", "Style", "block_of", "said"]

Language = Literal["id", "en"]
Style = Literal["who", "name", "note", "judge", "step", "judged", "more"]

LINE = 15
"""The height of a line."""
BOX = 172
"""The width of a box."""
SIZES: dict[Style, tuple[float, bool]] = {
    "who": (10.5, True),
    "name": (13, True),
    "note": (11, False),
    "judge": (11, True),
    "step": (12, False),
    "judged": (12, True),
    "more": (10.5, False),
}
"""The size of the letters of each sort of line, and whether they are bold."""

_PAD = 10
_MARK = 12
_STAYS = Text("Tetap di sini", "Stays here")
_ANYTIME = Text("Sewaktu-waktu", "At any time")
_HERE = Text("Ke sini sewaktu-waktu:", "To here at any time:")
_IF_LATE = Text("bila terlambat", "if late")
_THEN = Text("lalu", "then")
_JUDGES = Text("Menilai", "Judges")
_ALSO = Text("atau", "or")
_OVER = Text("selesai", "the end")
_BEGINS = Text("mulai", "start")


@frozen(kw_only=True)
class Line:
    """One line of a box: its words, its sort, where its middle lies below the top, and the step that begins there."""

    text: str
    style: Style
    at: float
    indent: float = _PAD
    step: Step | None = None


@frozen(kw_only=True)
class Block:
    """A box: its state, its lines, its height, and the height of the strip that says who is waited for."""

    spot: Spot
    lines: tuple[Line, ...]
    height: float
    strip: float


def said(text: Text, language: Language) -> str:
    """A text in one language."""
    return text.id if language == "id" else text.en


def block_of(machine: Machine, spot: Spot, language: Language) -> Block:
    """The box of a state."""
    lines: list[Line] = []
    at = 3.0

    def write(text: Text | str, style: Style, step: Step | None = None, indent: float = _PAD) -> None:
        nonlocal at
        size, bold = SIZES[style]
        words = text if isinstance(text, str) else said(text, language)
        for number, line in enumerate(wrapped(words, size, BOX - indent - _PAD, bold=bold)):
            lines.append(
                Line(text=line, style=style, at=at + LINE / 2, indent=indent, step=step if number == 0 else None)
            )
            at += LINE

    write(_who(spot), "who")
    strip = at + 2
    at += 6
    write(spot.label, "name")
    if spot.others:
        others = joined(spot.others)
        write(Text(f"{_ALSO.id}: {others.id}", f"{_ALSO.en}: {others.en}"), "note")
    steps = machine.leaving(spot.name)
    late = [step for step in steps if step.late and step.before == step.after]
    if spot.days:
        write(_deadline(spot, late), "note")
    if spot.hint:
        write(spot.hint, "note")
    stages = [step.stage for step in steps if step.stage is not None and step.duty]
    if stages:
        stage = joined(stages)
        write(Text(f"{_JUDGES.id}: {stage.id}", f"{_JUDGES.en}: {stage.en}"), "judge", indent=_PAD + _MARK)
    written = inside(machine)
    drawn = [step for step in steps if step not in written]
    at += 6
    for step in drawn:
        judged = step.stage is not None
        write(step_words(step), "judged" if judged else "step", step, indent=_PAD + _MARK if judged else _PAD)
    for text in _more(steps, written, spot, late):
        write(text, "more")
    for text in _arriving(machine, spot, written):
        write(text, "more")
    return Block(spot=spot, lines=tuple(lines), height=at + 5, strip=strip)


def _who(spot: Spot) -> Text:
    if spot.name == START:
        return _BEGINS
    if spot.lane is None:
        return _OVER if spot.final else NOBODY
    return spot.lane.label


def _deadline(spot: Spot, late: list[Step]) -> Text:
    """The working days, and what follows by itself when they have passed."""
    days = days_words(spot.days)
    if not late:
        return days
    then = joined(step.label for step in late)
    return Text(f"{days.id}, {_THEN.id} {then.id}", f"{days.en}, {_THEN.en} {then.en}")


def step_words(step: Step, *, by_itself: bool = False) -> Text:
    """A step as its line says it: the command, and whose it is where that is somebody else.

    Args:
        step: which.
        by_itself: whether to say so of what follows by itself; a picture has dashes for it.
    """
    label = step.label
    if step.who and (by_itself or not step.system):
        who = joined(step.who)
        label = Text(f"{label.id} ({who.id})", f"{label.en} ({who.en})")
    if step.late:
        label = Text(f"{_IF_LATE.id}: {label.id}", f"{_IF_LATE.en}: {label.en}")
    return label


def _more(steps: Iterable[Step], written: frozenset[Step], spot: Spot, late: Iterable[Step]) -> Iterator[Text]:
    """What is written and not drawn: what stays here, and what is open at any time."""
    here = [step for step in steps if step in written and not (spot.days and step in late)]
    for head, several in (
        (_STAYS, [step_words(step) for step in here if step.before == step.after]),
        (_ANYTIME, [step.label for step in here if step.before != step.after]),
    ):
        if several:
            what = joined(several, "; ")
            yield Text(f"{head.id}: {what.id}", f"{head.en}: {what.en}")


def _arriving(machine: Machine, spot: Spot, written: frozenset[Step]) -> Iterator[Text]:
    """The steps that lead here from nearly everywhere, once for all the boxes in which they are only named."""
    posts: dict[Text, list[Text]] = {}
    for step in machine.steps:
        if step in written and step.after == spot.name != step.before:
            posts.setdefault(step.label, []).extend(step.posts)
    for label, several in posts.items():
        who = joined(several)
        yield Text(f"{_HERE.id} {label.id} ({who.id})", f"{_HERE.en} {label.en} ({who.en})")


def fits(line: Line) -> bool:
    """Whether a line stays within its box."""
    size, bold = SIZES[line.style]
    return line.indent + width(line.text, size, bold=bold) <= BOX

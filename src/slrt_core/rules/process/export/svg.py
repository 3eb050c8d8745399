"""State diagrams as SVG, drawn by ourselves: lanes by who is waited for, boxes for states, arrows for steps.

Words are text, not outlines, so that they can be read aloud, searched and enlarged. Whatever a rulebook says is
escaped: a label is words, never markup.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from slrt_core.reasons import Text
from slrt_core.rules.process.export.blocks import BOX, LINE, SIZES, said, step_words
from slrt_core.rules.process.export.layout import drawing_of
from slrt_core.rules.process.export.machine import START
from slrt_core.rules.process.export.measure import wrapped
from slrt_core.rules.process.export.words import LEVELS, days_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slrt_core.rules.process.export.blocks import Language, Line
    from slrt_core.rules.process.export.layout import Arrow, Drawing, Placed, Point
    from slrt_core.rules.process.export.machine import Machine

__all__ = ["LEGEND", "described", "svg"]

# Dark enough for white words on them, and for lines on a pale ground (a contrast of 4.5 to 1 at least).
_HUES = ("#14604a", "#1f558c", "#7a3b8f", "#8a4b08", "#a3273a", "#4a5a1f", "#006b7d", "#5b4636", "#37474f")
_END = "#2b2f36"
_FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARGIN = 12
_CORNER = 4

LEGEND = (
    Text(
        "Tiap kolom adalah jabatan yang ditunggu; tiap kotak sebuah keadaan, dengan tenggat dalam hari kerja.",
        "Each column is the post that is waited for; each box is a state, with its deadline in working days.",
    ),
    Text(
        "Panah berawal di baris yang menyebut langkahnya; panah ke kotak yang sama bertemu. "
        "Putus-putus: berjalan dengan sendirinya. Tipis: terbuka, tidak ditunggu.",
        "An arrow begins at the line that names its step; arrows to one box join. "
        "Dashed: follows by itself. Thin: open to be done, not waited for.",
    ),
    Text(
        "Belah ketupat dan huruf tebal: langkah yang menilai; satu orang menilai pada satu tahap saja, "
        "dan tidak menilai yang dicatat atau ditanganinya.",
        "A diamond and bold letters: a step that judges; a person judges at one stage only, "
        "and never what they recorded or handled.",
    ),
)
"""How to read the pictures."""


def svg(machine: Machine, language: Language, *, alone: bool = True) -> str:
    """A process as an SVG document.

    Args:
        machine: the process.
        language: of all its words.
        alone: whether it stands by itself, with its title and how to read it; otherwise the page around it says so.
    """
    drawing = drawing_of(machine, language)
    hues = {lane.key: _HUES[number % len(_HUES)] for number, (lane, _, _) in enumerate(drawing.lanes)}
    parts: list[str] = []
    across = drawing.width
    y = _MARGIN if alone else 2.0
    if alone:
        y = _paragraph(parts, said(machine.title, language), y, across, 17, bold=True) + 6
    top = _headings(parts, drawing, language, y, hues)
    parts.append(f'<g transform="translate({_MARGIN} {_n(top)})">')
    parts += _grounds(drawing)
    parts += _arrows(drawing, hues)
    for box in drawing.boxes:
        parts += _box(box, hues)
    parts.append("</g>")
    y = top + drawing.height + 10
    if alone:
        for text in LEGEND:
            y = _paragraph(parts, said(text, language), y, across, 11) + 2
    width, height = across + 2 * _MARGIN, y + 6
    name = f"{machine.key}-{language}"
    return "".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang={_attribute(language)} '
                f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}" '
                f"aria-labelledby={_attribute(f't-{name}')} aria-describedby={_attribute(f'd-{name}')} "
                f"font-family={_attribute(_FONT)}>"
                f"<title id={_attribute(f't-{name}')}>{_words(said(machine.title, language))}</title>"
                f"<desc id={_attribute(f'd-{name}')}>{_words(' '.join(described(machine, language)))}</desc>"
            ),
            f'<rect width="{_n(width)}" height="{_n(height)}" fill="#fff"/>',
            *parts,
            "</svg>\n",
        )
    )


def described(machine: Machine, language: Language) -> Iterator[str]:
    """A process in sentences, one for each state: for those who do not see the picture."""
    labels = {spot.name: said(spot.label, language) for spot in machine.spots}
    for spot in machine.spots:
        # Every step with whose it is: what a picture says by its place has to be said here.
        waits = [said(text, language) for text in ((spot.lane.label, *spot.others) if spot.lane else ())]
        facts = "; ".join(
            filter(None, ("" if spot.name == START else " / ".join(waits), said(days_words(spot.days), language)))
        )
        steps = ", ".join(
            f"{said(step_words(step, by_itself=True), language)} → {labels[step.after]}"
            for step in machine.leaving(spot.name)
        )
        yield f"{labels[spot.name]}{f' ({facts})' if facts else ''}{f': {steps}' if steps else ''}."


def _headings(parts: list[str], drawing: Drawing, language: Language, y: float, hues: dict[str, str]) -> float:
    """The levels and the lanes above the picture; where the picture begins."""
    for level, left, right in _levels(drawing):
        words = said(level, language)
        x, room = _MARGIN + left, right - left
        parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(room - 2)}" height="18" fill="#e4e7ec"/>')
        line = wrapped(words.upper(), 9.5, room - 8, bold=True)[:1]
        parts += [_text(text, x + room / 2, y + 13, 9.5, "#39424e", bold=True, middle=True) for text in line]
    y += 20
    tall = 0
    for lane, left, right in drawing.lanes:
        lines = wrapped(said(lane.label, language), 12, right - left - 12, bold=True)
        tall = max(tall, len(lines))
        for number, text in enumerate(lines):
            x, at = _MARGIN + (left + right) / 2, y + 14 + number * LINE
            parts.append(_text(text, x, at, 12, hues[lane.key], bold=True, middle=True))
    return y + 6 + tall * LINE


def _levels(drawing: Drawing) -> Iterator[tuple[Text, float, float]]:
    """Neighbouring lanes of one level as one."""
    spans: list[tuple[str, float, float]] = []
    for lane, left, right in drawing.lanes:
        if spans and spans[-1][0] == lane.level:
            spans[-1] = (lane.level, spans[-1][1], right)
        else:
            spans.append((lane.level, left, right))
    for level, left, right in spans:
        yield LEVELS.get(level, Text(level, level)), left, right


def _grounds(drawing: Drawing) -> Iterator[str]:
    for number, (_, left, right) in enumerate(drawing.lanes):
        fill = ("#f4f6f8", "#eceff3")[number % 2]
        yield f'<rect x="{_n(left)}" y="0" width="{_n(right - left)}" height="{_n(drawing.bottom)}" fill="{fill}"/>'
    below = drawing.height - drawing.bottom
    if below > 0:
        yield f'<rect x="0" y="{_n(drawing.bottom)}" width="{_n(drawing.width)}" height="{_n(below)}" fill="#e6e2da"/>'


def _arrows(drawing: Drawing, hues: dict[str, str]) -> Iterator[str]:
    by_name = {box.block.spot.name: box.block.spot for box in drawing.boxes}
    # What is thin goes below what is thick: where they share their way, the thick one shows.
    for arrow in sorted(drawing.arrows, key=_thick):
        lane = by_name[arrow.step.after].lane
        hue = hues[lane.key] if lane is not None else _END
        dashes = ' stroke-dasharray="6 4"' if arrow.step.system else ""
        yield (f'<path d="{_path(arrow.points)}" fill="none" stroke="{hue}" stroke-width="{_thick(arrow)}"{dashes}/>')
        (x, y), (start, at) = arrow.points[-1], arrow.points[0]
        if arrow.step.before == arrow.step.after:
            yield f'<path d="M{_n(x)} {_n(y)}l4 -2.4v4.8z" fill="{hue}"/>'
            continue
        yield f'<path d="M{_n(x)} {_n(y)}l-4.5 -8h9z" fill="{hue}"/>'
        yield f'<circle cx="{_n(start)}" cy="{_n(at)}" r="2.6" fill="{hue}"/>'


def _thick(arrow: Arrow) -> float:
    if arrow.step.before == arrow.step.after:
        return 1.2
    return 1.8 if arrow.step.duty or arrow.step.system else 1


def _path(points: Iterable[Point]) -> str:
    """A line with round corners."""
    corners = [point for point, _ in groupby(points)]
    written = f"M{_n(corners[0][0])} {_n(corners[0][1])}"
    for before, here, after in zip(corners, corners[1:], corners[2:], strict=False):
        near, far = _towards(here, before), _towards(here, after)
        written += f"L{_n(near[0])} {_n(near[1])}Q{_n(here[0])} {_n(here[1])} {_n(far[0])} {_n(far[1])}"
    return f"{written}L{_n(corners[-1][0])} {_n(corners[-1][1])}"


def _towards(here: Point, there: Point) -> Point:
    """A little way from one point to the next, never past the middle."""
    across, down = there[0] - here[0], there[1] - here[1]
    far = abs(across) + abs(down)
    part = min(_CORNER, far / 2) / far if far else 0
    return here[0] + across * part, here[1] + down * part


def _box(box: Placed, hues: dict[str, str]) -> Iterator[str]:
    spot, block = box.block.spot, box.block
    hue = hues[spot.lane.key] if spot.lane is not None else _END
    judges = any(line.style == "judge" for line in block.lines)
    yield (
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{BOX}" height="{_n(block.height)}" rx="7" fill="#fff" '
        f'stroke="{hue}" stroke-width="{2.6 if judges else 1.4}"/>'
    )
    side = _n(block.strip - 7)
    strip = f"M{_n(box.x)} {_n(box.y + block.strip)}v-{side}q0 -7 7 -7h{BOX - 14}q7 0 7 7v{side}z"
    yield f'<path d="{strip}" fill="{hue}"/>'
    for line in block.lines:
        yield _line(line, box, hue)
        if line.style in {"judge", "judged"} and line is _first(line, block.lines):
            x, y = box.x + line.indent - 7, box.y + line.at
            yield f'<path d="M{_n(x)} {_n(y - 4.5)}l4.5 4.5l-4.5 4.5l-4.5 -4.5z" fill="{hue}"/>'


def _first(line: Line, lines: tuple[Line, ...]) -> Line:
    """The line that begins what this one is a part of: the one with the step, or the first of its sort."""
    if line.style == "judged":
        return line if line.step is not None else lines[0]
    return next(other for other in lines if other.style == line.style)


def _line(line: Line, box: Placed, hue: str) -> str:
    size, bold = SIZES[line.style]
    colour = {"who": "#fff", "judge": hue, "more": "#4a5560", "note": "#39424e"}.get(line.style, "#14181d")
    return _text(line.text, box.x + line.indent, box.y + line.at + size * 0.36, size, colour, bold=bold)


def _paragraph(parts: list[str], words: str, y: float, across: float, size: float, *, bold: bool = False) -> float:
    for line in wrapped(words, size, across, bold=bold):
        y += size * 1.3
        parts.append(_text(line, _MARGIN, y, size, "#14181d", bold=bold))
    return y


def _text(words: str, x: float, y: float, size: float, colour: str, *, bold: bool = False, middle: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{colour}"{weight}{anchor}>{_words(words)}</text>'
    )


def _words(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", text))


def _n(number: float) -> str:
    """A number as short as it can be written, to a tenth."""
    return f"{number:.1f}".removesuffix(".0")

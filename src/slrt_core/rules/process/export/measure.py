"""How wide a text will be, without a font: generous, so that what is drawn stays within its box in any common font."""

from __future__ import annotations

__all__ = ["width", "wrapped"]

# Advance widths of a common sans-serif in thousandths of its size, by letters; anything else counts as wide.
_WIDTHS = {
    222: "ijl'|",
    278: " !,./:;ft[]\\I",
    333: "()-`r·",
    389: '*"',
    500: "Jckvxyz",
    556: "?0123456789abdeghnopqu_#$LEs–“”",
    584: "+<>=~",
    611: "FTZ",
    667: "ABKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm%",
    944: "W",
}
_BY_LETTER = {letter: number for number, letters in _WIDTHS.items() for letter in letters}
_OTHER = 1000
_SPARE = 1.17
"""The widest of the usual fonts is wider than the one measured by so much."""
_BOLD = 1.08


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in the units of its size; rather too much than too little."""
    thousandths = sum(_BY_LETTER.get(letter, _OTHER) for letter in text)
    return thousandths / 1000 * size * _SPARE * (_BOLD if bold else 1)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """A text in lines that fit; a word that is too long for a line is broken.

    Args:
        text: what is written; its white space counts as single spaces.
        size: of the letters.
        room: the width of a line.
        bold: whether it is written bold.
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text, size, room, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line) if line else tuple(lines)


def _pieces(text: str, size: float, room: float, *, bold: bool) -> list[str]:
    pieces: list[str] = []
    for word in text.split():
        start = 0
        for end in range(1, len(word) + 1):
            if end - start > 1 and width(word[start:end], size, bold=bold) > room:
                pieces.append(word[start : end - 1])
                start = end - 1
        pieces.append(word[start:])
    return pieces

"""A row as it came: its columns under any of their names, and what is wrong with its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slrt_core.model.identity import find_identifiers
from slrt_core.reasons import Reason, fault

__all__ = ["Row", "plain", "shown"]


class Row:
    """A row whose columns are found in capitals or not, under any of their names; what is wrong is noted."""

    def __init__(self, cells: Mapping[str, str | int | None]) -> None:
        self.reasons: list[Reason] = []
        self._cells: dict[str, str] = {}
        self._torn: set[str] = set()
        for name, cell in cells.items():
            text = _text(cell)
            if text is None:
                self.note(
                    name, "instrument-cell", "sel bukan teks atau bilangan bulat", "neither text nor whole number"
                )
            elif text:
                kept = self._cells.setdefault(name.strip().casefold(), text)
                if plain(kept) != plain(text):
                    self.note(
                        name,
                        "instrument-contradiction",
                        "kolom ini ada dua kali dan berbeda isinya",
                        "this column is there twice and says different things",
                    )
                    self._torn.add(name.strip().casefold())
        for name in self._torn:
            del self._cells[name]

    def note(self, column: str, code: str, id: str, en: str) -> None:
        """Note what is wrong with a column, once."""
        found = fault(column, code, id, en)
        if found not in self.reasons:
            self.reasons.append(found)

    def get(self, columns: Iterable[str]) -> tuple[str, str]:
        """The column that is filled in, and its text; an empty text if none is, or if two disagree."""
        names = list(columns)
        filled = {name: self._cells[name.casefold()] for name in names if name.casefold() in self._cells}
        if len({plain(text) for text in filled.values()}) > 1:
            self.note(
                next(iter(filled)),
                "instrument-contradiction",
                f"kolom {', '.join(filled)} berbeda isinya",
                f"the columns {', '.join(filled)} say different things",
            )
            return names[0], ""
        return next(iter(filled.items()), (names[0] if names else "", ""))

    def off_list(self, column: str, text: str, codes: Iterable[str]) -> None:
        """Note a code that is not on a column's list."""
        listed = ", ".join(codes)
        self.note(
            column,
            "instrument-code",
            f"kode {shown(text)} tidak ada dalam daftar kolom ini ({listed})",
            f"the code {shown(text)} is not on this column's list ({listed})",
        )


def _text(cell: object) -> str | None:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        return None
    return str(cell).strip()


def plain(text: str) -> str:
    """A code as the lists have it: without the zeros that a form prints before it."""
    return str(int(text)) if text.isascii() and text.isdecimal() and len(text) <= 3 else text


def shown(text: str) -> str:
    """A cell as it may stand in words for people: what looks like an identity number may not."""
    return "•••" if find_identifiers(text) or len(text) > 30 else repr(text)

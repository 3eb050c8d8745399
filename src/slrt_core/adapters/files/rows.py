"""The rows of a CSV file, however long: one after the other, each with its line."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason, Text

__all__ = ["Faults", "rows"]

_MOST = 200


class Faults:
    """Gathers what is wrong with a file, each with its place, up to a number that somebody can still read.

    Args:
        file: its name.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Reason] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    @property
    def full(self) -> bool:
        """Whether there are so many that reading on is of no use."""
        return len(self._found) >= _MOST

    def note(self, line: int, column: str, code: str, text: Text) -> None:
        """One fault more; ``column`` may be empty."""
        place = f"{self._file}:{line}:{column}" if column else f"{self._file}:{line}"
        self._found.append(Reason(code=code, text=text, path=place))

    def stop(self) -> None:
        """Raise if there are any.

        Raises:
            Invalid: with all of them.
        """
        if self._found:
            raise Invalid(self._found)


def rows(path: Path, faults: Faults) -> Generator[tuple[int, list[str]], None, None]:
    """The rows that are not empty, the header among them, each with the number of its first line.

    UTF-8 with or without a byte-order mark; a comma or a semicolon between the cells, as in the first line.
    What cannot be read ends it, and is noted.
    """
    try:
        with path.open("rb") as file:
            yield from _rows(file, faults)
    except OSError as error:
        words = Text(f"tidak terbaca: {error.strerror}", f"cannot be read: {error.strerror}")
        faults.note(0, "", "csv-unreadable", words)


def _rows(file: IO[bytes], faults: Faults) -> Iterator[tuple[int, list[str]]]:
    first = file.readline(1 << 16)
    file.seek(0)
    delimiter = ";" if first.count(b";") > first.count(b",") else ","
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begun = 1
    try:
        for cells in reader:
            if any(cells):
                yield begun, cells
            begun = lines.number + 1
    except csv.Error as error:
        faults.note(begun, "", "csv-syntax", Text(f"CSV rusak: {error}", f"damaged CSV: {error}"))
    except UnicodeDecodeError:
        words = Text("bukan UTF-8; simpan ulang sebagai UTF-8", "not UTF-8; save it as UTF-8")
        faults.note(lines.number, "", "csv-encoding", words)


class _Lines:
    """The lines of a file as text, counted: so what is not UTF-8 has a line too."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self.number += 1
            text = line.decode("utf-8-sig" if self.number == 1 else "utf-8")
            if "\0" in text:
                raise csv.Error("U+0000")
            yield text

"""A CSV file as rows with places; what is wrong with it is said all at once, with file, line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from attrs import field, frozen

from slrt_core.errors import Invalid, SlrtError
from slrt_core.reasons import Reason, Text

__all__ = ["Cells", "Table"]

T = TypeVar("T")


@frozen
class Cells:
    """One row of a table."""

    table: Table = field(repr=False)
    line: int
    values: Mapping[str, str] = field(repr=False)

    def get(self, column: str, read: Callable[[str], T], *, empty: T | None = None) -> T | None:
        """A cell read by a function; ``empty`` if there is nothing in it, or after noting what is wrong with it."""
        text = self.values.get(column, "").strip()
        if not text:
            return empty
        try:
            return read(text)
        except SlrtError as error:
            for reason in error.reasons:
                self.table.note(f"{self.line}:{column}", reason.code, reason.text)
        except ValueError:
            self.table.note(
                f"{self.line}:{column}", "csv-value", Text(f"{text!r} tidak terbaca", f"{text!r} cannot be read")
            )
        return empty

    def text(self, column: str) -> str:
        """A cell as it stands, without blanks around it."""
        return self.values.get(column, "").strip()

    def need(self, column: str) -> str:
        """A cell that must not be empty; noted if it is."""
        text = self.text(column)
        if not text:
            self.table.note(f"{self.line}:{column}", "csv-empty", Text("kosong", "empty"))
        return text


class Table:
    """A CSV file.

    Args:
        path: the file: UTF-8, with or without a byte-order mark, comma or semicolon.
        columns: those that must be there.
        optional: those that may be.

    Raises:
        Invalid: it cannot be read, is not UTF-8, or a column is missing or unknown.
    """

    def __init__(self, path: Path, columns: Collection[str], optional: Collection[str] = ()) -> None:
        self.name: str = path.name
        self._problems: list[Reason] = []
        text = self._decoded(path)
        first = text.partition("\n")[0]
        self._rows = csv.reader(
            io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
        )
        self._header = [name.strip() for name in next(self._rows, [])]
        for column in columns:
            if column not in self._header:
                self.note("1", "csv-column", Text(f"kolom {column!r} tidak ada", f"the column {column!r} is missing"))
        for column in self._header:
            if column not in {*columns, *optional}:
                self.note(f"1:{column}", "csv-column", Text("kolom tidak dikenal", "unknown column"))
        self.stop()

    def __iter__(self) -> Iterator[Cells]:
        try:
            for cells in self._rows:
                if not any(cells):
                    continue
                if len(cells) != len(self._header):
                    words = Text(
                        f"{len(cells)} sel, bukan {len(self._header)}", f"{len(cells)} cells, not {len(self._header)}"
                    )
                    self.note(str(self._rows.line_num), "csv-cells", words)
                    continue
                yield Cells(self, self._rows.line_num, dict(zip(self._header, cells, strict=True)))
        except csv.Error as error:
            self.note(str(self._rows.line_num), "csv-syntax", Text(f"CSV rusak: {error}", f"damaged CSV: {error}"))

    def note(self, place: str, code: str, text: Text) -> None:
        """Note a problem at ``line`` or ``line:column``."""
        self._problems.append(Reason(code=code, text=text, path=f"{self.name}:{place}"))

    def stop(self) -> None:
        """Raise `Invalid` with everything noted, if anything was."""
        if self._problems:
            raise Invalid(self._problems)

    def _decoded(self, path: Path) -> str:
        try:
            return path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            words = Text(
                f"bukan UTF-8 (byte ke-{error.start}); simpan ulang sebagai UTF-8",
                f"not UTF-8 (byte {error.start}); save it as UTF-8",
            )
            self.note("1", "csv-encoding", words)
        except OSError as error:
            self.note(
                "0", "csv-unreadable", Text(f"tidak terbaca: {error.strerror}", f"cannot be read: {error.strerror}")
            )
        self.stop()
        return ""

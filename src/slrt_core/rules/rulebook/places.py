"""Where something stands in a TOML document: lines and columns from 1, as an editor counts them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from slrt_core.reasons import Reason
from slrt_core.rules.criteria.nodes import Place
from slrt_core.rules.criteria.problems import problem

__all__ = ["Places", "read_document", "syntax_fault"]

_DEEPEST = 100
"""Levels of lists and tables at most: Python's reader gives up at about two hundred, and so do others after it."""

_LONGEST = 100
"""Digits of a number at most; of thousands Python makes none."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_KEY = re.compile(r'[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|\'([^\'\n]*)\'|([A-Za-z0-9_-]+))[ \t]*(\.?)')
_OTHER = re.compile(r"[^,\]}#\n]*")
_TOKEN = re.compile(_STRING.pattern + r"|#[^\n]*|[0-9][0-9A-Fa-fox_]{100,}|[][{}]|[^][{}\"'#0-9]+|.", re.DOTALL)
_LINE_END = re.compile(r"(?:\r?\n)?")
_CONTINUED = re.compile(r"\\[ \t]*\r?\n[ \t\r\n]*")
_PLAIN = re.compile(r"\r\n|.", re.DOTALL)
_ESCAPED = re.compile(r"\\[ \t]*\r?\n[ \t\r\n]*|\\u.{4}|\\U.{8}|\\.|\r\n|.", re.DOTALL)
_AT = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)

_WHY = (
    (r"Expected '=' after", "sesudah nama kunci harus ada =", "after the name of a key there must be ="),
    (r"Expected newline", "satu kunci satu baris: ada sisa sesudah nilainya",
     "one key a line: something follows the value"),
    (r"Expected '\]\]?' at", "judul bagian tidak ditutup", "the heading of a section is not closed"),
    (r"Unclosed array", "daftar [ … ] tidak ditutup, atau koma kurang",
     "a list [ … ] is not closed, or a comma is missing"),
    (r"Unclosed inline", "tabel { … } tidak ditutup, atau koma kurang",
     "a table { … } is not closed, or a comma is missing"),
    (r"Unterminated|Expected|Illegal character '\\n'", "teks tidak ditutup dengan tanda kutip",
     "a text is not closed by a quotation mark"),
    (r"Illegal|Found invalid", "tanda ini tidak boleh di sini", "this character may not stand here"),
    (r"Unescaped|Escaped|Invalid hex", "tanda \\ dalam teks: tulis \\\\, atau pakai kutip tunggal",
     "a \\ in a text: write \\\\, or use single quotes"),
    (r"Cannot|Duplicate", "ini sudah tertulis di atas, mungkin dalam bentuk lain",
     "this stands above already, perhaps in another form"),
    (r"Too deep", "terlalu banyak lapis daftar dan tabel", "too many levels of lists and tables"),
    (r"Too long", "bilangan ini terlalu panjang", "this number is too long"),
    (r"Invalid date", "bukan tanggal seperti 2026-01-31", "not a date such as 2026-01-31"),
    (r"Invalid value", "nilainya tidak benar: teks dalam tanda kutip, tanggal 2026-01-31, daftar dalam [ ]",
     "no valid value: a text stands in quotes, a date is 2026-01-31, a list stands in [ ]"),
    (r"Invalid statement", "baris ini bukan kunci = nilai, judul, atau komentar",
     "this line is no key = value, no heading, and no comment"),
    (r"Invalid initial", "nama kunci tidak dapat dimulai dengan tanda ini",
     "no name of a key begins with this character"),
)  # fmt: skip
"""What Python's reader finds wrong, by the beginning of its words, which are English only."""


def read_document(text: str) -> dict[str, Any]:
    """What a document says.

    Args:
        text: of a file.

    Raises:
        TOMLDecodeError: it is no TOML, or deeper or with longer numbers than anybody writes.
    """
    _refuse_extremes(text)
    document = tomllib.loads(text)
    if deep := _too_deep(document):
        places = Places(text)
        line, column = places.of(next(path for path in places if path[: len(deep)] == deep))
        raise tomllib.TOMLDecodeError(f"Too deep (at line {line}, column {column})")
    return document


def _refuse_extremes(text: str) -> None:
    """Refuse what would end Python's reader otherwise than with a mistake that has a place."""
    depth = 0
    for found in _TOKEN.finditer(text):
        token = found[0]
        depth += (token in {"[", "{"}) - (token in {"]", "}"})
        what = "Too deep" if depth > _DEEPEST else "Too long" if token[0].isdigit() and len(token) > _LONGEST else ""
        if what:
            start = found.start()
            line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
            raise tomllib.TOMLDecodeError(f"{what} (at line {line}, column {column})")


def _too_deep(document: dict[str, Any]) -> tuple[str, ...]:
    """The first path that is too long; headings make tables in tables without any bracket in another."""
    open_: list[tuple[tuple[str, ...], Any]] = [((), document)]
    while open_:
        path, value = open_.pop()
        if len(path) > _DEEPEST:
            return path
        held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        open_ += [((*path, str(key)), inner) for key, inner in held if isinstance(inner, dict | list)]
    return ()


def syntax_fault(name: str, text: str, error: tomllib.TOMLDecodeError) -> Reason:
    """What keeps a document from being TOML, with its place and the line that is meant.

    Args:
        name: of the file.
        text: its content.
        error: as the reader of TOML raised it.
    """
    found = _AT.fullmatch(str(error))
    what = found[1] if found else str(error)
    if found and found[2]:
        line, column = int(found[2]), int(found[3])
    else:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    why = next((words for start, *words in _WHY if re.match(start, what)), ["bukan TOML yang benar", "not valid TOML"])
    return problem(text, Place(line, column, 1), "rulebook-syntax", why[0], why[1], name)


class Places:
    """The places of all keys and list items of a document.

    Args:
        text: of a document that is TOML.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lists: dict[tuple[str, ...], int] = {}
        self._starts: dict[tuple[str, ...], int] = {}
        self._values: dict[tuple[str, ...], int] = {}
        self._read()

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._starts)

    def of(self, path: tuple[str, ...]) -> tuple[int, int]:
        """Line and column of a key or an item; of what it should stand in, where it is missing.

        Args:
            path: keys, and the numbers of items from 0, as in ``("version", "0", "valid_from")``.
        """
        while path and path not in self._starts:
            path = path[:-1]
        return self._counted(self._starts.get(path, 0))

    def within(self, path: tuple[str, ...], line: int, column: int) -> tuple[int, int]:
        """Line and column in the document of a place within a text.

        Args:
            path: of the text.
            line: in it, from 1.
            column: in that line, from 1.
        """
        start = self._values[path]
        quote = self._text[start : start + 3]
        quote = quote if quote in {'"""', "'''"} else quote[:1]
        start += len(quote)
        if len(quote) > 1:  # the first line end of a text of several lines is not part of it
            start += len(_LINE_END.match(self._text, start)[0])  # type: ignore[index]
        here = (1, 1)
        while here < (line, column) and start < len(self._text) and not self._text.startswith(quote, start):
            found = _ESCAPED.match(self._text, start) if quote[0] == '"' else _PLAIN.match(self._text, start)
            piece = found[0] if found else ""
            start += len(piece)
            if piece in {"\n", "\r\n", "\\n"}:
                here = here[0] + 1, 1
            elif not _CONTINUED.fullmatch(piece):
                here = here[0], here[1] + 1
        while continued := _CONTINUED.match(self._text, start) if quote == '"""' else None:
            start = continued.end()
        return self._counted(start)

    def _counted(self, start: int) -> tuple[int, int]:
        return self._text.count("\n", 0, start) + 1, start - self._text.rfind("\n", 0, start)

    def _read(self) -> None:
        section: tuple[str, ...] = ()
        while True:
            self._skip()
            start = self._at
            if start >= len(self._text):
                return
            if self._text.startswith("[[", start):
                self._at += 2
                *outer, last = self._key()
                several = (*self._within(outer), last)
                self._lists[several] = self._lists.get(several, -1) + 1
                section = (*several, str(self._lists[several]))
                self._at += 2
            elif self._text[start] == "[":
                self._at += 1
                section = self._within(self._key())
                self._at += 1
            else:
                self._pair(section)
                continue
            self._starts[section] = start

    def _within(self, keys: list[str]) -> tuple[str, ...]:
        """A heading's path: of a list of sections the last one is meant."""
        path: tuple[str, ...] = ()
        for key in keys:
            path = (*path, key)
            if path in self._lists:
                path = (*path, str(self._lists[path]))
        return path

    def _pair(self, section: tuple[str, ...]) -> None:
        start = self._at
        path = (*section, *self._key())
        self._starts[path] = start
        self._at += 1
        self._skip()
        self._value(path)

    def _key(self) -> list[str]:
        parts = []
        while found := _KEY.match(self._text, self._at):
            self._at = found.end()
            parts.append(_unescaped(found[1]) if found[1] else found[2] or found[3] or "")
            if not found[4]:
                break
        return parts

    def _value(self, path: tuple[str, ...]) -> None:
        self._values[path] = self._at
        opening = self._text[self._at]
        if opening not in "[{":
            found = _STRING.match(self._text, self._at) or _OTHER.match(self._text, self._at)
            self._at = found.end() if found else len(self._text)
            return
        self._at += 1
        number = 0
        while True:
            self._skip()
            if self._text[self._at] in "]}":
                self._at += 1
                return
            if opening == "[":
                self._starts[*path, str(number)] = self._at
                self._value((*path, str(number)))
                number += 1
            else:
                self._pair(path)
            self._skip()
            if self._text[self._at] == ",":
                self._at += 1

    def _skip(self) -> None:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at


def _unescaped(key: str) -> str:
    return str(tomllib.loads(f'key = "{key}"')["key"]) if "\\" in key else key

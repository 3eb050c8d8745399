"""What one cell of a list says, by the type of its variable. An empty cell is never read: nobody has said anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from slrt_core.model.facts import Value
from slrt_core.model.regions import RegionCode
from slrt_core.reasons import Text

__all__ = ["Unreadable", "number", "reader_of", "region"]

_SHORTENED = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+|[0-9]{9,}[.,]0+")
_AS_FORMULA = re.compile(r"=.*|'.*", re.DOTALL)
_YES = frozenset({"ya", "yes", "true"})
_NO = frozenset({"tidak", "no", "false"})


class Unreadable(Exception):
    """A cell does not say what its column asks for. What it says instead is not repeated: it may be anybody's.

    Args:
        code: of the reason.
        indonesian: what to write.
        english: what to write.
    """

    def __init__(self, code: str, indonesian: str, english: str) -> None:
        super().__init__(code)
        self.code = code
        self.text: Text = Text(indonesian, english)


def number(text: str) -> str:
    """A NIK, No. KK or telephone number, word for word: whether it is well-formed is not asked here.

    Raises:
        Unreadable: a spreadsheet has shortened it, so that digits are lost.
    """
    if _SHORTENED.fullmatch(text):
        raise Unreadable(
            "csv-number-shortened",
            "nomor ini disingkat oleh lembar kerja dan angkanya hilang; jadikan kolomnya teks, lalu ekspor ulang",
            "a spreadsheet has shortened this number and digits are lost; make the column text, and export it again",
        )
    if _AS_FORMULA.fullmatch(text):
        raise Unreadable(
            "csv-number-formula",
            "nomor ini ditulis sebagai rumus atau dengan tanda petik; tulis angkanya saja",
            "this number is written as a formula or with an apostrophe; write its digits only",
        )
    return text


def region(text: str) -> str:
    """A village's id; ten digits without dots are the code with dots."""
    return RegionCode.parse(text).dotted if re.fullmatch(r"[0-9]{10}", text) else text


def _bool(text: str) -> bool:
    plain = text.casefold()
    if plain in _YES or plain in _NO:
        return plain in _YES
    # Not 1 and 0: the questionnaires write 1 and 2, and some write 0 for "not asked".
    raise Unreadable("csv-value", "tulis ya atau tidak, atau kosongkan", "write ya or tidak, or leave it empty")


def _int(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise Unreadable("csv-value", "tulis bilangan bulat, hanya angka", "write a whole number, digits only")
    return int(text)


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,18}(?:[.,][0-9]{1,6})?", text):
        raise Unreadable("csv-value", "tulis bilangan, misalnya 36,5", "write a number, such as 36.5")
    return Decimal(text.replace(",", "."))


def _date(text: str) -> date:
    try:
        # Not 20260131, which `date` would take too: it may as well be a number in the wrong column.
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError("date")
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(
            "csv-value", "tulis tanggal sebagai 2026-01-31", "write a date as 2026-01-31, the year first"
        ) from None


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_READERS: Mapping[str, Callable[[str], Value]] = {
    "bool": _bool,
    "int": _int,
    "decimal": _decimal,
    "date": _date,
    "past_date": _date,
    "codes": _codes,
}


def reader_of(type_: str) -> Callable[[str], Value]:
    """What reads a cell of a variable of this type; texts and codes are taken as they stand."""
    return _READERS.get(type_, str)

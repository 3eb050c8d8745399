"""Cells that hold a number, a date, a place or an identity number, each read in one way only."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from slrt_core.errors import Invalid
from slrt_core.model.identity import IdentityClaim
from slrt_core.model.regions import CodeSystem, Level, RegionCode
from slrt_core.rules.instruments.rows import Row, plain, shown
from slrt_core.rules.instruments.tables import UNSAID
from slrt_core.rules.rulebook import Variable

__all__ = ["day", "decile", "identity", "number", "ranged", "region"]

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_POINT = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,9})?")
_SHORTENED = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+|[0-9]{9,}[.,]0+")


def number(column: str, text: str, variable: Variable, row: Row) -> int | Decimal | None:
    """A number of the variable's type, within its range."""
    if not text:
        return None
    pattern = _WHOLE if variable.type == "int" else _POINT
    if not pattern.fullmatch(text):
        row.note(
            column, "instrument-number", f"{shown(text)} bukan bilangan", f"{shown(text)} is no number of this kind"
        )
        return None
    return ranged(column, Decimal(text.replace(",", ".")), variable, row)


def ranged(column: str, value: Decimal, variable: Variable, row: Row) -> int | Decimal | None:
    """The value, if it lies within the variable's range and scale."""
    exponent = value.as_tuple().exponent
    low, high = variable.min, variable.max
    if (low is not None and value < low) or (high is not None and value > high):
        row.note(
            column,
            "variable-range",
            f"{shown(str(value))} di luar {low} sampai {high}",
            f"{shown(str(value))} lies outside {low} to {high}",
        )
        return None
    if isinstance(exponent, int) and -exponent > variable.scale:
        row.note(
            column,
            "variable-scale",
            f"paling banyak {variable.scale} angka di belakang koma",
            f"at most {variable.scale} digits after the point",
        )
        return None
    return int(value) if variable.type == "int" else value


def decile(column: str, text: str, row: Row) -> int | None:
    """The decile in which a percentile of 1 to 100 lies."""
    code = plain(text)
    if not _WHOLE.fullmatch(code) or not 1 <= int(code) <= 100:
        row.note(column, "instrument-percentile", "persentil harus 1 sampai 100", "a percentile is 1 to 100")
        return None
    return -(-int(code) // 10)


def day(column: str, text: str, row: Row) -> date | None:
    """A date, the year first."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    row.note(column, "instrument-date", "tulis tanggal seperti 2026-01-31", "write the date as 2026-01-31")
    return None


def identity(kind: str, column: str, text: str, row: Row) -> IdentityClaim | None:
    """A NIK or No. KK word for word, unless digits of it are lost."""
    if not _SHORTENED.fullmatch(text):
        return IdentityClaim.parse(kind, text)
    row.note(
        column,
        "instrument-shortened",
        "nomor ini disingkat oleh lembar kerja dan angkanya hilang",
        "a spreadsheet has shortened this number and digits are lost",
    )
    return None


def region(column: str, text: str, regions: str, row: Row) -> str | None:
    """A village's id. BPS and Kemendagri codes both have ten digits and differ: one is never taken for the other."""
    if regions == UNSAID and "." not in text:
        row.note(
            column,
            "instrument-region",
            "sepuluh angka dapat berupa kode Kemendagri atau BPS: tulis dengan titik",
            "ten digits may be a code of Kemendagri or of BPS: write it with dots",
        )
        return None
    system = CodeSystem.KEMENDAGRI if regions == UNSAID else CodeSystem(regions)
    try:
        code = RegionCode.parse(text, system)
    except Invalid as error:
        for reason in error.reasons:
            row.note(column, reason.code, reason.text.id, reason.text.en)
        return None
    if code.level is not Level.VILLAGE:
        row.note(column, "region-level", "wilayah harus desa/kelurahan", "the region must be a village")
        return None
    if system is not CodeSystem.KEMENDAGRI:
        row.note(
            column,
            "instrument-region",
            f"{code.dotted} adalah kode BPS: jembatani dahulu ke kode Kemendagri",
            f"{code.dotted} is a BPS code: bridge it to the Kemendagri code first",
        )
        return None
    return code.dotted

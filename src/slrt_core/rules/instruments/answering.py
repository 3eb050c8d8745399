"""Reading a row of an instrument: what it says in the catalogue's words, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from slrt_core.errors import Invalid
from slrt_core.model.facts import Known
from slrt_core.model.identity import IdentityClaim, find_identifiers
from slrt_core.model.regions import CodeSystem, Level, RegionCode
from slrt_core.reasons import Reason, fault
from slrt_core.rules.instruments.tables import UNSAID, Answer, Instrument, Part, Unasked
from slrt_core.rules.rulebook import Variable
from slrt_core.rules.rulebook.reading import near

__all__ = ["read_answers", "roster_closed", "unread_columns"]

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_POINT = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,9})?")
_SHORTENED = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+|[0-9]{9,}[.,]0+")


class _Row:
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
                if _plain(kept) != _plain(text):
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
        found = fault(column, code, id, en)
        if found not in self.reasons:
            self.reasons.append(found)

    def get(self, columns: Iterable[str]) -> tuple[str, str]:
        """The column that is filled in, and its text; an empty text if none is, or if two disagree."""
        names = list(columns)
        filled = {name: self._cells[name.casefold()] for name in names if name.casefold() in self._cells}
        if len({_plain(text) for text in filled.values()}) > 1:
            self.note(
                next(iter(filled)),
                "instrument-contradiction",
                f"kolom {', '.join(filled)} berbeda isinya",
                f"the columns {', '.join(filled)} say different things",
            )
            return names[0], ""
        return next(iter(filled.items()), (names[0] if names else "", ""))


def read_answers(
    instrument: Instrument, unit: str, row: Mapping[str, str | int | None]
) -> tuple[dict[str, Known], list[Reason]]:
    """What a row says of a household, a family or a person.

    Args:
        instrument: whose row it is.
        unit: ``household``, ``family`` or ``individual``: of whom the answers are wanted.
        row: its cells by column; ``None`` and empty cells say nothing.

    Returns:
        The known answers by variable, as facts hold them; and for each cell that is not on the instrument's list,
        contradicts another or is doubtful, a reason with its column. What such a cell should say stays unknown.
    """
    cells = _Row(row)
    found: dict[str, Known] = {}
    for name, answer in instrument.answers.get(unit, {}).items():
        variable = instrument.variables[name.partition(":")[0]]
        value = _read(answer, name, variable, instrument, cells)
        if value is not None:
            found[name] = value
    return found, cells.reasons


def roster_closed(instrument: Instrument, unit: str, row: Mapping[str, str | int | None]) -> bool:
    """Whether the people whom the instrument lists under this household or family are all its people.

    By what the row says of it; by what the instrument declares if the row says nothing.
    """
    rule = instrument.roster.get(unit)
    if rule is None:
        return False
    said = _plain(_Row(row).get(rule.columns)[1]) if rule.columns else ""
    # A code that the rule does not name is no reason to believe that nobody is missing.
    return rule.codes.get(said, False) if said else rule.closed


def unread_columns(instrument: Instrument, columns: Iterable[str]) -> list[Reason]:
    """The columns that no answer is read from, with a near one that is: they may be misspelt, or of no use here."""
    groups = list(instrument.keys.values())
    groups += [rule.columns for rule in instrument.roster.values()]
    for answers in instrument.answers.values():
        for answer in answers.values():
            groups += [answer.columns, answer.by, answer.alone]
            groups += [part.columns for part in answer.parts] + [rule.columns for rule in answer.unasked]
    known = {name.casefold(): name for names in groups for name in names}
    found = []
    for column in columns:
        if column.strip().casefold() not in known:
            hint = near(column.strip().casefold(), known)
            found.append(
                fault(column, "instrument-column", f"kolom tidak dibaca{hint.id}", f"the column is not read{hint.en}")
            )
    return found


def _read(answer: Answer, name: str, variable: Variable, instrument: Instrument, row: _Row) -> Known | None:
    for rule in answer.unasked:
        if _plain(row.get(rule.columns)[1]) in rule.codes:
            return _not_asked(rule, answer, name, variable, row)
    if answer.how == "parts":
        return _set(answer.parts, variable, row)
    if answer.how == "sum":
        numbers = [_number(column, row.get([column])[1], variable, row) for column in answer.columns]
        known = [number for number in numbers if number is not None]
        return _ranged(answer.columns[0], Decimal(sum(known)), variable, row) if len(known) == len(numbers) else None
    column, text = row.get(answer.columns)
    if not text or any(row.get([other])[1] for other in answer.alone):
        return None
    match answer.how:
        case "codes":
            return _coded(answer, column, text, variable, row)
        case "number":
            return _number(column, text, variable, row)
        case "percentile":
            return _decile(column, text, row)
        case "date":
            return _date(column, text, row)
        case "nik" | "no_kk":
            return _identity(answer.how, column, text, row)
        case "region":
            return _region(column, text, instrument.regions, row)
        case _:
            return text


def _not_asked(rule: Unasked, answer: Answer, name: str, variable: Variable, row: _Row) -> Known | None:
    """What holds of those of whom it is not asked; nothing, if it was answered all the same and otherwise."""
    value = _value(rule.value, variable)
    column, text = row.get(answer.columns)
    code = _plain(text)
    if not text or answer.codes.get(code) == rule.value or code in answer.silent or code == "0":
        return value
    row.note(
        column,
        "instrument-contradiction",
        f"{name} terisi {_shown(text)}, padahal tidak ditanyakan: {rule.text.id}",
        f"{name} says {_shown(text)}, although it is not asked: {rule.text.en}",
    )
    return None


def _coded(answer: Answer, column: str, text: str, variable: Variable, row: _Row) -> Known | None:
    code = _plain(text)
    if code in answer.silent:
        return None
    if code in answer.doubtful:
        why = answer.doubtful[code]
        row.note(
            column,
            "instrument-doubtful",
            f"arti kode {_shown(text)} tidak pasti: {why.id}",
            f"it is not certain what the code {_shown(text)} means: {why.en}",
        )
        return None
    if code in answer.then:
        second, said = row.get(answer.by)
        if not said:
            return None
        value = answer.then[code].get(_plain(said))
        if value is None:
            _off_list(second, said, answer.then[code], row)
            return None
        return _value(value, variable)
    if code not in answer.codes:
        _off_list(column, text, [*answer.codes, *answer.then, *answer.silent, *answer.doubtful], row)
        return None
    return _value(answer.codes[code], variable)


def _set(parts: tuple[Part, ...], variable: Variable, row: _Row) -> Known | None:
    """The codes of all parts; unknown if one part is, since a code that is missing from a set means no."""
    held: set[str] = set()
    whole = True
    for part in parts:
        column, text = row.get(part.columns)
        code = _plain(text)
        if not text:
            whole = False
        elif part.mask:
            bits = _bits(code, part)
            if bits is None:
                _off_list(column, text, part.codes, row)
                whole = False
            held.update(value for bit in bits or () for value in part.codes[bit])
        elif code in part.codes:
            held.update(part.codes[code])
        else:
            _off_list(column, text, part.codes, row)
            whole = False
    return tuple(code for code in variable.codes if code in held) if whole else None


def _bits(code: str, part: Part) -> list[str] | None:
    if code in part.codes:
        return [code]
    if not re.fullmatch(r"[0-9]{1,3}", code):
        return None
    number = int(code)
    bits = [str(1 << shift) for shift in range(number.bit_length()) if number >> shift & 1]
    return bits if number and all(bit in part.codes for bit in bits) else None


def _number(column: str, text: str, variable: Variable, row: _Row) -> int | Decimal | None:
    if not text:
        return None
    pattern = _WHOLE if variable.type == "int" else _POINT
    if not pattern.fullmatch(text):
        row.note(
            column, "instrument-number", f"{_shown(text)} bukan bilangan", f"{_shown(text)} is no number of this kind"
        )
        return None
    return _ranged(column, Decimal(text.replace(",", ".")), variable, row)


def _ranged(column: str, value: Decimal, variable: Variable, row: _Row) -> int | Decimal | None:
    exponent = value.as_tuple().exponent
    low, high = variable.min, variable.max
    if (low is not None and value < low) or (high is not None and value > high):
        row.note(
            column,
            "variable-range",
            f"{_shown(str(value))} di luar {low} sampai {high}",
            f"{_shown(str(value))} lies outside {low} to {high}",
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


def _decile(column: str, text: str, row: _Row) -> int | None:
    code = _plain(text)
    if not _WHOLE.fullmatch(code) or not 1 <= int(code) <= 100:
        row.note(column, "instrument-percentile", "persentil harus 1 sampai 100", "a percentile is 1 to 100")
        return None
    return -(-int(code) // 10)


def _date(column: str, text: str, row: _Row) -> date | None:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    row.note(column, "instrument-date", "tulis tanggal seperti 2026-01-31", "write the date as 2026-01-31")
    return None


def _identity(kind: str, column: str, text: str, row: _Row) -> IdentityClaim | None:
    if not _SHORTENED.fullmatch(text):
        return IdentityClaim.parse(kind, text)
    row.note(
        column,
        "instrument-shortened",
        "nomor ini disingkat oleh lembar kerja dan angkanya hilang",
        "a spreadsheet has shortened this number and digits are lost",
    )
    return None


def _region(column: str, text: str, regions: str, row: _Row) -> str | None:
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


def _value(text: str, variable: Variable) -> Known:
    if variable.type == "bool":
        return text == "true"
    return int(text) if variable.type == "int" else text


def _off_list(column: str, text: str, codes: Iterable[str], row: _Row) -> None:
    listed = ", ".join(codes)
    row.note(
        column,
        "instrument-code",
        f"kode {_shown(text)} tidak ada dalam daftar kolom ini ({listed})",
        f"the code {_shown(text)} is not on this column's list ({listed})",
    )


def _text(cell: object) -> str | None:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        return None
    return str(cell).strip()


def _plain(text: str) -> str:
    """A code as the lists have it: without the zeros that a form prints before it."""
    return str(int(text)) if text.isascii() and text.isdecimal() and len(text) <= 3 else text


def _shown(text: str) -> str:
    return "•••" if find_identifiers(text) or len(text) > 30 else repr(text)

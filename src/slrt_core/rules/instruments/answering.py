"""Reading a row of an instrument: what it says in the catalogue's words, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from slrt_core.model.facts import Known
from slrt_core.reasons import Reason, fault, near
from slrt_core.rules.instruments.cells import day, decile, identity, number, ranged, region
from slrt_core.rules.instruments.rows import Row, plain, shown
from slrt_core.rules.instruments.tables import Answer, Instrument, Part, Unasked
from slrt_core.rules.rulebook import Variable

__all__ = ["read_answers", "roster_closed", "unread_columns"]


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
    cells = Row(row)
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
    cells = Row(
        {name: cell for name, cell in row.items() if name.strip().casefold() in map(str.casefold, rule.columns)}
    )
    said = plain(cells.get(rule.columns)[1])
    # A code that the rule does not name, or two that disagree, are no reason to believe that nobody is missing.
    return not cells.reasons and (rule.codes.get(said, False) if said else rule.closed)


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


def _read(answer: Answer, name: str, variable: Variable, instrument: Instrument, row: Row) -> Known | None:
    for rule in answer.unasked:
        if plain(row.get(rule.columns)[1]) in rule.codes:
            return _not_asked(rule, answer, name, variable, row)
    if answer.how == "parts":
        return _set(answer.parts, variable, row)
    if answer.how == "sum":
        numbers = [number(column, row.get([column])[1], variable, row) for column in answer.columns]
        known = [found for found in numbers if found is not None]
        return ranged(answer.columns[0], Decimal(sum(known)), variable, row) if len(known) == len(numbers) else None
    column, text = row.get(answer.columns)
    if not text or any(row.get([other])[1] for other in answer.alone):
        return None
    match answer.how:
        case "codes":
            return _coded(answer, column, text, variable, row)
        case "number":
            return number(column, text, variable, row)
        case "percentile":
            return decile(column, text, row)
        case "date":
            return day(column, text, row)
        case "nik" | "no_kk":
            return identity(answer.how, column, text, row)
        case "region":
            return region(column, text, instrument.regions, row)
        case _:
            return text


def _not_asked(rule: Unasked, answer: Answer, name: str, variable: Variable, row: Row) -> Known | None:
    """What holds of those of whom it is not asked; nothing, if it was answered all the same and otherwise."""
    value = _value(rule.value, variable)
    column, text = row.get(answer.columns)
    code = plain(text)
    if not text or answer.codes.get(code) == rule.value or code in answer.silent or code == "0":
        return value
    row.note(
        column,
        "instrument-contradiction",
        f"{name} terisi {shown(text)}, padahal tidak ditanyakan: {rule.text.id}",
        f"{name} says {shown(text)}, although it is not asked: {rule.text.en}",
    )
    return None


def _coded(answer: Answer, column: str, text: str, variable: Variable, row: Row) -> Known | None:
    code = plain(text)
    if code in answer.silent:
        return None
    if code in answer.doubtful:
        why = answer.doubtful[code]
        row.note(
            column,
            "instrument-doubtful",
            f"arti kode {shown(text)} tidak pasti: {why.id}",
            f"it is not certain what the code {shown(text)} means: {why.en}",
        )
        return None
    if code in answer.then:
        second, said = row.get(answer.by)
        if not said:
            return None
        value = answer.then[code].get(plain(said))
        if value is None:
            row.off_list(second, said, answer.then[code])
            return None
        return _value(value, variable)
    if code not in answer.codes:
        row.off_list(column, text, [*answer.codes, *answer.then, *answer.silent, *answer.doubtful])
        return None
    return _value(answer.codes[code], variable)


def _set(parts: tuple[Part, ...], variable: Variable, row: Row) -> Known | None:
    """The codes of all parts; unknown if one part is, since a code that is missing from a set means no."""
    held: set[str] = set()
    whole = True
    for part in parts:
        column, text = row.get(part.columns)
        code = plain(text)
        if not text:
            whole = False
        elif part.mask:
            bits = _bits(code, part)
            if bits is None:
                row.off_list(column, text, part.codes)
                whole = False
            held.update(value for bit in bits or () for value in part.codes[bit])
        elif code in part.codes:
            held.update(part.codes[code])
        else:
            row.off_list(column, text, part.codes)
            whole = False
    return tuple(code for code in variable.codes if code in held) if whole else None


def _bits(code: str, part: Part) -> list[str] | None:
    if code in part.codes:
        return [code]
    if not re.fullmatch(r"[0-9]{1,3}", code):
        return None
    whole = int(code)
    bits = [str(1 << shift) for shift in range(whole.bit_length()) if whole >> shift & 1]
    return bits if whole and all(bit in part.codes for bit in bits) else None


def _value(text: str, variable: Variable) -> Known:
    if variable.type == "bool":
        return text == "true"
    return int(text) if variable.type == "int" else text

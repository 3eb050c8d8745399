"""What each column of a list of households means, read off its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from slrt_core.adapters.files.cells import number, reader_of, region
from slrt_core.model.facts import Value
from slrt_core.reasons import Reason, Text, near
from slrt_core.rules.catalogue import variable_of
from slrt_core.rules.registry import STRUCTURE
from slrt_core.rules.rulebook import Variable

__all__ = ["Column", "columns_of"]

_UNITS = ("household", "family", "individual")
_NEEDED = ("household", "region", "name")


@frozen
class Column:
    """A column.

    Args:
        name: as it stands in the file.
        unit: whom it tells of: ``household``, ``family`` or ``individual``.
        field: a field of the form, or a variable of the catalogue.
        fact: whether it is the latter.
        read: what reads a cell that is not empty.
    """

    name: str
    unit: str
    field: str
    fact: bool
    read: Callable[[str], Value]


_FIELDS = {
    "household": Column("household", "household", "id", False, str),
    "region": Column("region", "household", "region", False, region),
    "address": Column("address", "household", "address", False, str),
    "valid_from": Column("valid_from", "household", "valid_from", False, reader_of("date")),
    "family": Column("family", "family", "id", False, str),
    "no_kk": Column("no_kk", "family", "no_kk", False, number),
    "person": Column("person", "individual", "id", False, str),
    "name": Column("name", "individual", "name", False, str),
    "nik": Column("nik", "individual", "nik", False, number),
    "phone": Column("phone", "individual", "phone", False, number),
}


def columns_of(
    header: Sequence[str], variables: Mapping[str, Variable], note: Callable[[str, Reason], None]
) -> tuple[Column, ...]:
    """The columns of a list.

    Args:
        header: their names.
        variables: the catalogue.
        note: told of each column that cannot be, with its name.

    Returns:
        Those that can be.
    """
    found: list[Column] = []
    for name in header:
        column = _FIELDS.get(name) or _variable(name, variables)
        if not isinstance(column, Column):
            note(name, column)
        elif any((column.unit, column.field, column.fact) == (c.unit, c.field, c.fact) for c in found):
            note(name, _reason("csv-column-twice", "kolom ini ada dua kali", "this column is there twice"))
        else:
            found.append(column)
    for reason in _missing(header):
        note("", reason)
    return tuple(found)


def _variable(name: str, variables: Mapping[str, Variable]) -> Column | Reason:
    unit, dot, variable = name.rpartition(".")
    known = variable_of(variables, variable)
    if known is None or (dot and unit not in _UNITS):
        hint = near(variable, {**dict.fromkeys(_FIELDS), **dict.fromkeys(variables)})
        return _reason("csv-column", f"kolom tidak dikenal{hint.id}", f"unknown column{hint.en}")
    if variable in STRUCTURE:
        own = f"; tulis {variable!r}" if variable in _FIELDS else ""
        english = f"; write {variable!r}" if variable in _FIELDS else ""
        return _reason("csv-column", f"bukan kolom biasa{own}", f"no column like others{english}")
    if not dot and known.unit == "any":
        names = ", ".join(f"{unit}.{variable}" for unit in _UNITS)
        return _reason("csv-column-unit", f"sebutkan milik siapa: {names}", f"say whose it is: {names}")
    if dot and known.unit not in {unit, "any"}:
        words = f"{known.unit}.{variable}"
        return _reason("csv-column-unit", f"maksudnya {words!r}?", f"did you mean {words!r}?")
    return Column(name, unit or known.unit, variable, True, reader_of(known.type))


def _missing(header: Sequence[str]) -> Iterator[Reason]:
    for name in _NEEDED:
        if name not in header:
            yield _reason("csv-column", f"kolom {name!r} tidak ada", f"the column {name!r} is missing")


def _reason(code: str, indonesian: str, english: str) -> Reason:
    return Reason(code=code, text=Text(indonesian, english))

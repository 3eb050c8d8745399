"""Tables from plain subjects, for tests and for small lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw

from slrt_core.adapters.columnar.tables import LINKS, Tables
from slrt_core.rules.criteria.schema import Kind, Schema

__all__ = ["tables_of"]

_Row = dict[str, Any]


def tables_of(
    households: Iterable[Mapping[str, Any]],
    schema: Schema,
    *,
    keys: Iterable[str] = (),
    long: bool = False,
    backend: Any = "polars",
) -> Tables:
    """Tables with a column for each variable.

    Args:
        households: subjects of the unit household; they, their families and their members each have an `id`.
        schema: with the variables.
        keys: of keyed variables, such as the programs' codes, if there are more than the subjects have.
        long: whether keyed variables and sets of codes go to `mark`, not to columns of their own.
        backend: of narwhals, for frames in memory: ``polars``, ``pyarrow`` …
    """
    rows: dict[str, list[tuple[_Row, Mapping[str, Any]]]] = {"household": [], "family": [], "individual": []}
    for household in households:
        _gather(rows, household)
    found = set(keys).union(*(_keys(values, schema.units[unit].fields) for unit in rows for _, values in rows[unit]))
    frames = {}
    for unit, made in rows.items():
        types = _HEADS[unit] | _wide(schema.units[unit].fields, sorted(found), long=long)
        full = [head | _values(values, types.keys() - head.keys()) for head, values in made]
        frames[unit] = _frame(full, types, backend)
    marks = [mark for unit, made in rows.items() for mark in _marks(unit, made, schema.units[unit].fields)]
    mark = _frame(marks, _MARKS, backend) if long else None
    return Tables(home=frames["household"], kin=frames["family"], person=frames["individual"], mark=mark)


def _gather(rows: Mapping[str, list[tuple[_Row, Mapping[str, Any]]]], household: Mapping[str, Any]) -> None:
    key = household["id"]
    rows["household"].append(({"key": key, "complete": household.get("complete") is True}, household))
    kin: dict[str, str] = {}
    for family in household.get("families") or ():
        head = {"key": family["id"], "home": key, "complete": family.get("complete") is True}
        rows["family"].append((head, family))
        kin |= {member["id"]: family["id"] for member in family.get("members") or ()}
    for member in household.get("members") or ():
        rows["individual"].append(({"key": member["id"], "home": key, "kin": kin.get(member["id"])}, member))


def _keys(values: Mapping[str, Any], fields: Mapping[str, Kind]) -> set[str]:
    return {key for name, kind in fields.items() if kind.keyed for key in values.get(name) or ()}


def _wide(fields: Mapping[str, Kind], keys: Sequence[str], *, long: bool) -> dict[str, Any]:
    """The columns of variables, with their types."""
    types: dict[str, Any] = {}
    for name, kind in fields.items():
        if kind.derived is not None or kind.source:
            continue
        items = kind.codes if kind.name == "codes" else keys if kind.keyed else ("",)
        dtype = _TYPES[kind.name]
        if not (long and (kind.name == "codes" or kind.keyed)):
            types |= {f"{name}:{item}" if item else name: dtype for item in items}
    return types


def _values(values: Mapping[str, Any], columns: Iterable[str]) -> _Row:
    row = {}
    for column in columns:
        name, colon, item = column.partition(":")
        value = values.get(name)
        if colon and value is not None:
            value = value.get(item) if isinstance(value, Mapping) else item in value
        row[column] = value
    return row


def _marks(unit: str, rows: Iterable[tuple[_Row, Mapping[str, Any]]], fields: Mapping[str, Kind]) -> Iterator[_Row]:
    names = [name for name, kind in fields.items() if kind.keyed or kind.name == "codes"]
    for head, values in rows:
        for name in names:
            held = values.get(name)
            mark = {"of": unit, "unit": head["key"], "variable": name}
            if isinstance(held, Mapping):
                known = {item: value for item, value in held.items() if value is not None}
                yield from (mark | {"item": item, "value": _text(value)} for item, value in known.items())
            elif held is not None:
                yield from (mark | {"item": item, "value": None} for item in sorted(held) or (None,))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _frame(rows: Sequence[_Row], types: Mapping[str, Any], backend: Any) -> Any:
    columns = {name: [row[name] for row in rows] for name in types}
    return nw.from_dict(columns, schema=dict(types), backend=backend).to_native()


_LINKS = {unit: {column: nw.String for (of, _), column in LINKS.items() if of == unit} for unit, _ in LINKS}
_HEADS: Mapping[str, dict[str, Any]] = {
    "household": {"key": nw.String, "complete": nw.Boolean},
    "family": {"key": nw.String, **_LINKS["family"], "complete": nw.Boolean},
    "individual": {"key": nw.String, **_LINKS["individual"]},
}
_MARKS: Mapping[str, Any] = dict.fromkeys(("of", "unit", "variable", "item", "value"), nw.String)
_TYPES: Mapping[str, Any] = {
    "bool": nw.Boolean, "number": nw.Int64, "date": nw.Date, "instant": nw.Datetime("us"), "code": nw.String,
    "codes": nw.Boolean, "region": nw.String,
}  # fmt: skip

"""The present state of households as tables that criteria can be computed in: a row for each unit, a column a variable.

Four kinds of records: `home` (a household), `kin` (a family), `person`, and `mark`, which holds what is no single
value: the codes of a set, and the value under each key of a keyed variable. A column without a value is unknown. Of a
set of codes the unit's row says whether it is known, and `mark` has a row for each code in it; so an empty set is known
and has no rows. Decimals are whole numbers of their last digit, dates dates, codes texts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from slrt_core.ports import IndexValue, RecordKind
from slrt_core.rules.criteria.schema import Kind, Schema

__all__ = ["MARK_VALUES", "UNIT_KINDS", "column_name", "edition_of", "fact_kinds", "mark_suffix", "rows"]

UNIT_KINDS: Mapping[str, str] = {"household": "home", "family": "kin", "individual": "person"}
"""The kind of record of each unit."""

MARK_VALUES: Mapping[str, str] = {
    "bool": "as_bool", "number": "as_number", "date": "as_date", "code": "as_code", "region": "as_code",
}  # fmt: skip
"""Where a `mark` holds the value under a key, by its type."""

_EDITION = 1
"""To be raised when this module, or `slrt_core.rules.eligibility.subject_of`, makes other rows of the same facts."""

_TYPES: Mapping[str, type] = {"bool": bool, "number": int, "codes": bool, "code": str, "region": str}
_ABOVE: Mapping[str, Mapping[str, type]] = {
    "household": {"complete": bool},
    "family": {"home": str, "complete": bool},
    "individual": {"home": str, "kin": str},
}


def column_name(name: str, key: str = "") -> str:
    """The column of a variable; a prefix keeps it apart from a database's own words and from the columns of a record.

    Args:
        name: of the variable.
        key: of a keyed one that has columns of its own.
    """
    plain = "".join(c if c.isalnum() else "_" for c in key.lower())
    return f"v_{name}__{plain}" if key else f"v_{name}"


def mark_suffix(unit: str, name: str, item: str) -> str:
    """What follows the unit's key in the key of a `mark`.

    Args:
        unit: such as ``household``.
        name: of the variable.
        item: the code in the set, or the key of the keyed variable.
    """
    return f":{unit}.{name}.{item}"


def fact_kinds(schema: Schema, keys: Mapping[str, Collection[str]] | None = None) -> tuple[RecordKind, ...]:
    """The kinds of records that hold the present state.

    Args:
        schema: with the variables that are recorded; derived ones have no columns.
        keys: of keyed variables, those that get columns of their own, which is faster than a `mark`.
    """
    made = [
        RecordKind(name=kind, index={**_ABOVE[unit], **_columns(schema, unit, keys or {})})
        for unit, kind in UNIT_KINDS.items()
    ]
    marks: Mapping[str, type] = {"home": str, "as_bool": bool, "as_number": int, "as_date": date, "as_code": str}
    return (*made, RecordKind(name="mark", index=marks))


def _recorded(schema: Schema, unit: str) -> Iterator[tuple[str, Kind]]:
    for name, kind in schema.units[unit].fields.items():
        if kind.derived is None and not kind.source and kind.name != "instant":
            yield name, kind


def _columns(schema: Schema, unit: str, keys: Mapping[str, Collection[str]]) -> dict[str, type]:
    found: dict[str, type] = {}
    for name, kind in _recorded(schema, unit):
        type_ = _TYPES.get(kind.name, date)
        for column in [column_name(name, key) for key in keys.get(name, ())] if kind.keyed else [column_name(name)]:
            if column in found:
                raise ValueError(f"{unit}: two variables or keys have the column {column}")
            found[column] = type_
    return found


def edition_of(schema: Schema) -> str:
    """A name of what rows mean that are made for a schema: another one if a variable's type or scale is another."""
    said = [
        [unit, name, kind.name, kind.scale, kind.keyed] for unit in UNIT_KINDS for name, kind in _recorded(schema, unit)
    ]
    return hashlib.sha256(json.dumps([_EDITION, sorted(said)]).encode()).hexdigest()


def rows(
    subject: Mapping[str, Any], schema: Schema, keys: Mapping[str, Collection[str]] | None = None
) -> Iterator[tuple[str, str, Mapping[str, IndexValue]]]:
    """The records of a household: kind, key, and the values of its index.

    Args:
        subject: the household, as evaluators take it; it, its families and its members have an ``id`` each.
        schema: with the variables.
        keys: as given to `fact_kinds`.
    """
    home = subject["id"]
    yield from _unit(subject, "household", {"complete": subject.get("complete") is True}, home, schema, keys or {})
    kin_of: dict[str, str] = {}
    for family in subject.get("families") or ():
        above = {"home": home, "complete": family.get("complete") is True}
        yield from _unit(family, "family", above, home, schema, keys or {})
        kin_of |= {member["id"]: family["id"] for member in family.get("members") or ()}
    for member in subject.get("members") or ():
        above = {"home": home, "kin": kin_of.get(member["id"])}
        yield from _unit(member, "individual", above, home, schema, keys or {})


def _unit(  # noqa: PLR0917
    values: Mapping[str, Any],
    unit: str,
    above: Mapping[str, IndexValue],
    home: str,
    schema: Schema,
    keys: Mapping[str, Collection[str]],
) -> Iterator[tuple[str, str, Mapping[str, IndexValue]]]:
    key = values["id"]
    index: dict[str, IndexValue] = dict(above)
    marks: list[tuple[str, str, IndexValue]] = []
    for name, kind in _recorded(schema, unit):
        value = values.get(name)
        if kind.keyed:
            held = {item: v for item, v in (value or {}).items() if v is not None}
            own = frozenset(keys.get(name, ()))
            index |= {column_name(name, item): held.get(item) for item in own}
            # A column holds the value where there is one: a mark beside it would be a second truth.
            marks += [(mark_suffix(unit, name, i), MARK_VALUES[kind.name], v) for i, v in held.items() if i not in own]
        elif kind.name == "codes":
            index[column_name(name)] = value is not None
            marks += [(mark_suffix(unit, name, code), "as_bool", True) for code in sorted(value or ())]
        else:
            index[column_name(name)] = value
    yield UNIT_KINDS[unit], key, index
    blank: dict[str, IndexValue] = {"home": home, "as_bool": None, "as_number": None, "as_date": None, "as_code": None}
    for suffix, column, value in marks:
        yield "mark", key + suffix, {**blank, column: value}

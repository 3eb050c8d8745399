"""Variables that nobody states because they follow from others, in the language of criteria."""

from __future__ import annotations

import re
from collections.abc import Mapping

from slrt_core.errors import Invalid
from slrt_core.reasons import Text
from slrt_core.rules.criteria import Definition, Schema, base_schema, with_derived
from slrt_core.rules.rulebook.reading import Problems
from slrt_core.rules.rulebook.tables import Derived, Variable

__all__ = ["schema_of"]

_UNITS = ("household", "family", "individual")
_TYPES = {"bool": "bool", "int": "number", "decimal": "number"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def schema_of(
    variables: Mapping[str, Variable], derived: Mapping[str, Derived], problems: Problems, file: str = "derived.toml"
) -> Schema:
    """What expressions may name: the recorded variables and the derived ones.

    Args:
        variables: the catalogue.
        derived: what follows from it.
        problems: takes what is wrong with them, each with its place.
        file: where the derived ones are written.
    """
    before = len(problems.found)
    for name, one in derived.items():
        _check(name, one, f"{file}:derived.{name}", variables, problems)
    schema = base_schema(variables)
    if len(problems.found) > before:
        return schema
    definitions = {
        name: Definition(
            unit=one.unit, type=_TYPES[one.type], text=one.text, label=one.label, path=f"{file}:derived.{name}.text"
        )
        for name, one in derived.items()
    }
    try:
        return with_derived(schema, definitions)
    except Invalid as error:
        problems.found.extend(error.reasons)
        return schema


def _check(name: str, one: Derived, place: str, variables: Mapping[str, Variable], problems: Problems) -> None:
    problems.check(f"{place}.unit", Text("satuan", "unit"), one.unit, _UNITS)
    problems.check(f"{place}.type", Text("jenis", "type"), one.type, _TYPES)
    if not _NAME.fullmatch(name):
        problems.add(place, "derived-name", "nama: huruf kecil, angka, garis bawah", "a name is a-z, 0-9 and _")
    if name in variables:
        problems.add(place, "derived-twice", "sudah ada di katalog", "it stands already in the catalogue")
    for key, words in (("label.id", one.label.id), ("label.en", one.label.en), ("text", one.text)):
        if not words.strip():
            problems.add(f"{place}.{key}", "derived-empty", "kosong", "empty")
    if not one.basis:
        problems.add(f"{place}.basis", "derived-basis", "dasar tidak ada", "the basis is missing")

"""Variables that follow from others: their texts, kept as data. The language that reads them is another's affair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from attrs import frozen

from slrt_core.errors import invalid
from slrt_core.reasons import Text
from slrt_core.rules.rulebook import Variable, load_rulebook
from slrt_core.rules.rulebook.reading import Problems, read_toml

__all__ = ["Derived", "DerivedBasis", "derived_from_text", "read_derived"]

_UNITS = ("household", "family", "individual")
_TYPES = ("bool", "int", "decimal")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_USED = re.compile(r"\b(household|family|individual|[a-z])\.([a-z][a-z0-9_]*)(\()?")
_PLACES = ("regency", "province", "subdistrict")
_RELATIONS = {"household": ("members", "families"), "family": ("members",), "individual": ()}


@frozen(kw_only=True)
class DerivedBasis:
    """Where it is from: in words, and a tag such as ``src:GH-DTSEN``, ``own`` or ``own?``."""

    text: str
    tag: str


@frozen(kw_only=True)
class Derived:
    """A variable that nobody states.

    Args:
        unit: household, family or individual.
        name: as it is used in a criterion.
        type: bool, int or decimal.
        text: the expression.
        label: for people.
        basis: where it is from.
    """

    unit: str
    name: str
    type: str
    text: str
    label: Text
    basis: tuple[DerivedBasis, ...]


@frozen(kw_only=True)
class _Entry:
    unit: str
    type: str
    text: str
    label: Text
    basis: tuple[DerivedBasis, ...]


@frozen(kw_only=True)
class _File:
    derived: dict[str, _Entry]


def read_derived(path: Path | str | None = None, variables: Mapping[str, Variable] | None = None) -> dict[str, Derived]:
    """The derived variables of a file, by name.

    Args:
        path: the file; those that come with the library if ``None``.
        variables: the catalogue whose names their texts may use; that of the default rulebook if ``None``.

    Raises:
        Invalid: anything in it that is misspelt, missing, doubled or goes in a circle, each with its place.
    """
    catalogue = load_rulebook().variables if variables is None else variables
    if path is None:
        home = resources.files("slrt_core.rules") / "default"
        return derived_from_text("derived.toml", (home / "derived.toml").read_text(encoding="utf-8"), catalogue)
    file = Path(path)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise invalid(
            file.name,
            "rulebook-encoding",
            id=f"bukan UTF-8, byte ke-{error.start}",
            en=f"not UTF-8, at byte {error.start}",
        ) from None
    return derived_from_text(file.name, text, catalogue)


def derived_from_text(file: str, text: str, variables: Mapping[str, Variable]) -> dict[str, Derived]:
    """The derived variables of a file's text, such as a store keeps it. Raises as `read_derived` does."""
    problems = Problems()
    found = read_toml(file, text, _File, problems)
    problems.stop()
    assert found is not None  # noqa: S101  (stop() saw to it)
    derived = {
        name: Derived(
            unit=entry.unit, name=name, type=entry.type, text=entry.text, label=entry.label, basis=entry.basis
        )
        for name, entry in found.derived.items()
    }
    for name, entry in derived.items():
        _check(entry, f"{file}:derived.{name}", derived, variables, problems)
    problems.stop()
    for name in derived:
        if _reaches(name, derived):
            problems.add(
                f"{file}:derived.{name}.text", "derived-circle", "bergantung pada dirinya", "it depends on itself"
            )
    problems.stop()
    return derived


def _check(
    entry: Derived, place: str, derived: Mapping[str, Derived], variables: Mapping[str, Variable], problems: Problems
) -> None:
    problems.check(f"{place}.unit", Text("satuan", "unit"), entry.unit, _UNITS)
    problems.check(f"{place}.type", Text("jenis", "type"), entry.type, _TYPES)
    if not _NAME.fullmatch(entry.name):
        problems.add(place, "derived-name", "nama: huruf kecil, angka, garis bawah", "a name is a-z, 0-9 and _")
    if entry.name in variables:
        problems.add(place, "derived-twice", "sudah ada di katalog", "it stands already in the catalogue")
    for key, words in (("label.id", entry.label.id), ("label.en", entry.label.en), ("text", entry.text)):
        if not words.strip():
            problems.add(f"{place}.{key}", "derived-empty", "kosong", "empty")
    if not entry.basis:
        problems.add(f"{place}.basis", "derived-basis", "dasar tidak ada", "the basis is missing")
    for root, name in _used(entry.text):
        unit = root if root in _UNITS else ""
        known = {n: v.unit for n, v in variables.items()} | {n: d.unit for n, d in derived.items()}
        allowed = [n for n, u in known.items() if not unit or u in {unit, "any"}]
        problems.check(
            f"{place}.text",
            Text("variabel", "variable"),
            name,
            [*allowed, *_PLACES, *_RELATIONS.get(unit, ("members",))],
        )


def _used(text: str) -> Iterator[tuple[str, str]]:
    """The names that a text uses, each with what it is of. What stands in quotes is a code, not a name."""
    bare = re.sub(r"'[^']*'", "''", text)
    for found in _USED.finditer(bare):
        if not found[3]:
            yield found[1], found[2]


def _reaches(name: str, derived: Mapping[str, Derived]) -> bool:
    open_, seen = [name], set[str]()
    while open_:
        for _, used in _used(derived[open_.pop()].text):
            if used == name:
                return True
            if used in derived and used not in seen:
                seen.add(used)
                open_.append(used)
    return False

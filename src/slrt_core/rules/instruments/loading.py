"""Reading an instrument's file, and holding every word of it against the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources

from attrs import evolve

from slrt_core.model.regions import CodeSystem
from slrt_core.reasons import Text
from slrt_core.rules.catalogue import variable_of
from slrt_core.rules.instruments.tables import HOW, UNSAID, Answer, Instrument
from slrt_core.rules.rulebook import Variable, load_rulebook
from slrt_core.rules.rulebook.reading import Problems, read_toml

__all__ = ["NAMES", "load_instrument", "read_instrument"]

NAMES = ("PBDT2015", "REGSOSEK2022", "DTSEN")
"""The instruments that come with the library."""

_UNITS = ("household", "family", "individual")
_FITS = {
    "codes": ("code", "bool", "int"),
    "number": ("int", "decimal"),
    "sum": ("int",),
    "percentile": ("int",),
    "parts": ("codes",),
    "date": ("date", "past_date"),
    "text": ("text",),
    "nik": ("nik",),
    "no_kk": ("no_kk",),
    "region": ("region",),
}
_VALUE = Text("nilai", "value")


def load_instrument(name: str, variables: Mapping[str, Variable] | None = None) -> Instrument:
    """An instrument that comes with the library.

    Args:
        name: one of `NAMES`.
        variables: the catalogue to read onto; that of the default rulebook if ``None``.

    Raises:
        Invalid: there is no such instrument, or it does not fit the catalogue.
    """
    problems = Problems()
    problems.check("instrument", Text("instrumen", "instrument"), name, NAMES)
    problems.stop()
    file = f"{name.lower()}.toml"
    text = (resources.files("slrt_core.rules.instruments") / file).read_text(encoding="utf-8")
    return read_instrument(file, text, load_rulebook().variables if variables is None else variables)


def read_instrument(file: str, text: str, variables: Mapping[str, Variable]) -> Instrument:
    """An instrument from the text of its file.

    Args:
        file: its name, for the places of mistakes.
        text: TOML.
        variables: the catalogue to read onto.

    Raises:
        Invalid: all that is misspelt, missing, of the wrong type or contradictory, each with its place.
    """
    problems = Problems()
    found = read_toml(file, text, Instrument, problems)
    problems.stop()
    assert found is not None  # noqa: S101  (stop() saw to it)
    _head(found, file, problems)
    for unit, answers in found.answers.items():
        problems.check(f"{file}:answers.{unit}", Text("satuan", "unit"), unit, _UNITS)
        for name, answer in answers.items():
            place = f"{file}:answers.{unit}.{name}"
            variable = _variable(variables, unit, name, place, problems)
            if variable is not None:
                _answer(answer, variable, place, problems)
    for number, silence in enumerate(found.unknown):
        for name in silence.variables:
            place = f"{file}:unknown.{number}.{name}"
            # Of a keyed variable the bare name stands for all keys that are not answered.
            keyed = name in variables and variables[name].keyed
            _variable(variables, silence.unit, f"{name}:*" if keyed else name, place, problems)
            if name in found.answers.get(silence.unit, {}):
                problems.add(place, "instrument-twice", "juga ada di answers", "it also stands in answers")
    problems.stop()
    return evolve(found, variables=variables)


def _head(found: Instrument, file: str, problems: Problems) -> None:
    problems.check(f"{file}:unit", Text("satuan", "unit"), found.unit, _UNITS[:2])
    problems.check(f"{file}:regions", Text("sistem kode", "code system"), found.regions, [*CodeSystem, UNSAID])
    for key in ("keys", "roster"):
        for unit in getattr(found, key):
            problems.check(f"{file}:{key}.{unit}", Text("satuan", "unit"), unit, _UNITS)
    for unit in [unit for unit in ("household", "family") if unit not in found.roster]:
        problems.add(f"{file}:roster", "rulebook-missing", f"kunci {unit!r} tidak ada", f"the key {unit!r} is missing")
    if found.variables:
        place = f"{file}:variables"
        problems.add(place, "instrument-catalogue", "katalog ada di variables.toml", "the catalogue is variables.toml")


def _variable(
    variables: Mapping[str, Variable], unit: str, name: str, place: str, problems: Problems
) -> Variable | None:
    problems.check(place, Text("satuan", "unit"), unit, _UNITS)
    variable = variable_of(variables, name)
    if variable is None:
        problems.check(place, Text("variabel", "variable"), name, [n for n, v in variables.items() if not v.keyed])
    elif variable.unit not in {unit, "any"}:
        problems.add(
            place,
            "variable-unit",
            f"{name} adalah variabel {variable.unit}, bukan {unit}",
            f"{name} is of a {variable.unit}, not of a {unit}",
        )
    return variable


def _answer(answer: Answer, variable: Variable, place: str, problems: Problems) -> None:
    problems.check(f"{place}.how", Text("cara baca", "way of reading"), answer.how, HOW)
    if variable.type not in _FITS.get(answer.how, (variable.type,)):
        problems.add(
            f"{place}.how",
            "instrument-type",
            f"{answer.how!r} tidak menghasilkan jenis {variable.type}",
            f"{answer.how!r} does not give the type {variable.type}",
        )
    _keys(answer, place, problems)
    for where, value in _values(answer):
        allowed = ("true", "false") if variable.type == "bool" else variable.codes
        if variable.type == "int":
            if not _in_range(value, variable):
                problems.add(
                    f"{place}.{where}", "rulebook-value", f"{value!r} di luar batas", f"{value!r} is out of range"
                )
        elif variable.type in {"bool", "code", "codes"}:
            problems.check(f"{place}.{where}", _VALUE, value, allowed)


def _keys(answer: Answer, place: str, problems: Problems) -> None:
    if not answer.parts and not answer.columns:
        problems.add(f"{place}.columns", "rulebook-missing", "tanpa kolom", "there is no column")
    if (answer.how == "parts") != bool(answer.parts):
        problems.add(f"{place}.parts", "instrument-parts", "parts hanya untuk how = parts", "parts go with how = parts")
    if bool(answer.then) != bool(answer.by):
        problems.add(f"{place}.by", "instrument-by", "by dan then harus bersama", "by and then go together")
    lists = {"codes": answer.codes, "then": answer.then, "silent": answer.silent, "doubtful": answer.doubtful}
    seen: dict[str, str] = {}
    for name, codes in lists.items():
        for code in codes:
            if code in seen:
                problems.add(
                    f"{place}.{name}.{code}",
                    "instrument-twice",
                    f"kode {code!r} sudah ada di {seen[code]}",
                    f"the code {code!r} stands already in {seen[code]}",
                )
            seen[code] = name
    if answer.how == "codes" and not seen:
        problems.add(f"{place}.codes", "rulebook-missing", "tanpa kode", "there is no code")
    for number, part in enumerate(answer.parts):
        for code in [c for c in part.codes if part.mask and not (c.isdecimal() and int(c).bit_count() <= 1)]:
            problems.add(
                f"{place}.parts.{number}.codes.{code}",
                "instrument-mask",
                "kode mask harus 0 atau pangkat dua",
                "a code of a mask is 0 or a power of two",
            )


def _values(answer: Answer) -> Iterator[tuple[str, str]]:
    yield from ((f"codes.{code}", value) for code, value in answer.codes.items())
    for first, codes in answer.then.items():
        yield from ((f"then.{first}.{code}", value) for code, value in codes.items())
    yield from ((f"unasked.{number}", rule.value) for number, rule in enumerate(answer.unasked))
    for number, part in enumerate(answer.parts):
        for code, values in part.codes.items():
            yield from ((f"parts.{number}.codes.{code}", value) for value in values)


def _in_range(value: str, variable: Variable) -> bool:
    if not (value.isascii() and value.isdecimal()):
        return False
    low, high = variable.min, variable.max
    return (low is None or int(value) >= low) and (high is None or int(value) <= high)

"""What is said and asked of each variable: a fact as a sentence, a missing one as a question.

The words stand in ``wording.toml``; a variable that has none there is told by its label in the catalogue.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from slrt_core.model.determinations import Missing, Used
from slrt_core.model.facts import UNKNOWN, Value
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.eligibility.phrasing import Words, day_words, number, rupiah
from slrt_core.rules.rulebook import Variable

__all__ = ["QUIET", "fact", "question"]

QUIET = frozenset({"chronic_illness", "social_categories"})
"""What is told at a door is heard by neighbours: of these it is said that the answer is there, not which it is."""

_CHOICES = 8
_YEAR = 12
"""Months."""


def fact(used: Used, words: Words, as_of: date, *, own: bool = False, again: bool = False) -> str:
    """A fact: of whom, what it is, and what is known of it.

    Args:
        used: the fact.
        words: labels and names.
        as_of: the day of assessment, for ages.
        own: whether it is of the one who is assessed, who need not be named with a label.
        again: whether the fact before was of the same person, who is not named twice in one breath.
    """
    if used.roster:
        return _roster(used, words)
    stem, _, key = used.variable.partition(":")
    variable = words.variables.get(stem)
    label, unit = _label(stem, key, variable, words)
    who, program = words.who(used.unit, used.kind), words.program(key)
    if used.value is UNKNOWN:
        if yes := _wording().get(stem, {}).get("yes"):
            whether = words.say("belum diketahui apakah ", "it is not known yet whether ")
            return whether + words.text(yes).format(who=who, program=program)
        return words.say(f"belum diketahui: {label} {who}", f"not known yet: {label} of {who}")
    value = _value(stem, used.value, variable, unit, words, as_of)
    sentence = _sentence(stem, used.value) if value else None
    if sentence is not None:
        said = words.text(sentence)
        said = said.removeprefix("{who} ") if again else said
        return said.format(who=who, value=value, program=program)
    whose = f"{who}, " if used.kind is UnitKind.INDIVIDUAL and not (own or again) else ""
    return f"{whose}{label}: {value or words.say('tercatat', 'on record')}"


def question(missing: Missing, words: Words) -> str:
    """What is to be asked, as a question at the door."""
    who = words.who(missing.unit, missing.kind)
    if missing.roster:
        if missing.kind is UnitKind.FAMILY:
            return words.say(
                f"Adakah anggota {who} yang belum tercatat?", f"Is there anybody of {who} who is not on record yet?"
            )
        return words.say(
            "Adakah orang lain yang tinggal di sini dan belum tercatat?",
            "Does anybody else live here who is not on record yet?",
        )
    stem, _, key = missing.variable.partition(":")
    variable = words.variables.get(stem)
    asked = _wording().get(stem, {}).get("ask")
    if asked is not None:
        said = words.text(asked).format(who=who, program=words.program(key))
    elif variable is not None and variable.type == "bool":
        label, _ = _label(stem, key, variable, words)
        said = words.say(f"Apakah benar, {who}: {label}?", f"Is this so, {who}: {label}?")
    else:
        label, unit = _label(stem, key, variable, words)
        label = f"{label} ({unit})" if unit else label
        said = words.say(f"Apa jawaban {who} untuk: {label}?", f"What is the answer for {who}: {label}?")
    return said + _choices(stem, variable, words)


@cache
def _wording() -> Mapping[str, Mapping[str, Text]]:
    read = tomllib.loads((resources.files(__package__) / "wording.toml").read_text(encoding="utf-8"))
    return {name: {which: Text(**text) for which, text in entry.items()} for name, entry in read.items()}


def _sentence(stem: str, value: Value) -> Text | None:
    """An answer as a sentence: by its own words, else by those for any other."""
    entry = _wording().get(stem, {})
    match value:
        case bool():
            return entry.get("yes" if value else "no")
        case str():
            return entry.get(value, entry.get("told"))
        case ():
            return entry.get("none")
        case _:
            return entry.get("told")


def _label(stem: str, key: str, variable: Variable | None, words: Words) -> tuple[str, str]:
    """The label, and the unit of measure that some end with in brackets."""
    if variable is None:
        return words.say("keterangan lain", "another fact"), ""
    label, unit = words.text(variable.label), ""
    bare, bracket, last = label.rpartition(" (")
    if variable.type in {"int", "decimal"} and bracket and " " not in last:
        label, unit = bare, last.removesuffix(")")
    said = _wording().get(stem, {}).get("said")
    return (label if said is None else words.text(said).format(program=words.program(key))), unit


def _value(  # noqa: PLR0917
    stem: str, value: Value, variable: Variable | None, unit: str, words: Words, as_of: date
) -> str:
    """An answer in words; empty where it is only said that there is one."""
    nothing = words.say("tidak ada", "none")
    if variable is None or stem in QUIET:
        return nothing if variable is not None and value in {"none", ()} else ""
    match variable.type, value:
        case _, bool():
            return words.say("ya", "yes") if value else words.say("tidak", "no")
        case _, date():
            return day_words(value, words) + (f" ({_age(value, as_of, words)})" if stem == "birth_date" else "")
        case "code", str():
            return _code(value, variable, words)
        case "codes", tuple():
            return ", ".join(filter(None, (_code(one, variable, words) for one in value))) or nothing
        case "region", str():
            return words.places.get(value, "")
        case (("int" | "decimal"), int()):
            exact = Decimal(value).scaleb(-variable.scale)
            return rupiah(value, words) if unit == "rupiah" else f"{number(exact, words)} {unit}".rstrip()
        case _:
            return ""


def _code(code: str, variable: Variable, words: Words) -> str:
    label = variable.labels.get(code)
    return words.text(label) if label is not None else ""


def _choices(stem: str, variable: Variable | None, words: Words) -> str:
    if variable is None or variable.type != "code" or stem in QUIET or not 2 < len(variable.labels) <= _CHOICES:
        return ""
    said = "; ".join(words.text(label) for label in variable.labels.values())
    return f" ({words.say('pilihan', 'choices')}: {said})"


def _roster(used: Used, words: Words) -> str:
    families = used.variable == "families"
    if used.value == 0 and not families:
        return words.say("tidak seorang pun tercatat", "nobody is on record")
    if isinstance(used.value, int):
        if families:
            many = "family" if used.value == 1 else "families"
            return words.say(f"tercatat {used.value} keluarga", f"{used.value} {many} on record")
        persons = "person" if used.value == 1 else "persons"
        return words.say(f"tercatat {used.value} orang", f"{used.value} {persons} on record")
    return words.say("belum pasti semua orang sudah tercatat", "it is not certain that everybody is on record")


def _age(born: date, day: date, words: Words) -> str:
    """In years, and in months before the first birthday."""
    months = _YEAR * (day.year - born.year) + day.month - born.month - (day.day < born.day)
    if not months:
        return words.say("umur kurang dari sebulan", "less than a month old")
    if months < _YEAR:
        return words.say(f"umur {months} bulan", f"{months} {'month' if months == 1 else 'months'} old")
    years = months // _YEAR
    return words.say(f"umur {years} tahun", f"{years} {'year' if years == 1 else 'years'} old")

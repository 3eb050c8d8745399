"""Facts, amounts, sources and questions as a person says them, in one language at a time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal

from attrs import field, frozen

from slrt_core.model.criteria import Cited
from slrt_core.model.determinations import Missing, Used
from slrt_core.model.facts import UNKNOWN, Value
from slrt_core.model.parameters import Per
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.eligibility.naming import Names
from slrt_core.rules.rulebook import Variable

__all__ = ["QUIET", "Words", "amount", "capital", "day_words", "fact", "question", "rupiah", "sources"]

QUIET = frozenset({"chronic_illness", "social_categories"})
"""What is told at a door is heard by neighbours: of these it is said that the answer is there, not which it is."""

_ID = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
_EN = "January February March April May June July August September October November December"
_MONTHS = {
    "id": _ID.split(),
    "en": _EN.split(),
}
_CHOICES = 8
_PER = {
    Per.YEAR: Text("setahun", "a year"),
    Per.TERM: Text("setiap semester", "each school term"),
    Per.MONTH: Text("sebulan", "a month"),
    Per.ONCE: Text("satu kali", "once"),
    Per.NONE: Text("", ""),
}


@frozen(kw_only=True)
class Words:
    """The words in which something is told.

    Args:
        variables: the rulebook's, with their labels and those of their codes.
        language: ``id`` or ``en``.
        names: who is called what.
        programs: names of programs by code.
        places: names of regions by code.
    """

    variables: Mapping[str, Variable] = field(repr=False)
    language: Literal["id", "en"] = "id"
    names: Names = field(factory=Names)
    programs: Mapping[str, Text] = field(factory=dict, repr=False)
    places: Mapping[str, str] = field(factory=dict, repr=False)

    def say(self, indonesian: str, english: str) -> str:
        """The words in this language."""
        return indonesian if self.language == "id" else english

    def text(self, text: Text) -> str:
        """A text in this language."""
        return self.say(text.id, text.en)

    def who(self, unit: str, kind: UnitKind) -> str:
        """What a unit is called."""
        return self.text(self.names.of(unit, kind))

    def program(self, code: str) -> str:
        """A program's name, or its code where nobody gave one."""
        return self.text(self.programs.get(code, Text(code, code)))


def capital(text: str) -> str:
    """With a capital first letter, as a sentence begins."""
    return text[:1].upper() + text[1:]


def rupiah(value: int, words: Words) -> str:
    """``Rp3.000.000``, or in English ``Rp3,000,000``."""
    return "Rp" + _number(Decimal(value), words)


def amount(value: int, per: Per, words: Words) -> str:
    """An amount and how often it is paid."""
    return f"{rupiah(value, words)} {words.text(_PER[per])}".rstrip()


def day_words(day: date, words: Words) -> str:
    """``1 Maret 2026``, or in English ``1 March 2026``."""
    return f"{day.day} {_MONTHS[words.language][day.month - 1]} {day.year}"


def fact(used: Used, words: Words, as_of: date, *, own: bool = False) -> str:
    """A fact: whose it is if it is a person's, what it is, and what is known of it.

    Args:
        used: the fact.
        words: labels and names.
        as_of: the day of assessment, for ages.
        own: whether it is of the one who is spoken of anyway.
    """
    if used.roster:
        return _roster(used, words)
    stem, _, key = used.variable.partition(":")
    variable = words.variables.get(stem)
    label, unit = _label(stem, key, variable, words)
    if used.value is UNKNOWN:
        said = f"{label}: {words.say('belum diketahui', 'not known yet')}"
    elif isinstance(used.value, date):
        colon = " " if stem == "birth_date" else ": "
        said = f"{label}{colon}{day_words(used.value, words)}"
        if stem == "birth_date":
            years = _years(used.value, as_of)
            said += words.say(f" (umur {years} tahun)", f" ({years} years old)")
    else:
        said = f"{label}: {_value(stem, used.value, variable, unit, words)}"
    return f"{words.who(used.unit, used.kind)}, {said}" if used.kind is UnitKind.INDIVIDUAL and not own else said


def question(missing: Missing, words: Words) -> str:
    """What is to be asked, as a question at the door."""
    who = words.who(missing.unit, missing.kind)
    if missing.roster:
        return words.say("Adakah orang lain yang tinggal di sini?", "Does anybody else live here?")
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


def sources(basis: Iterable[Cited], words: Words, head: str = "") -> str:
    """Where a clause comes from, and what of it no document has confirmed."""
    cited = tuple(basis)
    head = head or words.say("Dasar", "Basis")
    if not cited:
        return ""
    if not any(one.confirmed for one in cited):
        doubt = words.say("sumber belum dikonfirmasi", "source not confirmed")
        return f"{head} ({doubt}): " + "; ".join(words.text(one.words) for one in cited)
    doubt = words.say(" (belum dikonfirmasi)", " (not confirmed)")
    ordered = sorted(cited, key=lambda one: not one.confirmed)
    said = "; ".join(words.text(one.words) + ("" if one.confirmed else doubt) for one in ordered)
    return f"{head}: {said}"


@cache
def _wording() -> Mapping[str, Mapping[str, Text]]:
    read = tomllib.loads((resources.files(__package__) / "wording.toml").read_text(encoding="utf-8"))
    return {name: {which: Text(**text) for which, text in entry.items()} for name, entry in read.items()}


def _label(stem: str, key: str, variable: Variable | None, words: Words) -> tuple[str, str]:
    """The label, and the unit of measure that some end with in brackets."""
    said = _wording().get(stem, {}).get("said")
    if said is not None:
        return words.text(said).format(program=words.program(key)), ""
    if variable is None:
        return words.say("keterangan lain", "another fact"), ""
    label = words.text(variable.label)
    bare, bracket, unit = label.rpartition(" (")
    measured = variable.type in {"int", "decimal"} and bracket and " " not in unit
    return (bare, unit.removesuffix(")")) if measured else (label, "")


def _value(stem: str, value: Value, variable: Variable | None, unit: str, words: Words) -> str:
    there = words.say("tercatat", "on record")
    if variable is None or stem in QUIET:
        nothing = value in {"none", ()}
        return words.say("tidak ada", "none") if variable is not None and nothing else there
    match variable.type, value:
        case _, bool():
            return words.say("ya", "yes") if value else words.say("tidak", "no")
        case "code", str():
            return _code(value, variable, words) or there
        case "codes", tuple():
            return ", ".join(filter(None, (_code(one, variable, words) for one in value))) or words.say(
                "tidak ada", "none"
            )
        case "region", str():
            return words.places.get(value, there)
        case (("int" | "decimal"), int()):
            number = Decimal(value).scaleb(-variable.scale)
            return rupiah(value, words) if unit == "rupiah" else f"{_number(number, words)} {unit}".rstrip()
        case _:
            return there


def _code(code: str, variable: Variable, words: Words) -> str:
    label = variable.labels.get(code)
    return words.text(label) if label is not None else ""


def _choices(stem: str, variable: Variable | None, words: Words) -> str:
    if variable is None or variable.type != "code" or stem in QUIET or not 2 < len(variable.labels) <= _CHOICES:
        return ""
    said = "; ".join(words.text(label) for label in variable.labels.values())
    return f" ({words.say('pilihan', 'choices')}: {said})"


def _roster(used: Used, words: Words) -> str:
    if isinstance(used.value, int):
        return words.say(f"tercatat {used.value} orang", f"{used.value} on record")
    return words.say("belum pasti semua orang sudah tercatat", "it is not known whether everybody is recorded")


def _number(value: Decimal, words: Words) -> str:
    said = f"{value.normalize():,f}" if value == value.to_integral_value() else f"{value:,f}"
    return said.translate(str.maketrans(",.", ".,")) if words.language == "id" else said


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

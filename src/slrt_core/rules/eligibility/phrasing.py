"""Amounts, days and sources as a person says them, in one language at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from slrt_core.model.criteria import Cited
from slrt_core.model.parameters import Per
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.eligibility.naming import Names
from slrt_core.rules.rulebook import Variable

__all__ = ["Words", "amount", "capital", "day_words", "number", "rupiah", "sources"]

_ID = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
_EN = "January February March April May June July August September October November December"
_MONTHS = {
    "id": _ID.split(),
    "en": _EN.split(),
}
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
    return "Rp" + number(Decimal(value), words)


def amount(value: int, per: Per, words: Words) -> str:
    """An amount and how often it is paid."""
    return f"{rupiah(value, words)} {words.text(_PER[per])}".rstrip()


def day_words(day: date, words: Words) -> str:
    """``1 Maret 2026``, or in English ``1 March 2026``."""
    return f"{day.day} {_MONTHS[words.language][day.month - 1]} {day.year}"


def number(value: Decimal, words: Words) -> str:
    """``1.234,5``, or in English ``1,234.5``."""
    said = f"{value.normalize():,f}"
    return said.translate(str.maketrans(",.", ".,")) if words.language == "id" else said


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

"""Words for people: a text in two languages, where a rule comes from, and a reason made of both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum

from attrs import field, frozen, validators

__all__ = ["PROJECT", "Basis", "Origin", "Reason", "Text", "fault", "near"]

_RULE = re.compile(r"R-[A-Z]{3}-\d+")
_ARTICLE = re.compile(r"P(\d+)(.*)")
_ANNEX = re.compile(r"L(\d+)\.(.*)")
_STEP = re.compile(r"[SBKW](\d.*)?")


@frozen
class Text:
    """The same words in Indonesian and English.

    Args:
        id: Indonesian.
        en: English.
    """

    id: str
    en: str

    def __str__(self) -> str:
        return self.id if self.id == self.en else f"{self.id} / {self.en}"


_PRACTICE = {
    "S": Text("alur kerja SELARAS Sleman", "the SELARAS workflow of Sleman"),
    "B": Text("praktik Bantaeng", "the practice of Bantaeng"),
    "K": Text("SIK Karanganyar", "the SIK of Karanganyar"),
    "W": Text("PKH Wonosobo", "PKH in Wonosobo"),
}


class Origin(StrEnum):
    """How much weight a rule has: law, published practice, or a choice of this project."""

    LAW = "law"
    PRACTICE = "practice"
    PROJECT = "project"


@frozen
class Basis:
    """Where a rule comes from: its id in the domain's list, and the places that say it.

    Args:
        rule: a rule id such as ``R-APP-5``, or empty.
        places: places in the sources, as ``P14(1)b`` (article), ``L1.6d`` (annex), ``S2`` (SELARAS workflow).
            No place means that no source says it: it is the project's own rule and never shown as law.
    """

    rule: str = ""
    places: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Basis:
        """Read ``R-APP-1 P14(1)b S2``; the word ``own`` may stand for no source.

        Raises:
            ValueError: with the word that is neither a rule id, nor a place, nor ``own``.
        """
        rule, places = "", []
        for word in text.replace(",", " ").split():
            if _RULE.fullmatch(word):
                rule = rule or word
            elif _ARTICLE.fullmatch(word) or _ANNEX.fullmatch(word) or _STEP.fullmatch(word):
                places.append(word)
            elif word != "own":
                raise ValueError(word)
        return cls(rule, tuple(places))

    @property
    def origin(self) -> Origin:
        """Law before practice before the project's own choice."""
        if any(place[0] in "PL" for place in self.places):
            return Origin.LAW
        return Origin.PRACTICE if self.places else Origin.PROJECT

    @property
    def text(self) -> Text:
        """The basis as a person would cite it."""
        if not self.places:
            words = Text(id="aturan proyek, bukan hukum", en="a project rule, not law")
        else:
            cited = [_cite(place) for place in self.places]
            words = Text(id="; ".join(c.id for c in cited), en="; ".join(c.en for c in cited))
        if not self.rule:
            return words
        return Text(id=f"{self.rule}: {words.id}", en=f"{self.rule}: {words.en}")

    def __str__(self) -> str:
        return " ".join(filter(None, (self.rule, *(self.places or ("own",)))))


PROJECT = Basis()


def _cite(place: str) -> Text:
    if match := _ARTICLE.fullmatch(place):
        return Text(
            f"Pasal {match[1]}{match[2]} Perbup Kubu Raya 9/2018",
            f"Article {match[1]}{match[2]} of Perbup Kubu Raya 9/2018",
        )
    if match := _ANNEX.fullmatch(place):
        item = match[2]
        return Text(
            f"Lampiran I butir B.{item} Perbup Kubu Raya 9/2018", f"Annex I item B.{item} of Perbup Kubu Raya 9/2018"
        )
    practice, item = _PRACTICE[place[0]], place[1:]
    return Text(f"{practice.id}, butir {item}", f"{practice.en}, item {item}") if item else practice


@frozen(kw_only=True)
class Reason:
    """Why something was refused, found wrong, or put on somebody's list.

    Args:
        code: stable and for machines, such as ``apart-recorded``.
        text: for people, in both languages.
        basis: the rule behind it.
        path: the place in the input, as ``members[2].birth_date`` or ``case.csv:14:post``; empty if none.
    """

    code: str = field(validator=validators.min_len(1))
    text: Text
    basis: Basis = PROJECT
    path: str = ""

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.text} [{self.code}; {self.basis}]"


def fault(path: str, code: str, id: str, en: str, rule: str = "") -> Reason:
    """What is wrong at a place in the input.

    Args:
        path: the place.
        code: for machines.
        id: in Indonesian.
        en: in English.
        rule: the rule id behind it, if one is.
    """
    return Reason(code=code, text=Text(id, en), basis=Basis(rule=rule), path=path)


def near(value: str, known: Iterable[str]) -> Text:
    """``; maksudnya …?`` with the nearest known word, or nothing."""
    match = get_close_matches(value, list(known), n=1)
    return Text(f"; maksudnya {match[0]!r}?", f"; did you mean {match[0]!r}?") if match else Text("", "")

"""What a program asks and pays, as data: labelled clauses, components, amounts with their dates, ties between programs.

The texts stand here as texts: what they mean is the business of `slrt_core.rules.criteria`.
Every statement cites where it comes from. A tag that begins with ``source:`` or ``src:`` names a document;
``own`` is what this project knows and has not looked up, ``own?`` what it is unsure of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from slrt_core.errors import Invalid
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason, Text, fault

__all__ = [
    "Cited",
    "Clause",
    "Component",
    "DatedValue",
    "Each",
    "Limit",
    "Number",
    "Parameter",
    "Per",
    "Quota",
    "Tie",
]

Number = int | Decimal
"""Exact: whole, such as rupiah, or with a written number of decimals."""

_TAG = re.compile(r"own\??|source:\S.*|src:\S.*")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_PARAMETER = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


class Each(StrEnum):
    """What a component is counted for."""

    MEMBER = "member"
    UNIT = "unit"


class Per(StrEnum):
    """How often an amount is paid; ``NONE`` where the number is a bound and no amount."""

    NONE = "none"
    ONCE = "once"
    YEAR = "year"
    TERM = "term"
    MONTH = "month"


@frozen(kw_only=True)
class Cited:
    """Where a statement comes from.

    Args:
        text: as a person would cite it: the law, the guideline, what was chosen and why.
        tag: the kind of evidence: ``source:…``, ``src:…``, ``own`` or ``own?``.

    Raises:
        Invalid: the tag is none of these.
    """

    text: str
    tag: str

    def __attrs_post_init__(self) -> None:
        known = "source:…, src:…, own, own?"
        words = (f"penanda {self.tag!r} tidak dikenal; pilih: {known}", f"unknown tag {self.tag!r}; choose: {known}")
        _refuse((*_unless(_TAG.fullmatch(self.tag), "tag", "program-tag", *words), *_said("text", self.text)))

    @property
    def confirmed(self) -> bool:
        """Whether a document says so, and not only we."""
        return self.tag.startswith(("source:", "src:"))


@frozen(kw_only=True)
class Clause:
    """One condition that can be cited, or several under one heading.

    Args:
        id: its name within the program.
        label: what it asks, as one would say it aloud.
        basis: where it comes from.
        text: the condition, in the language of criteria.
        all: the clauses that must all hold.
        any: the clauses of which one is enough.

    Raises:
        Invalid: not exactly one of the last three is given.
    """

    id: str
    label: Text
    basis: tuple[Cited, ...]
    text: str = ""
    all: tuple[Clause, ...] = ()
    any: tuple[Clause, ...] = ()

    def __attrs_post_init__(self) -> None:
        given = " + ".join(name for name in ("text", "all", "any") if getattr(self, name)) or "-"
        words = (f"tulis satu dari text, all, any; tertulis: {given}", f"give one of text, all, any; given: {given}")
        _refuse((*_named(self.id), *_unless(given in {"text", "all", "any"}, "", "clause-shape", *words)))

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, in the order in which they are written."""
        yield self
        for clause in (*self.all, *self.any):
            yield from clause.walk()


@frozen(kw_only=True)
class Component:
    """One thing for which something is paid or given.

    Args:
        id: its name within the program.
        label: for whom or what.
        basis: where it comes from.
        each: whether it is counted for every member, or once for the unit.
        text: who counts, in the language of criteria.
        amount: the name of the parameter that says how much; empty for what is not money.
        limit: for how many members at most; ``None`` for all.
    """

    id: str
    label: Text
    basis: tuple[Cited, ...]
    each: Each
    text: str
    amount: str = ""
    limit: int | None = None

    def __attrs_post_init__(self) -> None:
        _refuse((*_named(self.id), *_said("text", self.text), *_positive("limit", self.limit)))


@frozen(kw_only=True)
class Limit:
    """How many persons count at most: where there are more, those with the highest amounts.

    Args:
        persons: so many.
        label: in words.
        basis: where it comes from.
        within: of one family, or of one household.
    """

    persons: int
    label: Text
    basis: tuple[Cited, ...]
    within: UnitKind = UnitKind.FAMILY

    def __attrs_post_init__(self) -> None:
        _refuse(_positive("persons", self.persons))


@frozen(kw_only=True)
class Quota:
    """There is not enough for all who are entitled: who comes first.

    Args:
        rank: numbers, in the language of criteria: the lowest first, ties by the next; unknown comes last.
        label: in words.
        basis: where it comes from.
        size: the name of the parameter that says for how many; empty where it is not known.
    """

    rank: tuple[str, ...]
    label: Text
    basis: tuple[Cited, ...]
    size: str = ""

    def __attrs_post_init__(self) -> None:
        words = ("urutan kosong", "there is no rank")
        _refuse(_unless(self.rank and all(text.strip() for text in self.rank), "rank", "program-empty", *words))


@frozen(kw_only=True)
class Tie:
    """What one program has to do with another.

    Args:
        program: the code of the other.
        label: in words.
        basis: where it comes from.
    """

    program: str
    label: Text
    basis: tuple[Cited, ...]


@frozen(kw_only=True)
class DatedValue:
    """A number, and when and where it holds.

    Args:
        value: never negative.
        valid_from: the first day.
        basis: where it comes from.
        valid_until: the last day.
        at: the code of the region in which it holds; empty for everywhere.

    Raises:
        Invalid: it is negative, or ends before it begins.
    """

    value: Number
    valid_from: date
    basis: tuple[Cited, ...]
    valid_until: date = date.max
    at: str = ""

    def __attrs_post_init__(self) -> None:
        negative = ("bilangan ini negatif", "this number is negative")
        backwards = ("hari terakhir mendahului hari pertama", "it ends before it begins")
        _refuse(
            (
                *_unless(self.value >= 0, "value", "program-negative", *negative),
                *_unless(self.valid_from <= self.valid_until, "valid_until", "program-dates", *backwards),
            )
        )


@frozen(kw_only=True)
class Parameter:
    """A number of a program that changes over the years: an amount, or a bound.

    Args:
        name: such as ``pkh.decile_max``.
        values: for one region they do not overlap.
        per: how often an amount is paid.

    Raises:
        Invalid: there is no value, or two hold on the same day.
    """

    name: str
    values: tuple[DatedValue, ...]
    per: Per = Per.NONE

    def __attrs_post_init__(self) -> None:
        named = (
            "nama parameter: huruf kecil, angka, _ dan titik",
            "a parameter's name: small letters, digits, _, dots",
        )
        empty = ("tidak ada nilai", "there is no value")
        _refuse(
            (
                *_unless(_PARAMETER.fullmatch(self.name), "name", "program-name", *named),
                *_unless(self.values, "values", "program-empty", *empty),
                *self._overlaps(),
            )
        )

    def on(self, day: date, at: str = "") -> Number | None:
        """The number that holds on a day: of the region, else of the one around it, else everywhere; or nothing."""
        places = [at]
        while places[-1]:
            places.append(places[-1].rpartition(".")[0])
        for place in places:
            for one in self.values:
                if one.at == place and one.valid_from <= day <= one.valid_until:
                    return one.value
        return None

    def _overlaps(self) -> Iterator[Reason]:
        for number, later in enumerate(self.values):
            for earlier in self.values[:number]:
                apart = earlier.valid_until < later.valid_from or later.valid_until < earlier.valid_from
                if earlier.at == later.at and not apart:
                    yield fault(
                        f"values.{number}.valid_from",
                        "program-overlap",
                        f"berlaku bersamaan dengan nilai sejak {earlier.valid_from}",
                        f"it holds at the same time as the value since {earlier.valid_from}",
                    )


def _refuse(reasons: Iterable[Reason]) -> None:
    found = tuple(reasons)
    if found:
        raise Invalid(found)


def _unless(fine: object, path: str, code: str, id: str, en: str) -> tuple[Reason, ...]:
    return () if fine else (fault(path, code, id, en),)


def _named(id: str) -> tuple[Reason, ...]:
    words = ("id: huruf kecil, angka dan _", "an id: small letters, digits and _")
    return _unless(_ID.fullmatch(id), "id", "program-name", *words)


def _said(path: str, text: str) -> tuple[Reason, ...]:
    return _unless(text.strip(), path, "program-empty", "kosong", "it is empty")


def _positive(path: str, number: int | None) -> tuple[Reason, ...]:
    return _unless(number is None or number > 0, path, "program-number", "paling sedikit 1", "at least 1")

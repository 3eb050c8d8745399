"""Numbers of a program that change over the years: amounts and bounds, each with its days and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from slrt_core.model.checks import refuse, unless
from slrt_core.model.criteria import Cited
from slrt_core.reasons import Reason, fault

__all__ = ["DatedValue", "Number", "Parameter", "Per"]

Number = int | Decimal
"""Exact: whole, such as rupiah, or with a written number of decimals."""

_MOST = 10**15
"""No number is greater, and none has more digits behind the point than it: the language reckons with these."""

_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
_PARAMETER = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


class Per(StrEnum):
    """How often an amount is paid; ``NONE`` where the number is a bound and no amount."""

    NONE = "none"
    ONCE = "once"
    YEAR = "year"
    TERM = "term"
    MONTH = "month"


@frozen(kw_only=True)
class DatedValue:
    """A number, and when and where it holds.

    Args:
        value: never negative, and not greater than anybody counts rupiah.
        valid_from: the first day.
        basis: where it comes from.
        valid_until: the last day.
        at: the code of the region in which it holds; empty for everywhere.

    Raises:
        Invalid: it is negative, too great or too exact, or ends before it begins.
    """

    value: Number
    valid_from: date
    basis: tuple[Cited, ...]
    valid_until: date = date.max
    at: str = ""

    def __attrs_post_init__(self) -> None:
        place = ("bukan kode wilayah, seperti 61 atau 61.12", "no code of a region, such as 61 or 61.12")
        negative = ("bilangan ini negatif", "this number is negative")
        extreme = ("bilangan ini terlalu besar atau terlalu rinci", "this number is too great or too exact")
        backwards = ("hari terakhir mendahului hari pertama", "it ends before it begins")
        refuse(
            (
                *unless(not self.at or _REGION.fullmatch(self.at), "at", "program-region", *place),
                *unless(_counted(self.value), "value", "number-range", *extreme),
                *unless(not _counted(self.value) or self.value >= 0, "value", "program-negative", *negative),
                *unless(self.valid_from <= self.valid_until, "valid_until", "program-dates", *backwards),
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
        refuse(
            (
                *unless(_PARAMETER.fullmatch(self.name), "name", "program-name", *named),
                *unless(self.values, "values", "program-empty", *empty),
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


def _counted(value: Number) -> bool:
    """Whether a number is one that can be reckoned with, also as a whole number of its last digit."""
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or value.adjusted() > 15 or exponent < -15:
            return False
        value = int(value.scaleb(max(0, -exponent)))
    return abs(value) <= _MOST

"""Numbers, codes, texts, times, and the values of facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from slrt_core.model import UNKNOWN, CodeSystem, IdentityClaim, IdKind, Level, Private, RegionCode
from slrt_core.model.facts import Value

__all__ = [
    "claims",
    "days",
    "identity_texts",
    "instants",
    "private_words",
    "region_codes",
    "texts",
    "valid_niks",
    "values",
]

_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def texts(*, max_size: int = 20) -> SearchStrategy[str]:
    """Any text that can be written in UTF-8, blanks and odd letters included."""
    return st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=max_size)


def days() -> SearchStrategy[date]:
    """Days on which something may have happened."""
    return st.dates(_FIRST, _LAST)


def instants() -> SearchStrategy[datetime]:
    """Aware instants in UTC, with microseconds."""
    return st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def region_codes(draw: st.DrawFn, system: CodeSystem | None = None, level: Level | None = None) -> RegionCode:
    """Codes of either system and any level.

    Args:
        draw: given by Hypothesis.
        system: only of this one.
        level: only of this one.
    """
    whose = system or draw(st.sampled_from(CodeSystem))
    depth = level or draw(st.sampled_from(Level))
    widths = (2, 2, 2, 4) if whose is CodeSystem.KEMENDAGRI else (2, 2, 3, 3)
    parts = [draw(st.text("0123456789", min_size=width, max_size=width)) for width in widths[:depth]]
    if whose is CodeSystem.KEMENDAGRI and depth is Level.VILLAGE:
        parts[3] = draw(st.sampled_from("123")) + parts[3][1:]
    return RegionCode("".join(parts), whose)


@st.composite
def valid_niks(draw: st.DrawFn) -> str:
    """Well-formed NIKs: area, day (women's with 40 added), month, year, serial."""
    area = f"{draw(st.integers(11, 96))}{draw(st.integers(1, 79)):02}{draw(st.integers(1, 99)):02}"
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, _MONTH_DAYS[month - 1])) + draw(st.sampled_from([0, 40]))
    return f"{area}{day:02}{month:02}{draw(st.integers(0, 99)):02}{draw(st.integers(1, 9999)):04}"


@st.composite
def _nearly(draw: st.DrawFn) -> str:
    """A NIK that has gone wrong in one way, or is only written oddly."""
    nik = draw(valid_niks())
    return draw(
        st.sampled_from(
            [
                nik[:-1],
                nik + "0",
                nik[:6] + "00" + nik[8:],
                nik[:6] + "32" + nik[8:],
                nik[:6] + "40" + nik[8:],
                nik[:6] + "72" + nik[8:],
                nik[:6] + "3002" + nik[10:],
                nik[:8] + "00" + nik[10:],
                nik[:8] + "13" + nik[10:],
                nik[:12] + "0000",
                "00" + nik[2:],
                nik[:2] + "00" + nik[4:],
                nik.replace("1", "l").replace("0", "O"),
                " ".join(nik[n : n + 4] for n in range(0, 16, 4)),
                f"{nik[:6]}.{nik[6:12]}.{nik[12:]}",
                f"  {nik}\t",
                f"NIK {nik}",
                nik.translate({ord("0") + n: 0x0660 + n for n in range(10)}),
            ]
        )
    )


def _phones() -> SearchStrategy[str]:
    digits = st.text("0123456789", min_size=6, max_size=12)
    starts = st.sampled_from(["08", "+628", "628", "0561-", "(0561) ", "+62 8", "8"])
    return st.builds(str.__add__, starts, digits)


def identity_texts(kind: IdKind | None = None) -> SearchStrategy[str]:
    """Numbers as people write them: right ones, oddly spaced ones, near misses, and no numbers at all."""
    numbers = st.one_of(valid_niks(), _nearly())
    odd = st.one_of(st.text("0123456789 .-/", max_size=20), texts())
    if kind is IdKind.PHONE:
        return st.one_of(_phones(), odd)
    return st.one_of(numbers, odd) if kind else st.one_of(numbers, _phones(), odd)


def claims(kind: IdKind | None = None) -> SearchStrategy[IdentityClaim]:
    """Claims in clear, as just recorded."""
    kinds = st.just(kind) if kind else st.sampled_from(IdKind)
    return kinds.flatmap(lambda k: st.builds(IdentityClaim.parse, st.just(k), st.none() | identity_texts(k)))


def private_words() -> SearchStrategy[Private]:
    """Words about a person in clear, or none."""
    return st.builds(Private, st.none() | texts())


def values() -> SearchStrategy[Value]:
    """Everything that a fact may state."""
    decimals: SearchStrategy[Decimal] = st.decimals(allow_nan=False, allow_infinity=False, places=2)
    return st.one_of(
        st.just(UNKNOWN),
        st.booleans(),
        st.integers(),
        decimals,
        days(),
        texts(),
        st.lists(texts(max_size=5), max_size=3).map(tuple),
        claims(),
    )

"""Numbers, codes, texts, times, and the values of facts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from slrt_core.model import UNKNOWN, CodeSystem, IdentityClaim, IdKind, Level, Private, RegionCode
from slrt_core.model.facts import Value
from slrt_core.testing.strategies.nearly import near_niks, near_no_kks, phones, valid_niks, valid_no_kks

__all__ = [
    "claims",
    "days",
    "identity_texts",
    "instants",
    "private_words",
    "region_codes",
    "texts",
    "values",
]

_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)


def texts(*, max_size: int = 20) -> SearchStrategy[str]:
    """Any text that a desk takes, blanks and odd letters included: UTF-8 without U+0000, which no store keeps."""
    return st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=max_size)


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


def identity_texts(kind: IdKind | None = None) -> SearchStrategy[str]:
    """Numbers as people write them: right ones, oddly spaced ones, near misses, and no numbers at all."""
    odd = st.one_of(st.text("0123456789 .-/", max_size=20), texts())
    by_kind = {
        IdKind.NIK: st.one_of(valid_niks(), near_niks()),
        IdKind.NO_KK: st.one_of(valid_no_kks(), near_no_kks()),
        IdKind.PHONE: phones(),
    }
    return st.one_of(by_kind[kind], odd) if kind else st.one_of(*by_kind.values(), odd)


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

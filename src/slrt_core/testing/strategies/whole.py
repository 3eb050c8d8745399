"""A strategy for any class of the model, read off its fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from slrt_core.model import (
    Assignment,
    DatedCode,
    Decree,
    IdentityClaim,
    Leave,
    Level,
    Private,
    Region,
    RegionCode,
    RegionTree,
    Roster,
)
from slrt_core.model.facts import Value
from slrt_core.reasons import Basis, Text
from slrt_core.testing.strategies.basic import claims, days, instants, private_words, region_codes, texts, values
from slrt_core.testing.strategies.criteria import MADE

__all__ = ["values_of"]

_MOST = 2


def values_of(kind: Any) -> SearchStrategy[Any]:
    """Values of a class of the model, or of any type that its fields have.

    Args:
        kind: a class, an enumeration, a union, ``tuple[X, ...]``, ``Mapping[str, X]``.

    Raises:
        TypeError: it is none of these.
    """
    if kind in _LEAVES:
        leaf: SearchStrategy[Any] = _LEAVES[kind]()
        return leaf
    if kind == Value:
        return values()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return st.one_of([values_of(argument) for argument in arguments])
    if origin is tuple:
        return st.lists(values_of(arguments[0]), max_size=_MOST).map(tuple)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(texts(max_size=5), values_of(arguments[1]), max_size=_MOST)
    if isinstance(kind, type) and attrs.has(kind):
        return st.deferred(lambda: _instances(kind))
    raise TypeError(f"no strategy for {kind!r}")


def _instances(kind: type[Any]) -> SearchStrategy[Any]:
    fields = attrs.fields(attrs.resolve_types(kind))
    return st.builds(kind, **{field.alias: values_of(field.type) for field in fields if field.init})


@st.composite
def _assignments(draw: st.DrawFn) -> Assignment:
    """Assignments that can be so: with a place, an end after the beginning, and mandates that end."""
    whole = _of(Assignment, exclude=("valid_until", "acting_for", "acting", "excludes", "regions", "valid_from"))
    since = draw(days())
    until = since + timedelta(days=draw(st.integers(0, 4000)))
    temporary = draw(st.booleans())
    principal = draw(texts(max_size=5)) if temporary else ""
    kinds = ("plt", "plh") if principal else ("", "plt") if temporary else ("",)
    acting = draw(st.sampled_from(kinds))
    return Assignment(
        **draw(whole),
        regions=draw(st.lists(texts(max_size=5), min_size=1, max_size=_MOST)),
        valid_from=since,
        valid_until=until if temporary else date.max,
        acting_for=principal,
        acting=acting,
        excludes=draw(st.lists(texts(max_size=5), max_size=_MOST)) if acting else (),
    )


@st.composite
def _leaves(draw: st.DrawFn) -> Leave:
    """Leaves that can be so: the last day is not before the first, and something tells by what they are known."""
    first = draw(days())
    decree = draw(st.none() | values_of(Decree))
    return Leave(
        **draw(_of(Leave, exclude=("first_day", "last_day", "decree", "note"))),
        first_day=first,
        last_day=first + timedelta(days=draw(st.integers(0, 400))),
        decree=decree,
        note=draw(texts(max_size=8)) if decree else "surat",
    )


def _of(kind: type[Any], exclude: tuple[str, ...]) -> SearchStrategy[dict[str, Any]]:
    fields = attrs.fields(attrs.resolve_types(kind))
    return st.fixed_dictionaries(
        {field.alias: values_of(field.type) for field in fields if field.init and field.name not in exclude}
    )


@st.composite
def _trees(draw: st.DrawFn) -> RegionTree:
    """Maps from the province down: every place with a parent, every code with one place."""
    regions: dict[str, Region] = {}
    for code in draw(st.lists(region_codes(level=Level.VILLAGE), max_size=3)):
        place: RegionCode | None = code
        while place is not None:
            id, above = f"{place.system}:{place}", place.parent
            regions[id] = Region(
                id=id,
                name=draw(texts(max_size=5)),
                level=place.level,
                parent=f"{above.system}:{above}" if above else None,
                codes=(DatedCode(code=place),),
            )
            place = above
    return RegionTree(regions=tuple(regions.values()))


def _periods() -> SearchStrategy[DatedCode]:
    pairs = st.tuples(days(), days()).map(sorted)
    return st.builds(
        lambda code, pair: DatedCode(code=code, valid_from=pair[0], valid_until=pair[1]), region_codes(), pairs
    )


def _bases() -> SearchStrategy[Basis]:
    rules = st.sampled_from(["", "R-APP-5", "R-FUP-2"])
    places = st.lists(st.sampled_from(["P14(1)b", "L1.6d", "S2", "B", "W"]), max_size=_MOST).map(tuple)
    return st.builds(Basis, rules, places)


def _rosters() -> SearchStrategy[Roster]:
    return st.builds(
        Roster,
        officers=values_of(attrs.fields(attrs.resolve_types(Roster)).officers.type),
        assignments=st.lists(_assignments(), max_size=_MOST).map(tuple),
        version=st.integers(0, 5),
        leaves=st.lists(_leaves(), max_size=_MOST).map(tuple),
    )


_LEAVES: dict[Any, Any] = {
    str: lambda: texts(max_size=8),
    int: lambda: st.integers(0, 10**6),
    bool: st.booleans,
    bytes: lambda: st.binary(max_size=8),
    date: days,
    datetime: instants,
    Decimal: lambda: st.decimals(allow_nan=False, allow_infinity=False, places=2),
    type(None): st.none,
    Text: lambda: st.builds(Text, texts(max_size=8), texts(max_size=8)),
    Basis: _bases,
    Private: private_words,
    IdentityClaim: claims,
    RegionCode: region_codes,
    DatedCode: _periods,
    Assignment: _assignments,
    Leave: _leaves,
    RegionTree: _trees,
    Roster: _rosters,
    **MADE,
}

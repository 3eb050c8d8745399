"""Whether a command is what its types say: looked at before anything else is done, since much of it comes from forms.

Python checks no types, takes every instant for a day and every truth value for a number, and lets text through that is
no text. Any of these would be found too late: by a rule that compares it, or by a store that cannot read it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from slrt_core.errors import Invalid
from slrt_core.model.identity import IdentityClaim, IdState, Private, find_identifiers
from slrt_core.reasons import Basis, Reason, Text, fault

__all__ = ["refuse_broken", "refuse_personal"]

_NAMES = frozenset(
    {
        "case",
        "code",
        "id",
        "load",
        "officer",
        "parent",
        "participation",
        "person",
        "post",
        "program",
        "region",
        "subject",
        "unit",
        "visit",
    }
)
"""The fields that hold ids and codes: stores keep them in columns, which have an end."""

_LONGEST_NAME = 80

_PLAIN = frozenset({str, int, bool, date, datetime, NoneType})


def refuse_broken(value: object, shape: Any = None, path: str = "") -> None:
    """Raise if a value is not what its type says.

    Args:
        value: a command, or a part of one.
        shape: its type; its own class if not given.
        path: the place to name.

    Raises:
        Invalid: with everything that is wrong, each with its path.
    """
    found = list(_problems(value, shape or type(value), path))
    if found:
        raise Invalid(found)


def refuse_personal(text: str, path: str) -> None:
    """Raise if a text that is kept in clear says nothing, or holds what looks like an identity number.

    Raises:
        Invalid: it does.
    """
    refuse_broken(text, str, path)
    if not text.strip():
        raise Invalid([fault(path, "text-empty", "harus diisi", "must not be empty")])
    if find_identifiers(text):
        words = Text(
            "memuat angka yang tampak seperti NIK atau nomor telepon", "holds what looks like a NIK or telephone number"
        )
        raise Invalid([Reason(code="identifier-in-text", text=words, basis=Basis(rule="R-ALL-2"), path=path)])


def _problems(value: Any, shape: Any, path: str) -> Iterator[Reason]:
    origin = get_origin(shape)
    if origin in {Union, UnionType}:
        yield from _one_of(value, get_args(shape), path)
    elif origin is tuple:
        if isinstance(value, tuple):
            for number, item in enumerate(value):
                yield from _problems(item, get_args(shape)[0], f"{path}[{number}]")
        else:
            yield _misfit(value, "list", path)
    elif origin is not None and issubclass(origin, Mapping):
        if isinstance(value, Mapping):
            for key, item in value.items():
                yield from _problems(item, get_args(shape)[1], f"{path}.{key}".lstrip("."))
        else:
            yield _misfit(value, "mapping", path)
    elif not _is_a(value, shape):
        yield _misfit(value, getattr(shape, "__name__", str(shape)), path)
    elif isinstance(value, (IdentityClaim, Private)):
        state: object = getattr(value, "state", IdState.ABSENT)
        if not isinstance(state, IdState):
            yield _misfit(state, "IdState", path)
        yield from _problems(value.clear or "", str, path)
    elif isinstance(value, str):
        yield from _broken_text(value, path)
    elif attrs.has(shape):
        for name, alias, inner, plain in _fields(shape):
            held = getattr(value, name)
            if type(held) in plain and (type(held) is not str or _is_short_ascii(held)):
                continue
            place = f"{path}.{alias}".lstrip(".")
            yield from _problems(held, inner, place)
            if alias in _NAMES and shape is not Text and isinstance(held, str) and len(held) > _LONGEST_NAME:
                yield _too_long(place)


def _one_of(value: Any, shapes: tuple[Any, ...], path: str) -> Iterator[Reason]:
    fitting = [shape for shape in shapes if get_origin(shape) is not None or _is_a(value, shape)]
    tried = [list(_problems(value, shape, path)) for shape in fitting]
    if not tried:
        names = ", ".join(getattr(shape, "__name__", str(shape)) for shape in shapes if shape is not NoneType)
        yield _misfit(value, names, path)
    elif all(tried):
        yield from min(tried, key=len)


def _is_a(value: Any, shape: Any) -> bool:
    if shape is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if shape is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if shape is Decimal:
        return isinstance(value, Decimal) and value.is_finite()
    return isinstance(value, shape)


@cache
def _fields(shape: type) -> tuple[tuple[str, str, Any, frozenset[type]], ...]:
    """Name, alias and type of each field, with the plain types in it: their values are right as they are."""
    attrs.resolve_types(shape)
    return tuple((a.name, a.alias, a.type, _plain_types(a.type)) for a in attrs.fields(shape) if a.init)


def _plain_types(shape: Any) -> frozenset[type]:
    parts = get_args(shape) if get_origin(shape) in {Union, UnionType} else (shape,)
    return _PLAIN.intersection(part for part in parts if isinstance(part, type))


def _is_short_ascii(text: str) -> bool:
    """Whether nothing can be wrong with a text, whatever it is for; nearly every text of a command is such a one."""
    return len(text) <= _LONGEST_NAME and text.isascii() and "\0" not in text


def _misfit(value: Any, wanted: str, path: str) -> Reason:
    if wanted == "date" and isinstance(value, datetime):
        return fault(path, "date-with-time", "isikan tanggal tanpa jam", "give a date without a time")
    # The value itself is not shown: it may be a number of somebody's.
    kind = value.name if isinstance(value, Enum) else type(value).__name__
    words = Text(f"berjenis {kind}, seharusnya {wanted}", f"is of type {kind}, it should be {wanted}")
    return fault(path, "value-type", words.id, words.en)


def _too_long(path: str) -> Reason:
    words = Text(f"lebih dari {_LONGEST_NAME} karakter", f"longer than {_LONGEST_NAME} characters")
    return fault(path, "name-too-long", words.id, words.en)


def _broken_text(text: str, path: str) -> Iterator[Reason]:
    try:
        text.encode()
        broken = "\0" in text
    except UnicodeEncodeError:
        broken = True
    if broken:
        # U+0000 is a character, but there are databases that keep no text with it.
        yield fault(path, "text-broken", "teks memuat karakter yang rusak", "the text holds a broken character")

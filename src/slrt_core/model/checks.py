"""What a value looks at as it is made: all that is wrong with it is told at once, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason, fault

__all__ = ["named", "positive", "refuse", "said", "unless"]

_ID = re.compile(r"[a-z][a-z0-9_]*")


def refuse(reasons: Iterable[Reason]) -> None:
    """Raise `Invalid` if there is any reason."""
    found = tuple(reasons)
    if found:
        raise Invalid(found)


def unless(fine: object, path: str, code: str, id: str, en: str) -> tuple[Reason, ...]:
    """A reason, if it is not fine."""
    return () if fine else (fault(path, code, id, en),)


def named(id: str) -> tuple[Reason, ...]:
    """A reason, if it is no id."""
    words = ("id: huruf kecil, angka dan _", "an id: small letters, digits and _")
    return unless(_ID.fullmatch(id), "id", "program-name", *words)


def said(path: str, text: str) -> tuple[Reason, ...]:
    """A reason, if nothing is said."""
    return unless(text.strip(), path, "program-empty", "kosong", "it is empty")


def positive(path: str, number: int | None) -> tuple[Reason, ...]:
    """A reason, if it is a number below one."""
    return unless(number is None or number > 0, path, "program-number", "paling sedikit 1", "at least 1")

"""Words that stand for members of a closed list, taken at the edge with a clear error."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from slrt_core.errors import invalid

__all__ = ["member"]

E = TypeVar("E", bound=StrEnum)


def member(kind: type[E], value: str, path: str) -> E:
    """The member of a list that a word stands for.

    Args:
        kind: the list.
        value: the word.
        path: the place to name in the error.

    Raises:
        Invalid: there is no such member.
    """
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(kind)
        raise invalid(
            path,
            "value-unknown",
            id=f"{value!r} tidak dikenal; yang ada: {known}",
            en=f"unknown {value!r}; there is: {known}",
        ) from None

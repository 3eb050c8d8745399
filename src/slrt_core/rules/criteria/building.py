"""Expressions that are built, not written: from values that stand in no text, such as the villages of an officer."""

from __future__ import annotations

from collections.abc import Iterable

from slrt_core.rules.criteria.nodes import Code, Field, In

__all__ = ["one_of"]


def one_of(unit: str, name: str, values: Iterable[str]) -> In:
    """Whether a code or text is one of some; of none, it is not.

    Args:
        unit: whose variable, such as ``case``.
        name: of the variable.
        values: the wanted ones.
    """
    return In(Field(unit, name), tuple(map(Code, values)))

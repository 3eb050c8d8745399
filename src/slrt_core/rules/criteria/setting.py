"""For which day, with which tables and with which map an expression is lowered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Protocol

from attrs import frozen

from slrt_core.rules.criteria.schema import Schema

__all__ = ["Context", "Params"]


class Params(Protocol):
    """Dated tables of values."""

    def table(self, name: str, day: date) -> tuple[int, Mapping[str, int], int, int]:
        """The scale, the values by region's code (``""`` if it is the same everywhere), the least and the greatest.

        Raises:
            KeyError: it has no value on that day.
        """


@frozen(kw_only=True)
class Context:
    """For which day, and with which tables, an expression is lowered.

    Args:
        schema: the one against which it was checked.
        as_of: the day of assessment.
        params: dated tables.
        villages: the villages of a region, by their codes.
    """

    schema: Schema
    as_of: date
    params: Params | None = None
    villages: Callable[[str], Collection[str]] | None = None

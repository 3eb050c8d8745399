"""The kinds of records that pass through the port of stores, and the values by which they are searched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from attrs import frozen

__all__ = ["IndexValue", "RecordKind"]

IndexValue = str | int | bool | date | datetime | None


@frozen(kw_only=True)
class RecordKind:
    """A kind of record that the core keeps, with the fields by which it is searched.

    Args:
        name: such as ``case``.
        index: the type of each field: ``str``, ``int``, ``bool``, ``date``, ``datetime`` (aware, microseconds kept).
        within: pairs of fields: scans often go by the second within few values of the first. It changes no answer; a
            store that has indexes makes one of both.
    """

    name: str
    index: Mapping[str, type]
    within: tuple[tuple[str, str], ...] = ()

"""The kinds of records that pass through the port of stores, and the values by which they are searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from attrs import frozen

__all__ = ["Codes", "IndexValue", "RecordKind", "codes_in", "codes_of"]

IndexValue = str | int | bool | date | datetime | None


class Codes(str):
    """The type of an index field that holds several codes, such as everybody who acted in a case.

    Its value is a plain text that `codes_of` makes, so that a store keeps it like any other. A filter asks whether one
    is among them: ``'sari' in case.persons``. No scan goes in its order.
    """

    __slots__ = ()


def codes_of(values: Iterable[str]) -> str:
    """Several codes as the one text of an index field: each once, in order, between bars.

    So ``|sari|`` stands in it if and only if ``sari`` is one of them.
    """
    return "".join(f"|{code}" for code in sorted({_plain(value) for value in values})) + "|"


def codes_in(value: IndexValue) -> tuple[str, ...]:
    """The codes of an index value, each as it stands there, with its bars; of no value, none."""
    return tuple(f"|{code}|" for code in str(value)[1:-1].split("|")) if value not in {None, "|"} else ()


def _plain(value: str) -> str:
    """A code in which no bar is taken for the end of it."""
    return value.replace("%", "%25").replace("|", "%7C")


@frozen(kw_only=True)
class RecordKind:
    """A kind of record that the core keeps, with the fields by which it is searched.

    Args:
        name: such as ``case``.
        index: the type of each field: ``str``, ``int``, ``bool``, ``date``, ``datetime`` (aware, microseconds kept), or
            `Codes`.
        within: pairs of fields: scans often go by the second within few values of the first, or of those that have one
            of few codes. It changes no answer; a store that has indexes makes one of both.
    """

    name: str
    index: Mapping[str, type]
    within: tuple[tuple[str, str], ...] = ()

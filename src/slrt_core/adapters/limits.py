"""What every store refuses alike, so that nothing fits into one of them and not into the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slrt_core.ports import LONGEST_KEY, LONGEST_TEXT, IndexValue

__all__ = ["check_index", "check_names"]


def check_names(*names: str) -> None:
    """Refuse a key, a stream's name, a claimed value or an owner that not every database keeps.

    Raises:
        ValueError: it is too long, or holds U+0000.
    """
    for name in names:
        _check(name, LONGEST_KEY, "a key")


def check_index(kind: str, declared: Iterable[str], index: Mapping[str, IndexValue]) -> None:
    """Refuse index values that are not those of the declared fields, or that not every database keeps.

    Raises:
        ValueError: they are not.
    """
    if index.keys() != set(declared):
        raise ValueError(f"{kind}: the index values {sorted(index)} are not the declared {sorted(declared)}")
    for field, value in index.items():
        if isinstance(value, str):
            _check(value, LONGEST_TEXT, f"{kind}.{field}")


def _check(text: str, longest: int, what: str) -> None:
    # The text itself is not shown: it may be somebody's name.
    if len(text) > longest:
        raise ValueError(f"{what} has {len(text)} characters, {longest} are allowed")
    if "\0" in text:
        raise ValueError(f"{what} holds U+0000")

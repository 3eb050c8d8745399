"""What every store does alike: what it refuses, how it writes values where no column is, how it makes a page."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from slrt_core.errors import AdapterError, Conflict
from slrt_core.ports.filters import Filter, matches
from slrt_core.ports.records import Codes, IndexValue, codes_in
from slrt_core.ports.storage import (
    LONGEST_CODES,
    LONGEST_KEY,
    LONGEST_SPACE,
    LONGEST_TEXT,
    New,
    Page,
    Range,
    Stored,
)
from slrt_core.reasons import Text

__all__ = [
    "check_claim",
    "check_index",
    "check_names",
    "check_new",
    "claim_conflict",
    "decode_place",
    "encode_place",
    "from_plain",
    "index_from_json",
    "index_to_json",
    "page_among",
    "page_of",
    "store_failed",
    "to_plain",
    "version_conflict",
]


def check_names(*names: str) -> None:
    """Refuse a key, a stream's name, a claimed value or an owner that not every database keeps.

    Raises:
        ValueError: it is too long, or holds U+0000.
    """
    for name in names:
        _check(name, LONGEST_KEY, "a key")


def check_claim(space: str, value: str, owner: str) -> None:
    """Refuse a claim that not every database keeps.

    Raises:
        ValueError: space, value or owner is too long, or holds U+0000.
    """
    _check(space, LONGEST_SPACE, "a space")
    check_names(value, owner)


def check_index(kind: str, declared: Mapping[str, type], index: Mapping[str, IndexValue]) -> None:
    """Refuse index values that are not those of the declared fields, or that not every database keeps.

    Raises:
        ValueError: they are not.
    """
    if index.keys() != declared.keys():
        raise ValueError(f"{kind}: the index values {sorted(index)} are not the declared {sorted(declared)}")
    for field, value in index.items():
        if isinstance(value, str):
            if declared[field] is not Codes:
                _check(value, LONGEST_TEXT, f"{kind}.{field}")
                continue
            _check(value, LONGEST_CODES, f"{kind}.{field}")
            for code in codes_in(value):
                _check(code, LONGEST_TEXT, f"a code of {kind}.{field}")


def _check(text: str, longest: int, what: str) -> None:
    # The text itself is not shown: it may be somebody's name.
    if len(text) > longest:
        raise ValueError(f"{what} has {len(text)} characters, {longest} are allowed")
    if "\0" in text:
        raise ValueError(f"{what} holds U+0000")


def check_new(
    kind: str,
    declared: Mapping[str, type],
    records: Iterable[New],
    get: Callable[[str, str], Stored | None] | None = None,
) -> None:
    """Refuse a list of new records of which one would be refused, before any of them is written.

    Args:
        kind: of record.
        declared: the types of its index fields.
        records: the list.
        get: tells whether a record is there already; it is not asked if not given.

    Raises:
        ValueError: see `check_names`, `check_index`.
        Conflict: a key stands twice in the list, or is there already.
    """
    seen: set[str] = set()
    for record in records:
        check_names(record.key)
        check_index(kind, declared, record.index)
        if record.key in seen or (get and get(kind, record.key) is not None):
            raise version_conflict(record.key)
        seen.add(record.key)


def to_plain(value: IndexValue) -> str | int | bool | None:
    """An index value without times: as texts of one width in UTC, whose order is the order of time."""
    if isinstance(value, datetime):
        # Not strftime: it writes a year before 1000 with fewer digits, and the order would be lost.
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def from_plain(plain: Any, kind: type) -> IndexValue:
    """The index value of a field's type that `to_plain` wrote; a database may have made a number of a truth value."""
    if plain is None:
        return None
    if kind in {date, datetime}:
        value: IndexValue = kind.fromisoformat(plain)
        return value
    return bool(plain) if kind is bool else plain


def index_to_json(index: Mapping[str, IndexValue]) -> str:
    """Index values as one text, for a store that keeps them together; letters stand in it as they are."""
    return json.dumps({name: to_plain(value) for name, value in index.items()}, ensure_ascii=False)


def index_from_json(text: str | bytes, declared: Mapping[str, type]) -> dict[str, IndexValue]:
    """The values of the declared fields from such a text; none for a field that was declared later."""
    plain = json.loads(text)
    return {name: from_plain(plain.get(name), kind) for name, kind in declared.items()}


def encode_place(value: IndexValue, key: str) -> str:
    """Where a scan goes on, as one opaque text: after the record with this value in the order's field, and this key."""
    plain = to_plain(value)
    text = plain if isinstance(plain, str) else str(int(plain or 0))
    return base64.urlsafe_b64encode(f"{len(text)}:{text}{key}".encode()).decode()


def decode_place(after: str, kind: type) -> tuple[IndexValue, str]:
    """The value, of the field's type, and the key of such a place.

    Raises:
        ValueError: it is none.
    """
    length, _, rest = base64.urlsafe_b64decode(after.encode()).decode().partition(":")
    text, key = rest[: int(length)], rest[int(length) :]
    return from_plain(int(text) if kind in {int, bool} else text, kind), key


def page_of(found: Sequence[Stored], order: Range, limit: int) -> Page:
    """The page of a scan that looked for one record more than fits, to know whether there is a next page."""
    if len(found) <= limit:
        return Page(tuple(found), None)
    return Page(tuple(found[:limit]), encode_place(found[limit - 1].index[order.field], found[limit - 1].key))


def page_among(
    records: Iterable[Stored],
    order: Range,
    declared: Mapping[str, type],
    *,
    where: Filter | None = None,
    after: str | None = None,
    limit: int = 250,
) -> Page:
    """The page of a scan of all records of a kind, for a store that does not search by itself.

    Args:
        records: of the kind, in any order.
        order: see `Transaction.scan`.
        declared: the types of the index fields.
        where: see `Transaction.scan`.
        after: see `Transaction.scan`.
        limit: see `Transaction.scan`.
    """
    start = decode_place(after, declared[order.field]) if after else None
    placed = []
    for record in records:
        value: Any = record.index[order.field]
        if value is None or not _between(value, order):
            continue
        if not matches(where, record.index):
            continue
        place = (value, record.key)
        if start is None or (place < start if order.descending else place > start):
            placed.append((place, record))
    placed.sort(key=lambda found: found[0], reverse=order.descending)
    return page_of([record for _, record in placed[: limit + 1]], order, limit)


def _between(value: Any, order: Range) -> bool:
    return (order.low is None or value >= order.low) and (order.high is None or value < order.high)


def version_conflict(what: str) -> Conflict:
    """For a record or stream that does not stand where it was expected."""
    return Conflict("version", Text("sudah berubah sejak dibaca", "it has changed since it was read"), path=what)


def claim_conflict(space: str) -> Conflict:
    """For a value that somebody else has, or that the owner does not have."""
    return Conflict("claimed", Text("sudah dipegang pihak lain", "somebody else has it already"), path=space)


def store_failed(error: BaseException, *, retryable: bool = False, unknown: bool = False) -> AdapterError:
    """For what the database raised. Only the kind of error is said: its words may hold what was to be stored.

    Raise it ``from`` the error: ``slrt adapters check``, where nothing but made-up data is stored, shows those words.
    """
    name = type(error).__name__
    words = Text(f"penyimpanan gagal: {name}", f"the store failed: {name}")
    return AdapterError("storage", words, retryable=retryable, unknown=unknown)

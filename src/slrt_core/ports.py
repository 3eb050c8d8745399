"""What the core needs from the world: one small protocol for each thing, and the values that pass through.

A port is given to the constructor; nobody has to inherit from it. Its promises are checked by the contract class of the
same name in `slrt_core.testing`. The functions at the end do what every store does alike; a store imports nothing else.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any, Protocol, runtime_checkable

from attrs import frozen

from slrt_core.errors import AdapterError, Conflict
from slrt_core.reasons import Text

__all__ = [
    "ATTACHMENT_CONTRACT",
    "KEY_CONTRACT",
    "LONGEST_KEY",
    "LONGEST_SPACE",
    "LONGEST_TEXT",
    "STORAGE_CONTRACT",
    "AdapterError",
    "Attachments",
    "Capabilities",
    "Clock",
    "Conflict",
    "Entry",
    "IdSource",
    "IndexValue",
    "KeyProvider",
    "New",
    "Page",
    "Range",
    "RecordKind",
    "Storage",
    "Stored",
    "Transaction",
    "check_claim",
    "check_index",
    "check_names",
    "check_new",
    "claim_conflict",
    "decode_place",
    "encode_place",
    "from_plain",
    "in_letters",
    "index_from_json",
    "index_to_json",
    "page_among",
    "page_of",
    "store_failed",
    "to_plain",
    "version_conflict",
]

ATTACHMENT_CONTRACT = 1
"""The version of the contract of attachments that this library speaks."""

KEY_CONTRACT = 2
"""The version of the key contract that this library speaks."""

STORAGE_CONTRACT = 2
"""The version of the storage contract that this library speaks."""

LONGEST_KEY = 200
"""Characters of a key, a stream's name, a claimed value or an owner at most."""

LONGEST_SPACE = 60
"""Characters of the space of a claim at most."""

LONGEST_TEXT = 250
"""Characters of a text in an index at most."""

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


@frozen(kw_only=True)
class Stored:
    """A record as it was put.

    Args:
        key: its key within kind and district.
        version: 1 after the first `put`, one more after each.
        body: the exact bytes.
        index: the values of the declared fields.
    """

    key: str
    version: int
    body: bytes
    index: Mapping[str, IndexValue]


@frozen(kw_only=True)
class New:
    """A record that is not there yet; see `Stored`."""

    key: str
    body: bytes
    index: Mapping[str, IndexValue]


@frozen
class Entry:
    """One entry of a stream: its number from 1 without gaps, and the exact bytes."""

    seq: int
    body: bytes


@frozen(kw_only=True)
class Range:
    """The order of a scan, and its bounds.

    Args:
        field: a declared field; records without a value there are left out.
        low: the least value, itself included; ``None`` for no bound.
        high: the first value beyond; ``None`` for no bound.
        descending: from the greatest on.
    """

    field: str
    low: IndexValue = None
    high: IndexValue = None
    descending: bool = False


@frozen
class Page:
    """A part of a scan, and where the next part begins: ``None`` after the last."""

    records: tuple[Stored, ...]
    after: str | None


@frozen(kw_only=True)
class Capabilities:
    """What a store can do beyond the contract.

    Args:
        durable: what was committed survives a crash.
        processes: several processes may use it at once.
        joined: it runs inside a host's transaction. A desk tries nothing again there: only the host can, and all of it.
        query: it evaluates the core's expressions itself.
    """

    durable: bool = False
    processes: bool = False
    joined: bool = False
    query: bool = False


class Transaction(Protocol):
    """Everything inside it happens, or nothing; what it reads does not change under it. One district each.

    A `Conflict` that is caught leaves it usable. A transaction begun for reading refuses to write (`TypeError`).
    Index values other than the declared fields are refused (`ValueError`); so is a text that is longer than
    `LONGEST_KEY`, `LONGEST_TEXT` or `LONGEST_SPACE`, or holds U+0000, which not every database keeps.
    """

    def get(self, kind: str, key: str) -> Stored | None:
        """The record, or ``None`` if there is none."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        """Write a record if it stands at the expected version; 0 for one that is not there yet.

        Returns:
            The new version.

        Raises:
            Conflict: it stands at another version.
        """

    def insert(self, kind: str, records: Sequence[New]) -> None:
        """Write many records that are not there yet, each at version 1: all of them, or none.

        Raises:
            Conflict: one is there already, or stands twice in the list.
        """

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        """Remove a record that stands at the expected version.

        Raises:
            Conflict: it stands at another version, or is not there.
        """

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        """Add entries to a stream whose last number is the expected one; 0 for an empty stream.

        Returns:
            The last number now.

        Raises:
            Conflict: the stream has another last number.
        """

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        """Entries of a stream in order, from the one after the given number on."""

    def streams(self, prefix: str = "") -> Sequence[str]:
        """The names of the streams that begin so, in order."""

    def claim(self, space: str, value: str, owner: str) -> None:
        """Take a value that only one owner may have; taking one's own again changes nothing.

        Raises:
            Conflict: another owner has it.
        """

    def release(self, space: str, value: str, owner: str) -> None:
        """Give a value back.

        Raises:
            Conflict: the owner does not have it.
        """

    def owner(self, space: str, value: str) -> str | None:
        """Who has a value; ``None`` if nobody."""

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        """Records in order of a field, then of the key, a page at a time.

        Args:
            kind: of record.
            order: the field and its bounds.
            where: for each named field, the values that are wanted, `None` for none; an empty collection matches
                nothing.
            after: the `Page.after` of the page before.
            limit: how many at most.
        """


@runtime_checkable
class Storage(Protocol):
    """A store: it knows no domain, only records, streams and claims, each with its district."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do beyond the contract."""

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        """Make ready for these kinds of records; doing it again changes nothing."""

    def transaction(self, district: str, *, write: bool = True) -> AbstractContextManager[Transaction]:
        """Begin; commit at the end of the block, undo everything if it raises.

        Raises:
            AdapterError: the store failed and nothing has happened; `retryable` tells whether the whole may be tried
                again at once. If the connection broke while it was told to commit, `unknown` is set: it may have
                happened, and only what was written can tell.
        """

    def ping(self) -> None:
        """Return if the store answers.

        Raises:
            AdapterError: it does not.
        """

    def close(self) -> None:
        """Let go of everything; the store is not used afterwards."""


@runtime_checkable
class KeyProvider(Protocol):
    """Holds the district's keys, which never leave it.

    Every owner (a person, a family, a household) has a key of their own. It stands in the store, wrapped by the
    district's current key, so that erasing it erases all that was sealed with it.
    """

    @property
    def current(self) -> str:
        """The name of the key by which it wraps and indexes now; the district's keys are changed from time to time."""

    def make(self, owner: str) -> bytes:
        """A new key for an owner, wrapped.

        Raises:
            AdapterError: the owner was forgotten (code ``key-forgotten``): what would be sealed could not be opened.
        """

    def rewrap(self, owner: str, wrapped: bytes) -> bytes:
        """The same key, wrapped by the current one.

        Raises:
            AdapterError: see `open`.
        """

    def seal(self, owner: str, wrapped: bytes, what: str, clear: bytes) -> bytes:
        """Encrypt and authenticate with an owner's key; owner and what it is must be the same to open it.

        Raises:
            AdapterError: see `open`.
        """

    def open(self, owner: str, wrapped: bytes, what: str, sealed: bytes) -> bytes:
        """Decrypt.

        Raises:
            AdapterError: the owner was forgotten (code ``key-forgotten``); or the key is unknown, owner or what it is
                are others, or a byte was changed (code ``unsealing``).
        """

    def index(self, space: str, value: str) -> Sequence[str]:
        """Keyed digests by which a value is found: the same for the same value, useless without the key.

        The first is made with the current key; one for each older key that is still held follows.
        """

    def digest(self, space: str, value: str) -> str:
        """A keyed digest that stays the same when keys are changed; for approvals and requests."""

    def forget(self, owner: str) -> None:
        """Never again use a key of this owner, also if an old copy of it comes back from a backup of the store."""


@runtime_checkable
class Attachments(Protocol):
    """Keeps sealed photographs and letters by name, apart from the store; it never sees them in clear."""

    def put(self, district: str, name: str, sealed: bytes) -> None:
        """Keep it durably; putting the same name again with the same bytes changes nothing.

        Raises:
            Conflict: something else is kept under this name.
            AdapterError: it cannot be kept; nothing is, then.
        """

    def get(self, district: str, name: str) -> bytes | None:
        """What was put, byte for byte; ``None`` if nothing was."""

    def delete(self, district: str, name: str) -> None:
        """Remove it; nothing happens if it is not there."""

    def names(self, district: str) -> Iterator[str]:
        """The names of all that is kept, in any order."""


@runtime_checkable
class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""


@runtime_checkable
class IdSource(Protocol):
    """New names for new things."""

    def new(self, kind: str) -> str:
        """A name that was never given before, by kind of thing, such as ``case`` or ``visit``."""

    def number(self) -> str:
        """A registration number that can be read aloud; the caller makes sure that nobody else has it."""


# What every store does alike, or every key provider.

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [high + low for high in _DIGITS for low in _DIGITS]
_SHIFTS = range(250, -1, -10)


def in_letters(digest: bytes) -> str:
    """A digest of 32 bytes in base 32: hexadecimal digits fall into rows of sixteen, and are taken for a NIK."""
    # Two digits at a time from a table: the standard library's way costs five times as much, and there are millions.
    bits = int.from_bytes(digest, "big") << 4
    return "".join([_PAIRS[bits >> shift & 1023] for shift in _SHIFTS])


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


def check_new(
    kind: str,
    declared: Collection[str],
    records: Iterable[New],
    get: Callable[[str, str], Stored | None] | None = None,
) -> None:
    """Refuse a list of new records of which one would be refused, before any of them is written.

    Args:
        kind: of record.
        declared: the names of its index fields.
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
    return base64.urlsafe_b64encode(json.dumps([to_plain(value), key]).encode()).decode()


def decode_place(after: str, kind: type) -> tuple[IndexValue, str]:
    """The value, of the field's type, and the key of such a place."""
    plain, key = json.loads(base64.urlsafe_b64decode(after.encode()))
    return from_plain(plain, kind), key


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
    where: Mapping[str, Collection[IndexValue]] | None = None,
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
        if any(record.index[name] not in wanted for name, wanted in (where or {}).items()):
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
    """For what the database raised. Only the kind of error is said: its words may hold what was to be stored."""
    name = type(error).__name__
    words = Text(f"penyimpanan gagal: {name}", f"the store failed: {name}")
    return AdapterError("storage", words, retryable=retryable, unknown=unknown)

"""The port of stores: records, streams and claims, in transactions; and the values that pass through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

from attrs import frozen

from slrt_core.ports.filters import Filter
from slrt_core.ports.records import IndexValue, RecordKind

__all__ = [
    "LONGEST_CODES",
    "LONGEST_KEY",
    "LONGEST_SPACE",
    "LONGEST_TEXT",
    "STORAGE_CONTRACT",
    "Capabilities",
    "Counting",
    "Entry",
    "New",
    "Page",
    "Range",
    "Storage",
    "Stored",
    "Transaction",
]


STORAGE_CONTRACT = 4
"""The version of the storage contract that this library speaks."""

LONGEST_KEY = 200
"""Characters of a key, a stream's name, a claimed value or an owner at most."""

LONGEST_SPACE = 60
"""Characters of the space of a claim at most."""

LONGEST_TEXT = 250
"""Characters of a text in an index at most."""

LONGEST_CODES = 16_000
"""Characters of the codes in an index at most, with what stands between them."""


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
        query: it evaluates filters itself; else it reads every record in the range of a scan, and asks `matches`.
    """

    durable: bool = False
    processes: bool = False
    joined: bool = False
    query: bool = False


class Transaction(Protocol):
    """Everything inside it happens, or nothing; what it reads does not change under it. One district each.

    A `Conflict` that is caught leaves it usable. A transaction begun for reading refuses to write (`TypeError`).
    Index values other than the declared fields are refused (`ValueError`); so is a text that is longer than
    `LONGEST_KEY`, `LONGEST_TEXT`, `LONGEST_CODES` or `LONGEST_SPACE`, or holds U+0000, which not every database keeps.
    Nobody asks for such a text either: the desk sees to that.
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
        where: Filter | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        """Records in order of a field, then of the key, a page at a time.

        Args:
            kind: of record.
            order: the field and its bounds.
            where: only records for which it surely holds; see `Filter`. A store that does not evaluate it itself
                asks `matches` of each record in the range.
            after: the `Page.after` of the page before.
            limit: how many at most.

        Raises:
            CannotPushDown: the store evaluates filters itself, and cannot express this one. More than was asked for
                is never given instead.
        """


@runtime_checkable
class Counting(Protocol):
    """What a transaction may offer besides: it counts without reading. Without it, what a scan finds is counted."""

    def count(self, kind: str, where: Filter | None = None) -> int:
        """How many records of a kind there are for which a filter surely holds.

        Raises:
            CannotPushDown: see `Transaction.scan`.
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

"""What all parts of the storage contract share: a store to test, and kinds of records to put into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from unittest import SkipTest

from slrt_core.ports import Filter, IndexValue, Page, Range, RecordKind, Storage, Stored, Transaction
from slrt_core.rules.criteria.nodes import Node

__all__ = ["DISTRICT", "KINDS", "StorageCase", "index_of", "keys_of", "pages", "put_all", "wanted"]

DISTRICT = "61.12"
"""Any district will do."""

KINDS = (
    RecordKind(name="thing", index={"word": str, "count": int, "yes": bool, "day": date, "at": datetime}),
    RecordKind(name="plain", index={"word": str}),
)
"""One kind with a field of every type, and another, to be told apart from it."""


class StorageCase:
    """Gives each test new, empty stores, and closes them when it ends; see `StorageContract`."""

    _given: tuple[Storage, ...] = ()

    def new_storage(self) -> Storage:
        """A new, empty store. It may be called several times in one test, so it is a method and no fixture.

        Each store is closed when the test ends, so that a server is not left with the connections of all tests.
        """
        raise NotImplementedError("give the contract a store: override new_storage()")

    def reopened(self, storage: Storage) -> Storage:
        """The same store as after a restart: everything in memory is gone, what was committed is there.

        Only asked of a store that declares `Capabilities.durable`.
        """
        raise NotImplementedError("a durable store shows that it is: override reopened()")

    def another(self, storage: Storage) -> Storage:
        """A second handle to the same data, as another process would open it; the first stays open.

        Only asked of a store that declares `Capabilities.processes`. What needs it is skipped if it is not overridden.
        """
        raise SkipTest("a store for several processes shows that it is one: override another()")

    def fresh(self) -> Storage:
        """A new store."""
        return self._noted(self.new_storage())

    def ready(self) -> Storage:
        """A new store, made ready for the kinds of this contract."""
        storage = self.fresh()
        storage.setup(KINDS)
        return storage

    def restarted(self, storage: Storage) -> Storage:
        """A store as after a restart, made ready likewise; the one before is not used any more."""
        self._given = tuple(given for given in self._given if given is not storage)
        again = self._noted(self.reopened(storage))
        again.setup(KINDS)
        return again

    def handles(self) -> tuple[Storage, Storage]:
        """A new store, and what another process would hold of it; for a store of one process, twice the same."""
        storage = self.ready()
        if not storage.capabilities.processes:
            return storage, storage
        other = self._noted(self.another(storage))
        other.setup(KINDS)
        return storage, other

    def close_all(self) -> None:
        """Close every store that this test was given. One that cannot be closed does not hide what the test found."""
        given, self._given = self._given, ()
        for storage in given:
            with suppress(Exception):
                storage.close()

    def _noted(self, storage: Storage) -> Storage:
        self._given = (*self._given, storage)
        return storage


def index_of(**values: IndexValue) -> Mapping[str, IndexValue]:
    """The index values of a ``thing``: those given, and none for the other fields."""
    return {**dict.fromkeys(KINDS[0].index), **values}


def put_all(storage: Storage, values: Mapping[str, Mapping[str, IndexValue]]) -> None:
    """Put ``things`` by key, each with its index values; the body is the key."""
    with storage.transaction(DISTRICT) as tx:
        for key, index in values.items():
            tx.put("thing", key, key.encode(), expect=0, index=index_of(**index))


def wanted(condition: Node | str) -> Filter:
    """A filter of ``things``."""
    return Filter.of(KINDS[0], condition)


def keys_of(records: Iterable[Stored]) -> list[str]:
    """The keys in the order of the records."""
    return [record.key for record in records]


def pages(tx: Transaction, order: Range, *, limit: int, most: int = 200) -> list[Page]:
    """Every page of a scan.

    Args:
        tx: the running transaction.
        order: of the scan.
        limit: records of a page.
        most: pages after which the scan is taken for endless.
    """
    found: list[Page] = []
    after: str | None = None
    while len(found) < most:
        page = tx.scan("thing", order, after=after, limit=limit)
        found.append(page)
        after = page.after
        if after is None:
            return found
    raise AssertionError(f"the scan had not ended after {most} pages")

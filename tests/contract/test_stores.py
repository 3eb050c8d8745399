"""The shipped stores keep the storage contract."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.ports import Storage
from slrt_core.testing import CountingStorage, FailingStorage, StorageContract


class TestMemory(StorageContract):
    def new_storage(self) -> Storage:
        return MemoryStorage()


class TestSqlite(StorageContract):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> Iterator[None]:
        self.urls = (f"sqlite:///{tmp_path / f'{number}.db'}" for number in count())
        self.opened: dict[int, str] = {}
        self.stores: list[Storage] = []
        yield
        for store in self.stores:
            store.close()

    def new_storage(self) -> Storage:
        return self._open(next(self.urls))

    def reopened(self, storage: Storage) -> Storage:
        storage.close()
        return self._open(self.opened[id(storage)])

    def _open(self, url: str) -> Storage:
        store = SqlStorage(url)
        self.opened[id(store)] = url
        self.stores.append(store)
        return store


class TestWrapped(StorageContract):
    """The wrappers of the kit change nothing while they are not to fail."""

    def new_storage(self) -> Storage:
        return CountingStorage(FailingStorage(MemoryStorage()))

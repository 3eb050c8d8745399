"""SQLite and memory side by side: random operations, the same answers."""

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.ports import Storage
from slrt_core.testing import StorageMachine

_NUMBERS = count()


class SqliteBesideMemory(StorageMachine):
    folder: TemporaryDirectory[str]

    def stores(self) -> tuple[Storage, Storage]:
        self.folder = TemporaryDirectory()
        return MemoryStorage(), SqlStorage(f"sqlite:///{Path(self.folder.name) / f'{next(_NUMBERS)}.db'}")

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "folder"):
            self.folder.cleanup()


class LongBesideMemory(SqliteBesideMemory):
    pass


TestSqliteBesideMemory = SqliteBesideMemory.TestCase
TestSqliteBesideMemory.settings = settings(max_examples=25, stateful_step_count=40)
TestSqliteBesideMemoryLong = pytest.mark.long(LongBesideMemory.TestCase)
TestSqliteBesideMemoryLong.settings = settings(max_examples=500, stateful_step_count=100)

"""The shipped stores keep the storage contract, those on a database also inside a host's transaction."""

from collections.abc import Iterator
from typing import ClassVar

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.ports import Storage
from slrt_core.testing import CountingStorage, FailingStorage, StorageContract
from slrt_core.testing.contracts.base import KINDS
from tests.sql.hosts import HOSTS, HostedStore
from tests.sql.places import Place, opened


class TestMemory(StorageContract):
    def new_storage(self) -> Storage:
        return MemoryStorage()


class TestWrapped(StorageContract):
    """The wrappers of the kit change nothing while they are not to fail."""

    def new_storage(self) -> Storage:
        return CountingStorage(FailingStorage(MemoryStorage()))


class OnDatabase(StorageContract):
    """One database for each handle that a test asks for, emptied for the next test."""

    database: ClassVar[str]
    place: ClassVar[Place]
    made: ClassVar[dict[str, list[str]]] = {}

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def somewhere(cls) -> Iterator[None]:
        with opened(cls.database) as place:
            cls.place = place
            yield

    @pytest.fixture(autouse=True)
    def unused_ones(self) -> None:
        self.stores: list[tuple[Storage, str]] = []
        self.unused = list(self.made.setdefault(self.database, []))

    def new_storage(self) -> Storage:
        if self.unused:
            return self.on(self.place.emptied(self.unused.pop(0)))
        url = self.place.fresh()
        store = self.on(url)
        store.setup(KINDS)
        self.made[self.database].append(url)
        return store

    def reopened(self, storage: Storage) -> Storage:
        storage.close()
        return self.another(storage)

    def another(self, storage: Storage) -> Storage:
        return self.on(next(url for store, url in self.stores if store is storage))

    def on(self, url: str) -> Storage:
        store = self.open(url)
        self.stores.append((store, url))
        return store

    def open(self, url: str) -> Storage:
        return SqlStorage(url)


class TestSqlite(OnDatabase):
    database = "sqlite"


class TestPostgreSql(OnDatabase):
    database = "postgresql"


class TestMariaDb(OnDatabase):
    database = "mariadb"


class Joined(OnDatabase):
    host = "connection"

    def open(self, url: str) -> Storage:
        return HostedStore(self.place, url, HOSTS[self.host])


class TestSqliteJoined(Joined):
    database = "sqlite"


class TestPostgreSqlJoined(Joined):
    database = "postgresql"


class TestMariaDbJoined(Joined):
    database = "mariadb"


@pytest.mark.long
class TestSqliteInSession(Joined):
    database, host = "sqlite", "session"


@pytest.mark.long
class TestPostgreSqlInSession(Joined):
    database, host = "postgresql", "session"


@pytest.mark.long
class TestMariaDbInSession(Joined):
    database, host = "mariadb", "session"


@pytest.mark.long
class TestSqliteInDjango(Joined):
    database, host = "sqlite", "django"


@pytest.mark.long
class TestPostgreSqlInDjango(Joined):
    database, host = "postgresql", "django"


@pytest.mark.long
class TestMariaDbInDjango(Joined):
    database, host = "mariadb", "django"

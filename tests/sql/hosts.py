"""Host applications whose transaction a desk joins, by kind of connection, and a store that opens one each time."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from slrt_core.adapters.sql import JoinedStorage, SqlStorage
from slrt_core.adapters.sql.databases import DATABASES
from slrt_core.ports import Capabilities, RecordKind, Storage, Transaction
from tests.sql.places import Place

__all__ = ["HOSTS", "HostedStore", "django_connection"]

Host = Callable[[Place, str], AbstractContextManager[Any]]


@contextmanager
def by_connection(place: Place, url: str) -> Iterator[sa.Connection]:
    """SQLAlchemy Core; committed at the end, rolled back by an error."""
    with place.host(url).begin() as connection:
        yield connection


@contextmanager
def by_session(place: Place, url: str) -> Iterator[Session]:
    """The ORM; likewise."""
    with Session(place.host(url)) as session, session.begin():
        yield session


@contextmanager
def django_connection(place: Place, url: str) -> Iterator[Any]:
    """One of Django's, in no transaction; it is gone at the end."""
    import django  # type: ignore[import-untyped]
    from django.conf import settings  # type: ignore[import-untyped]

    if not settings.configured:
        settings.configure(USE_TZ=True, DATABASES={})
        django.setup()
    from django.db import connections  # type: ignore[import-untyped]

    alias = secrets.token_hex(4)
    filled = connections.configure_settings({"default": {}, alias: place.django(url)})
    connections.databases[alias] = filled[alias]
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


@contextmanager
def by_django(place: Place, url: str) -> Iterator[Any]:
    """Django; likewise."""
    with django_connection(place, url) as connection:
        from django.db import transaction

        with transaction.atomic(using=connection.alias):
            yield connection


HOSTS: dict[str, Host] = {"connection": by_connection, "session": by_session, "django": by_django}


class HostedStore:
    """A store for the contract: each transaction is a joined one, in a host's transaction of its own."""

    capabilities = Capabilities(durable=True, processes=True, joined=True)

    def __init__(self, place: Place, url: str, host: Host) -> None:
        self.place, self.url, self.host = place, url, host
        self._kinds: Sequence[RecordKind] = ()

    def setup(self, kinds: Sequence[RecordKind]) -> None:
        store = SqlStorage(self.url)
        try:
            store.setup(kinds)
        finally:
            store.close()
        self._kinds = kinds
        with self._joined():
            pass

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        with self._joined() as storage, storage.transaction(district, write=write) as tx:
            yield tx

    def ping(self) -> None:
        with self._joined() as storage:
            storage.ping()

    def close(self) -> None:
        pass

    @contextmanager
    def _joined(self) -> Iterator[Storage]:
        # What fails at the host's own begin and commit, a host has to judge by itself; here it is judged as ours is.
        from django.db.utils import DatabaseError  # type: ignore[import-untyped]

        failure = None
        try:
            with self.host(self.place, self.url) as connection:
                storage: JoinedStorage = SqlStorage.joined(connection)
                storage.setup(self._kinds)
                yield storage
        except sa.exc.DBAPIError as error:
            failure = DATABASES[self.place.name].failure(error.orig or error)
        except DatabaseError as error:
            failure = DATABASES[self.place.name].failure(error.__cause__ or error)
        if failure is not None:
            raise failure

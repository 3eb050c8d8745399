"""Inside a host's transaction: what the desk does is committed with the host's own work, or goes with it."""

# ruff: noqa: PT012, S608  (the block is what is to fail; the names in the statements are our own)

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Desk
from slrt_core.desk.kinds import KINDS, WAITING
from slrt_core.errors import AdapterError, Conflict, PluginError
from slrt_core.model import Need, RecordVisit
from slrt_core.model.officers import Actor, Officer
from slrt_core.ports import Range
from slrt_core.testing import FakeKeys, ManualClock, SeededIds, small_district
from tests.sql.hosts import HOSTS, by_connection, django_connection
from tests.sql.places import NAMES, Place, opened

SARI = Actor(officer="sari", person="sari", post="facilitator")
FORM = small_district().form()


@pytest.fixture(scope="module", params=NAMES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with opened(request.param) as place:
        yield place


@pytest.fixture(scope="module")
def url(place: Place) -> str:
    """A database with a district in it, and a table of the host's own."""
    url = place.fresh()
    storage = SqlStorage(url)
    small_district(storage).desk.close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE host_note (note VARCHAR(50))")
    engine.dispose()
    return url


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def run(connection: Any, sql: str) -> Any:
    """The host's own work, by whatever its connection is."""
    if hasattr(connection, "vendor"):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if sql.startswith("SELECT") else None
    found = connection.execute(sa.text(sql))
    return found.all() if sql.startswith("SELECT") else None


def desk_in(connection: Any) -> Desk:
    return Desk(
        SqlStorage.joined(connection),
        FakeKeys(),
        ManualClock(),
        SeededIds(hash(id(connection)) % 10**6),
        district="61.12",
        zone="Asia/Pontianak",
    )


@contextmanager
def outside(url: str) -> Iterator[SqlStorage]:
    storage = SqlStorage(url)
    storage.setup(KINDS)
    try:
        yield storage
    finally:
        storage.close()


def seen_outside(url: str, note: str, stream: str) -> tuple[int, int]:
    """The host's rows and the desk's entries that another connection sees."""
    with outside(url) as storage, storage.transaction("61.12", write=False) as tx:
        entries = len(tx.read(stream))
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT COUNT(*) FROM host_note WHERE note = :n"), {"n": note}).scalar_one()
    engine.dispose()
    return int(rows), entries


class _Undone(Exception):
    pass


def test_what_the_host_undid_is_not_remembered(place: Place, url: str, host: str) -> None:
    """A roster that was undone, and another one at the same version: nobody acts under a post that never was given."""
    with HOSTS[host](place, url) as connection:
        mine, other = desk_in(connection), desk_in(connection)
        run(connection, "SAVEPOINT part")
        mine.load_roster([Officer(id="undone", name="Undone")], [])
        assert "undone" in mine.roster()
        run(connection, "ROLLBACK TO SAVEPOINT part")
        other.load_roster([Officer(id="done", name="Done")], [])
        assert "done" in mine.roster()
        assert "undone" not in mine.roster()
        run(connection, "ROLLBACK TO SAVEPOINT part")


def test_the_host_commits(place: Place, url: str, host: str) -> None:
    """Nobody sees anything before; then both are there."""
    with HOSTS[host](place, url) as connection:
        run(connection, f"INSERT INTO host_note VALUES ('commit-{host}')")
        storage = SqlStorage.joined(connection)
        storage.setup(KINDS)
        with storage.transaction("61.12") as tx:
            tx.append(f"commit/{host}", [b"one"], expect=0)
        with storage.transaction("61.12", write=False) as tx:
            assert [entry.body for entry in tx.read(f"commit/{host}")] == [b"one"]
        assert seen_outside(url, f"commit-{host}", f"commit/{host}") == (0, 0)
    assert seen_outside(url, f"commit-{host}", f"commit/{host}") == (1, 1)


def test_the_host_rolls_back(place: Place, url: str, host: str) -> None:
    with pytest.raises(_Undone), HOSTS[host](place, url) as connection:
        run(connection, f"INSERT INTO host_note VALUES ('undo-{host}')")
        storage = SqlStorage.joined(connection)
        storage.setup(KINDS)
        with storage.transaction("61.12") as tx:
            tx.append(f"undo/{host}", [b"one"], expect=0)
        raise _Undone
    assert seen_outside(url, f"undo-{host}", f"undo/{host}") == (0, 0)


def test_the_desk_fails_and_the_host_goes_on(place: Place, url: str, host: str) -> None:
    """Of the desk's transaction nothing remains, of the host's everything."""
    with HOSTS[host](place, url) as connection:
        run(connection, f"INSERT INTO host_note VALUES ('on-{host}')")
        storage = SqlStorage.joined(connection)
        storage.setup(KINDS)
        with storage.transaction("61.12") as tx:
            tx.append(f"before/{host}", [b"one"], expect=0)
        with pytest.raises(Conflict), storage.transaction("61.12") as tx:
            tx.append(f"on/{host}", [b"one"], expect=0)
            tx.append(f"on/{host}", [b"two"], expect=7)
        with storage.transaction("61.12") as tx:
            tx.append(f"after/{host}", [b"one"], expect=0)
        run(connection, f"INSERT INTO host_note VALUES ('on-{host}')")
    assert seen_outside(url, f"on-{host}", f"on/{host}") == (2, 0)
    assert seen_outside(url, "", f"before/{host}")[1] == seen_outside(url, "", f"after/{host}")[1] == 1


def test_messages_are_handed_over_only_after_the_hosts_commit(place: Place, url: str, host: str) -> None:
    """Whoever sends what is in the outbox sees a message of a joined desk once the host has committed, not before."""
    form = small_district().form(name=f"Siti {host}", nik=None)

    def waiting() -> int:
        with outside(url) as storage, storage.transaction("61.12", write=False) as tx:
            return len(tx.scan("message", Range(field="at"), where=WAITING).records)

    def tell(connection: Any) -> None:
        desk = desk_in(connection)
        desk.perform(RecordVisit(household=form, items=[Need(program="PKH", text="perlu")]), SARI, key=f"v-{host}")
        with desk.work(write=True) as work:
            work.tx.put(
                "message",
                f"m-{host}-{place.name}",
                b"told",
                expect=0,
                index={"state": "waiting", "to": "x", "case": "c", "at": work.moment.at},
            )

    before = waiting()
    with pytest.raises(_Undone), HOSTS[host](place, url) as connection:
        tell(connection)
        raise _Undone
    assert waiting() == before
    with HOSTS[host](place, url) as connection:
        tell(connection)
        assert waiting() == before
    assert waiting() == before + 1


@pytest.mark.parametrize("name", NAMES)
def test_too_little_isolation_is_refused(name: str) -> None:
    """With how to begin instead; the host's transaction goes on."""
    levels = {"sqlite": "AUTOCOMMIT", "postgresql": "REPEATABLE READ", "mariadb": "REPEATABLE READ"}
    with opened(name) as place:
        url = place.fresh()
        with outside(url):
            pass
        engine = sa.create_engine(url, isolation_level=levels[name])
        with engine.connect() as connection, connection.begin():
            storage = SqlStorage.joined(connection)
            storage.setup(KINDS)
            with pytest.raises(AdapterError) as raised, storage.transaction("61.12"):
                pass
            assert raised.value.codes == ("joined-isolation",)
            assert ("BEGIN IMMEDIATE" if name == "sqlite" else "SERIALIZABLE") in raised.value.reasons[0].text.en
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        engine.dispose()


def test_no_table_is_made_inside(place: Place) -> None:
    url = place.fresh()
    with by_connection(place, url) as connection:
        with pytest.raises(AdapterError) as raised:
            SqlStorage.joined(connection).setup(KINDS)
        assert raised.value.codes == ("schema-missing",)
        assert sa.inspect(connection).get_table_names() == []


def test_what_may_be_tried_again_only_the_host_can_try_again(place: Place, url: str) -> None:
    """A transaction that the database gave up cannot be committed by a host that overlooks the error."""
    if place.name != "postgresql":
        pytest.skip("only PostgreSQL gives up a writer that another one has overtaken")
    with outside(url) as storage:
        with storage.transaction("61.12") as tx:
            tx.put("keys", "race", b"0", expect=0, index={"name": "race"})
        engine = place.host(url)
        with engine.connect() as connection:
            connection.begin()
            joined = SqlStorage.joined(connection)
            joined.setup(KINDS)
            with joined.transaction("61.12") as tx:
                assert tx.get("keys", "race") is not None
            with storage.transaction("61.12") as tx:
                tx.put("keys", "race", b"1", expect=1, index={"name": "race"})
            with pytest.raises(AdapterError) as raised, joined.transaction("61.12") as tx:
                tx.put("keys", "race", b"2", expect=1, index={"name": "race"})
            assert raised.value.retryable
            with pytest.raises(sa.exc.SQLAlchemyError):
                connection.commit()


def test_a_desk_serves_the_transaction_that_it_was_made_in(place: Place, url: str, host: str) -> None:
    """One that is used longer is refused: nobody would commit what it did."""
    with HOSTS[host](place, url) as connection:
        desk = desk_in(connection)
    for write in (True, False):
        with pytest.raises(AdapterError) as raised, desk.work(write=write):
            pass
        assert raised.value.codes == ("joined-ended",)
        assert "a new one for each transaction" in raised.value.reasons[0].text.en


def test_a_store_does_not_change_over_to_the_next_transaction(place: Place, url: str) -> None:
    """Neither to one that was begun, nor to one that began by itself, which is as good as the first."""
    engine = place.host(url)
    with engine.connect() as connection:
        run(connection, "SELECT 1 FROM host_note")
        first = SqlStorage.joined(connection)
        first.setup(KINDS)
        with first.transaction("61.12") as tx:
            tx.append(f"first/{place.name}", [b"one"], expect=0)
        connection.commit()
        for begin in (connection.begin, lambda: run(connection, "SELECT 1 FROM host_note")):
            begin()
            for use in (first.ping, lambda: first.setup(KINDS), first.transaction("61.12").__enter__):
                with pytest.raises(AdapterError) as raised:
                    use()
                assert raised.value.codes == ("joined-ended",)
            SqlStorage.joined(connection).ping()
            connection.rollback()
    assert seen_outside(url, "", f"first/{place.name}")[1] == 1


def test_the_next_block_of_django_is_another_transaction(place: Place, url: str) -> None:
    with django_connection(place, url) as connection:
        from django.db.transaction import atomic  # type: ignore[import-untyped]

        with atomic(using=connection.alias):
            with atomic(using=connection.alias):  # a savepoint of the same one
                storage = SqlStorage.joined(connection)
            storage.ping()
        with atomic(using=connection.alias), pytest.raises(AdapterError) as raised:
            storage.ping()
    assert raised.value.codes == ("joined-ended",)


def test_without_a_transaction_nothing_is_joined(place: Place, url: str) -> None:
    """A connection or a session of which nothing was asked yet, one that is closed, Django outside of a block."""
    engine = place.host(url)
    with engine.connect() as fresh, Session(engine) as session, django_connection(place, url) as django:
        closed = engine.connect()
        closed.begin()
        closed.close()
        for connection in (fresh, session, closed, django):
            with pytest.raises(AdapterError) as raised:
                SqlStorage.joined(connection)
            assert raised.value.codes == ("joined-not-begun",)
        assert not fresh.in_transaction()


def test_a_connection_that_is_closed_is_refused_as_ended(place: Place, url: str) -> None:
    connection = place.host(url).connect()
    connection.begin()
    storage = SqlStorage.joined(connection)
    connection.close()
    with pytest.raises(AdapterError) as raised:
        storage.ping()
    assert raised.value.codes == ("joined-ended",)


def test_only_known_hosts() -> None:
    with pytest.raises(PluginError) as raised:
        SqlStorage.joined(object())
    assert raised.value.codes == ("joined-host",)

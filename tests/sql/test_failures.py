"""What a failing database looks like from above: a clear code, whether to try again, and never a value."""

# ruff: noqa: PT012, S608  (the block is what is to fail; the names in the statements are our own)

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymysql
import pytest
import sqlalchemy as sa
from psycopg import errors as pg

from slrt_core.adapters.sql import SqlStorage
from slrt_core.adapters.sql.databases import DATABASES
from slrt_core.adapters.sql.upgrading import SchemaOf
from slrt_core.errors import AdapterError, PluginError
from slrt_core.plugins import Plugins
from slrt_core.testing.contracts.base import KINDS, index_of
from tests.sql.places import NAMES, Place, opened

SECRET = "6112014101850001"  # noqa: S105


@pytest.fixture(scope="module", params=NAMES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with opened(request.param) as place:
        yield place


@pytest.fixture
def storage(place: Place) -> Iterator[SqlStorage]:
    storage = SqlStorage(place.fresh())
    storage.setup(KINDS)
    yield storage
    storage.close()


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError(f"words with {SECRET}")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("name", "error", "code", "retryable"),
    [
        ("sqlite", sqlite_error(5), "busy", True),
        ("sqlite", sqlite_error(517), "busy", True),  # SQLITE_BUSY_SNAPSHOT
        ("sqlite", sqlite_error(6), "busy", True),
        ("sqlite", sqlite_error(13), "disk-full", False),
        ("sqlite", sqlite_error(8), "read-only", False),
        ("sqlite", sqlite_error(11), "corrupt", False),
        ("sqlite", sqlite_error(26), "corrupt", False),
        ("sqlite", sqlite_error(1), "sql", False),
        ("postgresql", pg.SerializationFailure(SECRET), "serialization", True),
        ("postgresql", pg.DeadlockDetected(SECRET), "deadlock", True),
        ("postgresql", pg.LockNotAvailable(SECRET), "lock-timeout", True),
        ("postgresql", pg.AdminShutdown(SECRET), "connection", True),
        ("postgresql", pg.OperationalError(SECRET), "connection", True),
        ("postgresql", pg.ConnectionTimeout(SECRET), "connection", True),
        ("postgresql", pg.TooManyConnections(SECRET), "connections", True),
        ("postgresql", pg.DiskFull(SECRET), "disk-full", False),
        ("postgresql", pg.ReadOnlySqlTransaction(SECRET), "read-only", False),
        ("postgresql", pg.DataCorrupted(SECRET), "corrupt", False),
        ("postgresql", pg.UniqueViolation(SECRET), "sql", False),
        ("mariadb", pymysql.OperationalError(1213, SECRET), "deadlock", True),
        ("mariadb", pymysql.OperationalError(1205, SECRET), "lock-timeout", True),
        ("mariadb", pymysql.OperationalError(2013, SECRET), "connection", True),
        ("mariadb", pymysql.InterfaceError(0, ""), "connection", True),
        ("mariadb", pymysql.OperationalError(1021, SECRET), "disk-full", False),
        ("mariadb", pymysql.OperationalError(1290, SECRET), "read-only", False),
        ("mariadb", pymysql.InternalError(1712, SECRET), "corrupt", False),
        ("mariadb", pymysql.DataError(1406, SECRET), "sql", False),
    ],
)
def test_errors_are_told_apart(name: str, error: Exception, code: str, retryable: bool) -> None:
    found = DATABASES[name].failure(error)
    assert (found.codes, found.retryable, found.unknown) == ((code,), retryable, False)
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    ("name", "error", "unknown"),
    [
        ("sqlite", sqlite_error(10), True),  # the sync failed: what was written may be on the disk or not
        ("sqlite", sqlite_error(13), False),
        ("postgresql", pg.AdminShutdown(""), True),
        ("postgresql", pg.OperationalError(""), True),
        ("postgresql", pg.SerializationFailure(""), False),
        ("mariadb", pymysql.OperationalError(2013, ""), True),
        ("mariadb", pymysql.OperationalError(2006, ""), True),
        ("mariadb", pymysql.OperationalError(1213, ""), False),
    ],
)
def test_a_connection_that_breaks_while_committing_leaves_it_unknown(
    name: str, error: Exception, unknown: bool
) -> None:
    found = DATABASES[name].failure(error, committing=True)
    assert found.unknown is unknown
    assert not (found.unknown and found.retryable)


@pytest.mark.parametrize(
    ("name", "change", "code", "words", "retryable"),
    [
        ("postgresql", {"port": 1}, "connection", "127.0.0.1:1/{db}: cannot be reached, or refuses", True),
        ("postgresql", {"database": "nowhere"}, "connection", "{at}/nowhere: cannot be reached, or refuses", True),
        (
            "postgresql",
            {"username": SECRET, "password": SECRET},
            "connection",
            "{at}/{db}: cannot be reached, or refuses",
            True,
        ),
        ("mariadb", {"port": 1}, "connection", "127.0.0.1:1/{db}: cannot be reached, or refuses (2003)", True),
        ("mariadb", {"database": "nowhere"}, "no-database", "{at}/nowhere: there is no such database (1049)", False),
        ("mariadb", {"username": SECRET, "password": SECRET}, "login", "{at}/{db}: the login is refused", False),
    ],
)
def test_what_cannot_be_connected_to_is_named(
    name: str, change: dict[str, Any], code: str, words: str, retryable: bool
) -> None:
    """Host, port and database, since one of them is wrong; neither the user nor the password, nor what was said."""
    with opened(name) as place:
        right = sa.make_url(place.fresh())
    url = right.set(**change).render_as_string(hide_password=False)
    with pytest.raises(AdapterError) as raised:
        SqlStorage(url)
    said = words.format(at=f"{right.host}:{right.port}", db=right.database)
    assert (raised.value.codes, raised.value.retryable) == ((code,), retryable)
    assert raised.value.reasons[0].text.en.startswith(said)
    assert SECRET not in "".join(traceback.format_exception(raised.value))
    with pytest.raises(AdapterError) as raised:
        SchemaOf(url)
    assert raised.value.reasons[0].text.en.startswith(said)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("postgresql://a:b@host/name", "host:5432/name"),
        ("postgresql:///name?host=/run/pg", "/run/pg:5432/name"),
        ("postgresql://", "localhost:5432/"),
        ("mariadb://a@host:77/name", "host:77/name"),
        ("mariadb://a:pass@word@host/name", "host:3306/name"),
        ("mariadb://a:p@ss/word@host/name", "host/name"),
        ("sqlite:///folder/desk.db", "folder/desk.db"),
    ],
)
def test_a_place_is_named_without_what_opens_it(url: str, where: str) -> None:
    """Also where a password holds an @ that was not escaped."""
    parsed = sa.make_url(url)
    assert DATABASES[parsed.get_backend_name()].where(parsed) == where


def test_a_server_that_takes_no_more_is_told_apart() -> None:
    found = DATABASES["mariadb"].failure(pymysql.OperationalError(1040, SECRET), where="host:3306/name")
    assert (found.codes, found.retryable) == (("connections",), True)
    assert found.reasons[0].text.en == "host:3306/name: too many connections (1040)"


def kill(place: Place, storage: SqlStorage, connection: Any) -> None:
    """Cut a connection on the server's side."""
    engine = sa.create_engine(storage._writing.engine.url)  # not of the pool, which would give us the same one
    with engine.connect() as other:
        if place.name == "postgresql":
            other.exec_driver_sql(f"SELECT pg_terminate_backend({connection.info.backend_pid})")
        else:
            other.exec_driver_sql(f"KILL {connection.thread_id()}")
    engine.dispose()


def test_a_connection_that_is_cut_before_the_commit_may_be_tried_again(place: Place, storage: SqlStorage) -> None:
    if place.name == "sqlite":
        pytest.skip("there is no connection to cut")
    with pytest.raises(AdapterError) as raised, storage.transaction("61.12") as tx:
        tx.claim("number", "1", "one")
        kill(place, storage, tx._link.cursor.connection)
        tx.claim("number", "2", "one")
    assert (raised.value.codes, raised.value.retryable) == (("connection",), True)
    with storage.transaction("61.12") as tx:
        assert tx.owner("number", "1") is None
        tx.claim("number", "2", "one")


def test_a_connection_that_is_cut_at_the_commit_leaves_it_unknown(place: Place, storage: SqlStorage) -> None:
    if place.name == "sqlite":
        pytest.skip("there is no connection to cut")
    with pytest.raises(AdapterError) as raised, storage.transaction("61.12") as tx:
        tx.claim("number", "1", "one")
        kill(place, storage, tx._link.cursor.connection)
    assert (raised.value.codes, raised.value.retryable, raised.value.unknown) == (("commit-unknown",), False, True)
    storage.ping()


def test_pooled_connections_that_were_cut_are_replaced(place: Place, storage: SqlStorage) -> None:
    if place.name == "sqlite":
        pytest.skip("there is no connection to cut")
    for write in (True, False):
        with storage.transaction("61.12", write=write) as tx:
            connection = tx._link.cursor.connection
        kill(place, storage, connection)
        with storage.transaction("61.12", write=write) as tx:
            assert tx.owner("number", "1") is None


def test_what_the_database_says_stays_out(place: Place, storage: SqlStorage) -> None:
    """No value in the error, in its causes, or in what a traceback prints of them."""
    with pytest.raises(AdapterError) as raised, storage.transaction("61.12") as tx:
        tx.put("thing", SECRET, SECRET.encode(), expect=0, index=index_of(word=SECRET))
        tx._run("INSERT INTO slrt_claim VALUES ('61.12', 'a', '" + SECRET + "', NULL)")
    said = "".join(traceback.format_exception(raised.value))
    shown = "\n".join(line for line in said.splitlines() if not line.lstrip().startswith(("tx.", "with ")))
    assert SECRET not in shown
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_after_a_failure_nothing_more_is_done(place: Place, storage: SqlStorage) -> None:
    """Also if somebody catches it and goes on: a part alone is never committed."""
    with pytest.raises(AdapterError) as raised, storage.transaction("61.12") as tx:
        tx.claim("number", "1", "one")
        with pytest.raises(AdapterError):
            tx._run("no statement")
        with pytest.raises(AdapterError):
            tx.claim("number", "2", "one")
    assert raised.value.codes == ("sql",)
    with storage.transaction("61.12", write=False) as tx:
        assert [tx.owner("number", value) for value in "12"] == [None, None]


def test_the_sides_are_as_strict_as_they_are_said_to_be(place: Place, storage: SqlStorage) -> None:
    asked = {
        "sqlite": [f"PRAGMA {name}" for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")],
        "postgresql": ["SHOW transaction_isolation", "SHOW transaction_read_only"],
        "mariadb": ["SELECT @@tx_isolation", "SELECT FIND_IN_SET('STRICT_ALL_TABLES', @@sql_mode) > 0"],
    }[place.name]
    expected = {
        "sqlite": [["wal", 2, 1, 1]] * 2,
        "postgresql": [["serializable", "off"], ["repeatable read", "on"]],
        "mariadb": [["REPEATABLE-READ", 1]] * 2,
    }[place.name]
    found = []
    for write in (True, False):
        with storage.transaction("61.12", write=write) as tx:
            found.append([tx._run(question).fetchone()[0] for question in asked])
    assert found == expected


def test_the_reading_side_cannot_write(place: Place, storage: SqlStorage) -> None:
    with pytest.raises(AdapterError), storage.transaction("61.12", write=False) as tx:
        tx._run("INSERT INTO slrt_claim VALUES ('61.12', 'a', 'b', 'c')")


def test_a_server_that_does_not_keep_what_is_committed_is_refused() -> None:
    with opened("postgresql") as place:
        url = sa.make_url(place.fresh())
        loose = url.update_query_dict({"options": f"{url.query['options']} -csynchronous_commit=off"})
        with pytest.raises(AdapterError) as raised:
            SqlStorage(loose.render_as_string(hide_password=False))
    assert raised.value.codes == ("postgresql-durability",)
    assert "synchronous_commit" in str(raised.value)


def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    storage = SqlStorage(f"sqlite:///{tmp_path / 'full.db'}")
    storage.setup(KINDS)
    with pytest.raises(AdapterError) as raised, storage.transaction("61.12") as tx:
        pages = tx._run("PRAGMA page_count").fetchone()[0]
        tx._run(f"PRAGMA max_page_count = {pages + 2}")
        tx.put("thing", "a", bytes(100_000), expect=0, index=index_of())
    storage.close()
    assert (raised.value.codes, raised.value.retryable) == (("disk-full",), False)


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"this is no database, " * 100)
    with pytest.raises(AdapterError) as raised:
        SqlStorage(f"sqlite:///{tmp_path / 'no.db'}")
    assert raised.value.codes == ("corrupt",)


def test_erased_data_does_not_stay_in_free_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    storage = SqlStorage(f"sqlite:///{path}")
    storage.setup(KINDS)
    with storage.transaction("61.12") as tx:
        tx.put("thing", "a", SECRET.encode() * 1000, expect=0, index=index_of(word=SECRET))
    with storage.transaction("61.12") as tx:
        tx.delete("thing", "a", expect=1)
    storage.close()  # the last one to close brings the log into the file
    assert SECRET.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://postgres@127.0.0.1/test", "psycopg"),
        ("mariadb://root@127.0.0.1/test", "pymysql"),
        ("sqlite:///x.db", "pysqlite"),
    ],
)
def test_a_bare_url_gets_our_driver(url: str, driver: str) -> None:
    from slrt_core.adapters.sql.storage import chosen

    _, parsed = chosen(url)
    assert parsed.get_driver_name() == driver


@pytest.mark.parametrize(
    ("url", "missing", "extra"),
    [("postgresql://x@127.0.0.1/x", "psycopg", "[sql]"), ("mariadb://x@127.0.0.1/x", "pymysql", "[mariadb]")],
)
def test_a_missing_driver_names_the_extra(url: str, missing: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, missing, None)
    with pytest.raises(PluginError) as raised:
        Plugins().storage(url)
    assert raised.value.codes == ("extra-missing",)
    assert extra in str(raised.value)

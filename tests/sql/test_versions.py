"""A database of every published schema is refused, upgraded, and read; a newer one is refused, and nothing touched."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.adapters.sql import SqlStorage
from slrt_core.adapters.sql.migrations import steps
from slrt_core.adapters.sql.schema import Schema
from slrt_core.adapters.sql.upgrading import SchemaOf
from slrt_core.adapters.sql.versions import HEAD, PUBLISHED
from slrt_core.cli.app import slrt
from slrt_core.desk import Desk, replay
from slrt_core.desk.kinds import KINDS
from slrt_core.errors import AdapterError
from slrt_core.model import Complaint, Move, Seen
from slrt_core.model.identity import Private
from slrt_core.model.officers import Actor
from slrt_core.ports import Range
from tests.sql.places import NAMES, Place, opened

FILES = Path(__file__).parent / "published"


@pytest.fixture(scope="module", params=NAMES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with opened(request.param) as place:
        yield place


@pytest.fixture
def published(tmp_path: Path) -> str:
    """A copy of the database that the first published library made."""
    shutil.copy(FILES / "0001.sqlite", tmp_path / "0001.sqlite")
    return f"sqlite:///{tmp_path / '0001.sqlite'}"


@pytest.fixture
def keys(tmp_path: Path) -> FileKeys:
    """Its keys; a checkout does not keep who may read a file."""
    path = tmp_path / "0001.keys"
    shutil.copy(FILES / "0001.keys.json", path)
    path.chmod(0o600)
    return FileKeys(path)


def refused(url: str) -> str:
    """The code with which opening is refused."""
    storage = SqlStorage(url)
    try:
        with pytest.raises(AdapterError) as raised:
            storage.setup(KINDS)
    finally:
        storage.close()
    assert "slrt db upgrade" in raised.value.reasons[0].text.en or raised.value.codes != ("schema-old",)
    return raised.value.codes[0]


def upgraded(url: str) -> str:
    with SchemaOf(url) as schema:
        return schema.upgrade()


def state(url: str) -> tuple[str, tuple[str, ...]]:
    with SchemaOf(url) as schema:
        return schema.current(), schema.differences(KINDS)


def at_0001(place: Place) -> str:
    """A database with the tables of 0001, and no version, as the first library left it."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    from slrt_core.adapters.sql.migrations.versions import r0001_published

    url = place.fresh()
    engine = sa.create_engine(url)
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        r0001_published.upgrade()
    engine.dispose()
    return url


def test_0001_is_what_was_published(tmp_path: Path) -> None:
    """The frozen migration makes the very tables that are in the file."""
    with opened("sqlite") as place:
        made = at_0001(place)
        left, right = (sa.create_engine(url) for url in (f"sqlite:///{FILES / '0001.sqlite'}", made))
        found = []
        for engine in (left, right):
            inspector = sa.inspect(engine)
            found.append(
                {
                    name: (
                        [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)],
                        inspector.get_pk_constraint(name)["constrained_columns"],
                        sorted((i["name"], tuple(i["column_names"])) for i in inspector.get_indexes(name)),
                    )
                    for name in sorted(inspector.get_table_names())
                }
            )
            engine.dispose()
    assert len(found[0]) == 14
    assert found[1] == found[0]


def test_the_first_librarys_database_is_refused_then_upgraded_then_read(published: str, keys: FileKeys) -> None:
    assert refused(published) == "schema-old"
    assert upgraded(published) == "0001"
    assert state(published) == (HEAD, ())
    desk = Desk(SqlStorage(published), keys, ManualClock(), SeededIds(5), district="61.12", zone="Asia/Pontianak")
    with desk:
        assert desk.verify() == {}
        with desk.work() as work:
            cases = [work.case(stored.key) for stored in work.all("case", Range(field="kind"))]
        assert sorted((case.kind.value, case.state) for case in cases) == [
            ("complaint", "recorded"),
            ("need", "referred"),
        ]
        assert len(desk.acting_as("sari").timeline(next(c.id for c in cases if c.state == "referred"))) == 6
        # By what cases are searched was filled when the desk was opened: until then nobody reads them.
        assert desk.acting_as("sari").count_cases() == 2
        with desk.work() as work:
            assert list(replay.differences(work)) == []


def test_work_goes_on_in_a_database_of_the_first_library(published: str, keys: FileKeys) -> None:
    """What the district's key sealed opens as ever; what is new about a household is sealed with a key of its own."""
    upgraded(published)
    sari = Actor(officer="sari", person="sari", post="facilitator")
    with Desk(
        SqlStorage(published), keys, ManualClock(), SeededIds(5), district="61.12", zone="Asia/Pontianak"
    ) as desk:
        acting = desk.acting_as("sari")
        with desk.work() as work:
            cases = [work.case(stored.key) for stored in work.all("case", Range(field="kind"))]
            assert {stored.body for stored in work.all("subject", Range(field="household"))} == {b""}
        [old] = [case for case in cases if case.state == "recorded"]
        assert isinstance(old.content, Complaint)
        read = acting.household(old.household, purpose="kunjungan")
        assert [person.name for person in read.members] == ["Siti", "Anak"]
        assert acting.reveal(old.content.text, of=old.id, purpose="telaah") == "kosong"
        [nik] = [claim for person in read.members for claim in (person.nik,) if claim.present]
        assert acting.reveal(nik, of=old.household, purpose="telaah") == "6112014101850001"
        assert [found.household for found in acting.find(name="siti", purpose="telaah")] == [old.household]

        seen = Seen(old.version, old.digest)
        desk.perform(Move(case=old.id, command="submit", seen=seen, note=Private("catatan")), sari, key="again")
        with desk.work() as work:
            now = work.case(old.id)
            wrapped = {stored.key for stored in work.all("subject", Range(field="household")) if stored.body}
            assert wrapped == {old.household}
        assert (now.state, now.version) == ("review", old.version + 1)
        assert acting.reveal(now.acts[-1].note, of=old.id, purpose="telaah") == "catatan"
        assert isinstance(now.content, Complaint)
        assert acting.reveal(now.content.text, of=old.id, purpose="telaah") == "kosong"
        assert desk.verify() == {}


def test_every_published_schema_is_upgraded(place: Place) -> None:
    url = at_0001(place)
    assert refused(url) == "schema-old"
    assert upgraded(url) == "0001"
    assert state(url) == (HEAD, ())
    assert upgraded(url) == HEAD
    assert state(url) == (HEAD, ())
    storage = SqlStorage(url)
    storage.setup(KINDS)
    with storage.transaction("61.12") as tx:
        tx.claim("number", "7", "one")
    storage.close()


def test_an_empty_database_gets_the_same_schema_by_upgrading_and_by_opening(place: Place) -> None:
    by_upgrading, by_opening = place.fresh(), place.fresh()
    assert upgraded(by_upgrading) == ""
    storage = SqlStorage(by_opening)
    storage.setup(KINDS)
    storage.close()
    assert state(by_upgrading) == state(by_opening) == (HEAD, ())
    texts = []
    for url in (by_upgrading, by_opening):
        engine = sa.create_engine(url)
        inspector = sa.inspect(engine)
        texts.append(
            {
                (table, column["name"]): (str(column["type"]), getattr(column["type"], "collation", None))
                for table in inspector.get_table_names()
                if table != "slrt_schema"
                for column in inspector.get_columns(table)
            }
        )
        engine.dispose()
    assert texts[0] == texts[1]
    collations = {collation for _, collation in texts[0].values() if collation}
    assert collations == {"sqlite": set(), "postgresql": {"C"}, "mariadb": {"utf8mb4_nopad_bin"}}[place.name]


def test_an_upgrade_that_was_interrupted_is_finished_by_the_next(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever table was the last: on MariaDB what was made stays, elsewhere it is undone."""
    for last in (3, 14):
        url, made = place.fresh(), 0
        create = steps.create_table

        def interrupted(name: str, *columns: Any, create: Any = create, last: int = last) -> None:
            nonlocal made
            made += 1
            if made > last:
                raise KeyboardInterrupt
            create(name, *columns)

        with monkeypatch.context() as patch:
            patch.setattr(steps, "create_table", interrupted)
            with pytest.raises(KeyboardInterrupt):
                upgraded(url)
        upgraded(url)
        assert state(url) == (HEAD, ())


def test_a_newer_schema_is_refused_and_nothing_touched(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    url = f"sqlite:///{path}"
    storage = SqlStorage(url)
    storage.setup(KINDS)
    storage.close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE slrt_schema SET version_num = '9999'")
        connection.exec_driver_sql("DROP TABLE slrt_look")
    engine.dispose()
    before = hashlib.sha256(path.read_bytes()).digest()
    assert refused(url) == "schema-new"
    with pytest.raises(AdapterError) as raised:
        upgraded(url)
    assert raised.value.codes == ("schema-new",)
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_the_migrations_end_where_the_desk_begins() -> None:
    """A kind or field that is added to the desk needs a migration."""
    with opened("sqlite") as place:
        url = place.fresh()
        upgraded(url)
        engine = sa.create_engine(url)
        inspector = sa.inspect(engine)
        found = {n: {c["name"] for c in inspector.get_columns(n)} for n in inspector.get_table_names()}
        engine.dispose()
    del found["slrt_schema"]
    assert found == {t.name: set(t.columns.keys()) for t in Schema.of(KINDS).metadata.sorted_tables}


def test_the_revisions_are_those_of_the_files() -> None:
    files = sorted((Path(steps.__file__).parent / "versions").glob("r*.py"))
    assert tuple(path.name[1:5] for path in files) == PUBLISHED


def slrt_db(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(slrt, ["db", *words])
    return result.exit_code, result.output


def test_the_commands(published: str) -> None:
    assert slrt_db("current", "--db", published, "--lang", "en") == (0, f"schema 0001; this library: {HEAD}\n")
    code, said = slrt_db("check", "--db", published)
    assert (code, "schema-old" in said) == (1, True)
    assert slrt_db("upgrade", "--db", published, "--lang", "en") == (0, f"from 0001 to {HEAD}\n")
    assert slrt_db("upgrade", "--db", published) == (0, f"sudah versi {HEAD}\n")
    assert slrt_db("check", "--db", published, "--lang", "en") == (0, "no differences\n")


def test_check_lists_what_differs(place: Place) -> None:
    url = place.fresh()
    upgraded(url)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE slrt_look")
        table = " ON slrt_visit" if place.name == "mariadb" else ""
        connection.exec_driver_sql(f"DROP INDEX ix_visit_region{table}")
        connection.exec_driver_sql("ALTER TABLE slrt_program ADD COLUMN extra INTEGER")
    engine.dispose()
    code, said = slrt_db("check", "--db", url)
    assert code == 1
    lines = said.splitlines()
    assert "add_table slrt_look" in lines
    assert "add_index ix_visit_region" in lines
    assert any(line.startswith("remove_column slrt_program extra") for line in lines)


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    code, said = slrt_db("current", "--db", f"sqlite:///{path}")
    assert (code, "store-missing" in said, path.exists()) == (1, True, False)
    assert slrt_db("current")[0] == 1


def test_a_configuration_names_the_database(tmp_path: Path, published: str) -> None:
    config = tmp_path / "slrt.toml"
    config.write_text('store = "sqlite:///0001.sqlite"\ndistrict = "61.12"\n')
    code, said = slrt_db("current", "--config", str(config), "--lang", "en")
    assert (code, said) == (0, f"schema 0001; this library: {HEAD}\n")

"""`slrt adapters list|check` and `slrt status`: what is installed, what it keeps, and how a desk is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.adapters.sql import SqlStorage
from slrt_core.ports import Range, RecordKind
from slrt_core.testing import FakeKeys
from tests.cli.demos import Demo, run
from tests.sql.places import opened

HEAD = """\
from contextlib import contextmanager
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.hookspecs import AttachmentsOffer, KeyOffer, StorageOffer, hookimpl
from slrt_core.ports import ATTACHMENT_CONTRACT, KEY_CONTRACT, STORAGE_CONTRACT
"""

LOSING = """
class Losing(MemoryStorage):
    '''Loses the last byte of every record.'''

    @contextmanager
    def transaction(self, district, *, write=True):
        with super().transaction(district, write=write) as tx:
            put = tx.put
            tx.put = lambda kind, key, body, **more: put(kind, key, body[:-1], **more)
            yield tx

@hookimpl
def slrt_register_storages():
    return [StorageOffer(name="losing", open=lambda url: Losing(), contract=STORAGE_CONTRACT)]
"""

MISSPELT = """
import sqlite3
from slrt_core.ports import store_failed

class Misspelt(MemoryStorage):
    def setup(self, kinds):
        super().setup(kinds)
        try:
            sqlite3.connect(":memory:").execute("PICK 1")
        except sqlite3.OperationalError as error:
            raise store_failed(error) from error

@hookimpl
def slrt_register_storages():
    return [StorageOffer(name="misspelt", open=lambda url: Misspelt(), contract=STORAGE_CONTRACT)]
"""

TWICE = """
@hookimpl
def slrt_register_storages():
    return [StorageOffer(name="twice", open=lambda url: MemoryStorage(), contract=STORAGE_CONTRACT)]
"""

OLD = """
@hookimpl
def slrt_register_storages():
    return [StorageOffer(name="old", open=lambda url: MemoryStorage(), contract=1)]
"""


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))

    def installed(distribution: str, source: str) -> None:
        module = distribution.replace("-", "_")
        monkeypatch.delitem(sys.modules, module, raising=False)
        (folder / f"{module}.py").write_text(HEAD + source)
        info = folder / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[slrt_core]\nmain = {module}\n")

    return installed


def test_the_list_shows_whole_and_broken(install: object) -> None:
    """Every adapter with package, contract and capabilities; what does not open, with the reason."""
    install("slrt-first", TWICE)  # type: ignore[operator]
    install("slrt-second", TWICE)  # type: ignore[operator]
    install("slrt-old", OLD)  # type: ignore[operator]
    install("slrt-wreck", "import nowhere_at_all\n")  # type: ignore[operator]
    done = run("adapters", "list", "--lang", "en")
    assert done.exit_code == 0, done.output
    lines = {line for line in done.stdout.splitlines() if line.strip()}

    def line(*words: str) -> str:
        found = [text for text in lines if all(word in text for word in words)]
        assert len(found) == 1, (words, done.stdout)
        return found[0]

    line("storage", "sqlite", "slrt-core", "4", "durable, processes, query", "ready")
    line("storage", "memory", "slrt-core", "ready")
    line("keys", "file", "slrt-core", "ready")
    line("keys", "env", "slrt-core", "ready")
    line("attachments", "folder", "slrt-core", "1", "ready")
    assert "ready" not in line("storage", " twice", "slrt-first ")
    assert "more than one package" in done.stdout
    assert "ready" not in line("storage", " old", "slrt-old")
    assert "nowhere_at_all" in done.stdout
    assert "slrt-wreck" in done.stdout


def test_a_configuration_bounds_the_list(install: object, tmp_path: Path) -> None:
    install("slrt-first", TWICE)  # type: ignore[operator]
    install("slrt-old", OLD)  # type: ignore[operator]
    config = tmp_path / "desk.toml"
    config.write_text('store = "sqlite:///x.db"\ndistrict = "61.12"\nplugins = ["slrt-first"]\n')
    done = run("adapters", "list", "--config", config)
    assert "slrt-first" in done.stdout
    assert "slrt-old" not in done.stdout
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize(
    "spec", ["memory:", "sqlite:///{here}/s-{{}}.db", "file:{here}/k-{{}}", "folder:{here}/f-{{}}"]
)
def test_ours_keep_their_promises(tmp_path: Path, spec: str) -> None:
    done = run("adapters", "check", spec.format(here=tmp_path), "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "All promises kept" in done.stdout
    assert done.stdout.count("kept  ") >= 8
    assert "BROKEN" not in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("name", ["postgresql", "mariadb"])
def test_ours_keep_them_on_a_server(name: str) -> None:
    """With as many connections as a server has by default."""
    with opened(name) as place:
        done = run("adapters", "check", place.fresh(), "--throwaway", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "All promises kept" in done.stdout


def test_a_store_that_loses_a_byte_is_named_by_its_promise(install: object) -> None:
    install("slrt-losing", LOSING)  # type: ignore[operator]
    done = run("adapters", "check", "losing:{}", "--lang", "en")
    assert done.exit_code == 1, done.output
    assert "BROKEN" in done.stdout
    assert "promise: " in done.stdout
    assert "promises broken" in done.stdout


def test_what_the_database_itself_said_is_shown(install: object) -> None:
    """Whoever writes an adapter has to mend a statement; of persons there is nothing in what is tried."""
    install("slrt-misspelt", MISSPELT)  # type: ignore[operator]
    done = run("adapters", "check", "misspelt:{}", "--lang", "en")
    assert done.exit_code == 1, done.output
    assert "the store failed: OperationalError" in done.stdout
    assert 'OperationalError: near "PICK": syntax error' in done.stdout


@pytest.mark.parametrize("name", ["twice", "old", "nothing"])
def test_what_does_not_open_ends_with_one(install: object, name: str) -> None:
    install("slrt-first", TWICE)  # type: ignore[operator]
    install("slrt-second", TWICE)  # type: ignore[operator]
    install("slrt-old", OLD)  # type: ignore[operator]
    for spec in (name, f"{name}:x-{{}}"):
        done = run("adapters", "check", spec)
        assert done.exit_code == 1, done.output


def test_what_does_not_answer_breaks_no_promise(tmp_path: Path) -> None:
    """It is said as what it is."""
    done = run("adapters", "check", f"sqlite:///{tmp_path}/nowhere/{{}}.db", "--lang", "en")
    assert done.exit_code == 1
    assert "promise" not in done.stdout
    assert done.stderr


def test_a_name_alone_is_looked_at_and_nothing_is_opened() -> None:
    done = run("adapters", "check", "sqlite", "--lang", "en")
    assert done.exit_code == 0
    assert "slrt-core" in done.stdout
    assert "{}" in done.stdout


@pytest.mark.parametrize("flags", [(), ("--throwaway",)])
def test_a_store_with_data_is_not_touched(tmp_path: Path, flags: tuple[str, ...]) -> None:
    """Not a byte of it, whatever flag is given."""
    path = tmp_path / "desk.db"
    slrt.open_desk(f"sqlite:///{path}", district="61.12", keys=FakeKeys()).close()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    done = run("adapters", "check", f"sqlite:///{path}", *flags)
    assert done.exit_code == 1
    assert "check-needs-fresh" in done.stderr
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("spec", ["folder:{here}/evidence", "file:{here}/desk.keys", "sqlite:///{here}/new.db"])
def test_without_braces_nothing_is_written(tmp_path: Path, spec: str) -> None:
    done = run("adapters", "check", spec.format(here=tmp_path))
    assert done.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_throwaway_store_is_filled_under_names_that_nobody_has(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    done = run("adapters", "check", f"sqlite:///{path}", "--throwaway", "--lang", "en")
    assert done.exit_code == 0, done.output
    store = SqlStorage(f"sqlite:///{path}")
    store.setup([RecordKind(name="thing", index={"word": str})])
    with store.transaction("61.12", write=False) as tx:
        assert tx.streams() == ()
        assert tx.scan("thing", Range(field="word")).records == ()
    store.close()


def test_the_status_of_a_desk(five_villages: Demo) -> None:
    done = run("status", "--config", five_villages.out / "slrt.toml", "--lang", "en")
    assert done.exit_code == 0, done.output
    desk = slrt.open_desk(five_villages.out / "slrt.toml")
    health = desk.health()
    desk.close()
    assert str(health.messages_waiting) in done.stdout
    assert health.rulebook[:12] in done.stdout
    assert "ms" in done.stdout
    assert health.cases_waiting.number > 0
    assert run("status", "--db", "sqlite:///nowhere.db").exit_code == 1

"""The disk is full: a typed error, nothing half done, nothing lost; with room again, work goes on."""

import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Desk
from slrt_core.errors import AdapterError
from slrt_core.ports import Storage
from tests.faults.deeds import DISTRICT, Answer, desk_on, perform, prepare
from tests.faults.oracle import Ledger, ack_of, audit


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """No write of this process goes beyond so many bytes of any file: it fails as on a full disk."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def until_full(desk: Desk, ledger: Ledger, most: int = 2000) -> AdapterError:
    """Work until the store refuses; the refusal."""
    story = max(ledger.heard, default=-1) + 1
    for writer in range(story, story + most):
        told = dict[str, Answer]()
        for number in range(10):
            try:
                answer = perform(desk, writer, number, told)
            except AdapterError as error:
                return error
            ledger.hear(writer, number, ack_of(answer))
    raise AssertionError("it never got full")


def goes_on(storage: Storage, keys: Path, ledger: Ledger) -> None:
    """The command that failed is sent again, and more after it; then everything is looked at."""
    desk, writer = desk_on(storage, keys), max(ledger.heard)
    for who in (writer, writer + 1):
        told = dict[str, Answer]()
        for number in range(10):
            assert ledger.hear(who, number, ack_of(perform(desk, who, number, told))) is None
    assert audit(storage, desk, ledger) == []


def checked(error: AdapterError) -> None:
    assert not error.retryable, "trying again at once does not help against a full disk"
    assert "611201" not in str(error)


def test_no_file_may_grow(sqlite: str, keys: Path) -> None:
    log = Path(sqlite.removeprefix("sqlite:///") + "-wal")
    with closing(SqlStorage(sqlite)) as storage:
        desk, ledger = desk_on(storage, keys), Ledger()
        ledger.hear(0, 0, ack_of(perform(desk, 0, 0, {})))
        for more in (5_000, 41_000):
            with no_file_beyond(log.stat().st_size + more):
                checked(until_full(desk, ledger))
                # Full is not broken: what was done can be read.
                assert audit(storage, desk, ledger, also=one_more(ledger)) == []
            goes_on(storage, keys, ledger)
    with closing(SqlStorage(sqlite)) as storage:
        assert audit(storage, desk_on(storage, keys), ledger) == []


def one_more(ledger: Ledger) -> list[dict[int, int]]:
    """The amounts with the newest writer's unanswered command: an error at a commit may come after it happened."""
    amounts = ledger.amounts
    newest = max(amounts)
    return [{**amounts, newest: amounts[newest] + 1}, {**amounts, newest + 1: 1}]


def run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"no {program}")
    return subprocess.run([path, *words], capture_output=True, text=True, check=False)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for little, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "slrt-faults", str(folder))
    if done.returncode:
        pytest.skip(f"cannot mount a small file system, which needs root: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        run("umount", "-l", str(folder)).check_returncode()


def test_a_full_file_system(small_disk: Path, keys: Path) -> None:
    url = f"sqlite:///{small_disk / 'desk.db'}"
    prepare(url, FileKeys(keys))
    with closing(SqlStorage(url)) as storage:
        desk, ledger = desk_on(storage, keys), Ledger()
        checked(until_full(desk, ledger))
        assert len(ledger.heard) > 2
        checked(until_full(desk, ledger))
        assert audit(storage, desk, ledger, also=one_more(ledger)) == []
        run("mount", "-o", "remount,size=12m", str(small_disk)).check_returncode()
        goes_on(storage, keys, ledger)
    with closing(SqlStorage(url)) as storage:
        assert audit(storage, desk_on(storage, keys), ledger) == []


def test_the_key_file_on_a_full_disk(tmp_path: Path) -> None:
    """Keys that could not be written are no keys: nothing is sealed with them."""
    path = tmp_path / "desk.keys"
    with no_file_beyond(20), pytest.raises(AdapterError):
        FileKeys(path)
    with suppress(AdapterError):
        FileKeys(path)
    wrapped = FileKeys(path).make("c")
    assert FileKeys(path).open("c", wrapped, "w", FileKeys(path).seal("c", wrapped, "w", b"x")) == b"x"


def test_changing_keys_on_a_full_disk(keys: Path) -> None:
    """The keys of before still open what they sealed."""
    held = FileKeys(keys)
    wrapped = held.make("c")
    sealed = held.seal("c", wrapped, "w", b"x")
    with no_file_beyond(20), pytest.raises(AdapterError):
        held.rotate()
    assert held.open("c", wrapped, "w", sealed) == b"x"
    assert FileKeys(keys).open("c", wrapped, "w", sealed) == b"x"
    assert sorted(path.name for path in keys.parent.iterdir()) == [keys.name], "no half-written keys lie about"


def test_forgetting_on_a_full_disk(keys: Path) -> None:
    """What could not be written down is not forgotten, and whoever asked is told."""
    held = FileKeys(keys)
    wrapped = held.make("c")
    sealed = held.seal("c", wrapped, "w", b"x")
    with no_file_beyond(20), pytest.raises(AdapterError):
        held.forget("c")
    FileKeys(keys).forget("c")
    with pytest.raises(AdapterError):
        FileKeys(keys).open("c", wrapped, "w", sealed)


def test_attachments_on_a_full_disk(tmp_path: Path) -> None:
    """Half an attachment is none: the name is free, nothing lies about, and with room it is kept."""
    adapter = pytest.importorskip("slrt_core.adapters.attachments")
    folder = tmp_path / "attachments"
    held = adapter.FolderAttachments(folder)
    held.put(DISTRICT, "one", b"x" * 100)
    with no_file_beyond(1000), pytest.raises(AdapterError):
        held.put(DISTRICT, "two", b"y" * 5000)
    assert held.get(DISTRICT, "two") is None
    assert list(held.names(DISTRICT)) == ["one"]
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["one"]
    held.put(DISTRICT, "two", b"y" * 5000)
    assert (held.get(DISTRICT, "one"), held.get(DISTRICT, "two")) == (b"x" * 100, b"y" * 5000)

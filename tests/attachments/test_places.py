"""The shipped places for attachments keep the contract; the folder does so on full disks and in crashes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from slrt_core.adapters.attachments import FolderAttachments
from slrt_core.errors import AdapterError, Conflict
from slrt_core.plugins import Plugins
from slrt_core.ports import Attachments
from slrt_core.testing import AttachmentsContract, MemoryAttachments


class TestFolder(AttachmentsContract):
    @pytest.fixture(autouse=True)
    def folders(self, tmp_path: Path) -> None:
        self.paths = (tmp_path / str(number) for number in count())

    def new_attachments(self) -> Attachments:
        self.path = next(self.paths)
        return FolderAttachments(self.path)

    def reopened(self, attachments: Attachments) -> Attachments:
        return FolderAttachments(self.path)


class TestMemory(AttachmentsContract):
    def new_attachments(self) -> Attachments:
        return MemoryAttachments()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_nobody_else_may_read(tmp_path: Path) -> None:
    """Files are 0600 and folders 0700, whatever the process allows its other files."""
    before = os.umask(0)
    try:
        place = FolderAttachments(tmp_path / "evidence")
        place.put("61.12", "a-b", b"x")
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in files(tmp_path)] == [0o600]
    folders = [path for path in (tmp_path / "evidence", *(tmp_path / "evidence").rglob("*")) if path.is_dir()]
    assert len(folders) == 3
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", ".part-1", ".hidden", "a\0b", "a\nb", "a b", "ä", "x" * 201],
)
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    """A name or district that no id could be is refused before anything is touched."""
    (tmp_path / "x").write_bytes(b"outside")
    place = FolderAttachments(tmp_path / "evidence")
    for call in (
        lambda: place.put("61.12", name, b"x"),
        lambda: place.get("61.12", name),
        lambda: place.delete("61.12", name),
        lambda: place.put(name, "a", b"x"),
        lambda: place.get(name, "a"),
        lambda: list(place.names(name)),
    ):
        with pytest.raises(ValueError, match="no id holds"):
            call()
    assert files(tmp_path) == [tmp_path / "x"]


@pytest.mark.parametrize("step", ["fsync", "link", "fdopen"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_disk_that_fails_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int) -> None:
    """Where the disk fails, an `AdapterError` says so, nothing half written is left, and the next try succeeds."""
    place = FolderAttachments(tmp_path)
    place.put("61.12", "before", b"kept")

    def fails(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fails)
        with pytest.raises(AdapterError) as error:
            place.put("61.12", "a", b"x" * 1000)
    assert os.strerror(code) in str(error.value)
    assert str(tmp_path) not in str(error.value)
    assert place.get("61.12", "a") is None
    assert [path.name for path in files(tmp_path)] == ["before"]
    place.put("61.12", "a", b"x" * 1000)
    assert place.get("61.12", "a") == b"x" * 1000


_FULL = """
import signal, resource, sys
from slrt_core.adapters.attachments import FolderAttachments
from slrt_core.errors import AdapterError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
place = FolderAttachments(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    place.put("61.12", "a", b"x" * 1_000_000)
except AdapterError:
    sys.exit(7)
"""


def test_the_kernel_takes_only_a_part(tmp_path: Path) -> None:
    """A real short write: the kernel takes 100,000 of a million bytes, then no more."""
    done = subprocess.run([sys.executable, "-c", _FULL, str(tmp_path)], check=False)
    assert done.returncode == 7
    assert files(tmp_path) == []


_ENDLESS = """
import sys
from slrt_core.adapters.attachments import FolderAttachments
place = FolderAttachments(sys.argv[1])
n = 0
while True:
    place.put("61.12", f"n{n}", bytes([n % 256]) * 300_000)
    print(n, flush=True)
    n += 1
"""


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """What was acknowledged is there and whole; what was not is whole or not there; parts are cleaned away later."""
    for number in range(8):
        folder = tmp_path / str(number)
        with subprocess.Popen(
            [sys.executable, "-c", _ENDLESS, str(folder)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.003 * number)
            writer.send_signal(signal.SIGKILL)
            said = 1 + sum(1 for line in writer.stdout if line.endswith("\n"))
        place = FolderAttachments(folder)
        names = set(place.names("61.12"))
        assert {f"n{n}" for n in range(said)} <= names
        for name in names:
            assert place.get("61.12", name) == bytes([int(name[1:]) % 256]) * 300_000
        for path in files(folder):
            if path.name.startswith(".part-"):
                os.utime(path, (0, 0))
        FolderAttachments(folder)
        assert {path.name for path in files(folder)} == names


def test_a_part_in_writing_is_left_alone(tmp_path: Path) -> None:
    """Opening the folder does not take away what another process is writing just now; and nobody sees it."""
    place = FolderAttachments(tmp_path)
    place.put("61.12", "a", b"x")
    part = files(tmp_path)[0].with_name(".part-0123")
    part.write_bytes(b"half")
    again = FolderAttachments(tmp_path)
    assert part.exists()
    assert list(again.names("61.12")) == ["a"]
    os.utime(part, (0, 0))
    FolderAttachments(tmp_path)
    assert not part.exists()


def test_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On file systems that know no links, a file is renamed; a taken name is a Conflict there as well."""

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", no_links)
    place = FolderAttachments(tmp_path)
    place.put("61.12", "a", b"x")
    place.put("61.12", "a", b"x")
    with pytest.raises(Conflict):
        place.put("61.12", "a", b"y")
    assert place.get("61.12", "a") == b"x"
    assert [path.name for path in files(tmp_path)] == ["a"]


def test_content_and_name_are_synced_before_it_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is synced before it gets its name, and its folder after."""
    place = FolderAttachments(tmp_path)
    place.put("61.12", "first", b"x")
    done: list[str] = []
    sync, link = os.fsync, os.link

    def synced(descriptor: int) -> None:
        name = Path(os.readlink(f"/proc/self/fd/{descriptor}")).name  # noqa: PTH115
        done.append("file" if name.startswith(".part-") else "folder")
        sync(descriptor)

    def linked(*args: object, **kwargs: object) -> None:
        done.append("name")
        link(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", linked)
    place.put("61.12", "first-of-others", b"y")
    assert done[-3:] == ["file", "name", "folder"]


def test_what_cannot_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(AdapterError):
            FolderAttachments(path).put("61.12", "a", b"x")
    with pytest.raises(AdapterError):
        Plugins().attachments("folder:")

"""A PostgreSQL cluster of the test's own, which may be stopped as a power cut would stop it."""

from __future__ import annotations

import os
import pwd
import secrets
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

_SETTINGS = ("fsync=on", "full_page_writes=on", "synchronous_commit=on", "shared_buffers=16MB", "max_connections=40")


def tools() -> Path | None:
    """The folder of the newest server's programs; ``None`` if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    path = shutil.which("initdb")
    if not found and not path and os.environ.get("SLRT_TEST_CLUSTER"):
        pytest.fail("SLRT_TEST_CLUSTER is set, and there is no initdb")
    return found[-1].parent if found else Path(path).resolve().parent if path else None


@frozen
class Cluster:
    """A running one.

    Args:
        tools: the folder of its programs.
        folder: everything of it is here.
        port: on 127.0.0.1.
    """

    tools: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Of its database for administration."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it has recovered and takes connections."""
        self._ctl("start", "-l", str(self.folder / "log"), "-t", "60")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; ``immediate`` ends all its processes without writing anything more."""
        self._ctl("stop", "-m", mode)

    @contextmanager
    def wrapped(self, *prefix: str) -> Iterator[None]:
        """Run the server behind another program, such as a tracer, and wait until it takes connections."""
        command = [*prefix, str(self.tools / "postgres"), "-D", str(self.folder / "data")]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **_unprivileged())
        try:
            end = time.monotonic() + 60
            while not self._answers():
                assert process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < end, "the server did not begin"
                time.sleep(0.1)
            yield
        finally:
            _end(self.folder)
            process.wait(timeout=30)

    def _answers(self) -> bool:
        status = self.folder / "data" / "postmaster.pid"
        return status.exists() and "ready" in status.read_text().splitlines()[-1]

    def _ctl(self, *words: str) -> None:
        _run(self.folder, str(self.tools / "pg_ctl"), "-D", str(self.folder / "data"), "-w", "-s", *words)


@contextmanager
def cluster(programs: Path, *, run: bool = True) -> Iterator[Cluster]:
    """A new cluster, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="slrt-pg-"))
    held = Cluster(programs, folder, _free_port())
    try:
        if user := _unprivileged():
            os.chown(folder, user["user"], user["group"])
        _run(
            folder, str(programs / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8"
        )
        settings = [f"port={held.port}", "listen_addresses='127.0.0.1'", f"unix_socket_directories='{folder}'"]
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write("\n".join([*settings, *_SETTINGS, ""]))
        if run:
            held.start()
        yield held
    finally:
        _end(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _end(folder: Path) -> None:
    # Not pg_ctl: whatever state it is in, its first process must go, and the others go with it.
    try:
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        handle = os.pidfd_open(pid)
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return
    try:
        if str(folder) in Path(f"/proc/{pid}/cmdline").read_text():
            signal.pidfd_send_signal(handle, signal.SIGQUIT)
            select.select([handle], [], [], 20)
    finally:
        os.close(handle)


def _run(folder: Path, *command: str) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
        **_unprivileged(),
    )
    assert done.returncode == 0, f"{Path(command[0]).name}: {done.stderr.decode()}"


def _unprivileged() -> Mapping[str, Any]:
    """PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    return {}


def _free_port() -> int:
    for _ in range(100):
        # Below the range from which the system takes ports for connections going out.
        port = 20000 + secrets.randbelow(10000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")

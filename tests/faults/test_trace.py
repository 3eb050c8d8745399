"""A system-call trace: the log is on disk before anybody is told. Killing processes cannot show this."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from slrt_core.adapters.keys import FileKeys
from tests.faults import trace
from tests.faults.campaign import ROOT, unmeasured
from tests.faults.cluster import cluster, tools
from tests.faults.deeds import prepare
from tests.faults.servers import database
from tests.faults.worker import Task

COMMANDS = 20


def strace() -> str:
    """The tracer's path; where it must be there, its absence is a failure."""
    found = shutil.which("strace")
    if found is None and os.environ.get("SLRT_TEST_STRACE"):
        pytest.fail("SLRT_TEST_STRACE is set, and there is no strace")
    if found is None:
        pytest.skip("no strace: install the package strace")
    return found


def traced(task: Task, folder: Path) -> tuple[int, list[str]]:
    """What `trace.early` says of a worker."""
    told = folder / "trace"
    tracer = [strace(), "-f", "-y", "-s", "32", "-o", str(told), "-e", f"trace={trace.CALLS}"]
    done = subprocess.run(
        [*tracer, sys.executable, "-m", "tests.faults.alone", task.text()],
        cwd=ROOT,
        env=unmeasured(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    assert done.stdout.count(b'{"number"') == COMMANDS, done.stdout
    return trace.early(trace.calls(told.read_text().splitlines()), is_log=r"-wal$", is_ack=re.escape(r'"{\"number'))


def test_synced_before_told(sqlite: str, keys: Path, tmp_path: Path) -> None:
    task = Task(number=0, url=sqlite, keys=str(keys), until=COMMANDS)
    assert traced(task, tmp_path) == (COMMANDS, [])


def test_a_store_that_does_not_sync_is_noticed(sqlite: str, keys: Path, tmp_path: Path) -> None:
    good, bad = traced(evolve(Task(number=0, url=sqlite, keys=str(keys), until=COMMANDS), flaw="unsynced"), tmp_path)
    assert good == 0
    assert len(bad) == COMMANDS


@pytest.mark.long
def test_a_server_synced_before_it_told(keys: Path, tmp_path: Path) -> None:
    """PostgreSQL: the log is on disk before the client hears of the commit."""
    programs = tools()
    if programs is None:
        pytest.skip("no PostgreSQL server programs (initdb, pg_ctl): install the package postgresql")
    path = strace()
    with cluster(programs, run=False) as server:
        told = server.folder / "trace"
        tracer = [path, "-f", "-y", "-s", "32", "-o", str(told), "-e", f"trace={trace.CALLS}"]
        with server.wrapped(*tracer), database(server.url) as url:
            prepare(url, FileKeys(keys))
            begin = len(told.read_text().splitlines())
            task = Task(number=0, url=url, keys=str(keys), until=COMMANDS)
            command = [sys.executable, "-m", "tests.faults.alone", task.text()]
            done = subprocess.run(command, cwd=ROOT, env=unmeasured(), stdout=subprocess.PIPE, check=True, timeout=120)
            end = len(told.read_text().splitlines())
        assert done.stdout.count(b'{"number"') == COMMANDS, done.stdout
        lines = told.read_text().splitlines()[begin:end]
        good, bad = trace.early(trace.calls(lines), is_log="/pg_wal/", is_ack=r"COMMIT\\0")
        assert bad == []
        assert good >= COMMANDS


WRITTEN = r'7 pwrite64(4</x/a.db-wal>, "\0\0\0\2", 24, 8) = 24'
SYNCED = "7 fdatasync(4</x/a.db-wal>) = 0"
TOLD = r'7 write(1<pipe:[2]>, "{\"number\": 0", 90) = 90'


@pytest.mark.parametrize(
    ("lines", "good", "bad"),
    [
        ([WRITTEN, SYNCED, TOLD], 1, 0),
        ([TOLD], 0, 0),
        ([WRITTEN, TOLD, SYNCED], 0, 1),
        ([WRITTEN, SYNCED, WRITTEN, TOLD], 0, 1),
        ([WRITTEN, SYNCED.replace("= 0", "= -1 EIO"), TOLD], 0, 1),
        ([WRITTEN, SYNCED.replace("a.db-wal", "a.db"), TOLD], 0, 1),
        # A sync that began before the write ended covers nothing of it; one that has not returned, nothing at all.
        (["8 fdatasync(4</x/a.db-wal> <unfinished ...>", WRITTEN, "8 <... fdatasync resumed>) = 0", TOLD], 0, 1),
        ([WRITTEN, "8 fdatasync(4</x/a.db-wal> <unfinished ...>", TOLD, "8 <... fdatasync resumed>) = 0"], 0, 1),
        ([WRITTEN, "8 fdatasync(4</x/a.db-wal> <unfinished ...>", "8 <... fdatasync resumed>) = 0", TOLD], 1, 0),
    ],
)
def test_the_reading_of_a_trace(lines: list[str], good: int, bad: int) -> None:
    told = trace.early(trace.calls(lines), is_log=r"-wal$", is_ack=re.escape(r'"{\"number'))
    assert (told[0], len(told[1])) == (good, bad)

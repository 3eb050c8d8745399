"""A process that has everything imported, and forks a worker for each task: a restart costs milliseconds.

Each worker is a process of its own with connections of its own; the zygote itself never opens the store under test.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from tests.faults.deeds import CHAPTERS, Answer, desk_on, perform, prepare
from tests.faults.worker import Task, run

LONGEST_TASK = 1 << 16


def main() -> None:
    """Serve until whoever started it is gone; then no worker is left behind."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    _warm_up()
    children: set[int] = set()
    while True:
        text, descriptors, _, _ = socket.recv_fds(channel, LONGEST_TASK, 1)
        _reap(children)
        if not text:
            break
        pid = os.fork()
        if pid == 0:
            channel.close()
            status = 1
            try:
                run(Task(**json.loads(text)), descriptors[0])
                status = 0
            finally:
                os._exit(status)
        children.add(pid)
        os.close(descriptors[0])
        # A descriptor for the process, not its number: a number may by then belong to somebody else.
        handle = os.pidfd_open(pid)
        socket.send_fds(channel, [b"started"], [handle])
        os.close(handle)
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _warm_up() -> None:
    """Tell one story to a store that is thrown away: what is compiled at first use is compiled before the fork."""
    with tempfile.TemporaryDirectory() as folder:
        url, keys = f"sqlite:///{folder}/desk.db", FileKeys(Path(folder, "desk.keys"))
        prepare(url, keys)
        with closing(SqlStorage(url)) as storage:
            desk, told = desk_on(storage, keys), dict[str, Answer]()
            for number in range(len(CHAPTERS)):
                perform(desk, 0, number, told)


def _reap(children: set[int]) -> None:
    for pid in tuple(children):
        if os.waitpid(pid, os.WNOHANG)[0]:
            children.discard(pid)


if __name__ == "__main__":
    main()

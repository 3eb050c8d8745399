"""Starts workers, hears what they acknowledge, kills them at bad moments, and starts them again."""

from __future__ import annotations

import heapq
import json
import mmap
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from attrs import define, evolve, field, frozen

from tests.faults.oracle import Ack, Ledger
from tests.faults.worker import PHASES, Task

ROOT = Path(__file__).resolve().parents[2]


def unmeasured() -> dict[str, str]:
    """The environment without coverage: what is killed cannot write down what it covered."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", "COV_CORE"))}


class Zygote:
    """A handle on `tests.faults.zygote`."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote", str(theirs.fileno())],
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            env=unmeasured(),
        )
        theirs.close()
        self._channel = ours

    def start(self, task: Task) -> Running:
        """Fork a worker."""
        out, its_end = os.pipe()
        try:
            socket.send_fds(self._channel, [task.text().encode()], [its_end])
        finally:
            os.close(its_end)
        _, descriptors, _, _ = socket.recv_fds(self._channel, 64, 1)
        assert descriptors, "the zygote died"
        return Running(task, out, descriptors[0])

    def close(self) -> None:
        """End it, and all its workers."""
        self._channel.close()
        self._process.wait(timeout=20)


@contextmanager
def zygote() -> Iterator[Zygote]:
    """A zygote that is gone afterwards."""
    held = Zygote()
    try:
        yield held
    finally:
        held.close()


@define(eq=False)
class Running:
    """A worker at work: the reading end of its pipe, and a descriptor of the process."""

    task: Task
    out: int
    handle: int
    ended: bool = False
    _rest: bytes = b""

    def hear(self) -> list[dict[str, Any]]:
        """The lines that arrived; an empty list at the end of the pipe marks it ended."""
        part = os.read(self.out, 1 << 16)
        self.ended = not part
        *lines, self._rest = (self._rest + part).split(b"\n")
        return [json.loads(line) for line in lines]

    def kill(self) -> list[dict[str, Any]]:
        """Send SIGKILL, wait until the process is gone, and hear what it had said before."""
        signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        heard = []
        while not self.ended:
            heard += self.hear()
        select.select([self.handle], [], [])
        return heard

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Hold it where it is; whatever it was doing is half done meanwhile."""
        signal.pidfd_send_signal(self.handle, signal.SIGSTOP)
        told = Path(f"/proc/self/fdinfo/{self.handle}").read_text().splitlines()
        pid = next(int(line.split()[1]) for line in told if line.startswith("Pid:"))
        while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "TZ":
            time.sleep(0.0001)
        try:
            yield
        finally:
            signal.pidfd_send_signal(self.handle, signal.SIGCONT)

    def close(self) -> None:
        """Let go of the descriptors."""
        os.close(self.out)
        os.close(self.handle)


@frozen
class Stage:
    """Where a campaign takes place: what forks, the store's URL, the key file, and a folder."""

    nest: Zygote
    url: str
    keys: Path
    folder: Path


@define
class Campaign:
    """Writers and relays on one store, and what befell them.

    Args:
        zygote: forks them.
        task: what all tasks have in common.
        folder: for marks and the inbox.
        writers: how many.
        relays: how many.
        seed: of all that is random.
    """

    zygote: Zygote
    task: Task
    folder: Path
    writers: int = 3
    relays: int = 1
    seed: int = 0
    ledger: Ledger = field(factory=Ledger)
    faults: list[str] = field(factory=list)
    kills: Counter[str] = field(factory=Counter)
    phases: Counter[str] = field(factory=Counter)
    tried: Counter[str] = field(factory=Counter)
    met: int = 0
    sent: list[str] = field(factory=list)
    _running: dict[int, Running] = field(factory=dict, init=False)
    _paces: list[float] = field(factory=lambda: [0.01], init=False)

    @property
    def inbox(self) -> Path:
        """Where messages are delivered."""
        return self.folder / "inbox"

    def kill(self, times: int, *, patience: float = 600) -> None:
        """Kill writers and relays so many times in all, each after a few acknowledgements and a random moment."""
        random, heap, end = Random(self.seed), list[tuple[float, int, Running]](), time.monotonic() + patience
        with self._marks() as marks:
            waits = {place: self._begin(place, random) for place in range(self.writers + self.relays)}
            while self.kills.total() < times:
                assert time.monotonic() < end, f"only {self.kills.total()} kills in time"
                self._listen(max(0.0, heap[0][0] - time.monotonic()) if heap else 0.5)
                for place, running in list(self._running.items()):
                    if running.ended:
                        self._gone(place)
                    elif (goal := waits[place]) is not None and self._progress(place) >= goal:
                        waits[place] = None
                        delay = random.uniform(0, 1.5) * sorted(self._paces)[len(self._paces) // 2]
                        heapq.heappush(heap, (time.monotonic() + delay, id(running), running))
                while heap and heap[0][0] <= time.monotonic() and self.kills.total() < times:
                    running = heapq.heappop(heap)[2]
                    place = running.task.place
                    if self._running.get(place) is running:
                        self._strike(place, marks)
                        waits[place] = self._begin(place, random)
        self.stop()

    def work(self, commands: int, *, patience: float = 120) -> None:
        """Let all work undisturbed until so many more commands are acknowledged; they work on afterwards."""
        for place in range(self.writers + self.relays):
            if place not in self._running:
                self._start(place, until=-1)
        goal, end = self.total + commands, time.monotonic() + patience
        while self.total < goal:
            assert time.monotonic() < end, f"{goal - self.total} commands were not done in time"
            self._listen(0.05)
            self._bury()

    def finish(self) -> None:
        """Let every writer send its unanswered command again, then let the relays deliver all that waits."""
        self.stop()
        amounts = self.ledger.amounts
        for place in range(self.writers):
            self._start(place, until=amounts.get(place, 0) + 1)
        self._await()
        for place in range(self.writers, self.writers + self.relays):
            self._start(place, until=0)
        self._await()

    def stop(self) -> None:
        """Kill all that still run; not counted."""
        for place in list(self._running):
            self._hear(place, self._running[place].kill())
            self._running.pop(place).close()

    @property
    def total(self) -> int:
        """How many commands were acknowledged."""
        return sum(self.ledger.amounts.values())

    def report(self) -> str:
        """What was done, for whoever ran it with ``-s``."""
        figures = {"killed": self.kills, "in the midst of": self.phases, "tried again after": self.tried}
        told = "; ".join(f"{what}: {dict(counted.most_common())}" for what, counted in figures.items())
        return f"{self.total} commands acknowledged; failed calls of the store: {self.met}; {told}"

    # ---------------------------------------------------------------- within

    def _await(self, patience: float = 120) -> None:
        end = time.monotonic() + patience
        while self._running:
            assert time.monotonic() < end, f"still at work: {[r.task for r in self._running.values()]}"
            self._listen(0.05)
            self._bury()

    def _bury(self) -> None:
        for place in [place for place, running in self._running.items() if running.ended]:
            self._gone(place)

    @contextmanager
    def _marks(self) -> Iterator[mmap.mmap]:
        path = self.folder / "marks"
        path.write_bytes(bytes(mmap.PAGESIZE))
        with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as held:
            try:
                self.task = evolve(self.task, marks=str(path))
                yield held
            finally:
                self.task = evolve(self.task, marks="")

    def _begin(self, place: int, random: Random) -> int | None:
        self._start(place, until=-1)
        # Some die while they open the store or repeat what was done; most in the midst of new work.
        return self._progress(place) + random.choice((0, 1, 2, 3, 5, 8, 13))

    def _start(self, place: int, *, until: int) -> None:
        done = len(self.ledger.heard.get(place, ()))
        role = "writer" if place < self.writers else "relay"
        task = evolve(self.task, role=role, number=place, place=place, done=done, until=until, inbox=str(self.inbox))
        self._running[place] = self.zygote.start(task)

    def _progress(self, place: int) -> int:
        return len(self.ledger.heard.get(place, ())) if place < self.writers else len(self.sent)

    def _listen(self, seconds: float) -> None:
        by_pipe = {running.out: place for place, running in self._running.items() if not running.ended}
        for out in select.select(list(by_pipe), [], [], seconds)[0]:
            place = by_pipe[out]
            self._hear(place, self._running[place].hear())

    def _hear(self, place: int, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            match line:
                case {"number": number, "mark": mark, "case": case, "version": version}:
                    self.tried.update(line.get("tried", ()))
                    self.met += line.get("met", 0)
                    if wrong := self.ledger.hear(place, number, Ack(mark, case, version)):
                        self.faults.append(wrong)
                case {"sent": message}:
                    self.sent.append(message)
                case {"broken": words}:
                    self.faults.append(f"worker {place}: {words}")
                case _:
                    assert line == {"end": True}

    def _strike(self, place: int, marks: mmap.mmap) -> None:
        running = self._running.pop(place)
        before = len(self.faults)
        self._hear(place, running.kill())
        running.close()
        if len(self.faults) == before:
            self.kills[running.task.role] += 1
            self.phases[PHASES[marks[place]]] += 1
        marks[place] = 0

    def _gone(self, place: int) -> None:
        running = self._running.pop(place)
        running.close()
        assert not self.faults, self.faults

"""A writer or a relay, as it runs in a process of its own until it is killed or has done what it was told to."""

from __future__ import annotations

import json
import logging
import mmap
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from attrs import asdict, frozen

from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Desk
from slrt_core.errors import AdapterError, Conflict
from slrt_core.ports import Storage
from slrt_core.testing import ManualClock
from slrt_core.testing.watched import WatchedStorage
from tests.faults import flaws, relay, wal
from tests.faults.deeds import Answer, beginning, desk_on, perform
from tests.faults.oracle import ack_of

T = TypeVar("T")

PHASES = ("starting", "opening", "between commands", "beginning", "reading", "writing", "committing", "committed")
_PHASE = {"begin": 3, "get": 4, "read": 4, "streams": 4, "owner": 4, "scan": 4, "commit": 6, "committed": 7}
_WRITING = 5
_START = datetime(2026, 1, 5, 1, tzinfo=UTC)


@frozen(kw_only=True)
class Task:
    """What a process is to do.

    Args:
        role: ``writer`` or ``relay``.
        number: of the writer or relay.
        url: of the store.
        keys: the key file.
        done: how many commands were acknowledged to whoever starts it.
        until: the number of the command before which it ends; -1 for never.
        marks: a file in which it says at its own place in which phase it is; none if empty.
        place: the byte of that file.
        patience: for how many seconds a failing store is tried again.
        jumps: whether the clock jumps by a day between commands.
        inbox: where a relay delivers to.
        wal: whether it says, with each acknowledgement, how far SQLite's log reached by then.
        flaw: a mistake made on purpose, so that the campaign can be seen to notice it.
    """

    role: str = "writer"
    number: int
    url: str
    keys: str
    done: int = 0
    until: int = -1
    marks: str = ""
    place: int = 0
    patience: float = 0
    jumps: bool = False
    inbox: str = ""
    wal: bool = False
    flaw: str = ""

    def text(self) -> str:
        """As JSON, to be handed to another process."""
        return json.dumps(asdict(self))


def run(task: Task, out: int) -> None:
    """Work; each acknowledgement is one line of JSON on ``out``. A failure is told there as well."""
    # Drivers warn of broken connections; that they break is the point.
    logging.disable()
    try:
        if task.flaw == "unsynced":
            flaws.unsynced()
        met = list[str]()
        storage, desk, mark = _opened(task, met)
        mark(2)
        if task.role == "relay":
            _relay(task, storage, out)
        else:
            _write(task, desk, out, mark, met)
        desk.close()
    except Exception as error:  # noqa: BLE001  (whatever it is, the one who started it wants to know)
        _say(out, broken=f"{type(error).__name__}: {error}")
    else:
        _say(out, end=True)


def _opened(task: Task, met: list[str]) -> tuple[Storage, Desk, Callable[[int], None]]:
    mark = _marker(task)
    mark(1)

    def watch(call: str) -> None:
        mark(_PHASE.get(call, _WRITING))

    def noticed(call: str, _seconds: float, outcome: str) -> None:
        if call.startswith("storage.") and outcome == "AdapterError":
            met.append(call)

    def opened() -> tuple[Storage, Desk]:
        storage = SqlStorage(task.url)
        try:
            clock = ManualClock(_START)
            return storage, desk_on(WatchedStorage(storage, watch), Path(task.keys), clock, noticed)
        except BaseException:
            storage.close()
            raise

    return *_patiently(opened, task.patience)[0], mark


def _marker(task: Task) -> Callable[[int], None]:
    if not task.marks:
        return lambda _: None
    with Path(task.marks).open("r+b") as file:
        held = mmap.mmap(file.fileno(), 0)

    def mark(phase: int) -> None:
        held[task.place] = phase

    return mark


def _write(task: Task, desk: Desk, out: int, mark: Callable[[int], None], met: list[str]) -> None:
    clock, told = desk._room.clock, dict[str, Answer]()
    assert isinstance(clock, ManualClock)
    number = beginning(task.done)
    while number != task.until:
        days = Random(f"{task.number}/{number}").choice((-1, 0, 1)) if task.jumps else 0
        clock.set(_START + timedelta(days=days, minutes=number))
        current = number
        answer, tried = _patiently(lambda: perform(desk, task.number, current, told), task.patience)  # noqa: B023
        mark(2)
        ack = asdict(ack_of(answer))
        told_of = {"met": len(met)} if met else {}
        met.clear()
        log = {"log": wal.reach(task.url.removeprefix("sqlite:///"))} if task.wal else {}
        _say(out, number=number, **ack, **({"tried": tried} if tried else {}), **told_of, **log)
        number += 1


def _relay(task: Task, storage: Storage, out: int) -> None:
    while True:
        for message in _patiently(lambda: relay.turn(storage, f"relay {task.number}", task.inbox), task.patience)[0]:
            _say(out, sent=message)
        if task.until >= 0 and not relay.left(storage):
            return
        time.sleep(0.002)


def _patiently(action: Callable[[], T], patience: float) -> tuple[T, list[str]]:
    """What it returns at last, and what it failed with before: the same request is sent again under the same key."""
    end, tried = time.monotonic() + patience, list[str]()
    while True:
        try:
            return action(), tried
        except (AdapterError, Conflict) as error:
            # A Conflict can be met with oneself: the server still finishes what a killed process had sent.
            tried.append("unknown" if getattr(error, "unknown", False) else error.codes[0])
            if time.monotonic() > end or tried.count("version") > 3:
                raise
            time.sleep(0.02)


def _say(out: int, **what: object) -> None:
    # One write of less than PIPE_BUF: a line arrives whole or not at all, whenever the process is killed.
    os.write(out, (json.dumps(what) + "\n").encode()[:4000])

"""SQLite's log, torn, truncated and bent: a prefix of the commands survives, and all whose bytes were synced."""

import select
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from slrt_core.adapters.sql import SqlStorage
from tests.faults.campaign import Stage
from tests.faults.deeds import desk_on
from tests.faults.oracle import Ack, Ledger, audit, expected, shape
from tests.faults.wal import Image, Reach
from tests.faults.worker import PHASES, Task

COMMITTING = PHASES.index("committing")


def images(count: int, stage: Stage, ledger: Ledger) -> Iterator[Image]:
    """Images of the store at random moments, half of them in the midst of a commit."""
    random, reached = Random(count), dict[int, Reach]()
    marks = stage.folder / "marks"
    marks.write_bytes(bytes(4096))
    database = Path(stage.url.removeprefix("sqlite:///"))
    running = stage.nest.start(Task(number=0, url=stage.url, keys=str(stage.keys), wal=True, marks=str(marks)))

    def hear() -> None:
        for line in running.hear():
            assert "number" in line, line
            ledger.hear(0, line["number"], Ack(line["mark"], line["case"], line["version"]))
            reached[line["number"] + 1] = (line["log"][0], line["log"][1])

    try:
        for number in range(count):
            goal = ledger.amounts.get(0, 0) + random.randrange(1, 12)
            while ledger.amounts.get(0, 0) < goal:
                hear()
            end = time.monotonic() + 1
            while number % 2 and marks.read_bytes()[0] != COMMITTING and time.monotonic() < end:
                pass
            time.sleep(random.uniform(0, 0.001 if number % 2 else 0.02))
            with running.stopped():
                while select.select([running.out], [], [], 0)[0]:
                    hear()
                yield Image.of(database, reached, ledger.amounts[0])
    finally:
        running.kill()
        running.close()


@pytest.mark.parametrize(("count", "each"), [(4, 4), pytest.param(15, 10, marks=pytest.mark.long)])
def test_a_torn_log(count: int, each: int, stage: Stage) -> None:
    random, ledger, tale = Random(each), Ledger(), Counter[str]()
    copy = stage.folder / "copy.db"
    for image in images(count, stage, ledger):
        begin = image.begin
        for turn in range(each if begin < len(image.log) else 0):
            # The first time, just the bytes that came after the last sync which was acknowledged.
            last = max((image.end_of(f) for s, f in image.reached.values() if s == image.log[16:24].hex()), default=0)
            low = max(begin, last if turn == 0 else 0)
            if low >= len(image.log):
                continue
            offset = random.randrange(low, len(image.log))
            name, log = image.damaged(random, offset)
            copy.write_bytes(image.database)
            Path(f"{copy}-wal").write_bytes(log)
            Path(f"{copy}-shm").unlink(missing_ok=True)
            floor = image.floor(offset)
            kept = survived(f"sqlite:///{copy}", stage.keys, ledger, image.acknowledged)
            assert kept >= floor, f"{name} at {offset}: {kept} commands survived, {floor} had been synced"
            if turn == 0:
                assert kept >= image.acknowledged
            tale[name] += 1
            tale["lost something"] += kept < image.acknowledged
            tale["an unanswered command was there"] += kept > image.acknowledged
    assert sum(tale[name] for name in ("truncated", "garbage", "zeros", "bits flipped", "a sector lost")) >= count
    assert tale["lost something"], "no damage did any damage"
    print(tale)


def survived(url: str, keys: Path, ledger: Ledger, acknowledged: int) -> int:
    """How many commands are in the store; whatever they are, they are a prefix, and whole."""
    with closing(SqlStorage(url)) as storage:
        desk, found = desk_on(storage, keys), shape(storage)
        fitting = [n for n in range(acknowledged + 2) if found == expected({0: n})]
        assert fitting, "what is there is not what any number of commands would have left"
        heard = Ledger({0: ledger.heard[0][: fitting[0]]})
        assert audit(storage, desk, heard, also=[{0: fitting[0]}]) == []
        return fitting[0]

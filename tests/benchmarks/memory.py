"""Measure whether memory stays flat while a desk works.

Usage: python -m tests.benchmarks.memory [SECONDS]      60 if not given; --full takes ten minutes

One desk does commands and lookups without a pause. The memory that the process holds is looked at every second, and
the slope is taken over the second half, when every bounded cache is full.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from tests.benchmarks.desk_work import COMMANDS, one_case
from tests.benchmarks.district import VILLAGES, Forms, nik, open_district
from tests.benchmarks.paired import conditions, resident

HOUSEHOLDS = 2000


def main(seconds: int = 60) -> None:
    """Print the memory at the beginning, in the middle and at the end, and the slope of the second half."""
    print(f"memory over {seconds} s: {conditions()}")
    samples: list[tuple[float, float]] = []
    done = 0
    with (
        tempfile.TemporaryDirectory() as name,
        open_district(SqlStorage(f"sqlite:///{Path(name) / 'desk.db'}"), FileKeys(Path(name) / "keys")) as desk,
    ):
        desk.load_households(Forms(HOUSEHOLDS), "benchmark")
        start = time.monotonic()
        for number in count():
            home = number % HOUSEHOLDS
            village = VILLAGES[home % len(VILLAGES)]
            case = one_case(desk, f"h{home}", village)
            actor = desk.acting_as(f"f{village}")
            actor.lookup("nik", nik(4 * home, "male"), purpose="benchmark")
            actor.by_number(case.number)
            actor.timeline(case)
            actor.worklist()
            done += COMMANDS + 4
            passed = time.monotonic() - start
            if passed >= len(samples):
                samples.append((passed, resident()))
            if passed >= seconds:
                break
    half = samples[len(samples) // 2 :]
    slope = statistics.linear_regression(*zip(*half, strict=True)).slope * 60
    first, middle, last = samples[min(1, len(samples) - 1)][1], half[0][1], samples[-1][1]
    print(
        f"  {done} commands and lookups; {first:.1f} MiB after a second, {middle:.1f} half way, {last:.1f} at the end"
    )
    print(f"  slope of the second half: {slope:+.2f} MiB a minute; target: flat")


if __name__ == "__main__":
    main(*(600 if given == "--full" else int(given) for given in sys.argv[1:]))

"""What the benchmarks have in common: pairs in random order, the median of their ratios, and the conditions."""

from __future__ import annotations

import gc
import os
import platform
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from math import comb
from pathlib import Path

__all__ = ["conditions", "interval", "ratio_line", "resident", "timed"]

_CONFIDENCE = 0.95
_PAGE = os.sysconf("SC_PAGE_SIZE")
_ORDER = random.Random(1)


def conditions() -> str:
    """On what it was measured: figures of two machines, or of a busy one, say little about each other."""
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def timed(work: Callable[[], object]) -> float:
    """Seconds on the wall; what earlier work left to collect is collected before."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pair(one: Callable[[], float], other: Callable[[], float]) -> tuple[float, float]:
    """What both say, in the order in which they were given; which is asked first is left to chance."""
    if _ORDER.random() < 0.5:
        first = one()
        return first, other()
    second = other()
    return one(), second


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """The median with its interval of at least 95 % from the order of the values, whatever their distribution."""
    ordered, count = sorted(values), len(values)
    outside, places = 0.0, 0
    while places < count // 2 - 1:
        outside += comb(count, places) / 2**count
        if 2 * outside > 1 - _CONFIDENCE:
            break
        places += 1
    low = max(places - 1, 0)
    return statistics.median(ordered), ordered[low], ordered[count - 1 - low]


def ratio_line(name: str, ratios: Sequence[float], target: str) -> str:
    """A line with the median of ratios."""
    median, low, high = interval(ratios)
    return f"{name}: {median:.3f} ({low:.3f} to {high:.3f}, {len(ratios)} pairs); target: {target}"


def resident() -> float:
    """Mebibytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE / 2**20

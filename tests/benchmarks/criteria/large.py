"""Many households in chunks, by hand in Polars and by ours: time and peak memory, each in a process of its own.

Usage: python -m tests.benchmarks.criteria.large [HOUSEHOLDS] [PER_CHUNK]      10000000 and 500000 if not given

`written` keeps the households as Parquet files, one pair for each part, so that both sides read the same bytes. The
sum of all verdicts is printed, and must be the same.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from tests.benchmarks.criteria import byhand_polars, ours, peak
from tests.benchmarks.criteria.data import CHUNK, chunks, frames
from tests.benchmarks.criteria.programs13 import PROGRAMS
from tests.benchmarks.paired import conditions

__all__ = ["main", "parts", "written"]


def written(folder: Path, households: int, per_file: int = 500_000) -> None:
    """Files `home-00000.parquet` and `person-00000.parquet` and so on, codes as strings."""
    several = per_file // CHUNK
    homes: list[pl.DataFrame] = []
    persons: list[pl.DataFrame] = []
    number = 0

    def flush() -> None:
        nonlocal number
        pl.concat(homes).write_parquet(folder / f"home-{number:05}.parquet")
        pl.concat(persons).write_parquet(folder / f"person-{number:05}.parquet")
        number += 1
        homes.clear()
        persons.clear()

    for chunk in chunks(households, missing=0.03, open_rosters=0.02):
        home, person = frames(chunk)
        homes.append(home)
        persons.append(person)
        if len(homes) == several:
            flush()
    if homes:
        flush()


def parts(folder: Path) -> list[tuple[Path, Path]]:
    """The pairs of files in their order."""
    homes, persons = sorted(folder.glob("home-*.parquet")), sorted(folder.glob("person-*.parquet"))
    return list(zip(homes, persons, strict=True))


def _judge(folder: Path, judged: Callable[[pl.LazyFrame, pl.LazyFrame], pl.LazyFrame]) -> int:
    total = 0
    for home, person in parts(folder):
        verdicts = judged(pl.scan_parquet(home), pl.scan_parquet(person)).collect(engine="streaming").drop("key")
        total += int(verdicts.sum().sum_horizontal().item())
    return total


_SIDES: Mapping[str, Callable[[pl.LazyFrame, pl.LazyFrame], pl.LazyFrame]] = {
    "by hand": byhand_polars.packed,
    "ours": lambda home, person: ours.rails(ours.lowered(PROGRAMS), home, person),
}


def main(households: int = 10_000_000, per_file: int = 500_000) -> None:
    """Write the files, judge them in other processes, print what that cost."""
    print(f"large: {households} households in parts of {per_file}: {conditions()}")
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), households, per_file)
        size = sum(path.stat().st_size for path in Path(name).iterdir())
        for side in _SIDES:
            cost = peak.cost("tests.benchmarks.criteria.large", "judge", side, name)
            print(f"  {side}: {cost.seconds:.1f} s, peak {cost.mebibytes:.0f} MiB, verdicts {cost.result}", flush=True)
    print(f"  files {size / 2**20:.0f} MiB; target: peak at most 6 GB")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["judge", side, folder]:
            peak.told(lambda: _judge(Path(folder), _SIDES[side]))
        case given:
            main(*map(int, given))

"""Measure what `slrt demo` costs: wall time, processor time and peak memory at several sizes.

Usage: python tests/benchmarks/demo.py [HOUSEHOLDS ...]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (500, 1000, 2000, 4000)
SLRT = Path(sys.executable).with_name("slrt")


def measure(households: int) -> tuple[float, float, float]:
    """Run the demo once in a folder of its own.

    Args:
        households: how many households the district gets.

    Returns:
        Wall seconds, processor seconds, peak resident mebibytes.

    Raises:
        SystemExit: the demo failed; its output has been printed.
    """
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w+") as log:
        command: list[str | Path] = [SLRT, "demo", "--households", str(households), "--out", str(Path(folder) / "out")]
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            print(log.read())
            sys.exit(f"slrt demo ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print a table with a row for each size."""
    print(f"{'households':>10} {'wall s':>8} {'cpu s':>8} {'peak MiB':>9}")
    for households in map(int, sys.argv[1:] or SIZES):
        wall, cpu, peak = measure(households)
        print(f"{households:>10} {wall:>8.1f} {cpu:>8.1f} {peak:>9.0f}", flush=True)


if __name__ == "__main__":
    main()

"""The most memory that a piece of work ever held, measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

__all__ = ["Cost", "cost", "told"]


@frozen
class Cost:
    """What the work said of itself.

    Args:
        seconds: on the wall, without starting Python and importing.
        mebibytes: the peak of the process, what it imported included.
        result: what the work gave back, if JSON can say it.
    """

    seconds: float
    mebibytes: float
    result: object


def cost(module: str, *arguments: str) -> Cost:
    """Run `python -m module arguments`, whose last line must be what `told` prints."""
    run = subprocess.run([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True, check=True)
    return Cost(**json.loads(run.stdout.splitlines()[-1]))


def told(work: Callable[[], object]) -> None:
    """Do the work in this process, and print a line for the one that waits for it.

    The peak is VmHWM: the ru_maxrss of a process begins with what its parent held when it was started.
    """
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kibibytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    print(json.dumps({"seconds": seconds, "mebibytes": kibibytes / 1024, "result": result}))

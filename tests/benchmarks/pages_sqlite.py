"""Measure a page of the 50 newest visible cases out of 500,000 on SQLite against the query written by hand.

Usage: python -m tests.benchmarks.pages_sqlite [PAIRS] [CASES]
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from tests.benchmarks.pages import CASES, furnished, measure
from tests.benchmarks.paired import conditions


def main(pairs: int = 40, cases: int = CASES) -> None:
    """Print the medians for each reader."""
    print(f"pages of {cases} cases on SQLite: {conditions()}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "desk.db"
        with furnished(SqlStorage(f"sqlite:///{path}"), FileKeys(Path(name) / "keys"), cases) as desk:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            os.sync()
            with closing(sqlite3.connect(path)) as hand:
                hand.execute("PRAGMA query_only=ON")
                hand.execute("BEGIN")
                measure(desk, "?", "instr", lambda sql, values: hand.execute(sql, values).fetchall(), pairs)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

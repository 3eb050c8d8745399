"""Measure durable commands on SQLite (WAL, synchronous=FULL) against the same statements by hand on `sqlite3`.

Usage: python -m tests.benchmarks.commands_sqlite [PAIRS] [CASES_IN_A_PAIR]

Each pair measures a batch of commands at the desk, and the statements of an earlier batch on a copy of the database
that was kept in step, with the same bytes in the same transactions.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from functools import partial
from itertools import count
from pathlib import Path

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from tests.benchmarks.byhand import Transactions, recorded, transactions
from tests.benchmarks.desk_work import COMMANDS, one_case
from tests.benchmarks.district import VILLAGES, Forms, open_district
from tests.benchmarks.paired import conditions, interval, pair, ratio_line, timed

HOUSEHOLDS = 2000


def main(pairs: int = 60, cases: int = 10) -> None:
    """Print the median cost of a command both ways, and the median of the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keys = FileKeys(folder / "keys")
        with open_district(SqlStorage(f"sqlite:///{folder / 'desk.db'}"), keys) as desk:
            desk.load_households(Forms(HOUSEHOLDS), "benchmark")
        shutil.copy(folder / "desk.db", folder / "hand.db")
        hand = by_hand(folder / "hand.db")
        desk = open_district(SqlStorage(f"sqlite:///{folder / 'desk.db'}"), keys)
        numbers = count()

        def batch() -> None:
            for number in [next(numbers) % HOUSEHOLDS for _ in range(cases)]:
                one_case(desk, f"h{number}", VILLAGES[number % len(VILLAGES)])

        with recorded() as sent:
            batch()
            ready = transactions(sent)
            ratios, ours, theirs = [], [], []
            for _ in range(pairs):
                sent.clear()
                measured = pair(lambda: timed(batch), partial(timed, partial(replay, hand, ready)))
                ready = transactions(sent)
                ours.append(measured[0] / cases / COMMANDS)
                theirs.append(measured[1] / cases / COMMANDS)
                ratios.append(measured[1] / measured[0])
        statements = sum(map(len, ready)) / len(ready)
        desk.close()
        hand.close()
    print(f"commands on SQLite: {conditions()}")
    print(f"  a command: {1e3 * interval(ours)[0]:.2f} ms, {statements + 1:.1f} statements", end="; ")
    print(f"the same by hand: {1e3 * interval(theirs)[0]:.2f} ms")
    print(" ", ratio_line("by hand / ours", ratios, "at least 0.25"))


def by_hand(path: Path) -> sqlite3.Connection:
    """A connection as durable as the store's."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def replay(connection: sqlite3.Connection, held: Transactions) -> None:
    """Send everything once more."""
    for statements in held:
        cursor = connection.cursor()
        for sql, values, many in statements:
            if many:
                cursor.executemany(sql, values)
            else:
                cursor.execute(sql, values).fetchall()
        connection.commit()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

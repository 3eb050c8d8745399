"""Measure commands of eight clients at once on PostgreSQL against the same statements by hand on psycopg.

Usage: SLRT_TEST_POSTGRES=postgresql+psycopg://… python -m tests.benchmarks.commands_postgres [PAIRS] [CASES] [CLIENTS]

Each client is a process of its own with its own households. A pair measures how long all of them need for a batch of
commands at the desk, and for the statements of the batch before it on a copy of the database that was kept in step. A
transaction that the database gives up, since another was in its way, is done again both ways.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import uuid4

import psycopg
import sqlalchemy as sa

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from tests.benchmarks.byhand import Sent, Transactions, recorded, transactions
from tests.benchmarks.desk_work import COMMANDS, one_case
from tests.benchmarks.district import VILLAGES, Forms, open_district
from tests.benchmarks.paired import conditions, interval, pair, ratio_line, timed

HOUSEHOLDS = 2000
_HOW_TO = "skipped: set SLRT_TEST_POSTGRES, such as postgresql+psycopg://postgres@127.0.0.1:5432/test"


def main(pairs: int = 30, cases: int = 4, clients: int = 8) -> None:
    """Print the median time of a command both ways, and the median of the ratios."""
    base = os.environ.get("SLRT_TEST_POSTGRES", "")
    if not base:
        print(f"commands on PostgreSQL: {_HOW_TO}")
        return
    with tempfile.TemporaryDirectory() as folder, _databases(sa.make_url(base)) as (desk, hand):
        keys = Path(folder) / "keys"
        with open_district(SqlStorage(_shown(desk)), FileKeys(keys)) as opened:
            opened.load_households(Forms(HOUSEHOLDS), "benchmark")
        _copy(sa.make_url(base), desk, hand)
        context = multiprocessing.get_context("spawn")
        ends = []
        processes = []
        for place in range(clients):
            ours, theirs = context.Pipe()
            given = (theirs, _shown(desk), _shown(hand), str(keys), cases, place, clients)
            processes.append(context.Process(target=_client, args=given))
            processes[-1].start()
            ends.append(ours)
        try:
            _measure(ends, pairs, cases * clients * COMMANDS)
        finally:
            for end in ends:
                end.send("end")
            for process in processes:
                process.join(60)


def _measure(ends: list[Connection], pairs: int, commands: int) -> None:
    def all_do(what: str) -> None:
        for end in ends:
            end.send(what)
        for end in ends:
            again = end.recv()
            repeats[what] += again

    repeats = {"desk": 0, "hand": 0}
    all_do("desk")
    ours, theirs, ratios = [], [], []
    for _ in range(pairs):
        for end in ends:
            end.send("keep")
            end.recv()
        measured = pair(lambda: timed(lambda: all_do("desk")), lambda: timed(lambda: all_do("hand")))
        ours.append(measured[0] / commands)
        theirs.append(measured[1] / commands)
        ratios.append(measured[1] / measured[0])
    print(f"commands on PostgreSQL, {len(ends)} clients: {conditions()}")
    print(f"  all clients together: {1 / interval(ours)[0]:.0f} commands a second", end="; ")
    print(f"the same by hand: {1 / interval(theirs)[0]:.0f}; done again by hand: {repeats['hand']}")
    print(" ", ratio_line("by hand / ours", ratios, "at least 0.25"))


def _client(end: Connection, desk_url: str, hand_url: str, keys: str, cases: int, place: int, clients: int) -> None:  # noqa: PLR0917
    # It warns of each list of rows that a transaction given up had begun; those are counted here.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    desk = open_district(SqlStorage(desk_url), FileKeys(keys))
    hand = _by_hand(hand_url)
    numbers = count(place, clients)
    held: Transactions = []
    with recorded() as sent:
        while (what := end.recv()) != "end":
            again = 0
            if what == "keep":
                held = transactions(sent)
                sent.clear()
            elif what == "desk":
                for number in [next(numbers) % HOUSEHOLDS for _ in range(cases)]:
                    one_case(desk, f"h{number}", VILLAGES[number % len(VILLAGES)])
            else:
                again = sum(_replay(hand, one) for one in held)
            end.send(again)
    hand.close()
    desk.close()


def _replay(hand: psycopg.Connection[tuple[object, ...]], statements: list[Sent]) -> int:
    """Send one transaction, again where the database asks for it; how often that was."""
    for again in range(50):
        try:
            with hand.cursor() as cursor:
                for sql, values, many in statements:
                    if many:
                        cursor.executemany(sql, values)
                    else:
                        cursor.execute(sql, values)
                        if cursor.description:
                            cursor.fetchall()
            hand.commit()
        except psycopg.OperationalError:
            hand.rollback()
        else:
            return again
    raise RuntimeError("the database gave the same transaction up fifty times")


def _by_hand(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection set up as the store's own."""
    connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    connection.execute("SET enable_seqscan = off")
    connection.autocommit = False
    connection.isolation_level = psycopg.IsolationLevel.SERIALIZABLE
    return connection


@contextmanager
def _databases(base: sa.URL) -> Iterator[tuple[sa.URL, sa.URL]]:
    """Two databases of our own: the first empty, the second not made yet; both are dropped at the end."""
    names = [f"slrt_bench_{uuid4().hex[:12]}" for _ in range(2)]
    _server(base, f"CREATE DATABASE {names[0]}")
    try:
        yield base.set(database=names[0]), base.set(database=names[1])
    finally:
        for name in names:
            _server(base, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _copy(base: sa.URL, of: sa.URL, to: sa.URL) -> None:
    _server(base, f"CREATE DATABASE {to.database} TEMPLATE {of.database}")


def _server(base: sa.URL, statement: str) -> None:
    with psycopg.connect(_shown(base).replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


def _shown(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

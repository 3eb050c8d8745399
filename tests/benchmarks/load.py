"""Measure loading a list of households, sealed, against a bare bulk insert of the same rows in clear, on SQLite.

Usage: python -m tests.benchmarks.load [PAIRS] [HOUSEHOLDS_IN_A_PAIR]
       python -m tests.benchmarks.load --full [HOUSEHOLDS]

A household has one family of four persons, five NIK and No. KK, a telephone in every second one, and fourteen other
facts. By hand it is one row for the household and one for the family and for each person, with the columns and indexes
that the store has; the bodies are JSON in clear. The forms are there before the clock starts, and making the rows by
hand counts; `--full` makes the forms on the way, both times, and prints the memory held at 10, 50 and 100 %.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from slrt_core.adapters.sql.schema import Schema
from slrt_core.desk.kinds import KINDS
from slrt_core.desk.lists import PART
from slrt_core.model import HouseholdForm
from tests.benchmarks.commands_sqlite import by_hand
from tests.benchmarks.district import DISTRICT, Forms, open_district
from tests.benchmarks.paired import conditions, interval, pair, ratio_line, resident, timed

_KINDS = tuple(kind for kind in KINDS if kind.name in {"household", "subject"})


def main(pairs: int = 30, households: int = 1000) -> None:
    """Print the median cost of a household both ways, and the median of the ratios."""
    ours, theirs, ratios, bare = [], [], [], []
    for _ in range(pairs):
        forms = tuple(Forms(households))
        rows = list(_parts(forms))
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            measured = pair(partial(_ours, folder, forms), partial(_by_hand, folder / "hand.db", _parts(forms)))
            bare.append(_by_hand(folder / "rows.db", iter(rows)) / measured[0])
        ours.append(measured[0] / households)
        theirs.append(measured[1] / households)
        ratios.append(measured[0] / measured[1])
    print(f"loading {households} households: {conditions()}")
    print(f"  a household: {1e6 * interval(ours)[0]:.0f} us, by hand: {1e6 * interval(theirs)[0]:.0f} us")
    print(" ", ratio_line("ours / by hand", ratios, "at most 6"))
    print(" ", ratio_line("ours / by hand with rows made before", [1 / ratio for ratio in bare], "none"))


def full(households: int = 1_000_000) -> None:
    """Load one large list both ways, each in a process of its own."""
    print(f"loading {households} households once: {conditions()}")
    took = {}
    for way in ("hand", "ours"):
        with tempfile.TemporaryDirectory() as name:
            command = [sys.executable, "-m", "tests.benchmarks.load", f"--{way}", name, str(households)]
            done = subprocess.run(command, capture_output=True, check=False, text=True)
            if done.returncode:
                sys.exit(done.stderr)
            took[way], memory = json.loads(done.stdout)
            size = sum(path.stat().st_size for path in Path(name).iterdir()) / 2**20
        held = ", ".join(f"{place} %: {found:.0f} MiB" for place, found in memory.items())
        print(f"  {way}: {took[way]:.0f} s, {1e6 * took[way] / households:.0f} us each, {size:.0f} MiB on disk; {held}")
        sys.stdout.flush()
    print(f"  ours / by hand: {took['ours'] / took['hand']:.2f}; target: at most 6")


def _ours(folder: Path, forms: Iterable[HouseholdForm], memory: dict[int, float] | None = None) -> float:
    def progress(done: int, of: int) -> None:
        if memory is not None:
            passed = [place for place in (10, 50, 100) if place not in memory and done * 100 >= place * of]
            memory.update(dict.fromkeys(passed, resident()))

    with open_district(SqlStorage(f"sqlite:///{folder / 'desk.db'}"), FileKeys(folder / "keys")) as desk:
        return timed(lambda: desk.load_households(forms, "benchmark", progress=progress))


def _by_hand(path: Path, parts: Iterable[tuple[list[Any], list[Any]]]) -> float:
    connection = by_hand(path)
    schema = Schema.of(_KINDS)
    engine = sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(path))
    schema.metadata.create_all(engine)
    engine.dispose()
    household, subject = (
        f"INSERT INTO {table.name} VALUES ({', '.join('?' for _ in table.columns)})"  # noqa: S608
        for table in schema.records.values()
    )

    def insert() -> None:
        for households, subjects in parts:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(household, households)
            connection.executemany(subject, subjects)
            connection.commit()

    took = timed(insert)
    connection.close()
    return took


def _parts(forms: Iterable[HouseholdForm]) -> Iterator[tuple[list[Any], list[Any]]]:
    rest = iter(forms)
    while part := tuple(islice(rest, PART)):
        households: list[Any] = []
        subjects: list[Any] = []
        for form in part:
            _rows(form, households, subjects)
        yield households, subjects


def _rows(form: HouseholdForm, households: list[Any], subjects: list[Any]) -> None:
    for family in form.families:
        key = uuid4().hex
        body = json.dumps({"present": True, "no_kk": family.no_kk})
        subjects.append((DISTRICT, key, 1, body, form.id, form.region, None, None, family.no_kk, None, "1"))
        for person in family.members:
            said = {"family": key, "name": person.name, "nik": person.nik, "phone": person.phone, **person.facts}
            body = json.dumps(said, default=_plain)
            index = (form.id, form.region, person.name.casefold(), person.nik, None, person.phone, "1")
            subjects.append((DISTRICT, uuid4().hex, 1, body, *index))
    body = json.dumps({"region": form.region, "address": form.address, **form.facts}, default=_plain)
    name = form.families[0].members[0].name
    households.append((DISTRICT, form.id, 1, body, form.region, name, "listed", None))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _one(way: str, folder: Path, households: int) -> None:
    memory: dict[int, float] = {}
    start = time.perf_counter()
    if way == "ours":
        took = _ours(folder, Forms(households), memory)
    else:
        took = _by_hand(folder / "hand.db", _parts(Forms(households)))
        memory[100] = resident()
    assert took <= time.perf_counter() - start
    print(json.dumps([took, memory]))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--full", *more]:
            full(*map(int, more))
        case [("--ours" | "--hand") as way, folder, households]:
            _one(way.removeprefix("--"), Path(folder), int(households))
        case more:
            main(*map(int, more))

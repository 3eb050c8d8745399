"""Measure whether a command and a lookup cost the same however many cases there are.

Usage: python -m tests.benchmarks.flat [CASES ...]      10000 and 100000 if not given; --full adds a million

The store is filled through its port with copies of a few records that the desk wrote: for each five cases their visit,
their household with family and persons, the keys, the requests and the journal. One case in twenty is open. The officer
whose work is measured always has the same twenty open cases, among ever more closed ones.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import attrs
from attrs import frozen

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.numbers import named
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Desk
from slrt_core.model.contents import Need
from slrt_core.ports import IndexValue, New, Range, Storage
from tests.benchmarks.desk_work import one_case
from tests.benchmarks.district import DISTRICT, VILLAGES, form, nik, open_district
from tests.benchmarks.paired import conditions, interval

_KINDS = ("visit", "household", "subject", "request", "case")
_MINE = VILLAGES[0]
_OWN = 20
_CASES = 5
_IN_A_TRANSACTION = 500
_TIMES = 40
_RANDOM = random.Random(5)


@frozen
class _Pattern:
    """What the desk wrote for one visit: its records, its streams, and the words in them that each copy changes."""

    records: tuple[tuple[str, New], ...]
    streams: Mapping[str, tuple[bytes, ...]]
    names: tuple[str, ...]
    digests: tuple[str, ...]
    region: str


def main(sizes: tuple[int, ...] = (10_000, 100_000)) -> None:
    """Print a table with a row for each size, and how the last compares with the first."""
    print(f"flat: {conditions()}")
    titles = ("command", "case", "by NIK", "by number", "worklist")
    print(f"  {'cases':>9} " + " ".join(f"{title + ' ms':>13}" for title in titles) + f" {'MiB':>7}")
    rows = []
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "desk.db"
        storage = SqlStorage(f"sqlite:///{path}")
        with open_district(storage, FileKeys(Path(name) / "keys")) as desk:
            pattern = _written_once(desk, storage)
            mine = _own_cases(desk)
            filled = _OWN
            for size in sizes:
                _fill(storage, pattern, filled, size)
                _settle(path)
                filled = size
                rows.append([interval(measured)[0] * 1e3 for measured in _measured(desk, mine)])
                told = " ".join(f"{cost:>13.2f}" for cost in rows[-1])
                print(f"  {size:>9} {told} {path.stat().st_size / 2**20:>7.0f}", flush=True)
    told = ", ".join(
        f"{title} {last / first:.2f}" for title, last, first in zip(titles, rows[-1], rows[0], strict=True)
    )
    print(f"  from {sizes[0]} to {sizes[-1]} cases: {told}; target: flat")


def _written_once(desk: Desk, storage: Storage) -> _Pattern:
    """Open cases of one household, as the desk writes them."""
    number = 1
    region = VILLAGES[number]
    before = {kind: _keys(storage, kind) for kind in _KINDS}
    with storage.transaction(DISTRICT, write=False) as tx:
        streams_before = set(tx.streams())
    actor = desk.acting_as(f"f{region}")
    pattern = attrs.evolve(form(number), id="", facts={"floor": "earth"}, source="visit")
    household = actor.record_household(pattern, key="pattern 0")
    needs = [Need(program="PKH", text=f"Belum pernah menerima {place}") for place in range(_CASES)]
    visit = actor.record_visit(household, needs, key="pattern 1")
    actor.submit(visit, key="pattern 2")
    records = []
    with storage.transaction(DISTRICT, write=False) as tx:
        for kind in _KINDS:
            for key in _keys(storage, kind) - before[kind]:
                stored = tx.get(kind, key)
                assert stored is not None
                records.append((kind, New(key=key, body=stored.body, index=stored.index)))
        streams = {
            stream: tuple(entry.body for entry in tx.read(stream)) for stream in set(tx.streams()) - streams_before
        }
    names = {key for kind, record in records for key in (record.key,) if kind != "request"} | {visit.number}
    digests = {record.key.partition("/")[2] for kind, record in records if kind == "request"}
    digests |= {
        str(value) for _, record in records for field in ("nik", "no_kk", "phone") if (value := record.index.get(field))
    }
    return _Pattern(tuple(records), streams, tuple(names), tuple(digests), region)


def _keys(storage: Storage, kind: str) -> set[str]:
    field = {"visit": "recorded_at", "request": "at", "case": "opened_at"}.get(kind, "region")
    with storage.transaction(DISTRICT, write=False) as tx:
        return {stored.key for stored in tx.scan(kind, Range(field=field), limit=10_000).records}


def _own_cases(desk: Desk) -> tuple[str, ...]:
    """The households of the officer who is measured; each of the first few has an open case."""
    desk.load_households([form(len(VILLAGES) * (place + 1)) for place in range(3 * _OWN)], "benchmark")
    actor = desk.acting_as(f"f{_MINE}")
    mine = tuple(f"h{len(VILLAGES) * (place + 1)}" for place in range(3 * _OWN))
    for household in mine[:_OWN]:
        actor.record_visit(household, [Need(program="PKH", text="Belum pernah menerima")])
    return mine


def _fill(storage: Storage, pattern: _Pattern, first: int, last: int) -> None:
    first, last = first // _CASES, last // _CASES
    for start in range(first, last, _IN_A_TRANSACTION):
        with storage.transaction(DISTRICT) as tx:
            rows: dict[str, list[New]] = {kind: [] for kind in _KINDS}
            for number in range(start, min(start + _IN_A_TRANSACTION, last)):
                swaps = _swaps(pattern, number)
                for kind, record in pattern.records:
                    rows[kind].append(_copy(kind, record, swaps, open_=number % 20 == 0))
                for stream, bodies in pattern.streams.items():
                    tx.append(
                        _swapped(stream, swaps), [_swapped(body.decode(), swaps).encode() for body in bodies], expect=0
                    )
            for kind, records in rows.items():
                tx.insert(kind, records)


def _settle(path: Path) -> None:
    """Write what the filling left to be written: whoever is measured afterwards would wait for it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.sync()


def _swaps(pattern: _Pattern, number: int) -> tuple[tuple[str, str], ...]:
    # The open ones among the copies are other officers'.
    village = VILLAGES[number % len(VILLAGES)] if number % 20 else VILLAGES[1 + number % (len(VILLAGES) - 1)]
    return (
        *((name, named(name, _RANDOM.getrandbits(80))) for name in pattern.names),
        *((digest, f"1.{_RANDOM.getrandbits(256):064x}"[: len(digest)]) for digest in pattern.digests),
        (pattern.region, village),
    )


def _swapped(text: str, swaps: tuple[tuple[str, str], ...]) -> str:
    for old, new in swaps:
        text = text.replace(old, new)
    return text


def _copy(kind: str, record: New, swaps: tuple[tuple[str, str], ...], *, open_: bool) -> New:
    index: dict[str, IndexValue] = {
        field: _swapped(value, swaps) if isinstance(value, str) else value for field, value in record.index.items()
    }
    if kind == "case" and not open_:
        index.update(state="closed", due=None)
    return New(
        key=_swapped(record.key, swaps),
        body=_swapped(record.body.decode("latin-1"), swaps).encode("latin-1"),
        index=index,
    )


def _measured(desk: Desk, mine: tuple[str, ...]) -> list[list[float]]:
    """Seconds of a command and of each lookup, some dozens of times."""
    actor = desk.acting_as(f"f{_MINE}")
    waiting = actor.worklist()
    assert len(waiting) == _OWN, len(waiting)
    number = len(VILLAGES)
    assert actor.lookup("nik", nik(4 * number, "male"), purpose="benchmark")
    commands: list[float] = []
    for household in mine[_OWN:]:
        last = [time.perf_counter()]

        def between(last: list[float] = last) -> None:
            now = time.perf_counter()
            commands.append(now - last.pop())
            last.append(now)

        one_case(desk, household, _MINE, between)
    looks: tuple[Callable[[], object], ...] = (
        lambda: actor.case(waiting[0].id),
        lambda: actor.lookup("nik", nik(4 * number, "male"), purpose="benchmark"),
        lambda: actor.by_number(waiting[0].number),
        actor.worklist,
    )
    return [commands, *([_seconds(look) for _ in range(_TIMES)] for look in looks)]


def _seconds(look: Callable[[], object]) -> float:
    start = time.perf_counter()
    look()
    return time.perf_counter() - start


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            main()
        case ["--full"]:
            main((10_000, 100_000, 1_000_000))
        case given:
            main(tuple(map(int, given)))

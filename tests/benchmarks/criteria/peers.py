"""Measure the thirteen programs: the peers by themselves, and in pairs with ours once there is an engine.

Usage: python -m tests.benchmarks.criteria.peers [one|columns|complete|enums|sql|pages ...]      all if not given

How ours plugs in: give `main` (or one of the functions below) an `Ours`. Every field is a function that takes the texts
and does once what is done once (parse, check, compile), and gives back what is measured:

    one(texts)(subject)            verdicts of one household, in the order of the texts: True, False, None
    explained(texts)(subject)      the same with everything that an explanation holds
    columns(texts)(home, person)   from two polars.DataFrames: a frame with key, and NAME_yes and NAME_no for each text
    complete(texts)(home, person)  the same where it may be taken for granted that all is known: a column NAME for each
    whole(texts, dialect)          a query: a row for each household with NAME_yes and NAME_no; compared as `counted`
    page(text, database)(after)    the next PAGE keys after one, from a database

What is left None is not measured, and the peers are measured alone. Both sides begin with the same objects: the dicts
of `data.subjects`, the frames of `data.tables`, the tables of `byhand_sql`. Peers have several versions; in a first
round each is run a few times, and the fastest is the one to be compared with.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl
from attrs import frozen

from tests.benchmarks.criteria import byhand_polars, byhand_sql, cel_peer, openfisca_peer
from tests.benchmarks.criteria.data import subjects, tables
from tests.benchmarks.criteria.databases import Database, databases
from tests.benchmarks.criteria.oracle13 import verdicts
from tests.benchmarks.criteria.programs13 import PAGES, PROGRAMS
from tests.benchmarks.paired import conditions, interval, pair, ratio_line, timed

__all__ = ["Ours", "columns", "complete", "main", "one", "pages", "sql"]

PAIRS = 30
_UNKNOWN: Mapping[str, Any] = {"missing": 0.03, "open_rosters": 0.02}
_TRIALS = 5

Texts = Mapping[str, str]
Judge = Callable[[Mapping[str, Any]], object]
Frames = Callable[[pl.DataFrame, pl.DataFrame], object]
Work = Callable[[], object]


@frozen
class _Unit:
    name: str
    scale: float


_SECONDS = _Unit("s", 1)
_MILLI = _Unit("ms", 1e3)


@frozen
class Ours:
    """What the engine does, as far as there is one."""

    one: Callable[[Texts], Judge] | None = None
    explained: Callable[[Texts], Judge] | None = None
    columns: Callable[[Texts], Frames] | None = None
    complete: Callable[[Texts], Frames] | None = None
    whole: Callable[[Texts, str], str] | None = None
    page: Callable[[str, Database], Callable[[int], object]] | None = None


def one(ours: Ours, households: int = 1000, pairs: int = PAIRS) -> None:
    """A household after the other, with unknowns: CEL as it favours it most, and from our objects."""
    homes = subjects(households, **_UNKNOWN)
    ready = [cel_peer.prepared(home) for home in homes]
    compiled = cel_peer.programs()

    def cel() -> None:
        for home in ready:
            cel_peer.evaluate(compiled, home)

    def cel_from_ours() -> None:
        for home in homes:
            cel_peer.start_to_end(compiled, home)

    def oracle() -> None:
        for home in homes:
            verdicts(home)

    per = _Unit("µs", 1e6 / households)
    _alone({"CEL, prepared": cel, "CEL, from our dicts": cel_from_ours, "oracle": oracle}, pairs, per)
    named = subjects(households, families=True, ids=True, **_UNKNOWN)
    for name, made, given, target in (
        ("verdicts", ours.one, homes, "at least 15"),
        ("explanations", ours.explained, named, "ours about 80 µs"),
    ):
        if made is not None:
            work = _each(made(PROGRAMS), given)
            _against(f"CEL, prepared / {name}", (work, cel), pairs, per, target, up=True)


def _each(judge: Judge, homes: Sequence[Mapping[str, Any]]) -> Work:
    def work() -> None:
        for home in homes:
            judge(home)

    return work


def columns(ours: Ours, households: int = 1_000_000, pairs: int = PAIRS, *, enums: bool = False) -> None:
    """Both rails over many, against Polars by hand."""
    home, person = tables(households, enums=enums, **_UNKNOWN)
    works: dict[str, Work] = {
        f"Polars {name}, {engine}": _polars(version, home, person, engine)
        for name, version in byhand_polars.RAILS.items()
        for engine in ("in-memory", "streaming")
    }
    best = _fastest(works)
    _alone({best: works[best]}, pairs, _SECONDS)
    if ours.columns is not None:
        made = ours.columns(PROGRAMS)
        _against(f"ours / {best}", (lambda: made(home, person), works[best]), pairs, _SECONDS, "at most 1.15")


def _polars(
    version: Callable[[pl.LazyFrame, pl.LazyFrame], pl.LazyFrame], home: pl.DataFrame, person: pl.DataFrame, engine: Any
) -> Work:
    return lambda: version(home.lazy(), person.lazy()).collect(engine=engine)


def complete(ours: Ours, households: int = 1_000_000, pairs: int = PAIRS, *, enums: bool = False) -> None:
    """Where everything is known, against openfisca-core: from the same tables, and from arrays made for it.

    What is the same is a choice. Both sides can begin with the tables, whose codes are strings unless `enums`: then
    OpenFisca pays for making arrays of them. Or it is given its own arrays, with codes as the numbers of its own
    enumerations and everybody's place in a household worked out, and ours begins with the tables all the same.
    """
    home, person = tables(households, enums=enums)
    made = openfisca_peer.system()
    ready = openfisca_peer.from_tables(home, person)
    works: dict[str, Work] = {
        "OpenFisca, from the tables": lambda: openfisca_peer.judged(made, openfisca_peer.from_tables(home, person)),
        "OpenFisca, from its own arrays": lambda: openfisca_peer.judged(made, ready),
        "Polars by hand": _polars(byhand_polars.complete, home, person, "streaming"),
    }
    _alone(works, pairs, _SECONDS)
    if ours.complete is not None:
        judge = ours.complete(PROGRAMS)
        for name in ("OpenFisca, from the tables", "OpenFisca, from its own arrays"):
            _against(
                f"{name} / ours", (lambda: judge(home, person), works[name]), pairs, _SECONDS, "at least 2.5", up=True
            )


def sql(ours: Ours, households: int = 100_000, pairs: int = PAIRS) -> None:
    """Everybody in a database, against the fastest query by hand."""
    home, person = tables(households, **_UNKNOWN)
    for database in databases():
        with database.filled(home, person):
            works = {
                f"{database.dialect} {name}": _query(database, byhand_sql.counted(query))
                for name, query in byhand_sql.whole(database.dialect).items()
            }
            best = _fastest(works)
            _alone({best: works[best]}, pairs, _SECONDS)
            if ours.whole is not None:
                work = _query(database, byhand_sql.counted(ours.whole(PROGRAMS, database.dialect)))
                _against(f"ours / {best}", (work, works[best]), pairs, _SECONDS, "at most 1.15")


def pages(ours: Ours, households: int = 100_000, pairs: int = PAIRS) -> None:
    """A page at the beginning and one in the middle, by how many the text holds for."""
    home, person = tables(households, **_UNKNOWN)
    for database in databases():
        with database.filled(home, person):
            for name, text in PAGES.items():
                for place, after in (("first", -1), ("middle", households // 2)):
                    works = {
                        f"{database.dialect} {name} {place} {shape}": _query(database, query, after)
                        for shape, query in byhand_sql.page(database.dialect, name).items()
                    }
                    best = _fastest(works)
                    _alone({best: works[best]}, pairs, _MILLI)
                    if ours.page is not None:
                        asked = ours.page(text, database)
                        work = partial(asked, after)
                        assert work() == [key for (key,) in works[best]()], "the same page"
                        _against(f"ours / {best}", (work, works[best]), pairs, _MILLI, "at most 1.3")


def _query(database: Database, query: str, after: int | None = None) -> Callable[[], list[Any]]:
    return lambda: database.fetched(query, after)


def _fastest(works: Mapping[str, Callable[[], object]]) -> str:
    """The one with the least of a few times, taken in turns: what else the machine does comes and goes."""
    tried: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(_TRIALS):
        for name, work in works.items():
            tried[name].append(timed(work))
    return min(tried, key=lambda name: min(tried[name]))


def _alone(works: Mapping[str, Callable[[], object]], times: int, unit: _Unit) -> None:
    """The median of each, taken in turns."""
    measured: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(times):
        for name, work in works.items():
            measured[name].append(timed(work) * unit.scale)
    for name, values in measured.items():
        median, low, high = interval(values)
        print(f"  {name}: {median:.4g} {unit.name} ({low:.4g} to {high:.4g}, {times} times)", flush=True)


def _against(name: str, works: tuple[Work, Work], pairs: int, unit: _Unit, target: str, *, up: bool = False) -> None:
    """The median of the ratios of pairs: ours to the peer's, or the other way if more is better."""
    ours, peer = works
    ours()
    peer()
    measured = [pair(lambda: timed(ours), lambda: timed(peer)) for _ in range(pairs)]
    ratios = [theirs / mine if up else mine / theirs for mine, theirs in measured]
    print("  " + ratio_line(name, ratios, target))
    mine, theirs = (statistics.median(values) * unit.scale for values in zip(*measured, strict=True))
    print(f"    ours {mine:.4g} {unit.name}, the peer {theirs:.4g} {unit.name}", flush=True)


_PARTS: Mapping[str, Callable[[Ours], None]] = {
    "one": one,
    "columns": columns,
    "complete": complete,
    "enums": lambda ours: complete(ours, enums=True),
    "sql": sql,
    "pages": pages,
}


def main(ours: Ours | None = None, parts: Sequence[str] = ()) -> None:
    """Measure these parts, or all."""
    print(f"criteria: polars {pl.__version__}, {conditions()}")
    for part in parts or tuple(_PARTS):
        print(f" {part}")
        _PARTS[part](ours or Ours())


if __name__ == "__main__":
    main(parts=sys.argv[1:])

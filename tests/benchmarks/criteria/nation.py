"""All programs of the catalogue over a nation's families, in chunks: time and peak memory, in a process of its own.

Usage: python -m tests.benchmarks.criteria.nation [--families N] [--chunk N]      96000000 and 250000 if not given

The families are drawn from the catalogue's own variables: every column that a program reads, 3 % of each unknown, 2 %
of the rosters open. Each lives in a household of its own, with 3.9 members. What is drawn is nobody's and nothing in it
depends on anything else, so how many are eligible means nothing; it is printed since both sides of a run must agree.
A chunk is drawn, judged, counted and forgotten. Drawing is told apart from judging.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from attrs import fields, has

from slrt_core.adapters.columnar import Tables, evaluate
from slrt_core.rules.criteria import Kind, Lowered, nodes
from slrt_core.rules.eligibility import Catalogue
from slrt_core.rules.programs import default_programs
from slrt_core.rules.rulebook import load_rulebook
from tests.benchmarks.criteria import peak
from tests.benchmarks.criteria.data import AS_OF
from tests.benchmarks.paired import conditions

__all__ = ["main"]

FAMILIES = 96_000_000
CHUNK = 250_000
_MISSING = 0.03
_OPEN = 0.02
_SIZES = np.array([1, 7, 14, 20, 25, 16, 9, 5, 2, 1]) / 100
_REGIONS = [f"{province}.{regency:02}.01.2001" for province in (11, 31, 32, 33, 61) for regency in range(1, 13)]
_MOST = {"monthly_income": 10_000_000, "parents_income": 10_000_000, "floor_area": 2_000, "farmed_land": 500}
_SHARES = {"citizen": 0.99, "nik_verified": 0.97, "present": 0.99}
_TABLES = {"household": "home", "family": "kin", "individual": "person"}

SCHEMA = load_rulebook().schema


def programs() -> dict[str, dict[str, Lowered]]:
    """The criteria of all programs that count on the day, by unit and code."""
    found: dict[str, dict[str, Lowered]] = {}
    for compiled in Catalogue(SCHEMA, default_programs()).on(AS_OF):
        found.setdefault(compiled.lowered.unit, {})[compiled.program.code] = compiled.lowered
    return found


# --- what is drawn


def columns(by_unit: Mapping[str, Mapping[str, Lowered]]) -> dict[str, dict[str, Kind]]:
    """The columns that the programs read, by unit; of keyed variables and of sets one for each key or code."""
    found: dict[str, dict[str, Kind]] = {unit: {} for unit in _TABLES}
    for unit, lowered in by_unit.items():
        for one in lowered.values():
            for of, name, key in _read(one.node, {root: root for root in SCHEMA.roots[unit]}):
                kind = SCHEMA.units[of].fields[name]
                kind = SCHEMA.units[of].fields[kind.source] if kind.source else kind
                column = f"{name}:{key}" if key else SCHEMA.units[of].fields[name].source or name
                found[of][column] = Kind(name="bool") if kind.name == "codes" else kind
    return found


def _read(node: Any, scope: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    if isinstance(node, nodes.Field):
        yield scope[node.of], node.name, node.key
        return
    if isinstance(node, nodes.Holds):
        yield scope[node.of.of], node.of.name, node.code
        return
    if isinstance(node, nodes.Any | nodes.Count | nodes.Sum | nodes.Min | nodes.Max):
        scope = {**scope, node.var: SCHEMA.units[scope[node.among.of]].relations[node.among.name]}
    for attribute in fields(type(node)):
        held = getattr(node, attribute.name)
        for part in held if isinstance(held, tuple) else (held,):
            if has(type(part)) and attribute.name not in {"at", "among"}:
                yield from _read(part, scope)


def drawn(wanted: Mapping[str, Mapping[str, Kind]], first: int, count: int, seed: int) -> Tables:
    """So many families, each in a household of its own, with keys from a number on."""
    rng = np.random.default_rng((seed, first))
    key = np.arange(first, first + count)
    of: Any = np.repeat(key, rng.choice(len(_SIZES), count, p=_SIZES))
    links: Mapping[str, Mapping[str, Any]] = {
        "household": {"key": key, "complete": rng.random(count) >= _OPEN},
        "family": {"key": key, "home": key, "complete": rng.random(count) >= _OPEN},
        "individual": {"key": np.arange(len(of)) + first * 10, "home": of, "kin": of},
    }
    made = {
        table: pl.DataFrame(
            {name: pl.Series(column) for name, column in links[unit].items()}
            | {name: _column(name, kind, len(links[unit]["key"]), rng) for name, kind in wanted[unit].items()}
        )
        for unit, table in _TABLES.items()
    }
    return Tables(**made)


def _column(name: str, kind: Kind, count: int, rng: np.random.Generator) -> pl.Series:
    series = _series(name, kind, count, rng)
    known = pl.Series(rng.integers(0, 256, count, dtype=np.uint8) >= 256 * _MISSING)
    return pl.select(pl.when(known).then(series).alias(name)).to_series()


def _series(name: str, kind: Kind, count: int, rng: np.random.Generator) -> pl.Series:
    match kind.name:
        case "bool":
            return pl.Series(rng.integers(0, 256, count, dtype=np.uint8) < 256 * _SHARES.get(name, 0.05))
        case "number":
            return pl.Series(rng.integers(kind.low, min(kind.high, _MOST.get(name, kind.high)) + 1, count))
        case "date":
            days = 88 * 365 if name == "birth_date" else 4 * 365
            return pl.Series(np.datetime64(AS_OF, "D") - rng.integers(0, days, count).astype("timedelta64[D]"))
    codes: Sequence[str] = _REGIONS if kind.name == "region" else kind.codes
    return pl.Series(rng.integers(0, len(codes), count, dtype=np.uint8)).cat.to(pl.Enum(codes))


# --- what is judged


def judged(by_unit: Mapping[str, Mapping[str, Lowered]], tables: Tables) -> dict[str, list[int]]:
    """How many units each program says yes to, no to, and does not know of."""
    found: dict[str, list[int]] = {}
    for lowered in by_unit.values():
        verdicts: pl.LazyFrame = evaluate(lowered, tables)
        sums = [(pl.col(code).sum(), (~pl.col(code)).sum(), pl.col(code).null_count()) for code in lowered]
        row = verdicts.select(
            expr.alias(f"{code} {place}")
            for code, three in zip(lowered, sums, strict=True)
            for place, expr in enumerate(three)
        ).collect(engine="streaming")
        numbers = row.row(0)
        found |= {code: list(numbers[3 * place : 3 * place + 3]) for place, code in enumerate(lowered)}
    return found


def _run(families: int, chunk: int) -> dict[str, Any]:
    by_unit = programs()
    wanted = columns(by_unit)
    drawing = judging = processor = 0.0
    totals: dict[str, list[int]] = {}
    for first in range(0, families, chunk):
        start = time.perf_counter()
        tables = drawn(wanted, first, min(chunk, families - first), 1)
        middle, used = time.perf_counter(), time.process_time()
        for code, three in judged(by_unit, tables).items():
            totals[code] = [a + b for a, b in zip(totals.get(code, [0, 0, 0]), three, strict=True)]
        drawing, judging = drawing + middle - start, judging + time.perf_counter() - middle
        processor += time.process_time() - used
    return {"drawing": drawing, "judging": judging, "processor": processor, "verdicts": totals}


def main(families: int = FAMILIES, chunk: int = CHUNK) -> None:
    """Print what it cost, in another process, and what a nation would."""
    print(f"nation: {families} families in chunks of {chunk}: polars {pl.__version__}, {conditions()}", flush=True)
    cost = peak.cost("tests.benchmarks.criteria.nation", "--worker", "--families", str(families), "--chunk", str(chunk))
    result: Any = cost.result
    verdicts = result["verdicts"]
    whole = result["judging"] * FAMILIES / families
    print(f"  {len(verdicts)} programs judged in {result['judging']:.1f} s, drawn in {result['drawing']:.1f} s")
    print(f"  processor time of judging, all cores together: {result['processor']:.1f} s")
    print(f"  peak {cost.mebibytes:.0f} MiB; target: 8 GB")
    print(f"  at this pace {FAMILIES} families: {whole / 60:.1f} minutes of judging; target: 15")
    print(f"  yes, no, unknown: {verdicts}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--families", type=int, default=FAMILIES)
    parser.add_argument("--chunk", type=int, default=CHUNK)
    parser.add_argument("--worker", action="store_true")
    given = parser.parse_args()
    if given.worker:
        peak.told(lambda: _run(given.families, given.chunk))
    else:
        main(given.families, given.chunk)

"""Synthetic households, seeded: the same ones as plain dicts and as columns, however they are cut into chunks.

A chunk of CHUNK households depends on the seed and its number alone, so a million households are the first million of
ten million. Nothing in here comes from a real register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from attrs import frozen

__all__ = ["AS_OF", "CHUNK", "CODES", "HOMES", "PERSONS", "Chunk", "chunks", "frames", "subjects", "tables"]

AS_OF = dt.date(2026, 6, 30)
"""The day on which everything is judged."""

CHUNK = 50_000
OPEN_ROSTERS = 0.02
_SIZES = np.array([1, 7, 14, 20, 25, 16, 9, 5, 2, 1]) / 100  # of households with 0, 1, … 9 persons: 3.89 on average

_TAKES_PART = ("none", "candidate", "validated", "active", "suspended", "graduated", "left")

CODES: Mapping[str, tuple[str, ...]] = {
    "floor": ("marble", "ceramic", "parquet", "tile", "wood", "cement", "bamboo", "earth", "other"),
    "wall": ("brick", "plastered_weave", "wood", "bamboo_weave", "log", "bamboo", "other"),
    "power": ("450", "900", "1300", "2200", "above_2200"),
    "participation_PKH": _TAKES_PART,
    "participation_SEMBAKO": _TAKES_PART,
    "sex": ("male", "female"),
    "school_level": ("not_yet", "primary", "junior_secondary", "senior_secondary", "higher", "left"),
    "occupation": (
        "none", "farmer", "farm_worker", "fisher", "labourer", "trader", "employee", "civil_servant", "driver",
        "housework", "student", "other",
    ),
    "disability": ("none", "physical", "sight", "hearing", "speech", "intellectual", "mental", "multiple"),
    "chronic_illness": (
        "none", "hypertension", "rheumatism", "asthma", "heart", "diabetes", "tuberculosis", "stroke", "cancer",
        "other",
    ),
}  # fmt: skip
"""The codes of each column, in the order of their numbers in a chunk."""

HOMES = (
    "decile", "monthly_income", "floor_area", "floor", "wall", "power", "motorcycles", "participation_PKH",
    "participation_SEMBAKO",
)  # fmt: skip
"""The facts of a household that may be unknown; floor_area in tenths of a square metre."""

PERSONS = (
    "birth_date", "sex", "pregnant", "severe_disability", "disability", "chronic_illness", "school_level", "occupation",
    "farmer_registered", "farmed_land",
)  # fmt: skip
"""The facts of a person that may be unknown; farmed_land in hundredths of a hectare."""

_VILLAGES = tuple(f"61.12.{district:02}.{2000 + village}" for district in range(1, 10) for village in range(1, 14))

Column: TypeAlias = Any
"""An array of numpy, which lint does without."""


@frozen
class Chunk:
    """Columns of numbers (codes as numbers into CODES), and for each fact which values are unknown."""

    key: Column
    village: Column
    complete: Column
    size: Column
    homes: Mapping[str, Column]
    persons: Mapping[str, Column]
    unknown: Mapping[str, Column]

    def region(self) -> list[str]:
        """The village code of each household."""
        return [_VILLAGES[place] for place in self.village.tolist()]


def chunks(households: int, *, missing: float = 0.0, open_rosters: float = 0.0, seed: int = 1) -> Iterator[Chunk]:
    """So many households in chunks. Keys count from 0."""
    for place, first in enumerate(range(0, households, CHUNK)):
        yield _chunk(first, min(CHUNK, households - first), missing, open_rosters, np.random.default_rng((seed, place)))


def _chunk(first: int, count: int, missing: float, open_rosters: float, rng: np.random.Generator) -> Chunk:
    # Always drawn for a whole chunk and then cut: a shorter last chunk is the beginning of a longer one.
    size = rng.choice(len(_SIZES), CHUNK, p=_SIZES).astype(np.int64)
    village = rng.integers(0, len(_VILLAGES), CHUNK)
    complete = rng.random(CHUNK) >= open_rosters
    homes = _homes(rng)
    persons = _persons(rng, size)
    unknown = {name: rng.random(CHUNK) < missing for name in HOMES}
    unknown |= {name: rng.random(int(size.sum())) < missing for name in PERSONS}
    people = int(size[:count].sum())
    return Chunk(
        key=np.arange(first, first + count, dtype=np.int64),
        village=village[:count],
        complete=complete[:count],
        size=size[:count],
        homes={name: column[:count] for name, column in homes.items()},
        persons={name: column[:people] for name, column in persons.items()},
        unknown={name: column[: count if name in HOMES else people] for name, column in unknown.items()},
    )


def _picked(rng: np.random.Generator, count: int, weights: tuple[float, ...]) -> Column:
    return rng.choice(len(weights), count, p=np.array(weights) / sum(weights)).astype(np.uint8)


def _homes(rng: np.random.Generator) -> dict[str, Column]:
    decile = rng.integers(1, 11, CHUNK)
    income = (rng.gamma(2.0, 350_000, CHUNK) * decile).astype(np.int64) // 10_000 * 10_000
    return {
        "decile": decile,
        "monthly_income": income,
        "floor_area": np.clip(rng.normal(450, 200, CHUNK), 90, 2500).astype(np.int64),
        "floor": _picked(rng, CHUNK, (2, 30, 1, 12, 8, 30, 3, 12, 2)),
        "wall": _picked(rng, CHUNK, (60, 6, 18, 7, 2, 5, 2)),
        "power": _picked(rng, CHUNK, (35, 38, 17, 7, 3)),
        "motorcycles": rng.integers(0, 4, CHUNK),
        "participation_PKH": _picked(rng, CHUNK, (74, 4, 3, 12, 1, 3, 3)),
        "participation_SEMBAKO": _picked(rng, CHUNK, (70, 4, 3, 17, 1, 2, 3)),
    }


def _persons(rng: np.random.Generator, size: Column) -> dict[str, Column]:
    count = int(size.sum())
    place = np.arange(count) - np.repeat(np.cumsum(size) - size, size)
    head = rng.triangular(18, 42, 90, CHUNK).repeat(size)
    spouse = np.maximum(16, head + rng.normal(-3, 4, count))
    child = np.where(rng.random(count) < 0.85, rng.uniform(0, 24, count), rng.uniform(20, 92, count))
    age = np.where(place == 0, head, np.where(place == 1, spouse, child))
    female = np.where(place == 0, rng.random(count) < 0.15, np.where(place == 1, True, rng.random(count) < 0.5))
    years = age.astype(np.int64)
    at_school = (years >= 6) & (years <= 21) & (rng.random(count) < 0.85)
    level = np.select([years <= 12, years <= 15, years <= 18], [1, 2, 3], 4)
    worker = _picked(rng, count, (14, 20, 8, 3, 18, 12, 9, 3, 3, 8, 0, 2))
    occupation = np.where(years < 16, 0, np.where(at_school, 10, worker)).astype(np.uint8)
    farmer = occupation == 1
    return {
        "birth_date": np.datetime64(AS_OF, "D") - (age * 365.2425 + 1).astype("timedelta64[D]"),
        "sex": female.astype(np.uint8),
        "pregnant": female & (years >= 16) & (years <= 45) & (rng.random(count) < 0.05),
        "severe_disability": rng.random(count) < 0.008,
        "disability": _picked(rng, count, (960, 12, 8, 6, 4, 4, 4, 2)),
        "chronic_illness": _picked(rng, count, (860, 50, 30, 15, 10, 20, 3, 5, 2, 5)),
        "school_level": np.where(at_school, level, np.where(years < 7, 0, 5)).astype(np.uint8),
        "occupation": occupation,
        "farmer_registered": farmer & (rng.random(count) < 0.6),
        "farmed_land": np.where(farmer, rng.gamma(1.5, 60, count), 0).astype(np.int64),
    }


def _values(chunk: Chunk, name: str, columns: Mapping[str, Column]) -> list[Any]:
    values: list[Any] = columns[name].tolist()
    if name in CODES:
        codes = CODES[name]
        values = [codes[value] for value in values]
    if chunk.unknown[name].any():
        values = [
            None if missing else value for value, missing in zip(values, chunk.unknown[name].tolist(), strict=True)
        ]
    return values


def subjects(
    households: int,
    *,
    missing: float = 0.0,
    open_rosters: float = 0.0,
    seed: int = 1,
    absent: bool = False,
    families: bool = False,
    ids: bool = False,
) -> list[dict[str, Any]]:
    """The households as plain dicts; what is unknown is None, or not there at all if `absent`.

    With `families` each has one, with `ids` everybody has an id, as an explanation needs them.
    """
    found: list[dict[str, Any]] = []
    for chunk in chunks(households, missing=missing, open_rosters=open_rosters, seed=seed):
        persons = _rows(chunk, PERSONS, chunk.persons)
        start = 0
        regions, complete, sizes = chunk.region(), chunk.complete.tolist(), chunk.size.tolist()
        for place, row in enumerate(_rows(chunk, HOMES, chunk.homes)):
            home = row
            members = persons[start : start + sizes[place]]
            start += sizes[place]
            programs = {"PKH": home.pop("participation_PKH"), "SEMBAKO": home.pop("participation_SEMBAKO")}
            if absent:
                home, programs = _known(home), _known(programs)
                members = [_known(member) for member in members]
            home |= {"region": regions[place], "participation": programs, "complete": complete[place]}
            home["members"] = members
            if ids:
                home["id"] = f"h{len(found)}"
                for number, member in enumerate(members):
                    member["id"] = f"h{len(found)}.{number}"
            if families:
                home["families"] = [{"id": f"f{len(found)}", "complete": complete[place], "members": members}]
            found.append(home)
    return found


def _rows(chunk: Chunk, names: tuple[str, ...], columns: Mapping[str, Column]) -> list[dict[str, Any]]:
    return [
        dict(zip(names, row, strict=True))
        for row in zip(*(_values(chunk, name, columns) for name in names), strict=True)
    ]


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def frames(chunk: Chunk, *, enums: bool = False) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A chunk as the tables `home` and `person`; codes are strings, or Polars enumerations of one byte each."""
    home = {"key": pl.Series(chunk.key), "complete": pl.Series(chunk.complete)}
    regions = pl.Enum(_VILLAGES)
    region = pl.Series(chunk.village.astype(np.uint8)).cat.to(regions)
    home["region"] = region if enums else region.cast(pl.String)
    home |= {name: _series(chunk, name, chunk.homes, enums) for name in HOMES}
    person = {"home": pl.Series(np.repeat(chunk.key, chunk.size))}
    person |= {name: _series(chunk, name, chunk.persons, enums) for name in PERSONS}
    return pl.DataFrame(home), pl.DataFrame(person)


def _series(chunk: Chunk, name: str, columns: Mapping[str, Column], enums: bool) -> pl.Series:
    series = pl.Series(name, columns[name])
    if name in CODES:
        series = series.cat.to(pl.Enum(CODES[name]))
        if not enums:
            series = series.cast(pl.String)
    unknown = chunk.unknown[name]
    if not unknown.any():
        return series
    return pl.select(pl.when(pl.Series(~unknown)).then(series).alias(name)).to_series()


def tables(
    households: int, *, missing: float = 0.0, open_rosters: float = 0.0, seed: int = 1, enums: bool = False
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All chunks as two tables in memory, each column in one piece."""
    made = [frames(c, enums=enums) for c in chunks(households, missing=missing, open_rosters=open_rosters, seed=seed)]
    return pl.concat([home for home, _ in made]).rechunk(), pl.concat([person for _, person in made]).rechunk()

"""The thirteen programs by hand in lazy Polars, correct for what is unknown, open rosters and homes with nobody.

Several versions of the rails; whoever measures takes the fastest: `rails` as somebody writes it who knows that Polars'
booleans are Kleene's; `packed` as one who does anything for speed: all that is asked of the members goes into the bits
of a few numbers. For complete data, `complete` has one column for each program.

Every version takes the tables of `data.tables` as lazy frames and gives the key and, for each program, `NAME_yes` and
`NAME_no` (or `NAME`), one row for each household, in no order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import polars as pl

from tests.benchmarks.criteria.data import AS_OF

__all__ = ["RAILS", "complete", "packed", "rails"]

_PAID = ["validated", "active", "suspended"]
_SCHOOLS = ["primary", "junior_secondary", "senior_secondary"]
_BITS = 10  # a count up to 1,023 persons
_YES, _NO = pl.lit(True), pl.lit(False)


def _of_age(years: int) -> pl.Expr:
    """Whether somebody has that age: is born until this day."""
    return pl.col("birth_date") <= dt.date(AS_OF.year - years, AS_OF.month, AS_OF.day)


def _asked() -> dict[str, pl.Expr]:
    """Which kinds of members are looked for; null is unknown."""
    c = pl.col
    at_school = c("school_level").is_in(_SCHOOLS)
    return {
        "family": c("pregnant") | ~_of_age(7) | _of_age(60) | c("severe_disability") | at_school,
        "office": c("occupation").is_in(["civil_servant", "employee"]),
        "old": _of_age(70),
        "working_age": _of_age(18) & ~_of_age(60),
        "severe": c("severe_disability") & _of_age(18),
        "ill": c("chronic_illness").is_in(["heart", "tuberculosis", "stroke", "cancer"]),
        "pupil": at_school & _of_age(6) & ~_of_age(22),
        "farmer": c("farmer_registered") & c("occupation").is_in(["farmer", "farm_worker"]),
        "at_work": _of_age(18) & ~c("occupation").is_in(["none", "housework", "student"]),
    }


def _counted() -> dict[str, pl.Expr]:
    """Of which kinds of members it is asked how many there are; of the unborn, so to say, nothing is known of any."""
    return {
        "dependent": ~_of_age(15) | _of_age(65),
        "child": ~_of_age(18),
        "undated": pl.col("birth_date").is_null(),
        "disabled": pl.col("disability") != "none",
        "undiagnosed": pl.col("disability").is_null(),
    }


def _land() -> dict[str, pl.Expr]:
    """The least and the most that the registered farmers among them may have; an unknown piece is more than allowed."""
    registered, land = pl.col("farmer_registered"), pl.col("farmed_land")
    return {
        "land_low": pl.when(registered).then(land),
        "land_high": pl.when(registered.fill_null(_YES)).then(land.fill_null(1_000_000)),
    }


def _verdicts() -> dict[str, pl.Expr]:
    """Over one row for each household: Kleene's booleans for the kinds looked for, and numbers for the rest."""
    c = pl.col
    closed, size = c("complete"), c("size")

    def decile(highest: int) -> pl.Expr:
        return c("decile") <= highest

    def below(name: str, each: int) -> pl.Expr:
        # Over nobody: what is never negative is not below nought, also while it is unknown.
        needed = each * size
        return pl.when(c(name) < needed).then(_YES).when(closed & ((c(name) >= needed) | (size == 0))).then(_NO)

    def at_least(count: int, name: str, unknown: str) -> pl.Expr:
        return pl.when(c(name) >= count).then(_YES).when(closed & (c(name) + c(unknown) < count)).then(_NO)

    dependent, workers = c("dependent"), size - c("undated") - c("dependent")
    return {
        "family": decile(4) & c("family"),
        "food": decile(5) & ~c("office"),
        "elderly": decile(5) & c("old") & ~c("working_age"),
        "disability": decile(6) & c("severe"),
        "cash": decile(3)
        & ~c("participation_PKH").is_in(_PAID)
        & ~c("participation_SEMBAKO").is_in(_PAID)
        & ((c("monthly_income") < 1_000_000) | c("ill")),
        "housing": decile(4)
        & (
            c("floor").is_in(["earth", "bamboo"])
            | c("wall").is_in(["bamboo", "bamboo_weave", "other"])
            | below("floor_area", 72)
        ),
        "dependency": pl.when(closed & (dependent > workers + c("undated")))
        .then(_YES)
        .when(closed & (dependent + c("undated") <= workers))
        .then(_NO),
        "gas": below("monthly_income", 500_000) & (c("motorcycles") <= 2),
        "school": decile(4) & c("pupil"),
        "electricity": c("power").is_in(["450", "900"]) & decile(4) & (c("motorcycles") <= 1),
        "fertiliser": c("farmer")
        & pl.when(c("land_low") > 200).then(_NO).when(closed & (c("land_high") <= 200)).then(_YES),
        "work": pl.when(size >= 1).then(_YES).when(closed).then(_NO) & ~c("at_work"),
        "health": decile(4)
        | ((c("monthly_income") < 3_000_000) & at_least(3, "child", "undated"))
        | at_least(2, "disabled", "undiagnosed"),
    }


def _both(verdicts: Mapping[str, pl.Expr]) -> list[pl.Expr]:
    yes = [verdict.fill_null(_NO).alias(f"{name}_yes") for name, verdict in verdicts.items()]
    return yes + [(~verdict).fill_null(_NO).alias(f"{name}_no") for name, verdict in verdicts.items()]


def rails(home: pl.LazyFrame, person: pl.LazyFrame) -> pl.LazyFrame:
    """Both rails, by an aggregate of its own for each question."""
    asked = _asked()
    grouped = person.group_by("home").agg(
        pl.len().cast(pl.Int64).alias("size"),
        *(kind.any().alias(f"{name}_sure") for name, kind in asked.items()),
        *(kind.fill_null(_YES).any().alias(f"{name}_maybe") for name, kind in asked.items()),
        *(kind.sum().cast(pl.Int64).alias(name) for name, kind in _counted().items()),
        *(land.sum().alias(name) for name, land in _land().items()),
    )
    joined = home.join(grouped, left_on="key", right_on="home", how="left")
    numbers = ["size", *_counted(), *_land()]
    open_ = ~pl.col("complete")
    kleene = joined.with_columns(
        *(pl.col(name).fill_null(0) for name in numbers),
        *(
            pl.when(pl.col(f"{name}_sure")).then(_YES).when(~(open_ | pl.col(f"{name}_maybe").fill_null(_NO))).then(_NO)
            .alias(name)
            for name in asked
        ),
    )  # fmt: skip
    return kleene.select("key", *_both(_verdicts()))


def packed(home: pl.LazyFrame, person: pl.LazyFrame) -> pl.LazyFrame:
    """Both rails, the questions to the members in the bits of one number, the counts in those of another."""
    asked, counted = _asked(), {"size": pl.lit(1, pl.Int64), **_counted()}
    bits = pl.lit(0, pl.Int32)
    for place, kind in enumerate(asked.values()):
        # 1: surely, 2: perhaps.
        bits |= pl.when(kind).then(3 << 2 * place).when(kind.is_null()).then(2 << 2 * place).otherwise(0).cast(pl.Int32)
    counts = pl.lit(0, pl.Int64)
    for place, kind in enumerate(counted.values()):
        counts += kind.cast(pl.Int64).fill_null(0) * (1 << _BITS * place)
    members = person.select("home", bits.alias("bits"), counts.alias("counts"), **_land())
    grouped = members.group_by("home").agg(pl.col("bits").bitwise_or(), pl.col("counts", "land_low", "land_high").sum())
    joined = home.join(grouped, left_on="key", right_on="home", how="left")
    least = (
        pl.when(pl.col("complete"))
        .then(pl.lit(0, pl.Int32))
        .otherwise(sum(2 << 2 * place for place in range(len(asked))))
    )
    found = joined.with_columns(
        pl.col("bits").fill_null(0) | least.cast(pl.Int32), pl.col("counts", "land_low", "land_high").fill_null(0)
    )
    number, mask = pl.col("counts"), (1 << _BITS) - 1

    def judged(place: int) -> pl.Expr:
        sure, perhaps = pl.col("bits") & (1 << 2 * place) != 0, pl.col("bits") & (2 << 2 * place) != 0
        return pl.when(sure).then(_YES).when(~perhaps).then(_NO)

    kleene = found.with_columns(
        *(judged(place).alias(name) for place, name in enumerate(asked)),
        *((number // (1 << _BITS * place) & mask).alias(name) for place, name in enumerate(counted)),
    )
    return kleene.select("key", *_both(_verdicts()))


RAILS: Mapping[str, Callable[[pl.LazyFrame, pl.LazyFrame], pl.LazyFrame]] = {"plain": rails, "packed": packed}
"""The versions by name."""


def complete(home: pl.LazyFrame, person: pl.LazyFrame) -> pl.LazyFrame:
    """One column for each program, where nothing is unknown and every roster is closed."""
    asked, counted = _asked(), _counted()
    counts = {name: counted[name] for name in ("dependent", "child", "disabled")}
    registered = pl.when(pl.col("farmer_registered")).then(pl.col("farmed_land"))
    grouped = person.group_by("home").agg(
        pl.len().cast(pl.Int64).alias("size"),
        *(kind.any().alias(name) for name, kind in asked.items()),
        *(kind.sum().cast(pl.Int64).alias(name) for name, kind in counts.items()),
        registered.sum().alias("land"),
    )
    joined = home.join(grouped, left_on="key", right_on="home", how="left").with_columns(
        *(pl.col(name).fill_null(_NO) for name in asked),
        *(pl.col(name).fill_null(0) for name in ("size", "land", *counts)),
    )
    c, size = pl.col, pl.col("size")
    changed = {
        "housing": (c("decile") <= 4)
        & (
            c("floor").is_in(["earth", "bamboo"])
            | c("wall").is_in(["bamboo", "bamboo_weave", "other"])
            | (c("floor_area") < 72 * size)
        ),
        "dependency": c("dependent") > size - c("dependent"),
        "gas": (c("monthly_income") < 500_000 * size) & (c("motorcycles") <= 2),
        "fertiliser": c("farmer") & (c("land") <= 200),
        "work": (size >= 1) & ~c("at_work"),
        "health": (c("decile") <= 4) | ((c("monthly_income") < 3_000_000) & (c("child") >= 3)) | (c("disabled") >= 2),
    }
    verdicts = _verdicts() | changed
    return joined.select("key", *(verdict.alias(name) for name, verdict in verdicts.items()))

"""The columns say what the interpreter says, on every engine; faulty columns are found out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from slrt_core.adapters.columnar import Tables, evaluate, evaluate_chunks, tables_of
from slrt_core.errors import AdapterError
from slrt_core.rules.criteria import CannotPushDown, Context, ParamKind, check, lower, parse
from slrt_core.testing.interpreter import Interpreter
from tests.criteria.populations import KEYS, UNITS, Population, duck, lazy_polars, polars, spark, subjects, verdicts

# unit: expressions, and households; of individuals there are more than of households.
MODERATE = {"household": (150, 200), "family": (75, 120), "individual": (75, 60)}


@pytest.mark.parametrize("unit", UNITS)
def test_polars_and_duckdb_say_what_the_interpreter_says(unit: str) -> None:
    many, homes = MODERATE[unit]
    population = Population(1, homes)
    tables = [made(population.homes, population.schema) for made in (polars, lazy_polars, duck)]
    for _ in range(many // 25):
        expressions = population.expressions(unit, 25)
        said = population.said(unit, expressions)
        for each in tables:
            assert population.differences(unit, expressions, said, each) == []


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("made", [polars, duck])
def test_keyed_variables_and_sets_may_stand_in_the_long_form(unit: str, made: Any) -> None:
    population = Population(2, 60)
    expressions = population.expressions(unit, 25)
    tables = made(population.homes, population.schema, long=True)
    assert population.differences(unit, expressions, population.said(unit, expressions), tables) == []


def test_of_what_is_wholly_known_nothing_is_computed_twice_and_all_is_right() -> None:
    """Frames in memory tell that nothing is null in them; what may be unknown is then not asked."""
    population = Population(3, 400)
    names = [name for name, kind in population.schema.units["household"].fields.items() if kind.name == "number"]
    known = [home for home in population.homes if all(home.get(name) is not None for name in names)]
    population.homes = [
        {**home, "complete": True, "families": [{**family, "complete": True} for family in home["families"]]}
        for home in known
    ]
    assert len(known) > 50
    for unit in ("household", "family"):
        expressions = population.expressions(unit, 60)
        tables = polars(population.homes, population.schema)
        assert population.differences(unit, expressions, population.said(unit, expressions), tables) == []


@pytest.mark.long
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("made", [polars, duck])
def test_two_thousand_expressions(unit: str, made: Any) -> None:
    for seed in range(20):
        population = Population(100 + seed, 200)
        tables = made(population.homes, population.schema, long=seed % 4 == 3)
        for _ in range(4):
            expressions = population.expressions(unit, 25)
            said = population.said(unit, expressions)
            assert population.differences(unit, expressions, said, tables) == []


@pytest.mark.long
def test_spark_says_what_the_interpreter_says() -> None:
    sql = pytest.importorskip("pyspark.sql", reason="python -m pip install pyspark, and Java 17, to test on Spark")
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
    session = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    try:
        for unit in UNITS:
            population = Population(4, 100)
            tables = spark(session)(population.homes, population.schema, long=unit == "family")
            for _ in range(7):
                expressions = population.expressions(unit, 10)
                said = population.said(unit, expressions)
                assert population.differences(unit, expressions, said, tables) == []
    finally:
        session.stop()


# --- parameters by place, enumerations, chunks


class _Wages:
    def table(self, name: str, day: date) -> tuple[int, Mapping[str, int], int, int]:
        wages = {"61.12": 3_000_000, "34.04": 2_400_000} | {f"99.{at:02}": 1_000_000 + at for at in range(100)}
        return 0, wages, 1_000_000, 6_000_000


TEXTS = (
    "household.monthly_income < param('minimum_wage', household.regency)",
    "household.members.exists(m, m.pregnant && household.land < 9 * param('minimum_wage', household.regency))",
    "household.regency == '61.12' && household.subdistrict in ['61.12.01', '34.04.01']",
    "within(household.region, '61.12')",
    "household.floor in ['earth', 'bamboo', 'wood', 'other'] || default(household.wall, 'other') == 'other'",
    "household.floor != 'earth' && household.members.exists(a, household.members.exists(b, a.sex != b.sex))",
)
VILLAGES = ("61.12.01.2001", "61.12.02.2001")


def _params(population: Population) -> tuple[dict[str, Any], Interpreter]:
    setting = Context(
        schema=population.schema, as_of=population.as_of, params=_Wages(), villages=lambda region: VILLAGES
    )
    kinds = {"minimum_wage": ParamKind(low=1_000_000, high=6_000_000, level="regency")}
    checked = {text: check(parse(text), population.schema, "household", params=kinds, text=text) for text in TEXTS}
    oracle = Interpreter(population.schema, population.as_of, params=_Wages(), villages=lambda region: VILLAGES)
    return {text: lower(each, setting) for text, each in checked.items()}, oracle


@pytest.mark.parametrize("made", [polars, duck])
def test_parameters_go_by_place(made: Any) -> None:
    population = Population(5, 200)
    expressions, oracle = _params(population)
    found = verdicts(expressions, made(population.homes, population.schema))
    for key, root in subjects(population.homes, "household"):
        for text in TEXTS:
            assert found[text][key] is oracle.truth(parse(text), "household", root), text


@pytest.mark.parametrize("kind", ["enum", "categorical"])
def test_codes_may_be_enumerations(kind: str) -> None:
    """Of an enumeration some codes may be missing, as nobody has them."""
    population = Population(6, 200)
    expressions, _ = _params(population)
    tables = polars(population.homes, population.schema)
    names = ["floor", "wall", "region"]
    cast = [
        pl.col(name).cast(pl.Categorical if kind == "categorical" else pl.Enum(tables.home[name].drop_nulls().unique()))
        for name in names
    ]
    no_bamboo = tables.home.with_columns(pl.col("floor").replace("bamboo", None))
    plain = verdicts(expressions, Tables(home=no_bamboo, person=tables.person))
    coded = no_bamboo.with_columns(cast[1:])
    floors = pl.Categorical if kind == "categorical" else pl.Enum(no_bamboo["floor"].drop_nulls().unique())
    coded = coded.with_columns(pl.col("floor").cast(floors))
    assert verdicts(expressions, Tables(home=coded, person=tables.person)) == plain


def test_chunks_say_what_the_whole_says() -> None:
    population = Population(7, 90)
    expressions = population.lowered("family", population.expressions("family", 10))
    whole = evaluate(expressions, polars(population.homes, population.schema)).collect().sort("key")
    parts = [polars(population.homes[at : at + 30], population.schema) for at in (0, 30, 60)]
    assert pl.concat(evaluate_chunks(expressions, iter(parts))).sort("key").equals(whole)


# --- what cannot be computed


def _one(text: str, unit: str = "household") -> tuple[Population, dict[str, Any]]:
    population = Population(8, 5)
    checked = check(parse(text), population.schema, unit, text=text)
    return population, {"one": lower(checked, Context(schema=population.schema, as_of=population.as_of))}


@pytest.mark.parametrize(
    ("text", "missing", "place"),
    [
        ("true && household.decile <= 4", "decile", "1:9"),
        ("household.participation['PKH'] == 'active'", "participation:PKH", "1:1"),
        ("household.members.exists(m, 'odha' in m.social_categories)", "social_categories:odha", ""),
        ("household.members.exists(m, m.pregnant)", "complete", ""),
    ],
)
def test_without_a_column_nothing_is_evaluated(text: str, missing: str, place: str) -> None:
    population, expressions = _one(text)
    tables = polars(population.homes, population.schema)
    person = tables.person.drop(missing, strict=False)
    with pytest.raises(CannotPushDown) as caught:
        evaluate(expressions, Tables(home=tables.home.drop(missing, strict=False), person=person))
    assert place in str(caught.value)


def test_without_a_table_nothing_is_evaluated() -> None:
    population, expressions = _one("household.families.exists(f, f.present)")
    tables = polars(population.homes, population.schema)
    with pytest.raises(CannotPushDown):
        evaluate(expressions, Tables(home=tables.home, person=tables.person))
    _, of_families = _one("family.present", "family")
    with pytest.raises(CannotPushDown):
        evaluate(of_families, Tables(home=tables.home, person=tables.person))


@pytest.mark.parametrize("dtype", [pl.Float64, pl.String])
def test_a_column_of_another_type_is_refused(dtype: Any) -> None:
    population, expressions = _one("household.decile <= 4")
    home = polars(population.homes, population.schema).home.with_columns(pl.col("decile").cast(dtype))
    with pytest.raises(AdapterError, match="decile"):
        evaluate(expressions, Tables(home=home))


def test_expressions_are_of_one_unit_and_none_is_called_key() -> None:
    population, expressions = _one("household.decile <= 4")
    tables = polars(population.homes, population.schema)
    _, others = _one("family.present", "family")
    for wrong in ({}, {"key": expressions["one"]}, {**expressions, "two": others["one"]}):
        with pytest.raises(ValueError, match="one unit"):
            evaluate(wrong, tables)


def test_nobody_at_all() -> None:
    population, expressions = _one("household.members.exists(m, m.pregnant) || household.decile <= 4")
    tables = tables_of([], population.schema, keys=KEYS)
    found = evaluate(expressions, tables).collect()
    assert (found.columns, len(found)) == (["key", "one"], 0)
    assert isinstance(nw.from_native(found)["one"].dtype, nw.Boolean)


def test_small_columns_do_not_overflow() -> None:
    _, expressions = _one("household.motorcycles * 1000000 > household.monthly_income")
    home = pl.DataFrame(
        {"key": ["a", "b"], "motorcycles": [90, 1], "monthly_income": [89_999_999, None]},
        schema={"key": pl.String, "motorcycles": pl.Int8, "monthly_income": pl.Int32},
    )
    assert verdicts(expressions, Tables(home=home))["one"] == {"a": True, "b": None}

"""The thirteen programs by hand in SQL for SQLite, PostgreSQL and MariaDB, and a page of a list.

The tables are `home` and `person` of `data.tables`, codes as text, with an index on the persons' household. `whole`
gives queries over everybody with one row for each household: the key, and for each program NAME_yes and NAME_no, each
0 or 1, correct for what is unknown, open rosters and homes with nobody. `page` gives queries for the next keys after
one, whose household the text of `programs13.PAGES` surely holds for. Each gives several; whoever measures takes the
fastest, which the planners do not agree on.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import polars as pl

from tests.benchmarks.criteria.data import AS_OF

__all__ = ["DIALECTS", "HOME", "PAGE", "PERSON", "counted", "create", "drop", "load", "page", "whole"]

DIALECTS = ("sqlite", "postgresql", "mariadb")
PAGE = 250

_PAID = "('validated', 'active', 'suspended')"
_SCHOOLS = "('primary', 'junior_secondary', 'senior_secondary')"
_TYPES = {
    "sqlite": {"bool": "INTEGER", "int": "INTEGER", "code": "TEXT", "date": "TEXT", "key": "INTEGER"},
    "postgresql": {"bool": "BOOLEAN", "int": "INTEGER", "code": "TEXT", "date": "DATE", "key": "BIGINT"},
    "mariadb": {
        "bool": "BOOLEAN",
        "int": "INTEGER",
        "code": "VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin",
        "date": "DATE",
        "key": "BIGINT",
    },
}
HOME = {
    "complete": "bool",
    "region": "code",
    "decile": "int",
    "monthly_income": "int",
    "floor_area": "int",
    "floor": "code",
    "wall": "code",
    "power": "code",
    "motorcycles": "int",
    "participation_PKH": "code",
    "participation_SEMBAKO": "code",
}
PERSON = {
    "birth_date": "date",
    "sex": "code",
    "pregnant": "bool",
    "severe_disability": "bool",
    "disability": "code",
    "chronic_illness": "code",
    "school_level": "code",
    "occupation": "code",
    "farmer_registered": "bool",
    "farmed_land": "int",
}


def create(dialect: str) -> list[str]:
    """The tables and their indexes."""
    types = _TYPES[dialect]

    def columns(given: Mapping[str, str]) -> str:
        return ", ".join(f"{name} {types[kind]}" for name, kind in given.items())

    key = types["key"]
    return [
        f"CREATE TABLE home (key_ {key} NOT NULL PRIMARY KEY, {columns(HOME)})",
        f"CREATE TABLE person (key_ {key} NOT NULL PRIMARY KEY, home {key} NOT NULL, {columns(PERSON)})",
        "CREATE INDEX person_home ON person (home)",
    ]


def drop() -> list[str]:
    """Take them away again, if they are there."""
    return ["DROP TABLE IF EXISTS person", "DROP TABLE IF EXISTS home"]


def load(connection: Any, dialect: str, home: pl.DataFrame, person: pl.DataFrame) -> None:
    """Fill the tables through a DB-API connection (sqlite3, psycopg, pymysql), and let the planner count."""
    cursor = connection.cursor()
    homes = home.select("key", *HOME)
    persons = person.select(pl.int_range(pl.len()).alias("key"), "home", *PERSON)
    for table, rows in (("home", homes), ("person", persons)):
        match dialect:
            case "sqlite":
                marks = ", ".join("?" * rows.width)
                dated = rows.with_columns(pl.col(pl.Date).dt.to_string())
                cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", dated.iter_rows())  # noqa: S608
            case "postgresql":
                with cursor.copy(f"COPY {table} FROM STDIN WITH (FORMAT csv)") as copy:
                    for part in rows.iter_slices(100_000):
                        buffer = io.BytesIO()
                        part.write_csv(buffer, include_header=False)
                        copy.write(buffer.getvalue())
            case _:
                marks = ", ".join(["%s"] * rows.width)
                for part in rows.iter_slices(5_000):
                    cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", part.rows())  # noqa: S608
    connection.commit()
    match dialect:
        case "sqlite":
            cursor.execute("ANALYZE")
        case "postgresql":
            connection.autocommit = True
            cursor.execute("VACUUM ANALYZE home")
            cursor.execute("VACUUM ANALYZE person")
            connection.autocommit = False
        case _:
            cursor.execute("ANALYZE TABLE home, person")
            cursor.fetchall()
    connection.commit()


def _of_age(years: int) -> str:
    return f"birth_date <= '{AS_OF.replace(year=AS_OF.year - years)}'"


def _asked() -> dict[str, str]:
    """Which kinds of members are looked for; SQL's own logic leaves NULL where that is unknown."""
    at_school = f"school_level IN {_SCHOOLS}"
    return {
        "family": f"pregnant OR NOT {_of_age(7)} OR {_of_age(60)} OR severe_disability OR {at_school}",
        "office": "occupation IN ('civil_servant', 'employee')",
        "old": _of_age(70),
        "working_age": f"{_of_age(18)} AND NOT {_of_age(60)}",
        "severe": f"severe_disability AND {_of_age(18)}",
        "ill": "chronic_illness IN ('heart', 'tuberculosis', 'stroke', 'cancer')",
        "pupil": f"{at_school} AND {_of_age(6)} AND NOT {_of_age(22)}",
        "farmer": "farmer_registered AND occupation IN ('farmer', 'farm_worker')",
        "at_work": f"{_of_age(18)} AND NOT occupation IN ('none', 'housework', 'student')",
    }


def _counted() -> dict[str, str]:
    return {
        "size": "TRUE",
        "dependent": f"NOT {_of_age(15)} OR {_of_age(65)}",
        "child": f"NOT {_of_age(18)}",
        "undated": "birth_date IS NULL",
        "disabled": "disability <> 'none'",
        "undiagnosed": "disability IS NULL",
    }


_LAND = {
    "land_low": "CASE WHEN farmer_registered THEN COALESCE(farmed_land, 0) ELSE 0 END",
    "land_high": "CASE WHEN NOT farmer_registered THEN 0 ELSE COALESCE(farmed_land, 1000000) END",
}


def _verdicts() -> dict[str, str]:
    """Over one row for each household, with a Kleene boolean for each kind asked for and numbers for the rest."""

    def below(name: str, each: int) -> str:
        # Over nobody: what is never negative is not below nought, also while it is unknown.
        return (
            f"CASE WHEN {name} < {each} * size THEN TRUE"
            f" WHEN complete AND ({name} >= {each} * size OR size = 0) THEN FALSE END"
        )

    def at_least(count: int, name: str, unknown: str) -> str:
        return f"CASE WHEN {name} >= {count} THEN TRUE WHEN complete AND {name} + {unknown} < {count} THEN FALSE END"

    workers = "size - undated - dependent"
    return {
        "family": "decile <= 4 AND family",
        "food": "decile <= 5 AND NOT office",
        "elderly": "decile <= 5 AND old AND NOT working_age",
        "disability": "decile <= 6 AND severe",
        "cash": f"decile <= 3 AND NOT participation_PKH IN {_PAID} AND NOT participation_SEMBAKO IN {_PAID}"
        " AND (monthly_income < 1000000 OR ill)",
        "housing": "decile <= 4 AND (floor IN ('earth', 'bamboo') OR wall IN ('bamboo', 'bamboo_weave', 'other')"
        f" OR {below('floor_area', 72)})",
        "dependency": f"CASE WHEN NOT complete THEN NULL WHEN dependent > {workers} + undated THEN TRUE"
        f" WHEN dependent + undated <= {workers} THEN FALSE END",
        "gas": f"{below('monthly_income', 500_000)} AND motorcycles <= 2",
        "school": "decile <= 4 AND pupil",
        "electricity": "power IN ('450', '900') AND decile <= 4 AND motorcycles <= 1",
        "fertiliser": "farmer AND CASE WHEN land_low > 200 THEN FALSE WHEN complete AND land_high <= 200 THEN TRUE END",
        "work": "CASE WHEN size >= 1 THEN TRUE WHEN complete THEN FALSE END AND NOT at_work",
        "health": f"decile <= 4 OR monthly_income < 3000000 AND {at_least(3, 'child', 'undated')}"
        f" OR {at_least(2, 'disabled', 'undiagnosed')}",
    }


def whole(dialect: str) -> dict[str, str]:
    """Queries over everybody, whose results are the same."""
    found = {
        "plain": _grouped(),
        "counts": _counted_once(),
        "once": _once(dialect),
        "streamed": _streamed(),
        "sums": _sums(),
    }
    if dialect != "sqlite":
        found["bits"] = _bits()
    if dialect == "mariadb":
        return {name: text.replace("AS BIGINT", "AS SIGNED") for name, text in found.items()}
    return found


def _shaped(grouped: str, kinds: Mapping[str, str], numbers: Mapping[str, str]) -> str:
    kleene = ", ".join(f"{text} AS {name}" for name, text in kinds.items())
    counts = ", ".join(f"COALESCE({text}, 0) AS {name}" for name, text in numbers.items())
    home = ", ".join(name for name in HOME if name != "region")
    joined = f"SELECT key_, {home}, {kleene}, {counts} FROM home LEFT JOIN ({grouped}) g ON g.home = key_"  # noqa: S608
    return _judged(joined)


def _judged(joined: str) -> str:
    judged = ", ".join(f"{text} AS {name}_" for name, text in _verdicts().items())
    both = ", ".join(f"CASE WHEN {name}_ THEN 1 ELSE 0 END AS {name}_yes" for name in _verdicts())
    both += ", " + ", ".join(f"CASE WHEN NOT {name}_ THEN 1 ELSE 0 END AS {name}_no" for name in _verdicts())
    return f"SELECT key_, {both} FROM (SELECT key_, {judged} FROM ({joined}) j) v"  # noqa: S608


def _grouped() -> str:
    """An aggregate of its own for each question: 2 surely, 1 perhaps, 0 no."""
    aggregates = [
        f"MAX(CASE WHEN {text} THEN 2 WHEN NOT ({text}) THEN 0 ELSE 1 END) AS {name}" for name, text in _asked().items()
    ]
    aggregates += [f"SUM(CASE WHEN {text} THEN 1 ELSE 0 END) AS {name}" for name, text in _counted().items()]
    aggregates += [f"SUM({text}) AS {name}" for name, text in _LAND.items()]
    kinds = {
        name: f"CASE WHEN g.{name} = 2 THEN TRUE WHEN complete AND COALESCE(g.{name}, 0) = 0 THEN FALSE END"
        for name in _asked()
    }
    numbers = {name: f"g.{name}" for name in (*_counted(), *_LAND)}
    return _shaped(f"SELECT home, {', '.join(aggregates)} FROM person GROUP BY home", kinds, numbers)  # noqa: S608


def _counted_once() -> str:
    """The counts in the digits of one number, ten bits each: one sum instead of six."""
    aggregates = [
        f"MAX(CASE WHEN {text} THEN 2 WHEN NOT ({text}) THEN 0 ELSE 1 END) AS {name}" for name, text in _asked().items()
    ]
    return _shaped(*_with_counts(aggregates, {
        name: f"CASE WHEN g.{name} = 2 THEN TRUE WHEN complete AND COALESCE(g.{name}, 0) = 0 THEN FALSE END"
        for name in _asked()
    }))  # fmt: skip


def _bits() -> str:
    """All questions in the bits of one number: two for each, 1 surely and 2 perhaps."""
    masks = " + ".join(
        f"CASE WHEN {text} THEN {3 << 2 * place} WHEN NOT ({text}) THEN 0 ELSE {2 << 2 * place} END"
        for place, text in enumerate(_asked().values())
    )
    return _shaped(*_with_counts([f"BIT_OR({masks}) AS bits"], {
        name: f"CASE WHEN g.bits & {1 << 2 * place} <> 0 THEN TRUE"
        f" WHEN complete AND COALESCE(g.bits, 0) & {2 << 2 * place} = 0 THEN FALSE END"
        for place, name in enumerate(_asked())
    }))  # fmt: skip


def _once(dialect: str) -> str:
    """As plain, but every question is put to a member once: a boolean is a number."""

    def number(text: str) -> str:
        return f"CAST({text} AS INTEGER)" if dialect == "postgresql" else f"({text})"

    aggregates = [f"MAX(COALESCE(2 * {number(text)}, 1)) AS {name}" for name, text in _asked().items()]
    counted = _counted() | {"undated": "", "undiagnosed": ""}
    aggregates += [f"SUM({number(text)}) AS {name}" for name, text in counted.items() if text and name != "size"]
    aggregates += [
        "COUNT(*) AS size",
        "COUNT(*) - COUNT(birth_date) AS undated",
        "COUNT(*) - COUNT(disability) AS undiagnosed",
        *(f"SUM({text}) AS {name}" for name, text in _LAND.items()),
    ]
    kinds = {
        name: f"CASE WHEN g.{name} = 2 THEN TRUE WHEN complete AND COALESCE(g.{name}, 0) = 0 THEN FALSE END"
        for name in _asked()
    }
    numbers = {name: f"g.{name}" for name in (*_counted(), *_LAND)}
    return _shaped(f"SELECT home, {', '.join(aggregates)} FROM person GROUP BY home", kinds, numbers)  # noqa: S608


def _streamed() -> str:
    """The join first and the groups after it: nothing is kept where the engine reads both tables in order."""
    aggregates = [
        f"MAX(CASE WHEN {text} THEN 2 WHEN NOT ({text}) OR person.home IS NULL THEN 0 ELSE 1 END) AS {name}_k"
        for name, text in _asked().items()
    ]
    numbers = {name: f"SUM(CASE WHEN {text} THEN 1 ELSE 0 END)" for name, text in _counted().items()} | {
        "size": "COUNT(person.home)",
        "undated": "COUNT(person.home) - COUNT(birth_date)",
        "undiagnosed": "COUNT(person.home) - COUNT(disability)",
        "land_low": f"SUM({_LAND['land_low']})",
        "land_high": f"SUM(CASE WHEN person.home IS NULL THEN 0 ELSE {_LAND['land_high']} END)",
    }
    aggregates += [f"{text} AS {name}" for name, text in numbers.items()]
    kinds = ", ".join(
        f"CASE WHEN {name}_k = 2 THEN TRUE WHEN complete AND {name}_k = 0 THEN FALSE END AS {name}" for name in _asked()
    )
    home = ", ".join(name for name in HOME if name != "region")
    grouped = (
        f"SELECT home.key_, {home}, {', '.join(aggregates)}"  # noqa: S608
        " FROM home LEFT JOIN person ON person.home = home.key_ GROUP BY home.key_"
    )
    return _judged(f"SELECT key_, {home}, {kinds}, {', '.join(numbers)} FROM ({grouped}) g")  # noqa: S608


def _sums() -> str:
    """Whatever is asked as a count of ten bits, six of them in a sum."""
    fields = dict(_counted())
    for name, text in _asked().items():
        fields |= {f"{name}_sure": text, f"{name}_maybe": f"({text}) IS NULL"}
    names = list(fields)
    parts = [names[start : start + 6] for start in range(0, len(names), 6)]
    sums = [
        "SUM("
        + " + ".join(f"CASE WHEN {fields[name]} THEN {1 << 10 * place} ELSE 0 END" for place, name in enumerate(part))
        + f") AS sum{number}"
        for number, part in enumerate(parts)
    ]
    sums += [f"SUM({text}) AS {name}" for name, text in _LAND.items()]
    count = {
        name: f"CAST(g.sum{number} AS BIGINT) >> {10 * place} & 1023"
        for number, part in enumerate(parts)
        for place, name in enumerate(part)
    }
    kinds = {
        name: f"CASE WHEN ({count[f'{name}_sure']}) > 0 THEN TRUE"
        f" WHEN complete AND COALESCE({count[f'{name}_maybe']}, 0) = 0 THEN FALSE END"
        for name in _asked()
    }
    numbers = {name: count[name] for name in _counted()} | {name: f"g.{name}" for name in _LAND}
    return _shaped(f"SELECT home, {', '.join(sums)} FROM person GROUP BY home", kinds, numbers)  # noqa: S608


def _with_counts(aggregates: list[str], kinds: dict[str, str]) -> tuple[str, dict[str, str], dict[str, str]]:
    one, *others = enumerate(_counted().items())
    del one
    packed = "1 + " + " + ".join(f"CASE WHEN {text} THEN {1 << 10 * place} ELSE 0 END" for place, (_, text) in others)
    sums = [f"SUM({packed}) AS counts", *(f"SUM({text}) AS {name}" for name, text in _LAND.items())]
    numbers = {name: f"CAST(g.counts AS BIGINT) >> {10 * place} & 1023" for place, name in enumerate(_counted())} | {
        name: f"g.{name}" for name in _LAND
    }
    return f"SELECT home, {', '.join([*aggregates, *sums])} FROM person GROUP BY home", kinds, numbers  # noqa: S608


def counted(query: str, names: tuple[str, ...] | None = None) -> str:
    """How many are yes and how many no, of each program: all of the work, and one row to fetch."""
    sums = ", ".join(f"SUM({name}_yes), SUM({name}_no)" for name in names or tuple(_verdicts()))
    return f"SELECT COUNT(*), {sums} FROM ({query}) q"  # noqa: S608


def page(dialect: str, name: str) -> dict[str, str]:
    """Queries for a page of keys after the one given, which every mark in them is to be bound to."""
    mark = "?" if dialect == "sqlite" else "%s"
    office = "(occupation IN ('civil_servant', 'employee') OR occupation IS NULL)"
    decile, looked_for, unwanted = {
        "20 %": (8, _of_age(60), office),
        "1 %": (5, f"severe_disability AND NOT {_of_age(60)}", None),
        "0.01 %": (3, "severe_disability AND pregnant", None),
    }[name]
    start = f"SELECT key_ FROM home WHERE key_ > {mark} AND decile <= {decile}"  # noqa: S608
    end = f"ORDER BY key_ LIMIT {PAGE}"
    one = "SELECT 1 FROM person WHERE person.home = home.key_ AND"

    def query(wanted: str, without: str) -> str:
        return " AND ".join([start, wanted, *(["complete", without] if unwanted else [])]) + f" {end}"

    return {
        "exists": query(f"EXISTS ({one} {looked_for})", f"NOT EXISTS ({one} {unwanted})"),
        # Said once more of the persons, since a planner that merges would begin with the first of them.
        "bounded": query(
            f"EXISTS ({one} {looked_for} AND person.home > {mark})",
            f"NOT EXISTS ({one} {unwanted} AND person.home > {mark})",
        ),
        # A scalar is never made a join: the index is asked as often as a household is looked at.
        "probe": query(f"({one} {looked_for} LIMIT 1) = 1", f"({one} {unwanted} LIMIT 1) IS NULL"),
        "in": query(
            f"key_ IN (SELECT home FROM person WHERE {looked_for} AND person.home > {mark})",  # noqa: S608
            f"NOT EXISTS ({one} {unwanted})",
        ),
    }

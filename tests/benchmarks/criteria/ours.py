"""The engine's side of the benchmarks: each function does once what is done once, and gives back what is measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl
import sqlalchemy as sa

from slrt_core.adapters.columnar import Tables, evaluate
from slrt_core.adapters.sql.criteria import Exists, Facts, Grouped, Pages
from slrt_core.model.criteria import Cited, Clause
from slrt_core.model.programs import GovernanceLevel, Program, Provider
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.criteria import Context, Lowered, check, lower, nodes, parse, print_text
from slrt_core.rules.criteria.generating import compile_many
from slrt_core.rules.eligibility import Subject, assessing, compile_program
from slrt_core.rules.rulebook import load_rulebook
from tests.benchmarks.criteria import byhand_sql
from tests.benchmarks.criteria.data import AS_OF
from tests.benchmarks.criteria.databases import Database
from tests.benchmarks.criteria.peers import Frames, Judge, Ours, Texts

__all__ = ["OURS", "SCHEMA", "lowered", "rails"]

Frame = pl.DataFrame | pl.LazyFrame

SCHEMA = load_rulebook().schema
_WORDS = Text("uji", "trial")
_WORDS_OF = (("y", "yes"), ("n", "no"))
_KEYED = {f"participation_{program}": f"participation:{program}" for program in ("PKH", "SEMBAKO")}
_DRIVERS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://", "mariadb": "mysql+pymysql://"}
_TYPES: Mapping[str, type[sa.types.TypeEngine[Any]]] = {
    "bool": sa.Boolean, "int": sa.BigInteger, "code": sa.String, "date": sa.Date,
}  # fmt: skip
_BASIS = (Cited(text="for the benchmarks", tag="own"),)


def lowered(texts: Texts) -> dict[str, Lowered]:
    """The texts, parsed, checked and lowered."""
    setting = Context(schema=SCHEMA, as_of=AS_OF)
    return {name: lower(check(parse(text), SCHEMA, "household", text=text), setting) for name, text in texts.items()}


def one(texts: Texts) -> Judge:
    """All verdicts of a household by generated Python."""
    return compile_many(list(lowered(texts).values()))


def program(name: str, text: str) -> Program:
    """A program whose clauses are what the text joins by `&&`."""
    node = parse(text)
    parts = node.parts if isinstance(node, nodes.And) else (node,)
    clauses = tuple(
        Clause(id=f"{name}_{number}", label=_WORDS, basis=_BASIS, text=print_text(part))
        for number, part in enumerate(parts)
    )
    whole = clauses[0] if len(clauses) == 1 else Clause(id=name, label=_WORDS, basis=_BASIS, all=clauses)
    return Program(
        code=name.upper(),
        name=_WORDS,
        provider=Provider(id="trial", name=_WORDS, level=GovernanceLevel.CENTRE),
        unit=UnitKind.HOUSEHOLD,
        benefit=_WORDS,
        criteria=whole,
    )


def explained(texts: Texts) -> Judge:
    """The findings of a household: of every clause the verdict, and the facts that made it so."""
    trees = [compile_program(program(name, text), SCHEMA, AS_OF).tree for name, text in texts.items()]

    def judge(home: Mapping[str, Any]) -> object:
        told = Subject(household=home).told
        return [assessing._finding(tree, [home], told) for tree in trees]

    return judge


# --- columns


def rails(compiled: Mapping[str, Lowered], home: Frame, person: Frame) -> pl.LazyFrame:
    """Both rails of each text, in the form of those by hand."""
    both = [pl.col(name).fill_null(value=False).alias(f"{name}_yes") for name in compiled]
    both += [(~pl.col(name)).fill_null(value=False).alias(f"{name}_no") for name in compiled]
    found: pl.LazyFrame = evaluate(compiled, tables_of(home, person))
    return found.select("key", *both)


def columns(texts: Texts) -> Frames:
    """Both rails by the adapter for columns, in Polars' streaming engine."""
    compiled = lowered(texts)

    def judge(home: pl.DataFrame, person: pl.DataFrame) -> pl.DataFrame:
        return rails(compiled, home, person).collect(engine="streaming")

    return judge


def complete(texts: Texts) -> Frames:
    """One column for each text; that nothing is null in a frame the adapter sees for itself."""
    compiled = lowered(texts)

    def judge(home: pl.DataFrame, person: pl.DataFrame) -> pl.DataFrame:
        found: pl.DataFrame = evaluate(compiled, tables_of(home, person)).collect(engine="streaming")
        return found

    return judge


def tables_of(home: Frame, person: Frame) -> Tables:
    """The tables of `data.tables` under the names that the adapter expects."""
    return Tables(home=home.rename(_KEYED), person=person)


# --- SQL


def whole(texts: Texts, dialect: str) -> str:
    """Both rails of everybody, in the grouped shape."""
    compiled = list(lowered(texts).values())
    rails = Grouped(SCHEMA, _facts(dialect), "").rails(compiled).subquery("rails")
    names = [(f"{a}{place}", f"{name}_{word}") for place, name in enumerate(texts) for a, word in _WORDS_OF]
    return _text(sa.select(rails.c["key"].label("key_"), *(rails.c[a].label(b) for a, b in names)), dialect)


def page(text: str, database: Database) -> Callable[[int], object]:
    """The next keys of whom a text surely holds; statements are compiled once, as by hand."""
    [compiled] = lowered({"page": text}).values()
    pages = Pages(Exists(SCHEMA, _facts(database.dialect), ""), compiled, byhand_sql.PAGE)
    made: dict[int, tuple[str, Sequence[str], Mapping[str, Any]]] = {}

    def run(statement: sa.Select[Any], given: Mapping[str, Any]) -> Sequence[Any]:
        if id(statement) not in made:
            found: Any = statement.compile(dialect=_dialect(database.dialect))
            made[id(statement)] = str(found), found.positiontup, found.params
        written, names, params = made[id(statement)]
        values = {**params, **given}
        return database.run(written, [values[name] for name in names])

    return lambda after: pages.page(run, after)


def _facts(dialect: str) -> Facts:
    def named(name: str, key: str = "") -> str:
        column = f"{name}_{key}" if key else name
        return column.lower() if dialect == "postgresql" else column

    def table(name: str, columns: Mapping[str, str], *keys: str) -> sa.Table:
        shown = (sa.Column(named(column), _TYPES[kind]) for column, kind in columns.items())
        return sa.Table(name, sa.MetaData(), *(sa.Column(key, sa.BigInteger) for key in keys), *shown)

    home = table("home", byhand_sql.HOME, "key_")
    person = table("person", byhand_sql.PERSON, "key_", "home")
    return Facts(tables={"household": home, "individual": person}, key="key_", district="", column=named)


def _text(query: sa.Select[Any], dialect: str) -> str:
    made = query.compile(dialect=_dialect(dialect), compile_kwargs={"literal_binds": True})
    return str(made).replace("%%", "%")


@cache
def _dialect(dialect: str) -> sa.Dialect:
    """Of the database; marks stand in the order of what they are bound to."""
    return sa.create_engine(_DRIVERS[dialect], paramstyle="qmark" if dialect == "sqlite" else "format").dialect


OURS = Ours(one=one, explained=explained, columns=columns, complete=complete, whole=whole, page=page)

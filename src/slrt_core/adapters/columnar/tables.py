"""The tables of a population: which columns hold what, and that they hold what they should."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
from attrs import field, frozen

from slrt_core.errors import AdapterError
from slrt_core.reasons import Text
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.problems import CannotPushDown
from slrt_core.rules.criteria.schema import Kind

__all__ = ["LINKS", "Column", "Source", "Tables", "cannot"]

LINKS: Mapping[tuple[str, str], str] = {
    ("individual", "household"): "home",
    ("individual", "family"): "kin",
    ("family", "household"): "home",
}
"""The column of a unit's table that holds the key of the unit it belongs to."""

_NAMES = {"household": "home", "family": "kin", "individual": "person"}


@frozen(kw_only=True)
class Tables:
    """A population, as frames of Polars (eager or lazy), relations of DuckDB or DataFrames of PySpark, all of one kind.

    - ``home``: a row for each household, with ``key``.
    - ``kin``: a row for each family, with ``key`` and ``home``, the key of its household.
    - ``person``: a row for each individual, with ``home``, and ``kin`` if anything is asked by family; with ``key`` if
      anything is asked of individuals, or of two members at once. Who is in a family is in its household.
    - ``home`` and ``kin`` have ``complete``: true only if the roster of members is closed.
    - A variable is a column of its name: decimals as whole numbers of their last digit, codes as strings or
      enumerations, dates as dates; null is unknown.
    - A keyed variable is a column for each key, ``participation:PKH``; a set of codes a yes/no column for each code,
      ``social_categories:odha``, null if the set is unknown. That is the fast way.
    - Or both stand in ``mark``, in the long form that a store has: ``of`` (household, family, individual), ``unit``
      (its key), ``variable``, ``item`` (the key, or the code that the set has), ``value`` (the value of a keyed one, as
      a string; yes is ``true``). A set that is known has a row at least, with null as item if it is empty.

    A column that an expression needs and that is not there is `CannotPushDown`: no column is not "unknown of all".
    """

    home: Any
    kin: Any = None
    person: Any = None
    mark: Any = None


@frozen
class Column:
    """Where a value stands.

    Args:
        name: of the column in its table, or in the pivoted marks.
        mark: variable and item, if it is in the marks.
        type: of a code's column: ``enum`` with its categories, or empty.
        codes: the categories.
        told: whether no row of it is null.
    """

    name: str
    mark: tuple[str, str, str] | None = None
    codes: tuple[str, ...] | None = None
    told: bool = False


@frozen
class Source:
    """One unit's table.

    Args:
        name: in `Tables`.
        frame: lazy.
        types: of its columns.
        told: the columns in which nothing is null, as far as we see.
        closed: whether we see that every roster is.
    """

    name: str
    frame: nw.LazyFrame[Any]
    types: Mapping[str, Any]
    told: frozenset[str] = field(factory=frozenset)
    closed: bool = False

    @classmethod
    def of(cls, name: str, native: Any) -> Source:
        """A native frame, read lazily; of one that is in memory, we see at once what nobody left open."""
        frame: Any = nw.from_native(native)
        if not isinstance(frame, nw.DataFrame):
            return cls(name, frame, dict(frame.collect_schema()))
        told = frozenset(column for column in frame.columns if not frame.get_column(column).null_count())
        closed = "complete" in told and frame.schema["complete"] == nw.Boolean and frame.get_column("complete").all()
        return cls(name, frame.lazy(), dict(frame.schema), told, bool(closed))


def sources(tables: Tables) -> dict[str, Source]:
    """The tables that there are, by unit; the marks under ``mark``."""
    names = {**_NAMES, "mark": "mark"}
    given = {unit: (name, getattr(tables, name)) for unit, name in names.items()}
    return {unit: Source.of(name, native) for unit, (name, native) in given.items() if native is not None}


def cannot(id: str, en: str, at: nodes.Place | None = None) -> CannotPushDown:
    """Nothing wider is asked instead."""
    return CannotPushDown("kolom/columns", Text(id, en), at)


def find(all_sources: Mapping[str, Source], unit: str, name: str, kind: Kind | None, node: Any) -> Column:
    """The column of a variable, whose type must be right.

    Args:
        all_sources: the tables.
        unit: whose variable it is.
        name: of the variable; with the key or the code after a colon.
        kind: what must be in it; ``None`` for a yes/no column.
        node: that asks for it, for its place.
    """
    source, marks = all_sources.get(unit), all_sources.get("mark")
    if source is None:
        raise cannot(f"unit {unit} tanpa tabel", f"the unit {unit}, which has no table", node.at)
    if name in source.types:
        return Column(name, codes=_typed(source, name, kind), told=name in source.told)
    variable, colon, item = name.partition(":")
    if not colon or marks is None or (kind is not None and kind.name not in {"bool", "number", "code"}):
        raise cannot(f"{unit}.{name} tanpa kolom", f"{unit}.{name}, which has no column", node.at)
    return Column(name, mark=(variable, item, kind.name if kind is not None else "codes"))


def _typed(source: Source, name: str, kind: Kind | None) -> tuple[str, ...] | None:
    dtype = source.types[name]
    match "bool" if kind is None else kind.name:
        case "bool":
            right = dtype == nw.Boolean
        case "number":
            right = dtype.is_integer()
        case "date":
            right = dtype == nw.Date
        case "instant":
            right = dtype == nw.Datetime
        case _:
            right = dtype in {nw.String, nw.Categorical} or isinstance(dtype, nw.Enum)
    if not right:
        what = "ya/tidak" if kind is None else kind.name
        raise AdapterError(
            "column-type",
            Text(
                f"kolom {source.name}.{name} bertipe {dtype}, bukan {what}",
                f"the column {source.name}.{name} is of the type {dtype}, not {'bool' if kind is None else kind.name}",
            ),
        )
    return tuple(dtype.categories) if isinstance(dtype, nw.Enum) else () if dtype == nw.Categorical else None

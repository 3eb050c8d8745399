"""The thirteen programs in openfisca-core, on complete data: a variable with a vectorial formula for each.

OpenFisca knows no unknown: a missing value would be its type's default, so it is measured where everything is known.
What it is given, to its advantage: inputs as numpy arrays (codes as the numbers of an enumeration, births as
datetime64), and memberships set without its own sorting of ids. Questions that programs share are variables, computed
once in a simulation. `judged` makes a simulation of such arrays and computes all programs.

Its `sum` over members is as long as the last household with somebody in it, so `_sum` adds what is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from tests.benchmarks.criteria.data import AS_OF, CODES, HOMES, PERSONS, Chunk, Column
from tests.benchmarks.criteria.programs13 import PROGRAMS

__all__ = ["from_tables", "judged", "prepared", "system"]

Inputs = tuple[Mapping[str, Any], Column, int]
"""The arrays by name, the place of each person's household, and how many households there are."""

_PERIOD = "2026-06"
_PERSON = build_entity("person", "persons", "", is_person=True)
_HOME = build_entity("household", "households", "", roles=[{"key": "member", "plural": "members"}])
_ENUMS: Mapping[str, Any] = {name: Enum(name, [(f"c_{code}", code) for code in codes]) for name, codes in CODES.items()}
_DATES = {"birth_date"}
_BOOLS = {"pregnant", "severe_disability", "farmer_registered"}
_SCHOOLS = ("primary", "junior_secondary", "senior_secondary")
_PAID = ("validated", "active", "suspended")


def system() -> TaxBenefitSystem:
    """All variables; to be made once."""
    made = TaxBenefitSystem([_PERSON, _HOME])
    for names, entity in ((HOMES, _HOME), (PERSONS, _PERSON)):
        for name in names:
            made.add_variable(_variable(name, entity, None))
    for name, formula in _PERSONS_FORMULAS.items():
        made.add_variable(_variable(name, _PERSON, formula))
    for name, formula in _FORMULAS.items():
        made.add_variable(_variable(name if name == "size" else f"program_{name}", _HOME, formula))
    return made


def _variable(name: str, entity: Any, formula: Callable[[Any, Any], Any] | None) -> type[Variable]:
    body: dict[str, Any] = {"entity": entity, "definition_period": DateUnit.MONTH, "label": name}
    if formula is None:
        body["value_type"] = _kind(name)
        if name in CODES:
            body |= {"value_type": Enum, "possible_values": _ENUMS[name], "default_value": next(iter(_ENUMS[name]))}
    else:
        body |= {"value_type": int if name == "size" else bool, "formula": _given(formula)}
    return type(name, (Variable,), body)


def _given(formula: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def asked(unit: Any, period: Any) -> Any:  # by the names of the parameters OpenFisca tells what to hand over
        return formula(unit, period)

    return asked


def _kind(name: str) -> type:
    return dt.date if name in _DATES else bool if name in _BOOLS else int


def prepared(chunk: Chunk) -> Inputs:
    """The arrays of a chunk as a simulation takes them."""
    arrays: dict[str, Any] = {}
    for name, column in (*chunk.homes.items(), *chunk.persons.items()):
        arrays[name] = _ENUMS[name].encode(column.astype(np.int16)) if name in CODES else column
    return arrays, np.repeat(np.arange(len(chunk.key)), chunk.size), len(chunk.key)


def from_tables(home: pl.DataFrame, person: pl.DataFrame) -> Inputs:
    """The arrays of the tables of `data.tables`, whose keys ascend: what it costs to start from the same objects."""
    arrays = {name: _array(home[name]) for name in HOMES} | {name: _array(person[name]) for name in PERSONS}
    return arrays, np.searchsorted(home["key"].to_numpy(), person["home"].to_numpy()), len(home)


def _array(series: pl.Series) -> Any:
    if series.name not in CODES:
        return series.to_numpy()
    # Polars finds the numbers of texts several times faster than OpenFisca's own encoding.
    numbers = series.cast(pl.Enum(CODES[series.name])).to_physical().to_numpy()
    return _ENUMS[series.name].encode(numbers.astype(np.int16))


def judged(made: TaxBenefitSystem, inputs: Inputs) -> dict[str, Column]:
    """A simulation of these households: an array for each program."""
    arrays, member_of, count = inputs
    populations = made.instantiate_entities()
    person, home = populations["person"], populations["household"]
    person.count, home.count = len(member_of), count
    person.ids, home.ids = np.arange(len(member_of)), np.arange(count)
    home.members_entity_id = member_of
    simulation = Simulation(made, populations)
    for name, array in arrays.items():
        simulation.set_input(name, _PERIOD, array)
    return {name: simulation.calculate(f"program_{name}", _PERIOD) for name in PROGRAMS}


def _sum(home: Any, array: Any) -> Any:
    found = home.sum(array)
    short = home.count - len(found)
    return np.concatenate([found, np.zeros(short)]) if short else found


def _any(home: Any, array: Any) -> Any:
    return _sum(home, array) > 0


def _in(unit: Any, name: str, codes: tuple[str, ...], period: Any) -> Any:
    values = unit(name, period)
    found: Any = np.zeros(len(values), dtype=bool)
    for code in codes:
        found |= values == _ENUMS[name][f"c_{code}"]
    return found


def _of_age(years: int) -> Callable[[Any, Any], Any]:
    bound = np.datetime64(AS_OF.replace(year=AS_OF.year - years))
    return lambda person, period: person("birth_date", period) <= bound


_PERSONS_FORMULAS: dict[str, Callable[[Any, Any], Any]] = {
    **{f"aged_{years}": _of_age(years) for years in (6, 7, 15, 18, 22, 60, 65, 70)},
    "at_school": lambda person, period: _in(person, "school_level", _SCHOOLS, period),
}
"""What several programs ask of a person."""


def _decile(home: Any, period: Any, highest: int) -> Any:
    return home("decile", period) <= highest


def _family(home: Any, period: Any) -> Any:
    of = home.members
    meant = (
        of("pregnant", period)
        | ~of("aged_7", period)
        | of("aged_60", period)
        | of("severe_disability", period)
        | of("at_school", period)
    )
    return _decile(home, period, 4) & _any(home, meant)


def _food(home: Any, period: Any) -> Any:
    office = _in(home.members, "occupation", ("civil_servant", "employee"), period)
    return _decile(home, period, 5) & ~_any(home, office)


def _elderly(home: Any, period: Any) -> Any:
    of = home.members
    working = of("aged_18", period) & ~of("aged_60", period)
    return _decile(home, period, 5) & _any(home, of("aged_70", period)) & ~_any(home, working)


def _disability(home: Any, period: Any) -> Any:
    of = home.members
    return _decile(home, period, 6) & _any(home, of("severe_disability", period) & of("aged_18", period))


def _cash(home: Any, period: Any) -> Any:
    ill = _in(home.members, "chronic_illness", ("heart", "tuberculosis", "stroke", "cancer"), period)
    return (
        _decile(home, period, 3)
        & ~_in(home, "participation_PKH", _PAID, period)
        & ~_in(home, "participation_SEMBAKO", _PAID, period)
        & ((home("monthly_income", period) < 1_000_000) | _any(home, ill))
    )


def _size(home: Any, _period: Any) -> Any:
    return np.bincount(home.members_entity_id, minlength=home.count)


def _housing(home: Any, period: Any) -> Any:
    return _decile(home, period, 4) & (
        _in(home, "floor", ("earth", "bamboo"), period)
        | _in(home, "wall", ("bamboo", "bamboo_weave", "other"), period)
        | (home("floor_area", period) < 72 * home("size", period))
    )


def _dependency(home: Any, period: Any) -> Any:
    of = home.members
    dependent = _sum(home, ~of("aged_15", period) | of("aged_65", period))
    return dependent > home("size", period) - dependent


def _gas(home: Any, period: Any) -> Any:
    # Its integers have 32 bits: enough for these products.
    return (home("monthly_income", period) < 500_000 * home("size", period)) & (home("motorcycles", period) <= 2)


def _school(home: Any, period: Any) -> Any:
    of = home.members
    pupil = of("aged_6", period) & ~of("aged_22", period) & of("at_school", period)
    return _decile(home, period, 4) & _any(home, pupil)


def _electricity(home: Any, period: Any) -> Any:
    return _in(home, "power", ("450", "900"), period) & _decile(home, period, 4) & (home("motorcycles", period) <= 1)


def _fertiliser(home: Any, period: Any) -> Any:
    of = home.members
    registered = of("farmer_registered", period)
    farmer = registered & _in(of, "occupation", ("farmer", "farm_worker"), period)
    return _any(home, farmer) & (_sum(home, registered * of("farmed_land", period)) <= 200)


def _work(home: Any, period: Any) -> Any:
    of = home.members
    idle = _in(of, "occupation", ("none", "housework", "student"), period)
    return (home("size", period) >= 1) & ~_any(home, of("aged_18", period) & ~idle)


def _health(home: Any, period: Any) -> Any:
    of = home.members
    disabled = of("disability", period) != _ENUMS["disability"].c_none
    return (
        _decile(home, period, 4)
        | ((home("monthly_income", period) < 3_000_000) & (_sum(home, ~of("aged_18", period)) >= 3))
        | (_sum(home, disabled) >= 2)
    )


_FORMULAS: dict[str, Callable[[Any, Any], Any]] = {
    "size": _size,
    "family": _family,
    "food": _food,
    "elderly": _elderly,
    "disability": _disability,
    "cash": _cash,
    "housing": _housing,
    "dependency": _dependency,
    "gas": _gas,
    "school": _school,
    "electricity": _electricity,
    "fertiliser": _fertiliser,
    "work": _work,
    "health": _health,
}

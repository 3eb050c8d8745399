"""The thirteen programs in the Rust binding of CEL: compiled once, evaluated for a household.

What it is given, to its advantage: `prepared` turns our dicts into what the binding takes (it refuses a
`datetime.date`, so births become numbers of days, cheaper than its timestamps; it takes no sets), ages are written as
births before a day, what no program asks for is left out, and the household is handed over once for all programs. Only
`sum` calls back into Python. That Python's objects become CEL's values is part of an evaluation there.

What is unknown is left out: CEL then raises KeyError, which is taken as unknown. Its `&&` and `||` absorb an error as
Kleene's do, but in this binding `exists` and `all` fail on the first one even where a later member decides; a
comparison with null raises TypeError, and `==` and `in` take null for a value. So it says unknown more often than need
be, and knows nothing of open rosters: with missing facts only its time can be compared, not its answers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import cel

from tests.benchmarks.criteria.data import AS_OF
from tests.benchmarks.criteria.programs13 import PROGRAMS

__all__ = ["evaluate", "prepared", "programs", "start_to_end"]

_AGE = re.compile(r"age\(m\.birth_date\) (>=|<=|<) (\d+)")
_UNASKED = {"members", "families", "region", "complete"}
_FUNCTIONS = {"sum": sum}


def programs() -> tuple[Any, ...]:
    """The programs, compiled, in the order of the texts."""
    return tuple(cel.compile(_written(text)) for text in PROGRAMS.values())


def _written(text: str) -> str:
    """In CEL's own terms: births instead of ages, scaled numbers instead of decimals."""
    return _AGE.sub(_born, text).replace("dec('7.2')", "72").replace("dec('2.00')", "200")


def _born(found: re.Match[str]) -> str:
    years = int(found[2]) + (found[1] == "<=")
    born = AS_OF.replace(year=AS_OF.year - years)
    return f"m.birth_date {'<=' if found[1] == '>=' else '>'} {born.toordinal()}"


def prepared(home: Mapping[str, Any]) -> dict[str, Any]:
    """A household as the binding takes it: without what is unknown, births as numbers of days."""
    found = {name: value for name, value in home.items() if value is not None and name not in _UNASKED}
    found["participation"] = {name: value for name, value in home["participation"].items() if value is not None}
    found["members"] = [_person(person) for person in home["members"]]
    return found


def _person(person: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in person.items() if value is not None and name != "sex"}
    born = found.get("birth_date")
    if born is not None:
        found["birth_date"] = born.toordinal()
    return found


def evaluate(compiled: Sequence[Any], home: Mapping[str, Any]) -> list[bool | None]:
    """What each program says of a prepared household; None where CEL raises."""
    context = cel.Context({"household": home}, _FUNCTIONS)
    found: list[bool | None] = []
    for program in compiled:
        try:
            found.append(program.execute(context))
        except (KeyError, TypeError):
            found.append(None)
    return found


def start_to_end(compiled: Sequence[Any], home: Mapping[str, Any]) -> list[bool | None]:
    """The same from our own objects, preparation and all."""
    return evaluate(compiled, prepared(home))

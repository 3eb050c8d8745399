"""Ages of the core: a bound on the date of birth, for one day of assessment."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from slrt_core.rules.criteria import core, nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import AGE

__all__ = ["aged"]


def aged(op: nodes.Op, age: nodes.Age, value: int, as_of: date) -> Node:
    """An age, compared with a whole number.

    Args:
        op: the age stands to its left.
        age: of a date of birth that is lowered.
        value: to its right.
        as_of: the day of assessment.
    """
    match op:
        case ">=":
            return _completed(age, value, as_of)
        case ">":
            return _completed(age, value + 1, as_of)
        case "<":
            return core.not_(_completed(age, value, as_of))
        case "<=":
            return core.not_(_completed(age, value + 1, as_of))
        case "==" | "!=":
            if abs(value) > AGE[age.unit]:
                return nodes.Bool(op == "!=")
            same = core.and_([_completed(age, value, as_of), core.not_(_completed(age, value + 1, as_of))])
            return same if op == "==" else core.not_(same)


def _completed(age: nodes.Age, least: int, as_of: date) -> Node:
    """Whether so many years or months are completed."""
    if not -AGE[age.unit] < least <= AGE[age.unit]:
        return nodes.Bool(least < 0)
    last = _latest(as_of, least * (12 if age.unit == "years" else 1))
    if last is None:
        return core.compared("<", age.of, nodes.Day(date.min))
    return core.compared("<=", age.of, nodes.Day(last))


def _latest(as_of: date, months: int) -> date | None:
    """The last date of birth with so many completed months; ``None`` before all dates."""
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - months, 12)
    if year < date.min.year:
        return None
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(as_of.day, monthrange(year, month + 1)[1]))

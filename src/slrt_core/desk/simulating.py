"""What a change of a program would do, as far as the store can tell without giving anybody out (R-MON-3).

Of each unit the store says what the verdicts are, before and after, and which components hold, for the unit and for its
members; the limits and the amounts are reckoned here. So nobody is read for their numbers, and for their cost only
where several things that are not certain hang together in a way that the store does not tell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING

from slrt_core.rules.eligibility import Simulating
from slrt_core.rules.eligibility.costing import Verdicts

if TYPE_CHECKING:
    from slrt_core.ports import Population

__all__ = ["count_told"]


def count_told(made: Simulating, population: Population, places: Collection[str]) -> Mapping[str, Collection[str]]:
    """Count the units whose state the store holds.

    Args:
        made: what is compared, to which they are added.
        population: the store's.
        places: the villages.

    Returns:
        The units that were left out, since they are to be read to know their cost, by household.

    Raises:
        CannotPushDown: a column that is needed is not there; nothing was counted.
    """
    first = made.verdicts[0]
    found = population.verdicts(made.verdicts, places, further=made.conditions, facts=made.facts, each=made.each)
    members = _members(made, population, places, {one.keys[0] for one in found if one.keys})
    others = population.units(first.unit, places, first.as_of) - sum(one.units for one in found)
    made.told((False, False), units=others)
    left: dict[str, set[str]] = {}
    for one in found:
        unit = one.keys[0] if one.keys else ""
        if not made.told(one.verdicts, one.facts, members.get(unit, ()), one.units):
            left.setdefault(one.keys[-1], set()).add(unit)
    return left


def _members(
    made: Simulating, population: Population, places: Collection[str], units: Collection[str]
) -> Mapping[str, tuple[Verdicts, ...]]:
    """What was found of the members of some units of whom anything may hold, in the order of their ids."""
    if not made.members:
        return {}
    first = made.verdicts[0]
    above = len(first.schema.roots[first.unit])
    found: dict[str, list[tuple[str, Verdicts]]] = {}
    for one in population.verdicts(made.members, places, each=True):
        if one.keys[-above] in units:
            found.setdefault(one.keys[-above], []).append((one.keys[0], one.verdicts))
    return {unit: tuple(verdicts for _, verdicts in sorted(own, key=itemgetter(0))) for unit, own in found.items()}

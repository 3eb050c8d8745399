"""What becomes of the open cases of a household that a death, a move, a split or a merger befalls.

The rows of the case table say what a case does then, by kind and state. Here it is said which cases are meant, in which
order, and whose case it is afterwards. All of it is the project's own: no source says it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.model.cases import Case
from slrt_core.model.contents import Addition, Change, Need, Participation
from slrt_core.model.homes import Death, HomeChange, Merger, Relocation, Split
from slrt_core.rules.homes import dies_out, leaving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from slrt_core.model.registry import Household

__all__ = ["BEFALLING", "Befallen", "Home", "befalling"]

BEFALLING = frozenset(
    {"household_moved", "household_left", "unit_died", "household_split", "household_merged", "household_doubled"}
)
"""The commands that nobody gives: they follow from what was decided about the household."""


@frozen(kw_only=True)
class Home:
    """Whose case it is from then on.

    Args:
        household: its id.
        region: the village.
        homes: the other households that it concerns or concerned: who lives there is kept apart as well (R-APP-5).
        about: the id of the case that brought this about, or of the one that goes on in place of this one.
    """

    household: str
    region: str
    homes: tuple[str, ...]
    about: str


@frozen(kw_only=True)
class Befallen:
    """One step of one case that follows."""

    case: str
    command: str
    home: Home


def befalling(
    content: HomeChange, source: Case, household: Household, other: Household | None, cases: Sequence[Case]
) -> Iterator[Befallen]:
    """The steps that follow, in order.

    Args:
        content: what befell the household.
        source: the case that brought it.
        household: as it was before.
        other: the household that remains, for a merger.
        cases: all cases of both.
    """
    match content:
        case Death():
            whole = dies_out(household, content)
            for case in cases:
                if case.id != source.id and (whole or _unit(case) == content.person):
                    yield _step(case, "unit_died", source)
        case Relocation(away=True):
            yield from (_step(case, "household_left", source) for case in cases if case.id != source.id)
        case Relocation():
            for case in cases:
                yield _step(case, "household_moved", source, region=content.to)
        case Split():
            yield from _split(content, source, household, cases)
        case Merger():
            yield from _merged(content, source, household, other, cases)


def _step(
    case: Case, command: str, source: Case, *, household: str = "", region: str = "", beside: tuple[str, ...] = ()
) -> Befallen:
    whose = household or case.household
    homes = tuple(home for home in dict.fromkeys((*case.homes, case.household, *beside)) if home and home != whose)
    return Befallen(
        case=case.id,
        command=command,
        home=Home(household=whose, region=region or case.region, homes=homes, about=source.id),
    )


def _unit(case: Case) -> str:
    """The family or member that a case is about; empty where it is about the household, or nobody is named."""
    return case.content.unit if isinstance(case.content, (Need, Participation)) else ""


def _units(case: Case) -> frozenset[str]:
    match case.content:
        case Need(unit=unit) | Participation(unit=unit):
            return frozenset(filter(None, [unit]))
        case Change(changes=changes):
            return frozenset(change.unit for change in changes)
        case Death(person=person):
            return frozenset([person])
        case _:
            return frozenset()


def _split(content: Split, source: Case, household: Household, cases: Sequence[Case]) -> Iterator[Befallen]:
    gone = frozenset(leaving(household, content))
    both = (household.id, content.household)
    for case in cases:
        units = _units(case)
        goes = case.id != source.id and bool(units) and units <= gone
        yield _step(case, "household_split", source, household=content.household if goes else household.id, beside=both)
        if goes and content.region and content.region != household.region:
            where = content.region
            yield _step(case, "household_moved", source, household=content.household, region=where, beside=both)


def _merged(
    content: Merger, source: Case, household: Household, other: Household | None, cases: Sequence[Case]
) -> Iterator[Befallen]:
    both = (household.id, content.into)
    for later, earlier in _doubles(household.id, content.into, cases):
        yield _step(later, "household_doubled", earlier)
    for case in cases:
        yield _step(case, "household_merged", source, household=content.into, beside=both)
        if case.household == household.id and other is not None and other.region != household.region:
            where = other.region
            yield _step(case, "household_moved", source, household=content.into, region=where, beside=both)


def _doubles(one: str, two: str, cases: Sequence[Case]) -> Iterator[tuple[Case, Case]]:
    """Cases of both that ask for the same: each later one, with the earlier one that goes on in its place."""
    held: dict[tuple[str, ...], Case] = {}
    for case in sorted(cases, key=lambda case: (case.opened_at, case.id)):
        if case.outcome or case.state == "closed":
            continue
        match case.content:
            case Addition():
                key: tuple[str, ...] = ("addition",)
            case Need(program=program, unit=unit):
                # What is asked for either household is asked for the one that remains.
                key = ("need", program, "" if unit in {one, two} else unit)
            case _:
                continue
        first = held.setdefault(key, case)
        if first.household != case.household:
            yield case, first

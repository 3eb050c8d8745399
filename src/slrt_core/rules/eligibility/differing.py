"""What differs between two versions of a program, clause by clause: what whoever approves a change has to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from attrs import frozen

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Clause, Tie
from slrt_core.model.parameters import Parameter
from slrt_core.model.programs import Program
from slrt_core.reasons import Text
from slrt_core.rules.criteria import parse, print_text

__all__ = ["Change", "Difference", "differences"]


class Change(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@frozen(kw_only=True)
class Difference:
    """One part that differs.

    Args:
        part: ``version``, ``clause``, ``component``, ``parameter``, ``limit``, ``quota``, ``excludes`` or ``expects``.
        id: of the part, as it stands in the file.
        change: what happened to it.
        label: in words; the newer ones.
        before: the text, or the values, as they were.
        after: as they are.
        relabelled: whether the words changed too.
    """

    part: str
    id: str
    change: Change
    label: Text
    before: str = ""
    after: str = ""
    relabelled: bool = False


_Part = tuple[Text, str]


def differences(old: Program, new: Program) -> tuple[Difference, ...]:
    """All that differs between two versions of a program. How a text is spaced or bracketed is no difference.

    Args:
        old: as it was.
        new: as it is to be.
    """
    before, after = _parts(old), _parts(new)
    keys = [*before, *(key for key in after if key not in before)]
    return tuple(one for key in keys if (one := _difference(key, before.get(key), after.get(key))))


def _difference(key: tuple[str, str], before: _Part | None, after: _Part | None) -> Difference | None:
    part, name = key
    if before is None and after is not None:
        return Difference(part=part, id=name, change=Change.ADDED, label=after[0], after=after[1])
    if after is None and before is not None:
        return Difference(part=part, id=name, change=Change.REMOVED, label=before[0], before=before[1])
    if before is None or after is None or before == after:
        return None
    return Difference(
        part=part,
        id=name,
        change=Change.CHANGED,
        label=after[0],
        before=before[1],
        after=after[1],
        relabelled=before[0] != after[0],
    )


def _parts(program: Program) -> Mapping[tuple[str, str], _Part]:
    found: dict[tuple[str, str], _Part] = {
        ("version", "days"): (
            Text("masa berlaku", "days on which it counts"),
            _span(program.valid_from, program.valid_until),
        ),
        ("version", "unit"): (Text("satuan", "unit"), program.unit.value),
        ("version", "benefit"): (program.benefit, ""),
    }
    found |= _clauses(program.criteria) if program.criteria else {}
    for component in program.components:
        most = f"; limit {component.limit}" if component.limit else ""
        said = f"{_canonical(component.text)}; {component.each.value}; {component.amount}{most}"
        found["component", component.id] = component.label, said
    for parameter in program.parameters:
        found["parameter", parameter.name] = (
            Text(parameter.name, parameter.name),
            "; ".join(_values(parameter, program)),
        )
    if program.limit:
        found["limit", "persons"] = program.limit.label, f"{program.limit.persons} / {program.limit.within.value}"
    if program.quota:
        ranks = ", ".join(_canonical(text) for text in program.quota.rank)
        found["quota", "rank"] = program.quota.label, ranks
    return found | _ties("excludes", program.excludes) | _ties("expects", program.expects)


def _clauses(clause: Clause) -> dict[tuple[str, str], _Part]:
    joined = "all" if clause.all else "any"
    said = (
        _canonical(clause.text) if clause.text else f"{joined}: {', '.join(c.id for c in (*clause.all, *clause.any))}"
    )
    found: dict[tuple[str, str], _Part] = {("clause", clause.id): (clause.label, said)}
    for part in (*clause.all, *clause.any):
        found |= _clauses(part)
    return found


def _ties(part: str, ties: tuple[Tie, ...]) -> dict[tuple[str, str], _Part]:
    return {(part, tie.program): (tie.label, tie.program) for tie in ties}


def _values(parameter: Parameter, program: Program) -> Iterator[str]:
    """Each value; its days where they are not those of the version."""
    for one in sorted(parameter.values, key=lambda value: (value.at, value.valid_from)):
        first = date.min if one.valid_from <= program.valid_from else one.valid_from
        last = date.max if one.valid_until >= program.valid_until else one.valid_until
        days = "" if (first, last) == (date.min, date.max) else f" {_span(first, last)}"
        yield f"{one.value} / {parameter.per.value}{days}{f' @{one.at}' if one.at else ''}"


def _span(first: date, last: date) -> str:
    return f"{'' if first == date.min else first}…{'' if last == date.max else last}"


def _canonical(text: str) -> str:
    """The text as the printer writes it; as it stands, if it cannot be read."""
    try:
        return print_text(parse(text))
    except Invalid:
        return text

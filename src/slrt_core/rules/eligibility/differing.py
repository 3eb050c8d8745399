"""What differs between two versions of a program, clause by clause: what whoever approves a change has to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Clause, Each, Tie
from slrt_core.model.parameters import Number, Parameter, Per
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.criteria import parse, print_text
from slrt_core.rules.eligibility.phrasing import Words, amount, day_words, number

__all__ = ["Change", "Difference", "differences"]


_ID, _EN = Words(variables={}), Words(variables={}, language="en")
_NOTHING = Text("", "")
_EACH = {
    Each.MEMBER: Text("untuk tiap anggota", "for each member"),
    Each.UNIT: Text("untuk seluruhnya", "for the whole"),
}
_UNITS = {
    UnitKind.HOUSEHOLD: Text("rumah tangga", "household"),
    UnitKind.FAMILY: Text("keluarga", "family"),
    UnitKind.INDIVIDUAL: Text("orang", "person"),
}


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
        before: the text, or the values in words, as they were; empty where only the label tells.
        after: as they are.
        relabelled: whether the words changed too.
    """

    part: str
    id: str
    change: Change
    label: Text
    before: Text = _NOTHING
    after: Text = _NOTHING
    relabelled: bool = False


_Part = tuple[Text, Text]


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
        ("version", "unit"): (Text("untuk siapa", "for whom"), _UNITS[program.unit]),
        ("version", "benefit"): (program.benefit, _NOTHING),
    }
    found |= _clauses(program.criteria) if program.criteria else {}
    for component in program.components:
        found["component", component.id] = (
            component.label,
            _joined(
                _same(_canonical(component.text)) if component.text != "true" else _NOTHING,
                _EACH[component.each],
                _same(component.amount),
                _at_most(component.limit, Text("orang", "persons")) if component.limit else _NOTHING,
            ),
        )
    for parameter in program.parameters:
        found["parameter", parameter.name] = _same(parameter.name), _joined(*_values(parameter, program))
    if program.limit:
        within = _UNITS[program.limit.within]
        most = Text(f"orang tiap {within.id}", f"persons of one {within.en}")
        found["limit", "persons"] = program.limit.label, _at_most(program.limit.persons, most)
    if program.quota:
        ranks = ", ".join(_canonical(text) for text in program.quota.rank)
        found["quota", "rank"] = program.quota.label, Text(f"menurut {ranks}", f"by {ranks}")
    return found | _ties("excludes", program.excludes) | _ties("expects", program.expects)


def _clauses(clause: Clause) -> dict[tuple[str, str], _Part]:
    below = ", ".join(part.id for part in (*clause.all, *clause.any))
    said = _same(_canonical(clause.text)) if clause.text else Text(f"salah satu dari: {below}", f"one of: {below}")
    if clause.all:
        said = Text(f"semua dari: {below}", f"all of: {below}")
    found: dict[tuple[str, str], _Part] = {("clause", clause.id): (clause.label, said)}
    for part in (*clause.all, *clause.any):
        found |= _clauses(part)
    return found


def _ties(part: str, ties: tuple[Tie, ...]) -> dict[tuple[str, str], _Part]:
    return {(part, tie.program): (tie.label, _same(tie.program)) for tie in ties}


def _values(parameter: Parameter, program: Program) -> Iterator[Text]:
    """Each value; its days where they are not those of the version."""
    for one in sorted(parameter.values, key=lambda value: (value.at, value.valid_from)):
        first = date.min if one.valid_from <= program.valid_from else one.valid_from
        last = date.max if one.valid_until >= program.valid_until else one.valid_until
        days = _NOTHING if (first, last) == (date.min, date.max) else _span(first, last)
        place = Text(f"di {one.at}", f"in {one.at}") if one.at else _NOTHING
        yield _joined(_worth(one.value, parameter.per), place, days, by=" ")


def _worth(value: Number, per: Per) -> Text:
    """An amount in rupiah and how often it is paid; what is paid never is a plain number."""
    if per is Per.NONE:
        return Text(number(Decimal(value), _ID), number(Decimal(value), _EN))
    return Text(amount(int(value), per, _ID), amount(int(value), per, _EN))


def _at_most(many: int, whom: Text) -> Text:
    return Text(f"paling banyak {many} {whom.id}", f"at most {many} {whom.en}")


def _span(first: date, last: date) -> Text:
    since = _NOTHING if first == date.min else Text(f"sejak {day_words(first, _ID)}", f"from {day_words(first, _EN)}")
    until = _NOTHING if last == date.max else Text(f"sampai {day_words(last, _ID)}", f"until {day_words(last, _EN)}")
    return _joined(since, until, by=" ")


def _same(text: str) -> Text:
    return Text(text, text)


def _joined(*texts: Text, by: str = "; ") -> Text:
    there = [text for text in texts if text.id]
    return Text(by.join(text.id for text in there), by.join(text.en for text in there))


def _canonical(text: str) -> str:
    """The text as the printer writes it; as it stands, if it cannot be read."""
    try:
        return print_text(parse(text))
    except Invalid:
        return text

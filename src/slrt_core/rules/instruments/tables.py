"""The shape of an instrument's file: for each variable the columns that answer it, and what their codes mean."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from slrt_core.reasons import Text
from slrt_core.rules.rulebook import Variable

__all__ = ["HOW", "UNSAID", "Answer", "Instrument", "Part", "RosterRule", "Silence", "Unasked"]

HOW = ("codes", "number", "sum", "percentile", "parts", "date", "text", "nik", "no_kk", "region")
"""How a column is read; see `Answer`."""

UNSAID = "unsaid"
"""No source says whose region codes they are: then only a code with dots is read, which shows whose it is."""


@frozen(kw_only=True)
class Part:
    """One of several columns that together say a set of codes; a code of a *mask* is a sum of powers of two."""

    columns: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    mask: bool = False


@frozen(kw_only=True)
class Unasked:
    """Of whom the question is not asked because it does not apply, and what holds of them then."""

    columns: tuple[str, ...]
    codes: tuple[str, ...]
    value: str
    text: Text


@frozen(kw_only=True)
class Answer:
    """How one variable is read off a row.

    Args:
        columns: other names of one and the same column; with `how` = ``sum`` those that are added up.
        how: ``codes`` by the list below; ``number`` as it stands; ``sum`` of all columns, unknown if one is;
            ``percentile`` of 100 to a decile; ``parts`` for a set of codes; ``date`` as ``2026-01-31``; ``text``,
            ``nik`` and ``no_kk`` word for word; ``region`` in the instrument's system of codes.
        codes: the instrument's code and the catalogue's; for yes and no ``true`` and ``false``.
        by: other names of a second column, without which some codes say too little.
        then: for such a code, the second column's codes and the catalogue's.
        parts: the columns of a set.
        unasked: of whom it is not asked.
        alone: columns that must be empty; else the house has several answers, and the variable stays unknown.
        silent: codes that are on the list but do not settle the variable, and why. It stays unknown.
        doubtful: codes of which we do not know for sure what they mean, and why. Unknown too, and told.
        basis: where this is from, as tagged in the project's notes: ``own?`` is a guess to be verified.
    """

    columns: tuple[str, ...] = ()
    how: str = "codes"
    codes: Mapping[str, str] = field(factory=dict)
    by: tuple[str, ...] = ()
    then: Mapping[str, Mapping[str, str]] = field(factory=dict)
    parts: tuple[Part, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    alone: tuple[str, ...] = ()
    silent: Mapping[str, Text] = field(factory=dict)
    doubtful: Mapping[str, Text] = field(factory=dict)
    basis: str = ""


@frozen(kw_only=True)
class RosterRule:
    """Whether the people listed under a unit are all its people.

    Args:
        closed: when nothing else is said.
        columns: other names of a column that says it.
        codes: its codes, and whether the roster is closed then.
        text: why.
    """

    closed: bool
    columns: tuple[str, ...] = ()
    codes: Mapping[str, bool] = field(factory=dict)
    text: Text


@frozen(kw_only=True)
class Silence:
    """Variables that the instrument leaves unknown, and why."""

    unit: str
    variables: tuple[str, ...]
    text: Text


@frozen(kw_only=True)
class Instrument:
    """One version of a survey's or register's list of questions.

    Args:
        code: such as ``DTSEN``.
        name: in words.
        unit: what a row above the persons stands for: ``household`` or ``family``.
        unit_text: what the instrument means by it.
        keys: for each unit, the columns that name one; nothing where it has no key.
        regions: the system of its region codes: ``kemendagri``, ``bps``, or `UNSAID`.
        roster: for household and family, whether its people are all listed.
        answers: by unit and variable.
        unknown: what it leaves unknown.
        variables: the catalogue that its answers were checked against.
    """

    code: str
    name: Text
    unit: str
    unit_text: Text
    keys: Mapping[str, tuple[str, ...]]
    regions: str
    roster: Mapping[str, RosterRule]
    answers: Mapping[str, Mapping[str, Answer]]
    unknown: tuple[Silence, ...] = ()
    variables: Mapping[str, Variable] = field(factory=dict, repr=False)

    def why_unknown(self, unit: str, variable: str) -> Text | None:
        """Why the instrument never answers a variable; ``None`` if it does, or says nothing of it."""
        if variable in self.answers.get(unit, {}):
            return None
        names = {variable, variable.partition(":")[0]}
        return next((s.text for s in self.unknown if s.unit == unit and names.intersection(s.variables)), None)

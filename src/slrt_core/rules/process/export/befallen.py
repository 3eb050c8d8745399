"""What becomes of a household's cases when it dies out, moves, splits or merges: told once, for all processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind
from slrt_core.rules.process.export.machine import joined
from slrt_core.rules.process.export.rowwords import effect_words, need_words
from slrt_core.rules.process.export.words import OPEN, days_words, open_but

if TYPE_CHECKING:
    from slrt_core.reasons import Basis, Text
    from slrt_core.rules.rulebook import Row, Rulebook

__all__ = ["Befalling", "befallings", "befalls"]

_NEED = "befallen"
_FEW = 2


@frozen(kw_only=True)
class Befalling:
    """What one line of the case table says of it.

    Args:
        command: what befell the household.
        kinds: of case.
        all_kinds: whether these are all there are.
        ways: in which it came in; empty for all.
        when: the states in which the case is, in words.
        after: the state reached; ``None`` if it stays.
        needs: what must hold besides.
        effects: what else happens.
        days: until the next step.
        basis: where the rule comes from.
        place: file and line.
    """

    command: Text
    kinds: tuple[Text, ...]
    all_kinds: bool
    ways: tuple[Text, ...]
    when: Text
    after: Text | None
    needs: tuple[Text, ...]
    effects: tuple[Text, ...]
    days: Text
    basis: Basis
    place: str


def befalls(row: Row) -> bool:
    """Whether a line is about what befalls a household."""
    return _NEED in row.needs


def befallings(book: Rulebook) -> tuple[tuple[Text, tuple[Befalling, ...]], ...]:
    """By what befell the household: its lines, in the order of the table."""
    lines: dict[str, list[Row]] = {}
    for row in book.rows:
        if befalls(row):
            lines.setdefault(row.place, []).append(row)
    found: dict[str, list[Befalling]] = {}
    for rows in lines.values():
        found.setdefault(rows[0].command, []).append(_said(book, rows))
    return tuple((book.label(book.commands, command), tuple(several)) for command, several in found.items())


def _said(book: Rulebook, rows: list[Row]) -> Befalling:
    row = rows[0]
    return Befalling(
        command=book.label(book.commands, row.command),
        kinds=tuple(book.word("kind", kind) for kind in book.words.get("kind", {}) if kind in row.kinds),
        all_kinds=len(row.kinds) == len(CaseKind),
        ways=tuple(book.label(book.ways, way) for way in Way if way in row.ways) if len(row.ways) < len(Way) else (),
        when=_when(book, rows),
        after=None if all(one.before == one.after for one in rows) else book.label(book.states, row.after),
        needs=tuple(need_words(need) for need in row.needs if need != _NEED),
        effects=tuple(effect_words(book, effect) for effect in row.effects),
        days=days_words(() if row.days is None else (row.days,)),
        basis=row.basis,
        place=row.place,
    )


def _when(book: Rulebook, rows: list[Row]) -> Text:
    """The states of a line; where these are all open ones, or all but a few, in so many words."""
    mine = {row.before for row in rows}
    possible = {state for kind in rows[0].kinds for state in _open(book, kind)}
    missing = [state for state in book.states if state in possible - mine]
    if mine.isdisjoint(possible) or len(missing) > _FEW:
        return joined((book.label(book.states, state) for state in book.states if state in mine), "; ")
    return OPEN if not missing else open_but(joined(book.label(book.states, state) for state in missing))


def _open(book: Rulebook, kind: CaseKind) -> set[str]:
    """The states to which a case of a kind comes and that are not its end."""
    met: set[str] = set()
    for way in (Way(name) for name, rule in book.ways.items() if kind in rule.kinds):
        waiting, seen = [book.ways[way].initial], set[str]()
        while waiting:
            state = waiting.pop()
            if state not in seen:
                seen.add(state)
                waiting += [row.after for row in book.rows_at(kind, way, state) if not befalls(row)]
        met |= seen
    return {state for state in met if not book.states[state].terminal}

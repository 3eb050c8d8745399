"""The lines of the rulebook's tables, each once, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import frozen

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind
from slrt_core.reasons import Basis, Text
from slrt_core.rules.process.export import added_rows
from slrt_core.rules.process.export.rowwords import effect_words, need_words
from slrt_core.rules.process.export.words import LIVES, SCOPES, SIDES, days_words
from slrt_core.rules.rulebook import LifeRow, ReferralRow, Row

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Rule", "added_rules", "rules_of"]

_ALL = Text("semua", "all")


@frozen(kw_only=True)
class Rule:
    """One line of a table, in words; whether any case comes to it under the district's choices."""

    place: str
    kinds: tuple[Text, ...]
    ways: tuple[Text, ...]
    before: tuple[Text, ...]
    after: Text | None
    command: Text
    posts: tuple[Text, ...]
    stage: Text | None
    needs: tuple[Text, ...]
    effects: tuple[Text, ...]
    days: Text
    basis: Basis
    side: Text | None = None
    scope: Text | None = None
    used: bool = True


def rules_of(book: Rulebook, shown: Collection[str]) -> list[tuple[Text, list[Rule]]]:
    """The tables: each with its title and its lines.

    Args:
        book: the rulebook.
        shown: the lines to which some case comes, as file and line.
    """
    cases = _by_place(book.rows)
    referrals = _by_place(book.referral_rows)
    tables = [
        (Text("Langkah kasus", "Steps of a case"), [_case_rule(book, rows, shown) for rows in cases]),
        (Text("Langkah rujukan", "Steps of a referral"), [_referral_rule(book, rows) for rows in referrals]),
    ]
    for life in book.life_states:
        rows = [row for row in book.life_rows if row.life == life]
        tables.append((LIVES.get(life, Text(life, life)), [_life_rule(book, lines) for lines in _by_place(rows)]))
    return [(title, lines) for title, lines in tables if lines]


def added_rules(under: Rulebook) -> list[Rule]:
    """The lines that a program's protocols add.

    Args:
        under: the rulebook as it holds for the program.
    """
    # All lines of one added step stand at one place of the file, so each is a line here.
    return [_case_rule(under, [row], {row.place}) for row in added_rows(under)]


R = TypeVar("R", Row, ReferralRow, LifeRow)


def _by_place(rows: Iterable[R]) -> list[list[R]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(row.place, []).append(row)
    return list(found.values())


def _case_rule(book: Rulebook, rows: Sequence[Row], shown: Collection[str]) -> Rule:
    row = rows[0]
    kinds = [kind for kind in CaseKind if kind in row.kinds]
    ways = [way for way in Way if way in row.ways]
    return Rule(
        place=row.place,
        used=row.place in shown,
        kinds=(_ALL,) if len(kinds) == len(CaseKind) else tuple(book.word("kind", kind) for kind in kinds),
        ways=(_ALL,) if len(ways) == len(Way) else tuple(book.label(book.ways, way) for way in ways),
        before=tuple(dict.fromkeys(book.label(book.states, one.before) for one in rows)),
        after=None if all(one.before == one.after for one in rows) else book.label(book.states, row.after),
        **_shared(book, row),
    )


def _referral_rule(book: Rulebook, rows: Sequence[ReferralRow]) -> Rule:
    row = rows[0]
    return Rule(
        place=row.place,
        kinds=(),
        ways=(),
        before=tuple(dict.fromkeys(book.label(book.referral_states, one.before) for one in rows)),
        after=None if all(one.before == one.after for one in rows) else book.label(book.referral_states, row.after),
        side=SIDES.get(row.side, Text(row.side, row.side)),
        **_shared(book, row),
    )


def _life_rule(book: Rulebook, rows: Sequence[LifeRow]) -> Rule:
    row, states = rows[0], book.life_states[rows[0].life]
    return Rule(
        place=row.place,
        kinds=(),
        ways=(),
        before=tuple(dict.fromkeys(book.label(states, one.before) for one in rows)),
        after=None if all(one.before == one.after for one in rows) else book.label(states, row.after),
        scope=SCOPES.get(row.scope),
        **_shared(book, row),
    )


def _shared(book: Rulebook, row: Row | ReferralRow | LifeRow) -> dict[str, Any]:
    return {
        "command": book.label(book.commands, row.command),
        "posts": tuple(book.label(book.posts, post) for post in row.posts),
        "stage": book.stages[row.stage].label if row.stage else None,
        "needs": tuple(need_words(need) for need in row.needs),
        "effects": tuple(effect_words(book, effect) for effect in row.effects),
        "days": days_words(() if row.days is None else (row.days,)),
        "basis": row.basis,
    }

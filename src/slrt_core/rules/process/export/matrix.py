"""Posts and commands: which post may do what at which stage, and for whom it steps in where nobody is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field, frozen

from slrt_core.reasons import Text
from slrt_core.rules.process.export.befallen import befalls
from slrt_core.rules.process.export.protocols import added_rows
from slrt_core.rules.process.export.words import LIVES, MAY, PROTOCOL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from slrt_core.rules.rulebook import LifeRow, ReferralRow, Row, Rulebook

__all__ = ["Cell", "Group", "Matrix", "matrix_of"]

INTAKE = Text("Mencatat kasus", "Recording a case")
CASES = Text("Langkah kasus", "Steps of a case")
REFERRALS = Text("Langkah rujukan", "Steps of a referral")
BEFALLEN = Text("Yang menimpa rumah tangga", "What befalls a household")
OTHER = Text("Wewenang lain", "Other powers")


@define
class Cell:
    """What a post may do with a command.

    Args:
        stages: where it may; ``handle`` for what is no judgement.
        states: in which, by label.
        steps_in: at which stages it steps in where nobody is left, and as which in the order.
    """

    stages: list[str] = field(factory=list)
    states: list[Text] = field(factory=list)
    steps_in: dict[str, int] = field(factory=dict)


@frozen(kw_only=True)
class Group:
    """Commands that belong together: by name, each with its label."""

    label: Text
    commands: Mapping[str, Text]
    cells: Mapping[tuple[str, str], Cell]


@frozen(kw_only=True)
class Matrix:
    """All groups, and the posts that occur in them, in the order of the rulebook."""

    posts: tuple[str, ...]
    groups: tuple[Group, ...]


def matrix_of(book: Rulebook) -> Matrix:
    """Who may do what, from all tables of a rulebook."""
    groups = tuple(group for group in _groups(book) if group.commands)
    used = {post for group in groups for post, _ in group.cells}
    return Matrix(posts=tuple(post for post in book.posts if post in used), groups=groups)


def _groups(book: Rulebook) -> Iterator[Group]:
    intake: dict[tuple[str, str], Cell] = {}
    for name, way in book.ways.items():
        for post in way.posts:
            intake[post, name] = Cell(stages=["handle"], states=[book.states[way.initial].label])
    yield Group(label=INTAKE, commands={name: way.label for name, way in book.ways.items()}, cells=intake)
    states = {name: rule.label for name, rule in book.states.items()}
    yield _steps(book, CASES, [row for row in book.rows if not befalls(row)], states)
    yield _steps(book, BEFALLEN, [row for row in book.rows if befalls(row)], states)
    for under in book.variants()[1:]:
        program = under.applied[0].program
        yield _steps(book, Text(f"{PROTOCOL.id} {program}", f"{PROTOCOL.en} {program}"), added_rows(under), states)
    states = {name: rule.label for name, rule in book.referral_states.items()}
    yield _steps(book, REFERRALS, book.referral_rows, states)
    for life, rules in book.life_states.items():
        states = {name: rule.label for name, rule in rules.items()}
        yield _steps(book, LIVES.get(life, Text(life, life)), [r for r in book.life_rows if r.life == life], states)
    powers = dict.fromkeys(power for rule in book.posts.values() for power in rule.may)
    yield Group(
        label=OTHER,
        commands={power: MAY.get(power, Text(power, power)) for power in powers},
        cells={(post, power): Cell(stages=["handle"]) for post, rule in book.posts.items() for power in rule.may},
    )


def _steps(
    book: Rulebook, label: Text, rows: Iterable[Row | ReferralRow | LifeRow], states: Mapping[str, Text]
) -> Group:
    cells: dict[tuple[str, str], Cell] = {}
    commands: dict[str, Text] = {}
    for row in rows:
        commands[row.command] = book.label(book.commands, row.command)
        state, stage = states.get(row.before, Text(row.before, row.before)), row.stage or "handle"
        for post in _posts(book, row):
            cell = cells.setdefault((post, row.command), Cell())
            cell.stages += [] if stage in cell.stages else [stage]
            cell.states += [] if state in cell.states else [state]
        for number, post in enumerate(() if row.by_itself else book.stand_ins(row)):
            cells.setdefault((post, row.command), Cell()).steps_in[stage] = number + 1
    ordered = {name: commands[name] for name in book.commands if name in commands}
    return Group(label=label, commands=ordered | commands, cells=cells)


def _posts(book: Rulebook, row: Row | ReferralRow | LifeRow) -> Iterable[str]:
    """The posts of a row; those that a referral may be addressed to, where its receiver is meant."""
    if getattr(row, "side", "") == "receiver":
        return [name for name, rule in book.posts.items() if rule.reads == "referred"]
    return row.posts

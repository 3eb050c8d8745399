"""The table of lives, from its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.rules.rulebook.reading import read_basis, read_days, read_lines, read_when
from slrt_core.rules.rulebook.tables import LifeRow

if TYPE_CHECKING:
    from slrt_core.rules.rulebook.reading import Problems

__all__ = ["LIFE_COLUMNS", "read_lives"]

LIFE_COLUMNS = (
    "life", "from", "command", "to", "posts", "scope", "stage", "needs", "effects", "days", "when", "basis",
)  # fmt: skip


def read_lives(name: str, text: str, problems: Problems) -> tuple[LifeRow, ...]:
    """The table of lives; a line with several states in ``from`` becomes a row for each."""
    rows: list[LifeRow] = []
    for line in read_lines(name, text, LIFE_COLUMNS, problems):
        when = read_when(line, problems)
        rows += [
            LifeRow(
                life=line.cells["life"],
                before=before,
                command=line.cells["command"],
                after=before if line.cells["to"] == "=" else line.cells["to"],
                posts=line.words("posts"),
                scope=line.cells["scope"],
                stage=line.cells["stage"],
                needs=line.words("needs"),
                effects=line.words("effects"),
                days=read_days(line, problems),
                when=when or (),
                basis=read_basis(line, problems),
                place=line.place(),
            )
            for before in line.words("from")
        ]
    return tuple(rows)

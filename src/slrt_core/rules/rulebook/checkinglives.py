"""What must hold of the table of lives: known names, one row for each post and step, and an end for every record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Text
from slrt_core.rules.rulebook.checking import stuck
from slrt_core.rules.rulebook.reading import Problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slrt_core.rules.rulebook.book import Rulebook
    from slrt_core.rules.rulebook.tables import LifeRow

__all__ = ["LIFE_EFFECTS", "LIFE_NEEDS", "LIVES", "check_lives"]

LIVES = ("participation", "program")
"""The kinds of records other than cases that have a life."""

LIFE_NEEDS = frozenset(
    {
        "attendance", "commitments", "disbursement", "in_force", "last_day", "listed_if_required", "reason", "request",
        "result", "seen", "unmet", "validity",
    }
)  # fmt: skip
"""The conditions that a row may name; each is a function of `slrt_core.rules.process.lifeneeds`."""

LIFE_EFFECTS = ("attendance", "commitments", "disbursement", "fact", "notify", "rest")
"""What a row may bring about; ``fact`` takes a code of the variable ``participation``, ``notify`` a post."""

_SCOPES = ("district", "region", "program", "system")


def check_lives(book: Rulebook, all_rows: Sequence[LifeRow]) -> None:
    """Look for unknown names, double rows, steps without a deadline, and dead ends.

    Args:
        book: under its settings.
        all_rows: the table with the rows of other settings too.

    Raises:
        Invalid: with everything that was found.
    """
    problems = Problems()
    for row in all_rows:
        _names(book, row, problems)
        _deadline(book, row, problems)
    problems.stop()
    _double(book, problems)
    _dead_ends(book, problems)
    problems.stop()


def _names(book: Rulebook, row: LifeRow, problems: Problems) -> None:
    states = book.life_states.get(row.life, {})
    problems.check(f"{row.place}:life", Text("riwayat hidup", "life"), row.life, LIVES)
    problems.check(f"{row.place}:from", Text("keadaan", "state"), row.before, states)
    problems.check(f"{row.place}:to", Text("keadaan", "state"), row.after, states)
    problems.check(f"{row.place}:command", Text("perintah", "command"), row.command, book.commands)
    problems.check(f"{row.place}:scope", Text("jangkauan", "scope"), row.scope, _SCOPES)
    for post in row.posts:
        problems.check(f"{row.place}:posts", Text("jabatan", "post"), post, book.posts)
    for name, value in row.when:
        problems.check(f"{row.place}:when", Text("pilihan", "option"), name, book.options)
        if name in book.options:
            problems.check(f"{row.place}:when", Text("nilai", "value"), value, book.options[name].values)
    for need in row.needs:
        problems.check(f"{row.place}:needs", Text("syarat", "need"), need, LIFE_NEEDS)
    if row.stage:
        problems.check(f"{row.place}:stage", Text("tahap", "stage"), row.stage, set(book.stages) - {"handle"})
        if "seen" not in row.needs:
            problems.add(
                f"{row.place}:needs",
                "rulebook-unseen",
                "penilaian harus menuntut 'seen': versi dan sidik isi yang dilihat",
                "a judgement must need 'seen': the version and digest of what was looked at",
            )
    participation = book.variables.get("participation")
    arguments = {"fact": participation.codes if participation else (), "notify": tuple(book.posts)}
    for name, argument in row.brings:
        problems.check(f"{row.place}:effects", Text("akibat", "effect"), name, LIFE_EFFECTS)
        if name in arguments:
            problems.check(f"{row.place}:effects", Text("akibat", "effect"), argument, arguments[name])


def _deadline(book: Rulebook, row: LifeRow, problems: Problems) -> None:
    after = book.life_states.get(row.life, {}).get(row.after)
    if row.days is None and after is not None and not after.terminal:
        problems.add(
            f"{row.place}:days",
            "rulebook-days",
            f"keadaan {row.after!r} ditunggu tanpa tenggat",
            f"somebody is waited for in {row.after!r} without a deadline",
        )


def _double(book: Rulebook, problems: Problems) -> None:
    held: dict[tuple[str, str, str, str], LifeRow] = {}
    for row in book.life_rows:
        for post in row.posts:
            other = held.setdefault((row.life, row.before, row.command, post), row)
            if other is not row:
                problems.add(
                    row.place,
                    "rulebook-twice",
                    f"{row.life}: {row.before} + {row.command} oleh {post} sudah ada di {other.place}",
                    f"{row.life}: {row.before} + {row.command} by {post} stands already at {other.place}",
                )


def _dead_ends(book: Rulebook, problems: Problems) -> None:
    """From every state that can be reached somebody in office can bring the record to an end."""
    for life, states in book.life_states.items():
        for start in (name for name, state in states.items() if state.initial and book.life_rows_at(life, name)):
            found = stuck(
                start,
                # What follows by itself, or is the household's own wish, does not count as a way on.
                lambda state: [
                    row.after
                    for row in book.life_rows_at(life, state)  # noqa: B023
                    if row.scope != "system" and "request" not in row.needs
                ],
                lambda state: states[state].terminal,  # noqa: B023
            )
            for state in found:
                problems.add(
                    "lives.csv",
                    "rulebook-stuck",
                    f"{life} buntu di keadaan {state!r}",
                    f"a {life} is stuck in the state {state!r}",
                )

"""The judge is judged: whatever is lost, doubled or bent on purpose, it names."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from slrt_core.adapters.sql import SqlStorage
from tests.faults.deeds import Answer, actor_of, command_of, desk_on, perform
from tests.faults.oracle import Ack, Ledger, ack_of, audit, expected

Damage = Callable[[sqlite3.Connection], object]

COMMANDS = 13


def told(sqlite: str, keys: Path) -> Ledger:
    """A writer's commands, all acknowledged."""
    ledger, story = Ledger(), dict[str, Answer]()
    with closing(SqlStorage(sqlite)) as storage:
        desk = desk_on(storage, keys)
        for number in range(COMMANDS):
            if number % 10 == 0:
                story = {}
            ledger.hear(0, number, ack_of(perform(desk, 0, number, story)))
    return ledger


def judged(sqlite: str, keys: Path, ledger: Ledger) -> str:
    with closing(SqlStorage(sqlite)) as storage:
        return "\n".join(audit(storage, desk_on(storage, keys), ledger))


def test_what_is_whole_is_whole(sqlite: str, keys: Path) -> None:
    ledger = told(sqlite, keys)
    assert judged(sqlite, keys, ledger) == ""


DAMAGES: dict[str, tuple[str, str]] = {
    "an answer is gone": (
        "DELETE FROM slrt_request WHERE rowid = (SELECT max(rowid) FROM slrt_request)",
        "acknowledged, and not there",
    ),
    "the last event is gone": (
        "DELETE FROM slrt_entry WHERE rowid = (SELECT max(rowid) FROM slrt_entry WHERE stream LIKE 'case/%')",
        "chain broken",
    ),
    "a whole case is gone": ("DELETE FROM slrt_case WHERE rowid = (SELECT min(rowid) FROM slrt_case)", "amounts"),
    "a state is older than its events": (
        "UPDATE slrt_case SET state = 'review' WHERE state = 'closed'",
        "not the fold of its events",
    ),
    "a message is gone": ("DELETE FROM slrt_message", "amounts"),
    "a message is there twice": (
        """INSERT INTO slrt_message SELECT district, key || 'x', version, body, state, "to", "case", at
        FROM slrt_message LIMIT 1""",
        "amounts",
    ),
    "a claim is gone": ("DELETE FROM slrt_claim WHERE space = 'number'", "does not hold its number"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named(damage: str, sqlite: str, keys: Path) -> None:
    ledger = told(sqlite, keys)
    statement, words = DAMAGES[damage]
    with closing(sqlite3.connect(sqlite.removeprefix("sqlite:///"))) as connection, connection:
        assert connection.execute(statement).rowcount > 0
    assert words in judged(sqlite, keys, ledger)


def test_what_is_done_twice_is_named(sqlite: str, keys: Path) -> None:
    ledger = told(sqlite, keys)
    with closing(SqlStorage(sqlite)) as storage:
        # As if the key had been forgotten between two attempts.
        desk_on(storage, keys).perform(command_of(0, 20, {}), actor_of(0), "another key")
    assert "too many" in judged(sqlite, keys, ledger)


def test_an_acknowledgement_without_the_deed_is_named(sqlite: str, keys: Path) -> None:
    ledger = told(sqlite, keys)
    ledger.hear(0, COMMANDS, Ack("made up"))
    found = judged(sqlite, keys, ledger)
    assert f"command {COMMANDS}: acknowledged, and not there" in found
    assert "too few" in found


def test_another_answer_is_named(sqlite: str, keys: Path) -> None:
    ledger = told(sqlite, keys)
    assert ledger.hear(0, 3, Ack("another")) is not None
    assert ledger.hear(0, COMMANDS + 1, Ack("too soon")) is not None
    ledger.heard[0][3] = Ack("another")
    assert "kept with another answer" in judged(sqlite, keys, ledger)


def test_every_command_leaves_its_mark() -> None:
    """No two amounts of commands look alike, so that none can hide."""
    shapes = [expected({0: amount}) for amount in range(25)]
    assert all(shapes[n] != shapes[m] for n in range(25) for m in range(n))
    assert expected({0: 3, 1: 4}) == expected({5: 4, 6: 3})

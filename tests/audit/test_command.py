"""`slrt audit`, as typed: a key, an anchor a day, and what verifying says, in status and words."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

import slrt_core as slrt
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from slrt_core.testing import small_district
from tests.audit.life import Life
from tests.audit.raw import DISTRICT, RawSqlite
from tests.cli.demos import run


@pytest.fixture
def store(tmp_path: Path) -> list[object]:
    """A store in which a little has happened, as the command's options."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    life = Life(small_district(SqlStorage(url), keys=FileKeys(tmp_path / "desk.keys")), Random(4))
    for _ in range(15):
        life.step()
    life.desk.close()
    return ["--db", url, "--district", DISTRICT]


def test_from_a_key_to_a_broken_journal(store: list[object], tmp_path: Path) -> None:
    """Not anchored; anchored; unanchored since; broken, and where. Status 0 as long as nothing is broken."""
    key, public, lines = tmp_path / "signing.pem", tmp_path / "signing.pub", tmp_path / "anchors.jsonl"
    made = run("audit", "key", "new", key)
    assert made.exit_code == 0, made.output
    public.write_text(made.stdout)
    assert run("audit", "key", "show", key).stdout == made.stdout

    alone = run("audit", "verify", *store, "--lang", "en")
    assert (alone.exit_code, "Not anchored" in alone.stdout, "WHOLE" in alone.stdout) == (0, True, True)

    assert run("audit", "anchor", "--key", key, "--out", lines, *store).exit_code == 0
    printed = run("audit", "anchor", "--key", key, *store)
    assert printed.exit_code == 0, printed.output
    with lines.open("a") as file:
        file.write(printed.stdout)
    assert lines.read_text().splitlines() == run("audit", "list", *store).stdout.splitlines()

    verify = ["audit", "verify", "--public-key", public, *store, "--lang", "en"]
    whole = run(*verify, "--anchors", lines, "--states")
    assert whole.exit_code == 0, whole.output
    assert "Anchored, all of it, until" in whole.stdout
    assert "own anchors" not in whole.stdout
    assert "own anchors" in run(*verify).stdout

    raw = RawSqlite(tmp_path / "desk.db")
    stream = "roster"
    (seq, body), *_ = raw.read(stream)
    raw.connection.execute("UPDATE slrt_entry SET body = ? WHERE stream = ? AND seq = ?", (body + b" ", stream, seq))
    raw.connection.close()
    broken = run(*verify, "--anchors", lines)
    assert broken.exit_code == 1
    assert "BROKEN" in broken.stdout
    assert "roster: entry 1" in broken.stdout
    assert "RUSAK" in run(*verify[:-1], "id", "--anchors", lines).stdout


def test_what_has_happened_since_the_last_anchor_is_said(store: list[object], tmp_path: Path) -> None:
    key, public = tmp_path / "signing.pem", tmp_path / "signing.pub"
    public.write_text(run("audit", "key", "new", key).stdout)
    assert run("audit", "anchor", "--key", key, "--out", tmp_path / "lines", *store).exit_code == 0
    with slrt.open_desk(f"sqlite:///{tmp_path / 'desk.db'}", district=DISTRICT) as desk:
        desk.load_roster([slrt.Officer(id="new", name="New")], [])
    found = run("audit", "verify", "--public-key", public, "--anchors", tmp_path / "lines", *store, "--lang", "en")
    assert found.exit_code == 0, found.output
    assert "unanchored since then: 1 entries" in found.stdout


def test_anchors_without_a_public_key_are_wrong_usage(store: list[object], tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("")
    assert run("audit", "verify", "--anchors", tmp_path / "lines", *store).exit_code == 2


def test_errors_are_said_and_not_dumped(store: list[object], tmp_path: Path) -> None:
    (tmp_path / "no-key").write_text("x")
    (tmp_path / "no-key").chmod(0o600)
    failed = run("audit", "anchor", "--key", tmp_path / "no-key", *store)
    assert failed.exit_code == 1
    assert "[signing-key]" in failed.stderr
    assert "Traceback" not in failed.stderr

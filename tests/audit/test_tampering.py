"""Whoever changes the past of the journal is found, and told where; what nobody has signed yet is said to be so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.signing import Ed25519Signatures, Ed25519Signer
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk.auditing import Verified, verify
from slrt_core.desk.kinds import KINDS
from slrt_core.ports import Storage
from tests.audit.beside import work_on
from tests.audit.life import Life, Past
from tests.audit.raw import DISTRICT, Raw, RawMemory, RawSqlite
from tests.audit.tampering import BEFORE, Kind, Tampered, after, clumsily_after
from tests.property.stores import copied


@contextmanager
def file_copy(original: Path, folder: Path) -> Iterator[tuple[Storage, Raw]]:
    path = folder / "copy.db"
    for old in folder.glob("copy.db*"):
        old.unlink()
    shutil.copy(original, path)
    raw = RawSqlite(path)
    storage = SqlStorage(f"sqlite:///{path}")
    storage.setup(KINDS)
    try:
        yield storage, raw
    finally:
        raw.connection.close()
        storage.close()


@contextmanager
def memory_copy(original: MemoryStorage) -> Iterator[tuple[Storage, Raw]]:
    storage = copied(original)
    yield storage, RawMemory(storage)


def audit(storage: Storage, past: Past, random: Random) -> Verified:
    """As the other party would: with all anchors that they hold, or with the last one only."""
    handed = past.anchors if random.random() < 0.5 else past.anchors[-1:]
    with storage.transaction(DISTRICT, write=False) as tx:
        return verify(work_on(tx), past.trusted, handed)


def assert_found_and_placed(found: Verified, done: Tampered) -> None:
    """In the stream, between the bounds that are given, and at the very entry where that can be told."""
    here = [finding for finding in found.findings if finding.stream == done.stream]
    assert here, (done, found)
    first = here[0]
    if done.codes:
        assert any(finding.code in done.codes for finding in here), (done, found)
    if done.kind not in {"unmake", "page", "line"}:
        assert first.whole < done.entry <= first.entry, (done, found)
    if done.reported:
        assert done.reported in {finding.entry for finding in here}, (done, found)
    assert {finding.stream for finding in found.findings} == {done.stream}, (done, found)


def tamper_before(storage: Storage, raw: Raw, past: Past, kind: Kind, random: Random) -> None:
    done = kind(raw, past, random)
    assert_found_and_placed(audit(storage, past, random), done)


def tamper_after(storage: Storage, raw: Raw, past: Past, random: Random) -> None:
    done = after(raw, past, random)
    found = audit(storage, past, random)
    assert found.findings == (), (done, found)
    assert found.unanchored_since == past.until
    assert found.unanchored > 0


def clumsy_after(storage: Storage, raw: Raw, past: Past, random: Random) -> None:
    done = clumsily_after(raw, past, random)
    found = audit(storage, past, random)
    assert [finding.stream for finding in found.findings] == [done.stream]
    (finding,) = found.findings
    assert finding.whole < done.entry <= finding.entry <= done.entry + 1
    assert found.unanchored_since == past.until


@pytest.mark.parametrize("kind", BEFORE, ids=lambda kind: kind.__name__)
def test_before_the_last_anchor_every_change_is_found_and_placed(
    in_file: tuple[Path, Past], in_memory: tuple[MemoryStorage, Past], tmp_path: Path, kind: Kind
) -> None:
    """Ten of each kind: some by SQL in the file, the others in memory."""
    path, past = in_file
    for seed in range(3):
        with file_copy(path, tmp_path) as (storage, raw):
            tamper_before(storage, raw, past, kind, Random(seed))
    original, past = in_memory
    for seed in range(7):
        with memory_copy(original) as (held, rows):
            tamper_before(held, rows, past, kind, Random(seed))


def test_after_the_last_anchor_a_past_written_anew_is_unanchored_since(
    in_file: tuple[Path, Past], in_memory: tuple[MemoryStorage, Past], tmp_path: Path
) -> None:
    """Nobody can tell; but it is said which entries that holds for. Who leaves the hashes as they were is found."""
    path, past = in_file
    for seed in range(3):
        for tamper in (tamper_after, clumsy_after):
            with file_copy(path, tmp_path) as (storage, raw):
                tamper(storage, raw, past, Random(seed))
    original, past = in_memory
    for seed in range(7):
        for tamper in (tamper_after, clumsy_after):
            with memory_copy(original) as (held, rows):
                tamper(held, rows, past, Random(seed))


@pytest.mark.long
def test_a_thousand_changes_of_each_sort_in_a_file(in_file: tuple[Path, Past], tmp_path: Path) -> None:
    """A thousand before the last anchor, a hundred of each kind; two hundred after it."""
    path, past = in_file
    for kind in BEFORE:
        for seed in range(100):
            with file_copy(path, tmp_path) as (storage, raw):
                tamper_before(storage, raw, past, kind, Random(1000 + seed))
    for seed in range(100):
        for tamper in (tamper_after, clumsy_after):
            with file_copy(path, tmp_path) as (storage, raw):
                tamper(storage, raw, past, Random(1000 + seed))


def test_what_nobody_touched_is_whole_at_two_hundred_moments(signer: Ed25519Signer) -> None:
    """No false alarm, whatever has just happened; and what is not covered is counted right."""
    random = Random(5)
    life = Life.begin(random)
    trusted = Ed25519Signatures([signer.public])
    covered = 0
    for _ in range(200):
        for _ in range(random.randint(0, 2)):
            life.step()
        if random.random() < 0.1:
            life.district.clock.advance(hours=1)
            life.anchor(signer)
            covered = sum(life.lengths().values())
        handed = random.choice([None, life.anchors, life.anchors[-1:]])
        found = life.desk.audit(trusted, handed)
        total = sum(life.lengths().values())
        assert found.findings == ()
        assert (found.entries, found.streams) == (total, len(life.lengths()))
        assert found.unanchored == total - covered
        assert found.anchored_until == (life.anchors[-1].at if life.anchors else None)
        assert life.desk.verify() == {}
    assert len(life.anchors) > 10

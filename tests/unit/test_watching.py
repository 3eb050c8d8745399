"""What operators are told: counts, timings, health; and that none of it is ever in the way."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.adapters.attachments import FolderAttachments
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.seeded import ManualClock
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Count, health, watched
from slrt_core.errors import AdapterError, Conflict, NotFound
from slrt_core.ports import STORAGE_CONTRACT, Attachments, IdSource, KeyProvider, RecordKind, Storage
from slrt_core.testing import (
    AttachmentsContract,
    CountingStorage,
    FailingStorage,
    FakeKeys,
    KeyContract,
    MemoryAttachments,
    StorageContract,
    small_district,
)

KINDS = [RecordKind(name="k", index={})]


def ignore(*_: object) -> None:
    pass


class TestWatchedStorage(StorageContract):
    """A watched store keeps every promise of the store."""

    def new_storage(self) -> Storage:
        return watched(MemoryStorage(), ignore)


class TestWatchedSqlite(StorageContract):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        self.folder_ = tmp_path
        self.urls: dict[int, str] = {}

    def new_storage(self) -> Storage:
        return self._open(f"sqlite:///{self.folder_ / f'{len(self.urls)}.db'}")

    def reopened(self, storage: Storage) -> Storage:
        storage.close()
        return self._open(self.urls[id(storage)])

    def _open(self, url: str) -> Storage:
        store = watched(SqlStorage(url), ignore)
        self.urls[id(store)] = url
        return store


class TestWatchedKeys(KeyContract):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        self.folder_, self.number = tmp_path, 0

    def new_keys(self) -> KeyProvider:
        self.number += 1
        return watched(FileKeys(self.folder_ / f"{self.number}.keys"), ignore)


class TestWatchedAttachments(AttachmentsContract):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        self.folder_, self.number = tmp_path, 0

    def new_attachments(self) -> Attachments:
        self.number += 1
        return watched(FolderAttachments(self.folder_ / str(self.number)), ignore)

    def reopened(self, attachments: Attachments) -> Attachments:
        return FolderAttachments(self.folder_ / str(self.number))


def test_a_watched_port_is_still_the_port() -> None:
    """So it may be given where the port is asked for."""
    assert isinstance(watched(MemoryStorage(), ignore), Storage)
    assert isinstance(watched(FakeKeys(), ignore), KeyProvider)
    assert isinstance(watched(MemoryAttachments(), ignore), Attachments)
    with pytest.raises(TypeError):
        watched(ManualClock(), ignore)  # type: ignore[call-overload]


def test_every_call_is_told_once_with_how_it_ended() -> None:
    """As many as a counting store sees; what is refused under the name of its error; what was undone, as undone."""
    told: list[tuple[str, str]] = []
    inner = CountingStorage(MemoryStorage())
    store = watched(inner, lambda name, seconds, outcome: told.append((name, outcome)))
    store.setup(KINDS)
    with store.transaction("d") as tx:
        tx.put("k", "a", b"", expect=0, index={})
        with pytest.raises(Conflict):
            tx.put("k", "a", b"", expect=7, index={})
        tx.get("k", "a")

    def broken() -> None:
        with store.transaction("d") as tx:
            tx.get("k", "a")
            raise KeyError

    with pytest.raises(KeyError):
        broken()
    assert told == [
        ("storage.setup", "ok"),
        ("storage.begin", "ok"),
        ("storage.put", "ok"),
        ("storage.put", "Conflict"),
        ("storage.get", "ok"),
        ("storage.commit", "ok"),
        ("storage.begin", "ok"),
        ("storage.get", "ok"),
        ("storage.rollback", "ok"),
    ]
    assert inner.calls["get"] == 2
    assert inner.calls["put"] == 2


@pytest.mark.parametrize(("at", "name"), [(1, "storage.begin"), (2, "storage.put"), (3, "storage.commit")])
def test_where_a_store_breaks_down(at: int, name: str) -> None:
    told: list[tuple[str, str]] = []
    inner = FailingStorage(MemoryStorage(), at)
    store = watched(inner, lambda name, seconds, outcome: told.append((name, outcome)))
    store.setup(KINDS)

    def story() -> None:
        with store.transaction("d") as tx:
            tx.put("k", "a", b"", expect=0, index={})

    with pytest.raises(AdapterError):
        story()
    assert (name, "AdapterError") in told


def test_commands_are_told_by_type_and_outcome(tmp_path: Path) -> None:
    calls: Counter[tuple[str, str]] = Counter()
    took: list[float] = []

    def on(name: str, seconds: float, outcome: str) -> None:
        calls[name, outcome] += 1
        took.append(seconds)

    small = small_district()
    desk = slrt.Desk(
        MemoryStorage(),
        FakeKeys(),
        small.clock,
        slrt_ids(),
        district="61.12",
        attachments=MemoryAttachments(),
        watch=on,
    )
    with small.desk.work() as work:
        desk.load_regions(work.regions.regions, "x")
    desk.load_roster(small.desk.roster().officers, small.desk.roster().assignments)
    desk.load_programs([], "x")
    sari = desk.acting_as("sari")
    home = sari.record_household(small.form()).id
    case = sari.record_visit(home, [slrt.Problem(text="Atap")]).cases[0]
    added = sari.attach(case, b"\xff\xd8\xff\xe0", purpose="roof")
    sari.attachment(added.id, of=case.id, purpose="roof")
    with pytest.raises(NotFound):
        sari.perform("submit", "c-none")
    with pytest.raises(slrt.Invalid):
        sari.attach(case, b"", purpose="roof")
    for told in (
        ("command.LoadRegions", "ok"),
        ("command.LoadRoster", "ok"),
        ("command.RecordHousehold", "ok"),
        ("command.RecordVisit", "ok"),
        ("command.Attach", "ok"),
        ("command.Attach", "Invalid"),
        ("command.Move", "NotFound"),
        ("attachments.put", "ok"),
        ("attachments.get", "ok"),
    ):
        assert calls[told] == 1, told
    assert calls["keys.seal", "ok"] > 0
    assert calls["storage.commit", "ok"] > 5
    assert all(0 <= seconds < 60 for seconds in took)
    # The names are a small set, fit for labels: no id, no name of a person, no region.
    for name, outcome in calls:
        room, _, what = name.partition(".")
        assert room in {"command", "storage", "keys", "attachments"}
        assert what.isalpha()
        assert outcome.isalpha()


def slrt_ids() -> IdSource:
    from slrt_core.testing import SeededIds

    return SeededIds(3)


def test_a_watch_that_fails_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The command is done; a warning says so, without what the watch had in hand."""

    def fails(name: str, seconds: float, outcome: str) -> None:
        raise RuntimeError("secret")

    with caplog.at_level(logging.DEBUG):
        desk = slrt.Desk(MemoryStorage(), FakeKeys(), ManualClock(), slrt_ids(), district="61.12", watch=fails)
        assert desk.load_programs([], "x").count == 0
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert warnings
    assert {record.name for record in warnings} == {"slrt_core.desk.watching"}
    assert all("secret" not in record.getMessage() and record.exc_info is None for record in warnings)


# -------------------------------------------------------------------- health


def test_health_counts_what_waits() -> None:
    small = small_district()
    empty = small.desk.health()
    assert (empty.cases_waiting, empty.cases_late, empty.messages_waiting) == (Count(0), Count(0), Count(0))
    assert empty.oldest_message is None
    assert (empty.contract, empty.rulebook) == (STORAGE_CONTRACT, small.desk.rulebook.hash)
    assert empty.store_ms >= 0
    sari = small.acting("sari")
    home = sari.record_household(small.form()).id
    visit = sari.record_visit(home, [slrt.Need(program="PKH"), slrt.Problem(text="Atap")], key="form-1")
    sari.perform("submit", sari.item(visit.cases[0]), key="form-2")
    now = small.desk.health()
    assert now.cases_waiting == Count(2)
    assert now.cases_late == Count(0)
    assert now.requests == Count(2)
    assert now.messages_waiting == Count(len(small.desk.outbox()))
    small.clock.advance(days=30)
    later = small.desk.health()
    assert later.cases_late == Count(2)
    if small.desk.outbox():
        assert later.oldest_message == timedelta(days=30)


def test_messages_and_the_age_of_the_oldest() -> None:
    small = small_district()
    sari = small.acting("sari")
    home = sari.record_household(small.form()).id
    case = sari.record_visit(home, [slrt.Need(program="PKH")]).cases[0]
    sari.perform("submit", sari.item(case))
    small.clock.advance(hours=5)
    for officer, command in (("budi", "endorse"), ("maya", "refer")):
        acting = small.acting(officer)
        acting.perform(command, acting.item(case))
    told = small.desk.outbox()
    assert told
    small.clock.advance(hours=3)
    found = small.desk.health()
    assert found.messages_waiting == Count(len(told))
    assert found.oldest_message is not None
    assert found.oldest_message >= timedelta(hours=3)


def test_counting_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that asking stays cheap however many there are; and it says that there are more."""
    small = small_district()
    sari = small.acting("sari")
    home = sari.record_household(small.form()).id
    for _ in range(3):
        sari.record_visit(home, [slrt.Problem(text="Atap")])
    monkeypatch.setattr(health, "_MOST", 2)
    monkeypatch.setattr(health, "_PAGE", 1)
    assert small.desk.health().cases_waiting == Count(2, more=True)
    assert str(Count(2, more=True)) == "2+"
    monkeypatch.setattr(health, "_MOST", 3)
    assert small.desk.health().cases_waiting == Count(3)


def test_health_reads_no_case() -> None:
    """By index and in pages: the number of calls does not grow with what is stored."""
    calls = []
    for cases in (1, 20):
        store = CountingStorage(MemoryStorage())
        small = small_district(store)
        sari = small.acting("sari")
        home = sari.record_household(small.form()).id
        for _ in range(cases):
            sari.record_visit(home, [slrt.Problem(text="Atap")])
        store.calls.clear()
        small.desk.health()
        calls.append(dict(store.calls))
    assert calls[0] == calls[1]


def test_a_store_that_does_not_answer() -> None:
    small = small_district()

    def broken() -> None:
        raise AdapterError("broken", slrt.Text("rusak", "broken"))

    small.storage.ping = broken  # type: ignore[method-assign]
    with pytest.raises(AdapterError):
        small.desk.health()

"""The shipped key providers, clocks and id sources keep their contracts."""

from itertools import count
from pathlib import Path

import pytest

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.system import SystemClock, SystemIds
from slrt_core.ports import Clock, IdSource, KeyProvider
from slrt_core.testing import ClockContract, FakeKeys, IdContract, KeyContract, ManualClock, SeededIds


class TestFileKeys(KeyContract):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path) -> None:
        self.paths = (tmp_path / f"{number}.keys" for number in count())

    def new_keys(self) -> KeyProvider:
        return FileKeys(next(self.paths))

    def test_opens_after_a_restart(self, tmp_path: Path) -> None:
        path = tmp_path / "again.keys"
        sealed, index = FileKeys(path).seal("c", b"clear"), FileKeys(path).index("s", "v")
        assert FileKeys(path).open("c", sealed) == b"clear"
        assert FileKeys(path).index("s", "v") == index


class TestFakeKeys(KeyContract):
    @pytest.fixture(autouse=True)
    def secrets(self) -> None:
        self.numbers = count()

    def new_keys(self) -> KeyProvider:
        return FakeKeys(f"secret {next(self.numbers)}")

    def test_the_same_secret_opens(self) -> None:
        assert FakeKeys("a").open("c", FakeKeys("a").seal("c", b"clear")) == b"clear"


class TestSystemClock(ClockContract):
    def new_clock(self) -> Clock:
        return SystemClock()


class TestManualClock(ClockContract):
    def new_clock(self) -> Clock:
        return ManualClock()


class TestSystemIds(IdContract):
    def new_ids(self) -> IdSource:
        return SystemIds()


class TestSeededIds(IdContract):
    def new_ids(self) -> IdSource:
        return SeededIds(7)

    def test_the_same_seed_gives_the_same(self) -> None:
        one, other = SeededIds(7), SeededIds(7)
        assert [one.new("case"), one.number(), one.new("visit")] == [
            other.new("case"),
            other.number(),
            other.new("visit"),
        ]
        assert SeededIds(8).new("case") != SeededIds(7).new("case")

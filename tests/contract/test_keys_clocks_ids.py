"""The shipped key providers, clocks and id sources keep their contracts."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier

import pytest

from slrt_core.adapters.keydocument import new_keys
from slrt_core.adapters.keys import EnvironmentKeys, FileKeys
from slrt_core.adapters.system import SystemClock, SystemIds
from slrt_core.errors import AdapterError
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
        first = FileKeys(path)
        wrapped = first.make("o")
        sealed, index = first.seal("o", wrapped, "w", b"clear"), first.index("s", "v")
        assert FileKeys(path).open("o", wrapped, "w", sealed) == b"clear"
        assert FileKeys(path).index("s", "v") == index

    def test_what_is_forgotten_stays_forgotten(self, tmp_path: Path) -> None:
        path = tmp_path / "again.keys"
        first = FileKeys(path)
        wrapped = first.make("o")
        first.forget("o")
        with pytest.raises(AdapterError) as error:
            FileKeys(path).rewrap("o", wrapped)
        assert error.value.codes == ("key-forgotten",)
        assert "o" not in (tmp_path / "again.keys.forgotten").read_text().split()

    def test_keys_are_changed_and_destroyed(self, tmp_path: Path) -> None:
        path = tmp_path / "again.keys"
        keys = FileKeys(path)
        wrapped, digest, (index,) = keys.make("o"), keys.digest("s", "v"), keys.index("s", "v")
        sealed = keys.seal("o", wrapped, "w", b"clear")
        assert (keys.rotate(), keys.current) == ("2", "2")
        for held in (keys, FileKeys(path)):
            assert held.open("o", wrapped, "w", sealed) == b"clear"
            newer, older = held.index("s", "v")
            assert older == index != newer
            assert held.digest("s", "v") == digest
        with pytest.raises(AdapterError, match="keys-current"):
            keys.retire("2")
        anew = keys.rewrap("o", wrapped)
        keys.retire("1")
        assert path.stat().st_mode & 0o077 == 0
        for held in (keys, FileKeys(path)):
            assert held.open("o", anew, "w", sealed) == b"clear"
            assert (len(held.index("s", "v")), held.digest("s", "v")) == (1, digest)
            with pytest.raises(AdapterError, match="unsealing"):
                held.open("o", wrapped, "w", sealed)

    def test_keys_that_many_change_at_once_are_all_there(self, tmp_path: Path) -> None:
        path, ready = tmp_path / "again.keys", Barrier(8)
        FileKeys(path)

        def change(owner: str) -> tuple[str, str, bytes]:
            keys = FileKeys(path)
            ready.wait()
            name = keys.rotate()
            return name, owner, keys.make(owner)

        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(change, map(str, range(8))))
        assert sorted(name for name, _, _ in made) == [str(number) for number in range(2, 10)]
        held = FileKeys(path)
        assert sorted(held.names) == [str(number) for number in range(1, 10)]
        for _, owner, wrapped in made:
            held.rewrap(owner, wrapped)


class TestEnvironmentKeys(KeyContract):
    @pytest.fixture(autouse=True)
    def environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.numbers, self.patch = tmp_path, count(), monkeypatch

    def new_keys(self) -> KeyProvider:
        number = next(self.numbers)
        self.patch.setenv(f"SLRT_KEYS_{number}", new_keys())
        return EnvironmentKeys(f"SLRT_KEYS_{number}", self.folder / f"{number}.forgotten")

    def test_without_a_file_nobody_is_forgotten(self) -> None:
        self.patch.setenv("SLRT_KEYS", new_keys())
        with pytest.raises(AdapterError, match="keys-cannot-forget"):
            EnvironmentKeys("SLRT_KEYS").forget("o")

    @pytest.mark.parametrize(("text", "code"), [("", "keys-unset"), ("{}", "keys-damaged"), ("x", "keys-damaged")])
    def test_what_is_no_key(self, text: str, code: str) -> None:
        self.patch.setenv("SLRT_KEYS", text)
        with pytest.raises(AdapterError, match=code):
            EnvironmentKeys("SLRT_KEYS")


class TestFakeKeys(KeyContract):
    @pytest.fixture(autouse=True)
    def secrets(self) -> None:
        self.numbers = count()

    def new_keys(self) -> KeyProvider:
        return FakeKeys(f"secret {next(self.numbers)}")

    def test_the_same_secret_opens(self) -> None:
        wrapped = FakeKeys("a").make("o")
        assert FakeKeys("a").open("o", wrapped, "w", FakeKeys("a").seal("o", wrapped, "w", b"clear")) == b"clear"


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

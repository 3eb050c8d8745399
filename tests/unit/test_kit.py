"""The kit's own parts: fakes, the small district, what pytest and Hypothesis find by entry point."""

import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slrt_core import model
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.errors import AdapterError, Conflict
from slrt_core.model import Need, RegionCode
from slrt_core.ports import Capabilities, RecordKind, Storage
from slrt_core.testing import CountingStorage, FailingStorage, StorageContract, small_district
from slrt_core.testing import strategies as some
from slrt_core.testing.entry import register_strategies
from slrt_core.testing.promises import fails_with, promise

KINDS = [RecordKind(name="k", index={})]


def test_failing_at_each_call() -> None:
    def story(store: FailingStorage) -> None:
        with store.transaction("d") as tx:
            tx.put("k", "a", b"", expect=0, index={})
            tx.get("k", "a")

    places = []
    for at in range(1, 6):
        inner = MemoryStorage()
        inner.setup(KINDS)
        store = FailingStorage(inner, at)
        with pytest.raises(AdapterError):
            story(store)
        with inner.transaction("d") as tx:
            places.append((store.failed_in, tx.get("k", "a") is not None))
    assert places == [("begin", False), ("put", False), ("get", False), ("commit", False), ("committed", True)]
    inner = MemoryStorage()
    inner.setup(KINDS)
    whole = FailingStorage(inner, 6)
    story(whole)
    assert (whole.calls, whole.failed_in) == (5, "")


def test_counting() -> None:
    store = CountingStorage(MemoryStorage())
    store.setup(KINDS)
    with store.transaction("d") as tx:
        tx.get("k", "a")
        tx.get("k", "b")
        with pytest.raises(Conflict):
            tx.append("s", [b""], expect=3)
    assert store.calls == {"begin": 1, "get": 2, "append": 1, "commit": 1, "committed": 1}


def test_somebody_is_in_every_post_of_the_small_district() -> None:
    district = small_district()
    for officer, post in district.officers.items():
        assert district.acting(officer).actor.post == post
    case = district.acting("sari").record_visit(district.form(), [Need(program="PKH")]).cases[0]
    assert case.state == "recorded"
    assert (
        small_district(seed=3).acting("sari").record_visit(district.form(), [Need(program="PKH")]).number != case.number
    )


class Sample:
    @promise
    def test_kept(self) -> None:
        """Something is kept."""

    @promise
    def test_broken(self) -> None:
        """Something else is kept."""
        fails_with(ValueError, lambda: None)

    @promise
    def test_crashes(self) -> None:
        """A third thing is kept.

        More words.
        """
        raise KeyError("x")


def test_a_broken_promise_is_named() -> None:
    Sample().test_kept()
    with pytest.raises(AssertionError, match=r"^promise: Something else is kept: ValueError was not raised"):
        Sample().test_broken()
    with pytest.raises(AssertionError, match=r"^promise: A third thing is kept: 'x'"):
        Sample().test_crashes()


def test_each_promise_is_said() -> None:
    for name in dir(StorageContract):
        if name.startswith("test_"):
            assert getattr(StorageContract, name).__doc__.endswith(".")


class Counted(CountingStorage):
    """Counts those that are open; it says what it can do so that a test asks for every handle there is."""

    capabilities = Capabilities(durable=True, processes=True)
    are_open = 0

    def __init__(self, inner: Storage) -> None:
        super().__init__(inner)
        self.inner = inner
        Counted.are_open += 1

    def close(self) -> None:
        Counted.are_open -= 1


class OnCounted(StorageContract):
    def new_storage(self) -> Storage:
        return Counted(MemoryStorage())

    def reopened(self, storage: Storage) -> Storage:
        storage.close()
        return self.another(storage)

    def another(self, storage: Storage) -> Storage:
        assert isinstance(storage, Counted)
        return Counted(storage.inner)


@pytest.mark.parametrize("name", [name for name in dir(StorageContract) if name.startswith("test_")])
def test_a_promise_leaves_no_store_open(name: str) -> None:
    """A server has only so many connections."""
    getattr(OnCounted(), name)()
    assert Counted.are_open == 0


def test_a_contract_without_a_store_says_so() -> None:
    with pytest.raises(AssertionError, match="override new_storage"):
        StorageContract().test_missing_is_none()


VALUES = {name: kind for name in model.__all__ if isinstance(kind := getattr(model, name), type) and attrs.has(kind)}


@pytest.mark.parametrize("kind", VALUES.values(), ids=VALUES)
@settings(max_examples=2)
@given(data=st.data())
def test_hypothesis_knows_the_values_of_the_model(kind: type, data: st.DataObject) -> None:
    # One after the other: all at once are more than Hypothesis can draw for one example, so that it mostly tries again.
    register_strategies()
    assert isinstance(data.draw(st.from_type(kind)), kind)


@given(some.region_codes(model.CodeSystem.BPS, model.Level.SUBDISTRICT))
def test_a_strategy_can_be_steered(code: RegionCode) -> None:
    assert (code.system, code.level) == (model.CodeSystem.BPS, model.Level.SUBDISTRICT)


def test_what_has_no_strategy() -> None:
    with pytest.raises(TypeError):
        some.values_of(complex)


def test_the_fixture_works_with_strict_marks(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "test_it.py").write_text(
        "from slrt_core import Need\n"
        "def test_it(slrt_district):\n"
        "    form = slrt_district.form()\n"
        "    visit = slrt_district.acting('sari').record_visit(form, [Need(program='PKH')])\n"
        "    assert visit.cases[0].state == 'recorded'\n"
    )
    # By name, so that it works whether or not the entry point is installed.
    options = ["-p", "no:slrt_core", "-p", "slrt_core.testing.plugin", "-p", "no:cacheprovider", "--strict-markers"]
    run = [sys.executable, "-m", "pytest", *options, "-W", "error", str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout

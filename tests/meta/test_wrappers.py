"""The kit's stores that fail, wait and doubt do what they say; what makes mischief loses nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.errors import AdapterError, Conflict
from slrt_core.ports import Capabilities, RecordKind, Storage, Transaction
from slrt_core.testing import FailingStorage, Mischief, SlowStorage, StorageContract, UnsureStorage, capability_table
from slrt_core.testing.wrappers import broken_store

KINDS = [RecordKind(name="k", index={})]


def put(store: Storage, key: str) -> None:
    with store.transaction("d") as tx:
        tx.put("k", key, b"", expect=0, index={})


def there(store: Storage, *keys: str) -> list[bool]:
    with store.transaction("d", write=False) as tx:
        return [tx.get("k", key) is not None for key in keys]


def memory() -> MemoryStorage:
    storage = MemoryStorage()
    storage.setup(KINDS)
    return storage


class TestUnsure:
    def test_committed_and_nobody_is_told(self) -> None:
        inner = memory()
        store = UnsureStorage(inner, committed=(2,))
        put(store, "a")
        with pytest.raises(AdapterError) as error:
            put(store, "b")
        assert (error.value.unknown, error.value.retryable) == (True, False)
        put(store, "c")
        assert there(inner, "a", "b", "c") == [True, True, True]

    def test_lost_and_nobody_is_told(self) -> None:
        inner = memory()
        store = UnsureStorage(inner, lost=(1,))
        with pytest.raises(AdapterError) as error:
            put(store, "a")
        assert (error.value.unknown, error.value.retryable) == (True, False)
        put(store, "b")
        assert there(inner, "a", "b") == [False, True]

    def test_reading_and_undone_transactions_do_not_count(self) -> None:
        inner = memory()
        store = UnsureStorage(inner, lost=(1,))
        assert there(store, "a") == [False]
        with pytest.raises(Conflict), store.transaction("d") as tx:
            tx.append("s", [b"x"], expect=7)
        assert store.commits == 0
        with pytest.raises(AdapterError):
            put(store, "a")

    def test_a_failing_store_may_say_that_it_does_not_know(self) -> None:
        inner = memory()
        names = {}
        for at in range(1, 5):
            store = FailingStorage(inner, at, broken_store(unknown=True))
            with pytest.raises(AdapterError) as error:
                put(store, f"{at}")
            assert error.value.unknown
            names[store.failed_in] = there(inner, f"{at}")[0]
        assert names == {"begin": False, "put": False, "commit": False, "committed": True}


class TestSlow:
    def waits(self, seed: int) -> list[float]:
        found: list[float] = []
        store = SlowStorage(memory(), longest=0.5, seed=seed, waiting=found.append)
        for key in "abc":
            put(store, key)
        return found

    def test_it_waits_before_each_call(self) -> None:
        waits = self.waits(1)
        assert len(waits) == 3 * len(["begin", "put", "commit", "committed"])
        assert all(0 <= seconds <= 0.5 for seconds in waits)
        assert len(set(waits)) > 6

    def test_the_seed_decides(self) -> None:
        assert self.waits(1) == self.waits(1) != self.waits(2)


class TestWhole(StorageContract):
    """While nothing is to go wrong, the wrappers change nothing."""

    def new_storage(self) -> Storage:
        return SlowStorage(UnsureStorage(FailingStorage(MemoryStorage())), longest=0.0001)


class TestMischief:
    @given(st.lists(st.integers(0, 3), max_size=12), st.integers(0, 99), st.integers(1, 4), st.integers(0, 6))
    def test_within_its_bounds(self, items: list[int], seed: int, copies: int, delay: int) -> None:
        sent = list(enumerate(items))
        found = list(Mischief(seed=seed, copies=copies, delay=delay).deliver(sent))
        assert {delivery.item for delivery in found} == set(sent)
        assert all(1 <= number <= copies for number in Counter(delivery.item for delivery in found).values())
        assert all(step <= delivery.at <= step + delay for delivery in found for step in [delivery.item[0]])
        assert [delivery.at for delivery in found] == sorted(delivery.at for delivery in found)
        for item in sent:
            repeats = [delivery.repeat for delivery in found if delivery.item == item]
            assert repeats == list(range(len(repeats)))

    @given(st.integers(0, 99))
    def test_without_delay_and_copies_it_is_no_mischief(self, seed: int) -> None:
        assert [delivery.item for delivery in Mischief(seed=seed, copies=1, delay=0).deliver("abcabc")] == [*"abcabc"]

    @given(st.integers(0, 99))
    def test_the_seed_decides(self, seed: int) -> None:
        assert [*Mischief(seed=seed).deliver("abcdef")] == [*Mischief(seed=seed).deliver("abcdef")]

    def test_all_three_happen(self) -> None:
        runs = [[*Mischief(seed=seed).deliver("abcdef")] for seed in range(20)]
        assert any(delivery.repeat for run in runs for delivery in run), "nothing is doubled"
        firsts = [[delivery.item for delivery in run if not delivery.repeat] for run in runs]
        assert any(order != [*"abcdef"] for order in firsts), "nothing is reordered"
        assert any(delivery.at > "abcdef".index(delivery.item) for run in runs for delivery in run), "nothing is late"

    @pytest.mark.parametrize("bounds", [{"copies": 0}, {"delay": -1}])
    def test_bounds_are_checked(self, bounds: dict[str, int]) -> None:
        with pytest.raises(ValueError, match="must be >="):
            Mischief(seed=0, **bounds)


def test_capabilities_side_by_side() -> None:
    class Both(MemoryStorage):
        capabilities = Capabilities(durable=True, joined=True)

    assert capability_table({"memory": MemoryStorage(), "a long name": Both()}) == (
        "store        durable  processes  joined  query\n"
        "-----------  -------  ---------  ------  -----\n"
        "memory       -        -          -       -\n"
        "a long name  yes      -          yes     -\n"
    )


def test_a_watched_transaction_passes_everything_on() -> None:
    protocol = {name for name in vars(Transaction) if not name.startswith("_")}
    store = FailingStorage(memory())
    with store.transaction("d") as tx:
        assert protocol <= set(dir(tx))

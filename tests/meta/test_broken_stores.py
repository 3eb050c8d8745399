"""The kit is tested: each broken store is rejected, by the name of the promise that it breaks."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.meta.broken_concurrency import CONCURRENCY, LateWriting
from tests.meta.broken_records import RECORDS
from tests.meta.broken_scans import SCANS
from tests.meta.broken_streams import STREAMS
from tests.meta.broken_transactions import TRANSACTIONS
from tests.meta.harness import Broken, Through, broken, promises

STORES: list[tuple[type[Any], str]] = [*RECORDS, *STREAMS, *SCANS, *TRANSACTIONS, *CONCURRENCY]


@pytest.mark.parametrize(
    ("kind", "promise"), STORES, ids=lambda value: getattr(value, "__name__", None) or promises().get(value)
)
def test_a_broken_store_is_rejected(kind: type[Any], promise: str) -> None:
    assert broken(kind, promise).startswith(f"promise: {promise}: ")


@pytest.mark.parametrize("promise", promises(), ids=promises().get)
def test_a_whole_store_passes(promise: str) -> None:
    assert broken(Through, promise) == ""
    assert broken(Broken, promise) == ""


def test_each_promise_is_broken_by_some_store() -> None:
    assert set(promises()) == {promise for _, promise in STORES}


def test_no_store_stands_twice_for_one_promise() -> None:
    assert max(Counter(STORES).values()) == 1
    assert len({kind for kind, _ in STORES}) >= 60


@pytest.mark.parametrize(
    "promise", [promise for promise in promises() if promise.startswith("Of those who") or "overwrites" in promise]
)
def test_writing_at_the_end_is_no_fault_if_one_looks_again(promise: str) -> None:
    assert broken(LateWriting, promise) == ""

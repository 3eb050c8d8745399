"""The predicate, the query of each store, and a second statement of the rule say the same of each officer and case.

Seen to fail: with `persons` left out of the definition, with the receivers of the last referral only, with the places
of one assignment and the programs of another, and with a code found within another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk.kinds import CASE, case_index
from slrt_core.ports import Filter, New, Range, Storage, Transaction, matches
from slrt_core.rules.visibility import Purpose, case_scope
from tests.scope.districts import District, district
from tests.scope.judge import reads
from tests.sql.places import NAMES, opened

ID = "61.12"
STORES = ("memory", *NAMES)


@contextmanager
def a_store(name: str) -> Iterator[Storage]:
    """An empty store that keeps cases."""
    if name == "memory":
        yield _ready(MemoryStorage())
        return
    with opened(name) as place:
        storage = SqlStorage(place.fresh())
        try:
            yield _ready(storage)
        finally:
            storage.close()


def _ready(storage: Storage) -> Storage:
    storage.setup([CASE])
    return storage


def agree(storage: Storage, made: District, under: str) -> tuple[int, int]:
    """Compare for every actor and case; how many pairs there were, and how many of them are read."""
    indexes = {case.id: {**case_index(case, book), "head": "x"} for case, book in made.cases}
    with storage.transaction(under) as tx:
        tx.insert("case", [New(key=key, body=b"", index=index) for key, index in indexes.items()])
    pairs = read = 0
    with storage.transaction(under, write=False) as tx:
        for place, actor in enumerate(made.actors):
            purpose = list(Purpose)[place % 4] if place % 3 == 0 else Purpose.WORK
            where = Filter.of(CASE, case_scope(made.setting, actor, purpose))
            expected = {case.id for case, book in made.cases if reads(made.setting, actor, case, book, purpose)}
            assert {key for key, index in indexes.items() if matches(where, index)} == expected, (actor, purpose)
            assert found(tx, where) == expected, (actor, purpose)
            pairs += len(made.cases)
            read += len(expected)
    return pairs, read


def found(tx: Transaction, where: Filter) -> set[str]:
    """The keys that a store finds, in pages of an odd size; each is found once."""
    keys: list[str] = []
    after = None
    while True:
        page = tx.scan("case", Range(field="opened_at", descending=True), where=where, after=after, limit=97)
        keys += [stored.key for stored in page.records]
        after = page.after
        if after is None:
            break
    assert len(keys) == len(set(keys))
    count = getattr(tx, "count", None)
    assert count is None or count("case", where) == len(keys)
    return set(keys)


@pytest.mark.parametrize("name", STORES)
def test_predicate_and_query_agree(name: str) -> None:
    with a_store(name) as storage:
        pairs, read = agree(storage, district(3, 20, 150), ID)
    assert pairs > 5_000
    assert 0.02 < read / pairs < 0.5


@pytest.mark.long
@pytest.mark.parametrize("name", STORES)
def test_predicate_and_query_agree_on_a_hundred_thousand_pairs(name: str) -> None:
    pairs = read = 0
    with a_store(name) as storage:
        for seed in range(8):
            some, of_them = agree(storage, district(100 + seed, 40, 250), f"{ID}.{seed}")
            pairs, read = pairs + some, read + of_them
    print(f"{name}: {pairs} pairs, {read} read")
    assert pairs >= 100_000

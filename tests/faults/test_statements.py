"""Each statement that a command sends to the database fails once: nothing half done, and a repeat does it once."""

from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from slrt_core.adapters.sql import SqlStorage
from slrt_core.errors import AdapterError
from tests.faults.deeds import CHAPTERS, Answer, desk_on, perform
from tests.faults.oracle import Ledger, ack_of, audit, contents, expected, shape
from tests.faults.seams import MODES, between

FEW = {("refer", "cut"), ("early", "before"), ("early", "after"), ("early", "cut")}


def ways() -> list[object]:
    every = product(CHAPTERS, MODES)
    return [pytest.param(*way, id="-".join(way), marks=() if way in FEW else pytest.mark.long) for way in every]


@pytest.mark.parametrize(("chapter", "mode"), ways())
def test_an_error_at_every_statement(chapter: str, mode: str, store: str, keys: Path) -> None:
    """Story by story: in the n-th, the n-th statement of the chapter fails."""
    ledger, failed = Ledger(), list[str]()
    with between(store.partition(":")[0].partition("+")[0]) as seam, closing(SqlStorage(store)) as storage:
        desk = desk_on(storage, keys)
        for story in range(200):
            told = dict[str, Answer]()
            for number in range(CHAPTERS.index(chapter)):
                ledger.hear(story, number, ack_of(perform(desk, story, number, told)))
            number, before = CHAPTERS.index(chapter), contents(storage)
            seam.arm(story + 1, mode)
            try:
                answer = perform(desk, story, number, told)
            except AdapterError as error:
                hit, _ = seam.disarm()
                if not hit or error.retryable:  # what may be tried again is tried again by the desk
                    raise
                # Only a commit that was run and not reported may leave anything behind.
                if contents(storage) != before:
                    assert (hit, mode) == ("COMMIT", "after")
                    assert shape(storage) == expected({**ledger.amounts, story: number + 1})
                answer = perform(desk, story, number, told)
            else:
                hit, sent = seam.disarm()
                if not hit:
                    assert story >= sent
            assert perform(desk, story, number, told) == answer
            ledger.hear(story, number, ack_of(answer))
            if not hit:
                break
            failed.append(hit)
        assert audit(storage, desk, ledger) == []
    kinds = {text.split()[0] for text in failed}
    assert {"SELECT", "INSERT", "COMMIT"} <= kinds, kinds
    assert "BEGIN" in kinds or not store.startswith("sqlite")


def test_the_words_of_a_failed_statement_name_nobody(store: str, keys: Path) -> None:
    """Drivers quote rows in their errors; those words go no further, neither as text nor as cause or context."""
    quoting = "value Siti 6112014101600001 is too long"
    with between(store.partition(":")[0].partition("+")[0]) as seam, closing(SqlStorage(store)) as storage:
        desk, driver = desk_on(storage, keys), type(seam.error()).__module__.partition(".")[0]
        failing: Any = import_module(driver)
        seam.error = lambda: failing.DataError(*((1406,) if driver == "pymysql" else ()), quoting)
        for at in range(2, 15):
            seam.arm(at, "before")
            with pytest.raises(AdapterError) as error:
                perform(desk, 0, 0, {})
            assert list(told(error.value)) == []


def told(error: BaseException | None) -> Iterator[str]:
    """What an error and those behind it tell of persons."""
    while error is not None:
        if "Siti" in str(error) or "611201" in str(error):
            yield str(error)
        error = error.__cause__ or error.__context__

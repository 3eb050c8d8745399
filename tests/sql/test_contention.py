"""Many processes at once: what is said to be done is done, once; what is not done is said to be in conflict."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Desk
from slrt_core.desk.kinds import KINDS
from slrt_core.errors import AdapterError
from slrt_core.model import Need, RecordVisit
from slrt_core.model.identity import Private
from slrt_core.model.officers import Actor
from slrt_core.ports import Range
from slrt_core.testing import FakeKeys, ManualClock, SeededIds, small_district
from tests.sql.places import NAMES, Place, opened
from tests.sql.workers import DISTRICT, a_household

PATIENCE = 600
SARI = Actor(officer="sari", person="sari", post="facilitator")

# In the usual run just enough to meet: to begin takes a process longer than its work.
CROWD = pytest.mark.parametrize(
    ("processes", "times"), [pytest.param(3, 8, id="few"), pytest.param(8, 400, id="many", marks=pytest.mark.long)]
)


@pytest.fixture(scope="module", params=NAMES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with opened(request.param) as place:
        yield place


def at_once(url: str, what: str, processes: int, times: int, *more: list[Any]) -> tuple[Counter[str], float]:
    """What processes counted that began together, and the seconds that the slowest took."""
    root = Path(__file__).parents[2]
    started = []
    for who in range(processes):
        own = [values[who] for values in more]
        task = json.dumps({"url": url, "what": what, "who": who, "times": times, "more": own})
        command = [sys.executable, "-m", "tests.sql.workers", task]
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=root))
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate(timeout=PATIENCE)[1]
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        found: Counter[str] = Counter()
        slowest = 0.0
        for process in started:
            said, wrong = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0, wrong
            counted = json.loads(said)
            slowest = max(slowest, counted.pop("seconds"))
            found.update(counted)
    finally:
        for process in started:
            if process.poll() is None:
                process.kill()
                process.communicate()
    print(f"\n{url.partition(':')[0]} {what} {processes} x {times}: {dict(found)} in {slowest:.1f} s")
    return found, slowest


def fresh(place: Place) -> str:
    url = place.fresh()
    storage = SqlStorage(url)
    storage.setup(KINDS)
    storage.close()
    return url


def only_done_and_conflicts(found: Counter[str], attempted: int) -> None:
    others = {name for name in found if name != "done" and not name.startswith("conflict ")}
    assert others == set(), found
    assert found.total() == attempted


def test_districts_do_not_wait_for_each_other(place: Place) -> None:
    if place.name == "sqlite":
        pytest.skip("one writer at a time, whichever the district")
    url = fresh(place)
    stores = SqlStorage(url), SqlStorage(url)
    try:
        with stores[0].transaction(DISTRICT) as held:
            held.claim("race", "1", "one")
            with stores[1].transaction("34.04") as tx:
                tx.claim("race", "1", "other")
            with stores[1].transaction("34.04", write=False) as tx:
                assert tx.owner("race", "1") == "other"
    finally:
        for store in stores:
            store.close()


def test_who_was_overtaken_twice_gets_through(place: Place) -> None:
    """Whatever the others do meanwhile: they wait for it."""
    if place.name != "postgresql":
        pytest.skip("elsewhere nobody is overtaken")
    url = fresh(place)
    slow, quick = SqlStorage(url), SqlStorage(url)
    slow.setup(KINDS)
    quick.setup(KINDS)

    def write(storage: SqlStorage, between: Callable[[], object]) -> None:
        with storage.transaction(DISTRICT) as tx:
            stored = tx.get("rulebook", "hot")
            between()
            tx.put("rulebook", "hot", b"", expect=stored.version if stored else 0, index={"name": "hot"})

    with ThreadPoolExecutor(1) as other:
        try:
            for _ in range(2):
                with pytest.raises(AdapterError) as raised:
                    write(slow, lambda: other.submit(write, quick, lambda: None).result(timeout=PATIENCE))
                assert raised.value.codes == ("serialization",)
            waiting: list[Future[None]] = []

            def overtake() -> None:
                waiting.append(other.submit(write, quick, lambda: None))
                sleep(0.3)

            write(slow, overtake)
            waiting[0].result(timeout=PATIENCE)
            with slow.transaction(DISTRICT, write=False) as tx:
                stored = tx.get("rulebook", "hot")
            assert stored is not None
            assert stored.version == 4
        finally:
            slow.close()
            quick.close()


@CROWD
@pytest.mark.parametrize("hot", [True, False], ids=["hot", "disjoint"])
def test_no_update_is_lost(place: Place, hot: bool, processes: int, times: int) -> None:
    url = fresh(place)
    names = ["hot" if hot else f"own{who}" for who in range(processes)]
    found, _ = at_once(url, "port", processes, times, names)
    only_done_and_conflicts(found, processes * times)
    storage = SqlStorage(url)
    storage.setup(KINDS)
    with storage.transaction(DISTRICT, write=False) as tx:
        records = [tx.get("rulebook", name) for name in set(names)]
        versions = [record.version for record in records if record]
        bodies = [int(record.body) for record in records if record]
        lengths = [len(tx.read(name)) for name in set(names)]
    storage.close()
    assert sum(versions) == sum(bodies) == sum(lengths) == found["done"]
    if not hot:
        assert found["done"] == processes * times


@CROWD
def test_each_claimed_value_has_one_owner(place: Place, processes: int, times: int) -> None:
    url = fresh(place)
    found, _ = at_once(url, "claims", processes, times)
    only_done_and_conflicts(found, processes * times)
    assert found["done"] == times
    storage = SqlStorage(url)
    storage.setup(KINDS)
    with storage.transaction(DISTRICT, write=False) as tx:
        owners = [tx.owner("race", str(number)) for number in range(times)]
    storage.close()
    assert None not in owners


@CROWD
@pytest.mark.parametrize("hot", [True, False], ids=["hot", "disjoint"])
def test_no_command_is_lost(place: Place, hot: bool, processes: int, times: int) -> None:
    url = place.fresh()
    district = small_district(SqlStorage(url))
    visit = RecordVisit(household=a_household("hot"), items=[Need(program="PKH", text=Private("perlu"))])
    district.desk.perform(visit, SARI, key="hot")
    with district.desk.work() as work:
        [stored] = work.all("case", Range(field="kind"))
        before = work.case(stored.key)
    district.desk.close()
    found, _ = at_once(url, "desk", processes, times, [before.id if hot else ""] * processes)
    only_done_and_conflicts(found, processes * times)
    desk = Desk(SqlStorage(url), FakeKeys(), ManualClock(), SeededIds(9), district=DISTRICT, zone="Asia/Pontianak")
    with desk:
        assert desk.verify() == {}
        with desk.work() as work:
            after = work.case(before.id)
            cases = len(list(work.all("case", Range(field="kind"))))
    if hot:
        # A correction is two events: what was there, and what is there now.
        assert after.version - before.version == 2 * found["done"]
    else:
        assert (found["done"], cases) == (processes * times, processes * times + 1)

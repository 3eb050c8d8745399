"""The clock jumps back and forth by a day: order is by sequence, nothing is lost, no deadline strikes twice."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Desk, VisitResult, journal
from slrt_core.desk.replay import case_at
from slrt_core.errors import NotFound
from slrt_core.model import Need
from slrt_core.model.events import CaseOpened, Moved
from slrt_core.model.facts import AsOf
from slrt_core.ports import Storage
from slrt_core.testing import ManualClock, small_district
from tests.faults.deeds import CHAPTERS, DISTRICT, Answer, case_of, desk_on, perform
from tests.faults.oracle import Ledger, ack_of, audit

START = datetime(2026, 1, 12, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def worked(desk: Desk, clock: ManualClock, seed: int, ledger: Ledger) -> str:
    """A story in which the clock jumps before each command; the id of its case."""
    random, told = Random(seed), dict[str, Answer]()
    for number in range(len(CHAPTERS)):
        clock.set(START + random.choice((-DAY, 0 * DAY, DAY)) + timedelta(minutes=random.randrange(60)))
        assert ledger.hear(seed, number, ack_of(perform(desk, seed, number, told))) is None
        # A repeat, on yet another day, is answered as the first time.
        clock.set(START + random.choice((-DAY, DAY)))
        assert ledger.hear(seed, number, ack_of(perform(desk, seed, number, told))) is None
    visit = told["visit"]
    assert isinstance(visit, VisitResult)
    return visit.cases[0].id


def test_order_is_by_sequence(store: str, keys: Path) -> None:
    ledger, clock = Ledger(), ManualClock(START)
    with closing(SqlStorage(store)) as storage:
        desk = desk_on(storage, keys, clock)
        cases = [worked(desk, clock, seed, ledger) for seed in range(6)]
        assert audit(storage, desk, ledger) == []
        clock.set(START)
        backwards = 0
        for case in cases:
            moves = recorded(storage, case)
            times = [event.at for event in moves]
            backwards += times != sorted(times)
            # Told in the order in which it was done, whatever the clock said.
            steps = [step.at for step in desk.acting_as("sari").timeline(case)]
            assert list(dict.fromkeys(steps)) == list(dict.fromkeys(times))
            asked(desk, case, times)
        assert backwards, "the clock never went back within a story"


def recorded(storage: Storage, case: str) -> Sequence[CaseOpened | Moved]:
    with storage.transaction(DISTRICT, write=False) as tx:
        return [e for e in journal.events(tx, f"case/{case}") if isinstance(e, (CaseOpened, Moved))]


def asked(desk: Desk, case: str, times: Sequence[datetime]) -> None:
    """What was known by an instant is a beginning of what happened, and a later instant knows no less."""
    far = (START + 9 * DAY).date()
    with desk.work() as work:
        before = 0
        for instant in sorted(
            {START - 3 * DAY, *times, *(t - timedelta(microseconds=1) for t in times), START + 3 * DAY}
        ):
            then = case_at(work, case, AsOf(far, instant))
            version = then.version if then else 0
            known = next((n for n, at in enumerate(times) if at > instant), len(times))
            assert (then is not None) == bool(known)
            assert version >= before
            assert version >= known
            before = version
        now = case_at(work, case, AsOf(far))
        assert now is not None
        assert now.version == before


def test_what_is_not_yet_recorded_is_not_found(sqlite: str, keys: Path) -> None:
    clock = ManualClock(START)
    with closing(SqlStorage(sqlite)) as storage:
        desk = desk_on(storage, keys, clock)
        held = case_of(perform(desk, 0, 0, {}))
        assert held is not None
        clock.set(START - DAY)
        sari = desk.acting_as("sari")
        assert sari.case(held[0]).version == held[1]
        with pytest.raises(NotFound):
            sari.case(held[0], as_of=AsOf((START - DAY).date(), START - DAY))


def escalated(jumps: Sequence[int]) -> list[str]:
    """What befalls a case that nobody looks at, day after day, with ``follow_up`` called at each jump of the clock."""
    small = small_district(MemoryStorage())
    small.clock.set(START)
    sari = small.acting("sari")
    visit = sari.record_visit(small.form(), [Need(program="PKH")])
    (case,) = sari.submit(visit)
    for day in range(40):
        for jump in jumps:
            small.clock.set(START + (day + jump) * DAY)
            small.desk.follow_up()
    with small.desk.work() as work:
        assert small.desk.verify() == {}
        return [type(e).__name__ + str(getattr(e, "command", "")) for e in journal.events(work.tx, f"case/{case.id}")]


def test_no_deadline_strikes_twice() -> None:
    straight = escalated([0])
    assert any("escalate" in name for name in straight), straight
    assert escalated([0, -1, 1, 0, -1, 0]) == straight


def test_two_desks_a_day_apart(sqlite: str, keys: Path) -> None:
    """What was escalated is in the store: a second desk, whose clock is a day behind, does it no second time."""
    with closing(SqlStorage(sqlite)) as storage, closing(SqlStorage(sqlite)) as other:
        clocks = ManualClock(START), ManualClock(START - DAY)
        desks = desk_on(storage, keys, clocks[0]), desk_on(other, keys, clocks[1])
        told = dict[str, Answer]()
        perform(desks[0], 0, 0, told)
        perform(desks[1], 0, 1, told)
        late = list[str]()
        for _ in range(30):
            for desk in desks:
                late += [result.id for result in desk.follow_up()]
            for clock in clocks:
                clock.advance(days=1)
        assert late
        assert len(late) == len(set(late)) == escalations_in_memory()
        assert desks[0].verify() == {}


def escalations_in_memory() -> int:
    """How often follow-up strikes when one desk's clock simply goes on."""
    small = small_district(MemoryStorage())
    small.clock.set(START)
    told = dict[str, Answer]()
    for number in range(2):
        perform(small.desk, 0, number, told)
    struck = 0
    for _ in range(30):
        struck += len(small.desk.follow_up())
        small.clock.advance(days=1)
    return struck

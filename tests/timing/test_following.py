"""Reminders and escalations at the desk: each once, over months, after restarts, and by several workers at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from random import Random
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import CaseResult, Desk, replay
from slrt_core.errors import SlrtError
from slrt_core.model import Need
from slrt_core.model.events import Escalated, Moved
from slrt_core.rules import deadlines
from slrt_core.rules.rulebook import load_rulebook, rulebook_from_texts
from slrt_core.testing import FakeKeys, ManualClock, SeededIds, SmallDistrict, small_district
from tests.sql.places import opened

BOOK = load_rulebook()
DAY = timedelta(days=1)


def with_cases(district: SmallDistrict, count: int = 1) -> list[CaseResult]:
    """Cases that wait for the supervisor, recorded on Monday, 5 January 2026."""
    sari = district.acting("sari")
    household = sari.record_household(district.form(nik=None))
    visits = [sari.record_visit(household, [Need(program="PKH")]) for _ in range(count)]
    return [case for visit in visits for case in sari.submit(visit)]


def go_to(district: SmallDistrict, month: int, day: int) -> None:
    district.clock.set(datetime(2026, month, day, 3, tzinfo=UTC))


def outbox(desk: Desk, purpose: str = "") -> list[tuple[str, str]]:
    return [(one.to, one.purpose) for one in desk.outbox() if not purpose or one.purpose == purpose]


def test_who_is_waited_for_is_reminded_once_on_the_last_day_but_one() -> None:
    district = small_district()
    [case] = with_cases(district)
    assert case.state == "review"
    due = district.acting("budi").item(case).due
    assert due == date(2026, 1, 8)
    for _ in range(4):  # Monday and Tuesday
        assert district.desk.follow_up() == ()
        assert outbox(district.desk) == []
        district.clock.advance(hours=12)
    for _ in range(4):  # Wednesday and Thursday
        assert district.desk.follow_up() == ()
        assert outbox(district.desk) == [("supervisor", "reminder")]
        district.clock.advance(hours=12)


def test_a_reminder_does_not_make_a_judgement_stale() -> None:
    district = small_district()
    [case] = with_cases(district)
    budi = district.acting("budi")
    seen = budi.item(case)
    go_to(district, 1, 7)
    district.desk.follow_up()
    assert outbox(district.desk, "reminder")
    assert budi.perform("endorse", seen).state == "recommendation"


def test_a_missed_day_is_made_up_for_until_the_deadline_and_not_after() -> None:
    district = small_district()
    with_cases(district, 2)
    go_to(district, 1, 8)
    district.desk.follow_up()
    assert outbox(district.desk) == [("supervisor", "reminder")] * 2
    late = small_district()
    with_cases(late)
    go_to(late, 1, 9)
    late.desk.follow_up()
    assert outbox(late.desk) == [("manager", "late")]


def test_of_several_reminders_that_were_missed_one_is_enough() -> None:
    texts = dict(BOOK.texts)
    texts["deadlines.toml"] = texts["deadlines.toml"].replace("remind_before = [1]", "remind_before = [2, 1]")
    district = small_district(rulebook=rulebook_from_texts(texts))
    with_cases(district)
    go_to(district, 1, 7)
    district.desk.follow_up()
    assert outbox(district.desk) == [("supervisor", "reminder")]
    district = small_district(rulebook=rulebook_from_texts(texts))
    with_cases(district)
    for day in (6, 7, 8):
        go_to(district, 1, day)
        district.desk.follow_up()
    assert outbox(district.desk) == [("supervisor", "reminder")] * 2


def test_a_district_may_do_without_reminders() -> None:
    texts = dict(BOOK.texts)
    texts["deadlines.toml"] = texts["deadlines.toml"].replace("remind_before = [1]", "remind_before = []")
    district = small_district(rulebook=rulebook_from_texts(texts))
    with_cases(district)
    go_to(district, 1, 8)
    district.desk.follow_up()
    assert outbox(district.desk) == []


def test_each_call_does_a_bounded_part_and_the_next_goes_on() -> None:
    district = small_district()
    cases = with_cases(district, 7)
    go_to(district, 1, 8)
    for reminded in (3, 6, 7, 7):
        district.desk.follow_up(limit=3)
        assert len(outbox(district.desk, "reminder")) == reminded
    go_to(district, 1, 9)
    done = [district.desk.follow_up(limit=3) for _ in range(4)]
    assert [len(part) for part in done] == [3, 3, 1, 0]
    assert {one.id for part in done for one in part} == {case.id for case in cases}


def test_what_cannot_be_done_does_not_stand_in_the_way_of_the_rest() -> None:
    """Cases that were escalated already are late for months; they take no place in the next call's part."""
    district = small_district()
    with_cases(district, 5)
    go_to(district, 1, 9)
    assert len(district.desk.follow_up(limit=5)) == 5
    with_cases(district, 2)
    go_to(district, 2, 9)
    assert len(district.desk.follow_up(limit=2)) == 2


def test_over_months_with_restarts_everything_is_told_once() -> None:
    """The scheduler runs at odd hours, twice on some days, not at all on others; the process starts anew each time."""
    random, storage, keys = Random(5), MemoryStorage(), FakeKeys()
    district = small_district(storage, keys=keys)
    cases = with_cases(district, 4)
    clock = ManualClock(district.clock.now())
    desk = district.desk
    for number in range(120):
        clock.advance(hours=random.choice((5, 19, 24, 24, 60)))
        ids = SeededIds(number + 1)
        desk = Desk(storage, keys, clock, ids, district="61.12", zone="Asia/Pontianak", rulebook=BOOK)
        desk.follow_up(limit=random.choice((1, 2, 1000)))
        if random.random() < 0.4:
            _one_step(desk, random.choice(cases), random)
    assert everything_once(desk, cases) > 6
    with desk.work() as work:
        assert list(replay.differences(work)) == []


def _one_step(desk: Desk, case: CaseResult, random: Random) -> None:
    step = random.choice((
        ("budi", "endorse", {}), ("maya", "refer", {}), ("dewi", "acknowledge", {}),
        ("dewi", "ask", {"reason": "more-facts"}), ("maya", "provide", {"result": "kata"}),
        ("dewi", "examine", {}), ("dewi", "accept", {}), ("dewi", "start", {}),
        ("dewi", "hold", {"reason": "quota"}), ("dewi", "resume", {}),
    ))  # fmt: skip
    officer, command, more = step
    try:
        acting = desk.acting_as(officer)
        acting.perform(command, acting.item(case.id), **more)  # type: ignore[arg-type]
    except SlrtError:
        return


def everything_once(desk: Desk, cases: list[CaseResult]) -> int:
    """No deadline was escalated twice, nobody was reminded of one twice; how many escalations there were."""
    escalated = 0
    with desk.work() as work:
        for case in cases:
            events = list(work.events(f"case/{case.id}"))
            struck = Counter(event.due for event in events if isinstance(event, Escalated))
            assert not struck or max(struck.values()) == 1
            escalated += struck.total()
            moves = [event for event in events if isinstance(event, Moved) and event.command == "escalate"]
            assert len(moves) == struck.total()
            assert all(event.on > event.due for event in moves if event.due)
    told = Counter((one.to, one.case) for one in desk.outbox() if one.purpose == "late")
    assert told.total() == escalated
    return escalated


@settings(max_examples=25)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(0, 2**32))
def test_at_whatever_times_it_is_called_a_deadline_strikes_once(gaps: list[int], seed: int) -> None:
    """Also where the clock jumps back."""
    random = Random(seed)
    district = small_district()
    cases = with_cases(district, 2)
    for gap in gaps:
        district.clock.advance(days=gap)
        if random.random() < 0.3:
            district.clock.set(district.clock.now() - 2 * DAY)
        district.desk.follow_up()
        if random.random() < 0.5:
            _one_step(district.desk, random.choice(cases), random)
    district.desk.follow_up()
    everything_once(district.desk, cases)
    today = district.desk.moment().on
    with district.desk.work() as work:
        held = [work.case(one.id) for one in cases]
    assert all(not deadlines.late(case, today) or deadlines.escalated(case) for case in held)


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with opened(request.param) as place:
        yield place.fresh()


def test_two_workers_at_once_tell_everything_once(url: str) -> None:
    keys = FakeKeys()
    storage = SqlStorage(url)
    district = small_district(storage, keys=keys)
    cases = with_cases(district, 12)
    barrier = Barrier(3)

    def work(number: int, now: datetime) -> int:
        clock = ManualClock(now)
        desk = Desk(SqlStorage(url), keys, clock, SeededIds(100 + number), district="61.12", zone="Asia/Pontianak")
        with desk:
            barrier.wait()
            return len(desk.follow_up())

    with ThreadPoolExecutor(3) as pool:
        reminding, escalating = datetime(2026, 1, 8, 3, tzinfo=UTC), datetime(2026, 1, 9, 3, tzinfo=UTC)
        assert sum(pool.map(work, range(3), [reminding] * 3)) == 0
        assert outbox(district.desk) == [("supervisor", "reminder")] * 12
        assert sum(pool.map(work, range(3, 6), [escalating] * 3)) == 12
    assert Counter(outbox(district.desk)) == {("supervisor", "reminder"): 12, ("manager", "late"): 12}
    assert everything_once(district.desk, cases) == 12
    assert district.desk.verify() == {}
    storage.close()


def test_health_warns_of_a_year_whose_holidays_are_missing() -> None:
    district = small_district()
    assert dict(district.desk.health().calendar) == {2026: "whole"}
    assert district.desk.health().years_unknown == ()
    go_to(district, 11, 27)
    assert dict(district.desk.health().calendar) == {2026: "whole", 2027: ""}
    assert district.desk.health().years_unknown == (2027,)

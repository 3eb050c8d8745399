"""Clocks against counting one day after the other, by a reading of the events that is written here anew."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slrt_core.model import Complaint
from slrt_core.model.cases import Way
from slrt_core.model.events import CaseOpened, Moved
from slrt_core.reasons import PROJECT, Text
from slrt_core.rules import deadlines
from slrt_core.rules.process import Clocks, clocks, fold
from slrt_core.rules.rulebook import Calendar
from slrt_core.rules.rulebook.timing import ClosedDay, Year
from tests.timing.story import BOOK, SP4N, Story, a_need

EID = {date(2026, 3, day) for day in (18, 19, 20, 23, 24)}


def of(story: Story) -> Clocks:
    found = clocks(story.events, story.book.calendar, story.on, lambda _: story.book)
    assert found is not None
    return found


def is_open(day: date) -> bool:
    """By the decree of 2026, written down here from the months in which the stories play."""
    closed = {(1, 1), (1, 16), (2, 16), (2, 17), (4, 3), (5, 1), (5, 14), (5, 15), (5, 27), (5, 28), (6, 1), (6, 16)}
    return day.weekday() < 5 and day not in EID and (day.month, day.day) not in closed


def worked(begun: date, ended: date) -> int:
    """Day by day: the first does not count, the last does."""
    days, day = 0, begun
    while day < ended:
        day += timedelta(days=1)
        days += is_open(day)
    return days


def test_a_clock_runs_with_whoever_is_waited_for() -> None:
    story = Story(on=date(2026, 2, 2)).opens(a_need())
    assert of(story).running is not None
    story.at(2, 4).does("sari", "submit").at(2, 10).does("budi", "endorse").at(2, 20)
    first, second, third = of(story).stretches
    assert (first.state, first.posts, first.used, first.allowed, first.late) == ("recorded", ("facilitator",), 2, 2, 0)
    assert (second.state, second.posts, second.used, second.allowed, second.late) == (
        "review", ("supervisor",), 4, 3, 1,
    )  # fmt: skip
    # The Chinese New Year and the day before are closed.
    assert (third.posts, third.begun, third.ended, third.used) == (("manager",), date(2026, 2, 10), None, 6)
    assert of(story).running == third
    assert of(story).total == 12


def test_a_question_stops_the_receivers_clock_and_sets_the_senders_going() -> None:
    """S3 "examines further": whoever waits for an answer is not late because of it; the deadline is as much later."""
    story = Story(on=date(2026, 2, 2)).referred()
    due = story.now.due
    assert due == date(2026, 2, 24)  # 14 working days, two of them closed for the New Year
    story.at(2, 5).does("dewi", "ask", reason="more-facts")
    assert story.now.due == date(2026, 2, 12)
    assert story.now.paused is not None
    assert (story.now.paused.due, story.now.paused.reason) == (due, "more-facts")
    story.at(2, 20)
    asked = of(story).running
    assert asked is not None
    assert (asked.pause, asked.reason, asked.posts[0], asked.late) == ("information", "more-facts", "manager", 4)
    # Nine working days of silence: the receiver has nine more.
    story.does("maya", "provide")
    assert (_due(story), of(story).stretches[-1].pause) == (date(2026, 3, 9), "")
    assert worked(due, date(2026, 3, 9)) == worked(date(2026, 2, 5), date(2026, 2, 20)) == 9
    assert of(story).paused == {"information": 9}
    assert of(story).total == 3


def test_a_pause_that_began_late_leaves_a_little_time_at_its_end() -> None:
    story = Story(on=date(2026, 2, 2)).referred().at(4, 1).does("dewi", "ask", reason="more-facts")
    story.at(4, 2).does("maya", "provide")
    # Good Friday and a weekend lie between.
    assert story.now.due == date(2026, 4, 7)


def test_what_is_put_on_hold_goes_on_where_it_stopped() -> None:
    story = Story(on=date(2026, 4, 6)).referred().does("dewi", "accept").does("dewi", "start").at(4, 13)
    before = story.now.due
    assert before == date(2026, 4, 24)
    story.does("dewi", "hold", reason="quota").at(4, 20).does("dewi", "resume")
    assert story.now.due == date(2026, 5, 4)  # five working days later; the first of May is closed
    assert of(story).paused == {"hold": 5}


def test_while_it_is_paused_somebody_else_may_tell_the_household() -> None:
    story = Story(on=date(2026, 2, 2)).referred().at(2, 5).does("dewi", "ask", reason="more-facts")
    paused = story.now.paused
    story.at(2, 9).does("sari", "inform")
    assert story.now.paused == paused
    assert story.at(2, 20).does("maya", "provide").now.due == date(2026, 3, 9)


def test_a_case_that_is_withdrawn_or_cancelled_in_a_pause_is_paused_no_longer() -> None:
    story = Story(on=date(2026, 2, 2)).referred().at(2, 5).does("dewi", "ask", reason="more-facts")
    story.at(2, 9).does("maya", "cancel", reason="duplicate")
    assert (story.now.paused, story.now.state, story.now.due) == (None, "recommendation", date(2026, 2, 12))


def test_the_answer_stops_the_whole_clock_and_an_objection_sets_it_going_again() -> None:
    story = Story(on=date(2026, 2, 2)).referred().at(2, 6).does("dewi", "reject", reason="not-entitled")
    story.at(2, 12).does("sari", "inform").does("sari", "close")
    assert of(story).answered == 4
    assert of(story).running is None
    story.at(2, 13).does("sari", "object").at(2, 20)
    assert of(story).answered == 4 + 4 + 3


@pytest.mark.parametrize(
    ("topic", "class_", "standard"),
    [("not-received", "ordinary", 14), ("deduction", "supervision", 60), ("suggestion", "aspiration", 5)],
)
def test_a_complaint_has_the_standard_of_its_class(topic: str, class_: str, standard: int) -> None:
    """facts.md section 4: 5, 14 and 60 working days are SP4N-LAPOR's, shown beside; nothing in SLRT demands them."""
    story = Story(on=date(2026, 2, 2)).opens(Complaint(topic=topic, text="-", program="PKH", class_="implementation"))
    assert (of(story).time_class, of(story).standard) == (class_, standard)


def test_a_need_has_no_class() -> None:
    found = of(Story(on=date(2026, 2, 2)).opens(a_need()))
    assert (found.time_class, found.standard) == ("", None)


def referred(topic: str, book: Any) -> Story:
    content = Complaint(topic=topic, text="-", program="PKH", class_="implementation")
    story = Story(on=date(2026, 6, 17), book=book).opens(content)
    return story.does("sari", "submit").does("budi", "endorse").does("maya", "refer")


def test_a_district_may_choose_the_deadlines_of_the_class() -> None:
    assert referred("deduction", BOOK).now.due == date(2026, 7, 7)
    assert referred("deduction", SP4N).now.due == date(2026, 9, 11)
    assert referred("suggestion", SP4N).now.due == date(2026, 6, 24)
    assert referred("not-received", SP4N).now.due == date(2026, 7, 7)


def test_under_that_choice_it_closes_ten_working_days_after_the_last_reply() -> None:
    for book, due in ((BOOK, date(2026, 6, 22)), (SP4N, date(2026, 7, 1))):
        story = referred("not-received", book).does("dewi", "accept").does("dewi", "complete")
        assert story.now.due == date(2026, 6, 22)  # to be told within three days, either way
        assert story.does("sari", "inform").now.due == due


def test_verification_takes_three_working_days_either_way() -> None:
    for book in (BOOK, SP4N):
        story = Story(on=date(2026, 6, 17), book=book)
        story.opens(Complaint(topic="late", text="-", program="PKH", class_="implementation"), Way.SLRT_OFFICE, "fitri")
        assert story.does("fitri", "pass_on").now.due == date(2026, 6, 22)


STEPS = ("submit", "endorse", "return", "refer", "ask", "provide", "examine", "accept", "start", "hold", "resume",
         "complete", "reject", "inform", "close", "object", "reopen", "acknowledge", "cancel", "refer_village",
         "escalate", "expire", "withdraw")  # fmt: skip
WHO = ("sari", "budi", "maya", "dewi", "lela", "hadi", "koko", "system")


def wander(random: Random, steps: int) -> Story:
    """Whoever may do whatever, on whatever day."""
    story = Story(on=date(2026, 1, 5) + timedelta(days=random.randrange(60))).opens(a_need())
    for _ in range(steps):
        story.on = min(story.on + timedelta(days=random.choice((0, 0, 1, 2, 3, 9, 25))), date(2026, 6, 30))
        rows = [row.command for row in BOOK.rows_at(story.now.kind, story.now.way, story.now.state)]
        referral = story.now.referral
        if referral and story.now.state in {"referred", "village_referral"}:
            rows += 3 * [line.command for line in BOOK.referral_rows_at(referral.state)]
        commands = [command for command in rows if command in STEPS and command not in {"withdraw", "expire"}]
        if not commands:
            break
        command = random.choice(commands)
        reasons = [code for code, choice in BOOK.choices.items() if command in choice.commands] or [""]
        for who in random.sample(WHO, len(WHO)):
            if not story.codes(who, command, reason=random.choice(reasons)):
                break
    return story


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, 40))
def test_clocks_are_what_counting_day_by_day_gives(seed: int, later: int) -> None:
    story = wander(Random(seed), 30)
    story.on += timedelta(days=later)
    found = of(story)
    # By the events: a stretch goes from each new deadline to the next.
    marks: list[tuple[date, date | None, str]] = []
    running: date | None = None
    for event in story.events:
        if isinstance(event, CaseOpened):
            marks.append((event.on, event.due, ""))
            running = event.due
        elif isinstance(event, Moved) and (event.before != event.after or event.due != running):
            marks.append((event.on, event.due, event.pause))
            running = event.due
    marks.append((story.on, None, "now"))
    expected = [
        (begun, None if until == "now" else ended, due, worked(begun, ended), worked(begun, due), pause)
        for (begun, due, pause), (ended, _, until) in pairwise(marks)
        if due is not None
    ]
    assert [(s.begun, s.ended, s.due, s.used, s.allowed, s.pause) for s in found.stretches] == expected
    assert found.total + sum(found.paused.values()) == sum(row[3] for row in expected)
    assert sum(found.by_state.values()) == found.total
    # A replay gives the same, and whose clock runs is told by the state alone.
    assert fold(story.events) == story.now
    assert (found.running is not None) == (story.now.due is not None)
    assert found.running is None or found.running.due == story.now.due
    assert (story.now.paused is not None) == bool(found.running and found.running.pause)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_pause_costs_the_receiver_no_day(seed: int) -> None:
    """However often it was asked, what the receiver had in all is what the first deadline gave, or a little more."""
    random = Random(seed)
    story = Story(on=date(2026, 1, 6) + timedelta(days=random.randrange(60))).referred()
    begun, given_days = story.on, worked(story.on, _due(story))
    asleep = 0
    for _ in range(random.randrange(1, 4)):
        story.on += timedelta(days=random.randrange(5))
        story.does("dewi", "ask", reason="more-facts")
        asked = story.on
        story.on += timedelta(days=random.randrange(12))
        asleep += worked(asked, story.on)
        story.does("maya", "provide")
        assert _due(story) >= story.on
    whole = worked(begun, _due(story)) - asleep
    left = worked(story.on, _due(story))
    assert whole == given_days or (whole > given_days and left == 2)


def _due(story: Story) -> date:
    assert story.now.due is not None
    return story.now.due


LABEL = Text("libur", "closed")


@given(
    st.lists(st.dates(date(2026, 1, 1), date(2026, 2, 28)), max_size=12),
    st.lists(st.dates(date(2026, 1, 1), date(2026, 2, 28)), max_size=12),
    st.dates(date(2026, 1, 1), date(2026, 2, 1)),
    st.integers(1, 15),
)
def test_a_day_that_is_closed_twice_is_closed_once(one: list[date], two: list[date], start: date, days: int) -> None:
    """A holiday on a weekend, twice in the decree, or in the district's own list as well: no day more, none less."""
    year = Year(
        known="part",
        source=Text("-", "-"),
        basis=PROJECT,
        holidays=tuple(ClosedDay(day=day.isoformat(), label=LABEL) for day in one),
        leave=tuple(ClosedDay(day=day.isoformat(), label=LABEL) for day in (*two, *one)),
    )
    closed = tuple(ClosedDay(day=day.isoformat(), label=LABEL) for day in two)
    calendar = Calendar(weekend=(6, 7), closed=closed, years={"2026": year})
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in {*one, *two}
    assert deadlines.due(calendar, start, days) == day

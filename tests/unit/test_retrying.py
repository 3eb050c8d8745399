"""What a store could not do at once is tried again: not for ever, not in step, and not where it might happen twice."""

from collections.abc import Callable
from typing import Any

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.desk.retrying import Retrying
from slrt_core.errors import AdapterError, Conflict
from slrt_core.ports import Capabilities
from slrt_core.reasons import Text

WORDS = Text("x", "x")
BUSY = AdapterError("busy", WORDS, retryable=True)
UNKNOWN = AdapterError("commit-unknown", WORDS, unknown=True)
BROKEN = AdapterError("broken", WORDS)


class Story:
    """Fails as told, then succeeds; keeps how often it was asked, and how long was waited."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0
        self.waits: list[float] = []
        self.now = 0.0

    def __call__(self) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def retrying(self, chance: Callable[[], float] = lambda: 1.0, **settings: Any) -> Retrying:
        return Retrying(sleep=self.sleep, chance=chance, elapsed=lambda: self.now, **settings)


def test_what_may_pass_is_tried_again() -> None:
    story = Story(BUSY, BUSY, BUSY)
    assert story.retrying().call(story, repeatable=False) == "done"
    assert story.calls == 4


def test_the_bound_of_the_wait_doubles_and_ends() -> None:
    story = Story(*[BUSY] * 9)
    story.retrying(first=0.01, longest=1.0).call(story, repeatable=False)
    assert story.waits == pytest.approx([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.0, 1.0])


def test_each_wait_is_a_chance_part_of_its_bound() -> None:
    chances = iter([0.5, 0.0, 0.25])
    story = Story(BUSY, BUSY, BUSY)
    story.retrying(lambda: next(chances), first=0.1).call(story, repeatable=False)
    assert story.waits == pytest.approx([0.05, 0.0, 0.1])


def test_two_that_got_in_each_others_way_do_not_wait_alike() -> None:
    waits = []
    for _ in range(2):
        story = Story(*[BUSY] * 10)
        Retrying(sleep=story.sleep, elapsed=lambda: 0.0).call(story, repeatable=False)
        waits.append(story.waits)
    assert waits[0] != waits[1]


def test_there_are_twelve_tries() -> None:
    story = Story(*[BUSY] * 100)
    with pytest.raises(AdapterError) as raised:
        story.retrying(total=1000.0).call(story, repeatable=True)
    assert (raised.value, story.calls) == (BUSY, 12)


def test_no_try_begins_after_fifteen_seconds() -> None:
    story = Story(*[BUSY] * 100)
    with pytest.raises(AdapterError):
        story.retrying(tries=1000).call(story, repeatable=False)
    assert sum(story.waits) <= 15
    assert story.now > 13


@pytest.mark.parametrize("error", [BROKEN, UNKNOWN, Conflict("c", WORDS), ValueError("x")])
def test_what_does_not_pass_is_not_tried_again(error: Exception) -> None:
    story = Story(error)
    with pytest.raises(type(error)):
        story.retrying().call(story, repeatable=False)
    assert (story.calls, story.waits) == (1, [])


def test_what_may_have_happened_is_tried_again_only_if_it_does_nothing_twice() -> None:
    story = Story(UNKNOWN, BUSY, UNKNOWN)
    assert story.retrying().call(story, repeatable=True) == "done"
    assert story.calls == 4


def test_inside_a_hosts_transaction_nothing_is_tried_again() -> None:
    class Joined(MemoryStorage):
        capabilities = Capabilities(joined=True)

    story = Story(BUSY)
    with pytest.raises(AdapterError):
        Retrying.on(Joined()).call(story, repeatable=True)
    assert story.calls == 1
    assert Retrying.on(MemoryStorage()).tries == 12

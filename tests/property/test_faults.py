"""The store breaks down at every single call of a story: each command happened wholly or not at all, and once only."""

from collections.abc import Callable
from typing import Any

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.desk import Desk, replay
from slrt_core.errors import AdapterError, Refused, SlrtError
from slrt_core.model import Complaint, Move, Need, RecordVisit, Seen
from slrt_core.model.identity import Private
from slrt_core.model.officers import Actor
from slrt_core.ports import Range
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing import FailingStorage, FakeKeys, ManualClock, SeededIds, UnsureStorage, small_district
from slrt_core.testing.fakes import broken_store
from tests.property.stores import contents, copied, shape

Deed = Callable[[Desk], Any]

_BY_KIND = Range(field="kind")
BOOK = load_rulebook()
FORM = small_district().form()

CHAPTERS = ("visit", "submit", "endorse", "too early", "refer", "acknowledge", "accept", "complete", "inform", "close")
POSTS = {
    "visit": ("sari", "facilitator"),
    "submit": ("sari", "facilitator"),
    "endorse": ("budi", "supervisor"),
    "too early": ("sari", "facilitator"),
    "refer": ("maya", "manager"),
    "acknowledge": ("dewi", "program_manager"),
    "accept": ("dewi", "program_manager"),
    "complete": ("dewi", "program_manager"),
    "inform": ("sari", "facilitator"),
    "close": ("sari", "facilitator"),
}


def desk_on(storage: Any) -> Desk:
    return Desk(
        storage, FakeKeys(), ManualClock(), SeededIds(99), district="61.12", zone="Asia/Pontianak", rulebook=BOOK
    )


def actor(chapter: str) -> Actor:
    officer, post = POSTS[chapter]
    return Actor(officer=officer, person=officer, post=post)


def deed(chapter: str, desk: Desk) -> Deed:
    """One command of the story, with a key, as it is sent; sent again it is the same."""
    if chapter == "visit":
        command: Any = RecordVisit(
            household=FORM,
            items=[Need(program="PKH", text="perlu"), Complaint(topic="not-received", text="kosong", program="PKH")],
        )
    else:
        with desk.work() as work:
            [stored] = [s for s in work.all("case", _BY_KIND) if s.index["kind"] == "need"]
            case = work.case(stored.key)
        command = Move(
            case=case.id,
            command={"too early": "close"}.get(chapter, chapter),
            seen=Seen(case.version, case.digest),
            note=Private("sudah disampaikan" if chapter == "inform" else ""),
            result=Private("disalurkan" if chapter == "complete" else ""),
            channel="home" if chapter == "inform" else "",
        )
    return lambda at: at.perform(command, actor(chapter), key=f"key {chapter}")


def answer(action: Deed, desk: Desk) -> Any:
    """What the desk answers; a refusal is an answer too."""
    try:
        return action(desk)
    except Refused as error:
        return error.reasons


def sound(storage: MemoryStorage) -> None:
    """Chains whole, and what is stored is what was recorded."""
    desk = desk_on(storage)
    assert desk.verify() == {}
    with desk.work() as work:
        assert list(replay.differences(work)) == []


def chapters() -> list[tuple[str, MemoryStorage, MemoryStorage, int]]:
    """The story told once: each chapter with the store before and after, and how many calls it made."""
    storage = MemoryStorage()
    small_district(storage)
    told = []
    for chapter in CHAPTERS:
        before = copied(storage)
        watched = FailingStorage(storage)
        desk = desk_on(watched)
        action = deed(chapter, desk)
        watched.arm(0)
        answer(action, desk)
        told.append((chapter, before, copied(storage), watched.calls))
    return told


TOLD = chapters()


def test_the_story_is_told_to_its_end() -> None:
    _, _, end, _ = TOLD[-1]
    with desk_on(end).work() as work:
        states = sorted(s.index["state"] for s in work.all("case", _BY_KIND))  # type: ignore[type-var]
    assert states == ["closed", "recorded"]
    sound(end)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told[0])
def test_all_or_nothing_at_every_call(told: tuple[str, MemoryStorage, MemoryStorage, int]) -> None:
    chapter, before, after, calls = told
    assert calls > 5
    for at in range(1, calls + 1):
        storage = copied(before)
        watched = FailingStorage(storage)
        desk = desk_on(watched)
        action = deed(chapter, desk)
        watched.arm(at)
        with pytest.raises(AdapterError):
            action(desk)
        happened = contents(storage) != contents(before)
        if happened:
            # Only a failure after a commit may leave anything: the commit of the deed, or of the kept refusal.
            assert watched.failed_in == "committed"
            assert shape(storage) == shape(after)
        sound(storage)
        watched.arm(0)
        first = answer(action, desk)
        assert answer(action, desk) == first
        assert shape(storage) == shape(after), f"failed in call {at}, {watched.failed_in}"
        sound(storage)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told[0])
def test_what_may_be_tried_again_is_tried_again(told: tuple[str, MemoryStorage, MemoryStorage, int]) -> None:
    chapter, before, after, calls = told
    for at in range(1, calls + 1):
        storage = copied(before)
        watched = FailingStorage(storage, error=broken_store(retryable=True))
        desk = desk_on(watched)
        action = deed(chapter, desk)
        watched.arm(at)
        first = answer(action, desk)
        assert watched.failed_in
        assert answer(action, desk) == first
        assert shape(storage) == shape(after), f"failed in call {at}, {watched.failed_in}"


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told[0])
def test_an_interrupt_leaves_nothing(told: tuple[str, MemoryStorage, MemoryStorage, int]) -> None:
    chapter, before, after, calls = told
    for at in range(1, calls + 1, 3):
        storage = copied(before)
        watched = FailingStorage(storage, error=KeyboardInterrupt())
        desk = desk_on(watched)
        action = deed(chapter, desk)
        watched.arm(at)
        with pytest.raises(KeyboardInterrupt):
            action(desk)
        answer(action, desk)
        assert shape(storage) == shape(after)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told[0])
@pytest.mark.parametrize("happened", [True, False])
def test_an_unknown_outcome_is_resolved_by_the_key(
    told: tuple[str, MemoryStorage, MemoryStorage, int], happened: bool
) -> None:
    """The connection breaks at the commit: done or not, the caller is told the truth, and it is done once."""
    chapter, before, after, _ = told
    storage = copied(before)
    opening = UnsureStorage(storage)
    deed(chapter, desk_on(opening))
    at = opening.commits + 1
    unsure = UnsureStorage(storage, committed=(at,) if happened else (), lost=() if happened else (at,))
    desk = desk_on(unsure)
    action = deed(chapter, desk)
    first = answer(action, desk)
    assert unsure.commits > at
    assert answer(action, desk) == first
    assert shape(storage) == shape(after)
    sound(storage)


def test_an_unknown_outcome_without_a_key_is_said_to_be_unknown() -> None:
    _, before, _, _ = TOLD[0]
    storage = copied(before)
    opening = UnsureStorage(storage)
    desk_on(opening)
    desk = desk_on(UnsureStorage(storage, committed=(opening.commits + 1,)))
    with pytest.raises(AdapterError) as error:
        desk.perform(RecordVisit(household=FORM, items=[Need(program="PKH")]), actor("visit"))
    assert error.value.unknown


def test_a_key_stands_for_one_content() -> None:
    _, before, _, _ = TOLD[0]
    storage = copied(before)
    desk = desk_on(storage)
    command = RecordVisit(household=FORM, items=[Need(program="PKH")])
    first = desk.perform(command, actor("visit"), key="k")
    held = contents(storage)
    with pytest.raises(SlrtError) as error:
        desk.perform(RecordVisit(household=FORM, items=[Need(program="SEMBAKO")]), actor("visit"), key="k")
    assert error.value.codes == ("key-reused",)
    assert contents(storage) == held
    assert desk.perform(command, actor("visit"), key="k") == first

"""Every published version's recorded histories are replayed with today's code, for ever."""

from functools import reduce
from typing import Any

import pytest

from slrt_core.desk.codec import plain
from slrt_core.model.contents import CaseKind
from slrt_core.model.events import CaseEvent, Escalated, Moved, ObjectionRaised, ReferralOpened
from slrt_core.rules.process import fold
from slrt_core.rules.process import step as after_one
from tests.vectors.recorded import FOLDER, History, Step, World, read, read_texts

VERSIONS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def test_the_first_version_is_here() -> None:
    assert "0.2.0" in VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_a_rulebook_text_that_a_store_kept_loads_for_ever(version: str) -> None:
    world, hashes, _ = read(FOLDER / version)
    assert {name: book.hash for name, book in world.books.items()} == hashes
    assert all(book.texts == read_texts(FOLDER / version) for book in world.books.values())


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_histories_fold_to_the_recorded_states(version: str) -> None:
    _, _, histories = read(FOLDER / version)
    for history in histories:
        assert fold(history.events) == history.final


@pytest.mark.parametrize("version", VERSIONS)
def test_recorded_decisions_are_still_decided_alike(version: str) -> None:
    world, _, histories = read(FOLDER / version)
    assert sum(replayed(world, history) for history in histories) > 5000


MENDED: tuple[tuple[str, str, set[str]], ...] = (
    ("manager", "cancel", set()),
    ("manager", "mark_error", set()),
    ("secretariat_head", "cancel", {"post"}),
    ("administration_head", "cancel", {"post"}),
)
"""What is decided otherwise since a fault was mended, which no rulebook pins.

Who looks after a referral that a stand-in sent: those for whom it stepped in do, and nobody steps in for a row that is
not the sender's. Six steps of 0.2.0."""


def replayed(world: World, history: History) -> int:
    """Decide every step again, on the state of that time; how many they were."""
    case, at = fold(history.events[:1]), 1
    assert case is not None
    for step in history.steps:
        decision = world.decide(history, step, case)
        recorded = history.events[at : at + step.gave]
        if (step.actor.post, step.move.command, {reason.code for reason in decision.reasons}) in MENDED:
            case, at = reduce(after_one, recorded, case), at + step.gave
            continue
        said = (tuple(sorted({reason.code for reason in decision.reasons})), told(decision.notices))
        assert said == (step.refused, step.told), (step, decision)
        assert len(decision.events) == step.gave, (step, decision)
        assert all(map(says, decision.events, recorded)), (step, decision)
        case, at = reduce(after_one, recorded, case), at + step.gave
    assert at == len(history.events)
    return len(history.steps)


def told(notices: Any) -> Any:
    return tuple((notice.to, notice.purpose) for notice in notices)


def says(today: CaseEvent, recorded: CaseEvent) -> bool:
    """Whether an event says all that was recorded; what later versions add to it is no difference."""
    return type(today) is type(recorded) and _holds(plain(recorded), plain(today))


def _holds(recorded: Any, today: Any) -> bool:
    if isinstance(recorded, dict):
        return isinstance(today, dict) and all(_holds(value, today.get(key)) for key, value in recorded.items())
    return bool(recorded == today)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_recording_is_worth_its_name(version: str) -> None:
    """All kinds and ways, nearly every line of both tables, referrals, objections, escalations, and refusals too."""
    world, _, found = read(FOLDER / version)
    histories = list(found)
    assert {history.events[0].kind for history in histories} == set(CaseKind)  # type: ignore[union-attr]
    assert len({history.events[0].way for history in histories}) == 4  # type: ignore[union-attr]
    kinds = {type(event) for history in histories for event in history.events}
    assert {ReferralOpened, ObjectionRaised, Escalated} <= kinds
    refused = {code for history in histories for step in history.steps for code in step.refused}
    assert {"post", "state", "apart-recorded", "apart-stage", "apart-objection", "need-late", "stand-in"} <= refused
    for name, book in world.books.items():
        commands = {row.command for row in book.rows} | {line.command for line in book.referral_rows}
        taken = {
            event.command
            for history in histories
            if history.book == name
            for event in history.events
            if isinstance(event, Moved)
        }
        assert commands - taken <= {"approve", "request_approval"}, (name, commands - taken)


def test_a_changed_decision_is_noticed() -> None:
    """The replay can fail: a rule that is dropped, and one that is added, both show."""
    world, _, found = read(FOLDER / "0.2.0")
    history = next(one for one in found if any("apart-recorded" in step.refused for step in one.steps))
    step = next(step for step in history.steps if "apart-recorded" in step.refused)
    changed: Step = type(step)(on=step.on, actor=step.actor, move=step.move, gave=1)
    steps = tuple(changed if one is step else one for one in history.steps)
    with pytest.raises(AssertionError):
        replayed(world, type(history)(**{**_fields(history), "steps": steps}))


def _fields(history: History) -> dict[str, Any]:
    return {name: getattr(history, name) for name in ("book", "household", "events", "steps", "final")}

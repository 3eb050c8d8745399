"""What may be tried on a case: for each command the move with all it can need, and moves that lack one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.model.cases import Case, Receiver
from slrt_core.model.commands import Move, Seen
from slrt_core.model.contents import Addition, Complaint, ComplaintClass, Content, Need
from slrt_core.model.identity import Private
from slrt_core.rules.process.explore.world import PROGRAMS, surveyed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from slrt_core.rules.process.waiting import Path
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["lacking", "whole"]

_WORDS = Private("…")
_CONTENT = {"content", "survey"}
_CONTENT_EFFECTS = {"content", "map", "survey"}


def whole(case: Case, command: str, paths: Sequence[Path], book: Rulebook, *, every: bool = True) -> Iterator[Move]:
    """The moves that give a command all that any row of it may need; several where it can go several ways.

    Args:
        case: as it stands.
        command: what is done.
        paths: the rows by which it can be given.
        book: the rules.
        every: whether a problem is mapped to everything it may be, or only to a need: a complaint goes like one.
    """
    move = Move(
        case=case.id,
        command=command,
        seen=Seen(case.version, case.digest),
        reason=next((code for code, choice in book.choices.items() if command in choice.commands), ""),
        note=_WORDS,
        result=_WORDS,
        channel=next(iter(book.words.get("channel", {})), ""),
    )
    needs = {need for path in paths for need in path.row.needs}
    effects = {effect.partition(":")[0] for path in paths for effect in path.row.effects}
    if needs & _CONTENT or effects & _CONTENT_EFFECTS:
        for content in _contents(case, command, book, every=every):
            yield evolve(move, content=content)
    elif "forward" in effects or "receiver" in needs:
        for receiver in _receivers(case):
            yield evolve(move, receiver=receiver)
    else:
        yield move


def _contents(case: Case, command: str, book: Rulebook, *, every: bool) -> Iterator[Content]:
    if command == "map":
        yield Need(program="CENTRAL")
        if every:
            topic, class_ = next(iter(book.topics), ""), ComplaintClass.IMPLEMENTATION
            yield Complaint(topic=topic, text="…", program="CENTRAL", class_=class_, sector="other")
    elif command == "record_survey" and isinstance(case.content, Addition):
        yield surveyed(case.content)
    else:
        yield case.content


def _receivers(case: Case) -> Iterator[Receiver]:
    held = case.referral.receiver if case.referral else None
    if case.state == "village_referral":
        yield Receiver(post="village_body", region=case.region, level="village")
        return
    local = PROGRAMS["LOCAL"]
    if held is None or held.program != local.code:
        yield Receiver(post="program_manager", program=local.code, level=local.level.value)
    else:
        yield Receiver(post="registry_manager", level="centre")


def lacking(move: Move, case: Case) -> Iterator[Move]:
    """The same move without one thing at a time: what it says, why, to whom, what was looked at."""
    yield evolve(move, seen=None)
    yield evolve(move, seen=Seen(case.version - 1, f"not {case.digest}"))
    yield evolve(move, reason="")
    yield evolve(move, reason="because")
    yield evolve(move, note=Private(""), result=Private(""))
    yield evolve(move, channel="")
    yield evolve(move, channel="shouting")
    if move.content is not None:
        yield evolve(move, content=None)
        if isinstance(move.content, Addition) and move.content.survey is not None:
            yield evolve(move, content=evolve(move.content, survey=None))
    if move.receiver is not None:
        yield evolve(move, receiver=None)
        yield evolve(move, receiver=Receiver(post="program_manager", program="NOWHERE"))
        if case.referral is not None:
            yield evolve(move, receiver=case.referral.receiver)
        if case.state == "village_referral":
            yield evolve(move, receiver=Receiver(post="registry_manager", level="centre"))

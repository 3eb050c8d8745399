"""Recorded histories: what was decided under a published rulebook, kept so that every later version replays it.

A recording is a folder: the rulebook's files as they were, and ``histories.jsonl.xz`` with the world on its first line
and one case on each of the others. Values are written as the desk stores them: decoding them is a part of the replay.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from attrs import frozen

from slrt_core.desk.codec import decode, encode
from slrt_core.model.cases import Case, Receiver
from slrt_core.model.commands import Moment, Move, Seen
from slrt_core.model.contents import Content
from slrt_core.model.events import CaseEvent, Event
from slrt_core.model.identity import Private
from slrt_core.model.officers import Actor, Roster
from slrt_core.model.programs import Program
from slrt_core.model.regions import RegionTree
from slrt_core.model.registry import Household
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Decision, Surroundings, decide
from slrt_core.rules.rulebook import Rulebook, rulebook_from_texts

__all__ = ["FOLDER", "WORDS", "History", "Step", "World", "actors", "read", "read_texts", "write"]

WORDS = Private(sealed=b"sealed")
"""What is said in words, which is always sealed."""

FOLDER = Path(__file__).parent / "published"
_MORNING = time(1, tzinfo=UTC)


@frozen(kw_only=True)
class World:
    """What the decisions of a recording were made against.

    Args:
        books: the rulebook under each choice of settings, by name.
        roster: officers and assignments.
        regions: the map.
        programs: by code.
        households: by name; an anonymous complaint has none.
    """

    books: Mapping[str, Rulebook]
    roster: Roster
    regions: RegionTree
    programs: Mapping[str, Program]
    households: Mapping[str, Household]

    def decide(self, history: History, step: Step, case: Case) -> Decision:
        """Decide on a step again, with today's code, under the rulebook of that time."""
        book = self.books[history.book]
        receiver = step.move.receiver
        around = Surroundings(
            setting=Setting(rulebook=book, roster=self.roster, regions=self.regions, on=step.on),
            process=book,
            look_up=lambda: self.households.get(history.household),
            program=self.programs.get(case.program),
            forwarded_to=self.programs.get(receiver.program) if receiver else None,
            referral_id=f"referral-{len(case.referrals) + 1}",
            digest=f"after {case.version}" if step.move.content is not None else "",
        )
        moment = Moment(at=datetime.combine(step.on, _MORNING), on=step.on)
        return decide(case, step.move, step.actor, moment, around)


@frozen(kw_only=True)
class Step:
    """One move that was asked, and what was said to it.

    Args:
        on: the day.
        actor: who asked.
        move: what.
        gave: how many events came of it; 0 for a refusal.
        refused: the codes of the reasons why not, in order of the alphabet.
        told: to whom a notice went, and for which purpose.
    """

    on: date
    actor: Actor
    move: Move
    gave: int = 0
    refused: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class History:
    """One case: its events, every step that was tried, and the state to which the events lead.

    Args:
        book: the name of the settings that it follows.
        household: the name of its household; empty for none.
        events: all of them.
        steps: all that was tried, those that were refused too.
        final: the state.
    """

    book: str
    household: str
    events: tuple[CaseEvent, ...]
    steps: tuple[Step, ...]
    final: Case


def write(folder: Path, world: World, histories: Sequence[History]) -> None:
    """Write a recording."""
    rules = folder / "rulebook"
    rules.mkdir(parents=True)
    first = next(iter(world.books.values()))
    for name, text in first.texts.items():
        (rules / name).write_text(text, encoding="utf-8", newline="")
    head = {
        "settings": {name: dict(book.settings) for name, book in world.books.items()},
        "hashes": {name: book.hash for name, book in world.books.items()},
        "roster": encode(world.roster).decode(),
        "regions": encode(world.regions).decode(),
        "programs": {code: encode(program).decode() for code, program in world.programs.items()},
        "households": {name: encode(one).decode() for name, one in world.households.items()},
    }
    lines = [head, *map(_history, histories)]
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    (folder / "histories.jsonl.xz").write_bytes(lzma.compress(text.encode(), preset=9))


def read(folder: Path) -> tuple[World, Mapping[str, str], Iterator[History]]:
    """A recording: its world, the hash that each of its rulebooks had, and its histories."""
    head, *lines = lzma.decompress((folder / "histories.jsonl.xz").read_bytes()).decode().splitlines()
    found = json.loads(head)
    texts = read_texts(folder)
    world = World(
        books={name: rulebook_from_texts(texts, chosen) for name, chosen in found["settings"].items()},
        roster=decode(found["roster"].encode(), Roster),
        regions=decode(found["regions"].encode(), RegionTree),
        programs={code: decode(body.encode(), Program) for code, body in found["programs"].items()},
        households={name: decode(body.encode(), Household) for name, body in found["households"].items()},
    )
    return world, found["hashes"], (_history_from(json.loads(line)) for line in lines)


def read_texts(folder: Path) -> dict[str, str]:
    """The rulebook's files as they were, byte for byte."""
    return {path.name: path.read_bytes().decode() for path in sorted((folder / "rulebook").iterdir())}


def actors(roster: Roster) -> list[Actor]:
    """Every account in every post that it holds."""
    held = {(one.officer, one.post): None for one in roster.assignments}
    return [Actor(officer=name, person=roster.officer(name).person, post=post) for name, post in held]


def _history(history: History) -> dict[str, Any]:
    return {
        "book": history.book,
        "household": history.household,
        "events": [encode(event, Event).decode() for event in history.events],
        "steps": [_step(step) for step in history.steps],
        "final": encode(history.final).decode(),
    }


def _history_from(found: dict[str, Any]) -> History:
    return History(
        book=found["book"],
        household=found["household"],
        events=tuple(decode(body.encode(), Event) for body in found["events"]),
        steps=tuple(map(_step_from, found["steps"])),
        final=decode(found["final"].encode(), Case),
    )


def _step(step: Step) -> dict[str, Any]:
    return {
        "on": step.on.isoformat(),
        "actor": [step.actor.officer, step.actor.person, step.actor.post],
        "move": _move(step.move),
        "gave": step.gave,
        "refused": list(step.refused),
        "told": [list(one) for one in step.told],
    }


def _move(move: Move) -> dict[str, Any]:
    seen, content, receiver = move.seen, move.content, move.receiver
    return {
        "case": move.case,
        "command": move.command,
        "seen": None if seen is None else [seen.version, seen.digest],
        "reason": move.reason,
        "note": bool(move.note),
        "result": bool(move.result),
        "channel": move.channel,
        "content": None if content is None else encode(content, Content).decode(),
        "receiver": None if receiver is None else encode(receiver).decode(),
    }


def _step_from(found: dict[str, Any]) -> Step:
    officer, person, post = found["actor"]
    return Step(
        on=date.fromisoformat(found["on"]),
        actor=Actor(officer=officer, person=person, post=post),
        move=_move_from(**found["move"]),
        gave=found["gave"],
        refused=tuple(found["refused"]),
        told=tuple((to, purpose) for to, purpose in found["told"]),
    )


def _move_from(*, seen: Any, note: bool, result: bool, content: str | None, receiver: str | None, **more: Any) -> Move:
    return Move(
        seen=None if seen is None else Seen(*seen),
        note=WORDS if note else Private(),
        result=WORDS if result else Private(),
        content=None if content is None else decode(content.encode(), Content),
        receiver=None if receiver is None else decode(receiver.encode(), Receiver),
        **more,
    )

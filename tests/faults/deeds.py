"""What every writer does: endless stories of ten commands, each known from the writer's number and a counter alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from slrt_core.adapters.system import SystemIds
from slrt_core.desk import CaseResult, Desk, VisitResult
from slrt_core.desk.watching import Watch
from slrt_core.errors import Refused
from slrt_core.model import Complaint, HouseholdForm, Move, Need, PersonForm, RecordVisit, Seen
from slrt_core.model.commands import Command
from slrt_core.model.forms import FamilyForm
from slrt_core.model.identity import Private
from slrt_core.model.officers import Actor
from slrt_core.ports import Clock, KeyProvider, Storage
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing import ManualClock, small_district

BOOK = load_rulebook()
DISTRICT = "61.12"
ZONE = "Asia/Pontianak"
VILLAGE = "61.12.01.2001"

CHAPTERS = ("visit", "submit", "endorse", "early", "refer", "acknowledge", "accept", "complete", "inform", "close")
POSTS = {
    "visit": ("sari", "facilitator"),
    "submit": ("sari", "facilitator"),
    "endorse": ("budi", "supervisor"),
    "early": ("sari", "facilitator"),
    "refer": ("maya", "manager"),
    "acknowledge": ("dewi", "program_manager"),
    "accept": ("dewi", "program_manager"),
    "complete": ("dewi", "program_manager"),
    "inform": ("sari", "facilitator"),
    "close": ("sari", "facilitator"),
}
"""Who does what. ``early`` is a step that is refused: the refusal is an answer, and is kept under its key."""

Answer = VisitResult | CaseResult | tuple[str, ...]
"""What a command is answered with; of a refusal, the codes of its reasons."""


def chapter_of(number: int) -> str:
    """Which chapter the writer's command with this number is; numbers begin at 0."""
    return CHAPTERS[number % len(CHAPTERS)]


def beginning(number: int) -> int:
    """The number of the first command of the story to which a command belongs."""
    return number - number % len(CHAPTERS)


def key_of(writer: int, number: int) -> str:
    """The key under which a command is sent."""
    return f"writer {writer} command {number}"


def actor_of(number: int) -> Actor:
    """Who sends a command."""
    officer, post = POSTS[chapter_of(number)]
    return Actor(officer=officer, person=officer, post=post)


def command_of(writer: int, number: int, told: Mapping[str, Answer]) -> Command:
    """The command itself.

    Args:
        writer: whose.
        number: which.
        told: the answers to the story's earlier chapters.
    """
    chapter, story = chapter_of(number), number // len(CHAPTERS)
    if chapter == "visit":
        words = f"{writer}/{story}"
        need = Need(program="PKH", text=f"perlu {words}")
        complaint = Complaint(topic="not-received", text=f"kosong {words}", program="PKH")
        return RecordVisit(household=_form(writer, story), items=[need, complaint])
    held = _standing(told, chapter)
    return Move(
        case=held.id,
        command="close" if chapter == "early" else chapter,
        seen=Seen(held.version, held.digest),
        note=Private("sudah disampaikan" if chapter == "inform" else ""),
        result=Private("disalurkan" if chapter == "complete" else ""),
        channel="home" if chapter == "inform" else "",
    )


def perform(desk: Desk, writer: int, number: int, told: dict[str, Answer]) -> Answer:
    """Send one command, and remember the answer in the story."""
    answer: Any
    try:
        answer = desk.perform(command_of(writer, number, told), actor_of(number), key_of(writer, number))
    except Refused as refusal:
        answer = refusal.codes
    told[chapter_of(number)] = answer
    return answer  # type: ignore[no-any-return]


def mark_of(answer: Answer) -> str:
    """A short digest by which two answers are compared."""
    return hashlib.sha256(repr(answer).encode()).hexdigest()[:16]


def case_of(answer: Answer) -> tuple[str, int] | None:
    """The case of need that an answer tells of, and its version; ``None`` for a refusal."""
    match answer:
        case VisitResult():
            return answer.cases[0].id, answer.cases[0].version
        case CaseResult():
            return answer.id, answer.version
        case _:
            return None


def prepare(url: str, keys: KeyProvider) -> None:
    """Set up a store with the small district's map, roster and programs."""
    storage = SqlStorage(url)
    try:
        small_district(storage, keys=keys, rulebook=BOOK)
    finally:
        storage.close()


def desk_on(storage: Storage, keys: KeyProvider | Path, clock: Clock | None = None, watch: Watch | None = None) -> Desk:
    """A desk on an open store, as a process of the district would have it."""
    held = FileKeys(keys) if isinstance(keys, Path) else keys
    return Desk(
        storage, held, clock or ManualClock(), SystemIds(), district=DISTRICT, zone=ZONE, rulebook=BOOK, watch=watch
    )


def _standing(told: Mapping[str, Answer], before: str) -> CaseResult:
    # What the officer saw is the newest answer of the story before this about its case of need.
    for chapter in reversed(CHAPTERS[: CHAPTERS.index(before)]):
        match told.get(chapter):
            case CaseResult() as held:
                return held
            case VisitResult() as visit:
                return visit.cases[0]
            case _:
                continue
    raise ValueError("a story begins with a visit")


def _form(writer: int, story: int) -> HouseholdForm:
    # Numbers of their own for each household: a number stated twice would be a follow-up, which is another tale.
    day, month, year = 41 + story // 9000 % 28, 1 + writer % 12, 60 + writer // 12 % 40
    member = PersonForm(
        name=f"Siti {writer} {story}",
        nik=f"611201{day:02}{month:02}{year:02}{1 + story % 9000:04}",
        facts={"sex": "female", "relation": "head"},
    )
    return HouseholdForm(region=VILLAGE, address="Jl. Adi Sucipto", families=[FamilyForm(members=[member])])

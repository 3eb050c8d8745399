"""The world around a story: three villages, somebody in every post, a household, programs of every level."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.model.cases import Receiver
from slrt_core.model.contents import (
    Addition,
    Change,
    Complaint,
    ComplaintClass,
    Content,
    Enquiry,
    FieldChange,
    Need,
    Participation,
    Problem,
    Survey,
)
from slrt_core.model.facts import UNKNOWN, Fact, Value
from slrt_core.model.officers import Assignment, Decree, Officer, Roster
from slrt_core.model.programs import GovernanceLevel, Program, Provider
from slrt_core.model.regions import DatedCode, Level, Region, RegionCode, RegionTree
from slrt_core.model.registry import Household, UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.process.explore.world import learnt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from slrt_core.rules.rulebook import Rulebook

__all__ = [
    "HOUSEHOLD", "PLACES", "PROGRAMS", "REGIONS", "STAFF", "START", "content_of", "home", "learnt", "receiver_of",
    "staffed", "surveyed",
]  # fmt: skip

START = date(2026, 1, 5)
"""The Monday on which every story begins."""

HOUSEHOLD = "household-1"

PLACES = {
    "kubu-raya": "61.12",
    "sungai-raya": "61.12.01",
    "kuala-mandor": "61.12.02",
    "desa-satu": "61.12.01.2001",
    "desa-dua": "61.12.01.2002",
    "desa-jauh": "61.12.02.2001",
}
"""The district, two sub-districts, and three villages: the household's own, its neighbour, and one far away."""

_LEVELS = {
    "PKH": GovernanceLevel.CENTRE,
    "SEMBAKO": GovernanceLevel.CENTRE,
    "BEASISWA": GovernanceLevel.PROVINCE,
    "BEDAH-RUMAH": GovernanceLevel.DISTRICT,
    "JAMBAN-DESA": GovernanceLevel.VILLAGE,
    "SANTUNAN": GovernanceLevel.NON_GOVERNMENT,
}

PROGRAMS = {
    code: Program(
        code=code,
        name=Text(code, code),
        provider=Provider(id=level.value, name=Text(level.value, level.value), level=level),
        unit=UnitKind.HOUSEHOLD,
        benefit=Text("bantuan", "aid"),
        requires_listing=code == "PKH",
    )
    for code, level in _LEVELS.items()
}
"""One of each level. PKH asks that a family is on the list; the others do not."""

_DECREE = Decree(number="1/2025", dated=date(2025, 1, 2), issuer="Bupati")
_SINCE = date(2025, 1, 2)

_POSTS = {
    "sari": ("facilitator", "desa-satu"),
    "sinta": ("facilitator", "desa-satu"),
    "tono": ("facilitator", "desa-dua"),
    "budi": ("supervisor", "sungai-raya"),
    "bella": ("supervisor", "sungai-raya"),
    "rina": ("supervisor", "kuala-mandor"),
    "maya": ("manager", "kubu-raya"),
    "mira": ("manager", "kubu-raya"),
    "fitri": ("front_office", "kubu-raya"),
    "agus": ("review_analysis", "kubu-raya"),
    "rudi": ("review_analysis", "kubu-raya"),
    "bono": ("back_office", "kubu-raya"),
    "putu": ("puskesos_service", "desa-satu"),
    "dani": ("puskesos_data", "desa-satu"),
    "kiki": ("puskesos_coordinator", "desa-satu"),
    "lela": ("village_body", "desa-satu"),
    "lulu": ("village_body", "desa-satu"),
    "vito": ("village_body", "desa-dua"),
    "dewi": ("program_manager", "kubu-raya"),
    "dodi": ("program_manager", "kubu-raya"),
    "prita": ("program_manager", "kubu-raya"),
    "reza": ("registry_manager", "kubu-raya"),
    "rosa": ("registry_manager", "kubu-raya"),
    "adi": ("administrator", "kubu-raya"),
    "teguh": ("technical_assistant", "kubu-raya"),
    "koko": ("coordination_team", "kubu-raya"),
    "kania": ("coordination_team", "kubu-raya"),
    "hadi": ("secretariat_head", "kubu-raya"),
    "tuti": ("administration_head", "kubu-raya"),
    "dian": ("data_section_head", "kubu-raya"),
}
_ANSWERS = {"dewi": ("PKH", "SEMBAKO"), "dodi": ("PKH", "SEMBAKO"), "prita": ("BEDAH-RUMAH", "BEASISWA")}
_LOCAL = {"facilitator", "village_body", "puskesos_service", "puskesos_data", "puskesos_coordinator"}


def _assignment(officer: str, post: str, place: str, programs: Iterable[str] = ()) -> Assignment:
    return Assignment(
        officer=officer,
        post=post,
        regions=PLACES[place],
        valid_from=_SINCE,
        decree=_DECREE,
        programs=tuple(programs),
    )


STAFF = Roster(
    officers=tuple(Officer(id=name, name=name.title()) for name in _POSTS),
    assignments=tuple(_assignment(name, *post, _ANSWERS.get(name, ())) for name, post in _POSTS.items()),
)
"""Who works there, if a story says nothing else. Every judging post is held twice, so that somebody else can judge."""


def _region(id: str, name: str) -> Region:
    code = RegionCode.parse(id)
    above = code.parent
    return Region(
        id=id,
        name=name,
        level=Level(code.level),
        parent=above.dotted if above else None,
        codes=(DatedCode(code=code),),
    )


REGIONS = RegionTree(
    regions=(_region("61", "Kalimantan Barat"), *(_region(id, name) for name, id in PLACES.items())),
)


def home(status: str = "listed") -> Household:
    """The household, on the list or not."""
    facts: dict[str, Value] = {"region": PLACES["desa-satu"], "central_status": status, "floor": "earth"}
    return learnt(Household(id=HOUSEHOLD), (fact(name, value) for name, value in facts.items()))


def fact(variable: str, value: Value) -> Fact:
    """What is known of the household since before the story."""
    at = datetime(2025, 6, 1, tzinfo=UTC)
    return Fact(unit=HOUSEHOLD, variable=variable, value=value, valid_from=at.date(), recorded_at=at, source="visit")


def content_of(words: Sequence[str], household: str = HOUSEHOLD) -> Content:
    """What a case says, from the words of a story.

    Args:
        words: the kind, and what belongs to it: ``need PKH``, ``complaint not-received PKH``, ``change floor tile``.
        household: its id.

    Raises:
        ValueError: the words say no content.
    """
    match words:
        case ["need", program]:
            return Need(program=program)
        case ["participation", program]:
            return Participation(program=program, evidence="kartu peserta")
        case ["change", variable, value]:
            return Change(changes=(FieldChange(unit=household, variable=variable, new=value, evidence="foto"),))
        case ["addition", "worthy" | "unworthy" as worth]:
            return Addition(worthy=worth == "worthy", grounds="keadaan rumah")
        case ["problem"]:
            return Problem(text="bingung harus ke mana")
        case ["enquiry"]:
            return Enquiry(text="apa syaratnya?")
        case ["complaint", topic, *more]:
            return _complaint(topic, more)
    raise ValueError(f"this is no content: {' '.join(words)}")


def _complaint(topic: str, more: Sequence[str]) -> Complaint:
    said = Complaint(topic=topic, text="keluhan warga")
    left = iter(more)
    for word in left:
        match word:
            case "anonymous":
                said = evolve(said, anonymous=True)
            case "sensitive":
                said = evolve(said, sensitive=True)
            case "about":
                said = evolve(said, about=next(left), sensitive=True)
            case "class":
                said = evolve(said, class_=ComplaintClass(next(left)))
            case _ if word in PROGRAMS:
                said = evolve(said, program=word)
            case _:
                raise ValueError(f"this says nothing of a complaint: {word}")
    return said


def prepared(content: Content, book: Rulebook, household: Household | None) -> Content:
    """The content with what the desk adds before it is recorded: class, sector and old values."""
    if isinstance(content, Change) and household is not None:
        return evolve(
            content,
            changes=tuple(
                evolve(change, old=household[change.variable]) if change.old is UNKNOWN else change
                for change in content.changes
            ),
        )
    if not isinstance(content, Complaint):
        return content
    topic = book.topics[content.topic]
    return evolve(
        content,
        class_=content.class_ or topic.complaint_class,
        sector=content.sector or topic.sector,
        sensitive=content.sensitive or topic.sensitive or bool(content.about),
    )


def surveyed(content: Content, finding: str, on: date) -> Content:
    """A proposal with what was found on the spot: ``worthy``, ``unworthy``, or ``missing``."""
    if not isinstance(content, Addition):
        return content
    return evolve(content, survey=Survey(found=finding != "missing", worthy=finding == "worthy", on=on))


def receiver_of(words: Sequence[str]) -> Receiver:
    """A receiver, from the words of a story: a post, and its program if it has one."""
    post, *programs = words
    if post == "village_body":
        return Receiver(post=post, region=PLACES["desa-satu"], level="village")
    program = programs[0] if programs else ""
    level = PROGRAMS[program].provider.level.value if program in PROGRAMS else "centre"
    return Receiver(post=post, program=program, level=level)


def staffed(roster: Roster, words: Sequence[str], today: date) -> Roster:
    """The roster after what a story says of it.

    Args:
        roster: before.
        words: those of the line, from ``staff`` on.
        today: the day of the story.

    Raises:
        ValueError: the words say nothing of officers.
    """
    match words:
        case ["staff", "nobody", "holds", post]:
            held = {a.officer for _, a in roster.holders(post, today)}
            for officer in sorted(held):
                roster = _left(roster, officer, post, today)
            return roster
        case ["staff", officer, "leaves", post]:
            return _left(roster, officer, post, today)
        case ["staff", officer, "lives", "here"]:
            who = roster.officer(officer)
            return evolve(
                roster,
                officers=tuple(
                    evolve(o, household=HOUSEHOLD) if o.person == who.person else o for o in roster.officers
                ),
            )
        case ["staff", officer, "same", "person", "as", other]:
            person = roster.officer(other).person
            return evolve(roster, officers=(*roster.officers, Officer(id=officer, name=officer, person=person)))
        case ["staff", officer, "holds", post, *more]:
            return _appointed(roster, officer, post, more)
    raise ValueError(f"this says nothing of officers: {' '.join(words)}")


def _left(roster: Roster, officer: str, post: str, today: date) -> Roster:
    yesterday = today - timedelta(days=1)
    ended = tuple(
        evolve(a, valid_until=yesterday) if (a.officer, a.post) == (officer, post) and a.on(today) else a
        for a in roster.assignments
    )
    return evolve(roster, assignments=ended)


def _appointed(roster: Roster, officer: str, post: str, more: Sequence[str]) -> Roster:
    place = "desa-satu" if post in _LOCAL else "sungai-raya" if post == "supervisor" else "kubu-raya"
    programs: list[str] = list(PROGRAMS) if post == "program_manager" else []
    assignment = _assignment(officer, post, place, programs)
    left = iter(more)
    for word in left:
        match word:
            case "in":
                assignment = evolve(assignment, regions=PLACES[next(left)])
            case "only":
                assignment = evolve(assignment, programs=(next(left),))
            case "from":
                assignment = evolve(assignment, valid_from=date.fromisoformat(next(left)))
            case "until":
                assignment = evolve(assignment, valid_until=date.fromisoformat(next(left)))
            case "instead-of":
                until = assignment.valid_until if assignment.valid_until != date.max else date(2026, 12, 31)
                assignment = evolve(assignment, acting_for=next(left), valid_until=until)
            case _:
                raise ValueError(f"this says nothing of a post: {word}")
    officers = roster.officers if officer in roster else (*roster.officers, Officer(id=officer, name=officer.title()))
    return evolve(roster, officers=officers, assignments=(*roster.assignments, assignment))

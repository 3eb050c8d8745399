"""What the search of lives is asked besides, told anew from domain.md: the ways, the posts, the times, who is told.

Usage: python -m tests.lives.measured [SHARE] [SEED]      all mutants of the table of lives if no share is given
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from attrs import evolve

from slrt_core.model.officers import SYSTEM
from slrt_core.reasons import Text
from slrt_core.rules.process.explore import (
    LIFE_PROHIBITIONS,
    LifeDeed,
    LifeProhibition,
    explore_life,
    life_staffs,
)
from slrt_core.rules.rulebook import load_rulebook
from slrt_core.testing.mutating import Mutant, Tally, tally
from slrt_core.testing.mutatinglives import life_mutants

SURVIVORS = Path(__file__).with_name("survivors.txt")

WAYS = {
    "program": {
        # R-PRG-2: entered, then approved by the manager, who may return and reject; [own]: withdrawn, replaced, ended.
        "enter_program": {("district", "entered"), ("elsewhere", "entered")},
        "approve_program": {("entered", "approved")},
        "return_program": {("entered", "returned")},
        "reject_program": {("entered", "rejected")},
        "withdraw_program": {("entered", "withdrawn"), ("returned", "withdrawn")},
        "replace_program": {("returned", "replaced")},
        "end_program": {("approved", "ended")},
    },
    "participation": {
        # R-PRG-6: candidate, validated, active, suspended, graduated, left; validation, update, verification,
        # disbursement, meetings, graduation.
        "enrol": {("new", "candidate")},
        "validate": {("candidate", "validated")},
        "return": {("validated", "candidate"), ("graduating", "active")},
        "reject": {("candidate", "rejected"), ("validated", "rejected")},
        "activate": {("validated", "active")},
        "suspend": {("active", "suspended")},
        "resume": {("suspended", "active")},
        "propose_graduation": {("active", "graduating")},
        "graduate": {("graduating", "graduated")},
        "leave": {(s, "left") for s in ("candidate", "validated", "active", "suspended", "graduating")},
        "end": {(s, "left") for s in ("active", "suspended", "graduating")},
        "update_data": {(s, s) for s in ("candidate", "validated", "active", "suspended", "graduating")},
        "verify_commitments": {(s, s) for s in ("active", "suspended", "graduating")},
        "record_attendance": {(s, s) for s in ("active", "suspended", "graduating")},
        "confirm_disbursement": {("active", "active")},
    },
}
DECIDES = {"return", "reject", "activate", "suspend", "resume", "graduate", "end"}
MANAGES = {"approve_program", "return_program", "reject_program", "end_program"}
HANDLE = ("administration_head", "secretariat_head")
JUDGE = {"program": ("secretariat_head", "coordination_team"), "participation": ("coordination_team",)}
"""Who steps in where nobody is left, one after the other (R-APP-5)."""
DAYS = {
    # Working days until somebody acts again [own]: a desk has two weeks, a month for the catalogue; a quarter is 65.
    "enter_program": 20,
    "return_program": 20,
    "enrol": 10,
    "validate": 10,
    "propose_graduation": 10,
}
QUARTER = 65
REPORTED = {"validate", "verify_commitments", "confirm_disbursement", "activate", "suspend", "resume", "graduate",
            "reject", "leave", "end"}  # fmt: skip
"""What the companion and the program report to sub-district and village (R-PRG-8, W)."""


def enterers(deed: LifeDeed) -> tuple[str, ...]:
    """R-PRG-2: the administrator enters; of other levels' programs, whom the district chose."""
    by_manager = deed.scene.setting.rulebook.settings["other_programs_entered_by"] == "manager"
    if deed.move.command == "withdraw_program":
        return ("administrator", "manager") if by_manager else ("administrator",)
    return ("manager",) if by_manager and deed.record.state == "elsewhere" else ("administrator",)


def posts(deed: LifeDeed) -> tuple[str, ...]:
    """Who takes such a step."""
    if deed.record.life == "program":
        return ("manager",) if deed.move.command in MANAGES else enterers(deed)
    return ("program_manager",) if deed.move.command in DECIDES else ("pkh_companion",)


def _another_way(deeds: Sequence[LifeDeed]) -> bool:
    deed = deeds[-1]
    event = deed.decision.events[0]
    return (event.before, event.after) not in WAYS[deed.record.life][deed.move.command]


def _another_post(deeds: Sequence[LifeDeed]) -> bool:
    deed = deeds[-1]
    if deed.move.command == "replace_program":
        return deed.actor != SYSTEM
    mine = posts(deed)
    if deed.actor.post in mine:
        return False
    judged = deed.move.command in DECIDES | MANAGES
    order = JUDGE[deed.record.life] if judged else HANDLE
    if deed.actor.post not in order:
        return True
    # Who handles need keep away from nobody's record but their household's: they step in where no such post is held.
    roster, today = deed.scene.setting.roster, deed.scene.setting.on
    here = {
        post
        for post in (*mine, *order)
        for officer, one in roster.holders(post, today)
        if (not deed.record.household or officer.household != deed.record.household)
        and (post not in {"pkh_companion", "program_manager"} or deed.record.program in one.programs)
        and one.regions == ("61.12",)
    }
    # For a judgement the library's own prohibition looks at who must keep away.
    return not judged and bool(here & {*mine, *order[: order.index(deed.actor.post)]})


def _another_time(deeds: Sequence[LifeDeed]) -> bool:
    deed = deeds[-1]
    event, command = deed.decision.events[0], deed.move.command
    if event.after in {"approved", "rejected", "withdrawn", "replaced", "ended", "graduated", "left"}:
        return event.due is not None
    if command == "verify_commitments" and event.after == "active":
        days = QUARTER
    elif event.before == event.after:
        return event.due != deed.record.due
    else:
        days = DAYS.get(command, 10 if event.after == "candidate" else QUARTER)
    calendar, day, left = deed.scene.setting.rulebook.calendar, deed.scene.setting.on, days
    while left:
        day = type(day).fromordinal(day.toordinal() + 1)
        closed = (
            day.isoweekday() in calendar.weekend or f"{day:%m-%d}" in calendar.every_year or str(day) in calendar.days
        )
        left -= not closed
    return event.due != day


def _told_otherwise(deeds: Sequence[LifeDeed]) -> bool:
    deed = deeds[-1]
    told = {notice.to for notice in deed.decision.notices}
    return told != ({"subdistrict_office", "village_head"} if deed.move.command in REPORTED else set())


def _one(id: str, rule: str, words: str, broken: object) -> LifeProhibition:
    return LifeProhibition(id=id, rule=rule, text=Text(words, words), broken=broken)  # type: ignore[arg-type]


STRICT = (
    _one("oracle-way", "R-PRG-6", "another way than the rules have it", _another_way),
    _one("oracle-post", "R-PRG-2", "another post than the rules have it", _another_post),
    _one("oracle-time", "R-FUP-1", "another deadline than was agreed on", _another_time),
    _one("oracle-told", "R-PRG-8", "others are told, or not told", _told_otherwise),
)
"""What holds of the default table, whatever a district may set otherwise."""


def everything() -> Iterator[Mutant]:
    """The mutants of the default table, and of the rows of the catalogue under the other choice."""
    yield from life_mutants(load_rulebook())
    manager = "other_programs_entered_by=manager"
    for mutant in life_mutants(load_rulebook(None, dict([manager.split("=")])), "program"):
        if "lives.csv:4[" in mutant.id or "lives.csv:9[" in mutant.id:
            yield evolve(mutant, id=f"{mutant.id} ({manager})")


def searched(mutant: Mutant) -> str | None:
    """What the search finds with the library's prohibitions and demands and the oracle's, staff after staff."""
    book = mutant.book
    life = "program" if any(command.endswith("_program") for _, command in mutant.touches) else "participation"
    for staff in life_staffs(book, life):
        report = explore_life(
            book, life, prohibitions=(*LIFE_PROHIBITIONS, *STRICT), staffs=[evolve(staff, periods=False)], first=True
        )
        if report.findings:
            found = next((f for f in report.findings if not f.id.startswith("oracle-")), report.findings[0])
            return f"{'oracle' if found.id.startswith('oracle-') else found.sort}: {found.id}"
    return None


def measured(share: float = 1.0, seed: int = 1) -> Tally:
    """Set the search upon a share of the mutants, chosen by lot."""
    drawn = Random(seed)
    return tally((m for m in everything() if drawn.random() < share), (searched,))


def excused(mutant: Mutant) -> str | None:
    """Why a survivor is no mistake, by the patterns of ``survivors.txt``; nothing if it is one."""
    for line in SURVIVORS.read_text("utf-8").splitlines():
        pattern, _, reason = line.partition(" :: ")
        if reason and not line.startswith("#") and pattern in mutant.id:
            return reason
    return None


def main(share: float = 1.0, seed: int = 1) -> None:
    """Print what was found, by what and of which change, and the survivors."""
    begun = time.monotonic()
    result = measured(share, seed)
    print(f"{len(result.found)} of {len(result.found) + len(result.survivors)} found: {result.share:.1%}")
    print(dict(result.by), dict(Counter(what.partition(": ")[2] for what in result.found.values()).most_common()))
    for mutant in result.survivors:
        print(f"survives: {mutant.id} :: {excused(mutant) or 'NOT EXCUSED'}")
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    share, seed, *_ = [*sys.argv[1:], *("1.0", "1")[len(sys.argv) - 1 :]]
    main(float(share), int(seed))

"""A village with one family, and officers of every kind that may meet in a participation: for stories and oracles."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from attrs import evolve, frozen

from slrt_core.model import (
    Actor,
    Assignment,
    Decree,
    GovernanceLevel,
    Level,
    LifeMove,
    LifeMoved,
    Moment,
    Officer,
    ParticipationOpened,
    ParticipationRecord,
    Program,
    Provider,
    Region,
    RegionTree,
    Roster,
    Seen,
    UnitKind,
)
from slrt_core.reasons import Text
from slrt_core.rules.access import Setting
from slrt_core.rules.process import (
    LifeDecision,
    LifeSurroundings,
    decide_life,
    participation_after,
    participation_opened,
)
from slrt_core.rules.rulebook import Rulebook, load_rulebook

BOOK = load_rulebook()
DISTRICT, RIVER, ELSEWHERE, VILLAGE = "61.12", "61.12.01", "61.12.02", "61.12.01.2001"
TREE = RegionTree(
    regions=(
        Region(id="61", name="Kalimantan Barat", level=Level.PROVINCE),
        Region(id=DISTRICT, name="Kubu Raya", level=Level.REGENCY, parent="61"),
        Region(id=RIVER, name="Sungai Raya", level=Level.SUBDISTRICT, parent=DISTRICT),
        Region(id=ELSEWHERE, name="Kuala Mandor", level=Level.SUBDISTRICT, parent=DISTRICT),
        Region(id=VILLAGE, name="Desa Satu", level=Level.VILLAGE, parent=RIVER),
    )
)
DECREE = Decree(number="1/2026", dated=date(2026, 1, 1), issuer="Bupati")
MONDAY = date(2026, 1, 5)
HOME, FAMILY, CHILD = "h-1", "f-1", "i-1"

STAFF: tuple[tuple[str, str, str, str, str], ...] = (
    # account, person, post, place, programs
    ("pia", "pia", "pkh_companion", RIVER, "PKH"),
    ("pia-2", "pia", "program_manager", DISTRICT, "PKH"),
    ("rani", "rani", "pkh_companion", RIVER, "PKH"),
    ("rani", "rani", "program_manager", DISTRICT, "PKH"),
    ("cici", "cici", "pkh_companion", ELSEWHERE, "PKH"),
    ("sembiring", "sembiring", "pkh_companion", RIVER, "SEMBAKO"),
    ("dora", "dora", "program_manager", DISTRICT, "PKH"),
    ("dion", "dion", "program_manager", DISTRICT, "PKH"),
    ("doni", "doni", "program_manager", DISTRICT, "SEMBAKO"),
    ("koko", "koko", "coordination_team", DISTRICT, ""),
    ("tuti", "tuti", "administration_head", DISTRICT, ""),
    ("sari", "sari", "facilitator", VILLAGE, "PKH"),
    ("maya", "maya", "manager", DISTRICT, ""),
    ("camat", "camat", "subdistrict_office", RIVER, ""),
)
RESIDENT = "rani"
"""Lives in the family's household."""


def roster(*accounts: str, staff: tuple[tuple[str, str, str, str, str], ...] = STAFF) -> Roster:
    """These accounts, or all."""
    kept = [line for line in staff if not accounts or line[0] in accounts]
    people = {account: person for account, person, *_ in staff}
    return Roster(
        officers=tuple(
            Officer(id=account, name=account, person=person, household=HOME if person == RESIDENT else "")
            for account, person in people.items()
        ),
        assignments=tuple(
            Assignment(
                officer=account,
                post=post,
                regions=place,
                programs=tuple(programs.split()),
                valid_from=date(2026, 1, 1),
                decree=DECREE,
            )
            for account, _, post, place, programs in kept
        ),
    )


def program(code: str = "PKH", level: GovernanceLevel = GovernanceLevel.CENTRE, **more: Any) -> Program:
    """A program."""
    return Program(
        code=code,
        name=Text(code, code),
        provider=Provider(id="p", name=Text("p", "p"), level=level),
        unit=UnitKind.FAMILY,
        benefit=Text("bantuan", "aid"),
        **more,
    )


def moment(day: date) -> Moment:
    """Eight in the morning of a day in Pontianak."""
    return Moment(at=datetime.combine(day, time(1, tzinfo=UTC)), on=day)


SETTING = Setting(rulebook=BOOK, roster=roster(), regions=TREE, on=MONDAY)
PKH = program()


@frozen(kw_only=True)
class Scene:
    """One participation played by itself, with the production's decision and neither desk nor store."""

    setting: Setting = SETTING
    program: Program | None = PKH

    def on(self, day: date) -> Scene:
        """The same on another day."""
        return evolve(self, setting=evolve(self.setting, on=day))

    def staffed(self, *accounts: str) -> Scene:
        """The same with only these accounts in office."""
        return evolve(self, setting=evolve(self.setting, roster=roster(*accounts)))

    def under(self, book: Rulebook) -> Scene:
        """The same under another rulebook."""
        return evolve(self, setting=evolve(self.setting, rulebook=book))

    def actor(self, account: str, post: str) -> Actor:
        """An account in a post."""
        return Actor(officer=account, person=self.setting.roster.officer(account).person, post=post)

    def begun(self, actor: Actor) -> ParticipationRecord:
        """A participation that is about to be recorded."""
        day = moment(self.setting.on)
        return participation_opened(
            ParticipationOpened(
                participation="p-1", household=HOME, unit=FAMILY, program="PKH", region=VILLAGE, state="new",
                digest="d", at=day.at, on=day.on, actor=actor,
            )
        )  # fmt: skip

    def decide(self, record: ParticipationRecord, actor: Actor, command: str, **more: Any) -> LifeDecision:
        """Decide on a step by somebody who looked at the record as it stands."""
        move = LifeMove(command=command, **{"seen": Seen(record.version, record.digest)} | more)
        around = LifeSurroundings(setting=self.setting, program=self.program, digest=f"d{record.version}")
        return decide_life(record, move, actor, moment(self.setting.on), around)

    def do(self, record: ParticipationRecord, account: str, command: str, **more: Any) -> ParticipationRecord:
        """The record after a step that must be allowed, in the first post that the account holds."""
        post = next(line[2] for line in STAFF if line[0] == account)
        decision = self.decide(record, self.actor(account, post), command, **more)
        assert decision.allowed, [str(reason) for reason in decision.reasons]
        return participation_after(record, decision.events)

    def codes(self, record: ParticipationRecord, account: str, command: str, **more: Any) -> set[str]:
        """Why a step is refused: the codes; nothing if it is allowed."""
        post = more.pop("post", next(line[2] for line in STAFF if line[0] == account))
        return {reason.code for reason in self.decide(record, self.actor(account, post), command, **more).reasons}

    def active(self, since: date = MONDAY) -> ParticipationRecord:
        """A family that takes part since a day."""
        then = self.on(since)
        candidate = then.do(then.begun(then.actor("pia", "pkh_companion")), "pia", "enrol")
        validated = then.do(candidate, "pia", "validate", result="ada anak sekolah")
        return then.do(validated, "dora", "activate", reason="entitled")


def last(events: tuple[LifeMoved, ...]) -> LifeMoved:
    """The one event of a decision."""
    [event] = events
    return event

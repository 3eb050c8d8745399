"""The world around one participation, or around the entries of one program: what may be decided, and what it becomes.

The decision is the production one, and so are the folds (`participation_after`, `ProgramRecord`); what the desk does
around them when a program is entered is said here once more: what was returned under its code is replaced first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from slrt_core.model.commands import LifeMove, Moment, Seen
from slrt_core.model.facts import AsOf
from slrt_core.model.lives import ParticipationOpened, ParticipationRecord
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.model.programs import CatalogueEntry, ProgramRecord, ProgramVersion
from slrt_core.rules.access import Setting
from slrt_core.rules.process.explore import world
from slrt_core.rules.process.lives import (
    LifeDecision,
    LifeSurroundings,
    act_of,
    decide_life,
    participation_after,
    participation_opened,
)

if TYPE_CHECKING:
    from datetime import date

    from slrt_core.model.programs import Program
    from slrt_core.model.registry import Household
    from slrt_core.rules.process.lifeneeds import Living

__all__ = ["DecideLife", "LifeDeed", "LifeScene", "LifeStart", "carried_out", "recorded_by", "starts"]

DecideLife = Callable[["Living", LifeMove, Actor, Moment, LifeSurroundings], LifeDecision]

_MORNING = time(1, tzinfo=UTC)
_PROGRAM = "CENTRAL"


@frozen(kw_only=True)
class LifeScene:
    """A small world around one record that has a life.

    Args:
        setting: rulebook, roster, map, day.
        program: in force, as a participation finds it; ``None`` if it is not. Of an entry, what is entered.
        household: whose participation it is; ``None`` for a program.
        decider: decides; another than the production one only where somebody tests what finds its faults.
    """

    setting: Setting
    program: Program | None
    household: Household | None = None
    decider: DecideLife = field(default=decide_life, hash=False)

    @property
    def moment(self) -> Moment:
        """The morning of the day."""
        return Moment(at=datetime.combine(self.setting.on, _MORNING), on=self.setting.on)

    def on(self, day: date) -> LifeScene:
        """The same on another day."""
        return evolve(self, setting=evolve(self.setting, on=day))

    def decide(self, record: Living, move: LifeMove, actor: Actor) -> LifeDecision:
        """Decide on one step, as the desk would.

        Raises:
            Conflict: the officer looked at another version of the record.
        """
        brings = move.commitments or move.meeting or move.period
        around = LifeSurroundings(
            setting=self.setting,
            look_up=lambda: self.household,
            program=record.entered if isinstance(record, CatalogueEntry) else self.program,
            digest=f"{record.digest}+{record.version}" if brings else "",
        )
        return self.decider(record, move, actor, self.moment, around)


@frozen(kw_only=True)
class LifeDeed:
    """One step that somebody took.

    Args:
        scene: in which world.
        record: as it stood.
        move: what was asked.
        actor: by whom.
        decision: what was decided.
        after: the record as it then stood.
        catalogue: of a program, all its entries afterwards.
    """

    scene: LifeScene = field(repr=False)
    record: Living = field(repr=False)
    move: LifeMove
    actor: Actor
    decision: LifeDecision = field(repr=False)
    after: Living = field(repr=False)
    catalogue: ProgramRecord | None = field(default=None, repr=False)

    @property
    def in_force(self) -> str:
        """The digest of what counts from the first day on after this step; empty if nothing does."""
        if self.catalogue is None or not isinstance(self.after, CatalogueEntry):
            return ""
        standing = self.catalogue.standing(AsOf(self.after.entered.valid_from))
        return standing.digest if standing else ""


@frozen(kw_only=True)
class LifeStart:
    """A record as it begins, in its world.

    Args:
        scene: the world.
        record: in an initial state.
    """

    scene: LifeScene
    record: Living


def starts(life: str, setting: Setting, decider: DecideLife) -> tuple[LifeStart, ...]:
    """How a life may begin: for each initial state; who records it is who takes its first step, see `recorded_by`.

    Args:
        life: ``participation`` or ``program``.
        setting: rulebook, roster, map, day.
        decider: decides.
    """
    if life == "participation":
        home, program = world.home(listed=True), world.PROGRAMS[_PROGRAM]
        scene = LifeScene(setting=setting, program=program, household=home, decider=decider)
        return (LifeStart(scene=scene, record=_begun(scene, SYSTEM)),)
    return tuple(
        LifeStart(
            scene=LifeScene(setting=setting, program=world.PROGRAMS[code], decider=decider),
            record=CatalogueEntry.fresh(world.PROGRAMS[code], "a"),
        )
        for code in ("LOCAL", "CENTRAL")
    )


def recorded_by(record: Living, actor: Actor) -> Living:
    """The record as it is when somebody takes a step: one that is just being recorded is recorded by them."""
    if isinstance(record, ParticipationRecord) and not record.acts:
        return evolve(record, recorder=actor)
    return record


def _begun(scene: LifeScene, actor: Actor) -> ParticipationRecord:
    return participation_opened(
        ParticipationOpened(
            participation="participation-1",
            household=world.HOUSEHOLD,
            unit=world.HOUSEHOLD,
            program=_PROGRAM,
            region=world.VILLAGE,
            state="new",
            digest="as recorded",
            at=scene.moment.at,
            on=scene.setting.on,
            actor=actor,
        )
    )


def carried_out(deed: LifeDeed, catalogue: ProgramRecord | None) -> LifeDeed:
    """A step with what it leads to: the record, and of a program all its entries."""
    if isinstance(deed.record, ParticipationRecord):
        return evolve(deed, after=participation_after(deed.record, deed.decision.events))
    assert isinstance(deed.record, CatalogueEntry)  # noqa: S101  (there are two kinds)
    before = catalogue or ProgramRecord(code=deed.record.id)
    after = _catalogued(deed, deed.record, before)
    entry = CatalogueEntry.of(after, deed.record.digest)
    assert entry is not None  # noqa: S101  (it was entered)
    return evolve(deed, after=entry, catalogue=after)


def _catalogued(deed: LifeDeed, entry: CatalogueEntry, catalogue: ProgramRecord) -> ProgramRecord:
    moment, [event] = deed.scene.moment, deed.decision.events
    if deed.move.command == "enter_program":
        for old in [one.digest for one in catalogue.versions if one.state == "returned"]:
            catalogue = _replaced(deed.scene, catalogue, old)
        entered = ProgramVersion(
            program=entry.entered,
            digest=entry.digest,
            entered_by=event.actor.person,
            entered_at=moment.at,
            entered_for=event.actor.acting_for,
        )
        return catalogue.entered(entered)
    if deed.move.command == "approve_program":
        return catalogue.approved(entry.digest, event.actor.person, moment.at)
    return catalogue.moved(entry.digest, act_of(event, catalogue.version + 1), event.last_day)


def _replaced(scene: LifeScene, catalogue: ProgramRecord, digest: str) -> ProgramRecord:
    entry = CatalogueEntry.of(catalogue, digest)
    assert entry is not None  # noqa: S101  (it is among the entries)
    decision = scene.decide(entry, LifeMove(command="replace_program", seen=Seen(entry.version, digest)), SYSTEM)
    for event in decision.events:
        catalogue = catalogue.moved(digest, act_of(event, catalogue.version + 1))
    return catalogue

"""A story played at a desk, with its store, its sealing and its doors: what is decided must be the same there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.desk import Desk
from slrt_core.desk.visible import can_read_case
from slrt_core.errors import Conflict, Invalid, NotFound, Refused, SlrtError
from slrt_core.model.cases import Case, Way
from slrt_core.model.commands import EndAssignment, Move, RecordVisit
from slrt_core.model.contents import Content
from slrt_core.model.facts import Value
from slrt_core.model.forms import FamilyForm, HouseholdForm, PersonForm
from slrt_core.model.officers import HOST, Actor, Roster
from slrt_core.ports import Storage
from slrt_core.rules import visibility
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Notice
from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing import around
from slrt_core.testing.fakes import FakeKeys
from slrt_core.testing.stages import HIDDEN

__all__ = ["DeskStage"]


class DeskStage:
    """See `slrt_core.testing.stages.Stage`.

    Args:
        book: the district's rulebook.
        storage: where the desk keeps everything; a new one in memory if not given.
    """

    notices: Sequence[Notice] | None = None

    def __init__(self, book: Rulebook, storage: Storage | None = None) -> None:
        self._clock = ManualClock(_morning(around.START))
        self._desk = Desk(
            storage or MemoryStorage(),
            FakeKeys(),
            self._clock,
            SeededIds(0),
            district="61.12",
            zone="Asia/Jakarta",
            rulebook=book,
        )
        self._desk.load_regions(around.REGIONS.regions, "story")
        self._desk.load_programs(around.PROGRAMS.values(), "story")
        self._desk.load_roster(around.STAFF.officers, around.STAFF.assignments, "story")
        self._id, self._lists = "", 0
        self._said: dict[str, Value] = {"central_status": "listed", "floor": "earth"}
        self._load()

    @property
    def case(self) -> Case | None:
        """See `Stage`."""
        if not self._id:
            return None
        with self._desk.work() as work:
            return work.case(self._id)

    @property
    def setting(self) -> Setting:
        """See `Stage`."""
        with self._desk.work() as work:
            return work.setting

    def value(self, variable: str) -> object:
        """See `Stage`."""
        with self._desk.work() as work:
            household = work.household(around.HOUSEHOLD)
        return household[variable] if household is not None else None

    def record(self, actor: Actor, content: Content, way: Way, region: str) -> tuple[str, ...]:
        """See `Stage`."""
        nameless = bool(getattr(content, "anonymous", False))
        here = region == around.PLACES["desa-satu"]
        whom: str | HouseholdForm = "" if nameless else around.HOUSEHOLD if here else _form(region)
        command = RecordVisit(household=whom, items=(content,), way=way, region=region if nameless else "")
        try:
            visit = self._desk.perform(command, actor)
        except NotFound:
            # A household that an officer may not see does not exist for them.
            return ("lost",) if visibility.can_read_household(self.setting, actor, region) else (HIDDEN,)
        except SlrtError as error:
            return _codes(error)
        self._id = visit.cases[0].id  # type: ignore[union-attr]
        return ()

    def take(self, actor: Actor, move: Move) -> tuple[str, ...]:
        """See `Stage`."""
        try:
            self._desk.perform(move, actor)
        except NotFound:
            # What an officer may not see does not exist for them, and no other reason is given.
            case = self.case
            seen = case is not None and can_read_case(
                self.setting, actor, case, self.setting.rulebook.under(case.program)
            )
            return ("lost",) if seen else (HIDDEN,)
        except SlrtError as error:
            return _codes(error)
        return ()

    def go_to(self, day: date) -> None:
        """See `Stage`."""
        self._clock.set(_morning(day))

    def restaff(self, roster: Roster) -> None:
        """See `Stage`."""
        before = self.setting.roster
        today = self.setting.on
        for old, new in zip(before.assignments, roster.assignments, strict=False):
            if old != new:
                self._desk.perform(EndAssignment(officer=old.officer, post=old.post, last_day=new.valid_until), HOST)
        known = set(before.officers)
        officers = [officer for officer in roster.officers if officer not in known]
        assignments = roster.assignments[len(before.assignments) :]
        if officers or assignments:
            self._desk.load_roster(officers, assignments, f"story, {today}")

    def list_says(self, variable: str, value: Value) -> None:
        """See `Stage`."""
        self._said[variable] = value
        self._load()

    def _load(self) -> None:
        # A list that was loaded before changes nothing, so each has a name of its own.
        self._lists += 1
        form = _form(around.PLACES["desa-satu"], around.HOUSEHOLD, dict(self._said))
        self._desk.load_households([form], f"central-list {self._lists}")


def _codes(error: SlrtError) -> tuple[str, ...]:
    if isinstance(error, (Refused, Invalid, Conflict)):
        return tuple(reason.code for reason in error.reasons)
    raise error


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(1, tzinfo=UTC))


def _form(region: str, id: str = "", facts: dict[str, Value] | None = None) -> HouseholdForm:
    siti: dict[str, Value] = {"birth_date": date(1985, 1, 1), "sex": "female", "relation": "head"}
    member = PersonForm(name="Siti", nik=None, facts=siti)
    return HouseholdForm(
        id=id, region=region, address="Jl. Melati 3", families=[FamilyForm(members=(member,))], facts=facts or {}
    )

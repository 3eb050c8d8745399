"""What can be asked of the desk: every change of somebody's rights or records is one of these values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from slrt_core.model.cases import Way
from slrt_core.model.choices import member
from slrt_core.model.contents import Content
from slrt_core.model.forms import HouseholdForm
from slrt_core.model.identity import NO_WORDS, Private, as_private
from slrt_core.model.lists import Manifest
from slrt_core.model.moves import LifeMove, Moment, Move, Seen, Transfer
from slrt_core.model.officers import Assignment, Leave, Officer
from slrt_core.model.programs import Program
from slrt_core.model.regions import Region

__all__ = [
    "ApproveProgram",
    "Assess",
    "Attach",
    "Command",
    "EndAssignment",
    "EndLeave",
    "Enrol",
    "EnterProgram",
    "Erase",
    "GiveUpLoad",
    "LifeMove",
    "LoadHouseholds",
    "LoadPrograms",
    "LoadRegions",
    "LoadRoster",
    "Moment",
    "Move",
    "MoveParticipation",
    "MoveProgram",
    "RecordHousehold",
    "RecordLeave",
    "RecordVisit",
    "Seen",
    "SettleFollowUp",
    "SubmitVisit",
    "Transfer",
]


def _way(value: str) -> Way:
    return member(Way, value, "way")


def _contents(values: Iterable[Content]) -> tuple[Content, ...]:
    return tuple(values)


@frozen(kw_only=True)
class RecordVisit:
    """One contact with a household and all that was recorded in it (R-INT-2).

    Args:
        household: the id of a known household, a form of a new one, or empty for an anonymous complaint.
        items: what each case says.
        way: how it came in.
        on: the local date of the visit; today if not given. It may lie back where there was no network (R-INT-3).
        region: the village's id, needed only for an anonymous complaint.
    """

    household: str | HouseholdForm
    items: tuple[Content, ...] = field(converter=_contents)
    way: Way = field(converter=_way, default=Way.HOME_VISIT)
    on: date | None = None
    region: str = ""


@frozen(kw_only=True)
class SubmitVisit:
    """Send on every case of a visit that still lies where it was recorded: all of them, or none."""

    visit: str


@frozen(kw_only=True)
class RecordHousehold:
    """Record a household that the district does not know yet (R-REG-3)."""

    form: HouseholdForm


@frozen(kw_only=True)
class SettleFollowUp:
    """Say what became of something that was found wrong in a household's record."""

    follow_up: str
    result: Private = field(converter=as_private)


@frozen(kw_only=True)
class Erase:
    """Erase what is known of somebody for ever, at their right or at the end of retention (law 27/2022, art. 42-45).

    Args:
        subject: the id of a person, a family, a household, or an anonymous case.
        grounds: why, as a code: ``asked``, ``retention``, ``mistake``, ``restored``.
    """

    subject: str
    grounds: str = "asked"


@frozen(kw_only=True)
class LoadHouseholds:
    """A list of households from the host, such as an extract of the central list: all of it or nothing.

    The list itself follows in parts; what is decided on is its digest, and nothing counts before all of it is in.
    """

    manifest: Manifest


@frozen(kw_only=True)
class GiveUpLoad:
    """Give up a list of households that is not wholly in: it never comes in, and what it had brought is deleted."""

    load: str


@frozen(kw_only=True)
class LoadRegions:
    """The map, from the host: the whole of it, in place of what was loaded before."""

    regions: tuple[Region, ...]
    source: str


@frozen(kw_only=True)
class LoadRoster:
    """Officers and assignments, from the host or from an administrator (L1.7)."""

    officers: tuple[Officer, ...]
    assignments: tuple[Assignment, ...]
    source: str = ""


@frozen(kw_only=True)
class EndAssignment:
    """End an officer's post before its time."""

    officer: str
    post: str
    last_day: date


@frozen(kw_only=True)
class RecordLeave:
    """Officers are away for a time, and hold no post then (R-APP-6)."""

    leaves: tuple[Leave, ...]
    source: str = ""


@frozen(kw_only=True)
class EndLeave:
    """End an officer's leave before its time, or call it off.

    Args:
        officer: the account that the leave names.
        first_day: of the leave that is meant.
        last_day: its last day from now on; a day before its first means that it is not taken.
    """

    officer: str
    first_day: date
    last_day: date


@frozen(kw_only=True)
class LoadPrograms:
    """Programs from the host that were approved elsewhere, such as those of the centre: they count at once."""

    programs: tuple[Program, ...]
    source: str


@frozen(kw_only=True)
class EnterProgram:
    """Enter a program, or a new version of it; it counts when another person has approved it (R-PRG-2)."""

    program: Program


@frozen(kw_only=True)
class ApproveProgram:
    """Approve the entered version with this digest (R-PRG-2)."""

    code: str
    digest: str


@frozen(kw_only=True)
class MoveProgram:
    """A step of the entered version with this digest other than its approval, such as returning or ending it.

    Args:
        code: of the program.
        digest: of the version.
        command: as the rulebook names it: ``return_program``, ``end_program`` …
        reason: a reason code of the rulebook.
        last_day: of a program that ends, the last day on which it counts.
    """

    code: str
    digest: str
    command: str
    reason: str = ""
    last_day: date | None = None


@frozen(kw_only=True)
class Enrol:
    """Put a unit on record as a candidate of a program (R-PRG-6).

    Args:
        household: its id.
        program: the code.
        unit: the id of the family or person; may be left out where the household has just one such.
    """

    household: str
    program: str
    unit: str = ""


@frozen(kw_only=True)
class MoveParticipation:
    """A step of a participation.

    Args:
        participation: its id.
        step: what is done.
    """

    participation: str
    step: LifeMove


@frozen(kw_only=True)
class Attach:
    """Add a photograph or letter as evidence. The store keeps a keyed digest of it, never the content itself.

    Args:
        to: the id of a case or household.
        data: the file, byte for byte.
        purpose: why it is kept; it goes on record.
        name: what the sender calls it; sealed, and never a path.
    """

    to: str
    data: bytes = field(repr=False)
    purpose: str
    name: Private = field(converter=as_private, default=NO_WORDS)


@frozen(kw_only=True)
class Assess:
    """Put on record for which programs a household is eligible, so that it can be repeated years later (R-PRG-3).

    Args:
        household: its id.
        programs: the codes; all programs whose criteria are written down if empty.
        on: the day of assessment; today if not given.
    """

    household: str
    programs: tuple[str, ...] = ()
    on: date | None = None


Command = (
    Move
    | RecordVisit
    | SubmitVisit
    | RecordHousehold
    | LoadHouseholds
    | GiveUpLoad
    | LoadRegions
    | LoadRoster
    | EndAssignment
    | RecordLeave
    | EndLeave
    | LoadPrograms
    | EnterProgram
    | ApproveProgram
    | MoveProgram
    | Enrol
    | MoveParticipation
    | SettleFollowUp
    | Erase
    | Attach
    | Assess
    | Transfer
)

"""What befalls a household: a death, a move, a split, a merger. Each is the content of a change, reviewed as any other.

None of it overwrites anything. What is decided on is sealed at rest like the facts that come of it: the day and the
address tell of persons, the ids do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from slrt_core.model.identity import Private, as_private

__all__ = ["Death", "HomeChange", "Merger", "Relocation", "Split"]


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


@frozen(kw_only=True)
class Death:
    """A member of the household has died.

    Args:
        person: the member's id.
        on: the day of death.
        survived: whether somebody of the household lives on who is not recorded. Left out where others are recorded
            who do; where there are none, the desk fills it in if somebody has said that everybody is recorded.
        kin: where the next of kin outside the household are found, if there are any; sealed.
        evidence: on what: a document's name or hash.
        note: in words; sealed.
        home: the household that it was recorded for; filled in by the desk.
        sealed: at rest, the day and the evidence.
    """

    person: str
    on: date
    survived: bool | None = None
    kin: Private = field(converter=as_private, factory=Private)
    evidence: str = ""
    note: Private = field(converter=as_private, factory=Private)
    home: str = ""
    sealed: bytes = field(default=b"", repr=False)


@frozen(kw_only=True)
class Relocation:
    """The household lives in another village now, or has left the district.

    Args:
        to: the village's id; of a place outside the district its dotted code, such as ``61.11``, or nothing.
        on: since which day.
        away: whether it has left the district.
        address: the new address as written; not known if empty.
        evidence: on what.
        note: in words; sealed.
        home: the household that it was recorded for; filled in by the desk.
        sealed: at rest, the day, the address and the evidence.
    """

    to: str = ""
    on: date
    away: bool = False
    address: str = ""
    evidence: str = ""
    note: Private = field(converter=as_private, factory=Private)
    home: str = ""
    sealed: bytes = field(default=b"", repr=False)


@frozen(kw_only=True)
class Split:
    """Some of a household form a household of their own from now on.

    Args:
        families: the ids of families that go as a whole.
        members: the ids of others who go; together they are one new family.
        on: since which day.
        region: the village in which they live now; the same one if empty.
        address: the new household's address as written.
        evidence: on what.
        note: in words; sealed.
        home: the household that it was recorded for; filled in by the desk.
        household: the id of the new household, given by the desk when the split is recorded.
        family: the id of the new family, likewise; empty if only whole families go.
        sealed: at rest, the day, the address and the evidence.
    """

    families: tuple[str, ...] = field(converter=_ids, default=())
    members: tuple[str, ...] = field(converter=_ids, default=())
    on: date
    region: str = ""
    address: str = ""
    evidence: str = ""
    note: Private = field(converter=as_private, factory=Private)
    home: str = ""
    household: str = ""
    family: str = ""
    sealed: bytes = field(default=b"", repr=False)


@frozen(kw_only=True)
class Merger:
    """All of a household live in another household from now on, which is the one that remains.

    Args:
        into: the id of the household that remains.
        on: since which day.
        evidence: on what.
        note: in words; sealed.
        home: the household that it was recorded for and that ends; filled in by the desk.
        sealed: at rest, the day and the evidence.
    """

    into: str
    on: date
    evidence: str = ""
    note: Private = field(converter=as_private, factory=Private)
    home: str = ""
    sealed: bytes = field(default=b"", repr=False)


HomeChange = Death | Relocation | Split | Merger

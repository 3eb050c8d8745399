"""Programs: who gives what to whom, at which level, and since when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from attrs import evolve, frozen

from slrt_core.model.facts import AsOf
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text

__all__ = ["GovernanceLevel", "Program", "ProgramRecord", "ProgramVersion", "Provider", "Question"]


class GovernanceLevel(StrEnum):
    """Whose program it is (P1.12, P1.14, P12(2)f)."""

    CENTRE = "centre"
    PROVINCE = "province"
    DISTRICT = "district"
    VILLAGE = "village"
    NON_GOVERNMENT = "non_government"


@frozen(kw_only=True)
class Provider:
    """Who runs programs: a ministry, an office, a village, a foundation."""

    id: str
    name: Text
    level: GovernanceLevel


@frozen(kw_only=True)
class Question:
    """A question that people ask, and its answer (L1.7d)."""

    question: Text
    answer: Text


@frozen(kw_only=True)
class Program:
    """One program as it stands in the catalogue (R-PRG-1).

    Args:
        code: short and stable, such as ``PKH``.
        name: in both languages.
        provider: who runs it, and at which level.
        unit: household, family or individual.
        benefit: what it gives, in words.
        valid_from: the first day on which it counts.
        valid_until: the last such day.
        documents: what a family must bring.
        faq: answers for the desk.
        requires_listing: whether the unit must be on the central list.
        source: where this entry was found; empty where only we say so.
    """

    code: str
    name: Text
    provider: Provider
    unit: UnitKind
    benefit: Text
    valid_from: date = date.min
    valid_until: date = date.max
    documents: tuple[Text, ...] = ()
    faq: tuple[Question, ...] = ()
    requires_listing: bool = False
    source: str = ""

    @property
    def level(self) -> GovernanceLevel:
        """The level of its provider."""
        return self.provider.level


@frozen(kw_only=True)
class ProgramVersion:
    """An entry and its approval: it counts only when another person has approved it (R-PRG-2)."""

    program: Program
    digest: str
    entered_by: str
    entered_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None


@frozen(kw_only=True)
class ProgramRecord:
    """All that was ever entered for one program code: the state of its stream."""

    code: str
    versions: tuple[ProgramVersion, ...] = ()
    version: int = 0

    def entered(self, entry: ProgramVersion) -> ProgramRecord:
        """The record after a new entry."""
        return evolve(self, versions=(*self.versions, entry), version=self.version + 1)

    def approved(self, digest: str, person: str, at: datetime) -> ProgramRecord:
        """The record after the approval of the entry with that digest."""
        versions = tuple(
            evolve(entry, approved_by=person, approved_at=at) if entry.digest == digest else entry
            for entry in self.versions
        )
        return evolve(self, versions=versions, version=self.version + 1)

    def at(self, as_of: AsOf) -> Program | None:
        """The program in force on a day, as approved by an instant: of several, the one approved last."""
        chosen: ProgramVersion | None = None
        for entry in self.versions:
            if entry.approved_at is None or not as_of.knows(entry.approved_at):
                continue
            in_force = entry.program.valid_from <= as_of.valid <= entry.program.valid_until
            if in_force and (chosen is None or (chosen.approved_at or entry.approved_at) <= entry.approved_at):
                chosen = entry
        return chosen.program if chosen else None

"""What was found about one unit and one program: a verdict, its reasons, and what could still change it (R-PRG-3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from attrs import frozen

from slrt_core.model.criteria import Cited, Clause
from slrt_core.model.facts import UNKNOWN, Value
from slrt_core.model.officers import Actor
from slrt_core.model.parameters import Per
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text

__all__ = [
    "Assessment",
    "Determination",
    "Entitlement",
    "Finding",
    "KeptVerdict",
    "Missing",
    "Payment",
    "Repetition",
    "Used",
    "Verdict",
]


class Verdict(StrEnum):
    """Yes, no, or not known yet: never a guess."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a verdict is yes, no or unknown: compare it")

    @classmethod
    def of(cls, truth: bool | None) -> Verdict:  # noqa: FBT001
        """The verdict of a truth that may be ``None``."""
        return cls.UNKNOWN if truth is None else cls.YES if truth else cls.NO


@frozen(kw_only=True)
class Used:
    """A fact that a clause hangs on.

    Args:
        unit: the id of whom it is about.
        kind: household, family or individual.
        variable: its name, with its key if it has one, as in ``participation:PKH``.
        value: what was known; `UNKNOWN` where nobody has said.
        roster: whether it is about who else belongs to the unit.
    """

    unit: str
    kind: UnitKind
    variable: str
    value: Value
    roster: bool = False


@frozen(kw_only=True)
class Missing:
    """An unknown fact of which the answer can still decide.

    Args:
        unit: the id of whom it is about.
        kind: household, family or individual.
        variable: as in `Used`; the relation's name where it is about who else belongs to the unit.
        roster: whether it is.
    """

    unit: str
    kind: UnitKind
    variable: str
    roster: bool = False


@frozen(kw_only=True)
class Finding:
    """What one clause came to.

    Args:
        clause: as it stands in the program's file; or one that the program's listing or exclusions ask for.
        verdict: of this clause.
        used: the facts that made it so, or on which it hangs.
        parts: the clauses below it.
    """

    clause: Clause
    verdict: Verdict
    used: tuple[Used, ...] = ()
    parts: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """Of the clause."""
        return self.clause.id

    @property
    def label(self) -> Text:
        """The clause in words."""
        return self.clause.label

    @property
    def basis(self) -> tuple[Cited, ...]:
        """Where the clause comes from."""
        return self.clause.basis

    @property
    def text(self) -> str:
        """The condition of a clause that has no parts."""
        return self.clause.text

    @property
    def joined(self) -> str:
        """Whether its parts make it by ``all`` or by ``any``; empty where there are none."""
        return "all" if self.clause.all else "any" if self.clause.any else ""

    @property
    def assumed(self) -> bool:
        """Whether an answer that nobody gave was assumed."""
        known = self.verdict is not Verdict.UNKNOWN
        return known and any(fact.value is UNKNOWN and not fact.roster for fact in self.used)

    @property
    def confirmed(self) -> bool:
        """Whether a document says so that was read; if not, every explanation says that too."""
        return any(cited.confirmed for cited in self.clause.basis)

    def walk(self) -> Iterator[Finding]:
        """This and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@frozen(kw_only=True)
class Payment:
    """What one component comes to for one person, or for the unit.

    Args:
        component: its id.
        label: in words.
        unit: the id of for whom.
        amount: rupiah each time.
        per: how often.
        counted: whether it counts, or lies beyond a limit.
        certain: whether it is known that the person has a claim.
    """

    component: str
    label: Text
    unit: str
    amount: int
    per: Per
    counted: bool = True
    certain: bool = True


@frozen(kw_only=True)
class Entitlement:
    """What a unit gets if it is in the program.

    Args:
        least: rupiah a year of what is known for sure.
        most: with all that may still turn out.
        once: rupiah paid a single time, of what is known for sure.
        once_most: the same with all that may still turn out.
        payments: what makes it up, counted or not.
    """

    least: int
    most: int
    once: int = 0
    once_most: int = 0
    payments: tuple[Payment, ...] = ()


@frozen(kw_only=True)
class Determination:
    """A verdict with all that is needed to repeat it years later.

    Args:
        program: the code.
        name: of the program.
        unit: the id of whom it is about.
        kind: household, family or individual.
        household: the id of the household.
        as_of: the day of assessment.
        verdict: yes, no or unknown.
        finding: the reasons, as a tree.
        missing: the facts that can still decide, if it is unknown.
        residual: what is left of the condition, if it is unknown.
        entitlement: what it would get; ``None`` where the program names no amounts, or the verdict is no.
        rules: SHA-256 of the criteria as they were read.
        parameters: SHA-256 of the parameters that hold on that day.
        facts: how many facts of the household were known.
    """

    program: str
    name: Text
    unit: str
    kind: UnitKind
    household: str
    as_of: date
    verdict: Verdict
    finding: Finding
    missing: tuple[Missing, ...] = ()
    residual: str = ""
    entitlement: Entitlement | None = None
    rules: str = ""
    parameters: str = ""
    facts: int = 0


@frozen(kw_only=True)
class KeptVerdict:
    """What is kept of a determination: nothing personal, and enough to find the same again (R-PRG-3).

    Args:
        program: the code.
        unit: the id of whom it is about.
        kind: household, family or individual.
        verdict: yes, no or unknown.
        rules: SHA-256 of the criteria as they were read.
        parameters: SHA-256 of the parameters that held on that day.
        facts: how many facts of the household were known.
    """

    program: str
    unit: str
    kind: UnitKind
    verdict: Verdict
    rules: str
    parameters: str
    facts: int

    @classmethod
    def of(cls, found: Determination) -> KeptVerdict:
        """What is kept of it."""
        return cls(
            program=found.program,
            unit=found.unit,
            kind=found.kind,
            verdict=found.verdict,
            rules=found.rules,
            parameters=found.parameters,
            facts=found.facts,
        )


@frozen(kw_only=True)
class Assessment:
    """Determinations of one household that were put on record together.

    Args:
        id: its key.
        household: the id.
        valid: the day of assessment.
        at: when it was recorded; what was known by then is what it stands on.
        actor: who asked for it.
        rulebook: hash of the rulebook, whose catalogue of variables was used.
        programs: the codes for which it was asked; empty for all.
        outcomes: one for each program and unit.
    """

    id: str
    household: str
    valid: date
    at: datetime
    actor: Actor
    rulebook: str
    programs: tuple[str, ...]
    outcomes: tuple[KeptVerdict, ...]


@frozen(kw_only=True)
class Repetition:
    """An assessment on record, made again.

    Args:
        assessment: as it was recorded.
        determinations: as they are found now, from what was known then, with all reasons.
        same: whether they are what was recorded: verdicts, hashes, and how much was known.
    """

    assessment: Assessment
    determinations: tuple[Determination, ...]
    same: bool

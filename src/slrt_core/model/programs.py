"""Programs: who gives what to whom, at which level, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

from attrs import evolve, field, frozen

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Cited, Clause, Component, Limit, Quota, Tie
from slrt_core.model.facts import AsOf, Value
from slrt_core.model.lives import LifeAct, Meeting
from slrt_core.model.parameters import Parameter
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason, Text, fault

__all__ = ["CatalogueEntry", "GovernanceLevel", "Program", "ProgramRecord", "ProgramVersion", "Provider", "Question"]

_LATER = {"later": True}
# Where nothing stands in such a field it is no part of a digest: what was entered before it came keeps its own.


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
    """One program as it stands in the catalogue (R-PRG-1), with what it asks during one span of time.

    What it asked before is another value with the same code and other days.

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
        basis: where it comes from, each place with the kind of evidence.
        criteria: what it asks; ``None`` where nobody has written that down.
        components: what it pays or gives.
        limit: how many persons count at most.
        quota: who comes first where there is not enough for all.
        excludes: programs that may not be had at the same time.
        expects: programs that whoever has this one should have too.
        parameters: its amounts and bounds.

    Raises:
        Invalid: an id stands twice, or a component names a parameter that is not there.
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
    basis: tuple[Cited, ...] = field(default=(), metadata=_LATER)
    criteria: Clause | None = field(default=None, metadata=_LATER)
    components: tuple[Component, ...] = field(default=(), metadata=_LATER)
    limit: Limit | None = field(default=None, metadata=_LATER)
    quota: Quota | None = field(default=None, metadata=_LATER)
    excludes: tuple[Tie, ...] = field(default=(), metadata=_LATER)
    expects: tuple[Tie, ...] = field(default=(), metadata=_LATER)
    parameters: tuple[Parameter, ...] = field(default=(), metadata=_LATER)

    def __attrs_post_init__(self) -> None:
        reasons = (*self._twice(), *self._strangers(), *self._itself())
        if reasons:
            raise Invalid(reasons)

    @property
    def level(self) -> GovernanceLevel:
        """The level of its provider."""
        return self.provider.level

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((one for one in self.parameters if one.name == name), None)

    def _twice(self) -> Iterator[Reason]:
        clauses = self.criteria.walk() if self.criteria else ()
        yield from _repeated("criteria", (clause.id for clause in clauses))
        yield from _repeated("component", (component.id for component in self.components))
        yield from _repeated("param", (parameter.name for parameter in self.parameters))

    def _strangers(self) -> Iterator[Reason]:
        named = [(f"component.{n}.amount", component.amount) for n, component in enumerate(self.components)]
        for path, name in [*named, ("quota.size", self.quota.size if self.quota else "")]:
            if name and self.parameter(name) is None:
                yield fault(
                    path,
                    "program-parameter",
                    f"tidak ada parameter {name!r} yang berlaku pada masa ini",
                    f"there is no parameter {name!r} that holds at that time",
                )

    def _itself(self) -> Iterator[Reason]:
        for what, ties in (("excludes", self.excludes), ("expects", self.expects)):
            for number, tie in enumerate(ties):
                if tie.program == self.code:
                    words = ("program ini sendiri", "this is the program itself")
                    yield fault(f"{what}.{number}.program", "program-itself", *words)


def _repeated(path: str, names: Iterable[str]) -> Iterator[Reason]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield fault(path, "program-twice", f"{name!r} tertulis dua kali", f"{name!r} stands twice")
        seen.add(name)


@frozen(kw_only=True)
class ProgramVersion:
    """An entry and its approval: it counts only when another person has approved it (R-PRG-2).

    Args:
        program: what was entered.
        digest: of it.
        entered_by: the person.
        entered_at: when.
        entered_for: the account for which they acted, where a mandate was all that let them.
        approved_by: the person; empty if it is not approved.
        approved_at: when.
        acts: what else happened to it: it was returned, rejected, withdrawn, replaced or ended.
        last_day: of one that was ended before its time, the last day on which it counts.
    """

    program: Program
    digest: str
    entered_by: str
    entered_at: datetime
    entered_for: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    acts: tuple[LifeAct, ...] = ()
    last_day: date | None = None

    @property
    def state(self) -> str:
        """As the rulebook names it."""
        if self.acts:
            return self.acts[-1].after
        return "entered" if self.approved_at is None else "approved"

    def over(self, as_of: AsOf) -> bool:
        """Whether it was ended before that day, as far as was known then."""
        return self.last_day is not None and as_of.knows(self.acts[-1].at) and self.last_day < as_of.valid


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
        """The record after the approval of the entry with that digest; of several, the last that is not approved."""
        waiting = [n for n, e in enumerate(self.versions) if e.digest == digest and e.state == "entered"]
        versions = tuple(
            evolve(entry, approved_by=person, approved_at=at) if waiting and number == waiting[-1] else entry
            for number, entry in enumerate(self.versions)
        )
        return evolve(self, versions=versions, version=self.version + 1)

    def moved(self, digest: str, act: LifeAct, last_day: date | None = None) -> ProgramRecord:
        """The record after another step of the last entry with that digest in the state that the step leaves."""
        standing = [n for n, e in enumerate(self.versions) if e.digest == digest and e.state == act.before]
        versions = tuple(
            evolve(entry, acts=(*entry.acts, act), last_day=last_day or entry.last_day)
            if standing and number == standing[-1]
            else entry
            for number, entry in enumerate(self.versions)
        )
        return evolve(self, versions=versions, version=self.version + 1)

    def waits(self, digest: str) -> bool:
        """Whether an entry with this digest waits for its approval."""
        return any(entry.digest == digest and entry.state == "entered" for entry in self.versions)

    def stands(self, entry: Program, digest: str) -> bool:
        """Whether this content is what counts from its first day on, so that nothing need be entered again."""
        standing = self.standing(AsOf(entry.valid_from))
        return standing is not None and standing.digest == digest and standing.last_day is None

    def standing(self, as_of: AsOf) -> ProgramVersion | None:
        """The version in force on a day, as approved by an instant.

        Of several the one that counts from a later day on, so that mending an old one does not undo a newer; of those
        from the same day on, the one approved last. If that one was ended, none is: an older one does not come back.
        """
        found = [
            (entry.program.valid_from, entry.approved_at, number)
            for number, entry in enumerate(self.versions)
            if entry.approved_at is not None
            and as_of.knows(entry.approved_at)
            and entry.program.valid_from <= as_of.valid <= entry.program.valid_until
        ]
        last = self.versions[max(found)[2]] if found else None
        return None if last is None or last.over(as_of) else last

    def at(self, as_of: AsOf) -> Program | None:
        """The program in force on a day, as approved by an instant; see `standing`."""
        standing = self.standing(as_of)
        return standing.program if standing else None


@frozen(kw_only=True)
class CatalogueEntry:
    """One entry of a program, as a record with a life; see `slrt_core.rules.process.decide_life`.

    Args:
        entered: the program as it was entered, or is to be.
        state: where it stands; ``district`` or ``elsewhere`` if it is not entered yet.
        digest: of it.
        recorders: the persons who entered just this, once or again.
        recorded_for: the accounts for which they acted.
        acts: what happened to it since.
    """

    entered: Program
    state: str
    digest: str
    recorders: tuple[str, ...] = ()
    recorded_for: tuple[str, ...] = ()
    acts: tuple[LifeAct, ...] = ()
    life: str = "program"
    household: str = ""
    unit: str = ""
    region: str = ""
    due: date | None = None
    active_from: date | None = None
    disbursed: tuple[str, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    counted: tuple[str, ...] = ()
    commitments: Mapping[tuple[str, str, str], Value] = field(factory=dict, hash=False)

    @classmethod
    def fresh(cls, program: Program, digest: str) -> CatalogueEntry:
        """One that is not entered yet."""
        state = "district" if program.level is GovernanceLevel.DISTRICT else "elsewhere"
        return cls(entered=program, state=state, digest=digest)

    @classmethod
    def of(cls, record: ProgramRecord, digest: str) -> CatalogueEntry | None:
        """The last entry with this digest; ``None`` if there was none."""
        same = [entry for entry in record.versions if entry.digest == digest]
        if not same:
            return None
        return cls(
            entered=same[-1].program,
            state=same[-1].state,
            digest=digest,
            recorders=tuple(dict.fromkeys(entry.entered_by for entry in same)),
            recorded_for=tuple(dict.fromkeys(entry.entered_for for entry in same if entry.entered_for)),
            acts=same[-1].acts,
        )

    @property
    def id(self) -> str:
        """The program's code."""
        return self.entered.code

    @property
    def program(self) -> str:
        """The program's code."""
        return self.entered.code

    @property
    def version(self) -> int:
        """What was entered never changes but in its state."""
        return len(self.acts)

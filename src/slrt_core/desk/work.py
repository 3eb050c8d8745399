"""One unit of work: a transaction, and what every command needs in it. Loading, storing, and telling others."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, evolve, field

from slrt_core.desk import journal
from slrt_core.desk.codec import decode, encode
from slrt_core.desk.keyring import Keyring
from slrt_core.desk.kinds import case_index, participation_index, wanted
from slrt_core.desk.results import Look
from slrt_core.desk.scanning import every
from slrt_core.desk.sealing import Sealer
from slrt_core.errors import AdapterError, Conflict, NotFound, Refused
from slrt_core.model.cases import Case, Outcome, Visit
from slrt_core.model.contents import CaseKind
from slrt_core.model.facts import AsOf
from slrt_core.model.lists import Taken
from slrt_core.model.lives import ParticipationRecord
from slrt_core.model.officers import Roster
from slrt_core.model.programs import Program, ProgramRecord
from slrt_core.model.regions import RegionTree
from slrt_core.model.registry import Household, HouseholdRecord
from slrt_core.ports import LONGEST_TEXT, Range
from slrt_core.reasons import Text
from slrt_core.rules.access import Setting
from slrt_core.rules.criteria import one_of
from slrt_core.rules.rulebook import Rulebook, rulebook_from_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from slrt_core.model.commands import Moment
    from slrt_core.model.events import CaseEvent, Event
    from slrt_core.model.officers import Actor
    from slrt_core.ports import Filter, IdSource, IndexValue, KeyProvider, Population, Stored, Transaction
    from slrt_core.reasons import Reason
    from slrt_core.rules.process import Notice

__all__ = ["Cache", "Work", "at_rest", "household_index"]

T = TypeVar("T")


@define
class Cache:
    """What changes seldom, kept between transactions.

    Args:
        held: each with the version at which it was read.
        scopes: the cases that an actor may read for a purpose, with what that was made of.
    """

    held: dict[str, tuple[int, Any]] = field(factory=dict)
    scopes: dict[tuple[Actor, str], tuple[date, Roster, RegionTree, Filter]] = field(factory=dict)


@define(kw_only=True, slots=False)
class Work:
    """A running transaction of one district.

    Args:
        tx: the store's transaction.
        district: the district's id.
        rulebook: the current one.
        keys: the district's keys.
        ids: names new things.
        moment: now.
        cache: see `Cache`.
        staged: the name under which the content of an attachment is kept already, for the command that adds it.
    """

    tx: Transaction
    district: str
    rulebook: Rulebook
    keys: KeyProvider
    ids: IdSource
    moment: Moment
    cache: Cache
    staged: str = ""
    _seen: dict[str, tuple[int, str]] = field(factory=dict, init=False)
    _written: set[str] = field(factory=set, init=False)

    @cached_property
    def sealer(self) -> Sealer:
        """Seals and opens."""
        return Sealer(Keyring(self.tx, self.keys, self.district), self.keys, self.district)

    @cached_property
    def roster(self) -> Roster:
        """The roster as it stands."""
        return self._single("roster", Roster, Roster())

    @cached_property
    def regions(self) -> RegionTree:
        """The map as it stands."""
        return self._single("regions", RegionTree, RegionTree(regions=()))

    @cached_property
    def setting(self) -> Setting:
        """What decisions are made against."""
        return Setting(rulebook=self.rulebook, roster=self.roster, regions=self.regions, on=self.moment.on)

    @cached_property
    def population(self) -> Population | None:
        """The present state of households, if the store keeps it and can judge it."""
        made = getattr(self.tx, "population", None)
        found: Population | None = None if made is None else made()
        return found

    @property
    def today(self) -> AsOf:
        """All that is known now about today."""
        return AsOf(self.moment.on)

    def _single(self, name: str, shape: Any, empty: T) -> T:
        stored = self.tx.get("single", name)
        return empty if stored is None else self._decoded(name, stored, shape)

    def _decoded(self, name: str, stored: Stored, shape: Any) -> Any:
        """What changes seldom, decoded once for each version; not what this transaction wrote, which may be undone."""
        version, value = self.cache.held.get(name, (0, None))
        if version != stored.version or value is None or name in self._written:
            value = decode(stored.body, shape)
            if name not in self._written:
                self.cache.held[name] = (stored.version, value)
        return value

    def append(self, stream: str, events: Iterable[Event], *, expect: int, head: str = "") -> str:
        """Add events to a stream, as they are to rest there; see `journal.append`."""
        return journal.append(self.tx, stream, map(self.sealer.at_rest.close, events), expect=expect, head=head)

    def events(self, stream: str) -> Iterator[Any]:
        """The events of a stream, opened, from the first on."""
        return map(self.sealer.at_rest.open, journal.events(self.tx, stream))

    def put_single(self, name: str, value: object, events: Iterable[Event], shape: Any = None) -> None:
        """Store what there is one of, such as roster or map, with the events that made it so."""
        stored = self.tx.get("single", name)
        version = stored.version if stored else 0
        head = self.append(name, events, expect=version)
        self.tx.put("single", name, encode(value, shape), expect=version, index={"name": name, "head": head})
        self._written.add(name)

    def process(self, hash_: str) -> Rulebook:
        """The rulebook with this hash: the current one, or an older one that a case began under.

        Raises:
            NotFound: it was never kept here.
        """
        if hash_ == self.rulebook.hash:
            return self.rulebook
        _, held = self.cache.held.get(f"rulebook/{hash_}", (0, None))
        if isinstance(held, Rulebook):
            return held
        texts, settings = decode(self.need("rulebook", hash_).body, tuple[dict[str, str], dict[str, str]])
        book = rulebook_from_texts(texts, settings)
        if book.hash != hash_:
            words = Text("buku aturan yang disimpan telah diubah", "the stored rulebook was changed")
            raise AdapterError("rulebook-changed", words)
        self.cache.held[f"rulebook/{hash_}"] = (1, book)
        return book

    def process_of(self, case: Case) -> Rulebook:
        """The rulebook that a case follows: the one it began under, with its program's protocol (R-APP-10)."""
        return self.process(case.rulebook).under(case.program)

    def rulebooks(self) -> Iterator[Rulebook]:
        """Every rulebook that a case may follow: each was kept when it was adopted."""
        for stored in self.all("rulebook", Range(field="name")):
            yield self.process(stored.key)

    def need(self, kind: str, key: str) -> Stored:
        """A record that must be there.

        Raises:
            NotFound: it is not.
        """
        stored = self.tx.get(kind, key)
        if stored is None:
            raise NotFound(f"{kind} {key}")
        return stored

    def case(self, case_id: str) -> Case:
        """A case.

        Raises:
            NotFound: there is none.
        """
        return self.read_case(self.need("case", case_id))

    def read_case(self, stored: Stored) -> Case:
        """A stored case."""
        self._saw(stored)
        case: Case = decode(stored.body, Case)
        return self.sealer.at_rest.open(case)

    def visit(self, visit_id: str) -> Visit:
        """A visit.

        Raises:
            NotFound: there is none.
        """
        visit: Visit = decode(self.need("visit", visit_id).body, Visit)
        return visit

    @cached_property
    def taken(self) -> dict[str, Taken]:
        """The lists that are wholly in, by load."""
        taken: tuple[Taken, ...] = self._single("loads", tuple[Taken, ...], ())
        return {one.load: one for one in taken}

    def household_record(self, household: str) -> HouseholdRecord:
        """All that was ever stated of a household.

        Raises:
            NotFound: there is none.
        """
        return self.read_household(self.need("household", household))

    def read_household(self, stored: Stored) -> HouseholdRecord:
        """A stored record; what lists that are not wholly in say of it does not count yet."""
        record: HouseholdRecord = decode(stored.body, HouseholdRecord)
        if not record.listings:
            return record
        listings = (
            evolve(listing, source=taken.source, at=taken.at) if (taken := self.taken.get(listing.load)) else listing
            for listing in record.listings
        )
        return evolve(record, listings=tuple(listings))

    def household(self, household: str, as_of: AsOf | None = None) -> Household | None:
        """A household as it stands, or as it stood; ``None`` if it is not known or was not yet."""
        stored = self.tx.get("household", household) if household else None
        return self.read_household(stored).view(as_of or self.today) if stored else None

    def foreseen(self, record: HouseholdRecord) -> Household | None:
        """A household as it will read when every list that names it is in and every day has come."""
        return record.with_all_lists(self.moment.at).view(AsOf(date.max))

    def put_household(self, record: HouseholdRecord, event: Event) -> None:
        """Store a household's record with the event that made it so."""
        head = self.append(f"household/{record.id}", [event], expect=record.version - 1)
        stored = self.tx.get("household", record.id)
        # One that is not there yet is found by what will be said of it: else it would not be found when it is.
        index = household_index(record.view(self.today) or self.foreseen(record), head)
        self.tx.put(
            "household", record.id, encode(at_rest(record)), expect=stored.version if stored else 0, index=index
        )

    @cached_property
    def programs(self) -> tuple[ProgramRecord, ...]:
        """The record of every program, by code."""
        return tuple(map(self._program, self.all("program", Range(field="code"))))

    def program_record(self, code: str) -> ProgramRecord:
        """All that was ever entered under a code; empty if nothing was."""
        stored = self.tx.get("program", code)
        return ProgramRecord(code=code) if stored is None else self._program(stored)

    def _program(self, stored: Stored) -> ProgramRecord:
        record: ProgramRecord = self._decoded(f"program/{stored.key}", stored, ProgramRecord)
        return record

    def program(self, code: str) -> Program | None:
        """The program in force today."""
        return self.program_record(code).at(self.today) if code else None

    def put_program(self, record: ProgramRecord, event: Event) -> None:
        """Store a program's record with the event that made it so."""
        before = record.version - 1
        head = self.append(f"program/{record.code}", [event], expect=before)
        index: dict[str, IndexValue] = {"code": record.code, "head": head}
        self.tx.put("program", record.code, encode(record), expect=before, index=index)
        self._written.add(f"program/{record.code}")
        self.__dict__.pop("programs", None)

    def put_case(self, case: Case, events: Iterable[CaseEvent], *, before: int) -> None:
        """Store a case with the events that made it so.

        Args:
            case: after the events.
            events: the new ones.
            before: the version that they were decided on; 0 for a new case.
        """
        self._one_addition(case)
        if before and case.id not in self._seen:
            self._saw(self.need("case", case.id))
        version, last = self._seen.get(case.id, (0, ""))
        head = self.append(f"case/{case.id}", events, expect=before, head=last)
        body = encode(self.sealer.at_rest.close(case))
        index = {**case_index(case, self.process_of(case)), "head": head}
        version = self.tx.put("case", case.id, body, expect=version, index=index)
        self._seen[case.id] = (version, head)

    def _saw(self, stored: Stored) -> None:
        """Remember where a case stands: nothing changes it in this transaction but `put_case`."""
        self._seen[stored.key] = (stored.version, str(stored.index["head"] or ""))

    def _one_addition(self, case: Case) -> None:
        """Keep to one open addition for each household: two answers of the list's keeper would contradict."""
        if case.kind is not CaseKind.ADDITION or not case.household:
            return
        if case.state != "closed" and case.outcome not in {Outcome.LAPSED, Outcome.DUPLICATE}:
            try:
                self.tx.claim("addition", case.household, case.id)
            except Conflict:
                raise Refused([self.rulebook.refusal("addition-open")]) from None
        elif self.tx.owner("addition", case.household) == case.id:
            self.tx.release("addition", case.household, case.id)

    def participation(self, id: str) -> ParticipationRecord:
        """A participation.

        Raises:
            NotFound: there is none.
        """
        record: ParticipationRecord = decode(self.need("participation", id).body, ParticipationRecord)
        return self.sealer.at_rest.open(record)

    def put_participation(self, record: ParticipationRecord, events: Iterable[Event], *, before: int) -> None:
        """Store a participation with the events that made it so.

        Args:
            record: after the events.
            events: the new ones.
            before: the version that they were decided on; 0 for a new one.
        """
        head = self.append(f"participation/{record.id}", events, expect=before)
        stored = self.tx.get("participation", record.id)
        index = {**participation_index(record), "head": head}
        body = encode(self.sealer.at_rest.close(record))
        self.tx.put("participation", record.id, body, expect=stored.version if stored else 0, index=index)

    def tell(self, notices: Iterable[Notice]) -> None:
        """Put messages into the outbox, in the same transaction as what they tell of."""
        for notice in notices:
            self._tell(self.ids.new("message"), notice)

    def tell_once(self, key: str, notice: Notice) -> bool:
        """Put a message into the outbox under a key that says what it tells of; whether it was not there yet.

        Raises:
            Conflict: another transaction puts the same just now.
        """
        if self.tx.get("message", key) is not None:
            return False
        self._tell(key, notice)
        return True

    def _tell(self, key: str, notice: Notice) -> None:
        index: dict[str, IndexValue] = {
            "state": "waiting", "to": notice.to, "case": notice.case, "at": self.moment.at,
        }  # fmt: skip
        self.tx.put("message", key, encode(notice), expect=0, index=index)

    def look(self, actor: Actor, subject: str, purpose: str, count: int = 1, narrowed: str = "") -> None:
        """Put a look at personal data on record (R-ALL-2)."""
        look = Look(at=self.moment.at, actor=actor, subject=subject, purpose=purpose, count=count, filter=narrowed)
        index: dict[str, IndexValue] = {"officer": actor.officer, "subject": subject, "at": look.at}
        self.tx.put("look", self.ids.new("look"), encode(look), expect=0, index=index)

    def all(self, kind: str, order: Range, where: Filter | None = None) -> Iterator[Stored]:
        """Every record of a scan; see `every`."""
        return every(self.tx, kind, order, where)

    def among(self, kind: str, field: str, values: Collection[str]) -> Iterator[Stored]:
        """Every record whose text field has one of these values; by its own index, however many others there are."""
        return self.all(kind, Range(field=field), wanted(kind, one_of(kind, field, values)))

    def refuse_unless(self, reasons: Iterable[Reason]) -> None:
        """Raise `Refused` if there is any reason.

        Raises:
            Refused: with all of them.
        """
        found = tuple(dict.fromkeys(reasons))
        if found:
            raise Refused(found)


def at_rest(record: HouseholdRecord) -> HouseholdRecord:
    """A record as it is stored: of a list's source and instant there is one place, and it is not here."""
    if not record.listings:
        return record
    return evolve(record, listings=tuple(evolve(listing, source="", at=None) for listing in record.listings))


def household_index(view: Household | None, head: str | None) -> dict[str, IndexValue]:
    """The fields by which households are searched."""
    return {
        "region": view.region if view else None,
        "name": (view.name[:LONGEST_TEXT] or None) if view else None,
        "status": view.central_status.value if view else None,
        "head": head,
    }

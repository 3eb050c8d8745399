"""Officers, what they may do, where, since when, and by which decree (R-APP-6, R-APP-12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from attrs import evolve, field, frozen

from slrt_core.errors import NotFound, invalid

__all__ = ["ACTING", "HOST", "SYSTEM", "Actor", "Assignment", "Decree", "Leave", "Officer", "Roster"]


_REMEMBERED = 50_000

ACTING = ("plt", "plh")
"""The kinds of acting: *pelaksana tugas* for a vacant or long absent post, *pelaksana harian* for a short absence."""


def _strings(values: Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


@frozen(kw_only=True)
class Decree:
    """The decision by which somebody holds a post (P7(4), P8(2), P12(3), P17(3))."""

    number: str
    dated: date
    issuer: str
    recommender: str = ""


@frozen(kw_only=True)
class Officer:
    """An account, and the person behind it.

    Args:
        id: the account.
        name: of the person.
        person: the same for every account of one person; the account's id if not given. Rules that keep persons apart
            look at this, not at the account.
        household: the household the person lives in, if this district knows it.
    """

    id: str
    name: str = field(repr=False)
    person: str = ""
    household: str = ""

    def __attrs_post_init__(self) -> None:
        if not self.person:
            object.__setattr__(self, "person", self.id)


@frozen(kw_only=True)
class Assignment:
    """A post, held in certain places for a certain time.

    Args:
        officer: the account.
        post: as the rulebook names it.
        regions: region ids; the assignment reaches all that lies within them.
        valid_from: the first day.
        valid_until: the last day, itself included.
        decree: the decision behind it.
        programs: for who answers referrals: the program codes; empty for posts that are not tied to programs.
        acting_for: the account for which the post is held for a time; none where the post is vacant.
        acting: the kind of acting, one of `ACTING`; empty for who holds the post in their own right. A mandate that
            names only whom it is for is a *Plt.*. A mandate of either kind must have a last day.
        excludes: commands that the mandate does not cover, besides those that the rulebook withholds from its kind.
        ended_at: the instant at which it was ended before its last day, if it was.
    """

    officer: str
    post: str
    regions: tuple[str, ...] = field(converter=_strings)
    valid_from: date
    decree: Decree
    valid_until: date = date.max
    programs: tuple[str, ...] = field(converter=_strings, default=())
    acting_for: str = ""
    ended_at: datetime | None = None
    acting: str = ""
    excludes: tuple[str, ...] = field(converter=_strings, default=())

    def __attrs_post_init__(self) -> None:
        if self.acting_for and not self.acting:
            object.__setattr__(self, "acting", "plt")
        if self.valid_until < self.valid_from:
            raise invalid(
                f"assignment[{self.officer}].valid_until",
                "assignment-dates",
                id="hari terakhir mendahului hari pertama",
                en="the last day lies before the first",
                rule="R-APP-6",
            )
        self._check_mandate()
        if not self.regions:
            raise invalid(
                f"assignment[{self.officer}].regions",
                "assignment-nowhere",
                id="penugasan tanpa wilayah",
                en="an assignment without a place",
                rule="R-APP-6",
            )

    def _check_mandate(self) -> None:
        place = f"assignment[{self.officer}]"
        if self.acting not in {"", *ACTING}:
            kinds = ", ".join(ACTING)
            raise invalid(
                f"{place}.acting",
                "acting-kind",
                id=f"{self.acting!r} bukan jenis mandat; pilihan: {kinds}",
                en=f"{self.acting!r} is no kind of acting; one of: {kinds}",
                rule="R-APP-6",
            )
        if self.acting and self.valid_until == date.max:
            raise invalid(
                f"{place}.valid_until",
                "acting-without-end",
                id="pelaksana tugas (Plt.) atau harian (Plh.) harus berbatas waktu",
                en="an acting mandate (Plt. or Plh.) must have a last day",
                rule="R-APP-6",
            )
        if self.acting == "plh" and not self.acting_for:
            raise invalid(
                f"{place}.acting_for",
                "acting-for-nobody",
                id="pelaksana harian (Plh.) menggantikan seseorang yang berhalangan sebentar: sebutkan siapa",
                en="a Plh. acts for somebody who is away for a short time: say for whom",
                rule="R-APP-6",
            )
        if self.excludes and not self.acting:
            raise invalid(
                f"{place}.excludes",
                "excludes-without-mandate",
                id="hanya mandat (Plt. atau Plh.) yang mengecualikan perintah",
                en="only an acting mandate (Plt. or Plh.) excludes commands",
                rule="R-APP-6",
            )

    def on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.valid_from <= day <= self.valid_until


@frozen(kw_only=True)
class Leave:
    """A time in which an officer is away: they hold no post then, under any of their accounts, and afterwards do again.

    Args:
        officer: one of the person's accounts.
        first_day: of the leave.
        last_day: of the leave, itself included.
        decree: the decision that grants it, if there is one.
        note: where there is none, by what it is known, such as the number of a letter. Never why somebody is away.
        recorded_by: the account that recorded it; the desk fills it in.
        ended_at: the instant at which it was ended before its last day, if it was.
    """

    officer: str
    first_day: date
    last_day: date
    decree: Decree | None = None
    note: str = ""
    recorded_by: str = ""
    ended_at: datetime | None = None

    def __attrs_post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise invalid(
                f"leave[{self.officer}].last_day",
                "leave-dates",
                id="hari terakhir mendahului hari pertama",
                en="the last day lies before the first",
                rule="R-APP-6",
            )
        if self.decree is None and not self.note.strip():
            raise invalid(
                f"leave[{self.officer}].decree",
                "leave-unfounded",
                id="sebutkan keputusan cuti, atau catatannya",
                en="name the decree of the leave, or give a note",
                rule="R-APP-6",
            )

    def on(self, day: date) -> bool:
        """Whether somebody is away on that day."""
        return self.first_day <= day <= self.last_day


@frozen(kw_only=True)
class Roster:
    """All officers, assignments and leaves ever recorded: the state of the roster's stream."""

    officers: tuple[Officer, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    version: int = 0
    leaves: tuple[Leave, ...] = ()
    _by_id: dict[str, Officer] = field(init=False, eq=False, repr=False, factory=dict)
    _held: dict[str, list[Assignment]] = field(init=False, eq=False, repr=False, factory=dict)
    _posts: dict[str, list[Assignment]] = field(init=False, eq=False, repr=False, factory=dict)
    # Every decision asks what somebody holds today, and a roster never changes: the answers are kept.
    _as: dict[tuple[str, str, date], tuple[Assignment, ...]] = field(init=False, eq=False, repr=False, factory=dict)
    _homes: dict[str, frozenset[str]] = field(init=False, eq=False, repr=False, factory=dict)
    _away: dict[str, list[Leave]] = field(init=False, eq=False, repr=False, factory=dict)
    _acting: set[str] = field(init=False, eq=False, repr=False, factory=set)

    def __attrs_post_init__(self) -> None:
        self._by_id.update({officer.id: officer for officer in self.officers})
        for officer in self.officers:
            if officer.household:
                self._homes[officer.person] = self.homes(officer.person) | {officer.household}
        for assignment in self.assignments:
            self._held.setdefault(assignment.officer, []).append(assignment)
            self._posts.setdefault(assignment.post, []).append(assignment)
            if assignment.acting_for:
                self._acting.add(assignment.officer)
        for leave in self.leaves:
            self._away.setdefault(self.person_of(leave.officer), []).append(leave)

    def with_entries(self, officers: Iterable[Officer], assignments: Iterable[Assignment]) -> Roster:
        """The roster after one more event; an officer recorded again replaces the earlier entry."""
        merged = dict(self._by_id)
        for officer in officers:
            held = merged.get(officer.id)
            # What is not said again still holds: a household is not forgotten because a file leaves it out.
            household = officer.household or (held.household if held else "")
            merged[officer.id] = evolve(officer, household=household)
        return Roster(
            officers=tuple(merged.values()),
            assignments=(*self.assignments, *assignments),
            leaves=self.leaves,
            version=self.version + 1,
        )

    def with_end(self, officer: str, post: str, last_day: date, at: datetime) -> Roster:
        """The roster after the officer's running assignments to a post were ended; those that begin later stand."""
        return Roster(
            officers=self.officers,
            assignments=tuple(
                evolve(held, valid_until=last_day, ended_at=at)
                if held.officer == officer and held.post == post and held.valid_from <= last_day < held.valid_until
                else held
                for held in self.assignments
            ),
            leaves=self.leaves,
            version=self.version + 1,
        )

    def with_leaves(self, leaves: Iterable[Leave], by: str) -> Roster:
        """The roster after leaves were recorded by an account."""
        recorded = (evolve(leave, recorded_by=by) for leave in leaves)
        return evolve(self, leaves=(*self.leaves, *recorded), version=self.version + 1)

    def with_leave_ended(self, officer: str, first_day: date, last_day: date, at: datetime) -> Roster:
        """The roster after a leave was cut short, or called off where its last day now lies before its first."""
        kept = []
        for leave in self.leaves:
            if (leave.officer, leave.first_day) != (officer, first_day) or leave.last_day <= last_day:
                kept.append(leave)
            elif first_day <= last_day:
                kept.append(evolve(leave, last_day=last_day, ended_at=at))
        return evolve(self, leaves=tuple(kept), version=self.version + 1)

    def officer(self, officer_id: str) -> Officer:
        """The account with this id.

        Raises:
            NotFound: there is none.
        """
        try:
            return self._by_id[officer_id]
        except KeyError:
            raise NotFound(f"officer {officer_id}") from None

    def person_of(self, officer_id: str) -> str:
        """The person behind an account; the account itself where the roster does not know it."""
        officer = self._by_id.get(officer_id)
        return officer.person if officer else officer_id

    def acts_for_others(self, officer_id: str) -> bool:
        """Whether an account ever had a mandate to act for somebody; most never do, and decisions are many."""
        return officer_id in self._acting

    def away(self, officer_id: str, on: date) -> Leave | None:
        """The leave on which the person behind an account is on that day, if they are, whichever account it names."""
        if not self._away:
            return None
        found = self._away.get(self.person_of(officer_id), ())
        return max((leave for leave in found if leave.on(on)), key=lambda leave: leave.last_day, default=None)

    def accounts(self, person: str) -> tuple[str, ...]:
        """All accounts of a person, in order."""
        return tuple(sorted(officer.id for officer in self.officers if officer.person == person))

    def homes(self, person: str) -> frozenset[str]:
        """The households in which a person lives, over all accounts."""
        return self._homes.get(person, frozenset())

    def __contains__(self, officer_id: object) -> bool:
        return officer_id in self._by_id

    def held(self, officer_id: str, on: date) -> tuple[Assignment, ...]:
        """The assignments of an account on that day; none while the person is on leave."""
        if self.away(officer_id, on):
            return ()
        return tuple([held for held in self._held.get(officer_id, ()) if held.on(on)])

    def held_as(self, officer_id: str, post: str, on: date) -> tuple[Assignment, ...]:
        """The assignments of an account to one post on that day."""
        key = (officer_id, post, on)
        found = self._as.get(key)
        if found is None:
            found = tuple(held for held in self.held(officer_id, on) if held.post == post)
            if len(self._as) >= _REMEMBERED:
                self._as.clear()
            self._as[key] = found
        return found

    def all_held(self, officer_id: str) -> tuple[Assignment, ...]:
        """The assignments that an account has or had or will have."""
        return tuple(self._held.get(officer_id, ()))

    def holders(self, post: str, on: date) -> tuple[tuple[Officer, Assignment], ...]:
        """Who holds a post on that day, and is not on leave."""
        return tuple(
            (self._by_id[held.officer], held)
            for held in self._posts.get(post, ())
            if held.on(on) and held.officer in self._by_id and not self.away(held.officer, on)
        )


@frozen(kw_only=True, slots=False)
class Actor:
    """Who does something: an account, the person behind it, and the post in which they do it.

    Args:
        officer: the account.
        person: behind it.
        post: in which they act.
        acting_for: the account for which they act, where a mandate is all that gives them the post here; filled in
            when the act is recorded.
    """

    officer: str
    person: str
    post: str
    acting_for: str = ""


SYSTEM = Actor(officer="system", person="", post="system")
HOST = Actor(officer="host", person="", post="host")

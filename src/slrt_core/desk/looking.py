"""What an officer may look at; each look at personal data is on record before anything is shown (R-ALL-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from slrt_core.desk import attachments, listing, searching, worklists
from slrt_core.desk.listing import CasePage, purpose_of
from slrt_core.desk.numbers import as_number
from slrt_core.desk.plain import refuse_broken, refuse_personal
from slrt_core.desk.replay import case_at
from slrt_core.desk.results import (
    CaseResult,
    VisitResult,
)
from slrt_core.desk.searching import Found
from slrt_core.desk.timelines import Step, timeline
from slrt_core.desk.visible import readable
from slrt_core.desk.worklists import WorkItem
from slrt_core.errors import NotFound, invalid
from slrt_core.model.cases import Attachment, Case
from slrt_core.model.facts import AsOf
from slrt_core.model.identity import IdentityClaim, IdKind, Private
from slrt_core.model.programs import Program
from slrt_core.model.regions import RegionTree
from slrt_core.model.registry import FollowUp, Household
from slrt_core.ports import Range
from slrt_core.rules import visibility
from slrt_core.rules.criteria import parse
from slrt_core.rules.criteria.nodes import Field, walk
from slrt_core.rules.process import Clocks, clocks
from slrt_core.rules.visibility import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable

    from slrt_core.desk.room import Room
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor

__all__ = ["Looking"]

T = TypeVar("T")


class Looking:
    """What one officer sees in one post.

    Args:
        room: in which the desk works.
        actor: who, and in which post.
    """

    def __init__(self, room: Room, actor: Actor) -> None:
        self._room = room
        self.actor: Actor = actor

    def attachment(self, id: str, *, of: str, purpose: str) -> bytes:
        """The content of an attachment, byte for byte; the look is on record before it is opened.

        Serve it as `Attachment.media` says, never by its name.

        Args:
            id: of the attachment.
            of: the case or household to which it was added.
            purpose: why.

        Raises:
            NotFound: there is none, or none that this officer may see.
            AdapterError: the content is lost, or was changed.
        """
        refuse_broken(id, str, "id")
        refuse_broken(of, str, "of")
        refuse_personal(purpose, "purpose")
        held = self._one(f"attachment/{id}", purpose, lambda work: attachments.held_in(id, of, self.actor, work))
        sealed = attachments.kept_by(self._room.attachments).get(self._room.district, id)
        return self._room.read(lambda work: attachments.opened(held, sealed, work))

    def attachments(self, of: str, *, purpose: str) -> tuple[Attachment, ...]:
        """What was added to a case or household, oldest first, without the contents.

        Raises:
            NotFound: there is no such case or household, or none that this officer may see.
        """
        refuse_broken(of, str, "of")
        refuse_personal(purpose, "purpose")

        def read(work: Work) -> tuple[str, tuple[Attachment, ...]]:
            place = _there(attachments.target(of, self.actor, work), f"record {of}")
            return f"{'case' if place.case else 'household'}/{of}", attachments.added_to(place, work)

        subject, found = self._room.read(read)
        self._look(subject, f"attachments: {purpose}", len(found))
        return found

    def worklist(self, limit: int = 250) -> tuple[WorkItem, ...]:
        """The cases that wait for this officer in this post, the most urgent first."""
        return self._list("worklist", Purpose.WORK, lambda work: worklists.worklist(self.actor, work, limit))

    def overdue(self, limit: int = 250) -> tuple[WorkItem, ...]:
        """The cases within sight that are late, for those who follow up (R-FUP-1, R-FUP-5)."""
        return self._list("overdue", Purpose.FOLLOW_UP, lambda work: worklists.overdue(self.actor, work, limit))

    def cases(
        self,
        where: str = "",
        *,
        order: str = "opened_at",
        newest_first: bool = True,
        after: str = "",
        limit: int = 50,
        purpose: Purpose | str = Purpose.SEARCH,
    ) -> CasePage:
        """A page of the cases in sight, narrowed and ordered as one likes.

        Args:
            where: a condition in the expression language, such as ``case.state == 'review' && case.program == 'PKH'``;
                all cases in sight if empty. It may name ``state``, ``kind``, ``way``, ``region``, ``program``,
                ``number``, ``outcome``, ``due``, ``opened_at``, and what else this post reads of each case.
            order: ``opened_at`` or ``due``; by ``due`` only those for which somebody is waited.
            newest_first: the latest first, or else the earliest.
            after: where the page begins: `CasePage.after` of the one before.
            limit: how many cases at most, up to 1000.
            purpose: ``search``, ``work``, ``follow-up`` or ``export``; it narrows what is seen, and is put on record.

        Raises:
            Invalid: the condition names what this officer cannot read, or cannot be so; or another argument cannot.
        """
        refuse_broken(where, str, "where")
        refuse_broken(after, str, "after")
        wanted, by = purpose_of(purpose), Range(field=order, descending=newest_first)
        page = self._room.read(
            lambda work: listing.case_page(where, by, self.actor, work, wanted, after=after, limit=limit)
        )
        self._look("cases", wanted.value, len(page.items), _named(where, order))
        return page

    def count_cases(self, where: str = "", *, purpose: Purpose | str = Purpose.SEARCH) -> int:
        """How many cases there are in sight; see `cases`. A number is no look at anybody, and is not put on record.

        Raises:
            Invalid: see `cases`.
        """
        refuse_broken(where, str, "where")
        wanted = purpose_of(purpose)
        return self._room.read(lambda work: listing.count_cases(where, self.actor, work, wanted))

    def case(self, case: str, *, as_of: AsOf | None = None) -> Case:
        """A case, as it stands or as it stood; who may see it is judged as of today.

        Raises:
            NotFound: there is none, there was none yet, or none that this officer may see.
        """
        refuse_broken(case, str, "case")

        def read(work: Work) -> Case:
            held = self._visible(case, work)
            return held if as_of is None else _there(case_at(work, case, as_of), f"case {case}")

        return self._one(f"case/{case}", Purpose.WORK, read)

    def clocks(self, case: str | CaseResult | WorkItem) -> Clocks:
        """How long a case lay with whom, what stood still and why, and whose clock runs now (R-FUP-1, P5f).

        Raises:
            NotFound: there is no such case, or none that this officer may see.
        """
        id_ = case if isinstance(case, str) else case.id
        refuse_broken(id_, str, "case")

        def read(work: Work) -> Clocks:
            self._visible(id_, work)
            events = work.events(f"case/{id_}")
            return _there(clocks(events, work.rulebook.calendar, work.moment.on, work.process), f"case {id_}")

        return self._one(f"case/{id_}", "clocks", read)

    def item(self, case: str | CaseResult) -> WorkItem:
        """A case as an item to act on: with its version, its digest, and what may be done next."""
        id_ = case if isinstance(case, str) else case.id
        refuse_broken(id_, str, "case")
        return self._one(
            f"case/{id_}", Purpose.WORK, lambda work: worklists.item_of(self._visible(id_, work), self.actor, work)
        )

    def by_number(self, number: str) -> tuple[WorkItem, ...]:
        """The cases in sight under a household's registration number.

        Raises:
            NotFound: there is none, or none that this officer may see.
        """
        refuse_broken(number, str, "number")
        plain = as_number(number)

        def read(work: Work) -> tuple[WorkItem, ...]:
            found = searching.numbered(plain, self.actor, work)
            return _there(found or None, f"number {plain}")

        return self._list(f"number/{plain}", Purpose.SEARCH, read)

    def timeline(self, of: str | CaseResult | VisitResult | WorkItem) -> tuple[Step, ...]:
        """Who did what, when, and under which rule; of one case, or of all cases of a visit (P5f).

        Raises:
            NotFound: there is no such case, or none that this officer may see.
        """
        ids = [case.id for case in of.cases] if isinstance(of, VisitResult) else [of if isinstance(of, str) else of.id]
        refuse_broken(tuple(ids), tuple[str, ...], "of")

        def read(work: Work) -> tuple[Step, ...]:
            return tuple(step for id_ in ids for step in timeline(self._visible(id_, work), work))

        steps = self._room.read(read)
        for id_ in ids:
            self._look(f"case/{id_}", "timeline")
        return steps

    def household(self, household: str, *, purpose: str, as_of: AsOf | None = None) -> Household:
        """A household with masked numbers, as it stands or as it stood.

        Args:
            household: its id.
            purpose: why it is looked at; it goes on record.
            as_of: a day and an instant; now if not given.

        Raises:
            NotFound: there is none, there was none yet, or none that this officer may see.
        """
        refuse_broken(household, str, "household")
        refuse_personal(purpose, "purpose")

        def read(work: Work) -> Household:
            now = work.household(household)
            if now is None or not visibility.can_read_household(work.setting, self.actor, now.region):
                raise NotFound(f"household {household}")
            return now if as_of is None else _there(work.household(household, as_of), f"household {household}")

        return self._one(f"household/{household}", purpose, read)

    def lookup(self, kind: IdKind | str, value: str, *, purpose: str) -> tuple[Found, ...]:
        """Households in sight with a member or family of this number; as many as state it, never just the first."""
        claim = IdentityClaim.parse(kind, value)
        refuse_broken(claim, path="value")
        refuse_personal(purpose, "purpose")
        return self._list(f"lookup/{claim.kind}", purpose, lambda work: searching.lookup(claim, self.actor, work))

    def find(self, *, name: str = "", region: str = "", purpose: str, limit: int = 50) -> tuple[Found, ...]:
        """Households in sight by the beginning of a member's name, or in a place (R-REG-1).

        Raises:
            NotFound: there is no such place.
        """
        refuse_broken(name, str, "name")
        refuse_broken(region, str, "region")
        refuse_personal(purpose, "purpose")
        if not name and not region:
            raise invalid(
                "name", "find-everything", id="sebutkan nama atau wilayah", en="name a person or a place to look for"
            )
        # What name was looked for is personal itself; that one was, is not.
        narrowed = ", ".join(filter(None, ("name" if name else "", f"region={region}" if region else "")))
        return self._list(
            "find", purpose, lambda work: searching.find(name, region, self.actor, work, limit), narrowed[:200]
        )

    def follow_ups(self, limit: int = 250) -> tuple[FollowUp, ...]:
        """What was found wrong in households of the officer's places, for those who judge records there."""
        return self._list("follow-ups", "work", lambda work: searching.follow_ups(self.actor, work, limit))

    def regions(self) -> RegionTree:
        """The map as it stands, such as for the names of places; it holds nothing about anybody."""
        return self._room.read(lambda work: work.regions)

    def programs(self, *, as_of: AsOf | None = None) -> tuple[Program, ...]:
        """All programs in force today, by code, or on another day as approved by another instant."""

        def read(work: Work) -> tuple[Program, ...]:
            found = (record.at(as_of or work.today) for record in work.programs)
            return tuple(program for program in found if program is not None)

        return self._room.read(read)

    def program(self, code: str, *, as_of: AsOf | None = None) -> Program:
        """A program as in force today, or on another day as approved by another instant.

        Raises:
            NotFound: none was in force then.
        """
        refuse_broken(code, str, "code")
        found = self._room.read(lambda work: work.program_record(code).at(as_of or work.today))
        return _there(found, f"program {code}")

    def reveal(self, value: IdentityClaim | Private, *, of: str, purpose: str) -> str:
        """A number or private words in clear; the look is on record before they are shown, one for each person.

        Args:
            value: as found in a household or case.
            of: the id of the household or case in which it stands; it must be in sight, and the value must stand there.
            purpose: why.

        Raises:
            NotFound: nothing such is in sight, or it was erased.
        """
        refuse_broken(of, str, "of")
        refuse_personal(purpose, "purpose")
        whose = _there(self._room.read(lambda work: searching.whose(value, of, self.actor, work)), f"value {of}")
        self._look(whose, f"reveal: {purpose}")
        return self._room.read(lambda work: work.sealer.reveal(value))

    # ---------------------------------------------------------------- within

    def _one(self, subject: str, purpose: str, read: Callable[[Work], T]) -> T:
        """Read, put the look on record, and only then return what was read."""
        found = self._room.read(read)
        self._look(subject, purpose)
        return found

    def _list(
        self, subject: str, purpose: str, read: Callable[[Work], tuple[T, ...]], narrowed: str = ""
    ) -> tuple[T, ...]:
        """The same for a masked list: one look, with how many it showed and by what it was narrowed."""
        found = self._room.read(read)
        self._look(subject, purpose, len(found), narrowed)
        return found

    def _look(self, subject: str, purpose: str, count: int = 1, narrowed: str = "") -> None:
        self._room.write(lambda work: work.look(self.actor, subject, purpose, count, narrowed))

    def _visible(self, case_id: str, work: Work) -> Case:
        return readable(case_id, self.actor, work)


def _named(where: str, order: str) -> str:
    """By what a list was narrowed: the fields, not what was looked for."""
    names = sorted({node.name for node in walk(parse(where)) if isinstance(node, Field)}) if where else []
    return ", ".join([*names, f"by {order}"])


def _there(value: T | None, what: str) -> T:
    if value is None:
        raise NotFound(what)
    return value

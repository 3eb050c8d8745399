"""What is kept at a desk, for those who answer for it: looks, messages, the journal and its anchors, dossiers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Self

from slrt_core.desk.anchoring import gather, keep
from slrt_core.desk.anchors import Anchor, Anchored, Signatures, Signer, stored_anchors
from slrt_core.desk.auditing import Verified, verify
from slrt_core.desk.codec import decode
from slrt_core.desk.dossier import dossier, whom
from slrt_core.desk.health import Health, health_of
from slrt_core.desk.kinds import WAITING, wanted
from slrt_core.desk.numbers import as_number
from slrt_core.desk.plain import refuse_broken, refuse_personal
from slrt_core.desk.replay import export, roster_at
from slrt_core.desk.results import Look
from slrt_core.desk.room import Room
from slrt_core.desk.timelines import Status, by_number
from slrt_core.desk.upkeep import Upkeep
from slrt_core.desk.work import Work
from slrt_core.errors import NotFound
from slrt_core.model.commands import (
    Moment,
)
from slrt_core.model.officers import HOST, Roster
from slrt_core.ports import Range
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.process import Notice
from slrt_core.rules.rulebook import Rulebook

__all__ = ["Overseen"]


class Overseen:
    """A desk, as those see it who look after it rather than work at it.

    Args:
        room: in which the desk works.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self.district: str = room.district
        self.rulebook: Rulebook = room.rulebook

    def work(self, *, write: bool = False) -> AbstractContextManager[Work]:
        """A transaction with all that is needed in it; for parts of the desk, not for applications."""
        return self._room.work(write=write)

    def moment(self) -> Moment:
        """Now, with the office's local date."""
        return self._room.moment()

    def roster(self, recorded: datetime | None = None) -> Roster:
        """The roster as known at an instant; who held what on a day is asked of the result (R-REG-4)."""
        with self.work() as work:
            return work.roster if recorded is None else roster_at(work, recorded)

    def enquire(self, number: str) -> tuple[Status, ...]:
        """What a household may know of its cases by its registration number, also without a name (P5c).

        The host application shows it to whoever brings the number; the look is on record.

        Raises:
            NotFound: no visit has this number.
        """
        refuse_broken(number, str, "number")
        plain = as_number(number)
        found = self._room.read(lambda work: by_number(plain, work))
        if not found:
            raise NotFound(f"number {plain}")
        self._room.write(lambda work: work.look(HOST, f"number/{plain}", "household asks", len(found)))
        return found

    def looks(self, *, subject: str = "", officer: str = "") -> tuple[Look, ...]:
        """Who looked at what, oldest first: for whoever the district lets see it, and for the person concerned.

        Args:
            subject: only looks at this, such as ``household/…``.
            officer: only looks by this account.
        """
        refuse_broken(subject, str, "subject")
        refuse_broken(officer, str, "officer")
        named = [one_of("look", field, [text]) for field, text in (("subject", subject), ("officer", officer)) if text]
        where = wanted("look", nodes.And(tuple(named)))
        with self.work() as work:
            return tuple(decode(stored.body, Look) for stored in work.all("look", Range(field="at"), where))

    def outbox(self) -> tuple[Notice, ...]:
        """The messages that wait to be sent, oldest first."""
        with self.work() as work:
            waiting = work.all("message", Range(field="at"), WAITING)
            return tuple(decode(stored.body, Notice) for stored in waiting)

    def health(self) -> Health:
        """How the desk is: whether the store answers and how fast, and what waits. Cheap: by index, and bounded.

        Raises:
            AdapterError: the store does not answer.
        """
        return health_of(self._room.storage, self.work)

    def verify(self) -> Mapping[str, int]:
        """The streams that were changed past the desk, with the number of the first entry that does not fit.

        Whoever can rewrite a whole stream and the record beside it leaves no trace here; see `audit`.
        """
        return {finding.stream: finding.entry for finding in self.audit().findings}

    def anchor(self, signer: Signer) -> Anchored:
        """Sign the heads of all chains; hand the anchor's line to another party. To be called once a day.

        Raises:
            Conflict: somebody else has just made the same anchor.
        """
        with self.work() as work:
            made, records = gather(work.tx, signer, self.district, work.moment.at)
        self._room.write(lambda work: keep(made, records, work))
        return made

    def anchors(self) -> tuple[Anchor, ...]:
        """The anchors that the store keeps, as they stand there, oldest first."""
        with self.work() as work:
            return tuple(anchor for _, anchor in stored_anchors(work.tx) if anchor is not None)

    def audit(
        self,
        signatures: Signatures | None = None,
        handed: Sequence[Anchor] | None = None,
        *,
        states: bool = False,
    ) -> Verified:
        """Read the whole journal: is it anchored, unanchored since when, or broken and where?

        Args:
            signatures: the public keys that are trusted; without any, no anchor counts.
            handed: the anchors that another party has kept; without them, those in the store count.
            states: also compare what is stored with what the events lead to.

        Raises:
            Invalid: anchors were handed over, and no key is there to check them with.
        """
        with self.work() as work:
            return verify(work, signatures, handed, states=states)

    def dossier(self, subject: str, *, purpose: str, numbers: Collection[str] = ()) -> Mapping[str, object]:
        """What is held of a household or one of its members, in clear, and who looked at it: for them (art. 32).

        The look is on record before anything is returned.

        Args:
            subject: the id of a household, a family or a person.
            purpose: why, such as ``asked by herself``.
            numbers: the registration numbers that the person brings. A sensitive case is in it only under its own
                number: who complained reads it, and not the household's head.

        Raises:
            NotFound: nobody such is known.
        """
        refuse_broken(subject, str, "subject")
        refuse_personal(purpose, "purpose")
        brought = [as_number(number) for number in numbers]
        household, units = self._room.read(lambda work: whom(subject, work))
        self._room.write(lambda work: work.look(HOST, f"household/{household}", f"export: {purpose}", len(units)))
        return self._room.read(lambda work: dossier(household, units, work, brought))

    @property
    def upkeep(self) -> Upkeep:
        """The jobs that no officer gives."""
        return Upkeep(self._room)

    def export(self) -> Iterator[str]:
        """Every event of every stream as a line of JSON, in order, without anything personal."""
        with self.work() as work:
            yield from export(work.tx)

    def close(self) -> None:
        """Let go of the store; the desk is not used afterwards."""
        self._room.storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

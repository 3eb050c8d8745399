"""The desk: the one way in for every change of somebody's rights or records."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from slrt_core.desk import following
from slrt_core.desk.acting import Acting
from slrt_core.desk.kinds import KINDS
from slrt_core.desk.lists import Progress, load_list
from slrt_core.desk.overseeing import Overseen
from slrt_core.desk.performing import perform
from slrt_core.desk.projection import edition_of, fact_kinds
from slrt_core.desk.reindexing import reindex
from slrt_core.desk.results import CaseResult, Erasure, Loaded, Result
from slrt_core.desk.room import Room
from slrt_core.desk.settling import settle_in
from slrt_core.desk.transfers import TransferPlan, carry_out, plan
from slrt_core.desk.watching import Watch, watched
from slrt_core.errors import invalid
from slrt_core.model.commands import (
    Command,
    Erase,
    LoadPrograms,
    LoadRegions,
    LoadRoster,
    RecordLeave,
)
from slrt_core.model.forms import HouseholdForm
from slrt_core.model.lists import Manifest
from slrt_core.model.officers import HOST, Actor, Assignment, Leave, Officer
from slrt_core.model.programs import Program
from slrt_core.model.regions import Region
from slrt_core.ports import Attachments, Clock, IdSource, KeyProvider, Populated, Storage
from slrt_core.reasons import Reason, near
from slrt_core.rules.rulebook import Rulebook, load_rulebook

__all__ = ["Desk", "local_zone"]

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


def local_zone(name: str) -> ZoneInfo:
    """The time zone of this name.

    Raises:
        Invalid: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise invalid("zone", "zone-unknown", id=f"zona {name!r} tidak dikenal", en=f"unknown zone {name!r}") from None


class Desk(Overseen):
    """One district's desk. Thread-safe if its store is; every call is a transaction of its own.

    Args:
        storage: where everything is kept.
        keys: seals what is personal.
        clock: the time.
        ids: names for new things.
        district: the regency's region id, such as ``61.12``; every stored row carries it.
        zone: the office's time zone, such as ``Asia/Pontianak``; it decides which day it is.
        rulebook: the default one if not given.
        attachments: where photographs and letters are kept; without, none can be added.
        watch: is told how long each command and each call of a port took; see `slrt_core.desk.watching`.

    Raises:
        Invalid: the zone is unknown.
        AdapterError: the store fails.
    """

    def __init__(
        self,
        storage: Storage,
        keys: KeyProvider,
        clock: Clock,
        ids: IdSource,
        *,
        district: str,
        zone: str = "Asia/Jakarta",
        rulebook: Rulebook | None = None,
        attachments: Attachments | None = None,
        watch: Watch | None = None,
    ) -> None:
        judging = cast("Populated", storage) if hasattr(storage, "setup_population") else None
        if watch is not None:
            storage, keys = watched(storage, watch), watched(keys, watch)
            attachments = watched(attachments, watch) if attachments is not None else None
        room = Room(
            storage=storage,
            keys=keys,
            clock=clock,
            ids=ids,
            district=district,
            zone=local_zone(zone),
            rulebook=rulebook or load_rulebook(),
            attachments=attachments,
            watch=watch,
        )
        super().__init__(room)
        storage.setup(KINDS)
        if judging is not None:
            schema = self._room.rulebook.schema
            judging.setup_population(fact_kinds(schema), edition_of(schema))
        self._room.write(settle_in)
        reindex(self._room)
        self.upkeep.finish_erasures()

    def perform(self, command: Command, actor: Actor, key: str | None = None) -> Result:
        """Carry out one command, wholly or not at all.

        Args:
            command: what is asked.
            actor: the account and the post in which it acts. Whose account it is, the roster says, not the caller.
            key: names this request, so that sending it again does nothing twice; without one, each call is new.

        Returns:
            What came of it; for a repeated key, what came of it the first time.

        Raises:
            Refused: a rule says no; with all reasons.
            Invalid: the command cannot be so; with the path of each fault.
            NotFound: it speaks of what is not there, or not to be seen by this actor.
            Conflict: the case has moved on, or the key was used for another content.
            AdapterError: the store failed. Nothing has happened then, or the key tells.
        """
        return perform(self._room, command, actor, key)

    def acting_as(self, officer: str, post: str | None = None) -> Acting:
        """An officer at work; the host application has made sure that it is they.

        Args:
            officer: the account.
            post: in which they act; may be left out by who holds just one today.

        Raises:
            NotFound: there is no such account.
            Invalid: the officer holds several posts today, or none, or is on leave, and none was named.
        """
        with self.work() as work:
            person = work.roster.officer(officer).person
            posts = sorted({held.post for held in work.roster.held(officer, work.moment.on)})
            leave = work.roster.away(officer, work.moment.on)
        if post is not None and post not in self.rulebook.posts:
            hint = near(post, self.rulebook.posts)
            raise invalid(
                "post",
                "post-unknown",
                id=f"jabatan {post!r} tidak dikenal{hint.id}",
                en=f"unknown post {post!r}{hint.en}",
            )
        if post is None and leave is not None:
            raise invalid(
                "post",
                "on-leave",
                id=f"{officer} sedang cuti dari {leave.first_day} sampai {leave.last_day}",
                en=f"{officer} is on leave from {leave.first_day} to {leave.last_day}",
                rule="R-APP-6",
            )
        if post is None and len(posts) != 1:
            held = ", ".join(posts) or "–"
            raise invalid(
                "post",
                "post-unclear",
                id=f"sebutkan jabatan; yang dipegang hari ini: {held}",
                en=f"name the post; held today: {held}",
            )
        return Acting(self._room, Actor(officer=officer, person=person, post=post or posts[0]))

    def load_regions(self, regions: Iterable[Region], source: str, key: str | None = None) -> Loaded:
        """Take a map from the host, in place of the one before."""
        return self._load(LoadRegions(regions=tuple(regions), source=source), key)

    def load_roster(
        self,
        officers: Iterable[Officer],
        assignments: Iterable[Assignment],
        source: str = "host",
        key: str | None = None,
    ) -> Loaded:
        """Add officers and assignments from the host."""
        return self._load(LoadRoster(officers=tuple(officers), assignments=tuple(assignments), source=source), key)

    def load_leaves(self, leaves: Iterable[Leave], source: str = "host", key: str | None = None) -> Loaded:
        """Record from the host when officers are away; those that stand there already are not added again."""
        return self._load(RecordLeave(leaves=tuple(leaves), source=source), key)

    def load_programs(self, programs: Iterable[Program], source: str, key: str | None = None) -> Loaded:
        """Take programs that were approved elsewhere; they count at once."""
        return self._load(LoadPrograms(programs=tuple(programs), source=source), key)

    def load_households(
        self,
        forms: Iterable[HouseholdForm],
        source: str,
        key: str | None = None,
        *,
        day: date | None = None,
        progress: Progress | None = None,
        manifest: Callable[[Manifest], None] | None = None,
    ) -> Loaded:
        """Load a list of households: all of it counts, or nothing.

        Of a household that is there already, only what its keeper states (status, list id, decile) is taken. A list
        that says anything else of it, which would overwrite what the district knows, is refused. A household that a
        list does not name any more is not touched: that it is missing says nothing.

        It may be as long as it likes: it is gone through twice, and never held as a whole. If it is interrupted, call
        it again with the same list and it goes on; the same list a second time changes nothing.

        Args:
            forms: the list; something that can be gone through twice, such as `read_households` gives. What can be
                gone through only once is held in memory.
            source: where it comes from, such as ``DTSEN 2026-2``.
            key: see `perform`.
            day: since when it holds, where a form does not say otherwise; today if not given.
            progress: called now and then with how many households are in, and how many there are.
            manifest: called once, when all was looked through, with what is to be decided on.

        Returns:
            How many households were new, or of how many something new was said.

        Raises:
            Invalid: with everything in any form that cannot be so, each with its place in the list.
            Refused: a household is there with other content.
            Conflict: the list changed while it was loaded, or is being loaded by somebody else.
        """
        return load_list(self._room, forms, source, day=day, key=key, progress=progress, told=manifest)

    def follow_up(self, *, limit: int = 1000) -> tuple[CaseResult, ...]:
        """Remind, escalate what is late, once for each deadline, and end referrals that have expired (R-FUP-1).

        To be called once a day, or oftener: it does nothing twice, also where several workers call it at once.
        Reminders lie in the outbox.

        Args:
            limit: how many steps and how many reminders at most; the next call goes on.

        Returns:
            The cases that were escalated, or whose referral expired.
        """
        steps = following.follow_up(self._room, limit)
        following.remind(self._room, limit)
        return steps

    def plan_transfer(self, old: str, new: str, names: Mapping[str, str] | None = None) -> TransferPlan:
        """What moving the open cases of one rulebook to another would do; nothing is done (R-APP-10).

        Args:
            old: the beginning of the hash of a rulebook that the store keeps, six characters or more.
            new: likewise.
            names: states that are called otherwise in the new one; of a referral, with ``referral:`` before both.

        Raises:
            NotFound: one of them was never adopted here.
            Invalid: a state among the names is in neither.
        """
        return self._room.read(lambda work: plan(old, new, names or {}, work))

    def transfer(self, made: TransferPlan, actor: Actor = HOST) -> tuple[tuple[CaseResult, ...], tuple[Reason, ...]]:
        """Do just what a plan showed, each case in a transaction of its own.

        Args:
            made: the plan that somebody looked at.
            actor: who decided so: the host, or whom the rulebook lets (``move_cases``).

        Returns:
            The cases that were moved; and the reasons of those that moved on since the plan was made, which stay.

        Raises:
            Refused: the actor may not move cases.
        """
        return carry_out(made, actor, self._room)

    def erase(self, subject: str, *, grounds: str = "asked", key: str | None = None) -> Erasure:
        """Erase what is known of a person, a family, a household, or an anonymous case for ever.

        The host application has made sure that they may ask for it (law 27/2022, art. 42-45, and its exceptions).

        Args:
            subject: the id.
            grounds: ``asked``, ``retention`` or ``mistake``.
            key: see `perform`.

        Raises:
            NotFound: nobody such is known.
            Refused: a case of theirs is still open.
        """
        result = self.perform(Erase(subject=subject, grounds=grounds), HOST, key)
        self.upkeep.finish_erasures()
        if self._room.attachments is not None:
            self.upkeep.sweep_attachments()
        assert isinstance(result, Erasure)  # noqa: S101  (what erases answers with Erasure)
        return result

    # ---------------------------------------------------------------- within

    def _load(self, command: Command, key: str | None) -> Loaded:
        result = self.perform(command, HOST, key)
        assert isinstance(result, Loaded)  # noqa: S101  (what loads answers with Loaded)
        return result

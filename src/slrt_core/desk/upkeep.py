"""Work that no officer gives: wrapping keys anew, forgetting keys of the erased, deleting what is kept no longer.

Each job goes on where it was interrupted, does nothing twice, and can be run at any time, also beside the desk's work.
"""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from slrt_core.desk.attachments import Swept, give_up, kept_by, on_no_list, strike
from slrt_core.desk.codec import decode
from slrt_core.desk.keyring import FORGOTTEN
from slrt_core.desk.kinds import GOING, wanted
from slrt_core.desk.performing import perform
from slrt_core.desk.projecting import project_some, settle
from slrt_core.desk.results import Erasure
from slrt_core.desk.rewrapping import rewrap
from slrt_core.desk.settling import settle_current
from slrt_core.desk.unfinished import Unfinished, sweep, unfinished
from slrt_core.desk.uses import Uses, indexed, uses_of
from slrt_core.errors import AdapterError, NotFound
from slrt_core.model.commands import Erase, GiveUpLoad
from slrt_core.model.officers import HOST
from slrt_core.ports import Range
from slrt_core.rules.criteria import one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slrt_core.desk.room import Room
    from slrt_core.desk.work import Work
    from slrt_core.ports import IndexValue, Stored

__all__ = ["RETENTION", "Upkeep"]

RETENTION = {"request": "at", "look": "at", "message": "at"}
"""The kinds of records that are deleted in the end, each with the field that tells its age.

How many days each is kept, the rulebook says: ``keep_request_days`` and so on.
"""

_AT_ONCE = 200
_TAKEN = wanted("message", one_of("message", "state", ["sent", "cancelled"]))
_LOG = logging.getLogger(__name__)


class Upkeep:
    """The jobs of one desk. Made by `Desk.upkeep`.

    Args:
        room: in which the desk works.
    """

    def __init__(self, room: Room) -> None:
        self._room = room

    @property
    def current(self) -> str:
        """The name of the key that wraps the keys of persons now."""
        with self._room.work() as work:
            return work.sealer.ring.current

    def wrapped(self) -> dict[str, int]:
        """How many keys of persons, families, households and anonymous cases each of the district's keys wraps."""
        with self._room.work() as work:
            return dict(Counter(str(subject.index["wrap"]) for subject in work.all("subject", Range(field="wrap"))))

    def indexed(self) -> dict[str, int]:
        """How many numbers are found by each of the district's keys, where the key provider tells."""
        with self._room.work() as work:
            return indexed(work)

    def uses(self, name: str) -> Uses:
        """What would be lost with one of the district's keys; it reads everything."""
        with self._room.work() as work:
            return uses_of(name, work)

    def rewrap(self, progress: Callable[[int], None] | None = None) -> int:
        """After the district's keys were changed: wrap every person's key anew, and index every number anew.

        Args:
            progress: called after each part with how many are done.

        Returns:
            How many were done. Then no older key is needed any more, and may be destroyed.

        Raises:
            AdapterError: this process still has the keys of before (code ``keys-outdated``).
        """
        # First of all: from then on no other process wraps anything with the key before.
        self._room.write(settle_current)
        return self._in_parts(rewrap, progress)

    def finish_erasures(self) -> int:
        """Let the key provider forget the keys of those who were erased; after each erasure, and at each opening."""
        return self._in_parts(_finish_erasures)

    def erase_again(self) -> int:
        """After a backup was restored: erase again who was erased since it was made.

        Returns:
            How many persons, families and households came back with the backup, and are gone again.
        """
        with self._room.work() as work:
            returned = [
                subject.key
                for subject in work.all("subject", Range(field="household"))
                if subject.body and _is_forgotten(subject, work)
            ]
        for subject in returned:
            with suppress(NotFound):  # gone already, with their household
                perform(self._room, Erase(subject=subject, grounds="restored"), HOST)
        self.finish_erasures()
        return len(returned)

    def delete_old(self, *, only_count: bool = False) -> dict[str, int]:
        """Delete what was kept as long as the rulebook says.

        Args:
            only_count: delete nothing, say only how much it would be.

        Returns:
            How many records of each kind.
        """
        if only_count:
            with self._room.work() as work:
                return {kind: sum(1 for _ in _old(kind, work)) for kind in RETENTION}
        return {kind: self._in_parts(lambda work, kind=kind: _delete_old(kind, work)) for kind in RETENTION}  # type: ignore[misc]

    def unfinished(self) -> tuple[Unfinished, ...]:
        """The lists of households that are not wholly in: to hand over again, or to give up."""
        return self._room.read(lambda work: tuple(unfinished(work)))

    def give_up(self, load: str, progress: Callable[[int], None] | None = None) -> int:
        """Give up a list that is not wholly in: it never comes in, and what it had brought is deleted.

        Whoever is loading it at the moment is told so by a `Conflict` (code ``list-overtaken``). Handed over again
        later, the list begins anew.

        Args:
            load: its id, as `unfinished` tells.
            progress: called after each part with of how many households something was deleted.

        Returns:
            Of how many households something was deleted.

        Raises:
            NotFound: there is no such load.
            Conflict: it is wholly in.
        """
        perform(self._room, GiveUpLoad(load=load), HOST)
        return sweep(self._room, progress)

    def sweep_lists(self) -> int:
        """Delete what is left of lists that never come in: given up, or overtaken; to be called once a day.

        Returns:
            Of how many households something was deleted.
        """
        return sweep(self._room)

    def project(self, progress: Callable[[int], None] | None = None) -> int:
        """Bring the present state of households up to date where the store judges it; to be called once a day.

        A household whose state is not up to date is read from its record: that takes longer, and changes no answer.

        Args:
            progress: called after each part with of how many households.

        Returns:
            Of how many households; none if the store does not judge, or its tables are not there yet.
        """
        done, after = 0, ""
        while True:
            count, after = self._room.write(lambda work, after=after: project_some(after, work))  # type: ignore[misc]
            if not after:
                break
            done += count
            if progress is not None:
                progress(done)
        if done:
            self._room.write(settle)
        return done

    def _in_parts(self, part: Callable[[Work], int], progress: Callable[[int], None] | None = None) -> int:
        """Do a part after the other, each in a transaction, until one finds nothing left."""
        done = 0
        while count := self._room.write(part):
            done += count
            if progress is not None:
                progress(done)
        return done

    def sweep_attachments(self, older_than: timedelta = timedelta(days=1)) -> Swept:
        """Remove contents of attachments of which no record was made, as after a crash; to be called once a day.

        Args:
            older_than: how long one that is being added is left in peace.

        Raises:
            PluginError: this desk was opened without a place for attachments.
            AdapterError: store or attachments failed; what was not done is done by the next sweep.
        """
        kept, district = kept_by(self._room.attachments), self._room.district
        doomed = self._room.write(lambda work: give_up(work.moment.at - older_than, work))
        for name in doomed:
            kept.delete(district, name)
        self._room.write(lambda work: strike(doomed, work))
        unknown = sum(self._room.read(lambda work, name=name: on_no_list(name, work)) for name in kept.names(district))  # type: ignore[misc]
        _LOG.info("attachments: %d without a record removed, %d on no list", len(doomed), unknown)
        return Swept(removed=len(doomed), unknown=unknown)


def _finish_erasures(work: Work) -> int:
    open_ = work.tx.scan("erasure", Range(field="at"), where=GOING, limit=_AT_ONCE).records
    for stored in open_:
        erasure: Erasure = decode(stored.body, Erasure)
        for unit in erasure.units:
            work.keys.forget(work.sealer.ring.name(unit))
        index: dict[str, IndexValue] = {**stored.index, "done": True}
        work.tx.put("erasure", stored.key, stored.body, expect=stored.version, index=index)
    return len(open_)


def _is_forgotten(subject: Stored, work: Work) -> bool:
    try:
        work.keys.rewrap(work.sealer.ring.name(subject.key), subject.body)
    except AdapterError as error:
        if FORGOTTEN not in error.codes:
            raise
        return True
    return False


def _old(kind: str, work: Work) -> Iterator[Stored]:
    days = work.rulebook.limits[f"keep_{kind}_days"].value
    order = Range(field=RETENTION[kind], high=work.moment.at - timedelta(days=days))
    # A message that nobody took yet is not old, however long it waits.
    return work.all(kind, order, _TAKEN if kind == "message" else None)


def _delete_old(kind: str, work: Work) -> int:
    found = [stored for _, stored in zip(range(_AT_ONCE), _old(kind, work), strict=False)]
    for stored in found:
        work.tx.delete(kind, stored.key, expect=stored.version)
    return len(found)

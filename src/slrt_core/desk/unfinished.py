"""Lists of households that were begun and are not wholly in: to go on with, to give up, or to delete what they left."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.desk.codec import decode
from slrt_core.desk.handlers.giving_up import drop
from slrt_core.desk.performing import perform
from slrt_core.model.commands import GiveUpLoad
from slrt_core.model.lists import Load
from slrt_core.model.officers import HOST
from slrt_core.ports import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from slrt_core.desk.room import Room
    from slrt_core.desk.work import Work

__all__ = ["Unfinished", "sweep", "unfinished"]

_AT_ONCE = 200


@frozen(kw_only=True)
class Unfinished:
    """A list that is not wholly in.

    Args:
        load: its id, by which it is given up.
        source: where it comes from.
        day: since when it would hold.
        begun: when it was handed over first.
        last: when the last part of it came in.
        taken: how many households are in so far.
        households: how many it names.
        overtaken: the load that took its place, or its own id if it was given up: then it never comes in, and what it
            left is deleted by the next upkeep. Empty while it can go on.
    """

    load: str
    source: str
    day: date
    begun: datetime
    last: datetime
    taken: int
    households: int
    overtaken: str = ""

    @property
    def given_up(self) -> bool:
        """Whether somebody gave it up."""
        return self.overtaken == self.load


def unfinished(work: Work) -> Iterator[Unfinished]:
    """The lists that are not wholly in and were not swept yet, in order of their last part."""
    for stored in work.all("load", Range(field="at")):
        if stored.key in work.taken or work.tx.owner("swept", stored.key) is not None:
            continue
        load: Load = decode(stored.body, Load)
        last = stored.index["at"]
        assert isinstance(last, datetime)  # noqa: S101  (so it is put)
        yield Unfinished(
            load=load.id,
            source=load.manifest.source,
            day=load.manifest.day,
            begun=next(work.events(f"load/{load.id}")).at,
            last=last,
            taken=load.households,
            households=load.manifest.households,
            overtaken=work.tx.owner("overtaken", load.id) or "",
        )


def sweep(room: Room, progress: Callable[[int], None] | None = None) -> int:
    """Delete what is left of lists that never come in, part by part; in how many households something was.

    Whoever is interrupted begins anew and finds less.
    """
    dead = frozenset(one.load for one in room.read(lambda work: tuple(unfinished(work))) if one.overtaken)
    for load in dead:
        # Also of one that was overtaken: from then on no part of it comes in any more, also none that is under way.
        perform(room, GiveUpLoad(load=load), HOST)
    done = 0
    for households in _named_by(dead, room) if dead else ():
        done += room.write(lambda work, households=households: drop(households, dead, work))  # type: ignore[misc]
        if progress is not None:
            progress(done)
    if dead:
        room.write(lambda work: _note_swept(dead, work))
    return done


def _named_by(loads: Collection[str], room: Room) -> Iterator[tuple[str, ...]]:
    """The households of which these lists say something, some at a time.

    No index tells: this is seldom asked, and each household would pay for it. One that only lists know has a village,
    one that anything else is recorded of has a stream.
    """
    marks = [f'"load":{json.dumps(load, ensure_ascii=False)}'.encode() for load in loads]
    for order in (Range(field="region"), Range(field="head")):
        after: str | None = None
        while True:
            page = room.read(lambda work, o=order, a=after: work.tx.scan("household", o, after=a, limit=_AT_ONCE))  # type: ignore[misc]
            found = tuple(stored.key for stored in page.records if any(mark in stored.body for mark in marks))
            if found:
                yield found
            after = page.after
            if after is None:
                break


def _note_swept(loads: Collection[str], work: Work) -> None:
    for load in loads:
        work.tx.claim("swept", load, load)

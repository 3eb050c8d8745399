"""What all parts of a desk work in: the store with everything that stands beside it, and transactions in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field

from slrt_core.desk.retrying import Retrying
from slrt_core.desk.work import Cache, Work
from slrt_core.model.commands import Moment

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from slrt_core.desk.watching import Watch
    from slrt_core.ports import Attachments, Clock, IdSource, KeyProvider, Storage
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Room"]

T = TypeVar("T")


@define(kw_only=True)
class Room:
    """One district's store, keys, clock, rulebook; for parts of the desk, not for applications.

    Args:
        storage: where everything is kept.
        keys: the district's keys.
        clock: the time.
        ids: names new things.
        district: the district's id.
        zone: of the office.
        rulebook: the current one.
        attachments: where evidence is kept, if it is.
        watch: is told how long each command took.
        retrying: how often what may succeed later is tried again.
        cache: see `Cache`.
    """

    storage: Storage
    keys: KeyProvider
    clock: Clock
    ids: IdSource
    district: str
    zone: ZoneInfo
    rulebook: Rulebook
    attachments: Attachments | None = None
    watch: Watch | None = None
    retrying: Retrying = field(init=False)
    cache: Cache = field(factory=Cache)

    def __attrs_post_init__(self) -> None:
        self.retrying = Retrying.on(self.storage)

    def moment(self) -> Moment:
        """Now, with the office's local date."""
        at = self.clock.now()
        return Moment(at, at.astimezone(self.zone).date())

    @contextmanager
    def work(self, *, write: bool = False) -> Iterator[Work]:
        """A transaction with all that is needed in it."""
        # A host may undo a part of its transaction: what is written next has the versions of what was undone.
        cache = Cache() if self.storage.capabilities.joined else self.cache
        with self.storage.transaction(self.district, write=write) as tx:
            yield Work(
                tx=tx,
                district=self.district,
                rulebook=self.rulebook,
                keys=self.keys,
                ids=self.ids,
                moment=self.moment(),
                cache=cache,
            )

    def tried(self, transaction: Callable[[], T], *, repeatable: bool = True) -> T:
        """Do it again where the store says that this may help.

        Args:
            transaction: what is done.
            repeatable: doing it again does nothing twice.
        """
        return self.retrying.call(transaction, repeatable=repeatable)

    def read(self, reading: Callable[[Work], T]) -> T:
        """Read in a transaction of its own."""

        def once() -> T:
            with self.work() as work:
                return reading(work)

        return self.tried(once)

    def write(self, writing: Callable[[Work], T]) -> T:
        """Write, in a transaction of its own, what may be written again without harm."""

        def once() -> T:
            with self.work(write=True) as work:
                return writing(work)

        return self.tried(once)

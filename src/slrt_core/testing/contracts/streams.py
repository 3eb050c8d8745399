"""Promises about streams and claims."""

from __future__ import annotations

from slrt_core.errors import Conflict
from slrt_core.ports import Entry
from slrt_core.testing.contracts.base import DISTRICT, StorageCase
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["StreamPromises"]


class StreamPromises(StorageCase):
    """Appending and reading; claiming and releasing."""

    @promise
    def test_append_is_gapless(self) -> None:
        """Entries are numbered from 1 without a gap."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            agree(list(tx.read("s")), [], "an empty stream reads")
            agree(tx.append("s", [b"one", b"two"], expect=0), 2, "append answered")
            agree(tx.append("s", [], expect=2), 2, "appending nothing answered")
        with storage.transaction(DISTRICT) as tx:
            agree(tx.append("s", [b"three"], expect=2), 3, "append answered")
            agree(list(tx.read("s")), [Entry(1, b"one"), Entry(2, b"two"), Entry(3, b"three")])

    @promise
    def test_append_at_the_expected_number(self) -> None:
        """A stream is continued only at the expected number."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            fails_with(Conflict, lambda: tx.append("s", [b"x"], expect=1))
            tx.append("s", [b"one"], expect=0)
        for wrong in (0, 2):
            with storage.transaction(DISTRICT) as tx:
                fails_with(Conflict, lambda: tx.append("s", [b"late"], expect=wrong))  # noqa: B023
        with storage.transaction(DISTRICT) as tx:
            agree(list(tx.read("s")), [Entry(1, b"one")])

    @promise
    def test_read_parts(self) -> None:
        """A stream is read in order, after a number and up to a limit."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            # More than nine, so that an order by text instead of number shows.
            tx.append("s", [str(number).encode() for number in range(1, 13)], expect=0)
            tx.append("other", [b"other"], expect=0)
        with storage.transaction(DISTRICT, write=False) as tx:
            agree([entry.seq for entry in tx.read("s")], list(range(1, 13)))
            agree([entry.seq for entry in tx.read("s", after=9)], [10, 11, 12])
            agree([entry.seq for entry in tx.read("s", after=2, limit=3)], [3, 4, 5])
            agree([entry.seq for entry in tx.read("s", after=11, limit=5)], [12])
            agree(list(tx.read("s", after=12)), [])

    @promise
    def test_streams_by_prefix(self) -> None:
        """The names of streams are listed by their beginning, in binary order."""
        storage = self.ready()
        names = ["case/b", "case/a", "case/É", "Case/a", "case", "case%", "household/1", "case/B", "case/\U0001f33e"]
        with storage.transaction(DISTRICT) as tx:
            for name in names:
                tx.append(name, [b"x"], expect=0)
            tx.append("empty", [], expect=0)
            agree(list(tx.streams("case/")), ["case/B", "case/a", "case/b", "case/É", "case/\U0001f33e"])
            agree(list(tx.streams()), sorted(names), "without a prefix, and without streams that have no entry:")
            agree(list(tx.streams("case%")), ["case%"])
            agree(list(tx.streams("nothing")), [])

    @promise
    def test_claims_are_unique(self) -> None:
        """A claimed value has one owner."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            agree(tx.owner("number", "7"), None)
            tx.claim("number", "7", "one")
            agree(tx.owner("number", "7"), "one")
            fails_with(Conflict, lambda: tx.claim("number", "7", "two"))
        with storage.transaction(DISTRICT) as tx:
            fails_with(Conflict, lambda: tx.claim("number", "7", "two"))
            agree(tx.owner("number", "7"), "one")
            tx.claim("other", "7", "two")
            agree(tx.owner("other", "7"), "two", "in another space, the owner is")

    @promise
    def test_own_claim_again(self) -> None:
        """Claiming one's own value again changes nothing."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.claim("number", "7", "one")
            tx.claim("number", "7", "one")
        with storage.transaction(DISTRICT) as tx:
            tx.claim("number", "7", "one")
            agree(tx.owner("number", "7"), "one")
            tx.release("number", "7", "one")
            agree(tx.owner("number", "7"), None, "released once, the owner is")

    @promise
    def test_release(self) -> None:
        """Only the owner gives a value back, and then anybody may claim it."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            fails_with(Conflict, lambda: tx.release("number", "7", "one"))
            tx.claim("number", "7", "one")
            fails_with(Conflict, lambda: tx.release("number", "7", "two"))
            agree(tx.owner("number", "7"), "one")
        with storage.transaction(DISTRICT) as tx:
            tx.release("number", "7", "one")
            tx.claim("number", "7", "two")
            agree(tx.owner("number", "7"), "two")

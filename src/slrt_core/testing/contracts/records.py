"""Promises about versioned records."""

from __future__ import annotations

from contextlib import suppress

from slrt_core.errors import Conflict
from slrt_core.testing.contracts.base import DISTRICT, KINDS, StorageCase, index_of
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["RecordPromises"]


class RecordPromises(StorageCase):
    """Getting, putting, deleting."""

    @promise
    def test_missing_is_none(self) -> None:
        """A record that is not there is None."""
        with self.ready().transaction(DISTRICT) as tx:
            agree(tx.get("thing", "nothing"), None)

    @promise
    def test_put_and_get(self) -> None:
        """A record is given back as it was put: key, version, body and index."""
        storage = self.ready()
        index = index_of(word="Kubu Raya", count=3, yes=True)
        with storage.transaction(DISTRICT) as tx:
            agree(tx.put("thing", "a", b"body", expect=0, index=index), 1, "put answered")
            inside = tx.get("thing", "a")
        with storage.transaction(DISTRICT, write=False) as tx:
            stored = tx.get("thing", "a")
        assert stored is not None, "the record is not there after the commit"
        agree(inside, stored, "inside its own transaction it reads")
        agree((stored.key, stored.version, stored.body), ("a", 1, b"body"))
        agree(dict(stored.index), dict(index))
        # Nothing known, and what is taken for it.
        for number, other in enumerate(
            (index_of(), index_of(word="", count=0, yes=False), {"word": ""}, {"word": None})
        ):
            kind = "plain" if len(other) == 1 else "thing"
            with storage.transaction(DISTRICT) as tx:
                tx.put(kind, f"{number}", b"", expect=0, index=other)
            with storage.transaction(DISTRICT, write=False) as tx:
                held = tx.get(kind, f"{number}")
                agree(held and dict(held.index), dict(other), "the index reads")

    @promise
    def test_version_is_checked(self) -> None:
        """A record is written only at the expected version."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            fails_with(Conflict, lambda: tx.put("thing", "a", b"", expect=1, index=index_of()))
            agree(tx.put("thing", "a", b"1", expect=0, index=index_of()), 1, "put answered")
            agree(tx.put("thing", "a", b"2", expect=1, index=index_of()), 2, "put answered")
        for wrong in (0, 1, 3):
            with storage.transaction(DISTRICT) as tx:
                fails_with(Conflict, lambda: tx.put("thing", "a", b"late", expect=wrong, index=index_of()))  # noqa: B023
        with storage.transaction(DISTRICT) as tx:
            stored = tx.get("thing", "a")
        agree(stored and (stored.version, stored.body), (2, b"2"))

    @promise
    def test_goes_on_after_a_conflict(self) -> None:
        """A caught conflict undoes nothing else: the transaction goes on."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.put("thing", "before", b"", expect=0, index=index_of())
            tx.claim("number", "7", "one")
            fails_with(Conflict, lambda: tx.put("thing", "before", b"", expect=0, index=index_of()))
            fails_with(Conflict, lambda: tx.claim("number", "7", "two"))
            fails_with(Conflict, lambda: tx.append("s", [b"x"], expect=5))
            tx.put("thing", "after", b"", expect=0, index=index_of())
        with storage.transaction(DISTRICT) as tx:
            agree([key for key in ("before", "after") if tx.get("thing", key)], ["before", "after"])
            agree(tx.owner("number", "7"), "one")

    @promise
    def test_index_is_the_declared_fields(self) -> None:
        """The index values must be just those of the declared fields."""
        storage = self.ready()
        few = {"word": "a"}
        with storage.transaction(DISTRICT) as tx:
            fails_with(Exception, lambda: tx.put("thing", "a", b"", expect=0, index=few))
            fails_with(Exception, lambda: tx.put("thing", "b", b"", expect=0, index={**index_of(), "other": 1}))
        with storage.transaction(DISTRICT) as tx:
            agree([tx.get("thing", "a"), tx.get("thing", "b")], [None, None])

    @promise
    def test_bodies_are_exact(self) -> None:
        """Bodies are kept byte for byte: empty, long, every value."""
        storage = self.ready()
        bodies = [b"", bytes(range(256)), b"\x00", b"a\x00b", b"\r\n", bytes(range(256)) * 4096, b"\xff\xfe"]
        with storage.transaction(DISTRICT) as tx:
            for number, body in enumerate(bodies):
                tx.put("thing", str(number), body, expect=0, index=index_of())
            tx.append("s", bodies, expect=0)
        with storage.transaction(DISTRICT) as tx:
            stored = [tx.get("thing", str(number)) for number in range(len(bodies))]
            entries = tx.read("s")
        for number, body in enumerate(bodies):
            record = stored[number]
            assert record is not None, f"record {number} is gone"
            assert type(record.body) is bytes, f"the body came back as {type(record.body).__name__}"
            assert record.body == body, f"record {number}: {len(record.body)} bytes came back of {len(body)}"
            assert entries[number].body == body, f"entry {number}: {len(entries[number].body)} bytes of {len(body)}"

    @promise
    def test_nothing_is_aliased(self) -> None:
        """What is done afterwards to values given or returned changes nothing that is stored."""
        storage = self.ready()
        bodies, index = [b"one", b"two"], dict(index_of(word="before"))
        with storage.transaction(DISTRICT) as tx:
            tx.put("thing", "a", b"", expect=0, index=index)
            tx.append("s", bodies, expect=0)
            bodies[:] = [b"changed"]
            index["word"] = "after"
        with storage.transaction(DISTRICT) as tx:
            stored = tx.get("thing", "a")
            assert stored is not None, "the record is gone"
            agree(stored.index["word"], "before")
            agree([entry.body for entry in tx.read("s")], [b"one", b"two"])
            with suppress(TypeError):  # better still: it cannot be changed at all
                stored.index["word"] = "changed"  # type: ignore[index]
            again = tx.get("thing", "a")
            agree(again and again.index["word"], "before", "after a change of what was returned, the index reads")

    @promise
    def test_delete(self) -> None:
        """A record is deleted only at the expected version, and is gone then."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            for expect in (0, 1):
                fails_with(Conflict, lambda: tx.delete("thing", "a", expect=expect))  # noqa: B023
            tx.put("thing", "a", b"", expect=0, index=index_of(word="x"))
            fails_with(Conflict, lambda: tx.delete("thing", "a", expect=2))
            fails_with(Conflict, lambda: tx.delete("thing", "a", expect=0))
        with storage.transaction(DISTRICT) as tx:
            tx.delete("thing", "a", expect=1)
            agree(tx.get("thing", "a"), None)
        with storage.transaction(DISTRICT) as tx:
            agree(tx.get("thing", "a"), None)
            agree(tx.put("thing", "a", b"", expect=0, index=index_of()), 1, "put anew answered")

    @promise
    def test_keys_are_exact(self) -> None:
        """Keys, streams and claimed values are told apart by every character, also case, accents and blanks."""
        storage = self.ready()
        names = ["a", "A", "á", "a ", " a", "", "a\u0301", "ß", "ss", "%", "_", "a/b", "İ", "i", "\U0001f33e"]
        with storage.transaction(DISTRICT) as tx:
            for number, name in enumerate(names):
                tx.put("thing", name, str(number).encode(), expect=0, index=index_of(word=name))
                tx.append(f"s{name}", [str(number).encode()], expect=0)
                tx.claim("space", name, str(number))
        with storage.transaction(DISTRICT) as tx:
            for number, name in enumerate(names):
                stored = tx.get("thing", name)
                agree(stored and stored.body, str(number).encode(), f"the record {name!r} reads")
                agree([entry.body for entry in tx.read(f"s{name}")], [str(number).encode()], f"the stream {name!r}")
                agree(tx.owner("space", name), str(number), f"the owner of {name!r}")

    @promise
    def test_kinds_are_apart(self) -> None:
        """The same key in two kinds is two records."""
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.put("thing", "a", b"thing", expect=0, index=index_of())
            agree(tx.get("plain", "a"), None)
            tx.put("plain", "a", b"plain", expect=0, index={"word": None})
            found = [record.body if (record := tx.get(kind.name, "a")) else None for kind in KINDS]
        agree(found, [b"thing", b"plain"])

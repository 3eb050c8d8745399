"""Stores that are wrong about streams, claims and limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from slrt_core.errors import Conflict
from slrt_core.ports import LONGEST_KEY, LONGEST_SPACE, LONGEST_TEXT, Entry, IndexValue
from slrt_core.reasons import Text
from tests.meta.harness import Through


class ShortColumn(Through):
    """Cuts long bodies off, as a BLOB of 64 KiB without strict mode."""

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        return self.inner.append(stream, [body[:65535] for body in bodies], expect=expect)


class StreamGap(Through):
    """Numbers entries with a sequence that also counts what was undone or empty."""

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        self.store.kept["skipped"] = self.store.kept.get("skipped", 0) + (not bodies)
        return self.inner.append(stream, bodies, expect=expect)

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        entries = self.inner.read(stream, after=after, limit=limit)
        return [Entry(e.seq + self.store.kept.get("skipped", 0) * (e.seq > 2), e.body) for e in entries]


class StreamUnchecked(Through):
    """Appends at the end, whatever was expected."""

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        return self.inner.append(stream, bodies, expect=len(self.inner.read(stream)))


class StreamByText(Through):
    """Orders entries by their number as text."""

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        entries = sorted(self.inner.read(stream, after=after), key=lambda entry: str(entry.seq))
        return entries[:limit]


class PrefixAsPattern(Through):
    """Looks for streams with LIKE, where % and _ mean something else and case is nothing."""

    def streams(self, prefix: str = "") -> Sequence[str]:
        start = prefix.split("%", maxsplit=1)[0].casefold()
        return [name for name in self.inner.streams() if name.casefold().startswith(start)]


class ClaimNotUnique(Through):
    """Lets the last who claims have it."""

    def claim(self, space: str, value: str, owner: str) -> None:
        held = self.inner.owner(space, value)
        if held is not None:
            self.inner.release(space, value, held)
        self.inner.claim(space, value, owner)


class ClaimCounted(Through):
    """Refuses one's own claim the second time."""

    def claim(self, space: str, value: str, owner: str) -> None:
        if self.inner.owner(space, value) is not None:
            raise Conflict("claimed", Text("x", "x"))
        self.inner.claim(space, value, owner)


class ReleaseByAnybody(Through):
    """Gives back a value for whoever asks."""

    def release(self, space: str, value: str, owner: str) -> None:
        held = self.inner.owner(space, value)
        if held is not None:
            self.inner.release(space, value, held)


class StreamCountsUndone(Through):
    """Numbers entries with a sequence of the database, which counts also what was undone."""

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        last = self.inner.append(stream, bodies, expect=expect)
        self.store.kept[stream] = self.store.kept.get(stream, 0) + len(bodies)
        return last

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        entries = self.inner.read(stream, after=after, limit=limit)
        skipped = self.store.kept.get(stream, 0) - len(self.inner.read(stream))
        return [Entry(e.seq + skipped * (e.seq > 1), e.body) for e in entries]


class Cut(Through):
    """Cuts off what is too long, as a database that is not strict."""

    def cut(self, text: str, longest: int) -> str:
        return text[:longest]

    def value(self, value: IndexValue) -> IndexValue:
        return self.cut(value, LONGEST_TEXT) if isinstance(value, str) else value

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        cut = {name: self.value(value) for name, value in index.items()}
        return self.inner.put(kind, self.cut(key, LONGEST_KEY), body, expect=expect, index=cut)

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        return self.inner.append(self.cut(stream, LONGEST_KEY), bodies, expect=expect)

    def claim(self, space: str, value: str, owner: str) -> None:
        cut = self.cut(space, LONGEST_SPACE)
        self.inner.claim(cut, self.cut(value, LONGEST_KEY), self.cut(owner, LONGEST_KEY))


class CutAtNul(Cut):
    """Ends a text at U+0000, as a C string."""

    def cut(self, text: str, longest: int) -> str:
        return text.split("\0", maxsplit=1)[0]


class CountsBytes(Cut):
    """Takes the limit for one of bytes."""

    def cut(self, text: str, longest: int) -> str:
        if len(text.encode()) > longest:
            raise ValueError("too long")
        return text


class RefusedIsFatal(Through):
    """Lets the database find out that a name does not fit, and keeps the claim before it."""

    def claim(self, space: str, value: str, owner: str) -> None:
        with suppress(ValueError):
            self.inner.claim(space, value, "x")
            self.inner.release(space, value, "x")
            self.inner.claim(space, value, owner[:LONGEST_KEY].replace("\0", ""))
            return
        self.inner.claim(space, value, owner)


_SPACES = "The space of a claim has a limit too; one that is too long or holds U+0000 is a ValueError"
_NAMES = "A key, stream, claimed value or owner that is too long or holds U+0000 is a ValueError and leaves nothing"

STREAMS: list[tuple[type[Through], str]] = [
    (ShortColumn, "Bodies are kept byte for byte: empty, long, every value"),
    (StreamGap, "Entries are numbered from 1 without a gap"),
    (
        StreamCountsUndone,
        "After whichever write a transaction ends early, all its writes are undone, and it can be done again",
    ),
    (StreamUnchecked, "A stream is continued only at the expected number"),
    (StreamByText, "A stream is read in order, after a number and up to a limit"),
    (PrefixAsPattern, "The names of streams are listed by their beginning, in binary order"),
    (ClaimNotUnique, "A claimed value has one owner"),
    (ClaimCounted, "Claiming one's own value again changes nothing"),
    (ReleaseByAnybody, "Only the owner gives a value back, and then anybody may claim it"),
    (CountsBytes, "Names and texts of the greatest length are kept whole, whatever their letters"),
    *((kind, _NAMES) for kind in (Cut, CutAtNul, RefusedIsFatal)),
    *((kind, _SPACES) for kind in (Cut, CutAtNul, CountsBytes)),
    *(
        (kind, "A text in an index that is too long or holds U+0000 is a ValueError and leaves nothing")
        for kind in (Cut, CutAtNul)
    ),
]

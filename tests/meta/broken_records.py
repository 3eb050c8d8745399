"""Stores that are wrong about records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from unicodedata import normalize

from attrs import evolve

from slrt_core.errors import Conflict
from slrt_core.ports import IndexValue, New, Stored
from tests.meta.harness import FIELDS, Through


class VersionNotChecked(Through):
    """Writes at whatever version stands there."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return self.inner.put(kind, key, body, expect=self.version(kind, key), index=index)


class LastWriteWins(Through):
    """Answers with the expected version plus one, whoever wrote in between; checks only new records."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        stands = self.version(kind, key)
        return self.inner.put(kind, key, body, expect=stands if expect and stands else expect, index=index)


class ConflictIsFatal(Through):
    """Is unusable after a conflict, as a connection that did not set a savepoint."""

    failed = False

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        if self.failed:
            raise RuntimeError("current transaction is aborted")
        try:
            return self.inner.put(kind, key, body, expect=expect, index=index)
        except Conflict:
            self.failed = True
            raise


class IndexUnchecked(Through):
    """Takes whatever index it is given."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        whole = {name: index.get(name) for name in FIELDS[kind]}
        return self.inner.put(kind, key, body, expect=expect, index=whole)


class IndexNotUpdated(Through):
    """Writes the index with the first version only."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        held = self.inner.get(kind, key)
        kept = held.index if held and held.version == expect and index.keys() == held.index.keys() else index
        return self.inner.put(kind, key, body, expect=expect, index=kept)


class MissingAsEmpty(Through):
    """Gives an empty record instead of none."""

    def get(self, kind: str, key: str) -> Stored | None:
        return self.inner.get(kind, key) or Stored(key=key, version=0, body=b"", index={})


class Truncated(Through):
    """Ends a body at its first zero byte, as a C string."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return self.inner.put(kind, key, body.split(b"\0")[0], expect=expect, index=index)


class Aliased(Through):
    """Keeps the caller's own index, and gives it out again."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        version = self.inner.put(kind, key, body, expect=expect, index=index)
        self.store.kept[kind, key] = index
        return version

    def get(self, kind: str, key: str) -> Stored | None:
        held = self.inner.get(kind, key)
        index = self.store.kept.get((kind, key))
        return evolve(held, index=index) if held and index is not None else held


class DeleteUnchecked(Through):
    """Deletes whatever version stands there, and says nothing if there is none."""

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        if version := self.version(kind, key):
            self.inner.delete(kind, key, expect=version)


class KindsMixed(Through):
    """Keeps every kind in one table and forgot the kind in its key."""

    def get(self, kind: str, key: str) -> Stored | None:
        return self.inner.get("plain", key) or self.inner.get("thing", key)


class FoldedKeys(Through):
    """Takes keys for the same that a collation takes for the same."""

    def folded(self, key: str) -> str:
        raise NotImplementedError

    def get(self, kind: str, key: str) -> Stored | None:
        return self.inner.get(kind, self.folded(key))

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return self.inner.put(kind, self.folded(key), body, expect=expect, index=index)


class CaselessKeys(FoldedKeys):
    """As a *_ci collation does."""

    def folded(self, key: str) -> str:
        return key.casefold()


class AccentlessKeys(FoldedKeys):
    """As a *_ai collation does."""

    def folded(self, key: str) -> str:
        return normalize("NFD", key).replace("\u0301", "")


class NormalKeys(FoldedKeys):
    """Writes letters with accents in one way, as some file systems do."""

    def folded(self, key: str) -> str:
        return normalize("NFC", key)


class PaddedKeys(FoldedKeys):
    """Does not see blanks at the end, as a PAD SPACE collation does."""

    def folded(self, key: str) -> str:
        return key.rstrip(" ")


class Forgets(Through):
    """Says that it has written, and has not."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        return expect + 1


class NoneAsZero(Through):
    """Keeps a number that is not known as 0, as a column that is NOT NULL DEFAULT 0."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        filled = {name: 0 if value is None and name == "count" else value for name, value in index.items()}
        return self.inner.put(kind, key, body, expect=expect, index=filled)


class IndexTwoBehind(Through):
    """Gives back the index of the first version, although it searches by the last."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        version = self.inner.put(kind, key, body, expect=expect, index=index)
        self.store.kept.setdefault((kind, key), dict.fromkeys(index))
        return version

    def get(self, kind: str, key: str) -> Stored | None:
        held = self.inner.get(kind, key)
        return evolve(held, index=self.store.kept[kind, key]) if held and (kind, key) in self.store.kept else held


class InsertStops(Through):
    """Writes one after the other, and stops where one is there already."""

    def insert(self, kind: str, records: Sequence[New]) -> None:
        for record in records:
            self.inner.put(kind, record.key, record.body, expect=0, index=record.index)


class InsertIgnores(Through):
    """Leaves out what is there already, as INSERT IGNORE does."""

    def insert(self, kind: str, records: Sequence[New]) -> None:
        for record in records:
            if self.inner.get(kind, record.key) is None:
                self.inner.put(kind, record.key, record.body, expect=0, index=record.index)


class InsertReplaces(Through):
    """Writes over what is there already, as REPLACE does."""

    def insert(self, kind: str, records: Sequence[New]) -> None:
        for record in records:
            at = self.version(kind, record.key)
            self.inner.put(kind, record.key, record.body, expect=at, index=record.index)


class InsertIsFatal(Through):
    """Undoes the whole transaction when an insert fails, as a statement that fails outside of a savepoint."""

    failed = False

    def insert(self, kind: str, records: Sequence[New]) -> None:
        if self.failed:
            raise RuntimeError("current transaction is aborted")
        try:
            self.inner.insert(kind, records)
        except Conflict:
            self.failed = True
            raise


class InsertUnchecked(Through):
    """Looks at each record of a list only when its turn comes."""

    def insert(self, kind: str, records: Sequence[New]) -> None:
        for record in records:
            self.put(kind, record.key, record.body, expect=0, index=record.index)


class InsertAtZero(Through):
    """Leaves new records at the version before the first, as a bulk load that does not count."""

    def insert(self, kind: str, records: Sequence[New]) -> None:
        self.inner.insert(kind, records)
        self.store.kept.update({(kind, record.key): True for record in records})

    def get(self, kind: str, key: str) -> Stored | None:
        held = self.inner.get(kind, key)
        return evolve(held, version=held.version - 1) if held and (kind, key) in self.store.kept else held


class InsertAThousand(Through):
    """Takes what fits into one statement."""

    def insert(self, kind: str, records: Sequence[New]) -> None:
        self.inner.insert(kind, records[:1000])


class InsertWithoutIndex(Through):
    """Writes many at once without what they are searched by."""

    def insert(self, kind: str, records: Sequence[New]) -> None:
        few = len(records) < 1000
        self.inner.insert(kind, records if few else [evolve(r, index=dict.fromkeys(r.index)) for r in records])


RECORDS: list[tuple[type[Through], str]] = [
    (Forgets, "A record is given back as it was put: key, version, body and index"),
    (NoneAsZero, "A record is given back as it was put: key, version, body and index"),
    (IndexTwoBehind, "A record is given back as it was put: key, version, body and index"),
    (VersionNotChecked, "A record is written only at the expected version"),
    (LastWriteWins, "A record is written only at the expected version"),
    (ConflictIsFatal, "A caught conflict undoes nothing else: the transaction goes on"),
    (IndexUnchecked, "The index values must be just those of the declared fields"),
    (IndexNotUpdated, "A scan finds a record by the values of its last version only"),
    (MissingAsEmpty, "A record that is not there is None"),
    (Truncated, "Bodies are kept byte for byte: empty, long, every value"),
    (Aliased, "What is done afterwards to values given or returned changes nothing that is stored"),
    (DeleteUnchecked, "A record is deleted only at the expected version, and is gone then"),
    (KindsMixed, "The same key in two kinds is two records"),
    *(
        (kind, "Keys, streams and claimed values are told apart by every character, also case, accents and blanks")
        for kind in (CaselessKeys, AccentlessKeys, NormalKeys, PaddedKeys)
    ),
    (InsertAtZero, "Every record of an insert is there as it was given, at version 1, and goes on from there"),
    (InsertStops, "Of an insert with a record that is there already, or twice in the list, nothing remains"),
    (InsertIgnores, "Of an insert with a record that is there already, or twice in the list, nothing remains"),
    (InsertReplaces, "Of an insert with a record that is there already, or twice in the list, nothing remains"),
    (InsertIsFatal, "A caught conflict of an insert undoes nothing before it, and the transaction goes on"),
    (InsertUnchecked, "An insert of a record that is refused leaves none of its list, and the transaction goes on"),
    (InsertAThousand, "An insert takes thousands of records, and none, and all are found by their index"),
    (InsertWithoutIndex, "An insert takes thousands of records, and none, and all are found by their index"),
]

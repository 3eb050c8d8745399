"""Stores that are wrong about several at the same time: they look, and then they write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from slrt_core.adapters.memory import _District, _MemoryTransaction
from slrt_core.errors import Conflict
from slrt_core.ports import IndexValue, New, Storage, Transaction
from slrt_core.reasons import Text
from tests.meta.harness import Broken, Through


class ReadsMove(Broken):
    """Reads what others commit in the meantime, as READ COMMITTED does."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        if write:
            with super().transaction(district) as tx:
                yield tx
        else:
            yield _EachByItself(self.inner, district)


class _EachByItself:
    def __init__(self, store: Storage, district: str) -> None:
        self.store = store
        self.district = district

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            with self.store.transaction(self.district, write=False) as tx:
                return getattr(tx, name)(*args, **kwargs)

        return call


class DirtyReads(Broken):
    """Reads what others have written and not committed, as READ UNCOMMITTED does."""

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        if write:
            with super().transaction(district) as tx:
                yield tx
        else:
            held = self.inner._districts.setdefault(district, _District())
            yield _MemoryTransaction(held, self.inner._kinds, write=False)


class LateWriting(Broken):
    """Looks when it is asked, and writes at the end in a transaction of its own, without looking again.

    What it looks at when it is asked is right; so each of these passes whatever test has one writer.
    """

    late: ClassVar[frozenset[str]] = frozenset()

    @contextmanager
    def transaction(self, district: str, *, write: bool = True) -> Iterator[Transaction]:
        buffered = Late(self.inner, district, write=write)
        yield buffered
        if buffered.writes:
            self.finish(buffered, district)

    def finish(self, buffered: Late, district: str) -> None:
        with self.inner.transaction(district) as tx:
            for name, careful, careless in buffered.writes:
                (careless if name in self.late else careful)(tx)


class Late(Through):
    """Reads what is committed, and remembers the writes."""

    def __init__(self, store: Storage, district: str, *, write: bool) -> None:
        super().__init__(_EachByItself(store, district))
        self.write = write
        self.at: dict[tuple[str, str], int] = {}
        self.writes: list[tuple[str, Any, Any]] = []

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        if self.at.get((kind, key), expect) != expect:
            raise Conflict("version", Text("x", "x"))
        self.at[kind, key] = expect + 1
        self.writes.append(
            (
                "insert" if expect == 0 else "put",
                lambda tx: tx.put(kind, key, body, expect=expect, index=index),
                lambda tx: tx.put(kind, key, body, expect=v.version if (v := tx.get(kind, key)) else 0, index=index),
            )
        )
        return expect + 1

    def insert(self, kind: str, records: Sequence[New]) -> None:
        self.writes.append(("insert", lambda tx: tx.insert(kind, records), lambda tx: tx.insert(kind, records)))

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        self.writes.append(
            ("delete", lambda tx: tx.delete(kind, key, expect=expect), lambda tx: tx.delete(kind, key, expect=expect))
        )

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        self.writes.append(
            (
                "append",
                lambda tx: tx.append(stream, bodies, expect=expect),
                lambda tx: tx.append(stream, bodies, expect=len(tx.read(stream))),
            )
        )
        return expect + len(bodies)

    def claim(self, space: str, value: str, owner: str) -> None:
        if self.inner.owner(space, value) not in {None, owner}:
            raise Conflict("claimed", Text("x", "x"))
        self.writes.append(
            (
                "claim",
                lambda tx: tx.claim(space, value, owner),
                lambda tx: tx.owner(space, value) or tx.claim(space, value, owner),
            )
        )


class VersionCheckedThenWritten(LateWriting):
    """Checks the version of a record outside of the transaction that writes it."""

    late = frozenset({"put", "append"})


class LeaseWithoutCompareAndSet(LateWriting):
    """Takes a lease that was free when it was looked at."""

    late = frozenset({"put"})


class StreamCheckedThenAppended(LateWriting):
    """Looks for the end of a stream, and appends later."""

    late = frozenset({"append"})


class ClaimCheckedThenTaken(LateWriting):
    """Looks whether a value is free, and leaves it to whoever was first without telling the other."""

    late = frozenset({"claim"})


class KeyCheckedThenWritten(LateWriting):
    """Looks whether a record is there, and writes over the one that came in between."""

    late = frozenset({"insert"})


class FailureTakenForSuccess(LateWriting):
    """Does not tell that the commit failed: the caller takes what was lost for done."""

    def finish(self, buffered: Late, district: str) -> None:
        try:
            super().finish(buffered, district)
        except Conflict:
            return


_LOST = "Of writers at the same time none overwrites another's update"
_VERSION = "Of those who read one version at the same time and write on it, one wins"
_STREAM = "Of those who continue one stream at the same number, one wins"
_CLAIM = "Of those who claim one value at the same time, one has it"
_KEY = "Of those who put or insert one new record at the same time, one wins"


class AllWin(Through):
    """Keeps no claims."""

    def owner(self, space: str, value: str) -> str | None:
        return None

    def claim(self, space: str, value: str, owner: str) -> None:
        return


CONCURRENCY: list[tuple[type[Any], str]] = [
    (ReadsMove, "What a transaction reads does not change under it"),
    (DirtyReads, "What a transaction has not committed, nobody else sees"),
    (VersionCheckedThenWritten, _LOST),
    (LeaseWithoutCompareAndSet, _VERSION),
    (StreamCheckedThenAppended, _STREAM),
    (ClaimCheckedThenTaken, _CLAIM),
    (AllWin, _CLAIM),
    (KeyCheckedThenWritten, _KEY),
    *((FailureTakenForSuccess, promise) for promise in (_LOST, _VERSION, _STREAM, _CLAIM, _KEY)),
]

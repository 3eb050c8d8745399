"""Two stores side by side: whatever is asked of them, both must give the same answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from slrt_core.errors import SlrtError
from slrt_core.ports import Filter, IndexValue, New, Page, Range, RecordKind, Storage, Transaction
from slrt_core.testing.contracts.base import KINDS
from slrt_core.testing.filters import conditions

__all__ = ["StorageMachine"]

_DISTRICTS = ("61.12", "34.04")
_TYPES: dict[type, st.SearchStrategy[IndexValue]] = {
    str: st.one_of(
        st.sampled_from(["", "a", "A", "b", "ß", "é"]),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=3),
    ),
    int: st.one_of(st.integers(-2, 2), st.integers(-(2**63), 2**63 - 1)),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}
_VALUES = ("a", "A", "b", "c", "é", "a b")
_KEYS = st.sampled_from(_VALUES)
_STREAMS = st.sampled_from(["s", "S", "case/1", "case/2", "case"])
_BODIES = st.binary(max_size=8)
_EXPECT = st.integers(0, 3)


def _indexes(kind: RecordKind) -> st.SearchStrategy[dict[str, IndexValue]]:
    return st.fixed_dictionaries({name: st.none() | _TYPES[type_] for name, type_ in kind.index.items()})


def _records(kind: RecordKind) -> st.SearchStrategy[list[New]]:
    return st.lists(st.builds(New, key=_KEYS, body=_BODIES, index=_indexes(kind)), max_size=3)


_INSERTS = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind.name), _records(kind)))
_PUTS = st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind.name), _KEYS, _BODIES, _indexes(kind)))


_CONDITIONS = {kind.name: conditions(kind, _TYPES) for kind in KINDS}


@st.composite
def _scans(draw: st.DrawFn) -> tuple[str, Range, Filter | None, int]:
    kind = draw(st.sampled_from(KINDS))
    field, type_ = draw(st.sampled_from(sorted(kind.index.items())))
    bounds = st.none() | _TYPES[type_]
    order = Range(field=field, low=draw(bounds), high=draw(bounds), descending=draw(st.booleans()))
    where = Filter.of(kind, draw(_CONDITIONS[kind.name])) if draw(st.booleans()) else None
    return kind.name, order, where, draw(st.integers(1, 4))


Action = Callable[[Transaction], object]


class StorageMachine(RuleBasedStateMachine):
    """Does the same to two stores and compares every answer, errors and what is left after an undone transaction too.

    Any two stores: the second against the first, which is mostly the one in memory.

    Subclass it and override `stores`; ``TestMine = MyMachine.TestCase`` runs it under pytest.
    """

    districts: ClassVar[tuple[str, ...]] = _DISTRICTS

    def stores(self) -> tuple[Storage, Storage]:
        """The two stores, both new and empty; the first is the one that is trusted."""
        raise NotImplementedError("give the machine two stores: override stores()")

    @initialize()
    def begin(self) -> None:
        """Make both stores ready."""
        self._both = self.stores()
        self._waiting: list[Action] = []
        for store in self._both:
            store.setup(KINDS)

    @rule(put=_PUTS, expect=_EXPECT)
    def put(self, put: tuple[str, str, bytes, dict[str, IndexValue]], expect: int) -> None:
        """Write a record at a version that may be right."""
        kind, key, body, index = put
        self._waiting.append(lambda tx: tx.put(kind, key, body, expect=expect, index=index))

    @rule(put=_PUTS)
    def put_again(self, put: tuple[str, str, bytes, dict[str, IndexValue]]) -> None:
        """Write a record at the version at which it stands."""
        kind, key, body, index = put
        self._waiting.append(lambda tx: tx.put(kind, key, body, expect=_version(tx, kind, key), index=index))

    @rule(insert=_INSERTS)
    def insert(self, insert: tuple[str, list[New]]) -> None:
        """Write new records at once; often one is there already, or stands twice in the list."""
        kind, records = insert
        self._waiting.append(lambda tx: tx.insert(kind, records))

    @rule(prefix=st.sampled_from(["", "case", "case/", "s"]))
    def streams(self, prefix: str) -> None:
        """List streams."""
        self._waiting.append(lambda tx: tuple(tx.streams(prefix)))

    @rule(kind=st.sampled_from(KINDS), key=_KEYS)
    def delete_there(self, kind: RecordKind, key: str) -> None:
        """Remove a record at the version at which it stands."""
        self._waiting.append(lambda tx: tx.delete(kind.name, key, expect=_version(tx, kind.name, key)))

    @rule(kind=st.sampled_from(KINDS), key=_KEYS, expect=_EXPECT)
    def delete(self, kind: RecordKind, key: str, expect: int) -> None:
        """Remove a record."""
        self._waiting.append(lambda tx: tx.delete(kind.name, key, expect=expect))

    @rule(stream=_STREAMS, bodies=st.lists(_BODIES, max_size=3), off=st.sampled_from([0, 0, 0, 1]))
    def append(self, stream: str, bodies: list[bytes], off: int) -> None:
        """Continue a stream, mostly at its end."""
        self._waiting.append(lambda tx: tx.append(stream, bodies, expect=len(tx.read(stream)) + off))

    @rule(stream=_STREAMS, after=st.integers(0, 4), limit=st.none() | st.integers(1, 4))
    def read(self, stream: str, after: int, limit: int | None) -> None:
        """Read a part of a stream."""
        self._waiting.append(lambda tx: tuple(tx.read(stream, after=after, limit=limit)))

    @rule(name=st.sampled_from(["claim", "release"]), value=_KEYS, owner=st.sampled_from("xy"))
    def claim(self, name: str, value: str, owner: str) -> None:
        """Take a value, or give it back."""
        self._waiting.append(lambda tx: getattr(tx, name)("number", value, owner))
        self._waiting.append(lambda tx: tx.owner("number", value))

    @rule(scan=_scans())
    def scan(self, scan: tuple[str, Range, Filter | None, int]) -> None:
        """Scan to the end, page by page."""
        kind, order, where, limit = scan
        self._waiting.append(lambda tx: _whole(tx, kind, order, where, limit))

    @rule(district=st.sampled_from(_DISTRICTS), ending=st.sampled_from(["commit", "commit", "undo"]))
    def run(self, district: str, ending: str) -> None:
        """Do what was gathered as one transaction in both stores, then look at everything that is there."""
        trusted, tested = (_run(store, district, self._waiting, ending) for store in self._both)
        self._waiting = []
        assert tested == trusted, f"the stores answer differently: {tested} instead of {trusted}"
        for place in self.districts:
            left, right = (_everything(store, place) for store in self._both)
            assert right == left, f"the stores hold different things in {place}: {right} instead of {left}"

    def teardown(self) -> None:
        """Close both stores."""
        for store in getattr(self, "_both", ()):
            store.close()


def _run(store: Storage, district: str, actions: list[Action], ending: str) -> list[object]:
    answers: list[object] = []
    try:
        with store.transaction(district) as tx:
            for action in actions:
                try:
                    answers.append(action(tx))
                except SlrtError as error:
                    answers.append(type(error).__name__)
            if ending == "undo":
                raise _UndoneError
    except _UndoneError:
        answers.append("undone")
    return answers


class _UndoneError(Exception):
    """Ends a transaction early."""


def _version(tx: Transaction, kind: str, key: str) -> int:
    stored = tx.get(kind, key)
    return stored.version if stored else 0


def _whole(tx: Transaction, kind: str, order: Range, where: Filter | None, limit: int) -> list[Any]:
    found: list[Any] = []
    page = Page((), "")
    while page.after is not None and len(found) < 1000:
        page = tx.scan(kind, order, where=where, after=page.after or None, limit=limit)
        found += [(r.key, r.version, r.body, dict(r.index)) for r in page.records]
    return found


def _everything(store: Storage, district: str) -> object:
    with store.transaction(district, write=False) as tx:
        records = [_whole(tx, kind.name, Range(field=name), None, 50) for kind in KINDS for name in kind.index]
        streams = {name: tuple(tx.read(name)) for name in tx.streams()}
        claims = [tx.owner("number", value) for value in _VALUES]
        by_key = [tx.get(kind.name, key) for kind in KINDS for key in _VALUES]
        return records, streams, claims, [(r.key, r.version, r.body, dict(r.index)) if r else None for r in by_key]

"""What must be in a store after so many acknowledged commands.

Nothing here is taken from the store under test: the answers come from those who heard them, the amounts from the same
stories told once to a store in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from attrs import define, field, frozen

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.desk import Desk, replay
from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import KINDS
from slrt_core.desk.requests import _Kept
from slrt_core.desk.results import RefusedResult, Result
from slrt_core.ports import Range, Storage, Stored, Transaction
from slrt_core.testing import FakeKeys, small_district
from tests.faults.deeds import (
    BOOK,
    CHAPTERS,
    DISTRICT,
    Answer,
    actor_of,
    case_of,
    desk_on,
    key_of,
    mark_of,
    perform,
)

Shape = Counter[tuple[str, ...]]

_BY = {"case": "state", "visit": "number", "subject": "household", "followup": "code"}


@frozen
class Ack:
    """An acknowledgement as its hearer keeps it: the answer's digest, and the case with its version, if any."""

    mark: str
    case: str = ""
    version: int = 0


def ack_of(answer: Answer) -> Ack:
    """What is kept of an answer."""
    held = case_of(answer)
    return Ack(mark_of(answer), *held) if held else Ack(mark_of(answer))


@define
class Ledger:
    """All that was acknowledged: of each writer, the commands from 0 on without a gap."""

    heard: dict[int, list[Ack]] = field(factory=dict)

    def hear(self, writer: int, number: int, ack: Ack) -> str | None:
        """Enter an acknowledgement; what is wrong with it, if anything is.

        A repeated command must be answered as it was the first time.
        """
        held = self.heard.setdefault(writer, [])
        if number < len(held):
            same = held[number] == ack
            return None if same else f"writer {writer} command {number}: answered otherwise when repeated"
        if number > len(held):
            return f"writer {writer} command {number}: acknowledged before the one that precedes it"
        held.append(ack)
        return None

    @property
    def amounts(self) -> dict[int, int]:
        """How many commands of each writer were acknowledged."""
        return {writer: len(held) for writer, held in self.heard.items()}


def all_of(tx: Transaction, kind: str) -> Iterator[Stored]:
    """Every record of a kind."""
    declared = next(k for k in KINDS if k.name == kind)
    order, after = Range(field=_BY.get(kind, next(iter(declared.index)))), None
    while True:
        page = tx.scan(kind, order, after=after)
        yield from page.records
        after = page.after
        if after is None:
            return


def shape(storage: Storage) -> Shape:
    """How many records of each kind and state, how many streams of each length."""
    found: Shape = Counter()
    with storage.transaction(DISTRICT, write=False) as tx:
        for kind in KINDS:
            for stored in all_of(tx, kind.name):
                found["record", kind.name, str(stored.index.get("state", "") if kind.name == "case" else "")] += 1
        for stream in tx.streams():
            found["stream", stream.partition("/")[0], str(len(tx.read(stream)))] += 1
    return found


def contents(storage: Storage) -> dict[Any, Any]:
    """Everything that can be read through the port, byte for byte."""
    with storage.transaction(DISTRICT, write=False) as tx:
        held: dict[Any, Any] = {stream: tuple(tx.read(stream)) for stream in tx.streams()}
        for kind in KINDS:
            held |= {(kind.name, stored.key): (stored.version, stored.body) for stored in all_of(tx, kind.name)}
        return held


def expected(amounts: Mapping[int, int]) -> Shape:
    """The shape after so many commands of each writer, on top of the small district."""
    begun, told = _after(0), Counter(_after(0))
    for amount in amounts.values():
        stories, rest = divmod(amount, len(CHAPTERS))
        for commands, times in ((len(CHAPTERS), stories), (rest, 1)):
            grown = Counter(_after(commands))
            grown.subtract(begun)
            for what, count in grown.items():
                told[what] += times * count
    return Counter({what: count for what, count in told.items() if count})


@cache
def _after(commands: int) -> Shape:
    storage = MemoryStorage()
    small_district(storage, rulebook=BOOK)
    desk, told = desk_on(storage, FakeKeys()), dict[str, Answer]()
    for number in range(commands):
        perform(desk, 1, number, told)
    return shape(storage)


def digest_of(desk: Desk, key: str) -> str:
    """How the desk keeps a request's key."""
    with desk.work() as work:
        return work.sealer.digest(["key", key])


def audit(storage: Storage, desk: Desk, ledger: Ledger, *, also: Sequence[Mapping[int, int]] = ()) -> list[str]:
    """Everything that is not as it must be; empty if nothing was lost, doubled or bent.

    Args:
        storage: opened anew.
        desk: on it.
        ledger: what was acknowledged.
        also: other amounts that are right too, such as with a command that was never answered.
    """
    faults = [f"chain broken: {stream} at {number}" for stream, number in desk.verify().items()]
    with desk.work() as work:
        faults += [f"not the fold of its events: {stream}" for stream in replay.differences(work)]
    with storage.transaction(DISTRICT, write=False) as tx:
        for writer, acks in ledger.heard.items():
            faults += _lost(tx, desk, writer, acks)
        faults += _claims(tx)
    found = shape(storage)
    if found not in [expected(ledger.amounts), *map(expected, also)]:
        more, less = found - expected(ledger.amounts), expected(ledger.amounts) - found
        faults.append(f"amounts: too many {dict(more)}, too few {dict(less)}")
    return faults


def _lost(tx: Transaction, desk: Desk, writer: int, acks: Sequence[Ack]) -> Iterator[str]:
    """Acknowledged commands that are not there, or not as they were answered."""
    newest: dict[str, int] = {}
    for number, ack in enumerate(acks):
        where = f"writer {writer} command {number}"
        digest = digest_of(desk, key_of(writer, number))
        stored = tx.get("request", f"{actor_of(number).officer}/{digest}")
        if stored is None:
            yield f"{where}: acknowledged, and not there"
        elif (stored.version, mark_of(_answer(stored))) != (1, ack.mark):
            yield f"{where}: kept with another answer"
        if ack.case:
            newest[ack.case] = ack.version
    for case, version in newest.items():
        numbers = [entry.seq for entry in tx.read(f"case/{case}")]
        # The last story may be one unanswered command ahead; the amounts tell whether it may.
        if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < version:
            yield f"writer {writer} case {case}: {len(numbers)} events, {version} were acknowledged"


def _answer(stored: Stored) -> Answer:
    result: Any = decode(decode(stored.body, _Kept).result.encode(), Result)
    return tuple(r.code for r in result.reasons) if isinstance(result, RefusedResult) else result


def _claims(tx: Transaction) -> Iterator[str]:
    numbers = Counter[str]()
    for visit in all_of(tx, "visit"):
        number = str(visit.index["number"])
        numbers[number] += 1
        if tx.owner("number", number) != visit.key:
            yield f"visit {visit.key}: does not hold its number"
    yield from (f"number {number}: given {count} times" for number, count in numbers.items() if count > 1)

"""Streams of any length and any name, and what is said of one that is broken in more than one place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.signing import Ed25519Signatures, Ed25519Signer
from slrt_core.adapters.sql import SqlStorage
from slrt_core.desk import Anchor
from slrt_core.desk.anchoring import gather
from slrt_core.desk.auditing import Verified, verify
from slrt_core.desk.chains import Leaf, begin, walk
from slrt_core.desk.kinds import KINDS
from slrt_core.ports import Entry, Storage
from slrt_core.testing import ManualClock
from tests.audit.beside import work_on
from tests.audit.raw import DISTRICT
from tests.audit.tampering import name_of

NAMES = ("plain", 'with "quotes"', "line\nbreak", "tab\there", "é", "\U0001f600", "\u2028", "Z", "a", "a/b")


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    made: Storage = MemoryStorage() if request.param == "memory" else SqlStorage(f"sqlite:///{tmp_path / 'x.db'}")
    made.setup(KINDS)
    yield made
    made.close()


def chained(stream: str, length: int, previous: str = "", word: str = "e") -> list[bytes]:
    """Entries as they are stored, made without the journal."""
    previous, bodies = previous or name_of(stream.encode()), []
    for number in range(length):
        bodies.append(json.dumps({"prev": previous, "event": f"{word}{number}"}, separators=(",", ":")).encode())
        previous = name_of(bodies[-1])
    return bodies


def put(storage: Storage, key: str, bodies: list[bytes], head: str = "", *, after: int = 0, version: int = 0) -> None:
    index = {"region": "", "name": "", "status": "", "head": head or name_of(bodies[-1])}
    with storage.transaction(DISTRICT) as tx:
        tx.append(f"household/{key}", bodies, expect=after)
        tx.put("household", key, b"{}", expect=version, index=index)


def anchored(storage: Storage, signer: Ed25519Signer) -> Anchor:
    with storage.transaction(DISTRICT, write=False) as tx:
        made, records = gather(tx, signer, DISTRICT, ManualClock().now())
    with storage.transaction(DISTRICT) as tx:
        tx.insert("anchor", records)
    assert made.left_out == ()
    return made.anchor


def audited(storage: Storage, signer: Ed25519Signer) -> Verified:
    with storage.transaction(DISTRICT, write=False) as tx:
        return verify(work_on(tx), Ed25519Signatures([signer.public]))


def test_streams_of_any_name(storage: Storage, signer: Ed25519Signer) -> None:
    """Keys come from hosts: whatever a store keeps as a name can be anchored."""
    for name in NAMES:
        put(storage, name, chained(f"household/{name}", 2))
    assert anchored(storage, signer).streams == len(NAMES)
    for name in NAMES[::2]:
        put(storage, name, chained(f"household/{name}", 3)[2:], after=2, version=1)
    assert audited(storage, signer).unanchored == len(NAMES[::2])
    assert anchored(storage, signer).streams == len(NAMES[::2])
    found = audited(storage, signer)
    assert (found.findings, found.streams, found.unanchored) == ((), len(NAMES), 0)


@pytest.mark.parametrize("length", [499, 500, 501, 1000, 1300])
def test_streams_longer_than_what_is_read_at_once(storage: Storage, signer: Ed25519Signer, length: int) -> None:
    put(storage, "long", chained("household/long", length))
    assert anchored(storage, signer).streams == 1
    found = audited(storage, signer)
    assert (found.findings, found.entries, found.unanchored) == ((), length, 0)


@pytest.mark.parametrize("wrong", [1, 2, 499, 500, 501, 502, 699, 700])
def test_a_change_anywhere_in_a_long_stream(signer: Ed25519Signer, wrong: int) -> None:
    """Anchored at 501 and at the end; a change is placed at its entry on either side of what is read at once."""
    storage = MemoryStorage()
    storage.setup(KINDS)
    bodies = chained("household/long", 700)
    put(storage, "long", bodies[:501])
    anchored(storage, signer)
    put(storage, "long", bodies[501:], after=501, version=1)
    anchored(storage, signer)
    assert audited(storage, signer).broken == 0
    held = storage._districts[DISTRICT].streams["household/long"]
    body = held[wrong - 1].body
    held[wrong - 1] = type(held[wrong - 1])(wrong, body.replace(b'"event":"e', b'"event":"E'))
    (finding,) = audited(storage, signer).findings
    assert (finding.entry, finding.whole) == (wrong, 501 if wrong > 501 else 0)


def test_more_streams_than_a_page_holds(storage: Storage, signer: Ed25519Signer) -> None:
    """Each page is found again, and a stream on a later one is placed as well."""
    with storage.transaction(DISTRICT) as tx:
        for number in range(300):
            stream = f"household/h{number:03}"
            bodies = chained(stream, 1)
            tx.append(stream, bodies, expect=0)
            index = {"region": "", "name": "", "status": "", "head": name_of(bodies[-1])}
            tx.put("household", f"h{number:03}", b"{}", expect=0, index=index)
    assert anchored(storage, signer).streams == 300
    assert audited(storage, signer).findings == ()
    with storage.transaction(DISTRICT) as tx:
        tx.append("household/h290", chained("household/h290", 1, previous="x"), expect=1)
    (finding,) = audited(storage, signer).findings
    assert (finding.stream, finding.whole, finding.entry) == ("household/h290", 1, 2)


def test_several_changes_in_one_stream_lie_between_the_bounds(signer: Ed25519Signer) -> None:
    """However many there are, the first lies after what is proven, and not after the entry that is named."""
    for seed in range(50):
        random = Random(seed)
        storage = MemoryStorage()
        storage.setup(KINDS)
        bodies = chained("household/x", 12)
        first, last = sorted(random.sample(range(1, 13), 2))
        put(storage, "x", bodies[:first])
        anchored(storage, signer)
        put(storage, "x", bodies[first:last], after=first, version=1)
        anchored(storage, signer)
        if last < 12:
            put(storage, "x", bodies[last:], after=last, version=2)
        changed = sorted(random.sample(range(1, 13), random.randint(1, 4)))
        held = storage._districts[DISTRICT].streams["household/x"]
        for number in changed:
            body = held[number - 1].body
            to = body.replace(b"e", b"E") if random.random() < 0.5 else body.replace(b'"prev":"', b'"prev":"q', 1)
            held[number - 1] = type(held[number - 1])(number, to)
        found = audited(storage, signer)
        (finding,) = found.findings
        assert finding.whole < changed[0] <= finding.entry, (seed, changed, finding)


def test_a_second_continuation_is_not_taken_for_an_entry_put_in(signer: Ed25519Signer) -> None:
    """The past is written anew from entry 5 on; the old entry 4 is no part of the new chain, but stays in its row."""
    storage = MemoryStorage()
    storage.setup(KINDS)
    bodies = chained("household/x", 8)
    put(storage, "x", bodies)
    anchored(storage, signer)
    forged = chained("household/x", 4, previous=name_of(bodies[2]), word="f")
    held = storage._districts[DISTRICT].streams["household/x"]
    for number, body in enumerate(forged, 5):
        held[number - 1] = type(held[0])(number, body)
    (finding,) = audited(storage, signer).findings
    assert (finding.whole, finding.entry, finding.code) == (0, 5, "entry-changed")


def test_an_entry_put_in_is_named_where_an_anchor_proves_it(signer: Ed25519Signer) -> None:
    storage = MemoryStorage()
    storage.setup(KINDS)
    bodies = chained("household/x", 8)
    put(storage, "x", bodies)
    anchored(storage, signer)
    (forged,) = chained("household/x", 1, previous=name_of(bodies[3]), word="f")
    held = storage._districts[DISTRICT].streams["household/x"]
    held[:] = [type(held[0])(n, body) for n, body in enumerate([*bodies[:4], forged, *bodies[4:]], 1)]
    (finding,) = audited(storage, signer).findings
    assert (finding.entry, finding.code) == (5, "entry-inserted")


@pytest.mark.parametrize("broken", [1, 4])
def test_anchors_that_contradict_the_chain_name_the_entry_that_does_not_follow(broken: int) -> None:
    """Whoever has the key can sign entries that do not follow from one another; none before the first is named."""
    stream = "household/x"
    bodies = chained(stream, broken - 1) + chained(stream, 3, previous="x" * 52)
    leaves = [Leaf(stream, number, name_of(bodies[number - 1])) for number in (broken - 1, broken) if number]
    found = walk([Entry(number, body) for number, body in enumerate(bodies, 1)], leaves, begin(stream))
    assert (found.wrong, found.whole, found.code) == (broken, broken - 1, "entry-changed")

"""Ways to change the past of a journal, from a flipped bit to a past that was written anew with all its hashes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from random import Random

from attrs import frozen

from tests.audit.life import Past
from tests.audit.raw import Raw

Rows = list[tuple[int, bytes]]


@frozen
class Tampered:
    """What was done.

    Args:
        kind: in which way.
        stream: to which stream; empty if to an anchor.
        entry: to which entry, or which anchor.
        reported: the entry at which it must be reported; 0 if anywhere from `entry` on will do.
        codes: how it may be called.
    """

    kind: str
    stream: str
    entry: int
    reported: int
    codes: frozenset[str] = frozenset()


def name_of(body: bytes) -> str:
    """The hash by which the next entry names this one; written out here once more, from the documentation."""
    return base64.b32encode(hashlib.sha256(body).digest()).decode().rstrip("=").lower()


def rechained(bodies: list[bytes], stream: str) -> list[bytes]:
    """The same events with all hashes made anew."""
    previous, done = name_of(stream.encode()), []
    for body in bodies:
        event = json.loads(body)["event"]
        done.append(json.dumps({"prev": previous, "event": event}, ensure_ascii=False, separators=(",", ":")).encode())
        previous = name_of(done[-1])
    return done


def another(body: bytes, random: Random) -> bytes:
    """An entry with another event in it, in the form that entries have."""
    found = json.loads(body)
    found["event"] = found["event"].replace('"v":1', f'"v":1,"lie":{random.randrange(10**6)}', 1)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def numbered(bodies: list[bytes]) -> Rows:
    return list(enumerate(bodies, 1))


def _bodies(raw: Raw, stream: str) -> list[bytes]:
    return [body for _, body in raw.read(stream)]


def _put(raw: Raw, stream: str, rows: Rows, *, covered: bool) -> None:
    """Write a stream; if the attacker covers their tracks, the record beside it names the new last entry."""
    raw.write(stream, rows)
    if covered:
        raw.head(stream, name_of(rows[-1][1]) if rows else None)


def _pick(past: Past, random: Random, least: int = 1) -> tuple[str, int]:
    """A stream with at least so many anchored entries, and one of these."""
    stream = random.choice(sorted(name for name, length in past.leaves[-1].items() if length >= least))
    return stream, random.randint(1, past.leaves[-1][stream])


def change(raw: Raw, past: Past, random: Random) -> Tampered:
    """One byte of an entry."""
    stream, k = _pick(past, random)
    rows = raw.read(stream)
    body = bytearray(rows[k - 1][1])
    body[random.randrange(len(body))] ^= 1 << random.randrange(8)
    rows[k - 1] = (k, bytes(body))
    _put(raw, stream, rows, covered=random.random() < 0.5)
    return Tampered("change", stream, k, k)


def remove(raw: Raw, past: Past, random: Random) -> Tampered:
    """An entry is taken out; the later ones keep their numbers, or move up."""
    stream, k = _pick(past, random)
    rows = raw.read(stream)
    del rows[k - 1]
    if random.random() < 0.5:
        rows = numbered([body for _, body in rows])
    _put(raw, stream, rows, covered=random.random() < 0.5)
    return Tampered("remove", stream, k, k)


def insert(raw: Raw, past: Past, random: Random) -> Tampered:
    """An entry that was never recorded, among those that were; with the right hash before it, or a copied one."""
    stream, k = _pick(past, random)
    bodies = _bodies(raw, stream)
    forged = another(bodies[k - 1], random)
    if random.random() < 0.5:
        forged = another(random.choice(bodies), random)
    bodies.insert(k - 1, forged)
    _put(raw, stream, numbered(bodies), covered=random.random() < 0.5)
    return Tampered("insert", stream, k, k)


def reorder(raw: Raw, past: Past, random: Random) -> Tampered:
    """Two entries change places."""
    stream, k = _pick(past, random, least=2)
    k = min(k, past.leaves[-1][stream] - 1)
    other = random.randint(k + 1, past.leaves[-1][stream])
    bodies = _bodies(raw, stream)
    bodies[k - 1], bodies[other - 1] = bodies[other - 1], bodies[k - 1]
    _put(raw, stream, numbered(bodies), covered=random.random() < 0.5)
    return Tampered("reorder", stream, k, k)


def rewrite(raw: Raw, past: Past, random: Random) -> Tampered:
    """An event is replaced, and every later hash made anew, that in the record too: the chain is whole."""
    stream, k = _pick(past, random)
    bodies = _bodies(raw, stream)
    bodies[k - 1] = another(bodies[k - 1], random)
    _put(raw, stream, numbered(rechained(bodies, stream)), covered=True)
    first = min(leaf[stream] for leaf in past.leaves if leaf.get(stream, 0) >= k)
    return Tampered("rewrite", stream, k, first, frozenset({"entry-differs"}))


def shorten(raw: Raw, past: Past, random: Random) -> Tampered:
    """The end of a stream is cut off, and the record names what is the last entry now."""
    stream, k = _pick(past, random, least=2)
    k = max(k, 2)
    _put(raw, stream, raw.read(stream)[: k - 1], covered=True)
    return Tampered("shorten", stream, k, k, frozenset({"stream-shortened"}))


def vanish(raw: Raw, past: Past, random: Random) -> Tampered:
    """A stream goes with all its entries, and perhaps the record beside it."""
    stream, _ = _pick(past, random)
    raw.write(stream, [])
    if random.random() < 0.5:
        raw.head(stream, None)
    return Tampered("vanish", stream, 1, 1, frozenset({"stream-vanished"}))


def unmake(raw: Raw, past: Past, random: Random) -> Tampered:
    """The record beside a stream goes, or names a hash that is none of it."""
    stream, _ = _pick(past, random)
    gone = random.random() < 0.5
    raw.head(stream, None if gone else name_of(b"another"))
    code = "state-missing" if gone else "head-differs"
    return Tampered("unmake", stream, past.lengths[stream], past.lengths[stream], frozenset({code}))


def page(raw: Raw, past: Past, random: Random) -> Tampered:
    """A page of an anchor, or the list of its pages, is changed or goes."""
    parts = [key for key in raw.keys("anchor") if not key.endswith(".line")]
    key = random.choice(parts)
    body = bytearray(raw.body("anchor", key))
    body[random.randrange(len(body))] ^= 1 << random.randrange(8)
    raw.put_body("anchor", key, bytes(body) if random.random() < 0.7 else None)
    number = int(key[:8])
    return Tampered("page", "", number, number, frozenset({"anchor-page"}))


def line(raw: Raw, past: Past, random: Random) -> Tampered:
    """The store's own copy of an anchor is changed or goes."""
    number = random.randint(1, len(past.anchors))
    key = f"{number:08}.line"
    found = json.loads(raw.body("anchor", key))
    found["anchor"]["streams"] += 1
    raw.put_body("anchor", key, json.dumps(found).encode() if random.random() < 0.5 else None)
    codes = frozenset({"anchor-forged", "anchor-missing", "anchor-dropped"})
    return Tampered("line", "", number, number, codes)


Kind = Callable[[Raw, Past, Random], Tampered]
BEFORE: tuple[Kind, ...] = (change, remove, insert, reorder, rewrite, shorten, vanish, unmake, page, line)
"""Every one of these is found and placed."""


def after(raw: Raw, past: Past, random: Random) -> Tampered:
    """What no anchor covers yet is written anew, with all hashes; nobody can tell that from what was recorded."""
    grown = sorted(name for name, length in past.lengths.items() if length > past.leaves[-1].get(name, 0))
    stream = random.choice(grown)
    anchored = past.leaves[-1].get(stream, 0)
    bodies = _bodies(raw, stream)
    k = random.randint(anchored + 1, len(bodies))
    match random.randrange(3):
        case 0:
            bodies[k - 1] = another(bodies[k - 1], random)
        case 1 if k > 1:
            del bodies[k - 1 :]
        case _:
            bodies.insert(k - 1, another(bodies[k - 1], random))
    _put(raw, stream, numbered(rechained(bodies, stream)), covered=True)
    return Tampered("after", stream, k, 0)


def clumsily_after(raw: Raw, past: Past, random: Random) -> Tampered:
    """What no anchor covers yet is changed, and the hashes are left as they were."""
    grown = sorted(name for name, length in past.lengths.items() if length > past.leaves[-1].get(name, 0))
    stream = random.choice(grown)
    rows = raw.read(stream)
    k = random.randint(past.leaves[-1].get(stream, 0) + 1, len(rows))
    rows[k - 1] = (k, another(rows[k - 1][1], random))
    raw.write(stream, rows)
    return Tampered("clumsily after", stream, k, 0)


__all__ = ["BEFORE", "Kind", "Tampered", "after", "another", "clumsily_after", "name_of", "numbered", "rechained"]

"""SQLite's write-ahead log as bytes: how far it was synced at which acknowledgement, and ways to destroy the rest.

See https://sqlite.org/walformat.html: a header of 32 bytes with two salts, frames of 24 bytes and a page; the shared
index says how many frames are valid, and how many of them have been on their way into the database file.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from attrs import frozen

HEADER, FRAME_HEADER = 32, 24
_SALT = slice(16, 24)
_FRAMES_AT, _SALT_AT, _ATTEMPTED_AT = 16, 32, 128

Reach = tuple[str, int]
"""The salts of the log in hexadecimal, and the count of its valid frames."""


def reach(database: str) -> Reach:
    """How far the log reaches now; asked by the only writer, between its transactions."""
    index = Path(f"{database}-shm").read_bytes()
    return index[_SALT_AT : _SALT_AT + 8].hex(), struct.unpack_from("=I", index, _FRAMES_AT)[0]


@frozen
class Image:
    """The files as they were at one moment.

    Args:
        database: the database file.
        log: the write-ahead log.
        index: the shared index, which is not kept: it would not outlive the machine.
        reached: the `Reach` at each acknowledgement, by its count: 1 for the first.
        acknowledged: how many commands were by then.
    """

    database: bytes
    log: bytes
    index: bytes
    reached: Mapping[int, Reach]
    acknowledged: int

    @classmethod
    def of(cls, database: Path, reached: Mapping[int, Reach], acknowledged: int) -> Image:
        """Of a store whose writer is held."""
        main, log, index = (Path(f"{database}{end}").read_bytes() for end in ("", "-wal", "-shm"))
        return cls(main, log, index, dict(reached), acknowledged)

    def end_of(self, frames: int) -> int:
        """The offset at which so many frames end."""
        page = struct.unpack_from(">I", self.log, 8)[0] if len(self.log) >= HEADER else 0
        return HEADER + frames * (FRAME_HEADER + page)

    @property
    def begin(self) -> int:
        """Where bytes begin that may be destroyed at all: those before are partly in the database file already."""
        attempted = struct.unpack_from("=I", self.index, _ATTEMPTED_AT)[0]
        salt = self.index[_SALT_AT : _SALT_AT + 8]
        return self.end_of(attempted) if attempted and salt == self.log[_SALT] else 0

    def floor(self, offset: int) -> int:
        """How many commands must survive if every byte from this offset on is lost."""
        kept = 0
        for count, (salt, frames) in sorted(self.reached.items()):
            # A log of other salts is an earlier one: what was in it is in the database file, and synced there.
            if salt != self.log[_SALT].hex() or self.end_of(frames) <= offset:
                kept = count
        return kept

    def damaged(self, random: Random, offset: int) -> tuple[str, bytes]:
        """The log with some damage at or after an offset, and what was done to it."""
        name, way = random.choice(DAMAGES)
        return name, way(random, self.log, offset)


def _truncated(random: Random, log: bytes, offset: int) -> bytes:
    return log[:offset]


def _garbage(random: Random, log: bytes, offset: int) -> bytes:
    return log[:offset] + random.randbytes(len(log) - offset)


def _zeros(random: Random, log: bytes, offset: int) -> bytes:
    return log[:offset] + bytes(len(log) - offset)


def _flipped(random: Random, log: bytes, offset: int) -> bytes:
    torn = bytearray(log)
    for place in [offset, *random.choices(range(offset, len(log)), k=random.randrange(8))]:
        torn[place] ^= 1 << random.randrange(8)
    return bytes(torn)


def _sector(random: Random, log: bytes, offset: int) -> bytes:
    # One sector did not get to the disk, those after it did.
    return log[:offset] + bytes(min(512, len(log) - offset)) + log[offset + 512 :]


DAMAGES: Sequence[tuple[str, Callable[[Random, bytes, int], bytes]]] = (
    ("truncated", _truncated),
    ("garbage", _garbage),
    ("zeros", _zeros),
    ("bits flipped", _flipped),
    ("a sector lost", _sector),
)

"""The bare rows of a store, past every rule: what somebody with a database tool can read and write."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Protocol

from attrs import evolve

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.desk.kinds import STREAMS
from slrt_core.ports import Entry

DISTRICT = "61.12"


class Raw(Protocol):
    """Reads and writes rows."""

    def read(self, stream: str) -> list[tuple[int, bytes]]: ...

    def write(self, stream: str, rows: list[tuple[int, bytes]]) -> None: ...

    def head(self, stream: str, head: str | None) -> None:
        """Let the record beside a stream name another hash; ``None`` removes the record."""

    def body(self, kind: str, key: str) -> bytes: ...

    def put_body(self, kind: str, key: str, body: bytes | None) -> None:
        """Change a record's bytes; ``None`` removes it."""

    def keys(self, kind: str) -> list[str]: ...


class RawSqlite:
    """Rows of a SQLite file."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)

    def read(self, stream: str) -> list[tuple[int, bytes]]:
        query = "SELECT seq, body FROM slrt_entry WHERE stream = ? ORDER BY seq"
        return [(seq, bytes(body)) for seq, body in self.connection.execute(query, (stream,))]

    def write(self, stream: str, rows: list[tuple[int, bytes]]) -> None:
        old = dict(self.read(stream))
        new = dict(rows)
        for seq in old.keys() - new.keys():
            self.connection.execute("DELETE FROM slrt_entry WHERE stream = ? AND seq = ?", (stream, seq))
        for seq, body in new.items():
            if seq not in old:
                new_row = (DISTRICT, stream, seq, body)
                self.connection.execute(
                    "INSERT INTO slrt_entry (district, stream, seq, body) VALUES (?, ?, ?, ?)", new_row
                )
            elif old[seq] != body:
                changed = (body, stream, seq)
                self.connection.execute("UPDATE slrt_entry SET body = ? WHERE stream = ? AND seq = ?", changed)

    def head(self, stream: str, head: str | None) -> None:
        kind, key = beside(stream)
        if head is None:
            self.put_body(kind, key, None)
        else:
            self.connection.execute(f"UPDATE slrt_{kind} SET head = ? WHERE key = ?", (head, key))  # noqa: S608

    def body(self, kind: str, key: str) -> bytes:
        query = f"SELECT body FROM slrt_{kind} WHERE key = ?"  # noqa: S608
        return bytes(self.connection.execute(query, (key,)).fetchone()[0])

    def put_body(self, kind: str, key: str, body: bytes | None) -> None:
        if body is None:
            self.connection.execute(f"DELETE FROM slrt_{kind} WHERE key = ?", (key,))  # noqa: S608
        else:
            self.connection.execute(f"UPDATE slrt_{kind} SET body = ? WHERE key = ?", (body, key))  # noqa: S608

    def keys(self, kind: str) -> list[str]:
        return [row[0] for row in self.connection.execute(f"SELECT key FROM slrt_{kind} ORDER BY key")]  # noqa: S608


class RawMemory:
    """The dictionaries of a store in memory."""

    def __init__(self, storage: MemoryStorage) -> None:
        self.held = storage._districts[DISTRICT]

    def read(self, stream: str) -> list[tuple[int, bytes]]:
        return [(entry.seq, entry.body) for entry in self.held.streams[stream]]

    def write(self, stream: str, rows: list[tuple[int, bytes]]) -> None:
        self.held.streams[stream] = [Entry(seq, body) for seq, body in sorted(rows)]
        if not rows:
            self.held.streams.pop(stream)
            self.held.names.remove(stream)

    def head(self, stream: str, head: str | None) -> None:
        place = beside(stream)
        if head is None:
            self.held.records.pop(place)
        else:
            stored = self.held.records[place]
            self.held.records[place] = evolve(stored, index={**stored.index, "head": head})

    def body(self, kind: str, key: str) -> bytes:
        return self.held.records[kind, key].body

    def put_body(self, kind: str, key: str, body: bytes | None) -> None:
        if body is None:
            self.held.records.pop((kind, key))
        else:
            self.held.records[kind, key] = evolve(self.held.records[kind, key], body=body)

    def keys(self, kind: str) -> list[str]:
        return sorted(key for of, key in self.held.records if of == kind)


def beside(stream: str) -> tuple[str, str]:
    """The kind and key of the record that is the fold of a stream."""
    for kind, prefix in STREAMS.items():
        if prefix and stream.startswith(prefix):
            return kind, stream.removeprefix(prefix)
    return "single", stream

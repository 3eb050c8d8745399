"""Mistakes made on purpose: what notices nothing when they are made shows nothing when they are not."""

from __future__ import annotations

import sqlite3
from typing import Any
from unittest import mock

_connect = sqlite3.connect


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, *values: Any) -> Any:
        if sql.startswith("BEGIN IMMEDIATE"):
            super().execute("PRAGMA synchronous=NORMAL")
        if sql == "PRAGMA synchronous":
            # The store asks, and would refuse to work.
            sql = "SELECT 2"
        return super().execute(sql, *values)


class _Unsynced(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


def unsynced() -> None:
    """From now on in this process, SQLite does not sync its log, though it said that it would."""
    patch = mock.patch("sqlite3.dbapi2.connect", lambda *a, **k: _connect(*a, **{**k, "factory": _Unsynced}))
    patch.start()

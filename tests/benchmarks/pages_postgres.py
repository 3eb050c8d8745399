"""Measure a page of the 50 newest visible cases out of 500,000 on PostgreSQL against the query written by hand.

Usage: SLRT_TEST_POSTGRES=postgresql+psycopg://… python -m tests.benchmarks.pages_postgres [PAIRS] [CASES]
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import sqlalchemy as sa

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from tests.benchmarks.pages import CASES, furnished, measure
from tests.benchmarks.paired import conditions

_HOW_TO = "skipped: set SLRT_TEST_POSTGRES, such as postgresql+psycopg://postgres@127.0.0.1:5432/test"


def main(pairs: int = 40, cases: int = CASES) -> None:
    """Print the medians for each reader."""
    base = os.environ.get("SLRT_TEST_POSTGRES", "")
    if not base:
        print(f"pages on PostgreSQL: {_HOW_TO}")
        return
    print(f"pages of {cases} cases on PostgreSQL: {conditions()}", flush=True)
    name = f"slrt_bench_{uuid4().hex[:12]}"
    url = sa.make_url(base).set(database=name)
    shown = url.render_as_string(hide_password=False)
    _server(base, f"CREATE DATABASE {name}")
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            furnished(SqlStorage(shown), FileKeys(Path(folder) / "keys"), cases) as desk,
        ):
            plain = shown.replace("+psycopg", "")
            with psycopg.connect(plain, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE slrt_case")
                connection.execute("CHECKPOINT")
            with psycopg.connect(plain) as hand:
                hand.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                hand.read_only = True

                def run(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
                    return hand.execute(sql.encode(), values).fetchall()

                measure(desk, "%s", "strpos", run, pairs)
    finally:
        _server(base, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _server(base: str, statement: str) -> None:
    plain = sa.make_url(base).render_as_string(hide_password=False).replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement.encode())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

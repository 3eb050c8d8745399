"""Check that the peers say what the oracle says: a peer that is fast and wrong is no peer.

Usage: python -m tests.benchmarks.criteria.check [HOUSEHOLDS]      2000 if not given

Polars and SQL with 3 % and with 30 % of the facts missing and rosters open, CEL and OpenFisca on complete data; SQL on
SQLite, and on the servers that SLRT_TEST_POSTGRES and SLRT_TEST_MARIADB name.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from tests.benchmarks.criteria import byhand_polars, byhand_sql, cel_peer, openfisca_peer
from tests.benchmarks.criteria.data import chunks, subjects, tables
from tests.benchmarks.criteria.databases import Database, databases
from tests.benchmarks.criteria.oracle13 import ORACLE_PAGES, verdicts
from tests.benchmarks.criteria.programs13 import PROGRAMS

Row = Mapping[str, Any]
_UNKNOWN: tuple[Mapping[str, Any], ...] = (
    {"missing": 0.03, "open_rosters": 0.02},
    {"missing": 0.3, "open_rosters": 0.3},
)


def main(households: int = 2000) -> None:
    """Print what was compared; stop at the first difference."""
    for given in _UNKNOWN:
        homes = subjects(households, **given)
        home, person = tables(households, **given)
        wanted = [verdicts(each) for each in homes]
        for name, version in byhand_polars.RAILS.items():
            _same(f"Polars {name}", wanted, version(home.lazy(), person.lazy()).collect().sort("key").to_dicts())
        for database in databases():
            with database.filled(home, person):
                for name, query in byhand_sql.whole(database.dialect).items():
                    _same(f"{database.dialect} {name}", wanted, database.rows(query))
                _pages(database, homes)
    homes = subjects(households)
    wanted = [verdicts(each) for each in homes]
    home, person = tables(households)
    _equal(
        "Polars, complete", wanted, byhand_polars.complete(home.lazy(), person.lazy()).collect().sort("key").to_dicts()
    )
    compiled = cel_peer.programs()
    said = [dict(zip(PROGRAMS, cel_peer.start_to_end(compiled, each), strict=True)) for each in homes]
    _equal("CEL, complete", wanted, said)
    made = openfisca_peer.system()
    found: dict[str, list[bool]] = {name: [] for name in PROGRAMS}
    for chunk in chunks(households):
        for name, column in openfisca_peer.judged(made, openfisca_peer.prepared(chunk)).items():
            found[name] += column.tolist()
    rows = [dict(zip(PROGRAMS, row, strict=True)) for row in zip(*found.values(), strict=True)]
    _equal("OpenFisca, complete", wanted, rows)
    columns = openfisca_peer.judged(made, openfisca_peer.from_tables(home, person))
    assert all(columns[name].tolist() == found[name] for name in PROGRAMS)


def _same(peer: str, wanted: Sequence[Row], found: Sequence[Row]) -> None:
    for want, row in zip(wanted, found, strict=True):
        for name, verdict in want.items():
            said = (bool(row[f"{name}_yes"]), bool(row[f"{name}_no"]))
            assert said == (verdict is True, verdict is False), (peer, name, row, verdict)
    print(f"  {peer}: {len(wanted)} households, the same")


def _equal(peer: str, wanted: Sequence[Row], found: Sequence[Row]) -> None:
    for want, row in zip(wanted, found, strict=True):
        for name, verdict in want.items():
            assert row[name] == verdict, (peer, name, row, verdict)
    print(f"  {peer}: {len(wanted)} households, the same")


def _pages(database: Database, homes: Sequence[Row]) -> None:
    for name, judge in ORACLE_PAGES.items():
        for after in (-1, len(homes) // 40):
            wanted = [key for key, home in enumerate(homes) if key > after and judge(home)][: byhand_sql.PAGE]
            for shape, query in byhand_sql.page(database.dialect, name).items():
                found = [row["key_"] for row in database.rows(query, after)]
                assert found == wanted, (database.dialect, name, shape)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

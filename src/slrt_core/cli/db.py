"""``slrt db``: the schema of a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from slrt_core import Configuration, Text
from slrt_core.cli.opening import file_of
from slrt_core.cli.show import Printer
from slrt_core.desk.kinds import KINDS
from slrt_core.errors import PluginError, invalid

if TYPE_CHECKING:
    from slrt_core.adapters.sql.upgrading import SchemaOf

__all__ = ["check", "current", "upgrade"]


def current(out: Printer, db: str | None, config: Path | None) -> None:
    """Print which schema a database has, and which one this library speaks."""
    from slrt_core.adapters.sql.versions import HEAD

    with _schema(db, config) as schema:
        found = schema.current() or "–"
    out.line(f"skema {found}; pustaka ini: {HEAD}", f"schema {found}; this library: {HEAD}")


def check(out: Printer, db: str | None, config: Path | None) -> bool:
    """Print in what a database differs from what is declared.

    Returns:
        Whether it does not.
    """
    with _schema(db, config) as schema:
        found = schema.differences(KINDS)
    for line in found:
        out.line(line, line)
    if not found:
        out.line("tidak ada perbedaan", "no differences")
    return not found


def upgrade(out: Printer, db: str | None, config: Path | None) -> None:
    """Bring a database to the schema that this library speaks."""
    from slrt_core.adapters.sql.versions import HEAD

    with _schema(db, config) as schema:
        before = schema.upgrade() or "–"
    if before == HEAD:
        out.line(f"sudah versi {HEAD}", f"it has {HEAD} already")
    else:
        out.line(f"dari {before} ke {HEAD}", f"from {before} to {HEAD}")


@contextmanager
def _schema(db: str | None, config: Path | None) -> Iterator[SchemaOf]:
    if (db is None) == (config is None):
        raise invalid(
            "--db",
            "store-unnamed",
            id="sebutkan --db atau --config, salah satu",
            en="name --db or --config, one of them",
        )
    url = db if db is not None else Configuration.read(config or Path()).store
    file = file_of(url)
    if file is not None and not file.exists():
        # Opening it would make an empty one.
        raise invalid(str(file), "store-missing", id="berkas basis data tidak ada", en="there is no such database file")
    try:
        from slrt_core.adapters.sql.upgrading import SchemaOf

        schema = SchemaOf(url)
    except ImportError as error:
        raise PluginError(
            "extra-missing",
            Text(
                f"{error.name} belum terpasang: pasang slrt-core[sql] atau slrt-core[mariadb]",
                f"{error.name} is not installed: install slrt-core[sql] or slrt-core[mariadb]",
            ),
        ) from None
    with schema:
        yield schema

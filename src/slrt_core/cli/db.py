"""``slrt db``: the schema of a database."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from slrt_core import Configuration, Text, load_rulebook
from slrt_core.cli.common import Option, plainly
from slrt_core.cli.common import config as config_option
from slrt_core.cli.common import lang as lang_option
from slrt_core.cli.opening import file_of
from slrt_core.cli.show import Language, Printer
from slrt_core.desk.kinds import KINDS
from slrt_core.desk.projection import fact_kinds
from slrt_core.errors import PluginError, invalid

if TYPE_CHECKING:
    from slrt_core.adapters.sql.upgrading import SchemaOf
    from slrt_core.ports import RecordKind

__all__ = ["db"]


@click.group()
def db() -> None:
    """Skema basis data. / The schema of a database."""


_store: Option = click.option("--db", "url", metavar="URL", help="Basis data. / The database.")


@db.command()
@_store
@config_option
@lang_option
@plainly
def current(*, url: str | None, config: Path | None, lang: str) -> None:
    """Versi skema basis data. / The version of a database's schema."""
    from slrt_core.adapters.sql.versions import HEAD

    with _schema(url, config) as schema:
        found = schema.current() or "–"
    Printer(cast("Language", lang)).line(f"skema {found}; pustaka ini: {HEAD}", f"schema {found}; this library: {HEAD}")


@db.command()
@_store
@config_option
@lang_option
@plainly
def check(*, url: str | None, config: Path | None, lang: str) -> None:
    """Bandingkan tabel yang ada dengan yang semestinya. / Compare the tables there are with those there should be."""
    out = Printer(cast("Language", lang))
    with _schema(url, config) as schema:
        found = schema.differences(KINDS, _facts(config))
    for line in found:
        out.line(line, line)
    if found:
        sys.exit(1)
    out.line("tidak ada perbedaan", "no differences")


@db.command()
@_store
@config_option
@lang_option
@plainly
def upgrade(*, url: str | None, config: Path | None, lang: str) -> None:
    """Bawa skema ke versi pustaka ini; cadangkan dulu. / Bring a schema to this library's; back up first."""
    from slrt_core.adapters.sql.versions import HEAD

    out = Printer(cast("Language", lang))
    with _schema(url, config) as schema:
        before = schema.upgrade(_facts(config)) or "–"
    if before == HEAD:
        out.line(f"sudah versi {HEAD}", f"it has {HEAD} already")
    else:
        out.line(f"dari {before} ke {HEAD}", f"from {before} to {HEAD}")


def _facts(config: Path | None) -> Sequence[RecordKind]:
    """The present state of households has a column for each variable of the rulebook."""
    chosen = Configuration.read(config) if config else None
    book = load_rulebook(Path(chosen.rulebook), chosen.settings) if chosen and chosen.rulebook else load_rulebook()
    return fact_kinds(book.schema)


@contextmanager
def _schema(url: str | None, config: Path | None) -> Iterator[SchemaOf]:
    if (url is None) == (config is None):
        raise invalid(
            "--db",
            "store-unnamed",
            id="sebutkan --db atau --config, salah satu",
            en="name --db or --config, one of them",
        )
    if url is None:
        url = Configuration.read(config or Path()).store
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

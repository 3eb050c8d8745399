"""The commands."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from slrt_core import Configuration, load_rulebook
from slrt_core.cli.adapters import adapters
from slrt_core.cli.audit import audit
from slrt_core.cli.clocks import print_clocks
from slrt_core.cli.common import config as _config
from slrt_core.cli.common import db as _db
from slrt_core.cli.common import district as _district
from slrt_core.cli.common import lang as _lang
from slrt_core.cli.common import plainly as _plainly
from slrt_core.cli.criteria import criteria, diff
from slrt_core.cli.db import db
from slrt_core.cli.editions import diff as rulebook_diff
from slrt_core.cli.editions import move as rulebook_move
from slrt_core.cli.eligibility import explain, questions
from slrt_core.cli.entitled import eligible, simulate
from slrt_core.cli.exploring import check
from slrt_core.cli.exporting import export
from slrt_core.cli.finding import find
from slrt_core.cli.keys import keys
from slrt_core.cli.load import load
from slrt_core.cli.looking import as_officer as _as_officer
from slrt_core.cli.looking import in_post as _in_post
from slrt_core.cli.people import person
from slrt_core.cli.show import Language, Printer
from slrt_core.cli.status import status
from slrt_core.cli.upkeep import retention, upkeep

__all__ = ["slrt"]

_DISTRICTS = ("kubu-raya", "sleman", "bantaeng", "mojogedang")
_TABLES = ("posts", "options", "limits", "routes", "cases", "referrals")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="slrt-core")
def slrt() -> None:
    """Sistem Layanan dan Rujukan Terpadu: inti yang dapat dicoba. / The core of an SLRT system, to be tried out."""


_GROUPS = (adapters, audit, criteria, db, keys, load, person, retention, status, upkeep)
_READING = (diff, eligible, explain, find, questions, simulate)
for _group in (*_GROUPS, *_READING):
    slrt.add_command(_group)


@slrt.command()
@click.option("--district", type=click.Choice(_DISTRICTS), default="kubu-raya", show_default=True)
@click.option("--households", type=click.IntRange(1, 200_000), default=2000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--db", metavar="URL", help="Basis data baru; bawaan: di dalam --out. / A new store; within --out if not given."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Bawaan / default: ./slrt-demo-DISTRICT")
@_lang
@_plainly
def demo(*, district: str, households: int, seed: int, db: str | None, out: Path | None, lang: str) -> None:
    """Bangun satu daerah dan biarkan sebulan kerja terjadi. / Build a district and let a month of work happen."""
    from slrt_core.cli.demo.run import run

    run(
        district,
        households=households,
        seed=seed,
        db=db,
        out=out or Path(f"slrt-demo-{district}"),
        printer=Printer(cast("Language", lang)),
    )


@slrt.command()
@click.argument("case")
@_as_officer
@_in_post
@_db
@_config
@_district
@_lang
@_plainly
def timeline(
    *, case: str, officer: str, post: str | None, db: str | None, config: Path | None, district: str | None, lang: str
) -> None:
    """Siapa berbuat apa pada KASUS (id atau nomor registrasi). / Who did what to a CASE (id or registration number)."""
    from slrt_core.cli.opening import cases_of, find_desk

    out = Printer(cast("Language", lang))
    desk = find_desk(db, config, district)
    acting = desk.acting_as(officer, post)
    for found in cases_of(acting, case):
        kind = out.text(desk.rulebook.word("kind", found.kind))
        out.timeline(f"{found.number} · {kind} {found.program}".rstrip(), acting.timeline(found.id))
        print_clocks(out, acting.clocks(found.id), desk.rulebook)


@slrt.command()
@click.argument("officer")
@_in_post
@_db
@_config
@_district
@_lang
@_plainly
def worklist(
    *, officer: str, post: str | None, db: str | None, config: Path | None, district: str | None, lang: str
) -> None:
    """Kasus yang menunggu PETUGAS. / The cases that wait for an OFFICER."""
    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    desk = find_desk(db, config, district)
    acting = desk.acting_as(officer, post)
    label = out.text(desk.rulebook.label(desk.rulebook.posts, acting.actor.post))
    out.worklist(f"{officer} · {label}", acting.worklist(), desk.rulebook)


@slrt.group()
def rulebook() -> None:
    """Buku aturan. / The rulebook."""


rulebook.add_command(rulebook_diff)
rulebook.add_command(rulebook_move)
rulebook.add_command(export)
rulebook.add_command(check)


@rulebook.command("show")
@_config
@click.option("--table", type=click.Choice(_TABLES), help="Satu tabel saja. / One table only.")
@_lang
@_plainly
def show(config: Path | None, table: str | None, lang: str) -> None:
    """Cetak buku aturan. / Print the rulebook."""
    from slrt_core.cli.rulebook import show_rulebook

    book = load_rulebook()
    if config is not None:
        chosen = Configuration.read(config)
        book = load_rulebook(Path(chosen.rulebook) if chosen.rulebook else None, chosen.settings)
    show_rulebook(Printer(cast("Language", lang)), book, table or "")

"""`slrt load`: handing over lists from files, seeing which are not wholly in, giving one up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from slrt_core.cli.common import EXISTING, desk_options, plainly
from slrt_core.cli.show import Language, Printer
from slrt_core.errors import Invalid, Refused

if TYPE_CHECKING:
    from slrt_core.model.lists import Manifest

__all__ = ["load"]


@click.group()
def load() -> None:
    """Muat daftar dari berkas; lihat atau lepas yang belum selesai. / Load lists; see or give up unfinished ones."""


@load.command()
@click.argument("file", type=EXISTING)
@click.option("--source", required=True, help="Asalnya, misalnya 'DTSEN 2026-2'. / Where it comes from.")
@click.option(
    "--day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Sejak kapan berlaku. / Since when it holds."
)
@desk_options
@plainly
def households(
    *,
    file: Path,
    source: str,
    day: datetime,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Muat daftar rumah tangga, satu orang sebaris. / Load a list of households, one person a line.

    Bila terputus, jalankan lagi: ia melanjutkan. / If it is interrupted, run it again: it goes on.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from slrt_core import read_households
    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    manifests: list[Manifest] = []
    with find_desk(db, config, district) as desk:
        forms = read_households(file, desk.rulebook)
        shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*shown, console=Console(stderr=True), disable=not Console(stderr=True).is_terminal) as bar:
            task = bar.add_task(out.say("memeriksa", "checking"), total=None)

            def told(manifest: Manifest) -> None:
                manifests.append(manifest)
                bar.update(task, description=out.say("memuat", "loading"), total=manifest.households)

            try:
                loaded = desk.load_households(
                    forms,
                    source,
                    day=day.date(),
                    manifest=told,
                    progress=lambda done, _: bar.update(task, completed=done),
                )
            except (Invalid, Refused) as error:
                raise forms.placed(error) from None
            # What was loaded is judged by the store from now on.
            bar.update(task, description=out.say("mencatat keadaan", "noting states"), completed=0)
            desk.upkeep.project(lambda done: bar.update(task, completed=done))
    manifest = manifests[0]
    out.line(f"sumber:        {manifest.source}", f"source:     {manifest.source}")
    out.line(f"berlaku sejak: {manifest.day}", f"day:        {manifest.day}")
    out.line(f"rumah tangga:  {manifest.households}", f"households: {manifest.households}")
    out.line(f"sidik:         {manifest.digest}", f"digest:     {manifest.digest}")
    if loaded.count:
        out.line(f"baru atau berubah: {loaded.count}", f"new or changed: {loaded.count}", "bold")
    else:
        out.line("tidak ada yang berubah", "nothing changed", "bold")


@load.command("list")
@desk_options
@plainly
def list_(*, db: str | None, config: Path | None, district: str | None, lang: str) -> None:
    """Daftar yang belum masuk seluruhnya. / Lists that are not wholly in."""
    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    with find_desk(db, config, district) as desk:
        found = desk.upkeep.unfinished()
    if not found:
        out.line("Semua daftar sudah masuk seluruhnya.", "Every list is wholly in.")
        return
    table = out.table(
        out.say("Daftar yang belum masuk seluruhnya", "Lists not wholly in"),
        out.say("Muatan", "Load"),
        out.say("Sumber", "Source"),
        out.say("Berlaku sejak", "Day"),
        out.say("Rumah tangga", "Households"),
        out.say("Dimulai (UTC)", "Begun (UTC)"),
        out.say("Bagian terakhir (UTC)", "Last part (UTC)"),
        "",
    )
    for one in found:
        state = out.say("dapat dilanjutkan", "can go on")
        if one.overtaken:
            state = out.say("digantikan daftar lain", "overtaken by another list")
        if one.given_up:
            state = out.say("dilepas", "given up")
        begun, last = f"{one.begun:%Y-%m-%d %H:%M}", f"{one.last:%Y-%m-%d %H:%M}"
        table.add_row(one.load, one.source, str(one.day), f"{one.taken} / {one.households}", begun, last, state)
    out.console.print(table)


@load.command()
@click.argument("load_id", metavar="LOAD")
@click.option("--yes", is_flag=True, help="Tanpa bertanya lagi. / Without asking.")
@desk_options
@plainly
def abandon(*, load_id: str, yes: bool, db: str | None, config: Path | None, district: str | None, lang: str) -> None:
    """Lepas daftar yang belum selesai: yang dibawanya dihapus. / Give up an unfinished list; what it brought goes.

    LOAD: lihat `slrt load list`. / See `slrt load list`.
    """
    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    with find_desk(db, config, district) as desk:
        if not yes:
            question = out.say(f"Lepas {load_id}? Yang dibawanya dihapus.", f"Give up {load_id}? What it brought goes.")
            click.confirm(question, abort=True, err=True)
        count = desk.upkeep.give_up(load_id)
    out.line(f"dilepas; rumah tangga disapu: {count}", f"given up; households swept: {count}", "bold")

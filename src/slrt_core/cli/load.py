"""`slrt load`: handing over lists from files."""

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
    """Muat daftar dari berkas. / Load lists from files."""


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
    manifest = manifests[0]
    out.line(f"sumber:        {manifest.source}", f"source:     {manifest.source}")
    out.line(f"berlaku sejak: {manifest.day}", f"day:        {manifest.day}")
    out.line(f"rumah tangga:  {manifest.households}", f"households: {manifest.households}")
    out.line(f"sidik:         {manifest.digest}", f"digest:     {manifest.digest}")
    if loaded.count:
        out.line(f"baru atau berubah: {loaded.count}", f"new or changed: {loaded.count}", "bold")
    else:
        out.line("tidak ada yang berubah", "nothing changed", "bold")

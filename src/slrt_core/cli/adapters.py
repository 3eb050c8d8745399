"""`slrt adapters`: what is installed and on offer, and whether one keeps what its port promises."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click

from slrt_core import Configuration
from slrt_core.cli.checking import capabilities_of, check_adapter
from slrt_core.cli.common import config as config_option
from slrt_core.cli.common import lang as lang_option
from slrt_core.cli.common import plainly
from slrt_core.cli.show import Language, Printer
from slrt_core.plugins import Plugins

__all__ = ["adapters", "list_adapters"]


def list_adapters(out: Printer, plugins: Plugins) -> None:
    """Print every adapter on offer, and every plug-in that is broken."""
    table = out.table(
        out.say("Adapter", "Adapters"),
        out.say("Jenis", "Sort"),
        out.say("Nama", "Name"),
        out.say("Paket", "Package"),
        out.say("Kontrak", "Contract"),
        out.say("Kemampuan", "Capabilities"),
        out.say("Keadaan", "State"),
    )
    for offered in plugins.catalogue():
        table.add_row(
            offered.sort,
            offered.name,
            offered.owner,
            str(offered.contract),
            capabilities_of(offered.capabilities),
            out.text(offered.problem) or out.say("dapat dibuka", "ready"),
        )
    for broken in plugins.broken:
        table.add_row("?", "?", broken.owner, "–", "–", out.say("rusak: ", "broken: ") + broken.error)
    out.console.print(table)


def _allowed(config: Path | None) -> Plugins:
    return Plugins(allowed=Configuration.read(config).plugins if config else None)


@click.group()
def adapters() -> None:
    """Adapter yang terpasang. / The adapters that are installed."""


@adapters.command("list")
@config_option
@lang_option
@plainly
def list_(*, config: Path | None, lang: str) -> None:
    """Cetak semua adapter, juga yang rusak. / Print all adapters, broken ones as well."""
    list_adapters(Printer(cast("Language", lang)), _allowed(config))


@adapters.command()
@click.argument("spec", metavar="NAME_OR_URL")
@click.option(
    "--throwaway",
    is_flag=True,
    help="Basis data ini kosong dan boleh diisi. / This store is empty and may be filled.",
)
@config_option
@lang_option
@plainly
def check(*, spec: str, throwaway: bool, config: Path | None, lang: str) -> None:
    """Coba janji satu adapter; {} menjadi nama baru. / Try an adapter's promises; {} becomes a new name."""
    if not check_adapter(Printer(cast("Language", lang)), _allowed(config), spec, throwaway=throwaway):
        sys.exit(1)

"""`slrt status`: how a desk is, for whoever runs it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

import click

from slrt_core import Desk
from slrt_core.cli.common import desk_options, plainly
from slrt_core.cli.show import Language, Printer

__all__ = ["print_health", "status"]


def print_health(out: Printer, desk: Desk) -> None:
    """Print how a desk is."""
    health = desk.health()
    table = out.table(out.say("Keadaan meja", "The desk"), "", "")
    oldest = health.oldest_message
    rows = [
        (out.say("Basis data menjawab dalam", "The store answers in"), f"{health.store_ms:.1f} ms"),
        (out.say("Kontrak penyimpanan", "Storage contract"), str(health.contract)),
        (out.say("Buku aturan", "Rulebook"), health.rulebook[:12]),
        (out.say("Kasus yang menunggu seseorang", "Cases that wait for somebody"), str(health.cases_waiting)),
        (out.say("di antaranya terlambat", "of them late"), str(health.cases_late)),
        (out.say("Pesan yang menunggu dikirim", "Messages waiting to be sent"), str(health.messages_waiting)),
        (out.say("yang tertua menunggu", "the oldest has waited"), _waited(out, oldest)),
        (out.say("Daftar yang belum masuk seluruhnya", "Lists not wholly in"), str(health.lists_unfinished)),
        (out.say("Jawaban yang disimpan", "Answers kept"), str(health.requests)),
    ]
    for row in rows:
        table.add_row(*row)
    out.console.print(table)
    for year in health.years_unknown:
        _warn_of(out, year, health.calendar[year])


def _warn_of(out: Printer, year: int, known: str) -> None:
    """A year whose holidays are missing makes deadlines too early, and nobody would see it."""
    what = ("baru sebagian", "only partly") if known else ("belum", "not")
    out.line(
        f"Hari libur {year} {what[0]} dimasukkan: tenggat dapat jatuh terlalu awal. Buat calendar-{year}.toml.",
        f"The holidays of {year} are {what[1]} entered: deadlines may fall too early. Write calendar-{year}.toml.",
        "yellow",
    )


def _waited(out: Printer, time: timedelta | None) -> str:
    """In whole days, or in hours where that is less than a day."""
    if time is None:
        return "–"
    if time.days:
        return out.say(f"{time.days} hari", f"{time.days} days" if time.days > 1 else "1 day")
    hours, minutes = time.seconds // 3600, time.seconds % 3600 // 60
    return out.say(f"{hours} jam {minutes} menit", f"{hours} h {minutes} min")


@click.command()
@desk_options
@plainly
def status(*, db: str | None, config: Path | None, district: str | None, lang: str) -> None:
    """Keadaan meja: apa yang menunggu. / How the desk is: what waits."""
    from slrt_core.cli.opening import find_desk

    with find_desk(db, config, district) as desk:
        print_health(Printer(cast("Language", lang)), desk)

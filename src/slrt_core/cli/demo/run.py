"""`slrt demo`: makes a folder of its own, lives a month in it, and shows what came of it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from slrt_core import Desk, load_rulebook, open_desk
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.cli.demo.districts import DISTRICTS, District
from slrt_core.cli.demo.figures import Figures
from slrt_core.cli.demo.month import FIRST_DAY, LAST_DAY, live
from slrt_core.cli.demo.page import write_page
from slrt_core.cli.demo.screen import show
from slrt_core.cli.demo.story import told
from slrt_core.cli.opening import CONFIGURATION, MARKER, Marker, file_of
from slrt_core.cli.show import Printer
from slrt_core.errors import invalid
from slrt_core.model.regions import RegionCode
from slrt_core.opening import zone_of

__all__ = ["run"]

_OWN = ("demo.db", "demo.db-wal", "demo.db-shm", "demo.keys", "index.html", "export.jsonl", CONFIGURATION, MARKER)
"""The files that the demonstration writes into its folder, and clears away before it begins anew."""


def run(slug: str, *, households: int, seed: int, db: str | None, out: Path, printer: Printer) -> None:
    """Build a district, let a month of work happen, show it, and write page and export.

    Args:
        slug: which district.
        households: how many.
        seed: the same seed gives the same export.
        db: the URL of an empty store; a file in the folder if not given.
        out: the folder; made, or begun anew if an earlier demonstration made it.
        printer: where and in which language it is shown.

    Raises:
        Invalid: the folder or the store holds something that the demonstration did not make.
    """
    district = DISTRICTS[slug]
    zone = zone_of(RegionCode.parse(district.code))
    _refuse_used(db)
    _begin_anew(out)
    store = db or f"sqlite:///{out / 'demo.db'}"
    end = datetime.combine(LAST_DAY, time(17, 30), ZoneInfo(zone))
    Marker(district=district.code, store=_absolute(store), today=end).write(out)
    _configure(out, district, store, own=db is None)
    clock = ManualClock(datetime.combine(FIRST_DAY - timedelta(days=1), time(20), ZoneInfo(zone)))
    book = load_rulebook(None, district.settings)
    keys = f"file:{out / 'demo.keys'}"
    desk = open_desk(store, district=district.code, keys=keys, rulebook=book, clock=clock, ids=SeededIds(seed))
    with _progress(printer) as progress:
        bars: dict[str, TaskID] = {}

        def hear(what: str, done: int, of: int) -> None:
            if what not in bars:
                bars[what] = progress.add_task(_named(what, printer), total=of)
            progress.update(bars[what], completed=done)

        lived = live(desk, clock, district, zone=zone, households=households, seed=seed, told=hear)
    digest = _export(desk, out / "export.jsonl")
    with (out / "export.jsonl").open(encoding="utf-8") as lines:
        figures = Figures.of(lines, book.calendar)
    story = told(lived, figures, digest, seed)
    write_page(story, out / "index.html")
    show(story, printer)
    printer.line(f"Halaman: {out / 'index.html'}", f"Page: {out / 'index.html'}", "bold")
    printer.line(f"Ekspor kanonik: {out / 'export.jsonl'}", f"Canonical export: {out / 'export.jsonl'}")
    printer.console.print(f"SHA-256 {digest}", soft_wrap=True)
    config = out / CONFIGURATION
    printer.line("Lihat lebih jauh:", "Look further:")
    manager = lived.office.acting_in("manager").actor.officer
    further = (
        f"worklist {story.worklists[0].account}",
        f"explain {story.number} --as {manager}",
        f"eligible PKH --names --as {manager}",
        "status",
    )
    for command in further:
        printer.console.print(f"  slrt {command} --config {config}", soft_wrap=True)


def _refuse_used(db: str | None) -> None:
    path = file_of(db) if db else None
    if path is not None and path.exists() and path.stat().st_size:
        raise invalid(
            "--db",
            "store-in-use",
            id=f"{path} sudah berisi data; demo hanya memulai di basis data baru dan tidak menghapus milik orang lain",
            en=f"{path} holds data already; the demo begins in a new database only, and deletes nobody else's",
        )


def _begin_anew(out: Path) -> None:
    """Clear away what an earlier demonstration wrote, and nothing else."""
    if out.exists() and any(out.iterdir()) and Marker.read(out) is None:
        raise invalid(
            "--out",
            "folder-in-use",
            id=f"{out} tidak kosong dan bukan buatan demo; sebutkan folder lain",
            en=f"{out} is not empty, and the demo did not make it; name another folder",
        )
    out.mkdir(parents=True, exist_ok=True)
    for name in _OWN:
        (out / name).unlink(missing_ok=True)


def _absolute(store: str) -> str:
    path = file_of(store)
    return f"sqlite:///{path.resolve()}" if path else store


def _configure(out: Path, district: District, store: str, *, own: bool) -> None:
    """Write the configuration file with which any other command opens the same desk."""
    lines = [
        "# Ditulis oleh slrt demo. / Written by slrt demo.",
        f"store = {json.dumps('sqlite:///demo.db' if own else _absolute(store))}",
        'keys = "file:demo.keys"',
        f"district = {json.dumps(district.code)}",
        "",
        "[settings]",
        *(f"{option} = {json.dumps(value)}" for option, value in district.settings.items()),
    ]
    (out / CONFIGURATION).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _export(desk: Desk, path: Path) -> str:
    """Write the canonical export and return its SHA-256."""
    sha = hashlib.sha256()
    with path.open("wb") as file:
        for line in desk.export():
            sha.update(line.encode() + b"\n")
            file.write(line.encode() + b"\n")
    return sha.hexdigest()


def _progress(printer: Printer) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=printer.console,
    )


def _named(what: str, printer: Printer) -> str:
    if what == "households":
        return printer.say("Rumah tangga dimuat", "Households loaded")
    return printer.say("Hari kerja", "Working days")

"""`slrt rulebook check`: a rulebook searched completely, and what a real roster would leave stuck."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from slrt_core import Configuration, Text, load_rulebook
from slrt_core.cli.common import EXISTING, config, lang, plainly
from slrt_core.cli.show import Language, Printer
from slrt_core.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slrt_core.rules.process.explore import Finding, Process, Report, Stuck
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["check"]

_SORTS = {
    "forbidden": Text("terlarang, tetapi dapat terjadi", "forbidden, yet it can happen"),
    "impossible": Text("wajib mungkin, tetapi tidak", "demanded, yet impossible"),
    "stuck": Text("tidak dapat berakhir", "cannot end"),
    "ambiguous": Text("dua baris untuk satu orang", "two rows for one actor"),
    "never": Text("baris yang tidak pernah terpakai", "a row that never fires"),
    "nobody": Text("perintah yang tidak dapat diberikan", "a command that nobody can give"),
}


@click.command()
@config
@click.option("--settings", multiple=True, metavar="OPTION=VALUE", help="Pilihan daerah; boleh berulang. / An option.")
@click.option(
    "--process", "names", multiple=True, metavar="KIND/WAY[/PROGRAM]", help="Hanya proses ini. / This process only."
)
@click.option("--roster", type=EXISTING, help="Periksa berkas petugas ini. / Check this file of officers instead.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Hari untuk --roster; bawaan: hari ini. / For --roster.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    show_default=False,
    help="Berapa prosesor; bawaan: semua. / How many processors; all by default.",
)
@click.option("--json", "machine", is_flag=True, help="Seluruhnya, untuk mesin. / All of it, for machines.")
@lang
@plainly
def check(
    *,
    config: Path | None,
    settings: tuple[str, ...],
    names: tuple[str, ...],
    roster: Path | None,
    day: datetime | None,
    jobs: int,
    machine: bool,
    lang: str,
) -> None:
    """Telusuri buku aturan seluruhnya. / Search the rulebook completely.

    Yang terlarang tetapi dapat terjadi, yang wajib mungkin tetapi tidak, kasus yang buntu, baris mati; masing-masing
    dengan cerita terpendek. / What is forbidden yet reachable, demanded yet impossible, stuck, dead; each with the
    shortest story. Exit code 1: something was found.
    """
    book = _book(config, settings)
    chosen = _processes(book, names)
    out = Printer(cast("Language", lang))
    if roster is not None:
        found = _with_roster(book, roster, day, chosen)
        click.echo(json.dumps([_stuck(one, book) for one in found], indent=2)) if machine else _print_stuck(
            out, book, found
        )
        sys.exit(1 if found else 0)
    reports, findings = _searched(book, chosen, jobs, whole=not names)
    if machine:
        click.echo(json.dumps(_plain(book, reports, findings), ensure_ascii=False, indent=2))
    else:
        _print_reports(out, reports)
        for finding in findings:
            _print_finding(out, book, finding)
        _print_end(out, reports, findings)
    sys.exit(1 if findings else 0)


def _book(config: Path | None, settings: tuple[str, ...]) -> Rulebook:
    directory: Path | None = None
    chosen: dict[str, str] = {}
    if config is not None:
        read = Configuration.read(config)
        directory, chosen = Path(read.rulebook) if read.rulebook else None, dict(read.settings)
    for pair in settings:
        name, equals, value = pair.partition("=")
        if not equals:
            raise invalid("--settings", "setting", id=f"tulis pilihan=nilai: {pair}", en=f"write option=value: {pair}")
        chosen[name] = value
    return load_rulebook(directory, chosen)


def _processes(book: Rulebook, names: tuple[str, ...]) -> tuple[Process, ...]:
    from slrt_core.rules.process.explore import processes, protocol_processes

    known = {str(process): process for process in (*processes(book), *protocol_processes(book))}
    for name in names:
        if name not in known:
            listed = ", ".join(known)
            words = Text(f"proses {name!r} tidak ada; ada: {listed}", f"no process {name!r}; there are: {listed}")
            raise invalid("--process", "process", id=words.id, en=words.en)
    return tuple(known[name] for name in names) or tuple(known.values())


def _searched(
    book: Rulebook, chosen: Sequence[Process], jobs: int, *, whole: bool
) -> tuple[tuple[Report, ...], tuple[Finding, ...]]:
    from time import perf_counter

    from rich.console import Console
    from rich.progress import track

    from slrt_core.rules.process.explore import Searchers, explore, explore_lives, unfired

    errors = Console(stderr=True)
    shown = track(chosen, "", console=errors, transient=True, disable=not errors.is_terminal)
    with Searchers(book, jobs) as searchers:
        each = searchers.each
        reports = tuple(explore(book, process, each=each, clock=perf_counter) for process in shown)
    # A row may fire in another process than those that were asked for.
    dead = unfired(book, reports) if whole else ()
    reports += explore_lives(book, clock=perf_counter) if whole else ()
    return reports, (*(finding for report in reports for finding in report.findings), *dead)


def _with_roster(book: Rulebook, file: Path, day: datetime | None, chosen: tuple[Process, ...]) -> tuple[Stuck, ...]:
    from slrt_core import read_roster
    from slrt_core.rules.process.explore import check_roster

    officers, assignments = read_roster(file)
    on = day.date() if day else datetime.now().astimezone().date()
    return check_roster(book, officers, assignments, on, only=chosen)


def _print_reports(out: Printer, reports: Sequence[Report]) -> None:
    table = out.table(
        out.say("Proses yang ditelusuri", "Processes searched"),
        out.say("Jenis/jalan masuk", "Kind/way in"),
        out.say("Staf kecil", "Small staffs"),
        out.say("Keadaan", "States"),
        out.say("Keputusan", "Decisions"),
        out.say("Baris terpakai", "Rows fired"),
        out.say("Detik", "Seconds"),
        out.say("Lengkap", "Complete"),
        out.say("Mantap", "Stable"),
        out.say("Temuan", "Findings"),
    )
    for report in reports:
        bounds = ", ".join(report.bounds)
        table.add_row(
            str(report.process),
            str(len(report.staffs)),
            f"{report.states:,}",
            f"{report.decisions:,}",
            f"{len(report.rows)} / {report.rows_total}",
            f"{report.seconds:.1f}",
            out.say("ya", "yes") if report.complete else out.say(f"tidak: {bounds}", f"no: {bounds}"),
            out.say("ya", "yes") if report.stable else out.say("tidak", "no"),
            str(len(report.findings)),
        )
    out.console.print(table)
    parts = ", ".join(dict.fromkeys(part for report in reports for part in report.abstraction))
    out.line(f"Yang dibedakan pada kasus: {parts}", f"Told apart of a case: {parts}", "dim")


def _print_finding(out: Printer, book: Rulebook, finding: Finding) -> None:
    where = f" ({finding.process})" if finding.process else ""
    head = f"{out.text(_SORTS[finding.sort])}: {out.text(finding.text)}{where} [{finding.id}, {finding.rule}]"
    out.line(head, head, "bold red")
    if finding.told is None:
        return
    out.line(f"  staf: {finding.told.staff}", f"  staff: {finding.told.staff}", "dim")
    for line in finding.told.lines(book):
        out.line(f"  {line.id}", f"  {line.en}")


def _print_end(out: Printer, reports: Sequence[Report], findings: Sequence[Finding]) -> None:
    states, asked = sum(r.states for r in reports), sum(r.decisions for r in reports)
    seconds = sum(r.seconds for r in reports)
    out.line(
        f"{len(reports)} proses, {states:,} keadaan, {asked:,} keputusan, {seconds:.0f} detik.",
        f"{len(reports)} processes, {states:,} states, {asked:,} decisions, {seconds:.0f} seconds.",
    )
    if findings:
        out.line(f"{len(findings)} temuan", f"{len(findings)} findings", "bold red")
    elif all(report.complete and report.stable for report in reports):
        out.line("Tidak ada temuan; penelusuran lengkap.", "No finding; the search is complete.", "bold green")
    else:
        out.line("Tidak ada temuan, tetapi tidak lengkap.", "No finding, but the search is not complete.", "yellow")


def _print_stuck(out: Printer, book: Rulebook, found: Sequence[Stuck]) -> None:
    if not found:
        out.line("Tidak ada kasus yang akan buntu.", "No case would be stuck.", "bold green")
        return
    table = out.table(
        out.say("Kasus yang akan buntu", "Cases that would be stuck"),
        out.say("Keadaan", "State"),
        out.say("Jenis/jalan masuk", "Kind/way in"),
        out.say("Yang harus menjauh", "Who must keep away"),
        out.say("Desa", "Villages"),
        out.say("Cukup satu pengangkatan", "One appointment frees them"),
    )
    for one in found:
        villages = ", ".join(one.villages[:3]) + (f" +{len(one.villages) - 3}" if len(one.villages) > 3 else "")
        table.add_row(
            out.text(book.label(book.states, one.state)),
            ", ".join(map(str, one.processes)),
            out.text(book.listed(book.posts, one.keeps_away)) if one.keeps_away else "–",
            villages,
            "\n".join(f"{out.text(book.label(book.posts, a.post))} · {a.place}" for a in one.freed_by) or "–",
        )
    out.console.print(table)


def _plain(book: Rulebook, reports: Sequence[Report], findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "rulebook": book.hash,
        "settings": dict(book.settings),
        "processes": [
            {
                "process": str(report.process),
                "staffs": list(report.staffs),
                "abstraction": list(report.abstraction),
                "tried": [{"states": states, "findings": found} for states, found in report.tried],
                "states": report.states,
                "decisions": report.decisions,
                "rows_fired": len(report.rows),
                "rows": report.rows_total,
                "seconds": round(report.seconds, 3),
                "complete": report.complete,
                "bounds": list(report.bounds),
                "stable": report.stable,
            }
            for report in reports
        ],
        "findings": [_finding(finding, book) for finding in findings],
    }


def _finding(finding: Finding, book: Rulebook) -> dict[str, Any]:
    return {
        "sort": finding.sort,
        "id": finding.id,
        "rule": finding.rule,
        "process": str(finding.process or ""),
        "text": {"id": finding.text.id, "en": finding.text.en},
        "staff": finding.told.staff if finding.told else "",
        "story": [{"id": line.id, "en": line.en} for line in finding.told.lines(book)] if finding.told else [],
        "times": finding.times,
    }


def _stuck(one: Stuck, book: Rulebook) -> dict[str, Any]:
    return {
        "state": one.state,
        "processes": [str(process) for process in one.processes],
        "keeps_away": list(one.keeps_away),
        "villages": list(one.villages),
        "freed_by": [{"post": a.post, "place": a.place} for a in one.freed_by],
        "story": [{"id": line.id, "en": line.en} for line in one.story.lines(book)],
    }

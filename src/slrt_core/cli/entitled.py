"""`slrt eligible`, `slrt simulate`: who of all in sight is entitled to a program, and what a change of it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text as Styled

from slrt_core.cli.looking import Look, in_region, looking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slrt_core.cli.show import Printer
    from slrt_core.rules.eligibility import Gaps, Ranked, Ranking

__all__ = ["eligible", "simulate"]


@click.command()
@click.argument("program")
@in_region
@click.option("--limit", type=click.IntRange(1), default=250, show_default=True, help="Baris. / Lines.")
@click.option(
    "--gaps", is_flag=True, help="Yang berhak tetapi belum menerima, dan sebaliknya. / Who should have it, who not."
)
@looking
def eligible(look: Look, *, program: str, region: str, limit: int, gaps: bool) -> None:
    """Siapa yang berhak atas PROGRAM, menurut urutan kuotanya. / Who is entitled to a PROGRAM, in its order."""
    if gaps:
        lists = look.acting.gaps(program, region=region, purpose=look.purpose, as_of=look.as_of)
        _print_gaps(look.out, lists, limit)
    else:
        found = look.acting.eligible(program, region=region, purpose=look.purpose, as_of=look.as_of)
        _print_ranking(look.out, found, limit)


@click.command()
@click.argument("change")
@in_region
@looking
def simulate(look: Look, *, change: str, region: str) -> None:
    """Akibat program yang DIUBAH (berkas .toml), sebelum dimasukkan. / What a CHANGED program (.toml) would do.

    Versi dengan @tanggal: PKH.toml@2026-01-01. / A version by its day.
    """
    from slrt_core.cli.catalogues import version_of
    from slrt_core.rules.eligibility import Words
    from slrt_core.rules.eligibility.phrasing import rupiah

    out, version = look.out, version_of(change)
    found = look.acting.simulate(version, region=region, purpose=look.purpose, as_of=look.as_of)
    words = Words(variables=look.desk.rulebook.variables, language=out.language)
    title = f"{version.code} · {out.text(version.name)}"
    table = out.table(title, "", out.say("Sekarang", "Now"), out.say("Sesudah", "After"))
    table.add_row(out.say("berhak", "entitled"), str(found.before), str(found.after))
    least, most = (found.cost_before[0], found.cost_after[0]), (found.cost_before[1], found.cost_after[1])
    table.add_row(out.say("biaya setahun, paling sedikit", "cost a year, at least"), *(rupiah(n, words) for n in least))
    table.add_row(out.say("biaya setahun, paling banyak", "cost a year, at most"), *(rupiah(n, words) for n in most))
    out.console.print(table)
    out.line(
        f"{found.units} dinilai; {found.gained} menjadi berhak, {found.lost} tidak lagi, "
        f"{found.unknown} belum dapat dipastikan.",
        f"{found.units} assessed; {found.gained} become entitled, {found.lost} no longer are, "
        f"{found.unknown} not known.",
    )


def _print_gaps(out: Printer, lists: Gaps, limit: int) -> None:
    _lines(out, out.say("Berhak, belum menerima", "Entitled, without it"), lists.should, limit)
    unknown = out.say("Berhak, kepesertaan belum diketahui", "Entitled, not known whether they have it")
    _lines(out, unknown, lists.perhaps, limit)
    _lines(out, out.say("Menerima, tidak berhak", "Have it, not entitled"), lists.should_not, limit)


def _print_ranking(out: Printer, found: Ranking, limit: int) -> None:
    _lines(out, out.say("Berhak", "Entitled"), found.eligible, limit)
    _lines(out, out.say("Belum dapat dipastikan", "Not known yet"), found.unknown, limit)
    counts = len(found.eligible), len(found.unknown), found.refused
    quota = "" if found.quota is None else out.say(f"; kuota {found.quota}", f"; quota {found.quota}")
    out.line(
        f"{counts[0]} berhak, {counts[1]} belum dapat dipastikan, {counts[2]} tidak berhak{quota}.",
        f"{counts[0]} entitled, {counts[1]} not known yet, {counts[2]} not entitled{quota}.",
        "bold",
    )


def _lines(out: Printer, title: str, lines: Sequence[Ranked], limit: int) -> None:
    if not lines:
        out.line(f"{title}: 0", f"{title}: 0", "bold")
        return
    table = out.table(
        f"{title}: {len(lines)}",
        "",
        out.say("Rumah tangga", "Household"),
        out.say("Satuan", "Unit"),
        out.say("Urutan menurut", "Ranked by"),
        out.say("Kuota", "Quota"),
    )
    within = {None: "", True: out.say("termasuk", "within"), False: out.say("di luar", "beyond")}
    for number, one in enumerate(lines[:limit], 1):
        rank = ", ".join("?" if value is None else str(value) for value in one.rank)
        table.add_row(str(number), one.household, one.unit, rank, within[one.within])
    out.console.print(table)
    if len(lines) > limit:
        out.console.print(Styled(out.say(f"… dan {len(lines) - limit} lagi", f"… and {len(lines) - limit} more")))

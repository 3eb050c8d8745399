"""`slrt explain`, `questions`, `eligible`, `simulate`: who is entitled to what, and why, as an officer may see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

import click
from rich.text import Text as Styled

from slrt_core.cli.common import Option, desk_options, plainly
from slrt_core.cli.show import Language, Printer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slrt_core import Acting, Desk
    from slrt_core.model.determinations import Determination
    from slrt_core.model.facts import AsOf
    from slrt_core.rules.eligibility import Ranked, Words

__all__ = ["eligible", "explain", "questions", "simulate"]

P = ParamSpec("P")
T = TypeVar("T")

_FEW = 3

_as_officer: Option = click.option(
    "--as", "officer", required=True, metavar="OFFICER", help="Petugas yang melihat. / The officer who looks."
)
_post: Option = click.option("--post", help="Jabatannya, bila lebih dari satu. / Their post, if they hold several.")
_day: Option = click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Hari penilaian; bawaan: hari ini. / The day; today."
)
_region: Option = click.option(
    "--region", default="", metavar="CODE", help="Desa atau wilayah di atasnya. / A village, or what lies above."
)
_named: Option = click.option(
    "--names/--no-names", default=True, show_default=True, help="Sebut nama anggota. / Say the members' names."
)


def _purpose(default: str) -> Option:
    return click.option(
        "--purpose", default=default, show_default=True, help="Untuk apa; tercatat. / What for; it goes on record."
    )


def _looking(command: Callable[P, T]) -> Callable[P, T]:
    """The options of every look: who, in which post, on which day, at which desk."""
    for option in (_day, _post, _as_officer):
        command = option(command)
    return desk_options(command)


@click.command()
@click.argument("household")
@click.option("--program", "programs", multiple=True, metavar="CODE", help="Beserta alasannya. / With the reasons.")
@click.option("--json", "machine", is_flag=True, help="Seluruhnya, untuk mesin. / All of it, for machines.")
@_named
@_purpose("explain")
@_looking
@plainly
def explain(
    *,
    household: str,
    programs: tuple[str, ...],
    machine: bool,
    names: bool,
    purpose: str,
    officer: str,
    post: str | None,
    day: datetime | None,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """RUMAH TANGGA berhak atas apa, dan mengapa. / What a HOUSEHOLD is entitled to, and why.

    Tanpa --program: ringkasan semua program. / Without --program: a summary of all programs.
    """
    from slrt_core.cli.opening import find_desk
    from slrt_core.rules.eligibility import detailed, tell

    out = Printer(cast("Language", lang))
    with find_desk(db, config, district) as desk:
        acting, as_of = desk.acting_as(officer, post), _as_of(day)
        found = acting.assess(household, programs=programs, purpose=purpose, as_of=as_of)
        if machine:
            click.echo(json.dumps([detailed(one) for one in found], ensure_ascii=False, indent=2))
            return
        words = _words(desk, acting, household, found, as_of=as_of, out=out, names=names, purpose=purpose)
        if not programs:
            _summary(out, household, found, words)
            return
        for number, one in enumerate(found):
            click.echo(("\n" if number else "") + tell(one, words, acting.program(one.program, as_of=as_of)))
        if not found:
            out.line("Tidak ada yang dapat dinilai di sini.", "There is nobody here to assess.")


@click.command()
@click.argument("household")
@click.option("--program", "programs", multiple=True, metavar="CODE", help="Untuk program ini saja. / For these only.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Paling banyak. / At most.")
@_named
@_purpose("questions")
@_looking
@plainly
def questions(
    *,
    household: str,
    programs: tuple[str, ...],
    limit: int,
    names: bool,
    purpose: str,
    officer: str,
    post: str | None,
    day: datetime | None,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Yang paling perlu ditanyakan di RUMAH TANGGA ini. / What is most worth asking a HOUSEHOLD."""
    from slrt_core.cli.opening import find_desk
    from slrt_core.rules.eligibility import question

    out = Printer(cast("Language", lang))
    with find_desk(db, config, district) as desk:
        acting, as_of = desk.acting_as(officer, post), _as_of(day)
        found = acting.questions(household, programs=programs, purpose=purpose, as_of=as_of)
        words = _words(desk, acting, household, (), as_of=as_of, out=out, names=names, purpose=purpose)
    for number, one in enumerate(found[:limit], 1):
        click.echo(f"{number}. {question(one.missing, words)} [{', '.join(one.programs)}]")
    if len(found) > limit:
        out.line(f"… dan {len(found) - limit} lagi", f"… and {len(found) - limit} more")
    if not found:
        out.line("Tidak ada lagi yang perlu ditanyakan.", "There is nothing left to ask.")


@click.command()
@click.argument("program")
@_region
@click.option("--limit", type=click.IntRange(1), default=250, show_default=True, help="Baris. / Lines.")
@click.option(
    "--gaps", is_flag=True, help="Yang berhak tetapi belum menerima, dan sebaliknya. / Who should have it, who not."
)
@_purpose("eligible")
@_looking
@plainly
def eligible(
    *,
    program: str,
    region: str,
    limit: int,
    gaps: bool,
    purpose: str,
    officer: str,
    post: str | None,
    day: datetime | None,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Siapa yang berhak atas PROGRAM, menurut urutan kuotanya. / Who is entitled to a PROGRAM, in its order."""
    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    with find_desk(db, config, district) as desk:
        acting, as_of = desk.acting_as(officer, post), _as_of(day)
        if gaps:
            lists = acting.gaps(program, region=region, purpose=purpose, as_of=as_of)
            _lines(out, out.say("Berhak, belum menerima", "Entitled, without it"), lists.should, limit)
            _lines(out, out.say("Berhak, kepesertaan belum diketahui", "Entitled, not known whether they have it"),
                   lists.perhaps, limit)  # fmt: skip
            _lines(out, out.say("Menerima, tidak berhak", "Have it, not entitled"), lists.should_not, limit)
            return
        found = acting.eligible(program, region=region, purpose=purpose, as_of=as_of)
    _lines(out, out.say("Berhak", "Entitled"), found.eligible, limit)
    _lines(out, out.say("Belum dapat dipastikan", "Not known yet"), found.unknown, limit)
    counts = len(found.eligible), len(found.unknown), found.refused
    quota = "" if found.quota is None else out.say(f"; kuota {found.quota}", f"; quota {found.quota}")
    out.line(
        f"{counts[0]} berhak, {counts[1]} belum dapat dipastikan, {counts[2]} tidak berhak{quota}.",
        f"{counts[0]} entitled, {counts[1]} not known yet, {counts[2]} not entitled{quota}.",
        "bold",
    )


@click.command()
@click.argument("change")
@_region
@_purpose("simulate")
@_looking
@plainly
def simulate(
    *,
    change: str,
    region: str,
    purpose: str,
    officer: str,
    post: str | None,
    day: datetime | None,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Akibat program yang DIUBAH (berkas .toml), sebelum dimasukkan. / What a CHANGED program (.toml) would do.

    Versi dengan @tanggal: PKH.toml@2026-01-01. / A version by its day.
    """
    from slrt_core.cli.catalogues import version_of
    from slrt_core.cli.opening import find_desk
    from slrt_core.rules.eligibility import Words
    from slrt_core.rules.eligibility.phrasing import rupiah

    out = Printer(cast("Language", lang))
    version = version_of(change)
    with find_desk(db, config, district) as desk:
        acting = desk.acting_as(officer, post)
        found = acting.simulate(version, region=region, purpose=purpose, as_of=_as_of(day))
        words = Words(variables=desk.rulebook.variables, language=out.language)
    table = out.table(f"{version.code} · {out.text(version.name)}", "", out.say("Sekarang", "Now"),
                      out.say("Sesudah", "After"))  # fmt: skip
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


def _as_of(day: datetime | None) -> AsOf | None:
    from slrt_core.model.facts import AsOf

    return None if day is None else AsOf(day.date())


def _words(
    desk: Desk,
    acting: Acting,
    household: str,
    found: Sequence[Determination],
    *,
    as_of: AsOf | None,
    out: Printer,
    names: bool,
    purpose: str,
) -> Words:
    """Words with the names of a household as the officer sees it; without them, if they are not to be said."""
    from slrt_core.rules.eligibility import Words, names_of
    from slrt_core.rules.programs import default_programs

    home = acting.household(household, purpose=purpose, as_of=as_of)
    day = found[0].as_of if found else as_of.valid if as_of else None
    known = {one.code: one.name for one in default_programs()} | {one.program: one.name for one in found}
    return Words(
        variables=desk.rulebook.variables,
        language=out.language,
        names=names_of(home, day, show=names),
        programs=known,
    )


def _summary(out: Printer, household: str, found: Sequence[Determination], words: Words) -> None:
    """For each verdict the programs, and for whom."""
    heads = {
        "yes": out.say("Berhak:", "Entitled:"),
        "unknown": out.say("Belum dapat dipastikan:", "Not known yet:"),
        "no": out.say("Tidak berhak:", "Not entitled:"),
    }
    for verdict, head in heads.items():
        programs: dict[str, list[str]] = {}
        for one in found:
            if one.verdict == verdict:
                programs.setdefault(f"{one.program} – {out.text(one.name)}", []).append(words.who(one.unit, one.kind))
        if programs:
            out.line(head, head, "bold")
        for program, whom in programs.items():
            many = out.say(f"{len(whom)} orang", f"{len(whom)} persons")
            click.echo(f"- {program}: {', '.join(whom) if len(whom) <= _FEW else many}")
    codes = list(dict.fromkeys(one.program for one in found))
    if codes:
        out.line(
            f"Alasannya: slrt explain {household} --program {codes[0]} …",
            f"The reasons: slrt explain {household} --program {codes[0]} …",
            "dim",
        )
    else:
        out.line("Tidak ada program yang dapat dinilai.", "There is no program to assess.")


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

"""`slrt eligible`, `slrt simulate`: who of all in sight is entitled to a program, and what a change of it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slrt_core.cli.looking import Look, for_machines, in_region, looking, words_of
from slrt_core.cli.show import print_json
from slrt_core.model.registry import UnitKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slrt_core.model.programs import Program
    from slrt_core.rules.eligibility import Gaps, Ranked, Ranking

__all__ = ["eligible", "simulate"]


@click.command()
@click.argument("program", type=str.upper)
@in_region
@click.option("--limit", type=click.IntRange(1), default=250, show_default=True, help="Baris. / Lines.")
@click.option(
    "--gaps", is_flag=True, help="Yang berhak tetapi belum menerima, dan sebaliknya. / Who should have it, who not."
)
@click.option(
    "--names",
    is_flag=True,
    help="Dengan nama dan tempat; tiap rumah tangga dibaca, dan itu tercatat. / "
    "With names and places; each household is read, which goes on record.",
)
@for_machines
@looking
def eligible(look: Look, *, program: str, region: str, limit: int, gaps: bool, names: bool, machine: bool) -> None:
    """Siapa yang berhak atas PROGRAM, menurut urutan kuotanya. / Who is entitled to a PROGRAM, in its order."""
    lists = _Lists(look, look.acting.program(program, as_of=look.as_of), limit, names=names)
    if gaps:
        apart = look.acting.gaps(program, region=region, purpose=look.purpose, as_of=look.as_of)
        print_json(apart) if machine else _print_gaps(lists, apart)
    else:
        found = look.acting.eligible(program, region=region, purpose=look.purpose, as_of=look.as_of)
        print_json(found) if machine else _print_ranking(lists, found)


@click.command()
@click.argument("change")
@in_region
@for_machines
@looking
def simulate(look: Look, *, change: str, region: str, machine: bool) -> None:
    """Akibat program yang DIUBAH (berkas .toml), sebelum dimasukkan. / What a CHANGED program (.toml) would do.

    Dibandingkan dengan yang berlaku dengan kode yang sama. / Compared with what counts under the same code.

    Versi dengan @tanggal: PKH.toml@2026-01-01. / A version by its day.
    """
    from slrt_core.cli.catalogues import version_of
    from slrt_core.rules.eligibility.phrasing import rupiah

    out, version = look.out, version_of(change)
    found = look.acting.simulate(version, region=region, purpose=look.purpose, as_of=look.as_of)
    if machine:
        print_json(found)
        return
    words = words_of(look)
    title = f"{version.code} · {out.text(version.name)}"
    table = out.table(title, "", out.say("Sekarang", "Now"), out.say("Sesudah", "After"))
    table.add_row(out.say("berhak", "entitled"), str(found.before), str(found.after))
    if any(component.amount for component in version.components) or any(found.cost_before):
        least, most = (found.cost_before[0], found.cost_after[0]), (found.cost_before[1], found.cost_after[1])
        table.add_row(
            out.say("biaya setahun, paling sedikit", "cost a year, at least"), *(rupiah(n, words) for n in least)
        )
        table.add_row(
            out.say("biaya setahun, paling banyak", "cost a year, at most"), *(rupiah(n, words) for n in most)
        )
    out.console.print(table)
    doubted = out.say(f"{found.doubted} menjadi tidak pasti, ", f"{found.doubted} become doubtful, ")
    out.line(
        f"{found.units} dinilai; {found.gained} menjadi berhak, {found.lost} tidak lagi, "
        f"{doubted if found.doubted else ''}{found.unknown} belum dapat dipastikan.",
        f"{found.units} assessed; {found.gained} become entitled, {found.lost} no longer are, "
        f"{doubted if found.doubted else ''}{found.unknown} not known.",
    )


def _print_gaps(lists: _Lists, found: Gaps) -> None:
    say = lists.out.say
    lists.show(say("Berhak, belum menerima", "Entitled, without it"), found.should)
    lists.show(say("Berhak, kepesertaan belum diketahui", "Entitled, not known whether they have it"), found.perhaps)
    lists.show(say("Menerima, tidak berhak", "Have it, not entitled"), found.should_not)


def _print_ranking(lists: _Lists, found: Ranking) -> None:
    out = lists.out
    lists.show(out.say("Berhak", "Entitled"), found.eligible)
    lists.show(out.say("Belum dapat dipastikan", "Not known yet"), found.unknown)
    counts = len(found.eligible), len(found.unknown), found.refused
    quota = "" if found.quota is None else out.say(f"; kuota {found.quota}", f"; quota {found.quota}")
    out.line(
        f"{counts[0]} berhak, {counts[1]} belum dapat dipastikan, {counts[2]} tidak berhak{quota}.",
        f"{counts[0]} entitled, {counts[1]} not known yet, {counts[2]} not entitled{quota}.",
        "bold",
    )


class _Lists:
    """Prints lists of one program's units."""

    def __init__(self, look: Look, program: Program, limit: int, *, names: bool) -> None:
        self.out = look.out
        self._look, self._program, self._limit, self._names = look, program, limit, names
        self._regions = look.acting.regions()

    def show(self, title: str, lines: Sequence[Ranked]) -> None:
        """Print one list, with the columns in which there is anything."""
        out = self.out
        if not lines:
            out.line(f"{title}: 0", f"{title}: 0", "bold")
            return
        shown = lines[: self._limit]
        columns = {"": [str(number) for number in range(1, len(shown) + 1)]} | self._whom(shown)
        if self._program.quota and self._program.quota.rank:
            ranks = [", ".join("?" if value is None else str(value) for value in one.rank) for one in shown]
            columns[self._ranked_by()] = ranks
        if any(one.within is not None for one in shown):
            within = {None: "", True: out.say("termasuk", "within"), False: out.say("di luar", "beyond")}
            columns[out.say("Kuota", "Quota")] = [within[one.within] for one in shown]
        table = out.table(f"{title}: {len(lines)}", *columns)
        for row in zip(*columns.values(), strict=True):
            table.add_row(*row)
        out.console.print(table)
        if len(lines) > len(shown):
            rest = len(lines) - len(shown)
            out.line(f"… dan {rest} lagi", f"… and {rest} more")

    def _whom(self, shown: Sequence[Ranked]) -> dict[str, list[str]]:
        """The household and which unit of it: by id, or by name and place."""
        out, kind = self.out, self._program.unit
        columns = {out.say("Rumah tangga", "Household"): [one.household for one in shown]}
        if self._names:
            named = [self._named(one) for one in shown]
            columns[out.say("Siapa", "Who")] = [who for who, _ in named]
            columns[out.say("Tempat", "Place")] = [place for _, place in named]
        elif kind is not UnitKind.HOUSEHOLD:
            head = out.say("Keluarga", "Family") if kind is UnitKind.FAMILY else out.say("Orang", "Person")
            columns[head] = [one.unit for one in shown]
        return columns

    def _named(self, one: Ranked) -> tuple[str, str]:
        from slrt_core.rules.eligibility import names_of

        look = self._look
        home = look.acting.household(one.household, purpose=look.purpose, as_of=look.as_of)
        who = names_of(home, look.as_of.valid if look.as_of else None).of(one.unit, self._program.unit)
        return self.out.text(who), self._regions.name(home.region)

    def _ranked_by(self) -> str:
        """What the numbers are by which the lines are in order."""
        variables = self._look.desk.rulebook.variables
        texts = self._program.quota.rank if self._program.quota else ()
        named = [variables.get(text.rpartition(".")[2]) for text in texts]
        said = ", ".join(self.out.text(one.label) if one else text for one, text in zip(named, texts, strict=True))
        return said[:1].upper() + said[1:]

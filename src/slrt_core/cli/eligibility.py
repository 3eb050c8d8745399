"""`slrt explain`, `slrt questions`: what one household is entitled to and why, as an officer may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slrt_core.cli.common import Option
from slrt_core.cli.finding import household_of
from slrt_core.cli.looking import Look, for_machines, looking, words_of
from slrt_core.cli.show import print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slrt_core.model.determinations import Determination
    from slrt_core.rules.eligibility import Words

__all__ = ["explain", "questions"]

_FEW = 3

_named: Option = click.option(
    "--names/--no-names", default=True, show_default=True, help="Sebut nama anggota. / Say the members' names."
)


@click.command()
@click.argument("household")
@click.option(
    "--program",
    "programs",
    multiple=True,
    type=str.upper,
    metavar="CODE",
    help="Beserta alasannya. / With the reasons.",
)
@for_machines
@_named
@looking
def explain(look: Look, *, household: str, programs: tuple[str, ...], machine: bool, names: bool) -> None:
    """RUMAH TANGGA berhak atas apa, dan mengapa. / What a HOUSEHOLD is entitled to, and why.

    RUMAH TANGGA: id (slrt find), atau nomor registrasi. / HOUSEHOLD: its id (slrt find), or a registration number.

    Tanpa --program: ringkasan semua program. / Without --program: a summary of all programs.
    """
    from slrt_core.rules.eligibility import detailed, tell

    household = household_of(look.acting, household)
    found = look.acting.assess(household, programs=programs, purpose=look.purpose, as_of=look.as_of)
    if machine:
        print_json([detailed(one) for one in found])
        return
    words = _words(look, household, found, names=names)
    if not programs:
        _summary(look, household, found, words)
        return
    for number, one in enumerate(found):
        program = look.acting.program(one.program, as_of=look.as_of)
        click.echo(("\n" if number else "") + tell(one, words, program))
    if not found:
        look.out.line("Tidak ada yang dapat dinilai di sini.", "There is nobody here to assess.")


@click.command()
@click.argument("household")
@click.option(
    "--program",
    "programs",
    multiple=True,
    type=str.upper,
    metavar="CODE",
    help="Untuk program ini saja. / For these only.",
)
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Paling banyak. / At most.")
@for_machines
@_named
@looking
def questions(look: Look, *, household: str, programs: tuple[str, ...], limit: int, machine: bool, names: bool) -> None:
    """Yang paling perlu ditanyakan di RUMAH TANGGA ini. / What is most worth asking a HOUSEHOLD.

    RUMAH TANGGA: id (slrt find), atau nomor registrasi. / HOUSEHOLD: its id (slrt find), or a registration number.
    """
    from slrt_core.rules.eligibility import question

    household = household_of(look.acting, household)
    found = look.acting.questions(household, programs=programs, purpose=look.purpose, as_of=look.as_of)
    if machine:
        print_json(found[:limit])
        return
    words = _words(look, household, (), names=names)
    for number, one in enumerate(found[:limit], 1):
        click.echo(f"{number}. {question(one.missing, words)} [{', '.join(one.programs)}]")
    if len(found) > limit:
        look.out.line(f"… dan {len(found) - limit} lagi", f"… and {len(found) - limit} more")
    if not found:
        look.out.line("Tidak ada lagi yang perlu ditanyakan.", "There is nothing left to ask.")


def _words(look: Look, household: str, found: Sequence[Determination], *, names: bool) -> Words:
    """Words with the names of a household as the officer sees it; without them, if they are not to be said."""
    from slrt_core.rules.eligibility import names_of

    home = look.acting.household(household, purpose=look.purpose, as_of=look.as_of)
    day = found[0].as_of if found else look.as_of.valid if look.as_of else None
    return words_of(look, names_of(home, day, show=names))


def _summary(look: Look, household: str, found: Sequence[Determination], words: Words) -> None:
    """For each verdict the programs, and for whom."""
    out = look.out
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
            f"Alasannya: slrt explain {household} --as {look.acting.actor.officer} --program {codes[0]}",
            f"The reasons: slrt explain {household} --as {look.acting.actor.officer} --program {codes[0]}",
            "dim",
        )
    else:
        out.line("Tidak ada program yang dapat dinilai.", "There is no program to assess.")

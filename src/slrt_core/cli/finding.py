"""`slrt find`: households by name or place, for their ids; and which household is meant by what somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from slrt_core.cli.looking import Look, in_region, looking
from slrt_core.errors import NotFound

if TYPE_CHECKING:
    from slrt_core import Acting

__all__ = ["find", "household_of"]


@click.command()
@click.argument("name", default="")
@in_region
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Baris. / Lines.")
@looking
def find(look: Look, *, name: str, region: str, limit: int) -> None:
    """Rumah tangga menurut awal NAMA anggota, atau tempat. / Households by a member's NAME, or by place."""
    out = look.out
    found = look.acting.find(name=name, region=region, purpose=look.purpose, limit=limit)
    if not found:
        out.line("Tidak ada.", "There is none.")
        return
    table = out.table("", out.say("Rumah tangga", "Household"), out.say("Kepala", "Head"), out.say("Tempat", "Place"))
    for one in found:
        table.add_row(one.household, one.name or "–", one.place)
    out.console.print(table)
    if len(found) == limit:
        out.line("Mungkin masih ada: --limit", "There may be more: --limit", "dim")


def household_of(acting: Acting, typed: str) -> str:
    """The id of a household that was named by its id or by the registration number of a case.

    Args:
        acting: who looks; a number whose cases they may not see is taken for an id.
        typed: the id or the number.
    """
    try:
        numbered = acting.by_number(typed)
    except NotFound:
        return typed
    return acting.case(numbered[0].id).household or typed

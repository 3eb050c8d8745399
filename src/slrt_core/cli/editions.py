"""`slrt rulebook diff`: what two rulebooks say otherwise; `slrt rulebook move`: open cases from one to the other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import cast

import click

from slrt_core import Configuration, Desk, Rulebook, load_rulebook
from slrt_core.cli.common import desk_options, plainly
from slrt_core.cli.show import Language, Printer
from slrt_core.desk.editions import kept, standing
from slrt_core.desk.transfers import TransferPlan
from slrt_core.errors import Conflict, invalid
from slrt_core.reasons import Text
from slrt_core.rules.rulebook import Difference, differences

__all__ = ["book_of", "desk_if_named", "diff", "move", "print_differences"]


def book_of(name: str, desk: Desk | None) -> Rulebook:
    """The rulebook that is meant.

    Args:
        name: ``default``, ``current`` (that of the desk), a folder, a configuration file, or the beginning of a hash.
        desk: whose store keeps rulebooks, if one is named.

    Raises:
        Invalid: no such rulebook, or a hash without a store.
        NotFound: the store keeps none with this hash.
    """
    path = Path(name)
    if name == "default":
        return load_rulebook()
    if path.is_dir():
        return load_rulebook(path)
    if path.suffix == ".toml":
        chosen = Configuration.read(path)
        return load_rulebook(Path(chosen.rulebook) if chosen.rulebook else None, chosen.settings)
    if desk is None:
        raise invalid(
            name,
            "rulebook-which",
            id="bukan folder dan bukan berkas konfigurasi; untuk sidik, sebutkan --db atau --config",
            en="neither a folder nor a configuration file; for a hash, name --db or --config",
        )
    if name == "current":
        return desk.rulebook
    with desk.work() as work:
        return kept(name, work)


def desk_if_named(db: str | None, config: Path | None, district: str | None) -> Desk | None:
    """The desk, if a store or a configuration is named."""
    from slrt_core.cli.opening import find_desk

    return find_desk(db, config, district) if db or config else None


def print_differences(out: Printer, found: tuple[Difference, ...]) -> None:
    """Print what is otherwise: first what only new cases follow, then what counts at once."""
    heads = (
        (
            True,
            "Berlaku bagi kasus baru, dan bagi kasus lama bila dipindahkan:",
            "For new cases, and old ones if moved:",
        ),
        (False, "Berlaku segera bagi semua kasus:", "For all cases at once:"),
    )
    for pinned, own, english in heads:
        those = [one for one in found if one.pinned is pinned]
        if those:
            out.line(own, english, "bold")
        for one in those:
            out.line(f"  {one.text.id}", f"  {one.text.en}")
    if not found:
        out.line("Tidak ada perbedaan.", "No difference.", "bold green")


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@desk_options
@plainly
def diff(*, old: str, new: str, db: str | None, config: Path | None, district: str | None, lang: str) -> None:
    """Beda dua buku aturan menurut artinya. / How two rulebooks differ, by meaning.

    A, B: default, current, folder, slrt.toml, sidik / hash.
    """
    out = Printer(cast("Language", lang))
    desk = desk_if_named(db, config, district)
    one, other = book_of(old, desk), book_of(new, desk)
    found = differences(one, other)
    print_differences(out, found)
    if desk is None:
        return
    with desk, desk.work() as work:
        if work.tx.get("rulebook", one.hash) is None:
            out.line("Belum ada kasus menurut A di sini.", "No case here follows A.")
            return
        where = standing(one.hash, found, work)
    total = sum(where.values())
    out.line(
        f"{total} kasus terbuka menurut A berada di langkah yang berbeda di B.",
        f"{total} open cases that follow A stand where B has other steps.",
        "bold",
    )
    for state, count in sorted(where.items()):
        label = one.label(one.states, state)
        out.line(f"  {label.id}: {count}", f"  {label.en}: {count}")


def _names(renamed: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in renamed]
    if any(not (old and new) for old, _, new in pairs):
        raise invalid("--rename", "rename", id="tulis LAMA=BARU", en="write OLD=NEW")
    return {old: new for old, _, new in pairs}


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="B", default="current")
@click.option(
    "--rename", "renamed", metavar="OLD=NEW", multiple=True,
    help="Keadaan yang berganti nama; rujukan: referral:LAMA=referral:BARU. / A state that is called otherwise in B.",
)  # fmt: skip
@click.option("--plan", metavar="DIGEST", help="Laksanakan rencana yang tampil tadi. / Do what the plan showed.")
@desk_options
@plainly
def move(
    *,
    old: str,
    new: str,
    renamed: tuple[str, ...],
    plan: str | None,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Pindahkan kasus terbuka dari A ke B. / Move the open cases of A to B.

    Tanpa --plan hanya rencana. / Without --plan it only says what would be done.
    """
    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    with find_desk(db, config, district) as desk:
        hashes = [book_of(name, desk).hash for name in (old, new)]
        made = desk.plan_transfer(hashes[0], hashes[1], _names(renamed))
        if plan is None:
            _show_plan(out, desk, made)
            return
        if plan != made.digest:
            raise Conflict(
                "plan-stale",
                Text(
                    "keadaan sudah berubah sejak rencana itu: lihat rencana yang baru",
                    "things have changed since that plan: look at the new one",
                ),
                path="--plan",
                rule="R-APP-10",
            )
        moved, others = desk.transfer(made)
        out.line(f"{len(moved)} kasus dipindahkan.", f"{len(moved)} cases moved.", "bold green")
        for reason in others:
            out.line(f"  {reason.path}: {reason.text.id}", f"  {reason.path}: {reason.text.en}", "yellow")


def _show_plan(out: Printer, desk: Desk, made: TransferPlan) -> None:
    with desk.work() as work:
        before, after = work.process(made.old), work.process(made.new)
    out.line(f"{len(made.moves)} kasus dapat dipindahkan:", f"{len(made.moves)} cases can be moved:", "bold")
    for (state, reached, _), count in sorted(Counter(made.states).items()):
        one, other = before.label(before.states, state), after.label(after.states, reached)
        out.line(f"  {one.id} → {other.id}: {count}", f"  {one.en} → {other.en}: {count}")
    out.line(f"{len(made.stays)} kasus tetap menurut A:", f"{len(made.stays)} cases stay under A:", "bold")
    for staying in made.stays:
        words = [reason.text for reason in staying.reasons]
        own, english = "; ".join(text.id for text in words), "; ".join(text.en for text in words)
        out.line(f"  {staying.number} ({staying.case}): {own}", f"  {staying.number} ({staying.case}): {english}")
    out.line(f"Laksanakan dengan --plan {made.digest}", f"Do it with --plan {made.digest}")

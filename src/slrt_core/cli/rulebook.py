"""Printing a rulebook: posts, options with what was chosen, and the tables with the basis of each row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from rich.table import Table

from slrt_core.cli.show import Printer
from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind
from slrt_core.rules.rulebook import Rulebook

__all__ = ["TABLES", "show_rulebook"]


def _posts(out: Printer, book: Rulebook) -> None:
    table = out.table(
        out.say("Jabatan", "Posts"),
        out.say("Nama", "Name"),
        out.say("Jabatan", "Post"),
        out.say("Tingkat", "Level"),
        out.say("Membaca", "Reads"),
        out.say("Wewenang lain", "May also"),
        out.say("Dasar", "Basis"),
    )
    for name, post in book.posts.items():
        reads = f"{post.reads} +" if post.sensitive else post.reads
        table.add_row(name, out.text(post.label), post.level, reads, ", ".join(post.may), str(post.basis))
    out.console.print(table)


def _options(out: Printer, book: Rulebook) -> None:
    table = out.table(
        out.say("Pilihan daerah", "Options"),
        out.say("Nama", "Name"),
        out.say("Yang dipilih", "Chosen"),
        out.say("Kemungkinan", "Possible"),
        out.say("Pertanyaan", "Question"),
        out.say("Dasar", "Basis"),
    )
    for name, option in book.options.items():
        values = ", ".join(option.values)
        table.add_row(name, book.settings[name], values, out.text(option.label), str(option.basis))
    out.console.print(table)


def _cases(out: Printer, book: Rulebook) -> None:
    table = _rows(out, out.say("Langkah kasus", "Steps of a case"), out.say("Jenis; jalan masuk", "Kinds; ways in"))
    for row in book.rows:
        table.add_row(
            f"{_few(row.kinds, len(CaseKind))}; {_few(row.ways, len(Way))}",
            f"{row.before} → {row.after}",
            out.text(book.named(row.command)),
            ", ".join(row.posts),
            " ".join(filter(None, (row.stage, *row.needs))),
            _days(row.days),
            str(row.basis),
        )
    out.console.print(table)


def _referrals(out: Printer, book: Rulebook) -> None:
    table = _rows(out, out.say("Langkah rujukan", "Steps of a referral"), out.say("Pihak", "Side"))
    for row in book.referral_rows:
        table.add_row(
            row.side,
            f"{row.before} → {row.after}",
            out.text(book.named(row.command)),
            ", ".join(row.posts),
            " ".join(filter(None, (row.stage, *row.needs))),
            _days(row.days),
            str(row.basis),
        )
    out.console.print(table)


def _lives(out: Printer, book: Rulebook) -> None:
    table = _rows(out, out.say("Langkah catatan lain", "Steps of other records"), out.say("Catatan", "Record"))
    for row in book.life_rows:
        table.add_row(
            row.life,
            f"{row.before} → {row.after}",
            out.text(book.named(row.command)),
            ", ".join(row.posts),
            " ".join(filter(None, (row.stage, *row.needs))),
            _days(row.days),
            str(row.basis),
        )
    out.console.print(table)


def _routes(out: Printer, book: Rulebook) -> None:
    table = out.table(
        out.say("Penerima rujukan", "Receivers of referrals"),
        out.say("Jenis", "Kinds"),
        out.say("Golongan keluhan", "Complaint classes"),
        out.say("Penerima", "Receiver"),
        out.say("Dasar", "Basis"),
    )
    for route in book.routes:
        receiver = out.text(book.label(book.posts, route.receiver))
        table.add_row(", ".join(route.kinds), ", ".join(route.classes), receiver, str(route.basis))
    out.console.print(table)


def _limits(out: Printer, book: Rulebook) -> None:
    table = out.table(
        out.say("Batas", "Limits"),
        out.say("Nama", "Name"),
        out.say("Nilai", "Value"),
        out.say("Arti", "Meaning"),
        out.say("Dasar", "Basis"),
    )
    for name, limit in book.limits.items():
        table.add_row(name, str(limit.value), out.text(limit.label), str(limit.basis))
    out.console.print(table)


TABLES: Mapping[str, Callable[[Printer, Rulebook], None]] = {
    "posts": _posts,
    "options": _options,
    "limits": _limits,
    "routes": _routes,
    "cases": _cases,
    "referrals": _referrals,
    "lives": _lives,
}
"""What can be shown, by name."""


def show_rulebook(out: Printer, book: Rulebook, table: str = "") -> None:
    """Print one table of a rulebook, or all of them, and its hash.

    Args:
        out: prints.
        book: the rulebook.
        table: a name of `TABLES`; empty for all.
    """
    for name, show in TABLES.items():
        if table in {"", name}:
            show(out, book)
    out.line(f"Sidik buku aturan: {book.hash}", f"Hash of the rulebook: {book.hash}", "dim")


def _rows(out: Printer, title: str, first: str) -> Table:
    return out.table(
        title,
        first,
        out.say("Dari → ke", "From → to"),
        out.say("Langkah", "Step"),
        out.say("Jabatan", "Posts"),
        out.say("Tahap, syarat", "Stage, needs"),
        out.say("Hari kerja", "Working days"),
        out.say("Dasar", "Basis"),
    )


def _few(values: Collection[str], all_of_them: int) -> str:
    return "*" if len(values) == all_of_them else ", ".join(sorted(values))


def _days(days: int | None) -> str:
    return "" if days is None else "=" if days < 0 else str(days)

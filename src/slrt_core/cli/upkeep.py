"""`slrt upkeep` and `slrt retention`: the jobs that no officer gives, and how long what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from slrt_core import Configuration, load_rulebook
from slrt_core.cli.common import config as config_option
from slrt_core.cli.common import desk_options, lang, plainly
from slrt_core.cli.show import Language, Printer
from slrt_core.errors import PluginError

__all__ = ["retention", "upkeep"]

_KINDS = {
    "request": ("jawaban atas permintaan", "answers to requests"),
    "look": ("catatan siapa melihat apa", "looks at personal data"),
    "message": ("pesan yang sudah terkirim", "messages that were sent"),
}

_FOR_EVER = (
    (
        ("jurnal", "the journal"),
        (
            "dasar setiap keputusan; yang pribadi di dalamnya hilang dengan kunci orangnya",
            "the ground of every decision; what is personal in it goes with the person's key",
        ),
    ),
    (
        ("rumah tangga, kasus, lampiran", "households, cases, attachments"),
        (
            "tidak ada batas umur dalam sumber; dihapus per orang: slrt person erase",
            "no source sets an age; erased person by person: slrt person erase",
        ),
    ),
    (
        ("pesan yang menunggu", "messages that wait"),
        ("belum diambil siapa pun", "nobody has taken them yet"),
    ),
    (
        ("yang dibawa daftar yang batal masuk", "what a list that never came in had brought"),
        ("sampai slrt upkeep berikutnya", "until the next slrt upkeep"),
    ),
    (
        ("jangkar jurnal, buku aturan", "anchors of the journal, rulebooks"),
        ("tanpa itu jurnal tidak dapat diperiksa", "without them the journal cannot be verified"),
    ),
    (
        ("catatan penghapusan", "records of erasures"),
        ("memuat nomor acak saja; tidak ada yang pribadi", "they hold random ids only; nothing personal"),
    ),
)


@click.group(invoke_without_command=True)
@click.option("--dry-run", is_flag=True, help="Hitung saja, jangan hapus. / Only count, delete nothing.")
@desk_options
@click.pass_context
@plainly
def upkeep(
    context: click.Context,
    *,
    dry_run: bool,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Pekerjaan harian: hapus yang cukup lama disimpan. / The daily jobs: delete what was kept long enough."""
    if context.invoked_subcommand is not None:
        return
    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    with find_desk(db, config, district) as desk:
        finished = desk.upkeep.finish_erasures()
        out.line(f"penghapusan diselesaikan: {finished}", f"erasures finished: {finished}")
        if dry_run:
            dead = sum(bool(one.overtaken) for one in desk.upkeep.unfinished())
            out.line(f"daftar batal masuk yang akan disapu: {dead}", f"lists that would be swept: {dead}")
        else:
            try:
                swept = desk.upkeep.sweep_attachments()
            except PluginError:
                out.line("lampiran: tidak ada tempatnya", "attachments: this desk has no place for them", "dim")
            else:
                out.line(
                    f"lampiran disapu: {swept.removed}; tidak dikenal: {swept.unknown}",
                    f"attachments swept: {swept.removed}; unknown: {swept.unknown}",
                )
            swept_lists = desk.upkeep.sweep_lists()
            out.line(
                f"rumah tangga dari daftar yang batal masuk disapu: {swept_lists}",
                f"households swept of lists that never came in: {swept_lists}",
            )
            projected = desk.upkeep.project()
            out.line(f"keadaan rumah tangga dicatat: {projected}", f"states of households noted: {projected}")
        for kind, count in desk.upkeep.delete_old(only_count=dry_run).items():
            indonesian, english = _KINDS[kind]
            verb = out.say("akan dihapus", "would be deleted") if dry_run else out.say("dihapus", "deleted")
            out.line(f"{indonesian} {verb}: {count}", f"{english} {verb}: {count}")


@upkeep.command("erase-again")
@desk_options
@plainly
def erase_again(*, db: str | None, config: Path | None, district: str | None, lang: str) -> None:
    """Setelah cadangan dipulihkan: hapus lagi yang sudah dihapus. / After a restore: erase again the erased."""
    from slrt_core.cli.opening import find_desk

    with find_desk(db, config, district) as desk:
        count = desk.upkeep.erase_again()
    Printer(cast("Language", lang)).line(f"dihapus lagi: {count}", f"erased again: {count}")


@click.command()
@config_option
@lang
@plainly
def retention(*, config: Path | None, lang: str) -> None:
    """Berapa lama apa disimpan, dan mengapa. / How long what is kept, and why."""
    out = Printer(cast("Language", lang))
    chosen = Configuration.read(config) if config else None
    book = load_rulebook(Path(chosen.rulebook), chosen.settings) if chosen and chosen.rulebook else load_rulebook()
    table = out.table(
        out.say("Lama penyimpanan", "Retention"),
        out.say("Apa", "What"),
        out.say("Hari", "Days"),
        out.say("Mengapa", "Why"),
        out.say("Dasar", "Basis"),
    )
    for kind, words in _KINDS.items():
        limit = book.limits[f"keep_{kind}_days"]
        table.add_row(out.say(*words), str(limit.value), out.text(limit.label), str(limit.basis))
    for what, why in _FOR_EVER:
        table.add_row(out.say(*what), "–", out.say(*why), out.say("pilihan proyek", "the project's choice"))
    out.console.print(table)

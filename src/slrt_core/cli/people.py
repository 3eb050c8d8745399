"""`slrt person`: what is held of somebody, for them; and erasing it."""

from __future__ import annotations

import json
import os
from collections.abc import Sized
from contextlib import suppress
from pathlib import Path
from typing import cast

import click

from slrt_core.cli.common import FILE, desk_options, plainly
from slrt_core.cli.show import Language, Printer

__all__ = ["person"]

_STAYS = (
    (
        "nomor acak rumah tangga, keluarga, dan orang; desa; tanggal; jenis dan hasil kasus; program; kode alasan",
        "random ids of household, families and persons; village; dates; kinds and outcomes of cases; programs; reasons",
    ),
    ("nama petugas yang bertindak; nomor registrasi kunjungan", "officers who acted; visits' registration numbers"),
    (
        "kata-kata dalam kasus rumah tangga lain; ekspor, kertas, dan cadangan yang sudah ada",
        "words in cases of other households; exports, paper and backups that exist already",
    ),
)


@click.group()
def person() -> None:
    """Yang tersimpan tentang seseorang. / What is held about somebody."""


@person.command()
@click.argument("subject", metavar="ID")
@click.option("--out", type=FILE, help="Berkas baru, hanya terbaca pemiliknya. / A new file that only its owner reads.")
@click.option(
    "--purpose",
    default="asked by the person",
    show_default=True,
    help="Untuk apa; tercatat. / What for; it goes on record.",
)
@desk_options
@plainly
def export(
    *,
    subject: str,
    out: Path | None,
    purpose: str,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Cetak semua tentang ID, juga siapa yang melihat. / Print all that is held of ID, and who looked.

    ID: rumah tangga, keluarga, atau orang. / A household, family or person.
    """
    from slrt_core.cli.opening import find_desk

    with find_desk(db, config, district) as desk:
        if out is None:
            found = desk.dossier(subject, purpose=purpose)
            click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            # The file first: a look that could not be handed over need not be on record.
            descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123  (a descriptor has no path)
                    found = desk.dossier(subject, purpose=purpose)
                    json.dump(found, file, ensure_ascii=False, indent=2)
                    file.write("\n")
            except BaseException:
                with suppress(OSError):
                    out.unlink()
                raise
    printer = Printer(cast("Language", lang))
    facts, cases, looks, pending = (len(cast("Sized", found[name])) for name in ("facts", "cases", "looks", "pending"))
    words = printer.say(
        f"{facts} keterangan, {cases} kasus, {looks} kali dilihat; ekspor ini tercatat",
        f"{facts} facts, {cases} cases, {looks} looks; this export is on record",
    )
    if pending:
        more = printer.say(
            f"{pending} keterangan dari daftar yang belum masuk seluruhnya",
            f"{pending} facts of lists that are not wholly in",
        )
        words = f"{words}\n{more}"
    click.echo(words, err=True)


@person.command()
@click.argument("subject", metavar="ID")
@click.option(
    "--grounds", type=click.Choice(["asked", "retention", "mistake"]), required=True, help="Mengapa; tercatat. / Why."
)
@click.option("--yes", is_flag=True, help="Tanpa bertanya lagi. / Without asking.")
@desk_options
@plainly
def erase(
    *, subject: str, grounds: str, yes: bool, db: str | None, config: Path | None, district: str | None, lang: str
) -> None:
    """Hapus untuk selamanya yang diketahui tentang ID. / Erase for ever what is known of ID.

    ID: rumah tangga, keluarga, orang, atau kasus anonim. / A household, family, person, or anonymous case.
    """
    from slrt_core.cli.opening import find_desk

    printer = Printer(cast("Language", lang))
    with find_desk(db, config, district) as desk:
        if not yes:
            click.confirm(
                printer.say(
                    f"Hapus {subject} untuk selamanya? Tidak dapat dibatalkan.",
                    f"Erase {subject} for ever? It cannot be undone.",
                ),
                abort=True,
                err=True,
            )
        erased = desk.erase(subject, grounds=grounds)
    printer.line(f"Dihapus ({erased.id}):", f"Erased ({erased.id}):", "bold")
    for unit in erased.units:
        printer.line(f"  {unit}", f"  {unit}")
    printer.line("Yang tetap ada, dan mungkin masih dapat dikenali:", "What stays, and may still identify:", "bold")
    for indonesian, english in _STAYS:
        printer.line(f"  - {indonesian}", f"  - {english}")
    printer.line(
        "Setelah cadangan lama dipulihkan: slrt upkeep erase-again",
        "After an older backup was restored: slrt upkeep erase-again",
    )

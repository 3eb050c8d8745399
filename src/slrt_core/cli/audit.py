"""`slrt audit`: keys for signing, anchors to hand over, and whether the journal is what was recorded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import click
from attrs import evolve

from slrt_core import Invalid
from slrt_core.cli.common import EXISTING, FILE, desk_options, plainly
from slrt_core.cli.show import Language, Printer

__all__ = ["audit"]


@click.group()
def audit() -> None:
    """Jurnal: menjangkarkan dan memeriksa. / The journal: anchoring and verifying it."""


@audit.group()
def key() -> None:
    """Kunci penanda tangan. / The signing key."""


@key.command("new")
@click.argument("file", type=FILE)
@plainly
def new(*, file: Path) -> None:
    """Buat kunci pribadi di FILE; cetak kunci publiknya. / Make a private key in FILE; print the public one."""
    from slrt_core.adapters.signing import new_signing_key

    click.echo(new_signing_key(file))


@key.command("show")
@click.argument("file", type=EXISTING)
@plainly
def show(*, file: Path) -> None:
    """Cetak kunci publik dari FILE. / Print the public key of FILE."""
    from slrt_core.adapters.signing import Ed25519Signer

    click.echo(Ed25519Signer(file).public)


@audit.command()
@click.option("--key", "key_file", type=EXISTING, required=True, help="Kunci pribadi. / The private key.")
@click.option("--out", type=FILE, help="Tambahkan baris ke berkas ini. / Add the line to this file.")
@desk_options
@plainly
def anchor(
    *, key_file: Path, out: Path | None, db: str | None, config: Path | None, district: str | None, lang: str
) -> None:
    """Tanda tangani semua rantai; cetak baris untuk pihak lain. / Sign all chains; print the line to hand over."""
    from slrt_core.adapters.signing import Ed25519Signer
    from slrt_core.cli.opening import find_desk

    signer = Ed25519Signer(key_file)
    with find_desk(db, config, district) as desk:
        made = desk.anchor(signer)
    if out is None:
        click.echo(made.anchor.line)
    else:
        with out.open("a", encoding="utf-8") as file:
            file.write(made.anchor.line + "\n")
    if made.left_out:
        printer = Printer(cast("Language", lang))
        for stream in made.left_out:
            words = printer.say("tidak ditandatangani, rantainya rusak", "not signed, its chain is broken")
            click.echo(f"{stream}: {words}", err=True)
        sys.exit(1)


@audit.command("list")
@desk_options
@plainly
def list_(*, db: str | None, config: Path | None, district: str | None, lang: str) -> None:  # noqa: ARG001
    """Cetak lagi semua jangkar yang tersimpan. / Print all stored anchors again."""
    from slrt_core.cli.opening import find_desk

    with find_desk(db, config, district) as desk:
        for found in desk.anchors():
            click.echo(found.line)


@audit.command()
@click.option("--public-key", type=EXISTING, help="Berkas kunci publik. / A file with the public key.")
@click.option("--anchors", type=EXISTING, help="Jangkar milik pihak lain. / The anchors that another party kept.")
@click.option("--states", is_flag=True, help="Periksa juga keadaan yang tersimpan. / Check the stored states too.")
@desk_options
@plainly
def verify(
    *,
    public_key: Path | None,
    anchors: Path | None,
    states: bool,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Periksa seluruh jurnal. / Verify the whole journal.

    Status 0: utuh; 1: rusak. / Exit status 0: whole; 1: broken.
    """
    from slrt_core.adapters.signing import Ed25519Signatures
    from slrt_core.cli.opening import find_desk
    from slrt_core.desk import read_anchors

    if anchors is not None and public_key is None:
        raise click.UsageError("--anchors: sebutkan juga / name also --public-key")
    trusted = Ed25519Signatures.read(public_key) if public_key else None
    handed = None
    if anchors is not None:
        try:
            handed = read_anchors(anchors.read_text(encoding="utf-8"))
        except Invalid as error:
            raise Invalid([evolve(reason, path=f"{anchors}: {reason.path}") for reason in error.reasons]) from None
    with find_desk(db, config, district) as desk:
        verified = desk.audit(trusted, handed, states=states)
    Printer(cast("Language", lang)).verified(verified)
    sys.exit(1 if verified.broken else 0)

"""`slrt criteria`: whether texts of criteria are right, and what differs between two versions of a program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
from rich.text import Text as Styled

from slrt_core.cli.common import config as _config
from slrt_core.cli.common import lang as _lang
from slrt_core.cli.common import plainly
from slrt_core.cli.looking import for_machines
from slrt_core.cli.show import Language, Printer, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slrt_core.reasons import Reason
    from slrt_core.rules.criteria import Schema
    from slrt_core.rules.eligibility.differing import Difference
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["criteria", "diff"]

_UNITS = ("household", "family", "individual")
_THERE = click.Path(exists=True, path_type=Path)
_STYLES = {"added": "green", "removed": "red", "changed": "yellow"}
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.group()
def criteria() -> None:
    """Kriteria program: diperiksa, dibandingkan. / Criteria of programs: checked, compared."""


@criteria.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_THERE)
@click.option(
    "--unit",
    type=click.Choice(_UNITS),
    help="Satuan dari satu ungkapan dalam berkas teks. / The unit of one expression in a text file.",
)
@_config
@_lang
@plainly
def check(files: tuple[Path, ...], unit: str | None, config: Path | None, lang: str) -> None:
    """Periksa berkas program (.toml), folder, atau satu ungkapan. / Check program files, folders, or one expression.

    Selesai dengan 1 bila ada yang salah. / Ends with 1 if anything is wrong.
    """
    from slrt_core.cli.catalogues import check_files

    rulebook = _rulebook(config)
    out = Printer(cast("Language", lang))
    tables, texts = _sorted(files, unit)
    found = check_files(tables, rulebook)
    problems, warnings = [*found.problems], [*found.warnings]
    for path in texts:
        wrong, doubtful = _one_expression(path, unit or "", rulebook.schema)
        problems += wrong
        warnings += doubtful
    _print(out, problems, out.say("salah", "wrong"), "bold red")
    _print(out, warnings, out.say("peringatan", "warning"), "yellow")
    _print(out, found.notes, out.say("catatan", "note"), "dim")
    read = found.files + len(texts)
    out.line(
        f"{read} berkas, {found.programs} versi program: {len(problems)} kesalahan, {len(warnings)} peringatan.",
        f"Files: {read}; program versions: {found.programs}; mistakes: {len(problems)}; warnings: {len(warnings)}.",
        "bold red" if problems else "bold green",
    )
    if problems:
        sys.exit(1)


def _sorted(files: Iterable[Path], unit: str | None) -> tuple[list[Path], list[Path]]:
    """Program files, and files with one expression.

    Raises:
        Invalid: a folder holds none, or the unit of an expression is not given.
    """
    from slrt_core.errors import invalid

    tables: dict[Path, None] = {}
    texts: dict[Path, None] = {}
    for path in files:
        inside = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        if not inside:
            raise invalid(
                str(path), "no-programs", id="folder ini tanpa berkas .toml", en="there is no .toml file in this folder"
            )
        for one in inside:
            (tables if one.suffix == ".toml" else texts)[one] = None
    if texts and unit is None:
        raise invalid(
            "--unit",
            "unit-missing",
            id=f"{next(iter(texts))} berisi satu ungkapan: sebutkan --unit {'|'.join(_UNITS)}",
            en=f"{next(iter(texts))} holds one expression: name --unit {'|'.join(_UNITS)}",
        )
    return list(tables), list(texts)


def _one_expression(path: Path, unit: str, schema: Schema) -> tuple[list[Reason], list[Reason]]:
    from attrs import evolve

    from slrt_core.cli.catalogues import read_text
    from slrt_core.errors import Invalid
    from slrt_core.rules.criteria import check as checked
    from slrt_core.rules.criteria import parse

    try:
        text = read_text(path).rstrip()
        try:
            node = parse(text)
        except Invalid as error:
            return [evolve(one, path=f"{path}:{one.path}") for one in error.reasons], []
        return [], list(checked(node, schema, unit, text=text, path=str(path)).warnings)
    except Invalid as error:
        return list(error.reasons), []


def _print(out: Printer, reasons: Iterable[Reason], what: str, style: str) -> None:
    for reason in reasons:
        out.console.print(Styled(f"{reason.path}: {what} [{reason.code}]", style=style), soft_wrap=True)
        for line in out.text(reason.text).split("\n"):
            out.console.print(Styled(f"  {line}"), soft_wrap=True)


def _rulebook(config: Path | None) -> Rulebook:
    from slrt_core import Configuration, load_rulebook

    if config is None:
        return load_rulebook()
    chosen = Configuration.read(config)
    return load_rulebook(Path(chosen.rulebook) if chosen.rulebook else None, chosen.settings)


@click.command()
@click.argument("old")
@click.argument("new")
@for_machines
@_lang
@plainly
def diff(old: str, new: str, *, machine: bool, lang: str) -> None:
    """Yang berubah dari program OLD ke NEW. / What changes from the program OLD to NEW.

    OLD, NEW: berkas atau kode, dengan @tanggal untuk versinya. / A file or a code, with @day for its version:
    PKH.toml, PKH@2019-06-01.
    """
    from slrt_core.cli.catalogues import version_of
    from slrt_core.rules.eligibility.differing import differences

    out = Printer(cast("Language", lang))
    before, after = version_of(old), version_of(new)
    found = differences(before, after)
    if machine:
        print_json(found)
        return
    out.line(
        f"{old} (sejak {before.valid_from:%d-%m-%Y}) → {new} (sejak {after.valid_from:%d-%m-%Y})",
        f"{old} (from {before.valid_from:%d-%m-%Y}) → {new} (from {after.valid_from:%d-%m-%Y})",
        "bold",
    )
    for one in found:
        _difference(out, one)
    if not found:
        out.line("Tidak ada yang berubah.", "Nothing changes.")


def _difference(out: Printer, one: Difference) -> None:
    parts = {
        "version": out.say("versi", "version"),
        "clause": out.say("syarat", "clause"),
        "component": out.say("komponen", "component"),
        "parameter": out.say("parameter", "parameter"),
        "limit": out.say("batas", "limit"),
        "quota": out.say("kuota", "quota"),
        "excludes": out.say("tidak bersama", "not together with"),
        "expects": out.say("sepatutnya bersama", "should go with"),
    }
    label = out.text(one.label)
    id_ = "" if one.part == "version" else f" {one.id}"
    head = f"{_SIGNS[one.change]} {parts[one.part]}{id_}" + ("" if label == one.id else f": {label}")
    out.console.print(Styled(head, style=_STYLES[one.change]), soft_wrap=True)
    if one.before != one.after:
        for sign, said in (("-", one.before), ("+", one.after)):
            if said.id:
                out.console.print(Styled(f"    {sign} {out.text(said)}"), soft_wrap=True)
    if one.relabelled and one.before == one.after:
        out.line("    (hanya kata-katanya)", "    (only the words)", "dim")


criteria.add_command(diff)

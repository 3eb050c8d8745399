"""`slrt rulebook export`: the rulebook as pictures, and as one page that an official can read."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from slrt_core import Configuration, load_rulebook
from slrt_core.cli.common import FILE, config, plainly

__all__ = ["export"]

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("export")
@config
@click.option("--html", "page", type=FILE, help="Satu halaman untuk dibaca dan dicetak. / One page to read and print.")
@click.option("--svg", "svgs", type=_FOLDER, help="Folder untuk gambar SVG. / A folder for pictures in SVG.")
@click.option("--mermaid", "mermaids", type=_FOLDER, help="Folder untuk gambar Mermaid. / A folder for Mermaid.")
@click.option("--lang", type=click.Choice(["id", "en", "both"]), default="both", help="Bahasa. / Language.")
@plainly
def export(*, config: Path | None, page: Path | None, svgs: Path | None, mermaids: Path | None, lang: str) -> None:
    """Tulis buku aturan sebagai halaman dan gambar. / Write the rulebook as a page and as pictures."""
    from slrt_core.cli.rulebook_page import rulebook_page
    from slrt_core.rules.process.export import Language, machines_of, mermaid, svg

    if page is None and svgs is None and mermaids is None:
        raise click.UsageError("--html FILE, --svg DIR, --mermaid DIR")
    book = load_rulebook()
    if config is not None:
        chosen = Configuration.read(config)
        book = load_rulebook(Path(chosen.rulebook) if chosen.rulebook else None, chosen.settings)
    languages = cast("tuple[Language, ...]", ("id", "en") if lang == "both" else (lang,))
    if page is not None:
        page.write_text(rulebook_page(book, languages), encoding="utf-8")
        click.echo(page)
    for folder, suffix, draw in ((svgs, "svg", svg), (mermaids, "mmd", mermaid)):
        if folder is None:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        for machine in machines_of(book):
            for language in languages:
                path = folder / f"{machine.key}.{language}.{suffix}"
                path.write_text(draw(machine, language), encoding="utf-8")
        click.echo(folder)

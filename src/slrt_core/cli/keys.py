"""`slrt keys`: making, changing and destroying the keys that wrap the keys of persons."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from slrt_core.cli.common import FILE, desk_options, plainly
from slrt_core.cli.show import Language, Printer
from slrt_core.errors import SlrtError, invalid
from slrt_core.reasons import Reason, Text

if TYPE_CHECKING:
    from slrt_core.adapters.keys import HeldKeys

__all__ = ["keys"]


_variable = click.option(
    "--env", "variable", metavar="VARIABLE", help="Kunci dalam variabel ini. / The keys are in this variable."
)


@click.group()
def keys() -> None:
    """Kunci yang membungkus kunci tiap orang. / The keys that wrap the keys of persons."""


@keys.command()
@click.argument("file", type=FILE, required=False)
@plainly
def new(*, file: Path | None) -> None:
    """Buat kunci dalam FILE; tanpa FILE, cetak untuk variabel lingkungan. / Make keys in FILE, or print them."""
    from slrt_core.adapters.keydocument import new_keys
    from slrt_core.adapters.keys import FileKeys

    if file is None:
        click.echo(_one_line(new_keys()))
        return
    if file.exists():
        raise invalid(str(file), "keys-there", id="berkas sudah ada", en="the file is there already")
    made = FileKeys(file)
    click.echo(f"{file}: {made.current}")


@keys.command()
@click.argument("file", type=FILE, required=False)
@_variable
@desk_options
@plainly
def show(
    *,
    file: Path | None,
    variable: str | None,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Nama kunci, dan apa yang memerlukannya. / The keys' names, and what needs each of them."""
    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    named = file is not None or variable is not None
    held = _held(file, variable) if named else None
    if held is not None and db is None and config is None:
        for name in held.names:
            now = out.say(" (berlaku)", " (current)") if name == held.current else ""
            click.echo(f"{name}{now}")
        return
    with find_desk(db, config, district, keys=held) as desk:
        current, wrapped, indexed = desk.upkeep.current, desk.upkeep.wrapped(), desk.upkeep.indexed()
        table = out.table(
            out.say("Kunci", "Keys"),
            out.say("Nama", "Name"),
            "",
            out.say("Orang dan rumah tangga", "Persons and homes"),
            out.say("Nomor", "Numbers"),
        )
        for name in dict.fromkeys((current, *(held.names if held else ()), *sorted({*wrapped, *indexed}))):
            now = out.say("berlaku", "current") if name == current else ""
            table.add_row(name, now, str(wrapped.get(name, 0)), str(indexed.get(name, 0)))
    out.console.print(table)


@keys.command()
@click.argument("file", type=FILE, required=False)
@_variable
@click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Bahasa. / Language.")
@plainly
def rotate(*, file: Path | None, variable: str | None, lang: str) -> None:
    """Jadikan kunci baru yang berlaku. / Make a new key the current one."""
    from slrt_core.adapters.keydocument import rotated
    from slrt_core.adapters.keys import FileKeys

    out = Printer(cast("Language", lang))
    held = _held(file, variable)
    if isinstance(held, FileKeys):
        click.echo(held.rotate())
    else:
        text, _ = rotated(os.environ[variable or ""])
        click.echo(_one_line(text))
        click.echo(out.say(f"taruh ini dalam {variable}", f"put this into {variable}"), err=True)
    words = out.say(
        "mulai ulang semua proses yang memegang kunci, lalu: slrt keys rewrap",
        "restart every process that holds the keys, then: slrt keys rewrap",
    )
    click.echo(words, err=True)


@keys.command()
@desk_options
@plainly
def rewrap(*, db: str | None, config: Path | None, district: str | None, lang: str) -> None:
    """Bungkus semua dengan kunci yang berlaku; dapat dilanjutkan. / Wrap all with the current key; resumable."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from slrt_core.cli.opening import find_desk

    out = Printer(cast("Language", lang))
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with find_desk(db, config, district) as desk, Progress(*columns, console=Console(stderr=True)) as bar:
        current = desk.upkeep.current
        left = (
            sum(count for name, count in of.items() if name != current)
            for of in (desk.upkeep.wrapped(), desk.upkeep.indexed())
        )
        task = bar.add_task("", total=max(left))
        done = desk.upkeep.rewrap(lambda count: bar.update(task, completed=count))
    out.line(f"{done} dibungkus dengan kunci {current}", f"{done} wrapped with the key {current}")


@keys.command()
@click.argument("arguments", metavar="[FILE] NAME", nargs=-1, required=True)
@_variable
@click.option(
    "--force",
    is_flag=True,
    help="Tanpa memeriksa basis data: yang masih memakainya hilang. / Look at no store: what still needs it is lost.",
)
@desk_options
@plainly
def retire(
    *,
    arguments: tuple[str, ...],
    variable: str | None,
    force: bool,
    db: str | None,
    config: Path | None,
    district: str | None,
    lang: str,
) -> None:
    """Musnahkan kunci lama NAME. / Destroy the older key NAME.

    Ditolak selama masih dipakai basis data yang disebut. / Refused while the named store still needs it.
    """
    from slrt_core.adapters.keydocument import retired
    from slrt_core.adapters.keys import FileKeys

    wanted = 1 if variable else 2
    if len(arguments) != wanted:
        what = "FILE NAME" if wanted == 2 else "NAME"
        raise click.UsageError(f"sebutkan {what} / name {what}")
    name = arguments[-1]
    held = _held(None if variable else Path(arguments[0]), variable)
    text = os.environ[variable] if variable else Path(arguments[0]).read_text(encoding="utf-8")
    without = retired(text, name, f"${variable}" if variable else arguments[0])
    if not force:
        if db is None and config is None:
            raise invalid(
                "--config",
                "keys-unlooked",
                id="sebutkan --config atau --db untuk memeriksa, atau --force bila basis datanya tidak ada lagi",
                en="name --config or --db to look at, or --force if there is no store any more",
            )
        _refuse_used(name, held, db, config, district)
    if isinstance(held, FileKeys):
        held.retire(name)
    else:
        click.echo(_one_line(without))
    out = Printer(cast("Language", lang))
    words = out.say(f"kunci {name} dimusnahkan", f"the key {name} is destroyed")
    if variable:
        words = out.say(f"taruh ini dalam {variable}; tanpa kunci {name}", f"put this into {variable}; without {name}")
    click.echo(words, err=True)


def _refuse_used(name: str, held: HeldKeys, db: str | None, config: Path | None, district: str | None) -> None:
    from slrt_core.cli.opening import find_desk

    with find_desk(db, config, district, keys=held) as desk:
        uses = desk.upkeep.uses(name)
    reasons = []
    if uses.wrapped or uses.indexed:
        words = Text(
            f"{uses.wrapped} kunci orang dibungkus dan {uses.indexed} nomor dicari dengannya: slrt keys rewrap",
            f"{uses.wrapped} persons' keys are wrapped and {uses.indexed} numbers found by it: slrt keys rewrap",
        )
        reasons.append(Reason(code="keys-used", text=words, path=name))
    if uses.sealed:
        words = Text(
            f"{uses.sealed} catatan versi 0.1 disegel langsung dengannya; tanpa kunci ini tidak terbuka lagi",
            f"{uses.sealed} records of version 0.1 are sealed with it itself; without it they never open again",
        )
        reasons.append(Reason(code="keys-sealed-directly", text=words, path=name))
    if reasons:
        raise SlrtError(reasons)


def _held(file: Path | None, variable: str | None) -> HeldKeys:
    from slrt_core.adapters.keys import EnvironmentKeys, FileKeys

    if file is None and variable is None:
        raise click.UsageError("sebutkan FILE atau --env VARIABLE / name FILE or --env VARIABLE")
    if file is not None and variable is not None:
        raise click.UsageError("FILE atau --env, salah satu saja / FILE or --env, only one of them")
    if variable is not None:
        return EnvironmentKeys(variable)
    assert file is not None  # noqa: S101  (one of the two)
    if not file.exists():
        # Opening it would make a new one.
        raise invalid(str(file), "keys-missing", id="berkas kunci tidak ada", en="there is no such key file")
    return FileKeys(file)


def _one_line(text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":"))

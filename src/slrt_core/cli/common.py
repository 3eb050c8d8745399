"""What the commands share: the options that name a desk, and ending with reasons instead of a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

import click

from slrt_core import Reason, SlrtError, Text
from slrt_core.cli.show import print_error

__all__ = ["EXISTING", "FILE", "Option", "config", "db", "desk_options", "district", "lang", "plainly"]

P = ParamSpec("P")
T = TypeVar("T")

FILE = click.Path(dir_okay=False, path_type=Path)
"""A file that may not be there yet."""

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that is there."""


class Option(Protocol):
    """Adds an option to a command."""

    def __call__(self, command: Callable[P, T], /) -> Callable[P, T]:
        """The command with the option."""


lang: Option = click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="Bahasa. / Language.")
db: Option = click.option(
    "--db",
    metavar="URL",
    help="Basis data; bawaan: demo terakhir di folder ini. / The store; the last demo's in this folder if not given.",
)
config: Option = click.option("--config", type=EXISTING, help="Berkas konfigurasi TOML. / A configuration file.")
district: Option = click.option(
    "--district", metavar="CODE", help="Kode kabupaten untuk --db. / The regency's code, for --db."
)


def desk_options(command: Callable[P, T]) -> Callable[P, T]:
    """The options that name a desk, and the language."""
    for option in (lang, district, config, db):
        command = option(command)
    return command


def plainly(command: Callable[P, T]) -> Callable[P, T]:
    """Let an error of the library end the command with its reasons, never with a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except SlrtError as error:
            print_error(error)
            sys.exit(1)
        except OSError as error:
            # A folder that cannot be written is the caller's to choose anew, not ours to dump.
            words = Text(f"{error.filename}: {error.strerror}", f"{error.filename}: {error.strerror}")
            print_error(SlrtError([Reason(code="file", text=words)]))
            sys.exit(1)

    return run

"""The `slrt` command: a thin application around the library, and the first example of one. Needs the extra ``cli``."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command; say how to install what it needs if that is not there."""
    try:
        import click  # noqa: F401
        import cryptography  # noqa: F401
        import jinja2  # noqa: F401
        import rich  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ModuleNotFoundError as error:
        sys.exit(
            f"slrt: {error.name} belum terpasang; jalankan: pip install 'slrt-core[cli]'\n"
            f"slrt: {error.name} is not installed; run: pip install 'slrt-core[cli]'"
        )
    from slrt_core.cli.app import slrt

    slrt(prog_name="slrt")

"""What commands share that look as an officer: the options that say who looks, when and what for, and the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from attrs import frozen

from slrt_core.cli.common import Option, desk_options, plainly
from slrt_core.cli.show import Language, Printer

if TYPE_CHECKING:
    from slrt_core import Acting, AsOf, Desk
    from slrt_core.rules.eligibility import Names, Words

__all__ = ["Look", "as_officer", "for_machines", "in_post", "in_region", "looking", "words_of"]


@frozen(kw_only=True)
class Look:
    """An officer who looks.

    Args:
        desk: where.
        acting: the officer in their post.
        as_of: the day; today if ``None``.
        purpose: what for.
        out: in whose language it is told.
    """

    desk: Desk
    acting: Acting
    as_of: AsOf | None
    purpose: str
    out: Printer


def words_of(look: Look, names: Names | None = None) -> Words:
    """Words in the language of a look, with the names of programs and places.

    Args:
        look: whose.
        names: of people; nobody's if not given.
    """
    from slrt_core.rules.eligibility import Names, Words

    regions = look.acting.regions()
    return Words(
        variables=look.desk.rulebook.variables,
        language=look.out.language,
        names=names or Names(),
        programs={program.code: program.name for program in look.acting.programs(as_of=look.as_of)},
        places={region.id: regions.name(region.id) for region in regions},
    )


as_officer: Option = click.option(
    "--as", "officer", required=True, metavar="OFFICER", help="Petugas yang melihat. / The officer who looks."
)
in_post: Option = click.option("--post", help="Jabatannya, bila lebih dari satu. / Their post, if they hold several.")
in_region: Option = click.option(
    "--region",
    default="",
    metavar="CODE",
    help="Kode desa atau wilayah di atasnya, seperti 61.12. / The code of a village, or what lies above.",
)


for_machines: Option = click.option(
    "--json", "machine", is_flag=True, help="Seluruhnya, untuk mesin. / All of it, for machines."
)


def looking(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command be given a `Look`, by options that it does not have to name; its own name is the purpose."""

    @wraps(command)
    def run(
        *,
        purpose: str,
        officer: str,
        post: str | None,
        day: datetime | None,
        db: str | None,
        config: Path | None,
        district: str | None,
        lang: str,
        **own: Any,
    ) -> None:
        from slrt_core.cli.opening import find_desk
        from slrt_core.model.facts import AsOf

        out, as_of = Printer(cast("Language", lang)), None if day is None else AsOf(day.date())
        with find_desk(db, config, district) as desk:
            acting = desk.acting_as(officer, post)
            command(Look(desk=desk, acting=acting, as_of=as_of, purpose=purpose, out=out), **own)

    found = desk_options(plainly(run))
    for option in (_DAY, in_post, as_officer, _purpose(command.__name__)):
        found = option(found)
    return found


_DAY: Option = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d", "%d-%m-%Y"]),
    metavar="DATE",
    help="Hari penilaian, seperti 2026-08-31 atau 31-08-2026; bawaan: hari ini. / The day; today if not given.",
)


def _purpose(default: str) -> Option:
    return click.option(
        "--purpose", default=default, show_default=True, help="Untuk apa; tercatat. / What for; it goes on record."
    )

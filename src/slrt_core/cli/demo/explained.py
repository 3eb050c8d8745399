"""What the manager asks about eligibility when the month is over: three verdicts with their reasons, and two lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from attrs import frozen

from slrt_core import Acting, AsOf, Determination, Text, Verdict
from slrt_core.cli.demo.month import FIRST_DAY, Lived
from slrt_core.cli.demo.programs import catalogue
from slrt_core.rules.eligibility import Gaps, Words, names_of, tell

__all__ = ["Explanation", "Lists", "explanations", "lists"]

_PURPOSE = "cerita demo"
_LISTED = ("PKH", "SEMBAKO", "PIP")
_TRIED = 25
"""So many households are looked at for an example; where none of them is one, it is left out."""


@frozen(kw_only=True)
class Explanation:
    """A verdict as it is told.

    Args:
        title: what it is an example of.
        told: verdict, questions and reasons, line by line.
    """

    title: Text
    told: Text


@frozen(kw_only=True)
class Lists:
    """R-PRG-7's two lists of a program, as numbers.

    Args:
        code: of the program.
        name: of the program.
        should: how many are eligible and surely do not take part.
        perhaps: how many are eligible, while nobody has said whether they take part.
        should_not: how many take part and are surely not eligible.
    """

    code: str
    name: Text
    should: int
    perhaps: int
    should_not: int


def lists(lived: Lived) -> tuple[Lists, ...]:
    """Who should have a program and has not, and who has it and should not (R-PRG-7)."""
    manager, names = lived.office.acting_in("manager"), _names()

    def counted(code: str, found: Gaps) -> Lists:
        return Lists(
            code=code,
            name=names[code],
            should=len(found.should),
            perhaps=len(found.perhaps),
            should_not=len(found.should_not),
        )

    return tuple(counted(code, manager.gaps(code, purpose=_PURPOSE)) for code in _LISTED)


def explanations(lived: Lived) -> tuple[Explanation, ...]:
    """A family that PKH is for, one of which it hangs on a pregnancy, and one that another program keeps out."""
    manager = lived.office.acting_in("manager")
    began = AsOf(FIRST_DAY, datetime.combine(FIRST_DAY, time(7), ZoneInfo(lived.office.zone)))
    found = (
        (Text("Berhak", "Entitled"), _entitled(manager), None),
        (
            Text("Belum diketahui, sebelum kunjungan pertama", "Not known, before the first visit"),
            _hanging(manager, began),
            began,
        ),
        (Text("Tidak bersama program lain", "Not together with another program"), _kept_out(manager, lived), None),
    )
    return tuple(
        Explanation(title=title, told=_told(lived, manager, one, as_of))
        for title, one, as_of in found
        if one is not None
    )


def _entitled(manager: Acting) -> Determination | None:
    """Of the first on the list the family with most components."""
    units = manager.eligible("PKH", purpose=_PURPOSE).eligible[:5]
    found = [one for unit in units for one in _assessed(manager, "PKH", unit.household) if one.unit == unit.unit]
    return max(found, key=_components, default=None)


def _components(found: Determination) -> int:
    return len(found.entitlement.payments) if found.entitlement else 0


def _hanging(manager: Acting, as_of: AsOf) -> Determination | None:
    """A family of which one answer decides: whether somebody expects a child."""
    homes = (unit.household for unit in manager.eligible("PKH", purpose=_PURPOSE, as_of=as_of).unknown)
    return _first(manager, "PKH", homes, lambda one: {fact.variable for fact in one.missing} == {"pregnant"}, as_of)


def _kept_out(manager: Acting, lived: Lived) -> Determination | None:
    """A family with PKH for which aid from the village fund would be, were it not for that."""
    homes = (form.id for form in lived.registry.forms if form.families[0].facts.get("participation:PKH") == "active")

    def only_pkh(one: Determination) -> bool:
        unmet = {part.id for part in one.finding.parts if part.verdict is Verdict.NO}
        return one.verdict is Verdict.NO and unmet == {"without_pkh"}

    return _first(manager, "BLT-DD", homes, only_pkh)


def _first(
    manager: Acting,
    program: str,
    homes: Iterable[str],
    fits: Callable[[Determination], bool],
    as_of: AsOf | None = None,
) -> Determination | None:
    for home, _ in zip(homes, range(_TRIED), strict=False):
        for one in _assessed(manager, program, home, as_of):
            if fits(one):
                return one
    return None


def _assessed(manager: Acting, program: str, home: str, as_of: AsOf | None = None) -> Iterator[Determination]:
    yield from manager.assess(home, programs=(program,), purpose=_PURPOSE, as_of=as_of)


def _told(lived: Lived, manager: Acting, found: Determination, as_of: AsOf | None) -> Text:
    home = manager.household(found.household, purpose=_PURPOSE, as_of=as_of)
    program, regions = manager.program(found.program, as_of=as_of), manager.regions()

    def said(language: Literal["id", "en"]) -> str:
        words = Words(
            variables=lived.office.desk.rulebook.variables,
            language=language,
            names=names_of(home, found.as_of),
            programs={one.code: one.name for one in manager.programs(as_of=as_of)},
            places={region.id: regions.name(region.id) for region in regions},
        )
        return tell(found, words, program)

    return Text(said("id"), said("en"))


def _names() -> dict[str, Text]:
    return {program.code: program.name for programs in catalogue() for program in programs}

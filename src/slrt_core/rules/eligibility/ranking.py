"""Who is eligible for a program, in the order of its quota, and how far the quota reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from slrt_core.rules.eligibility.compiling import Compiled
from slrt_core.rules.eligibility.lines import Judge, Ranked, in_order
from slrt_core.rules.eligibility.subjects import Subject

__all__ = ["Ranking", "ranking"]


@frozen(kw_only=True)
class Ranking:
    """Who is eligible for a program.

    Args:
        program: the code.
        eligible: the units, in order.
        unknown: those of whom it is not known yet, in the same order.
        refused: how many are not.
        quota: for how many there is enough; ``None`` where no quota is known.
    """

    program: str
    eligible: tuple[Ranked, ...]
    unknown: tuple[Ranked, ...]
    refused: int
    quota: int | None = None


def ranking(
    one: Compiled,
    subjects: Iterable[Subject],
    region: str = "",
    judged: Iterable[tuple[bool | None, Ranked]] = (),
    refused: int = 0,
) -> Ranking:
    """Who is eligible, in the order of the program's quota.

    Args:
        one: the program on the day.
        subjects: the households.
        region: of which the households are all; its quota is theirs. If empty, they are not all of any, and no quota
            is theirs.
        judged: units of other households, with what was found of them.
        refused: how many units of other households are not eligible.
    """
    judge = Judge(one)
    found: dict[bool | None, list[Ranked]] = {True: [], None: [], False: []}
    for verdict, line in judged:
        found[verdict].append(line)
    for subject in subjects:
        for roots in subject.units(one.program.unit):
            found[judge.verdict(*roots)[0]].append(judge.line(subject, roots))
    quota = _quota(one, region)
    return Ranking(
        program=one.program.code,
        eligible=tuple(_within(in_order(found[True]), quota)),
        unknown=tuple(in_order(found[None])),
        refused=refused + len(found[False]),
        quota=quota,
    )


def _quota(one: Compiled, region: str) -> int | None:
    quota = one.program.quota
    parameter = one.program.parameter(quota.size) if quota else None
    for value in parameter.values if parameter and region else ():
        if value.at == region and value.valid_from <= one.as_of <= value.valid_until:
            return int(value.value)
    return None


def _within(lines: list[Ranked], quota: int | None) -> Iterator[Ranked]:
    for number, line in enumerate(lines):
        within = None if quota is None else number < quota
        yield evolve(line, within=within)

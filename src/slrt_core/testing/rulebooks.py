"""For the tests of a district that changes its rulebook: a search that fails with the stories of what it found."""

from __future__ import annotations

from collections.abc import Iterable

from slrt_core.rules.process.explore import (
    DEMANDS,
    PROHIBITIONS,
    Demand,
    Finding,
    Process,
    Prohibition,
    Report,
    explore,
    explore_lives,
    processes,
    protocol_processes,
    unfired,
)
from slrt_core.rules.rulebook import Rulebook

__all__ = ["assert_sound"]


def assert_sound(
    book: Rulebook,
    *,
    only: Iterable[Process] = (),
    prohibitions: Iterable[Prohibition] = (),
    demands: Iterable[Demand] = (),
) -> tuple[Report, ...]:
    """Search a rulebook and fail if anything is wrong with it.

    Args:
        book: the rulebook.
        only: these processes, quicker than all; then no row is called dead, as it may fire in another.
        prohibitions: what must not happen besides what the library forbids.
        demands: what must be possible besides what the library demands.

    Returns:
        What was searched.

    Raises:
        AssertionError: with each finding and its shortest story, or with the bound that was met.
    """
    chosen = tuple(only)
    forbidden, demanded = (*PROHIBITIONS, *prohibitions), (*DEMANDS, *demands)
    reports = tuple(
        explore(book, process, prohibitions=forbidden, demands=demanded)
        for process in chosen or (*processes(book), *protocol_processes(book))
    )
    dead = () if chosen else unfired(book, reports)
    reports += () if chosen else explore_lives(book)
    findings = [*(finding for report in reports for finding in report.findings), *dead]
    assert not findings, "\n\n".join(_told(finding, book) for finding in findings)
    bounds = [f"{report.process}: {bound}" for report in reports for bound in report.bounds]
    assert not bounds, f"not searched completely: {', '.join(bounds)}"
    return reports


def _told(finding: Finding, book: Rulebook) -> str:
    head = f"{finding.sort}: {finding.text.en} [{finding.id}, {finding.rule}]"
    lines = finding.told.lines(book) if finding.told else ()
    return "\n".join((head, *(f"  {line.en}" for line in lines)))

"""The explorer finds each seeded fault with a story that can be played, and nothing in the default rulebook."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve

from slrt_core.rules.process.explore import (
    LEVELS,
    Finding,
    Report,
    explore,
    staffs,
    unfired,
)
from tests.process.faulty import FAULTS, Fault

DECIDED = LEVELS[2]
"""The abstraction that tells apart all that a decision looks at."""


def searched(fault: Fault, *, everybody: bool = False) -> tuple[Report, Sequence[Finding]]:
    chosen = [s for s in staffs(fault.book, fault.process) if everybody or s.name == fault.staff]
    assert chosen, f"no staff is called {fault.staff!r}"
    if not everybody:
        chosen = [evolve(staff, objections=fault.objections) for staff in chosen]
    report = explore(
        fault.book,
        fault.process,
        decide=fault.decide,
        fold=fault.fold,
        staffs=chosen,
        levels=[DECIDED],
        limit=50_000 if everybody else 2_000,
    )
    return report, (*report.findings, *unfired(fault.book, [report]))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_found(fault: Fault) -> None:
    """The finding is there, and its story, played again with the faulty rulebook, is allowed step by step."""
    _, findings = searched(fault)
    found = next(
        (finding for finding in findings if fault.finding[0] == finding.sort and fault.finding[1] in finding.id), None
    )
    assert found is not None, [finding.key for finding in findings]
    if found.sort in {"never", "nobody"}:
        return
    assert found.story is not None
    last = found.story.beats[-1] if found.story.beats else None
    case = found.story.replay()
    assert last is None or case.state == last.state or last.move is None
    assert all(line.id and line.en for line in found.story.lines(fault.book))

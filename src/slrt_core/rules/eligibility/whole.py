"""All that a program asks as one tree of clauses: its criteria, its demand to be listed, its exclusions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve

from slrt_core.model.criteria import Clause
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text

__all__ = ["TAKING_PART", "whole_clause"]

TAKING_PART = ("active", "suspended", "validated")
"""States of a participation that stand in the way of a program with which it may not be combined."""

_LISTED = "household.central_status == 'listed'"
_ORDER = (UnitKind.INDIVIDUAL, UnitKind.FAMILY, UnitKind.HOUSEHOLD)


def whole_clause(program: Program, units: Mapping[str, UnitKind]) -> Clause | None:
    """A program's criteria, its demand to be listed, and its exclusions as one tree.

    Returns:
        ``None`` where nobody has written any criteria down.
    """
    if program.criteria is None:
        return None
    root, more = program.criteria, [*_listing(program), *_exclusions(program, units)]
    if not more:
        return root
    if root.all:
        return evolve(root, all=(*root.all, *more))
    return Clause(id="whole", label=root.label, basis=root.basis, all=(root, *more))


def _listing(program: Program) -> Iterator[Clause]:
    if program.requires_listing and program.criteria is not None:
        if all(clause.text != _LISTED for clause in program.criteria.walk()):
            label = Text("tercantum dalam daftar penerima manfaat", "on the beneficiary list")
            yield Clause(id="on_the_list", label=label, basis=program.basis, text=_LISTED)


def _exclusions(program: Program, units: Mapping[str, UnitKind]) -> Iterator[Clause]:
    states = "[" + ", ".join(repr(state) for state in TAKING_PART) + "]"
    for tie in program.excludes:
        unit = units.get(tie.program, program.unit)
        if unit in _ORDER[_ORDER.index(program.unit) :]:
            text = f"!({unit.value}.participation['{tie.program}'] in {states})"
        elif unit is UnitKind.FAMILY:  # of a household's program: none of its families
            text = f"!household.families.exists(f, f.participation['{tie.program}'] in {states})"
        else:
            among = "household" if program.unit is UnitKind.HOUSEHOLD else "family"
            text = f"!{among}.members.exists(m, m.participation['{tie.program}'] in {states})"
        name = tie.program.lower().replace("-", "_")
        yield Clause(id=f"without_{name}", label=tie.label, basis=tie.basis, text=text)

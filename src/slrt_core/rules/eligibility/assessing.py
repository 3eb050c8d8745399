"""One unit and one program: the verdict, every clause's part in it, and what is still to be asked (R-PRG-3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slrt_core.model.determinations import Determination, Finding, Missing, Verdict
from slrt_core.model.registry import UnitKind
from slrt_core.rules.criteria import print_text
from slrt_core.rules.criteria.blocking import OpenFact, blocking
from slrt_core.rules.criteria.closures import Trace
from slrt_core.rules.criteria.residual import residual
from slrt_core.rules.eligibility.compiling import Compiled, CompiledClause
from slrt_core.rules.eligibility.entitlements import entitlement
from slrt_core.rules.eligibility.subjects import Subject
from slrt_core.rules.eligibility.used import Told

__all__ = ["assess", "missing_of"]

Roots = tuple[Mapping[str, Any], ...]


def assess(compiled: Compiled, subject: Subject, unit: str = "", *, ask: bool = True) -> tuple[Determination, ...]:
    """Determine whether units of a household are eligible.

    Args:
        compiled: the program on the day of assessment.
        subject: the household on that day.
        unit: the id of one of its units; all of the program's kind if empty.
        ask: whether it is wanted what an unknown verdict hangs on, which takes longest.

    Returns:
        One for each unit; none where no unit of that kind is there.
    """
    kind = compiled.program.unit
    return tuple(
        _determination(compiled, subject, roots, ask=ask)
        for roots in subject.units(kind)
        if not unit or roots[0]["id"] == unit
    )


def _determination(compiled: Compiled, subject: Subject, roots: Roots, *, ask: bool) -> Determination:
    program = compiled.program
    finding = _finding(compiled.tree, [*roots], subject.told)
    unknown = ask and finding.verdict is _UNKNOWN
    pays = bool(compiled.components) and finding.verdict is not _NO
    return Determination(
        program=program.code,
        name=program.name,
        unit=str(roots[0]["id"]),
        kind=program.unit,
        household=str(subject.household["id"]),
        as_of=compiled.as_of,
        verdict=finding.verdict,
        finding=finding,
        missing=tuple(missing_of(fact) for fact in blocking(compiled.lowered, roots)) if unknown else (),
        residual=print_text(residual(compiled.lowered, roots).node) if unknown else "",
        entitlement=entitlement(compiled, roots) if pays else None,
        rules=compiled.rules,
        parameters=compiled.parameters,
        facts=subject.known,
    )


def missing_of(fact: OpenFact) -> Missing:
    """An open fact by the id of whom it is about."""
    variable = f"{fact.name}:{fact.key}" if fact.key else fact.name
    return Missing(unit=str(fact.holder["id"]), kind=UnitKind(fact.unit), variable=variable, roster=fact.roster)


def _finding(compiled: CompiledClause, roots: list[Any], told: Told) -> Finding:
    if compiled.run is None:
        parts = tuple([_finding(part, roots, told) for part in compiled.parts])
        ends, otherwise = (_NO, _YES) if compiled.clause.all else (_YES, _NO)
        return Finding(clause=compiled.clause, verdict=_joined(parts, ends, otherwise), parts=parts)
    seen: Trace = []
    verdict = _VERDICTS[compiled.run(roots, seen)]
    return Finding(clause=compiled.clause, verdict=verdict, used=told.used(seen))


def _joined(parts: tuple[Finding, ...], ends: Verdict, otherwise: Verdict) -> Verdict:
    """One that ends it, or an unknown, or the other."""
    verdicts = [part.verdict for part in parts]
    return ends if ends in verdicts else _UNKNOWN if _UNKNOWN in verdicts else otherwise


_YES, _NO, _UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
_VERDICTS: Mapping[bool | None, Verdict] = {True: _YES, False: _NO, None: _UNKNOWN}

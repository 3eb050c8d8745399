"""One unit and one program: the verdict, every clause's part in it, and what is still to be asked (R-PRG-3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from slrt_core.model.determinations import Determination, Finding, Missing, Used, Verdict
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.registry import UnitKind
from slrt_core.rules.criteria import print_text
from slrt_core.rules.criteria.blocking import OpenFact, blocking
from slrt_core.rules.criteria.closures import Trace
from slrt_core.rules.criteria.residual import residual
from slrt_core.rules.eligibility.compiling import Compiled, CompiledClause
from slrt_core.rules.eligibility.entitlements import entitlement
from slrt_core.rules.eligibility.subjects import Subject

__all__ = ["assess", "missing_of"]

Roots = tuple[Mapping[str, Any], ...]


def assess(compiled: Compiled, subject: Subject, unit: str = "") -> tuple[Determination, ...]:
    """Determine whether units of a household are eligible.

    Args:
        compiled: the program on the day of assessment.
        subject: the household on that day.
        unit: the id of one of its units; all of the program's kind if empty.

    Returns:
        One for each unit; none where no unit of that kind is there.
    """
    kind = compiled.program.unit
    return tuple(
        _determination(compiled, subject, roots) for roots in subject.units(kind) if not unit or roots[0]["id"] == unit
    )


def _determination(compiled: Compiled, subject: Subject, roots: Roots) -> Determination:
    program = compiled.program
    finding = _finding(compiled.tree, roots, _kinds(subject))
    unknown = finding.verdict is Verdict.UNKNOWN
    pays = bool(compiled.components) and finding.verdict is not Verdict.NO
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


def _kinds(subject: Subject) -> Mapping[int, UnitKind]:
    return {id(values): kind for kind in UnitKind for values, *_ in subject.units(kind)}


def _finding(compiled: CompiledClause, roots: Roots, kinds: Mapping[int, UnitKind]) -> Finding:
    clause = compiled.clause
    if compiled.run is not None:
        seen: Trace = []
        verdict = Verdict.of(compiled.run(*roots, seen))
        used = tuple(_used(seen, kinds))
        return Finding(
            id=clause.id,
            label=clause.label,
            basis=clause.basis,
            verdict=verdict,
            text=clause.text,
            used=used,
            assumed=verdict is not Verdict.UNKNOWN and any(fact.value is UNKNOWN and not fact.roster for fact in used),
        )
    parts = tuple(_finding(part, roots, kinds) for part in compiled.parts)
    return Finding(
        id=clause.id,
        label=clause.label,
        basis=clause.basis,
        verdict=_joined([part.verdict for part in parts], all_of_them=bool(clause.all)),
        joined="all" if clause.all else "any",
        parts=parts,
    )


def _joined(verdicts: Iterable[Verdict], *, all_of_them: bool) -> Verdict:
    found = set(verdicts)
    ends, otherwise = (Verdict.NO, Verdict.YES) if all_of_them else (Verdict.YES, Verdict.NO)
    return ends if ends in found else Verdict.UNKNOWN if Verdict.UNKNOWN in found else otherwise


def _used(seen: Trace, kinds: Mapping[int, UnitKind]) -> Iterator[Used]:
    told: set[tuple[int, str, str]] = set()
    for holder, name, key in seen:
        kind = kinds.get(id(holder))
        if kind is None or (id(holder), name, key) in told:
            continue
        told.add((id(holder), name, key))
        variable, unit = f"{name}:{key}" if key else name, str(holder["id"])
        if name in {"members", "families"}:
            closed = holder.get("complete") is True
            value: Any = len(holder[name]) if closed else UNKNOWN
            yield Used(unit=unit, kind=kind, variable=variable, value=value, roster=True)
            continue
        held = holder.get(name)
        held = (held or {}).get(key) if key else held
        value = UNKNOWN if held is None else tuple(sorted(held)) if isinstance(held, frozenset) else held
        yield Used(unit=unit, kind=kind, variable=variable, value=value)

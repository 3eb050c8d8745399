"""Between which numbers a number lies, and how many digits it has after the point: what arithmetic makes of both."""

from __future__ import annotations

from attrs import evolve

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.findings import Findings
from slrt_core.rules.criteria.nodes import Place
from slrt_core.rules.criteria.schema import INT64, ROSTER, Kind

__all__ = ["added", "aligned", "covers", "literal", "number", "scaled", "totalled"]


def number(findings: Findings, at: Place | None, scale: int, low: int, high: int) -> Kind | None:
    """The type of a number; ``None`` if it may be larger than any evaluator can compute."""
    if max(abs(low), abs(high)) > INT64:
        findings.no(at, "number-range", "angkanya dapat melampaui 64 bit", "the number may go beyond 64 bits")
        return None
    return Kind(name="number", low=low, high=high, scale=scale)


def literal(findings: Findings, node: nodes.Int | nodes.Dec) -> Kind | None:
    """The type of a number that is written out."""
    digits, scale = (node.value, 0) if isinstance(node, nodes.Int) else (node.digits, node.scale)
    return number(findings, node.at, scale, digits, digits)


def aligned(findings: Findings, at: Place | None, left: Kind, right: Kind) -> bool:
    """Whether two numbers can be brought to the same digits after the point."""
    if left.scale != right.scale and left.scale and right.scale:
        findings.no(
            at,
            "decimal-scale",
            f"angka di belakang koma berbeda: {left.scale} dan {right.scale}",
            f"different digits after the point: {left.scale} and {right.scale}",
        )
        return False
    return all(number(findings, at, kind.scale, kind.low, kind.high) is not None for kind in _alike(left, right))


def added(findings: Findings, node: nodes.Add | nodes.Sub, left: Kind, right: Kind) -> Kind | None:
    """The type of a sum or a difference."""
    if not aligned(findings, node.at, left, right):
        return None
    a, b = _alike(left, right)
    if isinstance(node, nodes.Add):
        return number(findings, node.at, a.scale, a.low + b.low, a.high + b.high)
    return number(findings, node.at, a.scale, a.low - b.high, a.high - b.low)


def scaled(findings: Findings, node: nodes.Scale, by: Kind, of: Kind) -> Kind | None:
    """The type of a product."""
    ends = [a * b for a in (by.low, by.high) for b in (of.low, of.high)]
    return number(findings, node.at, by.scale + of.scale, min(ends), max(ends))


def totalled(findings: Findings, node: nodes.Sum, term: Kind) -> Kind | None:
    """The type of a total over as many as there may be."""
    return number(findings, node.at, term.scale, ROSTER * min(0, term.low), ROSTER * max(0, term.high))


def covers(kind: Kind, value: Kind) -> bool:
    """Whether a variable may have a value that is written out."""
    kind, value = _alike(kind, value)
    return kind.low <= value.low <= kind.high


def _alike(*kinds: Kind) -> tuple[Kind, ...]:
    """The same numbers, with the same digits after the point."""
    scale = max(kind.scale for kind in kinds)
    steps = ((kind, 10 ** (scale - kind.scale)) for kind in kinds)
    return tuple(evolve(kind, low=kind.low * by, high=kind.high * by, scale=scale) for kind, by in steps)

"""Whether two values can be compared: of the same type, of the same list, in an order."""

from __future__ import annotations

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.findings import Findings
from slrt_core.rules.criteria.fitting import on_list
from slrt_core.rules.criteria.ranges import aligned
from slrt_core.rules.criteria.schema import Kind

__all__ = ["compared"]

_CODED = {"code", "region"}
_ORDERED = {"number", "date", "instant"}


def compared(findings: Findings, node: nodes.Cmp, left: Kind, right: Kind) -> None:
    """Check the types of both sides against each other and against the operator."""
    names = {left.name, right.name}
    if "codes" in names:
        findings.mistyped(node.at, Kind(name="codes"), "bool", "number", "date", "code")
    elif names & _CODED:
        _coded(findings, node, left, right)
    elif left.name != right.name:
        findings.mistyped(node.right.at, right, left.name)
    elif left.name == "number":
        aligned(findings, node.at, left, right)
    # A region or a text stands beside a code that is written out.
    alike = left.name == right.name or {"region", "text"} & names
    if node.op not in {"==", "!="} and alike and not names & _ORDERED:
        findings.no(node.at, "order", f"{node.op} hanya untuk angka dan tanggal", f"{node.op} is for numbers and dates")


def _coded(findings: Findings, node: nodes.Cmp, left: Kind, right: Kind) -> None:
    if {left.name, right.name} - {*_CODED, "text"}:
        findings.mistyped(node.right.at, right, left.name)
        return
    both = isinstance(node.left, nodes.Code) and isinstance(node.right, nodes.Code)
    for kind, side in ((left, node.right), (right, node.left)):
        if isinstance(side, nodes.Code) and not both:
            on_list(findings, side, kind)
            return
    if both or left.name != right.name or set(left.codes) != set(right.codes) or left.level != right.level:
        findings.no(node.at, "code-lists", "kedua daftar kodenya berbeda", "the two are of different code lists")
    elif left.anywhere or right.anywhere:
        findings.no(
            node.at,
            "region-coarse",
            "wilayah ini mungkin hanya diketahui secara kasar; bandingkan provinsinya, misalnya",
            "this region may be known only coarsely; compare its province, for example",
        )

"""Whether what is written out fits what it stands beside: codes on their list, regions of their level, constants."""

from __future__ import annotations

import re

from slrt_core.reasons import Text, near
from slrt_core.rules.criteria import nodes, ranges
from slrt_core.rules.criteria.findings import Findings
from slrt_core.rules.criteria.nodes import Node, Place
from slrt_core.rules.criteria.schema import LEVEL_WORDS, LEVELS, Kind

__all__ = ["assumed", "listed", "on_list", "region", "whole_age"]

_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
_LITERALS = {
    "bool": nodes.Bool, "date": nodes.Day, "code": nodes.Code, "instant": nodes.Instant, "text": nodes.Code,
}  # fmt: skip
_CHOICES = 12
"""A list of so many codes is told whole where none is near to what was written."""


def region(findings: Findings, at: Place | None, code: str) -> bool:
    """Whether it is the code of a region, of whatever level."""
    if _REGION.fullmatch(code):
        return True
    findings.no(at, "region-code", f"{code!r} bukan kode wilayah", f"{code!r} is no region")
    return False


def on_list(findings: Findings, literal: nodes.Code, kind: Kind) -> None:
    """A code beside a variable: one of its list, or a region of its level."""
    if kind.name == "region":
        coarse = len(literal.value) != LEVELS[kind.level] and not kind.anywhere
        if region(findings, literal.at, literal.value) and coarse:
            level = LEVEL_WORDS[kind.level]
            findings.no(
                literal.at,
                "region-level",
                f"{literal.value!r} bukan {level.id}; tulis within(…) untuk yang di dalamnya",
                f"{literal.value!r} is no {level.en}; write within(…) for what lies in it",
            )
    elif kind.name != "text" and (kind.codes or kind.name != "codes") and literal.value not in kind.codes:
        hint = near(literal.value, kind.codes)
        if not hint.id and len(kind.codes) <= _CHOICES:
            listed = ", ".join(kind.codes)
            hint = Text(f"; pilih: {listed}", f"; choose: {listed}")
        findings.no(
            literal.at,
            "code-unknown",
            f"kode {literal.value!r} tidak ada dalam daftar{hint.id}",
            f"the code {literal.value!r} is not on the list{hint.en}",
        )


def listed(findings: Findings, node: nodes.In, kind: Kind) -> None:
    """The constants after ``in``, beside a value of a type."""
    for option in node.options:
        match option, kind:
            case nodes.Code(), Kind(name="text"):
                pass
            case nodes.Code(), Kind(name="code" | "region") if not isinstance(node.of, nodes.Code):
                on_list(findings, option, kind)
            case (nodes.Day(), Kind(name="date")) | (nodes.Instant(), Kind(name="instant")):
                pass
            case nodes.Dec(), _ if isinstance(node.of, nodes.Age):
                whole_age(findings, option.at)
            case ((nodes.Int() | nodes.Dec()), Kind(name="number")):
                found = ranges.literal(findings, option)
                if found is not None:
                    ranges.aligned(findings, option.at, kind, found)
            case _:
                findings.no(
                    option.at, "list-item", "isi daftar harus tetap dan sejenis", "the list holds constants of its kind"
                )


def assumed(findings: Findings, literal: Node, kind: Kind) -> None:
    """What is assumed of a variable while nobody has said."""
    if kind.name == "number" and isinstance(literal, nodes.Int | nodes.Dec):
        value = ranges.literal(findings, literal)
        if value is not None and (value.scale > kind.scale or not ranges.covers(kind, value)):
            findings.no(literal.at, "default-range", "di luar kisaran variabel", "outside the variable's range")
    elif kind.name not in _LITERALS or not isinstance(literal, _LITERALS[kind.name]):
        findings.no(literal.at, "default-type", "nilai anggapan harus sejenis", "what is assumed must be of its kind")
    elif isinstance(literal, nodes.Code):
        on_list(findings, literal, kind)


def whole_age(findings: Findings, at: Place | None) -> None:
    """Note what an age is compared with, and never reaches."""
    findings.no(at, "age-whole", "umur dibandingkan dengan bilangan bulat", "an age is compared with a whole number")

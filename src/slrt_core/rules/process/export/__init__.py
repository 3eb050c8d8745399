"""Pictures of a rulebook, made from its tables: state diagrams as SVG and Mermaid, and who may do what.

Nothing here reads or writes a file: a rulebook goes in, text comes out, always the same for the same rulebook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.rules.process.export.befallen import Befalling, befallings
from slrt_core.rules.process.export.blocks import Language
from slrt_core.rules.process.export.cases import case_machines
from slrt_core.rules.process.export.layout import Arrow, Drawing, Placed, drawing_of
from slrt_core.rules.process.export.lives import life_machines
from slrt_core.rules.process.export.machine import Lane, Machine, Spot, Step
from slrt_core.rules.process.export.matrix import Cell, Group, Matrix, matrix_of
from slrt_core.rules.process.export.mermaid import mermaid
from slrt_core.rules.process.export.protocols import added_rows, protocol_machines
from slrt_core.rules.process.export.referral import referral_machine
from slrt_core.rules.process.export.svg import LEGEND, described, svg

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import Rulebook

__all__ = [
    "LEGEND",
    "Arrow",
    "Befalling",
    "Cell",
    "Drawing",
    "Group",
    "Lane",
    "Language",
    "Machine",
    "Matrix",
    "Placed",
    "Spot",
    "Step",
    "added_rows",
    "befallings",
    "described",
    "drawing_of",
    "machines_of",
    "matrix_of",
    "mermaid",
    "protocol_machines",
    "svg",
]


def machines_of(book: Rulebook) -> tuple[Machine, ...]:
    """Every process of a rulebook.

    Those of cases, by kind and way in; the referral; the other lives; then those that protocols of programs change.
    """
    return (*case_machines(book), referral_machine(book), *life_machines(book), *protocol_machines(book))

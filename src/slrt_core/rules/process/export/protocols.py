"""What programs' own protocols change, in pictures: the processes into which they put a step (R-APP-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.reasons import Text
from slrt_core.rules.process.export.cases import case_machines
from slrt_core.rules.process.export.words import PROTOCOL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.rules.process.export.machine import Machine
    from slrt_core.rules.rulebook import Row, Rulebook

__all__ = ["added_rows", "protocol_machines"]


def protocol_machines(book: Rulebook) -> tuple[Machine, ...]:
    """A picture of each process that has a step more under a program's protocol; none where no protocol adds any."""
    programs = enumerate(book.variants()[1:], start=1)
    return tuple(machine for number, under in programs for machine in _under(under, f"protocol-{number}"))


def _under(book: Rulebook, key: str) -> Iterator[Machine]:
    added = {step.state for protocol in book.applied for step in protocol.step}
    program = book.applied[0].program
    for machine in case_machines(book):
        if any(spot.name in added for spot in machine.spots):
            title = Text(f"{PROTOCOL.id} {program}: {machine.title.id}", f"{PROTOCOL.en} {program}: {machine.title.en}")
            yield evolve(machine, key=f"{key}-{machine.key}", title=title)


def added_rows(under: Rulebook) -> tuple[Row, ...]:
    """The lines that protocols add, without those of the tables that they lead another way.

    Args:
        under: the rulebook as it holds for one program.
    """
    added = {step.state: step.post for protocol in under.applied for step in protocol.step}
    return tuple(row for row in under.rows if row.before in added and row.stage and row.posts == (added[row.before],))

"""Processes under a program's own protocol (R-APP-10): the same search, with what the protocol adds.

The world of a search has programs of its own. The one that every case begins with stands for the protocol's program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.model.cases import Way
from slrt_core.model.events import CaseEvent
from slrt_core.reasons import Text
from slrt_core.rules.process.explore.findings import Demand, Process, Prohibition
from slrt_core.rules.process.explore.histories import history
from slrt_core.rules.rulebook.protocols import kinds_of

if TYPE_CHECKING:
    from slrt_core.rules.process.scene import Scene
    from slrt_core.rules.rulebook import AddedStep, Rulebook

__all__ = ["passing", "played_under", "protocol_processes", "under_protocol"]

_STANDS_FOR_IT = "CENTRAL"


def protocol_processes(book: Rulebook) -> tuple[Process, ...]:
    """The processes that a protocol changes: its program, each kind that it is for, by every way in."""
    found = [
        Process(kind, Way(name), protocol.program)
        for protocol in book.protocols
        for name, way in book.ways.items()
        for kind in way.kinds
        if kind in kinds_of(protocol)
    ]
    return tuple(dict.fromkeys(found))


def played_under(book: Rulebook, process: Process) -> Rulebook:
    """The rulebook as a process follows it: under its program's protocol, if it names a program.

    Args:
        book: the rulebook.
        process: what is searched.
    """
    if not process.program:
        return book
    mine = tuple(evolve(one, program=_STANDS_FOR_IT) for one in book.protocols if one.program == process.program)
    return evolve(book, protocols=mine).under(_STANDS_FOR_IT)


def under_protocol(prohibitions: Iterable[Prohibition], process: Process) -> tuple[Prohibition, ...]:
    """The prohibitions as they hold under a protocol: a receiver that it names is the right one."""
    if not process.program:
        return tuple(prohibitions)
    return tuple(_but_for_it(one) if one.id == "wrongly-routed" else one for one in prohibitions)


def passing(demands: Iterable[Demand], book: Rulebook) -> tuple[Demand, ...]:
    """The demands, and under a protocol that a case can get past each of its steps: what a step needs may never hold.

    Args:
        demands: the others.
        book: as the process follows it.
    """
    steps = [step for protocol in book.applied for step in protocol.step]
    return (*demands, *(_passed(step) for step in steps))


def _passed(step: AddedStep) -> Demand:
    return Demand(
        id=f"passes:{step.state}",
        rule="R-APP-10",
        text=Text(
            f"langkah protokol tidak pernah terlewati: {step.label.id}",
            f"no case gets past the protocol's step: {step.label.en}",
        ),
        given=lambda case, _: case.state == step.state,
        goal=lambda case, _: case.state == step.before,
    )


def _but_for_it(routed: Prohibition) -> Prohibition:
    def broken(events: Sequence[CaseEvent], scene: Scene) -> bool:
        if not routed.broken(events, scene):
            return False
        case = history(events).after(scene)
        named = scene.process.under(case.program).named_receiver(case.kind)
        return case.referral is None or case.referral.receiver.post != named

    return evolve(routed, broken=broken)

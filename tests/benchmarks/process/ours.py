"""The same case decided by the rulebook: all reasons, the event, and the case after it."""

from __future__ import annotations

from collections.abc import Callable

from slrt_core.model.cases import Case
from slrt_core.model.commands import Moment, Move
from slrt_core.model.contents import Need
from slrt_core.model.officers import Actor
from slrt_core.rules.process import Decision, Scene, Surroundings, decide
from tests.benchmarks.process.story import WAY, Stage

__all__ = ["Case", "Ours", "begin"]

Ours = Callable[[Case, Move, Actor], tuple[Decision, Case]]


def begin(on: Stage, moment: Moment) -> tuple[Callable[[], Case], Ours]:
    """How a case begins, and how it takes a step."""
    scene = Scene(setting=on.setting, programs=on.programs, household=on.household)
    sari = scene.actor("sari", "facilitator")
    book = on.setting.rulebook

    def opened() -> Case:
        return scene.open(Need(program="SEMBAKO"), WAY, sari, on.village)

    def take(case: Case, move: Move, actor: Actor) -> tuple[Decision, Case]:
        around = Surroundings(
            setting=on.setting,
            process=book,
            look_up=lambda: on.household,
            program=on.programs.get(case.program),
            referral_id="referral-1",
            digest=f"after {case.version}" if move.content is not None else "",
        )
        decision = decide(case, move, actor, moment, around)
        return decision, scene.after(case, decision.events)

    return opened, take

"""The life of a case: what may happen to it, decided from tables; and what it then is, folded from events."""

from slrt_core.rules.process.apart import apart, households_of, is_about
from slrt_core.rules.process.approval import approval_digest
from slrt_core.rules.process.deciding import Decision, Surroundings, decide
from slrt_core.rules.process.effects import Notice
from slrt_core.rules.process.evolving import after, fold, opened, step
from slrt_core.rules.process.lives import (
    LifeDecision,
    LifeSurroundings,
    act_of,
    decide_life,
    fits,
    life_turns,
    participation_after,
    participation_opened,
)
from slrt_core.rules.process.scene import Scene
from slrt_core.rules.process.waiting import open_referral, steps_in, turns

__all__ = [
    "Decision",
    "LifeDecision",
    "LifeSurroundings",
    "Notice",
    "Scene",
    "Surroundings",
    "act_of",
    "after",
    "apart",
    "approval_digest",
    "decide",
    "decide_life",
    "fits",
    "fold",
    "households_of",
    "is_about",
    "life_turns",
    "open_referral",
    "opened",
    "participation_after",
    "participation_opened",
    "step",
    "steps_in",
    "turns",
]

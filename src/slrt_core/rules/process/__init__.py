"""The life of a case: what may happen to it, decided from tables; and what it then is, folded from events."""

from slrt_core.rules.process.apart import apart, households_of, is_about, through
from slrt_core.rules.process.approval import approval_digest
from slrt_core.rules.process.deciding import Decision, Surroundings, decide
from slrt_core.rules.process.effects import Notice
from slrt_core.rules.process.evolving import after, fold, opened, step
from slrt_core.rules.process.scene import Scene
from slrt_core.rules.process.waiting import open_referral, steps_in, turns

__all__ = [
    "Decision",
    "Notice",
    "Scene",
    "Surroundings",
    "after",
    "apart",
    "approval_digest",
    "decide",
    "fold",
    "households_of",
    "is_about",
    "open_referral",
    "opened",
    "step",
    "steps_in",
    "through",
    "turns",
]

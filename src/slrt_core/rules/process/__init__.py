"""The life of a case: what may happen to it, decided from tables; and what it then is, folded from events."""

from slrt_core.rules.process.apart import apart, carrying, did, is_about, lives_there, through, uncarried
from slrt_core.rules.process.approval import approval_digest
from slrt_core.rules.process.befalling import BEFALLING, Befallen, Home, befalling
from slrt_core.rules.process.clocks import Clocks, Stretch, clocks
from slrt_core.rules.process.deciding import Decision, decide
from slrt_core.rules.process.effects import Notice
from slrt_core.rules.process.escalating import followed_up_by, reminded, waited_for
from slrt_core.rules.process.evolving import after, fold, opened, step
from slrt_core.rules.process.intake import intake, kept_out
from slrt_core.rules.process.lifeneeds import Living
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
from slrt_core.rules.process.surroundings import Surroundings
from slrt_core.rules.process.waiting import open_referral, steps_in, turns

__all__ = [
    "BEFALLING",
    "Befallen",
    "Clocks",
    "Decision",
    "Home",
    "LifeDecision",
    "LifeSurroundings",
    "Living",
    "Notice",
    "Scene",
    "Stretch",
    "Surroundings",
    "act_of",
    "after",
    "apart",
    "approval_digest",
    "befalling",
    "carrying",
    "clocks",
    "decide",
    "decide_life",
    "did",
    "fits",
    "fold",
    "followed_up_by",
    "intake",
    "is_about",
    "kept_out",
    "life_turns",
    "lives_there",
    "open_referral",
    "opened",
    "participation_after",
    "participation_opened",
    "reminded",
    "step",
    "steps_in",
    "through",
    "turns",
    "uncarried",
    "waited_for",
]

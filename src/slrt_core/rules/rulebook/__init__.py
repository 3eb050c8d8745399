"""The rulebook: files with a content hash, checked as a whole, read by pure functions."""

from slrt_core.rules.rulebook.book import Rulebook
from slrt_core.rules.rulebook.checking import EFFECTS, NEEDS
from slrt_core.rules.rulebook.loading import FILES, load_rulebook, rulebook_from_texts
from slrt_core.rules.rulebook.tables import (
    KEEP,
    Calendar,
    Choice,
    ClosedDay,
    CommandRule,
    Derived,
    Limit,
    Option,
    PostRule,
    ReferralRow,
    Refusal,
    Route,
    Row,
    StageRule,
    StateRule,
    TopicRule,
    Variable,
    WayRule,
    YearlyDay,
)

__all__ = [
    "EFFECTS",
    "FILES",
    "KEEP",
    "NEEDS",
    "Calendar",
    "Choice",
    "ClosedDay",
    "CommandRule",
    "Derived",
    "Limit",
    "Option",
    "PostRule",
    "ReferralRow",
    "Refusal",
    "Route",
    "Row",
    "Rulebook",
    "StageRule",
    "StateRule",
    "TopicRule",
    "Variable",
    "WayRule",
    "YearlyDay",
    "load_rulebook",
    "rulebook_from_texts",
]

"""Who is eligible, why, what is still to be asked, and what it comes to."""

from slrt_core.rules.eligibility.asking import Question, questions
from slrt_core.rules.eligibility.assessing import assess
from slrt_core.rules.eligibility.catalogue import Catalogue
from slrt_core.rules.eligibility.compiling import Compiled, check_program, compile_program
from slrt_core.rules.eligibility.entitlements import entitlement
from slrt_core.rules.eligibility.ranking import Gaps, Ranked, Ranking, Simulation, gaps, ranking, simulation
from slrt_core.rules.eligibility.subjects import Subject, living, subject_of

__all__ = [
    "Catalogue",
    "Compiled",
    "Gaps",
    "Question",
    "Ranked",
    "Ranking",
    "Simulation",
    "Subject",
    "assess",
    "check_program",
    "compile_program",
    "entitlement",
    "gaps",
    "living",
    "questions",
    "ranking",
    "simulation",
    "subject_of",
]

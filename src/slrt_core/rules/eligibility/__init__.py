"""Who is eligible, why, what is still to be asked, and what it comes to."""

from slrt_core.rules.eligibility.asking import OpenQuestion, questions
from slrt_core.rules.eligibility.assessing import assess
from slrt_core.rules.eligibility.catalogue import Catalogue
from slrt_core.rules.eligibility.checking import check_program
from slrt_core.rules.eligibility.compiling import Compiled, CompiledClause, CompiledComponent, compile_program
from slrt_core.rules.eligibility.detailing import detailed
from slrt_core.rules.eligibility.entitlements import entitlement
from slrt_core.rules.eligibility.gaps import Gaps, gap_conditions, gaps
from slrt_core.rules.eligibility.lines import Ranked
from slrt_core.rules.eligibility.naming import Names, names_of
from slrt_core.rules.eligibility.phrasing import Words
from slrt_core.rules.eligibility.ranking import Ranking, ranking
from slrt_core.rules.eligibility.simulating import Simulating, Simulation, simulation
from slrt_core.rules.eligibility.subjects import Subject, living, subject_of, turning_days
from slrt_core.rules.eligibility.telling import tell, verdict_line
from slrt_core.rules.eligibility.wording import question

__all__ = [
    "Catalogue",
    "Compiled",
    "CompiledClause",
    "CompiledComponent",
    "Gaps",
    "Names",
    "OpenQuestion",
    "Ranked",
    "Ranking",
    "Simulating",
    "Simulation",
    "Subject",
    "Words",
    "assess",
    "check_program",
    "compile_program",
    "detailed",
    "entitlement",
    "gap_conditions",
    "gaps",
    "living",
    "names_of",
    "question",
    "questions",
    "ranking",
    "simulation",
    "subject_of",
    "tell",
    "turning_days",
    "verdict_line",
]

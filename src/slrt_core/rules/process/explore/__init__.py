"""The explorer: a rulebook searched completely, with the decisions that the desk makes."""

from slrt_core.rules.process.explore.demands import DEMANDS
from slrt_core.rules.process.explore.exploring import Searched, Task, explore, explore_rulebook, rows_of, unfired
from slrt_core.rules.process.explore.findings import (
    Beat,
    Demand,
    Finding,
    Process,
    Prohibition,
    Report,
    Story,
    processes,
)
from slrt_core.rules.process.explore.histories import Deed, History, history
from slrt_core.rules.process.explore.keys import LEVELS, PARTS
from slrt_core.rules.process.explore.lifedemands import LIFE_DEMANDS
from slrt_core.rules.process.explore.lifefindings import LifeDemand, LifeProhibition, LifeStory
from slrt_core.rules.process.explore.lifeprohibitions import LIFE_PROHIBITIONS
from slrt_core.rules.process.explore.lifestaffs import LifeStaff, life_staffs
from slrt_core.rules.process.explore.lifeworld import LifeDeed, LifeScene
from slrt_core.rules.process.explore.lives import explore_life, explore_lives
from slrt_core.rules.process.explore.prohibitions import PROHIBITIONS
from slrt_core.rules.process.explore.protocols import protocol_processes
from slrt_core.rules.process.explore.rosters import Appointment, Stuck, check_roster, lies_within
from slrt_core.rules.process.explore.staffs import Staff, staffs
from slrt_core.rules.process.explore.together import Searchers

__all__ = [
    "DEMANDS",
    "LEVELS",
    "LIFE_DEMANDS",
    "LIFE_PROHIBITIONS",
    "PARTS",
    "PROHIBITIONS",
    "Appointment",
    "Beat",
    "Deed",
    "Demand",
    "Finding",
    "History",
    "LifeDeed",
    "LifeDemand",
    "LifeProhibition",
    "LifeScene",
    "LifeStaff",
    "LifeStory",
    "Process",
    "Prohibition",
    "Report",
    "Searched",
    "Searchers",
    "Staff",
    "Story",
    "Stuck",
    "Task",
    "check_roster",
    "explore",
    "explore_life",
    "explore_lives",
    "explore_rulebook",
    "history",
    "lies_within",
    "life_staffs",
    "processes",
    "protocol_processes",
    "rows_of",
    "staffs",
    "unfired",
]

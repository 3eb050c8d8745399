"""Reading what a host hands over as files: the map, the roster, the catalogue of programs, lists of households."""

from slrt_core.adapters.files.households import HouseholdFile, read_households
from slrt_core.adapters.files.programs import read_programs
from slrt_core.adapters.files.regions import read_regions
from slrt_core.adapters.files.roster import read_leaves, read_roster

__all__ = ["HouseholdFile", "read_households", "read_leaves", "read_programs", "read_regions", "read_roster"]

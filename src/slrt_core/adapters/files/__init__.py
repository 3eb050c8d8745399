"""Reading what a host hands over as files: the map, the roster, the catalogue of programs."""

from slrt_core.adapters.files.programs import read_programs
from slrt_core.adapters.files.regions import read_regions
from slrt_core.adapters.files.roster import read_roster

__all__ = ["read_programs", "read_regions", "read_roster"]

"""Reading what a host hands over as CSV files: the map and the roster."""

from slrt_core.adapters.files.regions import read_regions
from slrt_core.adapters.files.roster import read_roster

__all__ = ["read_regions", "read_roster"]

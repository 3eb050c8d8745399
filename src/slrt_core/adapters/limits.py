"""What every store refuses alike; kept with the port, where a store of somebody else finds it too."""

from __future__ import annotations

from slrt_core.ports import check_claim, check_index, check_names

__all__ = ["check_claim", "check_index", "check_names"]

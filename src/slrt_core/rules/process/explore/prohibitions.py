"""What the rules forbid, whoever does it and however it came about. Written from the rules, not from the tables."""

from __future__ import annotations

from slrt_core.rules.process.explore.findings import Prohibition

__all__ = ["PROHIBITIONS"]

PROHIBITIONS: tuple[Prohibition, ...] = ()
"""The prohibitions of the library."""

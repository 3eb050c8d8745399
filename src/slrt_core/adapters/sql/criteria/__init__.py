"""Criteria in SQL, in two shapes: conditions on a row, and verdicts on a whole population."""

from slrt_core.adapters.sql.criteria.exists import Exists
from slrt_core.adapters.sql.criteria.facts import Facts
from slrt_core.adapters.sql.criteria.grouped import Grouped
from slrt_core.adapters.sql.criteria.paging import Pages

__all__ = ["Exists", "Facts", "Grouped", "Pages"]

"""Criteria over whole populations, as columns: Polars and DuckDB on one machine, PySpark on a cluster.

Every expression becomes the same two rails as elsewhere, written once, in the expressions of narwhals. All that is
asked of the members, by all expressions together, is found out in one pass over them.
"""

from slrt_core.adapters.columnar.evaluating import evaluate, evaluate_chunks
from slrt_core.adapters.columnar.subjects import tables_of
from slrt_core.adapters.columnar.tables import Tables

__all__ = ["Tables", "evaluate", "evaluate_chunks", "tables_of"]

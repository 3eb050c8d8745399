"""The thirteen programs in openfisca-core, on complete data: a variable with a vectorial formula for each.

OpenFisca knows no unknown: a missing value would be its type's default, so it is measured where everything is known.
What it is given, to its advantage: the inputs are set as numpy arrays (codes as the numbers of an enumeration, births
as datetime64), the entities' memberships too; `judged` makes a simulation from arrays and computes all programs.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.holders import Holder
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from tests.benchmarks.criteria.data import AS_OF, CODES, HOMES, PERSONS, Chunk
from tests.benchmarks.criteria.programs13 import PROGRAMS

__all__ = ["inputs", "judged", "system"]

PERIOD = "2026-06"
_ENUMS: dict[str, type[Enum]] = {name: Enum(name, [(code, code) for code in codes]) for name, codes in CODES.items()}

"""Hypothesis strategies for the values of the model, with near misses: what people write is seldom quite right.

`values_of` gives one for any class of the model; the others are for what a test wants to steer.
"""

from slrt_core.testing.strategies.basic import (
    claims,
    days,
    identity_texts,
    instants,
    private_words,
    region_codes,
    texts,
    values,
)
from slrt_core.testing.strategies.criteria import programs
from slrt_core.testing.strategies.forms import contents, family_forms, household_forms, moves, person_forms
from slrt_core.testing.strategies.histories import Played, histories
from slrt_core.testing.strategies.nearly import (
    day_texts,
    near_niks,
    near_no_kks,
    phones,
    region_texts,
    valid_niks,
    valid_no_kks,
)
from slrt_core.testing.strategies.whole import values_of

__all__ = [
    "Played",
    "claims",
    "contents",
    "day_texts",
    "days",
    "family_forms",
    "histories",
    "household_forms",
    "identity_texts",
    "instants",
    "moves",
    "near_niks",
    "near_no_kks",
    "person_forms",
    "phones",
    "private_words",
    "programs",
    "region_codes",
    "region_texts",
    "texts",
    "valid_niks",
    "valid_no_kks",
    "values",
    "values_of",
]

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
    valid_niks,
    values,
)
from slrt_core.testing.strategies.forms import contents, family_forms, household_forms, moves, person_forms
from slrt_core.testing.strategies.whole import values_of

__all__ = [
    "claims",
    "contents",
    "days",
    "family_forms",
    "household_forms",
    "identity_texts",
    "instants",
    "moves",
    "person_forms",
    "private_words",
    "region_codes",
    "texts",
    "valid_niks",
    "values",
    "values_of",
]

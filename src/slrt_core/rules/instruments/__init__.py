"""The surveys and registers from which answers come: their columns and codes, read onto the catalogue.

What an instrument did not ask, or answers with too little, stays unknown. A code that is not on its list is told,
with its column, and never guessed.
"""

from slrt_core.rules.instruments.answering import read_answers, roster_closed, unread_columns
from slrt_core.rules.instruments.loading import NAMES, load_instrument, read_instrument
from slrt_core.rules.instruments.tables import Answer, Instrument, Part, RosterRule, Silence, Unasked

__all__ = [
    "NAMES",
    "Answer",
    "Instrument",
    "Part",
    "RosterRule",
    "Silence",
    "Unasked",
    "load_instrument",
    "read_answers",
    "read_instrument",
    "roster_closed",
    "unread_columns",
]

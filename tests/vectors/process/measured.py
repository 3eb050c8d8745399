"""The rules as they stand, and what they are measured against."""

from functools import cache
from pathlib import Path

from slrt_core.rules.rulebook import Rulebook, load_rulebook
from slrt_core.testing.oracle import Oracle
from tests.vectors.process.demands import DEMANDS
from tests.vectors.process.prohibitions import PROHIBITIONS

STORIES = Path(__file__).parent / "stories"


@cache
def the_oracle() -> Oracle:
    """All stories, prohibitions and demands."""
    return Oracle.of(STORIES, PROHIBITIONS, DEMANDS)


@cache
def book_of(*chosen: tuple[str, str]) -> Rulebook:
    """The default rulebook under a choice of options."""
    return load_rulebook(None, dict(chosen))


CHOSEN = tuple(tuple(sorted(chosen.items())) for chosen in the_oracle().choices())
"""Every choice of options of which a story is told; see `book_of`."""

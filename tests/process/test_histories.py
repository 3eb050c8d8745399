"""Histories that are drawn: whatever small staffs make of a case, and that they get far enough to prove something."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from slrt_core.model import Moved
from slrt_core.rules.process import fold
from slrt_core.rules.process.explore import PROHIBITIONS
from slrt_core.testing.strategies import Played, histories
from tests.vectors.process.measured import CHOSEN, book_of, the_oracle


@settings(max_examples=150)
@given(st.one_of([histories(book_of(*chosen)) for chosen in CHOSEN]))
def test_nothing_forbidden_is_drawn(played: Played) -> None:
    """The case is the fold of its events, and neither the library's prohibitions nor the oracle's are broken by it."""
    assert fold(played.events) == played.case
    if not any(isinstance(event, Moved) for event in played.events):
        return
    assert [one.id for one in PROHIBITIONS if one.broken(played.events, played.scene)] == []
    assert the_oracle().broken(played.events, played.scene) == []


def test_they_go_far() -> None:
    """A history that ends where it began would prove nothing."""
    states: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    @settings(max_examples=200)
    @given(histories(book_of()))
    def drawn(played: Played) -> None:
        states.update({event.after for event in played.events if hasattr(event, "after")})
        refused.update(code for _, codes in played.refused for code in codes)

    drawn()
    assert {"review", "recommendation", "decided", "closed"} <= states.keys()
    assert "post" in refused
    assert any(code.startswith("apart-") for code in refused)

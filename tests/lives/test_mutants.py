"""Mistakes in the table of lives, made mechanically, each found by the search or excused by name."""

from __future__ import annotations

from collections import Counter

from attrs import evolve

from slrt_core.rules.process.explore import explore_life
from slrt_core.rules.rulebook import load_rulebook
from tests.lives.measured import STRICT, everything, excused, measured, searched

CHOICES: tuple[dict[str, str], ...] = ({}, {"other_programs_entered_by": "manager"})


def test_a_sample_is_found() -> None:
    """One in forty of them, by lot; `python -m tests.lives.measured` sets the search upon all."""
    result = measured(share=0.025, seed=7)
    assert [mutant.id for mutant in result.survivors if excused(mutant) is None] == []
    assert len(result.found) >= 15


def test_each_column_is_changed_in_each_row() -> None:
    """Every row is dropped; posts, scopes, stages, needs, effects, days and states are changed."""
    found = list(everything())
    changes = Counter(mutant.change for mutant in found)
    assert set(changes) == {"drop", "retarget", "post", "scope", "stage", "need", "effect", "days"}
    rows = {(row.place, row.before) for chosen in CHOICES for row in load_rulebook(None, chosen).life_rows}
    assert changes["drop"] == len(rows)
    assert len({mutant.id for mutant in found}) == len(found)


def test_without_a_mistake_nothing_is_found() -> None:
    """Neither the oracle nor the search with one staff after another calls the default table wrong."""
    one = next(everything())
    for chosen in CHOICES:
        book = load_rulebook(None, chosen)
        assert explore_life(book, "program", prohibitions=STRICT).findings == ()
    assert searched(evolve(one, book=load_rulebook(), touches=frozenset({("", "enrol")}))) is None

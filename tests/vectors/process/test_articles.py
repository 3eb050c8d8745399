"""The rulebook does in every state what the articles say of it, and a mistake in it is found by that."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from slrt_core.rules.process.explore import Process, processes
from slrt_core.testing.mutating import Mutant, tally
from tests.vectors.process.measured import CHOSEN, book_of
from tests.vectors.process.mutation import everything, excused, otherwise, stated, told
from tests.vectors.process.sweeping import wrong

_QUICK = {"enquiry/puskesos", "enquiry/slrt_office"}
_BY_RULE = Path(__file__).parent / "found_by_rule.txt"


def _marked(process: Process) -> object:
    return pytest.param(process, marks=() if str(process) in _QUICK else pytest.mark.long, id=str(process))


@pytest.mark.parametrize("process", [_marked(process) for process in processes(book_of())])
def test_rulebook_does_as_the_articles_say(process: Process) -> None:
    """Who may, on what terms, and what comes of it, at every moment that a case can come to."""
    assert list(wrong(book_of(), process)) == []


@pytest.mark.long
@pytest.mark.parametrize("chosen", [one for one in CHOSEN if one], ids=str)
def test_so_it_does_as_a_district_chooses(chosen: tuple[tuple[str, str], ...]) -> None:
    """Under each choice of options of which a story is told."""
    book = book_of(*chosen)
    for process in processes(book):
        assert next(wrong(book, process, chosen), None) is None


@cache
def _mutants() -> dict[str, Mutant]:
    return {mutant.id: mutant for mutant in everything()}


def test_a_sample_of_mistakes_is_found() -> None:
    """Some of them, by lot; `python -m tests.vectors.process.mutation` measures all."""
    touching = [id for id, mutant in sorted(_mutants().items()) if mutant.touches]
    for id in Random(20).sample(touching, 10):
        mutant = _mutants()[id]
        assert stated(mutant) or excused(mutant) or told(mutant), id


@pytest.mark.long
def test_every_mistake_is_found() -> None:
    """All that can be made mechanically in the tables of cases and referrals."""
    result = tally((one for one in everything() if one.touches), (stated, told))
    assert [mutant.id for mutant in result.survivors if excused(mutant) is None] == []


def _by_rule() -> list[tuple[str, str]]:
    lines = _BY_RULE.read_text("utf-8").splitlines()
    pairs = [line.partition(" :: ") for line in lines if line and not line.startswith("#")]
    return [(rule, id) for rule, _, id in pairs]


@pytest.mark.parametrize(("rule", "id"), _by_rule(), ids=lambda value: value.partition("[")[0])
def test_each_rule_finds_a_mistake(rule: str, id: str) -> None:
    """What is said of a rule finds a mistake in a row that cites it."""
    mutant = _mutants()[id]
    assert any(found.rule == rule for found in otherwise(mutant))


def test_no_rule_of_the_tables_is_without_one() -> None:
    """Each rule that a row of the tables cites."""
    book = book_of()
    assert {row.basis.rule for row in (*book.rows, *book.referral_rows)} <= {rule for rule, _ in _by_rule()}

"""Answers to ``as_of`` that are off by one, or choose otherwise, are rejected by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from slrt_core.model import UNKNOWN, AsOf, Fact
from slrt_core.testing import HistoryContract

Held = Mapping[tuple[str, str], Fact]


def chosen(
    facts: Sequence[Fact], counts: Callable[[Fact], bool], rank: Callable[[Fact], Any], key: Callable[[Fact], Any]
) -> Held:
    found: dict[Any, Fact] = {}
    for fact in facts:
        if counts(fact) and (key(fact) not in found or rank(found[key(fact)]) <= rank(fact)):
            found[key(fact)] = fact
    return found


class Whole(HistoryContract):
    def pick(self, facts: Sequence[Fact], as_of: AsOf) -> Held:
        return chosen(facts, lambda f: self.counts(f, as_of), self.rank, self.key)

    def counts(self, fact: Fact, as_of: AsOf) -> bool:
        return fact.valid_from <= as_of.valid and as_of.knows(fact.recorded_at)

    def rank(self, fact: Fact) -> Any:
        return fact.valid_from

    def key(self, fact: Fact) -> Any:
        return fact.unit, fact.variable


class FromTheNextDay(Whole):
    def counts(self, fact: Fact, as_of: AsOf) -> bool:
        return fact.valid_from < as_of.valid and as_of.knows(fact.recorded_at)


class FromTheDayBefore(Whole):
    def counts(self, fact: Fact, as_of: AsOf) -> bool:
        return fact.valid_from <= as_of.valid + timedelta(days=1) and as_of.knows(fact.recorded_at)


class KnownAfterwards(Whole):
    def counts(self, fact: Fact, as_of: AsOf) -> bool:
        return fact.valid_from <= as_of.valid and (as_of.recorded is None or fact.recorded_at < as_of.recorded)


class KnownThatDay(Whole):
    def counts(self, fact: Fact, as_of: AsOf) -> bool:
        known = as_of.recorded is None or fact.recorded_at.date() <= as_of.recorded.date()
        return fact.valid_from <= as_of.valid and known


class AlwaysKnown(Whole):
    def counts(self, fact: Fact, as_of: AsOf) -> bool:
        return fact.valid_from <= as_of.valid


class LastRecordedWins(Whole):
    def rank(self, fact: Fact) -> Any:
        return fact.recorded_at


class FirstStays(Whole):
    def pick(self, facts: Sequence[Fact], as_of: AsOf) -> Held:
        return chosen(list(reversed(facts)), lambda f: self.counts(f, as_of), self.rank, self.key)


class WithdrawalForgotten(Whole):
    def counts(self, fact: Fact, as_of: AsOf) -> bool:
        return super().counts(fact, as_of) and fact.value is not UNKNOWN


class UnitsMixed(Whole):
    def pick(self, facts: Sequence[Fact], as_of: AsOf) -> Held:
        by_variable = chosen(facts, lambda f: self.counts(f, as_of), self.rank, lambda f: f.variable)
        return {("unit", variable): fact for variable, fact in by_variable.items()}  # type: ignore[misc]


_DAY = "A fact holds from its first day on, that day itself included, and not the day before"
_INSTANT = "A fact is known from the instant at which it was recorded, itself included, and not a microsecond before"
BROKEN: list[tuple[type[HistoryContract], str]] = [
    (FromTheNextDay, _DAY),
    (FromTheDayBefore, _DAY),
    (KnownAfterwards, _INSTANT),
    (KnownThatDay, _INSTANT),
    (AlwaysKnown, _INSTANT),
    (LastRecordedWins, "Of several facts, the one that became true last holds, also if it was recorded first"),
    (
        FirstStays,
        "Of facts that became true the same day, the one recorded last holds; before it was known, the other did",
    ),
    (WithdrawalForgotten, "An answer that was withdrawn is unknown from that day on, not the one before it"),
    (UnitsMixed, "Facts of another unit or variable change nothing"),
]
TESTS = [name for name in dir(HistoryContract) if name.startswith("test_")]


class Shipped(HistoryContract):
    def pick(self, facts: Sequence[Fact], as_of: AsOf) -> Held:
        return as_of.pick(facts)


def said(contract: HistoryContract) -> list[str]:
    found = []
    for name in TESTS:
        try:
            getattr(contract, name)()
        except AssertionError as error:
            found.append(str(error))
    return found


@pytest.mark.parametrize(("kind", "promise"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_history_is_rejected(kind: type[HistoryContract], promise: str) -> None:
    assert [text for text in said(kind()) if text.startswith(f"promise: {promise}: ")]


@pytest.mark.parametrize("kind", [Whole, Shipped])
def test_a_whole_history_passes(kind: type[HistoryContract]) -> None:
    assert said(kind()) == []


def test_each_promise_is_broken_by_some_history() -> None:
    every = {(getattr(HistoryContract, name).__doc__ or "").splitlines()[0].rstrip(".") for name in TESTS}
    assert every == {promise for _, promise in BROKEN}

"""The contract of whatever answers what was true when, as known when: in memory, in SQL, or in a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from slrt_core.model import UNKNOWN, AsOf, Fact
from slrt_core.model.facts import Value
from slrt_core.testing.promises import agree, promise

__all__ = ["HistoryContract"]

_DAY = timedelta(days=1)
_MICRO = timedelta(microseconds=1)
_ON = date(2026, 3, 1)
_AT = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)


class HistoryContract:
    """Every promise of `slrt_core.model.AsOf.pick`. Subclass it and override `pick`."""

    def pick(self, facts: Sequence[Fact], as_of: AsOf) -> Mapping[tuple[str, str], Fact]:
        """The fact in force for each unit and variable; the facts come in the order in which they were recorded."""
        raise NotImplementedError("give the contract what answers: override pick()")

    @promise
    def test_from_the_first_day(self) -> None:
        """A fact holds from its first day on, that day itself included, and not the day before."""
        facts = [_fact(1)]
        for day, expected in ((_ON - _DAY, None), (_ON, 1), (_ON + _DAY, 1), (_ON + 900 * _DAY, 1)):
            agree(self._value(facts, AsOf(day)), expected, f"on {day} it reads")

    @promise
    def test_from_the_instant(self) -> None:
        """A fact is known from the instant at which it was recorded, itself included, and not a microsecond before."""
        facts = [_fact(1)]
        for instant, expected in ((_AT - _MICRO, None), (_AT, 1), (_AT + _MICRO, 1), (None, 1)):
            agree(self._value(facts, AsOf(_ON, instant)), expected, f"known by {instant} it reads")

    @promise
    def test_the_last_day_wins(self) -> None:
        """Of several facts, the one that became true last holds, also if it was recorded first."""
        facts = [_fact(2, on=_ON + _DAY), _fact(1, at=_AT + _DAY), _fact(3, on=_ON + 3 * _DAY, at=_AT + 2 * _DAY)]
        for days, expected in ((0, 1), (1, 2), (2, 2), (3, 3)):
            agree(self._value(facts, AsOf(_ON + days * _DAY)), expected, f"{days} days on it reads")

    @promise
    def test_a_correction_replaces(self) -> None:
        """Of facts that became true the same day, the one recorded last holds; before it was known, the other did."""
        facts = [_fact(1), _fact(2, at=_AT + _DAY)]
        agree(self._value(facts, AsOf(_ON)), 2)
        agree(self._value(facts, AsOf(_ON, _AT + _DAY)), 2, "known by that instant it reads")
        agree(self._value(facts, AsOf(_ON, _AT + _DAY - _MICRO)), 1, "known before it reads")
        agree(self._value([_fact(1), _fact(2)], AsOf(_ON)), 2, "recorded at the same instant, the later reads")

    @promise
    def test_withdrawn_is_unknown(self) -> None:
        """An answer that was withdrawn is unknown from that day on, not the one before it."""
        facts = [_fact(1), _fact(UNKNOWN, on=_ON + _DAY, at=_AT + _DAY)]
        agree(self._value(facts, AsOf(_ON)), 1)
        agree(self._value(facts, AsOf(_ON + _DAY)), UNKNOWN, "withdrawn it reads")
        agree(self._value(facts, AsOf(_ON + _DAY, _AT)), 1, "before the withdrawal was known it reads")

    @promise
    def test_units_and_variables_are_apart(self) -> None:
        """Facts of another unit or variable change nothing."""
        facts = [_fact(1), _fact(2, unit="other", on=_ON + _DAY), _fact(3, variable="other", on=_ON + _DAY)]
        found = {key: fact.value for key, fact in self.pick(facts, AsOf(_ON + _DAY)).items()}
        agree(found, {("unit", "variable"): 1, ("other", "variable"): 2, ("unit", "other"): 3})
        agree(dict(self.pick([], AsOf(_ON))), {}, "without facts there is")

    def _value(self, facts: Sequence[Fact], as_of: AsOf) -> Value | None:
        fact = self.pick(facts, as_of).get(("unit", "variable"))
        return None if fact is None else fact.value


def _fact(value: Value, *, unit: str = "unit", variable: str = "variable", on: date = _ON, at: datetime = _AT) -> Fact:
    return Fact(unit=unit, variable=variable, value=value, valid_from=on, recorded_at=at, source="visit")

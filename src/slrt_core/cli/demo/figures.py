"""Figures of the month, counted from the canonical export: what can be told without anything personal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from attrs import define, field, frozen

from slrt_core import GovernanceLevel, Way
from slrt_core.model.contents import CaseKind
from slrt_core.rules import deadlines
from slrt_core.rules.rulebook import Calendar

__all__ = ["ORDER", "OUTCOMES", "CaseFigures", "Figures", "Line"]

OUTCOMES = ("accepted", "settled", "answered", "rejected", "failed", "withdrawn")
"""How a case may end; whatever has none of them is still open."""

ORDER: dict[str, tuple[str, ...]] = {
    "kind": tuple(CaseKind),
    "way": tuple(Way),
    "level": (*GovernanceLevel, "none"),
}
"""In which order the lines of a table stand."""


@define
class CaseFigures:
    """What the figures know of one case."""

    kind: str
    way: str
    region: str
    opened: date
    level: str = "none"
    outcome: str = ""
    decided: date | None = None
    state: str = ""
    late: int = 0
    told: int = 0
    referrals: dict[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Line:
    """One line of a table of outcomes.

    Args:
        key: what is counted, such as a kind or a level.
        total: all its cases.
        outcomes: how many ended how.
        late: how many were late at some step.
        days: the median of working days from the visit to the outcome; ``None`` if none has one.
    """

    key: str
    total: int
    outcomes: Mapping[str, int]
    late: int
    days: float | None

    @property
    def open(self) -> int:
        """Those without an outcome yet."""
        return self.total - sum(self.outcomes.values())


@frozen(kw_only=True)
class Figures:
    """All figures of the month."""

    cases: Sequence[CaseFigures]
    events: int
    referrals: Mapping[str, int]
    feedback: int
    reached: int
    steps: Mapping[str, int]
    _calendar: Calendar = field(repr=False)

    @classmethod
    def of(cls, lines: Iterable[str], calendar: Calendar) -> Figures:
        """Count them.

        Args:
            lines: the canonical export.
            calendar: which days are working days.
        """
        cases: dict[str, CaseFigures] = {}
        steps: Counter[str] = Counter()
        feedback = reached = events = 0
        for line in lines:
            entry = json.loads(line)
            event, stream = entry["event"], entry["stream"]
            events += 1
            if not stream.startswith("case/"):
                continue
            if event["type"] == "CaseOpened":
                cases[stream] = CaseFigures(
                    kind=event["kind"],
                    way=event["way"],
                    region=event["region"],
                    opened=date.fromisoformat(event["on"]),
                    state=event["state"],
                )
                continue
            if event["type"] == "FeedbackGiven":
                feedback += 1
                reached += event["feedback"]["reached"]
            if event["type"] == "Moved":
                steps[event["command"]] += 1
            _count(cases[stream], event)
        results = Counter(state for case in cases.values() for state in case.referrals.values() if state != "draft")
        return cls(
            cases=tuple(cases.values()),
            events=events,
            referrals=dict(sorted(results.items(), key=lambda pair: -pair[1])),
            feedback=feedback,
            reached=reached,
            steps=steps,
            calendar=calendar,
        )

    def by(self, name: str, order: Sequence[str] = ()) -> tuple[Line, ...]:
        """A line for each kind, way, level or sub-district.

        Args:
            name: ``kind``, ``way``, ``level``; or ``subdistrict``.
            order: which keys come first.
        """
        groups: dict[str, list[CaseFigures]] = {key: [] for key in order}
        for case in self.cases:
            key = case.region[:8] if name == "subdistrict" else getattr(case, name)
            groups.setdefault(key, []).append(case)
        return tuple(self.line(key, cases) for key, cases in groups.items() if cases)

    def line(self, key: str, cases: Sequence[CaseFigures]) -> Line:
        """One line over some cases."""
        outcomes = Counter(case.outcome for case in cases if case.outcome)
        took = [
            deadlines.working_days_between(self._calendar, case.opened, case.decided) for case in cases if case.decided
        ]
        return Line(
            key=key,
            total=len(cases),
            outcomes={outcome: outcomes[outcome] for outcome in OUTCOMES},
            late=sum(case.late > 0 for case in cases),
            days=median(took) if took else None,
        )

    @property
    def whole(self) -> Line:
        """All cases in one line."""
        return self.line("", self.cases)

    def daily(self, days: Sequence[date]) -> tuple[tuple[date, int, int], ...]:
        """For each day: how many cases were opened, and how many had their outcome."""
        opened = Counter(case.opened for case in self.cases)
        decided = Counter(case.decided for case in self.cases)
        return tuple((day, opened[day], decided[day]) for day in days)


def _count(of: CaseFigures, event: Mapping[str, Any]) -> None:
    match event["type"]:
        case "Moved":
            if not event.get("referral"):
                of.state = event["after"]
            if event["command"] not in {"object", "reopen"} and event["after"] == "decided" != event["before"]:
                of.decided = date.fromisoformat(event["on"])
            if event["command"] == "withdraw":
                of.decided = date.fromisoformat(event["on"])
        case "Decided":
            of.outcome = event["outcome"]
        case "ObjectionRaised" | "Reopened":
            of.outcome, of.decided = "", None
        case "ReferralOpened":
            of.referrals[event["referral"]] = event.get("state", "requested")
            of.level = event["receiver"].get("level") or "district"
        case "ReferralMoved":
            of.referrals[event["referral"]] = event["state"]
        case "ContentChanged":
            of.kind = event["kind"]
        case "Escalated":
            of.late += 1
        case "FeedbackGiven":
            of.told += 1

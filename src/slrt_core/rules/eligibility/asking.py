"""The fewest questions at the door: which unknown facts settle most verdicts, over all programs."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from slrt_core.model.determinations import Missing
from slrt_core.rules.criteria.blocking import settling
from slrt_core.rules.eligibility.assessing import missing_of
from slrt_core.rules.eligibility.compiling import Compiled
from slrt_core.rules.eligibility.subjects import Subject

__all__ = ["OpenQuestion", "questions"]


@frozen(kw_only=True)
class OpenQuestion:
    """An unknown fact that is worth asking.

    Args:
        missing: whose fact, and which.
        settles: how many open verdicts an answer settles on the average.
        programs: the codes of the programs for which it can decide.
    """

    missing: Missing
    settles: float
    programs: tuple[str, ...]


def questions(compiled: Iterable[Compiled], subject: Subject) -> tuple[OpenQuestion, ...]:
    """The unknown facts that can still decide something, those that settle most first.

    Args:
        compiled: the programs on the day.
        subject: the household.
    """
    scores: dict[Missing, float] = {}
    programs: dict[Missing, dict[str, None]] = {}
    for program in compiled:
        for roots in subject.units(program.program.unit):
            for fact, part in settling(program.lowered, roots):
                missing = missing_of(fact)
                scores[missing] = scores.get(missing, 0.0) + part
                programs.setdefault(missing, {})[program.program.code] = None
    ranked = sorted(scores, key=lambda m: (-round(scores[m], 6), -len(programs[m]), m.variable, m.unit))
    return tuple(OpenQuestion(missing=m, settles=scores[m], programs=tuple(programs[m])) for m in ranked)

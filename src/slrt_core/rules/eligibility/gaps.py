"""Who should have a program and has not, and who has it and should not (R-PRG-7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from slrt_core.rules.criteria import Lowered, nodes
from slrt_core.rules.eligibility.compiling import Compiled
from slrt_core.rules.eligibility.lines import Judge, Ranked, in_order
from slrt_core.rules.eligibility.subjects import Subject
from slrt_core.rules.eligibility.whole import TAKING_PART

__all__ = ["Gaps", "gap_conditions", "gaps"]


@frozen(kw_only=True)
class Gaps:
    """R-PRG-7's two lists.

    Args:
        program: the code.
        should: who is eligible and surely does not take part.
        perhaps: who is eligible, while nobody has said whether they take part.
        should_not: who takes part and is surely not eligible.
    """

    program: str
    should: tuple[Ranked, ...]
    perhaps: tuple[Ranked, ...]
    should_not: tuple[Ranked, ...]


def gap_conditions(one: Compiled) -> Mapping[str, Lowered]:
    """Of whom each list of `Gaps` surely holds, as conditions."""
    state = nodes.Field(one.program.unit.value, "participation", one.program.code)
    known, taking = nodes.Known(state), nodes.In(state, tuple(map(nodes.Code, TAKING_PART)))
    entitled = one.lowered.node
    found = {
        "should": (entitled, known, nodes.Not(taking)),
        "perhaps": (entitled, nodes.Not(known)),
        "should_not": (nodes.Not(entitled), known, taking),
    }
    return {name: evolve(one.lowered, node=nodes.And(parts)) for name, parts in found.items()}


def gaps(one: Compiled, subjects: Iterable[Subject], judged: Mapping[str, Iterable[Ranked]] | None = None) -> Gaps:
    """Who should have a program and has not, and who has it and should not (R-PRG-7).

    Args:
        one: the program on the day.
        subjects: the households.
        judged: units of other households, by the list on which each is.
    """
    judge = Judge(one)
    lists: dict[str, list[Ranked]] = {
        name: [*(judged or {}).get(name, ())] for name in ("should", "perhaps", "should_not")
    }
    for subject in subjects:
        for roots in subject.units(one.program.unit):
            state = (roots[0].get("participation") or {}).get(one.program.code)
            verdict = judge.verdict(*roots)[0]
            if verdict is True and state is None:
                lists["perhaps"].append(judge.line(subject, roots))
            elif verdict is True and state not in TAKING_PART:
                lists["should"].append(judge.line(subject, roots))
            elif verdict is False and state in TAKING_PART:
                lists["should_not"].append(judge.line(subject, roots))
    return Gaps(program=one.program.code, **{name: tuple(in_order(lines)) for name, lines in lists.items()})

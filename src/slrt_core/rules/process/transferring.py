"""May a case that follows one rulebook go on under another? Nothing that kept it safe may be lost on the way.

Three things are asked. Is there such a state in the new rulebook, and can a case of this kind end from there? Did the
case pass every judging stage that the new rulebook demands before that state? And does the new rulebook still demand
ahead of it every stage that the old one does? Who judged at which stage stays in the case's history, and the rules that
keep persons apart look at all of it (R-APP-5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.reasons import Basis, Reason, Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from slrt_core.model.cases import Case
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["REFERRAL", "destination", "misnamed", "obstacles"]

REFERRAL = "referral:"
"""Before the name of a referral's state, where states of both are renamed."""

_RULE = "R-APP-10"
_GOOD = ("send:", "apply", "outcome:accepted", "outcome:settled", "outcome:answered", "echo:referral_completed")
"""What a row brings about that gives the household something: before it the safeguards must lie."""


@frozen
class _Step:
    before: str
    after: str
    stage: str
    good: bool


def destination(case: Case, old: Rulebook, names: Mapping[str, str]) -> tuple[str, str]:
    """The state in which a case would go on, and that of its referral; empty if none is open or drafted.

    Args:
        case: as it stands.
        old: the rulebook that it follows.
        names: states that are called otherwise now; those of referrals with ``referral:`` before both names.
    """
    referral = case.referral
    rule = old.referral_states.get(referral.state) if referral else None
    held = referral.state if referral and rule and not rule.terminal else ""
    new = names.get(REFERRAL + held, REFERRAL + held).removeprefix(REFERRAL) if held else ""
    return names.get(case.state, case.state), new


def misnamed(old: Rulebook, new: Rulebook, names: Mapping[str, str]) -> Iterator[Reason]:
    """What is wrong with the list of renamed states."""
    for before, after in names.items():
        of = before.startswith(REFERRAL)
        states = (old.referral_states, new.referral_states) if of else (old.states, new.states)
        named = (before.removeprefix(REFERRAL), after.removeprefix(REFERRAL))
        for name, known in zip(named, states, strict=True):
            if name not in known or after.startswith(REFERRAL) != of:
                yield _reason(
                    "transfer-name", Text(f"keadaan {name!r} tidak ada", f"there is no state {name!r}"), before
                )


def obstacles(case: Case, old: Rulebook, new: Rulebook, names: Mapping[str, str]) -> tuple[Reason, ...]:
    """Why a case cannot go on under another rulebook; nothing if it can."""
    state, referral = destination(case, old, names)
    found = [*_missing(case, state, referral, new)]
    if found:
        return tuple(found)
    here, there = _case_steps(old, case), _case_steps(new, case)
    found += _stuck(state, there, {name for name, rule in new.states.items() if rule.terminal})
    stages = set(new.stages) | set(old.stages)
    passed = {act.stage for act in case.acts if act.stage and act.round == case.round}
    lacking = _before(there, new.ways[case.way].initial, stages)(state) - passed
    if lacking:
        label = new.listed_stages(lacking)
        words = Text(f"tahap yang dituntut sebelumnya belum dilalui: {label.id}", f"not passed yet: {label.en}")
        found.append(_reason("transfer-unpassed", words))
    lost = _ahead(here, stages)(case.state) - _ahead(there, stages)(state)
    if referral and case.referral is not None and referral != "draft":
        lines, ahead = _referral_steps(old), _referral_steps(new)
        found += _stuck(referral, ahead, {name for name, rule in new.referral_states.items() if rule.terminal})
        lost |= _ahead(lines, stages)(case.referral.state) - _ahead(ahead, stages)(referral)
    if lost:
        label = old.listed_stages(lost)
        words = Text(f"pengaman akan hilang: {label.id}", f"a safeguard would be lost: {label.en}")
        found.append(_reason("transfer-safeguard", words))
    return tuple(found)


def _reason(code: str, text: Text, path: str = "") -> Reason:
    return Reason(code=code, text=text, basis=Basis(rule=_RULE), path=path)


def _missing(case: Case, state: str, referral: str, new: Rulebook) -> Iterator[Reason]:
    if state not in new.states:
        words = Text(f"keadaan {state!r} tidak ada di sana", f"there is no state {state!r} there")
        yield _reason("transfer-state", words)
    if referral and (referral not in new.referral_states or new.referral_states[referral].terminal):
        words = Text(f"keadaan rujukan {referral!r} tidak ada di sana", f"no open referral is {referral!r} there")
        yield _reason("transfer-referral", words)
    if case.way not in new.ways:
        words = Text(f"jalan masuk {case.way} tidak ada di sana", f"there is no way in {case.way} there")
        yield _reason("transfer-way", words)


def _case_steps(book: Rulebook, case: Case) -> list[_Step]:
    return [
        _Step(row.before, row.after, row.stage, _is_good(row.effects))
        for row in book.rows
        # What only the household or the clock does is no way on.
        if case.kind in row.kinds and case.way in row.ways and row.command not in {"withdraw", "escalate"}
    ]


def _referral_steps(book: Rulebook) -> list[_Step]:
    return [
        _Step(line.before, line.after, line.stage, _is_good(line.effects))
        for line in book.referral_rows
        if line.side != "system"
    ]


def _is_good(effects: Iterable[str]) -> bool:
    return any(effect.startswith(_GOOD) for effect in effects)


def _stuck(state: str, steps: Collection[_Step], ends: Collection[str]) -> Iterator[Reason]:
    reached, open_ = set[str](), [state]
    while open_:
        here = open_.pop()
        if here not in reached:
            reached.add(here)
            open_ += [step.after for step in steps if step.before == here]
    if reached.isdisjoint(ends):
        yield _reason("transfer-stuck", Text(f"buntu di keadaan {state!r}", f"stuck in the state {state!r}"))


class _Stages(dict[str, frozenset[str]]):
    """Judging stages by state, as far as they are known."""

    def __call__(self, state: str) -> frozenset[str]:
        return self.get(state, frozenset())


def _before(steps: Collection[_Step], initial: str, stages: Collection[str]) -> _Stages:
    """The stages on every way from the beginning to a state; all of them where no way leads."""
    every = frozenset(stages) - {"handle"}
    found = _Stages({state: every for step in steps for state in (step.before, step.after)} | {initial: frozenset()})
    moved = True
    while moved:
        moved = False
        for step in steps:
            narrowed = found[step.after] & (found[step.before] | {step.stage})
            moved |= narrowed != found[step.after]
            found[step.after] = narrowed
    return found


def _ahead(steps: Collection[_Step], stages: Collection[str]) -> _Stages:
    """The stages on every way from a state to something that gives the household anything; none where no way leads."""
    leading = {step.before for step in steps if step.good}
    while more := {step.before for step in steps if step.after in leading} - leading:
        leading |= more
    every = frozenset(stages) - {"handle"}
    found = _Stages(dict.fromkeys(leading, every))
    moved = True
    while moved:
        moved = False
        for step in steps:
            if step.before in leading and (step.good or step.after in leading):
                rest = frozenset[str]() if step.good else found[step.after]
                narrowed = found[step.before] & (rest | {step.stage})
                moved |= narrowed != found[step.before]
                found[step.before] = narrowed
    return found

"""What of a case is told apart: the abstraction of the search, in parts that are added from coarse to fine.

Two cases with one key are taken for the same; only the first that was reached is followed. With all parts of `DECIDED`
this loses nothing: they are everything that a decision looks at. Who did what is among them, as far as it says who may
still do what (R-APP-5); persons who are in the same position are not told apart. `REMEMBERED` goes on: it keeps apart
what a decision does not ask but a prohibition may.
"""

from __future__ import annotations

from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

from attrs import define, field

from slrt_core.rules import deadlines
from slrt_core.rules.process.approval import approval_digest
from slrt_core.rules.process.needs import ADVERSE
from slrt_core.rules.process.waiting import open_referral
from slrt_core.rules.rulebook import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from slrt_core.model.cases import Case
    from slrt_core.rules.process.scene import Scene

__all__ = ["LEVELS", "PARTS", "Eye", "roles_of"]


@define
class Eye:
    """What a look at a case needs besides the case.

    Args:
        calendar: closed days.
        position: of each person in a staff: persons in one position are interchangeable; 0 where it does not matter.
        people: the person behind each account.
    """

    calendar: Calendar
    position: dict[str, int]
    people: dict[str, str]
    _days: dict[tuple[date, int], date] = field(init=False, factory=dict)

    def day(self, start: date, days: int) -> date:
        """The first day on which so many working days are over and one more has come."""
        found = self._days.get((start, days))
        if found is None:
            found = self._days[start, days] = deadlines.due(self.calendar, start, days + 1)
        return found


_DECIDED_WITHOUT_PERSONS = (
    "state",
    "content",
    "household",
    "referral",
    "outcome",
    "approval",
    "feedback",
    "waiting",
    "window",
)
_DECIDED = (*_DECIDED_WITHOUT_PERSONS, "persons", "round")

LEVELS = (
    ("state", "referral"),
    _DECIDED_WITHOUT_PERSONS,
    _DECIDED,
    (*_DECIDED, "result", "deeds", "judged"),
)
"""The abstractions, from coarse to fine."""


def roles_of(case: Case, eye: Eye) -> dict[str, frozenset[str]]:
    """What each person did with a case: handled it, or judged at a stage, now or before an objection."""
    people = eye.people
    found: dict[str, set[str]] = {people.get(case.recorder.officer, case.recorder.person): {"handle"}}
    for act in case.acts:
        if act.actor.person:
            role = (act.stage if act.round == case.round else f"{act.stage} before") if act.stage else "handle"
            found.setdefault(people.get(act.actor.officer, act.actor.person), set()).add(role)
    return {person: frozenset(roles) for person, roles in found.items()}


def _standing(roles: frozenset[str]) -> str:
    """What a person may still do with a case: judge at any stage, at one stage, or at none."""
    return next(iter(roles)) if len(roles) == 1 and not next(iter(roles)).endswith("before") else "handle"


def _persons(case: Case, scene: Scene, eye: Eye) -> Hashable:
    mine = ((eye.position.get(person), _standing(roles)) for person, roles in roles_of(case, eye).items())
    return tuple(sorted((place, role) for place, role in mine if place))


def _deeds(case: Case, scene: Scene, eye: Eye) -> Hashable:
    mine = ((eye.position.get(person), tuple(sorted(roles))) for person, roles in roles_of(case, eye).items())
    return tuple(sorted((place, roles) for place, roles in mine if place))


def _referral(case: Case, scene: Scene, eye: Eye) -> Hashable:
    referral = case.referral
    if referral is None or (open_referral(case, scene.process) is None and referral.state != "draft"):
        return None
    receiver = referral.receiver
    return referral.state, receiver.post, receiver.program, receiver.region, referral.sender.post


def _approval(case: Case, scene: Scene, eye: Eye) -> Hashable:
    if not case.approved or case.referral is None or case.referral.state != "draft":
        return ""
    return "just this" if case.approved == approval_digest(case, case.referral.receiver) else "something else"


def _feedback(case: Case, scene: Scene, eye: Eye) -> Hashable:
    if not case.outcome or case.state == "closed":
        # What was said before the outcome does not count for closing, and after closing nothing does.
        return ""
    since = case.feedback[case.told_from :]
    if any(one.reached for one in since):
        return "told"
    days = {one.on for one in since}
    most = scene.setting.rulebook.limits["unreached_attempts"].value
    return min(len(days), most), scene.setting.on in days


def _waiting(case: Case, scene: Scene, eye: Eye) -> Hashable:
    if case.due is None or case.due >= scene.setting.on:
        return "in time"
    # What was done, and what is kept of it: a fold that forgets an escalation is found out by that.
    here = takewhile(lambda act: act.before == act.after, reversed(case.acts))
    escalated = case.escalated_seq > case.entered_seq, any(act.command == "escalate" for act in here)
    if open_referral(case, scene.process) is None:
        return "late", escalated
    long = scene.setting.on >= eye.day(case.due, scene.setting.rulebook.limits["expiry_days"].value)
    return "long overdue" if long else "late", escalated


def _window(case: Case, scene: Scene, eye: Eye) -> Hashable:
    if case.closed_on is None:
        return "open"
    days = scene.setting.rulebook.limits["objection_days"].value
    return "over" if scene.setting.on >= eye.day(case.closed_on, days) else "open"


def _household(case: Case, scene: Scene, eye: Eye) -> Hashable:
    if scene.household is None:
        return None
    fact = scene.household.facts.get("floor")
    return scene.household.central_status, fact is not None and fact.source != "visit"


_ANEW = frozenset({"correct", "map", "record_survey", "submit", "object", "reopen", "return"})
"""What is judged afterwards has to be judged anew."""


def _judged(case: Case, scene: Scene, eye: Eye) -> Hashable:
    judged: set[str] = set()
    for act in case.acts:
        if act.command in _ANEW:
            judged = set()
        elif act.stage in {"review", "recommend"} and act.command not in {"return", "reject"}:
            judged.add(act.stage)
    return frozenset(judged)


PARTS: dict[str, Callable[[Case, Scene, Eye], Hashable]] = {
    "state": lambda case, _, __: (case.state, case.kind, case.program),
    "content": lambda case, _, __: getattr(case.content, "survey", None) is not None,
    "household": _household,
    "referral": _referral,
    "outcome": lambda case, _, __: case.outcome and ("adverse" if case.outcome in ADVERSE else "settled"),
    "result": lambda case, _, __: case.outcome,
    "approval": _approval,
    "feedback": _feedback,
    "waiting": _waiting,
    "window": _window,
    "persons": _persons,
    "deeds": _deeds,
    "round": lambda case, _, __: case.round,
    "judged": _judged,
}
"""The parts by name."""

"""Who may know of what: what an officer may not see does not exist for them (R-ALL-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.rules import access
from slrt_core.rules.process import is_about, steps_in, turns

if TYPE_CHECKING:
    from slrt_core.model.cases import Case
    from slrt_core.model.officers import Actor
    from slrt_core.rules.access import Setting

__all__ = ["can_read_case", "can_read_household"]


def can_read_case(setting: Setting, actor: Actor, case: Case) -> bool:
    """Whether an actor may know of a case at all.

    A sensitive case has its own readers: posts that the rulebook names, those who are waited for now, and those who
    have had it in hand. A complaint about an officer passes by that officer, under every account.
    """
    if is_about(setting.roster, case.content, actor.person):
        return False
    rule = setting.rulebook.posts.get(actor.post)
    if rule is None or rule.reads == "none":
        return False
    assignments = access.held(setting, actor.officer, actor.post)
    received = any(access.answers(setting, a, r.receiver, case.region) for a in assignments for r in case.referrals)
    if rule.reads == "referred":
        return received
    if rule.reads == "own":
        return bool(assignments) and case.recorder.person == actor.person
    if not (received or any(access.reaches(setting, assignment, case.region) for assignment in assignments)):
        return False
    complaint = case.complaint
    if complaint is None or not complaint.sensitive or rule.sensitive:
        return True
    acted = case.recorder.person == actor.person or any(act.actor.person == actor.person for act in case.acts)
    return acted or received or _waited_for(setting, actor, case)


def _waited_for(setting: Setting, actor: Actor, case: Case) -> bool:
    return steps_in(case, actor.post, setting, setting.rulebook) or any(
        actor.post in posts for _, posts, _ in turns(case, setting.rulebook)
    )


def can_read_household(setting: Setting, actor: Actor, region: str) -> bool:
    """Whether an actor may see the (masked) record of a household in a village: who works with cases there."""
    rule = setting.rulebook.posts.get(actor.post)
    if rule is None or rule.reads != "region":
        return False
    return any(
        access.reaches(setting, assignment, region) for assignment in access.held(setting, actor.officer, actor.post)
    )

"""Who may read a case, said a second time: of the case itself, step by step, and of no index (R-ALL-2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.rules import access
from slrt_core.rules.process import is_about, turns
from slrt_core.rules.visibility import Purpose

if TYPE_CHECKING:
    from slrt_core.model.cases import Case
    from slrt_core.model.officers import Actor
    from slrt_core.rules.access import Setting
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["reads"]


def reads(setting: Setting, actor: Actor, case: Case, book: Rulebook, purpose: Purpose) -> bool:
    """Whether an actor may read a case for a purpose."""
    rule = setting.rulebook.posts.get(actor.post)
    held = access.held(setting, actor.officer, actor.post)
    if (
        rule is None
        or rule.reads not in {"region", "referred", "own"}
        or not held
        or is_about(setting.roster, case.content, actor.person)
    ):
        return False
    sensitive = case.complaint is not None and case.complaint.sensitive and not rule.sensitive
    if purpose is Purpose.FOLLOW_UP and case.due is None:
        return False
    if purpose is Purpose.EXPORT and sensitive:
        return False
    received = any(
        access.answers(setting, one, referral.receiver, case.region) for one in held for referral in case.referrals
    )
    if rule.reads == "referred":
        return received
    if rule.reads == "own":
        return case.recorder.person == actor.person
    if not any(access.reaches(setting, one, case.region) for one in held):
        return False
    acted = case.recorder.person == actor.person or any(act.actor.person == actor.person for act in case.acts)
    waited = any(actor.post in posts for _, posts, _ in turns(case, book))
    return not sensitive or acted or received or waited

"""Who may act where, and who may read what. Nothing is allowed that no rule allows (R-APP-6, R-ALL-2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from slrt_core.model.cases import Case, Receiver, Referral
    from slrt_core.model.officers import Actor, Assignment, Roster
    from slrt_core.model.regions import RegionTree
    from slrt_core.reasons import Reason
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Setting", "answers", "can_read_case", "can_read_household", "held", "holds", "mandate", "reaches"]


@frozen(kw_only=True)
class Setting:
    """What every decision is made against: rules, officers, map, and the day.

    Args:
        rulebook: access, apart-rules and texts are always the current ones.
        roster: officers and assignments.
        regions: the map.
        on: the local date.
    """

    rulebook: Rulebook
    roster: Roster
    regions: RegionTree
    on: date


def held(setting: Setting, officer: str, post: str) -> tuple[Assignment, ...]:
    """The officer's assignments to a post today."""
    return tuple(a for a in setting.roster.held(officer, setting.on) if a.post == post)


def reaches(setting: Setting, assignment: Assignment, region: str) -> bool:
    """Whether an assignment reaches a place."""
    return any(setting.regions.contains(outer, region) for outer in assignment.regions)


def answers(setting: Setting, assignment: Assignment, receiver: Receiver, region: str) -> bool:
    """Whether the holder of an assignment is the receiver of a referral from a place."""
    if assignment.post != receiver.post or not reaches(setting, assignment, receiver.region or region):
        return False
    return not receiver.program or receiver.program in assignment.programs


def mandate(setting: Setting, actor: Actor, region: str) -> tuple[Reason, ...]:
    """Why an actor may not act in their post at a place today; nothing if they may (R-APP-6)."""
    assignments = held(setting, actor.officer, actor.post)
    book = setting.rulebook
    if not assignments:
        label = book.label(book.posts, actor.post)
        return (book.refusal("not-assigned", officer=actor.officer, post=label, day=setting.on),)
    if not any(reaches(setting, assignment, region) for assignment in assignments):
        return (book.refusal("region", region=setting.regions.name(region)),)
    return ()


def holds(setting: Setting, actor: Actor, referral: Referral, region: str) -> tuple[Reason, ...]:
    """Why an actor is not the receiver of a referral; nothing if they are (R-APP-8)."""
    assignments = held(setting, actor.officer, actor.post)
    book = setting.rulebook
    if not assignments:
        label = book.label(book.posts, actor.post)
        return (book.refusal("not-assigned", officer=actor.officer, post=label, day=setting.on),)
    if any(answers(setting, assignment, referral.receiver, region) for assignment in assignments):
        return ()
    if any(_same_receiver(assignment, referral.receiver) for assignment in assignments):
        return (book.refusal("region", region=setting.regions.name(region)),)
    return (book.refusal("receiver"),)


def _same_receiver(assignment: Assignment, receiver: Receiver) -> bool:
    return assignment.post == receiver.post and (not receiver.program or receiver.program in assignment.programs)


def can_read_case(setting: Setting, actor: Actor, case: Case) -> bool:
    """Whether an actor may know of a case at all.

    A sensitive case has its own readers: posts that the rulebook names, those who are waited for now, and those who
    have had it in hand. A complaint about an officer passes by that officer, under every account.
    """
    if _complained_about(setting, actor, case):
        return False
    rule = setting.rulebook.posts.get(actor.post)
    if rule is None or rule.reads == "none":
        return False
    assignments = held(setting, actor.officer, actor.post)
    received = any(answers(setting, a, r.receiver, case.region) for a in assignments for r in case.referrals)
    if rule.reads == "referred":
        return received
    if rule.reads == "own":
        return bool(assignments) and case.recorder.person == actor.person
    if not (received or any(reaches(setting, assignment, case.region) for assignment in assignments)):
        return False
    complaint = case.complaint
    if complaint is None or not complaint.sensitive or rule.sensitive:
        return True
    acted = case.recorder.person == actor.person or any(act.actor.person == actor.person for act in case.acts)
    return acted or received or _waited_for(setting, actor, case)


def _waited_for(setting: Setting, actor: Actor, case: Case) -> bool:
    book = setting.rulebook
    return any(
        actor.post in row.posts and book.commands[row.command].duty
        for row in book.rows_at(case.kind, case.way, case.state)
    )


def _complained_about(setting: Setting, actor: Actor, case: Case) -> bool:
    complaint = case.complaint
    if complaint is None or not complaint.about or complaint.about not in setting.roster:
        return False
    return setting.roster.officer(complaint.about).person == actor.person


def can_read_household(setting: Setting, actor: Actor, region: str) -> bool:
    """Whether an actor may see the (masked) record of a household in a village: who works with cases there."""
    rule = setting.rulebook.posts.get(actor.post)
    if rule is None or rule.reads != "region":
        return False
    return any(reaches(setting, assignment, region) for assignment in held(setting, actor.officer, actor.post))

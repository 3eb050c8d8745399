"""Who may act where: posts, places and days. Nothing is allowed that no rule allows (R-APP-6)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from slrt_core.model.cases import Receiver, Referral
    from slrt_core.model.officers import Actor, Assignment, Roster
    from slrt_core.model.regions import RegionTree
    from slrt_core.reasons import Reason
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Setting", "answers", "had_account", "held", "holds", "mandate", "reaches", "villages"]


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
    return setting.roster.held_as(officer, post, setting.on)


def reaches(setting: Setting, assignment: Assignment, region: str) -> bool:
    """Whether an assignment reaches a place."""
    return setting.regions.reached(assignment.regions, region)


def villages(setting: Setting, actor: Actor) -> frozenset[str]:
    """The villages that an actor's assignments reach in their post today."""
    regions = {region for assignment in held(setting, actor.officer, actor.post) for region in assignment.regions}
    return frozenset(village for region in regions for village in setting.regions.villages(region))


def answers(setting: Setting, assignment: Assignment, receiver: Receiver, region: str) -> bool:
    """Whether the holder of an assignment is the receiver of a referral from a place."""
    if assignment.post != receiver.post or not reaches(setting, assignment, receiver.region or region):
        return False
    return not receiver.program or receiver.program in assignment.programs


def mandate(setting: Setting, actor: Actor, region: str) -> tuple[Reason, ...]:
    """Why an actor may not act in their post at a place today; nothing if they may (R-APP-6)."""
    assignments = held(setting, actor.officer, actor.post)
    for assignment in assignments:
        if reaches(setting, assignment, region):
            return ()
    book = setting.rulebook
    if not assignments:
        label = book.label(book.posts, actor.post)
        return (book.refusal("not-assigned", officer=actor.officer, post=label, day=setting.on),)
    return (book.refusal("region", region=setting.regions.name(region)),)


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


def had_account(roster: Roster, receiver: Receiver) -> bool:
    """Whether anybody here ever answered for a receiver."""
    return any(_same_receiver(assignment, receiver) for assignment in roster.assignments)


def _same_receiver(assignment: Assignment, receiver: Receiver) -> bool:
    return assignment.post == receiver.post and (not receiver.program or receiver.program in assignment.programs)

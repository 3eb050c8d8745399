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

__all__ = [
    "Setting",
    "acted_for",
    "answers",
    "excluded",
    "excludes",
    "grounds",
    "had_account",
    "held",
    "holds",
    "mandate",
    "not_held",
    "reaches",
    "villages",
]


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
    """The officer's assignments to a post today; none while they are on leave."""
    return setting.roster.held_as(officer, post, setting.on)


def not_held(setting: Setting, actor: Actor) -> Reason:
    """Why somebody holds nothing in their post today: they are on leave, or it is not theirs (R-APP-6)."""
    book = setting.rulebook
    leave = setting.roster.away(actor.officer, setting.on)
    if leave is not None:
        return book.refusal("on-leave", officer=actor.officer, first=leave.first_day, last=leave.last_day)
    label = book.label(book.posts, actor.post)
    return book.refusal("not-assigned", officer=actor.officer, post=label, day=setting.on)


def excluded(setting: Setting, assignment: Assignment, command: str) -> bool:
    """Whether an acting mandate does not cover a command: its decree says so, or the rulebook does of its kind."""
    if not assignment.acting:
        return False
    rule = setting.rulebook.acting.get(assignment.acting)
    return command in assignment.excludes or (rule is not None and command in rule.excludes)


def grounds(
    setting: Setting, actor: Actor, region: str, command: str = "", referral: Referral | None = None
) -> tuple[Assignment, ...]:
    """The assignments by which an actor may do something at a place today.

    Args:
        setting: rules, roster, map, day.
        actor: who acts, in which post.
        region: the place.
        command: what they do; a mandate that excludes it gives no ground.
        referral: which they answer as its receiver, if they do.
    """
    return tuple(
        assignment
        for assignment in held(setting, actor.officer, actor.post)
        if not excluded(setting, assignment, command)
        and (
            answers(setting, assignment, referral.receiver, region)
            if referral is not None
            else reaches(setting, assignment, region)
        )
    )


def acted_for(assignments: tuple[Assignment, ...]) -> str:
    """The account in whose stead somebody acts; empty if one of the assignments is theirs in their own right."""
    if not assignments or any(not assignment.acting_for for assignment in assignments):
        return ""
    return assignments[0].acting_for


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


def mandate(setting: Setting, actor: Actor, region: str, command: str = "") -> tuple[Reason, ...]:
    """Why an actor may not act at a place in their post today, or not give a command; nothing if so (R-APP-6)."""
    assignments = held(setting, actor.officer, actor.post)
    short = None
    for assignment in assignments:
        if reaches(setting, assignment, region):
            if not (assignment.acting and excluded(setting, assignment, command)):
                return ()
            short = assignment
    if not assignments:
        return (not_held(setting, actor),)
    if short is not None:
        return (excludes(setting, short, command),)
    return (setting.rulebook.refusal("region", region=setting.regions.name(region)),)


def holds(setting: Setting, actor: Actor, referral: Referral, region: str, command: str = "") -> tuple[Reason, ...]:
    """Why an actor is not the receiver of a referral, or may not give a command as such; nothing if so (R-APP-8)."""
    assignments = held(setting, actor.officer, actor.post)
    book = setting.rulebook
    if not assignments:
        return (not_held(setting, actor),)
    answering = [assignment for assignment in assignments if answers(setting, assignment, referral.receiver, region)]
    if answering:
        if all(excluded(setting, assignment, command) for assignment in answering):
            return (excludes(setting, answering[0], command),)
        return ()
    if any(_same_receiver(assignment, referral.receiver) for assignment in assignments):
        return (book.refusal("region", region=setting.regions.name(region)),)
    return (book.refusal("receiver"),)


def excludes(setting: Setting, assignment: Assignment, command: str) -> Reason:
    """That a mandate does not cover a command."""
    book = setting.rulebook
    rule = book.acting.get(assignment.acting)
    kind = rule.label if rule else assignment.acting
    return book.refusal("mandate-excludes", kind=kind, command=book.label(book.commands, command))


def had_account(roster: Roster, receiver: Receiver) -> bool:
    """Whether anybody here ever answered for a receiver."""
    return any(_same_receiver(assignment, receiver) for assignment in roster.assignments)


def _same_receiver(assignment: Assignment, receiver: Receiver) -> bool:
    return assignment.post == receiver.post and (not receiver.program or receiver.program in assignment.programs)

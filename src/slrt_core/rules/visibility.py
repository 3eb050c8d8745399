"""Who may know of what: what an officer may not see does not exist for them (R-ALL-2).

The reading scope is said twice, and one of the two has the last word. `case_scope` and `household_scope` are
expressions over what a store can search by: lists begin with them, so that nobody reads a district to show a village.
`can_read_case` and `can_read_household` judge what was found, also by what no index tells, such as who acted before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.rules import access
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.process import fits, is_about, steps_in, turns

if TYPE_CHECKING:
    from slrt_core.model.cases import Case
    from slrt_core.model.lives import ParticipationRecord
    from slrt_core.model.officers import Actor
    from slrt_core.rules.access import Setting
    from slrt_core.rules.criteria.nodes import Node

__all__ = [
    "at_hand",
    "can_read_case",
    "can_read_household",
    "can_read_participation",
    "case_scope",
    "household_scope",
    "participation_scope",
    "receiver_key",
]


_HOUSEHOLDS = frozenset({"region", "households"})


def case_scope(setting: Setting, actor: Actor) -> Node:
    """The cases of which an actor's lists are made: those of their places, and what was referred to such as they are.

    Returns:
        An expression over ``case``. Of what it finds, `can_read_case` says what they see.
    """
    rule = setting.rulebook.posts.get(actor.post)
    if rule is None or rule.reads in {"none", "households"}:
        return nodes.Bool(False)
    there = one_of("case", "region", access.villages(setting, actor))
    return nodes.Or((at_hand(setting, actor), there)) if rule.reads == "referred" else there


def at_hand(setting: Setting, actor: Actor) -> Node:
    """The cases whose referral is with such a receiver as the actor is: a part of the scope of who reads those."""
    held = access.held(setting, actor.officer, actor.post)
    programs = {program for assignment in held for program in assignment.programs} | {""}
    return one_of("case", "receiver", {receiver_key(actor.post, program) for program in programs})


def receiver_key(post: str, program: str) -> str:
    """A receiver, wherever they are, as cases are searched by it."""
    return f"{post}:{program}"


def household_scope(setting: Setting, actor: Actor, of: str = "household") -> Node:
    """The households that an actor may see.

    Args:
        setting: rules, officers, map and day.
        actor: who looks.
        of: the kind of record, with the household's ``region``: its own, or one that tells of it.

    Returns:
        An expression over that kind; see `can_read_household`.
    """
    rule = setting.rulebook.posts.get(actor.post)
    if rule is None or rule.reads not in _HOUSEHOLDS:
        return nodes.Bool(False)
    return one_of(of, "region", access.villages(setting, actor))


def can_read_case(setting: Setting, actor: Actor, case: Case) -> bool:
    """Whether an actor may know of a case at all.

    A sensitive case has its own readers: posts that the rulebook names, those who are waited for now, and those who
    have had it in hand. A complaint about an officer passes by that officer, under every account.
    """
    if is_about(setting.roster, case.content, actor.person):
        return False
    rule = setting.rulebook.posts.get(actor.post)
    if rule is None or rule.reads in {"none", "households"}:
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
    book = setting.rulebook.under(case.program)
    return steps_in(case, actor.post, setting, book) or any(actor.post in posts for _, posts, _ in turns(case, book))


def can_read_household(setting: Setting, actor: Actor, region: str) -> bool:
    """Whether an actor may see the (masked) record of a household in a village: who works with cases there."""
    rule = setting.rulebook.posts.get(actor.post)
    if rule is None or rule.reads not in _HOUSEHOLDS:
        return False
    return any(
        access.reaches(setting, assignment, region) for assignment in access.held(setting, actor.officer, actor.post)
    )


def participation_scope(setting: Setting, actor: Actor) -> Node:
    """The participations of which an actor's lists are made; see `can_read_participation`.

    Returns:
        An expression over ``participation``.
    """
    there = one_of("participation", "region", access.villages(setting, actor))
    if actor.post in _stand_ins(setting):
        return there
    if not _has_part(setting, actor.post):
        return nodes.Bool(False)
    programs = {program for held in access.held(setting, actor.officer, actor.post) for program in held.programs}
    return nodes.And((there, one_of("participation", "program", programs)))


def can_read_participation(setting: Setting, actor: Actor, record: ParticipationRecord) -> bool:
    """Whether an actor may know of a participation: who has a step in its life, there and for that program.

    What a family was found to do for health and school is not for everybody who reads its cases. The posts that step
    in where nobody is left read those of their places.
    """
    if actor.post not in _stand_ins(setting) and not _has_part(setting, actor.post):
        return False
    scope = "region" if actor.post in _stand_ins(setting) else "program"
    held = access.held(setting, actor.officer, actor.post)
    return any(fits(setting, assignment, record, scope) for assignment in held)


def _has_part(setting: Setting, post: str) -> bool:
    return any(row.life == "participation" and post in row.posts for row in setting.rulebook.life_rows)


def _stand_ins(setting: Setting) -> frozenset[str]:
    book = setting.rulebook
    stages = {row.stage or "handle" for row in book.life_rows if row.life == "participation"}
    return frozenset(post for stage in stages for post in book.stages[stage].stand_ins)

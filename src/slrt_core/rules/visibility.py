"""Who may know of what: what an officer may not see does not exist for them (R-ALL-2).

Reading is defined once: officer, purpose, place, day and class of case make one expression over what a case is
searched by. A store evaluates it as a query; over one case's index values it is the predicate that a single read asks.
Lists, counts, orderings, searches, exports and steps all ask this expression and nothing else.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from slrt_core.rules import access
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.process import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slrt_core.model.lives import ParticipationRecord
    from slrt_core.model.officers import Actor, Assignment
    from slrt_core.rules.access import Setting
    from slrt_core.rules.criteria.nodes import Node
    from slrt_core.rules.rulebook import PostRule

__all__ = [
    "Purpose",
    "at_hand",
    "can_read_household",
    "can_read_participation",
    "case_scope",
    "complainant_scope",
    "household_cases",
    "household_scope",
    "nameable",
    "participation_scope",
    "receiver_key",
]


_HOUSEHOLDS = frozenset({"region", "households"})


class Purpose(StrEnum):
    """What a case is read for. It stands on record with each look, and narrows what is seen where the task does.

    `WORK` and `SEARCH`: all that the post reads. `FOLLOW_UP`: of that, what is not settled yet (R-FUP-1). `EXPORT`:
    of that, no case with readers of its own, but for posts that read all of those: who has one in hand needs it for
    this one task (R-ALL-2, own).
    """

    WORK = "work"
    FOLLOW_UP = "follow-up"
    SEARCH = "search"
    EXPORT = "export"


def case_scope(setting: Setting, actor: Actor, purpose: Purpose = Purpose.WORK) -> Node:
    """The cases that an actor may read.

    Those of the places where they hold their post today, or that were referred to such as they are, or that they
    recorded: as the rulebook says of the post. A sensitive case has its own readers: posts that the rulebook names,
    those who are waited for now, and those who have had it in hand. A complaint about an officer passes by that
    officer, under every account.

    Args:
        setting: rules, officers, map and day; always the current ones.
        actor: who reads, and in which post.
        purpose: what for.

    Returns:
        An expression over ``case``.
    """
    rule = setting.rulebook.posts.get(actor.post)
    held = access.held(setting, actor.officer, actor.post)
    if rule is None or rule.reads in {"none", "households"} or not held:
        return nodes.Bool(False)
    parts = [*_reach(setting, actor, rule, held), *_not_about(setting, actor)]
    if not rule.sensitive:
        plain = nodes.Not(nodes.Field("case", "sensitive"))
        if purpose is Purpose.EXPORT:
            parts.append(plain)
        elif rule.reads == "region":
            parts.append(nodes.Or((plain, *_in_hand(setting, actor, held))))
    if purpose is Purpose.FOLLOW_UP:
        parts.append(nodes.Known(nodes.Field("case", "due")))
    return nodes.And(tuple(parts))


def nameable(setting: Setting, actor: Actor) -> tuple[str, ...]:
    """The fields of a case by which an actor may narrow a list: what they read of each case in it, and nothing else.

    Who acted, who is complained about or who received a case is nobody's to search by. The household is a field for
    who may look households up, and the class of sensitive cases for who reads all of them.
    """
    rule = setting.rulebook.posts.get(actor.post)
    fields = ["state", "kind", "way", "region", "program", "number", "outcome", "due", "opened_at"]
    if rule is not None and rule.reads == "region":
        fields.append("household")
    if rule is not None and rule.sensitive:
        fields.append("sensitive")
    return tuple(fields)


def complainant_scope(number: str) -> Node:
    """The cases of whoever was given a registration number (P5c); a sensitive one has a number of its own."""
    return one_of("case", "number", [number])


def household_cases(household: str, numbers: Iterable[str] = ()) -> Node:
    """The cases that a household reads as its own: the sensitive ones only who brings their numbers, not its head.

    Args:
        household: its id.
        numbers: the registration numbers that are brought.
    """
    brought = one_of("case", "number", numbers)
    seen = nodes.Or((nodes.Not(nodes.Field("case", "sensitive")), brought))
    return nodes.And((one_of("case", "household", [household]), seen))


def at_hand(setting: Setting, actor: Actor) -> Node:
    """The cases whose referral is with such a receiver as the actor is: where the worklist of such looks first."""
    programs = {p for held in access.held(setting, actor.officer, actor.post) for p in held.programs} | {""}
    return one_of("case", "receiver", sorted(receiver_key(actor.post, program) for program in programs))


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


# --- the parts of the definition


def _reach(setting: Setting, actor: Actor, rule: PostRule, held: tuple[Assignment, ...]) -> Iterator[Node]:
    """By which way a post comes to its cases."""
    match rule.reads:
        case "region":
            yield _within(setting, held)
        case "referred":
            # All receivers together come first: by them a store finds the cases, whatever else is asked.
            yield _any_of("receivers", _receivers(actor.post, held))
            yield _received(setting, actor.post, held)
        case _:
            yield one_of("case", "recorder", [actor.person])


def _within(setting: Setting, held: Iterable[Assignment]) -> Node:
    return one_of("case", "region", setting.regions.within(region for one in held for region in one.regions))


def _received(setting: Setting, post: str, held: tuple[Assignment, ...]) -> Node:
    """What was referred to the holder of one of the assignments, in its places and for its programs."""
    return nodes.Or(
        tuple(nodes.And((_any_of("receivers", _receivers(post, [one])), _within(setting, [one]))) for one in held)
    )


def _receivers(post: str, held: Iterable[Assignment]) -> list[str]:
    return [receiver_key(post, program) for program in sorted({"", *(p for one in held for p in one.programs)})]


def _not_about(setting: Setting, actor: Actor) -> Iterator[Node]:
    accounts = setting.roster.accounts(actor.person)
    if accounts:
        yield nodes.Not(_any_of("about", accounts))


def _in_hand(setting: Setting, actor: Actor, held: tuple[Assignment, ...]) -> Iterator[Node]:
    """Who reads one sensitive case, though not all: who had it in hand, and who is waited for."""
    yield _any_of("persons", [actor.person])
    yield _any_of("waits", [actor.post])
    if any(route.receiver == actor.post for route in setting.rulebook.routes):
        yield _received(setting, actor.post, held)


def _any_of(field: str, codes: Iterable[str]) -> Node:
    found = tuple(nodes.Holds(nodes.Field("case", field), code) for code in codes)
    return found[0] if len(found) == 1 else nodes.Or(found)

"""What an officer may look for. What is not in sight is not found, nor is whether it exists (R-ALL-2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import wanted
from slrt_core.desk.visible import narrowed, seen
from slrt_core.desk.worklists import WorkItem, first, item_of
from slrt_core.model.identity import IdentityClaim, Private
from slrt_core.model.registry import FollowUp
from slrt_core.ports import LONGEST_TEXT, Range, Stored
from slrt_core.rules import visibility
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.visibility import Purpose

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor
    from slrt_core.rules.criteria.nodes import Node

__all__ = ["Found", "find", "follow_ups", "lookup", "numbered", "whose"]


@frozen(kw_only=True)
class Found:
    """A household that was searched for."""

    household: str
    name: str
    place: str


def lookup(claim: IdentityClaim, actor: Actor, work: Work) -> tuple[Found, ...]:
    """The households in sight in which somebody states this number."""
    if not claim.present:
        return ()
    found = work.among("subject", claim.kind.value, work.sealer.indexes(claim))
    return _households(found, actor, work, limit=None)


def find(name: str, region: str, actor: Actor, work: Work, limit: int) -> tuple[Found, ...]:
    """The households in sight by name and place.

    Raises:
        NotFound: there is no such place.
    """
    scope: Node = visibility.household_scope(work.setting, actor, "subject")
    if region:
        scope = nodes.And((scope, one_of("subject", "region", work.regions.villages(work.regions.get(region).id))))
    start = name.casefold()[:LONGEST_TEXT]
    order = Range(field="name", low=start, high=start + "\U0010ffff") if start else Range(field="household")
    return _households(work.all("subject", order, wanted("subject", scope)), actor, work, limit)


def _households(subjects: Iterator[Stored], actor: Actor, work: Work, limit: int | None) -> tuple[Found, ...]:
    found: dict[str, Found] = {}
    for subject in subjects:
        household, region = str(subject.index["household"]), str(subject.index["region"])
        if household in found or not visibility.can_read_household(work.setting, actor, region):
            continue
        held = work.household(household)
        if held is None or held.region != region:
            continue  # named by a list that is not wholly in
        found[household] = Found(household=household, name=held.name, place=work.regions.name(region))
        if limit is not None and len(found) >= limit:
            break
    return tuple(found.values())


def follow_ups(actor: Actor, work: Work, limit: int) -> tuple[FollowUp, ...]:
    """The open items of the places in which an actor judges records."""
    judges = any(actor.post in row.posts and row.stage for row in work.rulebook.rows)
    if not judges:
        return ()
    scope = visibility.household_scope(work.setting, actor, "followup")
    open_ = nodes.And((scope, nodes.Field("followup", "open")))
    stored = work.all("followup", Range(field="found_at"), wanted("followup", open_))
    items: Iterator[FollowUp] = (decode(item.body, FollowUp) for item in stored)
    # What only a list says that is not wholly in is not seen yet, nor what is doubtful about it; and of a household
    # that was erased nothing is left to be doubtful.
    homes = ((item, work.household(item.household)) for item in items)
    return first((item for item, home in homes if home is not None and not home.erased), limit)


def numbered(number: str, actor: Actor, work: Work) -> tuple[WorkItem, ...]:
    """The cases under a registration number that an actor may see."""
    where = narrowed(actor, work, one_of("case", "number", [number]), Purpose.SEARCH)
    found = [work.read_case(stored) for stored in work.all("case", Range(field="number"), where)]
    return tuple(item_of(case, actor, work) for case in found)


def whose(value: IdentityClaim | Private, of: str, actor: Actor, work: Work) -> str | None:
    """Whose a sealed value is that stands in a household or case which the actor may see; ``None`` if it does not.

    Returns:
        As the record of looks names it: ``unit/…`` for a person's or family's number, ``case/…`` for words.
    """
    case = seen(of, actor, work)
    if case is not None:
        return f"case/{of}" if value in set(_sealed(case)) else None
    household = work.household(of)
    if household is None or not visibility.can_read_household(work.setting, actor, household.region):
        return None
    units = (household, *household.families, *household.members)
    return next((f"unit/{unit.id}" for unit in units if value in set(_sealed(dict(unit.facts)))), None)


def _sealed(value: Any) -> Iterator[IdentityClaim | Private]:
    if isinstance(value, (IdentityClaim, Private)):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _sealed(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _sealed(item)
    elif attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            yield from _sealed(getattr(value, attribute.name))

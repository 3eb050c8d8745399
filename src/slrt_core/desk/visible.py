"""What an officer sees of cases: the one definition of reading, as a filter for a store and as a predicate.

`rules.visibility.case_scope` says what it is. Here it becomes one `Filter`, made once for an officer, a post and a
purpose, as long as roster, map and day stay. Lists hand it to the store; a single read asks the same filter of the
index values that the store keeps of the case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.kinds import CASE, case_index
from slrt_core.errors import NotFound
from slrt_core.ports import Filter, IndexValue, matches
from slrt_core.rules.criteria import nodes
from slrt_core.rules.visibility import Purpose, case_scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slrt_core.desk.work import Work
    from slrt_core.model.cases import Case
    from slrt_core.model.officers import Actor
    from slrt_core.rules.access import Setting
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["can_read_case", "narrowed", "readable", "scope", "seen"]

_REMEMBERED = 5_000

_NOWHERE: Mapping[str, IndexValue] = dict.fromkeys(CASE.index)
"""The index values of a case that is not there: nobody may read it."""


def scope(actor: Actor, work: Work, purpose: Purpose = Purpose.WORK) -> Filter:
    """The cases that an actor may read, as a store is asked for them."""
    setting, held = work.setting, work.cache.scopes
    key = (actor, purpose)
    made = held.get(key)
    if made is not None:
        on, roster, regions, filter_ = made
        if on == setting.on and roster is setting.roster and regions is setting.regions:
            return filter_
    if len(held) >= _REMEMBERED:
        held.clear()
    filter_ = Filter.of(CASE, case_scope(setting, actor, purpose))
    held[key] = setting.on, setting.roster, setting.regions, filter_
    return filter_


def narrowed(actor: Actor, work: Work, condition: nodes.Node, purpose: Purpose = Purpose.WORK) -> Filter:
    """Those of the cases that an actor may read for which a condition surely holds."""
    both = nodes.And((condition, case_scope(work.setting, actor, purpose)))
    return Filter.of(CASE, both)


def seen(case: str, actor: Actor, work: Work, purpose: Purpose = Purpose.WORK) -> Case | None:
    """A case that an actor may read; ``None`` if there is none, or none that they may: the same is done for both."""
    stored = work.tx.get("case", case)
    index = _NOWHERE if stored is None else stored.index
    if not matches(scope(actor, work, purpose), index) or stored is None:
        return None
    return work.read_case(stored)


def readable(case: str, actor: Actor, work: Work, purpose: Purpose = Purpose.WORK) -> Case:
    """A case that an actor may read.

    Raises:
        NotFound: there is none, or none that this actor may read.
    """
    found = seen(case, actor, work, purpose)
    if found is None:
        raise NotFound(f"case {case}")
    return found


def can_read_case(setting: Setting, actor: Actor, case: Case, book: Rulebook, purpose: Purpose = Purpose.WORK) -> bool:
    """The predicate on a case as it stands, for who has no store at hand.

    Args:
        setting: rules, officers, map and day.
        actor: who reads.
        case: the case.
        book: the rulebook that it follows.
        purpose: what for.
    """
    return matches(Filter.of(CASE, case_scope(setting, actor, purpose)), case_index(case, book))

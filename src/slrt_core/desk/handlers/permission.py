"""May this actor do this at all? For what is not a step of a case: the rulebook's ``may`` and a mandate today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.model.officers import HOST
from slrt_core.rules import access
from slrt_core.rules.process import carrying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor
    from slrt_core.reasons import Reason

__all__ = ["hands", "may", "on_record"]


def hands(actor: Actor, work: Work) -> frozenset[str]:
    """The persons by whose right something is done: the actor, and whom they act for where they only do that."""
    held = access.held(work.setting, actor.officer, actor.post)
    principals = {one.acting_for for one in held}
    return frozenset({actor.person} | (set() if "" in principals else set(map(work.roster.person_of, principals))))


def on_record(actor: Actor, region: str, work: Work, keeps_away: Callable[[str], bool] = lambda _: False) -> Actor:
    """The actor as they go on record at a place: with whom they act for, if a mandate is all that lets them.

    Args:
        actor: who does it.
        region: the place.
        work: the running transaction.
        keeps_away: whether a person would have to keep away from it; a mandate from such a one does not carry it.
    """
    if not work.roster.acts_for_others(actor.officer):
        return actor
    grounds = access.grounds(work.setting, actor, region)
    return evolve(actor, acting_for=access.acted_for(carrying(work.setting, grounds, keeps_away)))


def may(actor: Actor, what: str, work: Work) -> Iterator[Reason]:
    """Why not; nothing if they may.

    Args:
        actor: who asks.
        what: as in the rulebook's ``may``: ``assign``, ``enter_program`` …
        work: the running transaction.
    """
    book = work.rulebook
    post = book.posts.get(actor.post)
    if post is None or what not in post.may or (actor.post == HOST.post and actor != HOST):
        yield book.refusal("may", post=book.label(book.posts, actor.post), command=what)
    if actor == HOST:
        return
    held = access.held(work.setting, actor.officer, actor.post)
    if not held:
        yield access.not_held(work.setting, actor)
    elif all(access.excluded(work.setting, assignment, what) for assignment in held):
        yield access.excludes(work.setting, held[0], what)

"""May this actor do this at all? For what is not a step of a case: the rulebook's ``may`` and a mandate today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.model.officers import HOST
from slrt_core.rules import access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor
    from slrt_core.reasons import Reason

__all__ = ["may"]


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
    if actor != HOST and not access.held(work.setting, actor.officer, actor.post):
        label = book.label(book.posts, actor.post)
        yield book.refusal("not-assigned", officer=actor.officer, post=label, day=work.moment.on)

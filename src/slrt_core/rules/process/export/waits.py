"""Who is waited for in a state, from the lines that leave it; and whose a step is where that is somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from slrt_core.reasons import Text
from slrt_core.rules.process.export.machine import Lane, enumerated, level_of
from slrt_core.rules.process.export.words import NOBODY
from slrt_core.rules.rulebook import LifeRow, Row

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Waited", "lane_of", "posts_of", "waited", "who_of"]

Waited = tuple[Lane | None, tuple[Text, ...]]
"""The lane of who is waited for first, and who else is."""

R = TypeVar("R", Row, LifeRow)

_NOBODY = Lane(key="-", label=NOBODY, level="any")


def waited(book: Rulebook, rows: Iterable[R], closer: Callable[[R], bool]) -> Waited:
    """Who is waited for: those with most to do; of these, those with more lines that are closer to the process.

    Args:
        book: the rulebook.
        rows: those that leave the state.
        closer: whether a line is for this process more than for others.
    """
    awaited: dict[str, set[str]] = {}
    named: dict[str, int] = {}
    for row in rows:
        if book.awaited(row):
            for post in row.posts:
                awaited.setdefault(post, set()).add(row.command)
                named[post] = named.get(post, 0) + closer(row)
    if not awaited:
        return _NOBODY, ()
    first = max(awaited, key=lambda post: (len(awaited[post]), named[post]))
    others = tuple(book.label(book.posts, post) for post in awaited if post != first)
    return lane_of(book, (first,)), others


def lane_of(book: Rulebook, posts: tuple[str, ...]) -> Lane:
    """The lane of one post, or of several of which it depends which."""
    label = enumerated(book.label(book.posts, post) for post in posts)
    return Lane(key="+".join(posts), label=label, level=level_of(book, posts[0]))


def posts_of(book: Rulebook, rows: Iterable[Row | LifeRow]) -> tuple[Text, ...]:
    """The labels of all posts of some lines, each once."""
    return tuple(dict.fromkeys(book.label(book.posts, post) for row in rows for post in row.posts))


def who_of(labels: tuple[Text, ...], waits: Waited) -> tuple[Text, ...]:
    """Whose step it is, where that is not who is waited for."""
    lane, others = waits
    known = {lane.label, *others} if lane is not None else set()
    return () if lane is not None and lane.label in labels and known.issuperset(labels) else labels

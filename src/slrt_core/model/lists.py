"""Lists of households that come as a whole, such as an extract of the central list."""

from __future__ import annotations

from datetime import date, datetime

from attrs import frozen

__all__ = ["Load", "Manifest", "Taken"]


@frozen(kw_only=True)
class Manifest:
    """What is decided on when a list is loaded: the list as a whole, by its digest.

    Args:
        source: where it comes from, such as ``DTSEN 2026-2``; it is the source of every fact in it.
        day: since when it holds, where a household in it does not say otherwise.
        households: how many it names.
        digest: keyed, of everything in it, in its order.
    """

    source: str
    day: date
    households: int
    digest: str


@frozen(kw_only=True)
class Load:
    """A list on its way in; nothing of it is seen before all of it is in.

    Args:
        id: of the manifest; the same list is the same load.
        manifest: what was decided on.
        parts: how many parts are in.
        households: how many households those held.
        changed: how many of them were new, or said something new.
        digest: of what is in so far.
        version: how many events its stream has.
        given_up: whether it never comes in: somebody gave it up, or another list took its place.
    """

    id: str
    manifest: Manifest
    parts: int = 0
    households: int = 0
    changed: int = 0
    digest: str = ""
    version: int = 0
    given_up: bool = False


@frozen(kw_only=True)
class Taken:
    """A list that is wholly in: from this instant on it is known what it says."""

    load: str
    source: str
    at: datetime
    changed: int

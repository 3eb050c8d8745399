"""Small staffs for lives: somebody who is two things, somebody missing, and whoever has no business there.

The same thought as in the search of cases: who enters and who approves are one person through a second post, a second
account or a mandate; whoever holds a post lives in the household; nobody holds it. In each staff there are officers
besides who hold the same posts elsewhere, for another program, or no more.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from attrs import field, frozen

from slrt_core.model.officers import Assignment, Decree, Officer, Roster
from slrt_core.rules.process.explore.world import DISTRICT, ELSEWHERE, HOUSEHOLD, START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.rules.rulebook import Rulebook

__all__ = ["LifeStaff", "life_staffs"]

_LONG_AGO = date(2024, 1, 1)
_DECREE = Decree(number="1/2024", dated=_LONG_AGO, issuer="Bupati")
_YEARS = START + timedelta(days=3650)
_PROGRAMS = ("CENTRAL", "LOCAL")


@frozen(kw_only=True)
class LifeStaff:
    """Who holds which post around one record.

    Args:
        name: short, for people.
        roster: officers and assignments.
        periods: whether all that is on record of periods is told apart, or only what may lead to a suspension.
    """

    name: str
    roster: Roster = field(repr=False)
    periods: bool = False


@frozen
class _Place:
    account: str
    post: str
    person: str = ""
    acting_for: str = ""
    home: bool = False
    region: str = DISTRICT
    programs: tuple[str, ...] = _PROGRAMS
    ended: bool = False


def life_staffs(book: Rulebook, life: str) -> tuple[LifeStaff, ...]:
    """All small staffs of a life.

    Args:
        book: the rulebook.
        life: ``participation`` or ``program``.
    """
    return tuple(_staffs(book, life))


def _posts(book: Rulebook, life: str) -> tuple[list[str], list[str], list[str]]:
    """The posts that handle, those that judge, and those that only step in."""
    rows = [row for row in book.life_rows if row.life == life and row.scope != "system"]
    judge = sorted({post for row in rows if row.stage for post in row.posts})
    handle = sorted({post for row in rows if not row.stage for post in row.posts} - set(judge))
    stand_ins = {post for row in rows for post in book.stand_ins(row)}
    return handle, judge, sorted(stand_ins - {*judge, *handle})


def _staffs(book: Rulebook, life: str) -> Iterator[LifeStaff]:
    handle, judge, others = _posts(book, life)
    posts = [*handle, *judge, *others]
    each = [_Place(post, post) for post in posts]
    beside = [_Place(f"{post} of before", post, ended=True) for post in (*handle, *judge)]
    if life == "participation":
        beside += [_Place(f"{post} elsewhere", post, region=ELSEWHERE) for post in (*handle, *judge)]
        beside += [_Place(f"{post} of another program", post, programs=("LISTED-ONLY",)) for post in (*handle, *judge)]
    stranger = next((post for post in book.posts if post not in {*posts, "system", "host"}), "")
    beside += [_Place("stranger", stranger)] if stranger else []
    yield LifeStaff(name="ordinary", roster=_roster([*each, *beside]), periods=True)
    rest = [_Place(post, post) for post in others]
    both = [_Place("x", post) for post in (*handle, *judge)]
    yield LifeStaff(name="one person in both posts", roster=_roster([*each, *both]))
    yield LifeStaff(name="one person alone in both posts", roster=_roster([*both, *rest]))
    second = [*(_Place("x", post) for post in handle), *(_Place("x-2", post, person="x") for post in judge)]
    yield LifeStaff(name="two accounts of one person", roster=_roster([*second, *rest]))
    # Who handles acts for who judges; somebody acts for the other account of who handles; and the other way round.
    acting = [_Place(post, post) for post in posts]
    acting += [_Place("deputy", post, acting_for=judge[0]) for post in handle[:1] if judge]
    acting += [_Place(handle[0], post, acting_for=post) for post in judge if handle]
    yield LifeStaff(name="who handles acts for who judges", roster=_roster(acting))
    deputy = [*second, *rest, *(_Place("deputy", post, acting_for="x-2") for post in judge)]
    yield LifeStaff(name="somebody acts for the second account", roster=_roster(deputy))
    for missing in ((post,) for post in (*handle, *judge)):
        left = [_Place(post, post) for post in posts if post not in missing]
        yield LifeStaff(name=f"no {missing[0]}", roster=_roster([*left]))
    if life == "participation":
        home = [_Place("x", post, home=True) for post in (*handle, *judge)]
        yield LifeStaff(name="both posts live in the household", roster=_roster([*home, *rest]))
        beside = [_Place("x", post, home=True) for post in posts]
        yield LifeStaff(name="one of the household in every post", roster=_roster([*each, *beside]))


def _roster(places: list[_Place]) -> Roster:
    accounts = {place.account: place for place in places}
    return Roster(
        officers=tuple(
            Officer(id=account, name=account, person=place.person or account, household=HOUSEHOLD if place.home else "")
            for account, place in accounts.items()
        ),
        assignments=tuple(
            Assignment(
                officer=place.account,
                post=place.post,
                regions=(place.region,),
                valid_from=_LONG_AGO,
                valid_until=START - timedelta(days=1) if place.ended else _YEARS if place.acting_for else date.max,
                decree=_DECREE,
                programs=place.programs,
                acting_for=place.acting_for,
            )
            for place in places
        ),
    )

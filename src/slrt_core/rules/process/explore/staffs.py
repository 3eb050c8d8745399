"""Small staffs: for each pair that must be kept apart one person who is both, and staffs in which somebody is missing.

A rule that keeps persons apart fails where one person is two things: holds two posts, has two accounts, acts for
another, lives in the household, is complained about. A rule that finds somebody to step in fails where nobody is left.
So each of these is a staff of its own, with one holder for each post, and the search plays every case with each.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from attrs import field, frozen

from slrt_core.model.contents import CaseKind
from slrt_core.model.officers import Assignment, Decree, Officer, Roster
from slrt_core.rules.process.explore.world import DISTRICT, HOUSEHOLD, PROGRAMS, START, SUBDISTRICT, VILLAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.rules.process.explore.findings import Process
    from slrt_core.rules.rulebook import Row, Rulebook

__all__ = ["Staff", "duties", "posts_in", "staffs"]

_LONG_AGO = date(2024, 1, 1)
_DECREE = Decree(number="1/2024", dated=_LONG_AGO, issuer="Bupati")
_YEARS = timedelta(days=3650)
_PLACES = {"village": VILLAGE, "subdistrict": SUBDISTRICT}
_TEAM = 4
"""How many sit in a body that steps in last: two objections need a reviewer, a manager and two deciders from it."""


@frozen(kw_only=True)
class Staff:
    """Who holds which post around one case.

    Args:
        name: short, for people.
        rosters: the first, and those by which it may be replaced while the case runs.
        about: the account that a complaint is about, if it is about one.
        sorts: whether every sort of case is shown to it, recorded by everybody who may.
        time: whether time passes: deadlines, expiry, vain visits, the window for objections.
        objections: how many objections to one case are followed.
        forwards: whether referrals are forwarded to another receiver.
    """

    name: str
    rosters: tuple[Roster, ...] = field(repr=False)
    about: str = ""
    sorts: bool = False
    time: bool = False
    objections: int = 0
    forwards: bool = False


@frozen
class _Place:
    """An account in a post."""

    account: str
    post: str
    acting: bool = False
    ended: bool = False


def posts_in(book: Rulebook, process: Process) -> dict[str, set[str]]:
    """The posts that a process knows, each with its duties: ``handle`` and the judging stages."""
    found: dict[str, set[str]] = {post: {"handle"} for post in book.ways[process.way].posts}
    effects: set[str] = set()
    for row in _rows(book, process):
        effects.update(row.effects)
        if row.scope != "system":
            for post in row.posts:
                found.setdefault(post, set()).add(row.stage or "handle")
    kinds = _kinds(process)
    routed = {route.receiver for route in book.routes if kinds & set(route.kinds)}
    receivers = routed if effects & {"send:route", "draft"} else set()
    receivers |= {post for effect, post in _RECEIVERS.items() if effect in effects}
    if effects & {"send:route", "send:registry", "draft"}:
        receivers |= {p for p, rule in book.posts.items() if rule.reads == "referred" and rule.level == "any"}
    for post in receivers:
        found.setdefault(post, set()).add("decide")
    return found


_RECEIVERS = {"send:village": "village_body", "send:registry": "registry_manager"}


def duties(book: Rulebook, process: Process) -> dict[str, set[str]]:
    """The same, with those who step in."""
    found = posts_in(book, process)
    for stage, rule in book.stages.items():
        for post in rule.stand_ins:
            found.setdefault(post, set()).add(stage)
    return found


def _kinds(process: Process) -> set[CaseKind]:
    more = {CaseKind.NEED, CaseKind.COMPLAINT} if process.kind is CaseKind.PROBLEM else set()
    return {process.kind} | more


def _rows(book: Rulebook, process: Process) -> Iterator[Row]:
    """The rows at the states that such a case can reach, by the tables alone."""
    reached, waiting = set(), [(process.kind, book.ways[process.way].initial)]
    while waiting:
        place = waiting.pop()
        if place in reached:
            continue
        reached.add(place)
        for row in book.rows_at(place[0], process.way, place[1]):
            yield row
            kinds = (CaseKind.NEED, CaseKind.COMPLAINT) if "map" in row.effects else (place[0],)
            waiting.extend((kind, row.after) for kind in kinds)


def staffs(book: Rulebook, process: Process) -> tuple[Staff, ...]:
    """All small staffs of a process."""
    return tuple(_staffs(book, process))


def _staffs(book: Rulebook, process: Process) -> Iterator[Staff]:
    known, every = posts_in(book, process), duties(book, process)
    last = {rule.stand_ins[-1] for name, rule in book.stages.items() if rule.stand_ins and name != "handle"}
    ordinary = [
        _Place(post if number == 1 else f"{post}-{number}", post)
        for post in sorted(every)
        for number in range(1, (_TEAM if post in last else 1) + 1)
    ]
    everywhere = [_Place("x", post) for post in sorted(every)]
    yield Staff(name="ordinary", rosters=(_roster(book, ordinary),))
    yield Staff(name="ordinary, every sort of case", rosters=(_roster(book, ordinary),), sorts=True, forwards=True)
    yield Staff(name="ordinary, time passes", rosters=(_roster(book, ordinary),), time=True, forwards=True)
    judge = [place for place in ordinary if known.get(place.post, {"handle"}) != {"handle"}]
    second = [_Place(f"{place.account}+", place.post) for place in judge]
    # An objection is followed here: whoever judges has the one account of the ordinary staff too.
    yield Staff(name="two accounts for each who judges", rosters=(_roster(book, [*ordinary, *second]),), objections=1)
    successors = [_Place(f"next-{place.account}", place.post) for place in ordinary]
    before = [_Place(place.account, place.post, ended=True) for place in ordinary]
    yield Staff(name="all reassigned", rosters=(_roster(book, ordinary), _roster(book, [*before, *successors])))
    yield Staff(name="one person in every post", rosters=(_roster(book, [*ordinary, *everywhere]),))
    if process.kind is CaseKind.COMPLAINT:
        yield Staff(name="complained about", rosters=(_roster(book, [*ordinary, *everywhere]),), about="x")
    here = [place for place in ordinary if book.posts[place.post].reads != "referred"]
    record = book.ways[process.way].posts
    homes = [_Place("x", place.post) if place.post in known and place.post not in record else place for place in here]
    yield Staff(name="receivers elsewhere", rosters=(_roster(book, here),), time=True)
    yield Staff(name="receivers elsewhere, the others at home", rosters=(_roster(book, homes, at_home="x"),))
    groups = _groups(book, process, known)
    for group in groups:
        yield _missing(book, ordinary, group, recorders=bool({*group} & {*record}))
    for one, other in combinations(groups, 2):
        if known[one[0]] != known[other[0]]:
            yield _pair(book, ordinary, one, other)


def _groups(book: Rulebook, process: Process, known: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """The posts one by one, but of those that only handle cases all who record together, and all the others.

    For the rules that keep persons apart, handling is handling: a person in one of these posts is as good as in all.
    """
    record = book.ways[process.way].posts
    handle = [post for post in sorted(known) if known[post] == {"handle"}]
    handle = [post for post in handle if post not in book.stages["handle"].stand_ins]
    judge = [(post,) for post in sorted(known) if known[post] != {"handle"}]
    recorders, others = (tuple(p for p in handle if (p in record) is mine) for mine in (True, False))
    return [*(group for group in (recorders, others) if group), *judge]


def _missing(book: Rulebook, ordinary: list[_Place], posts: tuple[str, ...], *, recorders: bool) -> Staff:
    # Who alone holds the post lives in the household, so somebody has to step in. Of those who record, another one
    # was there when the case began.
    alone = [*(_Place("x", post) for post in posts), *(place for place in ordinary if place.post not in posts)]
    then = [*alone, *(_Place("recorder", post) for post in posts)]
    left = [*alone, *(_Place("recorder", post, ended=True) for post in posts)]
    rosters = [then, left] if recorders else [alone]
    name = f"{', '.join(posts)} lives in the household"
    return Staff(name=name, rosters=tuple(_roster(book, roster, at_home="x") for roster in rosters))


def _pair(book: Rulebook, ordinary: list[_Place], one: tuple[str, ...], other: tuple[str, ...]) -> Staff:
    # Alone in both posts, with an account for each, and in the second as an acting officer.
    rest = [place for place in ordinary if place.post not in {*one, *other}]
    both = [*(_Place("x", post) for post in one), *(_Place("x-2", post, acting=True) for post in other)]
    return Staff(name=f"{', '.join(one)} = {', '.join(other)}", rosters=(_roster(book, [*rest, *both]),))


def _roster(book: Rulebook, places: list[_Place], at_home: str = "") -> Roster:
    accounts = sorted({place.account for place in places})
    return Roster(
        officers=tuple(
            Officer(
                id=account,
                name=account,
                person="x" if account == "x-2" else account.removesuffix("+"),
                household=HOUSEHOLD if account == at_home else "",
            )
            for account in accounts
        ),
        assignments=tuple(_assignment(book, place) for place in places),
    )


def _assignment(book: Rulebook, place: _Place) -> Assignment:
    rule = book.posts.get(place.post)
    ends = START - timedelta(days=1) if place.ended else START + _YEARS if place.acting else date.max
    return Assignment(
        officer=place.account,
        post=place.post,
        regions=(_PLACES.get(rule.level if rule else "", DISTRICT),),
        valid_from=_LONG_AGO,
        valid_until=ends,
        decree=_DECREE,
        programs=tuple(PROGRAMS) if rule and rule.reads == "referred" and rule.level == "any" else (),
        acting_for=place.post if place.acting else "",
    )

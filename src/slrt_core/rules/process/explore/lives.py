"""The other lives of a rulebook, programs and participation, searched with the production decision.

As in the search of cases, every small staff is tried; a rulebook without a table of lives has none, and no report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from slrt_core.reasons import Text
from slrt_core.rules.access import Setting
from slrt_core.rules.process.explore import world
from slrt_core.rules.process.explore.findings import Finding, Report, keep
from slrt_core.rules.process.explore.lifedemands import LIFE_DEMANDS
from slrt_core.rules.process.explore.lifeprohibitions import LIFE_PROHIBITIONS
from slrt_core.rules.process.explore.lifesearch import LifeNode, LifeSearch
from slrt_core.rules.process.explore.lifestaffs import LifeStaff, life_staffs
from slrt_core.rules.process.explore.lifeworld import DecideLife, starts
from slrt_core.rules.process.lives import decide_life

if TYPE_CHECKING:
    from slrt_core.rules.process.explore.lifefindings import LifeDemand, LifeProhibition
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["explore_life", "explore_lives"]

_TOLD_APART = ("state", "persons", "periods", "entries")


def explore_lives(book: Rulebook, **options: object) -> tuple[Report, ...]:
    """Search every life of a rulebook; takes the options of `explore_life`."""
    lives = [life for life in book.life_states if any(row.life == life for row in book.life_rows)]
    return tuple(explore_life(book, life, **options) for life in lives)  # type: ignore[arg-type]


def explore_life(
    book: Rulebook,
    life: str,
    *,
    prohibitions: Iterable[LifeProhibition] = LIFE_PROHIBITIONS,
    demands: Iterable[LifeDemand] = LIFE_DEMANDS,
    decide: DecideLife = decide_life,
    staffs: Iterable[LifeStaff] | None = None,
    limit: int = 20_000,
    first: bool = False,
    clock: Callable[[], float] = lambda: 0.0,
) -> Report:
    """Search one life: all that small staffs can bring such a record to (R-PRG-2, R-PRG-6).

    Args:
        book: the rulebook.
        life: ``participation`` or ``program``.
        prohibitions: what must not be reachable.
        demands: what must be possible.
        decide: decides; another than the production one to see whether its faults are found.
        staffs: the small staffs; those of `life_staffs` if not given.
        limit: the most states of one search; the report says when it was met.
        first: whether to stop at the first finding: quicker, where it is asked only whether there is one.
        clock: gives seconds, for the report; time is an argument.

    Returns:
        What was searched and what was found; the stories are in ``tale``.
    """
    begun, chosen = clock(), tuple(life_staffs(book, life) if staffs is None else staffs)
    asked = tuple(demand for demand in demands if demand.life == life)
    forbidden = {prohibition.id: prohibition for prohibition in prohibitions}
    found: dict[tuple[str, str], Finding] = {}
    searches = []
    for staff in chosen:
        setting = Setting(rulebook=book, roster=staff.roster, regions=world.regions(), on=world.START)
        begins = starts(life, setting, decide)
        search = LifeSearch(life, book, staff, begins, tuple(forbidden.values()), limit, first)
        search.run()
        searches.append(search)
        for finding in (*_forbidden(search, forbidden), *_unmet(search, asked)):
            keep(found, finding)
        if first and found:
            break
    fired = frozenset(row for search in searches for row in search.fired)
    bounds = tuple(f"states: {search.staff.name}" for search in searches if not search.complete)
    complete = not bounds and len(searches) == len(chosen)
    for finding in (*_twice(book, life), *(_dead(book, life, fired) if complete else ())):
        keep(found, finding)
    return Report(
        process=life,
        states=sum(len(search.nodes) for search in searches),
        decisions=sum(search.decisions for search in searches),
        rows=fired,
        rows_total=len({(row.place, row.before) for row in book.life_rows if row.life == life}),
        seconds=clock() - begun,
        complete=complete,
        bounds=bounds,
        abstraction=_TOLD_APART,
        staffs=tuple(staff.name for staff in chosen),
        findings=tuple(found.values()),
    )


def _forbidden(search: LifeSearch, by_id: dict[str, LifeProhibition]) -> Iterator[Finding]:
    for id_, (story, times) in search.broken.items():
        what = by_id[id_]
        yield Finding(
            sort="forbidden", id=id_, rule=what.rule, text=what.text, process=search.life, tale=story, times=times
        )


def _unmet(search: LifeSearch, demands: Iterable[LifeDemand]) -> Iterator[Finding]:
    if not search.complete or (search.first and search.broken):
        # What lies beyond the bound is not known, so nothing can be called impossible.
        return
    nodes = search.nodes
    for demand in demands:
        wanting = [one for one in nodes if one.record.state in demand.states and demand.given(one.record, one.scene)]
        if demand.command:
            wanting = [node for node in wanting if not node.allowed & demand.command]
        elif wanting:
            fine = _reaching(nodes, demand.reach, demand.without)
            wanting = [node for node in wanting if id(node) not in fine and not node.at_bound]
        yield from _found(search, "impossible", demand.id, demand.rule, demand.text, wanting)
    states = search.book.life_states[search.life]
    # Only the household's own wish is no way to an end.
    ending = _reaching(nodes, frozenset(n for n, s in states.items() if s.terminal), frozenset({"leave"}))
    stuck: dict[str, list[LifeNode]] = {}
    for node in nodes:
        if id(node) not in ending:
            stuck.setdefault(node.record.state, []).append(node)
    for state, those in stuck.items():
        text = Text(f"{search.life} buntu di keadaan {state}", f"a {search.life} is stuck in the state {state}")
        yield from _found(search, "stuck", f"stuck:{search.life}.{state}", "R-APP-5", text, those)


def _found(  # noqa: PLR0917
    search: LifeSearch, sort: str, id_: str, rule: str, text: Text, nodes: list[LifeNode]
) -> Iterator[Finding]:
    if nodes:
        story = search.story(nodes[0])
        yield Finding(sort=sort, id=id_, rule=rule, text=text, process=search.life, tale=story, times=len(nodes))


def _reaching(nodes: list[LifeNode], states: frozenset[str], without: frozenset[str]) -> set[int]:
    back: dict[int, list[int]] = {}
    for number, node in enumerate(nodes):
        for command, after in node.ways_on:
            if command not in without:
                back.setdefault(after, []).append(number)
    found = {number for number, node in enumerate(nodes) if node.record.state in states}
    waiting = list(found)
    while waiting:
        for number in back.get(waiting.pop(), ()):
            if number not in found:
                found.add(number)
                waiting.append(number)
    return {id(nodes[number]) for number in found}


def _dead(book: Rulebook, life: str, fired: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    mine = [row for row in book.life_rows if row.life == life]
    dead = [row for row in mine if (row.place, row.before) not in fired]
    for row in dead:
        words = f"{life}: {row.before} + {row.command}"
        text = Text(f"baris tidak pernah terpakai: {words}", f"a row that never fires: {words}")
        yield Finding(sort="never", id=f"{row.place} {row.before}", rule=row.basis.rule, text=text, process=life)
    alive = {row.command for row in mine if (row.place, row.before) in fired}
    for command in sorted({row.command for row in dead} - alive):
        text = Text(f"perintah yang tidak dapat diberikan siapa pun: {command}", f"nobody can give: {command}")
        yield Finding(sort="nobody", id=command, rule="R-APP-6", text=text, process=life)


def _twice(book: Rulebook, life: str) -> Iterator[Finding]:
    mine = [row for row in book.life_rows if row.life == life]
    for one, other in combinations(mine, 2):
        if (one.before, one.command) == (other.before, other.command) and set(one.posts) & set(other.posts):
            place = f"{one.place} {other.place}"
            text = Text(f"dua baris untuk satu orang: {place}", f"two rows for one actor: {place}")
            yield Finding(sort="ambiguous", id=place, rule=one.basis.rule, text=text, process=life)

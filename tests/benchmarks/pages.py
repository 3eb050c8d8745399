"""What both benchmarks of pages share: half a million cases, five readers, and the queries an expert writes by hand.

The cases are put through the port of the store; of each hundred, four are sensitive, one is about an officer, thirty
were referred to the managers of some programs. Ours is what the desk asks: the definition of reading made a filter, and
a page of its scan. By hand is one query on the same table and indexes with the same meaning, on the driver, where a
branch for each village is taken if that is faster than a list of them. Both read the whole rows of 50 cases, in a
transaction that is open already; a pair is ten pages each, as at a desk where people work.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from attrs import frozen

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.numbers import named
from slrt_core.desk import Desk
from slrt_core.desk.kinds import CASE
from slrt_core.desk.visible import scope
from slrt_core.desk.work import Work
from slrt_core.model import Actor, Assignment, Decree, Need, Officer
from slrt_core.ports import IndexValue, New, Range, Storage, codes_of
from tests.benchmarks.district import DISTRICT, VILLAGES, form, open_district
from tests.benchmarks.paired import interval, pair, ratio_line, timed

CASES = 500_000
PAGE = 50
NEWEST = Range(field="opened_at", descending=True)
_AT_ONCE = 5_000
_START = datetime(2021, 1, 1, tzinfo=UTC)
_RANDOM = random.Random(7)
_PROGRAMS = ("PKH", "SEMBAKO", "RUTILAHU", "BEASISWA")
_FIVE = VILLAGES[3:104:25]
_COLUMNS = ", ".join(("key", "version", "body", *CASE.index))
_SINCE = date(2026, 1, 1)


@frozen
class Reader:
    """Somebody who looks at a page.

    Args:
        title: as it is printed.
        actor: who.
        own: what a query by hand has for their places or receivers: each a condition and its parameters.
        rest: the condition on what is sensitive or about them, and its parameters.
    """

    title: str
    actor: Actor
    own: tuple[tuple[str, tuple[str, ...]], ...]
    rest: tuple[str, tuple[str, ...]]


def readers(mark: str, place: str) -> tuple[Reader, ...]:
    """Those who are measured.

    Args:
        mark: how the driver marks a parameter.
        place: the function that tells where a text stands in another.
    """

    def reader(title: str, officer: str, post: str, villages: Sequence[str], *, sensitive: bool = False) -> Reader:
        about = f"{place}(about, {mark}) < 1"
        seen = f"(NOT sensitive OR {place}(persons, {mark}) > 0 OR {place}(waits, {mark}) > 0)"
        rest = (about, (f"|{officer}|",)) if sensitive else (
            f"{about} AND {seen}", (f"|{officer}|", f"|{officer}|", f"|{post}|"))  # fmt: skip
        own = tuple((f"region = {mark}", (village,)) for village in villages)
        return Reader(title, Actor(officer=officer, person=officer, post=post), own, rest)

    subdistrict = VILLAGES[0].rpartition(".")[0]
    within = [village for village in VILLAGES if village.startswith(subdistrict)]
    return (
        reader("village officer", f"f{VILLAGES[5]}", "facilitator", [VILLAGES[5]]),
        reader("supervisor", f"s{subdistrict}", "supervisor", within),
        reader("manager", "maya", "manager", VILLAGES, sensitive=True),
        reader("five assignments", "lima", "facilitator", _FIVE),
    )


def furnished(storage: Storage, keys: FileKeys, count: int) -> Desk:
    """A desk on a store with so many cases."""
    desk = open_district(storage, keys)
    decree = Decree(number="1/2026", dated=_SINCE, issuer="Bupati")
    desk.load_roster(
        [Officer(id="lima", name="Petugas lima")],
        [
            Assignment(officer="lima", post="facilitator", regions=village, valid_from=_SINCE, decree=decree)
            for village in _FIVE
        ],
    )
    pattern = _pattern(keys)
    numbers = iter(range(count))
    while rows := [_case(pattern, number) for number, _ in zip(numbers, range(_AT_ONCE), strict=False)]:
        with storage.transaction(DISTRICT) as tx:
            tx.insert("case", rows)
    return desk


def _pattern(keys: FileKeys) -> New:
    """A case as the desk keeps it."""
    with open_district(MemoryStorage(), keys) as desk:
        desk.load_households([form(1)], "benchmark")
        actor = desk.acting_as(f"f{VILLAGES[1]}")
        visit = actor.record_visit("h1", [Need(program="PKH", text="Belum pernah menerima bantuan")])
        actor.submit(visit)
        with desk.work() as work:
            stored = work.need("case", visit.cases[0].id)
            return New(key=stored.key, body=stored.body, index=dict(stored.index))


def _case(pattern: New, number: int) -> New:
    village = VILLAGES[_RANDOM.randrange(len(VILLAGES))]
    key, recorder = named("case", _RANDOM.getrandbits(80)), f"f{village}"
    opened = _START + timedelta(seconds=number * 320 + _RANDOM.randrange(300))
    closed, sensitive, chance = _RANDOM.random() < 0.95, _RANDOM.random() < 0.04, _RANDOM.random()
    receiver = f"program_manager:{_RANDOM.choice(_PROGRAMS)}" if chance < 0.3 else ""
    body = pattern.body.replace(pattern.key.encode(), key.encode())
    more: dict[str, IndexValue] = {
        "state": "closed" if closed else "review",
        "kind": "complaint" if sensitive else "need",
        "region": village,
        "household": f"h{number}",
        "number": f"N{number}",
        "receiver": receiver,
        "due": None if closed else (opened + timedelta(days=5)).date(),
        "opened_at": opened,
        "sensitive": sensitive,
        "recorder": recorder,
        "about": codes_of([f"f{_RANDOM.choice(VILLAGES)}"] if sensitive and _RANDOM.random() < 0.25 else []),
        "persons": codes_of([recorder, f"s{village.rpartition('.')[0]}", "maya"]),
        "receivers": codes_of([receiver] if receiver else []),
        "waits": codes_of([] if closed else ["supervisor"]),
    }
    return New(key=key, body=body, index={**pattern.index, **more})


def by_list(reader: Reader, mark: str) -> tuple[str, tuple[Any, ...]]:
    """The plain query: all places in one list."""
    places = tuple(value for _, values in reader.own for value in values)
    among = f"region IN ({', '.join([mark] * len(places))})" if len(places) > 1 else reader.own[0][0]
    rest, values = reader.rest
    sql = (
        f"SELECT {_COLUMNS} FROM slrt_case WHERE district = {mark} AND {among} AND {rest} "  # noqa: S608
        f"ORDER BY opened_at DESC, key DESC LIMIT {PAGE}"
    )
    return sql, (DISTRICT, *places, *values)


def by_branch(reader: Reader, mark: str) -> tuple[str, tuple[Any, ...]]:
    """Each place by itself, no further than the page goes, and the page made of what they found."""
    rest, values = reader.rest
    branch = (
        "SELECT * FROM (SELECT key, opened_at FROM slrt_case "  # noqa: S608
        f"WHERE district = {mark} AND {{}} AND {rest} ORDER BY opened_at DESC, key DESC LIMIT {PAGE}) AS b"
    )
    union = " UNION ALL ".join(branch.format(condition) for condition, _ in reader.own)
    sql = (
        f"SELECT {_COLUMNS} FROM "  # noqa: S608
        f"(SELECT key AS k FROM ({union}) AS u ORDER BY opened_at DESC, key DESC LIMIT {PAGE}) AS p "
        f"JOIN slrt_case AS c ON c.district = {mark} AND c.key = p.k ORDER BY c.opened_at DESC, c.key DESC"
    )
    return sql, (*(value for _, found in reader.own for value in (DISTRICT, *found, *values)), DISTRICT)


def measure(
    desk: Desk, mark: str, place: str, run: Callable[[str, Sequence[Any]], list[tuple[Any, ...]]], pairs: int
) -> None:
    """Print a line for each reader."""
    for reader in readers(mark, place):
        with desk.work() as work:
            expected = [stored.key for stored in _ours(reader.actor, work)]
            hands = list(_by_hand(reader, mark))
            for sql, values in hands:
                assert [row[0] for row in run(sql, values)] == expected, reader.title
            best = min(hands, key=lambda hand: interval([timed(lambda: run(*hand)) for _ in range(5)])[0])
            ours, theirs, ratios = [], [], []
            for _ in range(pairs):
                one, other = pair(
                    lambda: _ten(lambda: _ours(reader.actor, work)),  # noqa: B023
                    lambda: _ten(lambda: run(*best)),  # noqa: B023
                )
                ours.append(one)
                theirs.append(other)
                ratios.append(one / other)
        looking = desk.acting_as(reader.actor.officer, reader.actor.post)
        whole = interval([timed(looking.cases) for _ in range(5)])[0]
        print(f"  {reader.title}: {1e3 * interval(ours)[0]:.2f} ms, by hand {1e3 * interval(theirs)[0]:.2f} ms", end="")
        print(f"; as lines, with the look on record {1e3 * whole:.0f} ms")
        print("   ", ratio_line("ours / by hand", ratios, "at most 1.3"), flush=True)


def _ten(page: Callable[[], object]) -> float:
    """Seconds of a page, from ten in a row."""

    def ten() -> None:
        for _ in range(10):
            page()

    return timed(ten) / 10


def _by_hand(reader: Reader, mark: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield by_list(reader, mark)
    if 1 < len(reader.own) <= 20:
        yield by_branch(reader, mark)


def _ours(actor: Actor, work: Work) -> Sequence[Any]:
    return work.tx.scan("case", NEWEST, where=scope(actor, work), limit=PAGE).records

"""Districts at random: officers with second accounts and several assignments, and cases of every class and fate.

The cases are made, not lived: what a reader may see must not depend on whether a state can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from attrs import frozen

from slrt_core.model.cases import Act, Case, Outcome, Receiver, Referral, Way
from slrt_core.model.contents import Complaint, Content, Enquiry, Need, Problem, kind_of
from slrt_core.model.officers import SYSTEM, Actor, Assignment, Decree, Officer, Roster
from slrt_core.model.regions import Level, Region, RegionTree
from slrt_core.rules.access import Setting
from slrt_core.rules.rulebook import Rulebook, load_rulebook, rulebook_from_texts

TODAY = date(2026, 3, 2)
DECREE = Decree(number="1/2026", dated=date(2026, 1, 1), issuer="Bupati")
PROGRAMS = ("PKH", "SEMBAKO", "RUTILAHU")
_AT = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def rulebooks() -> tuple[Rulebook, ...]:
    """The default one, one with other choices, and one in which a post reads what it recorded itself."""
    default = load_rulebook()
    own = dict(default.texts)
    head, found, rest = own["posts.toml"].partition("[post.front_office]")
    own["posts.toml"] = head + found + rest.replace('reads = "region"', 'reads = "own"', 1)
    return default, load_rulebook(None, {"after_supervisor": "secretariat"}), rulebook_from_texts(own)


@frozen
class District:
    """What was made.

    Args:
        setting: rules, officers, map, day.
        actors: every account in every post that it ever held, and in one that it did not.
        cases: with the rulebook that each follows.
    """

    setting: Setting
    actors: tuple[Actor, ...]
    cases: tuple[tuple[Case, Rulebook], ...]


def district(seed: int, persons: int, cases: int) -> District:
    """A district; the same for the same arguments."""
    chance = Random(seed)
    regions = RegionTree(regions=tuple(_regions()))
    roster = _roster(chance, persons, regions)
    books = rulebooks()
    book = books[2] if seed % 4 == 3 else books[0]
    actors = tuple(
        Actor(officer=officer.id, person=officer.person, post=post)
        for officer in roster.officers
        for post in sorted({held.post for held in roster.all_held(officer.id)} | {chance.choice(sorted(book.posts))})
    )
    made = tuple(_case(chance, number, actors, regions, books) for number in range(cases))
    return District(Setting(rulebook=book, roster=roster, regions=regions, on=TODAY), actors, made)


def _regions() -> Iterator[Region]:
    yield Region(id="61", name="61", level=Level.PROVINCE)
    for regency in ("61.12", "61.11"):
        yield Region(id=regency, name=regency, level=Level.REGENCY, parent="61")
        for sub in (f"{regency}.01", f"{regency}.02", f"{regency}.03"):
            yield Region(id=sub, name=sub, level=Level.SUBDISTRICT, parent=regency)
            for village in (f"{sub}.2001", f"{sub}.2002", f"{sub}.2003"):
                yield Region(id=village, name=village, level=Level.VILLAGE, parent=sub)


def _roster(chance: Random, persons: int, regions: RegionTree) -> Roster:
    officers, assignments = [], []
    # Receivers are few among the posts, and who holds one post several times are those of whom most is to be told.
    posts = [*sorted(rulebooks()[0].posts), *["program_manager"] * 5, "village_body", "registry_manager"]
    places = [region.id for region in regions if region.level > Level.PROVINCE or chance.random() < 0.5]
    for person in range(persons):
        accounts = 1 + (chance.random() < 0.25)
        # A bar and a percent sign in a name: codes are kept between bars.
        name = f"p{person}" if person % 10 else f"p|{person}%7C"
        for account in range(accounts):
            id_ = f"{name}-{account}"
            officers.append(Officer(id=id_, name=id_, person=name))
            usual = chance.choice(posts)
            for _ in range(chance.choice((1, 1, 2, 5))):
                start = TODAY + timedelta(days=chance.choice((-400, -60, -60, -60, 0, 30)))
                end = chance.choice((date.max, date.max, max(start, TODAY), max(start, TODAY - timedelta(days=1))))
                assignments.append(
                    Assignment(
                        officer=id_,
                        post=usual if chance.random() < 0.6 else chance.choice(posts),
                        regions=tuple(chance.sample(places, chance.choice((1, 1, 2)))),
                        programs=tuple(chance.sample(PROGRAMS, chance.choice((0, 1, 2)))),
                        valid_from=start,
                        valid_until=end,
                        acting_for=f"p0-{account}" if end != date.max and chance.random() < 0.3 else "",
                        decree=DECREE,
                    )
                )
    return Roster(officers=tuple(officers), assignments=tuple(assignments))


def _case(
    chance: Random, number: int, actors: tuple[Actor, ...], regions: RegionTree, books: tuple[Rulebook, ...]
) -> tuple[Case, Rulebook]:
    book = books[number % 2]
    content = _content(chance, actors)
    kind = kind_of(content)
    way = chance.choice([way for way, rule in book.ways.items() if kind in rule.kinds])
    at = _AT + timedelta(minutes=chance.randrange(60 * 24 * 60))
    region = chance.choice([region.id for region in regions if region.level >= Level.SUBDISTRICT])
    state = chance.choice(sorted(book.states))
    referrals = tuple(_referral(chance, place, region, actors, book) for place in range(chance.choice((0, 0, 1, 2, 3))))
    acts = tuple(_act(chance, place, at, actors) for place in range(chance.choice((0, 1, 3))))
    case = Case(
        id=f"case-{number:06}", number=f"N{number // 2}", visit=f"visit-{number // 2}", way=Way(way), kind=kind,
        content=content, digest="d", household=f"h{number % 50}", region=region, recorder=chance.choice(actors),
        opened_at=at, opened_on=at.date(), state=state, rulebook=book.hash, acts=acts, referrals=referrals,
        due=None if state == "closed" else at.date() + timedelta(days=3),
        outcome=chance.choice(list(Outcome)),
    )  # fmt: skip
    return case, book


def _content(chance: Random, actors: tuple[Actor, ...]) -> Content:
    program = chance.choice(PROGRAMS)
    if chance.random() < 0.4:
        plain: tuple[Content, ...] = (Need(program=program), Problem(text=""), Enquiry(text=""))
        return chance.choice(plain)
    about = chance.choice(actors).officer if chance.random() < 0.4 else chance.choice(("", "", "nobody"))
    return Complaint(
        topic="violence",
        text="",
        program=program,
        sensitive=chance.random() < 0.7,
        anonymous=chance.random() < 0.2,
        about=about,
    )


def _referral(chance: Random, place: int, region: str, actors: tuple[Actor, ...], book: Rulebook) -> Referral:
    receiver = chance.choice(
        (
            Receiver(post="program_manager", program=chance.choice(PROGRAMS), level="centre"),
            Receiver(post="registry_manager", level="centre"),
            Receiver(post="village_body", region=region, level="village"),
        )
    )
    return Referral(
        id=f"r{place}",
        receiver=receiver,
        sender=chance.choice(actors),
        state=chance.choice(("draft", *sorted(book.referral_states))),
    )


def _act(chance: Random, place: int, at: datetime, actors: tuple[Actor, ...]) -> Act:
    actor = chance.choice((*actors[:3], chance.choice(actors), SYSTEM))
    more: dict[str, Any] = {"command": "submit", "basis": "own", "before": "recorded", "after": "review"}
    return Act(seq=place + 2, at=at, on=at.date(), actor=actor, **more)

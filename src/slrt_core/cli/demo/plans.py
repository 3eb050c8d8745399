"""The cases to come: one of everything, then what chance brings."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from attrs import frozen

from slrt_core import Way
from slrt_core.cli.demo.fates import FATES, STORY
from slrt_core.model.contents import CaseKind

__all__ = ["MUST", "Plan", "plans"]


@frozen
class Plan:
    """One case to come: its way in, its kind, its fate, and for some what it is about."""

    way: Way
    kind: CaseKind
    fate: str = "straight"
    topic: str = ""


_MUST = {
    (Way.HOME_VISIT, CaseKind.COMPLAINT): "straight returned rejected_review objection examined asked waiting held"
    " failed forwarded withdrawn late silent reopened village village_rejected settled too_early marked",
    (Way.HOME_VISIT, CaseKind.NEED): "straight straight straight straight straight straight straight straight straight"
    " straight straight straight objection_review returned_manager rejected_manager rejected waited cancelled"
    " withdrawn_late not_reached village_late answered late_manager sitting",
    (Way.HOME_VISIT, CaseKind.CHANGE): "straight straight returned returned_manager rejected late_manager corrected",
    (Way.HOME_VISIT, CaseKind.PARTICIPATION): "straight rejected_review",
    (Way.HOME_VISIT, CaseKind.ADDITION): "straight straight rejected survey_again survey_rejected returned_manager",
    (Way.HOME_VISIT, CaseKind.PROBLEM): "straight",
    (Way.ASSISTED_REQUEST, CaseKind.NEED): "straight examined",
    (Way.ASSISTED_REQUEST, CaseKind.COMPLAINT): "answered",
    (Way.PUSKESOS, CaseKind.COMPLAINT): "settled village straight objection",
    (Way.PUSKESOS, CaseKind.NEED): "straight settled asked reopened",
    (Way.PUSKESOS, CaseKind.PROBLEM): "straight passed_on",
    (Way.PUSKESOS, CaseKind.ENQUIRY): "straight",
    (Way.PUSKESOS, CaseKind.CHANGE): "straight",
    (Way.PUSKESOS, CaseKind.PARTICIPATION): "straight",
    (Way.PUSKESOS, CaseKind.ADDITION): "straight",
    (Way.SLRT_OFFICE, CaseKind.COMPLAINT): "straight too_early returned objection late_office rejected_manager",
    (Way.SLRT_OFFICE, CaseKind.NEED): "straight answered sent_back returned_manager not_reached cancelled",
    (Way.SLRT_OFFICE, CaseKind.ENQUIRY): "straight straight",
    (Way.SLRT_OFFICE, CaseKind.PROBLEM): "straight",
    (Way.SLRT_OFFICE, CaseKind.CHANGE): "straight corrected",
    (Way.SLRT_OFFICE, CaseKind.ADDITION): "straight",
    (Way.SLRT_OFFICE, CaseKind.PARTICIPATION): "straight",
}
MUST = 5 + sum(len(fates.split()) for fates in _MUST.values())
"""How many visits at most have one case of everything."""

_WAYS = {Way.HOME_VISIT: 56, Way.ASSISTED_REQUEST: 12, Way.PUSKESOS: 13, Way.SLRT_OFFICE: 19}
_KINDS = {"change": 18, "addition": 5, "participation": 9, "need": 31, "complaint": 27, "problem": 4, "enquiry": 6}
_LIKELY = [
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "straight",
    "returned",
    "returned",
    "examined",
    "asked",
    "late",
    "rejected",
    "rejected_review",
    "waiting",
    "waited",
    "village",
    "settled",
    "silent",
    "not_reached",
    "corrected",
]
_RARE = sorted(FATES.keys() - {STORY, "waits_for_list", "too_early", "marked"})


def plans(rng: Random, count: int, *, puskesos: bool) -> Iterator[tuple[Plan, ...]]:
    """The cases to come, visit by visit: first one of everything, then what chance brings.

    Args:
        rng: the only source of chance.
        count: how many cases at least.
        puskesos: whether there is one in the district.
    """
    story = Plan(Way.HOME_VISIT, CaseKind.COMPLAINT, STORY, "not-received")
    first: list[tuple[Plan, ...]] = [(story, Plan(Way.HOME_VISIT, CaseKind.NEED))]
    first += [_unlisted()]
    first += [(Plan(Way.SLRT_OFFICE, CaseKind.COMPLAINT, "settled", topic),) for topic in ("anonymous", "officer")]
    must: list[tuple[Plan, ...]] = [
        (Plan(way, kind, fate),)
        for (way, kind), fates in _MUST.items()
        if puskesos or way is not Way.PUSKESOS
        for fate in fates.split()
    ]
    rng.shuffle(must)
    yield from (*first, *must)
    left = count - sum(map(len, (*first, *must)))
    while left > 0:
        visit = _by_chance(rng, puskesos=puskesos)
        left -= len(visit)
        yield visit


def _unlisted() -> tuple[Plan, ...]:
    """A household at the door that is not listed: proposed, while its complaint goes on and its need waits."""
    way = Way.HOME_VISIT
    return (
        Plan(way, CaseKind.ADDITION),
        Plan(way, CaseKind.COMPLAINT, topic="not-listed"),
        Plan(way, CaseKind.NEED, "waits_for_list", "PKH"),
    )


def _by_chance(rng: Random, *, puskesos: bool) -> tuple[Plan, ...]:
    ways = [way for way in _WAYS if puskesos or way is not Way.PUSKESOS]
    way = rng.choices(ways, [_WAYS[way] for way in ways])[0]
    at_a_desk = way in {Way.PUSKESOS, Way.SLRT_OFFICE}
    names = [name for name in _KINDS if at_a_desk or name != "enquiry"]
    found = []
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        kind = CaseKind(rng.choices(names, [_KINDS[name] for name in names])[0])
        fate = rng.choice(_RARE) if rng.random() < 0.25 else rng.choice(_LIKELY)
        found.append(Plan(way, kind, fate, "none" if rng.random() < 0.08 else ""))
    if any(plan.kind is CaseKind.ADDITION for plan in found):
        # A household that is just being proposed has no record yet that could be changed.
        with_it = [plan for plan in found if plan.kind in {CaseKind.NEED, CaseKind.COMPLAINT}]
        return (Plan(way, CaseKind.ADDITION, rng.choice(_LIKELY)), *with_it)
    return tuple(found)

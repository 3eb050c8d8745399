"""What may befall a case: where it leaves the ordinary way, and what somebody does of their own accord.

A case without a turn of its own goes straight on: whoever is waited for takes the ordinary step (see `ways`).
A fate names the exceptions. Each is used once, in order; after that the ordinary way goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from attrs import frozen

from slrt_core import Way
from slrt_core.model.cases import CaseKind

__all__ = ["FATES", "MUST", "STORY", "Fate", "Later", "Plan", "Turn", "plans"]


@frozen
class Turn:
    """One step that is not the ordinary one.

    Args:
        command: what is done; empty for the ordinary step, only at another time.
        reason: the reason given.
        wait: working days until it is done; by chance if not given.
        refused: whether the desk is expected to say no: the officer tries, and learns why not.
        never: nobody does anything any more.
    """

    command: str = ""
    reason: str = ""
    wait: int | None = None
    refused: bool = False
    never: bool = False


@frozen
class Later:
    """What somebody does of their own accord so many working days after a step: ``recorder`` or ``sender``."""

    after: str
    days: int
    command: str
    who: str = "recorder"
    reason: str = ""


@frozen(kw_only=True)
class Fate:
    """The exceptions of one case: turns by who is waited for and where, and at most one thing done unasked."""

    turns: Mapping[tuple[str, str], Sequence[Turn]] = {}
    later: Later | None = None


@frozen
class Plan:
    """One case to come: its way in, its kind, its fate, and for some what it is about."""

    way: Way
    kind: CaseKind
    fate: str = "straight"
    topic: str = ""


_NEVER = Turn(never=True)
_FIRST = ("receiver", "requested")
_REVIEW, _ANALYSIS = ("supervisor", "review"), ("review_analysis", "analysis")
_MANAGER, _APPROVAL, _VERIFIED = ("manager", "recommendation"), ("manager", "approval"), ("manager", "verified")
_OFFICE = ("back_office", "back_office")
_DOOR, _PUSKESOS = ("facilitator", "recorded"), ("puskesos", "registered")
_TELL = ("facilitator", "decided"), ("back_office", "decided"), ("puskesos", "decided")
_TO_VILLAGE = {_DOOR: [Turn("refer_village")], _PUSKESOS: [Turn("refer_village")]}
_VAIN = [Turn("not_reached", wait=1), Turn("not_reached", wait=1), Turn("not_reached", wait=1), Turn("close", wait=1)]

STORY = "story"
"""The fate of the case whose whole timeline is shown."""

FATES: Mapping[str, Fate] = {
    "straight": Fate(),
    STORY: Fate(
        turns={
            _REVIEW: [Turn("return", "no-evidence", wait=1), Turn("endorse", wait=0)],
            _MANAGER: [Turn("refer", wait=4)],
            _FIRST: [Turn("acknowledge", wait=0)],
            ("receiver", "acknowledged"): [Turn("ask", "more-facts", wait=0)],
            ("facilitator", "needs_information"): [Turn(wait=0)],
            ("receiver", "under_review"): [Turn("accept", wait=0)],
            ("receiver", "accepted"): [Turn("start", wait=0)],
            ("receiver", "in_progress"): [Turn("complete", wait=0)],
            ("facilitator", "decided"): [Turn(wait=0)],
        }
    ),
    "corrected": Fate(turns={_DOOR: [Turn("correct")], ("front_office", "registered"): [Turn("correct")]}),
    "returned": Fate(turns={_REVIEW: [Turn("return", "incomplete")], _ANALYSIS: [Turn("return", "more-facts")]}),
    "rejected_review": Fate(
        turns={_REVIEW: [Turn("reject", "contradictory")], _ANALYSIS: [Turn("reject", "duplicate")]}
    ),
    "objection_review": Fate(
        turns={_REVIEW: [Turn("reject", "contradictory")], _ANALYSIS: [Turn("reject", "no-evidence")]},
        later=Later("close", 1, "object"),
    ),
    "returned_manager": Fate(
        turns={
            _MANAGER: [Turn("return", "no-evidence")],
            _APPROVAL: [Turn("return", "more-facts")],
            _VERIFIED: [Turn("return", "more-facts")],
        }
    ),
    "rejected_manager": Fate(
        turns={
            _MANAGER: [Turn("reject", "already-served")],
            _APPROVAL: [Turn("reject", "already-served")],
            _VERIFIED: [Turn("reject", "not-entitled")],
        }
    ),
    "rejected": Fate(turns={_FIRST: [Turn("reject", "not-entitled")]}),
    "objection": Fate(turns={_FIRST: [Turn("reject", "not-entitled", wait=1)]}, later=Later("close", 1, "object")),
    "examined": Fate(turns={_FIRST: [Turn("examine")]}),
    "asked": Fate(turns={_FIRST: [Turn("ask", "more-facts", wait=1)]}),
    "waiting": Fate(turns={_FIRST: [Turn("waitlist", "quota")], ("receiver", "waiting_list"): [_NEVER]}),
    "waited": Fate(turns={_FIRST: [Turn("waitlist", "quota", wait=1)], ("receiver", "waiting_list"): [Turn(wait=3)]}),
    "held": Fate(
        turns={
            ("receiver", "accepted"): [Turn("start", wait=1)],
            ("receiver", "in_progress"): [Turn("hold", "quota", wait=1)],
            ("receiver", "on_hold"): [Turn("resume", wait=2)],
        }
    ),
    "failed": Fate(turns={("receiver", "accepted"): [Turn("fail", "moved-or-died", wait=1)]}),
    "forwarded": Fate(turns={_FIRST: [Turn("forward", "not-competent", wait=1)]}),
    "cancelled": Fate(
        turns={_FIRST: [Turn(wait=6)]}, later=Later("refer", 2, "cancel", who="sender", reason="incomplete")
    ),
    "marked": Fate(
        turns={_FIRST: [Turn(wait=5)]}, later=Later("refer", 1, "mark_error", who="sender", reason="wrongly-mapped")
    ),
    "withdrawn": Fate(turns={_REVIEW: [Turn(wait=3)], _ANALYSIS: [Turn(wait=3)]}, later=Later("", 1, "withdraw")),
    "withdrawn_late": Fate(turns={_FIRST: [Turn(wait=7)]}, later=Later("refer", 2, "withdraw")),
    "late": Fate(turns={_REVIEW: [Turn(wait=5)], _ANALYSIS: [Turn(wait=5)]}),
    "late_manager": Fate(turns={_MANAGER: [Turn(wait=5)], _APPROVAL: [Turn(wait=5)]}),
    "late_office": Fate(turns={_OFFICE: [Turn(wait=5)], _MANAGER: [Turn(wait=5)]}),
    "silent": Fate(turns={_FIRST: [_NEVER]}),
    "sitting": Fate(turns={_REVIEW: [_NEVER], _ANALYSIS: [_NEVER]}),
    "reopened": Fate(later=Later("close", 1, "reopen")),
    "not_reached": Fate(turns=dict.fromkeys(_TELL, _VAIN)),
    "village": Fate(turns=_TO_VILLAGE),
    "village_late": Fate(turns={**_TO_VILLAGE, _FIRST: [Turn(wait=7)]}),
    "village_rejected": Fate(turns={**_TO_VILLAGE, _FIRST: [Turn("reject", "not-competent", wait=1)]}),
    "settled": Fate(turns={_PUSKESOS: [Turn("settle")], _MANAGER: [Turn("pass_on")], _OFFICE: [Turn("settle")]}),
    "answered": Fate(turns={_MANAGER: [Turn("pass_on")], _OFFICE: [Turn("answer")]}),
    "passed_on": Fate(turns={_PUSKESOS: [Turn("pass_on")]}),
    "sent_back": Fate(turns={_OFFICE: [Turn("return", "more-facts")]}),
    "too_early": Fate(
        turns={
            _OFFICE: [Turn("refer", refused=True), Turn("request_approval", wait=0)],
            **dict.fromkeys(_TELL, [Turn("close", refused=True), Turn(wait=0)]),
        }
    ),
    "survey_again": Fate(turns={("supervisor", "verification"): [Turn("return", "more-facts")]}),
    "survey_rejected": Fate(turns={("supervisor", "verification"): [Turn("reject", "not-entitled")]}),
    "waits_for_list": Fate(turns={_MANAGER: [Turn("refer", refused=True, wait=0), _NEVER]}),
}

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
_LIKELY = ["straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "straight", "returned", "returned", "examined", "asked", "late", "rejected", "rejected_review", "waiting", "waited", "village", "settled", "silent", "not_reached", "corrected"]
_RARE = sorted(FATES.keys() - {STORY, "waits_for_list", "too_early", "marked"})


def plans(rng: Random, count: int, *, puskesos: bool) -> Iterator[tuple[Plan, ...]]:
    """The cases to come, visit by visit: first one of everything, then what chance brings.

    Args:
        rng: the only source of chance.
        count: how many cases at least.
        puskesos: whether there is one in the district.
    """
    story = Plan(Way.HOME_VISIT, CaseKind.COMPLAINT, STORY, "not-received")
    first = [(story, Plan(Way.HOME_VISIT, CaseKind.NEED))]
    first += [_unlisted()]
    first += [(Plan(Way.SLRT_OFFICE, CaseKind.COMPLAINT, "settled", topic),) for topic in ("anonymous", "officer")]
    must = [
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

"""What may befall a case: where it leaves the ordinary way, and what somebody does of their own accord.

A case without a turn of its own goes straight on: whoever is waited for takes the ordinary step (see `ways`).
A fate names the exceptions. Each is used once, in order; after that the ordinary way goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

__all__ = ["FATES", "STORY", "Fate", "Later", "Turn"]


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


_NEVER = Turn(never=True)
_FIRST = ("receiver", "requested")
_REVIEW, _ANALYSIS = ("supervisor", "review"), ("review_analysis", "analysis")
_MANAGER, _APPROVAL, _VERIFIED = ("manager", "recommendation"), ("manager", "approval"), ("manager", "verified")
_OFFICE = ("back_office", "back_office")
_DOOR, _PUSKESOS = ("facilitator", "recorded"), ("puskesos", "registered")
_TELL = ("facilitator", "decided"), ("back_office", "decided"), ("puskesos", "decided")
_TO_VILLAGE = {_DOOR: [Turn("refer_village")], _PUSKESOS: [Turn("refer_village")]}
_VAIN = (Turn("not_reached", wait=1), Turn("not_reached", wait=1), Turn("not_reached", wait=1), Turn("close", wait=1))
_EARLY = (Turn("close", refused=True), Turn(wait=0))

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
            _FIRST: [Turn(wait=0)],
            ("receiver", "accepted"): [Turn("start", wait=0)],
            ("receiver", "in_progress"): [Turn("hold", "quota", wait=0)],
            ("receiver", "on_hold"): [Turn("resume", wait=1)],
        }
    ),
    "failed": Fate(turns={_FIRST: [Turn(wait=0)], ("receiver", "accepted"): [Turn("fail", "moved-or-died", wait=0)]}),
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
    "reopened": Fate(
        turns={_FIRST: [Turn(wait=0)], ("receiver", "accepted"): [Turn(wait=0)]}, later=Later("close", 1, "reopen")
    ),
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
            **dict.fromkeys(_TELL, _EARLY),
        }
    ),
    "survey_again": Fate(turns={("supervisor", "verification"): [Turn("return", "more-facts")]}),
    "survey_rejected": Fate(turns={("supervisor", "verification"): [Turn("reject", "not-entitled")]}),
    "waits_for_list": Fate(turns={_MANAGER: [Turn("refer", refused=True, wait=0), _NEVER]}),
}

"""What is told, how a case ends and goes on, and what is late (R-FUP-1, R-FUP-2, R-FUP-3, R-FUP-5)."""

from collections.abc import Iterator
from typing import Any

from tests.vectors.process.articles.answers import ANYBODY
from tests.vectors.process.articles.shapes import ADVERSE, ASKED_FOR, KEPT, NOBODY, At, Said, Steps, only, step

Pairs = Iterator[tuple[str, Said | None]]

_TALKS = "puskesos_service puskesos_coordinator"
"""Who talks with the household at a Puskesos (P12(2)d); its data officer keeps data."""


def ends(at: At) -> Steps:
    """What is told and how it ends."""
    return only((*_told(at), *_closed(at), *_withdrawn(at), *_again(at), *_late(at)))


def _tellers(at: At) -> str:
    """S4, P14(1)g: the facilitator tells the household; L1.6b: the back office whoever came to the office; P12(2)d."""
    if at.way == "puskesos":
        return f"facilitator {_TALKS}"
    if at.way != "slrt_office":
        return "facilitator"
    walk_in = "" if at.settings["walkin_feedback"] == "facilitator" else "back_office"
    return f"facilitator {walk_in} {'front_office' if at.kind == 'enquiry' else ''}"


def _told(at: At) -> Pairs:
    if at.state == "decided":
        yield "inform", step("R-FUP-2", _tellers(at), "", "words channel", told=True)
        by = {"puskesos": f"facilitator {_TALKS}", "slrt_office": "facilitator back_office"}.get(at.way, "facilitator")
        yield "not_reached", step("R-FUP-2", by, "", told=False)
    elif at.state in {"referred", "village_referral", "survey"}:
        # How things stand, while others work on them; nobody stops waiting for that.
        office = at.way == "slrt_office" and at.state == "referred"
        by = "facilitator back_office" if office else "facilitator"
        yield "inform", step("R-FUP-2", by, "", "words channel", told=True, within=KEPT)


def _closed(at: At) -> Pairs:
    if at.state == "decided" and at.was_told:
        by = {"puskesos": f"facilitator {_TALKS}", "slrt_office": "facilitator back_office front_office"}
        yield "close", step("R-FUP-2", by.get(at.way, "facilitator"), "closed", within=NOBODY)


def _withdrawn(at: At) -> Pairs:
    """A household may withdraw until it is decided, with whoever it can reach."""
    if at.state in {"decided", "closed"}:
        return
    by = "facilitator"
    if at.way == "puskesos" and at.state != "recorded":
        by += f" {_TALKS}"
    if at.way == "slrt_office" and at.state not in {"recorded", "village_referral"}:
        by += " front_office back_office"
    more: dict[str, Any] = {"referral": "cancelled"} if at.draft or at.open else {}
    if at.kind == "addition" and (at.draft or at.open):
        more["central"] = "unlisted"
    yield "withdraw", step("R-FUP-3", by, "closed", "words", outcome="withdrawn", told=True, within=NOBODY, **more)


def _again(at: At) -> Pairs:
    """An objection to what was refused, twice at most; what was granted is taken up again if it goes wrong."""
    if at.state not in {"decided", "closed"} or at.window_over:
        return
    if at.outcome in ADVERSE and at.case.round <= 2 and at.kind != "enquiry":
        yield "object", step("R-FUP-3", _complains(at, objecting=True), _anew(at, objecting=True), "words", round=1)
        if at.way in {"slrt_office", "puskesos"} and at.kind in ASKED_FOR:
            yield "object", step("R-FUP-3", "facilitator", "review", "words", round=1)
    if at.state == "closed" and at.outcome not in ADVERSE | {"duplicate"}:
        yield "reopen", step("R-FUP-3", _complains(at), _anew(at), "words")
        if at.way in {"slrt_office", "puskesos"} and at.kind in ASKED_FOR:
            yield "reopen", step("R-FUP-3", "facilitator", "review", "words")


def _complains(at: At, *, objecting: bool = False) -> str:
    """With whom: the desk at which the case began; who came to the office speaks to front or back office."""
    if at.way != "slrt_office":
        return _TALKS if at.way == "puskesos" else "facilitator"
    # The back office never saw what was neither a need nor a complaint.
    alone = not objecting and at.kind in {"problem", "enquiry"}
    return "front_office" if alone else "front_office back_office"


def _anew(at: At, *, objecting: bool = False) -> str:
    """Where it begins anew: with whoever reviews such cases first."""
    if at.way == "slrt_office":
        return "analysis" if objecting or at.kind in ASKED_FOR else "registered"
    if at.way == "puskesos" and at.kind in {"need", "complaint"}:
        return "review" if at.settings["puskesos_supervised"] == "yes" else "analysis"
    if at.way == "puskesos" and at.kind in {"problem", "enquiry"}:
        return "analysis" if objecting else "registered"
    return "review" if at.kind in ASKED_FOR else "recorded"


def _late(at: At) -> Pairs:
    """P7(2)b: once for each deadline that passed; whoever it goes to hears of it, and nothing else changes."""
    if at.state != "closed" and at.overdue and not at.escalated:
        yield "escalate", step("R-FUP-1", "system", "", within=KEPT, tells=ANYBODY)

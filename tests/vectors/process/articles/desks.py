"""The way of a case from desk to desk (R-APP-1 to R-APP-4, R-APP-9, R-APP-11, R-APP-13, R-REG-8, R-INT-7)."""

from collections.abc import Iterator
from typing import Any

from tests.vectors.process.articles.shapes import ASKED_FOR, KEPT, OUTSIDE, VISITED, At, Said, Steps, only, step

Pairs = Iterator[tuple[str, Said | None]]


def at_desks(at: At) -> Steps:
    """What may be done at the desk where a case lies."""
    found = _DESKS.get(at.state)
    return only(found(at)) if found else {}


def _recorded(at: At) -> Pairs:
    """P14(1)b: the facilitator sends it to the supervisor; P13: or lets the village settle it."""
    yield from _correct(at, "facilitator")
    if at.kind == "problem":
        yield "map", step("R-INT-7", "facilitator", "recorded", "content")
    if at.kind in ASKED_FOR:
        straight = at.kind == "participation" and at.settings["participation_reviewed"] == "no"
        yield "submit", step("R-APP-1", "facilitator", "recommendation" if straight else "review")
    if at.kind in {"need", "complaint"} and at.settings["village_referral_supervisor"] == "informed":
        yield "refer_village", _to_village(at, "facilitator", tells=frozenset({"supervisor", "village_body"}))


def _to_village(at: At, by: str, **more: Any) -> Said:
    more.setdefault("tells", frozenset({"village_body"}))
    return step("R-APP-11", by, "village_referral", sends="village_body", referral="requested", **more)


def _correct(at: At, by: str) -> Pairs:
    rule = {"returned": "R-APP-2", "registered": "R-INT-6" if at.way == "puskesos" else "R-REG-2"}.get(at.state)
    yield "correct", step(rule or "R-REG-2", by, "", "content", within=KEPT)


def _returned(at: At) -> Pairs:
    """What came back is corrected and sent again by those who record, the way it went before."""
    by = {"puskesos": "puskesos_service puskesos_data", "slrt_office": "front_office"}.get(at.way, "facilitator")
    yield from _correct(at, by)
    if at.way == "slrt_office":
        to = "analysis"
    elif at.way == "puskesos" and (at.kind == "problem" or (at.kind in {"need", "complaint"} and not _watched(at))):
        # A problem and what is mapped from it were with review and analysis (P14(1)d).
        to = "analysis"
    else:
        to = "review"
    if not (at.kind == "problem" and at.way == "puskesos" and _watched(at)):
        yield "submit", step("R-APP-2", by, to)


def _watched(at: At) -> bool:
    return at.settings["puskesos_supervised"] == "yes"


def _reviewed(at: At) -> Pairs:
    """L1.3: the supervisor verifies and validates."""
    if at.kind not in ASKED_FOR:
        return
    secretariat = at.settings["after_supervisor"] == "secretariat" and at.kind in {"need", "complaint"}
    yield "endorse", step("R-APP-2", "supervisor", "analysis" if secretariat else "recommendation")
    yield from _sent_back("supervisor", "returned")
    if at.settings["village_referral_supervisor"] == "asked" and at.kind in {"need", "complaint"}:
        if at.way in VISITED:
            yield "refer_village", _to_village(at, "supervisor")


def _sent_back(by: str, to: str, *, rejects: bool = True, within: int = 5) -> Pairs:
    yield "return", step("R-APP-2", by, to, "reason", within=within)
    if rejects:
        yield "reject", step("R-APP-2", by, "decided", "reason", outcome="rejected")


def _recommended(at: At) -> Pairs:
    """L1.2e, S2: the manager recommends to the list's keeper, or refers to the program's manager."""
    yield from _sent_back("manager", "returned")
    if at.kind in {"change", "participation"} and at.current:
        yield "recommend", step("R-APP-3", "manager", "referred", within=OUTSIDE, applies=True, **_to_list())
    if at.kind == "addition" and not at.listed:
        # P14(1)c: the manager recommends a survey first.
        yield "recommend", step("R-REG-8", "manager", "survey", within=OUTSIDE)
    if at.kind in {"need", "complaint"}:
        yield "refer", _referred(at, "R-APP-3", "manager")
        if at.way in VISITED:
            yield "pass_on", step("R-APP-13", "manager", "back_office")


def _to_list() -> dict[str, Any]:
    return {"sends": "registry_manager", "referral": "requested", "tells": frozenset({"registry_manager"})}


def _referred(at: At, rule: str, by: str) -> Said | None:
    """S2(2), S2(3), R-APP-7: to whoever manages the program; a complaint about membership to the list's keeper."""
    to = at.receiver
    if at.must_wait or not to:
        return None
    tells = frozenset({to})
    return step(rule, by, "referred", sends=to, referral="requested", tells=tells, within=OUTSIDE)


def _surveyed(_: At) -> Pairs:
    """P14(1)c, S1: seen on the spot."""
    yield "record_survey", step("R-REG-8", "facilitator", "verification", "content survey")


def _verified_by_supervisor(at: At) -> Pairs:
    """L1.3c."""
    if not at.listed:
        yield "verify", step("R-REG-8", "supervisor", "verified")
    yield from _sent_back("supervisor", "survey")


def _proposed(at: At) -> Pairs:
    """S1: to the keeper of the list."""
    if not at.listed:
        yield "refer", step("R-REG-8", "manager", "referred", within=OUTSIDE, central="proposed", **_to_list())
    yield from _sent_back("manager", "survey")


def _registered(at: At) -> Pairs:
    if at.way == "slrt_office":
        yield from _at_front_office(at)
    else:
        yield from _at_puskesos(at)


def _at_front_office(at: At) -> Pairs:
    """L1.5: the front office answers, or passes it on to review and analysis (P14(1)b)."""
    yield from _correct(at, "front_office")
    if at.kind == "enquiry":
        yield "answer", step("R-INT-7", "front_office", "decided", "words", outcome="answered", told=True)
        return
    checked_here = at.settings["list_checked_by"] == "front_office" and at.kind in {"need", "complaint"}
    yield "pass_on", step("R-APP-13", "front_office", "back_office" if checked_here else "analysis")


def _at_puskesos(at: At) -> Pairs:
    """P12(2): settled there, referred in the village, or forwarded to the secretariat."""
    whole, data, talk = at.handlers, "puskesos_service puskesos_data", "puskesos_service puskesos_coordinator"
    yield from _correct(at, data)
    if at.kind == "enquiry":
        yield "answer", step("R-INT-7", whole, "decided", "words", outcome="answered", told=True)
    elif at.kind == "problem":
        yield "map", step("R-INT-7", data, "registered", "content")
        if not _watched(at):
            yield "pass_on", step("R-APP-9", whole, "analysis")
    elif at.kind in {"need", "complaint"}:
        yield "settle", step("R-APP-9", talk, "decided", "words", outcome="settled")
        yield "refer_village", _to_village(at, whole)
        yield "pass_on", step("R-APP-9", whole, "review" if _watched(at) else "analysis")
    else:
        yield "submit", step("R-REG-6", data, "review")


def _analysed(at: At) -> Pairs:
    """P14(1)d and e: review and analysis of what comes to the secretariat."""
    by = "review_analysis"
    yield from _sent_back(by, "returned")
    if at.kind == "problem":
        yield "map", step("R-INT-7", by, "analysis", "content")
    elif at.kind in {"need", "complaint"}:
        yield "pass_on", step("R-APP-13", by, "back_office")
    elif at.way == "slrt_office" and at.kind in ASKED_FOR:
        yield "endorse", step("R-REG-8", by, "recommendation")


def _at_back_office(at: At) -> Pairs:
    """L1.6: answered, settled, or referred as the manager approved."""
    dropped = "cancelled" if at.draft else ""
    yield "answer", step("R-FUP-2", "back_office", "decided", "words", outcome="answered", referral=dropped)
    yield "settle", step("R-APP-4", "back_office", "decided", "words", outcome="settled", referral=dropped)
    yield "return", step("R-APP-13", "back_office", "analysis", "reason", referral=dropped)
    if at.settings["back_office_needs_manager"] == "no":
        yield "refer", _referred(at, "R-APP-4", "back_office")
        return
    if at.receiver:
        yield "request_approval", step("R-APP-4", "back_office", "approval", referral="draft", sends=at.receiver)
    if at.approved and not at.must_wait:
        tells = frozenset({at.receiver})
        yield (
            "refer",
            step("R-APP-4", "back_office", "referred", "seen", referral="requested", tells=tells, within=OUTSIDE),
        )


def _approved(_: At) -> Pairs:
    """L1.6d."""
    yield "approve", step("R-APP-4", "manager", "back_office", approves=True)
    yield "return", step("R-APP-2", "manager", "back_office", "reason")
    yield "reject", step("R-APP-2", "manager", "decided", "reason", outcome="rejected", referral="cancelled")


_DESKS = {
    "analysis": _analysed,
    "approval": _approved,
    "back_office": _at_back_office,
    "recommendation": _recommended,
    "recorded": _recorded,
    "registered": _registered,
    "returned": _returned,
    "review": _reviewed,
    "survey": _surveyed,
    "verification": _verified_by_supervisor,
    "verified": _proposed,
}

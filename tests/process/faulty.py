"""Rulebooks with one fault each, of the kinds that other systems and our own first attempts had.

Most are the default tables with one cell changed. Where the fault would stand in code, it is a `decide` or a fold that
forgets one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve, frozen

from slrt_core.model import Case, CaseEvent, CaseKind, Move, Way
from slrt_core.model.commands import Moment
from slrt_core.model.officers import Actor
from slrt_core.rules.process import Decision, Surroundings, decide
from slrt_core.rules.process.evolving import after
from slrt_core.rules.process.explore import Process
from slrt_core.rules.rulebook import ReferralRow, Row, Rulebook, load_rulebook
from tests.process import forgetful

__all__ = ["FAULTS", "Fault"]

Decide = Callable[[Case, Move, Actor, Moment, Surroundings], Decision]
Fold = Callable[[Case, tuple[CaseEvent, ...]], Case]
AnyRow = Row | ReferralRow

CHANGE, ADDITION = Process(CaseKind.CHANGE, Way.HOME_VISIT), Process(CaseKind.ADDITION, Way.HOME_VISIT)
NEED, COMPLAINT = Process(CaseKind.NEED, Way.HOME_VISIT), Process(CaseKind.COMPLAINT, Way.HOME_VISIT)
OFFICE, PROBLEM = Process(CaseKind.NEED, Way.SLRT_OFFICE), Process(CaseKind.PROBLEM, Way.HOME_VISIT)

DEFAULT = load_rulebook()


@frozen(kw_only=True)
class Fault:
    """One fault.

    Args:
        name: what is wrong.
        finding: sort and id of the finding that must be reported.
        staff: the small staff that shows it.
        objections: how many are followed.
        process: where.
        book: the rulebook with the fault, if it stands in a table.
        decide: the decision with the fault, if it stands in code.
        fold: the fold with the fault, likewise.
    """

    name: str
    finding: tuple[str, str]
    staff: str = "ordinary, time passes"
    objections: int = 0
    process: Process = CHANGE
    book: Rulebook = DEFAULT
    decide: Decide = decide
    fold: Fold = after


# --- tables ---------------------------------------------------------------------------------------


def _rows(which: Callable[[Any], bool], change: Callable[[Any], AnyRow | None], book: Rulebook = DEFAULT) -> Rulebook:
    """The default tables with some rows changed, or gone; a fault that loading would refuse is put in all the same."""

    def edited(rows: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(new for row in rows if (new := change(row) if which(row) else row) is not None)

    found = evolve(book, rows=edited(book.rows), referral_rows=edited(book.referral_rows))
    assert (found.rows, found.referral_rows) != (book.rows, book.referral_rows), "the fault changes nothing"
    return found


def _gone(command: str, *states: str) -> Rulebook:
    return _rows(lambda row: row.command == command and row.before in states, lambda _: None)


def _without(command: str, need: str, *states: str) -> Rulebook:
    def which(row: AnyRow) -> bool:
        return row.command == command and need in row.needs and (not states or row.before in states)

    return _rows(which, lambda row: evolve(row, needs=tuple(n for n in row.needs if n != need)))


def _no_effect(command: str, effect: str, *states: str) -> Rulebook:
    def which(row: AnyRow) -> bool:
        return row.command == command and effect in row.effects and (not states or row.before in states)

    return _rows(which, lambda row: evolve(row, effects=tuple(e for e in row.effects if e != effect)))


def _to(command: str, before: str, after_: str) -> Rulebook:
    return _rows(lambda r: r.command == command and r.before == before, lambda r: evolve(r, after=after_))


def _cell(command: str, before: str, **cells: Any) -> Rulebook:
    return _rows(lambda r: r.command == command and r.before == before, lambda r: evolve(r, **cells))


def _more(row: Row) -> Rulebook:
    return evolve(DEFAULT, rows=(*DEFAULT.rows, row))


def _row(command: str, before: str) -> Row:
    return next(r for r in DEFAULT.rows if r.command == command and r.before == before and CaseKind.NEED in r.kinds)


def _no_stand_ins(stage: str) -> Rulebook:
    return evolve(DEFAULT, stages={**DEFAULT.stages, stage: evolve(DEFAULT.stages[stage], stand_ins=())})


def _limit(name: str, value: int, book: Rulebook = DEFAULT) -> Rulebook:
    return evolve(book, limits={**book.limits, name: evolve(book.limits[name], value=value)})


def _everything_to(receiver: str) -> Rulebook:
    return evolve(DEFAULT, routes=tuple(evolve(route, receiver=receiver) for route in DEFAULT.routes))


_CORRECT_LATE = evolve(
    _row("correct", "returned"),
    before="back_office",
    after="back_office",
    posts=("back_office",),
    place="cases.csv:900",
)
_NEVER = evolve(_row("endorse", "review"), command="pass_on", needs=("seen", "adverse"), place="cases.csv:901")
_SECOND = evolve(_row("endorse", "review"), after="back_office", place="cases.csv:902")
_GOES_ON = evolve(_row("submit", "recorded"), before="closed", place="cases.csv:903")

FAULTS: tuple[Fault, ...] = (
    # who keeps away from whom
    Fault(name="a second post is a second person", finding=("forbidden", "two-stages"), decide=forgetful.by_post,
          staff="manager = supervisor"),
    Fault(name="a second account is a second person", finding=("forbidden", "own-record"), decide=forgetful.by_account,
          staff="facilitator = manager"),
    Fault(name="a second account judges after the objection", finding=("forbidden", "after-objection"),
          decide=forgetful.by_account, objections=1, staff="two accounts for each who judges"),
    Fault(name="a delegate is the requester", finding=("forbidden", "own-record"), decide=forgetful.delegates_exempt,
          staff="facilitator = supervisor"),
    Fault(name="one person as back office and manager", finding=("forbidden", "own-record"), process=NEED,
          decide=forgetful.requester_may_approve, staff="back_office = manager"),
    Fault(name="the same person judges the objection", finding=("forbidden", "after-objection"),
          decide=forgetful.objections_forgotten, objections=1, staff="ordinary"),
    Fault(name="what was before a submission is forgotten", finding=("forbidden", "own-record"),
          decide=forgetful.submissions_forget, staff="facilitator = supervisor"),
    Fault(name="an officer's own household", finding=("forbidden", "own-household"),
          decide=forgetful.households_forgotten,
          staff="supervisor lives in the household"),
    Fault(name="a complaint is handled by whom it is about", finding=("forbidden", "about-oneself"),
          process=COMPLAINT, decide=forgetful.about_account_only, staff="complained about"),
    Fault(name="a mandate that has ended", finding=("forbidden", "no-mandate"), decide=forgetful.mandates_for_ever,
          staff="all reassigned"),
    # who steps in
    Fault(name="a stand-in steps in too early", finding=("forbidden", "steps-in-early"),
          decide=forgetful.steps_in_at_will,
          staff="ordinary"),
    Fault(name="no stand-in for the reviewer", finding=("impossible", "reject"), book=_no_stand_ins("review"),
          staff="supervisor lives in the household"),
    Fault(name="no stand-in for the receiver", finding=("impossible", "answer"), book=_no_stand_ins("decide"),
          staff="registry_manager lives in the household"),
    Fault(name="no stand-in who handles", finding=("impossible", "withdraw"), book=_no_stand_ins("handle"),
          staff="administration_head, facilitator lives in the household"),
    Fault(name="a stage waits for every former holder", finding=("stuck", "stuck:review"),
          decide=forgetful.waits_for_all,
          staff="all reassigned"),
    # review, recommendation, approval
    Fault(name="the supervisor is skipped", finding=("forbidden", "unsupervised"),
          book=_to("submit", "recorded", "recommendation")),
    Fault(name="a correction after a return skips the supervisor", finding=("forbidden", "unsupervised"),
          book=_to("submit", "returned", "recommendation")),
    Fault(name="the supervisor refers beyond the village", finding=("forbidden", "unrecommended"), process=NEED,
          book=_cell("refer", "recommendation", posts=("supervisor",), stage="review"), staff="ordinary"),
    Fault(name="a referral without approval", finding=("forbidden", "unapproved"), process=NEED,
          book=_without("refer", "approval"), staff="ordinary"),
    Fault(name="the back office approves", finding=("forbidden", "approved-by-whom"), process=NEED,
          book=_cell("approve", "approval", posts=("front_office",), stage="", needs=("seen",)), staff="ordinary"),
    Fault(name="an approval outlives a change of content", finding=("forbidden", "unapproved"), process=NEED,
          book=_more(_CORRECT_LATE), decide=forgetful.old_approval, fold=forgetful.approval_kept, staff="ordinary"),
    Fault(name="the back office takes what nobody examined", finding=("forbidden", "unexamined"), process=OFFICE,
          book=_to("pass_on", "registered", "back_office"), staff="ordinary"),
    Fault(name="an addition without a survey", finding=("forbidden", "unverified"), process=ADDITION,
          book=_to("recommend", "recommendation", "verified"), staff="ordinary"),
    Fault(name="what is sent is not what was approved", finding=("forbidden", "applied-otherwise"),
          decide=forgetful.sends_something_else, staff="ordinary"),
    Fault(name="a judgement on an older version", finding=("forbidden", "unseen"),
          decide=forgetful.stale, staff="ordinary"),
    Fault(name="a judgement on something unseen", finding=("forbidden", "unseen"), book=_without("endorse", "seen"),
          staff="ordinary"),
    Fault(name="a rejection without a reason", finding=("forbidden", "without-reason"),
          book=_without("reject", "reason", "review"), staff="ordinary"),
    Fault(name="a return that strands the case", finding=("stuck", "stuck:returned"),
          book=_gone("submit", "returned"), staff="ordinary"),
    Fault(name="one way in cannot submit again", finding=("impossible", "resubmit"), process=OFFICE,
          book=_rows(lambda r: r.command == "submit" and r.before == "returned" and Way.SLRT_OFFICE in r.ways,
                     lambda r: evolve(r, ways=frozenset({Way.PUSKESOS}))), staff="ordinary"),
    Fault(name="two rows for one officer", finding=("ambiguous", "cases.csv:902"), process=NEED,
          book=_more(_SECOND), staff="ordinary"),
    # referrals
    Fault(name="to the wrong receiver", finding=("forbidden", "wrongly-routed"), process=NEED,
          book=_everything_to("registry_manager"), staff="ordinary"),
    Fault(name="a village's referral leaves the village", finding=("forbidden", "beyond-the-village"), process=NEED,
          book=_cell("refer_village", "recorded", effects=("send:route",)), staff="ordinary"),
    Fault(name="an unlisted household to a program that demands it", finding=("forbidden", "unlisted"), process=NEED,
          book=_without("refer", "listed_if_required"), staff="ordinary, every sort of case"),
    Fault(name="a referral is forwarded to nowhere", finding=("forbidden", "forwarded-nowhere"),
          book=_without("forward", "receiver")),
    Fault(name="the sender accepts", finding=("forbidden", "answered-by-others"), staff="ordinary",
          book=_cell("accept", "requested", side="requester", posts=("manager",), stage="recommend")),
    Fault(name="a waiting list without a way on", finding=("impossible", "waiting-list"), staff="ordinary",
          book=_rows(lambda r: r.before == "waiting_list" and r.command in {"examine", "accept", "reject"},
                     lambda _: None)),
    Fault(name="on hold for ever", finding=("impossible", "on-hold"), staff="ordinary",
          book=_gone("resume", "on_hold")),
    Fault(name="nobody may answer the receiver's question", finding=("impossible", "provide"), staff="ordinary",
          book=_gone("provide", "needs_information")),
    Fault(name="expiry leaves the case referred", finding=("forbidden", "referred-to-nobody"),
          book=_no_effect("expire", "echo:referral_cancelled")),
    Fault(name="a referral expires at once", finding=("forbidden", "expired-early"),
          book=_without("expire", "expired")),
    Fault(name="an officer lets a referral expire", finding=("forbidden", "by-hand"),
          decide=forgetful.anybody_by_itself,
          book=_without("expire", "expired"), staff="ordinary"),
    Fault(name="a rejected referral counts as accepted", finding=("forbidden", "other-outcome"), process=NEED,
          book=_cell("referral_rejected", "referred", effects=("outcome:accepted",)), staff="ordinary"),
    # lateness
    Fault(name="escalation skips what nobody is assigned to", finding=("impossible", "escalate"),
          decide=forgetful.only_assigned_escalate, staff="receivers elsewhere"),
    Fault(name="escalation repeats", finding=("forbidden", "escalated-again"), fold=forgetful.escalation_forgotten),
    Fault(name="escalation before the deadline", finding=("forbidden", "escalated-early"),
          book=_without("escalate", "late")),
    Fault(name="escalation forgets a state", finding=("impossible", "escalate"), book=_gone("escalate", "review")),
    # feedback, objection, end
    Fault(name="closed without feedback", finding=("forbidden", "closed-untold"), book=_without("close", "feedback")),
    Fault(name="closed after one vain visit", finding=("forbidden", "closed-untold"),
          decide=forgetful.one_vain_visit),
    Fault(name="rejected without an outcome", finding=("forbidden", "closed-unsettled"), staff="ordinary",
          book=_no_effect("reject", "outcome:rejected", "review")),
    Fault(name="a rejection is reopened", finding=("forbidden", "reopened-rejection"), staff="ordinary",
          book=_without("reopen", "not_adverse")),
    Fault(name="no end to objections", finding=("forbidden", "objected-too-often"), objections=1, staff="ordinary",
          book=_limit("objections", 1, _without("object", "round"))),
    Fault(name="no window for objections", finding=("forbidden", "objected-too-often"),
          book=_without("reopen", "window")),
    Fault(name="an objection begins no new round", finding=("forbidden", "objection-unheard"), staff="ordinary",
          book=_cell("object", "decided", effects=("reopen",))),
    Fault(name="a withdrawn case leaves its referral open", finding=("forbidden", "open-when-closed"),
          book=_no_effect("withdraw", "cancel"), staff="ordinary"),
    Fault(name="a withdrawn case goes on", finding=("forbidden", "goes-on-when-closed"), book=_more(_GOES_ON),
          staff="ordinary"),
    Fault(name="the household cannot withdraw while it is with the manager", finding=("impossible", "withdraw"),
          book=_gone("withdraw", "recommendation"), staff="ordinary"),
    Fault(name="the household cannot object", finding=("impossible", "object"), book=_gone("object", "decided"),
          staff="ordinary"),
    # rows and commands
    Fault(name="a row that can never fire", finding=("never", "cases.csv:901 review"), process=NEED,
          book=_more(_NEVER), staff="ordinary"),
    Fault(name="a command that nobody can give", finding=("nobody", "map"), process=PROBLEM,
          book=_rows(lambda r: r.command == "map", lambda r: evolve(r, needs=("content", "adverse"))),
          staff="ordinary"),
)  # fmt: skip
"""The faults."""

"""What the rules demand: each must be possible wherever it is due. Written from the rules, not from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.model.cases import Outcome
from slrt_core.model.contents import CaseKind
from slrt_core.reasons import Text
from slrt_core.rules import access, deadlines
from slrt_core.rules.process.explore.findings import Demand
from slrt_core.rules.process.waiting import open_referral

if TYPE_CHECKING:
    from slrt_core.model.cases import Case, Referral
    from slrt_core.rules.process.scene import Scene

__all__ = ["DEMANDS"]

_JUDGES = {"review", "analysis", "recommendation", "verification", "verified", "approval"}
_REFERRED = {"referred", "village_referral"}
_ANSWERED = {"accepted", "in_progress", "completed", "rejected", "forwarded"}
_SENDER = {"cancel", "mark_error", "withdraw", "expire"}
_CANCELLABLE = {"requested", "acknowledged", "under_review", "needs_information", "waiting_list", "on_hold"}
_ADVERSE = {Outcome.REJECTED, Outcome.FAILED}
_PROPOSED = {CaseKind.NEED, CaseKind.COMPLAINT}


def _open(case: Case, scene: Scene) -> Referral | None:
    return open_referral(case, scene.process)


def _ended(case: Case, scene: Scene) -> bool:
    return scene.process.states[case.state].terminal


def _undecided(case: Case, scene: Scene) -> bool:
    return not _ended(case, scene) and case.state != "decided"


def _overdue(case: Case, scene: Scene) -> bool:
    waits_once = case.escalated_seq <= case.entered_seq
    return waits_once and not _ended(case, scene) and deadlines.late(case, scene.setting.on)


def _long_overdue(case: Case, scene: Scene) -> bool:
    book = scene.setting.rulebook
    if case.due is None or _open(case, scene) is None:
        return False
    days = deadlines.working_days_between(book.calendar, case.due, scene.setting.on)
    return days > book.limits["expiry_days"].value


def _answerable(case: Case, scene: Scene) -> bool:
    # Who never had an account here answers from elsewhere, so nobody here can.
    referral = _open(case, scene)
    return referral is not None and access.had_account(scene.setting.roster, referral.receiver)


def _answered(case: Case, scene: Scene) -> bool:
    return any(referral.state in _ANSWERED for referral in case.referrals[-2:])


def _objectionable(case: Case, scene: Scene) -> bool:
    book = scene.setting.rulebook
    if case.outcome not in _ADVERSE or case.kind in {CaseKind.PROBLEM, CaseKind.ENQUIRY}:
        return False
    return case.round <= book.limits["objections"].value and _within(case, scene)


def _within(case: Case, scene: Scene) -> bool:
    book = scene.setting.rulebook
    last = case.closed_on
    days = book.limits["objection_days"].value
    return last is None or deadlines.working_days_between(book.calendar, last, scene.setting.on) <= days


def _told(case: Case, scene: Scene) -> bool:
    since = case.feedback[case.told_from :]
    most = scene.setting.rulebook.limits["unreached_attempts"].value
    return any(one.reached for one in since) or len({one.on for one in since}) >= most


def _village_can(case: Case, scene: Scene) -> bool:
    facilitators = case.way in {"home_visit", "assisted_request"}
    asked = scene.process.settings["village_referral_supervisor"] == "asked"
    states = {"review"} if asked and facilitators else {"recorded"} if facilitators else {"registered"}
    return case.kind in _PROPOSED and case.way != "slrt_office" and case.state in states


DEMANDS: tuple[Demand, ...] = (
    Demand(
        id="withdraw",
        rule="R-FUP-3",
        text=Text("rumah tangga tidak dapat menarik kasusnya", "the household cannot withdraw its case"),
        given=_undecided,
        command="withdraw",
    ),
    Demand(
        id="escalate",
        rule="R-FUP-1",
        text=Text("langkah yang terlambat tidak dieskalasi", "a late step is not escalated"),
        given=_overdue,
        command="escalate",
    ),
    Demand(
        id="expire",
        rule="R-FUP-1",
        text=Text("rujukan yang lama tak dijawab tidak kedaluwarsa", "a referral that nobody answers does not expire"),
        given=_long_overdue,
        command="expire",
    ),
    Demand(
        id="answer",
        rule="R-APP-8",
        text=Text("penerima rujukan tidak dapat menjawab", "the receiver of a referral cannot answer"),
        given=_answerable,
        goal=_answered,
        without=_SENDER,
    ),
    Demand(
        id="village-answer",
        rule="R-APP-11",
        text=Text("Lembaga Teknis Desa tidak dapat menanggapi", "the village body cannot respond"),
        given=lambda case, scene: case.state == "village_referral" and _answerable(case, scene),
        goal=_answered,
        without=_SENDER,
    ),
    Demand(
        id="waiting-list",
        rule="R-APP-8",
        text=Text("dari daftar tunggu tidak ada jalan ke persetujuan", "a waiting list from which nobody is accepted"),
        given=lambda case, scene: case.referral is not None and case.referral.state == "waiting_list",
        goal=lambda case, _: case.referral is not None and case.referral.state == "accepted",
        without=_SENDER,
    ),
    Demand(
        id="on-hold",
        rule="R-FUP-1",
        text=Text("yang ditunda tidak dapat dilanjutkan", "what is on hold cannot go on"),
        given=lambda case, scene: case.referral is not None and case.referral.state == "on_hold",
        goal=lambda case, _: case.referral is not None and case.referral.state == "completed",
        without=_SENDER,
    ),
    Demand(
        id="cancel",
        rule="R-FUP-1",
        text=Text("rujukan tidak dapat dibatalkan pengirimnya", "a referral cannot be cancelled by who sent it"),
        given=lambda case, scene: (r := _open(case, scene)) is not None and r.state in _CANCELLABLE,
        command="cancel",
    ),
    Demand(
        id="provide",
        rule="R-APP-8",
        text=Text("keterangan yang diminta tidak dapat diberikan", "what the receiver asks cannot be provided"),
        given=lambda case, scene: (r := _open(case, scene)) is not None and r.state == "needs_information",
        command="provide",
    ),
    Demand(
        id="forward",
        rule="R-APP-7",
        text=Text(
            "rujukan yang salah alamat tidak dapat diteruskan", "a referral cannot be forwarded to the right receiver"
        ),
        given=lambda case, scene: (
            case.state == "referred"
            and (r := _open(case, scene)) is not None
            and r.state == "requested"
            and _answerable(case, scene)
        ),
        command="forward",
    ),
    Demand(
        id="correct",
        rule="R-APP-2",
        text=Text("kasus yang dikembalikan tidak dapat diperbaiki", "a returned case cannot be corrected"),
        given=lambda case, _: case.state == "returned",
        command="correct",
    ),
    Demand(
        id="resubmit",
        rule="R-APP-2",
        text=Text("kasus yang dikembalikan tidak dapat diajukan lagi", "a returned case cannot be submitted again"),
        given=lambda case, _: case.state == "returned",
        command="submit",
    ),
    Demand(
        id="return",
        rule="R-APP-2",
        text=Text("penilai tidak dapat mengembalikan", "who judges cannot return the case"),
        given=lambda case, _: case.state in _JUDGES,
        command="return",
    ),
    Demand(
        id="reject",
        rule="R-APP-2",
        text=Text("penilai tidak dapat menolak", "who judges cannot reject the case"),
        given=lambda case, _: case.state in _JUDGES,
        command="reject",
    ),
    Demand(
        id="object",
        rule="R-FUP-3",
        text=Text("rumah tangga tidak dapat berkeberatan", "the household cannot object"),
        given=_objectionable,
        command="object",
    ),
    Demand(
        id="again",
        rule="R-APP-5",
        text=Text("setelah keberatan tidak ada yang dapat memutuskan", "after an objection nobody can settle the case"),
        given=lambda case, scene: case.round > 1 and _undecided(case, scene),
        goal=lambda case, _: case.state == "decided",
        without={"withdraw"},
    ),
    Demand(
        id="reopen",
        rule="R-FUP-3",
        text=Text("kasus yang ditutup tidak dapat dibuka kembali", "a closed case cannot be reopened"),
        given=lambda case, scene: case.state == "closed" and case.outcome not in _ADVERSE and _within(case, scene),
        command="reopen",
    ),
    Demand(
        id="inform",
        rule="R-FUP-2",
        text=Text("tidak ada yang dapat memberi tahu rumah tangga", "nobody can tell the household"),
        given=lambda case, _: case.state in {"decided", "referred"},
        command="inform",
    ),
    Demand(
        id="not-reached",
        rule="R-FUP-2",
        text=Text("kunjungan sia-sia tidak dapat dicatat", "a vain visit cannot be recorded"),
        given=lambda case, _: case.state == "decided",
        command="not_reached",
    ),
    Demand(
        id="close",
        rule="R-FUP-2",
        text=Text("setelah umpan balik kasus tidak dapat ditutup", "after feedback the case cannot be closed"),
        given=lambda case, scene: case.state == "decided" and _told(case, scene),
        command="close",
    ),
    Demand(
        id="village",
        rule="R-APP-11",
        text=Text("tidak dapat dirujuk ke Lembaga Teknis Desa", "the case cannot be referred to the village body"),
        given=_village_can,
        command="refer_village",
    ),
    Demand(
        id="settle",
        rule="R-APP-9",
        text=Text("Puskesos tidak dapat menyelesaikan sendiri", "the Puskesos cannot settle what it can"),
        given=lambda case, _: case.way == "puskesos" and case.state == "registered" and case.kind in _PROPOSED,
        command="settle",
    ),
    Demand(
        id="map",
        rule="R-INT-7",
        text=Text("permasalahan tidak dapat dipetakan", "a problem cannot be mapped"),
        given=lambda case, scene: case.kind is CaseKind.PROBLEM and _undecided(case, scene),
        goal=lambda case, _: case.kind is not CaseKind.PROBLEM,
        without={"withdraw"},
    ),
    Demand(
        id="enquiry",
        rule="R-INT-7",
        text=Text("pertanyaan tidak dapat dijawab di meja", "an enquiry cannot be answered at the desk"),
        given=lambda case, _: case.kind is CaseKind.ENQUIRY and case.state == "registered",
        command="answer",
    ),
)
"""The demands of the library."""

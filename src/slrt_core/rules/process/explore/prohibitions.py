"""What the rules forbid, whoever does it and however it came about. Written from the rules, not from the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slrt_core.model.contents import CaseKind
from slrt_core.model.events import (
    CaseEvent,
    ContentChanged,
    Decided,
    FeedbackGiven,
    Moved,
)
from slrt_core.rules import deadlines
from slrt_core.rules.process.befalling import BEFALLING
from slrt_core.rules.process.explore.apartness import APART
from slrt_core.rules.process.explore.findings import Prohibition, prohibition
from slrt_core.rules.process.explore.histories import Deed, History, history
from slrt_core.rules.process.explore.referring import REFERRED
from slrt_core.rules.process.needs import ADVERSE

if TYPE_CHECKING:
    from slrt_core.rules.process.scene import Scene

__all__ = ["PROHIBITIONS"]

_DISTRICT = frozenset({"recommendation", "survey", "verified", "analysis", "back_office", "approval", "referred"})
_ANEW = frozenset({"correct", "map", "submit", "object", "reopen", "record_survey"})
_BACK = frozenset({"return", "reject"})
_REASONED = frozenset({"return", "reject", "ask", "waitlist", "hold", "fail", "cancel", "mark_error", "forward"})
_TOLD = frozenset({"settle", "answer", "complete", "provide"})
_FACILITATED = frozenset({"home_visit", "assisted_request"})


def _judged_since(read: History, stage: str, commands: frozenset[str] = _ANEW) -> bool:
    """Whether somebody judged at a stage and passed the case on since it was submitted, corrected or objected to."""
    for deed in reversed(read.deeds):
        if deed.stage == stage and deed.command not in _BACK and not deed.referral:
            return True
        if deed.command in commands and deed.index < read.start:
            return False
    return False


def _arrives(read: History) -> Deed | None:
    """The last step, if it brings the case to another state; what follows from a referral's end is not one."""
    deed = read.done
    return deed if deed and not deed.referral and deed.before != deed.after else None


def _unsupervised(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed, opened = _arrives(read), read.opened
    if deed is None or opened.way not in _FACILITATED:
        return False
    if deed.after not in _DISTRICT or deed.before in _DISTRICT - {"survey"} or deed.before in {"decided", "closed"}:
        return False
    if opened.kind is CaseKind.PARTICIPATION and scene.process.settings["participation_reviewed"] == "no":
        return False
    if deed.after == "survey":
        return False
    return not _judged_since(read, "review")


def _unexamined(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = _arrives(read)
    if deed is None or deed.after != "back_office" or deed.before == "approval":
        return False
    if read.opened.way == "slrt_office" and scene.process.settings["list_checked_by"] == "front_office":
        return False
    return not _judged_since(read, "review")


def _closed_untold(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    if deed is None or deed.after != "closed" or deed.before == "closed" or deed.command == "withdraw":
        return False
    settled = next((n for n in range(len(read) - 1, -1, -1) if isinstance(read[n], Decided)), -1)
    told = [e.feedback for e in read[settled + 1 :] if isinstance(e, FeedbackGiven)]
    vain = {feedback.on for feedback in told if not feedback.reached}
    most = scene.setting.rulebook.limits["unreached_attempts"].value
    return not any(feedback.reached for feedback in told) and len(vain) < most


def _closed_unsettled(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    return deed is not None and deed.after == "closed" and not read.after(scene).outcome


def _unseen(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed, move = read.done, read.move
    if deed is None or move is None or not deed.stage:
        return False
    case = read.before(scene)
    return move.seen is None or (move.seen.version, move.seen.digest) != (case.version, case.digest)


def _escalated_again(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    if read.done is None or read.done.command != "escalate":
        return False
    for deed in reversed(read.deeds):
        if deed.index >= read.start:
            continue
        if deed.command == "escalate":
            return True
        if deed.before != deed.after:
            return False
    return False


def _escalated_early(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    if read.done is None or read.done.command != "escalate":
        return False
    return not deadlines.late(read.before(scene), scene.setting.on)


def _expired_early(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    if read.done is None or read.done.command != "expire":
        return False
    book, due = scene.setting.rulebook, read.before(scene).due
    if due is None:
        return True
    gone = deadlines.working_days_between(book.calendar, due, scene.setting.on)
    return gone <= book.limits["expiry_days"].value


def _reopened_rejection(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    return read.done is not None and read.done.command == "reopen" and read.before(scene).outcome in ADVERSE


def _goes_on_when_closed(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    if deed is None or read.before(scene).state != "closed" or deed.command in {"object", "reopen"}:
        return False
    # While it may be taken up again it goes along with its household, and stays closed.
    return deed.command not in BEFALLING or deed.after != "closed"


def _objected_too_often(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    if read.done is None or read.done.command not in {"object", "reopen"}:
        return False
    book, case = scene.setting.rulebook, read.before(scene)
    if read.done.command == "object" and (case.round > book.limits["objections"].value or case.outcome not in ADVERSE):
        return True
    if case.closed_on is None:
        return False
    gone = deadlines.working_days_between(book.calendar, case.closed_on, scene.setting.on)
    return gone > book.limits["objection_days"].value


def _objection_unheard(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """An objection after which the case is not judged anew in a round of its own."""
    read = history(events)
    if read.done is None or read.done.command != "object":
        return False
    after = read.after(scene)
    return after.round != read.before(scene).round + 1 or bool(after.outcome) or after.state in {"decided", "closed"}


def _without_reason(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    if deed is None or deed.command not in _REASONED:
        return False
    if deed.command == "return" and deed.actor.post == "back_office":
        return not deed.reason
    choice = scene.setting.rulebook.choices.get(deed.reason)
    return choice is None or deed.command not in choice.commands


def _without_result(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    if deed is None or deed.command not in _TOLD:
        return False
    moved = read[deed.index]
    return isinstance(moved, Moved) and not moved.note


def _without_request(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    if deed is None or deed.command not in {"withdraw", "object", "reopen", "inform"}:
        return False
    moved = read[deed.index]
    return isinstance(moved, Moved) and not moved.note


def _content_changed_late(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """The content was changed by somebody other than who records, maps or surveys, or after it was judged."""
    read = history(events)
    deed = read.done
    if deed is None or not any(isinstance(e, ContentChanged) for e in read.last):
        return False
    places = {"recorded", "registered", "returned", "survey", "analysis"}
    return deed.before not in places


PROHIBITIONS: tuple[Prohibition, ...] = (
    *APART,
    *REFERRED,
    prohibition(
        "unsupervised",
        "R-APP-1",
        "catatan fasilitator sampai di kabupaten tanpa supervisor",
        "a facilitator's record reaches the district without the supervisor",
        _unsupervised,
    ),
    prohibition(
        "unexamined",
        "R-APP-13",
        "back office menerima yang belum ditelaah",
        "the back office takes what was not examined",
        _unexamined,
    ),
    prohibition(
        "closed-untold",
        "R-FUP-2",
        "ditutup tanpa umpan balik atau upaya yang cukup",
        "a case is closed without feedback or enough vain visits",
        _closed_untold,
    ),
    prohibition(
        "closed-unsettled", "R-FUP-2", "ditutup tanpa hasil", "a case is closed without an outcome", _closed_unsettled
    ),
    prohibition(
        "unseen", "R-APP-5", "menilai tanpa melihat versi terakhir", "somebody judges what they have not seen", _unseen
    ),
    prohibition(
        "escalated-again",
        "R-FUP-1",
        "satu penantian dieskalasi dua kali",
        "one waiting is escalated twice",
        _escalated_again,
        "escalate",
    ),
    prohibition(
        "escalated-early",
        "R-FUP-1",
        "dieskalasi sebelum terlambat",
        "something is escalated that is not late",
        _escalated_early,
        "escalate",
    ),
    prohibition(
        "expired-early",
        "R-FUP-1",
        "rujukan kedaluwarsa terlalu cepat",
        "a referral expires too early",
        _expired_early,
        "expire",
    ),
    prohibition(
        "reopened-rejection",
        "R-FUP-3",
        "penolakan dibuka kembali tanpa keberatan",
        "a rejection is reopened instead of objected to",
        _reopened_rejection,
        "reopen",
    ),
    prohibition(
        "goes-on-when-closed",
        "R-FUP-3",
        "kasus yang ditutup berjalan terus",
        "a closed case goes on",
        _goes_on_when_closed,
    ),
    prohibition(
        "objected-too-often",
        "R-FUP-3",
        "keberatan atau pembukaan di luar batas",
        "an objection or reopening beyond the limits",
        _objected_too_often,
        "object",
        "reopen",
    ),
    prohibition(
        "objection-unheard",
        "R-APP-5",
        "keberatan tanpa penilaian baru",
        "an objection that begins no new round",
        _objection_unheard,
        "object",
    ),
    prohibition(
        "without-reason",
        "R-APP-2",
        "dikembalikan, ditolak, ditunda atau dibatalkan tanpa alasan",
        "something is returned, rejected, put off or cancelled without a reason",
        _without_reason,
        *_REASONED,
    ),
    prohibition(
        "without-result",
        "R-APP-9",
        "diselesaikan atau dijawab tanpa hasil",
        "something is settled or answered without a result",
        _without_result,
        *_TOLD,
    ),
    prohibition(
        "without-request",
        "R-FUP-3",
        "tanpa kata-kata rumah tangga atau kepada rumah tangga",
        "withdrawn, objected to, reopened or told without a word",
        _without_request,
        "withdraw",
        "object",
        "reopen",
        "inform",
    ),
    prohibition(
        "content-changed-late",
        "R-APP-2",
        "isi berubah saat sudah dinilai",
        "the content changes while it is judged",
        _content_changed_late,
    ),
)
"""The prohibitions of the library."""

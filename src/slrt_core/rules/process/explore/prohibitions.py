"""What the rules forbid, whoever does it and however it came about. Written from the rules, not from the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from slrt_core.model.cases import Receiver
from slrt_core.model.contents import CaseKind, Complaint, ComplaintClass, Need
from slrt_core.model.events import (
    Approved,
    CaseEvent,
    ContentChanged,
    Decided,
    FeedbackGiven,
    Moved,
    ReferralMoved,
    ReferralOpened,
)
from slrt_core.model.registry import CentralStatus
from slrt_core.reasons import Text
from slrt_core.rules import deadlines
from slrt_core.rules.process.explore.apartness import APART
from slrt_core.rules.process.explore.findings import Prohibition
from slrt_core.rules.process.explore.histories import Deed, History, history
from slrt_core.rules.process.needs import ADVERSE

if TYPE_CHECKING:
    from slrt_core.rules.process.scene import Scene

__all__ = ["PROHIBITIONS"]

_DISTRICT = frozenset({"recommendation", "survey", "verified", "analysis", "back_office", "approval", "referred"})
_ANEW = frozenset({"correct", "map", "submit", "object", "reopen", "record_survey"})
_BACK = frozenset({"return", "reject"})
_REASONED = frozenset({"return", "reject", "ask", "waitlist", "hold", "fail", "cancel", "mark_error", "forward"})
_TOLD = frozenset({"settle", "answer", "complete", "provide"})
_RECORDED = frozenset({"recorded", "registered"})
_ENDED = frozenset({"rejected", "completed", "failed", "cancelled", "expired", "forwarded", "entered_in_error"})
_FACILITATED = frozenset({"home_visit", "assisted_request"})
_LIST = frozenset({CaseKind.CHANGE, CaseKind.PARTICIPATION, CaseKind.ADDITION})


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


def _sent(read: History) -> ReferralOpened | ReferralMoved | None:
    """The referral that the last step sent, newly or from a draft; forwarding is the receiver's own."""
    for event in read.last:
        if isinstance(event, ReferralOpened) and event.state == "requested" and not event.forwarded_from:
            return event
        if isinstance(event, ReferralMoved) and event.state == "requested":
            return event
    return None


def _receiver(read: History, referral: str) -> ReferralOpened | None:
    return next((e for e in reversed(read) if isinstance(e, ReferralOpened) and e.referral == referral), None)


def _unrecommended(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """Sent beyond the village without the manager, other than by the back office."""
    read = history(events)
    sent, deed = _sent(read), read.done
    if sent is None or deed is None:
        return False
    opened = _receiver(read, sent.referral)
    if opened is None or opened.receiver.post == "village_body" or deed.before == "back_office":
        return False
    return deed.stage != "recommend"


def _unapproved(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """Sent by the back office without the manager's approval of just this content and receiver."""
    read = history(events)
    sent, deed = _sent(read), read.done
    if sent is None or deed is None or deed.before != "back_office":
        return False
    if scene.process.settings["back_office_needs_manager"] == "no":
        return False
    draft: ReferralOpened | None = None
    digest, approved = read.opened.digest, None
    for index, event in enumerate(read):
        if isinstance(event, ContentChanged):
            digest = event.digest
        elif isinstance(event, ReferralOpened) and index < read.start:
            draft, approved = event, None
        elif isinstance(event, Approved) and draft is not None:
            by = next((d for d in reversed(read.deeds) if d.index < index), None)
            judged = by is not None and by.stage == "recommend" and by.actor.person != draft.sender.person
            approved = (digest, draft.receiver) if judged else None
    return draft is None or approved != (digest, draft.receiver) or sent.referral != draft.referral


def _approved_by_whom(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    deed = read.done
    return deed is not None and deed.stage != "recommend" and any(isinstance(e, Approved) for e in read.last)


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


def _open_when_closed(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    case = read.after(scene)
    return case.state in {"closed", "decided"} and any(r.state not in _ENDED for r in case.referrals)


def _referred_to_nobody(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    case = read.after(scene)
    waits = case.state in {"referred", "village_referral"}
    return waits and all(r.state in _ENDED or r.state == "draft" for r in case.referrals)


def _applied_otherwise(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """What is sent or applied is not what the manager saw and approved."""
    read = history(events)
    sent = next((e for e in read.last if isinstance(e, ReferralOpened)), None)
    if sent is not None and not sent.forwarded_from and sent.digest != read.digest:
        return True
    deed, seen = read.done, read.move.seen if read.move else None
    applied = [f for f in read.facts if f.variable != "central_status"]
    if deed is None or not applied:
        return False
    return deed.stage != "recommend" or seen is None or seen.digest != read.digest


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
    return deed is not None and read.before(scene).state == "closed" and deed.command not in {"object", "reopen"}


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


def _answered_by_others(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """A receiver's step by who neither is the receiver nor steps in."""
    read = history(events)
    deed = read.done
    if deed is None or not deed.referral or deed.by_itself or deed.command in {"cancel", "mark_error", "provide"}:
        return False
    opened = _receiver(read, deed.referral)
    if opened is None:
        return True
    stand_ins = scene.process.stages["decide"].stand_ins
    return deed.actor.post not in {opened.receiver.post, *stand_ins}


def _forwarded_nowhere(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    if read.done is None or read.done.command != "forward":
        return False
    opened = next((e for e in read.last if isinstance(e, ReferralOpened)), None)
    if opened is None:
        return True
    to, before = opened.receiver, _receiver(History(read[: read.start]), read.done.referral)
    if before is not None and _same(before.receiver, to):
        return True
    post = scene.setting.rulebook.posts.get(to.post)
    unknown = to.post == "program_manager" and to.program not in scene.programs
    return post is None or post.reads != "referred" or unknown


def _same(one: Receiver, other: Receiver) -> bool:
    return (one.post, one.program, one.region) == (other.post, other.program, other.region)


def _beyond_the_village(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    case = read.before(scene)
    opened = next((e for e in read.last if isinstance(e, ReferralOpened)), None)
    if opened is None or case.state not in _RECORDED | {"village_referral", "review"}:
        return False
    return opened.receiver.post != "village_body" or opened.receiver.region != case.region


def _wrongly_routed(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    sent = _sent(read)
    opened = _receiver(read, sent.referral) if sent else None
    if opened is None or opened.receiver.post == "village_body":
        return False
    case = read.after(scene)
    if case.kind in _LIST:
        return opened.receiver.post != "registry_manager"
    content = case.content
    membership = isinstance(content, Complaint) and content.class_ is ComplaintClass.MEMBERSHIP
    if membership and scene.process.settings["membership_receiver"] == "registry_manager":
        return opened.receiver.post != "registry_manager"
    return opened.receiver.post != "program_manager" or opened.receiver.program != case.program


def _unlisted(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    sent = _sent(read)
    opened = _receiver(read, sent.referral) if sent else None
    if opened is None or opened.receiver.post == "village_body" or scene.household is None:
        return False
    case = read.before(scene)
    program = scene.programs.get(case.program)
    demanded = isinstance(case.content, Need) and program is not None and program.requires_listing
    waits = scene.process.settings["unlisted_case"] == "waits" and case.kind in {CaseKind.NEED, CaseKind.COMPLAINT}
    return (demanded or waits) and scene.household.central_status is not CentralStatus.LISTED


def _unverified(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    sent = _sent(read)
    if sent is None or read.opened.kind is not CaseKind.ADDITION:
        return False
    deeds = read.deeds
    surveyed = max((d.index for d in deeds if d.command == "record_survey"), default=-1)
    verified = max((d.index for d in deeds if d.command == "verify" and d.stage == "review"), default=-1)
    recommended = any(d.command == "recommend" and d.stage == "recommend" and d.index < surveyed for d in deeds)
    listed = scene.household is not None and scene.household.central_status is CentralStatus.LISTED
    return listed or not (recommended and 0 < surveyed < verified)


_OUTCOMES = {"complete": {"accepted", "settled"}, "reject": {"rejected"}, "fail": {"failed"}}


def _other_outcome(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """The case's outcome is not what its receiver, or who judged it, said."""
    read = history(events)
    deed = read.done
    if deed is None or deed.command not in _OUTCOMES:
        return False
    decided = [e.outcome for e in read.last if isinstance(e, Decided)]
    village = read.before(scene).state == "village_referral"
    if village and deed.command != "complete":
        return bool(decided)
    return not decided or any(outcome not in _OUTCOMES[deed.command] for outcome in decided)


def _content_changed_late(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """The content was changed by somebody other than who records, maps or surveys, or after it was judged."""
    read = history(events)
    deed = read.done
    if deed is None or not any(isinstance(e, ContentChanged) for e in read.last):
        return False
    places = {"recorded", "registered", "returned", "survey", "analysis"}
    return deed.before not in places


def _p(
    id: str, rule: str, id_text: str, en: str, broken: Callable[[Sequence[CaseEvent], Scene], bool], *commands: str
) -> Prohibition:
    return Prohibition(id=id, rule=rule, text=Text(id_text, en), broken=broken, commands=frozenset(commands))


PROHIBITIONS: tuple[Prohibition, ...] = (
    *APART,
    _p("unsupervised", "R-APP-1", "catatan fasilitator sampai di kabupaten tanpa supervisor",
       "a facilitator's record reaches the district without the supervisor", _unsupervised),
    _p("unrecommended", "R-APP-3", "dirujuk tanpa rekomendasi manajer",
       "something is referred without the manager's recommendation", _unrecommended),
    _p("unapproved", "R-APP-4", "back office merujuk tanpa persetujuan manajer atas isi dan penerima itu",
       "the back office refers without the manager's approval of this content and receiver", _unapproved),
    _p("approved-by-whom", "R-APP-4", "persetujuan bukan dari manajer", "an approval that is not the manager's",
       _approved_by_whom),
    _p("unexamined", "R-APP-13", "back office menerima yang belum ditelaah",
       "the back office takes what was not examined", _unexamined),
    _p("closed-untold", "R-FUP-2", "ditutup tanpa umpan balik atau upaya yang cukup",
       "a case is closed without feedback or enough vain visits", _closed_untold),
    _p("closed-unsettled", "R-FUP-2", "ditutup tanpa hasil", "a case is closed without an outcome", _closed_unsettled),
    _p("open-when-closed", "R-FUP-1", "kasus selesai padahal rujukannya masih terbuka",
       "a case is over while its referral is open", _open_when_closed),
    _p("referred-to-nobody", "R-FUP-1", "kasus dirujuk padahal tidak ada rujukan terbuka",
       "a case stays referred although no referral is open", _referred_to_nobody),
    _p("applied-otherwise", "R-REG-2", "yang diterapkan bukan yang disetujui", "what is applied is not what was approved",
       _applied_otherwise),
    _p("unseen", "R-APP-5", "menilai tanpa melihat versi terakhir", "somebody judges what they have not seen", _unseen),
    _p("escalated-again", "R-FUP-1", "satu penantian dieskalasi dua kali", "one waiting is escalated twice",
       _escalated_again, "escalate"),
    _p("escalated-early", "R-FUP-1", "dieskalasi sebelum terlambat", "something is escalated that is not late",
       _escalated_early, "escalate"),
    _p("expired-early", "R-FUP-1", "rujukan kedaluwarsa terlalu cepat", "a referral expires too early", _expired_early, "expire"),
    _p("reopened-rejection", "R-FUP-3", "penolakan dibuka kembali tanpa keberatan",
       "a rejection is reopened instead of objected to", _reopened_rejection, "reopen"),
    _p("goes-on-when-closed", "R-FUP-3", "kasus yang ditutup berjalan terus", "a closed case goes on", _goes_on_when_closed),
    _p("objected-too-often", "R-FUP-3", "keberatan atau pembukaan di luar batas", "an objection or reopening beyond the limits",
       _objected_too_often, "object", "reopen"),
    _p("objection-unheard", "R-APP-5", "keberatan tanpa penilaian baru", "an objection that begins no new round",
       _objection_unheard, "object"),
    _p("without-reason", "R-APP-2", "dikembalikan, ditolak, ditunda atau dibatalkan tanpa alasan",
       "something is returned, rejected, put off or cancelled without a reason", _without_reason, *_REASONED),
    _p("without-result", "R-APP-9", "diselesaikan atau dijawab tanpa hasil", "something is settled or answered without a result",
       _without_result, *_TOLD),
    _p("without-request", "R-FUP-3", "tanpa kata-kata rumah tangga atau kepada rumah tangga",
       "withdrawn, objected to, reopened or told without a word", _without_request, "withdraw", "object", "reopen", "inform"),
    _p("answered-by-others", "R-APP-8", "rujukan dijawab bukan oleh penerimanya",
       "a referral is answered by who is not its receiver", _answered_by_others),
    _p("forwarded-nowhere", "R-APP-7", "rujukan diteruskan ke mana-mana", "a referral is forwarded to nowhere",
       _forwarded_nowhere, "forward"),
    _p("beyond-the-village", "R-APP-1", "rujukan desa keluar desa", "a village's referral leaves the village",
       _beyond_the_village),
    _p("wrongly-routed", "R-APP-7", "dirujuk ke penerima yang salah", "something is referred to the wrong receiver",
       _wrongly_routed),
    _p("unlisted", "R-REG-3", "rumah tangga tak terdaftar dirujuk ke program yang menuntutnya",
       "an unlisted household is referred to a program that demands listing", _unlisted),
    _p("unverified", "R-REG-8", "usulan tambahan tanpa survei dan verifikasi",
       "an addition is proposed without survey and verification, or of who is listed", _unverified),
    _p("other-outcome", "R-APP-8", "hasil kasus bukan jawaban penerima", "a case's outcome is not what was answered",
       _other_outcome, *_OUTCOMES),
    _p("content-changed-late", "R-APP-2", "isi berubah saat sudah dinilai", "the content changes while it is judged",
       _content_changed_late),
)  # fmt: skip
"""The prohibitions of the library."""

"""Referrals as prohibitions: who sends what to whom, who answers, and what the answer means for the case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slrt_core.model.cases import Receiver
from slrt_core.model.contents import CaseKind, Complaint, ComplaintClass, Need
from slrt_core.model.events import Approved, CaseEvent, ContentChanged, Decided, ReferralMoved, ReferralOpened
from slrt_core.model.registry import CentralStatus
from slrt_core.rules.process.explore.findings import Prohibition, prohibition
from slrt_core.rules.process.explore.histories import History, history

if TYPE_CHECKING:
    from slrt_core.rules.process.scene import Scene

__all__ = ["REFERRED"]

_ENDED = frozenset({"rejected", "completed", "failed", "cancelled", "expired", "forwarded", "entered_in_error"})
_RECORDED = frozenset({"recorded", "registered"})
_LIST = frozenset({CaseKind.CHANGE, CaseKind.PARTICIPATION, CaseKind.ADDITION})


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


def _referred_to_nobody(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    case = read.after(scene)
    waits = case.state in {"referred", "village_referral"}
    return waits and all(r.state in _ENDED or r.state == "draft" for r in case.referrals)


def _open_when_closed(events: Sequence[CaseEvent], scene: Scene) -> bool:
    read = history(events)
    case = read.after(scene)
    return case.state in {"closed", "decided"} and any(r.state not in _ENDED for r in case.referrals)


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


REFERRED: tuple[Prohibition, ...] = (
    prohibition(
        "unrecommended",
        "R-APP-3",
        "dirujuk tanpa rekomendasi manajer",
        "something is referred without the manager's recommendation",
        _unrecommended,
    ),
    prohibition(
        "unapproved",
        "R-APP-4",
        "back office merujuk tanpa persetujuan manajer atas isi dan penerima itu",
        "the back office refers without the manager's approval of this content and receiver",
        _unapproved,
    ),
    prohibition(
        "approved-by-whom",
        "R-APP-4",
        "persetujuan bukan dari manajer",
        "an approval that is not the manager's",
        _approved_by_whom,
    ),
    prohibition(
        "open-when-closed",
        "R-FUP-1",
        "kasus selesai padahal rujukannya masih terbuka",
        "a case is over while its referral is open",
        _open_when_closed,
    ),
    prohibition(
        "referred-to-nobody",
        "R-FUP-1",
        "kasus dirujuk padahal tidak ada rujukan terbuka",
        "a case stays referred although no referral is open",
        _referred_to_nobody,
    ),
    prohibition(
        "applied-otherwise",
        "R-REG-2",
        "yang diterapkan bukan yang disetujui",
        "what is applied is not what was approved",
        _applied_otherwise,
    ),
    prohibition(
        "answered-by-others",
        "R-APP-8",
        "rujukan dijawab bukan oleh penerimanya",
        "a referral is answered by who is not its receiver",
        _answered_by_others,
    ),
    prohibition(
        "forwarded-nowhere",
        "R-APP-7",
        "rujukan diteruskan ke mana-mana",
        "a referral is forwarded to nowhere",
        _forwarded_nowhere,
        "forward",
    ),
    prohibition(
        "beyond-the-village",
        "R-APP-1",
        "rujukan desa keluar desa",
        "a village's referral leaves the village",
        _beyond_the_village,
    ),
    prohibition(
        "wrongly-routed",
        "R-APP-7",
        "dirujuk ke penerima yang salah",
        "something is referred to the wrong receiver",
        _wrongly_routed,
    ),
    prohibition(
        "unlisted",
        "R-REG-3",
        "rumah tangga tak terdaftar dirujuk ke program yang menuntutnya",
        "an unlisted household is referred to a program that demands listing",
        _unlisted,
    ),
    prohibition(
        "unverified",
        "R-REG-8",
        "usulan tambahan tanpa survei dan verifikasi",
        "an addition is proposed without survey and verification, or of who is listed",
        _unverified,
    ),
    prohibition(
        "other-outcome",
        "R-APP-8",
        "hasil kasus bukan jawaban penerima",
        "a case's outcome is not what was answered",
        _other_outcome,
        *_OUTCOMES,
    ),
)
"""What must not happen with referrals."""

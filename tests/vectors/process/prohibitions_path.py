"""What is forbidden of the way: desks that are passed over, receivers that are not the right ones, lists that change
before their time."""

from slrt_core.model.cases import Receiver
from slrt_core.model.contents import Addition, Complaint, ComplaintClass, Need
from slrt_core.model.events import Approved, ContentChanged, Moved, ReferralMoved, ReferralOpened
from slrt_core.model.registry import CentralStatus
from slrt_core.rules.process import Scene
from slrt_core.testing.oracle import Prohibition
from tests.vectors.process.reading import ENDED, FACILITATED, LIST_KINDS, Told
from tests.vectors.process.writing import article, forbids, project

P14B = article("Pasal 14(1)b", "diteruskan ke SLRT Kabupaten setelah diperiksa dan disetujui oleh supervisor")
P14C = article("Pasal 14(1)c", "setelah melalui verifikasi dan validasi")
P14D = article("Pasal 14(1)d", "keluhan atau permasalahannya dikaji dan dipetakan")
P13 = article("Pasal 13", "dirujuk oleh Puskesmas atau Fasilitator SLRT di tingkat Desa")
L12E1 = article("Lampiran 1.2e1", "pembaharuan data penduduk")
L12E2 = article("Lampiran 1.2e2", "survey penambahan data penduduk")
L12E5 = article("Lampiran 1.2e5", "melakukan rujukan keluhan yang bersifat kepesertaan dan program kepada pengelola")
L16A = article("Lampiran 1.6a", "menerima keluhan warga yang telah diperiksa oleh bagian Front Office")
L16C = article("Lampiran 1.6c", "melakukan penanganan keluhan warga yang dapat ditangani di Sekretariat SLRT")
L16D = article("Lampiran 1.6d", "atas persetujuan Manager, melakukan rujukan keluhan warga yang tidak dapat ditangani")
S1 = article("SELARAS 1", "bahan pertimbangan bagi pengelola BDT untuk memasukkan RT tersebut ke dalam basis data")
S2A = article("SELARAS 2", "meneruskan hasil verifikasi data dan kepesertaan program ke basis data di tingkat pusat")
S2B = article(
    "SELARAS 2", "merujuk kebutuhan program dan keluhan tentang implementasi program ke pengelola program terkait"
)
S2C = article("SELARAS 2", "merujuk keluhan yang bersifat kepesertaan ke pengelola BDT")
S3 = article("SELARAS 3", "menyetujui, menolak atau menelaah lebih lanjut terkait kebutuhan program")
PROHIBITIONS: list[Prohibition] = []
_forbid = forbids(PROHIBITIONS)

_AT_THE_DISTRICT = frozenset(
    {"recommendation", "survey", "verified", "analysis", "back_office", "approval", "referred"}
)
_REVIEWERS = frozenset({"supervisor", "data_section_head", "coordination_team"})
_EXAMINERS = frozenset({"review_analysis", "data_section_head", "coordination_team", "supervisor"})
_MANAGERS = frozenset({"manager", "secretariat_head", "coordination_team"})


def _settings(scene: Scene) -> dict[str, str]:
    return dict(scene.process.settings)


def _route(read: Told, scene: Scene) -> tuple[str, str]:
    """The receiver that the articles and the district's choice name: post and program."""
    content = read.case.content
    if isinstance(content, Need):
        return "program_manager", content.program
    if isinstance(content, Complaint):
        membership = content.class_ is ComplaintClass.MEMBERSHIP
        if membership and _settings(scene)["membership_receiver"] == "registry_manager":
            return "registry_manager", ""
        return "program_manager", content.program
    return "registry_manager", ""


def _first_sent(read: Told) -> Receiver | None:
    """To whom the last step sent the case by itself: not in the village, and not forwarded by a receiver."""
    sent = read.sent()
    if sent is None or sent.forwarded_from or sent.receiver.post == "village_body":
        return None
    return sent.receiver


@_forbid(
    "past-the-supervisor",
    "R-APP-1",
    P14B,
    "catatan fasilitator sampai ke kabupaten tanpa supervisor",
    "a facilitator's record reaches the district without the supervisor",
)
def _(read: Told, scene: Scene) -> bool:
    case = read.case
    if read.opened.way not in FACILITATED or case.state not in _AT_THE_DISTRICT:
        return False
    if case.kind == "participation" and _settings(scene)["participation_reviewed"] == "no":
        return False
    return not any(d.before == "review" and d.actor.post in _REVIEWERS for d in read.since_begun())


@_forbid(
    "past-the-supervisor-from-the-puskesos",
    "R-APP-9",
    project,
    "catatan Puskesos melewati supervisor yang dipilih daerah",
    "a Puskesos record passes by the supervisor whom the district asked for",
)
def _(read: Told, scene: Scene) -> bool:
    if read.opened.way != "puskesos" or read.case.state not in _AT_THE_DISTRICT:
        return False
    asked = _settings(scene)["puskesos_supervised"] == "yes" or read.case.kind in LIST_KINDS
    if read.case.kind == "participation" and _settings(scene)["participation_reviewed"] == "no":
        return False
    return asked and not any(d.before == "review" and d.actor.post in _REVIEWERS for d in read.since_begun())


@_forbid(
    "past-the-manager",
    "R-APP-3",
    L12E5,
    "kasus dirujuk tanpa manajer",
    "a case is referred without the manager",
)
def _(read: Told, scene: Scene) -> bool:
    if _first_sent(read) is None or _settings(scene)["back_office_needs_manager"] == "no":
        return False
    return not any(d.actor.post in _MANAGERS and d.stage == "recommend" for d in read.since_begun())


@_forbid(
    "referred-without-approval",
    "R-APP-4",
    L16D,
    "back office merujuk tanpa persetujuan manajer",
    "the back office refers without the manager's approval",
)
def _(read: Told, scene: Scene) -> bool:
    done = read.done
    if done is None or done.command != "refer" or done.before != "back_office":
        return False
    if _settings(scene)["back_office_needs_manager"] == "no":
        return False
    drafted = max((i for i, e in enumerate(read.events) if isinstance(e, ReferralOpened)), default=-1)
    return not any(isinstance(e, Approved) for e in read.events[drafted + 1 : read.start])


@_forbid(
    "other-than-approved",
    "R-APP-4",
    L16D,
    "yang dirujuk bukan yang disetujui",
    "what is referred is not what was approved",
)
def _(read: Told, _: Scene) -> bool:
    done = read.done
    if done is None or done.command != "refer":
        return False
    approved = max((i for i, e in enumerate(read.events) if isinstance(e, Approved)), default=-1)
    return approved >= 0 and done.before == "back_office" and read.content_changed_since(approved)


@_forbid(
    "approved-by-another-post",
    "R-APP-4",
    L16D,
    "persetujuan bukan dari manajer",
    "an approval is not the manager's",
)
def _(read: Told, _: Scene) -> bool:
    return any(deed.command == "approve" and deed.actor.post not in _MANAGERS for deed in read.deeds)


@_forbid(
    "unexamined-in-the-back-office",
    "R-APP-13",
    L16A,
    "back office menerima kasus yang belum diperiksa",
    "the back office has a case that was not examined",
)
def _(read: Told, scene: Scene) -> bool:
    if read.case.state not in {"back_office", "approval"}:
        return False
    if _settings(scene)["list_checked_by"] == "front_office" and read.opened.way == "slrt_office":
        return False
    return not any(d.before == "analysis" and d.actor.post in _EXAMINERS for d in read.since_begun())


@_forbid(
    "change-without-the-manager",
    "R-APP-3",
    L12E1,
    "data penduduk berubah tanpa rekomendasi manajer",
    "a household's data change without the manager's recommendation",
)
def _(read: Told, _: Scene) -> bool:
    changed = any(fact.variable != "central_status" for fact in read.facts)
    done = read.done
    return changed and (done is None or done.actor.post not in _MANAGERS or done.command != "recommend")


@_forbid(
    "change-without-review",
    "R-APP-1",
    article("Lampiran 1.3b", "review perubahan data penduduk"),
    "data penduduk berubah tanpa ditelaah",
    "a household's data change without a review",
)
def _(read: Told, scene: Scene) -> bool:
    if not any(fact.variable != "central_status" for fact in read.facts):
        return False
    if read.case.kind == "participation" and _settings(scene)["participation_reviewed"] == "no":
        return False
    return not any(deed.stage == "review" for deed in read.since_begun())


@_forbid(
    "change-not-applied",
    "R-REG-2",
    article("Lampiran 1.4c", "verifikasi dan pencatatan perubahan data penduduk"),
    "perubahan yang direkomendasikan tidak tercatat",
    "a change that was recommended is not recorded",
)
def _(read: Told, _: Scene) -> bool:
    done = read.done
    recommended = done is not None and done.command == "recommend" and hasattr(read.events, "facts")
    return recommended and read.case.kind in {"change", "participation"} and not read.facts


@_forbid(
    "listed-by-others",
    "R-REG-3",
    S1,
    "rumah tangga masuk daftar tanpa keputusan pengelola BDT",
    "a household is put on the list without the registry manager's decision",
)
def _(read: Told, _: Scene) -> bool:
    verdicts = [
        fact for fact in read.facts if fact.variable == "central_status" and fact.value in {"listed", "refused"}
    ]
    done = read.done
    deciders = {"registry_manager", "coordination_team"}
    return bool(verdicts) and (done is None or done.actor.post not in deciders or not done.referral)


@_forbid(
    "decision-not-on-record",
    "R-REG-3",
    S1,
    "keputusan atas usulan tidak kembali ke catatan",
    "the decision on a proposal does not come back to the record",
)
def _(read: Told, scene: Scene) -> bool:
    done = read.done
    if done is None or read.case.kind != "addition" or done.command not in {"complete", "reject"} or not done.referral:
        return False
    expected = "listed" if done.command == "complete" else "refused"
    household = scene.household
    return household is not None and household.central_status not in {expected, "listed"}


@_forbid(
    "proposed-unverified",
    "R-REG-8",
    P14C,
    "usulan dikirim tanpa survei dan verifikasi",
    "a proposal is sent without survey and verification",
)
def _(read: Told, _: Scene) -> bool:
    if read.case.kind != "addition" or _first_sent(read) is None:
        return False
    content = read.case.content
    verified = any(d.command == "verify" and d.actor.post in _REVIEWERS for d in read.since_begun())
    return not (isinstance(content, Addition) and content.survey is not None and verified)


@_forbid(
    "surveyed-unasked",
    "R-REG-8",
    L12E2,
    "survei dicatat tanpa rekomendasi manajer",
    "a survey is recorded that the manager did not recommend",
)
def _(read: Told, _: Scene) -> bool:
    done = read.done
    if done is None or done.command != "record_survey":
        return False
    return not any(d.command == "recommend" and d.actor.post in _MANAGERS for d in read.since_begun())


@_forbid(
    "proposed-though-listed",
    "R-REG-8",
    article("Pasal 14(1)c", "jika tidak ada dalam Daftar Penerima Manfaat maka diusulkan"),
    "rumah tangga yang sudah terdaftar diusulkan",
    "a household that is listed is proposed",
)
def _(read: Told, scene: Scene) -> bool:
    listed = scene.household is not None and scene.household.central_status is CentralStatus.LISTED
    return read.case.kind == "addition" and listed and _first_sent(read) is not None


@_forbid("need-misrouted", "R-APP-7", S2B, "kebutuhan dirujuk ke pihak yang salah", "a need goes to the wrong receiver")
def _(read: Told, scene: Scene) -> bool:
    sent = _first_sent(read)
    return sent is not None and read.case.kind == "need" and (sent.post, sent.program) != _route(read, scene)


@_forbid(
    "complaint-misrouted",
    "R-APP-7",
    S2B,
    "keluhan dirujuk ke pihak yang salah",
    "a complaint goes to the wrong receiver",
)
def _(read: Told, scene: Scene) -> bool:
    sent, complaint = _first_sent(read), read.case.complaint
    other = complaint is not None and complaint.class_ is not ComplaintClass.MEMBERSHIP
    return sent is not None and other and (sent.post, sent.program) != _route(read, scene)


@_forbid(
    "membership-misrouted",
    "R-APP-7",
    S2C,
    "keluhan kepesertaan dirujuk ke pihak yang salah",
    "a membership complaint goes to the wrong receiver",
)
def _(read: Told, scene: Scene) -> bool:
    sent, complaint = _first_sent(read), read.case.complaint
    membership = complaint is not None and complaint.class_ is ComplaintClass.MEMBERSHIP
    return sent is not None and membership and (sent.post, sent.program) != _route(read, scene)


@_forbid(
    "data-misrouted",
    "R-REG-5",
    S2A,
    "perubahan data, kepesertaan atau usulan dirujuk bukan ke pengelola BDT",
    "a change, a participation or a proposal does not go to the registry manager",
)
def _(read: Told, _: Scene) -> bool:
    sent = _first_sent(read)
    return sent is not None and read.case.kind in LIST_KINDS and sent.post != "registry_manager"


@_forbid(
    "level-mistaken",
    "R-APP-7",
    article("Pasal 14(1)f", "pengelola program terkait di Kabupaten (SKPD atau non-pemerintah), Provinsi atau Pusat"),
    "rujukan tidak menyebut tingkat programnya",
    "a referral does not name the level of its program",
)
def _(read: Told, scene: Scene) -> bool:
    sent = read.sent()
    program = scene.programs.get(sent.receiver.program) if sent else None
    return sent is not None and program is not None and sent.receiver.level != program.provider.level.value


@_forbid(
    "receiver-not-told",
    "R-FUP-1",
    article("Pasal 14(1)f", "maka diteruskan ke pengelola program terkait"),
    "rujukan terkirim tanpa penerimanya diberi tahu",
    "a referral is sent and its receiver is not told",
)
def _(read: Told, _: Scene) -> bool:
    sent = read.sent()
    if sent is None or read.notices is None:
        return False
    return not any(n.to == sent.receiver.post and n.purpose == "referral" for n in read.notices)


@_forbid(
    "another-village",
    "R-APP-11",
    article("Pasal 13", "Lembaga Teknis Desa sebagaimana dimaksud dalam Pasal 11 ayat (2) huruf b"),
    "rujukan desa sampai ke desa lain",
    "a referral in the village goes to another village",
)
def _(read: Told, _: Scene) -> bool:
    return any(
        held.receiver.post == "village_body" and held.receiver.region != read.case.region
        for held in read.case.referrals
    )


@_forbid(
    "out-of-the-village",
    "R-APP-1",
    P14B,
    "rujukan desa diteruskan ke luar desa tanpa supervisor dan manajer",
    "a referral in the village is forwarded beyond it",
)
def _(read: Told, _: Scene) -> bool:
    by_id = {held.id: held for held in read.case.referrals}
    return any(
        held.forwarded_from in by_id
        and by_id[held.forwarded_from].receiver.post == "village_body"
        and held.receiver.post != "village_body"
        for held in read.case.referrals
    )


@_forbid(
    "to-the-village-by-others",
    "R-APP-11",
    P13,
    "yang merujuk ke Lembaga Teknis Desa bukan Puskesos atau fasilitator",
    "who refers to the village body is neither Puskesos nor facilitator",
)
def _(read: Told, scene: Scene) -> bool:
    allowed = {"facilitator", "puskesos_coordinator", "puskesos_data", "puskesos_service", "administration_head"}
    if _settings(scene)["village_referral_supervisor"] == "asked":
        allowed |= _REVIEWERS
    return any(d.command == "refer_village" and d.actor.post not in allowed for d in read.deeds)


@_forbid(
    "village-supervisor-not-asked",
    "R-APP-11",
    project,
    "supervisor tidak ditanya meski daerah memintanya",
    "the supervisor is not asked, though the district wants it",
)
def _(read: Told, scene: Scene) -> bool:
    done = read.done
    asked = _settings(scene)["village_referral_supervisor"] == "asked" and read.opened.way in FACILITATED
    return asked and done is not None and done.command == "refer_village" and done.before != "review"


@_forbid(
    "village-supervisor-not-told",
    "R-APP-11",
    project,
    "supervisor tidak diberi tahu tentang rujukan fasilitator di desa",
    "the supervisor does not hear of a facilitator's referral in the village",
)
def _(read: Told, _: Scene) -> bool:
    done = read.done
    if done is None or done.command != "refer_village" or read.notices is None or done.actor.post != "facilitator":
        return False
    return not any(notice.to == "supervisor" for notice in read.notices)


@_forbid(
    "list-matters-in-the-village",
    "R-APP-3",
    L12E1,
    "perubahan data atau usulan dirujuk ke desa",
    "a change of data or a proposal is referred in the village",
)
def _(read: Told, _: Scene) -> bool:
    return read.case.kind in LIST_KINDS and any(d.command == "refer_village" for d in read.deeds)


@_forbid(
    "settled-by-others",
    "R-APP-9",
    L16C,
    "yang menyelesaikan bukan Puskesos atau back office",
    "who settles is neither the Puskesos nor the back office",
)
def _(read: Told, _: Scene) -> bool:
    desks = {"puskesos_service", "puskesos_coordinator", "back_office", "administration_head"}
    return any(d.command == "settle" and d.actor.post not in desks for d in read.deeds)


@_forbid(
    "list-matters-settled",
    "R-APP-3",
    L12E1,
    "perubahan data atau usulan diselesaikan di meja",
    "a change of data or a proposal is settled at a desk",
)
def _(read: Told, _: Scene) -> bool:
    return read.case.kind in LIST_KINDS and read.case.outcome in {"settled", "answered"}


@_forbid(
    "enquiry-sent-around",
    "R-INT-7",
    article("Lampiran 1.5c", "memberikan informasi tentang program perlindungan sosial dan penanggulangan kemiskinan"),
    "pertanyaan dikirim dari meja ke meja",
    "an enquiry leaves the desk at which it is answered",
)
def _(read: Told, _: Scene) -> bool:
    return read.case.kind == "enquiry" and read.case.state not in {"registered", "decided", "closed"}


@_forbid(
    "problem-unmapped",
    "R-INT-7",
    P14D,
    "permasalahan diteruskan sebelum dipetakan",
    "a problem is passed on before it is mapped",
)
def _(read: Told, _: Scene) -> bool:
    beyond = {"recommendation", "back_office", "approval", "referred", "village_referral"}
    return read.case.kind == "problem" and read.case.state in beyond


@_forbid(
    "mapped-to-something-else",
    "R-INT-7",
    article("Pasal 14(1)d", "ditindaklanjuti sesuai dengan keluhan atau kebutuhan program"),
    "permasalahan dipetakan bukan ke kebutuhan atau keluhan",
    "a problem is mapped to neither a need nor a complaint",
)
def _(read: Told, _: Scene) -> bool:
    kinds = [event.kind for event in read.events if isinstance(event, ContentChanged)]
    return read.opened.kind == "problem" and any(kind not in {"problem", "need", "complaint"} for kind in kinds)


@_forbid(
    "kind-changed",
    "R-APP-2",
    project,
    "kasus berubah jenis karena diperbaiki",
    "a case becomes of another kind by being corrected",
)
def _(read: Told, _: Scene) -> bool:
    return read.opened.kind != "problem" and read.case.kind is not read.opened.kind


@_forbid(
    "changed-under-review",
    "R-APP-2",
    P14B,
    "isi kasus berubah saat dinilai",
    "what a case says changes while it is judged",
)
def _(read: Told, _: Scene) -> bool:
    done = read.done
    changed = any(isinstance(event, ContentChanged) for event in read.last)
    fixed = {"review", "recommendation", "verified", "back_office", "approval", "referred", "decided", "closed"}
    return changed and done is not None and done.before in fixed


@_forbid(
    "corrected-by-others",
    "R-APP-2",
    project,
    "isi diperbaiki oleh yang bukan pencatatnya",
    "a case is corrected by a post that did not record it",
)
def _(read: Told, _: Scene) -> bool:
    judges = {"supervisor", "manager", "back_office", "program_manager", "registry_manager", "village_body"}
    return any(d.command in {"correct", "map", "record_survey"} and d.actor.post in judges for d in read.deeds)


@_forbid(
    "accepted-though-unlisted",
    "R-REG-3",
    article("Wonosobo", "yang harus masuk dalam DTKS"),
    "program yang mensyaratkan daftar menerima rumah tangga tak terdaftar",
    "a program that demands listing takes an unlisted household",
)
def _(read: Told, scene: Scene) -> bool:
    done, household = read.done, scene.household
    if done is None or done.command not in {"accept", "refer"} or read.case.kind != "need" or household is None:
        return False
    program = scene.programs.get(read.case.program)
    demands = program is not None and program.requires_listing and bool(done.referral or read.sent())
    return demands and household.central_status is not CentralStatus.LISTED


@_forbid(
    "referred-though-it-waits",
    "R-REG-3",
    article("Pasal 14(1)d", "jika ada di dalam Daftar Penerima Manfaat maka"),
    "kasus rumah tangga tak terdaftar dirujuk meski daerah memilih menunggu",
    "a case of an unlisted household is referred, though the district chose to wait",
)
def _(read: Told, scene: Scene) -> bool:
    waits = _settings(scene)["unlisted_case"] == "waits" and read.case.kind in {"need", "complaint"}
    household = scene.household
    unlisted = household is not None and household.central_status is not CentralStatus.LISTED
    return waits and unlisted and _first_sent(read) is not None


@_forbid(
    "granted-unasked",
    "R-APP-8",
    S3,
    "kebutuhan diberikan tanpa persetujuan pengelola program",
    "a need is granted without the program manager's consent",
)
def _(read: Told, _: Scene) -> bool:
    if read.case.outcome != "accepted" or read.case.kind not in {"need", *LIST_KINDS}:
        return False
    return not any(isinstance(event, Moved) and event.command == "accept" for event in read.events)


@_forbid(
    "completed-unaccepted",
    "R-APP-8",
    S3,
    "rujukan selesai sebelum disetujui",
    "a referral is completed before it was accepted",
)
def _(read: Told, _: Scene) -> bool:
    accepted = {deed.referral for deed in read.deeds if deed.command == "accept"}
    worked = {"completed", "failed", "in_progress", "on_hold"}
    return any(held.state in worked and held.id not in accepted for held in read.case.referrals)


@_forbid(
    "ended-goes-on",
    "R-FUP-1",
    project,
    "rujukan yang sudah berakhir bergerak lagi",
    "a referral that has ended moves again",
)
def _(read: Told, _: Scene) -> bool:
    ended: set[str] = set()
    for event in read.events:
        if isinstance(event, ReferralMoved):
            if event.referral in ended:
                return True
            if event.state in ENDED:
                ended.add(event.referral)
    return False


@_forbid("two-at-once", "R-FUP-1", project, "dua rujukan terbuka sekaligus", "two referrals are open at the same time")
def _(read: Told, _: Scene) -> bool:
    return sum(held.state not in ENDED for held in read.case.referrals) > 1


@_forbid(
    "settled-with-an-open-referral",
    "R-FUP-1",
    article("Pasal 1.12", "memantau penanganan keluhan untuk memastikan bahwa keluhan-keluhan tersebut ditangani"),
    "kasus diputus atau ditutup sementara rujukannya terbuka",
    "a case is decided or closed while its referral is open",
)
def _(read: Told, _: Scene) -> bool:
    return read.case.state in {"decided", "closed"} and any(held.state not in ENDED for held in read.case.referrals)


@_forbid(
    "referred-to-nobody",
    "R-FUP-1",
    article("Pasal 1.12", "melakukan rujukan, dan memantau penanganan keluhan"),
    "kasus dinyatakan dirujuk tanpa rujukan yang terbuka",
    "a case counts as referred and no referral of it is open",
)
def _(read: Told, _: Scene) -> bool:
    held = read.referral
    waiting = read.case.state in {"referred", "village_referral"}
    return waiting and (held is None or held.state in ENDED or held.state == "draft")


@_forbid(
    "draft-answered",
    "R-APP-4",
    L16D,
    "rancangan rujukan sudah dijawab",
    "a referral is answered that was not sent yet",
)
def _(read: Told, _: Scene) -> bool:
    drafts = {e.referral for e in read.events[: read.start] if isinstance(e, ReferralOpened) and e.state == "draft"}
    sent = {e.referral for e in read.events if isinstance(e, ReferralMoved) and e.state == "requested"}
    return any(deed.referral in drafts - sent for deed in read.deeds if deed.referral)

"""What is forbidden of referrals: receivers that are not the right ones, ends before their time, two at once."""

from slrt_core.model.contents import Complaint, ComplaintClass, Need
from slrt_core.model.events import Moved, ReferralMoved, ReferralOpened
from slrt_core.model.registry import CentralStatus
from slrt_core.rules.process import Scene
from slrt_core.testing.oracle import Prohibition
from tests.vectors.process.reading import ENDED, FACILITATED, LIST_KINDS, Told
from tests.vectors.process.writing import article, forbids, project

P14B = article("Pasal 14(1)b", "diteruskan ke SLRT Kabupaten setelah diperiksa dan disetujui oleh supervisor")
P13 = article("Pasal 13", "dirujuk oleh Puskesmas atau Fasilitator SLRT di tingkat Desa")
L16D = article("Lampiran 1.6d", "atas persetujuan Manager, melakukan rujukan keluhan warga yang tidak dapat ditangani")
S2A = article("SELARAS 2", "meneruskan hasil verifikasi data dan kepesertaan program ke basis data di tingkat pusat")
S2B = article(
    "SELARAS 2", "merujuk kebutuhan program dan keluhan tentang implementasi program ke pengelola program terkait"
)
S2C = article("SELARAS 2", "merujuk keluhan yang bersifat kepesertaan ke pengelola BDT")
S3 = article("SELARAS 3", "menyetujui, menolak atau menelaah lebih lanjut terkait kebutuhan program")
PROHIBITIONS: list[Prohibition] = []
_forbid = forbids(PROHIBITIONS)

_REVIEWERS = frozenset({"supervisor", "data_section_head", "coordination_team"})


def _route(read: Told, scene: Scene) -> tuple[str, str]:
    """The receiver that the articles and the district's choice name: post and program."""
    content = read.case.content
    if isinstance(content, Need):
        return "program_manager", content.program
    if isinstance(content, Complaint):
        membership = content.class_ is ComplaintClass.MEMBERSHIP
        if membership and scene.process.settings["membership_receiver"] == "registry_manager":
            return "registry_manager", ""
        return "program_manager", content.program
    return "registry_manager", ""


@_forbid("need-misrouted", "R-APP-7", S2B, "kebutuhan dirujuk ke pihak yang salah", "a need goes to the wrong receiver")
def _(read: Told, scene: Scene) -> bool:
    sent = read.first_sent()
    return sent is not None and read.case.kind == "need" and (sent.post, sent.program) != _route(read, scene)


@_forbid(
    "complaint-misrouted",
    "R-APP-7",
    S2B,
    "keluhan dirujuk ke pihak yang salah",
    "a complaint goes to the wrong receiver",
)
def _(read: Told, scene: Scene) -> bool:
    sent, complaint = read.first_sent(), read.case.complaint
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
    sent, complaint = read.first_sent(), read.case.complaint
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
    sent = read.first_sent()
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
    allowed = {
        "facilitator",
        "puskesos_coordinator",
        "puskesos_data",
        "puskesos_service",
        "administration_head",
        "secretariat_head",
    }
    if scene.process.settings["village_referral_supervisor"] == "asked":
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
    asked = scene.process.settings["village_referral_supervisor"] == "asked" and read.opened.way in FACILITATED
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
    waits = scene.process.settings["unlisted_case"] == "waits" and read.case.kind in {"need", "complaint"}
    household = scene.household
    unlisted = household is not None and household.central_status is not CentralStatus.LISTED
    return waits and unlisted and read.first_sent() is not None


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

"""What is forbidden of the way: desks that are passed over, lists that change before their time, what is not mapped."""

from slrt_core.model.contents import Addition
from slrt_core.model.events import Approved, ContentChanged, ReferralOpened
from slrt_core.model.registry import CentralStatus
from slrt_core.rules.process import Scene
from slrt_core.testing.oracle import Prohibition
from tests.vectors.process.reading import FACILITATED, LIST_KINDS, Told
from tests.vectors.process.writing import article, forbids, project

P14B = article("Pasal 14(1)b", "diteruskan ke SLRT Kabupaten setelah diperiksa dan disetujui oleh supervisor")
P14C = article("Pasal 14(1)c", "setelah melalui verifikasi dan validasi")
P14D = article("Pasal 14(1)d", "keluhan atau permasalahannya dikaji dan dipetakan")
L12E1 = article("Lampiran 1.2e1", "pembaharuan data penduduk")
L12E2 = article("Lampiran 1.2e2", "survey penambahan data penduduk")
L12E5 = article("Lampiran 1.2e5", "melakukan rujukan keluhan yang bersifat kepesertaan dan program kepada pengelola")
L16A = article("Lampiran 1.6a", "menerima keluhan warga yang telah diperiksa oleh bagian Front Office")
L16C = article("Lampiran 1.6c", "melakukan penanganan keluhan warga yang dapat ditangani di Sekretariat SLRT")
L16D = article("Lampiran 1.6d", "atas persetujuan Manager, melakukan rujukan keluhan warga yang tidak dapat ditangani")
S1 = article("SELARAS 1", "bahan pertimbangan bagi pengelola BDT untuk memasukkan RT tersebut ke dalam basis data")
PROHIBITIONS: list[Prohibition] = []
_forbid = forbids(PROHIBITIONS)

_AT_THE_DISTRICT = frozenset(
    {"recommendation", "survey", "verified", "analysis", "back_office", "approval", "referred"}
)
_REVIEWERS = frozenset({"supervisor", "data_section_head", "coordination_team"})
_EXAMINERS = frozenset({"review_analysis", "data_section_head", "coordination_team", "supervisor"})
_MANAGERS = frozenset({"manager", "secretariat_head", "coordination_team"})


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
    if case.kind == "participation" and scene.process.settings["participation_reviewed"] == "no":
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
    asked = scene.process.settings["puskesos_supervised"] == "yes" or read.case.kind in LIST_KINDS
    if read.case.kind == "participation" and scene.process.settings["participation_reviewed"] == "no":
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
    if read.first_sent() is None or scene.process.settings["back_office_needs_manager"] == "no":
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
    if scene.process.settings["back_office_needs_manager"] == "no":
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
    if scene.process.settings["list_checked_by"] == "front_office" and read.opened.way == "slrt_office":
        return False
    # A facilitator's record was examined by the supervisor, and the manager may pass it on from there.
    examined = {"analysis", "review"}
    return not any(d.before in examined and d.actor.post in _EXAMINERS for d in read.since_begun())


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
    if read.case.kind == "participation" and scene.process.settings["participation_reviewed"] == "no":
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
    if read.case.kind != "addition" or read.first_sent() is None:
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
    return read.case.kind == "addition" and listed and read.first_sent() is not None


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
    if getattr(read.case.content, "sensitive", False):
        # What the head of administration may not read, the head of the secretariat handles.
        desks |= {"secretariat_head"}
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

"""What must be possible, at each moment of each story at which it is due."""

from collections.abc import Callable, Mapping

from slrt_core.model.cases import Case, Receiver
from slrt_core.model.contents import Addition, Need
from slrt_core.reasons import Text
from slrt_core.rules import deadlines
from slrt_core.rules.process import Scene, open_referral
from slrt_core.testing.around import surveyed
from slrt_core.testing.oracle import Demand
from slrt_core.testing.stories import Source
from tests.vectors.process.reading import FACILITATED, LIST_KINDS, RECEIVERS
from tests.vectors.process.writing import article, project

DEMANDS: list[Demand] = []

_REVIEWERS = ("supervisor", "data_section_head", "coordination_team")
_EXAMINERS = ("review_analysis", "data_section_head", "coordination_team")
_MANAGERS = ("manager", "secretariat_head", "coordination_team")
_HANDLERS = ("facilitator", "back_office", "front_office", "puskesos_service", "puskesos_data", "puskesos_coordinator")
_STAFF = (*_HANDLERS, "administration_head")
_WINDOW, _OBJECTIONS, _VAIN, _EXPIRY = 30, 2, 3, 60

S2 = "Supervisor di tingkat kecamatan menelaah hasil kerja fasilitator an meneruskan kepada manajer kabupaten"
S3 = article("SELARAS 3", "menyetujui, menolak atau menelaah lebih lanjut")
S4 = article("SELARAS 4", "Fasilitator memberikan umpan balik kepada RT terkait perkembangan/status permintaan")


def _demand(
    id: str,
    rule: str,
    source: Source,
    text: tuple[str, str],
    command: str | tuple[str, ...],
    by: tuple[str, ...],
    given: Callable[[Case, Scene], bool],
    more: Callable[[Case, Scene], Mapping[str, object]] = lambda *_: {},
) -> None:
    DEMANDS.append(
        Demand(id=id, rule=rule, source=source, text=Text(*text), given=given, command=command, by=by, more=more)
    )


def _in(*states: str) -> Callable[[Case, Scene], bool]:
    return lambda case, _: case.state in states


def _listed_enough(case: Case, scene: Scene) -> bool:
    """Whether nothing waits for the list."""
    household = scene.household
    if household is None or household.central_status == "listed":
        return True
    program = scene.programs.get(case.program)
    demands = isinstance(case.content, Need) and program is not None and program.requires_listing
    return scene.process.settings["unlisted_case"] == "parallel" and not demands


def _referral_in(*states: str) -> Callable[[Case, Scene], bool]:
    def given(case: Case, scene: Scene) -> bool:
        held = open_referral(case, scene.process)
        return held is not None and held.state in states and _answerable(case, scene)

    return given


def _answerable(case: Case, scene: Scene) -> bool:
    # Who never had an account here answers from elsewhere, so nobody here can.
    held = case.referral
    if held is None:
        return False
    posts = [a for a in scene.setting.roster.assignments if a.post == held.receiver.post]
    return any(not held.receiver.program or held.receiver.program in a.programs for a in posts)


def _within(case: Case, scene: Scene) -> bool:
    closed = case.closed_on
    calendar = scene.setting.rulebook.calendar
    return closed is None or deadlines.working_days_between(calendar, closed, scene.setting.on) <= _WINDOW


def _has_program(case: Case) -> bool:
    return case.kind == "need" or (case.complaint is not None and bool(case.program))


_demand(
    "send-to-the-supervisor",
    "R-APP-1",
    article("Pasal 14(1)b", "dicatat dan dianalisis oleh fasilitator menggunakan sistem aplikasi SLRT dan diteruskan"),
    ("fasilitator tidak dapat mengajukan catatannya", "a facilitator cannot submit what they recorded"),
    "submit",
    ("facilitator", "administration_head"),
    lambda case, _: case.state == "recorded" and case.kind != "problem",
)
_demand(
    "supervisor-reviews",
    "R-APP-2",
    article("SELARAS 2", S2),
    ("supervisor tidak dapat meneruskan", "the supervisor cannot pass a case on"),
    "endorse",
    _REVIEWERS,
    _in("review"),
)
_demand(
    "reviewer-returns",
    "R-APP-2",
    project,
    ("penelaah tidak dapat mengembalikan", "who reviews cannot return a case"),
    "return",
    (*_REVIEWERS, "review_analysis"),
    _in("review", "analysis", "verification"),
)
_demand(
    "reviewer-rejects",
    "R-APP-2",
    project,
    ("penelaah tidak dapat menolak", "who reviews cannot reject a case"),
    "reject",
    (*_REVIEWERS, "review_analysis"),
    _in("review", "analysis", "verification"),
)
_demand(
    "manager-returns",
    "R-APP-2",
    project,
    ("manajer tidak dapat mengembalikan", "the manager cannot return a case"),
    "return",
    _MANAGERS,
    _in("recommendation", "verified", "approval"),
)
_demand(
    "manager-rejects",
    "R-APP-2",
    project,
    ("manajer tidak dapat menolak", "the manager cannot reject a case"),
    "reject",
    _MANAGERS,
    _in("recommendation", "verified", "approval"),
)
_demand(
    "manager-recommends",
    "R-APP-3",
    article("Lampiran 1.2e", "menelaah dan merekomendasikan"),
    ("manajer tidak dapat merekomendasikan", "the manager cannot recommend a case"),
    "recommend",
    _MANAGERS,
    lambda case, scene: (
        case.state == "recommendation"
        and case.kind in LIST_KINDS
        and not (case.kind == "addition" and scene.household is not None and scene.household.central_status == "listed")
        # What it has applied itself before it came back is no contradiction; what others did is.
        and _current(case, scene)
    ),
)
_demand(
    "manager-refers",
    "R-APP-7",
    article(
        "Lampiran 1.2e5", "melakukan rujukan keluhan yang bersifat kepesertaan dan program kepada pengelola program"
    ),
    ("manajer tidak dapat merujuk", "the manager cannot refer a case"),
    "refer",
    _MANAGERS,
    lambda case, scene: (
        case.state == "recommendation"
        and (_has_program(case) or (case.complaint is not None and case.complaint.class_ == "membership"))
        and _listed_enough(case, scene)
    ),
)
_demand(
    "survey-recorded",
    "R-REG-8",
    article("Pasal 14(1)c", "setelah melalui verifikasi dan validasi"),
    ("survei tidak dapat dicatat", "a survey cannot be recorded"),
    "record_survey",
    ("facilitator", "administration_head"),
    _in("survey"),
    lambda case, scene: {"content": surveyed(case.content, "worthy", scene.setting.on)},
)
_demand(
    "survey-verified",
    "R-REG-8",
    article("Pasal 14(1)c", "setelah melalui verifikasi dan validasi"),
    ("survei tidak dapat disahkan", "a survey cannot be verified"),
    "verify",
    _REVIEWERS,
    lambda case, scene: (
        case.state == "verification"
        and isinstance(case.content, Addition)
        and scene.household is not None
        and scene.household.central_status != "listed"
    ),
)
_demand(
    "correct-what-came-back",
    "R-APP-2",
    project,
    ("yang dikembalikan tidak dapat diperbaiki", "what was returned cannot be corrected"),
    "correct",
    _STAFF,
    _in("returned", "recorded", "registered"),
    lambda case, _: {"content": case.content},
)
_demand(
    "submit-what-came-back",
    "R-APP-2",
    project,
    ("yang dikembalikan tidak dapat diajukan lagi", "what was returned cannot be submitted again"),
    "submit",
    _STAFF,
    _in("returned"),
)
_demand(
    "map-a-problem",
    "R-INT-7",
    article("Pasal 14(1)d", "keluhan atau permasalahannya dikaji dan dipetakan"),
    ("permasalahan tidak dapat dipetakan", "a problem cannot be mapped"),
    "map",
    (*_STAFF, *_EXAMINERS),
    lambda case, _: (
        case.kind == "problem"
        and (case.state in {"recorded", "analysis"} or (case.way == "puskesos" and case.state == "registered"))
    ),
    lambda *_: {"content": Need(program="SEMBAKO")},
)
_demand(
    "answer-an-enquiry",
    "R-INT-7",
    article("Lampiran 1.5c", "memberikan informasi tentang program perlindungan sosial dan penanggulangan kemiskinan"),
    ("pertanyaan tidak dapat dijawab di meja", "an enquiry cannot be answered at the desk"),
    "answer",
    _STAFF,
    lambda case, _: case.kind == "enquiry" and case.state == "registered",
)
_demand(
    "front-office-passes-on",
    "R-APP-13",
    article("Pasal 14(1)b", "diteruskan ke bagian review dan analisis"),
    ("front office tidak dapat meneruskan", "the front office cannot pass a case on"),
    "pass_on",
    ("front_office", "administration_head"),
    lambda case, _: case.way == "slrt_office" and case.state == "registered" and case.kind != "enquiry",
)
_demand(
    "analysis-passes-on",
    "R-APP-13",
    article("Pasal 14(1)d", "dikaji dan dipetakan, untuk diteruskan ke bagian program dan layanan"),
    ("review dan analisis tidak dapat meneruskan", "review and analysis cannot pass a case on"),
    ("pass_on", "endorse"),
    _EXAMINERS,
    lambda case, _: case.state == "analysis" and case.kind != "problem",
)
_demand(
    "back-office-answers",
    "R-APP-13",
    article("Lampiran 1.6b", "memberikan jawaban/kepastian atas aduan/keluhan yang diterima"),
    ("back office tidak dapat menjawab", "the back office cannot answer"),
    "answer",
    ("back_office", "administration_head"),
    _in("back_office"),
)
_demand(
    "back-office-settles",
    "R-APP-13",
    article("Lampiran 1.6c", "melakukan penanganan keluhan warga yang dapat ditangani di Sekretariat SLRT"),
    ("back office tidak dapat menyelesaikan", "the back office cannot settle what it can"),
    "settle",
    ("back_office", "administration_head"),
    _in("back_office"),
)
_demand(
    "back-office-asks",
    "R-APP-4",
    article("Lampiran 1.6d", "atas persetujuan Manager, melakukan rujukan keluhan warga"),
    ("back office tidak dapat meminta persetujuan", "the back office cannot ask for an approval"),
    "request_approval",
    ("back_office", "administration_head"),
    lambda case, scene: (
        case.state == "back_office"
        and _has_program(case)
        and scene.process.settings["back_office_needs_manager"] == "yes"
    ),
)
_demand(
    "back-office-asks-back",
    "R-APP-13",
    project,
    (
        "back office tidak dapat mengembalikan yang kurang diperiksa",
        "the back office cannot give back what was examined badly",
    ),
    "return",
    ("back_office", "administration_head"),
    _in("back_office"),
)
_demand(
    "manager-approves",
    "R-APP-4",
    article("Lampiran 1.6d", "atas persetujuan Manager"),
    ("manajer tidak dapat menyetujui rujukan", "the manager cannot approve a referral"),
    "approve",
    _MANAGERS,
    _in("approval"),
)
_demand(
    "puskesos-settles",
    "R-APP-9",
    article(
        "Pasal 12(2)d", "melayani, menangani, dan menyelesaikan keluhan penduduk miskin dan rentan sesuai kapasitas"
    ),
    ("Puskesos tidak dapat menyelesaikan", "the Puskesos cannot settle what it can"),
    "settle",
    ("puskesos_service", "puskesos_coordinator", "administration_head"),
    lambda case, _: case.way == "puskesos" and case.state == "registered" and case.kind in {"need", "complaint"},
)
_demand(
    "puskesos-passes-on",
    "R-APP-9",
    article(
        "Pasal 12(2)e", "melakukan rujukan keluhan penduduk miskin dan rentan kepada pengelola program/layanan sosial"
    ),
    ("Puskesos tidak dapat meneruskan", "the Puskesos cannot pass a case on to the district"),
    ("pass_on", "submit"),
    ("puskesos_service", "puskesos_coordinator", "puskesos_data", "administration_head"),
    lambda case, _: case.way == "puskesos" and case.state == "registered" and case.kind not in {"enquiry", "problem"},
)
_demand(
    "refer-in-the-village",
    "R-APP-11",
    article(
        "Pasal 13", "usulan dan keluhan masyarakat yang dirujuk oleh Puskesmas atau Fasilitator SLRT di tingkat Desa"
    ),
    ("tidak dapat dirujuk ke Lembaga Teknis Desa", "a case cannot be referred to the village body"),
    "refer_village",
    ("facilitator", "puskesos_service", "puskesos_data", "puskesos_coordinator", "administration_head", *_REVIEWERS),
    lambda case, scene: (
        case.kind in {"need", "complaint"}
        and case.way != "slrt_office"
        and case.state
        == (
            ("review" if scene.process.settings["village_referral_supervisor"] == "asked" else "recorded")
            if case.way in FACILITATED
            else "registered"
        )
    ),
)
_demand(
    "receiver-decides",
    "R-APP-8",
    S3,
    ("penerima tidak dapat menyetujui", "a receiver cannot accept"),
    "accept",
    (*sorted(RECEIVERS), "coordination_team"),
    lambda case, scene: (
        _referral_in("requested", "acknowledged", "under_review", "waiting_list")(case, scene)
        and _listed_enough(case, scene)
    ),
)
_demand(
    "receiver-rejects",
    "R-APP-8",
    S3,
    ("penerima tidak dapat menolak", "a receiver cannot reject"),
    "reject",
    (*sorted(RECEIVERS), "coordination_team"),
    _referral_in("requested", "acknowledged", "under_review", "waiting_list"),
)
_demand(
    "receiver-examines",
    "R-APP-8",
    S3,
    ("penerima tidak dapat menelaah lebih lanjut", "a receiver cannot examine further"),
    "examine",
    (*sorted(RECEIVERS), "coordination_team"),
    _referral_in("requested", "acknowledged"),
)
_demand(
    "receiver-asks",
    "R-APP-8",
    S3,
    ("penerima tidak dapat meminta keterangan", "a receiver cannot ask for information"),
    "ask",
    (*sorted(RECEIVERS), "coordination_team"),
    _referral_in("under_review"),
)
_demand(
    "receiver-completes",
    "R-FUP-1",
    article("Pasal 1.12", "memastikan bahwa keluhan-keluhan tersebut ditangani dengan baik"),
    ("penerima tidak dapat menyelesaikan", "a receiver cannot complete what it accepted"),
    "complete",
    (*sorted(RECEIVERS), "coordination_team"),
    _referral_in("accepted", "in_progress"),
)
_demand(
    "receiver-fails",
    "R-FUP-1",
    project,
    ("penerima tidak dapat menyatakan gagal", "a receiver cannot say that it failed"),
    "fail",
    (*sorted(RECEIVERS), "coordination_team"),
    _referral_in("accepted", "in_progress", "on_hold"),
)
_demand(
    "receiver-forwards",
    "R-APP-7",
    article(
        "Pasal 14(1)f", "diteruskan ke pengelola program terkait di Kabupaten (SKPD atau non-pemerintah), Provinsi"
    ),
    ("rujukan yang salah alamat tidak dapat diteruskan", "a referral cannot be forwarded to the right receiver"),
    "forward",
    (*sorted(RECEIVERS), "coordination_team"),
    lambda case, scene: case.state == "referred" and _referral_in("requested", "acknowledged")(case, scene),
    lambda case, _: {"receiver": _other_receiver(case)},
)
_demand(
    "information-provided",
    "R-APP-8",
    S3,
    ("keterangan yang diminta tidak dapat diberikan", "what a receiver asks cannot be provided"),
    "provide",
    (*_STAFF, *_MANAGERS),
    _referral_in("needs_information"),
)
_demand(
    "resumed",
    "R-FUP-1",
    project,
    ("yang ditunda tidak dapat dilanjutkan", "what is on hold cannot be resumed"),
    "resume",
    (*sorted(RECEIVERS), "coordination_team"),
    _referral_in("on_hold"),
)
_demand(
    "sender-cancels",
    "R-FUP-1",
    project,
    ("pengirim tidak dapat membatalkan rujukan", "the sender cannot cancel a referral"),
    "cancel",
    (*_STAFF, *_MANAGERS, *_REVIEWERS),
    lambda case, scene: (
        (held := open_referral(case, scene.process)) is not None
        and held.state in {"requested", "acknowledged", "under_review", "needs_information", "waiting_list"}
    ),
)
_demand(
    "tell-the-household",
    "R-FUP-2",
    S4,
    ("rumah tangga tidak dapat diberi tahu", "nobody can tell the household"),
    "inform",
    _STAFF,
    _in("decided", "referred", "village_referral"),
)
_demand(
    "tell-at-home",
    "R-FUP-2",
    article("Pasal 14(1)g", "fasilitator SLRT akan menginformasikan kepada individu/keluarga/rumah tangga"),
    ("fasilitator tidak dapat memberi tahu", "the facilitator cannot tell the household"),
    "inform",
    ("facilitator", "administration_head"),
    _in("decided", "referred"),
)
_demand(
    "note-a-vain-visit",
    "R-FUP-2",
    project,
    ("kunjungan sia-sia tidak dapat dicatat", "a vain visit cannot be recorded"),
    "not_reached",
    _STAFF,
    lambda case, _: case.state == "decided" and case.kind != "enquiry",
)
_demand(
    "close-when-told",
    "R-FUP-2",
    S4,
    ("setelah umpan balik kasus tidak dapat ditutup", "after feedback a case cannot be closed"),
    "close",
    _STAFF,
    lambda case, _: (
        case.state == "decided"
        and (
            any(one.reached for one in case.feedback[case.told_from :])
            or len({one.on for one in case.feedback[case.told_from :]}) >= _VAIN
        )
    ),
)
_demand(
    "withdraw",
    "R-FUP-3",
    project,
    ("rumah tangga tidak dapat menarik kasusnya", "the household cannot withdraw its case"),
    "withdraw",
    _STAFF,
    lambda case, _: case.state not in {"decided", "closed"} and case.kind != "enquiry",
)
_demand(
    "object",
    "R-FUP-3",
    project,
    ("rumah tangga tidak dapat berkeberatan", "the household cannot object"),
    "object",
    _STAFF,
    lambda case, scene: case.outcome in {"rejected", "failed"} and case.round <= _OBJECTIONS and _within(case, scene),
)
_demand(
    "reopen",
    "R-FUP-3",
    project,
    ("kasus yang ditutup tidak dapat dibuka kembali", "a closed case cannot be reopened"),
    "reopen",
    _STAFF,
    lambda case, scene: (
        case.state == "closed"
        and case.outcome not in {"rejected", "failed"}
        and case.kind != "enquiry"
        and _within(case, scene)
    ),
)
_demand(
    "escalate-what-is-late",
    "R-FUP-5",
    article(
        "Pasal 7(2)b", "berkoordinasi dengan SKPD Teknis guna menindaklanjuti rujukan dari Sekretariat Teknis SLRT"
    ),
    ("yang terlambat tidak dieskalasi", "a late step is not escalated"),
    "escalate",
    ("system",),
    lambda case, scene: case.escalated_seq <= case.entered_seq and deadlines.late(case, scene.setting.on),
)
_demand(
    "expire-what-nobody-answers",
    "R-FUP-1",
    project,
    ("rujukan yang lama tidak dijawab tidak kedaluwarsa", "a referral that nobody answers does not expire"),
    "expire",
    ("system",),
    lambda case, scene: (
        open_referral(case, scene.process) is not None
        and case.due is not None
        and deadlines.working_days_between(scene.setting.rulebook.calendar, case.due, scene.setting.on) > _EXPIRY
    ),
)


def _current(case: Case, scene: Scene) -> bool:
    changes = getattr(case.content, "changes", ())
    household = scene.household
    return household is None or all(
        household[change.variable] == change.old or household.facts[change.variable].source == case.id
        for change in changes
    )


def _other_receiver(case: Case) -> Receiver:
    held = case.referral.receiver if case.referral else None
    code, level = ("BEASISWA", "province") if held is None or held.program != "BEASISWA" else ("PKH", "centre")
    return Receiver(post="program_manager", program=code, level=level)

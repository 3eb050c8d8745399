"""What must be possible at the desks: from the recorder to the manager's word."""

from slrt_core.model.cases import Case
from slrt_core.model.contents import Addition, Need
from slrt_core.rules.process import Scene
from slrt_core.testing.around import surveyed
from slrt_core.testing.oracle import Demand
from tests.vectors.process.demanding import (
    EXAMINERS,
    HANDLING,
    MANAGERS,
    REVIEWERS,
    STAFF,
    demands,
    has_program,
    listed_enough,
    within,
)
from tests.vectors.process.reading import FACILITATED, LIST_KINDS
from tests.vectors.process.writing import article, project

DEMANDS: list[Demand] = []
_demand = demands(DEMANDS)

S2 = "Supervisor di tingkat kecamatan menelaah hasil kerja fasilitator an meneruskan kepada manajer kabupaten"


def _current(case: Case, scene: Scene) -> bool:
    changes = getattr(case.content, "changes", ())
    household = scene.household
    return household is None or all(
        household[change.variable] == change.old or household.facts[change.variable].source == case.id
        for change in changes
    )


_demand(
    id="send-to-the-supervisor",
    rule="R-APP-1",
    source=article(
        "Pasal 14(1)b", "dicatat dan dianalisis oleh fasilitator menggunakan sistem aplikasi SLRT dan diteruskan"
    ),
    text=("fasilitator tidak dapat mengajukan catatannya", "a facilitator cannot submit what they recorded"),
    command="submit",
    by=("facilitator", *HANDLING),
    given=lambda case, _: case.state == "recorded" and case.kind != "problem",
)
_demand(
    id="supervisor-reviews",
    rule="R-APP-2",
    source=article("SELARAS 2", S2),
    text=("supervisor tidak dapat meneruskan", "the supervisor cannot pass a case on"),
    command="endorse",
    by=REVIEWERS,
    given=within("review"),
)
_demand(
    id="reviewer-returns",
    rule="R-APP-2",
    source=project,
    text=("penelaah tidak dapat mengembalikan", "who reviews cannot return a case"),
    command="return",
    by=(*REVIEWERS, "review_analysis"),
    given=within("review", "analysis", "verification"),
)
_demand(
    id="reviewer-rejects",
    rule="R-APP-2",
    source=project,
    text=("penelaah tidak dapat menolak", "who reviews cannot reject a case"),
    command="reject",
    by=(*REVIEWERS, "review_analysis"),
    given=within("review", "analysis", "verification"),
)
_demand(
    id="manager-returns",
    rule="R-APP-2",
    source=project,
    text=("manajer tidak dapat mengembalikan", "the manager cannot return a case"),
    command="return",
    by=MANAGERS,
    given=within("recommendation", "verified", "approval"),
)
_demand(
    id="manager-rejects",
    rule="R-APP-2",
    source=project,
    text=("manajer tidak dapat menolak", "the manager cannot reject a case"),
    command="reject",
    by=MANAGERS,
    given=within("recommendation", "verified", "approval"),
)
_demand(
    id="manager-recommends",
    rule="R-APP-3",
    source=article("Lampiran 1.2e", "menelaah dan merekomendasikan"),
    text=("manajer tidak dapat merekomendasikan", "the manager cannot recommend a case"),
    command="recommend",
    by=MANAGERS,
    given=lambda case, scene: (
        case.state == "recommendation"
        and case.kind in LIST_KINDS
        and not (case.kind == "addition" and scene.household is not None and scene.household.central_status == "listed")
        # What it has applied itself before it came back is no contradiction; what others did is.
        and _current(case, scene)
    ),
)
_demand(
    id="manager-refers",
    rule="R-APP-7",
    source=article(
        "Lampiran 1.2e5", "melakukan rujukan keluhan yang bersifat kepesertaan dan program kepada pengelola program"
    ),
    text=("manajer tidak dapat merujuk", "the manager cannot refer a case"),
    command="refer",
    by=MANAGERS,
    given=lambda case, scene: (
        case.state == "recommendation"
        and (has_program(case) or (case.complaint is not None and case.complaint.class_ == "membership"))
        and listed_enough(case, scene)
    ),
)
_demand(
    id="survey-recorded",
    rule="R-REG-8",
    source=article("Pasal 14(1)c", "setelah melalui verifikasi dan validasi"),
    text=("survei tidak dapat dicatat", "a survey cannot be recorded"),
    command="record_survey",
    by=("facilitator", *HANDLING),
    given=within("survey"),
    more=lambda case, scene: {"content": surveyed(case.content, "worthy", scene.setting.on)},
)
_demand(
    id="survey-verified",
    rule="R-REG-8",
    source=article("Pasal 14(1)c", "setelah melalui verifikasi dan validasi"),
    text=("survei tidak dapat disahkan", "a survey cannot be verified"),
    command="verify",
    by=REVIEWERS,
    given=lambda case, scene: (
        case.state == "verification"
        and isinstance(case.content, Addition)
        and scene.household is not None
        and scene.household.central_status != "listed"
    ),
)
_demand(
    id="correct-what-came-back",
    rule="R-APP-2",
    source=project,
    text=("yang dikembalikan tidak dapat diperbaiki", "what was returned cannot be corrected"),
    command="correct",
    by=STAFF,
    given=within("returned", "recorded", "registered"),
    more=lambda case, _: {"content": case.content},
)
_demand(
    id="submit-what-came-back",
    rule="R-APP-2",
    source=project,
    text=("yang dikembalikan tidak dapat diajukan lagi", "what was returned cannot be submitted again"),
    command="submit",
    by=STAFF,
    given=within("returned"),
)
_demand(
    id="map-a-problem",
    rule="R-INT-7",
    source=article("Pasal 14(1)d", "keluhan atau permasalahannya dikaji dan dipetakan"),
    text=("permasalahan tidak dapat dipetakan", "a problem cannot be mapped"),
    command="map",
    by=(*STAFF, *EXAMINERS),
    given=lambda case, _: (
        case.kind == "problem"
        and (case.state in {"recorded", "analysis"} or (case.way == "puskesos" and case.state == "registered"))
    ),
    more=lambda *_: {"content": Need(program="SEMBAKO")},
)
_demand(
    id="answer-an-enquiry",
    rule="R-INT-7",
    source=article(
        "Lampiran 1.5c", "memberikan informasi tentang program perlindungan sosial dan penanggulangan kemiskinan"
    ),
    text=("pertanyaan tidak dapat dijawab di meja", "an enquiry cannot be answered at the desk"),
    command="answer",
    by=STAFF,
    given=lambda case, _: case.kind == "enquiry" and case.state == "registered",
)
_demand(
    id="front-office-passes-on",
    rule="R-APP-13",
    source=article("Pasal 14(1)b", "diteruskan ke bagian review dan analisis"),
    text=("front office tidak dapat meneruskan", "the front office cannot pass a case on"),
    command="pass_on",
    by=("front_office", *HANDLING),
    given=lambda case, _: case.way == "slrt_office" and case.state == "registered" and case.kind != "enquiry",
)
_demand(
    id="analysis-passes-on",
    rule="R-APP-13",
    source=article("Pasal 14(1)d", "dikaji dan dipetakan, untuk diteruskan ke bagian program dan layanan"),
    text=("review dan analisis tidak dapat meneruskan", "review and analysis cannot pass a case on"),
    command=("pass_on", "endorse"),
    by=EXAMINERS,
    given=lambda case, _: case.state == "analysis" and case.kind != "problem",
)
_demand(
    id="back-office-answers",
    rule="R-APP-13",
    source=article("Lampiran 1.6b", "memberikan jawaban/kepastian atas aduan/keluhan yang diterima"),
    text=("back office tidak dapat menjawab", "the back office cannot answer"),
    command="answer",
    by=("back_office", *HANDLING),
    given=within("back_office"),
)
_demand(
    id="back-office-settles",
    rule="R-APP-13",
    source=article("Lampiran 1.6c", "melakukan penanganan keluhan warga yang dapat ditangani di Sekretariat SLRT"),
    text=("back office tidak dapat menyelesaikan", "the back office cannot settle what it can"),
    command="settle",
    by=("back_office", *HANDLING),
    given=within("back_office"),
)
_demand(
    id="back-office-asks",
    rule="R-APP-4",
    source=article("Lampiran 1.6d", "atas persetujuan Manager, melakukan rujukan keluhan warga"),
    text=("back office tidak dapat meminta persetujuan", "the back office cannot ask for an approval"),
    command="request_approval",
    by=("back_office", *HANDLING),
    given=lambda case, scene: (
        case.state == "back_office"
        and has_program(case)
        and scene.process.settings["back_office_needs_manager"] == "yes"
    ),
)
_demand(
    id="back-office-asks-back",
    rule="R-APP-13",
    source=project,
    text=(
        "back office tidak dapat mengembalikan yang kurang diperiksa",
        "the back office cannot give back what was examined badly",
    ),
    command="return",
    by=("back_office", *HANDLING),
    given=within("back_office"),
)
_demand(
    id="manager-approves",
    rule="R-APP-4",
    source=article("Lampiran 1.6d", "atas persetujuan Manager"),
    text=("manajer tidak dapat menyetujui rujukan", "the manager cannot approve a referral"),
    command="approve",
    by=MANAGERS,
    given=within("approval"),
)
_demand(
    id="puskesos-settles",
    rule="R-APP-9",
    source=article(
        "Pasal 12(2)d", "melayani, menangani, dan menyelesaikan keluhan penduduk miskin dan rentan sesuai kapasitas"
    ),
    text=("Puskesos tidak dapat menyelesaikan", "the Puskesos cannot settle what it can"),
    command="settle",
    by=("puskesos_service", "puskesos_coordinator", *HANDLING),
    given=lambda case, _: case.way == "puskesos" and case.state == "registered" and case.kind in {"need", "complaint"},
)
_demand(
    id="puskesos-passes-on",
    rule="R-APP-9",
    source=article(
        "Pasal 12(2)e", "melakukan rujukan keluhan penduduk miskin dan rentan kepada pengelola program/layanan sosial"
    ),
    text=("Puskesos tidak dapat meneruskan", "the Puskesos cannot pass a case on to the district"),
    command=("pass_on", "submit"),
    by=("puskesos_service", "puskesos_coordinator", "puskesos_data", *HANDLING),
    given=lambda case, _: (
        case.way == "puskesos" and case.state == "registered" and case.kind not in {"enquiry", "problem"}
    ),
)
_demand(
    id="refer-in-the-village",
    rule="R-APP-11",
    source=article(
        "Pasal 13", "usulan dan keluhan masyarakat yang dirujuk oleh Puskesmas atau Fasilitator SLRT di tingkat Desa"
    ),
    text=("tidak dapat dirujuk ke Lembaga Teknis Desa", "a case cannot be referred to the village body"),
    command="refer_village",
    by=(
        "facilitator",
        "puskesos_service",
        "puskesos_data",
        "puskesos_coordinator",
        "administration_head",
        "secretariat_head",
        *REVIEWERS,
    ),
    given=lambda case, scene: (
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

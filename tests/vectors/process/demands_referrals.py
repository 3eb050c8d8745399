"""What must be possible once a case is referred or decided: answers, feedback, objections, what comes due."""

from slrt_core.model.cases import Case, Receiver
from slrt_core.rules import deadlines
from slrt_core.rules.process import open_referral
from slrt_core.testing.oracle import Demand
from tests.vectors.process.demanding import (
    EXPIRY,
    HANDLING,
    MANAGERS,
    OBJECTIONS,
    REVIEWERS,
    STAFF,
    VAIN,
    demands,
    in_time,
    listed_enough,
    referral_in,
    within,
)
from tests.vectors.process.reading import RECEIVERS
from tests.vectors.process.writing import article, project

DEMANDS: list[Demand] = []
_demand = demands(DEMANDS)

S3 = article("SELARAS 3", "menyetujui, menolak atau menelaah lebih lanjut")
S4 = article("SELARAS 4", "Fasilitator memberikan umpan balik kepada RT terkait perkembangan/status permintaan")


def _other_receiver(case: Case) -> Receiver:
    held = case.referral.receiver if case.referral else None
    code, level = ("BEASISWA", "province") if held is None or held.program != "BEASISWA" else ("PKH", "centre")
    return Receiver(post="program_manager", program=code, level=level)


_demand(
    id="receiver-decides",
    rule="R-APP-8",
    source=S3,
    text=("penerima tidak dapat menyetujui", "a receiver cannot accept"),
    command="accept",
    by=(*sorted(RECEIVERS), "coordination_team"),
    given=lambda case, scene: (
        referral_in("requested", "acknowledged", "under_review", "waiting_list")(case, scene)
        and listed_enough(case, scene)
    ),
)
_demand(
    id="receiver-rejects",
    rule="R-APP-8",
    source=S3,
    text=("penerima tidak dapat menolak", "a receiver cannot reject"),
    command="reject",
    by=(*sorted(RECEIVERS), "coordination_team"),
    given=referral_in("requested", "acknowledged", "under_review", "waiting_list"),
)
_demand(
    id="receiver-examines",
    rule="R-APP-8",
    source=S3,
    text=("penerima tidak dapat menelaah lebih lanjut", "a receiver cannot examine further"),
    command="examine",
    by=(*sorted(RECEIVERS), "coordination_team"),
    given=referral_in("requested", "acknowledged"),
)
_demand(
    id="receiver-asks",
    rule="R-APP-8",
    source=S3,
    text=("penerima tidak dapat meminta keterangan", "a receiver cannot ask for information"),
    command="ask",
    by=(*sorted(RECEIVERS), "coordination_team"),
    given=referral_in("under_review"),
)
_demand(
    id="receiver-completes",
    rule="R-FUP-1",
    source=article("Pasal 1.12", "memastikan bahwa keluhan-keluhan tersebut ditangani dengan baik"),
    text=("penerima tidak dapat menyelesaikan", "a receiver cannot complete what it accepted"),
    command="complete",
    by=(*sorted(RECEIVERS), "coordination_team"),
    given=referral_in("accepted", "in_progress"),
)
_demand(
    id="receiver-fails",
    rule="R-FUP-1",
    source=project,
    text=("penerima tidak dapat menyatakan gagal", "a receiver cannot say that it failed"),
    command="fail",
    by=(*sorted(RECEIVERS), "coordination_team"),
    given=referral_in("accepted", "in_progress", "on_hold"),
)
_demand(
    id="receiver-forwards",
    rule="R-APP-7",
    source=article(
        "Pasal 14(1)f", "diteruskan ke pengelola program terkait di Kabupaten (SKPD atau non-pemerintah), Provinsi"
    ),
    text=("rujukan yang salah alamat tidak dapat diteruskan", "a referral cannot be forwarded to the right receiver"),
    command="forward",
    by=(*sorted(RECEIVERS), "coordination_team"),
    given=lambda case, scene: case.state == "referred" and referral_in("requested", "acknowledged")(case, scene),
    more=lambda case, _: {"receiver": _other_receiver(case)},
)
_demand(
    id="information-provided",
    rule="R-APP-8",
    source=S3,
    text=("keterangan yang diminta tidak dapat diberikan", "what a receiver asks cannot be provided"),
    command="provide",
    by=(*STAFF, *MANAGERS),
    given=referral_in("needs_information"),
)
_demand(
    id="resumed",
    rule="R-FUP-1",
    source=project,
    text=("yang ditunda tidak dapat dilanjutkan", "what is on hold cannot be resumed"),
    command="resume",
    by=(*sorted(RECEIVERS), "coordination_team"),
    given=referral_in("on_hold"),
)
_demand(
    id="sender-cancels",
    rule="R-FUP-1",
    source=project,
    text=("pengirim tidak dapat membatalkan rujukan", "the sender cannot cancel a referral"),
    command="cancel",
    by=(*STAFF, *MANAGERS, *REVIEWERS),
    given=lambda case, scene: (
        (held := open_referral(case, scene.process)) is not None
        and held.state in {"requested", "acknowledged", "under_review", "needs_information", "waiting_list"}
    ),
)
_demand(
    id="tell-the-household",
    rule="R-FUP-2",
    source=S4,
    text=("rumah tangga tidak dapat diberi tahu", "nobody can tell the household"),
    command="inform",
    by=STAFF,
    given=within("decided", "referred", "village_referral"),
)
_demand(
    id="tell-at-home",
    rule="R-FUP-2",
    source=article("Pasal 14(1)g", "fasilitator SLRT akan menginformasikan kepada individu/keluarga/rumah tangga"),
    text=("fasilitator tidak dapat memberi tahu", "the facilitator cannot tell the household"),
    command="inform",
    by=("facilitator", *HANDLING),
    given=within("decided", "referred"),
)
_demand(
    id="note-a-vain-visit",
    rule="R-FUP-2",
    source=project,
    text=("kunjungan sia-sia tidak dapat dicatat", "a vain visit cannot be recorded"),
    command="not_reached",
    by=STAFF,
    given=lambda case, _: case.state == "decided" and case.kind != "enquiry",
)
_demand(
    id="close-when-told",
    rule="R-FUP-2",
    source=S4,
    text=("setelah umpan balik kasus tidak dapat ditutup", "after feedback a case cannot be closed"),
    command="close",
    by=STAFF,
    given=lambda case, _: (
        case.state == "decided"
        and (
            any(one.reached for one in case.feedback[case.told_from :])
            or len({one.on for one in case.feedback[case.told_from :]}) >= VAIN
        )
    ),
)
_demand(
    id="withdraw",
    rule="R-FUP-3",
    source=project,
    text=("rumah tangga tidak dapat menarik kasusnya", "the household cannot withdraw its case"),
    command="withdraw",
    by=STAFF,
    given=lambda case, _: case.state not in {"decided", "closed"} and case.kind != "enquiry",
)
_demand(
    id="object",
    rule="R-FUP-3",
    source=project,
    text=("rumah tangga tidak dapat berkeberatan", "the household cannot object"),
    command="object",
    by=STAFF,
    given=lambda case, scene: (
        case.outcome in {"rejected", "failed"} and case.round <= OBJECTIONS and in_time(case, scene)
    ),
)
_demand(
    id="reopen",
    rule="R-FUP-3",
    source=project,
    text=("kasus yang ditutup tidak dapat dibuka kembali", "a closed case cannot be reopened"),
    command="reopen",
    by=STAFF,
    given=lambda case, scene: (
        case.state == "closed"
        and case.outcome not in {"rejected", "failed"}
        and case.kind != "enquiry"
        and in_time(case, scene)
    ),
)
_demand(
    id="escalate-what-is-late",
    rule="R-FUP-5",
    source=article(
        "Pasal 7(2)b", "berkoordinasi dengan SKPD Teknis guna menindaklanjuti rujukan dari Sekretariat Teknis SLRT"
    ),
    text=("yang terlambat tidak dieskalasi", "a late step is not escalated"),
    command="escalate",
    by=("system",),
    given=lambda case, scene: case.escalated_seq <= case.entered_seq and deadlines.late(case, scene.setting.on),
)
_demand(
    id="expire-what-nobody-answers",
    rule="R-FUP-1",
    source=project,
    text=("rujukan yang lama tidak dijawab tidak kedaluwarsa", "a referral that nobody answers does not expire"),
    command="expire",
    by=("system",),
    given=lambda case, scene: (
        open_referral(case, scene.process) is not None
        and case.due is not None
        and deadlines.working_days_between(scene.setting.rulebook.calendar, case.due, scene.setting.on) > EXPIRY
    ),
)

"""What is forbidden of time and of telling: late steps, feedback, closing, objections, reasons, deadlines."""

from datetime import date

from slrt_core.model.events import Decided, Escalated, FeedbackGiven, Moved, ObjectionRaised, Reopened
from slrt_core.rules import deadlines
from slrt_core.rules.process import Scene
from slrt_core.testing.oracle import Prohibition
from tests.vectors.process.reading import Told
from tests.vectors.process.writing import article, forbids, project

S4 = article("SELARAS 4", "Fasilitator memberikan umpan balik kepada RT terkait perkembangan/status permintaan")
P14G = article("Pasal 14(1)g", "akan menginformasikan kepada individu/keluarga/rumah tangga tentang status keluhannya")
P5B = article("Pasal 5b", "secara cepat sesuai dengan mekanisme yang telah ditetapkan")
P5F = article("Pasal 5f", "tindak lanjutnya dapat dipertanggungjawabkan kepada semua pihak dan masyarakat")
P72B = article(
    "Pasal 7(2)b", "berkoordinasi dengan SKPD Teknis guna menindaklanjuti rujukan dari Sekretariat Teknis SLRT"
)
PROHIBITIONS: list[Prohibition] = []
_forbid = forbids(PROHIBITIONS)

_VAIN, _OBJECTIONS, _WINDOW, _EXPIRY = 3, 2, 30, 60
"""What a district has set by default; none of it is law."""

_AT_HAND, _OUTSIDE = 14, 60
"""Working days that a step may take at a desk, and at somebody's outside SLRT. None of it is law."""

_EVENTS_OF_REASON = frozenset(
    {"return", "reject", "ask", "waitlist", "forward", "hold", "fail", "cancel", "mark_error"}
)


@_forbid("closed-untold", "R-FUP-2", S4, "kasus ditutup tanpa umpan balik", "a case is closed without feedback")
def _(read: Told, _: Scene) -> bool:
    if read.case.state != "closed" or read.done is None or read.done.command == "withdraw":
        return False
    told_since = 0
    for index, event in enumerate(read.events):
        if isinstance(event, Decided):
            # An enquiry is answered to the asker's face: the answer is the feedback.
            told_since = index if read.case.kind != "enquiry" else 0
    heard = [e.feedback for e in read.events[told_since:] if isinstance(e, FeedbackGiven)]
    vain = {feedback.on for feedback in heard if not feedback.reached}
    return not any(feedback.reached for feedback in heard) and len(vain) < _VAIN


@_forbid(
    "told-by-others",
    "R-FUP-2",
    P14G,
    "yang memberi tahu rumah tangga bukan petugasnya",
    "a stranger tells the household",
)
def _(read: Told, _: Scene) -> bool:
    tellers = {"facilitator", "back_office", "front_office", "administration_head", "secretariat_head"}
    tellers |= {"puskesos_service", "puskesos_coordinator", "puskesos_data"}
    return any(d.command in {"inform", "not_reached", "close"} and d.actor.post not in tellers for d in read.deeds)


@_forbid(
    "told-in-vain",
    "R-FUP-2",
    project,
    "kunjungan sia-sia tercatat sebagai umpan balik",
    "a vain visit counts as feedback, or a feedback as a vain visit",
)
def _(read: Told, _: Scene) -> bool:
    done = read.done
    given = [event.feedback.reached for event in read.last if isinstance(event, FeedbackGiven)]
    if done is None or done.command not in {"inform", "not_reached"}:
        return False
    return given != [done.command == "inform"]


@_forbid(
    "closed-without-an-outcome",
    "R-FUP-2",
    article("Lampiran 1.6b", "memberikan jawaban/kepastian atas aduan/keluhan yang diterima"),
    "kasus ditutup tanpa hasil",
    "a case is closed, or waits for feedback, without an outcome",
)
def _(read: Told, _: Scene) -> bool:
    return read.case.state in {"decided", "closed"} and not read.case.outcome


@_forbid(
    "open-with-an-outcome",
    "R-FUP-3",
    project,
    "kasus berjalan lagi dengan hasil yang lama",
    "a case goes on and keeps its old outcome",
)
def _(read: Told, _: Scene) -> bool:
    return read.case.state not in {"decided", "closed"} and bool(read.case.outcome)


@_forbid(
    "outcome-mistaken",
    "R-APP-8",
    article("SELARAS 3", "menyetujui, menolak atau menelaah lebih lanjut"),
    "hasil kasus bukan yang diputuskan",
    "the outcome of a case is not what was decided",
)
def _(read: Told, _: Scene) -> bool:
    done, outcome = read.done, read.case.outcome.value
    given = any(isinstance(event, Decided) for event in read.last)
    if done is None or not given:
        return False
    settled = {"settled"} if read.case.kind == "complaint" else {"accepted"}
    village = read.referral is not None and read.referral.receiver.post == "village_body"
    expected = {
        "reject": {"rejected"},
        "fail": {"failed"},
        "withdraw": {"withdrawn"},
        "answer": {"answered"},
        "settle": {"settled"},
        "complete": {"settled"} if village else settled,
    }
    return outcome not in expected.get(done.command, set())


@_forbid(
    "decided-twice",
    "R-FUP-3",
    project,
    "kasus diputus dua kali tanpa keberatan atau pembukaan kembali",
    "a case is decided twice without an objection or a reopening",
)
def _(read: Told, _: Scene) -> bool:
    decided = False
    for event in read.events:
        if isinstance(event, Decided):
            if decided:
                return True
            decided = True
        elif isinstance(event, (ObjectionRaised, Reopened)):
            decided = False
    return False


@_forbid(
    "closed-goes-on",
    "R-FUP-3",
    project,
    "kasus yang ditutup berjalan lagi begitu saja",
    "a closed case goes on without objection or reopening",
)
def _(read: Told, _: Scene) -> bool:
    return any(deed.before == "closed" and deed.command not in {"object", "reopen"} for deed in read.deeds)


@_forbid("withdrawn-goes-on", "R-FUP-3", project, "kasus yang ditarik belum ditutup", "a withdrawn case is not closed")
def _(read: Told, _: Scene) -> bool:
    return read.done is not None and read.done.command == "withdraw" and read.case.state != "closed"


@_forbid(
    "withdrawn-too-late",
    "R-FUP-3",
    project,
    "kasus ditarik setelah diputus",
    "a case is withdrawn after it was decided",
)
def _(read: Told, _: Scene) -> bool:
    return any(d.command == "withdraw" and d.before in {"decided", "closed"} for d in read.deeds)


@_forbid(
    "objection-to-a-favour",
    "R-FUP-3",
    project,
    "keberatan atas hasil yang tidak merugikan",
    "an objection to an outcome that is not adverse",
)
def _(read: Told, _: Scene) -> bool:
    outcome = ""
    for event in read.events:
        if isinstance(event, Decided):
            outcome = event.outcome
        elif isinstance(event, ObjectionRaised) and outcome not in {"rejected", "failed"}:
            return True
    return False


@_forbid("third-objection", "R-FUP-3", project, "keberatan yang ketiga", "an objection for the third time")
def _(read: Told, _: Scene) -> bool:
    return sum(isinstance(event, ObjectionRaised) for event in read.events) > _OBJECTIONS


@_forbid(
    "objection-uncounted",
    "R-APP-5",
    project,
    "keberatan tidak membuka putaran penilaian yang baru",
    "an objection does not begin a new round of judging",
)
def _(read: Told, _: Scene) -> bool:
    done = read.done
    raised = any(isinstance(event, ObjectionRaised) for event in read.last)
    return done is not None and (done.command == "object") != raised


@_forbid(
    "after-the-window",
    "R-FUP-3",
    project,
    "keberatan atau pembukaan kembali setelah jangka waktunya",
    "an objection or a reopening that comes too late",
)
def _(read: Told, scene: Scene) -> bool:
    closed: date | None = None
    calendar = scene.setting.rulebook.calendar
    for event in read.events:
        if isinstance(event, Moved):
            if event.command in {"object", "reopen"} and closed is not None:
                if deadlines.working_days_between(calendar, closed, event.on) > _WINDOW:
                    return True
            closed = event.on if event.after == "closed" else None
    return False


@_forbid(
    "reopened-though-adverse",
    "R-APP-5",
    project,
    "kasus yang ditolak dibuka kembali tanpa keberatan",
    "a rejected case is reopened, so that the same persons judge it again",
)
def _(read: Told, _: Scene) -> bool:
    outcome = ""
    for event in read.events:
        if isinstance(event, Decided):
            outcome = event.outcome
        elif isinstance(event, Reopened) and outcome in {"rejected", "failed"}:
            return True
    return False


@_forbid("without-a-reason", "R-APP-2", project, "langkah tanpa alasan", "a step without a reason that needs one")
def _(read: Told, _: Scene) -> bool:
    return any(deed.command in _EVENTS_OF_REASON and not deed.reason for deed in read.deeds)


@_forbid(
    "without-words",
    "R-FUP-3",
    P5F,
    "permintaan, jawaban atau hasil tanpa keterangan",
    "a request, an answer or a result is on record without words",
)
def _(read: Told, _: Scene) -> bool:
    worded = {"object", "reopen", "withdraw", "settle", "answer", "complete", "provide", "inform"}
    return any(isinstance(e, Moved) and e.command in worded and not e.note for e in read.last)


@_forbid(
    "judged-unseen",
    "R-APP-5",
    project,
    "penilaian tanpa menyebut apa yang dilihat",
    "a judgement that does not name what was seen",
)
def _(read: Told, _: Scene) -> bool:
    done, move = read.done, getattr(read.events, "move", None)
    judged = {"endorse", "return", "reject", "verify", "recommend", "refer", "approve", "accept"}
    return done is not None and move is not None and bool(done.stage) and done.command in judged and move.seen is None


@_forbid("without-a-basis", "R-FUP-4", P5F, "langkah tanpa dasar aturan", "a step that names no rule it stands on")
def _(read: Told, _: Scene) -> bool:
    return any(not deed.basis for deed in read.deeds)


@_forbid(
    "without-a-deadline",
    "R-FUP-1",
    P5B,
    "kasus terbuka tanpa tenggat",
    "an open case has no deadline",
)
def _(read: Told, _: Scene) -> bool:
    return read.case.state != "closed" and read.case.due is None


@_forbid(
    "deadline-when-closed",
    "R-FUP-1",
    project,
    "kasus yang ditutup masih ditunggu",
    "a closed case has a deadline still",
)
def _(read: Told, _: Scene) -> bool:
    return read.case.state == "closed" and read.case.due is not None


@_forbid("deadline-too-far", "R-FUP-1", P5B, "tenggatnya terlalu jauh", "a deadline that lies too far away")
def _(read: Told, scene: Scene) -> bool:
    due = read.case.due
    if due is None or read.done is None or read.done.before == read.done.after:
        return False
    taken = deadlines.working_days_between(scene.setting.rulebook.calendar, scene.setting.on, due)
    # Who is on a waiting list, or on hold, waits for what SLRT cannot hasten.
    held = read.referral.state if read.referral else ""
    outside = read.case.state == "referred" or held in {"waiting_list", "on_hold", "accepted", "in_progress"}
    return taken > (_OUTSIDE if outside else _AT_HAND)


@_forbid(
    "deadline-gone-by",
    "R-FUP-1",
    P5B,
    "yang baru menerima kasus sudah terlambat",
    "who has just been given a case is late already",
)
def _(read: Told, scene: Scene) -> bool:
    done, due = read.done, read.case.due
    # To say that it has arrived gives a receiver no more time.
    moved = done is not None and done.before != done.after and done.command != "acknowledge"
    return moved and due is not None and due <= scene.setting.on


@_forbid("escalated-in-time", "R-FUP-1", project, "eskalasi sebelum terlambat", "a step is escalated before it is late")
def _(read: Told, _: Scene) -> bool:
    moved: Moved | None = None
    for event in read.events:
        if isinstance(event, Moved):
            moved = event
        elif isinstance(event, Escalated) and (moved is None or moved.on <= event.due):
            return True
    return False


@_forbid("escalated-twice", "R-FUP-1", project, "satu penantian dieskalasi dua kali", "one waiting is escalated twice")
def _(read: Told, _: Scene) -> bool:
    escalated = False
    for event in read.events:
        if isinstance(event, Escalated):
            if escalated:
                return True
            escalated = True
        elif isinstance(event, Moved) and event.before != event.after:
            escalated = False
    return False


@_forbid(
    "escalated-elsewhere",
    "R-FUP-5",
    P72B,
    "jawaban dinas yang terlambat bukan ke tim koordinasi, atau langkah terlambat tidak ke siapa pun",
    "a late answer of an office is shown to others than the coordination team, or a late step to nobody",
)
def _(read: Told, _: Scene) -> bool:
    done, referral = read.done, read.referral
    shown = [event.to for event in read.last if isinstance(event, Escalated)]
    escalated = done is not None and done.command == "escalate"
    # What the sender is asked, the sender is late with.
    office = read.case.state == "referred" and referral is not None and referral.state != "needs_information"
    elsewhere = any(to != "coordination_team" if office else to in {"", "system", "host"} for to in shown)
    return elsewhere or (escalated and not shown)


@_forbid(
    "escalation-moves",
    "R-FUP-1",
    project,
    "eskalasi memindahkan kasus",
    "an escalation takes the case from those who have it in hand",
)
def _(read: Told, _: Scene) -> bool:
    return any(deed.command == "escalate" and deed.before != deed.after for deed in read.deeds)


@_forbid(
    "expired-early", "R-FUP-1", project, "rujukan kedaluwarsa sebelum waktunya", "a referral expires before its time"
)
def _(read: Told, scene: Scene) -> bool:
    due: date | None = read.opened.due
    calendar = scene.setting.rulebook.calendar
    for event in read.events:
        if isinstance(event, Moved):
            if event.command == "expire":
                late = deadlines.working_days_between(calendar, due, event.on) if due else 0
                if late <= _EXPIRY:
                    return True
            due = event.due
    return False


@_forbid(
    "told-changes-nothing",
    "R-FUP-2",
    project,
    "memberi tahu rumah tangga memindahkan kasus",
    "telling the household takes the case from those who have it in hand",
)
def _(read: Told, _: Scene) -> bool:
    still = {"inform", "not_reached", "correct"}
    return any(deed.command in still and deed.before != deed.after for deed in read.deeds)

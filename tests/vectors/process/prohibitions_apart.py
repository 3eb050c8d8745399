"""What is forbidden of persons and posts: who recorded, handled, judged, or is not on duty there (R-APP-5)."""

from slrt_core.model.cases import Receiver
from slrt_core.rules.process import Scene
from slrt_core.testing.oracle import Prohibition
from tests.vectors.process.reading import BY_THEMSELVES, RECEIVERS, SENDERS, Told, free, handled_by, is_person
from tests.vectors.process.writing import article, forbids, project

L17C = article("Lampiran 1.7c", "melengkapi lokasi penugasan kepada Petugas")
L16D = article("Lampiran 1.6d", "atas persetujuan Manager")
S3 = article("SELARAS 3", "menyetujui, menolak atau menelaah lebih lanjut")
PROHIBITIONS: list[Prohibition] = []
_forbid = forbids(PROHIBITIONS)


@_forbid("recorder-judges", "R-APP-5", project, "pencatat menilai kasusnya", "who recorded a case judges it")
def _(read: Told, _: Scene) -> bool:
    return any(deed.stage and deed.actor.person == read.opened.actor.person for deed in read.deeds)


@_forbid("handler-judges", "R-APP-5", project, "yang menangani kasus menilainya", "who handled a case judges it")
def _(read: Told, _: Scene) -> bool:
    done = read.done
    return done is not None and bool(done.stage) and done.actor.person in handled_by(read, done.place)


@_forbid("two-stages", "R-APP-5", project, "satu orang menilai pada dua tahap", "one person judges at two stages")
def _(read: Told, _: Scene) -> bool:
    stages: dict[str, str] = {}
    return any(d.stage and stages.setdefault(d.actor.person, d.stage) != d.stage for d in read.deeds)


@_forbid(
    "again-after-objection",
    "R-APP-5",
    project,
    "setelah keberatan orang yang sama menilai lagi",
    "after an objection the same person judges again",
)
def _(read: Told, _: Scene) -> bool:
    rounds: dict[str, int] = {}
    return any(d.stage and rounds.setdefault(d.actor.person, d.round) != d.round for d in read.deeds)


@_forbid(
    "own-household",
    "R-APP-5",
    project,
    "petugas bertindak atas kasus rumah tangganya",
    "an officer acts on a case of their own household",
)
def _(read: Told, scene: Scene) -> bool:
    home = read.opened.household
    actor = read.done.actor if read.done else read.opened.actor
    return bool(home) and home in scene.setting.roster.homes(actor.person)


@_forbid(
    "about-themselves",
    "R-APP-5",
    project,
    "petugas bertindak atas keluhan tentang dirinya",
    "an officer acts on a complaint about themselves",
)
def _(read: Told, scene: Scene) -> bool:
    about, roster = getattr(read.case.content, "about", ""), scene.setting.roster
    actor = read.done.actor if read.done else read.opened.actor
    return about in roster and roster.officer(about).person == actor.person


@_forbid(
    "by-hand",
    "R-FUP-1",
    project,
    "yang berjalan sendiri dilakukan dengan tangan",
    "somebody does by hand what follows by itself",
)
def _(read: Told, _: Scene) -> bool:
    return any(is_person(deed.actor) and deed.command in BY_THEMSELVES for deed in read.deeds)


@_forbid("by-no-hand", "R-APP-5", project, "sistem memutuskan sendiri", "the system does what a person must do")
def _(read: Told, _: Scene) -> bool:
    return any(not is_person(deed.actor) and deed.command not in BY_THEMSELVES for deed in read.deeds)


@_forbid("not-on-duty", "R-APP-6", L17C, "petugas bertindak tanpa penugasan", "somebody acts without an assignment")
def _(read: Told, scene: Scene) -> bool:
    actor = read.done.actor if read.done else read.opened.actor
    return is_person(actor) and not scene.setting.roster.held_as(actor.officer, actor.post, scene.setting.on)


@_forbid("elsewhere", "R-APP-6", L17C, "petugas bertindak di luar wilayahnya", "somebody acts outside their places")
def _(read: Told, scene: Scene) -> bool:
    actor, setting = read.done.actor if read.done else read.opened.actor, scene.setting
    held = setting.roster.held_as(actor.officer, actor.post, setting.on)
    return bool(held) and not any(setting.regions.reached(one.regions, read.opened.region) for one in held)


@_forbid(
    "answered-by-another",
    "R-APP-8",
    S3,
    "yang menjawab rujukan bukan penerimanya",
    "somebody answers a referral that is addressed to another",
)
def _(read: Told, scene: Scene) -> bool:
    done, setting = read.done, scene.setting
    if done is None or not done.referral or done.actor.post not in RECEIVERS or done.command in SENDERS:
        return False
    receiver: Receiver = next(held.receiver for held in read.case.referrals if held.id == done.referral)
    held = setting.roster.held_as(done.actor.officer, done.actor.post, setting.on)
    fits = [one for one in held if not receiver.program or receiver.program in one.programs]
    return done.actor.post != receiver.post or not fits


@_forbid(
    "answered-by-the-sender",
    "R-APP-8",
    S3,
    "pihak pengirim memutuskan rujukannya sendiri",
    "the sender's side decides its own referral",
)
def _(read: Told, _: Scene) -> bool:
    verdicts = {"accept", "reject", "examine", "waitlist", "complete", "fail"}
    receivers = RECEIVERS | {"coordination_team"}
    return any(d.referral and d.command in verdicts and d.actor.post not in receivers for d in read.deeds)


@_forbid(
    "withdrawn-by-the-receiver",
    "R-APP-8",
    project,
    "penerima membatalkan rujukan atas nama pengirim",
    "a receiver cancels what only the sender may",
)
def _(read: Told, _: Scene) -> bool:
    return any(d.command in {"cancel", "mark_error"} and d.actor.post in RECEIVERS for d in read.deeds)


@_forbid(
    "accounts-not-cases",
    "R-APP-6",
    article("Lampiran 1.7b", "memberikan User kepada Petugas SLRT di Kabupaten"),
    "administrator atau technical assistant bertindak atas kasus",
    "the administrator or the technical assistant acts on a case",
)
def _(read: Told, _: Scene) -> bool:
    apart = {"administrator", "technical_assistant"}
    return read.opened.actor.post in apart or any(deed.actor.post in apart for deed in read.deeds)


_FIRST = {
    "data_section_head": (
        "review",
        {"review": "supervisor", "analysis": "review_analysis", "verification": "supervisor"},
    ),
    "secretariat_head": ("recommend", dict.fromkeys(("recommendation", "verified", "approval"), "manager")),
    "coordination_team": (
        "",
        {
            "review": "supervisor",
            "verification": "supervisor",
            "analysis": "review_analysis",
            "recommendation": "manager",
            "verified": "manager",
            "approval": "manager",
        },
    ),
}


@_forbid(
    "stepped-in-too-early",
    "R-APP-5",
    project,
    "pengganti bertindak padahal yang berwenang masih ada",
    "somebody steps in although one who normally would is left",
)
def _(read: Told, scene: Scene) -> bool:
    done = read.done
    if done is None or done.actor.post not in _FIRST or done.referral:
        return False
    _, posts = _FIRST[done.actor.post]
    post = posts.get(done.before)
    return post is not None and free(scene, read, post, done.stage, done.place)


@_forbid(
    "answered-in-place-of-another",
    "R-APP-5",
    project,
    "tim koordinasi memutuskan rujukan padahal penerimanya masih ada",
    "the coordination team decides a referral although its receiver is left",
)
def _(read: Told, scene: Scene) -> bool:
    done = read.done
    if done is None or not done.referral or done.stage != "decide" or done.actor.post != "coordination_team":
        return False
    receiver = next(held.receiver for held in read.case.referrals if held.id == done.referral)
    return free(scene, read, receiver.post, "decide", done.place)


@_forbid(
    "unmarked",
    "R-APP-5",
    project,
    "penilaian tidak tercatat sebagai penilaian pada tahapnya",
    "a judgement is not on record as one, at its stage",
)
def _(read: Told, _: Scene) -> bool:
    review = {"endorse", "return", "reject", "verify", "pass_on"}
    recommend = {"recommend", "refer", "return", "reject", "approve"}
    decide = {"accept", "reject", "waitlist"}
    judged = {"review": review, "recommend": recommend, "decide": decide}
    return any(d.stage and d.command in judged[d.stage] and d.marked != d.stage for d in read.deeds)


@_forbid(
    "marked",
    "R-APP-5",
    project,
    "penanganan tercatat sebagai penilaian",
    "what is no judgement is on record as one, and keeps its doer from judging nothing",
)
def _(read: Told, _: Scene) -> bool:
    plain = {"submit", "correct", "inform", "not_reached", "close", "object", "reopen", "withdraw", "settle", "answer"}
    return any(deed.marked and deed.command in plain for deed in read.deeds)


@_forbid(
    "approved-by-the-asker",
    "R-APP-4",
    L16D,
    "yang meminta persetujuan menyetujuinya sendiri",
    "who asked for the approval gives it",
)
def _(read: Told, _: Scene) -> bool:
    asked = {deed.actor.person for deed in read.deeds if deed.command == "request_approval"}
    return any(deed.command == "approve" and deed.actor.person in asked for deed in read.deeds)


@_forbid(
    "withdrawn-by-a-judge",
    "R-FUP-3",
    project,
    "penilai menarik kembali kasus atas nama rumah tangga",
    "one who judges withdraws the case, or objects, in the household's name",
)
def _(read: Told, _: Scene) -> bool:
    theirs = {"withdraw", "object", "reopen"}
    return any(deed.command in theirs and deed.stage for deed in read.deeds)


_CLERK = frozenset({"administration_head"})
_REVIEW = frozenset({"supervisor", "data_section_head", "coordination_team"})
_EXAMINE = frozenset({"review_analysis", "data_section_head", "coordination_team"})
_RECOMMEND = frozenset({"manager", "secretariat_head", "coordination_team"})
_BACK = frozenset({"back_office"}) | _CLERK
_PUSKESOS = frozenset({"puskesos_service", "puskesos_data", "puskesos_coordinator"})
_DESK = {
    "home_visit": frozenset({"facilitator"}),
    "assisted_request": frozenset({"facilitator"}),
    "puskesos": _PUSKESOS,
    "slrt_office": frozenset({"front_office"}),
}
_JUDGES_AT = {
    "review": _REVIEW,
    "verification": _REVIEW,
    "analysis": _EXAMINE,
    "recommendation": _RECOMMEND,
    "verified": _RECOMMEND,
    "approval": _RECOMMEND,
    "back_office": _BACK,
}
_TELLERS = frozenset({"facilitator", "back_office", "front_office"}) | _PUSKESOS | _CLERK
_SIMPLE = {
    "verify": _REVIEW,
    "recommend": _RECOMMEND,
    "approve": _RECOMMEND,
    "request_approval": _BACK,
    "record_survey": frozenset({"facilitator"}) | _CLERK,
    "inform": _TELLERS,
    "not_reached": _TELLERS,
    "close": _TELLERS,
    "object": _TELLERS,
    "reopen": _TELLERS,
    "withdraw": _TELLERS,
}
_OF_RECEIVERS = frozenset(
    {"acknowledge", "ask", "examine", "accept", "waitlist", "forward", "start", "hold", "resume", "complete", "fail"}
)


def _dutiful(read: Told) -> frozenset[str]:
    """The posts whose duty a step is, by section 2 of domain.md; those that step in are among them."""
    done, desk = read.done, _DESK[read.opened.way] | _CLERK
    assert done is not None
    if done.referral:
        held = next(one for one in read.case.referrals if one.id == done.referral)
        if done.command in _OF_RECEIVERS or done.command == "reject":
            return frozenset({held.receiver.post, "coordination_team"})
        asked = {held.sender.post} | ({read.opened.actor.post} if done.command == "provide" else set())
        stand_ins = {"coordination_team", "secretariat_head", "data_section_head", "administration_head"}
        return frozenset(asked | stand_ins)
    if done.command in _SIMPLE:
        return _SIMPLE[done.command]
    match done.command, done.before:
        case (("submit" | "correct" | "pass_on" | "answer" | "settle"), ("recorded" | "registered" | "returned")):
            return desk
        case "map", ("recorded" | "registered"):
            return desk
        case "refer_village", _:
            return desk | _REVIEW
        case _, state if state in _JUDGES_AT:
            return _JUDGES_AT[state]
    return frozenset()


@_forbid(
    "not-their-duty",
    "R-APP-6",
    article("Pasal 8(3)", "Susunan organisasi, tugas dan tanggung jawab Penyelenggara SLRT"),
    "langkah dilakukan jabatan yang tidak bertugas",
    "a step is taken by a post whose duty it is not",
)
def _(read: Told, _: Scene) -> bool:
    done = read.done
    if done is None or not is_person(done.actor):
        return False
    duties = _dutiful(read)
    if duties & _CLERK and getattr(read.case.content, "sensitive", False):
        # What the head of administration may not read, the head of the secretariat handles.
        duties |= {"secretariat_head"}
    return done.actor.post not in duties


@_forbid(
    "recorded-by-others",
    "R-INT-1",
    article("Pasal 14(1)b", "dicatat dan dianalisis oleh fasilitator"),
    "kasus dicatat jabatan yang tidak bertugas",
    "a case is recorded by a post that has no business there",
)
def _(read: Told, _: Scene) -> bool:
    # Where there is no facilitator, the head of administration takes the visit.
    there = _DESK[read.opened.way] | (_CLERK if read.opened.way in {"home_visit", "assisted_request"} else frozenset())
    return read.opened.actor.post not in there

"""Words for what a line of the tables demands and brings about.

Both are closed lists: the program carries them out, and so the words for them stand here, in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Text

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["EFFECT_WORDS", "NEED_WORDS", "effect_words", "need_words"]

NEED_WORDS = {
    "adverse": Text("hasilnya penolakan atau kegagalan", "the outcome was a rejection or a failure"),
    "approval": Text("manajer menyetujui isi dan penerima ini", "the manager approved this content and receiver"),
    "attendance": Text(
        "pertemuan selama menjadi peserta aktif, belum tercatat", "a meeting while active, not on record yet"
    ),
    "befallen": Text("peristiwa pada rumah tangganya sudah ditetapkan", "what befell the household was decided"),
    "channel": Text("saluran penyampaian disebut", "the way of telling is named"),
    "commitments": Text(
        "hasil verifikasi komitmen untuk periode selama menjadi peserta aktif",
        "what the verification of commitments found, for a period while active",
    ),
    "content": Text("isi yang baru, dengan jenis yang cocok", "new content, of a kind that fits"),
    "disbursement": Text(
        "periode selama menjadi peserta aktif, penyalurannya belum dipastikan",
        "a period while active, its disbursement not confirmed yet",
    ),
    "expired": Text("tenggat lewat lebih lama dari batas kedaluwarsa", "the deadline passed by more than the limit"),
    "feedback": Text(
        "rumah tangga sudah diberi tahu, atau berkali-kali tidak ditemui",
        "the household was told, or could not be reached time and again",
    ),
    "feedback_text": Text("apa yang disampaikan, dan lewat apa", "what was told, and by which way"),
    "in_force": Text("program berlaku hari ini", "the program is in force today"),
    "last_day": Text("hari terakhir disebut, hari ini atau sesudahnya", "the last day is named, today or later"),
    "late": Text("tenggat sudah lewat, belum dieskalasi", "the deadline has passed, not escalated yet"),
    "listed_if_required": Text(
        "rumah tangga terdaftar, bila program mensyaratkannya", "the household is listed, if the program demands it"
    ),
    "listed_if_waits": Text(
        "rumah tangga terdaftar, bila daerah memilih agar kasusnya menunggu",
        "the household is listed, if the district chose that its case waits",
    ),
    "not_adverse": Text("hasilnya bukan penolakan atau kegagalan", "the outcome was no rejection or failure"),
    "not_listed": Text("rumah tangga belum terdaftar", "the household is not listed yet"),
    "patch_current": Text("data belum berubah sejak dicatat", "the data have not changed since it was recorded"),
    "reason": Text("alasan dari daftar", "a reason from the list"),
    "receiver": Text("penerima yang dikenal disebut", "a known receiver is named"),
    "request": Text("permintaan rumah tangga ditulis", "the household's own request is written down"),
    "result": Text("hasil atau jawaban ditulis", "the result or answer is written down"),
    "round": Text("batas jumlah keberatan belum tercapai", "not yet objected to as often as allowed"),
    "seen": Text("yang dinilai adalah isi yang dilihat", "what is judged is what was seen"),
    "survey": Text("hasil survei (verifikasi dan validasi)", "the survey (verification and validation)"),
    "unmet": Text(
        "komitmen ditemukan tidak dipenuhi dalam periode yang sudah berakhir dan belum diperhitungkan",
        "a commitment was found not met in a period that has ended and was not counted yet",
    ),
    "validity": Text("masa berlaku program: awal dan akhir", "the program's validity: from when until when"),
    "window": Text("masih dalam batas hari keberatan", "within the days for objecting"),
}

EFFECT_WORDS = {
    "apply": Text("perubahan diterapkan pada data", "the change is applied to the record"),
    "approve": Text("persetujuan dicatat atas isi dan penerima", "the approval of content and receiver is kept"),
    "attendance": Text("kehadiran dicatat", "attendance is recorded"),
    "cancel": Text("rujukan yang terbuka dibatalkan", "an open referral is cancelled"),
    "central:listed": Text("status: terdaftar", "status: listed"),
    "central:proposed": Text("status: diusulkan", "status: proposed"),
    "central:refused": Text("status: usulan ditolak", "status: proposal refused"),
    "central:unlisted": Text("status: tidak terdaftar", "status: not listed"),
    "close": Text("kasus selesai", "the case ends"),
    "commitments": Text("hasil verifikasi komitmen dicatat", "the verification of commitments is recorded"),
    "content": Text("isi diganti", "the content is replaced"),
    "disbursement": Text("penyaluran dicatat", "the disbursement is recorded"),
    "draft": Text("rancangan rujukan dibuat", "a referral is drafted"),
    "echo:referral_cancelled": Text("kasus diberi tahu: rujukan batal", "the case learns: referral cancelled"),
    "echo:referral_completed": Text("kasus diberi tahu: rujukan selesai", "the case learns: referral completed"),
    "echo:referral_failed": Text("kasus diberi tahu: rujukan gagal", "the case learns: referral failed"),
    "echo:referral_rejected": Text("kasus diberi tahu: rujukan ditolak", "the case learns: referral rejected"),
    "escalate": Text("yang menindaklanjuti diberi tahu", "whoever follows up is told"),
    "fact": Text("pada data rumah tangga, kepesertaan", "in the household's record, participation"),
    "feedback": Text("umpan balik dicatat", "feedback is recorded"),
    "forward": Text("rujukan baru dibuka kepada penerima lain", "a new referral to another receiver is opened"),
    "map": Text("jenis kasus ditetapkan", "the kind of case is settled"),
    "not_reached": Text("kunjungan tanpa hasil dicatat", "a vain attempt is recorded"),
    "notify:receiver": Text(
        "penerima rujukan yang terbuka diberi tahu", "the receiver of an open referral is informed"
    ),
    "notify": Text("diberi tahu", "is informed"),
    "objection": Text("keberatan dicatat; orang lain yang menilai", "the objection is kept; another person judges"),
    "outcome": Text("hasil", "outcome"),
    "recall": Text(
        "rujukan yang terbuka dibatalkan, penerimanya diberi tahu", "an open referral is cancelled, its receiver told"
    ),
    "rehome": Text(
        "kasus mengikuti rumah tangganya; penghuni rumah yang lama maupun yang baru tidak menilainya",
        "the case goes with its household; who lives in the former or the new home does not judge it",
    ),
    "reopen": Text("hasil lama dicabut", "the former outcome is lifted"),
    "rest": Text(
        "periode yang menjadi alasannya tidak diperhitungkan lagi", "the periods it rests on are not counted again"
    ),
    "send:draft": Text("rujukan yang disetujui dikirim", "the approved referral is sent"),
    "send:registry": Text("dikirim ke pengelola daftar", "sent to the registry manager"),
    "send:route": Text("rujukan dikirim menurut tabel penerima", "a referral is sent as routing says"),
    "send:village": Text("rujukan dikirim ke Lembaga Teknis Desa", "a referral is sent to the village body"),
    "survey": Text("hasil survei menjadi isi kasus", "the survey becomes the content"),
}


def need_words(need: str) -> Text:
    """What must hold, in words."""
    return NEED_WORDS.get(need, Text(need, need))


def effect_words(book: Rulebook, effect: str) -> Text:
    """What else happens, in words, with the outcome, the post or the channel that it names."""
    name, _, argument = effect.partition(":")
    words = EFFECT_WORDS.get(effect) or EFFECT_WORDS.get(name) or Text(effect, effect)
    if effect in EFFECT_WORDS or not argument:
        return words
    group = {"outcome": "outcome", "feedback": "channel"}.get(name, "")
    if name == "fact":
        what = _code_words(book, argument)
    else:
        what = book.word(group, argument) if group else book.label(book.posts, argument)
    if name == "notify":
        return Text(f"{what.id} {words.id}", f"the {what.en} {words.en}")
    return Text(f"{words.id}: {what.id}", f"{words.en}: {what.en}")


def _code_words(book: Rulebook, code: str) -> Text:
    """A code of the variable that says how a unit takes part in a program."""
    variable = book.variables.get("participation")
    return variable.labels.get(code, Text(code, code)) if variable is not None else Text(code, code)

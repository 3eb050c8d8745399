"""Words for what the rulebook names and the program carries out: needs, effects, levels, and the like.

A rulebook labels its posts, states and commands itself. What it may demand and bring about is a closed list, and so the
words for it stand here, in both languages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Text

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import Rulebook

__all__ = [
    "CASE_IN", "EFFECT_WORDS", "ELSEWHERE", "LEVELS", "MAPPED", "MAY", "NEED_WORDS", "NOBODY", "READS", "REFERRAL",
    "SENT", "SIDES", "WEEKDAYS", "answer_words", "days_words", "effect_words", "need_words",
]  # fmt: skip

CASE_IN = Text("kasus masuk", "a case comes in")
ELSEWHERE = Text("lihat gambar Rujukan", "see the picture of a referral")
MAPPED = Text("berlanjut sebagai kebutuhan atau keluhan", "goes on as a need or a complaint")
NOBODY = Text("tidak ada yang ditunggu", "nobody is waited for")
REFERRAL = Text("Rujukan: dari permintaan sampai hasil", "A referral: from the request to its result")
SENT = Text("rujukan dibuat", "a referral is made")

SIDES = {
    "receiver": Text("penerima rujukan", "receiver of the referral"),
    "requester": Text("pengirim rujukan", "sender of the referral"),
    "system": Text("sistem", "the system"),
}

LEVELS = {
    "village": Text("desa/kelurahan", "village"),
    "subdistrict": Text("kecamatan", "sub-district"),
    "regency": Text("kabupaten/kota", "district"),
    "any": Text("di tingkat mana pun", "at any level"),
}

READS = {
    "region": Text("kasus di wilayah penugasannya", "cases of the places of the assignment"),
    "referred": Text("kasus yang dirujuk kepadanya", "cases referred to them"),
    "own": Text("kasus yang dicatatnya sendiri", "cases that they recorded"),
    "none": Text("tidak membaca satu kasus pun", "no single case"),
}

MAY = {
    "approve_program": Text("menyetujui program", "approve a program"),
    "assign": Text("memberi penugasan", "give assignments"),
    "enter_program": Text("memasukkan program", "enter a program"),
    "erase": Text("menghapus data pribadi", "erase personal data"),
    "load_programs": Text("memuat daftar program", "load programs"),
    "load_regions": Text("memuat wilayah", "load the map"),
    "load_registry": Text("memuat basis data", "load the registry"),
    "load_roster": Text("memuat daftar petugas", "load the roster"),
}

WEEKDAYS = (
    Text("Senin", "Monday"),
    Text("Selasa", "Tuesday"),
    Text("Rabu", "Wednesday"),
    Text("Kamis", "Thursday"),
    Text("Jumat", "Friday"),
    Text("Sabtu", "Saturday"),
    Text("Minggu", "Sunday"),
)

NEED_WORDS = {
    "adverse": Text("hasilnya penolakan atau kegagalan", "the outcome was a rejection or a failure"),
    "approval": Text("manajer menyetujui isi dan penerima ini", "the manager approved this content and receiver"),
    "channel": Text("saluran penyampaian disebut", "the way of telling is named"),
    "content": Text("isi yang baru, dengan jenis yang cocok", "new content, of a kind that fits"),
    "expired": Text("tenggat lewat lebih lama dari batas kedaluwarsa", "the deadline passed by more than the limit"),
    "feedback": Text(
        "rumah tangga sudah diberi tahu, atau berkali-kali tidak ditemui",
        "the household was told, or could not be reached time and again",
    ),
    "feedback_text": Text("apa yang disampaikan, dan lewat apa", "what was told, and by which way"),
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
    "window": Text("masih dalam batas hari keberatan", "within the days for objecting"),
}

EFFECT_WORDS = {
    "apply": Text("perubahan diterapkan pada data", "the change is applied to the record"),
    "approve": Text("persetujuan dicatat atas isi dan penerima", "the approval of content and receiver is kept"),
    "cancel": Text("rujukan yang terbuka dibatalkan", "an open referral is cancelled"),
    "central:listed": Text("status: terdaftar", "status: listed"),
    "central:proposed": Text("status: diusulkan", "status: proposed"),
    "central:refused": Text("status: usulan ditolak", "status: proposal refused"),
    "central:unlisted": Text("status: tidak terdaftar", "status: not listed"),
    "close": Text("kasus selesai", "the case ends"),
    "content": Text("isi diganti", "the content is replaced"),
    "draft": Text("rancangan rujukan dibuat", "a referral is drafted"),
    "echo:referral_cancelled": Text("kasus diberi tahu: rujukan batal", "the case learns: referral cancelled"),
    "echo:referral_completed": Text("kasus diberi tahu: rujukan selesai", "the case learns: referral completed"),
    "echo:referral_failed": Text("kasus diberi tahu: rujukan gagal", "the case learns: referral failed"),
    "echo:referral_rejected": Text("kasus diberi tahu: rujukan ditolak", "the case learns: referral rejected"),
    "escalate": Text("tim koordinasi diberi tahu", "the coordination team is told"),
    "feedback": Text("umpan balik dicatat", "feedback is recorded"),
    "forward": Text("rujukan baru dibuka kepada penerima lain", "a new referral to another receiver is opened"),
    "map": Text("jenis kasus ditetapkan", "the kind of case is settled"),
    "not_reached": Text("kunjungan tanpa hasil dicatat", "a vain attempt is recorded"),
    "notify": Text("diberi tahu", "is informed"),
    "objection": Text("keberatan dicatat; orang lain yang menilai", "the objection is kept; another person judges"),
    "outcome": Text("hasil", "outcome"),
    "reopen": Text("hasil lama dicabut", "the former outcome is lifted"),
    "send:draft": Text("rujukan yang disetujui dikirim", "the approved referral is sent"),
    "send:registry": Text("dikirim ke pengelola daftar", "sent to the registry manager"),
    "send:route": Text("rujukan dikirim menurut tabel penerima", "a referral is sent as routing says"),
    "send:village": Text("rujukan dikirim ke Lembaga Teknis Desa", "a referral is sent to the village body"),
    "survey": Text("hasil survei menjadi isi kasus", "the survey becomes the content"),
}

_ANSWERS = {
    "any_resident": Text("semua warga", "any resident"),
    "asked": Text("dimintai persetujuan", "asked"),
    "informed": Text("diberi tahu saja", "informed"),
    "no": Text("tidak", "no"),
    "parallel": Text("berjalan sejajar dengan usulan", "goes on in parallel"),
    "photos": Text("foto saja", "photos only"),
    "photos_and_pdf": Text("foto dan PDF", "photos and PDF"),
    "secretariat": Text("sekretariat SLRT", "the SLRT secretariat"),
    "vulnerable": Text("kelompok rentan saja", "the vulnerable only"),
    "waits": Text("menunggu sampai terdaftar", "waits until listed"),
    "yes": Text("ya", "yes"),
}


def answer_words(book: Rulebook, value: str) -> Text:
    """The answer to an option: a post by its label; a code that nobody gave words is shown as it is."""
    return _ANSWERS.get(value) or book.label(book.posts, value)


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
    what = book.word(group, argument) if group else book.label(book.posts, argument)
    if name == "notify":
        return Text(f"{what.id} {words.id}", f"the {what.en} {words.en}")
    return Text(f"{words.id}: {what.id}", f"{words.en}: {what.en}")


def days_words(days: tuple[int, ...]) -> Text:
    """Working days as a state shows them: several where the way into it decides; or kept."""
    if not days:
        return Text("", "")
    if any(number < 0 for number in days):
        return Text("tenggat semula tetap", "the deadline is kept")
    several = [str(number) for number in days]
    one = several == ["1"]
    return Text(f"{' atau '.join(several)} hari kerja", f"{' or '.join(several)} working {'day' if one else 'days'}")

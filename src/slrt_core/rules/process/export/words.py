"""Words for what the rulebook names and the program knows: levels, reading, sides, answers to options, and the like.

A rulebook labels its posts, states and commands itself. The words for the closed lists stand here, in both languages;
those for what a line demands and brings about are in `rowwords`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Text

if TYPE_CHECKING:
    from slrt_core.rules.rulebook import Rulebook

__all__ = [
    "CASE_IN", "ELSEWHERE", "LEVELS", "LIVES", "MAPPED", "MAY", "NEW", "NOBODY", "OPEN", "PROTOCOL", "READS",
    "REFERRAL", "SCOPES", "SENT", "SIDES", "WEEKDAYS", "answer_words", "days_words", "open_but",
]  # fmt: skip

CASE_IN = Text("kasus masuk", "a case comes in")
ELSEWHERE = Text("lihat gambar Rujukan", "see the picture of a referral")
MAPPED = Text("berlanjut sebagai kebutuhan atau keluhan", "goes on as a need or a complaint")
NOBODY = Text("tidak ada yang ditunggu", "nobody is waited for")
OPEN = Text("belum ditutup", "not closed yet")
PROTOCOL = Text("Protokol", "Protocol")
REFERRAL = Text("Rujukan: dari permintaan sampai hasil", "A referral: from the request to its result")
SENT = Text("rujukan dibuat", "a referral is made")

LIVES = {
    "program": Text("Program dalam katalog", "A program of the catalogue"),
    "participation": Text("Kepesertaan dalam sebuah program", "A participation in a program"),
}
"""Records other than cases that have a life of their own."""

NEW = {
    "program": Text("program baru", "a new program"),
    "participation": Text("calon baru", "a new candidate"),
}
"""How each of them begins."""

SCOPES = {
    "district": Text("di seluruh daerah", "anywhere in the district"),
    "program": Text("di wilayah penugasannya, dan untuk programnya", "in the places and for the programs assigned"),
    "region": Text("di wilayah penugasannya", "in the places assigned"),
}
"""How far a post's assignment has to reach."""

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
    "households": Text("rumah tangga di wilayah penugasannya, tanpa kasusnya", "households of those places, no cases"),
    "referred": Text("kasus yang dirujuk kepadanya", "cases referred to them"),
    "own": Text("kasus yang dicatatnya sendiri", "cases that they recorded"),
    "none": Text("tidak membaca satu kasus pun", "no single case"),
}

MAY = {
    "assign": Text("memberi penugasan", "give assignments"),
    "erase": Text("menghapus data pribadi", "erase personal data"),
    "load_programs": Text("memuat daftar program", "load programs"),
    "load_regions": Text("memuat wilayah", "load the map"),
    "load_registry": Text("memuat basis data", "load the registry"),
    "load_roster": Text("memuat daftar petugas", "load the roster"),
    "move_cases": Text("memindahkan kasus ke buku aturan lain", "move cases to another rulebook"),
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

_ANSWERS = {
    "any_resident": Text("semua warga", "any resident"),
    "asked": Text("dimintai persetujuan", "asked"),
    "informed": Text("diberi tahu saja", "informed"),
    "no": Text("tidak", "no"),
    "parallel": Text("berjalan sejajar dengan usulan", "goes on in parallel"),
    "photos": Text("foto saja", "photos only"),
    "photos_and_pdf": Text("foto dan PDF", "photos and PDF"),
    "secretariat": Text("sekretariat SLRT", "the SLRT secretariat"),
    "sp4n": Text("menurut golongan, seperti SP4N-LAPOR!", "by class, as SP4N-LAPOR! has them"),
    "table": Text("menurut tabel langkah saja", "as the tables of steps say"),
    "vulnerable": Text("kelompok rentan saja", "the vulnerable only"),
    "waits": Text("menunggu sampai terdaftar", "waits until listed"),
    "yes": Text("ya", "yes"),
}


def answer_words(book: Rulebook, value: str) -> Text:
    """The answer to an option: a post by its label; a code that nobody gave words is shown as it is."""
    return _ANSWERS.get(value) or book.label(book.posts, value)


def open_but(states: Text) -> Text:
    """Any open state but these."""
    return Text(f"belum ditutup, kecuali: {states.id}", f"not closed yet, except: {states.en}")


def days_words(days: tuple[int, ...]) -> Text:
    """Working days as a state shows them: several where the way into it decides; or kept."""
    if not days:
        return Text("", "")
    if any(number < 0 for number in days):
        return Text("tenggat semula tetap", "the deadline is kept")
    several = [str(number) for number in days]
    one = several == ["1"]
    return Text(f"{' atau '.join(several)} hari kerja", f"{' or '.join(several)} working {'day' if one else 'days'}")

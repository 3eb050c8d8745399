"""What can be wrong with a journal, in words: which stream, which entry, and between which bounds the change lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.reasons import Text

if TYPE_CHECKING:
    from slrt_core.desk.anchors import Anchor
    from slrt_core.desk.chains import Walked

__all__ = ["Finding", "chain", "head", "line", "page", "record_missing", "state", "vanished"]


@frozen(kw_only=True)
class Finding:
    """One thing that is not as it was recorded.

    Args:
        stream: where; empty if it is not in a stream but in an anchor.
        entry: the first entry that cannot be what was recorded, or the anchor's number.
        whole: the last entry that an anchor proves. What was changed lies after it, and not after `entry`.
        code: for machines.
        text: for people.
    """

    stream: str = ""
    entry: int
    whole: int = 0
    code: str
    text: Text


_CHAIN = {
    "entry-missing": Text("entri {n} hilang", "entry {n} is missing"),
    "entry-changed": Text("entri {n} diubah", "entry {n} was changed"),
    "entry-inserted": Text("entri {n} disisipkan", "entry {n} was put in between"),
    "entry-differs": Text("entri {n} bukan yang dijangkarkan", "entry {n} is not the one that was anchored"),
    "stream-shortened": Text(
        "dipendekkan: entri {n} dijangkarkan dan tidak ada lagi",
        "shortened: entry {n} was anchored and is not there any more",
    ),
    "stream-vanished": Text("seluruhnya hilang", "all of it is gone"),
}


def chain(stream: str, walked: Walked) -> Finding:
    """A stream in which an entry is not what was recorded."""
    words = _CHAIN[walked.code]
    more = Text("", "")
    if walked.whole:
        more = Text(f"; terbukti utuh sampai {walked.whole}", f"; proven whole up to {walked.whole}")
    text = Text(words.id.format(n=walked.wrong) + more.id, words.en.format(n=walked.wrong) + more.en)
    return Finding(stream=stream, entry=walked.wrong, whole=walked.whole, code=walked.code, text=text)


def vanished(stream: str) -> Finding:
    """A record without the stream that it is the fold of."""
    return Finding(stream=stream, entry=1, code="stream-vanished", text=_CHAIN["stream-vanished"])


def record_missing(stream: str, walked: Walked) -> Finding:
    """A stream without the record that is the fold of it."""
    text = Text("keadaannya tidak tersimpan lagi", "the state that it leads to is not stored any more")
    return Finding(stream=stream, entry=walked.last, whole=walked.whole, code="state-missing", text=text)


def head(stream: str, walked: Walked) -> Finding:
    """A stream that does not end with the entry that the record beside it names."""
    text = Text(
        f"entri terakhir, {walked.last}, bukan yang disebut oleh keadaan yang tersimpan",
        f"the last entry, {walked.last}, is not the one that the stored state names",
    )
    return Finding(stream=stream, entry=walked.last, whole=walked.whole, code="head-differs", text=text)


def state(stream: str) -> Finding:
    """A stored state that its events do not lead to."""
    text = Text("keadaan yang tersimpan bukan hasil peristiwanya", "the stored state is not what its events lead to")
    return Finding(stream=stream, entry=0, code="state-differs", text=text)


def page(anchor: Anchor, number: int) -> Finding:
    """A page of an anchor, or the list of its pages, that is not what was signed."""
    what = Text(f"halaman {number}", f"page {number}") if number else Text("daftar halaman", "the list of pages")
    text = Text(
        f"jangkar {anchor.number}: {what.id} hilang atau diubah; rantai di situ tidak dapat dibandingkan",
        f"anchor {anchor.number}: {what.en} is missing or was changed; the chains in it cannot be compared",
    )
    return Finding(entry=anchor.number, code="anchor-page", text=text)


_LINES = {
    "anchor-damaged": Text("rekaman jangkar {n} rusak", "the record of anchor {n} is damaged"),
    "anchor-forged": Text(
        "jangkar {n} di basis data tidak ditandatangani dengan kunci yang dipercaya",
        "anchor {n} in the store is not signed with a trusted key",
    ),
    "handed-forged": Text(
        "jangkar {n} dalam berkas tidak ditandatangani dengan kunci yang dipercaya untuk daerah ini",
        "anchor {n} of the file is not signed with a trusted key for this district",
    ),
    "handed-twice": Text(
        "pihak lain memegang dua jangkar berbeda dengan nomor {n}",
        "the other party holds two different anchors with the number {n}",
    ),
    "anchor-missing": Text("jangkar {n} hilang", "anchor {n} is missing"),
    "anchor-dropped": Text(
        "jangkar {n} hilang; hanya pihak lain yang masih memegangnya",
        "anchor {n} is missing; only the other party still has it",
    ),
    "anchor-changed": Text(
        "jangkar {n} bukan yang diserahkan kepada pihak lain",
        "anchor {n} is not the one that the other party was given",
    ),
    "anchor-unlinked": Text(
        "jangkar {n} tidak menyambung pada jangkar sebelumnya", "anchor {n} does not follow from the one before"
    ),
}


def line(code: str, number: int) -> Finding:
    """Something wrong with an anchor itself."""
    words = _LINES[code]
    return Finding(entry=number, code=code, text=Text(words.id.format(n=number), words.en.format(n=number)))

"""What a file is, by its own bytes: neither its name nor its sender is believed.

Only three kinds are taken: JPEG, PNG and PDF. SVG, HTML and office documents can carry programs, and a browser that is
handed one runs them in the name of the application that hands it out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason, fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.rules.rulebook import Rulebook

__all__ = ["media_of", "refuse_unfit"]

_SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
_TAKEN = {
    "photos": frozenset({"image/jpeg", "image/png"}),
    "photos_and_pdf": frozenset({"image/jpeg", "image/png", "application/pdf"}),
}
_MIB = 1024 * 1024

_HEAD = 1024
"""Readers of PDF look for its signature in so many bytes, and browsers for a page's tags in fewer."""

_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml)", re.IGNORECASE)
_ARCHIVE_END, _ARCHIVE_TAIL = b"PK\x05\x06", 22


def media_of(data: bytes) -> str:
    """The media type by the first bytes; empty for what is none of the kinds that are taken."""
    return next((media for signature, media in _SIGNATURES.items() if data.startswith(signature)), "")


def refuse_unfit(data: bytes, book: Rulebook) -> None:
    """Raise if a file is not of a kind and size that the rulebook takes.

    Raises:
        Invalid: with all that is wrong.
    """
    problems = list(_problems(data, book))
    if problems:
        raise Invalid(problems)


def _problems(data: bytes, book: Rulebook) -> Iterator[Reason]:
    most = book.limits["attachment_mib"].value
    media = media_of(data)
    if len(data) > most * _MIB:
        yield fault("data", "attachment-size", f"lebih besar dari {most} MiB", f"larger than {most} MiB")
    if media not in _TAKEN[book.settings["attachment_types"]]:
        kinds = "JPEG, PNG" if book.settings["attachment_types"] == "photos" else "JPEG, PNG, PDF"
        yield fault("data", "attachment-type", f"bukan {kinds}", f"none of {kinds}")
    elif _is_two_things(data, media):
        yield fault(
            "data",
            "attachment-two-things",
            "berkas ini sekaligus berkas jenis lain",
            "this file is a file of another kind as well",
        )


def _is_two_things(data: bytes, media: str) -> bool:
    """Whether other programs would take the file for something else than what it is kept as."""
    head = data[:_HEAD]
    if _MARKUP.search(head) or (media != "application/pdf" and b"%PDF-" in head):
        return True
    end = data.rfind(_ARCHIVE_END, -(_ARCHIVE_TAIL + 0xFFFF))
    # The four bytes alone may stand in any photograph by chance; that a comment of just that length follows, hardly.
    return end >= 0 and end + _ARCHIVE_TAIL + int.from_bytes(data[end + 20 : end + 22], "little") == len(data)

"""Looking for identity numbers where none may be: in files, logs and words. The same scan finds a planted one."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

__all__ = ["forms", "found"]

_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def forms(number: str) -> Iterator[tuple[str, bytes]]:
    """Every form in which a number could stand in a file, with the form's name.

    As text in three encodings, plain and as people group it; as hexadecimal text; in base64 at each of the three places
    where it can begin, also of its UTF-16; and as an integer of either byte order. A short integer is part of the same
    one written with 64 bits.
    """
    digits = "".join(letter for letter in number if letter.isdigit())
    grouped = " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
    dotted = ".".join((digits[:6], digits[6:12], digits[12:]))
    for written in sorted({number, digits, grouped, dotted}):
        for encoding in _ENCODINGS:
            raw = written.encode(encoding)
            yield f"{encoding} {written!r}", raw
            for place in range(3):
                yield f"base64+{place} of {encoding} {written!r}", _inner_base64(raw, place)
        yield f"hex {written!r}", written.encode().hex().encode()
    value = int(digits)
    size = (value.bit_length() + 7) // 8
    yield "integer, most significant byte first", value.to_bytes(size, "big")
    yield "integer, least significant byte first", value.to_bytes(size, "little")


def _inner_base64(raw: bytes, place: int) -> bytes:
    """The letters that do not depend on what stands before and after."""
    whole = base64.b64encode(b"\0" * place + raw)
    first = -(-place * 8 // 6)
    last = (place + len(raw)) * 8 // 6
    return whole[first:last]


def found(data: bytes, numbers: Iterable[str]) -> list[str]:
    """Which of the numbers stand in the data, and how; text in base64 for web addresses counts as well."""
    plain = data.replace(b"-", b"+").replace(b"_", b"/")
    lower = data.lower()
    return [
        f"{number[:4]}…: {name}"
        for number in numbers
        for name, form in forms(number)
        if form in data or form in plain or (name.startswith("hex") and form in lower)
    ]

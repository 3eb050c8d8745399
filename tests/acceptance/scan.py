"""Looking for identity numbers where none may be: in files, logs and words. The same scan finds a planted one.

It is made for many numbers at once: it looks at each place of the data, and asks whether what stands there belongs to
any of them.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator

__all__ = ["HASHES", "Scan", "found", "planted", "writings"]

HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b")

_DIGITS = re.compile(rb"\d(?:[ .\-/]?\d){8,}")
_WIDE = (re.compile(rb"(?:[0-9 .\-/+]\x00){9,}"), re.compile(rb"(?:\x00[0-9 .\-/+]){9,}"))
_HEXED = re.compile(rb"(?:(?:00)?(?:3[0-9]|20|2[bdefBDEF])(?:00)?){9,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_\-]{11,}")
_NOT_DIGIT = re.compile(rb"[^0-9]")
_WORD = 8
"""Bytes of a hash that are looked for: enough that none is there by chance."""
_LONG = 16
"""Letters of a written hash that are looked for."""
_GAP = b"\xff\xff"


def writings(number: str) -> tuple[str, ...]:
    """A number as people and programs write it: a telephone number has three beginnings."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if number.startswith("+62"):
        return (number, digits, "0" + digits[2:])
    return (digits,)


def planted(number: str) -> Iterator[tuple[str, bytes]]:
    """Every form in which a number could stand in a file, with the form's name."""
    for written in writings(number):
        digits = written.lstrip("+")
        grouped = " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
        dotted = ".".join((digits[:6], digits[6:10], digits[10:]))
        for name, said in (("plain", written), ("grouped", grouped), ("dotted", dotted)):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                raw = said.encode(encoding)
                yield f"{name} {encoding}", raw
                for place in range(3):
                    whole = b"\xfb\xff\xbf"[:place] + raw + b"\xff\xef"
                    yield f"{name} {encoding} base64+{place}", base64.b64encode(whole)
                    yield f"{name} {encoding} base64url+{place}", base64.urlsafe_b64encode(whole).rstrip(b"=")
            yield f"{name} hex", said.encode().hex().encode()
            yield f"{name} HEX", said.encode().hex().upper().encode()
        yield "64 bits, big end first", int(digits).to_bytes(8, "big")
        yield "64 bits, little end first", int(digits).to_bytes(8, "little")
        for hash_ in HASHES:
            digest = hashlib.new(hash_, written.encode()).digest()
            yield f"{hash_} raw", digest
            yield f"{hash_} hex", digest.hex().encode()
            yield f"{hash_} HEX", digest.hex().upper().encode()
            yield f"{hash_} base64", base64.b64encode(digest)
            yield f"{hash_} base64url", base64.urlsafe_b64encode(digest).rstrip(b"=")
            yield f"{hash_} base32", base64.b32encode(digest)
            yield f"{hash_} base32, small", base64.b32encode(digest).lower().rstrip(b"=")


class Scan:
    """Knows every form of many numbers.

    Args:
        numbers: as stated: sixteen digits, or a telephone number with ``+62``.
    """

    def __init__(self, numbers: Iterable[str]) -> None:
        self._digits: dict[bytes, str] = {}
        self._integers: dict[bytes, str] = {}
        self._big: set[bytes] = set()
        self._hashed: dict[bytes, str] = {}
        for number in numbers:
            for written in writings(number):
                self._add(number, written)
        self._lengths = sorted({len(digits) for digits in self._digits})
        # Where integers may be is told by their most significant bytes, which few of them share.
        heads = {value[:2] for value in self._big}
        self._heads = _any_of(heads)
        self._tails = _any_of({head[::-1] for head in heads})
        self._sizes = sorted({len(value) for value in self._integers})
        self._marks = {int.from_bytes(start[:_WORD], sys.byteorder) for start in self._hashed}
        self._starts: dict[bytes, list[bytes]] = {}
        for start in self._hashed:
            self._starts.setdefault(start[:_WORD], []).append(start)

    def _add(self, number: str, written: str) -> None:
        digits = written.lstrip("+")
        self._digits[digits.encode()] = number
        value = int(digits)
        size = (value.bit_length() + 7) // 8
        # A short integer is part of the same one written with more bits.
        self._big.add(value.to_bytes(size, "big"))
        self._integers[value.to_bytes(size, "big")] = number
        self._integers[value.to_bytes(size, "little")] = number
        for hash_ in HASHES:
            digest = hashlib.new(hash_, written.encode()).digest()
            self._hashed[digest[:_WORD]] = number
            for word in (digest.hex(), base64.b32encode(digest).decode()):
                self._hashed[word[:_LONG].lower().encode()] = number
                self._hashed[word[:_LONG].upper().encode()] = number
            self._hashed[base64.b64encode(digest)[:_LONG]] = number
            self._hashed[base64.urlsafe_b64encode(digest)[:_LONG]] = number

    def found(self, data: bytes) -> set[str]:
        """Which of the numbers stand in the data, in whatever form."""
        hits = self._in_bytes(data)
        hexed = _GAP.join(bytes.fromhex(_even(match[0])) for match in _HEXED.finditer(data))
        runs = [match[0].replace(b"-", b"+").replace(b"_", b"/") for match in _BASE64.finditer(data)]
        for start in range(4):
            hits |= self._in_bytes(_GAP.join(_decoded(run[start:]) for run in runs))
        return hits | self._in_digits(hexed)

    def _in_bytes(self, data: bytes) -> set[str]:
        hits = self._in_digits(data)
        for wide in _WIDE:
            for match in wide.finditer(data):
                hits |= self._in_digits(match[0].replace(b"\0", b""))
        return hits | set(self._as_integers(data)) | set(self._as_hashes(data))

    def _as_integers(self, data: bytes) -> Iterator[str]:
        for size in self._sizes:
            for match in self._heads.finditer(data):
                piece = data[match.start() : match.start() + size]
                if piece in self._integers:
                    yield self._integers[piece]
            for match in self._tails.finditer(data):
                piece = data[max(0, match.start() + 2 - size) : match.start() + 2]
                if piece in self._integers:
                    yield self._integers[piece]

    def _as_hashes(self, data: bytes) -> Iterator[str]:
        for offset in range(_WORD):
            length = (len(data) - offset) // _WORD * _WORD
            words = memoryview(data)[offset : offset + max(0, length)].cast("Q")
            for word in self._marks.intersection(words):
                start = word.to_bytes(_WORD, sys.byteorder)
                yield from (self._hashed[whole] for whole in self._starts[start] if whole in data)

    def _in_digits(self, data: bytes) -> set[str]:
        hits: set[str] = set()
        for match in _DIGITS.finditer(data):
            run = _NOT_DIGIT.sub(b"", match[0])
            for length in self._lengths:
                for at in range(len(run) - length + 1):
                    piece = run[at : at + length]
                    if piece in self._digits:
                        hits.add(self._digits[piece])
        return hits


def found(data: bytes, numbers: Iterable[str]) -> list[str]:
    """Which of a few numbers stand in the data."""
    return sorted(Scan(numbers).found(data))


def _any_of(pieces: set[bytes]) -> re.Pattern[bytes]:
    # Without taking what it finds, so that one may begin within another.
    return re.compile(b"(?=" + b"|".join(map(re.escape, sorted(pieces))) + b")", re.DOTALL)


def _decoded(run: bytes) -> bytes:
    whole = run[: len(run) // 4 * 4]
    rest = run[len(whole) :]
    return base64.b64decode(whole + (rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""))


def _even(run: bytes) -> str:
    return run[: len(run) // 2 * 2].decode()

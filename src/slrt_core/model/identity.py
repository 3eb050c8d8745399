"""Numbers that people carry: NIK, No. KK, telephone. Each is a claim, never a key.

A number may be absent (people without papers are whom this is for), malformed as it was written,
well-formed, or verified against the civil registry. Nothing here prints a number:
`repr`, `str` and `format` show its state only. Not even its last digits: a NIK is a region, a birth date
and a serial, so with the first two in a searchable column the serial would give it away.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NoReturn

from attrs import evolve, frozen

from slrt_core.errors import invalid
from slrt_core.model.choices import member

__all__ = ["IdKind", "IdState", "IdentityClaim", "Private", "find_identifiers"]

_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SEPARATORS = re.compile(r"[\s.\-/]")
_WITHIN_TEXT = re.compile(r"(?<!\d)\+?\d(?:[ .\-/]?\d){8,}(?!\d)")


class IdKind(StrEnum):
    """Which number it is."""

    NIK = "nik"
    NO_KK = "no_kk"
    PHONE = "phone"


class IdState(StrEnum):
    """How far a number can be relied on."""

    ABSENT = "absent"
    MALFORMED = "malformed"
    WELL_FORMED = "well_formed"
    VERIFIED = "verified"


@frozen(repr=False, str=False, kw_only=True)
class IdentityClaim:
    """One number as somebody stated it.

    A claim holds either the number in clear (just recorded, not stored yet) or its sealed form (read from a store);
    only a key provider can open the latter. Two claims are the same number when their clear texts are equal, or
    when their keyed index values are.

    Args:
        kind: NIK, No. KK or telephone.
        state: absent, malformed, well-formed or verified.
        clear: the number; ``None`` when absent or sealed.
        sealed: the sealed form; ``None`` when absent or not stored yet.
        index: the keyed index value by which the number is found.
    """

    kind: IdKind
    state: IdState = IdState.ABSENT
    clear: str | None = None
    sealed: bytes | None = None
    index: str = ""

    @classmethod
    def parse(cls, kind: IdKind | str, text: str | None) -> IdentityClaim:
        """Take a number as it was written. What is malformed is kept, word for word.

        Raises:
            Invalid: there is no such kind of number; whatever the number is, it never fails.
        """
        kind = member(IdKind, kind, "kind")
        given: object = text
        if given is not None and not isinstance(given, str):
            raise invalid(
                kind, "value-type", id="tulis sebagai teks, bukan angka", en="write it as a text, not a number"
            )
        if text is None or not text.strip():
            return cls(kind=kind)
        plain = _SEPARATORS.sub("", text.strip())
        if kind is IdKind.PHONE:
            plain = re.sub(r"^(?:\+62|62|0)(?=8)", "+62", plain)
        if _PROBLEM[kind](plain):
            return cls(kind=kind, state=IdState.MALFORMED, clear=text)
        return cls(kind=kind, state=IdState.WELL_FORMED, clear=plain)

    @property
    def present(self) -> bool:
        """Whether any number was stated, well-formed or not."""
        return self.state is not IdState.ABSENT

    def verified(self) -> IdentityClaim:
        """The same claim after the civil registry confirmed it.

        Raises:
            Invalid: the number is absent or malformed, so there is nothing that could have been confirmed.
        """
        if self.state not in {IdState.WELL_FORMED, IdState.VERIFIED}:
            raise invalid(
                self.kind,
                "identity-unverifiable",
                id="nomor kosong atau salah tulis tidak dapat disahkan",
                en="an absent or malformed number cannot be verified",
            )
        return evolve(self, state=IdState.VERIFIED)

    def same_number(self, other: IdentityClaim) -> bool:
        """Whether both claims state the same number of the same kind; an absent number is nobody's."""
        if self.kind is not other.kind or not (self.present and other.present):
            return False
        if self.index and other.index:
            return self.index == other.index
        return self.clear is not None and self.clear == other.clear

    @property
    def problem(self) -> str:
        """A code such as ``length`` or ``date`` for why a number in clear is malformed; empty if it is not."""
        return _PROBLEM[self.kind](_SEPARATORS.sub("", self.clear)) if self.clear else ""

    def __repr__(self) -> str:
        return f"<{self.kind}: {self.state}>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an identity number is not pickled: it would leave in clear, or without its key")


@frozen(repr=False, str=False)
class Private:
    """Words about a person: a complaint's text, a note. Sealed in every store, never printed.

    A facilitator may well write a NIK into a note; so all of it is treated as one.

    Args:
        clear: the words; ``None`` while they are sealed.
        sealed: the sealed form, as read from a store.
    """

    clear: str | None = None
    sealed: bytes | None = None

    def __bool__(self) -> bool:
        return bool(self.sealed or (self.clear and self.clear.strip()))

    def __repr__(self) -> str:
        return "<private words>" if self else "<no words>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __reduce__(self) -> NoReturn:
        raise TypeError("private words are not pickled: they would leave in clear, or without their key")


def as_private(text: str | Private) -> Private:
    """Words as they are kept, from a text or as they are."""
    return text if isinstance(text, Private) else Private(text)


NO_WORDS = Private()
"""Nothing was said."""


def find_identifiers(text: str) -> bool:
    """Whether a text that will stay searchable (a name, an address) holds what looks like an identity number."""
    return bool(_WITHIN_TEXT.search(text))


def _nik_problem(digits: str) -> str:
    if not re.fullmatch(r"[0-9]{16}", digits):
        return "length" if re.fullmatch(r"[0-9]*", digits) else "digits"
    day = int(digits[6:8])
    # A woman's day of birth is written with 40 added; the area is that of first issue, not of residence.
    return _area_problem(digits) or _date_problem(day - 40 if day > 40 else day, int(digits[8:10])) or _serial(digits)


def _no_kk_problem(digits: str) -> str:
    if not re.fullmatch(r"[0-9]{16}", digits):
        return "length" if re.fullmatch(r"[0-9]*", digits) else "digits"
    return _area_problem(digits) or _date_problem(int(digits[6:8]), int(digits[8:10])) or _serial(digits)


def _phone_problem(digits: str) -> str:
    return "" if re.fullmatch(r"\+62[0-9]{8,12}", digits) or re.fullmatch(r"0[0-9]{8,11}", digits) else "length"


def _area_problem(digits: str) -> str:
    return "" if int(digits[:2]) >= 11 and digits[2:4] != "00" and digits[4:6] != "00" else "area"


def _date_problem(day: int, month: int) -> str:
    return "" if 1 <= month <= 12 and 1 <= day <= _DAYS_IN_MONTH[month - 1] else "date"


def _serial(digits: str) -> str:
    return "serial" if digits[12:] == "0000" else ""


_PROBLEM = {IdKind.NIK: _nik_problem, IdKind.NO_KK: _no_kk_problem, IdKind.PHONE: _phone_problem}

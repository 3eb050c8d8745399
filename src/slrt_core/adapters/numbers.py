"""Registration numbers that survive being read aloud: no letters that look or sound alike, and a check letter."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["is_number", "named", "numbered"]

_LETTERS = "23456789ACDEFGHJKLMNPQRTUVWXYZ"
_LENGTH = 8
_PLAIN = str.maketrans("0123456789abcdef", "bcdfghjkmnpqrstv")


def numbered(below: Callable[[int], int]) -> str:
    """A new number such as ``7F3K-92QX-C``.

    Args:
        below: gives a random integer below its argument.
    """
    body = "".join(_LETTERS[below(len(_LETTERS))] for _ in range(_LENGTH))
    return f"{body[:4]}-{body[4:]}-{_check(body)}"


def named(kind: str, number: int) -> str:
    """An id of 80 bits in letters only: none of it is ever taken for a NIK, by people or by scans."""
    return f"{kind[:1]}-" + f"{number:020x}"[-20:].translate(_PLAIN)


def is_number(text: str) -> bool:
    """Whether a text is a number with the right check letter, however it is spaced."""
    plain = text.upper().replace("-", "").replace(" ", "")
    if not set(plain) <= set(_LETTERS):
        return False
    return len(plain) == _LENGTH + 1 and _check(plain[:-1]) == plain[-1]


def _check(body: str) -> str:
    # Weights that have no factor in common with the count of letters notice every single wrong letter.
    weights = (7, 11, 13, 17, 19, 23, 29, 1)
    return _LETTERS[sum(w * _LETTERS.index(letter) for w, letter in zip(weights, body, strict=True)) % len(_LETTERS)]

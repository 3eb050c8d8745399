"""A registration number as a household brings it: spoken, typed without dashes, in small letters."""

from __future__ import annotations

import re

__all__ = ["as_number"]


def as_number(text: str) -> str:
    """The number as it was given out, however it is written."""
    plain = re.sub(r"[\s-]", "", text).upper()
    return f"{plain[:4]}-{plain[4:8]}-{plain[8]}" if len(plain) == 9 else " ".join(text.split()).upper()

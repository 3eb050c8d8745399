"""What is found wrong with an expression, and what is worth a look, gathered while it is checked."""

from __future__ import annotations

from slrt_core.reasons import Reason
from slrt_core.rules.criteria.nodes import Place
from slrt_core.rules.criteria.problems import problem
from slrt_core.rules.criteria.schema import Kind

__all__ = ["Findings"]

_WORDS = {
    "bool": ("ya/tidak", "yes/no"),
    "number": ("angka", "a number"),
    "date": ("tanggal", "a date"),
    "instant": ("saat", "an instant"),
    "code": ("kode", "a code"),
    "codes": ("himpunan kode", "a set of codes"),
    "region": ("wilayah", "a region"),
    "text": ("teks", "a text"),
}


class Findings:
    """What was found in one expression.

    Args:
        text: as it was written; empty if it was not.
        path: the place of the expression itself.
    """

    def __init__(self, text: str, path: str) -> None:
        self._text, self._path = text, path
        self.problems: list[Reason] = []
        self.warnings: list[Reason] = []

    def no(self, at: Place | None, code: str, id: str, en: str) -> None:
        """Note something wrong."""
        self.problems.append(problem(self._text, at, code, id, en, self._path))

    def warn(self, at: Place | None, code: str, id: str, en: str) -> None:
        """Note something worth a look."""
        self.warnings.append(problem(self._text, at, code, id, en, self._path))

    def mistyped(self, at: Place | None, kind: Kind, *wanted: str) -> None:
        """Note a value of the wrong type."""
        id = "/".join(_WORDS[want][0] for want in wanted)
        en = " or ".join(_WORDS[want][1] for want in wanted)
        found = _WORDS[kind.name]
        self.no(at, "type", f"di sini harus {id}, bukan {found[0]}", f"{en} must stand here, not {found[1]}")

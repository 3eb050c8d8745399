"""What can go wrong, told apart by who has to act.

========================  ==========================================================
`Refused`                 a rule says no; the person may not do this now
`Invalid`                 the input is wrong; the sender mends it
`NotFound`                no such thing, or none that the reader may see
`Conflict`                somebody else was first; look again, then decide again
`AdapterError`            a store, channel or key provider failed; the operator looks
`PluginError`             a plug-in is missing, doubled or unfit; the installer looks
========================  ==========================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.reasons import Basis, Reason, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AdapterError", "Conflict", "Invalid", "NotFound", "PluginError", "Refused", "SlrtError", "invalid"]


class SlrtError(Exception):
    """The base of every error that this library raises on purpose.

    Args:
        reasons: all that is known to be wrong, not only the first; never empty.
    """

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons: tuple[Reason, ...] = tuple(reasons)
        super().__init__("; ".join(map(str, self.reasons)))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reasons, for machines."""
        return tuple(reason.code for reason in self.reasons)


class Refused(SlrtError):
    """A rule does not allow it; every reason is listed, each with its basis."""


class Invalid(SlrtError, ValueError):
    """The input cannot be taken as it is; each reason names the place."""


class NotFound(SlrtError, LookupError):
    """There is no such thing, or none that this reader may see: the two read the same (R-ALL-2)."""

    def __init__(self, what: str) -> None:
        super().__init__(
            [
                Reason(
                    code="not-found",
                    text=Text(
                        id=f"{_in_indonesian(what)}: tidak ada, atau tidak boleh Anda lihat",
                        en=f"{what}: there is none, or none that you may see",
                    ),
                    basis=Basis(rule="R-ALL-2"),
                )
            ]
        )


class Erased(NotFound):
    """What is asked for was there, and was erased for ever at somebody's right.

    Args:
        owner: the id of whom it was about.
    """

    def __init__(self, owner: str) -> None:
        super().__init__(f"value {owner}")


_KINDS = {
    "attachment": "lampiran",
    "case": "kasus",
    "followup": "catatan",
    "household": "rumah tangga",
    "number": "nomor",
    "officer": "petugas",
    "record": "catatan",
    "region": "wilayah",
    "rulebook": "buku aturan",
    "value": "nilai",
    "visit": "kunjungan",
}


def _in_indonesian(what: str) -> str:
    kind, blank, name = what.partition(" ")
    return _KINDS.get(kind, kind) + blank + name


class Conflict(SlrtError):
    """It has changed since it was looked at, or somebody else holds it."""

    def __init__(self, code: str, text: Text, path: str = "", rule: str = "") -> None:
        super().__init__([Reason(code=code, text=text, basis=Basis(rule=rule), path=path)])


class AdapterError(SlrtError):
    """Something outside the core failed.

    Args:
        code: what failed.
        text: for the operator.
        retryable: whether nothing has happened and the same call may succeed at once.
        unknown: whether it may have happened all the same: the connection broke while it was told to commit.
    """

    def __init__(self, code: str, text: Text, *, retryable: bool = False, unknown: bool = False) -> None:
        super().__init__([Reason(code=code, text=text)])
        self.retryable = retryable
        self.unknown = unknown


class PluginError(SlrtError):
    """A plug-in is missing, offered twice, or speaks another contract."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__([Reason(code=code, text=text)])


def invalid(path: str, code: str, *, id: str, en: str, rule: str = "") -> Invalid:
    """An `Invalid` with one reason: the place, the code, and the words in both languages."""
    return Invalid([Reason(code=code, text=Text(id=id, en=en), basis=Basis(rule=rule), path=path)])

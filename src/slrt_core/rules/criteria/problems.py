"""What is wrong with an expression: a code, the place with a caret, and a hint, in both languages."""

from __future__ import annotations

from slrt_core.errors import AdapterError, Invalid
from slrt_core.reasons import Reason, Text
from slrt_core.rules.criteria.nodes import Place

__all__ = ["CannotPushDown", "problem", "refused"]


class CannotPushDown(AdapterError):
    """A target cannot express a node; nothing wider is ever asked instead.

    Args:
        target: which one: ``sql``, ``columns`` …
        what: the node, in words.
        at: where it stands.
    """

    def __init__(self, target: str, what: Text, at: Place | None = None) -> None:
        place = f"{at.line}:{at.column}: " if at else ""
        self.at = at
        super().__init__(
            "cannot-push-down",
            Text(
                f"{place}{target} tidak dapat menghitung {what.id}; nilailah satu per satu",
                f"{place}{target} cannot compute {what.en}; assess them one by one",
            ),
        )


def problem(text: str, at: Place | None, code: str, id: str, en: str, path: str = "") -> Reason:  # noqa: PLR0917
    """One thing that is wrong.

    Args:
        text: the whole expression, of which the line in question is shown; empty if there is none.
        at: the place in it.
        code: for machines.
        id: in Indonesian.
        en: in English.
        path: the place of the expression itself, such as ``PKH.toml:criteria.decile``.
    """
    where = f"{at.line}:{at.column}" if at else ""
    shown = _caret(text, at) if at and text else ""
    return Reason(code=code, text=Text(id + shown, en + shown), path=":".join(filter(None, (path, where))))


def refused(text: str, at: Place | None, code: str, id: str, en: str, path: str = "") -> Invalid:  # noqa: PLR0917
    """An error with just this problem."""
    return Invalid([problem(text, at, code, id, en, path)])


_WIDE = 100


def _caret(text: str, at: Place) -> str:
    lines = text.split("\n")
    if at.line > len(lines):
        return ""
    line, column = lines[at.line - 1], at.column - 1
    start = max(0, column - _WIDE // 2)
    part = "".join(c if c.isprintable() else "·" for c in line[start : start + _WIDE])
    length = max(1, min(at.length, len(part) - (column - start)))
    return f"\n  {part}\n  {' ' * (column - start)}{'^' * length}"

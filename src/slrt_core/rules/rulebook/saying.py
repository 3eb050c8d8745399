"""Differences in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import fields, frozen, has

from slrt_core.reasons import Basis, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SIGNS", "Difference", "arrow", "changes", "detail_of", "joined", "listed", "shown"]

SIGNS = {
    "added": Text("ditambah", "added"),
    "removed": Text("dihapus", "removed"),
    "changed": Text("diubah", "changed"),
}


@frozen(kw_only=True)
class Difference:
    """One thing that is otherwise.

    Args:
        group: of what kind it is: ``row``, ``referral row``, ``setting``, ``limit``, ``closed day`` …
        key: which one.
        sign: ``added``, ``removed`` or ``changed``.
        text: what changed, for people.
        pinned: whether cases that have begun keep the old one until they are moved; the rest counts at once.
        at: for rows: the kinds, ways and state that it concerns; a referral's state has neither kind nor way.
        program: of whose protocol it is; empty if it concerns all programs.
    """

    group: str
    key: str
    sign: str
    text: Text
    pinned: bool
    at: frozenset[tuple[str, str, str]] = frozenset()
    program: str = ""


def changes(left: Any, right: Any) -> Text:
    """Which parts of a thing are otherwise, with the old and the new."""
    if not has(type(left)) or isinstance(left, (Text, Basis)):
        return arrow(shown(left), shown(right))
    parts = [
        joined(Text(attribute.name, attribute.name), arrow(shown(one), shown(other)), " ")
        for attribute in fields(type(left))
        if attribute.init and (one := getattr(left, attribute.name)) != (other := getattr(right, attribute.name))
    ]
    return listed(parts, "; ")


def detail_of(value: Any) -> Text:
    """What a thing that is only on one side is called."""
    label = getattr(value, "label", None) or getattr(value, "text", None)
    if isinstance(label, Text):
        return label
    return Text("", "") if has(type(value)) and not isinstance(value, Text) else shown(value)


def shown(value: Any) -> Text:
    """A value for people."""
    match value:
        case Text():
            return Text(f"“{value.id}”", f"“{value.en}”")
        case None | () | "":
            return Text("–", "–")
        case True | False:
            return Text("ya" if value else "tidak", "yes" if value else "no")
        case tuple() | frozenset() | set():
            return listed([shown(one) for one in value], ", ")
        case dict():
            return listed([joined(Text(key, key), shown(one), " ") for key, one in value.items()], ", ")
        case _:
            return Text(str(value), str(value))


def arrow(left: Text, right: Text) -> Text:
    """The old and the new."""
    return joined(left, right, " → ")


def joined(left: Text, right: Text, by: str) -> Text:
    """Two texts as one."""
    return Text(f"{left.id}{by}{right.id}", f"{left.en}{by}{right.en}")


def listed(parts: Iterable[Text], by: str) -> Text:
    """Several texts as one."""
    held = list(parts)
    return Text(by.join(part.id for part in held), by.join(part.en for part in held))

"""What two tables of steps say otherwise."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any

from slrt_core.reasons import Text
from slrt_core.rules.rulebook.saying import SIGNS, Difference, arrow, joined, listed, shown
from slrt_core.rules.rulebook.tables import KEEP, ReferralRow, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slrt_core.rules.rulebook.book import Rulebook

__all__ = ["referral_row_differences", "row_differences"]

_Cell = tuple[Any, ...]
_PARTS = (
    Text("ke", "to"),
    Text("jangkauan", "scope"),
    Text("tahap", "stage"),
    Text("syarat", "needs"),
    Text("akibat", "effects"),
    Text("hari kerja", "working days"),
    Text("dasar", "basis"),
)


def row_differences(old: Rulebook, new: Rulebook) -> Iterator[Difference]:
    """The rows of the case table, as what each post may do in each state with each kind that came in each way."""
    left, right = _cells(old), _cells(new)
    grouped: dict[_Cell, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for key in left.keys() | right.keys():
        kind, way, before, command, post = key
        one, other = left.get(key), right.get(key)
        if one != other:
            grouped[before, command, one, other][kind, way].add(post)
    for (before, command, one, other), where in sorted(grouped.items(), key=lambda item: str(item[0])):
        for kinds, ways, posts in _rectangles(where):
            what = _step(old, new, before, command)
            who = listed([_post(old, new, post) for post in sorted(posts)], ", ")
            places = f"{'|'.join(sorted(kinds))}; {'|'.join(sorted(ways))}"
            name = f"{before} + {command} ({', '.join(sorted(posts))}; {places})"
            detail = listed((joined(what, who, ", "), Text(places, places), _row_change(one, other)), "; ")
            at = frozenset((kind, way, before) for kind, way in product(kinds, ways))
            yield _row("row", Text("langkah", "step"), (name, _sign(one, other), detail), at)


def referral_row_differences(old: Rulebook, new: Rulebook) -> Iterator[Difference]:
    """The rows of the referral table, likewise."""
    left, right = _referral_cells(old), _referral_cells(new)
    grouped: dict[_Cell, set[str]] = defaultdict(set)
    for key in left.keys() | right.keys():
        before, command, side, post = key
        one, other = left.get(key), right.get(key)
        if one != other:
            grouped[before, command, side, one, other].add(post)
    for (before, command, side, one, other), posts in sorted(grouped.items(), key=lambda item: str(item[0])):
        what = _step(old, new, before, command, referral=True)
        who = listed([_post(old, new, post) if post else Text(side, side) for post in sorted(posts)], ", ")
        name = f"{before} + {command} ({', '.join(filter(None, (side, *sorted(posts))))})"
        detail = listed((joined(what, who, ", "), _row_change(one, other)), "; ")
        at = frozenset({("", "", before)})
        yield _row("referral row", Text("langkah rujukan", "step of a referral"), (name, _sign(one, other), detail), at)


def _row(group: str, what: Text, said: tuple[str, str, Text], at: frozenset[tuple[str, str, str]]) -> Difference:
    key, sign, detail = said
    signed = SIGNS[sign]
    text = Text(f"{what.id} {signed.id}: {detail.id}", f"{what.en} {signed.en}: {detail.en}")
    return Difference(group=group, key=key, sign=sign, text=text, pinned=True, at=at)


def _sign(one: _Cell | None, other: _Cell | None) -> str:
    return "added" if one is None else "removed" if other is None else "changed"


def _row_change(one: _Cell | None, other: _Cell | None) -> Text:
    if one is not None and other is not None:
        pairs = zip(_PARTS, one, other, strict=True)
        changed = ((name, a, b) for name, a, b in pairs if a != b)
        return listed([joined(name, arrow(_cell(a), _cell(b)), " ") for name, a, b in changed], "; ")
    held = one or other or ()
    return listed([joined(name, _cell(a), " ") for name, a in zip(_PARTS, held, strict=True) if a], "; ")


def _cell(value: Any) -> Text:
    return Text("tetap", "kept") if value == KEEP and type(value) is int else shown(value)


def _step(old: Rulebook, new: Rulebook, before: str, command: str, *, referral: bool = False) -> Text:
    book = new if command in new.commands else old
    states = book.referral_states if referral else book.states
    place = states if before in states else (old.referral_states if referral else old.states)
    return joined(book.label(place, before), book.named(command), ": ")


def _post(old: Rulebook, new: Rulebook, post: str) -> Text:
    return (new if post in new.posts else old).label((new if post in new.posts else old).posts, post)


def _signature(row: Row | ReferralRow) -> _Cell:
    scope = row.scope if isinstance(row, Row) else row.side
    return (row.after, scope, row.stage, tuple(sorted(set(row.needs))), row.effects, row.days, str(row.basis))


def _cells(book: Rulebook) -> dict[tuple[str, str, str, str, str], _Cell]:
    return {
        (kind, way, row.before, row.command, post): _signature(row)
        for row in book.rows
        for kind, way, post in product(row.kinds, row.ways, row.posts or ("",))
    }


def _referral_cells(book: Rulebook) -> dict[tuple[str, str, str, str], _Cell]:
    return {
        (row.before, row.command, row.side, post): _signature(row)
        for row in book.referral_rows
        for post in row.posts or ("",)
    }


def _rectangles(where: Mapping[tuple[str, str], set[str]]) -> Iterator[tuple[set[str], set[str], frozenset[str]]]:
    """Kinds × ways × posts, put together again as far as they make a rectangle."""
    by_kind: dict[str, dict[frozenset[str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for (kind, way), posts in where.items():
        by_kind[kind][frozenset(posts)].add(way)
    merged: dict[tuple[frozenset[str], frozenset[str]], set[str]] = defaultdict(set)
    for kind, held in by_kind.items():
        for allowed, ways in held.items():
            merged[frozenset(ways), allowed].add(kind)
    for (those, allowed), kinds in sorted(merged.items(), key=lambda item: (sorted(item[1]), sorted(item[0][0]))):
        yield kinds, set(those), allowed

"""Stores that are wrong about scans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from unicodedata import normalize

from attrs import evolve

from slrt_core.ports import IndexValue, Page, Range, Stored, matches
from slrt_core.rules.criteria import nodes
from tests.meta.harness import Asked, Through, rewritten


class CodesInPart(Through):
    """Takes the beginning of a code for the code."""

    def scanned(self, asked: Asked) -> Page:
        def cut(node: Any) -> Any:
            return evolve(node, code=node.code.rstrip("|")) if isinstance(node, nodes.Holds) else node

        return super().scanned(evolve(asked, where=rewritten(asked.where, cut)))


class CodesOfOld(Through):
    """Finds a record by the codes that it had first."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        before = self.inner.get(kind, key)
        if before is not None and "tags" in index:
            index = {**index, "tags": before.index["tags"]}
        return super().put(kind, key, body, expect=expect, index=index)


class CodesCut(Through):
    """Keeps no more codes than fit into a text."""

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        tags = index.get("tags")
        return super().put(
            kind, key, body, expect=expect, index={**index, "tags": tags[:1000]} if isinstance(tags, str) else index
        )


class TiesLost(Through):
    """Goes on after the last value instead of after the last record."""

    def scanned(self, asked: Asked) -> Page:
        found = self.all(asked.kind, asked.order, asked.where)
        if asked.after is not None:
            seen = next(
                (n for n in range(len(found), 0, -1) if repr(found[n - 1].index[asked.order.field]) == asked.after), 0
            )
            found = found[seen:]
        more = len(found) > asked.limit
        return Page(
            tuple(found[: asked.limit]), repr(found[asked.limit - 1].index[asked.order.field]) if more else None
        )


class ByOffset(Through):
    """Goes on after so many records, whatever happened in between."""

    def scanned(self, asked: Asked) -> Page:
        start = int(asked.after or 0)
        found = self.all(asked.kind, asked.order, asked.where)
        end = start + asked.limit
        return Page(tuple(found[start:end]), str(end) if len(found) > end else None)


class Rescanned(Through):
    """Puts the found records into another order."""

    def order(self, record: Stored, order: Range) -> Any:
        raise NotImplementedError

    def scanned(self, asked: Asked) -> Page:
        page = super().scanned(asked)
        records = sorted(
            page.records, key=lambda record: self.order(record, asked.order), reverse=asked.order.descending
        )
        return Page(tuple(records), page.after)


class CaselessOrder(Rescanned):
    """Orders text without regard to case, as a collation for people does."""

    def order(self, record: Stored, order: Range) -> Any:
        value = record.index[order.field]
        return (value.casefold() if isinstance(value, str) else value, record.key)


class KeyNotInOrder(Rescanned):
    """Orders by the field alone; ties stand as they were written."""

    def order(self, record: Stored, order: Range) -> Any:
        return (record.index[order.field], -ord(record.key[0]))


class Utf16Order(Rescanned):
    """Orders text by its UTF-16 units, as some databases do."""

    def order(self, record: Stored, order: Range) -> Any:
        value = record.index[order.field]
        return (value.encode("utf-16-be") if isinstance(value, str) else value, record.key)


class HighInclusive(Through):
    """Takes the high bound into the range."""

    def scanned(self, asked: Asked) -> Page:
        found = [
            r
            for r in self.all(asked.kind, evolve(asked.order, high=None), asked.where)
            if _up_to(r.index[asked.order.field], asked.order.high)
        ]
        return Page(tuple(found[: asked.limit]), None)


def _up_to(value: Any, high: Any) -> bool:
    return high is None or bool(value <= high)


class NoneInRange(Through):
    """Begins a scan with the records that have no value, as NULLS FIRST does."""

    def scanned(self, asked: Asked) -> Page:
        page = super().scanned(asked)
        if asked.after is not None or asked.kind != "thing":
            return page
        keys = {r.key for field in ("word", "count") for r in self.all(asked.kind, Range(field=field))}
        lost = [r for r in map(self._there, sorted(keys)) if r.index[asked.order.field] is None]
        return Page((*lost, *page.records), page.after)

    def _there(self, key: str) -> Stored:
        stored = self.inner.get("thing", key)
        assert stored is not None
        return stored


class WhereIgnored(Through):
    """Leaves the filter to the caller."""

    def scanned(self, asked: Asked) -> Page:
        return super().scanned(evolve(asked, where=None))


class Rewriting(Through):
    """Takes a filter for another."""

    def node(self, node: Any, asked: Asked) -> Any:
        raise NotImplementedError

    def scanned(self, asked: Asked) -> Page:
        return super().scanned(evolve(asked, where=rewritten(asked.where, lambda node: self.node(node, asked))))


class EmptyWhereMatchesAll(Rewriting):
    """Takes no wanted value for no filter."""

    def node(self, node: Any, asked: Asked) -> Any:
        return nodes.TRUE if node == nodes.Bool(False) else node


class WhereWithoutNone(Rewriting):
    """Asks for what is not there by a comparison with NULL, which is never true."""

    def node(self, node: Any, asked: Asked) -> Any:
        return nodes.Bool(False) if isinstance(node, nodes.Not) and isinstance(node.of, nodes.Known) else node


class EitherIsBoth(Rewriting):
    """Joins all conditions by AND."""

    def node(self, node: Any, asked: Asked) -> Any:
        return nodes.And(node.parts) if isinstance(node, nodes.Or) else node


class UpToIncluded(Rewriting):
    """Does not tell less from at most."""

    def node(self, node: Any, asked: Asked) -> Any:
        return evolve(node, op="<=") if isinstance(node, nodes.Cmp) and node.op == "<" else node


class NotUnknown(Rewriting):
    """Takes what is unknown for no, and the opposite of it for yes, as a program with two truths does."""

    def node(self, node: Any, asked: Asked) -> Any:
        match node:
            case nodes.In(nodes.Field() as of) | nodes.Cmp(_, nodes.Field() as of, _):
                return nodes.And((nodes.Known(of), node))
        return node


class NullUnderNot(Rewriting):
    """Negates each part for itself, and forgets that And becomes Or."""

    def node(self, node: Any, asked: Asked) -> Any:
        match node:
            case nodes.Not(nodes.And(parts)):
                return nodes.And(tuple(map(nodes.Not, parts)))
        return node


class NothingSupposed(Rewriting):
    """Reads the value itself where one is to be supposed."""

    def node(self, node: Any, asked: Asked) -> Any:
        return node.of if isinstance(node, nodes.Default) else node


class Bent(Through):
    """Keeps index values in another type."""

    def value(self, value: IndexValue) -> IndexValue:
        raise NotImplementedError

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        bent = {name: self.value(value) for name, value in index.items()}
        return self.inner.put(kind, key, body, expect=expect, index=bent)


class MicrosecondsLost(Bent):
    """Keeps instants to the second, as DATETIME without (6) does."""

    def value(self, value: IndexValue) -> IndexValue:
        return value.replace(microsecond=0) if isinstance(value, datetime) else value


class FloatCounts(Bent):
    """Keeps whole numbers as floating point."""

    def value(self, value: IndexValue) -> IndexValue:
        return int(float(value)) if type(value) is int else value


class TruthAsNumber(Bent):
    """Keeps truth values as 0 and 1."""

    def value(self, value: IndexValue) -> IndexValue:
        return int(value) if isinstance(value, bool) else value


class LocaleOrder(Rescanned):
    """Orders text as a dictionary does: letters first, accents and case only between words that are else the same."""

    def order(self, record: Stored, order: Range) -> Any:
        value = record.index[order.field]
        if not isinstance(value, str):
            return (value, record.key)
        letters = "".join(letter for letter in normalize("NFD", value) if letter.isalnum())
        return (letters.casefold(), value, record.key)


class WhereOnOrderLost(Rewriting):
    """Has one condition for each field, and the bounds come last."""

    def node(self, node: Any, asked: Asked) -> Any:
        match node:
            case nodes.In(nodes.Field(name=name)) | nodes.Cmp(_, nodes.Field(name=name), _) if (
                name == asked.order.field
            ):
                return nodes.TRUE
        return node


class FoldedWhere(Through):
    """Compares texts by a collation."""

    def folded(self, text: str) -> str:
        raise NotImplementedError

    def scanned(self, asked: Asked) -> Page:
        where = rewritten(asked.where, self._node)
        found = [
            record
            for record in self.all(asked.kind, asked.order)
            if matches(where, {name: self._value(value) for name, value in record.index.items()})
        ]
        return Page(tuple(found[: asked.limit]), None)

    def _node(self, node: Any) -> Any:
        return nodes.Code(self.folded(node.value)) if isinstance(node, nodes.Code) else node

    def _value(self, value: IndexValue) -> IndexValue:
        return self.folded(value) if isinstance(value, str) else value


class CaselessWhere(FoldedWhere):
    """Without regard to case."""

    def folded(self, text: str) -> str:
        return text.casefold()


class PaddedWhere(FoldedWhere):
    """Without regard to blanks at the end."""

    def folded(self, text: str) -> str:
        return text.rstrip(" ")


class EmptyAsNone(Bent):
    """Takes an empty text for none, as some databases do."""

    def value(self, value: IndexValue) -> IndexValue:
        return None if value == "" else value


class Milliseconds(Bent):
    """Keeps instants to the millisecond."""

    def value(self, value: IndexValue) -> IndexValue:
        return value.replace(microsecond=value.microsecond // 1000 * 1000) if isinstance(value, datetime) else value


class DeletedIsFound(Through):
    """Leaves a record in its index when it is deleted."""

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        held = self.inner.get(kind, key)
        self.inner.delete(kind, key, expect=expect)
        self.store.kept[kind, key] = held

    def scanned(self, asked: Asked) -> Page:
        page = super().scanned(asked)
        return Page((*page.records, *self.store.kept.values()), page.after)


_BINARY = "Text is ordered by code point, not by case, language or locale"
_WHERE = "A filter keeps the records for which its condition surely holds"
_UNKNOWN = "A value that is not there is neither equal nor unequal to another, unless the filter supposes one"
_APART = "Filters and bounds tell texts apart by every character, also case, accents and blanks at the end"
_MICRO = "Instants one microsecond apart are told apart: when read, by bounds, by filters, from page to page"
_NUMBERS = "Whole numbers of 64 bits and truth values keep value, type and order"

_CODES = "A record is found by a code that it has, and by no part of one"

SCANS: list[tuple[type[Through], str]] = [
    (TiesLost, "Pages lose no tie, repeat none, and end"),
    (ByOffset, "A scan goes on in another transaction, also when the last record seen is gone"),
    (ByOffset, "A page goes on where the last one ended, whatever was written before that place"),
    *((kind, _BINARY) for kind in (CaselessOrder, LocaleOrder, Utf16Order, EmptyAsNone)),
    (KeyNotInOrder, "A scan is ordered by the field, then by the key; records of other kinds are not in it"),
    (HighInclusive, "The low bound is in the range, the high bound is not"),
    (NoneInRange, "A record without a value in the field is left out of its scans"),
    *((kind, _WHERE) for kind in (WhereIgnored, EmptyWhereMatchesAll, WhereWithoutNone, CaselessWhere)),
    *((kind, _WHERE) for kind in (EitherIsBoth, UpToIncluded)),
    *((kind, _UNKNOWN) for kind in (NotUnknown, NullUnderNot, NothingSupposed)),
    (WhereOnOrderLost, "A filter may name the order's own field; bounds and filter hold together"),
    *((kind, _APART) for kind in (CaselessWhere, PaddedWhere)),
    (MicrosecondsLost, "Dates and instants keep their order, their microseconds and their zone's instant"),
    *((kind, _MICRO) for kind in (MicrosecondsLost, Milliseconds)),
    *((kind, _NUMBERS) for kind in (FloatCounts, TruthAsNumber)),
    (CodesInPart, _CODES),
    (CodesOfOld, "A scan by codes is in order, gives each record once, and goes on in place; by the last version only"),
    (CodesCut, "Many codes fit into one field and come back; more, or one that is too long, is a ValueError"),
    (DeletedIsFound, "A scan finds a record by the values of its last version only"),
]

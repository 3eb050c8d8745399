"""Promises about codes: several in one field, each found by the whole of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slrt_core.ports import (
    LONGEST_CODES,
    LONGEST_TEXT,
    Codes,
    Filter,
    IndexValue,
    New,
    Range,
    RecordKind,
    Storage,
    codes_of,
)
from slrt_core.testing.contracts.base import DISTRICT, StorageCase, keys_of
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["TAGGED", "CodePromises"]

TAGGED = RecordKind(
    name="tagged", index={"word": str, "count": int, "tags": Codes}, within=(("tags", "word"), ("tags", "count"))
)

_TAGS: Mapping[str, Iterable[str] | None] = {
    "a": ["x"], "b": ["xx", "y"], "c": ["X"], "d": [], "e": None, "f": ["y", "x"], "g": ["x|y"], "h": ["%7C", ""],
}  # fmt: skip


class CodePromises(StorageCase):
    """Fields that hold several codes."""

    def _with_tags(self) -> Storage:
        storage = self.fresh()
        storage.setup([TAGGED])
        return storage

    @promise
    def test_codes_are_found_whole(self) -> None:
        """A record is found by a code that it has, and by no part of one."""
        storage = self._with_tags()
        _put(storage, _TAGS)
        cases = (
            ("'x' in tagged.tags", "af"),
            ("'xx' in tagged.tags", "b"),
            ("'X' in tagged.tags", "c"),
            ("'x|y' in tagged.tags", "g"),
            ("'y' in tagged.tags", "bf"),
            ("'' in tagged.tags", "h"),
            ("'%7C' in tagged.tags", "h"),
            ("'|' in tagged.tags", ""),
            ("!('x' in tagged.tags)", "bcdgh"),
            ("'x' in tagged.tags || 'y' in tagged.tags", "abf"),
            ("'x' in tagged.tags && 'y' in tagged.tags", "f"),
            ("has(tagged.tags) && !('x' in tagged.tags || 'y' in tagged.tags)", "cdgh"),
            ("!has(tagged.tags)", "e"),
        )
        for condition, expected in cases:
            agree(_found(storage, condition), list(expected), f"where {condition}:")

    @promise
    def test_codes_lead_to_pages(self) -> None:
        """A scan by codes is in order, gives each record once, and goes on in place; by the last version only."""
        storage = self._with_tags()
        _put(storage, {f"{number:02}": ["x", "y"] if number % 3 else ["y", "z"] for number in range(12)})
        with storage.transaction(DISTRICT) as tx:
            more = [
                New(key=key, body=b"", index={"word": "05", "count": None, "tags": codes_of(["x"])})
                for key in ("20", "21")
            ]
            tx.insert("tagged", more)
            for key in ("01", "04"):
                tx.get("tagged", key)  # what was read here before must not stand for what is written
            tx.put("tagged", "01", b"", expect=1, index={"word": "99", "count": 1, "tags": codes_of(["x"])})
            tx.put("tagged", "02", b"", expect=1, index={"word": "02", "count": 1, "tags": codes_of(["z"])})
            tx.put("tagged", "04", b"", expect=1, index={"word": None, "count": 1, "tags": codes_of(["x"])})
            tx.delete("tagged", "05", expect=1)
        either = "'x' in tagged.tags || 'y' in tagged.tags"
        for condition, expected in (
            ("'x' in tagged.tags", ["20", "21", "07", "08", "10", "11", "01"]),
            (either, ["00", "03", "20", "21", "06", "07", "08", "09", "10", "11", "01"]),
            (f"({either}) && has(tagged.count)", ["01"]),
        ):
            for descending in (False, True):
                order = Range(field="word", low="00", high="a", descending=descending)
                where = Filter.of(TAGGED, condition)
                wanted = sorted(expected, key=lambda key: (_WORDS.get(key, key), key), reverse=descending)
                agree(_paged(storage, order, where), wanted, f"where {condition}, descending={descending}:")

    @promise
    def test_codes_have_a_limit(self) -> None:
        """Many codes fit into one field and come back; more, or one that is too long, is a ValueError."""
        storage = self._with_tags()
        most = codes_of(f"{number:0>19}" for number in range(LONGEST_CODES // 20 - 1))
        longest = codes_of(["x" * (LONGEST_TEXT - 2)])
        with storage.transaction(DISTRICT) as tx:
            for number, codes in enumerate((most, longest)):
                tx.put("tagged", f"{number}", b"", expect=0, index={"word": "w", "count": 1, "tags": codes})
            for codes in (
                codes_of(f"{number:0>19}" for number in range(LONGEST_CODES)),
                codes_of(["x" * LONGEST_TEXT]),
            ):
                index: Mapping[str, IndexValue] = {"word": "w", "count": 1, "tags": codes}
                fails_with(ValueError, lambda: tx.put("tagged", "no", b"", expect=0, index=index))  # noqa: B023
        with storage.transaction(DISTRICT, write=False) as tx:
            kept = [record.index["tags"] for record in tx.scan("tagged", Range(field="word")).records]
        agree(kept, [most, longest], "the codes are")


_WORDS = {"20": "05", "21": "05", "01": "99"}


def _put(storage: Storage, tags: Mapping[str, Iterable[str] | None]) -> None:
    with storage.transaction(DISTRICT) as tx:
        for key, codes in tags.items():
            found = None if codes is None else codes_of(codes)
            tx.put("tagged", key, b"", expect=0, index={"word": key, "count": None, "tags": found})


def _paged(storage: Storage, order: Range, where: Filter) -> list[str]:
    """What a scan finds, three at a time; more than there are is cut off."""
    found: list[str] = []
    after: str | None = None
    with storage.transaction(DISTRICT, write=False) as tx:
        for _ in range(20):
            page = tx.scan("tagged", order, where=where, after=after, limit=3)
            found += keys_of(page.records)
            after = page.after
            if after is None:
                break
    return found


def _found(storage: Storage, condition: str) -> list[str]:
    with storage.transaction(DISTRICT, write=False) as tx:
        return keys_of(tx.scan("tagged", Range(field="word"), where=Filter.of(TAGGED, condition)).records)

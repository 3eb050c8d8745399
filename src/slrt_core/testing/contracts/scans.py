"""Promises about scans: order, bounds, filters, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

from slrt_core.ports import IndexValue, Range, Storage
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.criteria.nodes import Node
from slrt_core.testing.contracts.base import DISTRICT, StorageCase, index_of, keys_of, pages, put_all, wanted
from slrt_core.testing.promises import agree, promise

__all__ = ["ScanPromises"]

# Case, digits, accents, blanks, beyond the basic plane: a locale's order, a caseless one, or one by UTF-16 differs.
_WORDS = ("", " ", "10", "9", "A", "Z", "_", "a", "a ", "aa", "b", "z", "ß", "é", "\u0131", "Ω", "\uffff", "\U0001f33e")

_ROWS: Mapping[str, Mapping[str, IndexValue]] = {
    "a": {"count": 1, "word": "x", "yes": True, "day": date(2026, 1, 5)},
    "b": {"count": 2, "word": "y", "yes": False},
    "c": {"count": 3, "word": None, "yes": True},
    "d": {"count": 4, "word": "X", "yes": None, "day": date(2026, 1, 6)},
}


class ScanPromises(StorageCase):
    """Records in order of a field."""

    @promise
    def test_ordered_by_field_then_key(self) -> None:
        """A scan is ordered by the field, then by the key; records of other kinds are not in it."""
        storage = self.ready()
        put_all(storage, {"d": {"count": 2}, "c": {"count": 1}, "b": {"count": 2}, "a": {"count": 10}})
        with storage.transaction(DISTRICT) as tx:
            tx.put("plain", "p", b"", expect=0, index={"word": "p"})
        agree(_scan(storage, Range(field="count")), ["c", "b", "d", "a"])
        agree(_scan(storage, Range(field="count", descending=True)), ["a", "d", "b", "c"], "descending")

    @promise
    def test_bounds(self) -> None:
        """The low bound is in the range, the high bound is not."""
        storage = self.ready()
        put_all(storage, {key: {"count": number, "word": key} for number, key in enumerate("abcde")})
        for descending in (False, True):
            for order, expected in (
                (Range(field="count", low=1, high=3, descending=descending), "bc"),
                (Range(field="count", low=3, descending=descending), "de"),
                (Range(field="count", high=1, descending=descending), "a"),
                (Range(field="count", low=2, high=2, descending=descending), ""),
                (Range(field="word", low="b", high="d", descending=descending), "bc"),
                (Range(field="count", low=0, descending=descending), "abcde"),
            ):
                wanted = list(reversed(expected)) if descending else list(expected)
                agree(_scan(storage, order), wanted, f"{order}:")

    @promise
    def test_without_a_value(self) -> None:
        """A record without a value in the field is left out of its scans."""
        storage = self.ready()
        put_all(storage, {"a": {"count": 1, "word": "w"}, "b": {"count": None, "word": "w"}, "c": {"count": 0}})
        agree(_scan(storage, Range(field="count")), ["c", "a"])
        agree(_scan(storage, Range(field="count", low=-5, high=5)), ["c", "a"], "within bounds")
        agree(_scan(storage, Range(field="count", descending=True)), ["a", "c"], "descending")
        agree(_scan(storage, Range(field="word")), ["a", "b"])

    @promise
    def test_where(self) -> None:
        """A filter keeps the records for which its condition surely holds."""
        storage = self.ready()
        put_all(storage, _ROWS)
        cases: Sequence[tuple[Node | str, str]] = (
            ("thing.word == 'x'", "a"),
            ("thing.word in ['x', 'y']", "ab"),
            ("thing.word in ['x', 'unheard', 'y']", "ab"),
            (one_of("thing", "word", []), ""),
            ("!has(thing.word)", "c"),
            ("!has(thing.word) || thing.word == 'y'", "bc"),
            ("has(thing.yes)", "abc"),
            ("thing.yes && thing.word in ['x', 'y']", "a"),
            ("thing.yes && thing.word == 'unheard'", ""),
            ("thing.day == date('2026-01-06')", "d"),
            ("thing.day < date('2026-01-06')", "a"),
            ("thing.day <= date('2026-01-06') && thing.count > 1", "d"),
            ("thing.count >= 2 && thing.count < 4", "bc"),
            ("thing.count in [1, 3, 7]", "ac"),
            ("thing.yes || thing.day > date('2026-01-05')", "acd"),
            (one_of("thing", "word", [*(f"{number}" for number in range(2000)), "y"]), "b"),
            ("true", "abcd"),
            ("false", ""),
        )
        _agree(storage, cases)

    @promise
    def test_where_nothing_is_known(self) -> None:
        """A value that is not there is neither equal nor unequal to another, unless the filter supposes one."""
        storage = self.ready()
        put_all(storage, _ROWS)
        cases: Sequence[tuple[Node | str, str]] = (
            ("thing.word != 'x'", "bd"),
            ("!(thing.word == 'x')", "bd"),
            ("!(thing.word in ['x', 'y'])", "d"),
            ("thing.yes", "ac"),
            ("!thing.yes", "b"),
            ("!(thing.day > date('2026-01-05'))", "a"),
            ("!(thing.word == 'x' || thing.yes)", "b"),
            ("!(thing.word == 'x' && thing.yes)", "bd"),
            ("!(thing.word == 'x' && !(thing.yes && thing.count > 2))", "bcd"),
            ("thing.word == thing.word", "abd"),
            ("default(thing.word, 'x') == 'x'", "ac"),
            ("!(default(thing.word, 'x') in ['x', 'y'])", "d"),
            ("default(thing.yes, true)", "acd"),
            ("!default(thing.yes, false)", "bd"),
            ("default(thing.day, date('2026-01-01')) < date('2026-01-06')", "abc"),
        )
        _agree(storage, cases)

    @promise
    def test_where_on_the_order(self) -> None:
        """A filter may name the order's own field; bounds and filter hold together."""
        storage = self.ready()
        put_all(storage, {key: {"count": number, "word": key} for number, key in enumerate("abcde")})
        put_all(storage, {"none": {"count": None, "word": "z"}})
        cases: Sequence[tuple[Range, Node | str, str]] = (
            (Range(field="count"), "thing.count in [1, 3, 9]", "bd"),
            (Range(field="count", low=2), "thing.count in [1, 3, 4]", "de"),
            (Range(field="count", high=3, descending=True), "thing.count in [0, 1, 3]", "ba"),
            (Range(field="count"), "!has(thing.count)", ""),
            (Range(field="count"), "!has(thing.count) || thing.count == 2", "c"),
            (Range(field="count"), "false", ""),
            (Range(field="word"), "thing.word in ['e', 'a'] && thing.count == 4", "e"),
            (Range(field="word"), "thing.count <= thing.count && !(thing.count != thing.count)", "abcde"),
        )
        with storage.transaction(DISTRICT, write=False) as tx:
            for order, condition, expected in cases:
                found = tx.scan("thing", order, where=wanted(condition))
                agree(keys_of(found.records), list(expected), f"{order} {condition}:")
            some = wanted("thing.count in [0, 2, 4]")
            first = tx.scan("thing", Range(field="count"), where=some, limit=2)
            rest = tx.scan("thing", Range(field="count"), where=some, after=first.after, limit=2)
        agree([keys_of(first.records), keys_of(rest.records)], [["a", "c"], ["e"]], "two at a time:")

    @promise
    def test_pages(self) -> None:
        """Pages lose no tie, repeat none, and end."""
        storage = self.ready()
        put_all(storage, {f"{number:02}": {"count": number // 7, "word": "same"} for number in range(30)})
        with storage.transaction(DISTRICT, write=False) as tx:
            for descending in (False, True):
                for field, limit in (("count", 1), ("count", 4), ("word", 7), ("count", 30), ("word", 100)):
                    parts = pages(tx, Range(field=field, descending=descending), limit=limit)
                    found = [key for page in parts for key in keys_of(page.records)]
                    whole = sorted((f"{number:02}" for number in range(30)), reverse=descending)
                    agree(found, whole, f"by {field} {limit} at a time:")
                    assert all(len(page.records) <= limit for page in parts), "a page is longer than the limit"
                    assert len(parts) == -(-30 // limit), f"{len(parts)} pages of {limit} for 30 records"
            bounded = pages(tx, Range(field="count", low=1, high=3), limit=3)
            agree([k for p in bounded for k in keys_of(p.records)], [f"{n:02}" for n in range(7, 21)], "in bounds:")

    @promise
    def test_pages_over_transactions(self) -> None:
        """A scan goes on in another transaction, also when the last record seen is gone."""
        storage = self.ready()
        put_all(storage, {key: {"word": "same"} for key in "abcdef"})
        with storage.transaction(DISTRICT) as tx:
            first = tx.scan("thing", Range(field="word"), limit=2)
        agree(keys_of(first.records), ["a", "b"])
        with storage.transaction(DISTRICT) as tx:
            tx.delete("thing", "b", expect=1)
            tx.put("thing", "cc", b"", expect=0, index=index_of(word="same"))
        with storage.transaction(DISTRICT, write=False) as tx:
            second = tx.scan("thing", Range(field="word"), after=first.after)
        agree(keys_of(second.records), ["c", "cc", "d", "e", "f"])

    @promise
    def test_pages_go_on_in_place(self) -> None:
        """A page goes on where the last one ended, whatever was written before that place."""
        for descending in (False, True):
            storage = self.ready()
            names = "fedcba" if descending else "abcdef"
            put_all(storage, {key: {"word": key} for key in names})
            order = Range(field="word", descending=descending)
            with storage.transaction(DISTRICT) as tx:
                first = tx.scan("thing", order, limit=3)
            agree(keys_of(first.records), list(names[:3]))
            with storage.transaction(DISTRICT) as tx:
                tx.delete("thing", names[0], expect=1)
                tx.put("thing", "new1", b"", expect=0, index=index_of(word=names[0]))
                tx.put("thing", "new2", b"", expect=0, index=index_of(word=names[1]))
                tx.put("thing", names[4], b"", expect=1, index=index_of(word=names[1]))
            with storage.transaction(DISTRICT, write=False) as tx:
                second = tx.scan("thing", order, after=first.after, limit=3)
            agree((keys_of(second.records), second.after), ([names[3], names[5]], None), "the second page is")

    @promise
    def test_text_in_binary_order(self) -> None:
        """Text is ordered by code point, not by case, language or locale."""
        storage = self.ready()
        words = sorted(_WORDS)
        put_all(storage, {f"{word}!": {"word": word} for word in reversed(words)})
        agree(_scan(storage, Range(field="word")), [f"{word}!" for word in words])
        agree(_scan(storage, Range(field="word", low="a", high="b")), ["a!", "a !", "aa!"], "from a to b:")
        with storage.transaction(DISTRICT, write=False) as tx:
            found = [key for page in pages(tx, Range(field="word"), limit=2) for key in keys_of(page.records)]
        agree(found, [f"{word}!" for word in words], "two at a time:")

    @promise
    def test_texts_are_told_apart(self) -> None:
        """Filters and bounds tell texts apart by every character, also case, accents and blanks at the end."""
        storage = self.ready()
        words = ["", " ", "a", "A", "a ", "á", "a\u0301", "ß", "ss", "%", "_", "i", "İ", "\U0001f33e"]
        put_all(storage, {f"{number:02}": {"word": word} for number, word in enumerate(words)})
        with storage.transaction(DISTRICT, write=False) as tx:
            for number, word in enumerate(words):
                found = tx.scan("thing", Range(field="word"), where=wanted(one_of("thing", "word", [word]))).records
                agree(keys_of(found), [f"{number:02}"], f"where {word!r}:")
                exact = tx.scan("thing", Range(field="word", low=word, high=f"{word}\u0001")).records
                agree(keys_of(exact), [f"{number:02}"], f"from {word!r} to the next text:")

    @promise
    def test_dates_and_instants(self) -> None:
        """Dates and instants keep their order, their microseconds and their zone's instant."""
        storage = self.ready()
        days = [date.min, date(999, 12, 31), date(1970, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date.max]
        noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
        micro = timedelta(microseconds=1)
        east = timezone(timedelta(hours=9))
        ats = [
            datetime(999, 5, 1, tzinfo=UTC),
            noon - micro,
            noon,
            (noon + micro).astimezone(east),
            noon + timedelta(milliseconds=1),
            (noon + timedelta(hours=1)).astimezone(UTC),
            datetime(9000, 1, 1, tzinfo=UTC),
        ]
        put_all(storage, {f"day{number}": {"day": day} for number, day in enumerate(days)})
        put_all(storage, {f"at{number}": {"at": at} for number, at in enumerate(ats)})
        with storage.transaction(DISTRICT, write=False) as tx:
            by_day = tx.scan("thing", Range(field="day")).records
            by_at = [record for page in pages(tx, Range(field="at"), limit=1) for record in page.records]
            exact = tx.scan("thing", Range(field="at", low=noon, high=noon + micro)).records
        agree([record.index["day"] for record in by_day], days)
        assert all(type(record.index["day"]) is date for record in by_day), "a date came back as something else"
        agree([record.index["at"] for record in by_at], ats)
        for record in by_at:
            at = record.index["at"]
            assert isinstance(at, datetime), f"an instant came back as {type(at).__name__}"
            assert at.utcoffset() is not None, "an instant came back without its zone"
        agree(keys_of(exact), ["at2"], "one microsecond wide:")

    @promise
    def test_microseconds(self) -> None:
        """Instants one microsecond apart are told apart: when read, by bounds, by filters, from page to page."""
        storage = self.ready()
        start = datetime(2026, 1, 5, 23, 59, 59, 999_990, tzinfo=UTC)
        ats = [start + timedelta(microseconds=number) for number in range(20)]
        at = nodes.Field("thing", "at")
        put_all(storage, {f"{number:02}": {"at": at} for number, at in enumerate(ats)})
        with storage.transaction(DISTRICT, write=False) as tx:
            found = [record for page in pages(tx, Range(field="at"), limit=3) for record in page.records]
            bounded = tx.scan("thing", Range(field="at", low=ats[9], high=ats[11])).records
            chosen = tx.scan(
                "thing", Range(field="at"), where=wanted(nodes.In(at, (nodes.Instant(ats[1]), nodes.Instant(ats[19]))))
            ).records
            until = tx.scan("thing", Range(field="at"), where=wanted(nodes.Cmp("<", at, nodes.Instant(ats[2])))).records
            one = tx.get("thing", "07")
        agree([record.index["at"] for record in found], ats)
        agree(keys_of(bounded), ["09", "10"], "two microseconds wide:")
        agree(keys_of(chosen), ["01", "19"], "where it is one of two:")
        agree(keys_of(until), ["00", "01"], "where it is before the third:")
        agree(one and one.index["at"], ats[7])

    @promise
    def test_numbers_and_truth(self) -> None:
        """Whole numbers of 64 bits and truth values keep value, type and order."""
        storage = self.ready()
        counts = [-(2**63), -(2**53) - 1, -1, 0, 1, 2**31, 2**53 + 1, 2**63 - 1]
        put_all(storage, {f"{number}": {"count": count} for number, count in enumerate(counts)})
        put_all(storage, {"no": {"yes": False}, "yes": {"yes": True}})
        with storage.transaction(DISTRICT, write=False) as tx:
            by_count = tx.scan("thing", Range(field="count")).records
            by_yes = [record for page in pages(tx, Range(field="yes"), limit=1) for record in page.records]
            true = tx.scan("thing", Range(field="yes", low=True)).records
            one = nodes.Cmp("==", nodes.Field("thing", "count"), nodes.Int(2**53 + 1))
            exact = tx.scan("thing", Range(field="count"), where=wanted(one)).records
            paged = [key for page in pages(tx, Range(field="count"), limit=1) for key in keys_of(page.records)]
        agree([record.index["count"] for record in by_count], counts)
        agree(paged, [f"{number}" for number in range(len(counts))], "one at a time:")
        agree([record.index["yes"] for record in by_yes], [False, True])
        agree(keys_of(true), ["yes"], "from true on:")
        agree(keys_of(exact), ["6"], "where it is just this number:")
        assert all(type(record.index["yes"]) is bool for record in by_yes), "a truth value came back as something else"

    @promise
    def test_index_follows_the_record(self) -> None:
        """A scan finds a record by the values of its last version only."""
        storage = self.ready()
        put_all(storage, {"a": {"word": "old", "count": 1}, "b": {"word": "old", "count": 2}})
        with storage.transaction(DISTRICT) as tx:
            tx.put("thing", "a", b"new", expect=1, index=index_of(word="new"))
            agree(keys_of(tx.scan("thing", Range(field="word", low="new")).records), ["a", "b"], "inside:")
            tx.delete("thing", "b", expect=1)
        agree(_scan(storage, Range(field="word")), ["a"])
        agree(_scan(storage, Range(field="count")), [], "by a field that is empty now:")
        with storage.transaction(DISTRICT, write=False) as tx:
            page = tx.scan("thing", Range(field="word"), where=wanted("thing.count == 1"))
            agree(keys_of(page.records), [], "where the old value stood:")
            agree(tx.scan("thing", Range(field="word")).records[0].version, 2, "the version is")


def _scan(storage: Storage, order: Range) -> list[str]:
    with storage.transaction(DISTRICT, write=False) as tx:
        return keys_of(tx.scan("thing", order).records)


def _agree(storage: Storage, cases: Sequence[tuple[Node | str, str]]) -> None:
    with storage.transaction(DISTRICT, write=False) as tx:
        for condition, expected in cases:
            found = tx.scan("thing", Range(field="count"), where=wanted(condition))
            agree(keys_of(found.records), list(expected), f"where {str(condition)[:80]}:")

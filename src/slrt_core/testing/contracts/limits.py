"""Promises about what fits: the same everywhere, so that no store takes what the next one would cut off."""

from __future__ import annotations

from collections.abc import Callable

from slrt_core.ports import LONGEST_KEY, LONGEST_SPACE, LONGEST_TEXT, New, Range, Transaction
from slrt_core.testing.contracts.base import DISTRICT, StorageCase, index_of, keys_of
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["LimitPromises"]

# One byte in UTF-8, and four: a limit that counts bytes differs.
_LETTERS = ("a", "\U0001f33e")


class LimitPromises(StorageCase):
    """The longest names and texts, and U+0000."""

    @promise
    def test_the_longest_fits(self) -> None:
        """Names and texts of the greatest length are kept whole, whatever their letters."""
        storage = self.ready()
        names = [letter * LONGEST_KEY for letter in _LETTERS]
        texts = [letter * LONGEST_TEXT for letter in _LETTERS]
        with storage.transaction(DISTRICT) as tx:
            for name, text in zip(names, texts, strict=True):
                tx.put("thing", name, b"put", expect=0, index=index_of(word=text))
                tx.insert("plain", [New(key=name, body=b"", index={"word": text})])
                tx.append(name, [b"one"], expect=0)
                tx.claim("space", name, name)
        with storage.transaction(DISTRICT, write=False) as tx:
            found = tx.scan("thing", Range(field="word")).records
            agree([(record.key, record.index["word"]) for record in found], list(zip(names, texts, strict=True)))
            agree(keys_of(tx.scan("plain", Range(field="word")).records), names)
            agree(list(tx.streams()), names)
            agree([tx.owner("space", name) for name in names], names)

    @promise
    def test_names_have_a_limit(self) -> None:
        """A key, stream, claimed value or owner that is too long or holds U+0000 is a ValueError and leaves nothing."""
        wrong = [letter * (LONGEST_KEY + 1) for letter in _LETTERS] + ["a\0b", "\0", "a\0"]
        self._refused(
            [
                write
                for name in wrong
                for write in (
                    lambda tx, name=name: tx.put("thing", name, b"", expect=0, index=index_of()),
                    lambda tx, name=name: tx.insert(
                        "thing", [New(key=key, body=b"", index=index_of(word="w")) for key in ("first", name)]
                    ),
                    lambda tx, name=name: tx.append(name, [b"x"], expect=0),
                    lambda tx, name=name: tx.claim("space", name, "owner"),
                    lambda tx, name=name: tx.claim("space", "value", name),
                )
            ]
        )

    @promise
    def test_spaces_have_a_limit(self) -> None:
        """The space of a claim has a limit too; one that is too long or holds U+0000 is a ValueError."""
        longest = [letter * LONGEST_SPACE for letter in _LETTERS]
        wrong = [letter * (LONGEST_SPACE + 1) for letter in _LETTERS] + ["a\0b", "\0", "a\0"]
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            for space in wrong:
                fails_with(ValueError, lambda: tx.claim(space, "value", "owner"))  # noqa: B023
            cut = [tx.owner(space, "value") for space in (*longest, "a", "")]
            agree(cut, [None] * len(cut), "the owners in shorter spaces are")
            for space in longest:
                tx.claim(space, "value", space)
        with storage.transaction(DISTRICT, write=False) as tx:
            agree([tx.owner(space, "value") for space in longest], longest, "the owners are")

    @promise
    def test_texts_have_a_limit(self) -> None:
        """A text in an index that is too long or holds U+0000 is a ValueError and leaves nothing."""
        wrong = [letter * (LONGEST_TEXT + 1) for letter in _LETTERS] + ["a\0b", "\0", "a\0"]
        self._refused(
            [
                write
                for text in wrong
                for write in (
                    lambda tx, text=text: tx.put("thing", "kept", b"", expect=1, index=index_of(word=text)),
                    lambda tx, text=text: tx.put("thing", "new", b"", expect=0, index=index_of(word=text)),
                    lambda tx, text=text: tx.insert(
                        "thing",
                        [New(key=f"{n}", body=b"", index=index_of(word=word)) for n, word in enumerate(("w", text))],
                    ),
                )
            ]
        )

    def _refused(self, writes: list[Callable[[Transaction], object]]) -> None:
        storage = self.ready()
        with storage.transaction(DISTRICT) as tx:
            tx.put("thing", "kept", b"", expect=0, index=index_of(word="kept"))
            for write in writes:
                fails_with(ValueError, lambda: write(tx))  # noqa: B023
            tx.put("thing", "last", b"", expect=0, index=index_of(word="last"))
        with storage.transaction(DISTRICT, write=False) as tx:
            agree(keys_of(tx.scan("thing", Range(field="word")).records), ["kept", "last"], "there are")
            kept = tx.get("thing", "kept")
            agree(kept and kept.version, 1, "the version of what was there is")
            agree(list(tx.streams()), [], "the streams are")
            agree(tx.owner("space", "value"), None, "the owner is")

"""The contract of the key provider."""

from __future__ import annotations

import base64
import hashlib

from slrt_core.errors import AdapterError
from slrt_core.ports import KeyProvider
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["KeyContract"]

_CLEAR = b"6112014101850001"
_SPACE = "61.12/nik"


class KeyContract:
    """Every promise of `slrt_core.ports.KeyProvider`. Subclass it and override `new_keys`."""

    def new_keys(self) -> KeyProvider:
        """A provider with keys of its own, other than those of every provider given before."""
        raise NotImplementedError("give the contract a key provider: override new_keys()")

    @promise
    def test_round_trip(self) -> None:
        """What was sealed is opened byte for byte."""
        keys = self.new_keys()
        for clear in (_CLEAR, b"", b"\x00", bytes(range(256)) * 100):
            agree(keys.open("c", keys.seal("c", clear)), clear)
        agree(keys.open("", keys.seal("", _CLEAR)), _CLEAR)

    @promise
    def test_two_seals_differ(self) -> None:
        """Two seals of the same words differ, so that nobody sees that they are the same."""
        keys = self.new_keys()
        agree(len({keys.seal("c", _CLEAR) for _ in range(50)}), 50, "different seals of fifty:")

    @promise
    def test_other_context(self) -> None:
        """A seal opens only in its own context."""
        keys = self.new_keys()
        sealed = keys.seal("61.12/nik", _CLEAR)
        for other in ("61.12/no_kk", "34.04/nik", "", "61.12/nik ", "61.12/NIK"):
            fails_with(AdapterError, lambda: keys.open(other, sealed))  # noqa: B023

    @promise
    def test_changed_bytes(self) -> None:
        """A seal of which any byte was changed, added or lost does not open."""
        keys = self.new_keys()
        sealed = keys.seal("c", _CLEAR)
        changed = [
            sealed[:n] + bytes([sealed[n] ^ bit]) + sealed[n + 1 :] for n in range(len(sealed)) for bit in (1, 128)
        ]
        for other in (*changed, b"", sealed[:-1], sealed[1:], sealed + b"\x00", _CLEAR):
            fails_with(AdapterError, lambda: keys.open("c", other))  # noqa: B023

    @promise
    def test_other_key(self) -> None:
        """Another provider's key opens nothing, and finds nothing."""
        keys, others = self.new_keys(), self.new_keys()
        fails_with(AdapterError, lambda: others.open("c", keys.seal("c", _CLEAR)))
        assert keys.index(_SPACE, "x") != others.index(_SPACE, "x"), "two keys give one index value"

    @promise
    def test_clear_text_is_hidden(self) -> None:
        """Neither a seal nor an index value holds the clear text, in any common writing."""
        keys = self.new_keys()
        sealed, index = keys.seal(_SPACE, _CLEAR), keys.index(_SPACE, _CLEAR.decode())[0]
        number = int(_CLEAR)
        writings = {
            _CLEAR,
            base64.b64encode(_CLEAR),
            _CLEAR.hex().encode(),
            number.to_bytes(8, "big"),
            number.to_bytes(8, "little"),
            _CLEAR.decode().encode("utf-16-le"),
            _CLEAR[::-1],
        }
        for writing in writings:
            for where, held in (
                ("seal", sealed),
                ("seal in base64", base64.b64encode(sealed)),
                ("index", index.encode()),
            ):
                assert writing not in held, f"the {where} holds the clear text as {writing!r}"

    @promise
    def test_index_is_steady(self) -> None:
        """The index of a value is always the same, and another for another value or space."""
        keys = self.new_keys()
        agree(keys.index(_SPACE, "a"), keys.index(_SPACE, "a"))
        places = [
            (_SPACE, "a"),
            (_SPACE, "b"),
            (_SPACE, "A"),
            (_SPACE, ""),
            ("34.04/nik", "a"),
            ("ab", "c"),
            ("a", "bc"),
        ]
        agree(len({tuple(keys.index(*place)) for place in places}), len(places), "different index values:")

    @promise
    def test_index_is_keyed(self) -> None:
        """The index is no plain hash, which is soon reversed for a number of sixteen digits."""
        keys = self.new_keys()
        value, space = _CLEAR.decode(), _SPACE
        index = keys.index(space, value)[0].encode()
        texts = {value, space + value, value + space, f"{space}/{value}", f"{space}:{value}", f"{space}\0{value}"}
        for text in texts:
            for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"):
                raw = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
                for writing in (raw.hex().encode(), base64.b64encode(raw), base64.urlsafe_b64encode(raw)):
                    for length in (len(writing), 32, 16):
                        assert writing[:length] not in index, f"the index is a plain {name}"

"""The contract of the key provider."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from slrt_core.errors import AdapterError
from slrt_core.ports import KeyProvider
from slrt_core.testing.promises import agree, fails_with, promise

__all__ = ["KeyContract"]

_CLEAR = b"6112014101850001"
_SPACE = "61.12/nik"
_OWNER = "61.12/individual-1"


class KeyContract:
    """Every promise of `slrt_core.ports.KeyProvider`. Subclass it and override `new_keys`."""

    def new_keys(self) -> KeyProvider:
        """A provider with keys of its own, other than those of every provider given before."""
        raise NotImplementedError("give the contract a key provider: override new_keys()")

    @promise
    def test_round_trip(self) -> None:
        """What was sealed is opened byte for byte."""
        keys = self.new_keys()
        wrapped = keys.make(_OWNER)
        for clear in (_CLEAR, b"", b"\x00", bytes(range(256)) * 100):
            agree(keys.open(_OWNER, wrapped, "nik", keys.seal(_OWNER, wrapped, "nik", clear)), clear)

    @promise
    def test_every_owner_has_a_key(self) -> None:
        """Each key is another one, and opens only what it sealed, for its own owner."""
        keys = self.new_keys()
        one, same, other = keys.make(_OWNER), keys.make(_OWNER), keys.make("61.12/other")
        agree(len({one, same, other}), 3, "different keys of three:")
        sealed = keys.seal(_OWNER, one, "nik", _CLEAR)
        for owner, wrapped in ((_OWNER, same), ("61.12/other", other), ("61.12/other", one), ("", one)):
            fails_with(AdapterError, lambda: keys.open(owner, wrapped, "nik", sealed))  # noqa: B023

    @promise
    def test_two_seals_differ(self) -> None:
        """Two seals of the same words differ, so that nobody sees that they are the same."""
        keys = self.new_keys()
        wrapped = keys.make(_OWNER)
        agree(len({keys.seal(_OWNER, wrapped, "nik", _CLEAR) for _ in range(50)}), 50, "different seals of fifty:")

    @promise
    def test_what_it_is(self) -> None:
        """A seal opens only as what it was sealed as."""
        keys = self.new_keys()
        wrapped = keys.make(_OWNER)
        sealed = keys.seal(_OWNER, wrapped, "nik", _CLEAR)
        for other in ("no_kk", "", "nik ", "NIK"):
            fails_with(AdapterError, lambda: keys.open(_OWNER, wrapped, other, sealed))  # noqa: B023

    @promise
    def test_changed_bytes(self) -> None:
        """A seal or a wrapped key of which any byte was changed, added or lost does not open."""
        keys = self.new_keys()
        wrapped = keys.make(_OWNER)
        sealed = keys.seal(_OWNER, wrapped, "nik", _CLEAR)
        for other in _changed(sealed):
            fails_with(AdapterError, lambda: keys.open(_OWNER, wrapped, "nik", other))  # noqa: B023
        for other in _changed(wrapped):
            fails_with(AdapterError, lambda: keys.open(_OWNER, other, "nik", sealed))  # noqa: B023

    @promise
    def test_rewrapped(self) -> None:
        """A key that was wrapped anew opens what it sealed before; wrapped once more, it looks different."""
        keys = self.new_keys()
        wrapped = keys.make(_OWNER)
        sealed = keys.seal(_OWNER, wrapped, "nik", _CLEAR)
        anew = keys.rewrap(_OWNER, wrapped)
        assert anew != wrapped, "the wrapped key is the same"
        agree(keys.open(_OWNER, anew, "nik", sealed), _CLEAR)
        fails_with(AdapterError, lambda: keys.rewrap("61.12/other", wrapped))

    @promise
    def test_forgotten(self) -> None:
        """What belongs to a forgotten owner never opens again, and others are not touched."""
        keys = self.new_keys()
        wrapped, other = keys.make(_OWNER), keys.make("61.12/other")
        sealed, kept = keys.seal(_OWNER, wrapped, "nik", _CLEAR), keys.seal("61.12/other", other, "nik", _CLEAR)
        keys.forget(_OWNER)
        keys.forget(_OWNER)
        actions: tuple[Callable[[], bytes], ...] = (
            lambda: keys.open(_OWNER, wrapped, "nik", sealed),
            lambda: keys.seal(_OWNER, wrapped, "nik", _CLEAR),
            lambda: keys.rewrap(_OWNER, wrapped),
            lambda: keys.make(_OWNER),
        )
        for action in actions:
            try:
                action()
            except AdapterError as error:
                agree(error.codes, ("key-forgotten",), "the error's code")
            else:
                raise AssertionError("the key of a forgotten owner was used")
        agree(keys.open("61.12/other", other, "nik", kept), _CLEAR)

    @promise
    def test_other_key(self) -> None:
        """Another provider's key opens nothing, and finds nothing."""
        keys, others = self.new_keys(), self.new_keys()
        wrapped = keys.make(_OWNER)
        fails_with(AdapterError, lambda: others.open(_OWNER, wrapped, "nik", keys.seal(_OWNER, wrapped, "nik", _CLEAR)))
        fails_with(AdapterError, lambda: others.rewrap(_OWNER, wrapped))
        assert keys.index(_SPACE, "x") != others.index(_SPACE, "x"), "two keys give one index value"
        assert keys.digest(_SPACE, "x") != others.digest(_SPACE, "x"), "two keys give one digest"

    @promise
    def test_clear_text_is_hidden(self) -> None:
        """Neither a seal nor an index value nor a digest holds the clear text, in any common writing."""
        keys = self.new_keys()
        wrapped = keys.make(_OWNER)
        sealed, value = keys.seal(_OWNER, wrapped, "nik", _CLEAR), _CLEAR.decode()
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
                ("index", keys.index(_SPACE, value)[0].encode()),
                ("digest", keys.digest(_SPACE, value).encode()),
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
        agree(len({keys.digest(*place) for place in places}), len(places), "different digests:")
        agree(keys.digest(_SPACE, "a"), keys.digest(_SPACE, "a"))

    @promise
    def test_index_is_keyed(self) -> None:
        """Index and digest are no plain hash, which is soon reversed for a number of sixteen digits."""
        keys = self.new_keys()
        value, space = _CLEAR.decode(), _SPACE
        index = (keys.index(space, value)[0] + keys.digest(space, value)).encode()
        texts = {value, space + value, value + space, f"{space}/{value}", f"{space}:{value}", f"{space}\0{value}"}
        for text in texts:
            for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"):
                raw = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
                for writing in (raw.hex().encode(), base64.b64encode(raw), base64.urlsafe_b64encode(raw)):
                    for length in (len(writing), 32, 16):
                        assert writing[:length] not in index, f"it is a plain {name}"


def _changed(sealed: bytes) -> list[bytes]:
    flipped = [sealed[:n] + bytes([sealed[n] ^ bit]) + sealed[n + 1 :] for n in range(len(sealed)) for bit in (1, 128)]
    return [*flipped, sealed[:-1], sealed[1:], sealed + b"\x00", _CLEAR]

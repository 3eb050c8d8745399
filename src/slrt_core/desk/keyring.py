"""A key for each person: what is personal is sealed with it, and erased with it.

The key of a person, a family, a household, or of an anonymous case stands in the store, wrapped by the `KeyProvider`,
in the record of the kind ``subject`` with the same id. What it sealed names it, so that it opens wherever it stands:
in a state, in an event that never changes again, in an attachment. When the key is gone, all of that is erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from slrt_core.desk import journal
from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import GOING
from slrt_core.desk.results import Erasure
from slrt_core.errors import AdapterError, Erased, Invalid
from slrt_core.ports import Range
from slrt_core.reasons import Text, fault

if TYPE_CHECKING:
    from slrt_core.ports import IndexValue, KeyProvider, Transaction

__all__ = ["BEFORE_KEYS_OF_PERSONS", "FORGOTTEN", "Keyring", "subject_index"]

FORGOTTEN: Final = "key-forgotten"
"""The code of the error of a key provider that was told to forget an owner."""

_FORMAT: Final = 2
BEFORE_KEYS_OF_PERSONS: Final = 1
"""The first byte of what version 0.1 sealed, with the district's key itself."""


class Keyring:
    """The keys of the persons that one transaction has to do with.

    Args:
        tx: the running transaction.
        keys: wraps and uses them.
        district: part of each owner's name there, so that a key serves only where it belongs.
    """

    def __init__(self, tx: Transaction, keys: KeyProvider, district: str) -> None:
        self._tx = tx
        self._keys = keys
        self._district = district
        self._wrapped: dict[str, bytes] = {}
        self._up_to_date = False
        self._erased: frozenset[str] | None = None

    def refuse_outdated(self) -> None:
        """Raise if this process still works with the key before the one that the store was told of.

        What it wrapped and indexed with that one nobody would find, and nobody could open once that key is destroyed.

        Raises:
            AdapterError: it does; it has to be started again.
        """
        stored = None if self._up_to_date else self._tx.get("single", "keys")
        if stored is not None and decode(stored.body, str) != self.current:
            if any(event.current == self.current for event in journal.events(self._tx, "keys")):
                raise AdapterError(
                    "keys-outdated",
                    Text(
                        "kunci telah diganti: jalankan proses ini sekali lagi",
                        "the keys were changed: start this process again",
                    ),
                )
        self._up_to_date = True

    @property
    def current(self) -> str:
        """The name of the district's key that wraps new ones."""
        return self._keys.current

    def name(self, owner: str) -> str:
        """How the key provider calls an owner."""
        return f"{self._district}/{owner}"

    def make(self, owner: str) -> bytes:
        """A new key for an owner, wrapped; whoever asks stores it as the body of the owner's record.

        Raises:
            Invalid: the owner was erased for ever, and nothing can be kept of them any more.
            AdapterError: see `refuse_outdated`.
        """
        self.refuse_outdated()
        if owner in self._going():
            raise _gone(owner)
        try:
            self._wrapped[owner] = self._keys.make(self.name(owner))
        except AdapterError as error:
            if FORGOTTEN not in error.codes:
                raise
            raise _gone(owner) from None
        return self._wrapped[owner]

    def seal(self, owner: str, what: str, clear: bytes) -> bytes:
        """Seal something about an owner; whoever has no key yet gets one.

        Args:
            owner: the id of a person, family, household or anonymous case.
            what: what it is, such as ``nik`` or ``words``; it opens only as the same.
            clear: the bytes.
        """
        wrapped = self._held(owner) or self._begin(owner)
        named = owner.encode()
        return bytes([_FORMAT, len(named)]) + named + self._keys.seal(self.name(owner), wrapped, what, clear)

    def owner(self, sealed: bytes) -> str:
        """Whose key sealed it; empty for what was sealed before persons had keys.

        Raises:
            AdapterError: it is no sealed value.
        """
        return "" if sealed[:1] == bytes([BEFORE_KEYS_OF_PERSONS]) else _parts(sealed)[0]

    def open(self, what: str, sealed: bytes) -> bytes:
        """Open what was sealed.

        Raises:
            Erased: the key is gone.
            AdapterError: it is something else, was changed, or was sealed with other keys.
        """
        if sealed[:1] == bytes([BEFORE_KEYS_OF_PERSONS]):
            return self._keys.open("", b"", f"{self._district}/{what}", sealed)
        owner, body = _parts(sealed)
        wrapped = self._held(owner)
        if not wrapped:
            raise Erased(owner)
        try:
            return self._keys.open(self.name(owner), wrapped, what, body)
        except AdapterError as error:
            if FORGOTTEN in error.codes:
                raise Erased(owner) from None
            raise

    def _going(self) -> frozenset[str]:
        """Who was erased, and is about to be forgotten: a new key would be forgotten with the old one."""
        if self._erased is None:
            open_ = self._tx.scan("erasure", Range(field="at"), where=GOING, limit=1000).records
            self._erased = frozenset(unit for stored in open_ for unit in decode(stored.body, Erasure).units)
        return self._erased

    def _held(self, owner: str) -> bytes:
        if owner not in self._wrapped:
            stored = self._tx.get("subject", owner)
            self._wrapped[owner] = stored.body if stored else b""
        return self._wrapped[owner]

    def _begin(self, owner: str) -> bytes:
        stored, wrapped = self._tx.get("subject", owner), self.make(owner)
        index = dict(stored.index) if stored else subject_index(owner)
        index["wrap"] = self.current
        self._tx.put("subject", owner, wrapped, expect=stored.version if stored else 0, index=index)
        return wrapped


def subject_index(household: str) -> dict[str, IndexValue]:
    """The fields of a subject of whom nothing is searched."""
    blank: dict[str, IndexValue] = dict.fromkeys(("region", "name", "nik", "no_kk", "phone", "wrap"))
    return {**blank, "household": household}


def _gone(owner: str) -> Invalid:
    words = Text(f"{owner!r} telah dihapus untuk selamanya", f"{owner!r} was erased for ever")
    return Invalid([fault("", "unit-erased", words.id, words.en)])


def _parts(sealed: bytes) -> tuple[str, bytes]:
    try:
        if sealed[0] != _FORMAT:
            raise ValueError("format")
        end = 2 + sealed[1]
        return sealed[2:end].decode(), sealed[end:]
    except (IndexError, ValueError):
        raise AdapterError("unsealing", Text("bukan nilai tersegel", "no sealed value")) from None

"""Nothing personal is stored in clear: numbers, words, and whatever else is known of a person in the journal.

Numbers and words are sealed by the handler of a command, as soon as it knows whom they are about; the encoder refuses
clear ones. Facts and proposed changes are needed to decide by, so they are clear in hand and sealed *at rest*: in the
events that tell of them for ever. Digests of what was asked and approved are keyed: a plain hash of a NIK is soon
reversed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from slrt_core.desk.atrest import AtRest
from slrt_core.errors import AdapterError, Erased, Invalid, invalid
from slrt_core.model.contents import FieldChange
from slrt_core.model.facts import Fact
from slrt_core.model.identity import IdentityClaim, Private

if TYPE_CHECKING:
    from slrt_core.desk.keyring import Keyring
    from slrt_core.ports import KeyProvider

__all__ = ["Sealer", "foreign"]

T = TypeVar("T")

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_LEAVES = _AS_THEY_ARE | {date, datetime, Decimal, bytes}
"""In which nothing personal stands apart. The commonest values by far, so they are asked for first."""


class Sealer:
    """Seals and opens for one district, within one transaction.

    Args:
        ring: the keys of persons.
        keys: makes digests.
        district: part of the space of digests, so that they say nothing elsewhere.
    """

    def __init__(self, ring: Keyring, keys: KeyProvider, district: str) -> None:
        self.ring: Keyring = ring
        self.at_rest: AtRest = AtRest(ring)
        self._keys = keys
        self._district = district
        self._indexes: dict[tuple[str, str], tuple[str, ...]] = {}

    def opened(self, value: T) -> T:
        """What comes from outside, in clear: what comes sealed is opened, and what it says is read anew.

        Raises:
            Invalid: it was sealed by somebody else, was changed, or was erased.
        """
        try:
            opened: T = self._walk(value, self._open_one, "")
        except (AdapterError, Erased):
            raise foreign() from None
        return opened

    def owners(self, value: object) -> set[str]:
        """Whose keys sealed what comes sealed in a value.

        Raises:
            Invalid: it is no sealed value at all.
        """
        found: set[str] = set()

        def note(one: IdentityClaim | Private, _: str) -> IdentityClaim | Private:
            if one.sealed is not None:
                found.add(self.ring.owner(one.sealed))
            return one

        try:
            self._walk(value, note, "")
        except AdapterError:
            raise foreign() from None
        return found - {""}

    def seal(self, value: T, owner: str) -> T:
        """The same value with every identity number and every private text in it sealed.

        Args:
            value: of the model.
            owner: whom it is about; of a fact or a changed field, it is whom that names.
        """
        sealed: T = self._walk(value, self._seal_one, owner)
        return sealed

    def reveal(self, value: IdentityClaim | Private) -> str:
        """The clear text. The caller has put the look on record before.

        Raises:
            Erased: it was erased.
        """
        if value.sealed is None:
            return value.clear or ""
        return self.ring.open(_what(value), value.sealed).decode()

    def indexes(self, claim: IdentityClaim) -> tuple[str, ...]:
        """The keyed index values by which a number may be found, the current one first."""
        self.ring.refuse_outdated()
        number = (claim.kind.value, self.reveal(claim))
        held = self._indexes.get(number)
        if held is None:
            # Remembered, as one command looks for the same number more than once.
            held = self._indexes[number] = tuple(self._keys.index(f"{self._district}/{claim.kind}", number[1]))
        return held

    def digest(self, value: object) -> str:
        """A keyed digest of any value of the model: the same for the same content, clear or sealed."""
        return self._keys.digest(f"{self._district}/digest", _WRITER.encode(self._plain(value)))

    # ---------------------------------------------------------------- one value

    def _open_one(self, value: IdentityClaim | Private, _: str) -> IdentityClaim | Private:
        if isinstance(value, Private):
            return value if value.sealed is None else Private(self.reveal(value))
        # Nobody says of a number that it is well-formed or verified: that is read off the number.
        parsed = IdentityClaim.parse(value.kind, self.reveal(value))
        if not parsed.present:
            return parsed
        state = parsed.state if value.sealed is None else value.state
        return attrs.evolve(parsed, state=state, index=self.indexes(parsed)[0])

    def _seal_one(self, value: IdentityClaim | Private, owner: str) -> IdentityClaim | Private:
        if value.clear is None:
            return value
        if isinstance(value, Private) and not value.clear.strip():
            # Nothing said is nothing to seal: a sealed nothing would look like words.
            return Private()
        sealed = self.ring.seal(owner, _what(value), value.clear.encode())
        if isinstance(value, Private):
            return Private(sealed=sealed)
        return IdentityClaim(kind=value.kind, state=value.state, sealed=sealed, index=self.indexes(value)[0])

    # ---------------------------------------------------------------- a whole value

    def _walk(self, value: Any, one: Any, owner: str) -> Any:
        kind = type(value)
        if kind in _LEAVES:
            return value
        if kind is IdentityClaim or kind is Private:
            return one(value, owner)
        if isinstance(value, tuple):
            return tuple([self._walk(item, one, owner) for item in value])
        if isinstance(value, Mapping):
            return {key: self._walk(item, one, owner) for key, item in value.items()}
        return self._instance(value, one, owner)

    def _instance(self, value: Any, one: Any, owner: str) -> Any:
        owner = value.unit if isinstance(value, (Fact, FieldChange)) else owner
        changed = {}
        kind: Any = type(value)
        for name, alias in _names(kind):
            old = getattr(value, name)
            if type(old) not in _LEAVES:
                new = self._walk(old, one, owner)
                if new is not old:
                    changed[alias] = new
        return attrs.evolve(value, **changed) if changed else value

    def _plain(self, value: Any) -> Any:
        if type(value) in _AS_THEY_ARE:
            return value
        match value:
            case IdentityClaim():
                return ["claim", value.kind, self.reveal(value) if value.present else ""]
            case Private():
                words = self.reveal(value)
                return ["words", words if words.strip() else ""]
            case Enum():
                return ["enum", value.value]
            case bool() | int() | str() | None:
                return value
            case Decimal():
                return ["decimal", str(value)]
            case datetime() | date():
                return ["date", value.isoformat()]
            case bytes():
                return ["bytes", base64.b64encode(value).decode()]
            case tuple() | list():
                return [self._plain(item) for item in value]
            case Mapping():
                return {str(key): self._plain(item) for key, item in value.items()}
            case _:
                kind: Any = type(value)
                held = {name: getattr(value, name) for name, _ in _names(kind)}
                later = _later(kind)
                return [kind.__name__, {n: self._plain(v) for n, v in held.items() if n not in later or v != later[n]}]


@cache
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    """Name and alias of what makes an instance of a class of the model; nothing for another class."""
    fields = attrs.fields(kind) if attrs.has(kind) else ()
    return tuple((attribute.name, attribute.alias) for attribute in fields if attribute.init)


@cache
def _later(kind: type) -> dict[str, Any]:
    """The fields of a class that came after values of it were digested, each with what stands there if nothing does."""
    fields = attrs.fields(kind) if attrs.has(kind) else ()
    return {attribute.name: attribute.default for attribute in fields if attribute.metadata.get("later")}


def foreign() -> Invalid:
    """What to raise for a sealed value that does not belong where it is handed over."""
    return invalid("", "sealed-foreign", id="nilai tersegel tidak dikenal", en="a sealed value is not of this store")


def _what(value: IdentityClaim | Private) -> str:
    return value.kind.value if isinstance(value, IdentityClaim) else "words"

"""Nothing personal leaves in clear: identity numbers and private words are sealed once, before anything is written.

The desk seals a command as it comes in; from there on only sealed forms travel, and the encoder refuses clear ones.
The digests of what was asked and approved are taken before, with a key: a plain hash of a NIK is soon reversed.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

import attrs

from slrt_core.errors import AdapterError, invalid
from slrt_core.model.identity import IdentityClaim, Private
from slrt_core.ports import KeyProvider

__all__ = ["Sealer"]

T = TypeVar("T")


class Sealer:
    """Seals and opens for one district.

    Args:
        keys: holds the keys.
        district: part of the context, so that a sealed value opens only where it belongs.
    """

    def __init__(self, keys: KeyProvider, district: str) -> None:
        self._keys = keys
        self._district = district

    def take(self, value: T) -> T:
        """Seal what comes from outside. What comes sealed already must be ours; what it says is read anew.

        Raises:
            Invalid: it was sealed by somebody else, or changed.
        """
        try:
            taken: T = self._walk(value, anew=True)
        except AdapterError:
            raise invalid(
                "", "sealed-foreign", id="nilai tersegel tidak dikenal", en="a sealed value is not of this store"
            ) from None
        return taken

    def seal(self, value: T) -> T:
        """The same value with every identity number and every private text in it sealed."""
        sealed: T = self._walk(value)
        return sealed

    def reveal(self, value: IdentityClaim | Private) -> str:
        """The clear text. The caller has put the look on record before."""
        if value.sealed is None:
            return value.clear or ""
        return self._keys.open(self._context(value), value.sealed).decode()

    def index(self, claim: IdentityClaim) -> str:
        """The keyed index value by which a number is found."""
        return claim.index or self._keys.index(f"{self._district}/{claim.kind}", claim.clear or "")[0]

    def digest(self, value: object) -> str:
        """A keyed digest of any value of the model: the same for the same content, clear or sealed."""
        plain = json.dumps(self._plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return self._keys.digest(f"{self._district}/digest", plain)

    def _context(self, value: IdentityClaim | Private) -> str:
        return f"{self._district}/{value.kind if isinstance(value, IdentityClaim) else 'words'}"

    def _walk(self, value: Any, *, anew: bool = False) -> Any:
        match value:
            case IdentityClaim():
                return self._claim(value, anew=anew)
            case Private():
                return self._words(value, anew=anew)
            case tuple():
                return tuple(self._walk(item, anew=anew) for item in value)
            case Mapping():
                return {key: self._walk(item, anew=anew) for key, item in value.items()}
            case _ if attrs.has(type(value)):
                return self._instance(value, anew=anew)
            case _:
                return value

    def _words(self, words: Private, *, anew: bool) -> Private:
        if words.sealed is not None:
            if anew:
                self.reveal(words)
            return Private(sealed=words.sealed)
        if not words.clear or not words.clear.strip():
            # Nothing said is nothing to seal: a sealed nothing would look like words.
            return Private()
        return Private(sealed=self._keys.seal(self._context(words), words.clear.encode()))

    def _claim(self, claim: IdentityClaim, *, anew: bool) -> IdentityClaim:
        if anew:
            # Nobody says of a number that it is well-formed or verified: that is read off the number.
            parsed = IdentityClaim.parse(claim.kind, self.reveal(claim))
            if claim.sealed is not None:
                state = claim.state if parsed.present else parsed.state
                return attrs.evolve(claim, clear=None, state=state, index=self.index(parsed) if parsed.present else "")
            claim = parsed
        if claim.clear is None:
            return claim
        sealed = self._keys.seal(self._context(claim), claim.clear.encode())
        return attrs.evolve(claim, clear=None, sealed=sealed, index=self.index(claim))

    def _instance(self, value: Any, *, anew: bool) -> Any:
        changed = {}
        for attribute in attrs.fields(type(value)):
            if attribute.init:
                old = getattr(value, attribute.name)
                new = self._walk(old, anew=anew)
                if new is not old:
                    changed[attribute.alias] = new
        return attrs.evolve(value, **changed) if changed else value

    def _plain(self, value: Any) -> Any:
        match value:
            case IdentityClaim():
                return ["claim", value.kind, self.index(value) if value.present else ""]
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
                names = [a.name for a in attrs.fields(type(value)) if a.init]
                return [type(value).__name__, {name: self._plain(getattr(value, name)) for name in names}]

"""A document of keys, as a file or an environment variable holds it: made, added to, taken from."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping

from attrs import frozen
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from slrt_core.errors import AdapterError
from slrt_core.reasons import Text

__all__ = ["KEY_BYTES", "KeyDocument", "new_keys", "retired", "rotated"]

KEY_BYTES = 32
"""Of every key."""


@frozen
class KeyDocument:
    """One document of keys: ``{"current": "1", "digest": …, "keys": {"1": {"seal": …, "index": …}}}``, in base 64."""

    current: str
    digest: bytes
    seal: Mapping[str, AESGCM]
    index: Mapping[str, bytes]

    @classmethod
    def of(cls, text: str) -> KeyDocument:
        """Read a document.

        Raises:
            ValueError, KeyError, TypeError: it is none.
        """
        held = json.loads(text)
        keys, current = held["keys"], held["current"]
        seal = {name: AESGCM(_unpacked(key["seal"])) for name, key in keys.items()}
        index = {name: _unpacked(key["index"]) for name, key in keys.items()}
        # Files of before keys could be changed have no key for digests: their first one served.
        digest = _unpacked(held["digest"]) if "digest" in held else index["1"]
        newest_first = sorted(index, key=lambda name: (name == current, int(name)), reverse=True)
        return cls(current, digest, {current: seal[current], **seal}, {name: index[name] for name in newest_first})


def new_keys() -> str:
    """New keys, as the text of a key file."""
    held = {"current": "1", "digest": _packed(os.urandom(KEY_BYTES)), "keys": {"1": _new_key()}}
    return json.dumps(held, indent=1)


def rotated(text: str) -> tuple[str, str]:
    """A document of keys with a new current one; and its name."""
    held = json.loads(text)
    held.setdefault("digest", held["keys"]["1"]["index"] if "1" in held["keys"] else None)
    name = str(1 + max(map(int, held["keys"])))
    held["keys"][name] = _new_key()
    held["current"] = name
    return json.dumps(held, indent=1), name


def retired(text: str, name: str, where: str) -> str:
    """A document of keys without an older one.

    Args:
        text: the document.
        name: of the key.
        where: what the document was read from, for the error.

    Raises:
        AdapterError: it is the current key, or there is none of this name.
    """
    held = json.loads(text)
    if name not in held["keys"]:
        names = ", ".join(held["keys"])
        raise AdapterError(
            "keys-unknown",
            Text(
                f"{where}: kunci {name!r} tidak ada; yang ada: {names}",
                f"{where}: there is no key {name!r}; there is: {names}",
            ),
        )
    if name == held["current"]:
        raise AdapterError(
            "keys-current",
            Text(
                f"{where}: kunci {name!r} yang berlaku: jalankan slrt keys rotate, lalu slrt keys rewrap",
                f"{where}: the key {name!r} is the current one: run slrt keys rotate, then slrt keys rewrap",
            ),
        )
    # Documents of before keys could be changed digest with their first key: that goes on.
    held.setdefault("digest", held["keys"]["1"]["index"] if "1" in held["keys"] else None)
    del held["keys"][name]
    return json.dumps(held, indent=1)


def _new_key() -> dict[str, str]:
    return {"seal": _packed(os.urandom(KEY_BYTES)), "index": _packed(os.urandom(KEY_BYTES))}


def _packed(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unpacked(text: str) -> bytes:
    raw = base64.b64decode(text)
    if len(raw) != KEY_BYTES:
        raise ValueError("length")
    return raw

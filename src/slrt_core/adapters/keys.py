"""Keys in a file that only its owner can read. Needs the extra ``keys``."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from slrt_core.errors import AdapterError
from slrt_core.reasons import Text

__all__ = ["FileKeys"]

_FORMAT = 1
_NONCE = 12
_KEY_BYTES = 32


class FileKeys:
    """AES-256-GCM for sealing and HMAC-SHA-256 for finding, with keys from one file. Thread-safe.

    Sealed values and index values name the key they were made with, so that keys can be changed later.

    Args:
        path: the file. It is made, readable by its owner only, if it is not there.

    Raises:
        AdapterError: others can read the file, or it is not a key file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        if not str(path) or self._path.is_dir():
            raise _failed("keys-path", f"{path!s}: bukan nama berkas kunci", f"{path!s}: not the name of a key file")
        if not self._path.exists():
            _create(self._path)
        if os.name == "posix" and stat.S_IMODE(self._path.stat().st_mode) & 0o077:
            raise _failed(
                "keys-open-to-others",
                f"{self._path}: orang lain dapat membacanya; jalankan chmod 600",
                f"{self._path}: others can read it; run chmod 600",
            )
        try:
            held = json.loads(self._path.read_text(encoding="utf-8"))
            self._current: str = held["current"]
            self._seal = {name: AESGCM(_unpacked(key["seal"])) for name, key in held["keys"].items()}
            self._index = {name: _unpacked(key["index"]) for name, key in held["keys"].items()}
            self._seal[self._current]
        except (ValueError, KeyError, TypeError):
            raise _failed(
                "keys-damaged", f"{self._path}: bukan berkas kunci", f"{self._path}: not a key file"
            ) from None

    def seal(self, context: str, clear: bytes) -> bytes:
        """See `KeyProvider.seal`."""
        nonce = os.urandom(_NONCE)
        name = self._current.encode()
        sealed = self._seal[self._current].encrypt(nonce, clear, context.encode())
        return bytes([_FORMAT, len(name)]) + name + nonce + sealed

    def open(self, context: str, sealed: bytes) -> bytes:
        """See `KeyProvider.open`."""
        try:
            if sealed[0] != _FORMAT:
                raise ValueError("format")
            end = 2 + sealed[1]
            key = self._seal[sealed[2:end].decode()]
            return key.decrypt(sealed[end : end + _NONCE], sealed[end + _NONCE :], context.encode())
        except (InvalidTag, ValueError, KeyError, IndexError):
            raise _failed(
                "unsealing",
                "tidak dapat dibuka: kunci lain, konteks lain, atau isinya berubah",
                "cannot be opened: another key, another context, or it was changed",
            ) from None

    def index(self, space: str, value: str) -> str:
        """See `KeyProvider.index`."""
        key = self._index[self._current]
        digest = hmac.new(key, space.encode() + b"\0" + value.encode(), hashlib.sha256).digest()
        # In base 32, as hexadecimal digits fall into rows of sixteen now and then, and are taken for a NIK.
        return f"{self._current}.{base64.b32encode(digest).decode().rstrip('=').lower()}"


def _create(path: Path) -> None:
    keys = {"1": {"seal": _packed(os.urandom(_KEY_BYTES)), "index": _packed(os.urandom(_KEY_BYTES))}}
    text = json.dumps({"current": "1", "keys": keys}, indent=1)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _failed("keys-unwritable", f"{path}: {error.strerror}", f"{path}: {error.strerror}") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        # Data sealed under a key that a crash took away would be lost for ever.
        os.fsync(file.fileno())


def _packed(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unpacked(text: str) -> bytes:
    raw = base64.b64decode(text)
    if len(raw) != _KEY_BYTES:
        raise ValueError("length")
    return raw


def _failed(code: str, id: str, en: str) -> AdapterError:
    return AdapterError(code, Text(id, en))

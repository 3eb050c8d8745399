"""Ed25519 signatures for the journal's anchors, by the library ``cryptography``. Needs the extra ``keys``."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from slrt_core.adapters.durable import is_open_to_others, written_beside
from slrt_core.errors import AdapterError
from slrt_core.reasons import Text

__all__ = ["Ed25519Signatures", "Ed25519Signer", "new_signing_key"]

_PREFIX = "ed25519:"


class Ed25519Signer:
    """Signs with a private key from a file that only its owner can read. Thread-safe.

    Args:
        path: the file, as `new_signing_key` makes it.

    Raises:
        AdapterError: it cannot be read, others can read it, or it is no such key.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        path = Path(path)
        try:
            exposed, text = is_open_to_others(path), path.read_bytes()
        except OSError as error:
            raise _failed("signing-key", f"{path}: {error.strerror}", f"{path}: {error.strerror}") from None
        if exposed:
            raise _failed(
                "signing-key-open",
                f"{path}: orang lain dapat membacanya; jalankan chmod 600",
                f"{path}: others can read it; run chmod 600",
            )
        try:
            key = load_pem_private_key(text, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PrivateKey):
            raise _failed("signing-key", f"{path}: bukan kunci pribadi Ed25519", f"{path}: not an Ed25519 private key")
        self._key = key

    @property
    def public(self) -> str:
        """See `Signer.public`."""
        return _text(self._key.public_key())

    def sign(self, message: bytes) -> bytes:
        """See `Signer.sign`."""
        return self._key.sign(message)


class Ed25519Signatures:
    """Checks signatures against the public keys that are trusted. Thread-safe.

    Args:
        public: the keys, as `Ed25519Signer.public` names them.

    Raises:
        AdapterError: one is no such key, or there is none.
    """

    def __init__(self, public: Iterable[str]) -> None:
        self._keys = {name: _public(name) for name in public}
        if not self._keys:
            raise _failed("public-key", "tidak ada kunci publik", "there is no public key")

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Ed25519Signatures:
        """From a file with a public key on each line; an older one stays there for as long as its anchors count.

        Raises:
            AdapterError: it cannot be read, or is no such file.
        """
        try:
            text = Path(path).read_text(encoding="ascii")
        except UnicodeDecodeError:
            text = "?"
        except OSError as error:
            raise _failed("public-key", f"{path!s}: {error.strerror}", f"{path!s}: {error.strerror}") from None
        try:
            return cls(text.split())
        except AdapterError as error:
            words = error.reasons[0].text
            raise _failed("public-key", f"{path!s}: {words.id}", f"{path!s}: {words.en}") from None

    def made(self, by: str, message: bytes, signature: bytes) -> bool:
        """See `Signatures.made`."""
        key = self._keys.get(by)
        if key is None:
            return False
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def new_signing_key(path: str | os.PathLike[str]) -> str:
    """Make a key and write it to a new file that only its owner can read.

    Returns:
        The public key.

    Raises:
        AdapterError: the file is there already, or cannot be written.
    """
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = Path(path)
    try:
        with written_beside(path, text) as new:
            os.link(new, path)
    except OSError as error:
        raise _failed("signing-key", f"{path}: {error.strerror}", f"{path}: {error.strerror}") from None
    return _text(key.public_key())


def _text(key: Ed25519PublicKey) -> str:
    return _PREFIX + base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def _public(text: str) -> Ed25519PublicKey:
    try:
        if not text.startswith(_PREFIX):
            raise ValueError("prefix")
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.removeprefix(_PREFIX), validate=True))
    except ValueError:
        raise _failed("public-key", "bukan kunci publik Ed25519", "not an Ed25519 public key") from None


def _failed(code: str, id: str, en: str) -> AdapterError:
    return AdapterError(code, Text(id, en))

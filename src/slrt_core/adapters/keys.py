"""Keys in a file that only its owner can read, or in the environment. Needs the extra ``keys``."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from slrt_core.adapters.durable import append_line, held_alone, is_open_to_others, written_beside
from slrt_core.adapters.keydocument import KEY_BYTES, KeyDocument, new_keys, retired, rotated
from slrt_core.errors import AdapterError
from slrt_core.ports import in_letters
from slrt_core.reasons import Text

__all__ = ["EnvironmentKeys", "FileKeys", "HeldKeys"]

_FORMAT = 1
_NONCE = 12
_REMEMBERED = 1000


class HeldKeys:
    """AES-256-GCM for sealing and HMAC-SHA-256 for finding, with keys that were read from somewhere. Thread-safe.

    Args:
        text: a document of keys, as `new_keys` makes it.
        where: what the keys were read from, for error texts.
        forgotten: a file with what must never open again, a digest a line; it is made when it is needed.

    Raises:
        AdapterError: it is no document of keys.
    """

    def __init__(self, text: str, where: str, forgotten: Path | None) -> None:
        self._forgotten_at = forgotten
        self._where = where
        self._recent: dict[tuple[str, bytes], AESGCM] = {}
        self._forgotten: frozenset[str] = frozenset()
        self._forgotten_size = 0
        self._take(text)
        self._read_forgotten()

    @property
    def current(self) -> str:
        """See `KeyProvider.current`."""
        return self._held.current

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all keys that are held, the current one first."""
        return tuple(self._held.index)

    def make(self, owner: str) -> bytes:
        """See `KeyProvider.make`."""
        self._refuse_forgotten(owner)
        key = os.urandom(KEY_BYTES)
        wrapped = self._wrap(owner, key)
        self._remember(owner, wrapped, AESGCM(key))
        return wrapped

    def rewrap(self, owner: str, wrapped: bytes) -> bytes:
        """See `KeyProvider.rewrap`."""
        return self._wrap(owner, self._unwrap(owner, wrapped))

    def seal(self, owner: str, wrapped: bytes, what: str, clear: bytes) -> bytes:
        """See `KeyProvider.seal`."""
        nonce = os.urandom(_NONCE)
        return nonce + self._key(owner, wrapped).encrypt(nonce, clear, what.encode())

    def open(self, owner: str, wrapped: bytes, what: str, sealed: bytes) -> bytes:
        """See `KeyProvider.open`."""
        if not wrapped:
            # As version 0.1 sealed: with the district's key itself.
            return self._opened(what, sealed)
        try:
            return self._key(owner, wrapped).decrypt(sealed[:_NONCE], sealed[_NONCE:], what.encode())
        except (InvalidTag, ValueError):
            raise _unsealing() from None

    def index(self, space: str, value: str) -> Sequence[str]:
        """See `KeyProvider.index`."""
        return tuple(f"{name}.{_digest(key, space, value)}" for name, key in self._held.index.items())

    def digest(self, space: str, value: str) -> str:
        """See `KeyProvider.digest`."""
        return f"1.{_digest(self._held.digest, space, value)}"

    def forget(self, owner: str) -> None:
        """See `KeyProvider.forget`."""
        if self._forgotten_at is None:
            raise _failed(
                "keys-cannot-forget",
                f"{self._where}: sebutkan berkas untuk mencatat yang dihapus",
                f"{self._where}: name a file in which what is erased is written down",
            )
        mark = self._mark(owner)
        self._read_forgotten()
        if mark not in self._forgotten:
            with _refused(self._forgotten_at):
                append_line(self._forgotten_at, mark)
            self._read_forgotten()

    def _key(self, owner: str, wrapped: bytes) -> AESGCM:
        self._read_forgotten()
        key = self._recent.get((owner, wrapped))
        if key is None:
            key = AESGCM(self._unwrap(owner, wrapped))
            self._remember(owner, wrapped, key)
        return key

    def _remember(self, owner: str, wrapped: bytes, key: AESGCM) -> None:
        if len(self._recent) >= _REMEMBERED:
            self._recent.clear()
        self._recent[owner, wrapped] = key

    def _wrap(self, owner: str, key: bytes) -> bytes:
        held, nonce = self._held, os.urandom(_NONCE)
        name = held.current.encode()
        return bytes([_FORMAT, len(name)]) + name + nonce + held.seal[held.current].encrypt(nonce, key, owner.encode())

    def _unwrap(self, owner: str, wrapped: bytes) -> bytes:
        self._refuse_forgotten(owner)
        return self._opened(owner, wrapped)

    def _refuse_forgotten(self, owner: str) -> None:
        self._read_forgotten()
        if self._forgotten and self._mark(owner) in self._forgotten:
            raise _failed("key-forgotten", "telah dihapus untuk selamanya", "it was erased for ever")

    def _opened(self, context: str, sealed: bytes) -> bytes:
        try:
            if sealed[0] != _FORMAT:
                raise ValueError("format")
            end = 2 + sealed[1]
            key = self._held.seal[sealed[2:end].decode()]
            return key.decrypt(sealed[end : end + _NONCE], sealed[end + _NONCE :], context.encode())
        except (InvalidTag, ValueError, KeyError, IndexError):
            raise _unsealing() from None

    def _mark(self, owner: str) -> str:
        # The list of what is forgotten is to tell nothing of whom it names.
        return self.digest("forgotten", owner)

    def _read_forgotten(self) -> None:
        """Take note of what this or another process forgot: the file only ever grows."""
        try:
            size = self._forgotten_at.stat().st_size if self._forgotten_at is not None else 0
        except (FileNotFoundError, NotADirectoryError):
            return
        if self._forgotten_at is not None and size != self._forgotten_size:
            self._forgotten |= frozenset(self._forgotten_at.read_text(encoding="ascii").split())
            self._forgotten_size = size
            self._recent.clear()

    def _take(self, text: str) -> None:
        self._recent.clear()
        try:
            self._held = KeyDocument.of(text)
        except (ValueError, KeyError, TypeError):
            raise _failed(
                "keys-damaged", f"{self._where}: bukan berkas kunci", f"{self._where}: not a key file"
            ) from None


class FileKeys(HeldKeys):
    """Keys in a file. What is forgotten is written beside it, in a file with the ending ``.forgotten``.

    Keep both apart from the store and its backups: whoever has store and keys has everything.

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
            _create(self._path, new_keys())
        if is_open_to_others(self._path):
            raise _failed(
                "keys-open-to-others",
                f"{self._path}: orang lain dapat membacanya; jalankan chmod 600",
                f"{self._path}: others can read it; run chmod 600",
            )
        super().__init__(self._path.read_text(encoding="utf-8"), str(self._path), _beside(self._path))

    def rotate(self) -> str:
        """Make a new key the current one; what was sealed before still opens.

        Returns:
            Its name.
        """
        # Of two who change the file at once, the second one adds to what the first one wrote.
        with _refused(self._path), held_alone(self._path) as held:
            text, name = rotated(held)
            self._replace(text)
        return name

    def retire(self, name: str) -> None:
        """Destroy an older key: what is still sealed with it never opens again, in no backup either.

        Raises:
            AdapterError: it is the current key, or there is none of this name.
        """
        with _refused(self._path), held_alone(self._path) as held:
            self._replace(retired(held, name, str(self._path)))

    def _replace(self, text: str) -> None:
        with written_beside(self._path, text.encode()) as new:
            new.replace(self._path)
        self._take(text)


class EnvironmentKeys(HeldKeys):
    """Keys in an environment variable, as secret stores of servers hand them over.

    Args:
        variable: its name. Its value is the text of a key file; ``slrt keys new`` prints one.
        forgotten: a file in which what is forgotten is written down; without one, nobody can be erased.

    Raises:
        AdapterError: the variable is not set, or holds no keys.
    """

    def __init__(self, variable: str, forgotten: str | os.PathLike[str] = "") -> None:
        text = os.environ.get(variable, "")
        if not text:
            raise _failed("keys-unset", f"variabel {variable!r} kosong", f"the variable {variable!r} is not set")
        super().__init__(text, f"${variable}", Path(forgotten) if str(forgotten) else None)


def _digest(key: bytes, space: str, value: str) -> str:
    return in_letters(hmac.digest(key, f"{space}\0{value}".encode(), "sha256"))


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".forgotten")


def _create(path: Path, text: str) -> None:
    # Another process that makes it at the same time wins, and its keys are the ones.
    with _refused(path), written_beside(path, text.encode()) as new, suppress(FileExistsError):
        os.link(new, path)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """What the file system does not let us write, as an error of this library."""
    try:
        yield
    except OSError as error:
        raise _failed("keys-unwritable", f"{path}: {error.strerror}", f"{path}: {error.strerror}") from None


def _unsealing() -> AdapterError:
    return _failed(
        "unsealing",
        "tidak dapat dibuka: kunci lain, pemilik lain, atau isinya berubah",
        "cannot be opened: another key, another owner, or it was changed",
    )


def _failed(code: str, id: str, en: str) -> AdapterError:
    return AdapterError(code, Text(id, en))

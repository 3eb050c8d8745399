"""Attachments in a folder: each sealed content is a file of its own, written so that a crash leaves it whole or not.

``<folder>/<district>/<two letters>/<name>``: the two letters, out of a hash of the name, keep any one folder small.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from slrt_core.adapters.durable import sync_folder
from slrt_core.errors import AdapterError, Conflict
from slrt_core.reasons import Text

__all__ = ["FolderAttachments"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_PART = ".part-"
_STALE_SECONDS = 3600
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class FolderAttachments:
    """Keeps attachments in a folder, readable by its owner only. Several threads and processes may use it at once.

    District and name are made of letters, digits, dots, hyphens and low lines, as ids are, and begin with a letter or
    digit; any other is a `ValueError`, so that none leads out of the folder.

    Args:
        path: the folder; it is made if it is not there. What a crash left half written in it is removed after an hour.

    Raises:
        AdapterError: it cannot be made or read.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        if not str(path):
            raise AdapterError("attachments-path", Text("sebutkan folder lampiran", "name a folder for attachments"))
        self._root = Path(path).absolute()
        try:
            self._make(self._root)
            self._clean()
        except OSError as error:
            raise _failed(error) from None

    def put(self, district: str, name: str, sealed: bytes) -> None:
        """See `Attachments.put`."""
        place = self._place(district, name)
        try:
            self._make(place.parent)
            if not place.exists():
                self._write(place, sealed)
            there = place.read_bytes()
            # Also for what was there: a crash may have come between its writing and this.
            sync_folder(place.parent)
        except OSError as error:
            raise _failed(error) from None
        if there != sealed:
            raise Conflict(
                "attachment-other",
                Text("isi lain sudah disimpan dengan nama ini", "another content is kept under this name"),
                path=name,
            )

    def get(self, district: str, name: str) -> bytes | None:
        """See `Attachments.get`."""
        try:
            return self._place(district, name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _failed(error) from None

    def delete(self, district: str, name: str) -> None:
        """See `Attachments.delete`."""
        place = self._place(district, name)
        try:
            place.unlink(missing_ok=True)
            if place.parent.exists():
                sync_folder(place.parent)
        except OSError as error:
            raise _failed(error) from None

    def names(self, district: str) -> Iterator[str]:
        """See `Attachments.names`."""
        folder = self._root / _plain(district)
        try:
            # All at once: whoever goes through them may well delete some.
            found = [file.name for file in folder.glob("*/*") if _NAME.fullmatch(file.name)]
        except OSError as error:
            raise _failed(error) from None
        return iter(found)

    def _place(self, district: str, name: str) -> Path:
        shard = hashlib.sha256(_plain(name).encode()).hexdigest()[:2]
        return self._root / _plain(district) / shard / name

    def _write(self, place: Path, sealed: bytes) -> None:
        part = place.with_name(_PART + secrets.token_hex(8))
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            _take(part, place)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)

    def _clean(self) -> None:
        for part in self._root.glob(f"*/*/{_PART}*"):
            with suppress(FileNotFoundError):  # another process cleans as well
                # A young one may be in writing by another process.
                if time.time() - part.stat().st_mtime > _STALE_SECONDS:
                    part.unlink()


def _take(part: Path, place: Path) -> None:
    """Give a written file its name, unless another was faster: a link, unlike renaming, replaces nothing."""
    try:
        place.hardlink_to(part)
    except FileExistsError:
        pass
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        part.rename(place)


def _plain(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("a district or name of an attachment holds what no id holds")
    return name


def _failed(error: OSError) -> AdapterError:
    words = error.strerror or type(error).__name__
    return AdapterError("attachments-folder", Text(f"folder lampiran: {words}", f"the folder of attachments: {words}"))

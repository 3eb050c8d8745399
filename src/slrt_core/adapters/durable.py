"""Small files that must be whole or not there, and that nobody else reads: keys, and the list of what is forgotten."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

if os.name == "posix":
    import fcntl

__all__ = ["append_line", "held_alone", "is_open_to_others", "sync_folder", "written_beside"]


@contextmanager
def held_alone(path: Path) -> Iterator[str]:
    """What a file says, while nobody else holds it so; for whoever then replaces it. Windows does not wait.

    Raises:
        OSError: it cannot be read.
    """
    if os.name != "posix":
        # An open file cannot be replaced there.
        yield path.read_text(encoding="utf-8")
        return
    while True:
        with path.open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # Whoever held it before may have put another file in its place: that one is to be held.
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                yield file.read()
                return


@contextmanager
def written_beside(path: Path, content: bytes) -> Iterator[Path]:
    """A whole file beside a path, on disk and readable by its owner only, to take the path's place; gone afterwards.

    Raises:
        OSError: it cannot be written; nothing is left.
    """
    new: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            new = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield new
        sync_folder(path.parent)
    finally:
        if new is not None:
            new.unlink(missing_ok=True)


def append_line(path: Path, line: str) -> None:
    """Add a line to a file, on disk; the file is made if it is not there.

    Raises:
        OSError: it cannot be written as a whole.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # A line of its own also after one that a crash cut off.
        whole = f"\n{line}\n".encode()
        if os.write(descriptor, whole) != len(whole):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on disk; Windows cannot, and does not need to."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_open_to_others(path: Path) -> bool:
    """Whether anybody but its owner can read a file.

    Raises:
        OSError: it cannot be looked at.
    """
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)

"""Finding a desk to read from: by configuration file, by URL, or the one that the demonstration left."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

from slrt_core import Acting, Configuration, Desk, NotFound, SlrtError, Text, WorkItem, open_desk
from slrt_core.adapters.seeded import ManualClock
from slrt_core.errors import invalid
from slrt_core.ports import Clock, KeyProvider
from slrt_core.reasons import Reason

__all__ = ["CONFIGURATION", "MARKER", "Marker", "cases_of", "file_of", "find_desk"]

MARKER = "demo.json"
"""Lies in a folder that the demonstration made."""

CONFIGURATION = "slrt.toml"
"""Lies beside it: how to open the demonstration's desk."""


@frozen(kw_only=True)
class Marker:
    """What the demonstration says of the folder that it made.

    Args:
        district: the regency's code.
        store: the store's URL.
        today: the instant at which its month ended; looking at it, one stands there.
    """

    district: str
    store: str
    today: datetime

    @classmethod
    def read(cls, folder: Path) -> Marker | None:
        """The marker of a folder; ``None`` if the demonstration did not make it."""
        try:
            found = json.loads((folder / MARKER).read_text(encoding="utf-8"))
            if found["made_by"] != "slrt demo":
                return None
            return cls(district=found["district"], store=found["store"], today=datetime.fromisoformat(found["today"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        """Mark a folder as made by the demonstration."""
        content = {
            "made_by": "slrt demo",
            "district": self.district,
            "store": self.store,
            "today": self.today.astimezone(UTC).isoformat(),
        }
        (folder / MARKER).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def find_desk(db: str | None, config: Path | None, district: str | None, *, keys: KeyProvider | None = None) -> Desk:
    """Open the desk that is meant.

    Args:
        db: a store's URL.
        config: a configuration file.
        district: the regency's code, for a store that no configuration and no marker tells of.
        keys: in place of those that are configured.

    Raises:
        SlrtError: nothing such is there, or it cannot be opened.
    """
    if config is not None:
        _must_exist(Configuration.read(config).store)
        return open_desk(config, clock=_clock(config.parent), keys=keys or "")
    if db is None:
        folder = _latest()
        return open_desk(folder / CONFIGURATION, clock=_clock(folder), keys=keys or "")
    path = _must_exist(db)
    beside = path.parent if path else Path()
    marker = Marker.read(beside)
    if marker is not None and Path(marker.store.removeprefix("sqlite:///")).resolve() == (path and path.resolve()):
        return open_desk(beside / CONFIGURATION, clock=_clock(beside), keys=keys or "")
    if district is None:
        raise invalid(
            "--district",
            "district-missing",
            id="sebutkan kode kabupaten/kota, misalnya --district 61.12",
            en="name the regency's code, such as --district 61.12",
        )
    return open_desk(db, district=district, keys=keys or "")


def cases_of(acting: Acting, text: str) -> tuple[WorkItem, ...]:
    """The cases with this id or registration number that an officer may see.

    Raises:
        NotFound: there is none, or none that they may see.
    """
    try:
        return acting.by_number(text)
    except NotFound:
        return (acting.item(text),)


def file_of(url: str) -> Path | None:
    """The file of a SQLite URL; ``None`` for any other store."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _clock(folder: Path) -> Clock | None:
    marker = Marker.read(folder)
    return ManualClock(marker.today) if marker else None


def _latest() -> Path:
    made = [(marker.stat().st_mtime_ns, marker.parent) for marker in Path().glob(f"slrt-demo-*/{MARKER}")]
    if not made:
        raise SlrtError(
            [
                Reason(
                    code="no-demo",
                    text=Text(
                        "di sini belum ada demo: jalankan slrt demo, atau sebutkan --db atau --config",
                        "there is no demonstration here: run slrt demo, or name --db or --config",
                    ),
                )
            ]
        )
    return max(made)[1]


def _must_exist(url: str) -> Path | None:
    """Opening a SQLite file that is not there would make an empty one: whoever only reads does not want that."""
    path = file_of(url)
    if path is not None and not path.exists():
        raise invalid(str(path), "store-missing", id="berkas basis data tidak ada", en="there is no such database file")
    return path

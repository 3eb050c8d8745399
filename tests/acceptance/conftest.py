"""Every story is told twice: at a desk that keeps everything in memory, and at one that keeps it in a SQLite file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.seeded import ManualClock, SeededIds
from tests.acceptance.helpers import DISTRICT, MONDAY, World, furnish

ZONE = "Asia/Pontianak"

Build = Callable[..., World]


@pytest.fixture(scope="session")
def rulebook() -> slrt.Rulebook:
    """The default rulebook, read once."""
    return slrt.load_rulebook()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory, rulebook: slrt.Rulebook) -> Path:
    """A folder with the SQLite file and the keys of a furnished desk, to be copied."""
    folder = tmp_path_factory.mktemp("furnished")
    desk = _sqlite(folder, ManualClock(MONDAY), rulebook)
    furnish(desk)
    desk._room.storage.close()
    return folder


def _sqlite(folder: Path, clock: ManualClock, rulebook: slrt.Rulebook) -> slrt.Desk:
    return slrt.open_desk(
        f"sqlite:///{folder / 'desk.db'}",
        district=DISTRICT,
        zone=ZONE,
        clock=clock,
        ids=SeededIds(7),
        rulebook=rulebook,
    )


@pytest.fixture(params=["memory", "sqlite"])
def build(request: pytest.FixtureRequest, tmp_path: Path, furnished: Path, rulebook: slrt.Rulebook) -> Iterator[Build]:
    """Makes a furnished world on one of the two stores, if wanted under chosen options of the rulebook."""
    opened: list[slrt.Desk] = []

    def make(**settings: str) -> World:
        clock = ManualClock(MONDAY)
        book = slrt.load_rulebook(None, settings) if settings else rulebook
        folder = tmp_path / f"desk-{len(opened)}"
        if request.param == "sqlite":
            shutil.copytree(furnished, folder)
            desk, path = _sqlite(folder, clock, book), folder / "desk.db"
        else:
            folder.mkdir()
            keys = FileKeys(folder / "desk.keys")
            desk = slrt.Desk(MemoryStorage(), keys, clock, SeededIds(7), district=DISTRICT, zone=ZONE, rulebook=book)
            furnish(desk)
            path = None
        opened.append(desk)
        return World(desk=desk, clock=clock, path=path)

    yield make
    for desk in opened:
        desk._room.storage.close()


@pytest.fixture
def world(build: Build) -> World:
    """A furnished world under the default rulebook."""
    return build()

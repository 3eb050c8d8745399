"""Stores that may be broken: a SQLite file, and the servers that the environment names."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from slrt_core.adapters.keys import FileKeys
from tests.faults.campaign import Zygote, zygote
from tests.faults.deeds import prepare

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="module")
def nest() -> Iterator[Zygote]:
    """What forks the workers."""
    with zygote() as held:
        yield held


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "desk.keys"
    FileKeys(path)
    return path


@pytest.fixture
def sqlite(tmp_path: Path, keys: Path) -> str:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    prepare(url, FileKeys(keys))
    return url
